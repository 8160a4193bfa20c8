# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole project in one task: its changes, their order, and the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._project_config import config_of
from tests.playbooks.projects import PURGED
from tests.playbooks.running import PROJECT, Ansible
from tests.playbooks.seeds import FIRST, PASSWORD, SECOND, acl, static_endpoint, user
from tests.playbooks.seeds import trunk as trunk_seed
from tests.simulator.process import Control

ACLS = [acl(name) for name in ("pbx", "lab", "spare")]
_PBX, _DESK = (
    {"name": "pbx", "address": "203.0.113.20", "priority": 2},
    {"name": "desk", "credential_username": "alice"},
)
_NEW = {"name": "new", "host_name": "new"}
_PARTS = {"endpoints": [_PBX, _DESK], "phone_numbers": [FIRST, SECOND]}
WHOLE: Mapping[str, Any] = {
    "acls": [{"name": "pbx", "ip_ranges": ["203.0.113.10", {"cidr": "198.51.100.0/24", "description": "branch"}]}],
    "credential_lists": [{"name": "phones", "credentials": [user()]}],
    "trunks": [
        {"name": "main", "host_name": "acme-main", "acls": ["pbx"], "credential_lists": ["phones"], **_PARTS},
        {"name": "spare", "host_name": "acme-spare", "acls": ["pbx"]},
    ],
    "country_permissions": {"enabled": ["US", "GB"], "exclusive": True},
    "call_blocking_rules": [{"name": "spam", "direction": "INBOUND", "caller_match": "+4470"}],
}
"""A project with an object of every kind."""


def names(control: Control, kind: str) -> list[str]:
    return sorted(row["name"] for row in control.state(PROJECT)[kind])


def trunk(control: Control, name: str) -> Any:
    (found,) = (row for row in control.state(PROJECT)["trunks"] if row["name"] == name)
    return found


def steps(control: Control) -> list[str]:
    """Return the method and path of every write, with names in the place of IDs, and "…" for deleted objects."""
    state = control.state(PROJECT)
    rows = [row for kind in ("accessControlLists", "credentialLists", "trunks") for row in state[kind]]
    rows += [endpoint for row in state["trunks"] for endpoint in row["endpoints"]]
    known = {row["id"]: row["name"] for row in rows}

    def step(path: str) -> str:
        parts = path.split("/")[4:]
        return "/".join(known.get(part, "…" if len(part) == 26 else part) for part in parts)

    return [f"{entry['method']} {step(entry['path'])}" for entry in control.writes()]


@pytest.mark.usefixtures("both_ways")
def test_playbook(control: Control, ansible: Ansible) -> None:
    """Check mode, a run, a second run, an export and its import work in a playbook, and show no password."""
    imported = {option: f"{{{{ exported.config.{option} }}}}" for option in WHOLE}
    build: Mapping[str, Any] = {"name": "build", "sinch.sip.sinch_sip_config": WHOLE}
    tasks = [
        {**build, "name": "check", "check_mode": True},
        build,
        {**build, "name": "again"},
        {"name": "export", "sinch.sip.sinch_sip_config_info": {}, "register": "exported"},
        {"name": "import", "sinch.sip.sinch_sip_config": {**imported, "purge": [*PURGED]}},
    ]
    run = ansible.playbook(tasks, "--diff", "-vvv").succeeded()
    plans = [[{**action, "id": None, "status": None} for action in run[task]["plan"]] for task in ("check", "build")]
    assert plans[0] == plans[1]
    assert run["check"]["diff"] == run["build"]["diff"]
    assert run.output.count("+SIP endpoint desk of main:") == 2
    assert [result.changed for result in run.results] == [True, True, False, False, False]
    assert len(control.writes()) == len(plans[1])
    assert PASSWORD not in run.output


@pytest.mark.usefixtures("dialect")
def test_export(control: Control, ansible: Ansible) -> None:
    """The export is the sorted data with all fields; objects that share a name have their IDs."""
    ansible.module("sinch_sip_config", WHOLE).succeeded()
    twins = control.seed(PROJECT, accessControlLists=[ACLS[1], ACLS[1]])["accessControlLists"]
    result = ansible.module("sinch_sip_config_info").succeeded()
    main, spare = ({**one, "enable_caller_name": False, "enable_call_forward": False} for one in WHOLE["trunks"])
    usual = {"transport": "UDP", "enabled": True}
    static, desk = main["endpoints"]
    ranges = [{"cidr": "198.51.100.0/24", "description": "branch"}, "203.0.113.10/32"]
    assert result["config"] == {
        **config_of(Snapshot()),
        "acls": [
            *({"id": own, "name": "lab", "enabled": True, "ip_ranges": ["203.0.113.10/32"]} for own in sorted(twins)),
            {"name": "pbx", "enabled": True, "ip_ranges": ranges},
        ],
        "credential_lists": [{"name": "phones", "credentials": [{"username": "alice"}]}],
        "trunks": [
            {**main, "endpoints": [{**desk, **usual, "priority": 1}, {**static, **usual, "port": 5060}]},
            {**spare, "credential_lists": [], "endpoints": [], "phone_numbers": []},
        ],
        "country_permissions": {"enabled": ["GB", "US"], "exclusive": True},
        "call_blocking_rules": WHOLE["call_blocking_rules"],
    }
    assert result["passwords_left_out"] == {"phones": ["alice"]}
    assert not result.changed


