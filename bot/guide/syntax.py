"""The YAML parser's complaints in plain words, with the mend that fits the usual cause."""

import re

from bot.guide.problems import Wording

_QUOTE = Wording(
    'Mettez le texte entre guillemets droits : "..."',
    'Put the text between straight quotes: "..."',
)

_GOES_ON = (
    Wording(
        "le texte continue après son guillemet, crochet ou accolade",
        "the text goes on after its quote, bracket or brace",
    ),
    Wording(
        "Mettez tout le texte entre guillemets doubles droits, et « \\\" » pour un guillemet à l'intérieur",
        'Put the whole text between straight double quotes, and `\\"` for a quote inside',
    ),
)
_UNFIT = ("did not find expected key", "did not find expected '-' indicator", "did not find expected <document start>")

# libyaml's own words (scanner.c, parser.c) → what an organiser did, and what to do.
_COMPLAINTS: tuple[tuple[str, Wording, Wording], ...] = (
    (
        "mapping values are not allowed",
        Wording("un deux-points n'est pas permis ici", "a colon is not allowed here"),
        Wording(
            "Un texte qui contient « : » se met entre guillemets droits ; sinon, vérifiez le retrait de la ligne",
            'A text that contains ": " goes between straight quotes; otherwise check the indentation of the line',
        ),
    ),
    (
        "could not find expected ':'",
        Wording("il manque un deux-points après une clé", "a colon is missing after a key"),
        Wording(
            "Écrivez « clé: valeur » ; un texte qui tient sur plusieurs lignes se met entre guillemets droits",
            "Write `key: value`; a text that runs over several lines goes between straight quotes",
        ),
    ),
    (
        "did not find expected ',' or ']'",
        Wording("la liste entre crochets n'est pas fermée", "the list in brackets is not closed"),
        Wording(
            "Séparez les éléments par des virgules, fermez par « ] », et mettez entre guillemets droits un élément"
            " qui contient une virgule, un crochet ou un deux-points",
            "Separate the items by commas, close with `]`, and quote an item that contains a comma, bracket or colon",
        ),
    ),
    (
        "did not find expected ',' or '}'",
        Wording("l'accolade n'est pas fermée", "the brace is not closed"),
        Wording(
            'Un texte qui commence par une accolade se met entre guillemets droits : "{event} ..."',
            'A text that begins with a brace goes between straight quotes: "{event} ..."',
        ),
    ),
    (
        "found unexpected end of stream",
        Wording("un guillemet ouvert n'est jamais fermé", "a quote is opened and never closed"),
        Wording("Fermez le guillemet à la fin du texte", "Close the quote at the end of the text"),
    ),
    (
        "found unknown escape character",
        Wording("la barre oblique inverse n'est pas comprise ici", "the backslash is not understood here"),
        Wording(
            "Entre guillemets doubles, écrivez « \\\\ » pour une barre oblique inverse",
            "Between double quotes, write `\\\\` for a backslash",
        ),
    ),
    (
        "invalid Unicode character escape code",
        Wording("la barre oblique inverse n'est pas comprise ici", "the backslash is not understood here"),
        Wording("Écrivez le caractère lui-même", "Write the character itself"),
    ),
    (
        "did not find expected hexdecimal number",
        Wording("la barre oblique inverse n'est pas comprise ici", "the backslash is not understood here"),
        Wording("Écrivez le caractère lui-même", "Write the character itself"),
    ),
    (
        "found character that cannot start any token",
        Wording("un texte ne peut pas commencer par ce caractère", "a text cannot begin with this character"),
        _QUOTE,
    ),
    (
        "did not find expected alphabetic or numeric character",
        Wording("un texte ne peut pas commencer par « * » ou « & »", "a text cannot begin with `*` or `&`"),
        _QUOTE,
    ),
    (
        "did not find expected node content",
        Wording("il manque un texte avant ce signe", "a text is missing before this sign"),
        Wording(
            "Ôtez le signe en trop, ou mettez le texte entre guillemets droits",
            "Take out the sign, or put the text between straight quotes",
        ),
    ),
    (
        "did not find expected comment or line break",
        Wording("un texte ne peut pas commencer par « | » ou « > »", "a text cannot begin with `|` or `>`"),
        _QUOTE,
    ),
    (
        "directive",
        Wording("une ligne ne peut pas commencer par « % »", "a line cannot begin with `%`"),
        _QUOTE,
    ),
    (
        "block sequence entries are not allowed",
        Wording("un tiret de liste n'est pas permis ici", "a list dash is not allowed here"),
        Wording(
            "Mettez chaque élément sur sa ligne, avec le même retrait que les autres",
            "Put each item on a line of its own, indented like the others",
        ),
    ),
    (
        "did not find expected '-' indicator",
        Wording(
            "cette ligne n'est ni un élément de la liste ni sa suite",
            "this line is neither an item of the list nor its continuation",
        ),
        Wording("Vérifiez le retrait de la ligne", "Check the indentation of the line"),
    ),
    (
        "did not find expected key",
        Wording("cette ligne ne s'accorde pas avec celles d'avant", "this line does not fit those before it"),
        Wording(
            "Vérifiez le retrait de la ligne et les guillemets de celle d'avant",
            "Check the indentation of the line and the quotes of the one before",
        ),
    ),
    (
        "did not find expected <document start>",
        Wording("cette ligne ne s'accorde pas avec celles d'avant", "this line does not fit those before it"),
        Wording("Vérifiez le retrait de la ligne", "Check the indentation of the line"),
    ),
)


def complaint(said: str, within_line: bool = False) -> tuple[Wording, Wording]:
    """Message and mend for what the YAML parser said; `within_line`: it stopped after the first word of a line."""
    if within_line and any(words in said for words in _UNFIT):
        return _GOES_ON
    for words, message, mend in _COMPLAINTS:
        if words in said:
            return message, mend
    said = re.sub(r"\s+", " ", said).strip() or "?"
    return (
        Wording(f"ce n'est pas du YAML valide ({said})", f"this is not valid YAML ({said})"),
        Wording("Vérifiez le retrait, les deux-points et les guillemets", "Check the indentation, colons and quotes"),
    )
