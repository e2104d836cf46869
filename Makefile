# make demo   sets everything up, codes a report from examples/, prints the brief and writes its page to out/
# make test   sets everything up for development and runs every check and test
# make evaluate DATA=FOLDER  score every development set and fail below a floor (evaluate/floors.json)
# make check  format, lint, types, tests, in an environment that is there already

.DEFAULT_GOAL := help
SHELL := /bin/sh

# Any Python from 3.11 on; `make PYTHON=/path/to/python3.12 demo` chooses another.
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do \
	if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "$$name"; exit; fi; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
REPORT := examples/reports/iran-pakistan-exchange.txt
PAGE := out/iran-pakistan-exchange.html
export PYTHONUTF8 := 1

.PHONY: help demo test evaluate check format lint types tests browser axe clean

help:
	@sed -n 's/^# make /make /p' Makefile

demo: $(VENV)/.installed
	@$(BIN)/dateline read $(REPORT)
	@$(BIN)/dateline read $(REPORT) --format html -o $(PAGE)

test: $(VENV)/.dev browser axe
	@$(MAKE) --no-print-directory check

check: lint types tests

evaluate: $(VENV)/.dev
	@$(BIN)/python benchmarks/scores.py $(DATA) --floors

format:
	$(BIN)/python -m ruff format src tests examples benchmarks tools

lint:
	$(BIN)/python -m ruff check .

types:
	$(BIN)/python -m mypy

tests:
	$(BIN)/python -m pytest

# Each stamp is newer than what it was made from, so a second call is instant.
$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "dateline needs Python 3.11 or later; none was found (make PYTHON=...)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "could not make a virtual environment; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml requirements.txt
	@echo "installing dateline into $(VENV) (once; a minute or so)"
	@$(PIP) install --quiet -c requirements.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml requirements.txt
	@echo "installing dateline with its test tools into $(VENV) (once; a minute or so)"
	@$(PIP) install --quiet -c requirements.txt -e '.[dev]'
	@touch $(VENV)/.installed $@

# The page is tested in a real browser where there is one, or where one can be had.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null 2>&1 && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "installing Chromium for the tests of the page (once)"; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
			>/dev/null 2>&1 || echo "Chromium could not be installed: the tests of the page in a browser will be skipped"; \
	else \
		echo "no Chromium here: the tests of the page in a browser will be skipped"; \
	fi

# The page is checked for accessibility by axe-core, which npm fetches as web/package-lock.json says (once).
axe: web/node_modules/.package-lock.json

web/node_modules/.package-lock.json: web/package-lock.json
	@if ! command -v npm >/dev/null 2>&1 && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "installing npm for the checks of the page (once)"; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm; } \
			>/dev/null 2>&1 || true; \
	fi; \
	if command -v npm >/dev/null 2>&1; then \
		echo "installing what checks the page (once)" && cd web && npm ci --silent --no-audit --no-fund && touch node_modules/.package-lock.json; \
	else \
		echo "no npm here: the page's accessibility and its built files will not be checked"; \
	fi

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The picture at the top of README, taken anew from the demo's page.
.PHONY: picture
picture: demo
	@chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
		--disable-component-update --disable-sync --hide-scrollbars --user-data-dir=$$(mktemp -d) --window-size=1280,960 \
		--screenshot=docs/images/page.png file://$(abspath $(PAGE)) 2>/dev/null
