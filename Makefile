# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

PYTHON ?= python3
NOX := .venv/bin/nox

.DEFAULT_GOAL := help
.PHONY: help demo test test-all lint bench pins clean

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 14

demo: $(NOX)  ## build a trunk on a local Sinch API, twice
	@$(NOX) --session demo

test: $(NOX)  ## run every check, as many at a time as there are processors
	@rm -f .build/report.json
	@$(NOX) --parallel auto --report .build/report.json; status=$$?; \
	.venv/bin/python -m tests.summary .build/report.json && exit $$status

test-all: test  ## the same, and every fault with thousands of random answers (an hour or more)
	@$(NOX) --session faults_all

lint: $(NOX)  ## check style, types and playbooks only
	@$(NOX) --parallel auto --session static ansible_lint

bench: $(NOX)  ## measure the ways to build many trunks, and single tasks; BENCH=--help lists what can be chosen
	@$(NOX) --session bench -- $(BENCH)

pins: $(NOX)  ## pin the newest versions of everything that the checks use
	@$(NOX) --session pins

clean:  ## remove environments, build folders and caches
	rm -rf .venv .nox .build .ansible .hypothesis

$(NOX): requirements/nox.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=...")'
	@echo "Installing nox, which runs everything else, into .venv"
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements/nox.txt
	@mkdir -p .build
	@touch $(NOX)
