# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs of the live check in this process, and what they are run on."""

from __future__ import annotations

import datetime
import json
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from tests.live_check.__main__ import main
from tests.live_check.facts import Check
from tests.live_check.reading import READING
from tests.live_check.untold import UNTOLD
from tests.live_check.writing import NUMBER, WRITING
from tests.simulator.process import KEY_ID, KEY_SECRET, Control

PROJECT = "project-under-test"
FREE_NUMBER = "+12025550199"
"""A number that the project rents and no trunk has."""
EVERYTHING = ("--write", "--number", FREE_NUMBER)
TRIED: list[Check] = [*READING, *WRITING, *NUMBER]
ALL: list[Check] = [*TRIED, *UNTOLD]


def days_ago(days: float) -> str:
    """Return a time as the API has it."""
    moment = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=days)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.123456789Z")


def project() -> dict[str, Any]:
    """Return a seed with something of every kind, in which everything is personal data."""
    return {
        "accessControlLists": [
            {
                "name": "zaphod-office",
                "enabled": True,
                "ipRanges": [{"ipAddress": "192.0.2.77", "description": "zaphod-desk"}],
            }
        ],
        "credentialLists": [
            {"name": "zaphod-phones", "credentials": [{"username": "zaphod-desk", "password": "Zaphod-secret-1"}]}
        ],
        "trunks": [
            {
                "name": "zaphod-trunk",
                "hostName": "zaphod-host",
                "acls": ["zaphod-office"],
                "credentialLists": ["zaphod-phones"],
                "endpoints": [{"name": "zaphod-pbx", "priority": 1, "address": "zaphod.example.com"}],
                "phoneNumbers": ["+12025550123"],
            },
            {"name": "sinch-sip-live-check-of-zaphod", "hostName": "zaphod-other"},
        ],
        "phoneNumbers": [FREE_NUMBER],
        "callBlockingRules": [{"name": "zaphod-rule", "direction": "INBOUND", "callerMatch": "+4499"}],
        "calls": [
            {"trunk": "zaphod-trunk", "from": "+12025550145", "to": "+12025550167"},
            {"trunk": "zaphod-trunk", "createTime": days_ago(3)},
        ],
    }


class Ran(NamedTuple):
    """What came of a run."""

    status: int
    text: str
    report: dict[str, Any]

    def named(self, outcome: str) -> set[str]:
        """Return the names of the facts that came out so."""
        return {fact["name"] for fact in self.report["facts"] if fact["outcome"] == outcome}

    def seen(self, name: str) -> str:
        """Return what was seen of a fact."""
        return next(str(fact["seen"]) for fact in self.report["facts"] if fact["name"] == name)


class Live:
    """Runs the live check on one project of the simulator."""

    def __init__(self, control: Control) -> None:
        """Fill the project."""
        self.control = control
        control.seed(PROJECT, **project())
        self.environ = {
            "SINCH_PROJECT_ID": PROJECT,
            "SINCH_KEY_ID": KEY_ID,
            "SINCH_KEY_SECRET": KEY_SECRET,
            "SINCH_API_URL": control.url,
            "SINCH_AUTH_URL": control.url,
        }
        self.before = self.state()

    def state(self) -> dict[str, Any]:
        """Return all that the project has, but for when its numbers were last changed."""
        state = self.control.state(PROJECT)
        for number in state["phoneNumbers"]:
            number["updateTime"] = None
        return state

    def run(self, *arguments: str) -> Ran:
        """Run it."""
        lines: list[str] = []
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "report.json")
            status = main([*arguments, "--report", str(file)], self.environ, lines.append)
            report = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        return Ran(status, "\n".join(lines), report)
