# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role ``trunk``: what it refuses, leaves and says. That it builds every setup is in the truth test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import yaml

from ansible_collections.sinch.sip.plugins.plugin_utils._trunk_setups import ENTRY_OPTIONS
from tests.playbooks.cases import SETUPS
from tests.playbooks.running import PROJECT, Ansible, PlaybookRun
from tests.playbooks.seeds import FIRST, PASSWORD
from tests.simulator.process import ROOT, Control

_STATIC = {"name": "pbx", "address": "203.0.113.20"}
_DEVICE = {"name": "phone", "credential_username": "alice"}


def _run(ansible: Ansible, setups: Sequence[Mapping[str, Any]], *arguments: str, **variables: Any) -> PlaybookRun:
    entries = [{"host_name": entry.get("name", "nameless"), **entry} for entry in setups]
    play = {"roles": ["sinch.sip.trunk"], "vars": {"trunk_setups": entries, **variables}}
    return ansible.plays([play], "--diff", *arguments)


def test_what_other_trunks_use_is_left(control: Control, ansible: Ansible) -> None:
    """Taking a trunk down leaves an ACL that another trunk has linked."""
    acls = [{"name": "acl", "enabled": True, "ipRanges": [{"ipAddress": "203.0.113.10", "range": 32}]}]
    trunks = [{"name": name, "hostName": name, "acls": ["acl"]} for name in ("acl", "other")]
    control.seed(PROJECT, accessControlLists=acls, trunks=trunks)
    _run(ansible, SETUPS[:1], trunk_state="absent").succeeded()
    state = control.state(PROJECT)
    assert [(one["name"], len(one["accessControlListIds"])) for one in state["trunks"]] == [("other", 1)]
    assert [one["name"] for one in state["accessControlLists"]] == ["acl"]


# A second trunk that cannot be built, by what is wrong; most of it is in the unit tests of trunk_setups.
UNUSABLE: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "data": ({"allow_from": ["203.0.113.10/24"]}, "trunk_setups[2] (two): allow_from: '203.0.113.10/24' has host bits"),
    "type": ({"allow_from": "203.0.113.10", "endpoints": _STATIC}, "trunk_setups[2] (two): endpoints: is not a list"),
    "setup": ({"setup": "inbound_static"}, "trunk_setups[2] (two): setup inbound_static lacks endpoints"),
}
# The same, by what stands against it in the project.
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
    """Whatever is wrong with the second of two trunks, the first is not built, and no country is closed."""
    cases = {**UNUSABLE, **CONTRADICTED}
    if check:
        # There, an earlier task may make what is missing.
        del cases["acl"], cases["user"]
    setups = {}
    for project, (wrong, _says) in cases.items():
        users = [{"username": "carol", "password": PASSWORD}]
        other = {"name": "other", "hostName": f"other-{project}", "phoneNumbers": [FIRST]}
        control.seed(project, trunks=[other], credentialLists=[{"name": "phones", "credentials": users}])
        second = {"name": "two", "setup": "outbound_acl", "allow_from": ["203.0.113.11"], "host_name": "two", **wrong}
        first = {**SETUPS[0], "host_name": f"one-{project}"}
        setups[project] = [first, {**second, "host_name": f"{second['host_name']}-{project}"}]
    play = {
        "roles": ["sinch.sip.trunk"],
        "vars": {"all": setups, "trunk_setups": "{{ all[inventory_hostname] }}", "trunk_allowed_countries": ["GB"]},
        "module_defaults": {"group/sinch.sip.sinch": {"project_id": "{{ inventory_hostname }}"}},
    }
    run = ansible.plays([play], *check, hosts=[*cases])
    told = {one.host: one.error() for one in run.results if one.status == "failed"}
    assert {project: says in told[project] for project, (_wrong, says) in cases.items()} == dict.fromkeys(
        cases, True
    ), told
    assert control.writes() == []
    assert {entry["project"] for entry in control.requests()} - {None} == {*cases} - {*UNUSABLE}


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
def test_everything_that_is_missing_is_told_at_once(check: bool, control: Control, ansible: Ansible) -> None:
    """One message names every problem of every trunk, and nothing has been asked of the API; no password is shown."""
    setups: list[Mapping[str, Any]] = [
        {"name": "one", "setup": "outbound_acl"},
        {"name": "one", "setup": "inbound_static", "endpoints": [_DEVICE], "phone_numbers": [FIRST]},
        {"name": "three", "setup": "inbound_registered", "credentials": [{"username": "bob", "password": "Weak-p1"}]},
        {"setup": "unheard_of", "phone_numbers": [44]},
    ]
    run = _run(ansible, setups, *(["--check"] if check else []), trunk_allowed_countries=[False])
    assert run.returncode != 0
    message = next(result for result in run.results if result.status == "failed").error()
    for part in (
        "outbound_acl lacks allow_from or acls",
        "the name one is listed twice",
        "credential_username alice is not in credentials",
        "inbound_registered lacks endpoints",
        "at least 12 characters",
        "lacks name",
        "unheard_of",
        "trunk_allowed_countries",
        "quote",
    ):
        assert part in message
    assert "Weak-p1" not in run.output
    assert control.counters()["requests"] == 0


def test_what_the_role_documents() -> None:
    """The variables and the keys of an entry are documented as they are read, and the README has them all."""
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
    """Return what options say that is no documentation; what an entry lacks, the role tells in its own words."""
    said = ("type", "elements", "choices", "default")
    return {
        name: {**{key: option[key] for key in said if key in option}, "options": _types(option.get("options", {}))}
        for name, option in options.items()
    }


def test_waits_without_a_terminal(control: Control, ansible: Ansible) -> None:
    """The wait is one that no key ends, and so needs no terminal; where nothing changes, there is none."""
    control.seed(PROJECT)
    for status in ("ok", "skipped"):
        run = _run(ansible, SETUPS[:1], trunk_wait_for_propagation=True, __trunk_propagation_seconds=0).succeeded()
        assert [one.status for one in run.results if "Wait until the changes have reached" in one.task] == [status]
