# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lists to read and the dependents of an object, derived from the relations between resources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .._resources.catalogue import RESOURCES, owners_of
from .._resources.declaration import Resource
from .._resources.relations import Assignment, Counterpart, KeyReference, Link, Parent, Relation
from .model import ApiObject, Desired, Read, Snapshot


def reads_of(snapshot: Snapshot, desired: Desired) -> Iterator[Read]:
    """Yield the lists to read to plan a desired state, known ones too; a list that was read may require others."""
    resource, parent = RESOURCES[desired.kind], ""
    if resource.parent is not None:
        yield Read("objects", resource.parent.target)
        parents = snapshot.lookup(resource.parent.target, desired.parent or "")
        if len(parents) != 1:
            return
        parent = RESOURCES[resource.parent.target].id_of(parents[0])
    yield Read("objects", desired.kind, parent)
    if resource.assignment is not None:
        yield Read("objects", resource.assignment.target)
        if resource.assignment.counterpart is not None and not desired.absent:
            yield from _reads_of_counterpart(snapshot, desired, resource.assignment.counterpart)
    hits = snapshot.find(desired, parent)
    sent = hits[0] if len(hits) == 1 else None
    if not desired.absent:
        yield from _reads_of_present(snapshot, desired, parent, sent)
    elif sent is not None and resource.absent is None:
        yield from _reads_of_deletion(snapshot, resource, sent)


def _reads_of_counterpart(snapshot: Snapshot, desired: Desired, counterpart: Counterpart) -> Iterator[Read]:
    """Yield the list of the other API and, for an object that the list lacks, the object: that is to be sure of."""
    yield Read("objects", counterpart.kind)
    if snapshot.knows(counterpart) and desired.name and not snapshot.lookup(counterpart.kind, desired.name):
        yield Read("singles", counterpart.kind, desired.name)


def _reads_of_present(snapshot: Snapshot, desired: Desired, parent: str, sent: ApiObject | None) -> Iterator[Read]:
    resource = RESOURCES[desired.kind]
    for option in desired.links:
        yield Read("objects", resource.links[option].target)
        if sent is not None:
            yield Read("links", option, resource.id_of(sent))
    for reference in resource.key_references:
        if used_key(reference, desired, None if sent is None else resource.values_of(sent)):
            yield Read("objects", reference.target)
            yield Read("links", reference.through, parent)
    if sent is not None:
        for owner, reference in _key_references():
            yield from _reads_of_lost_items(snapshot, desired, sent, owner, reference)
            yield from _reads_of_lost_links(snapshot, desired, sent, owner, reference)


def _reads_of_lost_items(
    snapshot: Snapshot, desired: Desired, sent: ApiObject, owner: Resource, reference: KeyReference
) -> Iterator[Read]:
    """Yield the lists that tell which owners lose the item that they use, where items are taken away."""
    if reference.target != desired.kind or reference.items not in desired.values or desired.additive:
        return
    lost = {*RESOURCES[desired.kind].values_of(sent)[reference.items]} - {*desired.values[reference.items]}
    if lost:
        yield from _everywhere(snapshot, owner)
        for parent, one in snapshot.everywhere(owner.kind):
            if key_of(owner, reference, one) in lost:
                yield Read("links", reference.through, parent)


def _reads_of_lost_links(
    snapshot: Snapshot, desired: Desired, sent: ApiObject, owner: Resource, reference: KeyReference
) -> Iterator[Read]:
    """Yield the lists that tell which owners lose the target of the item that they use, where links are taken away."""
    if owner.parent is None or owner.parent.target != desired.kind or reference.through not in desired.links:
        return
    own, target = RESOURCES[desired.kind].id_of(sent), RESOURCES[reference.target]
    tokens = desired.links[reference.through]
    wanted = {target.id_of(one) for token in tokens for one in snapshot.lookup(target.kind, token)}
    if {*snapshot.linked(reference.through, own)} - wanted:
        yield Read("objects", owner.kind, own)


def _reads_of_deletion(snapshot: Snapshot, resource: Resource, sent: ApiObject) -> Iterator[Read]:
    """Yield the lists that tell the dependents of an object."""
    own = resource.id_of(sent)
    for link in resource.links.values():
        yield Read("objects", link.target)
        yield Read("links", link.option, own)
    for owner, relation in owners_of(resource.kind):
        if isinstance(relation, Link):
            yield Read("users", relation.option, own)
        elif isinstance(relation, KeyReference):
            if resource.values_of(sent)[relation.items]:
                yield from _everywhere(snapshot, owner)
        else:
            yield Read("objects", owner.kind, own if isinstance(relation, Parent) else "")


