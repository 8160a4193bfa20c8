# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What there can be one of only."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._plan.planner import make_plan


class TestContradictions:
    """Data that cannot all be so."""

    def test_gone_and_linked(self, project: Any) -> None:
        """It is refused and no warning: no earlier task can mend it."""
        all_desired = [
            project.desired("acl", "lab", absent=True),
            project.desired("sip_trunk", "main", links={"acls": ("lab",)}),
        ]
        plan = make_plan(project.snapshot(), all_desired)
        assert plan.missing == []
        assert any("'lab'" in problem for problem in plan.problems)

    @pytest.mark.parametrize("name", ["office", "new"])
    def test_gone_and_there(self, project: Any, name: str) -> None:
        """Of one name, whether there is one already or not: told by the name, whatever the order."""
        ranges = {"ip_ranges": ["203.0.113.9"]}
        all_desired = [
            project.desired("acl", name, absent=True, where=f"acls {name!r}: "),
            project.desired("acl", name, values=ranges, where=f"acls {name!r}: "),
        ]
        for some in (all_desired, all_desired[::-1]):
            problems = make_plan(project.snapshot(), some).problems
            assert any(problem.startswith(f"acls {name!r}: name: {name!r} ") for problem in problems)
            assert not any("A1" in problem for problem in problems if "in use" not in problem)

    def test_host_names_exchanged(self, project: Any) -> None:
        """No two trunks can have the same at any time, so that one needs a third in between."""
        all_desired = [
            project.desired("sip_trunk", "main", values={"host_name": "spare"}),
            project.desired("sip_trunk", "spare", values={"host_name": "main"}),
        ]
        (problem,) = make_plan(project.snapshot(), all_desired).problems
        assert "'main'" in problem
        assert "'spare'" in problem
        assert problem.endswith("give one of them a host_name that none of them has in an earlier run")
        between = make_plan(
            project.snapshot(), [project.desired("sip_trunk", "main", values={"host_name": "third"}), all_desired[1]]
        )
        assert (between.problems, len(between.changes)) == ([], 2)

    def test_names_exchanged(self, project: Any) -> None:
        all_desired = [project.desired("acl", "lab", id="A1"), project.desired("acl", "office", id="A2")]
        assert len(project.actions(make_plan(project.snapshot(), all_desired))) == 2
