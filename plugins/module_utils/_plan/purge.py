# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Purges: the objects of a kind that are not listed are removed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .._resources.catalogue import RESOURCES
from .._resources.declaration import Resource
from .model import ApiObject, Desired, Read, Snapshot
from .relations import used_key

# A purge of more than FEW objects of a kind, and of more than this share of them, must be confirmed by purge_all: a
# list that was cut short is likelier than a third of a phone system that goes at once.
FEW = 5
SHARE = 0.3


@dataclass(frozen=True)
class Purge:
    """A kind of which only the desired objects may remain.

    ``option`` is its name in messages. ``parents`` are the names or IDs of the objects that it is confined to, of those
    that objects of the kind belong or are assigned to. ``purge_all`` allows that much or all of it goes. ``exclusive``
    says that a list is meant to be complete, however much goes.
    """

    kind: str
    option: str = ""
    parents: frozenset[str] | None = None
    purge_all: bool = False
    exclusive: bool = False

    @property
    def resource(self) -> Resource:
        """The resource of the kind."""
        return RESOURCES[self.kind]

    @property
    def parent_kind(self) -> str:
        """The kind of the objects that objects of the kind belong or are assigned to, "" for none."""
        relation = self.resource.parent or self.resource.assignment
        return "" if relation is None else relation.target

    def reads(self, snapshot: Snapshot) -> Iterator[Read]:
        """Yield the lists to read."""
        if self.resource.parent is not None or self.parents is not None:
            yield Read("objects", self.parent_kind)
        if self.resource.parent is None:
            yield Read("objects", self.kind)
        else:
            for parent in self.parent_ids(snapshot):
                yield Read("objects", self.kind, parent)

    def parent_ids(self, snapshot: Snapshot) -> list[str]:
        """Return the IDs of the objects that the purge is confined to, of all that there are where it is not."""
        parents = snapshot.of(self.parent_kind)
        if self.parents is not None:
            parents = [one for token in sorted(self.parents) for one in snapshot.lookup(self.parent_kind, token)]
        return [RESOURCES[self.parent_kind].id_of(one) for one in parents]

    def scope(self, snapshot: Snapshot) -> Iterator[tuple[str, ApiObject]]:
        """Yield the objects that the purge looks at, each with the ID of its parent, "" for none."""
        resource, assignment = self.resource, self.resource.assignment
        if resource.parent is not None:
            for parent in self.parent_ids(snapshot):
                yield from ((parent, sent) for sent in snapshot.of(self.kind, parent))
            return
        within = None if self.parents is None or assignment is None else {*self.parent_ids(snapshot)}
        for sent in snapshot.of(self.kind):
            if within is None or assignment is None or resource.values_of(sent)[assignment.field] in within:
                yield "", sent


def unlisted(
    snapshot: Snapshot, all_desired: Sequence[Desired], purge: Purge, problems: list[str]
) -> Iterator[Desired]:
    """Yield the desired absence of each object that no desired state is about or refers to; add to ``problems``."""
    resource = purge.resource
    spared = _listed(snapshot, all_desired, resource) | _referred_to(snapshot, all_desired, resource)
    scope = [*purge.scope(snapshot)]
    found = [(parent, sent) for parent, sent in scope if (parent, resource.id_of(sent)) not in spared]
    listed = any(desired.kind == purge.kind and not desired.absent for desired in all_desired)
    if not purge.purge_all and not (purge.exclusive and listed):
        # A list that is empty is held against its scope, any other against all that there is.
        whole = snapshot.of(resource.kind) if listed and resource.parent is None else [sent for _parent, sent in scope]
        going = sum(resource.is_there(sent) for _parent, sent in found)
        problems.extend(_refusals(purge, going, sum(map(resource.is_there, whole))))
    for parent, sent in found:
        own = resource.id_of(sent)
        yield Desired(purge.kind, id=own, parent=parent or None, absent=True, force=True, unlisted=True)


def _refusals(purge: Purge, going: int, there: int) -> Iterator[str]:
    """Yield the reason not to take away so many of the objects that there are, if there is one."""
    if going and (going == there or (going > FEW and going > SHARE * there)):
        how_many = f"all {going}" if going == there else f"{going} of {there}"
        what = f"{purge.option}: exclusive would disable" if purge.exclusive else f"purge: {purge.option} would remove"
        yield (
            f"{what} {how_many} {purge.resource.label}s; list what is to stay, or set purge_all: true if that is meant"
        )


def _listed(snapshot: Snapshot, all_desired: Sequence[Desired], resource: Resource) -> set[tuple[str, str]]:
    """Return the parents and IDs of the objects that desired states are about."""
    return {
        (parent, resource.id_of(sent))
        for desired in all_desired
        if desired.kind == resource.kind
        for parent in _parents(snapshot, desired, resource)
        for sent in snapshot.find(desired, parent)
    }


def _parents(snapshot: Snapshot, desired: Desired, resource: Resource) -> list[str]:
    """Return the IDs of the objects that may be the parent of a desired one, "" for no parent."""
    if resource.parent is None:
        return [""]
    parent = RESOURCES[resource.parent.target]
    return [parent.id_of(sent) for sent in snapshot.lookup(parent.kind, desired.parent or "")]


def _referred_to(snapshot: Snapshot, all_desired: Sequence[Desired], resource: Resource) -> set[tuple[str, str]]:
    """Return the objects of a kind that desired states refer to."""
    tokens = {token for desired in all_desired if not desired.absent for token in _tokens(snapshot, desired, resource)}
    return {("", resource.id_of(sent)) for token in tokens for sent in snapshot.lookup(resource.kind, token)}


def _tokens(snapshot: Snapshot, desired: Desired, resource: Resource) -> Iterator[str]:
    """Yield the names or IDs of the objects of a kind that a desired state refers to."""
    owner = RESOURCES[desired.kind]
    for relation in (owner.parent, owner.assignment, *owner.links.values()):
        if relation is not None and relation.target == resource.kind:
            yield from desired.references(relation)
    for reference in owner.key_references:
        if reference.target == resource.kind:
            hits = [one for parent in _parents(snapshot, desired, owner) for one in snapshot.find(desired, parent)]
            keys = {used_key(reference, desired, owner.values_of(one)) for one in hits} or {
                used_key(reference, desired, None)
            }
            for sent in snapshot.of(resource.kind):
                if keys & {*resource.values_of(sent)[reference.items]}:
                    yield resource.id_of(sent)
