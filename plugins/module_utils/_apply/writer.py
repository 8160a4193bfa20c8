# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writing: the request of each change, and how it is sent.

Canonical values get their wire form here, except for items that an update writes alone.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Callable, NamedTuple, Optional

from .._errors import ApiError, SinchError
from .._plan.model import ApiObject, Change, Ref
from .._resources.catalogue import RESOURCES, resource_of
from .._resources.declaration import Resource, to_camel
from .._resources.values import Items
from .._transport.client import Client
from .reader import checked, collection_path
from .results import Results
from .verification import Verification

# The statuses with which the API answers requests that it does not know.
_NO_SUCH_REQUEST = frozenset({404, 405})
_ASSIGNMENTS = frozenset({"assign", "unassign"})


class Request(NamedTuple):
    """A request to the API whose base URL is in the option ``service``; ``body`` is None where there is none."""

    method: str
    path: tuple[str, ...]
    body: Mapping[str, Any] | None = None
    service: str = "api_url"


# Returns the ID that a reference stands for.
Known = Callable[[Optional[Ref]], str]


def request_of(change: Change, known: Known, sent: ApiObject | None = None) -> Request:
    """Return the request of a change; ``sent`` is the object to update, as the API sent it."""
    resource = RESOURCES[change.kind]
    collection = collection_path(resource, known(change.parent))
    own = (*collection, known(change.id))
    targets = [*map(known, change.targets)]
    if change.action == "create":
        values = change.new.values if change.new else {}
        body = {one.api: one.value.dump(values[one.name], None) for one in resource.writable}
        return Request("POST", collection, {key: item for key, item in body.items() if item is not None})
    if change.action == "update":
        return Request("PUT", own, without_nulls(_whole_body(resource, change, sent or {})))
    if change.action == "delete":
        return Request("DELETE", own)
    if change.option in resource.links:
        link = resource.links[change.option]
        path = (*own, link.path)
        linking = change.action == "link"
        return Request("POST", path, {link.body_key: targets}) if linking else Request("DELETE", (*path, *targets))
    if change.option in resource.items:
        return _item_request(change, resource.items[change.option], own)
    if change.counterpart:
        return counterpart_request(resource, change.name, "".join(targets))
    return Request("POST", collection, _assignment(resource, change.name, "".join(targets)))


def _whole_body(resource: Resource, change: Change, sent: ApiObject) -> dict[str, Any]:
    """Return the body that changes some fields of an object; it may hold null.

    PUT nulls every field that it is not sent (ref, field), so that unknown fields are sent back too.
    """
    body = {key: item for key, item in sent.items() if key not in resource.not_written}
    for one in resource.writable:
        if one.subresource is None:
            there = sent.get(one.api)
            rewritten = one.name in change.written or there is None
            body[one.api] = one.value.dump(change.values[one.name], there) if rewritten else one.value.resend(there)
    return body


def _item_request(change: Change, items: Items, own: tuple[str, ...]) -> Request:
    path = (*own, items.path)
    if change.action == "add":
        return Request("POST", path, items.item_body(change.values[change.option][change.item]))
    if change.action == "set":
        return Request("PUT", (*path, change.item), items.secret_body(change.values[change.option][change.item]))
    return Request("DELETE", (*path, change.item))


def _assignment(resource: Resource, name: str, target: str) -> dict[str, str]:
    """Return the body that assigns an object, or with an empty target unassigns it (ref's example)."""
    relation = resource.assignment
    assigned = {} if relation is None else {resource.field(relation.field).api: target}
    return {resource.field(resource.identity).api: name, **assigned}


def counterpart_request(resource: Resource, name: str, target: str) -> Request:
    """Return the request of the other API that assigns an object, or with an empty target unassigns it (guess)."""
    side = resource.counterpart
    if side is None:
        raise ValueError(f"no other API assigns {resource.a_label}")
    other = resource_of(side.kind)
    return Request("PATCH", (other.path, name), side.assign(target), other.service)


def without_nulls(body: Any) -> Any:
    """Return a body without null, at any depth: a field is cleared by leaving it out (ref)."""
    if isinstance(body, dict):
        return {key: without_nulls(item) for key, item in body.items() if item is not None}
    return [without_nulls(item) for item in body] if isinstance(body, list) else body


