# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What has to be known of a project to plan a set of wishes, given what is known already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..resources.catalogue import CREDENTIAL_LIST, LINKS, PHONE_NUMBER, RESOURCES, SIP_ENDPOINT, SIP_TRUNK
from ..resources.declaration import Resource
from .state import Need, Sent, Snapshot, Wish
from .sweep import Sweep, leftovers, trunks_of


def needs(snapshot: Snapshot, wishes: Sequence[Wish], sweeps: Sequence[Sweep]) -> Iterator[Need]:
    """Yield what is needed, whether it is there already or not; once it is there, more may turn out to be."""
    for sweep in sweeps:
        yield from _of_sweep(snapshot, sweep)
    for wish in wishes:
        yield from _of_wish(snapshot, wish)
    for sweep in sweeps:
        for wish in leftovers(snapshot, wishes, sweep, []):
            yield from _of_wish(snapshot, wish)


def _of_sweep(snapshot: Snapshot, sweep: Sweep) -> Iterator[Need]:
    yield Need("objects", SIP_TRUNK.kind if RESOURCES[sweep.kind].parent else sweep.kind)
    if sweep.trunks is not None:
        yield Need("objects", SIP_TRUNK.kind)
    if RESOURCES[sweep.kind].parent is not None:
        for trunk in trunks_of(snapshot, sweep):
            yield Need("objects", sweep.kind, trunk)


def _of_wish(snapshot: Snapshot, wish: Wish) -> Iterator[Need]:
    resource = RESOURCES[wish.kind]
    parent = ""
    if resource.parent is not None:
        yield Need("objects", resource.parent)
        parents = snapshot.lookup(resource.parent, wish.parent or "")
        if len(parents) != 1:
            return
        parent = RESOURCES[resource.parent].id_of(parents[0])
    yield Need("objects", wish.kind, parent)
    if resource.assigns:
        yield Need("objects", SIP_TRUNK.kind)
    hits = snapshot.find(wish, parent)
    sent = hits[0] if len(hits) == 1 else None
    if wish.absent:
        if sent is not None and resource.absent is None:
            yield from _of_removal(snapshot, resource, sent)
        return
    for link in LINKS:
        if link.owner == wish.kind and link.option in wish.links:
            yield Need("objects", link.target)
            if sent is not None:
                yield Need("links", link.option, resource.id_of(sent))
    if sent is not None:
        yield from _of_users_taken_away(snapshot, wish, resource, sent)
    if resource is SIP_ENDPOINT:
        before = None if sent is None else SIP_ENDPOINT.values_of(sent)["credential_username"]
        if wish.values.get("credential_username") or (before and not wish.values.get("address")):
            yield Need("objects", CREDENTIAL_LIST.kind)
            yield Need("links", "credential_lists", parent)


def _of_users_taken_away(snapshot: Snapshot, wish: Wish, resource: Resource, sent: Sent) -> Iterator[Need]:
    """Yield what tells which endpoints lose the user that they register as, taken from a list or with a list."""
    if resource is CREDENTIAL_LIST and "credentials" in wish.values and not wish.keep:
        gone = set(resource.values_of(sent)["credentials"]) - set(wish.values["credentials"])
        if not gone:
            return
        yield from _endpoints_everywhere(snapshot)
        for trunk in map(SIP_TRUNK.id_of, snapshot.of(SIP_TRUNK.kind)):
            endpoints = map(SIP_ENDPOINT.values_of, snapshot.of(SIP_ENDPOINT.kind, trunk))
            if any(endpoint["credential_username"] in gone for endpoint in endpoints):
                yield Need("links", "credential_lists", trunk)
    if resource is SIP_TRUNK and "credential_lists" in wish.links:
        own = resource.id_of(sent)
        wanted = {
            CREDENTIAL_LIST.id_of(one)
            for token in wish.links["credential_lists"]
            for one in snapshot.lookup(CREDENTIAL_LIST.kind, token)
        }
        if set(snapshot.links.get(("credential_lists", own), ())) - wanted:
            yield Need("objects", SIP_ENDPOINT.kind, own)


def _endpoints_everywhere(snapshot: Snapshot) -> Iterator[Need]:
    """Yield the endpoints of every trunk, of which the API has no one list."""
    yield Need("objects", SIP_TRUNK.kind)
    for trunk in snapshot.of(SIP_TRUNK.kind):
        yield Need("objects", SIP_ENDPOINT.kind, SIP_TRUNK.id_of(trunk))


def _of_removal(snapshot: Snapshot, resource: Resource, sent: Sent) -> Iterator[Need]:
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
