# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Making the requests of changes. A request that may have been made without an answer is looked for, not repeated."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Callable

from .._errors import ApiError, SinchError
from .._plan.model import ApiObject, Change
from .._resources.catalogue import RESOURCES
from .._resources.declaration import Field, to_camel
from .._transport.client import Client
from .item_writes import ItemWrite, are_done, item_writes, names_of, remaining
from .reader import checked
from .results import Results
from .verification import Verification
from .wire import Request, request_of, without_nulls

# How the API answers a request that it does not know.
_NO_SUCH_REQUEST = frozenset({404, 405})


class Writer:
    """Makes the request of one change at a time; may be used by several threads."""

    def __init__(self, client: Client, verification: Verification, results: Results) -> None:
        """Take the client, and what looks at objects."""
        self.client = client
        self.verification = verification
        self.results = results

    def perform(self, change: Change) -> ApiObject | None:
        """Make a change; return its object, where the API answers it; raise SinchError."""
        change.id = None if change.id is None else self.results.known(change.id)
        planned_from = self.verification.planned_from(change)
        request = request_of(change, self.results.known, planned_from)
        if request.method == "DELETE":
            self.client.delete(request.path)
            return None
        if change.action == "create":
            return self._create(change, request)
        if change.action == "update":
            writes = item_writes(change, planned_from or {})
            return self._write_items(change, request, writes) if writes else self._update(change, request)
        if change.action == "add":
            return self._add(change, request)
        self._send(request, functools.partial(self.verification.find_effect, change))
        return None

    def _create(self, change: Change, request: Request) -> ApiObject:
        resource = RESOURCES[change.kind]
        look = functools.partial(self.verification.find_effect, change)
        try:
            found = self._send(request, look)
        except ApiError as error:
            parent_field = to_camel(resource.parent.field) if resource.parent else ""
            if error.status != 400 or not parent_field or parent_field not in str(error):
                raise
            # The sources disagree on whether the body names the parent too.
            body = {**(request.body or {}), parent_field: self.verification.parent_id(change)}
            found = self._send(request._replace(body=body), look)
        sent = checked(resource, request.path, [self._created(change, found)], "POST")[0]
        change.id = resource.id_of(sent)
        self._check_identity(change, request, sent)
        return sent

    def _created(self, change: Change, found: Any) -> ApiObject:
        """Return the created object from an answer, or else from a list."""
        resource = RESOURCES[change.kind]
        answer = found if isinstance(found, dict) else {}
        if answer.get(to_camel(resource.key)):
            return answer
        # A new endpoint may come as a page of endpoints (ref).
        pages = [answer[key] for key in resource.list_keys if isinstance(answer.get(key), list)]
        readable = [one for page in pages for one in page if resource.malformed(one) is None]
        created = self.verification.new_among(change, readable) or self.verification.find_created(change)
        if created is None:
            raise self.verification.not_in_effect(change)
        return created

    def _update(self, change: Change, request: Request) -> ApiObject | None:
        """Write an object whole, and finish what the API did not take over; raise SinchError where that fails.

        It is a guess that PUT removes the items that it does not have, and an address that stays allowed is a door left
        open: the items are finished one by one. An answer that says otherwise may only be old, so that the object is
        read once more.
        """
        resource, request = RESOURCES[change.kind], self._up_to_date(change, request)
        answer = self._send(request)
        if not isinstance(answer, dict):
            return None
        sent = checked(resource, request.path, [answer], "PUT")[0]
        if self._not_taken_over(change, sent):
            sent = self.verification.read(change) or sent
            fields = self._not_taken_over(change, sent)
            writes = [one for field in fields for one in remaining(field, change.values[field.name], sent)]
            for one in writes:
                self._write_item(change, request, one)
            sent = (self.verification.read(change) or sent) if writes else sent
            fields = self._not_taken_over(change, sent)
            if resource.identity in [one.name for one in fields]:
                self._check_identity(change, request, sent)
            if fields:
                raise self.verification.not_in_effect(change, f" ({names_of(fields)})")
        return sent

    def _up_to_date(self, change: Change, request: Request) -> Request:
        """Return the request of an update for the object as it is now; raise SinchError if somebody else changed it.

        PUT writes the whole object: the fields that do not change must not be older than they have to be.
        """
        resource = RESOURCES[change.kind]
        if {resource.field(name).api for name in change.written} >= (request.body or {}).keys():
            return request
        planned_from, now = self.verification.planned_from(change), self.verification.read(change)
        if planned_from is None or now is None:
            return request
        before, values = resource.values_of(planned_from), resource.values_of(now)
        moved = [
            one
            for one in resource.options
            if not one.subresource and values[one.name] not in (before[one.name], change.values[one.name])
        ]
        if moved:
            raise SinchError(
                f"{change}: it was changed by somebody else ({names_of(moved)}) since it was read, "
                "and is left as it is; run the task again"
            )
        return request_of(change, self.results.known, now)

    def _not_taken_over(self, change: Change, sent: ApiObject) -> list[Field]:
        """Return the written fields that an object has, and has otherwise than they were written."""
        fields = map(RESOURCES[change.kind].field, change.written)
        return [one for one in fields if one.api in sent and one.value.load(sent[one.api]) != change.values[one.name]]

    def _check_identity(self, change: Change, request: Request, sent: ApiObject) -> None:
        """Check that an object has the name that it was sent with: under another, no later run would find it."""
        resource = RESOURCES[change.kind]
        one = resource.field(resource.identity)
        wanted = (request.body or {}).get(one.api)
        if wanted is not None and one.api in sent and sent[one.api] != wanted:
            raise SinchError(
                f"{change}: the API changed the {one.name}: {wanted!r} was sent, and it is there under "
                f"{sent[one.api]!r} now (ID {resource.id_of(sent)}); ask for it by a {one.name} that the API keeps"
            )

    def _write_items(self, change: Change, request: Request, writes: Sequence[ItemWrite]) -> ApiObject | None:
        """Make the requests that write items alone; return the object as they have left it, or raise ApiError."""
        for number, one in enumerate(writes):
            try:
                self._write_item(change, request, one)
            except SinchError as error:
                error.more["changed"] = bool(number)
                raise
        sent = self.verification.read(change)
        duplicates = [duplicate for one in writes for duplicate in one.duplicates(sent or {})]
        for one in duplicates:
            self._write_item(change, request, one)
        sent = self.verification.read(change) if duplicates else sent
        if sent is None or not are_done(writes, sent):
            raise self.verification.not_in_effect(change, f" ({names_of(one.field for one in writes)})")
        return sent

    def _write_item(self, change: Change, request: Request, one: ItemWrite) -> None:
        """Add one item to a field, or remove it."""
        path = (*request.path, one.items.path)
        if one.body is None:
            self.client.delete((*path, one.address))
        else:
            look = functools.partial(self.verification.find_item, change, one.field, one.key)
            self._send(Request("POST", path, without_nulls(one.body)), look)

    def _add(self, change: Change, request: Request) -> ApiObject | None:
        """Add an item, or write it by PUT where the API knows no POST; raise SinchError with the way around it.

        No source tells how to add an item to an object that is there.
        """
        try:
            self._send(request, functools.partial(self.verification.find_effect, change))
            return None
        except ApiError as error:
            if error.status not in _NO_SUCH_REQUEST:
                raise
            refusal = error
        resource = RESOURCES[change.kind]
        items, field = resource.items[change.option], resource.field(change.option)
        try:
            self.client.send("PUT", (*request.path, change.item), items.secret_body(change.values[change.item]))
        except ApiError as error:
            if error.status not in _NO_SUCH_REQUEST:
                raise
        if self.verification.read(change) is None:
            raise refusal
        if self.verification.find_item(change, field, change.item) is None:
            raise SinchError(
                f"{change}: the API adds nobody to a {resource.label} that is there ({refusal}); make a second "
                f"{resource.label} with {change.item!r}, and link it to the same trunks, beside {change.name!r}"
            )
        return None

    def _send(self, request: Request, look: Callable[[], ApiObject | None] = lambda: None) -> Any:
        """Make a request; return the answer, or for a POST whose answer was lost the effect that ``look`` finds."""
        tries = 0
        while True:
            try:
                return self.client.send(request.method, request.path, request.body).data
            except ApiError as error:
                if request.method != "POST" or not error.uncertain:
                    raise
                found = look()
                if found is not None:
                    return found
                if not error.repeatable or tries >= self.client.connection.max_retries:
                    raise
                self.client.pause(tries)
                tries += 1
