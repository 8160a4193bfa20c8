# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

PYTHON ?= python3
NOX := .venv/bin/nox
STAGES := .venv/bin/python -m tests.stages

.DEFAULT_GOAL := help
.PHONY: help demo simulator test test-more test-all test-exhaustive lint generate docs bench live-check release-check release pins clean

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

demo: $(NOX)  ## build two trunks on a local Sinch API, twice, and draw them
	@$(NOX) --session demo 2>.build/demo.log || { cat .build/demo.log; exit 1; }

simulator: $(NOX)  ## run a local Sinch API until Ctrl-C; SIMULATOR=--help lists what can be chosen
	@$(NOX) --session simulator -- $(SIMULATOR)

test: $(NOX)  ## run the checks that matter before a pull request
	@$(STAGES) test

test-more: $(NOX)  ## run the other checks, on more versions: with make test, that is all that .ci/run does
	@$(STAGES) test-more

test-all: $(NOX)  ## run every check, with thousands of random answers and random changes to the core (an hour or more)
	@$(STAGES) test test-more test-exhaustive

test-exhaustive: $(NOX)  ## run what only make test-all adds: random answers and changes, rarer versions of ansible-core
	@$(STAGES) test-exhaustive

lint: $(NOX)  ## check style, types and playbooks only
	@$(NOX) --parallel auto --session static ansible_lint

generate: $(NOX)  ## write the documentation of options and results anew, from the declarations
	@$(NOX) --session generate

docs: $(NOX)  ## build the documentation as a site, into .build/docs
	@$(NOX) --session docs

live-check: $(NOX)  ## compare the real API with what is taken for granted, read-only; LIVE=--help lists what can be chosen
	@$(NOX) --session live_check -- $(LIVE)

release-check: $(NOX)  ## build the release, check it as Galaxy would, install it, and use it from there
	@$(NOX) --session release_check

release: $(NOX)  ## make the changelog of the version that galaxy.yml names
	@$(NOX) --session release

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
