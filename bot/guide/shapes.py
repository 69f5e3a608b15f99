"""The shape of every YAML document, as pydantic models: they check what was read, and they make the JSON Schemas.

Every scalar arrives as text. What needs more than one document, a calendar or a list of countries is checked in
checking.py; the schemas are more lenient where an editor reads an unquoted 12 as a number and this program as text.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag, WithJsonSchema

MAX_TEXT = 400
MAX_TITLE = 40
MAX_WORDS = 200

_WORD_TYPES: list[str] = ["string", "number", "boolean"]
ID_PATTERN = r"^[a-z][a-z0-9_]*(:[a-z0-9_]+)?$"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
FactKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,2}$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
OPTIONAL_FACT_PATTERN = r"^(guest_of_honour|delegations|exhibitors|people\.[a-z][a-z0-9_]*|counts\.[a-z][a-z0-9_]*)$"
OptionalFact = Annotated[str, StringConstraints(pattern=OPTIONAL_FACT_PATTERN)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Number = Annotated[
    str,
    StringConstraints(pattern=r"^[1-9][0-9]{0,6}$"),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 9_999_999}),
]
Degrees = Annotated[
    str,
    StringConstraints(pattern=r"^[+-]?[0-9]{1,3}(\.[0-9]{1,12})?$"),
    WithJsonSchema({"type": "number", "minimum": -180, "maximum": 180}),
]
Hash = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{8}$"),
    WithJsonSchema({"type": ["string", "number"], "pattern": "^[0-9a-f]{8}$"}),
]
# Lengths are in the schemas for editors; checking.py reports them beside the other faults of the same text.
Sentence = Annotated[str, StringConstraints(min_length=1), Field(json_schema_extra={"maxLength": MAX_TEXT})]
Title = Annotated[str, StringConstraints(min_length=1), Field(json_schema_extra={"maxLength": MAX_TITLE})]
Name = Annotated[str, StringConstraints(min_length=1), Field(json_schema_extra={"maxLength": MAX_WORDS})]
Words = Annotated[
    str,
    StringConstraints(min_length=1),
    WithJsonSchema({"type": _WORD_TYPES, "minLength": 1, "maxLength": MAX_WORDS}),
]

ONE_TEXT = "<one text>"
BY_PHASE = "<by phase>"


class Shape(BaseModel):
    """A mapping whose keys are all known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _one_or_by_phase(value: Any) -> str:
    keys = value if isinstance(value, dict) else ()
    return BY_PHASE if {"before", "during", "after"}.intersection(keys) else ONE_TEXT


class PhaseSentences(Shape):
    """Une réponse pour chaque moment. An answer for each phase."""

    before: Sentence = Field(description="Avant le premier jour. Before the first day.")
    during: Sentence = Field(description="Du premier au dernier jour. From the first to the last day.")
    after: Sentence = Field(description="Après le dernier jour. After the last day.")


class EntryTests(Shape):
    """Questions qui doivent (ask) ou ne doivent pas (not) mener ici. Questions that must, or must not, lead here."""

    ask: list[Words] = []
    not_: list[Words] = Field(default=[], alias="not")


class EntryShape(Shape):
    """Une réponse de la FAQ. An answer of the FAQ."""

    id: Id = Field(description="Nom unique, en minuscules. Unique name, lower case.")
    title: Title | None = Field(default=None, description="Texte du bouton. Text of the button.")
    outcome: Literal["answer", "not_stated", "unknown", "declined"] = "answer"
    sources: list[Number] | None = Field(
        default=None, description="Paragraphes de l'article. Paragraphs of the article."
    )
    for_each: Literal["delegations", "exhibitors"] | None = None
    only_with: list[OptionalFact] = Field(
        default=[],
        description="Faits sans lesquels l'entrée dort. Facts of event.yaml without which the entry does not exist.",
    )
    answer: (
        Annotated[
            Annotated[Sentence, Tag(ONE_TEXT)] | Annotated[PhaseSentences, Tag(BY_PHASE)],
            Discriminator(_one_or_by_phase),
        ]
        | None
    ) = None
    variants: list[Words] = Field(min_length=1, description="Façons de demander. Ways to ask.")
    tests: EntryTests = EntryTests()


class TopicFile(Shape):
    """faq/<topic>.yaml."""

    topic: Key
    entries: list[EntryShape]


