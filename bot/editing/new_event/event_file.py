"""event.yaml of a new event: blanks to fill, with what the article suggests beside them as comments."""

from bot.editing.new_event.article import Article
from bot.editing.new_event.guesses import Guesses, Seen
from bot.guide.locales import country

_HEAD = """\
# yaml-language-server: $schema=.schema/event.schema.json
# Les faits de l'événement : remplissez ce qui est vide. Chaque réponse les cite par leur nom ({dates}, {venue}, ...) :
# on les corrige ici, une fois, et toutes les langues suivent. Après un « ? » : ce que l'article semble dire, à
# vérifier ; [n] est le numéro du paragraphe. `bamex-bot check` montre ce qui manque encore.
"""
_LONGEST_TITLE = 100
_MOST_SHOWN = 12


def event_file(article: Article, guessed: Guesses) -> str:
    """The text of event.yaml. What was only guessed stands in comments; what was counted stands as a fact."""
    days, countries = guessed.days, guessed.countries
    host = [_with_name(seen) for seen in countries[:1]]
    others = [_with_name(seen) for seen in countries[1:_MOST_SHOWN]]
    lines = [
        _blank("name", article.title[:_LONGEST_TITLE]),
        "subject: # ce que c'est, en quelques mots, comme « foire agricole »",
        "also_called: # comment les gens le nomment, comme [fara, fara 2026] : compris dans toutes les langues",
        _blank("first_day", *map(str, days[:1])),
        _blank("last_day", *map(str, days[1:][-1:])),
        _blank("time_zone", guessed.time_zone),
        "",
        "place:",
        "  name: # comme « Parc des expositions »",
        "  city:",
        _blank("  country", *host),
        "  # coordinates: [latitude, longitude] en degrés décimaux, pour la carte",
        "",
        "# Ce que tout événement n'a pas. Tant qu'une de ces lignes est vide, les réponses qui la citent dorment.",
        "# guest_of_honour: code du pays invité d'honneur",
        "people: {} # qui a ouvert l'événement : {opener: {name: Prénom Nom, rank: fonction, role: fonction}}",
        "exhibitors: {} # comme {ma_societe: Ma Société}",
        "delegations: {} # comme {niger: NE, ghana: GH}",
        *(f"#   ? {seen}" for seen in others),
        "counts: {} # comme {countries: {more_than: 30}, exhibitors: {more_than: 100}}",
        "",
        "article: # la seule source des réponses",
        _blank("  author", _one_line(article.byline)),
        "  outlet:",
        _blank("  language", guessed.language),
        f"  paragraphs: {len(article.paragraphs)}",
    ]
    return _HEAD + "\n" + "\n".join(lines) + "\n"


def _blank(key: str, *suggestions: str) -> str:
    suggested = " ; ".join(_one_line(suggestion) for suggestion in suggestions if suggestion)
    return f"{key}: # ? {suggested}" if suggested else f"{key}:"


def _with_name(seen: Seen) -> str:
    return f"{seen.value} {country(seen.value, 'fr')} [{', '.join(map(str, seen.paragraphs))}]"


def _one_line(text: str) -> str:
    return " ".join(text.split())
