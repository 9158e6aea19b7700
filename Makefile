# make run    start the assistant: the web page, and Telegram when TELEGRAM_BOT_TOKEN is set
# make test   everything that must hold before a change is taken
# make bench  the search beside other engines, a few minutes
# make setup  the environment alone; make lock and make format are for those who change the project

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := run
.PHONY: setup run test bench format lock

BIN := .venv/bin
READY := .venv/.ready

setup: $(READY)
	@:

$(READY): requirements.lock pyproject.toml .ci/environment
	@.ci/environment .venv requirements.lock
	@touch $@

run: setup
	@$(BIN)/python -m bot regulation check
	@$(BIN)/python -m bot serve

test: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict
	$(BIN)/lint-imports
	$(BIN)/python -m bot regulation check
	$(BIN)/pytest -n auto

bench: setup
	@$(BIN)/python -m pip install --quiet --no-build-isolation --editable '.[bench]'
	@$(BIN)/python -m tests.bench

format: setup
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: setup
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --extra dev \
		--custom-compile-command "make lock" --output-file requirements.lock pyproject.toml