class Writer:
    """Sends the requests of changes. A POST whose answer is lost is repeated only if it has had no effect."""

    def __init__(self, client: Client, verification: Verification, results: Results) -> None:
        """Store the client, the verification and the results."""
        self.client = client
        self.verification = verification
        self.results = results

    def write(self, change: Change) -> ApiObject | None:
        """Make a change other than an update; return the object if the change creates one; raise SinchError."""
        change.id = None if change.id is None else self.results.known(change.id)
        request = request_of(change, self.results.known)
        self.results.requests[change.index] = (request.method, request.path)
        try:
            answer = self.send(request, functools.partial(self.verification.find_effect, change))
        except ApiError as error:
            answer = self._send_otherwise(change, request, error)
        return self._created(change, request, answer) if change.action == "create" else None

    def send(self, request: Request, look: Callable[[], ApiObject | None] = lambda: None) -> Any:
        """Send a request; return the answer or, for a POST whose answer is lost, the effect that ``look`` finds."""
        tries = 0
        while True:
            try:
                client = self.client.of(request.service)
                if request.method == "DELETE":
                    return client.delete(request.path)
                return client.send(request.method, request.path, request.body).data
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

    def _send_otherwise(self, change: Change, request: Request, error: ApiError) -> Any:
        """Send a request in the other form that a source has for it; raise the error if there is no other form."""
        parent = RESOURCES[change.kind].parent
        if change.action == "create" and parent is not None:
            field = to_camel(parent.field)
            if error.status == 400 and field in str(error):
                body = {**(request.body or {}), field: self.results.known(change.parent)}
                return self.send(request._replace(body=body), functools.partial(self.verification.find_effect, change))
        if change.action == "add" and error.status in _NO_SUCH_REQUEST:
            return self._add_by_put(change, request, error)
        is_assignment = change.action in _ASSIGNMENTS and RESOURCES[change.kind].counterpart is not None
        if is_assignment and not change.counterpart and error.status in _NO_SUCH_REQUEST:
            return self._assign_otherwise(change, error)
        raise error

    def _assign_otherwise(self, change: Change, refusal: ApiError) -> Any:
        """Assign an object by the other API, where the request of this one is unknown; no source confirms that one."""
        targets = "".join(map(self.results.known, change.targets))
        other = counterpart_request(RESOURCES[change.kind], change.name, targets)
        self.results.requests[change.index] = (other.method, other.path)
        try:
            return self.send(other)
        except ApiError as error:
            raise SinchError(f"{refusal}; and {error}") from None

    def _add_by_put(self, change: Change, request: Request, refusal: ApiError) -> None:
        """Add an item by the request that writes its secret; if that fails, raise SinchError with a workaround.

        No source says how to add an item to an existing object.
        """
        resource = RESOURCES[change.kind]
        body = resource.items[change.option].secret_body(change.values[change.option][change.item])
        try:
            self.client.send("PUT", (*request.path, change.item), body)
        except ApiError as error:
            if error.status not in _NO_SUCH_REQUEST:
                raise
        sent = self.verification.read(change)
        if sent is None:
            raise refusal
        if not self.verification.has_item(sent, resource.field(change.option), change.item):
            raise SinchError(
                f"{change}: the API adds nobody to a {resource.label} that is there ({refusal}); make a second "
                f"{resource.label} with {change.item!r}, and link it to the same trunks, beside {change.name!r}"
            )

    def _created(self, change: Change, request: Request, answer: Any) -> ApiObject:
        """Return the created object, from the answer if it is there, otherwise from a list."""
        resource, found = RESOURCES[change.kind], answer if isinstance(answer, dict) else {}
        if not found.get(to_camel(resource.key)):
            # A new endpoint may come as a page of endpoints (ref).
            pages = [found[key] for key in resource.list_keys if isinstance(found.get(key), list)]
            readable = [one for page in pages for one in page if resource.malformed(one) is None]
            created = self.verification.new_among(change, readable) or self.verification.find_effect(change)
            if created is None:
                raise self.verification.not_in_effect(change)
            found = created
        sent = checked(resource, request.path, [found], "POST")[0]
        change.id = resource.id_of(sent)
        check_identity(change, request, sent)
        return sent


def check_identity(change: Change, request: Request, sent: ApiObject) -> None:
    """Raise SinchError if an object does not have the name that was sent: no later run would find the object."""
    resource = RESOURCES[change.kind]
    one = resource.field(resource.identity)
    wanted = (request.body or {}).get(one.api)
    if wanted is not None and one.api in sent and sent[one.api] != wanted:
        raise SinchError(
            f"{change}: the API changed the {one.name}: {wanted!r} was sent, and it is there under "
            f"{sent[one.api]!r} now (ID {resource.id_of(sent)}); ask for it by a {one.name} that the API keeps"
        )
