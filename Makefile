# The few commands of the portal. `make run` needs Python >= 3.11 with venv, nothing else.
PYTHON3 ?= python3
PORT ?= 8000
ARGS ?=
export PORT VAR HOST DATABASE_URL DATABASE_OWNER_URL REDIS_URL PG_BIN REDIS_BIN MCR_DEMO
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

PYTHON = .venv/bin/python
INSTALL = $(PYTHON3) -I mcr_portal/local/install.py
THROWAWAY = $(PYTHON) -m mcr_portal.local.throwaway
TEST_SETTINGS = DJANGO_SETTINGS_MODULE=mcr_portal.settings.test

.PHONY: help run test e2e bench lint format lock install install-dev install-e2e install-bench
.DEFAULT_GOAL := help

help: ## what can be made
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## /\1 — /p' $(firstword $(MAKEFILE_LIST))

run: install ## start the portal (PORT=8000 VAR=var HOST=127.0.0.1); Ctrl-C ends it
	@exec $(PYTHON) -m mcr_portal.local.run --follow

test: lint ## lint, import contracts and all tests without a browser (ARGS="-k name")
	@$(THROWAWAY) env $(TEST_SETTINGS) $(PYTHON) manage.py makemigrations --check --dry-run
	@exec $(PYTHON) -m pytest -n 2 --dist=loadfile --no-loadscope-reorder $(ARGS)

e2e: install-e2e ## journeys in a real browser (ARGS="-k name")
	@exec $(PYTHON) -m pytest e2e $(ARGS)

bench: install-bench ## measure the pages against the yardstick (ARGS=...)
	@exec $(THROWAWAY) --durable $(PYTHON) -m bench $(ARGS)

lint: install-dev ## style and import contracts
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --quiet --check .
	@.venv/bin/lint-imports --no-cache

format: install-dev ## bring the code into shape
	@.venv/bin/ruff check --quiet --fix .
	@.venv/bin/ruff format --quiet .

lock: install-dev ## lock the requirements anew, with hashes
	@exec $(PYTHON) -I mcr_portal/local/lock.py $(ARGS)

install:
	@$(INSTALL) requirements.txt

install-dev:
	@$(INSTALL) requirements.txt requirements-dev.txt

install-e2e:
	@$(INSTALL) requirements.txt requirements-dev.txt requirements-e2e.txt
	@sh mcr_portal/local/browser.sh

install-bench:
	@$(INSTALL) requirements.txt requirements-dev.txt requirements-bench.txt
