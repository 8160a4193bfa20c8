# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole project in one task: what is done, in which order, and how it is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.playbooks.projects import PURGED
from tests.playbooks.running import PROJECT, Ansible
from tests.playbooks.seeds import PASSWORD
from tests.simulator.process import Control

FIRST, SECOND = "+12025550101", "+12025550102"
RANGE = {"ipAddress": "203.0.113.10", "range": 32}
ACLS = [{"name": name, "enabled": True, "ipRanges": [RANGE]} for name in ("pbx", "lab", "spare")]
LISTS = [{"name": "phones", "credentials": [{"username": "alice", "password": PASSWORD}]}]
WHOLE: Mapping[str, Any] = {
    "acls": [{"name": "pbx", "ip_ranges": ["203.0.113.10", {"cidr": "198.51.100.0/24", "description": "branch"}]}],
    "credential_lists": [{"name": "phones", "credentials": [{"username": "alice", "password": PASSWORD}]}],
    "trunks": [
        {
            "name": "main",
            "host_name": "acme-main",
            "acls": ["pbx"],
            "credential_lists": ["phones"],
            "endpoints": [
                {"name": "pbx", "address": "203.0.113.20", "priority": 2},
                {"name": "desk", "credential_username": "alice"},
            ],
            "phone_numbers": [FIRST, SECOND],
        },
        {"name": "spare", "host_name": "acme-spare", "acls": ["pbx"]},
    ],
    "country_permissions": {"enabled": ["US", "GB"], "exclusive": True},
    "call_blocking_rules": [{"name": "spam", "direction": "INBOUND", "caller_match": "+4470"}],
}
"""A project with something of every kind."""


def names(control: Control, kind: str) -> list[str]:
    """Return the names of the objects of a kind; ``kind`` is the API's name of the list."""
    return sorted(row["name"] for row in control.state(PROJECT)[kind])


def trunk(control: Control, name: str) -> Any:
    """Return the one trunk of a name."""
    (found,) = (row for row in control.state(PROJECT)["trunks"] if row["name"] == name)
    return found


