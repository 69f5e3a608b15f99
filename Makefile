# Two commands for everyone: `make run` starts the bot, `make test` checks everything. Each does its own set-up.
.DEFAULT_GOAL := help
.PHONY: help run test check bench pictures soak clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Without its dependencies: argostranslate names torch, spacy and stanza, which nothing here uses (1.5 GB).
ARGOS := 'argostranslate==1.11.*'
PIP := $(BIN)/python -m pip --disable-pip-version-check

help:
	@echo "make run    set up and start the bot (without TELEGRAM_BOT_TOKEN: a chat in this terminal)"
	@echo "make test   set up, then lint, types and all tests"
	@echo "make check  lint, types, imports, dependencies and the FAQ's own checks"
	@echo "make bench  speed and accuracy beside other matchers"
	@echo "make pictures  take the pictures of the docs anew, from what the bot says (chromium, pngquant)"
	@echo "make soak   the long runs: a million fuzzed questions, 200 kills, 100,000 questions"
	@echo "make clean  remove what these commands made"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: set PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml | $(BIN)/python
	@echo "Installing what the bot needs into $(VENV) (once, about a minute) ..."
	$(PIP) install --progress-bar on --editable '.[argos]'
	$(PIP) install --progress-bar on --no-deps $(ARGOS)
	@echo "Preparing the twelve languages (once) ..."
	@$(BIN)/bamex-bot prepare
	@touch $@

$(VENV)/.test: pyproject.toml | $(BIN)/python
	@echo "Installing what the tests need into $(VENV) (once, about a minute) ..."
	$(PIP) install --progress-bar on --editable '.[argos,test]'
	$(PIP) install --progress-bar on --no-deps $(ARGOS)
	@echo "Preparing the twelve languages (once) ..."
	@$(BIN)/bamex-bot prepare
	@touch $@

run: $(VENV)/.run
	@$(BIN)/bamex-bot run

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry bot
	$(BIN)/deptry tests --ignore DEP002,DEP004
	$(BIN)/bamex-bot check

# A file's tests stay in one process, one after another: many share a database server or a port.
test: check
	$(BIN)/pytest -n 2 --dist loadfile

$(VENV)/.bench: pyproject.toml | $(BIN)/python
	$(PIP) install --progress-bar on --editable '.[argos,test,bench]'
	$(PIP) install --progress-bar on --no-deps $(ARGOS)
	@touch $@

bench: $(VENV)/.bench
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.translation.bench
	$(BIN)/python -m tests.bench.replies

pictures: $(VENV)/.test
	$(BIN)/python -m tests.pictures

# The long runs, of which `make test` holds a short slice each.
soak: $(VENV)/.test
	MATCHER_FUZZ=1000000 $(BIN)/pytest tests/understanding/test_matcher_hostile.py -k long_run
	FUZZ_UPDATES=1000000 FUZZ_HTML=20000 $(BIN)/pytest -s tests/telegram/test_fuzzed_updates.py tests/telegram/test_fuzzed_rendering.py
	FUZZ_FILES=5000 FUZZ_ARCHIVES=20000 $(BIN)/pytest tests/guide/test_fuzzed_files.py tests/translation/test_fuzzed_archives.py
	SOAK_KILLS=200 SOAK_OUTAGE=60 SOAK_QUESTIONS=100000 SOAK_REPLICAS=1 SOAK_IMAGE=1 $(BIN)/pytest -s tests/operations

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