class PlaceShape(Shape):
    """Le lieu. The place."""

    name: Name
    city: Name
    country: CountryCode
    coordinates: Annotated[list[Degrees], Field(min_length=2, max_length=2)] | None = Field(
        default=None, description="[latitude, longitude]"
    )


class PersonShape(Shape):
    """Une personne nommée par l'article. A person whom the article names."""

    name: Name
    rank: Name
    role: Name


class CountShape(Shape):
    """Un nombre donné comme minimum. A number given as a lower bound."""

    more_than: Number


class ArticleShape(Shape):
    """La source. The source."""

    author: Name
    outlet: Name
    language: LanguageCode
    paragraphs: Number


class EventFile(Shape):
    """faq/event.yaml."""

    name: Name
    first_day: Day
    last_day: Day
    time_zone: Name
    guest_of_honour: CountryCode | None = None
    subject: Name | None = Field(default=None, description="Ce qu'est l'événement. What the event is.")
    also_called: list[Words] = Field(
        default=[], description="Comment les gens écrivent le nom. How people write the name, in any language."
    )
    place: PlaceShape
    people: dict[Key, PersonShape] = {}
    exhibitors: dict[Key, Name] = {}
    delegations: dict[Key, CountryCode] = {}
    counts: dict[Key, CountShape] = {}
    article: ArticleShape
    promised: list[Id] = Field(
        default=[], description="Entrées que d'autres programmes attendent. Entries that other programs rely on."
    )
    theme: list[Key] = Field(
        default=[],
        description="Idées du vocabulaire propres à cet événement. Concepts of the vocabulary that are its own.",
    )


class InterfaceFile(Shape):
    """faq/interface.yaml."""

    interface: dict[Key, Sentence]


class CompanyShape(Shape):
    """Une entreprise : son nom et d'autres façons de l'écrire. A company: its name and other spellings."""

    name: Name
    aliases: list[Words] = []


class CountryShape(Shape):
    """Noms d'un pays, de ses habitants, de ses villes. Names of a country, of its people, of its cities."""

    names: list[Words] = []
    people: list[Words] = []
    cities: list[Words] = []


class NamesFile(Shape):
    """faq/names.yaml."""

    companies: dict[Key, CompanyShape]
    countries: dict[CountryCode, CountryShape] = {}


class VocabularyFile(Shape):
    """faq/vocabulary.yaml."""

    vocabulary: dict[Key, list[Words]]


class LearnedFile(Shape):
    """faq/learned.yaml: entry id → language → variants that organisers accepted."""

    learned: dict[Id, dict[LanguageCode, list[Words]]]


class _Stated(Shape):
    state: Literal["reviewed", "drafted", "machine"] = Field(
        description="Relu par un locuteur, rédigé, ou traduit par machine. Reviewed, drafted or machine-translated."
    )
    source: Hash = Field(description="Empreinte du texte français. Hash of the French text.")


class TranslatedText(_Stated):
    """Un texte traduit. A translated text."""

    text: Sentence


class TranslatedFact(Shape):
    """Un fait dans cette langue ; sans empreinte, il ne vieillit pas. A fact; without a hash it does not age."""

    state: Literal["reviewed", "drafted", "machine"]
    source: Hash | None = None
    text: Name


class TranslatedWords(_Stated):
    """Des mots ou des questions de la langue. Words or questions of the language."""

    texts: list[Words]


class TranslatedPhases(Shape):
    """Une réponse pour chaque moment. An answer for each phase."""

    before: TranslatedText
    during: TranslatedText
    after: TranslatedText


class TranslatedEntry(Shape):
    """Une réponse dans cette langue. An answer in this language."""

    title: TranslatedText | None = None
    answer: (
        Annotated[
            Annotated[TranslatedText, Tag(ONE_TEXT)] | Annotated[TranslatedPhases, Tag(BY_PHASE)],
            Discriminator(_one_or_by_phase),
        ]
        | None
    ) = None
    variants: TranslatedWords | None = None


class TranslationFile(Shape):
    """translations/<language>.yaml."""

    language: LanguageCode
    facts: dict[FactKey, TranslatedFact] = {}
    interface: dict[Key, TranslatedText] = {}
    entries: dict[Id, TranslatedEntry] = {}
    vocabulary: dict[Key, TranslatedWords] = {}
    companies: dict[Key, list[Words]] = {}
    countries: dict[CountryCode, CountryShape] = {}
