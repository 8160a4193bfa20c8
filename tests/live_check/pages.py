# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages of a list as the API sends them, and whose description they follow. Nothing here shows a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ListKeys:
    """What a list comes under: a key, or "" for a bare array."""

    sdk: str
    ref: str


@dataclass(frozen=True)
class Page:
    """What was found in a page: its items, what is right and wrong about it, and whose dialect it is."""

    items: list[Any]
    total: int | None
    size: int | None
    dialect: str
    clues: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def seen(self) -> str:
        """The page in words."""
        return f"{self.dialect}: {', '.join((*self.clues, f'{self.total or len(self.items)} in all'))}"


def shown_key(key: str) -> str:
    """Return a key of an object, which is shown only where it can be no more than the name of a field."""
    return key if re.fullmatch(r"[A-Za-z_][A-Za-z_]{0,39}", key) else "(a key that is no name)"


def shown_keys(keys: Iterable[str]) -> str:
    """Return the names of fields in a row."""
    return ", ".join(sorted({shown_key(key) for key in keys})) or "none"


def kind_of(value: object) -> str:
    """Return the JSON type of a value, in words."""
    if isinstance(value, bool):
        return "a boolean"
    names = {type(None): "null", int: "a number", float: "a number", str: "a string", list: "a list", dict: "an object"}
    return names[type(value)]


def read_page(data: Any, keys: ListKeys) -> Page:
    """Read a page of a list, whatever its dialect."""
    if isinstance(data, list):
        known = not keys.ref or not keys.sdk
        problems = () if known else ("a bare array, without pages",)
        return Page(data, None, None, "ref" if known else "neither", ("a bare array",), problems)
    if not isinstance(data, dict):
        return Page([], None, None, "neither", (kind_of(data),), (f"{kind_of(data)} instead of a page",))
    clues: list[str] = []
    problems_found: list[str] = []
    dialects: set[str] = set()
    found = next((key for key in (keys.sdk, keys.ref) if key and isinstance(data.get(key), list)), None)
    if found is None:
        lists = shown_keys(key for key, value in data.items() if isinstance(value, list))
        problems_found.append(f"no list under {keys.sdk!r} (lists found: {lists})")
    else:
        clues.append(f"under {found!r}")
        if keys.sdk != keys.ref:
            dialects.add("sdk" if found == keys.sdk else "ref")
    size = _size(data, clues, dialects, problems_found)
    number = data.get("pageNumber")
    if isinstance(number, (int, str)) and not isinstance(number, bool):
        clues.append(f"pageNumber {kind_of(number)}")
        dialects.add("ref" if isinstance(number, str) else "sdk")
    else:
        problems_found.append(f"pageNumber is {'missing' if 'pageNumber' not in data else kind_of(number)}")
    total = data.get("totalItems")
    if not isinstance(total, int) or isinstance(total, bool):
        problems_found.append(f"totalItems is {'missing' if 'totalItems' not in data else kind_of(total)}")
        total = None
    others = set(data) - {found, "pageSize", "size", "pageNumber", "totalItems"}
    if others:
        clues.append(f"further keys: {shown_keys(others)}")
    dialect = "neither" if problems_found else (dialects.pop() if len(dialects) == 1 else "a mixture")
    return Page(data[found] if found else [], total, size, dialect, tuple(clues), tuple(problems_found))


def _size(data: Mapping[str, Any], clues: list[str], dialects: set[str], problems: list[str]) -> int | None:
    """Return the page size, under either name."""
    for key, dialect in (("pageSize", "sdk"), ("size", "ref")):
        value = data.get(key)
        if isinstance(value, (int, str)) and not isinstance(value, bool) and str(value).isdecimal():
            clues.append(f"{key!r} for the page size")
            dialects.add(dialect)
            return int(value)
    problems.append("neither pageSize nor size is a number")
    return None


def field_notes(items: list[Any], known: frozenset[str]) -> str:
    """Return which fields of the items are not described, "" where there is nothing to tell."""
    there = {key for item in items if isinstance(item, dict) for key in item}
    return f"; fields not described: {shown_keys(there - known)}" if there - known else ""
