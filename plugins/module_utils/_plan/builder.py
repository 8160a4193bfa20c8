# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan in the making: its changes and problems, and the names that objects will have."""

from __future__ import annotations

import graphlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Optional

from .._resources.catalogue import RESOURCES
from .._resources.declaration import ObjectState, Resource
from .model import ApiObject, Change, Desired, Made, Missing, Outcome, Ref, Snapshot

# A thing that a change adds or takes away: ("object", kind, ID), ("link", option, owner, target) or
# ("item", kind, field, object, key).
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Target:
    """The object that a desired state is about; ``parent`` and ``sent`` are None where there is none."""

    desired: Desired
    resource: Resource
    parent: Ref | None
    sent: ApiObject | None

    @property
    def own(self) -> str | None:
        """The ID of the object that is there."""
        return None if self.sent is None else self.resource.id_of(self.sent)

    @property
    def name(self) -> str:
        """The name of the object that is there, else the one that it is to have."""
        return str(self.desired.name) if self.sent is None else self.resource.name_of(self.sent)

    @property
    def option(self) -> str:
        """The option that names the object."""
        return self.desired.option or self.resource.named_by

    @property
    def state(self) -> ObjectState | None:
        """The state that the object has."""
        return None if self.sent is None else self.resource.state_of(self.sent)


# A kind, and the parent of its objects where they have one.
Scope = tuple[str, Optional[Ref]]


class References:
    """The names that objects will have, whether they are there already or the plan creates them."""

    def __init__(self) -> None:
        """Start with none."""
        self._names: dict[Scope, dict[str, str]] = {}
        self._refs: dict[Scope, dict[str, list[Ref]]] = {}

    def add(self, scope: Scope, ref: Ref, name: str) -> None:
        """Record the name that an object will have."""
        if isinstance(ref, str):
            self._names.setdefault(scope, {})[ref] = name
        self._refs.setdefault(scope, {}).setdefault(name, []).append(ref)

    def has(self, kind: str, own: str) -> bool:
        """Return whether there will be an object with an ID."""
        return own in self._names.get((kind, None), {})

    def named(self, scope: Scope, name: str) -> list[Ref]:
        """Return the objects that will have a name."""
        return self._refs.get(scope, {}).get(name, [])

    def label(self, kind: str, ref: Ref, otherwise: str) -> str:
        """Return the name that an object will have; its ID where several objects will have that name."""
        name = self._names.get((kind, None), {}).get(ref, otherwise) if isinstance(ref, str) else otherwise
        return name if len(self.named((kind, None), name)) <= 1 else str(ref)


