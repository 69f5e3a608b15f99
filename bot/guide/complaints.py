"""pydantic's errors in the house's words, located in the file, with a "did you mean"."""

from collections.abc import Iterable, Iterator
from typing import Any

from rapidfuzz import fuzz, process

from bot.guide.blanks import what_belongs_in
from bot.guide.nodes import ListNode, MapNode, Node, Step, TextNode, key_at, node_at
from bot.guide.problems import Problem, Wording, shown
from bot.guide.schema import schema_of
from bot.guide.shapes import BY_PHASE, ONE_TEXT, Shape

# Below this a suggestion is more often a riddle than a help (`awnser` ~ `answer` is 83, `titel` ~ `title` 80).
_CLOSE_ENOUGH = 65

_PATTERNS = {
    "^[a-z][a-z0-9_]*$": Wording(
        "un nom s'écrit en minuscules sans accents, chiffres et « _ »", "a name is lower-case letters, digits and `_`"
    ),
    "^[a-z][a-z0-9_]*(:[a-z0-9_]+)?$": Wording(
        "un identifiant s'écrit en minuscules sans accents, chiffres, « _ » et un seul « : »",
        "an id is lower-case letters, digits, `_` and at most one `:`",
    ),
    "^[A-Z]{2}$": Wording(
        "un pays est un code ISO 3166-1 de deux majuscules, comme ML",
        "a country is an ISO 3166-1 code of two capitals, like ML",
    ),
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": Wording(
        "une date s'écrit année-mois-jour, comme 2025-11-11", "a date is year-month-day, like 2025-11-11"
    ),
    "^[1-9][0-9]{0,6}$": Wording("un nombre entier à partir de 1 est attendu", "a whole number from 1 is expected"),
    "^[0-9a-f]{8}$": Wording("une empreinte a 8 chiffres hexadécimaux", "a hash has 8 hexadecimal digits"),
}
_MENDS = {
    "^[A-Z]{2}$": Wording("Écrivez le code en majuscules", "Write the code in capitals"),
    "^[0-9a-f]{8}$": Wording("`bamex-bot translate` la recalcule", "`bamex-bot translate` computes it"),
}


def did_you_mean(wrong: str, choices: Iterable[str]) -> str | None:
    """The choice that is most like a wrong word, if one is like it at all."""
    found = process.extractOne(wrong, list(choices), scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH)
    return found[0] if found else None


def suggestion(wrong: str, choices: Iterable[str], otherwise: Wording) -> Wording:
    """The mend for a wrong word: the choice it resembles, else another one."""
    near = did_you_mean(wrong, choices)
    if near is None:
        return otherwise
    return Wording(f"Vouliez-vous écrire {shown(near)} ?", f"Did you mean {shown(near)}?")


def one_of(choices: Iterable[str]) -> Wording:
    """The mend that lists what is allowed."""
    listed = ", ".join(shown(choice) for choice in choices)
    return Wording(f"Choisissez parmi : {listed}", f"Choose one of: {listed}")


def path_of(error: Any) -> tuple[Step, ...]:
    """Where pydantic says the error is, as a path in the file."""
    return tuple(step for step in error["loc"] if step not in (ONE_TEXT, BY_PHASE, "[key]"))


def complaints(errors: Iterable[Any], root: Node, file: str, shape: type[Shape]) -> Iterator[Problem]:
    """The problems that pydantic's error dictionaries stand for; a misspelt key is not called missing as well."""
    errors = list(errors)
    meant = {
        (*path[:-1], did_you_mean(str(path[-1]), _allowed_keys(shape, path[:-1])))
        for error in errors
        if error["type"] == "extra_forbidden" and (path := path_of(error))
    }
    for error in errors:
        path = path_of(error)
        if error["type"] == "missing" and path in meant:
            continue
        at_key = error["type"] == "extra_forbidden" or error["loc"][-1:] == ("[key]",)
        where = key_at(root, path) if at_key else node_at(root, path)
        message, mend = _words(error["type"], error, path, where, shape)
        yield Problem(file, where.line, where.column, message, mend)


