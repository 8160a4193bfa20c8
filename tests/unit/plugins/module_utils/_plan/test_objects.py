# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects that are created, changed and deleted, and the rules that they must keep."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Desired, Made, Plan
from ansible_collections.sinch.sip.plugins.module_utils._plan.planner import make_plan
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import RESOURCES

PHONES = {"id": "C1", "name": "phones"}
PASSWORD = "Correct-horse-1"
MAIN = {"id": "T1", "name": "main", "hostName": "main", "enableCallForward": False, "future": {"deep": 1}}
OFFICE = {"id": "A1", "name": "office", "enabled": True, "ipRanges": [{"ipAddress": "203.0.113.10", "range": 32}]}
PBX = {"id": "E1", "name": "pbx", "address": "203.0.113.20", "port": 5060, "priority": 1, "enabled": True}
FIRST, SECOND = "+12025550101", "+12025550102"


class TestCreate:
    """Objects that are not there."""

    def test_trunk_with_links(self, project: Any) -> None:
        plan = make_plan(
            project.snapshot(),
            [project.desired("sip_trunk", "new", values={"host_name": "NEW"}, links={"acls": ("lab", "A1")})],
        )
        assert project.actions(plan) == ["create SIP trunk 'new'", "link ACL 'lab', 'office' to SIP trunk 'new'"]
        create, link = plan.changes
        assert (create.id, create.parent) == (None, None)
        expected = {
            "name": "new",
            "host_name": "new",
            "enable_caller_name": False,
            "enable_call_forward": False,
            "call_forward_number": "",
            "top_level_domain": "pstn.sinch.com",
            "domain": "new.pstn.sinch.com",
            "calls_per_second": 1,
        }
        assert create.values.items() >= expected.items()
        assert (link.id, link.option, link.targets) == (Made(0), "acls", ("A2", "A1"))
        assert link.depends_on == {0}
        shown = plan.outcomes[0].show()
        assert shown is not None
        assert (shown["id"], shown["domain"], shown["acls"]) == (None, "new.pstn.sinch.com", ["lab", "office"])
        assert plan.outcomes[0].diff()[0] == {}

    def test_what_one_plan_makes_for_itself(self, project: Any) -> None:
        """A trunk, what it links, and an endpoint that registers with it, asked for in any order."""
        all_desired = [
            project.desired("sip_endpoint", "desk", parent="new", values={"credential_username": "bob"}),
            project.desired("sip_trunk", "new", values={"host_name": "new"}, links={"credential_lists": ("staff",)}),
            project.desired(
                "credential_list", "staff", values={"credentials": [{"username": "bob", "password": PASSWORD}]}
            ),
        ]
        plan = make_plan(project.snapshot(), all_desired)
        assert project.actions(plan) == [
            "create credential list 'staff'",
            "create SIP trunk 'new'",
            "link credential list 'staff' to SIP trunk 'new'",
            "create SIP endpoint 'desk' of 'new'",
        ]
        # It must not register before its list is linked.
        assert plan.changes[3].depends_on >= {1, 2}

    @pytest.mark.parametrize(
        ("kind", "lacking"),
        [("sip_trunk", "host_name"), ("acl", "ip_ranges"), ("credential_list", "credentials")],
    )
    def test_what_is_required(self, project: Any, kind: str, lacking: str) -> None:
        assert project.refusal(project.desired(kind, "new")).startswith(f"{lacking}: ")

    def test_new_user_needs_a_password(self, project: Any) -> None:
        assert "'bob'" in project.refusal(
            project.desired("credential_list", "new", values={"credentials": [{"username": "bob"}]})
        )


