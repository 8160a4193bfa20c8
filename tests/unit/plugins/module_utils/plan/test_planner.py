# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The planner: what there is and what is wanted make the actions, the predictions and the refusals."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils.plan.actions import Made, Plan
from ansible_collections.sinch.sip.plugins.module_utils.plan.planner import make_plan
from ansible_collections.sinch.sip.plugins.module_utils.plan.state import Snapshot, Wish
from ansible_collections.sinch.sip.plugins.module_utils.plan.sweep import Sweep
from ansible_collections.sinch.sip.plugins.module_utils.resources.catalogue import RESOURCES

PASSWORD = "Correct-horse-1"
MAIN = {"id": "T1", "name": "main", "hostName": "main", "enableCallForward": False, "future": {"deep": 1}}
SPARE = {"id": "T2", "name": "spare", "hostName": "spare"}
OFFICE = {"id": "A1", "name": "office", "enabled": True, "ipRanges": [{"ipAddress": "203.0.113.10", "range": 32}]}
LAB = {**OFFICE, "id": "A2", "name": "lab"}
PHONES = {"id": "C1", "name": "phones", "credentials": [{"id": "U1", "username": "alice"}]}
OTHERS = {"id": "C2", "name": "others", "credentials": [{"id": "U2", "username": "carol"}]}
PBX = {"id": "E1", "name": "pbx", "address": "203.0.113.20", "port": 5060, "priority": 1, "enabled": True}
FIRST, SECOND = "+12025550101", "+12025550102"


def snapshot(**more: Any) -> Snapshot:
    """Return a project with two of each; ``more`` replaces parts of it."""
    objects: dict[tuple[str, str], list[dict[str, Any]]] = {
        ("sip_trunk", ""): [MAIN, SPARE],
        ("acl", ""): [OFFICE, LAB],
        ("credential_list", ""): [PHONES, OTHERS],
        ("sip_endpoint", "T1"): [PBX],
        ("sip_endpoint", "T2"): [],
        ("phone_number", ""): [
            {"id": "N1", "phoneNumber": FIRST, "sipTrunkId": "T1"},
            {"id": "N2", "phoneNumber": SECOND, "sipTrunkId": None},
        ],
        ("country_permission", ""): [
            {"isoCode": code, "enabled": code in ("US", "CA")} for code in ("*", "CA", "GB", "US")
        ],
        ("call_blocking_rule", ""): [],
    }
    links = {("acls", "T1"): ["A1"], ("acls", "T2"): [], ("credential_lists", "T1"): ["C1"]}
    links["credential_lists", "T2"] = []
    users = {("acls", "A1"): {"T1": "main"}, ("acls", "A2"): {}, ("credential_lists", "C1"): {"T1": "main"}}
    return Snapshot({**objects, **more.get("objects", {})}, {**links, **more.get("links", {})}, users)


def wish(kind: str, name: str | None = None, **more: Any) -> Wish:
    """Return a wish whose values are given as users write them."""
    values = {key: RESOURCES[kind].field(key).value.parse(given) for key, given in more.pop("values", {}).items()}
    if name is not None and RESOURCES[kind].identity == "name":
        values.setdefault("name", name)
    return Wish(kind, name=name, values=values, **more)


def actions(plan: Plan) -> list[str]:
    """Return what a plan does, in words; it must be possible."""
    assert plan.problems == plan.missing == []
    return [str(action) for action in plan.actions]


def refusal(*wishes: Wish, **more: Any) -> str:
    """Return the one problem of a plan."""
    (problem,) = make_plan(snapshot(**more), wishes).problems
    return problem


