# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writing the items of a field one by one, so that nobody else's change of the field is written over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._plan.model import ApiObject, Change
from .._resources.catalogue import RESOURCES
from .._resources.declaration import Field
from .._resources.values import Items


@dataclass(frozen=True)
class ItemWrite:
    """A request that adds an item with its ``body`` or, without one, removes it at its ``address``."""

    field: Field
    items: Items
    key: str
    body: Mapping[str, Any] | None = None
    address: str = ""

    def is_done(self, sent: ApiObject) -> bool:
        """Return whether an object is as the request leaves it."""
        return (self.key in self.items.load(sent.get(self.field.api))) == (self.body is not None)

    def duplicates(self, sent: ApiObject) -> Iterator[ItemWrite]:
        """Yield the requests that give up the item where another run has added it too: the lowest address stays."""
        if self.body is not None:
            there = self.items.addresses(sent.get(self.field.api))
            for address in sorted(address for key, address in there if key == self.key)[1:]:
                yield ItemWrite(self.field, self.items, self.key, address=address)


def item_writes(change: Change, sent: ApiObject) -> tuple[ItemWrite, ...]:
    """Return the requests that do the same as an update of an object; none where they cannot."""
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
    """Yield the requests that make the items of an object the wanted ones; none where items cannot be written alone.

    New items come first, so that no item that replaces another is missing for a moment.
    """
    if field.items is not None:
        there = field.items.load(sent.get(field.api))
        for key, item in wanted.items():
            if key not in there:
                yield ItemWrite(field, field.items, key, field.items.item_body(item))
        for key, address in field.items.addresses(sent.get(field.api)):
            if key not in wanted:
                yield ItemWrite(field, field.items, key, address=address)


def names_of(fields: Iterable[Field]) -> str:
    """Return the names of fields for a message."""
    return ", ".join(dict.fromkeys(field.name for field in fields))


def are_done(writes: Sequence[ItemWrite], sent: ApiObject) -> bool:
    """Return whether an object is as all requests leave it."""
    return all(one.is_done(sent) for one in writes)
