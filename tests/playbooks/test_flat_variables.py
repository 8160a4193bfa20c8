# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Flat variables of the playbooks for one trunk, which surveys of AWX pass as extra variables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.plugin_utils._trunk_answers import QUESTIONS
from tests.playbooks.running import PROJECT, Ansible, PlaybookRun, Result, encrypted
from tests.playbooks.seeds import FIRST, PASSWORD, SECOND, acl, credential_list, user
from tests.playbooks.shipped import BRACES, play
from tests.simulator.process import Control

# Every question of a survey, and every kind of empty answer.
_BLANK = {"trunk_host_name": " ", "trunk_acls": None, "trunk_credential_lists": ["", " "], "trunk_phone_numbers": " \n"}
EMPTY: dict[str, Any] = {**{f"trunk_{name}": "" for name in QUESTIONS}, **_BLANK, "trunk_allowed_countries": []}
USER = user()
STATIC = {"name": "pbx", "address": "203.0.113.20", "port": 5080, "transport": "TCP"}
DEVICE = {"name": "pbx", "credential_username": "alice"}
CALLER = {"trunk_credential_username": " alice ", "trunk_credential_password": PASSWORD}
ADDRESS = {"trunk_endpoint_address": "203.0.113.20", "trunk_endpoint_port": "5080", "trunk_endpoint_transport": "TCP"}
_FORWARD = {"enable_call_forward": True, "call_forward_number": SECOND}
_FORWARDED = {"trunk_enable_call_forward": "true", "trunk_call_forward_number": SECOND}
_PHONE = {"trunk_endpoint_name": "phone", "trunk_endpoint_credential_username": "alice"}
_PARTS = {"allow_from": ["203.0.113.10"], "credentials": [USER], "phone_numbers": [FIRST]}
# Each setup as an entry of the list, and as the answers that must give the same trunk.
SETUPS: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "outbound_acl": (
        {"allow_from": ["203.0.113.10", "198.51.100.0/24"], "acls": ["shared", "head office"]},
        {"trunk_allow_from": "203.0.113.10\n198.51.100.0/24\n", "trunk_acls": ["shared", "head office"]},
    ),
    "outbound_digest": (
        {"credentials": [USER], "credential_lists": ["phones", "more"], "enable_caller_name": True},
        {**CALLER, "trunk_credential_lists": "phones, more", "trunk_enable_caller_name": "true"},
    ),
    "inbound_static": (
        {"endpoints": [STATIC], "phone_numbers": [FIRST, SECOND], "move_phone_numbers": True},
        {**ADDRESS, "trunk_phone_numbers": f"{FIRST} {SECOND}", "trunk_move_phone_numbers": "true"},
    ),
    "inbound_registered": ({"credentials": [USER], "endpoints": [DEVICE], "phone_numbers": []}, CALLER),
    "bidirectional": (
        {**_FORWARD, **_PARTS, "endpoints": [{**DEVICE, "name": "phone"}]},
        {**CALLER, **_FORWARDED, **_PHONE, "trunk_allow_from": ["203.0.113.10"], "trunk_phone_numbers": [FIRST]},
    ),
}


def _seed(control: Control, project: str = PROJECT) -> None:
    """Seed a project with the objects that entries refer to."""
    control.seed(
        project,
        accessControlLists=[acl("shared"), acl("head office")],
        credentialLists=[credential_list(one, one) for one in ("phones", "more")],
        trunks=[{"name": "old", "hostName": f"{project}-old", "phoneNumbers": [SECOND]}],
        phoneNumbers=[FIRST],
    )


def _answer(setup: str, host_name: str = "acme-office", **more: Any) -> dict[str, Any]:
    """Return all answers of a survey for a trunk."""
    answers = {**EMPTY, "trunk_name": "office", "trunk_setup": setup, "trunk_host_name": host_name}
    return {**answers, **SETUPS[setup][1], **more}