class TestUpdate:
    """Objects that are there."""

    def test_unchanged(self, project: Any) -> None:
        plan = make_plan(project.snapshot(), [project.desired("sip_trunk", "main", values={"host_name": "MAIN"})])
        assert project.actions(plan) == []
        assert not plan.changed
        before, after = plan.outcomes[0].diff()
        assert before == after

    def test_changed_field(self, project: Any) -> None:
        plan = make_plan(
            project.snapshot(), [project.desired("sip_trunk", "main", values={"enable_caller_name": True})]
        )
        assert project.actions(plan) == ["update SIP trunk 'main'"]
        (action,) = plan.changes
        assert (action.id, action.written) == ("T1", ("enable_caller_name",))
        assert action.values["host_name"] == "main"
        assert (action.before, action.after) == ({"enable_caller_name": False}, {"enable_caller_name": True})
        # What was read is not changed by planning.
        assert "enableCallerName" not in MAIN

    def test_rename(self, project: Any) -> None:
        plan = make_plan(project.snapshot(), [Desired("sip_trunk", name="new", id="T1", values={"name": "new"})])
        assert project.actions(plan) == ["update SIP trunk 'main'"]
        assert plan.changes[0].after == {"name": "new"}

    def test_rename_to_the_name_of_another(self, project: Any) -> None:
        problem = project.refusal(Desired("sip_trunk", name="spare", id="T1", values={"name": "spare"}))
        assert problem.startswith("name: ")
        assert "'spare'" in problem
        assert "T2" in problem

    def test_users_of_a_credential_list(self, project: Any) -> None:
        """New users come before old ones go."""
        users = [{"username": "bob", "password": PASSWORD}]
        plan = make_plan(
            project.snapshot(), [project.desired("credential_list", "phones", values={"credentials": users})]
        )
        assert project.actions(plan) == [
            "add user 'bob' to credential list 'phones'",
            "remove user 'alice' from credential list 'phones'",
        ]
        assert plan.changes[1].depends_on == {0}

    @pytest.mark.parametrize(("reset_secrets", "verbs"), [(False, []), (True, ["set"])])
    def test_password_of_a_user_that_is_there(self, project: Any, reset_secrets: bool, verbs: list[str]) -> None:
        """It is set again only where that is asked for; it is neither compared nor shown."""
        users = {"credentials": [{"username": "alice", "password": PASSWORD}]}
        plan = make_plan(
            project.snapshot(),
            [project.desired("credential_list", "phones", values=users, reset_secrets=reset_secrets)],
        )
        assert [change.action for change in plan.changes] == verbs
        assert PASSWORD not in str([outcome.diff() for outcome in plan.outcomes])

    def test_only_added(self, project: Any) -> None:
        ranges = {"ip_ranges": ["198.51.100.1"]}
        kept = make_plan(project.snapshot(), [project.desired("acl", "office", values=ranges, additive=True)])
        purged = make_plan(project.snapshot(), [project.desired("acl", "office", values=ranges)])
        assert [len(plan.changes[0].values["ip_ranges"]) for plan in (kept, purged)] == [2, 1]


class TestDelete:
    """Objects that are to be gone."""

    def test_what_is_not_there(self, project: Any) -> None:
        plan = make_plan(project.snapshot(), [project.desired("acl", "none", absent=True)])
        assert project.actions(plan) == []
        assert plan.outcomes[0].show() is None

    def test_free(self, project: Any) -> None:
        plan = make_plan(project.snapshot(), [project.desired("acl", "lab", absent=True)])
        assert project.actions(plan) == ["delete ACL 'lab'"]
        assert (plan.changes[0].action, plan.changes[0].id) == ("delete", "A2")

    def test_in_use(self, project: Any) -> None:
        problem = project.refusal(project.desired("sip_trunk", "main", absent=True))
        assert problem.startswith("state: ")
        for user in ("ACL 'office' (ID A1)", "credential list 'phones'", "SIP endpoint 'pbx'", f"'{FIRST}'", "force"):
            assert user in problem

    def test_force(self, project: Any) -> None:
        """What hangs on a trunk goes first, and the trunk waits for all of it."""
        plan = make_plan(project.snapshot(), [project.desired("sip_trunk", "main", absent=True, force=True)])
        *first, last = project.actions(plan)
        assert last == "delete SIP trunk 'main'"
        assert sorted(first) == [
            "delete SIP endpoint 'pbx' of 'main'",
            f"unassign phone number '{FIRST}'",
            "unlink ACL 'office' from SIP trunk 'main'",
            "unlink credential list 'phones' from SIP trunk 'main'",
        ]
        assert plan.changes[-1].depends_on == {0, 1, 2, 3}

    def test_force_on_a_credential_list(self, project: Any) -> None:
        """Endpoints of any trunk that use one of its users count."""
        desk = {**PBX, "id": "E2", "name": "desk", "address": None, "isRegistered": True}
        objects = {("sip_endpoint", "T2"): [{**desk, "credentialUsername": "alice"}]}
        plan = make_plan(
            project.snapshot(objects=objects), [project.desired("credential_list", "phones", absent=True, force=True)]
        )
        assert sorted(project.actions(plan)[:-1]) == [
            "delete SIP endpoint 'desk' of 'spare'",
            "unlink credential list 'phones' from SIP trunk 'main'",
        ]
        assert plan.changes[-1].depends_on == {0, 1}

    def test_user_that_goes_as_well(self, project: Any) -> None:
        """An ACL is no longer in use by a trunk that the same plan removes or unlinks."""
        gone = [
            project.desired("acl", "office", absent=True),
            project.desired("sip_trunk", "main", absent=True, force=True),
        ]
        unlinked = [
            project.desired("acl", "office", absent=True),
            project.desired("sip_trunk", "main", links={"acls": ()}),
        ]
        for all_desired in (gone, unlinked):
            plan = make_plan(project.snapshot(), all_desired)
            assert "delete ACL 'office'" in project.actions(plan)
            delete = next(change for change in plan.changes if str(change) == "delete ACL 'office'")
            unlink = next(change for change in plan.changes if change.action == "unlink" and change.option == "acls")
            assert unlink.index in delete.depends_on


