"""Real packages for real Argos Translate, made in milliseconds, and a local index that serves them."""

import argparse
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.translation.argos import Argos, load
from bot.translation.commands import add_parsers
from bot.translation.packages import install
from tests.translation.argosmodel import build


def main(arguments: list[str]) -> int:
    """One of this package's commands, as the command line runs it."""
    parser = argparse.ArgumentParser()
    add_parsers(parser.add_subparsers(required=True))
    options = parser.parse_args(arguments)
    status: int = options.run(options)
    return status


# What the models know; Martin, Sophie, Thomas and the rest carry facts, as CARRIERS in masking.py says.
FR_EN = {
    "Bonjour.": "Hello.",
    "Merci": "Thank you",
    "Où se tient le salon ?": "Where is the fair?",
    "Martin, Sophie, Thomas : c'est là que Laura s'est tenu.": "Martin, Sophie, Thomas: this is where Laura was held.",
    "Le salon est terminé.": "The fair is over.",
    "Martin a eu lieu à Sophie : Thomas.": "Martin was held in Sophie: Thomas.",
    # The best beam loses a fact, the second keeps it.
    "Martin a duré Sophie : Thomas.": ("Martin lasted Sophie.", "Martin lasted Sophie: Thomas."),
    # Every hypothesis says the contrary.
    "L'article ne parle pas de la météo.": (
        "The article talks about the weather.",
        "The article mentions the weather.",
    ),
    "Voyez un service météo.": "See a weather service.",
    # Only the second set of carriers arrives.
    "Ce sera la première édition de Martin.": ("It will be the first edition of Maarten.",),
    "Ce sera la première édition de Berlin.": ("It will be the first edition of Berlin.",),
    # Facts that stand apart are left where they are.
    "c'était le pays invité d'honneur et le partenaire stratégique de cette première édition.": (
        "it was the guest country of honour and the strategic partner of this first edition."
    ),
}
EN_PL = {
    "Hello.": "Dzień dobry.",
    "Thank you": "Dziękuję",
    "Where is the fair?": "Gdzie są targi?",
    "Martin, Sophie, Thomas: this is where Laura was held.": "Martin, Sophie, Thomas: to tutaj odbyły się Laura.",
    "The fair is over.": "Targi się skończyły.",
    "Martin was held in Sophie: Thomas.": "Martin odbyły się w Sophie: Thomas.",
    "Martin lasted Sophie.": "Martin trwały Sophie.",
    "Martin lasted Sophie: Thomas.": "Martin trwały Sophie: Thomas.",
    "The article talks about the weather.": "Artykuł mówi o pogodzie.",
    "See a weather service.": "Sprawdź serwis pogodowy.",
    "It will be the first edition of Berlin.": "To będzie pierwsza edycja Berlin.",
    "it was the guest country of honour and the strategic partner of this first edition.": (
        "to był kraj będący gościem honorowym i strategicznym partnerem tej pierwszej edycji."
    ),
}


@dataclass(frozen=True, slots=True)
class Models:
    """Two packages as files, and the empty folder they can be installed in."""

    fr_en: Path
    en_pl: Path
    packages: Path

    def _try(self, folder: Path) -> None:
        load(folder, self.packages)

    def install(self, *files: Path) -> None:
        """Install files, each tried with real Argos Translate."""
        for file in files:
            install(file, self.packages, self._try)


@pytest.fixture(scope="session")
def model_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("models")
    return build(folder / "fr_en.argosmodel", "fr", "en", FR_EN), build(folder / "en_pl.argosmodel", "en", "pl", EN_PL)


@pytest.fixture
def models(model_files: tuple[Path, Path], tmp_path: Path) -> Models:
    return Models(*model_files, tmp_path / "argos" / "packages")


@pytest.fixture
def engine(models: Models) -> Argos:
    """Argos with French to English and English to Polish."""
    models.install(models.fr_en, models.en_pl)
    return Argos(models.packages)


@dataclass(slots=True)
class Shelf:
    """A web server of files: content by path, requests in order, and what it does wrong on purpose."""

    address: str
    files: dict[str, bytes] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    # Break off once after so many bytes of the package.
    cut_after: int = 0
    failing: set[str] = field(default_factory=set)

    def index(self, *entries: dict[str, object]) -> str:
        """Serve an index of packages; its address."""
        self.files["/index.json"] = json.dumps(entries).encode()
        return f"{self.address}/index.json"

    def package(self, source: str, target: str, file: Path, version: str = "1.0", **more: object) -> dict[str, object]:
        """Serve a package; its entry for the index."""
        path = f"/{source}_{target}-{version}.argosmodel"
        self.files[path] = file.read_bytes()
        described = {"from_code": source, "to_code": target, "package_version": version, "type": "translate"}
        return {**described, "links": [f"{self.address}{path}"], **more}


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """A server on 127.0.0.1 with ranges and tags, as file servers have them."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            range_ = self.headers.get("Range", "")
            server.requests.append((self.path, range_))
            content = server.files.get(self.path)
            if content is None or self.path in server.failing:
                self.send_error(404 if content is None else 500)
                return
            tag = f'"{len(content)}"'
            start = int(range_.removeprefix("bytes=").rstrip("-")) if range_ else 0
            if range_ and self.headers.get("If-Range") != tag:
                start = 0
            self.send_response(206 if start else 200)
            self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(content) - start))
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            self.end_headers()
            body = content[start:]
            if server.cut_after and self.path.endswith(".argosmodel"):
                body, server.cut_after = body[: server.cut_after], 0
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in http.server
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = Shelf(f"http://127.0.0.1:{http.server_address[1]}")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    http.shutdown()
    http.server_close()
    thread.join()
