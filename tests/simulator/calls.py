# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The call history: its filters, its export as CSV, and packet captures."""

from __future__ import annotations

import csv
import io
import re
import struct
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import Field

from .dialect import money, page_answer, page_of, with_times
from .errors import GatewayError, invalid, not_found
from .handlers import Answer, ApiRequest, Route
from .models import Body
from .settings import Dialect
from .store import Row

DAY_S = 86_400
PAGE_SIZE, LARGEST_PAGE = 100, 1000
"""The default and largest page of calls (ref)."""
CAPTURE_DAYS = 10  # The lifetime of packet captures (ref)

_COLUMNS = (
    *("callId", "projectId", "trunkId", "direction", "from", "to", "createTime", "answerTime", "endTime"),
    *("durationSeconds", "billingDurationSeconds", "callResult", "currencyCode", "pricePerMinute", "price", "pcapId"),
)
_PARTIAL_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d+)?)?)?)?)?)?", re.ASCII)
_RESULTS = ("COMPLETED", "NO_ANSWER", "CANCEL", "BUSY", "FAILED")
_DIRECTIONS = ("INBOUND", "OUTBOUND")
_TIMES = ("createTime", "createTime>", "createTime<")
_FILTERS = {*_TIMES, "from", "to", "trunkId", "callResult", "direction"}


class Money(Body):
    currency_code: str = "USD"
    amount: float = 0


class CallSeed(Body):
    """A seeded call; missing IDs and times are added."""

    from_: str = Field(default="+12025550100", alias="from")
    to: str = "+12025550199"
    direction: Literal["INBOUND", "OUTBOUND"] = "OUTBOUND"
    answer_time: str | None = None
    end_time: str | None = None
    duration_seconds: int = 0
    call_result: Literal["COMPLETED", "NO_ANSWER", "CANCEL", "BUSY", "FAILED"] = "COMPLETED"
    price_per_minute: Money = Money()
    price: Money = Money()
    billing_duration_seconds: int = 0
    trunk_id: str | None = None
    pcap_id: str | None = None


def _instant(name: str, text: str) -> str:
    """Return a time or partial date that compares as text with times of calls; raise ApiError 400."""
    without_zone = text.removesuffix("Z")
    if _PARTIAL_DATE.fullmatch(without_zone):
        return without_zone
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise invalid(name, "must be a date, a part of one, or a time") from error
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _one_of(name: str, text: str, allowed: tuple[str, ...]) -> str:
    """Return an allowed value of a query, in upper case; raise ApiError 400."""
    if text.upper() not in allowed:
        raise invalid(name, f"must be one of {', '.join(allowed)}")
    return text.upper()


def _filter(query: Mapping[str, str], default_since: str) -> Callable[[Row], bool]:
    """Return a function that tells whether a call matches a query (names: ref)."""
    times = {name: _instant(name, query[name]) for name in _TIMES if query.get(name)}
    prefixes = {name: query[name] for name in ("from", "to") if query.get(name)}
    prefixes |= {"createTime": times["createTime"]} if "createTime" in times else {}
    values = {"trunkId": query["trunkId"]} if query.get("trunkId") else {}
    for name, allowed in (("callResult", _RESULTS), ("direction", _DIRECTIONS)):
        if text := query.get(name):
            values[name] = _one_of(name, text, allowed)
    since = times.get("createTime>", "" if times else default_since.removesuffix("Z"))
    until = times.get("createTime<")

    def matches(call: Row) -> bool:
        time = call["createTime"].removesuffix("Z")
        in_time = since <= time and (until is None or time < until)
        same = all(call[name] == value for name, value in values.items())
        return in_time and same and all(call[name].startswith(prefix) for name, prefix in prefixes.items())

    return matches


