# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Updating objects: whole, or item by item where the API can, so that nobody else's change is written over."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._errors import SinchError
from .._plan.model import ApiObject, Change
from .._resources.catalogue import RESOURCES
from .._resources.declaration import Field
from .._resources.values import Items
from .reader import checked
from .writer import Request, Writer, check_identity, request_of, without_nulls


@dataclass(frozen=True)
class ItemWrite:
    """A request that adds an item, if there is a ``body``, and otherwise removes the item at an ``address``."""

    field: Field
    items: Items
    key: str
    body: Mapping[str, Any] | None = None
    address: str = ""

    def is_done(self, sent: ApiObject) -> bool:
        """Return whether an object is as the request leaves it."""
        return (self.key in self.items.load(sent.get(self.field.api))) == (self.body is not None)

    def duplicates(self, sent: ApiObject) -> Iterator[ItemWrite]:
        """Yield the requests that remove the duplicates of an added item: the one with the lowest address stays."""
        if self.body is not None:
            there = self.items.addresses(sent.get(self.field.api))
            for address in sorted(address for key, address in there if key == self.key)[1:]:
                yield ItemWrite(self.field, self.items, self.key, address=address)


def update(writer: Writer, change: Change) -> ApiObject | None:
    """Update an object; return the object if the API answers it; raise SinchError."""
    sent = writer.verification.planned_from(change) or {}
    request = request_of(change, writer.results.known, sent)
    writer.results.requests[change.index] = (request.method, request.path)
    writes = item_writes(change, sent)
    if writes:
        return _write_items(writer, change, request, writes)
    return _write_whole(writer, change, _up_to_date(writer, change, request, sent))


def item_writes(change: Change, sent: ApiObject) -> tuple[ItemWrite, ...]:
    """Return the requests for single items that replace an update of an object; none if it needs an update."""
    resource = RESOURCES[change.kind]
    field = resource.field(change.written[0])
    if len(change.written) > 1 or field.items is None:
        return ()
    before, after = resource.values_of(sent)[field.name], change.values[field.name]
    if any(after[key] != item for key, item in before.items() if key in after):
        return ()
    if len(field.items.addresses(sent.get(field.api))) < len(sent.get(field.api) or ()):
        return ()
    return tuple(remaining(field, after, sent))


def remaining(field: Field, wanted: Mapping[str, Any], sent: ApiObject) -> Iterator[ItemWrite]:
    """Yield the requests that add and remove items to reach the wanted ones; none if items cannot be written alone.

    New items come first: an item is not removed before its replacement exists.
    """
    if field.items is not None:
        there = field.items.load(sent.get(field.api))
        for key, item in wanted.items():
            if key not in there:
                yield ItemWrite(field, field.items, key, field.items.item_body(item))
        for key, address in field.items.addresses(sent.get(field.api)):
            if key not in wanted:
                yield ItemWrite(field, field.items, key, address=address)


def _write_items(writer: Writer, change: Change, request: Request, writes: Sequence[ItemWrite]) -> ApiObject | None:
    """Make the requests that write items alone; return the object as it is then; raise SinchError."""
    for number, one in enumerate(writes):
        try:
            _write_item(writer, change, request, one)
        except SinchError as error:
            error.more["changed"] = bool(number)
            raise
    sent = writer.verification.read(change)
    duplicates = [duplicate for one in writes for duplicate in one.duplicates(sent or {})]
    for one in duplicates:
        _write_item(writer, change, request, one)
    sent = writer.verification.read(change) if duplicates else sent
    if sent is None or not all(one.is_done(sent) for one in writes):
        raise writer.verification.not_in_effect(change, f" ({_names(one.field for one in writes)})")
    return sent


def _write_item(writer: Writer, change: Change, request: Request, one: ItemWrite) -> None:
    """Add one item to a field, or remove it."""
    path = (*request.path, one.items.path)
    if one.body is None:
        writer.send(Request("DELETE", (*path, one.address)))
    else:
        look = functools.partial(writer.verification.find_item, change, one.field, one.key)
        writer.send(Request("POST", path, without_nulls(one.body)), look)


def _up_to_date(writer: Writer, change: Change, request: Request, sent: ApiObject) -> Request:
    """Return the request of an update for the object as it is now; raise SinchError if somebody else changed it.

    PUT writes the whole object, so that the fields that do not change must be current.
    """
    resource = RESOURCES[change.kind]
    if {resource.field(name).api for name in change.written} >= (request.body or {}).keys():
        return request
    now = writer.verification.read(change)
    if not sent or now is None:
        return request
    before, values, after = resource.values_of(sent), resource.values_of(now), change.values
    moved = [
        one
        for one in resource.options
        if not one.subresource and values[one.name] not in (before[one.name], after[one.name])
    ]
    if moved:
        raise SinchError(
            f"{change}: it was changed by somebody else ({_names(moved)}) since it was read, and is left as it is; "
            "run the task again"
        )
    return request_of(change, writer.results.known, now)


def _write_whole(writer: Writer, change: Change, request: Request) -> ApiObject | None:
    """Write an object whole, then the items that the API did not take over; raise SinchError if that fails.

    It is a guess that PUT removes the items that it is not sent. An address must not stay allowed by mistake, so items
    that are left are removed one by one. The answer may be old: the object is read again before that.
    """
    resource, answer = RESOURCES[change.kind], writer.send(request)
    if not isinstance(answer, dict):
        return None
    sent = checked(resource, request.path, [answer], "PUT")[0]
    fields = _not_taken_over(change, sent)
    if fields:
        sent = writer.verification.read(change) or sent
        writes = [
            one
            for field, wanted in _not_taken_over(change, sent).items()
            for one in remaining(resource.field(field), wanted, sent)
        ]
        for one in writes:
            _write_item(writer, change, request, one)
        sent = (writer.verification.read(change) or sent) if writes else sent
        fields = _not_taken_over(change, sent)
        if resource.identity in fields:
            check_identity(change, request, sent)
        if fields:
            raise writer.verification.not_in_effect(change, f" ({', '.join(fields)})")
    return sent


def _not_taken_over(change: Change, sent: ApiObject) -> dict[str, Any]:
    """Return the written values, by field, from which an object differs; fields that it lacks do not count."""
    resource, there = RESOURCES[change.kind], RESOURCES[change.kind].values_of(sent)
    wanted = {name: change.values[name] for name in change.written if resource.field(name).api in sent}
    return {name: value for name, value in wanted.items() if there[name] != value}


def _names(fields: Iterable[Field]) -> str:
    """Return the names of fields for a message."""
    return ", ".join(dict.fromkeys(field.name for field in fields))
