# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read the part of a project's state that a set of wishes is about, and no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import ApiError
from ..plan.state import Sent, Snapshot, Wish
from ..resources.catalogue import CREDENTIAL_LIST, LINKS, PHONE_NUMBER, RESOURCES, SIP_ENDPOINT, SIP_TRUNK
from ..resources.declaration import Link, Resource
from ..transport.client import Client


def list_objects(
    client: Client, resource: Resource, parent: str = "", query: Mapping[str, str] | None = None
) -> list[Sent]:
    """Return all objects of a kind, of one parent where they have one; raise ApiError."""
    path = (resource.path,) if resource.parent is None else (RESOURCES[resource.parent].path, parent, resource.path)
    return checked(resource, path, client.list(path, resource.list_keys, resource.paged, query))


def checked(resource: Resource, path: Sequence[str], items: Sequence[Any]) -> list[Sent]:
    """Return the objects that the API sent; raise ApiError that names the part that cannot be read."""
    for item in items:
        problem = resource.malformed(item)
        if problem is not None:
            raise ApiError(f"the answer cannot be read: {problem}", method="GET", path="/" + "/".join(path))
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
                "the answer cannot be read: a linked object has no usable 'id'", method="GET", path="/" + "/".join(path)
            )
        found[one["id"]] = str(one.get("name") or one["id"])
    return found


def read_state(client: Client, wishes: Sequence[Wish]) -> Snapshot:
    """Return what has to be known to plan the wishes: each collection once, and sub-collections only where needed."""
    reader = _Reader(client)
    for wish in wishes:
        reader.read(wish)
    return reader.snapshot


class _Reader:
    def __init__(self, client: Client) -> None:
        self.client = client
        self.snapshot = Snapshot()

    def read(self, wish: Wish) -> None:
        resource = RESOURCES[wish.kind]
        parent = ""
        if resource.parent is not None:
            self.objects(resource.parent)
            parents = self.snapshot.lookup(resource.parent, wish.parent or "")
            if len(parents) != 1:
                return
            parent = RESOURCES[resource.parent].id_of(parents[0])
        self.objects(wish.kind, parent)
        if resource.assigns:
            self.objects(SIP_TRUNK.kind)
        hits = self.snapshot.find(wish, parent)
        sent = hits[0] if len(hits) == 1 else None
        if wish.absent:
            if sent is not None and resource.absent is None:
                self.dependents(resource, resource.id_of(sent), sent)
            return
        for link in LINKS:
            if link.owner == wish.kind and link.option in wish.links:
                self.objects(link.target)
                if sent is not None:
                    self.links(link, resource.id_of(sent))
        if resource is SIP_ENDPOINT:
            self.registration(wish, parent, sent)

    def registration(self, wish: Wish, trunk: str, sent: Sent | None) -> None:
        """Read who can register with a trunk, where an endpoint is one that registers."""
        before = None if sent is None else SIP_ENDPOINT.values_of(sent)["credential_username"]
        if wish.values.get("credential_username") or (before and not wish.values.get("address")):
            self.objects(CREDENTIAL_LIST.kind)
            self.links(next(link for link in LINKS if link.target == CREDENTIAL_LIST.kind), trunk)

    def dependents(self, resource: Resource, own: str, sent: Sent) -> None:
        """Read what stands in the way of deleting an object."""
        for link in LINKS:
            if link.owner == resource.kind:
                self.objects(link.target)
                self.links(link, own)
            if link.target == resource.kind:
                self.snapshot.users[link.option, own] = list_users(self.client, link, own)
        if resource is SIP_TRUNK:
            self.objects(PHONE_NUMBER.kind)
            self.objects(SIP_ENDPOINT.kind, own)
        if resource is CREDENTIAL_LIST and resource.values_of(sent)["credentials"]:
            # An endpoint of any trunk may use one of the users, and the API has no list of them all.
            self.objects(SIP_TRUNK.kind)
            for trunk in self.snapshot.of(SIP_TRUNK.kind):
                self.objects(SIP_ENDPOINT.kind, SIP_TRUNK.id_of(trunk))

    def objects(self, kind: str, parent: str = "") -> None:
        if (kind, parent) not in self.snapshot.objects:
            self.snapshot.objects[kind, parent] = list_objects(self.client, RESOURCES[kind], parent)

    def links(self, link: Link, own: str) -> None:
        if (link.option, own) not in self.snapshot.links:
            self.snapshot.links[link.option, own] = list_links(self.client, link, own)