def _words(kind: str, error: Any, path: tuple[Step, ...], where: Node, shape: type[Shape]) -> tuple[Wording, Wording]:
    name = shown(path[-1]) if path else "`?`"
    blank = what_belongs_in(shape, path) if error["input"] == "" else None
    if blank is not None:
        return Wording(f"{name} est à remplir", f"{name} is blank"), blank
    match kind:
        case "missing":
            return (
                Wording(f"il manque {name}", f"{name} is missing"),
                Wording(f"Ajoutez la clé {name} ici", f"Add the key {name} here"),
            )
        case "extra_forbidden":
            allowed = _allowed_keys(shape, path[:-1])
            return (
                Wording(f"la clé {name} est inconnue ici", f"the key {name} is unknown here"),
                suggestion(str(path[-1]), allowed, one_of(allowed)),
            )
        case "string_type":
            return _wrong_type(name, where, Wording("un texte", "a text"))
        case "list_type":
            return _wrong_type(name, where, Wording("une liste", "a list"))
        case "dict_type" | "model_type" | "model_attributes_type":
            return _wrong_type(name, where, Wording("des clés « clé: valeur »", "keys (`key: value`)"))
        case "literal_error":
            choices = _literals(error["ctx"]["expected"])
            return (
                Wording(
                    f"{shown(error['input'])} n'est pas une valeur possible", f"{shown(error['input'])} is not possible"
                ),
                suggestion(str(error["input"]), choices, one_of(choices)),
            )
        case "string_too_short":
            return (
                Wording("un texte est vide", "a text is empty"),
                Wording("Écrivez-le ou effacez la ligne", "Write it or delete the line"),
            )
        case "string_pattern_mismatch":
            return _wrong_pattern(error)
        case "too_short" | "too_long":
            count = error["ctx"].get("min_length", error["ctx"].get("max_length"))
            return (
                Wording(f"la liste {name} n'a pas le bon nombre d'éléments", f"the list {name} has the wrong length"),
                Wording(
                    f"Donnez-en {count}" + " au moins" * (kind == "too_short" and count == 1),
                    f"Give {'at least ' * (kind == 'too_short' and count == 1)}{count}",
                ),
            )
        case _:
            return (
                Wording(f"{name} n'est pas valable ({error['msg']})", f"{name} is not valid ({error['msg']})"),
                Wording("Comparez avec les fichiers voisins", "Compare with the files beside it"),
            )


def _wrong_type(name: str, where: Node, expected: Wording) -> tuple[Wording, Wording]:
    match where:
        case TextNode(""):
            found = Wording("rien", "nothing")
        case TextNode():
            found = Wording("un texte", "a text")
        case ListNode():
            found = Wording("une liste", "a list")
        case MapNode():
            found = Wording("des clés « clé: valeur »", "keys (`key: value`)")
    mends = {
        "a text": Wording(
            "Écrivez un seul texte, entre guillemets droits s'il contient « : », une accolade ou un crochet",
            "Write one text, between straight quotes if it contains `: `, a brace or a bracket",
        ),
        "a list": Wording(
            "Écrivez [un, deux], ou un tiret devant chaque élément", "Write [one, two], or a dash before each item"
        ),
    }
    return (
        Wording(f"{name} attend {expected.fr}, pas {found.fr}", f"{name} takes {expected.en}, not {found.en}"),
        mends.get(
            expected.en,
            Wording(
                "Écrivez « clé: valeur », une par ligne, ou {} s'il n'y a rien",
                "Write `key: value`, one a line, or {} if there is nothing",
            ),
        ),
    )


def _wrong_pattern(error: Any) -> tuple[Wording, Wording]:
    pattern, value = error["ctx"]["pattern"], shown(error["input"])
    rule = _PATTERNS.get(pattern, Wording("la forme n'est pas la bonne", "it has the wrong form"))
    return (
        Wording(f"{value} ne convient pas : {rule.fr}", f"{value} will not do: {rule.en}"),
        _MENDS.get(pattern, Wording("Corrigez-le selon cette règle", "Correct it by this rule")),
    )


def _literals(expected: str) -> list[str]:
    return [part.strip(" '") for part in expected.replace(" or ", ", ").split(",")]


def _allowed_keys(shape: type[Shape], path: tuple[Step, ...]) -> list[str]:
    """The keys that the shape allows at a path, read off its JSON Schema."""
    schema = schema_of(shape)
    here: list[Any] = [schema]
    for step in path:
        here = [_down(part, step) for choice in here for part in _choices(choice, schema)]
        here = [part for part in here if part]
    return [key for choice in here for part in _choices(choice, schema) for key in part.get("properties", ())]


def _choices(part: Any, schema: Any) -> list[Any]:
    if "$ref" in part:
        part = schema["$defs"][part["$ref"].rsplit("/", 1)[1]]
    if "oneOf" in part:
        return [choice for inner in part["oneOf"] for choice in _choices(inner, schema)]
    return [part]


def _down(part: Any, step: Step) -> Any:
    if isinstance(step, int):
        return part.get("items")
    # pydantic writes a mapping's values under the pattern of its keys.
    inner = part.get("properties", {}).get(step) or next(iter(part.get("patternProperties", {}).values()), None)
    return inner if isinstance(inner, dict) else None
