# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guards of a purge: how much it may take away, and when."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Desired, Plan, Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._plan.planner import make_plan
from ansible_collections.sinch.sip.plugins.module_utils._plan.purge import Purge

TRUNKS = [{"id": f"T{n}", "name": f"t{n}", "hostName": f"t{n}"} for n in range(20)]


def purge(*listed: str, there: int = 20, purge_all: bool = False) -> Plan:
    """Return the plan for a project of trunks t0, t1, … of which only those listed may remain."""
    all_desired = [Desired("sip_trunk", name=name, values={"name": name, "host_name": name}) for name in listed]
    return make_plan(_project(there), all_desired, [Purge("sip_trunk", "trunks", purge_all=purge_all)])


def _project(there: int, **objects: list[dict[str, Any]]) -> Snapshot:
    """Return a project with so many trunks, on which nothing hangs."""
    lists: dict[tuple[str, str], list[dict[str, Any]]] = {("sip_trunk", ""): TRUNKS[:there]}
    lists.update({(kind, ""): items for kind, items in objects.items()})
    return Snapshot(lists)


class TestHowMuch:
    """How much of a kind may go without being said to be meant."""

    @pytest.mark.parametrize("there", [1, 5, 20])
    def test_everything_that_exists(self, there: int) -> None:
        """It is refused whatever else is listed: what is new may fail to be made."""
        (problem,) = purge("new", there=there).problems
        assert problem.startswith(f"purge: trunks would remove all {there} SIP trunks; ")
        assert "purge_all: true" in problem

    def test_more_than_a_share(self) -> None:
        (problem,) = purge(*(f"t{n}" for n in range(13))).problems
        assert "7 of 20" in problem

    @pytest.mark.parametrize(("listed", "there"), [(14, 20), (1, 6)])
    def test_little(self, listed: int, there: int) -> None:
        """Neither 30 % nor five objects are too much."""
        plan = purge(*(f"t{n}" for n in range(listed)), there=there)
        assert (plan.problems, len(plan.changes)) == ([], there - listed)

    @pytest.mark.parametrize("listed", [[], ["new"], ["t0"]])
    def test_said_to_be_meant(self, listed: list[str]) -> None:
        plan = purge(*listed, purge_all=True)
        assert plan.problems == []
        assert sum(change.action == "delete" for change in plan.changes) == 20 - listed.count("t0")

    def test_nothing_there(self) -> None:
        assert purge(there=0).problems == []

    def test_numbers_that_are_on_no_trunk(self) -> None:
        """There is nothing to take away from them, and they are not among those that there are."""
        numbers = [{"id": f"N{n}", "phoneNumber": f"+1202555010{n}", "sipTrunkId": "T0" if n else None} for n in (0, 1)]
        (problem,) = make_plan(_project(1, phone_number=numbers), [], [Purge("phone_number", "phone_numbers")]).problems
        assert "all 1 phone numbers" in problem


class TestExclusiveCountries:
    """A list of countries that is meant to be the whole of it."""

    CODES = ("CA", "GB", "US")

    def _plan(self, *codes: str, purge_all: bool = False, enabled: bool = True) -> Plan:
        countries = [{"isoCode": code, "enabled": enabled} for code in self.CODES]
        all_desired = [Desired("country_permission", name=code, values={"enabled": True}) for code in codes]
        purge = Purge("country_permission", "country_permissions", purge_all=purge_all, exclusive=True)
        return make_plan(_project(0, country_permission=countries), all_desired, [purge])

    def test_nothing_listed(self) -> None:
        (problem,) = self._plan().problems
        assert problem.startswith("country_permissions: exclusive would disable all 3 country permissions; ")
        assert self._plan(purge_all=True).problems == []

    def test_nothing_listed_and_nothing_there(self) -> None:
        """An export of a project that allows no country can be taken back."""
        plan = self._plan(enabled=False)
        assert (plan.problems, plan.changes) == ([], [])

    def test_one_listed(self) -> None:
        plan = self._plan("GB")
        assert (plan.problems, len(plan.changes)) == ([], 2)
        assert not any(change.deferred for change in plan.changes)


class TestOrder:
    """What a purge takes away waits for everything else."""

    def test_only_the_purge_is_deferred(self) -> None:
        plan = purge("new", "t0", there=3)
        assert [(change.action, change.deferred) for change in plan.changes] == [
            ("create", False),
            ("delete", True),
            ("delete", True),
        ]

    def test_all_that_hangs_on_it_is(self) -> None:
        snapshot = _project(3, acl=[{"id": "A1", "name": "office", "ipRanges": []}])
        snapshot.links["acls", "T2"] = ["A1"]
        all_desired = [Desired("sip_trunk", name=name, values={"name": name}) for name in ("t0", "t1")]
        plan = make_plan(snapshot, all_desired, [Purge("sip_trunk")])
        assert [(change.action, change.deferred) for change in plan.changes] == [("unlink", True), ("delete", True)]

    def test_removal_that_waits_for_the_purge(self) -> None:
        """An ACL that is to be gone, and that only a purged trunk uses, goes with the purge."""
        snapshot = _project(3, acl=[{"id": "A1", "name": "office", "ipRanges": []}])
        snapshot.links["acls", "T2"] = ["A1"]
        snapshot.users["acls", "A1"] = {"T2": "t2"}
        all_desired = [Desired("sip_trunk", name=name, values={"name": name}) for name in ("t0", "t1")]
        plan = make_plan(snapshot, [*all_desired, Desired("acl", name="office", absent=True)], [Purge("sip_trunk")])
        assert plan.problems == []
        assert {change.action: change.deferred for change in plan.changes} == {
            "unlink": True,
            "delete": True,
        }

    def test_change_that_waits_for_the_purge(self) -> None:
        """A host name is free only once its trunk is gone, and that would be before the new one is sure."""
        all_desired = [Desired("sip_trunk", name="t0", values={"name": "t0"})]
        taking = Desired("sip_trunk", name="new", values={"name": "new", "host_name": "t1"})
        (problem,) = make_plan(_project(2), [*all_desired, taking], [Purge("sip_trunk")]).problems
        assert problem.startswith("host_name: is free only once delete SIP trunk 't1' is done")
        assert "state: absent" in problem
        assert "force: true" in problem

    def test_change_that_is_forced(self) -> None:
        """It goes with the purge, after what it waits for, and so does what waits for it."""
        all_desired = [Desired("sip_trunk", name="t0", values={"name": "t0"})]
        values = {"name": "new", "host_name": "t1"}
        all_desired.append(Desired("sip_trunk", name="new", values=values, links={"acls": ("office",)}, force=True))
        snapshot = _project(2, acl=[{"id": "A1", "name": "office", "ipRanges": []}])
        plan = make_plan(snapshot, all_desired, [Purge("sip_trunk")])
        assert plan.problems == []
        assert {change.action for change in plan.changes} == {"create", "link", "delete"}
        assert all(change.deferred for change in plan.changes)
