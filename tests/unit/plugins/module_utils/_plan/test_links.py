# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Links, phone numbers, and the users that endpoints register as."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Desired, Plan
from ansible_collections.sinch.sip.plugins.module_utils._plan.planner import make_plan

OFFICE = {"id": "A1", "name": "office", "enabled": True, "ipRanges": [{"ipAddress": "203.0.113.10", "range": 32}]}
LAB = {**OFFICE, "id": "A2", "name": "lab"}
PHONES = {"id": "C1", "name": "phones", "credentials": [{"id": "U1", "username": "alice"}]}
OTHERS = {"id": "C2", "name": "others", "credentials": [{"id": "U2", "username": "carol"}]}
FIRST, SECOND = "+12025550101", "+12025550102"
PASSWORD = "Correct-horse-1"
PBX = {"id": "E1", "name": "pbx", "address": "203.0.113.20", "port": 5060, "priority": 1, "enabled": True}
DESK = {"id": "E2", "name": "desk", "address": None, "isRegistered": True, "credentialUsername": "alice"}
BOB = {"username": "bob", "password": PASSWORD}


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
    def test_set(self, project: Any, wanted: tuple[str, ...], expected: list[str]) -> None:
        """New links come before old ones go, so that a trunk is never without."""
        plan = make_plan(project.snapshot(), [project.desired("sip_trunk", "main", links={"acls": wanted})])
        assert project.actions(plan) == expected
        assert len(plan.changes) < 2 or plan.changes[1].depends_on == {0}

    def test_not_asked_for(self, project: Any) -> None:
        assert project.actions(make_plan(project.snapshot(), [project.desired("sip_trunk", "main")])) == []

    def test_what_does_not_exist(self, project: Any) -> None:
        """It may be made by another task: the plan is possible but for that, and shows it as linked."""
        plan = make_plan(
            project.snapshot(), [project.desired("sip_trunk", "main", links={"acls": ("office", "later")})]
        )
        assert plan.problems == []
        (missing,) = plan.missing
        assert missing.startswith("acls: ")
        assert "'later'" in missing
        assert plan.outcomes[0].names_after["acls"] == ["later", "office"]

    def test_name_that_two_have(self, project: Any) -> None:
        twins = {("acl", ""): [OFFICE, {**OFFICE, "id": "A3"}]}
        problem = project.refusal(project.desired("sip_trunk", "spare", links={"acls": ("office",)}), objects=twins)
        assert "A1, A3" in problem

    def test_id_is_told_from_a_name(self, project: Any) -> None:
        """An ACL whose name is the ID of another is not taken for it."""
        confusing = {("acl", ""): [OFFICE, {**LAB, "name": "A1"}]}
        plan = make_plan(
            project.snapshot(objects=confusing), [project.desired("sip_trunk", "spare", links={"acls": ("A1",)})]
        )
        assert plan.changes[0].targets == ("A1",)


