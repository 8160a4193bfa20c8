# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One trunk by flat variables of the role ``trunk``, as surveys of AWX answer: all of them, as extra variables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from tests.playbooks.cases import FIRST, PASSWORD, SECOND
from tests.playbooks.running import PROJECT, Ansible, PlaybookRun, Result
from tests.playbooks.shipped import BRACES, play
from tests.simulator.process import ROOT, Control

# Every question of a survey, with each of the ways in which an answer can be empty.
EMPTY: dict[str, Any] = {
    "trunk_name": "",
    "trunk_setup": "",
    "trunk_host_name": " ",
    "trunk_allow_from": "",
    "trunk_acls": None,
    "trunk_credential_username": "",
    "trunk_credential_password": "",
    "trunk_credential_lists": ["", " "],
    "trunk_endpoint_name": "",
    "trunk_endpoint_address": None,
    "trunk_endpoint_port": "",
    "trunk_endpoint_transport": "",
    "trunk_endpoint_credential_username": "  ",
    "trunk_phone_numbers": " \n",
    "trunk_move_phone_numbers": "",
    "trunk_enable_caller_name": "",
    "trunk_enable_call_forward": None,
    "trunk_call_forward_number": "",
    "trunk_allowed_countries": [],
    "trunk_update_password": "",
    "trunk_wait_for_propagation": " ",
}
USER = {"username": "alice", "password": PASSWORD}
STATIC = {"name": "pbx", "address": "203.0.113.20", "port": 5080, "transport": "TCP"}
DEVICE = {"name": "pbx", "credential_username": "alice"}
CALLER = {"trunk_credential_username": " alice ", "trunk_credential_password": PASSWORD}
ADDRESS = {"trunk_endpoint_address": "203.0.113.20", "trunk_endpoint_port": "5080", "trunk_endpoint_transport": "TCP"}
# Each setup as an entry of the list, and as the answers that must come to the same.
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
        {
            "allow_from": ["203.0.113.10"],
            "credentials": [USER],
            "endpoints": [{**DEVICE, "name": "phone"}],
            "phone_numbers": [FIRST],
            "enable_call_forward": True,
            "call_forward_number": SECOND,
        },
        {
            **CALLER,
            "trunk_allow_from": ["203.0.113.10"],
            "trunk_endpoint_name": "phone",
            "trunk_endpoint_credential_username": "alice",
            "trunk_phone_numbers": [FIRST],
            "trunk_enable_call_forward": "true",
            "trunk_call_forward_number": SECOND,
        },
    ),
}
COUNTRIES = {"list": ["US", "GB"], "text": "US, GB"}


def _seed(control: Control) -> None:
    """Fill the project with what entries refer to."""
    ranges = [{"ipAddress": "192.0.2.1", "range": 32}]
    control.seed(
        PROJECT,
        accessControlLists=[{"name": name, "enabled": True, "ipRanges": ranges} for name in ("shared", "head office")],
        credentialLists=[{"name": name, "credentials": [{**USER, "username": name}]} for name in ("phones", "more")],
        trunks=[{"name": "old", "hostName": "old", "phoneNumbers": [SECOND]}],
        phoneNumbers=[FIRST],
    )


def _answer(setup: str, **more: Any) -> dict[str, Any]:
    """Return all answers of a survey for a trunk."""
    answers = {**EMPTY, "trunk_name": "office", "trunk_setup": setup, "trunk_host_name": "acme-office"}
    return {**answers, **SETUPS[setup][1], **more}