def _found(request: ApiRequest) -> list[Row]:
    """Return the calls that a request asks for, newest first. The pages of a list come from one search."""
    simulator, project = request.simulator, request.project
    # Without a time, the calls of the last day or of the last week are listed: the sources disagree.
    days = 1 if simulator.settings.dialect == "sdk" else 7
    since = simulator.clock.timestamp(seconds_ago=days * DAY_S)
    rows = project.tables["calls"].rows
    filters = {name: value for name, value in request.query.items() if name in _FILTERS}
    # Calls never change or go.
    asked = (len(rows), filters, None if filters.keys() & {*_TIMES} else since)
    if project.found_calls[0] != asked:
        calls = filter(_filter(request.query, since), rows.values())
        project.found_calls = (asked, sorted(calls, key=lambda call: str(call["createTime"]), reverse=True))
    return project.found_calls[1]


def _shown(call: Row, dialect: Dialect) -> Row:
    """Return a call in a dialect; the reference has directions in lower case."""
    answer = with_times(call, dialect) | {name: money(call[name], dialect) for name in ("pricePerMinute", "price")}
    return answer if dialect == "sdk" else answer | {"direction": call["direction"].lower()}


def _list_calls(request: ApiRequest) -> Answer:
    settings, calls = request.simulator.settings, _found(request)

    def show(call: Row) -> Row:
        return _shown(call, settings.dialect)

    return Answer(json=page_answer(settings, request.query, "calls", calls, show, PAGE_SIZE, LARGEST_PAGE))


def _export(request: ApiRequest) -> Answer:
    """Export calls as CSV, ``text/plain`` (sdk) or ``application/csv`` (ref)."""
    accepted = [part.partition(";")[0].strip().lower() for part in request.headers.get("Accept", "*/*").split(",")]
    types = {"text/plain": "text/plain", "application/csv": "application/csv", "*/*": "text/plain"}
    content_type = next((types[item] for item in accepted if item in types), None)
    if content_type is None:
        raise GatewayError(406, "The export is text/plain or application/csv")
    found = _found(request)
    calls: Iterable[Row] = found
    if request.simulator.settings.guesses.export_pages:
        calls = page_of(request.simulator.settings, request.query, found).rows
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for call in calls:
        price = call["price"]
        flat = {"currencyCode": price["currencyCode"], "price": price["amount"]}
        writer.writerow(call | flat | {"pricePerMinute": call["pricePerMinute"]["amount"]})
    headers = {"Content-Disposition": 'attachment; filename="calls.csv"'}
    return Answer(body=text.getvalue().encode(), content_type=content_type, headers=headers)


def _capture(request: ApiRequest) -> Answer:
    direction = _one_of("direction", request.query.get("direction", "OUTBOUND"), _DIRECTIONS)
    pcap_id = request.path["key"]
    oldest = request.simulator.clock.timestamp(seconds_ago=CAPTURE_DAYS * DAY_S)
    calls = request.project.tables["calls"].where("pcapId", pcap_id)
    if not any(call["createTime"] >= oldest for call in calls):
        raise not_found("pcap", pcap_id)
    return Answer(body=_pcap_file(f"INVITE {direction} {pcap_id}"), content_type="application/vnd.tcpdump.pcap")


def _pcap_file(payload: str) -> bytes:
    """Return a pcap file (a link type for private use) of one packet; equal payloads make equal files."""
    data = payload.encode()
    header = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 147)
    return header + struct.pack("<IIII", 0, 0, len(data), len(data)) + data


def call_routes() -> list[Route]:
    return [
        ("GET", "/calls", _list_calls),
        ("GET", "/calls/export", _export),
        ("GET", "/calls/records/{key}/pcap", _capture),
    ]


def call_row(fields: Mapping[str, Any], call_id: str, created: str, project_id: str) -> Row:
    """Return the row of a seeded call, with defaults for missing fields."""
    made_up = CallSeed().model_dump(by_alias=True)
    money_fields = {name: made_up[name] | fields.get(name, {}) for name in ("pricePerMinute", "price")}
    return {"callId": call_id, "createTime": created, "projectId": project_id, **made_up, **fields, **money_fields}
