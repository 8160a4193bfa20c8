# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Paged lists: their end, incomplete lists, and answers without a list."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._transport import pages
from ansible_collections.sinch.sip.plugins.module_utils._transport.pages import NumberedPages

KEYS = ("trunks", "sipTrunks")


def page(ids: str, key: str = "trunks", **more: Any) -> dict[str, Any]:
    return {key: [{"id": one} for one in ids], **more}


def read(*bodies: Any, limit: int = 0) -> NumberedPages:
    found = NumberedPages(KEYS, limit)
    for body in bodies:
        found.add(body)
        if found.ended:
            return found
    raise AssertionError("the list has more pages")


@pytest.mark.parametrize(
    ("bodies", "ids", "count"),
    [
        ([page("abc", totalItems=3)], "abc", 1),
        ([page("", totalItems=0)], "", 1),
        # A server that caps the page size.
        ([page("ab", totalItems=5, pageSize=2), page("cd", totalItems=5), page("e", totalItems=5)], "abcde", 3),
        ([page("ab", key="sipTrunks", totalItems=3, size=2, pageNumber="1"), page("c", "sipTrunks")], "abc", 3),
        # Items that are deleted or added between two pages.
        ([page("ab", totalItems=4), page("", totalItems=2)], "ab", 2),
        ([page("ab", totalItems=3), page("bc", totalItems=4), page("d", totalItems=4)], "abcd", 3),
        # No total.
        ([page("ab"), page("c")], "abc", 3),
        ([page("ab", totalItems="3"), page("c")], "abc", 3),
        # A server that does not page.
        ([page("ab"), page("ab")], "ab", 2),
        ([[{"id": "a"}, {"id": "b"}]], "ab", 1),
    ],
)
def test_end(bodies: list[Any], ids: str, count: int) -> None:
    found = read(*bodies, page(""))
    assert ([item["id"] for item in found.items], found.count, found.is_short) == (list(ids), count, False)


@pytest.mark.parametrize("limit", [3, 4, 6])
def test_limit(limit: int) -> None:
    found = read(page("abc", totalItems=9), page("def", totalItems=9), limit=limit)
    assert ([item["id"] for item in found.items], found.is_short) == (list("abcdef"[:limit]), False)


@pytest.mark.parametrize("end", [page("", totalItems=3), page("a", totalItems=3), page(""), {}])
def test_short_list(end: dict[str, Any]) -> None:
    found = read(page("ab", totalItems="3"), end)
    assert (found.is_short, found.total, len(found.items)) == (True, 3, 2)


def test_items_without_ids() -> None:
    assert read({"trunks": ["a", "b"], "totalItems": 2}).items == ["a", "b"]


@pytest.mark.parametrize(
    "body",
    [
        *(None, 17, "trunks", {"trunks": {}}, {"others": []}, {"totalItems": 3}, {"totalItems": "many"}),
        *({"trunks": None, "message": "none"}, {"trunks": None, "totalItems": 1}),
    ],
)
def test_no_list(body: Any) -> None:
    with pytest.raises(ValueError, match="the answer "):
        read(body)


@pytest.mark.parametrize(
    "body",
    [{}, {"trunks": None}, {"totalItems": "0", "pageNumber": 1, "pageSize": 5}, {"sipTrunks": None, "totalItems": 0}],
)
def test_empty_list_without_its_key(body: Any) -> None:
    assert read(body).items == []


@pytest.mark.parametrize("total", [2, None])
def test_list_that_does_not_end(total: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first page limits the number of pages, or else a constant does."""
    if total is None:
        monkeypatch.setattr(pages, "MOST_PAGES", 5)
    growing = (page(chr(65 + at), totalItems=total and total + at) for at in range(1000))
    with pytest.raises(ValueError, match=f"no end: after {14 if total else 5} pages"):
        read(*growing)
