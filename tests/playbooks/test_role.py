# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role ``trunk``: every setup, from nothing to nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.playbooks.cases import FIRST, PASSWORD, SECOND
from tests.playbooks.running import PROJECT, Ansible, PlaybookRun
from tests.simulator.process import Control

THIRD = "+12025550103"
STATIC = {"name": "pbx", "address": "203.0.113.20", "transport": "TCP"}
DEVICE = {"name": "phone", "credential_username": "alice"}
USERS = [{"username": "alice", "password": PASSWORD}]
SETUPS: list[dict[str, Any]] = [
    {"name": "acl", "setup": "outbound_acl", "allow_from": ["203.0.113.10", {"cidr": "198.51.100.0/24"}]},
    {"name": "digest", "setup": "outbound_digest", "credentials": USERS},
    {"name": "static", "setup": "inbound_static", "endpoints": [STATIC], "phone_numbers": [FIRST]},
    {
        "name": "registered",
        "setup": "inbound_registered",
        "credentials": USERS,
        "endpoints": [DEVICE],
        "phone_numbers": [SECOND],
    },
    {
        "name": "both",
        "setup": "bidirectional",
        "allow_from": ["203.0.113.10"],
        "credentials": USERS,
        "endpoints": [STATIC, DEVICE],
        "phone_numbers": [THIRD],
    },
]
# What each must have in the end: numbers of ACLs, credential lists and endpoints, and the phone numbers.
BUILT = {
    "acl": (1, 0, 0, []),
    "digest": (0, 1, 0, []),
    "static": (0, 0, 1, [FIRST]),
    "registered": (0, 1, 1, [SECOND]),
    "both": (1, 1, 2, [THIRD]),
}


def _run(ansible: Ansible, setups: Sequence[Mapping[str, Any]], *arguments: str, **variables: Any) -> PlaybookRun:
    entries = [{"host_name": entry.get("name", "nameless"), **entry} for entry in setups]
    play = {"roles": ["sinch.sip.trunk"], "vars": {"trunk_setups": entries, **variables}}
    return ansible.plays([play], "--diff", *arguments)


def _trunks(control: Control) -> dict[str, tuple[int, int, int, list[str]]]:
    return {
        trunk["name"]: (
            len(trunk["accessControlListIds"]),
            len(trunk["credentialListIds"]),
            len(trunk["endpoints"]),
            trunk["phoneNumbers"],
        )
        for trunk in control.state(PROJECT)["trunks"]
    }


def test_every_setup(control: Control, ansible: Ansible) -> None:
    """Check mode passes on an empty project and writes nothing, the run builds, the next changes nothing, all goes."""
    control.seed(PROJECT, phoneNumbers=[FIRST, SECOND, THIRD])
    empty = control.state(PROJECT)
    control.settings(read_only=True)
    checked = _run(ansible, SETUPS, "--check", trunk_allowed_countries=["US", "GB"]).succeeded()
    control.settings(read_only=False)
    assert control.writes() == []
    assert any(result.changed for result in checked.results)

    _run(ansible, SETUPS, trunk_allowed_countries=["US", "GB"]).succeeded()
    assert _trunks(control) == BUILT
    allowed = control.state(PROJECT)["countryPermissions"]
    assert sorted(code for code, enabled in allowed.items() if enabled) == ["GB", "US"]

    control.clear_log()
    again = _run(ansible, SETUPS, trunk_allowed_countries=["US", "GB"]).succeeded()
    assert [result.task for result in again.results if result.data.get("changed")] == []
    assert control.writes() == []

    _run(ansible, SETUPS, trunk_state="absent").succeeded()
    state = control.state(PROJECT)
    kinds = ("trunks", "accessControlLists", "credentialLists")
    assert [state[kind] for kind in kinds] == [empty[kind] for kind in kinds] == [[], [], []]
    assert {number["sipTrunkId"] for number in state["phoneNumbers"]} == {None}


def test_what_other_trunks_use_is_left(control: Control, ansible: Ansible) -> None:
    """Taking a trunk down leaves an ACL that another trunk has linked."""
    acls = [{"name": "acl", "enabled": True, "ipRanges": [{"ipAddress": "203.0.113.10", "range": 32}]}]
    trunks = [{"name": name, "hostName": name, "acls": ["acl"]} for name in ("acl", "other")]
    control.seed(PROJECT, accessControlLists=acls, trunks=trunks)
    _run(ansible, SETUPS[:1], trunk_state="absent").succeeded()
    assert _trunks(control) == {"other": (1, 0, 0, [])}
    assert [one["name"] for one in control.state(PROJECT)["accessControlLists"]] == ["acl"]


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
def test_everything_that_is_missing_is_told_at_once(check: bool, control: Control, ansible: Ansible) -> None:
    """One message names every problem of every trunk, and nothing has been asked of the API; no password is shown."""
    setups: list[Mapping[str, Any]] = [
        {"name": "one", "setup": "outbound_acl"},
        {"name": "one", "setup": "inbound_static", "endpoints": [DEVICE], "phone_numbers": [FIRST]},
        {"name": "three", "setup": "inbound_registered", "credentials": [{"username": "bob", "password": "Weak-p1"}]},
        {"setup": "unheard_of", "phone_numbers": [44]},
    ]
    run = _run(ansible, setups, *(["--check"] if check else []), trunk_allowed_countries=[False])
    assert run.returncode != 0
    message = next(result for result in run.results if result.status == "failed").error()
    for part in (
        "outbound_acl lacks allow_from or acls",
        "the name is listed twice",
        "credential_username alice is not in credentials",
        "inbound_registered lacks endpoints",
        "password must have 12 characters",
        "lacks name",
        "unheard_of",
        "trunk_allowed_countries",
        "quote",
    ):
        assert part in message
    assert "Weak-p1" not in run.output
    assert control.counters()["requests"] == 0
