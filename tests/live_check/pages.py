# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages of a list, and the dialects that they are in. Nothing here shows a value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class ListKeys(NamedTuple):
    """The keys of a list in a page; in the reference, "" for a bare array."""

    sdk: str
    ref: str


@dataclass
class Page:
    """The items of a page, and how it is written."""

    items: list[Any] = field(default_factory=list)
    total: int | None = None
    size: int | None = None
    clues: list[str] = field(default_factory=list)
    dialects: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    @property
    def dialect(self) -> str:
        if self.problems:
            return "neither"
        return next(iter(self.dialects)) if len(self.dialects) == 1 else "a mixture"

    @property
    def seen(self) -> str:
        return f"{self.dialect}: {', '.join((*self.clues, f'{self.total or len(self.items)} in all'))}"


def shown_keys(keys: Iterable[str]) -> str:
    """Return keys of objects, each only if it can be no more than the name of a field."""
    named = {key if re.fullmatch(r"[A-Za-z_]{1,40}", key) else "(a key that is no name)" for key in keys}
    return ", ".join(sorted(named)) or "none"


def kind_of(value: object) -> str:
    """Return the JSON type of a value in words."""
    names = {bool: "a boolean", type(None): "null", int: "a number", float: "a number", str: "a string"}
    return {**names, list: "a list", dict: "an object"}[type(value)]


def read_page(data: Any, keys: ListKeys) -> Page:
    """Read a page of a list in either dialect."""
    if isinstance(data, list):
        problems = ["a bare array, without pages"] if keys.ref else []
        return Page(data, clues=["a bare array"], dialects={"ref"}, problems=problems)
    if not isinstance(data, dict):
        return Page(problems=[f"{kind_of(data)} instead of a page"])
    page = Page()
    key = next((key for key in keys if key and isinstance(data.get(key), list)), "")
    if key:
        page.items = data[key]
        page.clues.append(f"under {key!r}")
        page.dialects |= {"sdk" if key == keys.sdk else "ref"} if keys.sdk != keys.ref else set()
    else:
        lists = shown_keys(key for key, value in data.items() if isinstance(value, list))
        page.problems.append(f"no list under {keys.sdk!r} (lists found: {lists})")
    _read_size(page, data)
    number = data.get("pageNumber")
    if type(number) in (int, str):
        page.clues.append(f"pageNumber {kind_of(number)}")
        page.dialects.add("ref" if isinstance(number, str) else "sdk")
    else:
        page.problems.append(f"pageNumber is {kind_of(number)}")
    if isinstance(total := data.get("totalItems"), int) and not isinstance(total, bool):
        page.total = total
    else:
        page.problems.append(f"totalItems is {kind_of(total)}")
    if others := set(data) - {key, "pageSize", "size", "pageNumber", "totalItems"}:
        page.clues.append(f"further keys: {shown_keys(others)}")
    return page


def _read_size(page: Page, data: dict[str, Any]) -> None:
    for key, dialect in (("pageSize", "sdk"), ("size", "ref")):
        value = data.get(key)
        if type(value) in (int, str) and str(value).isdecimal():
            page.size = int(str(value))
            page.clues.append(f"{key!r} for the page size")
            page.dialects.add(dialect)
            return
    page.problems.append("neither pageSize nor size is a number")


def field_notes(items: list[Any], known: frozenset[str]) -> str:
    """Return the fields of items that are not described, in words, or ""."""
    others = {key for item in items if isinstance(item, dict) for key in item} - known
    return f"; fields not described: {shown_keys(others)}" if others else ""
