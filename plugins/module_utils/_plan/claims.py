# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Seeing that no two objects are to have what only one can have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .._resources.declaration import Field
from .builder import PlanBuilder, Target
from .model import Change, Desired, Outcome
from .numbers import Numbers


class Claims:
    """Names, IDs and values of which there can be one only, and who asks for them.

    ``updates`` are the actions that change an object, by kind and ID. ``final`` are the values as they will be where a
    desired changes them, by kind, ID and field: None for those that go.
    """

    def __init__(self, builder: PlanBuilder, numbers: Numbers) -> None:
        """Take the builder to plan in, and how numbers are taken away."""
        self.builder = builder
        self.numbers = numbers
        self.updates: dict[tuple[str, str], Change] = {}
        self.final: dict[tuple[str, str, str], Any] = {}
        self._claims: dict[tuple[Any, ...], str] = {}
        self._taking: list[tuple[Desired, str, str, str]] = []
        self._takeovers: list[tuple[int, int, str]] = []

    def claim_object(self, target: Target) -> None:
        """Note that a desired is about an object that no other may be about."""
        name = target.desired.name or target.desired.id
        self._claim(target, target.option, target.own or name, name)

    def _claim(self, target: Target, option: str, value: Any, shown: Any) -> None:
        key = (target.resource.kind, target.parent, option, value)
        if key in self._claims:
            self.builder.problem(
                target.desired, f"{option}: {shown!r} is asked for twice, see {self._claims[key] or 'the other entry'}"
            )
        self._claims[key] = target.desired.where.rstrip(": ")

    def check_unique(self, target: Target, field: Field, value: Any) -> None:
        """See that no other object has a value, or will give it up in the same plan."""
        resource = target.resource
        if field.name in target.desired.values:
            self._claim(target, field.name, value, value)
        for other in self.builder.snapshot.having(resource.kind, field, value):
            other_id = resource.id_of(other)
            if other_id == target.own:
                continue
            self._taking.append((target.desired, field.name, resource.kind, other_id))
            if self.final.get((resource.kind, other_id, field.name), value) == value:
                self.builder.obstacle(
                    target.desired,
                    f"{field.name}: {value!r} belongs to the {resource.label} {resource.name_of(other)!r} "
                    f"(ID {other_id})",
                )

    def let_wait(self, outcomes: Iterable[Outcome]) -> None:
        """Let what takes a value over wait for the action by which another object gives it up."""
        actions = {id(outcome.desired): outcome.action for outcome in outcomes}
        for desired, field, kind, other_id in self._taking:
            taking, giving_up = actions[id(desired)], self._giving_up(kind, other_id)
            if taking is not None and giving_up is not None and giving_up is not taking:
                taking.needs.add(giving_up.index)
                self._takeovers.append((taking.index, giving_up.index, field))
                if giving_up.deferred and not desired.force:
                    self.builder.problem(
                        desired,
                        f"{field}: is free only once {giving_up} is done, and what is not listed is removed last of "
                        "all, lest it be gone and nothing in its place; remove it in an earlier run by an entry with "
                        "state: absent, or set force: true to have it removed first",
                    )
                self.numbers.free(taking.index, giving_up)

    def describe_cycle(self, cycle: Sequence[Change]) -> str:
        """Return what is wrong with actions that wait for each other, and how to get there all the same."""
        among = {action.index for action in cycle}
        exchanged = {field for taking, giving_up, field in self._takeovers if {taking, giving_up} <= among}
        # Each of two objects that exchange a value is refused the other's, so that one needs a third in between.
        advice = " and ".join(f"give one of them a {field} that none of them has" for field in sorted(exchanged))
        return (
            f"these changes wait for each other: {', '.join(map(str, cycle))}; "
            f"{advice or 'make one of them'} in an earlier run"
        )

    def _giving_up(self, kind: str, own: str) -> Change | None:
        removal = self.builder.removals.get((kind, own))
        return self.updates.get((kind, own)) if removal is None else self.builder.plan.actions[removal]