class TestKeepIfUsed:
    """Objects that go unless something that stays uses them."""

    def _plan(self, project: Any, kind: str, name: str, *all_desired: Desired) -> Plan:
        objects = {("sip_endpoint", "T2"): [{**PBX, "isRegistered": True, "credentialUsername": "carol"}]}
        return make_plan(
            project.snapshot(objects=objects),
            [project.desired(kind, name, absent=True, keep_if_used=True), *all_desired],
        )

    @pytest.mark.parametrize(("kind", "name"), [("acl", "office"), ("credential_list", "others")])
    def test_used(self, project: Any, kind: str, name: str) -> None:
        plan = self._plan(project, kind, name)
        assert (plan.problems, plan.changes, plan.in_use_by) == ([], [], [])
        before, after = plan.outcomes[0].diff()
        assert before == after

    def test_unused(self, project: Any) -> None:
        assert project.actions(self._plan(project, "acl", "lab")) == ["delete ACL 'lab'"]

    def test_user_goes_as_well(self, project: Any) -> None:
        assert "delete ACL 'office'" in project.actions(
            self._plan(project, "acl", "office", project.desired("sip_trunk", "main", absent=True, force=True))
        )

    def test_endpoint_that_stays(self, project: Any) -> None:
        """It uses the list by one of its users, and is asked for."""
        kept = project.desired("sip_endpoint", "pbx", parent="spare", values={"credential_username": "carol"})
        assert self._plan(project, "credential_list", "others", kept).changes == []


DESK = {"id": "E2", "name": "desk", "address": None, "isRegistered": True, "credentialUsername": "alice"}
BOB = {"username": "bob", "password": PASSWORD}