def _everywhere(snapshot: Snapshot, resource: Resource) -> Iterator[Read]:
    """Yield the lists of all objects of a kind; the API has no one list of those that have parents."""
    if resource.parent is None:
        yield Read("objects", resource.kind)
        return
    parent = RESOURCES[resource.parent.target]
    yield Read("objects", parent.kind)
    for sent in snapshot.of(parent.kind):
        yield Read("objects", resource.kind, parent.id_of(sent))


def _key_references() -> Iterator[tuple[Resource, KeyReference]]:
    for owner in RESOURCES.values():
        for reference in owner.key_references:
            yield owner, reference


def key_of(owner: Resource, reference: KeyReference, sent: ApiObject) -> str:
    """Return the key of the item that an object uses, "" for none."""
    return str(owner.values_of(sent)[reference.field] or "")


def used_key(reference: KeyReference, desired: Desired, before: Mapping[str, Any] | None) -> str:
    """Return the key of the item that an object is to use, "" for none: the desired one, else the one that it uses."""
    if desired.values.get(reference.field) or desired.values.get(reference.instead):
        return str(desired.values.get(reference.field) or "")
    return str(before[reference.field] or "") if before else ""


@dataclass(frozen=True)
class Dependent:
    """An object that blocks the deletion of another.

    ``owner`` and ``owner_id`` are the end of the relation that refers to the other end, ``target_id``; one of the two
    is the dependent. ``parent`` is the ID of the dependent's parent, "" for none.
    """

    kind: str
    id: str
    name: str
    relation: Relation
    owner: Resource
    owner_id: str
    owner_name: str
    target_id: str
    parent: str = ""
    sent: ApiObject | None = None

    def __str__(self) -> str:
        known_by = "" if self.id == self.name else f" (ID {self.id})"
        return f"{RESOURCES[self.kind].label} {self.name!r}{known_by}"

    @property
    def key(self) -> tuple[str, ...]:
        """The key of the thing to take away, as a PlanBuilder knows it: the link, or the object itself."""
        if isinstance(self.relation, Link):
            return ("link", self.relation.option, self.owner_id, self.target_id)
        return ("object", self.kind, self.id)


def dependents(snapshot: Snapshot, resource: Resource, sent: ApiObject) -> Iterator[Dependent]:
    """Yield the objects that must be gone, or no longer refer to an object, before it is deleted."""
    own, name = resource.id_of(sent), resource.name_of(sent)
    for owner, relation in reversed([*owners_of(resource.kind)]):
        if isinstance(relation, Link):
            for owner_id, owner_name in snapshot.users.get((relation.option, own), {}).items():
                yield Dependent(owner.kind, owner_id, owner_name, relation, owner, owner_id, owner_name, own)
            continue
        for parent, one in _owners(snapshot, owner, relation, resource, sent):
            one_id, one_name = owner.id_of(one), owner.name_of(one)
            yield Dependent(owner.kind, one_id, one_name, relation, owner, one_id, one_name, own, parent, one)
    for link in resource.links.values():
        for target in snapshot.linked(link.option, own):
            target_name = snapshot.name_of(link.target, target)
            yield Dependent(link.target, target, target_name, link, resource, own, name, target)


def _owners(
    snapshot: Snapshot, owner: Resource, relation: Relation, resource: Resource, sent: ApiObject
) -> Iterator[tuple[str, ApiObject]]:
    """Yield the objects that refer to an object by a relation other than a link, each with the ID of its parent."""
    own = resource.id_of(sent)
    if isinstance(relation, Parent):
        yield from ((own, one) for one in snapshot.of(owner.kind, own))
    elif isinstance(relation, Assignment):
        yield from (("", one) for one in snapshot.having(owner.kind, owner.field(relation.field), own))
    elif isinstance(relation, KeyReference):
        items = resource.values_of(sent)[relation.items]
        for parent, one in snapshot.everywhere(owner.kind):
            if key_of(owner, relation, one) in items:
                yield parent, one
