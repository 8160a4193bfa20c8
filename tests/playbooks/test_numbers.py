# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Assignments of phone numbers, which count only if both APIs have them; ``guide_numbers.rst`` has the table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.playbooks.running import PROJECT, Ansible, Result
from tests.playbooks.seeds import trunk
from tests.simulator.process import ROOT, Control

NUMBER = "+12025550123"
TRUNKS = [trunk("office"), trunk("branch")]
Prepare = Callable[[Control, Mapping[str, str]], None]


def _rent(control: Control, _ids: Mapping[str, str]) -> None:
    control.seed(PROJECT, phoneNumbers=[NUMBER])


def _rent_nothing(_control: Control, _ids: Mapping[str, str]) -> None:
    """Leave the project without a number."""


def _on(name: str) -> Prepare:
    return lambda control, _ids: _seed_on(control, name)


def _seed_on(control: Control, name: str) -> None:
    control.seed(PROJECT, phoneNumbers=[{"phoneNumber": NUMBER, "trunk": name}])


def _apart(control: Control, ids: Mapping[str, str]) -> None:
    """Put the number on the office by one API, and on the branch by the other."""
    _seed_on(control, "branch")
    control.settings(provisioning="apart")
    path = f"/v1/projects/{PROJECT}/phoneNumbers"
    control.call_api("POST", path, {"phoneNumber": NUMBER, "sipTrunkId": ids["office"]})


@dataclass(frozen=True)
class Case:
    """What two APIs say of a number, and how check mode, the run and the run after end.

    An end is "ok", "changed" or "failed", and a part of the message or of the warning.
    """

    name: str
    check: tuple[str, str]
    run: tuple[str, str]
    again: tuple[str, str]
    prepare: Prepare = _rent
    settings: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    meanwhile: Mapping[str, Any] = field(default_factory=dict)  # Settings between the run and the next one
    on: str | None = "office"  # The trunk that has the number in the end


def _always(name: str, end: tuple[str, str], **more: Any) -> Case:
    """Return a case with the same end each time."""
    return Case(name, end, end, end, **more)


NOT_RENTED = "the project does not rent it"
WAITING = "still provisioning"
SIDES = "is on the SIP trunk 'office', while the Numbers API has it for SIP trunk 'branch'"
CASES = (
    Case("rented", ("changed", ""), ("changed", ""), ("ok", "")),
    _always(
        "not rented",
        ("failed", NOT_RENTED),
        prepare=_rent_nothing,
        settings={"rent_any_number": False},
        on=None,
    ),
    _always("on another trunk", ("failed", "set move: true"), prepare=_on("branch"), on="branch"),
    Case(
        "on another trunk, move",
        ("changed", ""),
        ("changed", ""),
        ("ok", ""),
        prepare=_on("branch"),
        options={"move": True},
    ),
    Case("slow", ("changed", ""), ("changed", WAITING), ("ok", WAITING), settings={"provisioning": "slow"}),
    Case(
        "slow, wait",
        ("changed", ""),
        ("changed", ""),
        ("ok", ""),
        settings={"provisioning": "slow", "provisioning_s": 0.2},
        options={"wait": True},
    ),
    Case(
        "slow, wait is too short",
        ("changed", ""),
        ("failed", "(wait_timeout)"),
        ("failed", "(wait_timeout)"),
        settings={"provisioning": "slow"},
        options={"wait": True, "wait_timeout": 1},
    ),
    Case(
        "failed",
        ("changed", ""),
        ("failed", "provisioning has FAILED"),
        ("ok", "has it for nothing, and provisioning has FAILED"),
        settings={"provisioning": "fails", "provisioning_s": 0},
    ),
    Case(
        "POST unknown",
        ("changed", ""),
        ("changed", ""),
        ("ok", ""),
        settings={"guesses": {"number_post_assigns": False}},
    ),
    Case(
        "no access",
        ("changed", "has no access to the Numbers API"),
        ("changed", "has no access to the Numbers API"),
        ("ok", "has no access to the Numbers API"),
        settings={"numbers_access": False},
    ),
    _always("sides disagree", ("ok", SIDES), prepare=_apart),
    Case(
        "sides disagree, move",
        ("changed", ""),
        ("changed", ""),
        ("ok", ""),
        prepare=_apart,
        options={"move": True},
    ),
    Case(
        "not taken over",
        ("changed", ""),
        ("failed", "while the Numbers API has it on no trunk"),
        ("ok", "while the Numbers API has it for nothing"),
        settings={"provisioning": "apart"},
    ),
)