class TestEndpoints:
    """Where inbound calls go."""

    @pytest.mark.parametrize(
        ("username", "linked", "missing"),
        [("alice", ["C1"], 0), ("carol", ["C1"], 1), ("carol", ["C1", "C2"], 0), ("alice", [], 1)],
    )
    def test_user_must_be_in_a_linked_list(self, project: Any, username: str, linked: list[str], missing: int) -> None:
        """The API would accept any, and every call would fail (field)."""
        all_desired = [project.desired("sip_endpoint", "desk", parent="main", values={"credential_username": username})]
        plan = make_plan(project.snapshot(links={("credential_lists", "T1"): linked}), all_desired)
        assert len(plan.missing) == missing
        assert all(username in text for text in plan.missing)

    def test_names_are_per_trunk(self, project: Any) -> None:
        plan = make_plan(
            project.snapshot(), [project.desired("sip_endpoint", "pbx", parent="T2", values={"address": "203.0.113.9"})]
        )
        assert project.actions(plan) == ["create SIP endpoint 'pbx' of 'spare'"]
        assert plan.changes[0].parent == "T2"

    def test_neither_kind(self, project: Any) -> None:
        assert project.refusal(project.desired("sip_endpoint", "new", parent="main")).startswith("address: ")

    @pytest.mark.parametrize(
        "extra", [{"address": "203.0.113.9"}, {"port": 5080}, {"address": "203.0.113.9", "port": 5080}]
    )
    @pytest.mark.parametrize("name", ["pbx", "new"])
    def test_both_kinds(self, project: Any, name: str, extra: dict[str, Any]) -> None:
        values = {"credential_username": "alice", **extra}
        problem = project.refusal(project.desired("sip_endpoint", name, parent="main", values=values))
        assert all(option in problem for option in values)

    def test_port_of_one_that_registers(self, project: Any) -> None:
        desk = {"id": "E2", "name": "desk", "isRegistered": True, "credentialUsername": "alice", "port": None}
        objects = {("sip_endpoint", "T1"): [desk]}
        problem = project.refusal(
            project.desired("sip_endpoint", "desk", parent="main", values={"port": 5080}), objects=objects
        )
        assert problem.startswith("port: ")
        assert "'alice'" in problem

    @pytest.mark.parametrize("port", [{}, {"port": None}])
    def test_registered_becomes_static(self, project: Any, port: dict[str, Any]) -> None:
        """The port is told that the API will give it (ref)."""
        desk = {"id": "E2", "name": "desk", "isRegistered": True, "credentialUsername": "alice", **port}
        objects = {("sip_endpoint", "T1"): [desk]}
        all_desired = [project.desired("sip_endpoint", "desk", parent="main", values={"address": "203.0.113.9"})]
        plan = make_plan(project.snapshot(objects=objects), all_desired)
        (action,) = plan.changes
        assert (action.after["port"], action.values["port"]) == (5060, 5060)
        assert plan.outcomes[0].show() is not None

    def test_static_without_a_port(self, project: Any) -> None:
        """It is left alone, and with any other change gets the port that the API gives it."""
        objects = {("sip_endpoint", "T1"): [{**PBX, "port": None}]}
        same = project.desired("sip_endpoint", "pbx", parent="main", values={"address": "203.0.113.20"})
        assert make_plan(project.snapshot(objects=objects), [same]).changes == []
        other = project.desired("sip_endpoint", "pbx", parent="main", values={"priority": 2})
        (action,) = make_plan(project.snapshot(objects=objects), [other]).changes
        assert action.after == {"priority": 2, "port": 5060}

    @pytest.mark.parametrize(
        "odd",
        [
            {"address": None},
            {"isRegistered": True, "credentialUsername": "alice"},
            {"isRegistered": True, "credentialUsername": "alice", "address": None, "port": 5080},
        ],
    )
    def test_what_is_there_is_not_refused(self, project: Any, odd: dict[str, Any]) -> None:
        """An endpoint that no rule allows stays as it is, and can be given what it has and a priority."""
        sent = {**PBX, **odd}
        values = {
            name: given
            for name, given in RESOURCES["sip_endpoint"]
            .show_writable(RESOURCES["sip_endpoint"].values_of(sent))
            .items()
            if given
        }
        objects = {("sip_endpoint", "T1"): [sent]}
        same = make_plan(
            project.snapshot(objects=objects), [project.desired("sip_endpoint", "pbx", parent="main", values=values)]
        )
        assert (same.problems, same.changes) == ([], [])
        all_desired = [project.desired("sip_endpoint", "pbx", parent="main", values={**values, "priority": 7})]
        (action,) = make_plan(project.snapshot(objects=objects), all_desired).changes
        assert action.after["priority"] == 7

    def test_static_becomes_registered(self, project: Any) -> None:
        all_desired = [project.desired("sip_endpoint", "pbx", parent="main", values={"credential_username": "alice"})]
        (action,) = make_plan(project.snapshot(), all_desired).changes
        assert (action.values["is_registered"], action.values["credential_username"]) == (True, "alice")
        assert action.values["address"] == ""


