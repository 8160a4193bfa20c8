# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs of the job templates: one for each setup, countries, teardown, converge, audit, export, watch and its undo."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.awx.jobs import SIP_PASSWORD, Awx, Job, job_templates
from tests.awx.rules import typed_in
from tests.simulator.process import Control

HOST, OTHER = "acme-production", "acme-staging"
PROJECT = "11111111-1111-4111-8111-111111111111"
NUMBER = "+12025550123"
TEMPLATE = "{{ lookup('ansible.builtin.env', 'SINCH_KEY_SECRET') }}"  # An answer that must not be templated

# The answers for each setup, beside the names, and the result: ACLs, credential lists, endpoints, numbers.
SETUPS: Mapping[str, tuple[Mapping[str, Any], tuple[int, int, list[str], list[str]]]] = {
    "outbound_acl": ({"trunk_allow_from": "203.0.113.10\n198.51.100.0/28"}, (1, 0, [], [])),
    "outbound_digest": (
        {"trunk_credential_username": "alice", "trunk_credential_password": SIP_PASSWORD},
        (0, 1, [], []),
    ),
    "inbound_static": (
        {
            "trunk_endpoint_name": TEMPLATE,
            "trunk_endpoint_address": "203.0.113.20",
            "trunk_endpoint_port": 5061,
            "trunk_endpoint_transport": "TLS",
            "trunk_phone_numbers": NUMBER,
        },
        (0, 0, [TEMPLATE], [NUMBER]),
    ),
    "inbound_registered": (
        {"trunk_credential_username": "alice", "trunk_credential_password": SIP_PASSWORD},
        (0, 1, ["pbx"], []),
    ),
    "bidirectional": (
        {
            "trunk_allow_from": "203.0.113.10",
            "trunk_credential_username": "alice",
            "trunk_credential_password": SIP_PASSWORD,
            "trunk_endpoint_address": "203.0.113.10",
            "trunk_phone_numbers": NUMBER[1:],
        },
        (1, 1, ["pbx"], [NUMBER]),
    ),
}


@pytest.fixture
def inventory(awx: Awx) -> dict[str, Any]:
    return awx.synchronised()


def _answers(template: str, **typed: Any) -> dict[str, Any]:
    return typed_in(job_templates()[template]["survey_spec"], **typed)


def _provision(awx: Awx, inventory: Mapping[str, Any], setup: str, **launch: Any) -> Job:
    names = {"sinch_hosts": HOST, "trunk_name": "office", "trunk_host_name": "acme-office"}
    return awx.launch(setup, inventory, _answers(setup, **names, **SETUPS[setup][0]), **launch)


_COMPAT = pytest.param("bidirectional", marks=pytest.mark.compat)


@pytest.mark.parametrize("setup", [*(one for one in SETUPS if one != "bidirectional"), _COMPAT])
def test_provision(setup: str, awx: Awx, inventory: dict[str, Any], control: Control) -> None:
    """A survey builds a trunk in each setup, in one project; answers are not templated, and no secret comes back."""
    control.settings(echo_secrets=True)
    control.seed(PROJECT, phoneNumbers=[NUMBER])
    job = _provision(awx, inventory, setup, verbosity=4).succeeded()
    (trunk,) = control.state(PROJECT)["trunks"]
    linked = len(trunk["accessControlListIds"]), len(trunk["credentialListIds"])
    endpoints = [endpoint["name"] for endpoint in trunk["endpoints"]]
    assert (*linked, endpoints, trunk["phoneNumbers"]) == SETUPS[setup][1]
    assert {entry["project"] for entry in control.requests()} - {None} == {PROJECT}
    assert job.published["sinch_trunk_domains"] == {HOST: {"office": trunk["domain"]}}
    assert job.published["sinch_changes"][HOST]
    passwords = [user["password"] for one in control.state(PROJECT)["credentialLists"] for user in one["credentials"]]
    assert passwords == [SIP_PASSWORD] * SETUPS[setup][1][1]
    job.assert_no_secret()


@pytest.mark.compat
def test_life_of_a_trunk(awx: Awx, inventory: dict[str, Any], control: Control) -> None:
    """A second run changes nothing; teardown first shows its changes, and removes only the named trunk."""
    control.seed(PROJECT, trunks=[{"name": "lab", "hostName": "acme-lab"}])
    # A trunk of the inventory that the survey does not name must stay.
    variables = inventory["_meta"]["hostvars"][HOST]
    lab = {"name": "lab", "host_name": "acme-lab", "setup": "outbound_acl", "allow_from": ["198.51.100.1"]}
    variables["trunk_setups"] = [lab]
    before = control.state(PROJECT)
    answers = _answers("teardown", sinch_hosts=HOST, trunk_name="office")

    checked = _provision(awx, inventory, "inbound_registered", job_type="check").succeeded()
    assert checked.published["sinch_changes"][HOST]
    assert control.writes() == []
    built = _provision(awx, inventory, "inbound_registered").succeeded()
    assert built.published["sinch_changes"] == checked.published["sinch_changes"]
    control.clear_log()
    again = _provision(awx, inventory, "inbound_registered").succeeded()
    assert (again.changed, again.published["sinch_changes"][HOST], control.writes()) == ({}, [], [])

    shown = awx.launch("teardown", inventory, answers).succeeded()
    assert shown.published["sinch_changes"][HOST]
    assert control.writes() == []
    taken = awx.launch("teardown", inventory, answers, job_type="run").succeeded()
    assert taken.published["sinch_changes"] == shown.published["sinch_changes"]
    assert control.state(PROJECT) == before
    for job in (checked, built, again, shown, taken):
        job.assert_no_secret()


