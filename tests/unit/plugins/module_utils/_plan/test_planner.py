# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The planner: what there is and what is wanted make the actions, the predictions and the refusals."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Desired, Made, Plan, Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._plan.planner import make_plan
from ansible_collections.sinch.sip.plugins.module_utils._plan.purge import Purge
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import RESOURCES

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


def desired(kind: str, name: str | None = None, **more: Any) -> Desired:
    """Return a desired whose values are given as users write them."""
    values = {key: RESOURCES[kind].field(key).value.parse(given) for key, given in more.pop("values", {}).items()}
    if name is not None and RESOURCES[kind].identity == "name":
        values.setdefault("name", name)
    return Desired(kind, name=name, values=values, **more)


def actions(plan: Plan) -> list[str]:
    """Return what a plan does, in words; it must be possible."""
    assert plan.problems == plan.missing == []
    return [str(change) for change in plan.changes]


def refusal(*all_desired: Desired, **more: Any) -> str:
    """Return the one problem of a plan."""
    (problem,) = make_plan(snapshot(**more), all_desired).problems
    return problem


class TestCreate:
    """Objects that are not there."""

    def test_trunk_with_links(self) -> None:
        plan = make_plan(
            snapshot(),
            [desired("sip_trunk", "new", values={"host_name": "NEW"}, links={"acls": ("lab", "A1")})],
        )
        assert actions(plan) == ["create SIP trunk 'new'", "link ACL 'lab', 'office' to SIP trunk 'new'"]
        create, link = plan.changes
        assert (create.id, create.parent) == (None, None)
        assert create.values == {
            "name": "new",
            "host_name": "new",
            "enable_caller_name": False,
            "enable_call_forward": False,
            "call_forward_number": "",
            "top_level_domain": "pstn.sinch.com",
            "domain": "new.pstn.sinch.com",
            "calls_per_second": 1,
        }
        assert (link.id, link.option, link.targets) == (Made(0), "acls", ("A2", "A1"))
        assert link.depends_on == {0}
        shown = plan.outcomes[0].show()
        assert shown is not None
        assert (shown["id"], shown["domain"], shown["acls"]) == (None, "new.pstn.sinch.com", ["lab", "office"])
        assert plan.outcomes[0].diff()[0] == {}

    def test_what_one_plan_makes_for_itself(self) -> None:
        """A trunk, what it links, and an endpoint that registers with it, asked for in any order."""
        all_desired = [
            desired("sip_endpoint", "desk", parent="new", values={"credential_username": "bob"}),
            desired("sip_trunk", "new", values={"host_name": "new"}, links={"credential_lists": ("staff",)}),
            desired("credential_list", "staff", values={"credentials": [{"username": "bob", "password": PASSWORD}]}),
        ]
        plan = make_plan(snapshot(), all_desired)
        assert actions(plan) == [
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
    def test_what_is_required(self, kind: str, lacking: str) -> None:
        assert refusal(desired(kind, "new")).startswith(f"{lacking}: ")

    def test_new_user_needs_a_password(self) -> None:
        assert "'bob'" in refusal(desired("credential_list", "new", values={"credentials": [{"username": "bob"}]}))


class TestUpdate:
    """Objects that are there."""

    def test_unchanged(self) -> None:
        plan = make_plan(snapshot(), [desired("sip_trunk", "main", values={"host_name": "MAIN"})])
        assert actions(plan) == []
        assert not plan.changed
        before, after = plan.outcomes[0].diff()
        assert before == after

    def test_changed_field(self) -> None:
        plan = make_plan(snapshot(), [desired("sip_trunk", "main", values={"enable_caller_name": True})])
        assert actions(plan) == ["update SIP trunk 'main'"]
        (action,) = plan.changes
        assert (action.id, action.written) == ("T1", ("enable_caller_name",))
        assert action.values["host_name"] == "main"
        assert (action.before, action.after) == ({"enable_caller_name": False}, {"enable_caller_name": True})
        # What was read is not changed by planning.
        assert "enableCallerName" not in MAIN

    def test_rename(self) -> None:
        plan = make_plan(snapshot(), [Desired("sip_trunk", name="new", id="T1", values={"name": "new"})])
        assert actions(plan) == ["update SIP trunk 'main'"]
        assert plan.changes[0].after == {"name": "new"}

    def test_rename_to_the_name_of_another(self) -> None:
        problem = refusal(Desired("sip_trunk", name="spare", id="T1", values={"name": "spare"}))
        assert problem.startswith("name: ")
        assert "'spare'" in problem
        assert "T2" in problem

    def test_users_of_a_credential_list(self) -> None:
        """New users come before old ones go."""
        users = [{"username": "bob", "password": PASSWORD}]
        plan = make_plan(snapshot(), [desired("credential_list", "phones", values={"credentials": users})])
        assert actions(plan) == [
            "add user 'bob' to credential list 'phones'",
            "remove user 'alice' from credential list 'phones'",
        ]
        assert plan.changes[1].depends_on == {0}

    @pytest.mark.parametrize(("reset_secrets", "verbs"), [(False, []), (True, ["set"])])
    def test_password_of_a_user_that_is_there(self, reset_secrets: bool, verbs: list[str]) -> None:
        """It is set again only where that is asked for; it is neither compared nor shown."""
        users = {"credentials": [{"username": "alice", "password": PASSWORD}]}
        plan = make_plan(snapshot(), [desired("credential_list", "phones", values=users, reset_secrets=reset_secrets)])
        assert [change.action for change in plan.changes] == verbs
        assert PASSWORD not in str([outcome.diff() for outcome in plan.outcomes])

    def test_only_added(self) -> None:
        ranges = {"ip_ranges": ["198.51.100.1"]}
        kept = make_plan(snapshot(), [desired("acl", "office", values=ranges, additive=True)])
        purged = make_plan(snapshot(), [desired("acl", "office", values=ranges)])
        assert [len(plan.changes[0].values["ip_ranges"]) for plan in (kept, purged)] == [2, 1]


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
        plan = make_plan(snapshot(), [desired("sip_trunk", "main", links={"acls": wanted})])
        assert actions(plan) == expected
        assert len(plan.changes) < 2 or plan.changes[1].depends_on == {0}

    def test_not_asked_for(self) -> None:
        assert actions(make_plan(snapshot(), [desired("sip_trunk", "main")])) == []

    def test_what_does_not_exist(self) -> None:
        """It may be made by another task: the plan is possible but for that, and shows it as linked."""
        plan = make_plan(snapshot(), [desired("sip_trunk", "main", links={"acls": ("office", "later")})])
        assert plan.problems == []
        (missing,) = plan.missing
        assert missing.startswith("acls: ")
        assert "'later'" in missing
        assert plan.outcomes[0].names_after["acls"] == ["later", "office"]

    def test_name_that_two_have(self) -> None:
        twins = {("acl", ""): [OFFICE, {**OFFICE, "id": "A3"}]}
        problem = refusal(desired("sip_trunk", "spare", links={"acls": ("office",)}), objects=twins)
        assert "A1, A3" in problem

    def test_id_is_told_from_a_name(self) -> None:
        """An ACL whose name is the ID of another is not taken for it."""
        confusing = {("acl", ""): [OFFICE, {**LAB, "name": "A1"}]}
        plan = make_plan(snapshot(objects=confusing), [desired("sip_trunk", "spare", links={"acls": ("A1",)})])
        assert plan.changes[0].targets == ("A1",)


class TestDelete:
    """Objects that are to be gone."""

    def test_what_is_not_there(self) -> None:
        plan = make_plan(snapshot(), [desired("acl", "none", absent=True)])
        assert actions(plan) == []
        assert plan.outcomes[0].show() is None

    def test_free(self) -> None:
        plan = make_plan(snapshot(), [desired("acl", "lab", absent=True)])
        assert actions(plan) == ["delete ACL 'lab'"]
        assert (plan.changes[0].action, plan.changes[0].id) == ("delete", "A2")

    def test_in_use(self) -> None:
        problem = refusal(desired("sip_trunk", "main", absent=True))
        assert problem.startswith("state: ")
        for user in ("ACL 'office' (ID A1)", "credential list 'phones'", "SIP endpoint 'pbx'", f"'{FIRST}'", "force"):
            assert user in problem

    def test_force(self) -> None:
        """What hangs on a trunk goes first, and the trunk waits for all of it."""
        plan = make_plan(snapshot(), [desired("sip_trunk", "main", absent=True, force=True)])
        *first, last = actions(plan)
        assert last == "delete SIP trunk 'main'"
        assert sorted(first) == [
            "delete SIP endpoint 'pbx' of 'main'",
            f"unassign phone number '{FIRST}'",
            "unlink ACL 'office' from SIP trunk 'main'",
            "unlink credential list 'phones' from SIP trunk 'main'",
        ]
        assert plan.changes[-1].depends_on == {0, 1, 2, 3}

    def test_force_on_a_credential_list(self) -> None:
        """Endpoints of any trunk that use one of its users count."""
        desk = {**PBX, "id": "E2", "name": "desk", "address": None, "isRegistered": True}
        objects = {("sip_endpoint", "T2"): [{**desk, "credentialUsername": "alice"}]}
        plan = make_plan(snapshot(objects=objects), [desired("credential_list", "phones", absent=True, force=True)])
        assert sorted(actions(plan)[:-1]) == [
            "delete SIP endpoint 'desk' of 'spare'",
            "unlink credential list 'phones' from SIP trunk 'main'",
        ]
        assert plan.changes[-1].depends_on == {0, 1}

    def test_user_that_goes_as_well(self) -> None:
        """An ACL is no longer in use by a trunk that the same plan removes or unlinks."""
        gone = [desired("acl", "office", absent=True), desired("sip_trunk", "main", absent=True, force=True)]
        unlinked = [desired("acl", "office", absent=True), desired("sip_trunk", "main", links={"acls": ()})]
        for all_desired in (gone, unlinked):
            plan = make_plan(snapshot(), all_desired)
            assert "delete ACL 'office'" in actions(plan)
            delete = next(change for change in plan.changes if str(change) == "delete ACL 'office'")
            unlink = next(change for change in plan.changes if change.action == "unlink" and change.option == "acls")
            assert unlink.index in delete.depends_on


class TestKeepIfUsed:
    """Objects that go unless something that stays uses them."""

    def _plan(self, kind: str, name: str, *all_desired: Desired) -> Plan:
        objects = {("sip_endpoint", "T2"): [{**PBX, "isRegistered": True, "credentialUsername": "carol"}]}
        return make_plan(snapshot(objects=objects), [desired(kind, name, absent=True, keep_if_used=True), *all_desired])

    @pytest.mark.parametrize(("kind", "name"), [("acl", "office"), ("credential_list", "others")])
    def test_used(self, kind: str, name: str) -> None:
        plan = self._plan(kind, name)
        assert (plan.problems, plan.changes, plan.in_use_by) == ([], [], [])
        before, after = plan.outcomes[0].diff()
        assert before == after

    def test_unused(self) -> None:
        assert actions(self._plan("acl", "lab")) == ["delete ACL 'lab'"]

    def test_user_goes_as_well(self) -> None:
        assert "delete ACL 'office'" in actions(
            self._plan("acl", "office", desired("sip_trunk", "main", absent=True, force=True))
        )

    def test_endpoint_that_stays(self) -> None:
        """It uses the list by one of its users, and is asked for."""
        kept = desired("sip_endpoint", "pbx", parent="spare", values={"credential_username": "carol"})
        assert self._plan("credential_list", "others", kept).changes == []


DESK = {"id": "E2", "name": "desk", "address": None, "isRegistered": True, "credentialUsername": "alice"}
BOB = {"username": "bob", "password": PASSWORD}


class TestUsersThatEndpointsNeed:
    """Users of credential lists, as long as an endpoint registers as one of them."""

    def _plan(self, *all_desired: Desired) -> Plan:
        return make_plan(snapshot(objects={("sip_endpoint", "T1"): [DESK]}), all_desired)

    def _list(self, *users: dict[str, str], **more: Any) -> Desired:
        return desired(
            "credential_list", "phones", values={"credentials": list(users)}, where="credential_lists: ", **more
        )

    def test_user_that_is_in_use(self) -> None:
        (problem,) = self._plan(self._list(BOB)).problems
        assert problem.startswith("credential_lists: credentials: ")
        for part in ("'desk'", "E2", "'main'", "'alice'", "force: true"):
            assert part in problem

    def test_list_that_is_needed(self) -> None:
        (problem,) = self._plan(desired("sip_trunk", "main", links={"credential_lists": ()})).problems
        assert problem.startswith("credential_lists: ")
        assert "'desk'" in problem

    def test_force(self) -> None:
        """It is done, and told."""
        for one in (
            self._list(BOB, force=True),
            desired("sip_trunk", "main", links={"credential_lists": ()}, force=True),
        ):
            plan = self._plan(one)
            assert (plan.problems, len(plan.notices)) == ([], 1)
            assert "'desk'" in plan.notices[0]

    def test_user_is_in_another_linked_list(self) -> None:
        """Then nothing is lost."""
        also = {**OTHERS, "credentials": [{"id": "U2", "username": "alice"}]}
        objects = {("sip_endpoint", "T1"): [DESK], ("credential_list", ""): [PHONES, also]}
        state = snapshot(objects=objects, links={("credential_lists", "T1"): ["C1", "C2"]})
        assert make_plan(state, [self._list(BOB)]).problems == []

    def test_endpoint_moves_to_a_new_user(self) -> None:
        """The new user comes first, then the endpoint, and the old user goes last."""
        moved = desired("sip_endpoint", "desk", parent="main", values={"credential_username": "bob"})
        plan = self._plan(self._list(BOB), moved)
        assert actions(plan) == [
            "add user 'bob' to credential list 'phones'",
            "remove user 'alice' from credential list 'phones'",
            "update SIP endpoint 'desk' of 'main'",
        ]
        add, remove, update = plan.changes
        assert (update.depends_on, remove.depends_on) == ({add.index}, {add.index, update.index})

    def test_endpoint_moves_to_another_list(self) -> None:
        """The old list is unlinked only once the endpoint no longer needs it."""
        moved = desired("sip_endpoint", "desk", parent="main", values={"credential_username": "carol"})
        plan = self._plan(desired("sip_trunk", "main", links={"credential_lists": ("others",)}), moved)
        by_verb = {change.action: change for change in plan.changes}
        assert by_verb["update"].index in by_verb["unlink"].depends_on

    @pytest.mark.parametrize("gone", [{"absent": True}, {"values": {"address": "203.0.113.9"}}])
    def test_endpoint_stops_to_register(self, gone: dict[str, Any]) -> None:
        plan = self._plan(self._list(BOB), desired("sip_endpoint", "desk", parent="main", **gone))
        remove = next(change for change in plan.changes if change.action == "remove")
        stop = next(change for change in plan.changes if change.kind == "sip_endpoint")
        assert plan.problems == []
        assert stop.index in remove.depends_on

    def test_endpoint_that_is_listed(self) -> None:
        """The data contradicts itself: no earlier task can mend that."""
        kept = desired("sip_endpoint", "desk", parent="main", values={"credential_username": "alice"})
        plan = self._plan(self._list(BOB, force=True), kept)
        assert plan.missing == []
        (problem,) = plan.problems
        assert "'alice'" in problem


class TestContradictions:
    """Data that cannot all be so."""

    def test_gone_and_linked(self) -> None:
        """It is refused and no warning: no earlier task can mend it."""
        all_desired = [desired("acl", "lab", absent=True), desired("sip_trunk", "main", links={"acls": ("lab",)})]
        plan = make_plan(snapshot(), all_desired)
        assert plan.missing == []
        assert any("'lab'" in problem for problem in plan.problems)

    @pytest.mark.parametrize("name", ["office", "new"])
    def test_gone_and_there(self, name: str) -> None:
        """Of one name, whether there is one already or not: told by the name, whatever the order."""
        ranges = {"ip_ranges": ["203.0.113.9"]}
        all_desired = [
            desired("acl", name, absent=True, where=f"acls {name!r}: "),
            desired("acl", name, values=ranges, where=f"acls {name!r}: "),
        ]
        for some in (all_desired, all_desired[::-1]):
            problems = make_plan(snapshot(), some).problems
            assert any(problem.startswith(f"acls {name!r}: name: {name!r} ") for problem in problems)
            assert not any("A1" in problem for problem in problems if "in use" not in problem)

    def test_host_names_exchanged(self) -> None:
        """No two trunks can have the same at any time, so that one needs a third in between."""
        all_desired = [
            desired("sip_trunk", "main", values={"host_name": "spare"}),
            desired("sip_trunk", "spare", values={"host_name": "main"}),
        ]
        (problem,) = make_plan(snapshot(), all_desired).problems
        assert "'main'" in problem
        assert "'spare'" in problem
        assert problem.endswith("give one of them a host_name that none of them has in an earlier run")
        between = make_plan(snapshot(), [desired("sip_trunk", "main", values={"host_name": "third"}), all_desired[1]])
        assert (between.problems, len(between.changes)) == ([], 2)

    def test_names_exchanged(self) -> None:
        all_desired = [desired("acl", "lab", id="A1"), desired("acl", "office", id="A2")]
        assert len(actions(make_plan(snapshot(), all_desired))) == 2


class TestIdentity:
    """Which object a desired is about."""

    def test_two_of_a_name(self) -> None:
        twins = {("sip_trunk", ""): [MAIN, {**MAIN, "id": "T3", "hostName": "other"}]}
        for absent in (False, True):
            assert "T1, T3" in refusal(desired("sip_trunk", "main", absent=absent), objects=twins)

    def test_unknown_id(self) -> None:
        assert refusal(desired("sip_trunk", id="T9")) == "id: no SIP trunk of the project has the ID 'T9'"

    def test_unknown_id_that_is_to_be_gone(self) -> None:
        assert actions(make_plan(snapshot(), [desired("sip_trunk", id="T9", absent=True)])) == []

    def test_host_name_of_another(self) -> None:
        """It is no match: a trunk is known by its name."""
        problem = refusal(desired("sip_trunk", "new", values={"host_name": "Spare"}))
        assert problem.startswith("host_name: 'spare'")
        assert "T2" in problem

    def test_case_of_names_counts(self) -> None:
        assert actions(make_plan(snapshot(), [desired("acl", "OFFICE", absent=True)])) == []


class TestPurge:
    """Kinds of which only what is asked for may remain."""

    def test_countries(self) -> None:
        all_desired = [desired("country_permission", "GB", values={"enabled": True})]
        plan = make_plan(snapshot(), all_desired, [Purge("country_permission", exclusive=True)])
        changed = sorted((str(change.id), change.values["enabled"]) for change in plan.changes)
        assert changed == [("CA", False), ("GB", True), ("US", False)]

    def test_desired_objects_stay(self) -> None:
        plan = make_plan(snapshot(), [desired("acl", "office")], [Purge("acl")])
        assert actions(plan) == ["delete ACL 'lab'"]


class TestEndpoints:
    """Where inbound calls go."""

    @pytest.mark.parametrize(
        ("username", "linked", "missing"),
        [("alice", ["C1"], 0), ("carol", ["C1"], 1), ("carol", ["C1", "C2"], 0), ("alice", [], 1)],
    )
    def test_user_must_be_in_a_linked_list(self, username: str, linked: list[str], missing: int) -> None:
        """The API would accept any, and every call would fail (field)."""
        all_desired = [desired("sip_endpoint", "desk", parent="main", values={"credential_username": username})]
        plan = make_plan(snapshot(links={("credential_lists", "T1"): linked}), all_desired)
        assert len(plan.missing) == missing
        assert all(username in text for text in plan.missing)

    def test_names_are_per_trunk(self) -> None:
        plan = make_plan(snapshot(), [desired("sip_endpoint", "pbx", parent="T2", values={"address": "203.0.113.9"})])
        assert actions(plan) == ["create SIP endpoint 'pbx' of 'spare'"]
        assert plan.changes[0].parent == "T2"

    def test_neither_kind(self) -> None:
        assert refusal(desired("sip_endpoint", "new", parent="main")).startswith("address: ")

    @pytest.mark.parametrize(
        "extra", [{"address": "203.0.113.9"}, {"port": 5080}, {"address": "203.0.113.9", "port": 5080}]
    )
    @pytest.mark.parametrize("name", ["pbx", "new"])
    def test_both_kinds(self, name: str, extra: dict[str, Any]) -> None:
        values = {"credential_username": "alice", **extra}
        problem = refusal(desired("sip_endpoint", name, parent="main", values=values))
        assert all(option in problem for option in values)

    def test_port_of_one_that_registers(self) -> None:
        desk = {"id": "E2", "name": "desk", "isRegistered": True, "credentialUsername": "alice", "port": None}
        objects = {("sip_endpoint", "T1"): [desk]}
        problem = refusal(desired("sip_endpoint", "desk", parent="main", values={"port": 5080}), objects=objects)
        assert problem.startswith("port: ")
        assert "'alice'" in problem

    @pytest.mark.parametrize("port", [{}, {"port": None}])
    def test_registered_becomes_static(self, port: dict[str, Any]) -> None:
        """The port is told that the API will give it (ref)."""
        desk = {"id": "E2", "name": "desk", "isRegistered": True, "credentialUsername": "alice", **port}
        objects = {("sip_endpoint", "T1"): [desk]}
        all_desired = [desired("sip_endpoint", "desk", parent="main", values={"address": "203.0.113.9"})]
        plan = make_plan(snapshot(objects=objects), all_desired)
        (action,) = plan.changes
        assert (action.after["port"], action.values["port"]) == (5060, 5060)
        assert plan.outcomes[0].show() is not None

    def test_static_without_a_port(self) -> None:
        """It is left alone, and with any other change gets the port that the API gives it."""
        objects = {("sip_endpoint", "T1"): [{**PBX, "port": None}]}
        same = desired("sip_endpoint", "pbx", parent="main", values={"address": "203.0.113.20"})
        assert make_plan(snapshot(objects=objects), [same]).changes == []
        other = desired("sip_endpoint", "pbx", parent="main", values={"priority": 2})
        (action,) = make_plan(snapshot(objects=objects), [other]).changes
        assert action.after == {"priority": 2, "port": 5060}

    @pytest.mark.parametrize(
        "odd",
        [
            {"address": None},
            {"isRegistered": True, "credentialUsername": "alice"},
            {"isRegistered": True, "credentialUsername": "alice", "address": None, "port": 5080},
        ],
    )
    def test_what_is_there_is_not_refused(self, odd: dict[str, Any]) -> None:
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
        same = make_plan(snapshot(objects=objects), [desired("sip_endpoint", "pbx", parent="main", values=values)])
        assert (same.problems, same.changes) == ([], [])
        all_desired = [desired("sip_endpoint", "pbx", parent="main", values={**values, "priority": 7})]
        (action,) = make_plan(snapshot(objects=objects), all_desired).changes
        assert action.after["priority"] == 7

    def test_static_becomes_registered(self) -> None:
        all_desired = [desired("sip_endpoint", "pbx", parent="main", values={"credential_username": "alice"})]
        (action,) = make_plan(snapshot(), all_desired).changes
        assert (action.values["is_registered"], action.values["credential_username"]) == (True, "alice")
        assert action.values["address"] == ""


class TestNumbers:
    """Phone numbers on trunks."""

    def _assign(self, number: str, trunk: str, **more: Any) -> Plan:
        return make_plan(snapshot(), [Desired("phone_number", name=number, values={"sip_trunk_id": trunk}, **more)])

    def test_assign(self) -> None:
        plan = self._assign(SECOND, "main")
        assert actions(plan) == [f"assign phone number '{SECOND}'"]
        assert (plan.changes[0].id, plan.changes[0].targets) == (SECOND, ("T1",))

    def test_assigned(self) -> None:
        assert actions(self._assign(FIRST, "T1")) == []

    def test_of_another_trunk(self) -> None:
        (problem,) = self._assign(FIRST, "spare").problems
        for part in (FIRST, "'main'", "T1", "move"):
            assert part in problem
        moved = self._assign(FIRST, "spare", overrides=frozenset({"move"}))
        assert (moved.changes[0].id, moved.changes[0].targets) == (FIRST, ("T2",))

    def test_unassign_from_a_trunk_that_is_not_there(self) -> None:
        """That may be a slip, and is told: as a warning in check mode, where an earlier task may make the trunk."""
        all_desired = [Desired("phone_number", name=FIRST, values={"sip_trunk_id": "nowhere"}, absent=True)]
        plan = make_plan(snapshot(), all_desired)
        assert plan.changes == []
        (missing,) = plan.missing
        assert "'nowhere'" in missing

    def test_unassign(self) -> None:
        plan = make_plan(snapshot(), [Desired("phone_number", name=FIRST, absent=True)])
        assert actions(plan) == [f"unassign phone number '{FIRST}'"]
        assert (plan.changes[0].id, plan.changes[0].targets) == (FIRST, ())


class TestSafety:
    """What must be said to be meant."""

    def test_wide_range(self) -> None:
        values = {"ip_ranges": ["10.0.0.0/8"]}
        assert "allow_wide" in refusal(desired("acl", "new", values=values))
        overrides = make_plan(snapshot(), [desired("acl", "new", values=values, overrides=frozenset({"allow_wide"}))])
        assert actions(overrides) == ["create ACL 'new'"]

    def test_wide_range_that_is_there(self) -> None:
        """What exists is never refused."""
        wide = {**OFFICE, "ipRanges": [{"ipAddress": "10.0.0.0", "range": 8}]}
        values = {"ip_ranges": ["10.0.0.0/8", "203.0.113.9"]}
        plan = make_plan(snapshot(objects={("acl", ""): [wide]}), [desired("acl", "office", values=values)])
        assert actions(plan) == ["update ACL 'office'"]

    def test_wildcard(self) -> None:
        assert "allow_wide" in refusal(desired("country_permission", "*", values={"enabled": True}))

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
    def test_range_that_no_call_comes_from(self, cidr: str, purpose: str) -> None:
        """It may be meant, and is told of once: when it is added."""
        values = {"ip_ranges": [cidr, "203.0.113.9"]}
        plan = make_plan(snapshot(), [desired("acl", "new", values=values)])
        (notice,) = plan.notices
        assert purpose in notice
        assert "203.0.113.9" not in notice
        address, _slash, prefix = cidr.partition("/")
        there = {**OFFICE, "ipRanges": [{"ipAddress": address, "range": int(prefix or 32)}]}
        again = make_plan(snapshot(objects={("acl", ""): [there]}), [desired("acl", "office", values=values)])
        assert again.notices == []

    def test_forwarding_without_a_number(self) -> None:
        """It is refused where it is added, and left alone where it is there."""
        on = {"enable_call_forward": True}
        assert "call_forward_number" in refusal(desired("sip_trunk", "main", values=on))
        there = {("sip_trunk", ""): [{**MAIN, "enableCallForward": True}]}
        for values in (on, {**on, "enable_caller_name": True}):
            assert make_plan(snapshot(objects=there), [desired("sip_trunk", "main", values=values)]).problems == []

    def test_last_range(self) -> None:
        assert refusal(desired("acl", "office", values={"ip_ranges": []})).startswith("ip_ranges: ")
