# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role ``trunk``: refusals, deletions and documentation. The truth test builds every setup with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import yaml

from ansible_collections.sinch.sip.plugins.plugin_utils._trunk_setups import ENTRY_OPTIONS
from tests.playbooks.cases import SETUPS
from tests.playbooks.running import PROJECT, Ansible, PlaybookRun
from tests.playbooks.seeds import FIRST, acl, credential_list, trunk
from tests.simulator.process import ROOT, Control

_STATIC = {"name": "pbx", "address": "203.0.113.20"}
_DEVICE = {"name": "phone", "credential_username": "alice"}


def _run(ansible: Ansible, setups: Sequence[Mapping[str, Any]], *arguments: str, **variables: Any) -> PlaybookRun:
    entries = [{"host_name": entry.get("name", "nameless"), **entry} for entry in setups]
    play = {"roles": ["sinch.sip.trunk"], "vars": {"trunk_setups": entries, **variables}}
    return ansible.plays([play], "--diff", *arguments)


def test_what_other_trunks_use_is_left(control: Control, ansible: Ansible) -> None:
    control.seed(
        PROJECT, accessControlLists=[acl("acl")], trunks=[trunk(one, acls=["acl"]) for one in ("acl", "other")]
    )
    _run(ansible, SETUPS[:1], trunk_state="absent").succeeded()
    state = control.state(PROJECT)
    assert [(one["name"], len(one["accessControlListIds"])) for one in state["trunks"]] == [("other", 1)]
    assert [one["name"] for one in state["accessControlLists"]] == ["acl"]


# A second trunk that cannot be built, by its mistake. The unit tests of trunk_setups have more of them.
UNUSABLE: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "data": ({"allow_from": ["203.0.113.10/24"]}, "trunk_setups[2] (two): allow_from: '203.0.113.10/24' has host bits"),
    "type": ({"allow_from": "203.0.113.10", "endpoints": _STATIC}, "trunk_setups[2] (two): endpoints: is not a list"),
    "setup": ({"setup": "inbound_static"}, "trunk_setups[2] (two): setup inbound_static lacks endpoints"),
}
# The same, by the contradiction with the project.
CONTRADICTED: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "range": ({"allow_from": ["10.0.0.0/8"]}, "'10.0.0.0/8' lets 16,777,216 addresses place calls"),
    "host": ({"host_name": "other"}, "belongs to the SIP trunk 'other'"),
    "number": ({"endpoints": [_STATIC], "phone_numbers": [FIRST]}, "move: true"),
    "password": ({"setup": "outbound_digest", "credentials": [{"username": "bob"}]}, "password"),
    "user": ({"credential_lists": ["phones"], "endpoints": [_DEVICE]}, "alice"),
    "acl": ({"acls": ["nowhere"]}, "'nowhere'"),
}


@pytest.mark.parametrize("check", [["--check"], []], ids=["check", "real"])
def test_all_or_nothing(check: list[str], control: Control, ansible: Ansible) -> None:
    """A mistake in the second of two trunks keeps the first from being built, and any country from being disabled."""
    cases = {**UNUSABLE, **CONTRADICTED}
    if check:
        # In check mode, an earlier task may create the missing object.
        del cases["acl"], cases["user"]
    setups = {}
    for project, (wrong, _says) in cases.items():
        other = {"name": "other", "hostName": f"other-{project}", "phoneNumbers": [FIRST]}
        control.seed(project, trunks=[other], credentialLists=[credential_list("phones", "carol")])
        second = {"name": "two", "setup": "outbound_acl", "allow_from": ["203.0.113.11"], "host_name": "two", **wrong}
        first = {**SETUPS[0], "host_name": f"one-{project}"}
        setups[project] = [first, {**second, "host_name": f"{second['host_name']}-{project}"}]
    play = {
        "roles": ["sinch.sip.trunk"],
        "vars": {"all": setups, "trunk_setups": "{{ all[inventory_hostname] }}", "trunk_allowed_countries": ["GB"]},
        "module_defaults": {"group/sinch.sip.sinch": {"project_id": "{{ inventory_hostname }}"}},
    }
    run = ansible.plays([play], *check, hosts=[*cases])
    assert [project for project, (_wrong, says) in cases.items() if says not in run.errors[project]] == []
    assert control.writes() == []
    assert {entry["project"] for entry in control.requests()} - {None} == {*cases} - {*UNUSABLE}