def _ends(result: Result, end: tuple[str, str]) -> None:
    """Check the end of a task: its status, and its message or its one warning."""
    status, text = end
    assert ("changed" if result.status == "ok" and result.changed else result.status) == status, result.data
    said = [result.error()] if status == "failed" else [one for one in result.warnings if NUMBER in one or "API" in one]
    assert (text in "".join(said)) if text else said == [], said


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(", ", "-").replace(" ", "_"))
def test_both_sides(case: Case, control: Control, ansible: Ansible) -> None:
    """An assignment ends as the table says, in check mode without a write, in the run, and in the run after."""
    ids = dict(zip(("office", "branch"), control.seed(PROJECT, trunks=TRUNKS)["trunks"], strict=True))
    case.prepare(control, ids)
    control.settings(**case.settings)
    options = {"phone_numbers": [NUMBER], "trunk": "office", **case.options}
    control.clear_log()
    _ends(ansible.module("sinch_phone_number", options, check=True), case.check)
    assert control.writes() == []
    _ends(ansible.module("sinch_phone_number", options), case.run)
    control.clear_log()
    _ends(ansible.module("sinch_phone_number", options), case.again)
    assert control.writes() == [] or case.run[0] == case.again[0] == "failed"
    on = [one["name"] for one in control.state(PROJECT)["trunks"] if NUMBER in one["phoneNumbers"]]
    assert on == ([case.on] if case.on else [])


def test_table_of_the_guide() -> None:
    """The guide has a row for each case, which ends as the tests say."""
    text = (ROOT / "docs" / "docsite" / "rst" / "guide_numbers.rst").read_text(encoding="utf-8")
    rows = [re.findall(r"^   [* ] - (.*)$", row, re.MULTILINE) for row in re.split(r"(?m)^(?=   \* - )", text)[1:]]
    table = {row[0]: [cell.partition(":")[0] for cell in row[1:]] for row in rows if len(row) == 4}
    words = {"ok": "unchanged", "changed": "changed", "failed": "error"}

    def cell(end: tuple[str, str]) -> str:
        return words[end[0]] + (", warning" if end[1] and end[0] != "failed" else "")

    assert table.pop("Case") == ["Check mode", "Run", "Run after"]
    assert table == {case.name: [cell(end) for end in (case.check, case.run, case.again)] for case in CASES}


def test_use_by_another_product(control: Control, ansible: Ansible) -> None:
    """A number that a voice application uses is not taken from it without ``move``."""
    control.seed(PROJECT, trunks=TRUNKS, phoneNumbers=[NUMBER])
    body = {"voiceConfiguration": {"type": "RTC", "appId": "app-1"}}
    control.call_api("PATCH", f"/v1/projects/{PROJECT}/activeNumbers/{NUMBER}", body)
    options = {"phone_numbers": [NUMBER], "trunk": "office"}
    refused = ansible.module("sinch_phone_number", options).error()
    assert "is used for RTC app-1, as the Numbers API says; set move: true" in refused
    assert ansible.module("sinch_phone_number", {**options, "move": True}).succeeded().changed


def test_cost_of_no_change(control: Control, ansible: Ansible) -> None:
    """A run over many numbers that changes nothing asks the other API for one list."""
    numbers = [f"+1202555{one:04}" for one in range(100)]
    control.seed(PROJECT, trunks=[{**TRUNKS[0], "phoneNumbers": numbers}])
    control.clear_log()
    options = {"phone_numbers": numbers, "trunk": "office"}
    assert not ansible.module("sinch_phone_number", options).succeeded().changed
    asked = [one["path"].rpartition("/")[2] for one in control.requests()]
    assert sorted(asked) == ["activeNumbers", "phoneNumbers", "token", "trunks"]