REFUSED: dict[str, tuple[Mapping[str, Any], list[str]]] = {
    "no-name": (
        {**_answer("outbound_digest"), "trunk_name": " "},
        [
            "trunk_name is missing: the name of the trunk that is described by trunk_setup, trunk_host_name, "
            "trunk_credential_username, trunk_credential_password, trunk_credential_lists, trunk_enable_caller_name"
        ],
    ),
    "name-alone": (
        {**EMPTY, "trunk_name": "office"},
        [
            "trunk office lacks trunk_host_name",
            "trunk office lacks trunk_setup, one of outbound_acl, outbound_digest, inbound_static, "
            "inbound_registered, bidirectional",
        ],
    ),
    "addresses": (
        _answer("outbound_acl", trunk_acls="", trunk_allow_from="203.0.113.10, 300.1.1.1", trunk_host_name="a_b"),
        [
            "trunk office: trunk_host_name a_b is not made of letters, digits and hyphens alone",
            "trunk office: trunk_allow_from 300.1.1.1 is not an IPv4 address or range",
        ],
    ),
    "no-address": (
        _answer("outbound_acl", trunk_acls="", trunk_allow_from=" "),
        ["trunk office: setup outbound_acl lacks trunk_allow_from or trunk_acls"],
    ),
    "no-user": (
        _answer("outbound_digest", trunk_credential_username="", trunk_credential_lists=""),
        [
            "trunk_credential_password lacks trunk_credential_username",
            "trunk office: setup outbound_digest lacks trunk_credential_username or trunk_credential_lists",
        ],
    ),
    "password": (
        _answer("outbound_digest", trunk_credential_password="Weak-p1"),
        [
            "trunk office: trunk_credential_password: the password must have 12 characters or more, among them "
            "A to Z, a to z and 0 to 9"
        ],
    ),
    "numbers": (
        _answer("inbound_static", trunk_endpoint_address="", trunk_phone_numbers=[44, "0044", FIRST, FIRST]),
        [
            "trunk_phone_numbers 44 is not a string; quote it, or put a blank after it in a survey",
            "trunk_endpoint_port lacks trunk_endpoint_address",
            "trunk_endpoint_transport lacks trunk_endpoint_address or trunk_endpoint_credential_username",
            "trunk office: setup inbound_static lacks trunk_endpoint_address",
            "trunk office: trunk_phone_numbers 0044 is not in E.164, like +12025550123",
            f"trunk office: trunk_phone_numbers {FIRST} is listed twice",
        ],
    ),
    "no-text": (
        _answer("inbound_registered", trunk_credential_username=False, trunk_credential_password=20261234),
        [
            "trunk_credential_username False is not a string; quote it, or put a blank after it in a survey",
            "trunk_credential_password is not a string; quote it, or choose another in a survey",
            "trunk office: setup inbound_registered lacks trunk_credential_username or trunk_credential_lists",
            "trunk office: setup inbound_registered lacks trunk_endpoint_credential_username",
        ],
    ),
    "endpoint": (
        _answer("inbound_static", trunk_endpoint_port="70000", trunk_endpoint_transport="tcp"),
        [
            "trunk_endpoint_port must be a number from 1 to 65535; it is 70000",
            "trunk office: trunk_endpoint_transport must be one of UDP, TCP, TLS; it is tcp",
        ],
    ),
    "user": (
        _answer("inbound_registered", trunk_endpoint_credential_username="bob", trunk_enable_call_forward="yes"),
        [
            "trunk office: trunk_enable_call_forward lacks trunk_call_forward_number",
            "trunk office: trunk_endpoint_credential_username bob is not trunk_credential_username",
        ],
    ),
    "registered-address": (
        _answer("inbound_registered", trunk_endpoint_address="203.0.113.20"),
        ["trunk office: setup inbound_registered lacks trunk_endpoint_credential_username"],
    ),
    "no-endpoint": (
        _answer("bidirectional", trunk_endpoint_credential_username="", trunk_call_forward_number="0044"),
        [
            "trunk_call_forward_number 0044 is not in E.164, like +12025550123",
            "trunk office: setup bidirectional lacks trunk_endpoint_address or trunk_endpoint_credential_username",
        ],
    ),
    "both": (
        _answer("bidirectional", trunk_endpoint_address="203.0.113.20", trunk_enable_caller_name="maybe"),
        [
            "trunk_enable_caller_name must be true or false; it is maybe",
            "trunk office has both trunk_endpoint_address and trunk_endpoint_credential_username",
        ],
    ),
    "choices": (
        {
            **_answer("outbound_acl"),
            "trunk_setup": "nonsense",
            "trunk_update_password": "never",
            "trunk_wait_for_propagation": "soon",
            "trunk_allowed_countries": "US Europe",
        },
        [
            "trunk_update_password must be on_create or always; it is never",
            "trunk_wait_for_propagation must be true or false; it is soon",
            "trunk office: trunk_setup must be one of outbound_acl, outbound_digest, inbound_static, "
            "inbound_registered, bidirectional; it is nonsense",
            "trunk_allowed_countries[1] Europe is not a country code of two letters",
        ],
    ),
}
"""Answers that are refused, and the problems that are told."""


