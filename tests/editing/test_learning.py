"""A visitor's question becomes a variant only if nobody else's answer suffers."""

from bot.editing.differences import differences
from bot.editing.edition import Edition
from bot.editing.learning import harmed, is_taught, learned
from bot.editing.sources import Change, Part
from tests.desk import Desk


def test_a_question_of_another_entry_is_not_stolen(desk: Desk) -> None:
    """Teaching an entry what another one answers is found out before anything is written."""
    live = desk.live()
    before = live.edition
    after = live.propose(learned(before.sources, "venue", "fr", "C'est quand ?"))
    if isinstance(after, Edition):
        assert harmed(before, after) or not is_taught(after, "venue", "C'est quand ?")
    assert not (desk.faq / "learned.yaml").exists()


def test_variants_add_up_and_survive_a_reading(desk: Desk) -> None:
    """Each lesson keeps the ones before it; texts with quotes, colons and other scripts come back as they were."""
    live = desk.live()
    change = learned(live.edition.sources, "venue", "fr", 'on entre par où : "porte 3" ?')
    change = learned(live.edition.sources.changed(change), "dates", "sw", "صالون xylo # lini")
    edition = live.propose(change)
    assert isinstance(edition, Edition), edition.errors
    assert 'on entre par où : "porte 3" ?' in edition.guide.languages["fr"].variants["venue"]
    assert "صالون xylo # lini" in edition.guide.languages["sw"].variants["dates"]
    again = learned(edition.sources, "dates", "sw", "صالون xylo # lini")
    assert again.content == change.content


def test_the_difference_names_entries_variants_and_answers(desk: Desk) -> None:
    """Added entries, ways to ask and changed answers each have a line, in French and English."""
    live = desk.live()
    text = desk.changed("faq/venue.yaml", "entries:", "entries: # relu")
    edition = live.propose(Change(Part.FAQ, "venue.yaml", text.encode()))
    assert isinstance(edition, Edition)
    assert differences(live.edition, edition) == []
    entry = "topic: weather\nentries:\n  - {id: weather, title: M, sources: [1], answer: Beau., variants: [xylo la]}"
    added = live.propose(Change(Part.FAQ, "weather.yaml", entry.encode()))
    assert isinstance(added, Edition)
    assert any("weather" in line.fr and "Nouvelle" in line.fr for line in differences(live.edition, added))
