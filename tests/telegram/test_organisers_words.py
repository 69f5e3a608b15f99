"""How what organisers read is put together."""

from bot.guide.problems import Wording
from bot.telegram import organisers_words as words
from bot.telegram.conversation import Outgoing


def test_each_word_agrees_with_its_own_number() -> None:
    """Two numbers in one sentence each have their own word; what a visitor wrote is no number and stays as it is."""
    assert words.say(words.UNANSWERED, "fr", count=4, clusters=1) == "4 questions sans réponse, en 1 groupe."
    assert words.say(words.UNANSWERED, "en", count=1, clusters=0) == "1 unanswered question, in 0 groups."
    asked = Wording("Non : {text} attirerait {count} question(s)", "No: {text} would draw {count} question(s)")
    assert words.say(asked, "en", text="`7 ticket(s)`", count=1) == "No: `7 ticket(s)` would draw 1 question."


def test_names_are_set_apart() -> None:
    """What stands between two backticks in a line becomes code; a lone backtick, as a visitor may write, stays."""
    shown = words.set_apart(Outgoing(("Fait `last_day`\n• l`heure", "`a` `b`")))
    assert shown.parts == ("Fait <code>last_day</code>\n• l`heure", "<code>a</code> <code>b</code>")
