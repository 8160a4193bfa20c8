# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The planner: which object a desired state is about, aliases, and kinds that are exclusive."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Desired, Plan, Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._plan.planner import make_plan
from ansible_collections.sinch.sip.plugins.module_utils._plan.purge import Purge

MAIN = {"id": "T1", "name": "main", "hostName": "main"}
KIND = "country_permission"
BOTH = {"isoCode": "US", "name": "United States/Canada", "enabled": False}
US = {**BOTH, "name": "United States"}
CANADA = {"isoCode": "CA", "name": "Canada", "enabled": False}
GB = {"isoCode": "GB", "name": "United Kingdom", "enabled": True}


def enabled(code: str, **more: Any) -> Desired:
    """Return the desired for a country to be allowed."""
    return Desired(KIND, name=code, values={"enabled": True}, **more)


def planned(countries: list[dict[str, Any]], *all_desired: Desired, exclusive: bool = False) -> Plan:
    """Return the plan for a project with these countries."""
    return make_plan(Snapshot({(KIND, ""): countries}), all_desired, [Purge(KIND, exclusive=True)] if exclusive else [])


def changed(plan: Plan) -> dict[str, bool]:
    """Return what becomes of each country that changes."""
    assert plan.problems == []
    return {change.name: change.after["enabled"] for change in plan.changes}


@pytest.mark.parametrize("countries", [[BOTH, CANADA], [US, CANADA]])
def test_an_entry_of_its_own_is_meant(countries: list[dict[str, Any]]) -> None:
    """Where there is an entry of that name, it is that one."""
    plan = planned(countries, enabled("CA"))
    assert (changed(plan), plan.notices) == ({"CA": True}, [])


def test_no_entry_at_all() -> None:
    """An entry that does not say that it is for both does not stand for both."""
    (problem,) = planned([US], enabled("CA")).problems
    assert "'CA'" in problem


def test_the_entry_for_both() -> None:
    """The entry for both is changed, and a notice says so."""
    plan = planned([BOTH, GB], enabled("CA", where="country_permissions: ", option="enabled"))
    assert changed(plan) == {"US": True}
    (notice,) = plan.notices
    assert notice.startswith(
        "country_permissions: enabled: 'CA' has no country permission of its own; it is that of 'US'"
    )
    off = planned([{**BOTH, "enabled": True}], Desired(KIND, name="CA", absent=True))
    assert changed(off) == {"US": False}


@pytest.mark.parametrize("codes", [("US", "CA"), ("CA", "US")])
def test_both_listed(codes: tuple[str, str]) -> None:
    """Both are one desired, and nothing has to be said."""
    plan = planned([BOTH], *map(enabled, codes))
    assert (changed(plan), plan.notices, len(plan.outcomes)) == ({"US": True}, [], 1)


def test_contradiction() -> None:
    """One allowed and the other forbidden cannot be."""
    plan = planned([BOTH], enabled("US"), replace(enabled("CA"), values={}, absent=True))
    assert any("'US'" in problem for problem in plan.problems)


def test_exclusive() -> None:
    """An alias keeps what it stands for."""
    assert changed(planned([BOTH, GB], enabled("CA"), exclusive=True)) == {"US": True, "GB": False}


class TestIdentity:
    """Which object a desired is about."""

    def test_two_of_a_name(self, project: Any) -> None:
        twins = {("sip_trunk", ""): [MAIN, {**MAIN, "id": "T3", "hostName": "other"}]}
        for absent in (False, True):
            assert "T1, T3" in project.refusal(project.desired("sip_trunk", "main", absent=absent), objects=twins)

    def test_unknown_id(self, project: Any) -> None:
        assert (
            project.refusal(project.desired("sip_trunk", id="T9")) == "id: no SIP trunk of the project has the ID 'T9'"
        )

    def test_unknown_id_that_is_to_be_gone(self, project: Any) -> None:
        assert (
            project.actions(make_plan(project.snapshot(), [project.desired("sip_trunk", id="T9", absent=True)])) == []
        )

    def test_host_name_of_another(self, project: Any) -> None:
        """It is no match: a trunk is known by its name."""
        problem = project.refusal(project.desired("sip_trunk", "new", values={"host_name": "Spare"}))
        assert problem.startswith("host_name: 'spare'")
        assert "T2" in problem

    def test_case_of_names_counts(self, project: Any) -> None:
        assert project.actions(make_plan(project.snapshot(), [project.desired("acl", "OFFICE", absent=True)])) == []


class TestPurge:
    """Kinds of which only what is asked for may remain."""

    def test_countries(self, project: Any) -> None:
        all_desired = [project.desired("country_permission", "GB", values={"enabled": True})]
        plan = make_plan(project.snapshot(), all_desired, [Purge("country_permission", exclusive=True)])
        changed = sorted((str(change.id), change.values["enabled"]) for change in plan.changes)
        assert changed == [("CA", False), ("GB", True), ("US", False)]

    def test_desired_objects_stay(self, project: Any) -> None:
        plan = make_plan(project.snapshot(), [project.desired("acl", "office")], [Purge("acl")])
        assert project.actions(plan) == ["delete ACL 'lab'"]


@pytest.mark.parametrize(
    ("desired", "problem"),
    [
        (Desired("phone_number", name="0044", values={"sip_trunk_id": "T1"}), "phone_numbers: '0044' is not an E.164"),
        (
            Desired("country_permission", name="XX"),
            "countries: the project has no country permission 'XX'; it has *, CA",
        ),
    ],
)
def test_object_that_cannot_be_created(project: Any, desired: Desired, problem: str) -> None:
    assert project.refusal(desired).startswith(problem)


def test_country_of_a_project_without_any() -> None:
    (problem,) = planned([], enabled("US")).problems
    assert problem.endswith("it has none")
