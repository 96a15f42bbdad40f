# What one types here. Everything is written inside this folder or the temporary folder.
.DEFAULT_GOAL := help
.PHONY: help demo test test-net check mutation selfcheck-full bundle

# Any python3 that starts will do: scripts/bootstrap.py looks for a newer one itself.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do "$$p" -c '' 2>/dev/null && echo "$$p" && break; done)
BOOTSTRAP = $(or $(PYTHON),python3) scripts/bootstrap.py
# Compiled modules are kept: the tests start some thousand processes of ours.
unexport PYTHONDONTWRITEBYTECODE
# Chromium writes into the home folder whatever one tells it; during the tests this is its home.
HOUSE = "$(CURDIR)"/.cache/home

help: ## this list
	@sed -n 's/^\([a-z-]*\): ## /make \1\t/p' Makefile

demo: ## see a province judged: an honest one, then one with a fault
	@$(BOOTSTRAP) run
	@.venv/bin/lienthong demo

test: ## run our own tests (needs Chromium, curl, xmllint, xmlsec1, pdftotext, Java and MariaDB, and names what is missing)
	@missing=; \
	  for browser in chromium chromium-browser google-chrome; do command -v $$browser >/dev/null && break; done || missing="chromium"; \
	  for need in curl:curl xmllint:libxml2-utils xmlsec1:xmlsec1 pdftotext:poppler-utils java:default-jre-headless \
	    mariadbd:mariadb-server-core; do PATH="$$PATH:/usr/sbin" command -v "$${need%%:*}" >/dev/null || missing="$$missing $${need##*:}"; done; \
	  if [ -n "$$missing" ]; then \
	    echo "make test needs packages that are not installed: apt-get install $$missing (or run .ci/run)" >&2; exit 2; fi
	@$(BOOTSTRAP) dev
	@mkdir -p .cache/home
	@workers=$$(($$(getconf _NPROCESSORS_ONLN) * 2 + 1)); HOME=$(HOUSE) XDG_CONFIG_HOME=$(HOUSE)/config XDG_CACHE_HOME=$(HOUSE)/cache \
	  .venv/bin/python -m pytest -n $$workers --dist worksteal

test-net: ## as root: load from workers in two network namespaces, and the same verdict (needs iproute2)
	@$(BOOTSTRAP) dev
	@.venv/bin/python tests/net/load_over_namespaces.py

check: ## format, lint, types and import arrows, in under a minute
	@$(BOOTSTRAP) dev
	@.venv/bin/ruff format --check --output-format concise .
	@.venv/bin/ruff check --output-format concise .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo

mutation: ## change the code of verdicts in every place, see its tests fail, write docs/selfcheck (two minutes)
	@$(BOOTSTRAP) dev
	@.venv/bin/python -m tests.selfcheck.verdict_mutants

selfcheck-full: ## every fault against every case, false alarms, mutants; goes on where it was stopped (up to an hour)
	@$(BOOTSTRAP) dev
	@.venv/bin/python -m tests.selfcheck $(SELFCHECK)
	@.venv/bin/python -m pytest -q tests/selfcheck/test_kept.py

bundle: ## one file for a machine without a network: wheels, lock, install script; BUNDLE=full for all extras
	@$(BOOTSTRAP) dev
	@.venv/bin/python scripts/bundle.py $(or $(BUNDLE),run)
