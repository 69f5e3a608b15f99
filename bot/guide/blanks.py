"""What belongs in a blank of the files that `bamex-bot new` writes, so that `check` can ask for it in plain words."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.guide.nodes import Step
from bot.guide.problems import Wording
from bot.guide.shapes import EventFile, Shape, TranslationFile

_COUNTRY = Wording("Écrivez le code ISO 3166-1 du pays, comme SN", "Fill in the country's ISO 3166-1 code, like SN")
_EVENT: Mapping[str, Wording] = MappingProxyType(
    {
        "name": Wording("Écrivez le nom de l'événement", "Fill in the name of the event"),
        "subject": Wording(
            "Écrivez en quelques mots ce qu'est l'événement, comme « foire agricole »",
            "Fill in, in French and in a few words, what the event is, like `foire agricole`",
        ),
        "first_day": Wording("Écrivez le premier jour, comme 2026-03-05", "Fill in the first day, like 2026-03-05"),
        "last_day": Wording("Écrivez le dernier jour, comme 2026-03-08", "Fill in the last day, like 2026-03-08"),
        "also_called": Wording(
            "Écrivez entre crochets comment les gens appellent l'événement, comme [fara, fara 2026]",
            "Fill in, in brackets, what people call the event, like [fara, fara 2026]",
        ),
        "time_zone": Wording(
            "Écrivez le fuseau horaire, comme Africa/Dakar", "Fill in the time zone, like Africa/Dakar"
        ),
        "guest_of_honour": _COUNTRY,
        "place.name": Wording("Écrivez le nom du lieu", "Fill in the name of the venue"),
        "place.city": Wording("Écrivez la ville", "Fill in the city"),
        "place.country": _COUNTRY,
        "article.author": Wording("Écrivez qui signe l'article", "Fill in who signs the article"),
        "article.outlet": Wording("Écrivez le média qui le publie", "Fill in who publishes it"),
        "article.language": Wording("Écrivez le code de sa langue, comme fr", "Fill in its language's code, like fr"),
    }
)


def what_belongs_in(shape: type[Shape], path: tuple[Step, ...]) -> Wording | None:
    """The mend for an empty value at a path of a document; None where emptiness is a mistake like any other."""
    if shape is EventFile:
        return _EVENT.get(".".join(map(str, path)))
    match path:
        case ("facts", str(fact), "text") if shape is TranslationFile:
            return Wording(
                f"Écrivez {fact} de event.yaml dans la langue de ce fichier",
                f"Fill in {fact} of event.yaml in the language of this file",
            )
        case _:
            return None