def test_plan_summary_and_diff(control: Control, ansible: Ansible) -> None:
    """The plan names objects and changed fields, the summary counts, and the diff has only the fields that change."""
    main = trunk_seed("main", acls=["pbx"], endpoints=[static_endpoint()])
    control.seed(PROJECT, accessControlLists=ACLS, trunks=[main], phoneNumbers=[FIRST])
    entry = {"name": "main", "acls": ["lab", "pbx"], "endpoints": [{"name": "pbx", "priority": 2}]}
    data = {
        "acls": [{"name": "pbx", "ip_ranges": ["203.0.113.11"]}, {"name": "lab"}, {"name": "spare", "state": "absent"}],
        "trunks": [{**entry, "phone_numbers": [FIRST]}],
        "country_permissions": {"enabled": ["US", "GB"]},
        "call_blocking_rules": [{"name": "spam", "direction": "INBOUND"}],
    }
    rows = [trunk(control, "main"), *control.state(PROJECT)["accessControlLists"]]
    ids = {row["name"]: row["id"] for row in rows}
    (endpoint,) = rows[0]["endpoints"]
    result = ansible.module("sinch_sip_config", data).succeeded()
    (rule,) = control.state(PROJECT)["callBlockingRules"]
    found = [[action[key] for key in ("action", "kind", "name", "id", "status")] for action in result["plan"]]
    assert found == [
        ["update", "acl", "pbx", ids["pbx"], "done"],
        ["link", "sip_trunk", "main", ids["main"], "done"],
        ["update", "sip_endpoint", "pbx", endpoint["id"], "done"],
        ["assign", "phone_number", FIRST, FIRST, "done"],
        ["update", "country_permission", "GB", "GB", "done"],
        ["create", "call_blocking_rule", "spam", rule["id"], "done"],
        ["delete", "acl", "spare", ids["spare"], "done"],
    ]
    sides = [(action["before"], action["after"]) for action in result["plan"][1:3]]
    assert sides == [({}, {"acls": ["lab"]}), ({"priority": 1}, {"priority": 2})]
    by_action = {"assign": 1, "create": 1, "delete": 1, "link": 1, "update": 3}
    summary = {"actions": 7, "by_action": by_action, "by_status": {"done": 7}, "unchanged": 2}
    assert result["summary"] == summary
    before, after = (yaml.safe_load(result["diff"][side]) for side in ("before", "after"))
    assert before == {
        "ACL pbx": {"ip_ranges": ["203.0.113.10/32"]},
        "ACL spare": {"name": "spare", "enabled": True, "ip_ranges": ["203.0.113.10/32"]},
        "SIP trunk main": {"acls": ["pbx"]},
        "SIP endpoint pbx of main": {"priority": 1},
        "country permission GB": {"enabled": False},
    }
    assert after == {
        "ACL pbx": {"ip_ranges": ["203.0.113.11/32"]},
        "SIP trunk main": {"acls": ["lab", "pbx"]},
        "SIP endpoint pbx of main": {"priority": 2},
        f"phone number {FIRST}": {"trunk": "main"},
        "country permission GB": {"enabled": True},
        "call blocking rule spam": {"name": "spam", "direction": "INBOUND"},
    }


def test_links_are_made_before_others_are_taken_away(control: Control, ansible: Ansible) -> None:
    """New ACLs are linked before old ones are unlinked; if a new link fails, the old ones stay."""
    control.seed(PROJECT, accessControlLists=ACLS, trunks=[trunk_seed("main", acls=["pbx", "lab"])])
    before = trunk(control, "main")["accessControlListIds"]
    data = {"trunks": [{"name": "main", "acls": ["spare"]}]}
    control.fault("status", method="POST", path="/accessControlLists$", status=409, times=1)
    assert len(ansible.module("sinch_sip_config", data)["not_tried"]) == 2
    assert trunk(control, "main")["accessControlListIds"] == before
    control.clear_log()
    ansible.module("sinch_sip_config", data).succeeded()
    first, *others = steps(control)
    assert first == "POST trunks/main/accessControlLists"
    assert sorted(others) == [f"DELETE trunks/main/accessControlLists/{name}" for name in ("lab", "pbx")]


