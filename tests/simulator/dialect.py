# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers in the dialect of the SDK or of the reference."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .errors import invalid
from .resources import Resource
from .settings import Dialect, Settings
from .store import Project, Row

TIMES = ("createTime", "updateTime", "answerTime", "endTime")
LIST_SIZE = 500  # The default and largest page of all lists except calls (ref)


def object_answer(dialect: Dialect, project: Project, resource: Resource, row: Row) -> Row:
    spelled = resource.sdk_shown(row) if dialect == "sdk" else row
    answer = with_times({name: value for name, value in spelled.items() if name not in resource.hidden}, dialect)
    embedded = resource.embedded
    if embedded and embedded.parent:
        children = project.tables[embedded.kind].where(embedded.parent.field, row["id"])
        answer[embedded.kind] = [object_answer(dialect, project, embedded, child) for child in children]
    if resource.shows_trunks:
        answer["trunks"] = project.links[resource.kind].trunks(row["id"])
    if dialect == "reference" and "sipTrunkId" in answer:
        answer["sipTrunkId"] = answer["sipTrunkId"] or ""
    return answer


def with_times(answer: Row, dialect: Dialect) -> Row:
    """Return an object with its times in a dialect: the reference has no zones, and "" for no time."""
    if dialect == "reference":
        return answer | {name: (answer[name] or "").removesuffix("Z") for name in TIMES if name in answer}
    return answer


def money(amount: Row | None, dialect: Dialect) -> Row | None:
    """Return an amount of money: a number (sdk) or a string (ref)."""
    if amount is None or dialect == "sdk":
        return amount
    return amount | {"amount": str(amount["amount"])}


def _positive(query: Mapping[str, str], name: str, default: int) -> int:
    """Return a positive number of the query; raise ApiError 400."""
    text = query.get(name, "") or str(default)
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 2**31):
        raise invalid(name, "must be a number from 1 up")
    return int(text)


@dataclass(frozen=True)
class PageOf:
    number: int
    size: int
    rows: Iterable[Any]


def page_of(
    settings: Settings,
    query: Mapping[str, str],
    rows: Collection[Any],
    default_size: int = LIST_SIZE,
    largest_size: int = LIST_SIZE,
) -> PageOf:
    """Return the page of rows that a query asks for; raise ApiError 400."""
    page = _positive(query, "page", 1)
    size = min(_positive(query, "size", default_size), largest_size, settings.page_cap or largest_size)
    return PageOf(page, size, itertools.islice(rows, (page - 1) * size, page * size))


def page_answer(
    settings: Settings,
    query: Mapping[str, str],
    list_key: str,
    rows: Collection[Any],
    show: Callable[[Any], object],
    default_size: int = LIST_SIZE,
    largest_size: int = LIST_SIZE,
) -> object:
    """Return the answer with the page that a query asks for; for an empty list key, an array of all rows."""
    if not list_key:
        return [show(row) for row in rows]
    page = page_of(settings, query, rows, default_size, largest_size)
    reference = settings.dialect == "reference"
    return {
        list_key: [show(row) for row in page.rows],
        "totalItems": len(rows),
        "pageNumber": str(page.number) if reference else page.number,
        "size" if reference else "pageSize": page.size,
    }