REFUSED: dict[str, tuple[Mapping[str, Any], list[str]]] = {
    "name-alone": (
        {**EMPTY, "trunk_name": "office"},
        ["trunk_setups[1] (office): lacks host_name", "trunk_setups[1] (office): lacks setup"],
    ),
    "values": (
        _answer("inbound_static", trunk_endpoint_port="70000", trunk_phone_numbers="0044", trunk_host_name="a_b"),
        [
            "trunk_setups[1] (office): host_name: 'a_b' is not a host name",
            "trunk_setups[1] (office): phone_numbers[1]: '0044' is not an E.164 number",
            "trunk_setups[1] (office): endpoints[1]: port: 70000 is not a port",
        ],
    ),
    "password": (
        _answer("outbound_digest", trunk_credential_password="Weak-p1"),
        ["trunk_setups[1] (office): credentials: the password of 'alice' is refused by the API"],
    ),
    "no-text": (
        _answer("inbound_registered", trunk_credential_username=False, trunk_credential_password=20261234),
        [
            "trunk_credential_username False is not a string; quote it, or put a blank after it in a survey",
            "trunk_credential_password is not a string; quote it, or choose another in a survey",
        ],
    ),
}
"""Answers that are refused, and the beginnings of the reported problems. Unit tests have most of them."""


def _run(ansible: Ansible, book: str, answers: Mapping[str, Any], *arguments: str, **variables: Any) -> PlaybookRun:
    """Run a playbook with answers as extra variables, and with variables of the host."""
    ansible.write("answers.json", answers)
    return play(ansible, book, "-e", "@answers.json", "--diff", *arguments, localhost=variables)


def _project(control: Control, ansible: Ansible, project: str = PROJECT) -> tuple[Any, list[Any]]:
    """Return the exported project, and the passwords."""
    lists = control.state(project)["credentialLists"]
    passwords = [(one["name"], user["username"], user["password"]) for one in lists for user in one["credentials"]]
    return ansible.module("sinch_sip_config_info", {"project_id": project}).succeeded()["config"], sorted(passwords)


def _problems(result: Result) -> list[str]:
    first, *problems = result.error().split("\n- ")
    assert first.startswith("Nothing was changed.")
    return problems


def test_same_as_the_list(control: Control, ansible: Ansible) -> None:
    """In every setup, answers build the same trunk as an entry of the list; a second run changes nothing."""
    listed, answered = {}, {}
    for setup, (entry, _answers) in SETUPS.items():
        name = setup.replace("_", "-")
        trunk = {"name": "office", "setup": setup, "host_name": name, **entry}
        listed[name] = {"trunk_setups": [trunk], "trunk_allowed_countries": ["US", "GB"]}
        answered[name] = _answer(setup, name, trunk_allowed_countries="US, GB")
    built = []
    for variables in (listed, answered):
        control.reset()
        for name in variables:
            _seed(control, name)
        hosts = {name: {"sinch_project_id": name, **own} for name, own in variables.items()}
        play(ansible, "provision", **hosts).succeeded()
        built.append({name: _project(control, ansible, name) for name in variables})
    assert built[0] == built[1]
    assert all([one["name"] for one in config["trunks"]] == ["office", "old"] for config, _users in built[0].values())

    control.clear_log()
    play(ansible, "provision", **hosts).succeeded()
    assert control.writes() == []


@pytest.mark.compat
def test_check_mode_and_teardown(control: Control, ansible: Ansible) -> None:
    """Check mode succeeds in an empty project and writes nothing. The same answers take the trunk down again."""
    _seed(control)
    before = _project(control, ansible)
    answers = _answer("bidirectional", trunk_wait_for_propagation="false")
    control.settings(read_only=True)
    checked = _run(ansible, "provision", answers, "--check").succeeded()
    control.settings(read_only=False)
    assert control.writes() == []
    assert any(result.changed for result in checked.results)

    built = _run(ansible, "provision", answers, "-vvvvv").succeeded()
    assert _project(control, ansible) != before
    assert PASSWORD not in built.output + json.dumps([dict(one.data) for one in built.results])
    # A teardown ignores all other answers.
    nonsense = {"trunk_setup": "nonsense", "trunk_endpoint_port": "soon", "trunk_allowed_countries": "nonsense"}
    _run(ansible, "teardown", {**answers, **nonsense}).succeeded()
    assert _project(control, ansible) == before