class TestCreate:
    """Objects that are not there."""

    def test_trunk_with_links(self) -> None:
        plan = make_plan(
            snapshot(),
            [wish("sip_trunk", "new", values={"host_name": "NEW"}, links={"acls": ("lab", "A1")})],
        )
        assert actions(plan) == ["create SIP trunk 'new'", "link ACL 'lab', 'office' to SIP trunk 'new'"]
        create, link = plan.actions
        assert (create.method, create.path) == ("POST", ("trunks",))
        assert create.body == {
            "name": "new",
            "hostName": "new",
            "enableCallerName": False,
            "enableCallForward": False,
        }
        assert link.path == ("trunks", Made(0), "accessControlLists")
        assert link.body == {"accessControlListIds": ["A2", "A1"]}
        assert link.needs == {0}
        shown = plan.outcomes[0].show()
        assert shown is not None
        assert (shown["id"], shown["domain"], shown["acls"]) == (None, "new.pstn.sinch.com", ["lab", "office"])
        assert plan.outcomes[0].diff()[0] == {}

    def test_what_one_plan_makes_for_itself(self) -> None:
        """A trunk, what it links, and an endpoint that registers with it, wished for in any order."""
        wishes = [
            wish("sip_endpoint", "desk", parent="new", values={"credential_username": "bob"}),
            wish("sip_trunk", "new", values={"host_name": "new"}, links={"credential_lists": ("staff",)}),
            wish("credential_list", "staff", values={"credentials": [{"username": "bob", "password": PASSWORD}]}),
        ]
        plan = make_plan(snapshot(), wishes)
        assert actions(plan) == [
            "create credential list 'staff'",
            "create SIP trunk 'new'",
            "link credential list 'staff' to SIP trunk 'new'",
            "create SIP endpoint 'desk' of 'new'",
        ]
        # It must not register before its list is linked.
        assert plan.actions[3].needs >= {1, 2}

    @pytest.mark.parametrize(
        ("kind", "lacking"),
        [("sip_trunk", "host_name"), ("acl", "ip_ranges"), ("credential_list", "credentials")],
    )
    def test_what_is_required(self, kind: str, lacking: str) -> None:
        assert refusal(wish(kind, "new")).startswith(f"{lacking}: ")

    def test_new_user_needs_a_password(self) -> None:
        assert "'bob'" in refusal(wish("credential_list", "new", values={"credentials": [{"username": "bob"}]}))


class TestUpdate:
    """Objects that are there."""

    def test_unchanged(self) -> None:
        plan = make_plan(snapshot(), [wish("sip_trunk", "main", values={"host_name": "MAIN"})])
        assert actions(plan) == []
        assert not plan.changed
        before, after = plan.outcomes[0].diff()
        assert before == after

    def test_whole_object_goes_back(self) -> None:
        """PUT nulls what it is not sent (ref, field), known here or not."""
        plan = make_plan(snapshot(), [wish("sip_trunk", "main", values={"enable_caller_name": True})])
        assert actions(plan) == ["update SIP trunk 'main'"]
        (action,) = plan.actions
        assert (action.method, action.path) == ("PUT", ("trunks", "T1"))
        assert action.body == {
            "name": "main",
            "hostName": "main",
            "enableCallForward": False,
            "enableCallerName": True,
            "future": {"deep": 1},
        }
        assert (action.before, action.after) == ({"enable_caller_name": False}, {"enable_caller_name": True})
        # What was read is not changed by planning.
        assert "enableCallerName" not in MAIN

    def test_rename(self) -> None:
        plan = make_plan(snapshot(), [Wish("sip_trunk", name="new", id="T1", values={"name": "new"})])
        assert actions(plan) == ["update SIP trunk 'main'"]
        assert plan.actions[0].after == {"name": "new"}

    def test_rename_to_the_name_of_another(self) -> None:
        problem = refusal(Wish("sip_trunk", name="spare", id="T1", values={"name": "spare"}))
        assert problem.startswith("name: ")
        assert "'spare'" in problem
        assert "T2" in problem

    def test_users_of_a_credential_list(self) -> None:
        """New users come before old ones go."""
        users = [{"username": "bob", "password": PASSWORD}]
        plan = make_plan(snapshot(), [wish("credential_list", "phones", values={"credentials": users})])
        assert actions(plan) == [
            "add user 'bob' to credential list 'phones'",
            "remove user 'alice' from credential list 'phones'",
        ]
        assert plan.actions[1].needs == {0}

    @pytest.mark.parametrize(("renew", "verbs"), [(False, []), (True, ["set"])])
    def test_password_of_a_user_that_is_there(self, renew: bool, verbs: list[str]) -> None:
        """It is set again only where that is asked for; it is neither compared nor shown."""
        users = {"credentials": [{"username": "alice", "password": PASSWORD}]}
        plan = make_plan(snapshot(), [wish("credential_list", "phones", values=users, renew=renew)])
        assert [action.verb for action in plan.actions] == verbs
        assert PASSWORD not in str([outcome.diff() for outcome in plan.outcomes])

    def test_only_added(self) -> None:
        ranges = {"ip_ranges": ["198.51.100.1"]}
        kept = make_plan(snapshot(), [wish("acl", "office", values=ranges, keep=True)])
        purged = make_plan(snapshot(), [wish("acl", "office", values=ranges)])
        assert [len(plan.actions[0].body["ipRanges"]) for plan in (kept, purged)] == [2, 1]