def test_everything_that_is_missing_is_told_at_once(control: Control, ansible: Ansible) -> None:
    """One message has the problems of all trunks, before a request is sent and without a password."""
    setups: list[Mapping[str, Any]] = [
        {"name": "one", "setup": "outbound_acl"},
        {"name": "three", "setup": "inbound_registered", "credentials": [{"username": "bob", "password": "Weak-p1"}]},
        {"setup": "unheard_of", "phone_numbers": [44]},
    ]
    run = _run(ansible, setups, "--check", trunk_allowed_countries=[False], trunk_updat_password="always")
    run.refused()
    (message,) = run.errors.values()
    parts = ("lacks allow_from or acls", "at least 12", "lacks name", "unheard_of", "trunk_allowed_countries")
    for part in (*parts, "is trunk_update_password meant"):
        assert part in message
    assert "Weak-p1" not in run.output
    assert control.requests() == []


_HOME = {"street_number": "12", "street_info": "Main Street", "city": "RENO", "state": "NV", "postal_code": "89501"}


def test_emergency_address(control: Control, ansible: Ansible) -> None:
    """An entry has the emergency address of its numbers; a wrong one is refused before the trunk is built."""
    control.seed(PROJECT, phoneNumbers=[FIRST, "+442079460103"])
    help_at: Mapping[str, Any] = {"display_name": "Acme", "address": _HOME}
    entry: dict[str, Any] = {
        "name": "main",
        "setup": "inbound_static",
        "endpoints": [_STATIC],
        "phone_numbers": [FIRST, "+442079460103"],
        "emergency_address": help_at,
    }
    assert "the API proposes '12 MAIN ST, RENO" in _run(ansible, [entry]).refused()
    assert control.writes() == []
    entry["emergency_address"] = {**help_at, "accept_correction": True}
    checked = _run(ansible, [entry], "--check").succeeded()
    assert control.writes() == []
    done, again = (_run(ansible, [entry]).succeeded() for _run_of_it in range(2))
    changed = [any(result.changed for result in run.results) for run in (checked, done, again)]
    assert changed == [True, True, False]
    (address,) = control.state(PROJECT)["emergencyAddresses"]
    assert (address["phoneNumber"], address["address"]["streetInfo"]) == (FIRST, "MAIN ST")


def test_what_the_role_documents() -> None:
    """The documented variables and keys are those that the role reads, and the README has all of them."""
    folder = ROOT / "roles" / "trunk"
    specs = yaml.safe_load((folder / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))
    defaults = yaml.safe_load((folder / "defaults" / "main.yml").read_text(encoding="utf-8"))
    options = specs["argument_specs"]["main"]["options"]
    assert {name: option["default"] for name, option in options.items()} == defaults
    documented = options["trunk_setups"]["options"]
    assert _types(documented) == _types(ENTRY_OPTIONS)
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert [name for name in (*options, *documented) if f"`{name}`" not in readme] == []


def _types(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the types of options, without ``required``, which the role checks itself."""
    said = ("type", "elements", "choices", "default")
    return {
        name: {**{key: option[key] for key in said if key in option}, "options": _types(option.get("options", {}))}
        for name, option in options.items()
    }


def test_waits_without_a_terminal(control: Control, ansible: Ansible) -> None:
    control.seed(PROJECT)
    # A variable of the play would lose against that of the role.
    arguments = ("-e", '{"__trunk_propagation_seconds": 0}')
    for status in ("ok", "skipped"):
        run = _run(ansible, SETUPS[:1], *arguments, trunk_wait_for_propagation=True).succeeded()
        assert [one.status for one in run.results if "Wait until the changes have reached" in one.task] == [status]
