# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one planner: ``current state + all_desired -> plan``. Pure: no HTTP, no Ansible, no clock."""

from __future__ import annotations

from collections.abc import Sequence

from .._resources.catalogue import LINKS, RESOURCES, SIP_ENDPOINT, link_of
from .aliases import without_aliases
from .builder import PlanBuilder, Target
from .claims import Claims
from .links import Links
from .model import Desired, Missing, Outcome, Plan, Ref, Snapshot
from .numbers import Numbers
from .objects import Objects
from .purge import Purge, unlisted
from .registration import Registration
from .removals import Removals


def make_plan(snapshot: Snapshot, all_desired: Sequence[Desired], purges: Sequence[Purge] = ()) -> Plan:
    """Return what leads from the snapshot to the all_desired; its problems are all those that can be told beforehand.

    ``purges`` are the kinds of which only what is wished for may remain.
    """
    problems: list[str] = []
    notices: list[str] = []
    all_desired = without_aliases(snapshot, all_desired, notices)
    swept = [desired for purge in purges for desired in unlisted(snapshot, all_desired, purge, problems)]
    plan = _Planner(snapshot).run([*all_desired, *swept])
    plan.problems[:0] = problems
    plan.notices[:0] = notices
    return plan


class _Planner:
    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.builder = PlanBuilder(snapshot)
        self.numbers = Numbers(self.builder)
        self.claims = Claims(self.builder, self.numbers)
        self.links = Links(self.builder)
        self.registration = Registration(self.builder, self.links)
        self.objects = Objects(self.builder, self.claims, self.registration)
        self.removals = Removals(self.builder, self.links, self.registration, self.numbers)

    def run(self, all_desired: Sequence[Desired]) -> Plan:
        """Plan kind by kind, in the order in which things are made; take away in reverse."""
        outcomes: dict[int, Outcome] = {}
        leaving: list[tuple[int, Target]] = []
        by_kind: dict[str, list[tuple[int, Desired]]] = {kind: [] for kind in RESOURCES}
        for index, desired in enumerate(all_desired):
            by_kind[desired.kind].append((index, desired))
        for kind in RESOURCES:
            targets: list[tuple[int, Target]] = []
            for index, desired in by_kind[kind]:
                problems = len(self.builder.plan.problems)
                target = self.target(desired)
                if desired.broken:
                    self.objects.check_values(target, self.objects.edit(target))
                    outcomes[index] = Outcome(target.resource, desired, None, None)
                    if target.sent is None and desired.name:
                        self.builder.names.add((kind, target.parent), Missing(desired.name), desired.name)
                elif len(self.builder.plan.problems) > problems:
                    # What is not known to be meant is not planned, lest there be problems that are none.
                    outcomes[index] = Outcome(target.resource, desired, None, None)
                else:
                    targets.append((index, target))
            self.register(kind, [target for _index, target in targets])
            for index, target in targets:
                if target.desired.absent:
                    leaving.append((index, target))
                else:
                    outcomes[index] = self.present(target)
        for index, target in reversed(leaving):
            planned = len(self.builder.plan.actions)
            outcomes[index] = self.absent(target)
            for action in self.builder.plan.actions[planned:]:
                action.deferred = target.desired.unlisted and action.removes
        self.registration.check_what_stays()
        self.claims.let_wait(outcomes.values())
        cycle = self.builder.plan.cycle()
        if cycle:
            problem = self.claims.describe_cycle(cycle)
            self.builder.plan.problems.append(problem)
            self.builder.plan.obstacles.add(problem)
        else:
            self.builder.plan.defer_dependents()
        self.builder.plan.outcomes = [outcomes[index] for index in range(len(all_desired))]
        return self.builder.plan

    def target(self, desired: Desired) -> Target:
        """Return which object a desired is about."""
        resource = RESOURCES[desired.kind]
        parent: Ref | None = None
        if resource.parent is not None:
            parent = self.builder.resolve(desired, resource.parent, desired.parent or "", "trunk", quiet=desired.absent)
        hits = self.snapshot.find(desired, parent if isinstance(parent, str) else "")
        target = Target(desired, resource, parent, hits[0] if hits else None)
        if len(hits) > 1:
            ids = ", ".join(sorted(resource.id_of(one) for one in hits))
            self.builder.problem(
                desired,
                f"{target.option}: {len(hits)} {resource.label}s are named {desired.name!r} (IDs {ids}); "
                "give the id of the one that is meant",
            )
        if not hits and not desired.absent and desired.id is not None:
            self.builder.problem(desired, f"id: no {resource.label} of the project has the ID {desired.id!r}")
        elif not hits and resource.absent is not None and not resource.assigns:
            known = ", ".join(resource.name_of(one) for one in self.snapshot.of(desired.kind))
            self.builder.problem(
                desired,
                f"{target.option}: the project has no {resource.label} {desired.name!r}; it has {known or 'none'}",
            )
        elif not hits and resource.assigns:
            # What is not listed may still be assigned, if it is of a form that can be.
            for problem in resource.field(resource.identity).value.problems(None, desired.name):
                self.builder.problem(desired, f"{target.option}: {problem}")
        if not desired.absent or target.own is not None:
            self.claims.claim_object(target)
        return target

    def register(self, kind: str, targets: Sequence[Target]) -> None:
        """Note which names will stand for which objects once this plan has run."""
        resource = RESOURCES[kind]
        renamed: dict[str, str | None] = {}
        for target in targets:
            if target.sent is not None and target.own is not None:
                gone = target.desired.absent and resource.absent is None
                for field in resource.fields:
                    if field.unique and (gone or field.name in target.desired.values):
                        value = None if gone else target.desired.values[field.name]
                        self.claims.final[kind, target.own, field.name] = value
                name = target.desired.values.get(resource.identity, resource.name_of(target.sent))
                renamed[target.own] = None if gone else name
        for (other, parent), objects in self.snapshot.objects.items():
            for sent in objects if other == kind else ():
                own = resource.id_of(sent)
                name = renamed.get(own, resource.name_of(sent))
                if name is not None:
                    self.builder.names.add((kind, parent or None), own, name)

    def present(self, target: Target) -> Outcome:
        """Plan an object that is to be there."""
        resource, desired = target.resource, target.desired
        if resource.assigns:
            return self.numbers.assign(target)
        edit = self.objects.edit(target)
        self.objects.check(target, edit)
        before, after = edit.before, edit.after
        outcome = self.objects.create(target, after) if before is None else self.objects.update(target, before, after)
        for option, tokens in desired.links.items():
            self.links.link(outcome, link_of(desired.kind, option), tokens)
        if resource is SIP_ENDPOINT:
            self.registration.check_endpoint(target, outcome, after)
        return outcome

    def absent(self, target: Target) -> Outcome:
        """Plan an object that is to be gone."""
        resource, desired, sent = target.resource, target.desired, target.sent
        if resource.assigns:
            return self.numbers.unassign(target)
        if sent is None or target.own is None:
            if self.builder.names.refs((resource.kind, target.parent), desired.name or ""):
                self.builder.problem(
                    desired, f"{target.option}: {desired.name!r} is to be gone here, and to be there by another entry"
                )
            return Outcome(resource, desired, None, None)
        if resource.absent is not None:
            before = resource.values_of(sent)
            return self.objects.update(target, before, {**before, **resource.absent})
        if desired.keep_if_used and self.removals.is_used(target):
            return Outcome(resource, desired, sent, sent)
        outcome = Outcome(resource, desired, sent, None)
        for link in LINKS:
            if link.owner == resource.kind:
                outcome.names_before[link.option] = self.links.names_of(
                    link, self.snapshot.links.get((link.option, target.own), [])
                )
        if resource.parent is not None and isinstance(target.parent, str):
            outcome.names_before["trunk"] = self.builder.parent_name(target)
        self.removals.delete(target)
        return outcome
