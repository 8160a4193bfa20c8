# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read the part of a project's state that a set of all_desired is about, and no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._errors import ApiError, shown_path
from .._plan.model import ApiObject, Desired, Need, Snapshot
from .._plan.needs import needs
from .._plan.purge import Purge
from .._resources.catalogue import LINKS, RESOURCES
from .._resources.declaration import Link, Resource
from .._transport.client import Client
from .workers import Workers


def collection_path(resource: Resource, parent: str) -> tuple[str, ...]:
    """Return the path of the objects of a kind, of one parent where they have one."""
    return (resource.path,) if resource.parent is None else (RESOURCES[resource.parent].path, parent, resource.path)


def list_objects(
    client: Client, resource: Resource, parent: str = "", query: Mapping[str, str] | None = None
) -> list[ApiObject]:
    """Return all objects of a kind, of one parent where they have one; raise ApiError."""
    path = collection_path(resource, parent)
    return checked(resource, path, client.list(path, resource.list_keys, resource.paged, query))


def read_object(client: Client, resource: Resource, parent: str, own: str) -> ApiObject | None:
    """Return an object as it is now, or None where it is gone; raise ApiError."""
    if resource.listed_only:
        listed = list_objects(client, resource, parent)
        return next((one for one in listed if resource.id_of(one) == own), None)
    path = (*collection_path(resource, parent), own)
    found = client.get(path)
    return None if found is None else checked(resource, path, [found])[0]


def checked(resource: Resource, path: Sequence[str], items: Sequence[Any], method: str = "GET") -> list[ApiObject]:
    """Return the objects that the API sent; raise ApiError that names the part that cannot be read."""
    for item in items:
        problem = resource.malformed(item)
        if problem is not None:
            raise ApiError(f"the answer cannot be read: {problem}", method=method, path=shown_path(path))
    return list(items)


def list_links(client: Client, link: Link, owner_id: str) -> list[str]:
    """Return the IDs of what is linked to an object; the sources disagree on whether IDs or objects come."""
    path = (RESOURCES[link.owner].path, owner_id, link.path)
    return [*_ids(path, client.list(path, link.list_keys))]


def list_users(client: Client, link: Link, target_id: str) -> dict[str, str]:
    """Return the names, by ID, of the objects that a thing is linked to."""
    owner = RESOURCES[link.owner]
    path = (RESOURCES[link.target].path, target_id, owner.path)
    return _ids(path, client.list(path, owner.list_keys))


def _ids(path: Sequence[str], items: Sequence[Any]) -> dict[str, str]:
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
    """Return what has to be known to plan the all_desired: each collection once, and sub-collections only where needed.

    What is found tells what else is needed, so that it is read in a few rounds, each of them in parallel. It is added
    to what is ``known`` already.
    """
    snapshot = Snapshot() if known is None else known
    while True:
        needed = [*dict.fromkeys(need for need in needs(snapshot, all_desired, purges) if not snapshot.has(need))]
        if not needed:
            return snapshot
        read_needs(client, snapshot, needed, workers or Workers())


def read_needs(client: Client, snapshot: Snapshot, needed: Sequence[Need], workers: Workers) -> None:
    """Read what is needed into the snapshot, all at once; raise ApiError."""
    of_sort = {sort: [need for need in needed if need.sort == sort] for sort in ("objects", "links", "users")}
    lists = workers.each(lambda need: list_objects(client, RESOURCES[need.name], need.of), of_sort["objects"])
    for need, objects in zip(of_sort["objects"], lists):
        snapshot.objects[need.name, need.of] = objects
    for link in LINKS:
        owners = [need.of for need in of_sort["links"] if need.name == link.option]
        targets = [need.of for need in of_sort["users"] if need.name == link.option]
        _read_links(client, snapshot, link, owners, targets, workers)


def _read_links(
    client: Client, snapshot: Snapshot, link: Link, owners: list[str], targets: list[str], workers: Workers
) -> None:
    """Read links from whichever side takes fewer requests."""
    resource = RESOURCES[link.target]
    all_targets = [resource.id_of(sent) for sent in snapshot.of(link.target)]
    listed = (link.target, "") in snapshot.objects
    if len(owners) + len(targets) > 1 and listed and tells_its_users(resource, snapshot.of(link.target)):
        # The list of the targets has it all.
        users = {resource.id_of(sent): {one: one for one in sent["trunks"]} for sent in snapshot.of(link.target)}
    elif listed and len(owners) > len(all_targets):
        users = dict(zip(all_targets, workers.each(lambda one: list_users(client, link, one), all_targets)))
    else:
        users = dict(zip(targets, workers.each(lambda one: list_users(client, link, one), targets)))
        for owner, linked in zip(owners, workers.each(lambda one: list_links(client, link, one), owners)):
            snapshot.links[link.option, owner] = linked
        owners = []
    names = {RESOURCES[link.owner].id_of(sent): sent for sent in snapshot.of(link.owner)}
    for target in targets:
        snapshot.users[link.option, target] = {
            one: RESOURCES[link.owner].name_of(names[one]) if one in names else name
            for one, name in users[target].items()
        }
    by_owner: dict[str, list[str]] = {owner: [] for owner in owners}
    for target, its_users in users.items():
        for owner in its_users:
            if owner in by_owner:
                by_owner[owner].append(target)
    for owner, linked in by_owner.items():
        snapshot.links[link.option, owner] = linked


def tells_its_users(target: Resource, objects: Sequence[ApiObject]) -> bool:
    """Return whether every object in a list says which trunks have it linked."""
    return target.names_its_users and all(isinstance(one.get("trunks"), list) for one in objects)