class TestSafety:
    """What must be said to be meant."""

    def test_wide_range(self, project: Any) -> None:
        values = {"ip_ranges": ["10.0.0.0/8"]}
        assert "allow_wide" in project.refusal(project.desired("acl", "new", values=values))
        overrides = make_plan(
            project.snapshot(), [project.desired("acl", "new", values=values, overrides=frozenset({"allow_wide"}))]
        )
        assert project.actions(overrides) == ["create ACL 'new'"]

    def test_wide_range_that_is_there(self, project: Any) -> None:
        """What exists is never refused."""
        wide = {**OFFICE, "ipRanges": [{"ipAddress": "10.0.0.0", "range": 8}]}
        values = {"ip_ranges": ["10.0.0.0/8", "203.0.113.9"]}
        plan = make_plan(
            project.snapshot(objects={("acl", ""): [wide]}), [project.desired("acl", "office", values=values)]
        )
        assert project.actions(plan) == ["update ACL 'office'"]

    def test_wildcard(self, project: Any) -> None:
        assert "allow_wide" in project.refusal(project.desired("country_permission", "*", values={"enabled": True}))

    @pytest.mark.parametrize(
        ("cidr", "purpose"),
        [
            ("0.0.0.0/8", "no address"),
            ("10.9.0.0/16", "private"),
            ("127.0.0.1", "loopback"),
            ("172.31.0.1", "private"),
            ("192.168.0.0/24", "private"),
            ("224.0.0.1", "multicast"),
            ("255.255.255.255", "broadcast"),
        ],
    )
    def test_range_that_no_call_comes_from(self, project: Any, cidr: str, purpose: str) -> None:
        """It may be meant, and is told of once: when it is added."""
        values = {"ip_ranges": [cidr, "203.0.113.9"]}
        plan = make_plan(project.snapshot(), [project.desired("acl", "new", values=values)])
        (notice,) = plan.notices
        assert purpose in notice
        assert "203.0.113.9" not in notice
        address, _slash, prefix = cidr.partition("/")
        there = {**OFFICE, "ipRanges": [{"ipAddress": address, "range": int(prefix or 32)}]}
        again = make_plan(
            project.snapshot(objects={("acl", ""): [there]}), [project.desired("acl", "office", values=values)]
        )
        assert again.notices == []

    def test_forwarding_without_a_number(self, project: Any) -> None:
        """It is refused where it is added, and left alone where it is there."""
        on = {"enable_call_forward": True}
        assert "call_forward_number" in project.refusal(project.desired("sip_trunk", "main", values=on))
        there = {("sip_trunk", ""): [{**MAIN, "enableCallForward": True}]}
        for values in (on, {**on, "enable_caller_name": True}):
            assert (
                make_plan(
                    project.snapshot(objects=there), [project.desired("sip_trunk", "main", values=values)]
                ).problems
                == []
            )

    def test_last_range(self, project: Any) -> None:
        assert project.refusal(project.desired("acl", "office", values={"ip_ranges": []})).startswith("ip_ranges: ")


class TestPredictions:
    """What a plan knows of an object that is not there yet, or changes."""

    @pytest.mark.parametrize(("parent", "trunk_id"), [("main", "T1"), ("new", None)])
    def test_trunk_of_a_new_endpoint(self, project: Any, parent: str, trunk_id: str | None) -> None:
        endpoint = project.desired("sip_endpoint", "desk", parent=parent, values={"address": "203.0.113.9"})
        trunk = project.desired("sip_trunk", "new", values={"host_name": "new"})
        shown = make_plan(project.snapshot(), [trunk, endpoint]).outcomes[1].show() or {}
        assert (shown["sip_trunk_id"], shown["trunk"]) == (trunk_id, parent)

    def test_passwords_that_are_given_are_set_again(self, project: Any) -> None:
        users = [{"username": name, "password": PASSWORD} for name in ("new", "alice")] + [{"username": "carol"}]
        there = {**PHONES, "credentials": [{"username": "alice"}, {"username": "carol"}]}
        objects = {("credential_list", ""): [there]}
        phones = project.desired("credential_list", "phones", values={"credentials": users}, reset_secrets=True)
        plan = make_plan(project.snapshot(objects=objects), [phones])
        assert [(change.action, change.item) for change in plan.changes] == [("add", "new"), ("set", "alice")]
        assert plan.outcomes[0].notes == {"passwords_set_again": ["alice"]}
        assert plan.changes[1].values["credentials"]["alice"].password == PASSWORD

    def test_rules_are_not_asked_of_bad_values(self, project: Any) -> None:
        """A value that is refused is the only problem."""
        values = {"ip_ranges": ["10.0.0.0/0"]}
        assert "prefix length" in project.refusal(project.desired("acl", "new", values=values))
