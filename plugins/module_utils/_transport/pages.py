# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists that come in pages: when they end, and whether they are whole."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

# No list has more pages. One that grows while it is read may take twice as many as its first page promised, and a few.
MOST_PAGES = 10_000
_FEW_PAGES = 10
# What a page has beside its items (sdk, ref).
_PAGING_KEYS = frozenset({"totalItems", "pageNumber", "pageSize", "size"})


def items_of(data: Any, keys: Sequence[str]) -> list[Any]:
    """Return the items of a page, which come under one of several keys; raise ValueError where there is no list.

    A list that is empty may come without its key, or as null (guess).
    """
    if isinstance(data, list):
        return data
    if not isinstance(data, dict):
        raise ValueError(f"the answer is not a JSON object but {type(data).__name__}")
    for key in keys:
        if isinstance(data.get(key), list):
            return list(data[key])
    nothing_else = {key for key, value in data.items() if value is not None or key not in keys} <= _PAGING_KEYS
    if nothing_else and data.get("totalItems") in (None, 0, "0"):
        return []
    raise ValueError(f"the answer has no list {' or '.join(repr(key) for key in keys)}")


def total_of(data: Any) -> int | None:
    """Return how many items a page says that its list has; None where it does not say."""
    total = data.get("totalItems") if isinstance(data, dict) else None
    if isinstance(total, str) and total.isascii() and total.isdecimal() and len(total) < 10:
        return int(total)
    return total if isinstance(total, int) and total >= 0 else None


class Pages:
    """The pages of one list, one after the other.

    A list ends when as many items as ``totalItems`` have come or a page brings nothing new: a server may cap the page
    size, and the sources disagree on how it is spelled. A ``limit`` other than 0 ends it after so many items.
    """

    def __init__(self, keys: Sequence[str], limit: int = 0) -> None:
        """Take the names that the items may come under."""
        self._keys = keys
        self._limit = limit
        self._items: dict[str, Any] = {}
        self._most = MOST_PAGES
        self.total: int | None = None
        self.count = 0
        self.ended = False

    @property
    def items(self) -> list[Any]:
        """The items that have come."""
        return [*self._items.values()][: self._limit or None]

    @property
    def is_short(self) -> bool:
        """Whether the list has ended before all of its items came."""
        return self.total is not None and len(self._items) < self.total and not self._is_enough

    @property
    def _is_enough(self) -> bool:
        return 0 < self._limit <= len(self._items)

    def add(self, data: Any) -> None:
        """Take the next page; raise ValueError where it is none, or where the list has no end."""
        batch = items_of(data, self._keys)
        total = total_of(data)
        before = len(self._items)
        for item in batch:
            # A list that changes between two pages may show an item twice.
            self._items.setdefault(
                str(item["id"]) if isinstance(item, dict) and "id" in item else json.dumps(item), item
            )
        self.count += 1
        if self.count == 1 and total and batch:
            self._most = min(MOST_PAGES, 2 * math.ceil(total / len(batch)) + _FEW_PAGES)
        complete = total is not None and len(self._items) >= total
        self.ended = complete or isinstance(data, list) or len(self._items) == before or self._is_enough
        self.total = self.total if total is None else total
        if not self.ended and self.count >= self._most:
            raise ValueError(f"the list has no end: after {self.count} pages there are more, {total} items in all")
