"""The commands that pages show in sh blocks, each with the reason why the tests cannot run it."""

_INSTALLS = "installs over the network"
_ASKS_ARGOS = "asks Argos Translate's index, over the network"
_DOCKER = "needs Docker's engine"
_SYSTEM = "changes the system, as root"

# Written as on the page, without the comment behind it.
CANNOT_RUN: dict[str, str] = {
    "make test": "would run this very test; `make -n` is tried for each target",
    "make check": "checks the working tree, which is no copy; `make -n` is tried for each target",
    ".venv/bin/pip install pre-commit && .venv/bin/pre-commit install": _INSTALLS,
    "pip install 'bamex-bot[argos]' && pip install --no-deps 'argostranslate==1.11.*'": _INSTALLS,
    "pip install 'bamex-bot[translate]'": _INSTALLS,
    "bamex-bot models install pl": _ASKS_ARGOS,
    "bamex-bot models list --available": _ASKS_ARGOS,
    "bamex-bot models update": _ASKS_ARGOS,
    "bamex-bot models remove en_pl": "needs the package that the command before installs",
    "bamex-bot models install some.argosmodel": "needs a package's file; tests/translation/test_packages.py makes one",
    "docker compose --profile scale up --detach": _DOCKER,
    "docker compose build --pull --no-cache": _DOCKER,
    "docker compose logs --follow bot": _DOCKER,
    "docker compose ps": _DOCKER,
    "docker compose up --detach": _DOCKER,
    "docker compose up --detach --build": _DOCKER,
    "cp -r bamex-bot /opt/bamex-bot && cd /opt/bamex-bot": _SYSTEM,
    "python3 -m venv .venv && .venv/bin/pip install --editable . && .venv/bin/bamex-bot prepare --ship": _INSTALLS,
    "install -m 600 /dev/null /etc/bamex-bot.env && echo TELEGRAM_BOT_TOKEN=... > /etc/bamex-bot.env": _SYSTEM,
    "cp deploy/bamex-bot.service /etc/systemd/system/ && systemctl daemon-reload": _SYSTEM,
    "systemctl enable --now bamex-bot && journalctl --follow --unit bamex-bot": _SYSTEM,
    "useradd --system bamex-bot && chown -R bamex-bot /opt/bamex-bot/faq /opt/bamex-bot/translations": _SYSTEM,
    "systemctl edit bamex-bot": _SYSTEM,
}
