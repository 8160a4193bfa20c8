# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planning which trunk a phone number is on."""

from __future__ import annotations

from typing import Any

from .._resources.catalogue import SIP_TRUNK
from .builder import PlanBuilder, Target
from .model import Change, Made, Outcome, Ref


class Numbers:
    """Numbers that are assigned and unassigned."""

    def __init__(self, builder: PlanBuilder) -> None:
        """Take the builder to plan in."""
        self.builder = builder

    def assign(self, target: Target) -> Outcome:
        """Plan to assign a number to a trunk; one that another trunk has is moved only when that is meant."""
        resource, desired = target.resource, target.desired
        field = resource.field(resource.assigns)
        current = resource.values_of(target.sent or {})[field.name]
        wanted = self.builder.resolve(desired, SIP_TRUNK.kind, desired.values[field.name], "trunk")
        number = str(desired.name)
        outcome = self._outcome(target, wanted, desired.values[field.name])
        if wanted == current:
            return outcome
        if target.sent is None:
            self.builder.plan.unverifiable.append(
                f"{desired.where}{resource.named_by}: {number!r} is on no trunk of the project; "
                "unless the project rents it, this task will fail"
            )
        if current and "move" not in desired.overrides:
            self.builder.problem(
                desired,
                f"phone_numbers: {number!r} belongs to the SIP trunk {outcome.names_before['trunk']!r} "
                f"(ID {current}); set move: true to take it from there",
            )
        action = self.builder.act(
            "assign", target, number, number, "POST", (resource.path,), _assignment(number, wanted)
        )
        action.before = {"trunk": outcome.names_before["trunk"]}
        action.after = {"trunk": outcome.names_after["trunk"]}
        action.needs = {wanted.action} if isinstance(wanted, Made) else set()
        outcome.action = action
        if current:
            # The trunk that had it is rid of it.
            self.builder.removals[resource.kind, number] = action.index
        return outcome

    def unassign(self, target: Target) -> Outcome:
        """Plan to take a number off its trunk, or only off the trunk that is named."""
        resource, desired = target.resource, target.desired
        current = resource.values_of(target.sent or {})[resource.assigns]
        only = desired.values.get(resource.assigns)
        elsewhere = only is not None and self.builder.resolve(desired, SIP_TRUNK.kind, only, "trunk") != current
        if not current or elsewhere:
            return self._outcome(target, current or None, "")
        outcome = self._outcome(target, None, "")
        outcome.action = self.release(target, current)
        return outcome

    def release(self, target: Target, trunk: str) -> Change:
        """Plan to take a number off the trunk that it is on."""
        resource = target.resource
        number = resource.name_of(target.sent or {})
        action = self.builder.act("unassign", target, number, number, "POST", (resource.path,), _assignment(number, ""))
        action.before, action.after = {"trunk": self.builder.trunk_name(trunk)}, {"trunk": None}
        self.builder.removals[resource.kind, number] = action.index
        return action

    def _outcome(self, target: Target, wanted: Ref | None, token: str) -> Outcome:
        """Return the outcome of a number that is to be on a trunk, or on none."""
        resource, sent = target.resource, target.sent
        field = resource.field(resource.assigns)
        current = resource.values_of(sent or {})[field.name]
        outcome = Outcome(resource, target.desired, sent, None)
        if sent is not None or wanted is not None:
            known = {"phoneNumber": target.desired.name} if sent is None else sent
            outcome.after = {**known, field.api: wanted if isinstance(wanted, str) else None}
        outcome.names_before["trunk"] = self.builder.trunk_name(current)
        outcome.names_after["trunk"] = (
            None if wanted is None else self.builder.names.label(SIP_TRUNK.kind, wanted, token or str(wanted))
        )
        return outcome

    def free(self, taking: int, giving_up: Change) -> None:
        """Let a number rest in between, where the trunk that it goes to can be made only once its old trunk is gone."""
        for need in sorted(giving_up.needs):
            moved = self.builder.plan.actions[need]
            if moved.verb == "assign" and taking in moved.needs:
                freed = self.builder.record(
                    "unassign",
                    moved.kind,
                    moved.name,
                    moved.target,
                    moved.id,
                    "POST",
                    moved.path,
                    _assignment(moved.name, ""),
                )
                freed.before, freed.after = moved.before, {"trunk": None}
                moved.before = freed.after
                giving_up.needs.remove(need)
                giving_up.needs.add(freed.index)


def _assignment(number: str, trunk: Ref) -> dict[str, Any]:
    """Return the body that assigns a number, or with an empty trunk unassigns it (ref's example)."""
    return {"phoneNumber": number, "sipTrunkId": trunk}