class TestLinks:
    """The exact set of what an object has linked."""

    @pytest.mark.parametrize(
        ("wanted", "expected"),
        [
            (("office",), []),
            (("A1",), []),
            (("office", "lab"), ["link ACL 'lab' to SIP trunk 'main'"]),
            (("lab",), ["link ACL 'lab' to SIP trunk 'main'", "unlink ACL 'office' from SIP trunk 'main'"]),
            ((), ["unlink ACL 'office' from SIP trunk 'main'"]),
        ],
    )
    def test_set(self, wanted: tuple[str, ...], expected: list[str]) -> None:
        """New links come before old ones go, so that a trunk is never without."""
        plan = make_plan(snapshot(), [wish("sip_trunk", "main", links={"acls": wanted})])
        assert actions(plan) == expected
        assert len(plan.actions) < 2 or plan.actions[1].needs == {0}

    def test_not_asked_for(self) -> None:
        assert actions(make_plan(snapshot(), [wish("sip_trunk", "main")])) == []

    def test_what_does_not_exist(self) -> None:
        """It may be made by another task: the plan is possible but for that, and shows it as linked."""
        plan = make_plan(snapshot(), [wish("sip_trunk", "main", links={"acls": ("office", "later")})])
        assert plan.problems == []
        (missing,) = plan.missing
        assert missing.startswith("acls: ")
        assert "'later'" in missing
        assert plan.outcomes[0].names_after["acls"] == ["later", "office"]

    def test_name_that_two_have(self) -> None:
        twins = {("acl", ""): [OFFICE, {**OFFICE, "id": "A3"}]}
        problem = refusal(wish("sip_trunk", "spare", links={"acls": ("office",)}), objects=twins)
        assert "A1, A3" in problem

    def test_id_is_told_from_a_name(self) -> None:
        """An ACL whose name is the ID of another is not taken for it."""
        confusing = {("acl", ""): [OFFICE, {**LAB, "name": "A1"}]}
        plan = make_plan(snapshot(objects=confusing), [wish("sip_trunk", "spare", links={"acls": ("A1",)})])
        assert plan.actions[0].body == {"accessControlListIds": ["A1"]}


