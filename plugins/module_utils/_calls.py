# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filters, query and export of calls, shared by the modules for calls."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ._apply.reader import checked, list_objects
from ._errors import ApiError, OptionError, shown_path
from ._given_options import parsed, stated
from ._info_module import chosen_trunks
from ._module_runner import Task
from ._resources.catalogue import CALL, SIP_TRUNK
from ._resources.values import MatchPrefix
from ._transport.client import PAGE_SIZE, Client

# A range is always sent: without dates the API covers a day or a week (the sources disagree).
DEFAULT_DAYS = 7
# The sources disagree on the media type of the CSV: accept any.
CSV = "text/plain, application/csv, */*;q=0.1"
# The largest number of pages of an export, which is millions of calls.
MOST_PAGES = 10_000
# The largest page of calls (ref).
LARGEST_PAGE = 1000
_TIME = re.compile(
    r"\d{4}(?:-\d{2}(?:-\d{2}(?:[T ]\d{2}(?::\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?"
)

CALL_FILTERS: Mapping[str, Mapping[str, Any]] = {
    "from": {"type": "raw"},
    "to": {"type": "raw"},
    "trunk": {"type": "str"},
    "created": {"type": "str"},
    "created_after": {"type": "str"},
    "created_before": {"type": "str"},
    "call_result": {"type": "str", "choices": ["COMPLETED", "NO_ANSWER", "CANCEL", "BUSY", "FAILED"]},
    "direction": CALL.field("direction").value.option,
}
CALL_FILTER_RULES: Mapping[str, Any] = {
    "mutually_exclusive": [("created", "created_after"), ("created", "created_before")]
}
_TIMES = {"created": "createTime", "created_after": "createTime>", "created_before": "createTime<"}


def call_query(task: Task, now: datetime.datetime) -> dict[str, str]:
    """Return the query for the calls that the options select; raise OptionError, also for an unknown trunk."""
    params = {name: stated(task.params[name]) for name in CALL_FILTERS}
    query: dict[str, str] = {}
    for name in ("from", "to"):
        if params[name] is not None:
            query[name] = parsed(name, MatchPrefix().parse_new, params[name])
    if params["trunk"] is not None:
        trunks = list_objects(task.client, SIP_TRUNK)
        query["trunkId"] = SIP_TRUNK.id_of(chosen_trunks(task, trunks)[0])
    for name, key in _TIMES.items():
        if params[name] is not None:
            query[key] = _checked_time(name, params[name].strip())
    if not any(key in query for key in _TIMES.values()):
        query[_TIMES["created_after"]] = time_text(now - datetime.timedelta(days=DEFAULT_DAYS))
    for name, key in (("call_result", "callResult"), ("direction", "direction")):
        if params[name] is not None:
            query[key] = params[name]
    return query


def time_text(moment: datetime.datetime) -> str:
    """Return a time in UTC as the API takes it, to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def calls_of(client: Client, query: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the calls that match a query, a page at a time; raise ApiError."""
    path = (CALL.path,)
    for page in client.pages(path, CALL.list_keys, query, LARGEST_PAGE):
        yield from checked(CALL, path, page)


def exported_calls(client: Client, query: Mapping[str, str]) -> bytes:
    """Return all pages of the CSV of calls that match a query, with one header; raise ApiError.

    The export ends with a page without rows, or with a page whose last row is that of the page before: then the API
    does not page.
    """
    path = ("calls", "export")
    header, rows, pages = b"", b"", []
    for page in range(1, MOST_PAGES + 1):
        content = client.download(path, {**query, "page": str(page), "size": str(PAGE_SIZE)}, CSV)
        first, _newline, rest = content.partition(b"\n")
        if page == 1:
            header, pages = first, [first + b"\n"] if content else []
        before, rows = rows, rest if first == header else content
        if not rows.strip() or _last_row(rows) == _last_row(before):
            return b"".join(pages)
        pages.append(rows if rows.endswith(b"\n") else rows + b"\n")
    raise ApiError(
        f"the export has more than {MOST_PAGES:,} pages; ask for the calls of a shorter time",
        method="GET",
        path=shown_path(path),
    )


def _last_row(rows: bytes) -> bytes:
    """Return the last row of a page."""
    return rows.strip().rpartition(b"\n")[2]


def _checked_time(option: str, text: str) -> str:
    if not _TIME.fullmatch(text):
        expected = "write ISO 8601, whole or its beginning, like '2026-01-31' or '2026-01-31T09:30:00Z'"
        raise OptionError(option, f"{text!r} is not a time: {expected}")
    return text.replace(" ", "T")
