# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects that purge removes, and its guards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.playbooks.projects import PURGED
from tests.playbooks.running import PROJECT, Ansible, Result
from tests.playbooks.seeds import FIRST, SECOND, acl, credential_list, registered_endpoint, static_endpoint
from tests.playbooks.seeds import trunk as trunk_seed
from tests.playbooks.test_config import names, steps, trunk
from tests.simulator.process import Control

_ENDPOINTS = [static_endpoint(), registered_endpoint()]
SEED: Mapping[str, Any] = {
    "accessControlLists": [acl("pbx"), acl("lab")],
    "credentialLists": [credential_list("phones"), credential_list("others", "bob")],
    "trunks": [
        trunk_seed("main", acls=["pbx", "lab"], credentialLists=["phones"], endpoints=_ENDPOINTS, phoneNumbers=[FIRST]),
        trunk_seed("spare", acls=["lab"], endpoints=[static_endpoint()], phoneNumbers=[SECOND]),
    ],
    "callBlockingRules": [{"name": name, "direction": "INBOUND"} for name in ("spam", "fraud")],
}
LISTED: Mapping[str, Mapping[str, Any]] = {
    "acls": {"acls": [{"name": "pbx"}]},
    "credential_lists": {"credential_lists": [{"name": "phones"}]},
    "trunks": {"trunks": [{"name": "main"}]},
    "endpoints": {"trunks": [{"name": "main", "endpoints": [{"name": "pbx"}]}]},
    "phone_numbers": {"trunks": [{"name": "main", "phone_numbers": [SECOND], "move": True}]},
    "call_blocking_rules": {"call_blocking_rules": [{"name": "spam"}]},
}
"""Data with unlisted objects of a kind, by kind."""
NOTHING: Mapping[str, Mapping[str, Any]] = {
    **{kind: {} for kind in PURGED},
    "endpoints": {"trunks": [{"name": "main", "endpoints": []}]},
    "phone_numbers": {"trunks": [{"name": "main", "phone_numbers": []}]},
}
"""Data in which all objects of a kind are unlisted, by kind."""


@pytest.fixture
def seeded(control: Control) -> Control:
    control.seed(PROJECT, **SEED)
    return control


def inventory(control: Control) -> dict[str, Any]:
    state = control.state(PROJECT)
    return {
        "acls": names(control, "accessControlLists"),
        "credential_lists": names(control, "credentialLists"),
        "trunks": names(control, "trunks"),
        "endpoints": {row["name"]: sorted(one["name"] for one in row["endpoints"]) for row in state["trunks"]},
        "phone_numbers": {row["name"]: sorted(row["phoneNumbers"]) for row in state["trunks"]},
        "call_blocking_rules": names(control, "callBlockingRules"),
    }


def converge(ansible: Ansible, data: Mapping[str, Any], *purge: str, check: bool = False, **more: Any) -> Result:
    return ansible.module("sinch_sip_config", {**data, "purge": [*purge], **more}, check=check)


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        ("acls", {"acls": ["pbx"]}),
        ("credential_lists", {"credential_lists": ["phones"]}),
        ("trunks", {"trunks": ["main"], "endpoints": {"main": ["desk", "pbx"]}, "phone_numbers": {"main": [FIRST]}}),
        ("endpoints", {"endpoints": {"main": ["pbx"], "spare": ["pbx"]}}),
        ("phone_numbers", {"phone_numbers": {"main": [SECOND], "spare": []}}),
        ("call_blocking_rules", {"call_blocking_rules": ["spam"]}),
    ],
)
@pytest.mark.usefixtures("dialect")
def test_only_the_named_kind_is_purged(kind: str, left: Mapping[str, Any], seeded: Control, ansible: Ansible) -> None:
    """Unlisted objects of the named kind, and only they, are removed with their dependents."""
    before = inventory(seeded)
    predicted = converge(ansible, LISTED[kind], kind, check=True).succeeded()
    assert inventory(seeded) == before
    real = converge(ansible, LISTED[kind], kind).succeeded()
    assert real["diff"] == predicted["diff"]
    assert inventory(seeded) == {**before, **left}
    assert not converge(ansible, LISTED[kind], kind).succeeded().changed