@pytest.mark.compat
def test_projects_in_git(awx: Awx, inventory: dict[str, Any], control: Control) -> None:
    """Converge makes projects match their files; an audit reports drift and fails; an export has all objects."""
    converged = awx.launch("converge", inventory, _answers("converge")).succeeded()
    assert converged.published["sinch_changes"].keys() == {HOST, OTHER}
    clean = awx.launch("audit", inventory, _answers("audit")).succeeded()
    assert clean.published["sinch_drift"] == {HOST: [], OTHER: []}

    control.seed(PROJECT, trunks=[{"name": "lab", "hostName": "acme-lab"}])
    drifted = awx.launch("audit", inventory, _answers("audit")).failed()
    assert drifted.published["sinch_drift"] == {HOST: ["only in the project: SIP trunk lab"], OTHER: []}
    exported = awx.launch("export", inventory, _answers("export", sinch_hosts=HOST)).succeeded()
    assert exported.published["sinch_exports"].keys() == {HOST}
    assert [trunk["name"] for trunk in exported.published["sinch_exports"][HOST]["trunks"]] == ["lab", "office"]

    purge = _answers("converge", sinch_purge=["trunks"])
    awx.launch("converge", inventory, purge).succeeded()
    assert [trunk["name"] for trunk in control.state(PROJECT)["trunks"]] == ["office"]
    for job in (converged, clean, drifted, exported):
        job.assert_no_secret()


def test_key_and_token(awx: Awx, inventory: dict[str, Any], control: Control) -> None:
    """A credential with a key and a token is refused before the first request."""
    awx.credential["access_token"] = "Canary-Token4Zc6Vy"
    job = awx.launch("audit", inventory, _answers("audit", sinch_hosts=HOST)).failed()
    assert "SINCH_ACCESS_TOKEN" in job.output
    assert control.requests() == []
    assert "Token4Zc6Vy" not in str(job.kept_texts())
    job.assert_no_secret()


def test_countries(awx: Awx, inventory: dict[str, Any], control: Control) -> None:
    """The countries of a project are set without touching the trunks of the inventory."""
    inventory["_meta"]["hostvars"][HOST] |= {"trunk_setups": [{"name": "lab"}], "trunk_name": "lab"}
    answers = _answers("countries", sinch_hosts=HOST, trunk_allowed_countries="US\nGB")
    awx.launch("countries", inventory, answers).succeeded()
    assert control.state(PROJECT)["trunks"] == []
    assert {code for code, enabled in control.state(PROJECT)["countryPermissions"].items() if enabled} == {"US", "GB"}


def test_watch(awx: Awx, inventory: dict[str, Any], control: Control) -> None:
    """A scheduled watch has its thresholds and its response from the inventory; its artifacts undo the response."""
    inventory["_meta"]["hostvars"][HOST]["sinch_watch_response"] = "forbid_countries"
    recently = (datetime.now(UTC) - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%S.000000000Z")
    calls = [{"to": f"+3719000{number:04}", "createTime": recently, "durationSeconds": 30} for number in range(3)]
    control.seed(PROJECT, calls=calls, countryPermissions={"GB": True, "LV": True})
    countries = control.state(PROJECT)["countryPermissions"]

    chosen = awx.launch("watch", inventory, _answers("watch", sinch_watch_response="none")).failed()
    assert chosen.published["sinch_alarms"] == {HOST: ["3 calls to LV, which is new"], OTHER: []}
    assert control.writes() == []
    # A schedule has no answers.
    watched = awx.launch("watch", inventory, {}).failed()
    assert watched.published["sinch_alarms"] == chosen.published["sinch_alarms"]
    assert control.state(PROJECT)["countryPermissions"] == {**countries, "LV": False}

    responses = json.dumps(watched.published["sinch_responses"])
    answers = _answers("undo watch", sinch_hosts=HOST, sinch_watch_undo=responses)
    control.clear_log()
    shown = awx.launch("undo watch", inventory, answers).succeeded()
    assert shown.changed.keys() == {HOST}
    assert control.writes() == []
    undone = awx.launch("undo watch", inventory, answers, job_type="run").succeeded()
    assert control.state(PROJECT)["countryPermissions"] == countries
    for job in (chosen, watched, shown, undone):
        job.assert_no_secret()
        assert not any(re.search(r"3719000\d", text) for text in job.kept_texts().values())


@pytest.mark.parametrize("template", ["outbound_acl", "teardown"])
def test_unknown_project(template: str, awx: Awx, inventory: dict[str, Any], control: Control) -> None:
    typed = {"sinch_hosts": "acme-prodction", "trunk_name": "office"}
    if template == "outbound_acl":
        typed |= {"trunk_host_name": "acme-office", "trunk_allow_from": "203.0.113.10"}
    awx.launch(template, inventory, _answers(template, **typed), job_type="run").failed()
    assert control.requests() == []


def test_slice_without_the_project(awx: Awx, inventory: dict[str, Any], control: Control) -> None:
    awx.launch("converge", inventory, _answers("converge", sinch_hosts=HOST), of_slice=(2, 2)).failed()
    assert control.requests() == []


def test_secrets_would_be_found(awx: Awx, inventory: dict[str, Any]) -> None:
    """A secret that is printed is found."""
    answers = _answers("teardown", sinch_hosts=HOST, trunk_name=SIP_PASSWORD)
    job = awx.launch("teardown", inventory, answers).succeeded()
    with pytest.raises(AssertionError, match=r"Sip5Bn8Xd"):
        job.assert_no_secret()