def test_beside_the_list(control: Control, ansible: Ansible) -> None:
    """The trunk of the answers is built beside those of the list; empty answers change none of them."""
    _seed(control)
    entry = {"name": "branch", "setup": "outbound_acl", "host_name": "acme-branch", "acls": ["office"]}
    allow = {"trunk_allow_from": "203.0.113.10"}
    twice = {**entry, "name": "office", "host_name": "acme-office"}
    refused = _run(ansible, "provision", _answer("outbound_acl", **allow), trunk_setups=[twice])
    (failed,) = (result for result in refused.results if result.status == "failed")
    assert _problems(failed) == [
        "trunk_setups[2] (office): the name office is listed twice",
        "trunk_setups[2] (office): host_name acme-office is listed twice",
    ]
    answers = _answer("outbound_acl", **allow, trunk_acls="")
    # The entry comes first, and uses an ACL of the other.
    _run(ansible, "provision", answers, trunk_setups=[entry]).succeeded()
    built = _project(control, ansible)
    assert [one["name"] for one in built[0]["trunks"]] == ["branch", "office", "old"]
    control.clear_log()
    _run(ansible, "provision", EMPTY, trunk_setups=[entry]).succeeded()
    assert control.writes() == []
    assert _project(control, ansible) == built


def test_nothing_to_do_is_said(control: Control, ansible: Ansible) -> None:
    """A run for which neither the list nor the answers name a trunk says so, and sends no request."""
    for book in ("provision", "teardown"):
        run = _run(ansible, book, EMPTY).succeeded()
        said = next(result["msg"] for result in run.results if result.task.endswith("Say that there is nothing to do"))
        assert "trunk_setups names no trunk" in said
    assert control.requests() == []
    run = _run(ansible, "provision", {**EMPTY, "trunk_allowed_countries": [" US ", ""]}).succeeded()
    assert [one.status for one in run.results if one.task.endswith("nothing to do")] == ["skipped"]
    assert _project(control, ansible)[0]["country_permissions"]["enabled"] == ["US"]


@pytest.mark.compat
def test_what_is_not_answered_stays(control: Control, ansible: Ansible) -> None:
    """Unanswered questions about an existing trunk leave its users, ranges and numbers as they are."""
    parts = {**_PARTS, "credentials": [USER, user("bob")], "endpoints": [STATIC]}
    full = {"name": "office", "host_name": "acme-office", "setup": "bidirectional", **parts}
    control.seed(PROJECT, phoneNumbers=[FIRST])
    play(ansible, "provision", "-e", json.dumps({"trunk_setups": [full]})).succeeded()
    named = {"trunk_name": "office", "trunk_setup": "bidirectional", "trunk_host_name": "acme-office"}
    asked = {**EMPTY, **named, **CALLER, "trunk_credential_username": "carol", **ADDRESS}
    play(ansible, "provision", "-e", json.dumps(asked)).succeeded()
    state = control.state(PROJECT)
    (trunk,) = state["trunks"]
    (users,) = state["credentialLists"]
    assert [one["username"] for one in users["credentials"]] == ["alice", "bob", "carol"]
    assert len(trunk["accessControlListIds"]) == len(trunk["credentialListIds"]) == 1
    assert (len(trunk["endpoints"]), trunk["phoneNumbers"]) == (1, [FIRST])
    # A setup for users alone unlinks the ACL.
    play(ansible, "provision", "-e", json.dumps({**asked, "trunk_setup": "outbound_digest"})).succeeded()
    (trunk,) = control.state(PROJECT)["trunks"]
    assert (trunk["accessControlListIds"], len(trunk["credentialListIds"])) == ([], 1)


