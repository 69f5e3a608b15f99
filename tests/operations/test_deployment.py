"""What operators deploy with: Dockerfile, compose.yaml, the balancer's configuration, the systemd unit."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import BadSettings, read_settings
from bot.telegram.application import WRONG_USE
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.conftest import ROOT
from tests.operations.replicas import NGINX, configuration
from tests.telegram.conftest import Running

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
UNIT = (ROOT / "deploy" / "bamex-bot.service").read_text(encoding="utf-8")
SYSTEMD_ANALYZE = shutil.which("systemd-analyze")
# Of 100; what is left is the network, which a bot needs.
EXPOSURE = 15
_PRIVATE = re.compile(r"TOKEN|SECRET|PASSWORD|DATABASE_URL")


def steps(instruction: str, text: str = DOCKERFILE) -> list[str]:
    """What stands behind an instruction, each time it is used."""
    return re.findall(rf"^{instruction} (.*)$", text, re.MULTILINE)


@pytest.fixture
def services() -> Any:
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]


@pytest.fixture
def stages() -> dict[str, tuple[str, str]]:
    """The stages by name: what each is made from, and its instructions."""
    parts = re.split(r"^FROM (\S+) AS (\S+)$", DOCKERFILE, flags=re.MULTILINE)[1:]
    return {name: (origin, body) for origin, name, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)}


def test_the_image_runs_without_rights(stages: dict[str, tuple[str, str]]) -> None:
    """Both targets end as an ordinary user, with a health check and SIGTERM; the slim one is built by default."""
    assert list(stages)[-1] == "slim"
    assert stages["slim"][0] == stages["translate"][0] == "base"
    base = stages["base"][1]
    assert steps("USER", base) == ["10001:10001"]
    assert steps("STOPSIGNAL", base) == ["SIGTERM"]
    assert steps("HEALTHCHECK", base)
    assert not steps("USER", stages["slim"][1] + stages["translate"][1])


def test_the_image_is_made_of_libraries_and_answers(stages: dict[str, tuple[str, str]]) -> None:
    """What is shipped gets Python from Debian, two folders of built things and two of answers, and nothing else."""
    shipped = "".join(stages[name][1] for name in ("python", "base", "slim", "translate"))
    assert re.findall(r"apt-get install (.*?)\s*&&", shipped) == ["--yes --no-install-recommends python3"]
    allowed = {"--from=libraries /venv /venv", "--from=libraries-translate /venv /venv"}
    allowed |= {"--from=program /program/venv /venv", "faq faq", "translations translations"}
    assert set(steps("COPY", shipped)) == allowed
    assert not steps("ADD")
    assert "PIP_ONLY_BINARY=:all:" in DOCKERFILE
    assert not [name for line in (*steps("ARG"), *steps("ENV")) for name in line.split() if _PRIVATE.search(name)]


def test_the_build_sees_what_it_copies_and_no_more() -> None:
    """The build context is closed but for what a COPY names: no .git, .env, data or tests can get into an image."""
    first, *rest = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert first == "*"
    opened = {line.removeprefix("!") for line in rest if line.startswith("!")}
    copied = {source for line in steps("COPY") if "--from" not in line for source in line.split()[:-1]}
    assert opened == copied
    assert all((ROOT / name).exists() for name in opened)


async def test_the_health_check_tells_dead_from_alive(api: BotApi, running: Running, port: int) -> None:
    """The image's health check ends with 0 beside a bot that lives, and otherwise not."""
    program, *words = json.loads(steps("HEALTHCHECK")[0].partition("CMD ")[2])
    assert program == "python"

    async def status() -> int:
        environment = {"PATH": os.environ["PATH"], "HTTP_PORT": str(port)}
        quiet = asyncio.subprocess.DEVNULL
        done = await asyncio.create_subprocess_exec(sys.executable, *words, env=environment, stderr=quiet)
        return await done.wait()

    assert await status() != 0
    async with running():
        await Stage.private(api).asks("C'est où ?")
        assert await status() == 0