def test_nothing_is_purged_by_itself(seeded: Control, ansible: Ansible) -> None:
    before = inventory(seeded)
    for data in LISTED.values():
        converge(ansible, data).succeeded()
    before["phone_numbers"] = {"main": [FIRST, SECOND], "spare": []}
    assert inventory(seeded) == before


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("kind", PURGED)
def test_kind_is_not_emptied_by_mistake(kind: str, check: bool, seeded: Control, ansible: Ansible) -> None:
    """An empty or missing list of a purged kind is refused without ``purge_all``."""
    before = inventory(seeded)
    message = converge(ansible, NOTHING[kind], kind, check=check).error()
    assert message.startswith(f"purge: {kind} would remove all")
    assert "purge_all" in message
    assert (inventory(seeded), seeded.writes()) == (before, [])
    converge(ansible, NOTHING[kind], kind, purge_all=True, check=check).succeeded()
    assert (inventory(seeded) == before) == check


@pytest.mark.parametrize("check", [True, False])
def test_host_name_of_what_is_purged(check: bool, seeded: Control, ansible: Ansible) -> None:
    """The host name of a purged trunk is not free before the purge, and refused with advice."""
    new: dict[str, Any] = {"name": "new", "host_name": "spare"}
    data = {"trunks": [{"name": "main"}, new]}
    message = converge(ansible, data, "trunks", check=check).error()
    assert message.startswith("trunks 'new': host_name: is free only once delete SIP trunk 'spare' is done")
    assert "state: absent" in message
    assert seeded.writes() == []
    new["force"] = True
    converge(ansible, data, "trunks", check=check).succeeded()
    assert inventory(seeded)["trunks"] == (["main", "spare"] if check else ["main", "new"])


def test_nothing_is_purged_after_a_failure(seeded: Control, ansible: Ansible) -> None:
    """If the creation of a trunk fails, the trunk that it replaces is not purged; the next run completes the work."""
    seeded.seed("another project", trunks=[{"name": "theirs", "hostName": "taken"}])
    before = inventory(seeded)
    data = {"trunks": [{"name": "main"}, {"name": "new", "host_name": "taken"}]}
    failed = converge(ansible, data, "trunks")
    assert failed["changes"] == []
    assert "Nothing is purged unless all else has succeeded." in failed.error()
    assert {entry["action"] for entry in failed["plan"] if entry["status"] == "not_tried"} >= {"delete", "unlink"}
    assert inventory(seeded) == before
    data["trunks"][1]["host_name"] = "free"
    converge(ansible, data, "trunks").succeeded()
    assert inventory(seeded)["trunks"] == ["main", "new"]


def test_kind_that_is_named_twice(seeded: Control, ansible: Ansible) -> None:
    assert converge(ansible, {}, "acls", "acls").error().count("would remove all") == 1
    converge(ansible, LISTED["acls"], "acls", "acls").succeeded()
    assert inventory(seeded)["acls"] == ["pbx"]


@pytest.mark.usefixtures("dialect")
def test_whole_project_is_taken_down_in_order(seeded: Control, ansible: Ansible) -> None:
    trunks: list[dict[str, Any]] = [{"name": name, "endpoints": [], "phone_numbers": []} for name in ("main", "spare")]
    converge(ansible, {"trunks": trunks}, *PURGED[3:5], purge_all=True).succeeded()
    seeded.clear_log()
    converge(ansible, {}, *PURGED, purge_all=True).succeeded()
    assert [entry["status"] for entry in seeded.writes() if (entry["status"] or 0) >= 400] == []
    assert inventory(seeded) == {**{kind: [] for kind in PURGED}, "endpoints": {}, "phone_numbers": {}}
    rows = seeded.state(PROJECT)["phoneNumbers"]
    assert {row["phoneNumber"]: row["sipTrunkId"] for row in rows} == {FIRST: None, SECOND: None}