def test_whole_project(control: Control, ansible: Ansible) -> None:
    """A whole project is refused before the first write if one of its numbers is not rented."""
    control.settings(rent_any_number=False)
    control.seed(PROJECT, phoneNumbers=[NUMBER])
    entry = {"name": "lab", "host_name": "acme-lab", "phone_numbers": [NUMBER, "+12025550199"]}
    message = ansible.module("sinch_sip_config", {"trunks": [entry]}).error()
    assert NOT_RENTED in message
    assert "+12025550199" in message
    assert control.writes() == []
    assert ansible.module("sinch_sip_config", {"trunks": [{**entry, "phone_numbers": [NUMBER]}]}).succeeded().changed


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({}, ["+12025550101", "+12025550102", "+442079460103"]),
        ({"assigned": False}, ["+12025550102", "+442079460103"]),
        ({"assigned": True}, ["+12025550101"]),
        ({"trunk": "office"}, ["+12025550101"]),
        ({"trunk": "branch"}, []),
        ({"region_code": "GB"}, ["+442079460103"]),
        ({"pattern": "+1202"}, ["+12025550101", "+12025550102"]),
        ({"pattern": "0103"}, ["+442079460103"]),
        ({"type": "TOLL_FREE"}, []),
    ],
    ids=str,
)
def test_active_numbers(options: Mapping[str, Any], found: list[str], control: Control, ansible: Ansible) -> None:
    """The filters select the numbers that the project rents, over all pages."""
    control.seed(
        PROJECT,
        trunks=[{**TRUNKS[0], "phoneNumbers": ["+12025550101"]}, TRUNKS[1]],
        phoneNumbers=["+12025550102", "+442079460103"],
    )
    control.settings(page_cap=1)
    numbers = ansible.module("sinch_active_number_info", options).succeeded()["active_numbers"]
    assert [one["phone_number"] for one in numbers] == found
    assert {one["trunk"] for one in numbers} <= {"office", None}
    assert control.writes() == []


def test_active_numbers_without_access(control: Control, ansible: Ansible) -> None:
    control.settings(numbers_access=False)
    assert "has no access to the Numbers API" in ansible.module("sinch_active_number_info").error()
    refused = ansible.module("sinch_active_number_info", {"pattern": "1-800"}).error()
    assert "pattern: '1-800' is not digits" in refused


ADDRESS = {"street_number": "12", "street_info": "Main Street", "city": "RENO", "state": "NV", "postal_code": "89501"}


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"address": ADDRESS}, "the API proposes '12 MAIN ST, RENO, NV, 89501'"),
        (
            {"address": {**ADDRESS, "street_number": "0"}, "accept_correction": True},
            "addresses like it: '1 Main Street,",
        ),
        ({"address": {**ADDRESS, "city": ""}}, "address: lacks city"),
        ({"address": ADDRESS, "display_name": ""}, "display_name: is required with state: present"),
        ({"address": ADDRESS, "phone_number": "+12025550199"}, "the project does not rent it"),
        ({"address": ADDRESS, "phone_number": "+442079460103"}, "is not of the US or Canada"),
        ({"address": ADDRESS, "phone_number": 12025550123}, "phone_number: 12025550123 is an integer, not a string"),
    ],
    ids=["near", "no-match", "part", "name", "not-rented", "country", "number"],
)
def test_refused_emergency_address(
    options: Mapping[str, Any], problem: str, check: bool, control: Control, ansible: Ansible
) -> None:
    """An address that cannot be set is refused with what would be right, in check mode too."""
    control.settings(rent_any_number=False)
    control.seed(PROJECT, phoneNumbers=[NUMBER, "+442079460103"])
    given = {"phone_number": NUMBER, "display_name": "Acme", **options}
    assert problem in ansible.module("sinch_emergency_address", given, check=check).error()
    assert control.writes() == []


