# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scratch objects: made under names that nobody else gives, found again by these names, and removed."""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Iterator, Sequence
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

from .wire import Reply, WatchedClient

PREFIX = "sinch-sip-live-check-"
_NAME = re.compile(re.escape(PREFIX) + r"[0-9a-f]{12}-[a-z0-9-]+ ?")
KINDS = (SIP_TRUNK, ACL, CREDENTIAL_LIST)
"""What is made on its own, in the order in which it is removed."""
LABELS = {resource.path: resource.label for resource in KINDS}


@dataclass(frozen=True)
class Thing:
    """A scratch object: the path of its collection, and its ID."""

    path: str
    id: str

    @property
    def how(self) -> str:
        """What it is, and how to remove it by hand."""
        return f"{LABELS[self.path]} {self.id} (DELETE /{self.path}/{self.id})"


class Scratch:
    """The scratch objects of one run."""

    def __init__(self, client: WatchedClient, number: str | None = None) -> None:
        """Choose a mark that no other run has; nothing is made yet. ``number`` is the phone number of this run."""
        self._client = client
        self._number = number
        self.mark = PREFIX + secrets.token_hex(6)
        self.made: dict[Thing, None] = {}
        self.ids: dict[str, str] = {}
        """The IDs of what later checks go on with, by what they call it."""
        self.passwords: set[str] = set()

    def name(self, suffix: str) -> str:
        """Return the name, and host name, of a scratch object."""
        return f"{self.mark}-{suffix}"

    def password(self) -> str:
        """Return a new password that meets the API's rules, and that is never shown."""
        password = f"Aa1{secrets.token_hex(12)}"
        self.passwords.add(password)
        return password

    def create(self, path: str, body: dict[str, Any]) -> Reply:
        """Ask for a trunk, an ACL or a credential list, also for one that ought to be refused."""
        reply = self._client.attempt("POST", path, body=body)
        made = reply.data if isinstance(reply.data, dict) else {}
        # Only what answers with the name that was just made up is this run's.
        if reply.ok and isinstance(made.get("id"), str) and made["id"] and made.get("name") == body["name"]:
            self.made[Thing(path, made["id"])] = None
        return reply

    def remove(self) -> list[str]:
        """Remove everything that this run made; return what is left behind, and how to remove it."""
        return remove(self._client, [*self.made], f"{self.mark}-", self._number)


def leftovers(client: WatchedClient) -> list[Thing]:
    """Return the scratch objects of earlier runs; raise ApiError."""
    return [*_named(client)]


def remove_leftovers(client: WatchedClient, number: str | None) -> list[str]:
    """Remove the scratch objects of earlier runs; return what is left behind."""
    return remove(client, number=number)


def _named(client: WatchedClient, start: str = PREFIX) -> Iterator[Thing]:
    """Yield the scratch objects whose names start so."""
    for resource in KINDS:
        for sent in list_objects(client, resource):
            name = sent.get("name")
            if isinstance(name, str) and _NAME.fullmatch(name) and name.startswith(start):
                yield Thing(resource.path, resource.id_of(sent))


def remove(
    client: WatchedClient, made: Sequence[Thing] = (), start: str = PREFIX, number: str | None = None
) -> list[str]:
    """Remove scratch objects, those that are known and those whose names start so; return what is left behind.

    ``number`` is the one phone number that a DELETE may be tried on, which may give it up.

    A failure stops nothing but what it is about. What is gone is seen by looking, and not by what a DELETE answers.
    """
    left: list[str] = []
    things = dict.fromkeys(made)
    try:
        things.update(dict.fromkeys(_named(client, start)))
    except ApiError:
        left.append(f"perhaps objects whose names start with {PREFIX}: the API does not list them at present")
    for resource in KINDS:
        for thing in [one for one in things if one.path == resource.path]:
            with _as_far_as_possible():
                if resource is SIP_TRUNK:
                    left.extend(_strip(client, thing, number))
            with _as_far_as_possible():
                client.delete((thing.path, thing.id))
    return [*left, *(thing.how for thing in things if not _gone(client, thing))]


def _as_far_as_possible() -> contextlib.suppress:
    """Go on after what the API does not let be done: what is left is looked at afterwards."""
    return contextlib.suppress(ApiError)


def _strip(client: WatchedClient, trunk: Thing, named: str | None) -> list[str]:
    """Take everything off a scratch trunk; return what could not be taken off and is not the trunk's own."""
    left = []
    for number in _numbers(client, trunk):
        if not _unassign(client, number, trunk, number == named):
            text = f'POST /phoneNumbers with the number and "sipTrunkId": "" takes it off SIP trunk {trunk.id}'
            left.append(f"a phone number on the scratch trunk ({text})")
    with _as_far_as_possible():
        for endpoint in list_objects(client, SIP_ENDPOINT, trunk.id):
            with _as_far_as_possible():
                client.delete((trunk.path, trunk.id, SIP_ENDPOINT.path, SIP_ENDPOINT.id_of(endpoint)))
    for link in SIP_TRUNK.links.values():
        with _as_far_as_possible():
            for target in list_links(client, SIP_TRUNK, link, trunk.id):
                with _as_far_as_possible():
                    client.delete((trunk.path, trunk.id, link.path, target))
    return left


def _numbers(client: WatchedClient, trunk: Thing) -> list[str]:
    """Return the numbers on a scratch trunk; that the list is filtered is not trusted with what others rely on."""
    listed: list[dict[str, Any]] = []
    with _as_far_as_possible():
        listed = list_objects(client, PHONE_NUMBER, query={"sipTrunkId": trunk.id})
    return [PHONE_NUMBER.id_of(sent) for sent in listed if sent.get("sipTrunkId") == trunk.id]


def _unassign(client: WatchedClient, number: str, trunk: Thing, may_delete: bool) -> bool:
    """Take a number off a scratch trunk in one way or the other; return whether it is known to be off."""
    ways: tuple[tuple[tuple[str, ...], dict[str, str] | None], ...] = (
        (("POST", PHONE_NUMBER.path), {"phoneNumber": number, "sipTrunkId": ""}),
        (("DELETE", PHONE_NUMBER.path, number), None),
    )
    for (method, *path), body in ways if may_delete else ways[:1]:
        with _as_far_as_possible():
            client.attempt(method, *path, body=body)
            there = client.get((PHONE_NUMBER.path, number))
            if there is None or there.get("sipTrunkId") != trunk.id:
                return True
    return False


def _gone(client: WatchedClient, thing: Thing) -> bool:
    """Return whether an object is known to be gone."""
    with _as_far_as_possible():
        return client.get((thing.path, thing.id)) is None
    return False