def _run(ansible: Ansible, book: str, answers: Mapping[str, Any], *arguments: str, **variables: Any) -> PlaybookRun:
    """Run a playbook with answers, which are extra variables, and with variables of the host."""
    (ansible.home / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    return play(ansible, book, "-e", "@answers.json", "--diff", *arguments, localhost=variables)


def _project(control: Control, ansible: Ansible) -> tuple[Any, list[Any]]:
    """Return all that the project has, by names, and the passwords."""
    lists = control.state(PROJECT)["credentialLists"]
    passwords = [(one["name"], user["username"], user["password"]) for one in lists for user in one["credentials"]]
    return ansible.module("sinch_sip_config_info").succeeded()["config"], sorted(passwords)


def _problems(result: Result) -> list[str]:
    """Return the problems that a refusal names."""
    first, *problems = result.error().split("\n- ")
    assert first.startswith("Nothing was changed.")
    return problems


@pytest.mark.parametrize("setup", [*SETUPS])
def test_same_as_the_list(setup: str, control: Control, ansible: Ansible) -> None:
    """A survey builds exactly what an entry of the list builds; again, it changes nothing."""
    _seed(control)
    entry = {"name": "office", "setup": setup, "host_name": "acme-office", **SETUPS[setup][0]}
    listed = {"trunk_setups": [entry], "trunk_allowed_countries": COUNTRIES["list"]}
    _run(ansible, "provision", {}, **listed).succeeded()
    wanted = _project(control, ansible)
    assert "acme-office" in str(wanted)

    control.reset()
    _seed(control)
    answers = _answer(setup, trunk_allowed_countries=COUNTRIES["text"])
    _run(ansible, "provision", answers).succeeded()
    assert _project(control, ansible) == wanted

    control.clear_log()
    _run(ansible, "provision", answers).succeeded()
    assert control.writes() == []


@pytest.mark.compat
def test_check_mode_and_teardown(control: Control, ansible: Ansible) -> None:
    """Check mode passes on an empty project and writes nothing. The same answers take the trunk down again."""
    _seed(control)
    before = _project(control, ansible)
    answers = _answer("bidirectional", trunk_wait_for_propagation="no")
    control.settings(read_only=True)
    checked = _run(ansible, "provision", answers, "--check").succeeded()
    control.settings(read_only=False)
    assert control.writes() == []
    assert any(result.changed for result in checked.results)

    built = _run(ansible, "provision", answers, "-vvvvv").succeeded()
    assert _project(control, ansible) != before
    assert PASSWORD not in built.output + json.dumps([dict(one.data) for one in built.results])
    # Whatever else a survey has been told is passed over.
    nonsense = {"trunk_setup": "nonsense", "trunk_endpoint_port": "soon", "trunk_update_password": "nonsense"}
    _run(ansible, "teardown", {**answers, **nonsense}).succeeded()
    assert _project(control, ansible) == before


def test_beside_the_list(control: Control, ansible: Ansible) -> None:
    """The one trunk is built beside those of the list; without a name for it, empty answers change nothing there."""
    _seed(control)
    entry = {"name": "branch", "setup": "outbound_acl", "host_name": "acme-branch", "acls": ["office"]}
    allow = {"trunk_allow_from": "203.0.113.10"}
    twice = {**entry, "name": "office"}
    refused = _run(ansible, "provision", _answer("outbound_acl", **allow), trunk_setups=[twice])
    (failed,) = (result for result in refused.results if result.status == "failed")
    assert _problems(failed) == ["trunk office: the name is in trunk_setups too"]
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
    """Where neither the list nor the answers name a trunk, a run says so, and asks the API for nothing."""
    for book in ("provision", "teardown"):
        run = _run(ansible, book, EMPTY).succeeded()
        said = next(result["msg"] for result in run.results if result.task.endswith("Say that there is nothing to do"))
        assert "neither trunk_setups nor trunk_name" in said
    assert control.requests() == []
    run = _run(ansible, "provision", {**EMPTY, "trunk_allowed_countries": [" US ", ""]}).succeeded()
    assert [one.status for one in run.results if one.task.endswith("nothing to do")] == ["skipped"]
    assert _project(control, ansible)[0]["country_permissions"]["enabled"] == ["US"]


@pytest.mark.compat
def test_what_is_not_answered_stays(control: Control, ansible: Ansible) -> None:
    """Who asks for one change of a trunk that exists does not take away what lets the others call."""
    full = {
        "name": "office",
        "host_name": "acme-office",
        "setup": "bidirectional",
        "allow_from": ["203.0.113.10"],
        "credentials": [USER, {"username": "bob", "password": PASSWORD}],
        "endpoints": [STATIC],
        "phone_numbers": [FIRST],
    }
    control.seed(PROJECT, phoneNumbers=[FIRST])
    play(ansible, "provision", "-e", json.dumps({"trunk_setups": [full]})).succeeded()
    asked = {
        **EMPTY,
        "trunk_name": "office",
        "trunk_setup": "bidirectional",
        "trunk_host_name": "acme-office",
        "trunk_credential_username": "carol",
        "trunk_credential_password": PASSWORD,
        **ADDRESS,
    }
    play(ansible, "provision", "-e", json.dumps(asked)).succeeded()
    state = control.state(PROJECT)
    (trunk,) = state["trunks"]
    (users,) = state["credentialLists"]
    assert [one["username"] for one in users["credentials"]] == ["alice", "bob", "carol"]
    assert len(trunk["accessControlListIds"]) == len(trunk["credentialListIds"]) == 1
    assert (len(trunk["endpoints"]), trunk["phoneNumbers"]) == (1, [FIRST])
    # A setup that is for users alone closes the other door.
    play(ansible, "provision", "-e", json.dumps({**asked, "trunk_setup": "outbound_digest"})).succeeded()
    (trunk,) = control.state(PROJECT)["trunks"]
    assert (trunk["accessControlListIds"], len(trunk["credentialListIds"])) == ([], 1)


@pytest.mark.compat
def test_teardown_is_of_one_project(control: Control, ansible: Ansible) -> None:
    """A survey that names a trunk and, by mistake, every project does not take it down in all of them."""
    hosts = {name: {"sinch_project_id": name} for name in ("one", "two")}
    for name in hosts:
        control.seed(name, trunks=[{"name": "office", "hostName": f"{name}-office"}])
    run = play(ansible, "teardown", "-e", "trunk_name=office", **hosts)
    assert run.returncode != 0
    assert "trunk office would be taken down in one, two" in run.output
    assert control.requests() == []


def test_refusals(control: Control, ansible: Ansible) -> None:
    """Each thing that is wrong is told by the variables that were asked for, no password is, and nothing is done."""
    hosts = {name: {"sinch_project_id": name, **answers} for name, (answers, _told) in REFUSED.items()}
    for name, answers in hosts.items():
        # Host names are unique, and a host is asked for a trunk of its own here.
        answers["trunk_host_name"] = answers["trunk_host_name"].replace("acme", name)
    run = play(ansible, "provision", "-vvvvv", **hosts)
    assert run.returncode != 0
    told = {one.host: _problems(one) for one in run.results if one.status == "failed"}
    assert told == {name: problems for name, (_given, problems) in REFUSED.items()}
    assert control.requests() == []
    for output in (run.output, json.dumps([dict(one.data) for one in run.results])):
        for password in (PASSWORD, "Weak-p1"):
            assert password not in output


@pytest.mark.compat
def test_as_awx_writes_answers(control: Control, ansible: Ansible) -> None:
    """AWX marks all as unsafe; ansible-core 2.19 and newer then read text without a blank as YAML without quotes."""
    _seed(control)
    said = {
        "trunk_name": "office",
        "trunk_setup": "inbound_static",
        "trunk_host_name": "acme-office",
        "trunk_endpoint_name": "0044 ",
        "trunk_endpoint_address": "203.0.113.20",
        "trunk_endpoint_port": "5080",
        "trunk_phone_numbers": f"{FIRST} ",
        "trunk_enable_caller_name": "false",
        "trunk_wait_for_propagation": "",
    }
    lines = [f"!unsafe {name}: !unsafe '{answer}'\n" for name, answer in said.items()]
    (ansible.home / "extravars").write_text("".join(lines), encoding="utf-8")
    play(ansible, "provision", "-e", "@extravars").succeeded()
    office = next(one for one in control.state(PROJECT)["trunks"] if one["name"] == "office")
    assert office["phoneNumbers"] == [FIRST]
    assert [(one["name"], one["port"]) for one in office["endpoints"]] == [("0044", 5080)]
    assert office["enableCallerName"] is False


def test_one_trunk_for_several_hosts(control: Control, ansible: Ansible) -> None:
    """One survey is for one project: of several, the first would take the host name, and the others fail half-way."""
    hosts = {name: {"sinch_project_id": name} for name in ("one", "two")}
    (ansible.home / "answers.json").write_text(json.dumps(_answer("inbound_registered")), encoding="utf-8")
    run = play(ansible, "provision", "-e", "@answers.json", **hosts)
    assert [_problems(one) for one in run.results if one.status == "failed"] == [
        ["trunk office: trunk_host_name acme-office is unique across Sinch, and cannot be that of one, two"]
    ] * 2
    assert control.requests() == []


@pytest.mark.compat
def test_inline_vault_and_braces(control: Control, ansible: Ansible) -> None:
    """A password may be an inline vault, and text that looks like a template stays what it is."""
    (ansible.home / "vault").write_text("vault-secret", encoding="utf-8")
    (ansible.home / "plain").write_text(PASSWORD, encoding="utf-8")
    vault = ["--vault-password-file", "vault"]
    assert ansible.run("ansible-vault", "encrypt", *vault, "--output", "encrypted", "plain").returncode == 0
    encrypted = (ansible.home / "encrypted").read_text(encoding="utf-8").replace("\n", "\n  ")
    text = (
        f"trunk_credential_password: !vault |\n  {encrypted}\ntrunk_credential_username: !unsafe {json.dumps(BRACES)}\n"
    )
    (ansible.home / "vaulted.yml").write_text(text, encoding="utf-8")
    answers = {"trunk_name": "office", "trunk_host_name": "acme", "trunk_setup": "outbound_digest"}
    run = _run(ansible, "provision", answers, "-e", "@vaulted.yml", "-vvvvv", *vault).succeeded()
    (made,) = control.state(PROJECT)["credentialLists"]
    assert [(user["username"], user["password"]) for user in made["credentials"]] == [(BRACES, PASSWORD)]
    assert PASSWORD not in run.output + json.dumps([dict(one.data) for one in run.results])


def test_waits_without_a_terminal(control: Control, ansible: Ansible) -> None:
    """The wait for propagation is one that no key ends, and so needs no terminal."""
    control.seed(PROJECT)
    answers = _answer("outbound_acl", trunk_acls="", trunk_wait_for_propagation="true", _trunk_propagation_seconds=0)
    run = _run(ansible, "provision", answers).succeeded()
    waits = [one for one in run.results if "Wait until the changes have reached" in one.task]
    assert [one.status for one in waits] == ["ok"]


def test_every_variable_is_known() -> None:
    """What is asked here, what the role documents, and what it has defaults for are the same."""
    folder = ROOT / "roles" / "trunk"
    specs = yaml.safe_load((folder / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))
    defaults = yaml.safe_load((folder / "defaults" / "main.yml").read_text(encoding="utf-8"))
    options = specs["argument_specs"]["main"]["options"]
    assert {*EMPTY} | {"trunk_setups", "trunk_state"} == {*options} == {*defaults}
    assert {name: option["default"] for name, option in options.items()} == defaults
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert [name for name in options if f"`{name}`" not in readme] == []
