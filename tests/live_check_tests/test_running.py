# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running the live check: its arguments, what it refuses, its exit status, and its privacy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.live_check_tests.runs import EVERYTHING, FREE_NUMBER, PROJECT, Live
from tests.simulator.process import ROOT


def started(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program as ``make live-check`` does."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("SINCH_")}
    command = [sys.executable, "-m", "tests.live_check", *arguments]
    env = {**own, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / ".build" / "tree"))), **environ}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_the_program_needs_an_environment(live: Live, tmp_path: Path) -> None:
    without = started({})
    assert (without.returncode, without.stderr, "SINCH_PROJECT_ID" in without.stdout) == (2, "", True)
    ran = started(live.environ, "--report", str(tmp_path / "report.json"))
    assert (ran.returncode, ran.stderr, (tmp_path / "report.json").is_file()) == (0, "", True)


@pytest.mark.parametrize(
    "arguments", [("--number", FREE_NUMBER), ("--write", "--number", "2025550199"), ("--report", "/no/such/folder/f")]
)
def test_wrong_arguments(live: Live, arguments: tuple[str, ...]) -> None:
    assert started(live.environ, *arguments).returncode == 2
    assert live.control.counters()["requests"] == 0


def test_access_that_is_refused(live: Live) -> None:
    live.control.fault("status", path="^/v1/", status=403)
    ran = live.run(*EVERYTHING)
    assert (ran.status, "GET /trunks answered 403 FAULT; look at SINCH_PROJECT_ID" in ran.text) == (2, True)
    live.environ["SINCH_KEY_SECRET"] = "another-secret"
    ran = live.run(*EVERYTHING)
    assert "POST /oauth2/token answered 401; look at SINCH_KEY_ID and SINCH_KEY_SECRET" in ran.text
    assert (ran.status, ran.report["facts"]) == (2, [])


def test_a_token_instead_of_a_key(live: Live) -> None:
    live.run()
    tokens = (entry["authorization"] or "" for entry in live.control.requests())
    del live.environ["SINCH_KEY_ID"], live.environ["SINCH_KEY_SECRET"]
    live.environ["SINCH_ACCESS_TOKEN"] = next(one.partition(" ")[2] for one in tokens if one.startswith("Bearer "))
    ran = live.run()
    assert {"token", "token-exp", "basic"} <= ran.named("not tried")
    assert ran.status == 0


@pytest.mark.parametrize(
    ("arguments", "why", "writes"),
    [
        ((), "no number was named; --number names one that the project rents and no trunk has", False),
        (("--number", "+12025550123"), "the number that was named is on a trunk: it is left alone", False),
        (
            ("--number", "+12025550111"),
            "the number could not be put on the scratch trunk; does the project rent it?",
            True,
        ),
    ],
    ids=["none", "assigned", "not-rented"],
)
def test_a_number_that_cannot_be_used(live: Live, arguments: tuple[str, ...], why: str, writes: bool) -> None:
    live.control.settings(rent_any_number=False)
    ran = live.run("--write", *arguments)
    tried = {name for name in ran.named("not tried") if name.startswith("number-")} - {"number-not-rented"}
    assert (len(tried), {ran.seen(name) for name in tried}) == (5, {why})
    assert any("phoneNumbers" in entry["path"] for entry in live.control.writes()) is writes
    assert (ran.named("refuted"), live.state()) == (set(), live.before)


def test_a_check_with_a_bug(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.live_check.reading.shown_keys", lambda keys: {}[keys])
    ran = live.run()
    assert (ran.status, "list-trunks" in ran.named("confirmed")) == (2, True)
    assert ran.seen("gateway-errors").startswith("the check itself failed: TypeError in ")


@pytest.mark.parametrize(
    ("method", "kind"),
    # Checks do not look into answers to PUT and DELETE.
    [
        *((method, kind) for method in ("GET", "POST") for kind in ("wrong_types", "missing_key")),
        *((method, kind) for method in ("GET", "POST", "PUT", "DELETE") for kind in ("not_json", "html")),
    ],
)
def test_nothing_private_is_shown_of_faulty_answers(live: Live, method: str, kind: str) -> None:
    live.control.settings(echo_secrets=True)
    live.control.fault(kind, method=method, path="^/v1/", after=6)
    assert live.run(*EVERYTHING).status in (1, 2)


def test_nothing_private_is_shown_of_keys_and_codes(live: Live) -> None:
    live.control.settings(extra_fields={"trunks": {"+12025550188": 1, "zaphod@example.com": 2, "mediaRegion": 3}})
    live.control.seed(PROJECT, trunks=[{"name": "zaphod-third", "hostName": "zaphod-third"}])
    body = {"code": "zaphod-desk", "status": "+12025550123", "message": "zaphod has +12025550123"}
    live.control.fault("status", method="POST", path="/accessControlLists$", status=422, body=body)
    live.control.fault("status", method="GET", path="/phoneNumbers/", status=500)
    ran = live.run("--write")
    assert ran.seen("list-trunks").endswith("fields not described: (a key that is no name), mediaRegion")
    assert ran.seen("acl-create") == "answered 422"
    assert ran.seen("number-get") == "GET /phoneNumbers/{} answered 500"
