# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The planner: a pure function of the state that was read and the desired states."""

from __future__ import annotations

import graphlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .._resources.catalogue import RESOURCES
from .._resources.declaration import Resource
from . import objects
from .builder import PlanBuilder, Target
from .links import assign, check_key_references, names_of, plan_links, unassign
from .model import Desired, Missing, Outcome, Plan, Read, Ref, Snapshot
from .purge import Purge, unlisted
from .relations import reads_of
from .uniqueness import Uniqueness


def required_reads(snapshot: Snapshot, all_desired: Sequence[Desired], purges: Sequence[Purge]) -> Iterator[Read]:
    """Yield the lists to read to make a plan, known ones too; a list that was read may require others."""
    for purge in purges:
        yield from purge.reads(snapshot)
    for desired in all_desired:
        yield from reads_of(snapshot, desired)
    for purge in purges:
        for desired in unlisted(snapshot, all_desired, purge, []):
            yield from reads_of(snapshot, desired)


def make_plan(snapshot: Snapshot, all_desired: Sequence[Desired], purges: Sequence[Purge] = ()) -> Plan:
    """Return the plan that leads from the snapshot to the desired states, with every problem that can be foreseen.

    ``purges`` are the kinds of which only the desired objects may remain. Objects are planned kind by kind, in the
    order in which they are created, and removed in reverse.
    """
    planner = _Planner(snapshot)
    builder, outcomes, leaving = planner.builder, planner.outcomes, []
    if any(RESOURCES[desired.kind].aliases for desired in all_desired):
        all_desired = _without_aliases(builder, all_desired)
    purged = [desired for purge in purges for desired in unlisted(snapshot, all_desired, purge, builder.problems)]
    for kind in RESOURCES:
        targets = planner.targets(kind, [*all_desired, *purged])
        for index, target in targets:
            if target.desired.absent:
                leaving.append((index, target))
            else:
                outcomes[index] = planner.present(target)
                builder.record_outcome(target, outcomes[index])
    for index, target in reversed(leaving):
        outcomes[index] = planner.absent_or_deferred(target)
    check_key_references(builder)
    planner.uniqueness.let_wait(outcomes.values())
    planner.defer_dependents()
    return Plan(
        builder.changes,
        [outcomes[index] for index in sorted(outcomes)],
        builder.problems,
        builder.obstacles,
        builder.in_use_by,
        builder.missing_references,
        builder.unverified,
        [*(f"{text}; only what the other API says counts" for text in snapshot.closed.values()), *builder.notices],
    )


def _without_aliases(builder: PlanBuilder, all_desired: Sequence[Desired]) -> list[Desired]:
    """Return the desired states, those under an alias under the name of the object that it stands for.

    Two that turn out to be the same become one; two that contradict each other stay, for the planner to refuse.
    """
    by_name = {(desired.kind, desired.name): desired for desired in all_desired if desired.id is None}
    named: list[Desired] = []
    for desired in all_desired:
        resource, meant = RESOURCES[desired.kind], _meant_by(builder.snapshot, desired)
        if meant == desired.name:
            named.append(desired)
            continue
        other, renamed = by_name.get((desired.kind, meant)), replace(desired, name=meant)
        if other is None:
            option = desired.option or resource.named_by
            builder.notice(
                desired,
                f"{option}: {desired.name!r} has no {resource.label} of its own; it is that of "
                f"{meant!r}, and goes for both",
            )
        if other != renamed:
            named.append(renamed)
    return named


def _meant_by(snapshot: Snapshot, desired: Desired) -> str | None:
    """Return the name of the object that a desired state is about, where its own name is an alias."""
    resource = RESOURCES[desired.kind]
    if desired.id is None and any(one.name == desired.name for one in resource.aliases):
        return next(map(resource.name_of, snapshot.find(desired)), desired.name)
    return desired.name


