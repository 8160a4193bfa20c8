# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scratch objects: found by names that nothing else has, and removed."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ansible_collections.sinch.sip.plugins.module_utils._apply.reader import list_links, list_objects
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import (
    ACL,
    CREDENTIAL_LIST,
    PHONE_NUMBER,
    SIP_ENDPOINT,
    SIP_TRUNK,
)

from .wire import WatchedClient

PREFIX = "sinch-sip-live-check-"
_NAME = re.compile(re.escape(PREFIX) + r"[0-9a-f]{12}-[a-z0-9-]+ ?")
_KINDS = (SIP_TRUNK, ACL, CREDENTIAL_LIST)  # The resources of scratch objects, in the order of removal
LABELS = {resource.path: resource.label for resource in _KINDS}


@dataclass(frozen=True)
class ScratchObject:
    """A scratch object: the path of its collection, and its ID."""

    path: str
    id: str

    def __str__(self) -> str:
        """Name the object and the request that removes it."""
        return f"{LABELS[self.path]} {self.id} (DELETE /{self.path}/{self.id})"


def find_scratch_objects(client: WatchedClient, start: str = PREFIX) -> list[ScratchObject]:
    """Return the scratch objects whose names start with a text; raise ApiError."""
    return [
        ScratchObject(resource.path, resource.id_of(one))
        for resource in _KINDS
        for one in list_objects(client, resource)
        if isinstance(one.get("name"), str) and _NAME.fullmatch(one["name"]) and one["name"].startswith(start)
    ]


def remove_scratch_objects(
    client: WatchedClient, known: Collection[ScratchObject] = (), start: str = PREFIX, number: str | None = None
) -> list[str]:
    """Remove the known scratch objects and those whose names start with a text; return what is left behind.

    An error ends only the step that it belongs to. Whether an object is gone is read, not taken from the answer of its
    DELETE. ``number`` is the only phone number that a DELETE may be tried on, since that may give it up.
    """
    left: list[str] = []
    objects = dict.fromkeys(known)
    try:
        objects.update(dict.fromkeys(find_scratch_objects(client, start)))
    except ApiError:
        left.append(f"perhaps objects whose names start with {PREFIX}: the API does not list them at present")
    # The sort is stable: trunks first, since they use the others.
    for one in sorted(objects, key=lambda one: [*LABELS].index(one.path)):
        if one.path == SIP_TRUNK.path:
            left.extend(_strip(client, one, number))
        with contextlib.suppress(ApiError):
            client.delete((one.path, one.id))
    return [*left, *(str(one) for one in objects if not _gone(client, one))]


def _strip(client: WatchedClient, trunk: ScratchObject, named: str | None) -> list[str]:
    """Remove everything that depends on a scratch trunk; return the phone numbers that are left on it."""
    left = []
    for number in _numbers(client, trunk):
        if not _unassign(client, number, trunk, number == named):
            text = f'POST /phoneNumbers with the number and "sipTrunkId": "" takes it off SIP trunk {trunk.id}'
            left.append(f"a phone number on the scratch trunk ({text})")
    with contextlib.suppress(ApiError):
        for endpoint in list_objects(client, SIP_ENDPOINT, trunk.id):
            with contextlib.suppress(ApiError):
                client.delete((trunk.path, trunk.id, SIP_ENDPOINT.path, SIP_ENDPOINT.id_of(endpoint)))
    for link in SIP_TRUNK.links.values():
        with contextlib.suppress(ApiError):
            for target in list_links(client, SIP_TRUNK, link, trunk.id):
                with contextlib.suppress(ApiError):
                    client.delete((trunk.path, trunk.id, link.path, target))
    return left


def _numbers(client: WatchedClient, trunk: ScratchObject) -> list[str]:
    """Return the phone numbers on a scratch trunk, without relying on the filter of the list."""
    listed: list[dict[str, Any]] = []
    with contextlib.suppress(ApiError):
        listed = list_objects(client, PHONE_NUMBER, query={"sipTrunkId": trunk.id})
    return [PHONE_NUMBER.id_of(one) for one in listed if one.get("sipTrunkId") == trunk.id]


def _unassign(client: WatchedClient, number: str, trunk: ScratchObject, may_delete: bool) -> bool:
    """Take a phone number off a scratch trunk; return whether it is known to be off."""
    ways: tuple[tuple[tuple[str, ...], dict[str, str] | None], ...] = (
        (("POST", PHONE_NUMBER.path), {"phoneNumber": number, "sipTrunkId": ""}),
        (("DELETE", PHONE_NUMBER.path, number), None),
    )
    for (method, *path), body in ways if may_delete else ways[:1]:
        with contextlib.suppress(ApiError):
            client.attempt(method, *path, body=body)
            there = client.get((PHONE_NUMBER.path, number))
            if there is None or there.get("sipTrunkId") != trunk.id:
                return True
    return False


def _gone(client: WatchedClient, one: ScratchObject) -> bool:
    """Return whether a scratch object is known to be gone."""
    with contextlib.suppress(ApiError):
        return client.get((one.path, one.id)) is None
    return False
