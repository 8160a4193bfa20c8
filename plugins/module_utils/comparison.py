# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a project differs from data: a plan that would make it exactly what the data says, and is never carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .errors import PlanError
from .option_values import OVERRIDES
from .plan.actions import Plan
from .plan.planner import make_plan
from .plan.state import Snapshot, Wish
from .plan.sweep import Sweep
from .project_config import KINDS, config_sweeps, config_wishes
from .resources.catalogue import RESOURCES


def comparable(wish: Wish) -> Wish:
    """Return a wish that can be compared: nothing has to be said to be meant, and what cannot be read is left out."""
    resource = RESOURCES[wish.kind]
    values = {name: resource.field(name).value.without_secrets(value) for name, value in wish.values.items()}
    return replace(wish, values=values, lifted=OVERRIDES, force=True, renew=False)


class Comparison:
    """The options of sinch_sip_config, to be held against a project."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        """Read the options; what is wrong with them is told with what is wrong with the plan."""
        wishes, self._problems = config_wishes(params)
        self.wishes: Sequence[Wish] = [comparable(wish) for wish in wishes]
        self.sweeps: Sequence[Sweep] = config_sweeps({**params, "purge": [*KINDS], "purge_all": True})

    def plan(self, snapshot: Snapshot) -> Plan:
        """Return what would make the project exactly what the data says.

        Raise PlanError where the data contradicts itself, or does not tell what is meant. What only stands in the way
        of writing does not matter.
        """
        plan = make_plan(snapshot, self.wishes, self.sweeps)
        problems = [*self._problems, *(one for one in plan.problems if one not in plan.obstacles)]
        if problems:
            raise PlanError(problems)
        return plan