class TestDelete:
    """Objects that are to be gone."""

    def test_what_is_not_there(self) -> None:
        plan = make_plan(snapshot(), [wish("acl", "none", absent=True)])
        assert actions(plan) == []
        assert plan.outcomes[0].show() is None

    def test_free(self) -> None:
        plan = make_plan(snapshot(), [wish("acl", "lab", absent=True)])
        assert actions(plan) == ["delete ACL 'lab'"]
        assert (plan.actions[0].method, plan.actions[0].path) == ("DELETE", ("accessControlLists", "A2"))

    def test_in_use(self) -> None:
        problem = refusal(wish("sip_trunk", "main", absent=True))
        assert problem.startswith("state: ")
        for user in ("ACL 'office' (ID A1)", "credential list 'phones'", "SIP endpoint 'pbx'", f"'{FIRST}'", "force"):
            assert user in problem

    def test_force(self) -> None:
        """What hangs on a trunk goes first, and the trunk waits for all of it."""
        plan = make_plan(snapshot(), [wish("sip_trunk", "main", absent=True, force=True)])
        *first, last = actions(plan)
        assert last == "delete SIP trunk 'main'"
        assert sorted(first) == [
            "delete SIP endpoint 'pbx' of 'main'",
            f"unassign phone number '{FIRST}'",
            "unlink ACL 'office' from SIP trunk 'main'",
            "unlink credential list 'phones' from SIP trunk 'main'",
        ]
        assert plan.actions[-1].needs == {0, 1, 2, 3}

    def test_force_on_a_credential_list(self) -> None:
        """Endpoints of any trunk that use one of its users count."""
        desk = {**PBX, "id": "E2", "name": "desk", "address": None, "isRegistered": True}
        objects = {("sip_endpoint", "T2"): [{**desk, "credentialUsername": "alice"}]}
        plan = make_plan(snapshot(objects=objects), [wish("credential_list", "phones", absent=True, force=True)])
        assert sorted(actions(plan)[:-1]) == [
            "delete SIP endpoint 'desk' of 'spare'",
            "unlink credential list 'phones' from SIP trunk 'main'",
        ]
        assert plan.actions[-1].needs == {0, 1}

    def test_user_that_goes_as_well(self) -> None:
        """An ACL is no longer in use by a trunk that the same plan removes or unlinks."""
        gone = [wish("acl", "office", absent=True), wish("sip_trunk", "main", absent=True, force=True)]
        unlinked = [wish("acl", "office", absent=True), wish("sip_trunk", "main", links={"acls": ()})]
        for wishes in (gone, unlinked):
            plan = make_plan(snapshot(), wishes)
            assert "delete ACL 'office'" in actions(plan)
            delete = next(action for action in plan.actions if str(action) == "delete ACL 'office'")
            unlink = next(action for action in plan.actions if action.verb == "unlink" and action.option == "acls")
            assert unlink.index in delete.needs


class TestIdentity:
    """Which object a wish is about."""

    def test_two_of_a_name(self) -> None:
        twins = {("sip_trunk", ""): [MAIN, {**MAIN, "id": "T3", "hostName": "other"}]}
        for absent in (False, True):
            assert "T1, T3" in refusal(wish("sip_trunk", "main", absent=absent), objects=twins)

    def test_unknown_id(self) -> None:
        assert refusal(wish("sip_trunk", id="T9")) == "id: no SIP trunk of the project has the ID 'T9'"

    def test_unknown_id_that_is_to_be_gone(self) -> None:
        assert actions(make_plan(snapshot(), [wish("sip_trunk", id="T9", absent=True)])) == []

    def test_host_name_of_another(self) -> None:
        """It is no match: a trunk is known by its name."""
        problem = refusal(wish("sip_trunk", "new", values={"host_name": "Spare"}))
        assert problem.startswith("host_name: 'spare'")
        assert "T2" in problem

    def test_case_of_names_counts(self) -> None:
        assert actions(make_plan(snapshot(), [wish("acl", "OFFICE", absent=True)])) == []


class TestSweep:
    """Kinds of which only what is wished for may remain."""

    def test_countries(self) -> None:
        wishes = [wish("country_permission", "GB", values={"enabled": True})]
        plan = make_plan(snapshot(), wishes, [Sweep("country_permission")])
        changed = sorted((str(action.path[1]), action.body["enabled"]) for action in plan.actions)
        assert changed == [("CA", False), ("GB", True), ("US", False)]

    def test_what_is_wished_for_stays(self) -> None:
        plan = make_plan(snapshot(), [wish("acl", "office")], [Sweep("acl")])
        assert actions(plan) == ["delete ACL 'lab'"]