def test_emergency_addresses(control: Control, ansible: Ansible) -> None:
    """An accepted correction stays as it is in later runs; the list has numbers without an address too."""
    control.seed(PROJECT, phoneNumbers=[NUMBER, "+12025550124", "+442079460103"])
    given = {"phone_number": NUMBER, "display_name": "Acme", "address": ADDRESS}
    assert ansible.module("sinch_emergency_address", {**given, "accept_correction": True}).succeeded().changed
    assert not ansible.module("sinch_emergency_address", given).succeeded().changed
    listed = ansible.module("sinch_emergency_address_info").succeeded()["emergency_addresses"]
    assert [(one["phone_number"], one["address"] and one["address"]["street_info"]) for one in listed] == [
        (NUMBER, "MAIN ST"),
        ("+12025550124", None),
    ]
    only = ansible.module("sinch_emergency_address_info", {"phone_numbers": "+12025550124"}).succeeded()
    assert len(only["emergency_addresses"]) == 1


def _help(number: str, **more: Any) -> dict[str, Any]:
    entry = {"name": "office", "host_name": "office", "phone_numbers": [number, "+442079460103"]}
    return {"trunks": [{**entry, "emergency_address": {"display_name": "Acme", "address": ADDRESS, **more}}]}


def test_emergency_address_of_a_project(control: Control, ansible: Ansible) -> None:
    """A trunk of a project has the address of its numbers: planned, set, unchanged, and seen by the audit."""
    control.seed(PROJECT, trunks=[TRUNKS[0]], phoneNumbers=[NUMBER, "+442079460103"])
    refused = ansible.module("sinch_sip_config", _help(NUMBER)).error()
    assert "trunks 'office': emergency_address: address: '12 Main Street" in refused
    assert control.writes() == []
    data = _help(NUMBER, accept_correction=True)
    checked, done, again = (ansible.module("sinch_sip_config", data, check=check) for check in (True, False, False))
    for result, status in ((checked, "planned"), (done, "done")):
        entry = result.succeeded()["plan"][-1]
        assert (entry["action"], entry["kind"], entry["name"]) == ("create", "emergency_address", NUMBER)
        assert (entry["after"], entry["status"]) == ({"address": "12 MAIN ST, RENO, NV, 89501"}, status)
        assert result["changes"][-1] == f"create emergency address '{NUMBER}'"
        assert result["diff"]["after"].endswith(f"emergency address {NUMBER}:\n  12 MAIN ST, RENO, NV, 89501\n")
    assert (checked["summary"]["by_action"], done["summary"]["by_status"]) == ({"assign": 2, "create": 1}, {"done": 3})
    assert (again.succeeded().changed, again["plan"]) == (False, [])
    exported = ansible.module("sinch_sip_config_info").succeeded()["config"]
    assert not ansible.module("sinch_sip_config", exported).succeeded().changed
    other = _help(NUMBER, address={**ADDRESS, "street_number": "14"})
    (drift,) = [one for one in _audit(ansible, other) if one["kind"] == "emergency_address"]
    assert drift["text"] == (
        f"differs: emergency address {NUMBER} "
        "(address: 12 MAIN ST, RENO, NV, 89501 in the project, 14 Main Street, RENO, NV, 89501 in the file)"
    )
    assert "14 Main Street" in ansible.read("audit.html")


def _audit(ansible: Ansible, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the drift of a project, and have the page drawn."""
    task = {**data, "html_dest": "audit.html"}
    drift: list[dict[str, Any]] = ansible.task("sinch_sip_audit", task).succeeded()["drift"]
    return drift


@pytest.mark.parametrize("number", [NUMBER, "+12025550199"], ids=["fails", "not-rented"])
def test_emergency_address_that_cannot_be_set(number: str, control: Control, ansible: Ansible) -> None:
    """A number that is not rented is refused as such; an address that fails is reported, and the next run sets it."""
    control.settings(rent_any_number=False)
    control.seed(PROJECT, trunks=[TRUNKS[0]], phoneNumbers=[NUMBER, "+442079460103"])
    control.fault("status", method="POST", path=":provision$", status=400)
    data = _help(number, accept_correction=True)
    result = ansible.module("sinch_sip_config", data)
    if number != NUMBER:
        assert NOT_RENTED in result.error()
        assert control.writes() == []
        return
    assert "400" in result.error()
    assert (result.changed, result["summary"]["by_status"]) == (True, {"done": 2, "failed": 1})
    control.clear_faults()
    (entry,) = ansible.module("sinch_sip_config", data).succeeded()["plan"]
    assert (entry["kind"], entry["status"]) == ("emergency_address", "done")