class PlanBuilder:
    """Collects the changes, outcomes and problems of a plan; ``Plan`` describes each list."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Start with an empty plan."""
        self.snapshot = snapshot
        self.references = References()
        self.planned: list[tuple[Target, Outcome]] = []
        self.changes: list[Change] = []
        self.problems: list[str] = []
        self.obstacles: set[str] = set()
        self.in_use_by: list[dict[str, Any]] = []
        self.missing_references: list[str] = []
        self.unverified: list[str] = []
        self.notices: list[str] = []
        self._outcomes: dict[tuple[str, Ref], Outcome] = {}
        self._added_by: dict[Key, Change] = {}
        self._removed_by: dict[Key, Change] = {}

    def change(self, action: str, target: Target, part: str = "", **more: Any) -> Change:
        """Plan a write of an object, or of the ``part`` of it that is named in words; ``more`` goes to ``record``."""
        resource, parent_name = target.resource, self.parent_name(target)
        of_parent = f" of {parent_name!r}" if parent_name else ""
        description = f"{part}{resource.label} {target.name!r}{of_parent}"
        more = {"parent": target.parent, "parent_name": parent_name, **more}
        return self.record(action, resource, target.name, description, **more)

    def record(
        self,
        action: str,
        resource: Resource,
        name: str,
        description: str,
        *,
        adds: Iterable[Key] = (),
        removes: Key | None = None,
        **more: Any,
    ) -> Change:
        """Record a change, which waits for those that create its object, its parent and its targets.

        ``adds`` and ``removes`` are the keys of what the change adds and takes away, ``more`` its other attributes.
        """
        change = Change(len(self.changes), action, resource.kind, name, description, **more)
        refs = (change.id, change.parent, *change.targets)
        change.depends_on.update(ref.change for ref in refs if isinstance(ref, Made))
        self.changes.append(change)
        self._added_by.update(dict.fromkeys(adds, change))
        if removes is not None:
            self._removed_by[removes] = change
        return change

    def added_by(self, key: Key) -> Change | None:
        """Return the change that adds a thing; None where none does."""
        return self._added_by.get(key)

    def removed_by(self, key: Key) -> Change | None:
        """Return the change that takes a thing away; None where none does."""
        return self._removed_by.get(key)

    def record_outcome(self, target: Target, outcome: Outcome) -> None:
        """Record the outcome of an object that is to be there."""
        self.planned.append((target, outcome))
        if outcome.id is not None or outcome.change is not None:
            self._outcomes[outcome.resource.kind, outcome.ref] = outcome

    def outcome_of(self, kind: str, ref: Ref) -> Outcome | None:
        """Return the outcome of an object that is to be there; None where no desired state is about it."""
        return self._outcomes.get((kind, ref))

    def in_order(self) -> list[Change]:
        """Return the changes, each after those that it depends on; raise graphlib.CycleError for a cycle."""
        sorter = graphlib.TopologicalSorter({change.index: sorted(change.depends_on) for change in self.changes})
        return [self.changes[index] for index in sorter.static_order()]

    def name(self, kind: str, parent: Ref | None, ref: Ref, name: str) -> None:
        """Record the name that an object will have."""
        self.references.add((kind, parent), ref, name)

    def problem(self, desired: Desired, text: str) -> None:
        """Record a problem that makes the plan impossible, once."""
        if desired.where + text not in self.problems:
            self.problems.append(desired.where + text)

    def obstacle(self, desired: Desired | None, text: str) -> None:
        """Record a problem that only keeps the plan from being written; ``desired`` is None for one of all the plan."""
        where = "" if desired is None else desired.where
        if where + text not in self.problems:
            self.problems.append(where + text)
        self.obstacles.add(where + text)

    def missing(self, desired: Desired, text: str) -> None:
        """Record a reference to an object that does not exist, once."""
        if desired.where + text not in self.missing_references:
            self.missing_references.append(desired.where + text)

    def notice(self, desired: Desired, text: str) -> None:
        """Record a warning about an object that cannot work."""
        self.notices.append(desired.where + text)

    def unverifiable(self, desired: Desired, text: str) -> None:
        """Record a warning about a fact that only a real run can tell."""
        self.unverified.append(desired.where + text)

    def in_use(self, users: Iterable[dict[str, Any]]) -> None:
        """Record the objects that use an object to delete."""
        self.in_use_by.extend(users)

    def resolve(self, desired: Desired, kind: str, token: str, option: str, quiet: bool = False) -> Ref:
        """Return the object that an ID or a name stands for, the ID first; ``quiet`` accepts one that is missing."""
        if self.references.has(kind, token):
            return token
        label, refs = RESOURCES[kind].label, self.references.named((kind, None), token)
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

    def shown_name(self, kind: str, own: str) -> str:
        """Return the name that an object will have, as results show it."""
        return self.references.label(kind, own, self.snapshot.name_of(kind, own))

    def parent_name(self, target: Target) -> str | None:
        """Return the name of the parent of an object; None where it has none."""
        relation, parent = target.resource.parent, target.parent
        if relation is None or parent is None:
            return None
        if isinstance(parent, str):
            return self.shown_name(relation.target, parent)
        return parent.name if isinstance(parent, Missing) else target.desired.parent
