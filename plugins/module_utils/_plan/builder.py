# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan in the making: what it is made from, what has been planned, and what names stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .._resources.catalogue import RESOURCES, SIP_TRUNK
from .._resources.declaration import Resource
from .model import ApiObject, Change, Desired, Made, Missing, Outcome, Plan, Ref, Snapshot
from .names import Names


@dataclass(frozen=True)
class Target:
    """A desired, the object that it is about, and what that belongs to; None where there is none."""

    desired: Desired
    resource: Resource
    parent: Ref | None
    sent: ApiObject | None

    @property
    def own(self) -> str | None:
        """The ID of the object."""
        return None if self.sent is None else self.resource.id_of(self.sent)

    @property
    def option(self) -> str:
        """The option that names the object."""
        return self.desired.option or self.resource.named_by

    @property
    def before(self) -> Mapping[str, Any] | None:
        """The canonical values that the object has."""
        return None if self.sent is None else self.resource.values_of(self.sent)

    @property
    def path(self) -> tuple[Ref, ...]:
        """The path of the collection that the object is in."""
        if self.resource.parent is None or self.parent is None:
            return (self.resource.path,)
        return (RESOURCES[self.resource.parent].path, self.parent, self.resource.path)


class PlanBuilder:
    """A plan in the making.

    ``removals`` are the actions that take something away, by what it is: a link by option and IDs, an object by kind
    and ID.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        """Start with an empty plan."""
        self.snapshot = snapshot
        self.plan = Plan()
        self.names = Names()
        self.removals: dict[tuple[str, ...], int] = {}

    def act(
        self,
        verb: str,
        target: Target,
        name: str,
        ref: Ref | None,
        method: str,
        path: tuple[Ref, ...],
        body: Any = None,
        what: str = "",
    ) -> Change:
        """Plan a request about an object; ``what`` says which part of it, in words."""
        resource, trunk = target.resource, self.parent_name(target)
        words = f"{what}{resource.label} {name!r}" + (f" of {trunk!r}" if trunk else "")
        action = self.record(verb, resource.kind, name, words, ref, method, path, body)
        action.trunk = trunk
        action.needs |= {part.action for part in path if isinstance(part, Made)}
        return action

    def record(
        self,
        verb: str,
        kind: str,
        name: str,
        words: str,
        ref: Ref | None,
        method: str,
        path: tuple[Ref, ...],
        body: Any = None,
    ) -> Change:
        """Plan a request."""
        action = Change(len(self.plan.actions), verb, kind, name, words, ref, method, path, body)
        self.plan.actions.append(action)
        return action

    def problem(self, desired: Desired, text: str) -> None:
        """Note what makes the plan impossible."""
        if desired.where + text not in self.plan.problems:
            self.plan.problems.append(desired.where + text)

    def obstacle(self, desired: Desired, text: str) -> None:
        """Note what only stands in the way of writing."""
        self.problem(desired, text)
        self.plan.obstacles.add(desired.where + text)

    def missing(self, desired: Desired, text: str) -> None:
        """Note a reference to something that does not exist."""
        if desired.where + text not in self.plan.missing:
            self.plan.missing.append(desired.where + text)

    def resolve(self, desired: Desired, kind: str, token: str, option: str, quiet: bool = False) -> Ref:
        """Return what a name or ID stands for; an ID comes before a name."""
        label = RESOURCES[kind].label
        if self.names.has(kind, token):
            return token
        refs = self.names.refs((kind, None), token)
        if len(refs) > 1:
            ids = ", ".join(sorted(str(ref) for ref in refs))
            self.problem(
                desired,
                f"{option}: {len(refs)} {label}s are named {token!r} (IDs {ids}); give the ID of the one that is meant",
            )
        if refs:
            return refs[0]
        if self.snapshot.lookup(kind, token) and not desired.absent:
            self.problem(desired, f"{option}: the same data removes or renames the {label} {token!r}; name what stays")
        elif not quiet:
            self.missing(desired, f"{option}: the project has no {label} with the name or ID {token!r}")
        return Missing(token)

    def name_now(self, kind: str, target: str) -> str:
        """Return the name that an object has before the plan."""
        hits = self.snapshot.lookup(kind, target)
        return RESOURCES[kind].name_of(hits[0]) if hits else target

    def trunk_name(self, target: str) -> str | None:
        """Return the name of a trunk, None for no trunk."""
        return self.names.label(SIP_TRUNK.kind, target, self.name_now(SIP_TRUNK.kind, target)) if target else None

    def parent_name(self, target: Target) -> str | None:
        """Return the name of what an object belongs to, if anything."""
        parent = target.parent
        if target.resource.parent is None or parent is None:
            return None
        if isinstance(parent, str):
            return self.names.label(target.resource.parent, parent, self.name_now(target.resource.parent, parent))
        return parent.name if isinstance(parent, Missing) else target.desired.parent

    def name_parent(self, target: Target, outcome: Outcome) -> None:
        """Put the name of what an object belongs to into an outcome."""
        name = self.parent_name(target)
        if name is not None:
            outcome.names_before["trunk"] = outcome.names_after["trunk"] = name
            if outcome.before is None and outcome.after is not None and isinstance(target.parent, str):
                outcome.after["sipTrunkId"] = target.parent
