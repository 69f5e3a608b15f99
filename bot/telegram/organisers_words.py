"""What the bot says to organisers, in French and English, and the problems and differences of files as messages."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.editing.edition import Refused
from bot.guide.problems import Problem, Wording, agreed, render
from bot.telegram.conversation import Outgoing

MOST_LINES = 25
_BETWEEN_BACKTICKS = re.compile(r"`([^`\n]+)`")

HELP = Wording(
    "Pour les organisateurs : envoyez-moi un fichier .yaml, je le vérifie et je montre ce qui change avant de publier. "
    "/export : les fichiers actuels. /undo : remettre la version d'avant. /unanswered : les questions restées sans "
    "réponse. /stats : comment ça va, en une image. /rehearse 2025-11-12 09:00 : me voir ce jour-là (/rehearse seul "
    "pour revenir). /post : publier dans un canal. /business : répondre sur votre compte Telegram Business",
    "For organisers: send me a .yaml file, I check it and show what changes before it is published. /export: the files "
    "as they are. /undo: put the former version back. /unanswered: the questions left without an answer. "
    "/stats: how it goes, as one picture. /rehearse 2025-11-12 09:00: see me on that day (/rehearse alone to come "
    "back). /post: publish in a channel. /business: answer on your Telegram Business account",
)
PUBLISH, CANCEL = Wording("Publier", "Publish"), Wording("Annuler", "Cancel")
PUBLISHED = Wording("C'est publié. /undo remet la version d'avant", "Published. /undo puts the former version back")
CANCELLED = Wording("Annulé : rien n'a changé", "Cancelled: nothing has changed")
DRAFT_GONE = Wording(
    "Ce brouillon n'est plus là. Envoyez le fichier encore une fois", "This draft is gone. Send the file once more"
)
NOT_YAML = Wording(
    "J'attends un seul fichier .yaml, sorti du zip de /export", "I expect one .yaml file, taken out of /export's zip"
)
TOO_LARGE = Wording("Ce fichier dépasse {most} Ko", "This file is larger than {most} KB")
TOO_LONG = Wording(
    "La vérification a duré plus de {seconds} s : je l'ai abandonnée, rien n'a changé",
    "The check took longer than {seconds} s: I gave it up, nothing has changed",
)
NO_DIFFERENCE = Wording("Ce fichier est déjà celui en service", "This is the file already in use")
CHECKED = Wording("{file} est bon. Ce qui changerait :", "{file} is good. What would change:")
ONLY_FORM = Wording(
    "• rien pour les visiteurs (commentaires, mise en page)", "• nothing for visitors (comments, layout)"
)
REFUSED = Wording(
    "Non : {count} erreur(s). Rien n'a changé pour les visiteurs",
    "No: {count} error(s). Nothing has changed for visitors",
)
BROKEN_ON_DISK = Wording(
    "Les fichiers modifiés ont {count} erreur(s) ; je réponds d'après le dernier état bon",
    "The changed files have {count} error(s); I answer from the last good state",
)
MENDED = Wording("Les fichiers sont de nouveau bons, et en service", "The files are good again, and in use")
CANNOT_WRITE = Wording("Le fichier ne peut pas être écrit ({why})", "The file cannot be written ({why})")
NOTHING_TO_UNDO = Wording(
    "Rien à défaire : rien n'a été publié d'ici, ou le fichier a changé depuis",
    "Nothing to undo: nothing was published from here, or the file has changed since",
)
UNDONE = Wording("La version d'avant est de nouveau en service", "The former version is in use again")
MORE = Wording("… et {count} autre(s)", "… and {count} more")
REHEARSING = Wording(
    "Je vous réponds comme le {when}. /rehearse pour revenir à aujourd'hui",
    "I answer you as on {when}. /rehearse to come back to today",
)
REHEARSED = Wording("Retour à aujourd'hui", "Back to today")
NO_DATE = Wording(
    "Écrivez une date, comme /rehearse 2025-11-12 09:00", "Write a date, such as /rehearse 2025-11-12 09:00"
)
NO_UNANSWERED = Wording("Aucune question sans réponse", "No unanswered question")
UNANSWERED = Wording(
    "{count} question(s) sans réponse, en {clusters} groupe(s)",
    "{count} unanswered question(s), in {clusters} group(s)",
)
ASKED = Wording("{count} question(s) · {languages}", "{count} question(s) · {languages}")
BELONGS = Wording("→ {title}", "→ {title}")
NEW_ENTRY = Wording("Nouvelle entrée", "New entry")
IGNORE = Wording("Ignorer", "Ignore")
NEXT = Wording("Suite", "Next")
IGNORED = Wording("Ignoré : {text}", "Ignored: {text}")
DEALT_WITH = Wording("Ce groupe est déjà traité", "This group is dealt with already")
LEARNED = Wording(
    "Appris : {text} → {entry}. Aucune autre question n'en souffre. /undo le défait",
    "Learned: {text} → {entry}. No other question suffers. /undo takes it back",
)
NOT_TAUGHT = Wording(
    "{text} n'arriverait toujours pas à {entry} : ajoutez plutôt plusieurs façons de demander dans le fichier",
    "{text} would still not reach {entry}: rather add several ways to ask to the file",
)
HARMS = Wording(
    "Non : {text} attirerait {count} autre(s) question(s) au mauvais endroit :",
    "No: {text} would draw {count} other question(s) to the wrong place:",
)
NEW_ENTRY_SENT = Wording(
    "Complétez ce fichier (id, titre, réponse, sources), puis renvoyez-le-moi",
    "Complete this file (id, title, answer, sources), then send it back to me",
)
NOT_NOW = Wording("La base de données ne répond pas ; réessayez", "The database does not respond; try again")


def say(wording: Wording, language: str, /, **values: object) -> str:
    """A sentence with its full stop where it has no mark of its own; `values` fill its braces."""
    text = wording.in_language(language)
    # Numbers first: a word agrees with its number, and never with one in what a visitor wrote.
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value)) if isinstance(value, int) else text
    text = agreed(text, language)
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text if text.endswith((":", "…", "?", "!")) else f"{text}."


def set_apart(outgoing: Outgoing) -> Outgoing:
    """The message with what stands between backticks (names in the files, what people typed) as code."""
    return replace(outgoing, parts=tuple(_BETWEEN_BACKTICKS.sub(r"<code>\1</code>", part) for part in outgoing.parts))


def problem_lines(problems: Sequence[Problem], language: str) -> list[str]:
    """The first problems, a line each, and how many there are beside them."""
    return listed([render(problem, language) for problem in problems], language)


def difference_lines(differences: Sequence[Wording], language: str) -> list[str]:
    """The first differences, a line each; the questions that would be led astray come first."""
    astray = sorted(differences, key=lambda line: not line.fr.startswith("⚠️"))
    return listed([f"• {line.in_language(language)}" for line in astray], language)


def listed(lines: Sequence[str], language: str) -> list[str]:
    """The first lines, and how many there are beside them."""
    rest = len(lines) - MOST_LINES
    more = [MORE.in_language(language).replace("{count}", str(rest))] if rest > 0 else []
    return [*lines[:MOST_LINES], *more]


def refusal(refused: Refused, heading: Wording, language: str) -> str:
    """Why files were refused, as one text."""
    errors = refused.errors
    return "\n".join([say(heading, language, count=len(errors)), "", *problem_lines(errors, language)])
