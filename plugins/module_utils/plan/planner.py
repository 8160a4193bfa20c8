# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one planner: ``current state + wishes -> plan``. Pure: no HTTP, no Ansible, no clock."""

from __future__ import annotations

from collections.abc import Sequence

from ..resources.catalogue import LINKS, RESOURCES, SIP_ENDPOINT, link_of
from .actions import Missing, Outcome, Plan, Ref
from .aliases import without_aliases
from .claims import Claims
from .draft import Draft, Subject
from .links import Links
from .numbers import Numbers
from .objects import Objects
from .registration import Registration
from .removals import Removals
from .state import Snapshot, Wish
from .sweep import Sweep, leftovers


def make_plan(snapshot: Snapshot, wishes: Sequence[Wish], sweeps: Sequence[Sweep] = ()) -> Plan:
    """Return what leads from the snapshot to the wishes; its problems are all those that can be told beforehand.

    ``sweeps`` are the kinds of which only what is wished for may remain.
    """
    problems: list[str] = []
    notices: list[str] = []
    wishes = without_aliases(snapshot, wishes, notices)
    swept = [wish for sweep in sweeps for wish in leftovers(snapshot, wishes, sweep, problems)]
    plan = _Planner(snapshot).run([*wishes, *swept])
    plan.problems[:0] = problems
    plan.notices[:0] = notices
    return plan