@pytest.mark.compat
@pytest.mark.parametrize(
    ("book", "answers", "says"),
    [
        ("teardown", {"trunk_name": "office"}, "trunk_name office"),
        ("provision", _answer("inbound_registered"), "trunk_host_name acme-office"),
    ],
)
def test_one_trunk_for_several_hosts(
    book: str, answers: Mapping[str, Any], says: str, control: Control, ansible: Ansible
) -> None:
    ansible.write("answers.json", answers)
    run = play(ansible, book, "-e", "@answers.json", **{name: {"sinch_project_id": name} for name in ("one", "two")})
    assert f"{says} is asked for in one, two: name one" in run.refused()
    assert control.requests() == []


def test_refusals(control: Control, ansible: Ansible) -> None:
    """Every problem is reported, without a password, and no request is sent."""
    hosts = {name: {"sinch_project_id": name, **answers} for name, (answers, _told) in REFUSED.items()}
    for name, answers in hosts.items():
        # Host names are unique.
        answers["trunk_host_name"] = answers["trunk_host_name"].replace("acme", name)
    run = play(ansible, "provision", "-vvvvv", **hosts)
    assert run.returncode != 0
    failed = {one.host: _problems(one) for one in run.results if one.status == "failed"}
    for name, (_given, told) in REFUSED.items():
        assert [text[: len(says)] for text, says in zip(failed[name], told, strict=True)] == told
    assert control.requests() == []
    for output in (run.output, json.dumps([dict(one.data) for one in run.results])):
        for password in (PASSWORD, "Weak-p1"):
            assert password not in output


@pytest.mark.compat
@pytest.mark.parametrize("number", [FIRST, FIRST[1:]])
def test_as_awx_writes_answers(number: str, control: Control, ansible: Ansible) -> None:
    """Answers marked as unsafe, as AWX does, are taken as text.

    Since ansible-core 2.19, text without a blank is read as unquoted YAML. A phone number needs no blank.
    """
    _seed(control)
    named = {"trunk_name": "office", "trunk_setup": "inbound_static", "trunk_host_name": "acme-office"}
    endpoint = {**ADDRESS, "trunk_endpoint_name": "0044 ", "trunk_phone_numbers": number}
    said = {**named, **endpoint, "trunk_enable_caller_name": "false", "trunk_wait_for_propagation": "false"}
    lines = [f"!unsafe {name}: !unsafe '{answer}'\n" for name, answer in said.items()]
    ansible.write("extravars", "".join(lines))
    play(ansible, "provision", "-e", "@extravars").succeeded()
    office = next(one for one in control.state(PROJECT)["trunks"] if one["name"] == "office")
    assert office["phoneNumbers"] == [FIRST]
    assert [(one["name"], one["port"]) for one in office["endpoints"]] == [("0044", 5080)]
    assert office["enableCallerName"] is False


@pytest.mark.compat
def test_inline_vault_and_braces(control: Control, ansible: Ansible) -> None:
    """A password may be encrypted inline, and text that looks like a template is not rendered."""
    password = encrypted(PASSWORD).replace("\n", "\n  ")
    username = f"trunk_credential_username: !unsafe {json.dumps(BRACES)}\n"
    ansible.write("vaulted.yml", f"trunk_credential_password: !vault |\n  {password}\n{username}")
    answers = {"trunk_name": "office", "trunk_host_name": "acme", "trunk_setup": "outbound_digest"}
    run = _run(ansible, "provision", answers, "-e", "@vaulted.yml", "-vvvvv", *ansible.vault()).succeeded()
    (made,) = control.state(PROJECT)["credentialLists"]
    assert [(user["username"], user["password"]) for user in made["credentials"]] == [(BRACES, PASSWORD)]
    assert PASSWORD not in run.output + json.dumps([dict(one.data) for one in run.results])