def test_everything_is_made_in_order(control: Control, ansible: Ansible) -> None:
    """ACLs, credential lists and trunks come before links, links before registered endpoints, trunks before numbers."""
    ansible.module("sinch_sip_config", {**WHOLE, "max_connections": 8}).succeeded()
    done = steps(control)
    place = done.index
    for trunk_name in ("main", "spare"):
        link = place(f"POST trunks/{trunk_name}/accessControlLists")
        assert max(place("POST accessControlLists"), place("POST trunks")) < link
    link = place("POST trunks/main/credentialLists")
    assert place("POST credentialLists") < link < len(done) - 1 - done[::-1].index("POST trunks/main/endpoints")
    assert place("POST trunks") < place("POST phoneNumbers")


def test_rename_by_id(control: Control, ansible: Ansible) -> None:
    """An entry with an ID renames its object; other entries refer to the object by the new name or by the ID."""
    ids = control.seed(PROJECT, accessControlLists=ACLS[:2], trunks=[trunk_seed("main")])
    pbx, lab = ids["accessControlLists"]
    trunks = [{"id": ids["trunks"][0], "name": "renamed", "acls": ["lab"]}, _NEW | {"acls": [lab]}]
    data = {"acls": [{"id": pbx, "name": "lab"}, {"id": lab, "name": "pbx"}], "trunks": trunks}
    ansible.module("sinch_sip_config", data).succeeded()
    assert {row["name"]: row["id"] for row in control.state(PROJECT)["accessControlLists"]} == {"lab": pbx, "pbx": lab}
    assert trunk(control, "renamed")["accessControlListIds"] == [pbx]
    assert trunk(control, "new")["accessControlListIds"] == [lab]
    assert not ansible.module("sinch_sip_config", data).succeeded().changed


# Host names and numbers go from one trunk to another


@pytest.mark.parametrize(
    ("entries", "hosts"),
    [
        ([("new", "a"), ("a", None)], {"new": "a", "b": "b", "c": "c"}),
        ([("a", "b"), ("b", "c"), ("c", "d")], {"a": "b", "b": "c", "c": "d"}),
        ([("a", "b"), ("b", None), ("new", "a")], {"a": "b", "new": "a", "c": "c"}),
    ],
    ids=["absent", "passed on", "passed on by one that goes"],
)
def test_host_name_is_taken_over(
    entries: list[tuple[str, str | None]], hosts: Mapping[str, str], control: Control, ansible: Ansible
) -> None:
    """A host name becomes free in the run that deletes its trunk or gives it another one."""
    control.seed(PROJECT, trunks=[trunk_seed(name) for name in "abc"])
    trunks = [{"name": name, **({"host_name": host} if host else {"state": "absent"})} for name, host in entries]
    data = {"trunks": trunks}
    ansible.module("sinch_sip_config", data).succeeded()
    assert {row["name"]: row["hostName"] for row in control.state(PROJECT)["trunks"]} == hosts
    assert not ansible.module("sinch_sip_config", data).succeeded().changed


def test_trunk_is_replaced(control: Control, ansible: Ansible) -> None:
    """A trunk takes the host name and numbers of deleted trunks; a number moves without a gap where it can."""
    old = {"name": "old", "hostName": "acme", "phoneNumbers": [FIRST], "endpoints": [static_endpoint()]}
    control.seed(PROJECT, trunks=[old, trunk_seed("other", phoneNumbers=[SECOND])])
    entry = {"name": "new", "host_name": "acme", "phone_numbers": [FIRST, SECOND], "move": True}
    data = {"trunks": [entry, *({"name": name, "state": "absent", "force": True} for name in ("old", "other"))]}
    predicted = ansible.module("sinch_sip_config", data, check=True).succeeded()
    real = ansible.module("sinch_sip_config", data).succeeded()
    assert predicted["diff"] == real["diff"]
    assert names(control, "trunks") == ["new"]
    new = trunk(control, "new")
    assert (new["hostName"], sorted(new["phoneNumbers"])) == ("acme", [FIRST, SECOND])
    bodies = [entry["body"] or {} for entry in control.writes()]
    assert [one["sipTrunkId"] for one in bodies if one.get("phoneNumber") == SECOND] == [new["id"]]
    assert not ansible.module("sinch_sip_config", data).succeeded().changed


def test_number_of_a_trunk_that_goes(control: Control, ansible: Ansible) -> None:
    """A number moves from a purged trunk straight to another one, and only with ``move``."""
    control.seed(PROJECT, trunks=[trunk_seed("old", phoneNumbers=[FIRST]), trunk_seed("main")])
    entry = {"name": "main", "phone_numbers": [FIRST]}
    refused = ansible.module("sinch_sip_config", {"trunks": [entry], "purge": ["trunks"]}).error()
    assert "move: true" in refused
    assert control.writes() == []
    ansible.module("sinch_sip_config", {"trunks": [{**entry, "move": True}], "purge": ["trunks"]}).succeeded()
    assert steps(control) == ["POST phoneNumbers", "DELETE trunks/…"]
    assert trunk(control, "main")["phoneNumbers"] == [FIRST]
