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
_TOTALS = ("totalItems", "totalSize")
_PAGING_KEYS = frozenset({*_TOTALS, "pageNumber", "pageSize", "size", "nextPageToken"})


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
    if nothing_else and all(data.get(key) in (None, 0, "0") for key in _TOTALS):
        return []
    raise ValueError(f"the answer has no list {' or '.join(repr(key) for key in keys)}")


def total_of(data: Any) -> int | None:
    """Return the number of items of all pages that a page names, or None if it names none."""
    totals = (data.get(key) for key in _TOTALS) if isinstance(data, dict) else ()
    total = next((one for one in totals if one is not None), None)
    if isinstance(total, str) and total.isascii() and total.isdecimal() and len(total) < 10:
        return int(total)
    return total if isinstance(total, int) and total >= 0 else None


class Pages:
    """The pages of one list, in order. A ``limit`` other than 0 is the largest number of items.

    With ``last_only``, ``items`` has the items of the last page only.
    """

    def __init__(self, keys: Sequence[str], limit: int = 0, last_only: bool = False) -> None:
        """Start without pages; ``keys`` are the possible names of the list."""
        self._keys = keys
        self._limit = limit
        self._last_only = last_only
        self._items: dict[str, Any] = {}
        self._most = MOST_PAGES
        self.total: int | None = None
        self.count = 0
        self.found = 0
        self.ended = False

    @property
    def items(self) -> list[Any]:
        """The items so far, up to the limit."""
        return [*self._items.values()][: self._limit or None]

    @property
    def is_short(self) -> bool:
        """Whether fewer items than ``totalItems`` and than the limit have come."""
        return self.total is not None and self.found < self.total and not self._is_enough

    @property
    def _is_enough(self) -> bool:
        return 0 < self._limit <= self.found

    def query(self, size: int) -> dict[str, str]:
        """Return the parameters that ask for the next page, with as many items."""
        raise NotImplementedError

    def is_last(self, data: Any, fresh: int) -> bool:
        """Return whether no page follows one that had as many ``fresh`` items."""
        raise NotImplementedError

    def add(self, data: Any) -> list[Any]:
        """Add the next page and return its new items; raise ValueError if it has no list or the list does not end."""
        batch = items_of(data, self._keys)
        total = total_of(data)
        # An item may be on two pages if the list changes in between.
        page: dict[str, Any] = {}
        for item in batch:
            page.setdefault(str(item["id"]) if isinstance(item, dict) and "id" in item else json.dumps(item), item)
        fresh = {key: item for key, item in page.items() if key not in self._items}
        if self._last_only:
            self._items = page
        else:
            self._items.update(fresh)
        self.found += len(fresh)
        self.count += 1
        if self.count == 1 and total and batch:
            self._most = min(MOST_PAGES, 2 * math.ceil(total / len(batch)) + _FEW_PAGES)
        self.total = self.total if total is None else total
        self.ended = isinstance(data, list) or self._is_enough or self.is_last(data, len(fresh))
        if not self.ended and self.count >= self._most:
            raise ValueError(f"the list has no end: after {self.count} pages there are more, {total} items in all")
        return [*fresh.values()]


class NumberedPages(Pages):
    """Pages by number, as the API of Elastic SIP Trunking has them.

    A list ends when ``totalItems`` items have come or a page has no new items. The page size does not tell the end:
    a server may cap it, and the sources disagree on its name.
    """

    def query(self, size: int) -> dict[str, str]:
        """Return the parameters that ask for the next page."""
        return {"page": str(self.count + 1), "size": str(size)}

    def is_last(self, data: Any, fresh: int) -> bool:
        """Return whether all items have come, or the page had no new ones."""
        total = total_of(data)
        return not fresh or (total is not None and self.found >= total)


class TokenPages(Pages):
    """Pages by token, as the Numbers API has them: each page but the last names the next one (numbers)."""

    _token = ""

    def query(self, size: int) -> dict[str, str]:
        """Return the parameters that ask for the next page."""
        return {"pageSize": str(size), **({"pageToken": self._token} if self._token else {})}

    def is_last(self, data: Any, fresh: int) -> bool:
        """Return whether the page names no next one; raise ValueError if it names itself."""
        before, self._token = self._token, str(data.get("nextPageToken") or "")
        if self._token and self._token == before:
            raise ValueError("the list has no end: a page names itself as the next one")
        return not self._token
