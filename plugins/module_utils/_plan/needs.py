# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What has to be known of a project to plan a set of all_desired, given what is known already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .._resources.catalogue import CREDENTIAL_LIST, LINKS, PHONE_NUMBER, RESOURCES, SIP_ENDPOINT, SIP_TRUNK
from .._resources.declaration import Resource
from .model import ApiObject, Desired, Need, Snapshot
from .purge import Purge, trunks_of, unlisted


def needs(snapshot: Snapshot, all_desired: Sequence[Desired], purges: Sequence[Purge]) -> Iterator[Need]:
    """Yield what is needed, whether it is there already or not; once it is there, more may turn out to be."""
    for purge in purges:
        yield from _of_sweep(snapshot, purge)
    for desired in all_desired:
        yield from _of_wish(snapshot, desired)
    for purge in purges:
        for desired in unlisted(snapshot, all_desired, purge, []):
            yield from _of_wish(snapshot, desired)


def _of_sweep(snapshot: Snapshot, purge: Purge) -> Iterator[Need]:
    yield Need("objects", SIP_TRUNK.kind if RESOURCES[purge.kind].parent else purge.kind)
    if purge.trunks is not None:
        yield Need("objects", SIP_TRUNK.kind)
    if RESOURCES[purge.kind].parent is not None:
        for trunk in trunks_of(snapshot, purge):
            yield Need("objects", purge.kind, trunk)


def _of_wish(snapshot: Snapshot, desired: Desired) -> Iterator[Need]:
    resource = RESOURCES[desired.kind]
    parent = ""
    if resource.parent is not None:
        yield Need("objects", resource.parent)
        parents = snapshot.lookup(resource.parent, desired.parent or "")
        if len(parents) != 1:
            return
        parent = RESOURCES[resource.parent].id_of(parents[0])
    yield Need("objects", desired.kind, parent)
    if resource.assigns:
        yield Need("objects", SIP_TRUNK.kind)
    hits = snapshot.find(desired, parent)
    sent = hits[0] if len(hits) == 1 else None
    if desired.absent:
        if sent is not None and resource.absent is None:
            yield from _of_removal(snapshot, resource, sent)
        return
    for link in LINKS:
        if link.owner == desired.kind and link.option in desired.links:
            yield Need("objects", link.target)
            if sent is not None:
                yield Need("links", link.option, resource.id_of(sent))
    if sent is not None:
        yield from _of_users_taken_away(snapshot, desired, resource, sent)
    if resource is SIP_ENDPOINT:
        before = None if sent is None else SIP_ENDPOINT.values_of(sent)["credential_username"]
        if desired.values.get("credential_username") or (before and not desired.values.get("address")):
            yield Need("objects", CREDENTIAL_LIST.kind)
            yield Need("links", "credential_lists", parent)


def _of_users_taken_away(snapshot: Snapshot, desired: Desired, resource: Resource, sent: ApiObject) -> Iterator[Need]:
    """Yield what tells which endpoints lose the user that they register as, taken from a list or with a list."""
    if resource is CREDENTIAL_LIST and "credentials" in desired.values and not desired.additive:
        gone = set(resource.values_of(sent)["credentials"]) - set(desired.values["credentials"])
        if not gone:
            return
        yield from _endpoints_everywhere(snapshot)
        for trunk in map(SIP_TRUNK.id_of, snapshot.of(SIP_TRUNK.kind)):
            endpoints = map(SIP_ENDPOINT.values_of, snapshot.of(SIP_ENDPOINT.kind, trunk))
            if any(endpoint["credential_username"] in gone for endpoint in endpoints):
                yield Need("links", "credential_lists", trunk)
    if resource is SIP_TRUNK and "credential_lists" in desired.links:
        own = resource.id_of(sent)
        wanted = {
            CREDENTIAL_LIST.id_of(one)
            for token in desired.links["credential_lists"]
            for one in snapshot.lookup(CREDENTIAL_LIST.kind, token)
        }
        if set(snapshot.links.get(("credential_lists", own), ())) - wanted:
            yield Need("objects", SIP_ENDPOINT.kind, own)


def _endpoints_everywhere(snapshot: Snapshot) -> Iterator[Need]:
    """Yield the endpoints of every trunk, of which the API has no one list."""
    yield Need("objects", SIP_TRUNK.kind)
    for trunk in snapshot.of(SIP_TRUNK.kind):
        yield Need("objects", SIP_ENDPOINT.kind, SIP_TRUNK.id_of(trunk))


def _of_removal(snapshot: Snapshot, resource: Resource, sent: ApiObject) -> Iterator[Need]:
    """Yield what tells what stands in the way of deleting an object."""
    own = resource.id_of(sent)
    for link in LINKS:
        if link.owner == resource.kind:
            yield Need("objects", link.target)
            yield Need("links", link.option, own)
        if link.target == resource.kind:
            yield Need("users", link.option, own)
    if resource is SIP_TRUNK:
        yield Need("objects", PHONE_NUMBER.kind)
        yield Need("objects", SIP_ENDPOINT.kind, own)
    if resource is CREDENTIAL_LIST and resource.values_of(sent)["credentials"]:
        # An endpoint of any trunk may use one of the users.
        yield from _endpoints_everywhere(snapshot)
