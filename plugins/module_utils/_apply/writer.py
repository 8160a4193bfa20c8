# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Do one action of a plan: the requests that it takes, and what is made of their answers."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Callable

from .._errors import ApiError, SinchError
from .._plan.model import ApiObject, Change, ItemWrite
from .._resources.catalogue import RESOURCES
from .._resources.declaration import Field, to_camel
from .._transport.client import Client
from .lookup import Lookup
from .reader import checked

# How the API answers a request that it does not know.
_NO_SUCH_REQUEST = frozenset({404, 405})
_RETURNS_THE_OBJECT = frozenset({"create", "update"})


class Writer:
    """Makes the requests of actions; where one may have been made without an answer, it looks before it repeats it."""

    def __init__(self, client: Client, lookup: Lookup) -> None:
        """Take what looks."""
        self.client = client
        self.lookup = lookup

    def perform(self, action: Change) -> ApiObject | None:
        """Do an action; return the object that it was about, where the API answers it; raise SinchError."""
        path = tuple(self.lookup.known(part) for part in action.path)
        body = self.lookup.filled(action.body)
        action.id = None if action.id is None else self.lookup.known(action.id)
        if action.method == "DELETE":
            self.client.delete(path)
            return None
        if action.parts:
            return self.updated_by_parts(action, path)
        if action.method == "PUT" and action.verb == "update":
            body = self.up_to_date(action, body)
        found = self.write(action, path, body)
        if action.verb not in _RETURNS_THE_OBJECT or found is None:
            return None
        resource = RESOURCES[action.kind]
        sent = checked(resource, path, [found], action.method)[0]
        action.id = resource.id_of(sent)
        if action.verb == "update":
            return self.updated(action, path, body, sent)
        if action.verb == "create":
            self.check_identity(action, body, sent)
        return sent

    def up_to_date(self, action: Change, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what to PUT for an object as it is now; raise SinchError where somebody else has changed it.

        A PUT writes the whole object: what is sent back of the fields that do not change must not be older than it has
        to be. Fields that are not known here are taken as they are now.
        """
        resource = RESOURCES[action.kind]
        if {resource.field(name).api for name in action.after} >= body.keys():
            return body
        before, now = self.lookup.planned_from(action), self.lookup.read(action)
        if before is None or now is None:
            return body
        moved = [
            one.name
            for one in resource.options
            if not one.apart and _differs(one, before, now) and _differs(one, body, now)
        ]
        if moved:
            raise SinchError(
                f"{action}: it was changed by somebody else ({', '.join(moved)}) since it was read, "
                "and is left as it is; run the task again"
            )
        known = {one.api for one in resource.fields}
        unknown = {key: item for key, item in now.items() if key not in known | resource.read_only_api}
        return {**{key: item for key, item in body.items() if key in known}, **self.lookup.filled(unknown)}

    def updated_by_parts(self, action: Change, path: tuple[str, ...]) -> ApiObject | None:
        """Make the requests that write items alone; return the object as they have left it, or raise ApiError."""
        for number, part in enumerate(action.parts):
            try:
                self.write_part(action, path, part)
            except SinchError as error:
                error.more["changed"] = bool(number)
                raise
        sent = self.lookup.read(action)
        doubles = [double for part in action.parts for double in _doubles(part, sent or {})]
        for part in doubles:
            self.write_part(action, path, part)
        sent = self.lookup.read(action) if doubles else sent
        if sent is None or any(
            self.lookup.has_item(sent, one.field, one.key) == (one.body is None) for one in action.parts
        ):
            raise self.lookup.not_in_effect(action, f" ({', '.join({one.field.name: 1 for one in action.parts})})")
        return sent

    def write_part(self, action: Change, path: tuple[str, ...], part: ItemWrite) -> None:
        """Add one item to a field, or take it away."""
        collection = (*path, part.field.subresource.path if part.field.subresource else "")
        if part.body is None:
            self.client.delete((*collection, part.address))
        else:
            look = functools.partial(self.lookup.seek_item, action, part.field, part.key)
            self.persist("POST", collection, self.lookup.filled(part.body), look)

    def updated(self, action: Change, path: tuple[str, ...], body: Any, sent: ApiObject) -> ApiObject:
        """Return an object as an update has left it; raise SinchError where that is not as it was sent.

        That a PUT takes away the items that it does not have is a guess, and an address that stays allowed is a door
        left open: what it has left is finished item by item. An answer that says otherwise may only be an old one, so
        that the object is read once more.
        """
        if self.not_taken_over(action, body, sent):
            sent = self.lookup.read(action) or sent
            parts = [part for one in self.not_taken_over(action, body, sent) for part in _remaining(one, body, sent)]
            for part in parts:
                self.write_part(action, path, part)
            sent = (self.lookup.read(action) or sent) if parts else sent
            fields = self.not_taken_over(action, body, sent)
            if RESOURCES[action.kind].identity in [one.name for one in fields]:
                self.check_identity(action, body, sent)
            if fields:
                raise self.lookup.not_in_effect(action, f" ({', '.join(one.name for one in fields)})")
        return sent

    @staticmethod
    def not_taken_over(action: Change, body: Any, sent: ApiObject) -> list[Field]:
        """Return the changed fields that an object has, and has otherwise than they were sent."""
        changed = [RESOURCES[action.kind].field(name) for name in action.after or ()]
        return [one for one in changed if one.api in sent and _differs(one, body, sent)]

    def check_identity(self, action: Change, body: Mapping[str, Any], sent: ApiObject) -> None:
        """See that an object is known by what it was sent under: under another name, no later run would find it."""
        resource = RESOURCES[action.kind]
        one = resource.field(resource.identity)
        if one.api in body and one.api in sent and sent[one.api] != body[one.api]:
            raise SinchError(
                f"{action}: the API changed the {one.name}: {body[one.api]!r} was sent, and it is there under "
                f"{sent[one.api]!r} now (ID {resource.id_of(sent)}); ask for it by a {one.name} that the API keeps"
            )

    def write(self, action: Change, path: tuple[str, ...], body: Any) -> ApiObject | None:
        """Make the request of an action, in the other form that sources have of it where the API refuses the first."""
        look = functools.partial(self.lookup.seek, action)
        try:
            found, data = self.persist(action.method, path, body, look)
        except ApiError as error:
            parent_key = to_camel(RESOURCES[action.kind].parent_key)
            if action.verb == "create" and error.status == 400 and parent_key and parent_key in str(error):
                found, data = self.persist("POST", path, {**body, parent_key: self.lookup.parent_of(action)}, look)
            elif action.verb == "add" and error.status in _NO_SUCH_REQUEST:
                return self.add_by_put(action, path, body, error)
            else:
                raise
        return found or self.confirmed(action, data)

    def persist(
        self, method: str, path: tuple[str, ...], body: Any, look: Callable[[], ApiObject | None]
    ) -> tuple[ApiObject | None, Any]:
        """Make a request, and look before a POST is repeated; return what looking found, or what was answered."""
        tries = 0
        while True:
            try:
                return None, self.client.send(method, path, body).data
            except ApiError as error:
                if method != "POST" or not error.uncertain:
                    raise
                found = look()
                if found is not None:
                    return found, None
                if not error.repeatable or tries >= self.client.connection.max_retries:
                    raise
                self.client.pause(tries)
                tries += 1

    def add_by_put(self, action: Change, path: tuple[str, ...], body: Any, refusal: ApiError) -> ApiObject:
        """Add an item by the request that sets what is there; raise SinchError that says what to do instead.

        Adding an item to an object that is there is in no source.
        """
        one, key = self.lookup.item_of(action)
        if one.subresource is not None and one.subresource.put_body is not None:
            try:
                self.client.send("PUT", (*path, key), one.subresource.put_body(body))
            except ApiError as error:
                if error.status not in _NO_SUCH_REQUEST:
                    raise
        sent = self.lookup.read(action)
        if sent is None:
            raise refusal
        if self.lookup.has_item(sent, one, key):
            return sent
        label = RESOURCES[action.kind].label
        raise SinchError(
            f"{action}: the API adds nobody to a {label} that is there ({refusal}); make a second {label} "
            f"with {key!r}, and link it to the same trunks, beside {action.name!r}"
        )

    def confirmed(self, action: Change, data: Any) -> ApiObject | None:
        """Return the object that a write was about, as the API answered it."""
        if action.verb != "create":
            return data if isinstance(data, dict) else None
        resource = RESOURCES[action.kind]
        if isinstance(data, dict) and data.get(resource.key):
            return data
        # A new endpoint may come as a page of endpoints (ref).
        pages = (
            [data[key] for key in resource.list_keys if isinstance(data.get(key), list)]
            if isinstance(data, dict)
            else []
        )
        found = self.lookup.new_among(
            action, [one for page in pages for one in page if resource.malformed(one) is None]
        )
        if found is None:
            found = self.lookup.seek_created(action)
        if found is None:
            raise self.lookup.not_in_effect(action)
        return found


def _differs(one: Field, first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Return whether two objects differ in a field."""
    return bool(one.value.load(first.get(one.api)) != one.value.load(second.get(one.api)))


def _doubles(part: ItemWrite, sent: ApiObject) -> list[ItemWrite]:
    """Return the requests that give up what another run has added at the same time too: the lowest address stays."""
    one = part.field
    if one.subresource is None or part.body is None:
        return []
    addresses = sorted(address for key, address in one.subresource.addresses(sent.get(one.api)) if key == part.key)
    return [ItemWrite(one, part.key, address=address) for address in addresses[1:]]


def _remaining(one: Field, body: Mapping[str, Any], sent: ApiObject) -> list[ItemWrite]:
    """Return the requests that make the items of a field those of a body, where items can be written alone."""
    if one.subresource is None:
        return []
    wanted, there = one.value.load(body.get(one.api)), one.value.load(sent.get(one.api))
    added = [ItemWrite(one, key, one.subresource.body(item)) for key, item in wanted.items() if key not in there]
    addresses = one.subresource.addresses(sent.get(one.api))
    return [*added, *(ItemWrite(one, key, address=address) for key, address in addresses if key not in wanted)]
