"""What a report says, in French and English. Braces are filled by the page."""

from bot.guide.problems import Wording

WORDS = {
    "title": Wording("Comment ça va", "How it goes"),
    "made": Wording("État du {when}", "As of {when}"),
    "private": Wording(
        "Cette page montre des questions de visiteurs, sans leurs auteurs. Ne la publiez pas",
        "This page shows visitors' questions, without who asked. Do not publish it",
    ),
    "no_database": Wording(
        "Le robot n'a encore rien gardé : DATABASE_URL ne mène à aucune base de données. Les chiffres viendront avec "
        "les premières questions",
        "The bot has kept nothing yet: DATABASE_URL leads to no database. Figures will come with the first questions",
    ),
    "nothing_asked": Wording("Personne n'a encore rien demandé", "Nothing has been asked yet"),
    "in_all": Wording("questions en tout", "questions in all"),
    "today": Wording("aujourd'hui", "today"),
    "answered": Wording("avec réponse", "answered"),
    "unanswered": Wording("sans réponse", "unanswered"),
    "outcomes": Wording("Ce qu'elles sont devenues", "What became of them"),
    "outcome": Wording("Issue", "Outcome"),
    "questions": Wording("Questions", "Questions"),
    "share": Wording("Part", "Share"),
    "over_time": Wording("Au fil du temps", "Over time"),
    "per_day": Wording("Questions par jour", "Questions per day"),
    "per_week": Wording("Questions par semaine", "Questions per week"),
    "per_month": Wording("Questions par mois", "Questions per month"),
    "most": Wording("{count} au plus, le {when}", "{count} at the most, {when}"),
    "as_table": Wording("En tableau", "As a table"),
    "when": Wording("Début", "From"),
    "topics": Wording("Sujets", "Topics"),
    "topics_note": Wording("Ce dont parlaient les réponses", "What the answers were about"),
    "topic": Wording("Sujet", "Topic"),
    "languages": Wording("Langues", "Languages"),
    "language": Wording("Langue", "Language"),
    "with_answer": Wording("Avec réponse", "Answered"),
    "clusters": Wording("Restées sans réponse", "Left without an answer"),
    "clusters_note": Wording(
        "Questions des {days} derniers jours, réunies par ressemblance. ▒ : une donnée personnelle ôtée. "
        "/unanswered dans Telegram les traite une à une",
        "Questions of the last {days} days, put together by likeness. ▒: personal data taken out. "
        "/unanswered in Telegram deals with them one by one",
    ),
    "no_clusters": Wording("Aucune question sans réponse", "No unanswered question"),
    "more_clusters": Wording("… et {count} autre(s) groupe(s)", "… and {count} more group(s)"),
    "votes": Wording("Avis des visiteurs", "What visitors thought"),
    "votes_note": Wording("Les réponses qui ont le moins aidé d'abord", "The answers that helped least come first"),
    "no_votes": Wording("Aucun avis encore", "No votes yet"),
    "more_votes": Wording("Les {count} autres réponses", "The {count} other answers"),
    "entry": Wording("Réponse", "Answer"),
    "helped": Wording("A aidé", "Helped"),
    "helped_not": Wording("Pas aidé", "Did not"),
    "translations": Wording("Traductions", "Translations"),
    "translations_note": Wording(
        "Les {count} textes français, dans chaque langue", "The {count} French texts, in each language"
    ),
    "no_translations": Wording("Aucun fichier de traduction", "No translation file"),
    "unreadable": Wording("fichier illisible : bamex-bot check", "file cannot be read: bamex-bot check"),
    "usable": Wording("Prêts", "Ready"),
    "reviewed": Wording("Relus", "Reviewed"),
    "drafted": Wording("Rédigés, à relire", "Drafted, to review"),
    "machine": Wording("Par machine", "By machine"),
    "stale": Wording("Français changé depuis", "French changed since"),
    "missing": Wording("Manquants", "Missing"),
    "pairs": Wording("Les réponses les plus proches", "The closest pairs of answers"),
    "pairs_note": Wording(
        "Chaque question française de la FAQ est posée à un robot qui ne la connaît pas. Celles-ci vont alors à une "
        "autre réponse : ajoutez des façons de demander qui les distinguent",
        "Each French question of the FAQ is asked of a bot that does not know it. These then go to another answer: "
        "add ways to ask that tell them apart",
    ),
    "no_pairs": Wording("Aucune réponse ne prend les questions d'une autre", "No answer takes another's questions"),
    "asked_of": Wording("Question de", "A question of"),
    "goes_to": Wording("va à", "goes to"),
    "taken": Wording("{stolen} sur {total}", "{stolen} of {total}"),
    "such_as": Wording("comme", "such as"),
}


def words(language: str) -> dict[str, str]:
    """All of them in one language."""
    return {name: wording.in_language(language) for name, wording in WORDS.items()}