def test_trunk_goes_with_all_that_hangs_on_it(seeded: Control, ansible: Ansible) -> None:
    """Numbers, endpoints and links are removed before the trunk; the linked objects stay."""
    result = converge(ansible, {"trunks": [{"name": "spare"}]}, "trunks").succeeded()
    *others, last = steps(seeded)
    assert last == "DELETE trunks/…"
    parts = ("accessControlLists/lab", "accessControlLists/pbx", "credentialLists/phones", "endpoints/…", "endpoints/…")
    assert sorted(others) == [*(f"DELETE trunks/…/{part}" for part in parts), "POST phoneNumbers"]
    assert result["summary"]["by_action"] == {"delete": 3, "unassign": 1, "unlink": 3}
    left = inventory(seeded)
    assert (left["acls"], left["credential_lists"]) == (["lab", "pbx"], ["others", "phones"])


# References


@pytest.mark.parametrize("by_id", [False, True])
@pytest.mark.parametrize(("option", "kind"), [("acls", "accessControlLists"), ("credential_lists", "credentialLists")])
def test_what_a_trunk_refers_to_stays(option: str, kind: str, by_id: bool, seeded: Control, ansible: Ansible) -> None:
    """Unlisted objects to which a listed trunk refers are not purged."""
    first, second = seeded.state(PROJECT)[kind]
    data = {"trunks": [{"name": "spare", option: [first["id"] if by_id else first["name"]]}]}
    converge(ansible, data, option).succeeded()
    assert names(seeded, kind) == [first["name"]]
    assert second["name"] != first["name"]
    assert not converge(ansible, data, option).succeeded().changed


@pytest.mark.parametrize("purged", PURGED)
def test_what_is_listed_stays(purged: str, seeded: Control, ansible: Ansible) -> None:
    """No purge of any kind removes a listed endpoint or number."""
    entry = {"name": "main", "endpoints": [{"name": "pbx"}, {"name": "desk"}], "phone_numbers": [FIRST]}
    data = {"trunks": [entry], "credential_lists": [{"name": "others"}], "acls": [{"name": "lab"}]}
    converge(ansible, {**data, "call_blocking_rules": [{"name": "spam"}]}, purged).succeeded()
    assert inventory(seeded)["endpoints"]["main"] == ["desk", "pbx"]
    assert inventory(seeded)["phone_numbers"]["main"] == [FIRST]
    (phones,) = (row["id"] for row in seeded.state(PROJECT)["credentialLists"] if row["name"] == "phones")
    assert trunk(seeded, "main")["credentialListIds"] == [phones]


@pytest.mark.parametrize("entry", [{"name": "desk"}, {"name": "desk", "credential_username": "alice"}])
def test_users_of_two_lists(entry: Mapping[str, Any], seeded: Control, ansible: Ansible) -> None:
    """An endpoint survives the purge of a credential list if a listed one has the same user."""
    seeded.seed(PROJECT, credentialLists=[credential_list("twins")])
    data = {"trunks": [{"name": "main", "endpoints": [entry]}], "credential_lists": [{"name": "twins"}]}
    result = converge(ansible, data, "credential_lists")
    assert "desk" in inventory(seeded)["endpoints"]["main"], result.data
    assert not result.succeeded().changed or not converge(ansible, data, "credential_lists").succeeded().changed


@pytest.mark.parametrize("how", ["purged", "absent"])
def test_endpoint_that_no_longer_registers(how: str, seeded: Control, ansible: Ansible) -> None:
    """An endpoint that becomes static survives the deletion of its credential list in the same run."""
    lists = [{"name": "others"}, *([{"name": "phones", "state": "absent", "force": True}] if how == "absent" else [])]
    endpoint = {"name": "desk", "address": "203.0.113.40", "port": 5060}
    data = {"trunks": [{"name": "main", "credential_lists": [], "endpoints": [endpoint]}], "credential_lists": lists}
    (desk,) = (row["id"] for row in trunk(seeded, "main")["endpoints"] if row["name"] == "desk")
    converge(ansible, data, *(["credential_lists"] if how == "purged" else [])).succeeded()
    (after,) = (row for row in trunk(seeded, "main")["endpoints"] if row["name"] == "desk")
    assert (after["id"], after["address"]) == (desk, "203.0.113.40")
    assert inventory(seeded)["credential_lists"] == ["others"]
