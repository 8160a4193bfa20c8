# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Comparison of a project with data, by a plan that would make them equal and is never applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ._errors import PlanError
from ._given_options import OVERRIDES
from ._plan.model import Desired, Plan, Snapshot
from ._plan.planner import make_plan
from ._plan.purge import Purge
from ._project_config import KINDS, desired_in_config, purges_in_config
from ._resources.catalogue import RESOURCES


def comparable(desired: Desired) -> Desired:
    """Return a desired state without secrets and with every override, so that nothing prevents the comparison."""
    resource = RESOURCES[desired.kind]
    values = {name: resource.field(name).value.without_secrets(value) for name, value in desired.values.items()}
    return replace(desired, values=values, overrides=OVERRIDES, force=True, reset_secrets=False)


class Comparison:
    """The options of sinch_sip_config that a project is compared with."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        """Read the options; ``plan`` reports their problems."""
        all_desired, self._problems = desired_in_config(params)
        self.all_desired: Sequence[Desired] = [comparable(desired) for desired in all_desired]
        self.purges: Sequence[Purge] = purges_in_config({**params, "purge": [*KINDS], "purge_all": True})

    def plan(self, snapshot: Snapshot) -> Plan:
        """Return the plan that would make the project equal to the data.

        Raise PlanError if the data is contradictory or ambiguous. Ignore problems that only prevent writing.
        """
        plan = make_plan(snapshot, self.all_desired, self.purges)
        problems = [*self._problems, *(one for one in plan.problems if one not in plan.obstacles)]
        if problems:
            raise PlanError(problems)
        return plan
