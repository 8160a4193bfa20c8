# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Uniqueness: each object is desired once, and no two objects have the same unique value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from .._resources.declaration import Field
from .builder import PlanBuilder, Target
from .links import rest_between
from .model import Change, Desired, Outcome


class _Takeover(NamedTuple):
    """A desired state that asks for a value which another object has."""

    desired: Desired
    field: str
    kind: str
    other: str


class Uniqueness:
    """Records which objects and unique values are asked for, and by which desired state."""

    def __init__(self, builder: PlanBuilder) -> None:
        """Take the builder of the plan."""
        self.builder = builder
        self._asked_for: dict[tuple[Any, ...], str] = {}
        self._values_then: dict[tuple[str, str, str], Any] = {}
        self._takeovers: list[_Takeover] = []
        self._exchanges: list[tuple[int, int, str]] = []

    def ask_for(self, target: Target) -> None:
        """Record that a desired state is about an object; it is a problem if another one is too."""
        name = target.desired.name or target.desired.id
        self._ask(target, target.option, target.own or name, name)

    def record_values(self, target: Target, gone: bool) -> None:
        """Record the unique values that an object that is there will have; None for those that it gives up."""
        for field in target.resource.fields:
            if field.unique and (gone or field.name in target.desired.values):
                value = None if gone else target.desired.values[field.name]
                self._values_then[target.resource.kind, str(target.own), field.name] = value

    def check(self, target: Target, field: Field, value: Any) -> None:
        """Check that no other object has a value, or that it gives it up in the same plan."""
        resource, desired = target.resource, target.desired
        if field.name in desired.values:
            self._ask(target, field.name, value, value)
        for other in self.builder.snapshot.having(resource.kind, field, value):
            other_id = resource.id_of(other)
            if other_id == target.own:
                continue
            self._takeovers.append(_Takeover(desired, field.name, resource.kind, other_id))
            if self._values_then.get((resource.kind, other_id, field.name), value) == value:
                owner = f"the {resource.label} {resource.name_of(other)!r} (ID {other_id})"
                self.builder.obstacle(desired, f"{field.name}: {value!r} belongs to {owner}")

    def let_wait(self, outcomes: Iterable[Outcome]) -> None:
        """Let each change that takes a value over wait for the change by which another object gives it up."""
        changes = {id(outcome.desired): outcome.change for outcome in outcomes}
        for takeover in self._takeovers:
            taking, giving_up = changes[id(takeover.desired)], self._giving_up(takeover)
            if taking is None or giving_up is None or giving_up is taking:
                continue
            taking.wait_for(giving_up)
            self._exchanges.append((taking.index, giving_up.index, takeover.field))
            if giving_up.deferred and not takeover.desired.force:
                self.builder.problem(
                    takeover.desired,
                    f"{takeover.field}: is free only once {giving_up} is done, and what is not listed is removed last "
                    "of all, lest it be gone and nothing in its place; remove it in an earlier run by an entry with "
                    "state: absent, or set force: true to have it removed first",
                )
            rest_between(self.builder, taking, giving_up)

    def describe_cycle(self, cycle: Sequence[Change]) -> str:
        """Return the problem of changes that wait for each other, with the way around it."""
        among = {change.index for change in cycle}
        exchanged = {field for taking, giving_up, field in self._exchanges if {taking, giving_up} <= among}
        # Each of two objects that exchange a value is refused the other's, so that one needs a third in between.
        advice = " and ".join(f"give one of them a {field} that none of them has" for field in sorted(exchanged))
        return (
            f"these changes wait for each other: {', '.join(map(str, cycle))}; "
            f"{advice or 'make one of them'} in an earlier run"
        )

    def _ask(self, target: Target, option: str, value: Any, shown: Any) -> None:
        key = (target.resource.kind, target.parent, option, value)
        if key in self._asked_for:
            other = self._asked_for[key] or "the other entry"
            self.builder.problem(target.desired, f"{option}: {shown!r} is asked for twice, see {other}")
        self._asked_for[key] = target.desired.where.rstrip(": ")

    def _giving_up(self, takeover: _Takeover) -> Change | None:
        outcome = self.builder.outcome_of(takeover.kind, takeover.other)
        removal = self.builder.removed_by(("object", takeover.kind, takeover.other))
        return removal or (outcome.change if outcome else None)
