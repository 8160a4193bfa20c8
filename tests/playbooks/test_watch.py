# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks watch and watch_undo: fraud is noticed, stopped if that is asked for, and all of it undone."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.playbooks.running import PROJECT, Ansible, PlaybookRun
from tests.playbooks.seeds import acl, credential_list, registered_endpoint, trunk
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


# A called number that is not masked.
_CALLED = re.compile(r"3719000\d")
ORDINARY = _calls(1000, 7 * 24 * 60, "+44207946")
FRAUD = _calls(50, 1, "+3719000")


def _seed(control: Control, calls: list[dict[str, Any]]) -> dict[str, Any]:
    parts = {"credentialLists": ["phones"], "endpoints": [registered_endpoint()], "phoneNumbers": ["+12025550101"]}
    control.seed(
        PROJECT,
        accessControlLists=[acl("pbx"), acl("lab")],
        credentialLists=[credential_list("phones")],
        trunks=[trunk("office", acls=["pbx"], **parts), trunk("other", acls=["pbx"])],
        calls=calls,
        countryPermissions={"GB": True, "US": True, "LV": True},
    )
    return _guarded(control)


def _guarded(control: Control) -> dict[str, Any]:
    """Return all that a response may change."""
    state = control.state(PROJECT)
    return {
        "countries": state["countryPermissions"],
        "links": {one["name"]: [one["accessControlListIds"], one["credentialListIds"]] for one in state["trunks"]},
        "parts": [(one["endpoints"], one["phoneNumbers"]) for one in state["trunks"]],
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
    "unlink": lambda before: {**before, "links": {**before["links"], "office": [[], []]}},
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
        assert ("To undo the response" in output) == (response != "none")
        assert _CALLED.search(output) is None
    report = json.loads(ansible.read("sinch-localhost-watch.json"))
    assert ([one["country"] for one in report["alarms"]], bool(report["done"])) == (["LV"], response != "none")
    assert _CALLED.search(json.dumps(report)) is None
    if response == "none":
        assert "There is no" in _run(ansible, "watch_undo").refused()
        return
    assert "2025550101" not in ansible.read("sinch-localhost-watch-undo.yml")
    _run(ansible, "watch_undo", "--check").succeeded()
    assert _guarded(control) == RESPONSES[response](before)
    _run(ansible, "watch_undo").succeeded()
    assert _guarded(control) == before
    assert not (ansible.home / "sinch-localhost-watch-undo.yml").exists()


def test_trunks_of_one_name(control: Control, ansible: Ansible) -> None:
    """Of trunks that share a name, only the one of the calls is unlinked."""
    _seed(control, [])
    control.seed(PROJECT, trunks=[{**trunk("office", acls=["pbx"]), "hostName": "twin"}])
    twin, office = (
        next(one["id"] for one in control.state(PROJECT)["trunks"] if (one["hostName"] == "twin") == is_twin)
        for is_twin in (True, False)
    )
    control.seed(
        PROJECT,
        calls=[{key: item for key, item in call.items() if key != "trunk"} | {"trunkId": twin} for call in FRAUD],
    )
    _run(ansible, "watch", **SETTINGS, sinch_watch_response="unlink").refused()
    links = {one["id"]: one["accessControlListIds"] for one in control.state(PROJECT)["trunks"]}
    assert (links[twin], len(links[office])) == ([], 1)


def _published(run: PlaybookRun) -> Any:
    (line,) = re.findall(r"CUSTOM STATS: \**\s+RUN: (\{.*\})", run.output)
    return json.loads(line)["sinch_responses"]


def test_undo_without_file(control: Control, ansible: Ansible) -> None:
    """What a job publishes undoes its response, also as text, and leaves what has been linked since then."""
    before = _seed(control, FRAUD)
    ansible.environ["ANSIBLE_SHOW_CUSTOM_STATS"] = "1"
    published = _published(_run(ansible, "watch", **SETTINGS, sinch_watch_response="unlink"))
    (ansible.home / "sinch-localhost-watch-undo.yml").unlink()
    ansible.module("sinch_sip_trunk", {"name": "office", "acls": ["lab"]}).succeeded()
    _run(ansible, "watch_undo", sinch_watch_undo=json.dumps(published)).succeeded()
    lab = next(one["id"] for one in control.state(PROJECT)["accessControlLists"] if one["name"] == "lab")
    acls, lists = before["links"]["office"]
    assert _guarded(control)["links"]["office"] == [[lab, *acls], lists]
    wrongs: list[Any] = ["nothing", {"elsewhere": published["localhost"]}, {"localhost": {"undo": {"countries": []}}}]
    for wrong in wrongs:
        refused = _run(ansible, "watch_undo", sinch_watch_undo=wrong).refused()
        assert "sinch_watch_undo does not say what is to be undone for localhost" in refused


@pytest.mark.parametrize("response", ["forbid_countries", "block"])
def test_ordinary_country(response: str, control: Control, ansible: Ansible) -> None:
    """Too many calls to a country of the baseline are an alarm; calls to it are not stopped."""
    before = _seed(control, _calls(50, 1, "+44207946"))
    settings = {**SETTINGS, "sinch_watch_max_attempts": 20, "sinch_watch_response": response}
    output = _run(ansible, "watch", **settings).refused()
    assert "50 calls to GB, more than 20; nothing was" in output
    assert _guarded(control) == before


def test_satellites(control: Control, ansible: Ansible) -> None:
    """Networks of no country can be blocked; that they cannot be forbidden is said."""
    before = _seed(control, _calls(20, 1, "+88163000"))
    forbidden = _run(ansible, "watch", **SETTINGS, sinch_watch_response="forbid_countries").refused()
    assert "20 calls to +881, which is new; nothing was forbidden" in forbidden
    assert _guarded(control) == before
    assert "blocked: +881" in _run(ansible, "watch", **SETTINGS, sinch_watch_response="block").refused()
    assert _guarded(control)["rules"] == [("sinch-watch +881", "+881")]


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