class TestUsersThatEndpointsNeed:
    """Users of credential lists, as long as an endpoint registers as one of them."""

    def _plan(self, project: Any, *all_desired: Desired) -> Plan:
        return make_plan(project.snapshot(objects={("sip_endpoint", "T1"): [DESK]}), all_desired)

    def _list(self, project: Any, *users: dict[str, str], **more: Any) -> Any:
        return project.desired(
            "credential_list", "phones", values={"credentials": list(users)}, where="credential_lists: ", **more
        )

    def test_user_that_is_in_use(self, project: Any) -> None:
        (problem,) = self._plan(project, self._list(project, BOB)).problems
        assert problem.startswith("credential_lists: credentials: ")
        for part in ("'desk'", "E2", "'main'", "'alice'", "force: true"):
            assert part in problem

    def test_list_that_is_needed(self, project: Any) -> None:
        (problem,) = self._plan(project, project.desired("sip_trunk", "main", links={"credential_lists": ()})).problems
        assert problem.startswith("credential_lists: ")
        assert "'desk'" in problem

    def test_force(self, project: Any) -> None:
        """It is done, and told."""
        for one in (
            self._list(project, BOB, force=True),
            project.desired("sip_trunk", "main", links={"credential_lists": ()}, force=True),
        ):
            plan = self._plan(project, one)
            assert (plan.problems, len(plan.notices)) == ([], 1)
            assert "'desk'" in plan.notices[0]

    def test_user_is_in_another_linked_list(self, project: Any) -> None:
        """Then nothing is lost."""
        also = {**OTHERS, "credentials": [{"id": "U2", "username": "alice"}]}
        objects = {("sip_endpoint", "T1"): [DESK], ("credential_list", ""): [PHONES, also]}
        state = project.snapshot(objects=objects, links={("credential_lists", "T1"): ["C1", "C2"]})
        assert make_plan(state, [self._list(project, BOB)]).problems == []

    def test_endpoint_moves_to_a_new_user(self, project: Any) -> None:
        """The new user comes first, then the endpoint, and the old user goes last."""
        moved = project.desired("sip_endpoint", "desk", parent="main", values={"credential_username": "bob"})
        plan = self._plan(project, self._list(project, BOB), moved)
        assert project.actions(plan) == [
            "add user 'bob' to credential list 'phones'",
            "remove user 'alice' from credential list 'phones'",
            "update SIP endpoint 'desk' of 'main'",
        ]
        add, remove, update = plan.changes
        assert (update.depends_on, remove.depends_on) == ({add.index}, {add.index, update.index})

    def test_endpoint_moves_to_another_list(self, project: Any) -> None:
        """The old list is unlinked only once the endpoint no longer needs it."""
        moved = project.desired("sip_endpoint", "desk", parent="main", values={"credential_username": "carol"})
        plan = self._plan(project, project.desired("sip_trunk", "main", links={"credential_lists": ("others",)}), moved)
        by_verb = {change.action: change for change in plan.changes}
        assert by_verb["update"].index in by_verb["unlink"].depends_on

    @pytest.mark.parametrize("gone", [{"absent": True}, {"values": {"address": "203.0.113.9"}}])
    def test_endpoint_stops_to_register(self, project: Any, gone: dict[str, Any]) -> None:
        plan = self._plan(
            project, self._list(project, BOB), project.desired("sip_endpoint", "desk", parent="main", **gone)
        )
        remove = next(change for change in plan.changes if change.action == "remove")
        stop = next(change for change in plan.changes if change.kind == "sip_endpoint")
        assert plan.problems == []
        assert stop.index in remove.depends_on

    def test_endpoint_that_is_listed(self, project: Any) -> None:
        """The data contradicts itself: no earlier task can mend that."""
        kept = project.desired("sip_endpoint", "desk", parent="main", values={"credential_username": "alice"})
        plan = self._plan(project, self._list(project, BOB, force=True), kept)
        assert plan.missing == []
        (problem,) = plan.problems
        assert "'alice'" in problem


class TestNumbers:
    """Phone numbers on trunks."""

    def _assign(self, project: Any, number: str, trunk: str, **more: Any) -> Plan:
        return make_plan(
            project.snapshot(), [Desired("phone_number", name=number, values={"sip_trunk_id": trunk}, **more)]
        )

    def test_assign(self, project: Any) -> None:
        plan = self._assign(project, SECOND, "main")
        assert project.actions(plan) == [f"assign phone number '{SECOND}'"]
        assert (plan.changes[0].id, plan.changes[0].targets) == (SECOND, ("T1",))

    def test_assigned(self, project: Any) -> None:
        assert project.actions(self._assign(project, FIRST, "T1")) == []

    def test_of_another_trunk(self, project: Any) -> None:
        (problem,) = self._assign(project, FIRST, "spare").problems
        for part in (FIRST, "'main'", "T1", "move"):
            assert part in problem
        moved = self._assign(project, FIRST, "spare", overrides=frozenset({"move"}))
        assert (moved.changes[0].id, moved.changes[0].targets) == (FIRST, ("T2",))

    def test_unassign_from_a_trunk_that_is_not_there(self, project: Any) -> None:
        """That may be a slip, and is told: as a warning in check mode, where an earlier task may make the trunk."""
        all_desired = [Desired("phone_number", name=FIRST, values={"sip_trunk_id": "nowhere"}, absent=True)]
        plan = make_plan(project.snapshot(), all_desired)
        assert plan.changes == []
        (missing,) = plan.missing
        assert "'nowhere'" in missing

    def test_unassign(self, project: Any) -> None:
        plan = make_plan(project.snapshot(), [Desired("phone_number", name=FIRST, absent=True)])
        assert project.actions(plan) == [f"unassign phone number '{FIRST}'"]
        assert (plan.changes[0].id, plan.changes[0].targets) == (FIRST, ())

    def test_number_that_is_moved_from_a_trunk_that_goes(self, project: Any) -> None:
        """The trunk that loses its number waits for the assignment, and does not unassign it first."""
        number = Desired("phone_number", name=FIRST, values={"sip_trunk_id": "spare"}, overrides=frozenset({"move"}))
        plan = make_plan(project.snapshot(), [project.desired("sip_trunk", "main", absent=True, force=True), number])
        assert [change.action for change in plan.changes if change.kind == "phone_number"] == ["assign"]
        delete = plan.changes[-1]
        assert (delete.action, 0 in delete.depends_on) == ("delete", True)

    def test_number_without_a_trunk_that_is_not_listed(self, project: Any) -> None:
        plan = make_plan(project.snapshot(), [Desired("phone_number", name="+12025550199", absent=True)])
        assert (plan.changes, plan.outcomes[0].show()) == ([], None)