class _Planner:
    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.draft = Draft(snapshot)
        self.numbers = Numbers(self.draft)
        self.claims = Claims(self.draft, self.numbers)
        self.links = Links(self.draft)
        self.registration = Registration(self.draft, self.links)
        self.objects = Objects(self.draft, self.claims, self.registration)
        self.removals = Removals(self.draft, self.links, self.registration, self.numbers)

    def run(self, wishes: Sequence[Wish]) -> Plan:
        """Plan kind by kind, in the order in which things are made; take away in reverse."""
        outcomes: dict[int, Outcome] = {}
        leaving: list[tuple[int, Subject]] = []
        by_kind: dict[str, list[tuple[int, Wish]]] = {kind: [] for kind in RESOURCES}
        for index, wish in enumerate(wishes):
            by_kind[wish.kind].append((index, wish))
        for kind in RESOURCES:
            subjects: list[tuple[int, Subject]] = []
            for index, wish in by_kind[kind]:
                problems = len(self.draft.plan.problems)
                subject = self.subject(wish)
                if wish.broken:
                    self.objects.check_values(subject, self.objects.edit(subject))
                    outcomes[index] = Outcome(subject.resource, wish, None, None)
                    if subject.sent is None and wish.name:
                        self.draft.names.add((kind, subject.parent), Missing(wish.name), wish.name)
                elif len(self.draft.plan.problems) > problems:
                    # What is not known to be meant is not planned, lest there be problems that are none.
                    outcomes[index] = Outcome(subject.resource, wish, None, None)
                else:
                    subjects.append((index, subject))
            self.register(kind, [subject for _index, subject in subjects])
            for index, subject in subjects:
                if subject.wish.absent:
                    leaving.append((index, subject))
                else:
                    outcomes[index] = self.present(subject)
        for index, subject in reversed(leaving):
            planned = len(self.draft.plan.actions)
            outcomes[index] = self.absent(subject)
            for action in self.draft.plan.actions[planned:]:
                action.deferred = subject.wish.unlisted and action.removes
        self.registration.check_what_stays()
        self.claims.let_wait(outcomes.values())
        cycle = self.draft.plan.cycle()
        if cycle:
            problem = self.claims.describe_cycle(cycle)
            self.draft.plan.problems.append(problem)
            self.draft.plan.obstacles.add(problem)
        else:
            self.draft.plan.defer_dependents()
        self.draft.plan.outcomes = [outcomes[index] for index in range(len(wishes))]
        return self.draft.plan

    def subject(self, wish: Wish) -> Subject:
        """Return which object a wish is about."""
        resource = RESOURCES[wish.kind]
        parent: Ref | None = None
        if resource.parent is not None:
            parent = self.draft.resolve(wish, resource.parent, wish.parent or "", "trunk", quiet=wish.absent)
        hits = self.snapshot.find(wish, parent if isinstance(parent, str) else "")
        subject = Subject(wish, resource, parent, hits[0] if hits else None)
        if len(hits) > 1:
            ids = ", ".join(sorted(resource.id_of(one) for one in hits))
            self.draft.problem(
                wish,
                f"{subject.option}: {len(hits)} {resource.label}s are named {wish.name!r} (IDs {ids}); "
                "give the id of the one that is meant",
            )
        if not hits and not wish.absent and wish.id is not None:
            self.draft.problem(wish, f"id: no {resource.label} of the project has the ID {wish.id!r}")
        elif not hits and resource.absent is not None and not resource.assigns:
            known = ", ".join(resource.name_of(one) for one in self.snapshot.of(wish.kind))
            self.draft.problem(
                wish,
                f"{subject.option}: the project has no {resource.label} {wish.name!r}; it has {known or 'none'}",
            )
        elif not hits and resource.assigns:
            # What is not listed may still be assigned, if it is of a form that can be.
            for problem in resource.field(resource.identity).value.problems(None, wish.name):
                self.draft.problem(wish, f"{subject.option}: {problem}")
        if not wish.absent or subject.own is not None:
            self.claims.claim_object(subject)
        return subject

    def register(self, kind: str, subjects: Sequence[Subject]) -> None:
        """Note which names will stand for which objects once this plan has run."""
        resource = RESOURCES[kind]
        renamed: dict[str, str | None] = {}
        for subject in subjects:
            if subject.sent is not None and subject.own is not None:
                gone = subject.wish.absent and resource.absent is None
                for field in resource.fields:
                    if field.unique and (gone or field.name in subject.wish.values):
                        value = None if gone else subject.wish.values[field.name]
                        self.claims.final[kind, subject.own, field.name] = value
                name = subject.wish.values.get(resource.identity, resource.name_of(subject.sent))
                renamed[subject.own] = None if gone else name
        for (other, parent), objects in self.snapshot.objects.items():
            for sent in objects if other == kind else ():
                target = resource.id_of(sent)
                name = renamed.get(target, resource.name_of(sent))
                if name is not None:
                    self.draft.names.add((kind, parent or None), target, name)

    def present(self, subject: Subject) -> Outcome:
        """Plan an object that is to be there."""
        resource, wish = subject.resource, subject.wish
        if resource.assigns:
            return self.numbers.assign(subject)
        edit = self.objects.edit(subject)
        self.objects.check(subject, edit)
        before, after = edit.before, edit.after
        outcome = self.objects.create(subject, after) if before is None else self.objects.update(subject, before, after)
        for option, tokens in wish.links.items():
            self.links.link(outcome, link_of(wish.kind, option), tokens)
        if resource is SIP_ENDPOINT:
            self.registration.check_endpoint(subject, outcome, after)
        return outcome

    def absent(self, subject: Subject) -> Outcome:
        """Plan an object that is to be gone."""
        resource, wish, sent = subject.resource, subject.wish, subject.sent
        if resource.assigns:
            return self.numbers.unassign(subject)
        if sent is None or subject.own is None:
            if self.draft.names.refs((resource.kind, subject.parent), wish.name or ""):
                self.draft.problem(
                    wish, f"{subject.option}: {wish.name!r} is to be gone here, and to be there by another entry"
                )
            return Outcome(resource, wish, None, None)
        if resource.absent is not None:
            before = resource.values_of(sent)
            return self.objects.update(subject, before, {**before, **resource.absent})
        if wish.keep_if_used and self.removals.is_used(subject):
            return Outcome(resource, wish, sent, sent)
        outcome = Outcome(resource, wish, sent, None)
        for link in LINKS:
            if link.owner == resource.kind:
                outcome.names_before[link.option] = self.links.names_of(
                    link, self.snapshot.links.get((link.option, subject.own), [])
                )
        if resource.parent is not None and isinstance(subject.parent, str):
            outcome.names_before["trunk"] = self.draft.parent_name(subject)
        self.removals.delete(subject)
        return outcome
