# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks watch and watch_undo: fraud is noticed, stopped if that is asked for, and all of it undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.playbooks.running import PROJECT, Ansible, PlaybookRun
from tests.playbooks.seeds import acl, trunk
from tests.simulator.process import Control

NOW = datetime.now(UTC)
SETTINGS = {"sinch_watch_window": "1h", "sinch_watch_baseline": ["GB", "US"]}


def _calls(count: int, minutes: float, to: str) -> list[dict[str, Any]]:
    """Return calls that are spread over the last minutes."""
    times = (NOW - timedelta(minutes=minutes * (one + 1) / count) for one in range(count))
    price = {"currencyCode": "USD", "amount": 0.5}
    return [
        {
            "to": f"{to}{number:04}",
            "createTime": time.strftime("%Y-%m-%dT%H:%M:%S.000000000Z"),
            "durationSeconds": 30,
            "price": price,
            "trunk": "office",
        }
        for number, time in enumerate(times)
    ]


ORDINARY = _calls(1000, 7 * 24 * 60, "+44207946")
FRAUD = _calls(50, 1, "+3719000")


def _seed(control: Control, calls: list[dict[str, Any]]) -> dict[str, Any]:
    control.seed(
        PROJECT,
        accessControlLists=[acl("pbx")],
        trunks=[trunk("office", acls=["pbx"]), trunk("other", acls=["pbx"])],
        calls=calls,
        countryPermissions={"GB": True, "US": True, "LV": True},
    )
    return _guarded(control)


def _guarded(control: Control) -> dict[str, Any]:
    """Return all that a response may change."""
    state = control.state(PROJECT)
    return {
        "countries": state["countryPermissions"],
        "links": {one["name"]: one["accessControlListIds"] for one in state["trunks"]},
        "rules": [(one["name"], one["calleeMatch"]) for one in state["callBlockingRules"]],
    }


def _run(ansible: Ansible, book: str, *arguments: str, **variables: Any) -> PlaybookRun:
    ansible.inventory({"localhost": {"ansible_connection": "local"}})
    ansible.write("watch.json", variables)
    return ansible.run(
        "ansible-playbook", f"sinch.sip.{book}", "-e", "@watch.json", "-e", "sinch_hosts=localhost", *arguments
    )


def test_ordinary_week(control: Control, ansible: Ansible) -> None:
    """A week without fraud raises no alarm, and its report has no number."""
    _seed(control, ORDINARY)
    limits = {"sinch_watch_max_spend": {"USD": 600}, "sinch_watch_max_attempts": 1000, "sinch_watch_min_asr": 50}
    _run(ansible, "watch", **{**SETTINGS, **limits, "sinch_watch_window": "8d"}).succeeded()
    report = json.loads(ansible.read("sinch-localhost-watch.json"))
    assert (report["alarms"], report["total"]["attempts"]) == ([], 1000)
    assert "44207946" not in json.dumps(report)
    assert control.writes() == []


RESPONSES: Mapping[str, Any] = {
    "none": lambda before: before,
    "forbid_countries": lambda before: {**before, "countries": {**before["countries"], "LV": False}},
    "unlink": lambda before: {**before, "links": {**before["links"], "office": []}},
    "block": lambda before: {**before, "rules": [("sinch-watch +371", "+371")]},
}


@pytest.mark.parametrize("response", RESPONSES)
def test_fraud(response: str, control: Control, ansible: Ansible) -> None:
    """Fraud is an alarm in the first run, stopped as asked, and undone by one command; check mode changes nothing."""
    before = _seed(control, ORDINARY + FRAUD)
    settings = {**SETTINGS, "sinch_watch_response": response}
    assert "50 calls to LV, which is new" in _run(ansible, "watch", "--check", **settings).refused()
    assert control.writes() == []
    assert not (ansible.home / "sinch-localhost-watch-undo.yml").exists()
    for _again in range(2):
        output = _run(ansible, "watch", **settings).refused()
        assert "50 calls to LV, which is new" in output
        assert _guarded(control) == RESPONSES[response](before)
    report = json.loads(ansible.read("sinch-localhost-watch.json"))
    assert ([one["country"] for one in report["alarms"]], bool(report["done"])) == (["LV"], response != "none")
    assert "3719000" not in json.dumps(report)
    if response == "none":
        assert "There is no" in _run(ansible, "watch_undo").refused()
        return
    _run(ansible, "watch_undo").succeeded()
    assert _guarded(control) == before
    assert not (ansible.home / "sinch-localhost-watch-undo.yml").exists()


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({}, "no threshold is set"),
        ({**SETTINGS, "sinch_watch_window": "soon"}, "sinch_watch_window is 'soon'"),
        ({**SETTINGS, "sinch_watch_response": "panic"}, "sinch_watch_response must be none"),
        ({**SETTINGS, "sinch_watch_respons": "block"}, "is sinch_watch_response meant?"),
    ],
    ids=["no-threshold", "window", "response", "misspelt"],
)
def test_refused(variables: dict[str, Any], problem: str, control: Control, ansible: Ansible) -> None:
    _seed(control, FRAUD)
    control.clear_log()
    assert problem in _run(ansible, "watch", **variables).refused()
    assert control.requests() == []