def steps(control: Control) -> list[str]:
    """Return the writes that there were: method and path, with names for IDs as they are now, "…" for what is gone."""
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
    """Check, do, do again, export, and do the export, as users do; no password is in any output."""
    imported = {option: f"{{{{ exported.config.{option} }}}}" for option in WHOLE}
    purge = {"purge": [*PURGED]}
    tasks: list[dict[str, Any]] = [
        {"name": "check", "sinch.sip.sinch_sip_config": WHOLE, "check_mode": True},
        {"name": "build", "sinch.sip.sinch_sip_config": WHOLE},
        {"name": "again", "sinch.sip.sinch_sip_config": WHOLE},
        {"name": "export", "sinch.sip.sinch_sip_config_info": {}, "register": "exported"},
        {"name": "import", "sinch.sip.sinch_sip_config": {**imported, **purge}},
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
    """The export is the data that it was made from, sorted and whole; what names cannot tell apart carries its ID."""
    ansible.module("sinch_sip_config", WHOLE).succeeded()
    twins = control.seed(PROJECT, accessControlLists=[ACLS[1], ACLS[1]])["accessControlLists"]
    result = ansible.module("sinch_sip_config_info").succeeded()
    flags = {"enable_caller_name": False, "enable_call_forward": False}
    static = {"port": 5060, "transport": "UDP", "enabled": True}
    main, spare = WHOLE["trunks"]
    described = {"cidr": "198.51.100.0/24", "description": "branch"}
    assert result["config"] == {
        "acls": [
            *({"id": own, "name": "lab", "enabled": True, "ip_ranges": ["203.0.113.10/32"]} for own in sorted(twins)),
            {"name": "pbx", "enabled": True, "ip_ranges": [described, "203.0.113.10/32"]},
        ],
        "credential_lists": [{"name": "phones", "credentials": [{"username": "alice"}]}],
        "trunks": [
            {
                **main,
                **flags,
                "endpoints": [
                    {
                        "name": "desk",
                        "credential_username": "alice",
                        "priority": 1,
                        "transport": "UDP",
                        "enabled": True,
                    },
                    {**static, **main["endpoints"][0]},
                ],
            },
            {**spare, **flags, "credential_lists": [], "endpoints": [], "phone_numbers": []},
        ],
        "country_permissions": {"enabled": ["GB", "US"], "exclusive": True},
        "call_blocking_rules": WHOLE["call_blocking_rules"],
    }
    assert result["passwords_left_out"] == {"phones": ["alice"]}
    assert not result.changed


def test_plan_and_summary(control: Control, ansible: Ansible) -> None:
    """Each action says what it is done to and which fields change; the summary counts."""
    control.seed(PROJECT, accessControlLists=ACLS, trunks=[{"name": "main", "hostName": "main", "acls": ["pbx"]}])
    data = {
        "acls": [{"name": "pbx", "enabled": False}, {"name": "lab"}, {"name": "spare", "state": "absent"}],
        "trunks": [{"name": "main", "acls": ["pbx", "lab"]}],
        "call_blocking_rules": [{"name": "spam", "direction": "INBOUND"}],
    }
    ids = {
        row["name"]: row["id"]
        for row in ({"name": "main", **trunk(control, "main")}, *control.state(PROJECT)["accessControlLists"])
    }
    result = ansible.module("sinch_sip_config", data).succeeded()
    (rule,) = control.state(PROJECT)["callBlockingRules"]
    found = [[action[key] for key in ("action", "kind", "name", "id", "status")] for action in result["plan"]]
    assert found == [
        ["update", "acl", "pbx", ids["pbx"], "done"],
        ["link", "sip_trunk", "main", ids["main"], "done"],
        ["create", "call_blocking_rule", "spam", rule["id"], "done"],
        ["delete", "acl", "spare", ids["spare"], "done"],
    ]
    changes = [(action["before"], action["after"]) for action in result["plan"]]
    assert changes[0] == ({"enabled": True}, {"enabled": False})
    assert changes[1] == ({}, {"acls": ["lab"]})
    assert changes[2][1].items() >= {"name": "spam", "direction": "INBOUND"}.items()
    assert changes[3][0]["ip_ranges"] == [{"cidr": "203.0.113.10/32", "description": ""}]
    assert result["summary"] == {
        "actions": 4,
        "by_action": {"create": 1, "delete": 1, "link": 1, "update": 1},
        "by_status": {"done": 4},
        "unchanged": 1,
    }


def test_diff_shows_what_changes(control: Control, ansible: Ansible) -> None:
    """The diff is a text of the objects that change, and of those that stay only of the fields that change."""
    endpoint = {"name": "pbx", "address": "203.0.113.20", "priority": 1}
    control.seed(
        PROJECT,
        accessControlLists=ACLS,
        trunks=[{"name": "main", "hostName": "main", "acls": ["pbx"], "endpoints": [endpoint]}],
        phoneNumbers=[FIRST],
    )
    data = {
        "acls": [{"name": "pbx", "ip_ranges": ["203.0.113.11"]}, {"name": "lab"}, {"name": "spare", "state": "absent"}],
        "trunks": [
            {
                "name": "main",
                "acls": ["lab", "pbx"],
                "endpoints": [{"name": "pbx", "priority": 2}],
                "phone_numbers": [FIRST],
            }
        ],
        "country_permissions": {"enabled": ["US", "GB"]},
    }
    diff = ansible.module("sinch_sip_config", data).succeeded()["diff"]
    assert diff["before"].splitlines() == [
        "ACL pbx:",
        "  ip_ranges:",
        "    - 203.0.113.10/32",
        "ACL spare:",
        "  name: spare",
        "  enabled: true",
        "  ip_ranges:",
        "    - 203.0.113.10/32",
        "SIP trunk main:",
        "  acls:",
        "    - pbx",
        "SIP endpoint pbx of main:",
        "  priority: 1",
        "country permission GB:",
        "  enabled: false",
    ]
    assert diff["after"].splitlines() == [
        "ACL pbx:",
        "  ip_ranges:",
        "    - 203.0.113.11/32",
        "SIP trunk main:",
        "  acls:",
        "    - lab",
        "    - pbx",
        "SIP endpoint pbx of main:",
        "  priority: 2",
        f"phone number {FIRST}:",
        "  trunk: main",
        "country permission GB:",
        "  enabled: true",
    ]


@pytest.mark.parametrize("check", [True, False])
def test_passwords_are_nowhere(check: bool, control: Control, ansible: Ansible) -> None:
    """Neither plan nor diff nor message has a password, new or set again, whether the task succeeds or not."""
    control.seed(PROJECT, credentialLists=LISTS)
    users = [{"username": "alice", "password": f"{PASSWORD}-alice"}, {"username": "bob", "password": f"{PASSWORD}-bob"}]
    data = {
        "credential_lists": [
            {"name": "phones", "credentials": users, "update_password": "always"},
            {"name": "more", "credentials": users},
        ]
    }
    if not check:
        control.fault("status", method="POST", path=f"{PROJECT}/credentialLists$", status=400, times=1)
        failed = ansible.module("sinch_sip_config", data)
        assert failed.error()
        assert PASSWORD not in json.dumps(failed.data)
    result = ansible.module("sinch_sip_config", data, check=check).succeeded()
    assert "set" in result["summary"]["by_action"]
    assert PASSWORD not in json.dumps(result.data)
    stored = {user["password"] for one in control.state(PROJECT)["credentialLists"] for user in one["credentials"]}
    assert stored == ({PASSWORD} if check else {f"{PASSWORD}-alice", f"{PASSWORD}-bob"})


def test_links_are_made_before_others_are_taken_away(control: Control, ansible: Ansible) -> None:
    """A trunk whose ACLs are exchanged is never without one: where the new link fails, the old ones stay."""
    control.seed(
        PROJECT, accessControlLists=ACLS, trunks=[{"name": "main", "hostName": "main", "acls": ["pbx", "lab"]}]
    )
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
    """What is linked comes first, then trunks, links, endpoints that register, and numbers."""
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
    """An entry with an ID renames; other entries refer to the thing by the new name, or by the ID."""
    ids = control.seed(PROJECT, accessControlLists=ACLS[:2], trunks=[{"name": "main", "hostName": "main"}])
    pbx, lab = ids["accessControlLists"]
    data = {
        "acls": [{"id": pbx, "name": "lab"}, {"id": lab, "name": "pbx"}],
        "trunks": [
            {"id": ids["trunks"][0], "name": "renamed", "acls": ["lab"]},
            {"name": "new", "host_name": "new", "acls": [lab]},
        ],
    }
    ansible.module("sinch_sip_config", data).succeeded()
    assert {row["name"]: row["id"] for row in control.state(PROJECT)["accessControlLists"]} == {"lab": pbx, "pbx": lab}
    assert trunk(control, "renamed")["accessControlListIds"] == [pbx]
    assert trunk(control, "new")["accessControlListIds"] == [lab]
    assert not ansible.module("sinch_sip_config", data).succeeded().changed


# Host names and numbers go from one trunk to another

THREE = [{"name": name, "hostName": name} for name in ("a", "b", "c")]


@pytest.mark.parametrize(
    ("data", "hosts"),
    [
        (
            {"trunks": [{"name": "new", "host_name": "a"}, {"name": "a", "state": "absent"}]},
            {"new": "a", "b": "b", "c": "c"},
        ),
        (
            {
                "trunks": [
                    {"name": "a", "host_name": "b"},
                    {"name": "b", "host_name": "c"},
                    {"name": "c", "host_name": "d"},
                ]
            },
            {"a": "b", "b": "c", "c": "d"},
        ),
        (
            {
                "trunks": [
                    {"name": "a", "host_name": "b"},
                    {"name": "b", "state": "absent"},
                    {"name": "new", "host_name": "a"},
                ]
            },
            {"a": "b", "new": "a", "c": "c"},
        ),
    ],
    ids=["absent", "passed on", "passed on by one that goes"],
)
def test_host_name_is_taken_over(
    data: Mapping[str, Any], hosts: Mapping[str, str], control: Control, ansible: Ansible
) -> None:
    """A host name is free once the trunk that has it is gone or has got another, in the same run."""
    control.seed(PROJECT, trunks=THREE)
    ansible.module("sinch_sip_config", data).succeeded()
    assert {row["name"]: row["hostName"] for row in control.state(PROJECT)["trunks"]} == hosts
    assert not ansible.module("sinch_sip_config", data).succeeded().changed


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("ring", [("b", "a"), ("b", "c", "a")])
def test_host_names_in_a_ring(ring: tuple[str, ...], check: bool, control: Control, ansible: Ansible) -> None:
    """Host names that go round cannot each be freed first: that is said before anything is done."""
    control.seed(PROJECT, trunks=THREE)
    entries = [{"name": name, "host_name": host} for name, host in zip("abc", ring, strict=False)]
    message = ansible.module("sinch_sip_config", {"trunks": entries}, check=check).error()
    assert "wait for each other" in message
    assert [name for name in "abc" if f"SIP trunk {name!r}" in message] == [*"abc"[: len(ring)]]
    assert control.writes() == []


def test_trunk_is_replaced(control: Control, ansible: Ansible) -> None:
    """A trunk takes the host name and the numbers of one that goes; a number that need not wait is never free."""
    old = {
        "name": "old",
        "hostName": "acme",
        "phoneNumbers": [FIRST],
        "endpoints": [{"name": "pbx", "address": "203.0.113.20", "priority": 1}],
    }
    control.seed(PROJECT, trunks=[old, {"name": "other", "hostName": "other", "phoneNumbers": [SECOND]}])
    data = {
        "trunks": [
            {"name": "new", "host_name": "acme", "phone_numbers": [FIRST, SECOND], "move": True},
            *({"name": name, "state": "absent", "force": True} for name in ("old", "other")),
        ]
    }
    predicted = ansible.module("sinch_sip_config", data, check=True).succeeded()
    real = ansible.module("sinch_sip_config", data).succeeded()
    assert predicted["diff"] == real["diff"]
    assert names(control, "trunks") == ["new"]
    new = trunk(control, "new")
    assert (new["hostName"], sorted(new["phoneNumbers"])) == ("acme", [FIRST, SECOND])
    assigned = [
        entry["body"]["sipTrunkId"] for entry in control.writes() if (entry["body"] or {}).get("phoneNumber") == SECOND
    ]
    assert assigned == [new["id"]]
    assert not ansible.module("sinch_sip_config", data).succeeded().changed


def test_number_of_a_trunk_that_goes(control: Control, ansible: Ansible) -> None:
    """A number goes from a trunk that is purged straight to another, and only where that is meant."""
    control.seed(
        PROJECT,
        trunks=[{"name": "old", "hostName": "old", "phoneNumbers": [FIRST]}, {"name": "main", "hostName": "main"}],
    )
    entry = {"name": "main", "phone_numbers": [FIRST]}
    refused = ansible.module("sinch_sip_config", {"trunks": [entry], "purge": ["trunks"]}).error()
    assert "move: true" in refused
    assert control.writes() == []
    ansible.module("sinch_sip_config", {"trunks": [{**entry, "move": True}], "purge": ["trunks"]}).succeeded()
    assert steps(control) == ["POST phoneNumbers", "DELETE trunks/…"]
    assert trunk(control, "main")["phoneNumbers"] == [FIRST]
