# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting the live check: what it needs, what it refuses, and what its exit status says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.live_check_tests.runs import EVERYTHING, FREE_NUMBER, Live, Ran
from tests.simulator.process import ROOT


def started(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run it as ``make live-check`` does."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("SINCH_")}
    command = [sys.executable, "-m", "tests.live_check", *arguments]
    env = {**own, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / ".build" / "tree"))), **environ}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_it_does_not_start_without_an_environment() -> None:
    ran = started({})
    assert (ran.returncode, ran.stderr) == (2, "")
    assert "Nothing was checked" in ran.stdout
    assert "SINCH_PROJECT_ID" in ran.stdout


@pytest.mark.parametrize("name", ["SINCH_PROJECT_ID", "SINCH_KEY_ID", "SINCH_KEY_SECRET"])
def test_what_is_not_set_is_named(live: Live, name: str) -> None:
    del live.environ[name]
    ran = live.run(*EVERYTHING)
    assert ran.status == 2
    assert name in ran.text
    assert live.control.counters()["requests"] == 0


def test_the_program(live: Live, tmp_path: Path) -> None:
    ran = started(live.environ, "--report", str(tmp_path / "report.json"))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "0 refuted" not in ran.stdout
    assert ran.stdout.splitlines()[-2].startswith("91 facts: ")
    assert (tmp_path / "report.json").is_file()


def test_help_says_what_is_written() -> None:
    ran = started({}, "--help")
    assert ran.returncode == 0
    assert "Nothing is written unless --write is given" in " ".join(ran.stdout.split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("--number", FREE_NUMBER),
        ("--write", "--number", "2025550199"),
        ("--report", "/no/such/folder/report.json"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(live: Live, arguments: tuple[str, ...]) -> None:
    ran = started(live.environ, *arguments)
    assert ran.returncode == 2
    assert "error: " in ran.stderr
    assert live.control.counters()["requests"] == 0


def test_a_key_that_is_refused(live: Live) -> None:
    live.environ["SINCH_KEY_SECRET"] = "another-secret"
    ran = live.run(*EVERYTHING)
    assert ran.status == 2
    assert "POST /oauth2/token answered 401; look at SINCH_KEY_ID and SINCH_KEY_SECRET" in ran.text
    assert ran.report["facts"] == []


def test_a_project_that_is_refused(live: Live) -> None:
    live.control.fault("status", path="^/v1/", status=403)
    ran = live.run(*EVERYTHING)
    assert ran.status == 2
    assert "GET /trunks answered 403 FAULT; look at SINCH_PROJECT_ID" in ran.text


def test_a_token_instead_of_a_key(live: Live) -> None:
    live.run()
    tokens = (entry["authorization"] or "" for entry in live.control.requests())
    token = next(one.partition(" ")[2] for one in tokens if one.startswith("Bearer "))
    del live.environ["SINCH_KEY_ID"], live.environ["SINCH_KEY_SECRET"]
    live.environ["SINCH_ACCESS_TOKEN"] = token
    ran = live.run()
    assert {"token", "token-exp", "basic"} <= ran.named("not tried")
    assert (ran.status, token in ran.text) == (0, False)


def _untried(ran: Ran) -> set[str]:
    """Return why each fact about numbers was not tried."""
    tried = [name for name in ran.named("not tried") if name.startswith("number-") and name != "number-not-rented"]
    assert len(tried) == 5
    return {ran.seen(name) for name in tried}


def test_a_number_that_is_left_alone(live: Live) -> None:
    ran = live.run("--write", "--number", "+12025550123")
    assert _untried(ran) == {"the number that was named is on a trunk: it is left alone"}
    assert [entry["path"] for entry in live.control.writes() if "phoneNumbers" in entry["path"]] == []
    assert live.state() == live.before


def test_a_number_that_is_not_rented(live: Live) -> None:
    live.control.settings(rent_any_number=False)
    ran = live.run("--write", "--number", "+12025550111")
    assert _untried(ran) == {"the number could not be put on the scratch trunk; does the project rent it?"}
    assert (ran.named("refuted"), live.state()) == (set(), live.before)


def test_without_a_number_none_is_written(live: Live) -> None:
    ran = live.run("--write")
    assert "number-post-assigns" in ran.named("not tried")
    assert [entry["path"] for entry in live.control.writes() if "phoneNumbers" in entry["path"]] == []


def test_a_check_that_fails_by_itself_is_told_apart(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.live_check.reading.shown_keys", lambda keys: {}[keys])
    ran = live.run()
    assert ran.status == 2
    assert ran.seen("gateway-errors").startswith("the check itself failed: TypeError in ")
    assert "list-trunks" in ran.named("confirmed")
