# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Taking away what nobody asked for, but never what somebody refers to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .._resources.catalogue import CREDENTIAL_LIST, LINKS, PHONE_NUMBER, RESOURCES, SIP_ENDPOINT, SIP_TRUNK
from .._resources.declaration import Resource
from .model import ApiObject, Desired, Snapshot

# A purge that would remove more than so many objects of a kind, and more than this share of them, must be said to be
# meant: a list that is cut short is likelier than a third of a phone system that goes at once.
FEW = 5
SHARE = 0.3


@dataclass(frozen=True)
class Purge:
    """A kind of which only what is wished for may remain.

    ``option`` is what it is called in messages. ``trunks`` are the names or IDs of the trunks that it is confined to,
    for what belongs to trunks. ``purge_all`` allows that much or all of it goes. ``exclusive`` says that to list
    something is to mean the list, however much goes.
    """

    kind: str
    option: str = ""
    trunks: frozenset[str] | None = None
    purge_all: bool = False
    exclusive: bool = False


def unlisted(
    snapshot: Snapshot, all_desired: Sequence[Desired], purge: Purge, problems: list[str]
) -> Iterator[Desired]:
    """Yield the desired to be gone of every object that no desired is about or refers to; add to ``problems``."""
    resource = RESOURCES[purge.kind]
    named = _named(snapshot, all_desired, resource) | _referred_to(snapshot, all_desired, resource)
    scope = [*_scope(snapshot, resource, purge)]
    found = [(parent, sent) for parent, sent in scope if (parent, resource.id_of(sent)) not in named]
    listed = any(desired.kind == purge.kind and not desired.absent for desired in all_desired)
    if not purge.purge_all and not (purge.exclusive and listed):
        # A list that is empty is held against what it is about, any other against all that there is.
        whole = snapshot.of(resource.kind) if listed and resource.parent is None else [sent for _parent, sent in scope]
        going = sum(resource.is_there(sent) for _parent, sent in found)
        problems.extend(_refusals(purge, resource, going, sum(map(resource.is_there, whole))))
    for parent, sent in found:
        yield Desired(
            purge.kind, id=resource.id_of(sent), parent=parent or None, absent=True, force=True, unlisted=True
        )


def _refusals(purge: Purge, resource: Resource, going: int, there: int) -> Iterator[str]:
    """Yield what speaks against taking away so many of the objects that there are."""
    if going and (going == there or (going > FEW and going > SHARE * there)):
        how_many = f"all {going}" if going == there else f"{going} of {there}"
        what = f"{purge.option}: exclusive would disable" if purge.exclusive else f"purge: {purge.option} would remove"
        yield f"{what} {how_many} {resource.label}s; list what is to stay, or set purge_all: true if that is meant"


def trunks_of(snapshot: Snapshot, purge: Purge) -> list[str]:
    """Return the IDs of the trunks that a purge is confined to, of all trunks where it is not."""
    if purge.trunks is None:
        return [SIP_TRUNK.id_of(sent) for sent in snapshot.of(SIP_TRUNK.kind)]
    return [SIP_TRUNK.id_of(sent) for token in sorted(purge.trunks) for sent in snapshot.lookup(SIP_TRUNK.kind, token)]


def _scope(snapshot: Snapshot, resource: Resource, purge: Purge) -> Iterator[tuple[str, ApiObject]]:
    """Yield the objects that a purge looks at, with the ID of what each belongs to."""
    if resource.parent is not None:
        for trunk in trunks_of(snapshot, purge):
            for sent in snapshot.of(resource.kind, trunk):
                yield trunk, sent
        return
    trunks = None if purge.trunks is None else {*trunks_of(snapshot, purge)}
    for sent in snapshot.of(resource.kind):
        if trunks is None or resource.values_of(sent)[resource.assigns] in trunks:
            yield "", sent


def _named(snapshot: Snapshot, all_desired: Sequence[Desired], resource: Resource) -> set[tuple[str, str]]:
    """Return the parents and IDs of the objects that all_desired are about."""
    named: set[tuple[str, str]] = set()
    for desired in all_desired:
        if desired.kind == resource.kind:
            parents = [""]
            if resource.parent is not None:
                kind = RESOURCES[resource.parent]
                parents = [kind.id_of(sent) for sent in snapshot.lookup(resource.parent, desired.parent or "")]
            named |= {(parent, resource.id_of(sent)) for parent in parents for sent in snapshot.find(desired, parent)}
    return named


def _referred_to(snapshot: Snapshot, all_desired: Sequence[Desired], resource: Resource) -> set[tuple[str, str]]:
    """Return the objects that all_desired refer to without being about them."""
    tokens: set[str] = set()
    usernames: set[str] = set()
    for desired in all_desired:
        if desired.absent:
            continue
        for link in LINKS:
            if link.owner == desired.kind and link.target == resource.kind:
                tokens.update(desired.links.get(link.option, ()))
        if resource is SIP_TRUNK:
            tokens.update(one for one in (desired.parent, desired.values.get(PHONE_NUMBER.assigns)) if one)
        if resource is CREDENTIAL_LIST and desired.kind == SIP_ENDPOINT.kind:
            usernames.update(_username(snapshot, desired))
    if usernames:
        for sent in snapshot.of(resource.kind):
            if usernames & set(resource.values_of(sent)["credentials"]):
                tokens.add(resource.id_of(sent))
    return {("", resource.id_of(sent)) for token in tokens for sent in snapshot.lookup(resource.kind, token)}


def _username(snapshot: Snapshot, desired: Desired) -> Iterator[str]:
    """Yield the user that an endpoint registers as, where it does: the one asked for, else the one that it has."""
    if desired.values.get("credential_username") or desired.values.get("address"):
        yield from filter(None, [desired.values.get("credential_username")])
        return
    for trunk in snapshot.lookup(SIP_TRUNK.kind, desired.parent or ""):
        for sent in snapshot.find(desired, SIP_TRUNK.id_of(trunk)):
            yield from filter(None, [SIP_ENDPOINT.values_of(sent)["credential_username"]])
