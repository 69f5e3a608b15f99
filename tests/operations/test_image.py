"""The image, built and run by a real engine: SOAK_IMAGE=1 in `make soak`."""

import json
import time

import pytest

from tests.botapi.server import TOKEN, BotApi
from tests.botapi.stage import Stage
from tests.operations.containers import Engine, engine

ENGINE = engine()
pytestmark = pytest.mark.skipif(not isinstance(ENGINE, Engine), reason=str(ENGINE))
COMPILERS = ("cc", "gcc", "g++", "c++", "clang", "tcc", "ld", "as", "make", "pip", "pip3", "curl", "wget", "git")
_QUESTIONS = {
    "C'est où ?": "Parc des expositions",
    "When is it?": "November 11",
    "أين يقام المعرض؟": "باماكو",
    "Fuar nerede?": "Bamako",
    "在哪里举行？": "巴马科",
}


@pytest.fixture
def docker() -> Engine:
    """The engine."""
    assert isinstance(ENGINE, Engine)
    return ENGINE


@pytest.fixture(params=["slim", "translate"])
async def image(request: pytest.FixtureRequest, docker: Engine) -> str:
    """Each target, built; the engine keeps what it built before."""
    return await docker.build(request.param)


async def test_it_answers_at_once_and_writes_nowhere_else(api: BotApi, docker: Engine, image: str, port: int) -> None:
    """A first start without rights on a read-only disk answers and is healthy; SIGTERM ends it with 0 within 10 s."""
    visitors = {Stage.private(api, 1000 + number): pair for number, pair in enumerate(_QUESTIONS.items())}
    variables = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api.root, "HTTP_PORT": str(port)}
    async with docker.running(image, **variables) as name:
        began = time.monotonic()
        for visitor, (question, _) in visitors.items():
            await visitor.says(question)
        await api.until(lambda: all(visitor.room.heard for visitor in visitors), 60)
        print(f"{image}: {len(visitors)} languages answered {time.monotonic() - began:.1f} s after the start")
        for visitor, (_, expected) in visitors.items():
            assert expected in visitor.room.heard[0].text

        # What the image brought along was used: nothing was fitted.
        assert "cache" not in (await docker.says("exec", name, "ls", "data")).split()
        config = json.loads(await docker.says("inspect", "--format", "{{json .Config}}", name))
        assert config["User"] == "10001:10001"
        kind, *command = config["Healthcheck"]["Test"]
        assert kind == "CMD"
        await docker.says("exec", name, *command)
        assert (await docker.says("exec", name, "id", "-u")).strip() == "10001"

        began = time.monotonic()
        await docker.says("stop", "--time", "10", name)
        assert time.monotonic() - began < 12
        assert (await docker.says("inspect", "--format", "{{.State.ExitCode}}", name)).strip() == "0"
        logs = await docker.says("logs", name)
        assert TOKEN.partition(":")[2] not in logs
        # Folders that something is mounted on count as changed; a file below would be a write.
        changed = {line.split(maxsplit=1)[1] for line in (await docker.says("diff", name)).splitlines() if line.strip()}
        assert changed <= {"/app", "/app/data", "/tmp", "/etc", "/dev", "/proc", "/run", "/sys"}  # noqa: S108


async def test_it_holds_what_it_needs_and_no_more(docker: Engine, image: str) -> None:
    """No compiler, no pip, nothing to fetch with, none of the repository's other files, none of its own to write to."""
    for name in COMPILERS:
        found = await docker.inside(image, "sh", "-c", f"command -v {name} || true")
        assert not found.strip(), found
    listing = await docker.inside(image, "sh", "-c", "cd /app && find . -path ./data -prune -o -type d -print")
    assert {line.split("/")[1] for line in listing.split() if "/" in line} <= {"faq", "translations"}
    for pattern in ("-name .git", "-name .env", "-path '*/site-packages/tests'", "-path '*/site-packages/pip'"):
        assert not (await docker.inside(image, "sh", "-c", f"find / -xdev {pattern} 2>/dev/null || true")).strip()
    writable = "find / -xdev -writable ! -type l ! -path '/app/data*' ! -path '/dev*' 2>/dev/null || true"
    assert set((await docker.inside(image, "sh", "-c", writable)).split()) <= {"/tmp", "/run", "/run/lock", "/var/tmp"}  # noqa: S108


async def test_its_history_tells_no_secret(docker: Engine, image: str) -> None:
    """Neither a step nor a variable of the image has anything like a token in it."""
    history = await docker.says("history", "--no-trunc", image)
    variables = await docker.says("inspect", "--format", "{{json .Config.Env}}", image)
    for text in (history, variables):
        for word in ("TOKEN=", "SECRET=", "PASSWORD=", "DATABASE_URL="):
            assert word not in text.upper()


async def test_only_one_has_the_translator(docker: Engine) -> None:
    """The translate target loads Argos Translate without torch; the slim one has neither."""
    names = "('argostranslate', 'ctranslate2', 'torch')"
    look = f"from importlib.util import find_spec; print([name for name in {names} if find_spec(name)])"
    assert await docker.inside(await docker.build("slim"), "python", "-c", look) == "[]\n"
    translate = await docker.build("translate")
    assert await docker.inside(translate, "python", "-c", look) == "['argostranslate', 'ctranslate2']\n"
    assert "models install" in await docker.inside(translate, "bamex-bot", "models", "list")
