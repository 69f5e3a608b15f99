"""How outcomes, languages, topics and numbers are called in what organisers read: French or English."""

from babel.numbers import format_decimal, format_percent

from bot.assistant import Assistant
from bot.guide import locales
from bot.guide.entries import Outcome
from bot.guide.problems import Wording

# From good to bad, as the bars have them from left to right.
OUTCOMES = {
    Outcome.ANSWER: Wording("Avec réponse", "Answered"),
    Outcome.NOT_STATED: Wording("L'article ne le dit pas", "The article does not say"),
    Outcome.SUGGEST: Wording("Incertaines", "Unsure"),
    Outcome.UNKNOWN: Wording("Sans réponse", "Unanswered"),
    Outcome.DECLINED: Wording("Déclinées", "Declined"),
}
OTHER = Wording("Autres", "Others")
# The topics that are on no button; a topic that is in neither place goes by its name in the files.
_TOPICS = {
    "practical": Wording("Pratique", "Practical"),
    "outside": Wording("Hors sujet", "Off topic"),
    "conversation": Wording("Conversation", "Small talk"),
}


def organisers_language(code: str) -> str:
    """French for French (any region), English for every other language."""
    return Wording("fr", "en").in_language(code)


def topic_name(assistant: Assistant, topic: str, language: str) -> str:
    """A topic as its button in the menu says it."""
    if topic in _TOPICS:
        return _TOPICS[topic].in_language(language)
    try:
        return assistant.say(f"menu_{topic}", organisers_language(language))
    except KeyError:
        return locales.capitalise(topic.replace("_", " "), language)


def language_name(code: str, language: str) -> str:
    """A language's name, and one for all those that the bot has no file of."""
    if code == "other":
        return OTHER.in_language(language)
    return locales.language_name(code, organisers_language(language))


def number(value: int, language: str) -> str:
    """A whole number with its thousands apart."""
    return str(format_decimal(value, locale=organisers_language(language)))


def percent(share: float, language: str) -> str:
    """A share (0 to 1) in whole per cent; what is more than nothing and less than all is never rounded to either."""
    if 0 < share < 0.01:
        return f"<\N{NO-BREAK SPACE}{_percent(0.01, language)}"
    return _percent(min(share, 0.99) if share < 1 else share, language)


def _percent(share: float, language: str) -> str:
    return str(format_percent(share, locale=organisers_language(language)))