class TestEndpoints:
    """Where inbound calls go."""

    @pytest.mark.parametrize(
        ("username", "linked", "missing"),
        [("alice", ["C1"], 0), ("carol", ["C1"], 1), ("carol", ["C1", "C2"], 0), ("alice", [], 1)],
    )
    def test_user_must_be_in_a_linked_list(self, username: str, linked: list[str], missing: int) -> None:
        """The API would accept any, and every call would fail (field)."""
        wishes = [wish("sip_endpoint", "desk", parent="main", values={"credential_username": username})]
        plan = make_plan(snapshot(links={("credential_lists", "T1"): linked}), wishes)
        assert len(plan.missing) == missing
        assert all(username in text for text in plan.missing)

    def test_names_are_per_trunk(self) -> None:
        plan = make_plan(snapshot(), [wish("sip_endpoint", "pbx", parent="T2", values={"address": "203.0.113.9"})])
        assert actions(plan) == ["create SIP endpoint 'pbx' of 'spare'"]
        assert plan.actions[0].path == ("trunks", "T2", "endpoints")

    def test_neither_kind(self) -> None:
        assert refusal(wish("sip_endpoint", "new", parent="main")).startswith("address: ")

    def test_static_becomes_registered(self) -> None:
        wishes = [wish("sip_endpoint", "pbx", parent="main", values={"credential_username": "alice"})]
        (action,) = make_plan(snapshot(), wishes).actions
        assert (action.body["isRegistered"], action.body["credentialUsername"]) == (True, "alice")
        assert action.body.get("address") is None


class TestNumbers:
    """Phone numbers on trunks."""

    def _assign(self, number: str, trunk: str, **more: Any) -> Plan:
        return make_plan(snapshot(), [Wish("phone_number", name=number, values={"sip_trunk_id": trunk}, **more)])

    def test_assign(self) -> None:
        plan = self._assign(SECOND, "main")
        assert actions(plan) == [f"assign phone number '{SECOND}'"]
        assert plan.actions[0].body == {"phoneNumber": SECOND, "sipTrunkId": "T1"}

    def test_assigned(self) -> None:
        assert actions(self._assign(FIRST, "T1")) == []

    def test_of_another_trunk(self) -> None:
        (problem,) = self._assign(FIRST, "spare").problems
        for part in (FIRST, "'main'", "T1", "move"):
            assert part in problem
        moved = self._assign(FIRST, "spare", lifted=frozenset({"move"}))
        assert moved.actions[0].body == {"phoneNumber": FIRST, "sipTrunkId": "T2"}

    def test_unassign(self) -> None:
        plan = make_plan(snapshot(), [Wish("phone_number", name=FIRST, absent=True)])
        assert actions(plan) == [f"unassign phone number '{FIRST}'"]
        assert plan.actions[0].body == {"phoneNumber": FIRST, "sipTrunkId": ""}


class TestSafety:
    """What must be said to be meant."""

    def test_wide_range(self) -> None:
        values = {"ip_ranges": ["10.0.0.0/8"]}
        assert "allow_wide" in refusal(wish("acl", "new", values=values))
        lifted = make_plan(snapshot(), [wish("acl", "new", values=values, lifted=frozenset({"allow_wide"}))])
        assert actions(lifted) == ["create ACL 'new'"]

    def test_wide_range_that_is_there(self) -> None:
        """What exists is never refused."""
        wide = {**OFFICE, "ipRanges": [{"ipAddress": "10.0.0.0", "range": 8}]}
        values = {"ip_ranges": ["10.0.0.0/8", "203.0.113.9"]}
        plan = make_plan(snapshot(objects={("acl", ""): [wide]}), [wish("acl", "office", values=values)])
        assert actions(plan) == ["update ACL 'office'"]

    def test_wildcard(self) -> None:
        assert "allow_wide" in refusal(wish("country_permission", "*", values={"enabled": True}))

    def test_last_range(self) -> None:
        assert refusal(wish("acl", "office", values={"ip_ranges": []})).startswith("ip_ranges: ")
