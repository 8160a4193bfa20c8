# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs of the live check in this process, against the simulator."""

from __future__ import annotations

import base64
import datetime
import json
import re
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from tests.live_check.__main__ import main
from tests.live_check.facts import Check
from tests.live_check.reading import READING
from tests.live_check.writing import NUMBER, WRITING
from tests.simulator.process import KEY_ID, KEY_SECRET, Control

PROJECT = "project-under-test"
FREE_NUMBER = "+12025550199"  # A number that the project rents and that is on no trunk
EVERYTHING = ("--write", "--number", FREE_NUMBER)
TRIED: list[Check] = [*READING, *WRITING, *NUMBER]
_CALLED = (datetime.datetime.now(datetime.UTC) - datetime.timedelta(3)).strftime("%Y-%m-%dT%H:%M:%S.123456789Z")
SEED: dict[str, Any] = {
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
        {"trunk": "zaphod-trunk", "createTime": _CALLED},
    ],
}
"""A project that has everything; all of it is personal data."""
_PRIVATE = {"zaphod", "Zaphod", "12025550", "192.0.2.77", "+4499", PROJECT, KEY_SECRET}
_PRIVATE |= {base64.b64encode(f"{KEY_ID}:{KEY_SECRET}".encode()).decode()}


class Ran(NamedTuple):
    status: int
    text: str
    report: dict[str, Any]

    def named(self, outcome: str) -> set[str]:
        """Return the names of the facts that have an outcome."""
        return {fact["name"] for fact in self.report["facts"] if fact["outcome"] == outcome}

    def seen(self, name: str) -> str:
        return next(str(fact["seen"]) for fact in self.report["facts"] if fact["name"] == name)


class Live:
    """Runs the live check on one project of the simulator."""

    def __init__(self, control: Control) -> None:
        self.control = control
        control.seed(PROJECT, **SEED)
        self.environ = {
            "SINCH_PROJECT_ID": PROJECT,
            "SINCH_KEY_ID": KEY_ID,
            "SINCH_KEY_SECRET": KEY_SECRET,
            "SINCH_API_URL": control.url,
            "SINCH_AUTH_URL": control.url,
            "SINCH_NUMBERS_URL": control.url,
        }
        self.before = self.state()

    def state(self) -> dict[str, Any]:
        """Return the state of the project, without the times at which its numbers were changed."""
        state = self.control.state(PROJECT)
        for number in state["phoneNumbers"]:
            number["updateTime"] = None
        return state

    def run(self, *arguments: str) -> Ran:
        """Run the live check, and check that neither its output nor its report shows a secret or personal data."""
        lines: list[str] = []
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "report.json")
            status = main([*arguments, "--report", str(file)], self.environ, lines.append)
            report = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        text = "\n".join(lines)
        requests = self.control.requests()
        private = _PRIVATE | {entry["authorization"].partition(" ")[2] for entry in requests if entry["authorization"]}
        private |= set(re.findall(r"'password': '([^']+)'", str([entry["body"] for entry in requests])))
        private |= set(re.findall(r'"([0-9A-Z]{26})"', json.dumps(self.before)))
        assert [one for one in private if one in text + json.dumps(report, ensure_ascii=False)] == []
        return Ran(status, text, report)
