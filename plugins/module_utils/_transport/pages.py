# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Paged lists: detect their end and whether they are complete."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

# The largest number of pages of any list. A list that grows while it is read may have twice as many as follow from its
# first page, and a few more.
MOST_PAGES = 10_000
_FEW_PAGES = 10
# Keys of a page other than that of its items (sdk, ref).
_PAGING_KEYS = frozenset({"totalItems", "pageNumber", "pageSize", "size"})


def items_of(data: Any, keys: Sequence[str]) -> list[Any]:
    """Return the items of a page, under whichever of the keys they are; raise ValueError if the page has no list.

    The key of an empty list may be missing or null (guess).
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
    """Return the ``totalItems`` of a page, or None if it has no such number."""
    total = data.get("totalItems") if isinstance(data, dict) else None
    if isinstance(total, str) and total.isascii() and total.isdecimal() and len(total) < 10:
        return int(total)
    return total if isinstance(total, int) and total >= 0 else None


class Pages:
    """The pages of one list, in order.

    A list ends when ``totalItems`` items have come or a page has no new items. The page size does not tell the end:
    a server may cap it, and the sources disagree on its name. A ``limit`` other than 0 is the largest number of items.
    """

    def __init__(self, keys: Sequence[str], limit: int = 0) -> None:
        """Start without pages; ``keys`` are the possible names of the list."""
        self._keys = keys
        self._limit = limit
        self._items: dict[str, Any] = {}
        self._most = MOST_PAGES
        self.total: int | None = None
        self.count = 0
        self.ended = False

    @property
    def items(self) -> list[Any]:
        """The items so far, up to the limit."""
        return [*self._items.values()][: self._limit or None]

    @property
    def is_short(self) -> bool:
        """Whether fewer items than ``totalItems`` and than the limit have come."""
        return self.total is not None and len(self._items) < self.total and not self._is_enough

    @property
    def _is_enough(self) -> bool:
        return 0 < self._limit <= len(self._items)

    def add(self, data: Any) -> None:
        """Add the next page; raise ValueError if it has no list or if the list does not end."""
        batch = items_of(data, self._keys)
        total = total_of(data)
        before = len(self._items)
        for item in batch:
            # An item may be on two pages if the list changes in between.
            key = str(item["id"]) if isinstance(item, dict) and "id" in item else json.dumps(item)
            self._items.setdefault(key, item)
        self.count += 1
        if self.count == 1 and total and batch:
            self._most = min(MOST_PAGES, 2 * math.ceil(total / len(batch)) + _FEW_PAGES)
        complete = total is not None and len(self._items) >= total
        self.ended = complete or isinstance(data, list) or len(self._items) == before or self._is_enough
        self.total = self.total if total is None else total
        if not self.ended and self.count >= self._most:
            raise ValueError(f"the list has no end: after {self.count} pages there are more, {total} items in all")