class _Planner:
    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.builder = PlanBuilder(snapshot)
        self.uniqueness = Uniqueness(self.builder)
        self.outcomes: dict[int, Outcome] = {}

    def targets(self, kind: str, all_desired: Sequence[Desired]) -> list[tuple[int, Target]]:
        """Return the targets of the desired states of a kind, each with its index, and register their names.

        A desired state that has problems is left out: its object may be another one than was meant.
        """
        found = []
        for index, desired in enumerate(all_desired):
            if desired.kind != kind:
                continue
            problems = len(self.builder.problems)
            target = self.target(desired)
            if desired.broken:
                objects.check_values(self.builder, target, objects.edit_of(target))
                if target.sent is None and desired.name:
                    self.builder.name(kind, target.parent, Missing(desired.name), desired.name)
            elif len(self.builder.problems) == problems:
                found.append((index, target))
                continue
            self.outcomes[index] = Outcome(target.resource, desired, None, None, None)
        self.register(kind, [target for _index, target in found])
        return found

    def target(self, desired: Desired) -> Target:
        """Return the object that a desired state is about, with its parent."""
        resource, parent = RESOURCES[desired.kind], self.parent(desired)
        hits = self.snapshot.find(desired, parent if isinstance(parent, str) else "")
        target = Target(desired, resource, parent, hits[0] if hits else None)
        if len(hits) > 1:
            ids = ", ".join(sorted(map(resource.id_of, hits)))
            self.builder.problem(
                desired,
                f"{target.option}: {len(hits)} {resource.label}s are named {desired.name!r} (IDs {ids}); give the id "
                "of the one that is meant",
            )
        elif not hits:
            self.check_missing(target)
        if not desired.absent or target.own is not None:
            self.uniqueness.ask_for(target)
        return target

    def parent(self, desired: Desired) -> Ref | None:
        """Return the parent of a desired object; None where it has none."""
        relation = RESOURCES[desired.kind].parent
        if relation is None:
            return None
        return self.builder.resolve(
            desired, relation.target, desired.parent or "", relation.option, quiet=desired.absent
        )

    def check_missing(self, target: Target) -> None:
        """Record the problem of an object that is not there and cannot be created."""
        resource, desired = target.resource, target.desired
        if desired.id is not None and not desired.absent:
            self.builder.problem(desired, f"id: no {resource.label} of the project has the ID {desired.id!r}")
        elif resource.assignment is not None:
            # An object that is not listed may still be assigned, if its name is of the right form.
            for problem in resource.field(resource.identity).value.problems(None, desired.name):
                self.builder.problem(desired, f"{target.option}: {problem}")
        elif resource.absent is not None:
            known = ", ".join(map(resource.name_of, self.snapshot.of(desired.kind))) or "none"
            text = f"the project has no {resource.label} {desired.name!r}; it has {known}"
            self.builder.problem(desired, f"{target.option}: {text}")

    def register(self, kind: str, targets: Sequence[Target]) -> None:
        """Record the names and unique values that the objects of a kind will have once the plan is done."""
        resource = RESOURCES[kind]
        renamed: dict[str, str | None] = {}
        for target in targets:
            if target.own is not None:
                gone = target.desired.absent and resource.absent is None
                self.uniqueness.record_values(target, gone)
                renamed[target.own] = None if gone else target.desired.values.get(resource.identity, target.name)
        for parent, sent in self.snapshot.everywhere(kind):
            own = resource.id_of(sent)
            name = renamed.get(own, resource.name_of(sent))
            if name is not None:
                self.builder.name(kind, parent or None, own, name)

    def present(self, target: Target) -> Outcome:
        """Plan an object that is to be there."""
        if target.resource.assignment is not None:
            return assign(self.builder, target, target.resource.assignment)
        edit = objects.edit_of(target)
        objects.check(self.builder, self.uniqueness, target, edit)
        plan = objects.create if edit.before is None else objects.update
        outcome = plan(self.builder, target, edit)
        plan_links(self.builder, target, outcome)
        return outcome

    def absent_or_deferred(self, target: Target) -> Outcome:
        """Plan an object that is to be gone; the changes of a purge wait for all others."""
        planned = len(self.builder.changes)
        outcome = self.absent(target)
        for change in self.builder.changes[planned:]:
            if target.desired.unlisted and change.removes:
                change.defer()
        return outcome

    def absent(self, target: Target) -> Outcome:
        """Plan an object that is to be gone."""
        resource, desired, state = target.resource, target.desired, target.state
        if resource.assignment is not None:
            return unassign(self.builder, target, resource.assignment)
        if state is None:
            if self.builder.references.named((resource.kind, target.parent), desired.name or ""):
                text = f"{desired.name!r} is to be gone here, and to be there by another entry"
                self.builder.problem(desired, f"{target.option}: {text}")
            return Outcome(resource, desired, None, None, None)
        if resource.absent is not None:
            target = replace(target, desired=replace(desired, values=resource.absent))
            outcome = objects.update(self.builder, target, objects.edit_of(target))
            return replace(outcome, desired=desired)
        if desired.keep_if_used and objects.is_used(self.builder, target):
            return Outcome(resource, desired, target.own, state, state)
        outcome = Outcome(resource, desired, target.own, state, None, names_before=self.names(resource, target))
        objects.delete(self.builder, target)
        return outcome

    def names(self, resource: Resource, target: Target) -> dict[str, object]:
        """Return the names of the parent and of the linked targets of an object, by option."""
        names: dict[str, object] = {
            link.option: names_of(self.builder, link, self.snapshot.linked(link.option, target.own or ""))
            for link in resource.links.values()
        }
        if resource.parent is not None and isinstance(target.parent, str):
            names[resource.parent.option] = self.builder.parent_name(target)
        return names

    def defer_dependents(self) -> None:
        """Defer all changes that wait for a deferred one; record the problem of changes that wait for each other."""
        changes = self.builder.changes
        try:
            for change in self.builder.in_order():
                if any(changes[other].deferred for other in change.depends_on):
                    change.defer()
        except graphlib.CycleError as error:
            # The first of a cycle is its last as well.
            cycle = [changes[index] for index in error.args[1][1:]]
            self.builder.obstacle(None, self.uniqueness.describe_cycle(cycle))
