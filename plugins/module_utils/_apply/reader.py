# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading the part of a project's state that a plan needs, and no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._errors import ApiError, shown_path
from .._plan.model import ApiObject, Desired, Read, Snapshot
from .._plan.planner import required_reads
from .._plan.purge import Purge
from .._resources.catalogue import RESOURCES, resource_of
from .._resources.declaration import Resource
from .._resources.relations import Link
from .._transport.client import Client
from .scheduler import Workers

_NO_ACCESS = frozenset({401, 403})

# The largest number of objects that are read one by one; more are read as a list.
FEW = 3


def collection_path(resource: Resource, parent: str) -> tuple[str, ...]:
    """Return the path of the objects of a kind, of one parent where they have one."""
    if resource.parent is None:
        return (resource.path,)
    return (RESOURCES[resource.parent.target].path, parent, resource.path)


def list_objects(
    client: Client, resource: Resource, parent: str = "", query: Mapping[str, str] | None = None
) -> list[ApiObject]:
    """Return all objects of a kind, of one parent where they have one; raise ApiError."""
    path = collection_path(resource, parent)
    items = client.of(resource.service).list(path, resource.list_keys, resource.paged, query)
    return checked(resource, path, items)


def read_object(client: Client, resource: Resource, parent: str, own: str) -> ApiObject | None:
    """Return an object as it is now, or None if it is gone; raise ApiError."""
    if resource.listed_only:
        listed = list_objects(client, resource, parent)
        return next((one for one in listed if resource.id_of(one) == own), None)
    path = (*collection_path(resource, parent), own)
    found = client.of(resource.service).get(path)
    return None if found is None else checked(resource, path, [found])[0]


def checked(resource: Resource, path: Sequence[str], items: Sequence[Any], method: str = "GET") -> list[ApiObject]:
    """Return the objects of an answer; raise ApiError that names the part that cannot be read."""
    for item in items:
        problem = resource.malformed(item)
        if problem is not None:
            raise ApiError(f"the answer cannot be read: {problem}", method=method, path=shown_path(path))
    return list(items)


def list_links(client: Client, owner: Resource, link: Link, owner_id: str) -> list[str]:
    """Return the IDs of the linked targets of an owner; the sources disagree on whether IDs or objects are listed."""
    path = (owner.path, owner_id, link.path)
    return [*_names_by_id(path, client.list(path, link.list_keys))]


def list_users(client: Client, owner: Resource, link: Link, target_id: str) -> dict[str, str]:
    """Return the names, by ID, of the owners that have a target linked."""
    path = (RESOURCES[link.target].path, target_id, owner.path)
    return _names_by_id(path, client.list(path, owner.list_keys))


def _names_by_id(path: Sequence[str], items: Sequence[Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in items:
        one = {"id": item} if isinstance(item, str) else item
        if not isinstance(one, dict) or not isinstance(one.get("id"), str):
            raise ApiError(
                "the answer cannot be read: a linked object has no usable 'id'", method="GET", path=shown_path(path)
            )
        found[one["id"]] = str(one.get("name") or one["id"])
    return found


def read_state(
    client: Client,
    all_desired: Sequence[Desired],
    purges: Sequence[Purge] = (),
    workers: Workers | None = None,
    known: Snapshot | None = None,
) -> Snapshot:
    """Return the state that a plan needs: each collection once, and sub-collections only where needed; raise ApiError.

    A list that was read may require others, so that the lists are read in a few rounds, each of them in parallel. They
    are added to the snapshot that is ``known`` already.
    """
    snapshot = Snapshot() if known is None else known
    while True:
        reads = dict.fromkeys(one for one in required_reads(snapshot, all_desired, purges) if not snapshot.has(one))
        if not reads:
            return snapshot
        read_lists(client, snapshot, [*reads], workers or Workers())


def _list_if_allowed(client: Client, resource: Resource, parent: str) -> list[ApiObject] | ApiError:
    """Return all objects of a kind, or the refusal if a plan can do without them and the key may not read them."""
    try:
        return list_objects(client, resource, parent)
    except ApiError as error:
        if resource.kind in RESOURCES or error.status not in _NO_ACCESS:
            raise
        return error


def read_lists(client: Client, snapshot: Snapshot, reads: Sequence[Read], workers: Workers) -> None:
    """Read lists into the snapshot, all at once; raise ApiError."""
    objects = [one for one in reads if one.sort == "objects"]
    lists = workers.each(lambda one: _list_if_allowed(client, resource_of(one.name), one.of), objects)
    for one, found in zip(objects, lists):
        if isinstance(found, ApiError):
            snapshot.closed[one.name] = str(found)
        snapshot.objects[one.name, one.of] = [] if isinstance(found, ApiError) else found
    singles = [one for one in reads if one.sort == "singles"]
    each = workers.each(lambda one: read_object(client, resource_of(one.name), "", one.of), singles)
    snapshot.singles.update(((one.name, one.of), sent) for one, sent in zip(singles, each))
    for owner in RESOURCES.values():
        for link in owner.links.values():
            owners, targets = (
                [one.of for one in reads if (one.sort, one.name) == (sort, link.option)] for sort in ("links", "users")
            )
            if owners or targets:
                _read_links(client, snapshot, owner, link, owners, targets, workers)


def _read_links(
    client: Client,
    snapshot: Snapshot,
    owner: Resource,
    link: Link,
    owners: Sequence[str],
    targets: Sequence[str],
    workers: Workers,
) -> None:
    """Read links from the side that takes fewer requests."""
    users = _users_by_target(client, snapshot, owner, link, len(owners), len(targets), workers)
    if users is None:
        users = dict(zip(targets, workers.each(lambda one: list_users(client, owner, link, one), targets)))
        for own, linked in zip(owners, workers.each(lambda one: list_links(client, owner, link, one), owners)):
            snapshot.links[link.option, own] = linked
    else:
        for own in owners:
            snapshot.links[link.option, own] = [target for target, its_users in users.items() if own in its_users]
    names = {owner.id_of(sent): owner.name_of(sent) for sent in snapshot.of(owner.kind)}
    for target in targets:
        snapshot.users[link.option, target] = {one: names.get(one, name) for one, name in users[target].items()}


def _users_by_target(
    client: Client, snapshot: Snapshot, owner: Resource, link: Link, owners: int, targets: int, workers: Workers
) -> dict[str, dict[str, str]] | None:
    """Return the owners of every target, by ID, if that takes fewer requests than each end alone; otherwise None."""
    target = RESOURCES[link.target]
    if (target.kind, "") not in snapshot.objects:
        return None
    listed = snapshot.of(target.kind)
    if owners + targets > 1 and tells_its_users(link, listed):
        backlink = target.field(link.backlink).api
        return {target.id_of(sent): {one: one for one in sent[backlink]} for sent in listed}
    if owners > len(listed):
        ids = [target.id_of(sent) for sent in listed]
        return dict(zip(ids, workers.each(lambda one: list_users(client, owner, link, one), ids)))
    return None


def tells_its_users(link: Link, targets: Sequence[ApiObject]) -> bool:
    """Return whether every target of a list says which owners have it linked."""
    if not link.backlink:
        return False
    api = RESOURCES[link.target].field(link.backlink).api
    return all(isinstance(one.get(api), list) for one in targets)
