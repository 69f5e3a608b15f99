"""docs/architecture.md tells what the contracts in pyproject.toml enforce, and what the code really imports."""

import ast
import re
import sys
import tomllib
from typing import Any

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
_CODE = re.compile(r"`([^`]+)`")


def _contracts() -> dict[str, Any]:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    return {contract["id"]: contract for contract in linter["contracts"]}


def _rows() -> list[tuple[str, str]]:
    """The table's rows: first and last cell."""
    rows = [line.strip("|").split(" | ") for line in PAGE.splitlines() if line.startswith("| ")]
    return [(row[0], row[-1]) for row in rows[1:] if not row[0].startswith(" ---")]


def _outside(module: str) -> set[str]:
    """The packages, of neither Python nor the bot, that a module or folder of bot/ imports."""
    place = ROOT / "bot" / module
    found: set[str] = set()
    for path in place.rglob("*.py") if place.is_dir() else [place.with_suffix(".py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {"bot"}


def test_the_table_is_the_contract() -> None:
    """The table's rows, from the top down, are the layers of the contract, and nothing but them."""
    layers = [set(layer.split(" | ")) for layer in _contracts()["one_way"]["layers"]]
    assert [set(_CODE.findall(names)) for names, _ in _rows()] == layers


@pytest.mark.parametrize(("names", "outside"), _rows(), ids=[" ".join(_CODE.findall(names)) for names, _ in _rows()])
def test_the_table_names_what_is_imported_from_outside(names: str, outside: str) -> None:
    """The last column of a row is what its modules import beside Python and the bot itself."""
    imported = set().union(*(_outside(module) for module in _CODE.findall(names)))
    assert set(_CODE.findall(outside)) == imported


def test_the_other_contracts_are_told() -> None:
    """Each contract but the table's stands on the page by its name."""
    named = {contract["name"] for id_, contract in _contracts().items() if id_ != "one_way"}
    assert set(re.findall(r"^- ([^*\n]+)$", PAGE, re.MULTILINE)) == named


def test_the_core_is_all_of_it() -> None:
    """The contract of the core covers each row from `loading` down, but for translating and the settings."""
    contracts = _contracts()
    layers = [layer.split(" | ") for layer in contracts["one_way"]["layers"]]
    below = {module for layer in layers[layers.index(["loading"]) :] for module in layer}
    core = {module.removeprefix("bot.") for module in contracts["core"]["source_modules"]}
    assert core == below - {"translation", "settings"}