def test_containers_are_confined(services: Any) -> None:
    """The bot's containers have a read-only root, no capabilities, no new rights, limits, and ten seconds to stop."""
    for name in ("bot", "replica"):
        service = services[name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["stop_grace_period"] == "10s"
        assert service["mem_limit"]
        assert service["pids_limit"]
    published = [port for service in services.values() for port in service.get("ports", ())]
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_one_word_makes_many_of_one(services: Any) -> None:
    """Without the profile there is one bot; with it, that one and the replicas share the database and the balancer."""
    assert [name for name in services if "profiles" not in services[name]] == ["bot"]
    assert all(services[name]["profiles"] == ["scale"] for name in services if name != "bot")
    bot, replica = services["bot"], services["replica"]
    assert bot["environment"]["DATABASE_URL"] == replica["environment"]["DATABASE_URL"]
    assert bot["environment"]["DATABASE_URL"].startswith("${POSTGRES_PASSWORD:+postgresql+asyncpg://")
    assert bot["depends_on"]["postgres"] == {"condition": "service_healthy", "required": False}
    (alias,) = bot["networks"]["default"]["aliases"]
    assert replica["networks"]["default"]["aliases"] == [alias]
    balancer = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert f"server {alias}:{replica['environment']['HTTP_PORT']} resolve" in balancer


def test_a_replica_never_polls(services: Any) -> None:
    """A replica without WEBHOOK_URL is refused at its start, and does not take the other bots' updates by polling."""
    instead = re.fullmatch(r"\$\{WEBHOOK_URL:-(.+)\}", services["replica"]["environment"]["WEBHOOK_URL"])
    assert instead
    with pytest.raises(BadSettings, match="WEBHOOK_URL"):
        read_settings({"WEBHOOK_URL": instead[1], "WEBHOOK_SECRET": "x"})


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: apt-get install nginx-light)")
def test_the_balancer_takes_its_configuration(tmp_path: Path) -> None:
    """Nginx accepts deploy/nginx.conf, with addresses for Docker's names."""
    file = tmp_path / "nginx.conf"
    file.write_text(configuration(tmp_path, "http://127.0.0.1:8443/telegram", [8081, 8082]), encoding="utf-8")
    done = subprocess.run(
        [str(NGINX), "-t", "-c", str(file), "-e", "stderr"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_unit_writes_where_it_may() -> None:
    """Each folder that the unit's variables name is the one that systemd makes for it; ten seconds to stop."""
    words = [word for line in re.findall(r"^Environment=(.*)$", UNIT, re.MULTILINE) for word in line.split()]
    places = {name: value for name, _, value in (word.partition("=") for word in words) if "/" in value}
    assert set(places) == {"DATABASE_URL", "CACHE_DIR", "HISTORY_DIR", "ARGOS_PACKAGES_DIR"}
    for place in places.values():
        assert re.search(r"/var/(lib|cache)/bamex-bot\b", place)
    for line in ("StateDirectory=bamex-bot", "CacheDirectory=bamex-bot", "TimeoutStopSec=10", "DynamicUser=yes"):
        assert f"\n{line}\n" in UNIT
    assert f"\nRestartPreventExitStatus={WRONG_USE}\n" in UNIT


@pytest.mark.skipif(SYSTEMD_ANALYZE is None, reason="systemd is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """Systemd finds no fault with the unit, and little that the bot could do to the machine."""
    unit = tmp_path / "bamex-bot.service"
    unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT, flags=re.MULTILINE), encoding="utf-8")
    limits = ["security", "--offline=true", f"--threshold={EXPOSURE}", "--no-pager"]
    for words in (["verify", "--man=no"], limits):
        command = [str(SYSTEMD_ANALYZE), *words, str(unit)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert not done.stderr.strip()
