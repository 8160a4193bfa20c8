# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Statistics of calls equal those that SQL finds, and no call is too odd to count."""

from __future__ import annotations

import random
import sqlite3
from decimal import Decimal
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._call_stats import (
    KEYS,
    Tally,
    gauges_of,
    masked,
    number_of,
    stats_of,
)

RESULTS = ["COMPLETED", "BUSY", "NO_ANSWER", "CANCEL", "FAILED", "TOMORROW"]
TABLE = """
create table calls (trunk text, direction text, result text, number text, hour text, start real, end real,
                    seconds int, cents int, currency text)
"""
ROW = """
select count(*), sum(result = 'COMPLETED'), sum(result in ('COMPLETED', 'BUSY', 'NO_ANSWER', 'CANCEL')),
       sum(case when result = 'COMPLETED' then seconds else 0 end),
       sum(result = 'COMPLETED' and seconds <= 6),
       (select max(n) from (select count(*) as n from calls as one, calls as other
         where other.start <= one.start and (other.end > one.start or other.rowid = one.rowid)
           and {one} and {other} group by one.rowid))
from calls where {where}
"""


def _time(second: int) -> str:
    hours, rest = divmod(second, 3600)
    return f"2026-01-31T{hours:02}:{rest // 60:02}:{rest % 60:02}.000000000Z"


def _calls(seed: int, count: int) -> tuple[list[dict[str, Any]], sqlite3.Connection]:
    """Return random calls, and the same ones in a table."""
    dice, database = random.Random(seed), sqlite3.connect(":memory:")
    database.execute(TABLE)
    calls = []
    for _number in range(count):
        start, seconds, cents = (
            dice.randrange(7200),
            dice.choice([dice.randrange(10), dice.randrange(400)]),
            dice.randrange(300),
        )
        trunk, direction = dice.choice(["T1", "T2"]), dice.choice(["INBOUND", "OUTBOUND"])
        result, currency = dice.choice(RESULTS), dice.choice(["USD", "EUR"])
        number = f"+1202555{dice.randrange(3):04}"
        has_end = dice.random() < 0.8
        other = "from" if direction == "INBOUND" else "to"
        calls.append({
            "trunkId": trunk,
            "direction": dice.choice([direction, direction.lower()]),
            "callResult": result,
            "from": "+442079460100",
            "to": "+442079460100",
            other: dice.choice([number, number.lstrip("+"), f"sip:{number}@example.com;user=phone"]),
            "createTime": _time(start),
            "endTime": _time(start + seconds) if has_end else dice.choice([None, ""]),
            "durationSeconds": seconds,
            "price": {"currencyCode": currency, "amount": dice.choice([str, float])(cents / 100)},
        })  # fmt: skip
        row = (trunk, direction, result, number, f"2026-01-31T{start // 3600:02}:00:00Z", start, start + seconds)
        database.execute("insert into calls values (?,?,?,?,?,?,?,?,?,?)", (*row, seconds, cents, currency))
    return calls, database


def _by_sql(database: sqlite3.Connection, column: str = "", value: str = "") -> dict[str, Any]:
    where = f"{column} = '{value}'" if column else "1"
    sides = {name: f"{name}.{where}" if column else "1" for name in ("one", "other")}
    attempts, answered, effective, seconds, short, peak = database.execute(ROW.format(where=where, **sides)).fetchone()
    spent = database.execute(
        f"select currency, sum(cents) from calls where {where} group by currency order by currency"
    )
    return {
        "attempts": attempts,
        "answered": answered,
        "asr": round(100 * answered / attempts, 1),
        "acd_seconds": round(seconds / answered, 1) if answered else None,
        "ner": round(100 * effective / attempts, 1),
        "short_calls": short,
        "minutes": round(seconds / 60, 2),
        "spend": {currency: Decimal(cents) / 100 for currency, cents in spent if cents},
        "peak_concurrent": peak,
    }


def _comparable(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "spend": {currency: Decimal(amount) for currency, amount in row["spend"].items()}}


@pytest.mark.parametrize("seed", range(5))
def test_same_as_sql(seed: int) -> None:
    calls, database = _calls(seed, 120)
    stats = stats_of(calls, [*KEYS])
    assert _comparable(stats["total"]) == _by_sql(database)
    for name, column in (("trunk", "trunk"), ("direction", "direction"), ("hour", "hour"), ("destination", "number")):
        rows = stats[name]
        assert [row["attempts"] for row in rows] == sorted((row["attempts"] for row in rows), reverse=True)
        for row in rows:
            group = row.pop(name)
            assert _comparable(row) == _by_sql(database, column, group), (name, group)
    assert [row["country"] for row in stats["country"]] == ["US"]


@pytest.mark.parametrize(
    "call",
    [
        {},
        {"callResult": None, "createTime": None, "price": None, "to": None, "direction": None},
        {
            "callResult": 5,
            "createTime": "yesterday",
            "endTime": [],
            "price": {"amount": "much"},
            "durationSeconds": "x",
        },
        {"callResult": "COMPLETED", "durationSeconds": -3, "createTime": "2026-01-31", "endTime": "2025-01-01"},
        {"price": {"amount": "NaN", "currencyCode": None}, "to": "sip:", "createTime": "9999-99-99T00:00:00Z"},
        {"durationSeconds": float("inf"), "to": "anonymous", "direction": "SIDEWAYS"},
    ],
)
def test_odd_calls(call: dict[str, Any]) -> None:
    stats = stats_of([call, call], [*KEYS], mask_numbers=True)
    assert stats["total"]["attempts"] == 2
    assert [sum(row["attempts"] for row in stats[name]) for name in KEYS] == [2] * len(KEYS)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("2026-01-31T09:30:00.123456789Z", "2026-01-31T09:00:00Z"),
        ("2026-01-31T09:30:00", "2026-01-31T09:00:00Z"),
        ("2026-01-31T09:30:00+0100", "2026-01-31T08:00:00Z"),
        ("2026-01-31T09:30:00.5+01:00", "2026-01-31T08:00:00Z"),
        ("2026-01-31", "2026-01-31T00:00:00Z"),
        ("", None),
    ],
)
def test_hours(text: str, start: str | None) -> None:
    assert KEYS["hour"]({"createTime": text}) == start


def test_numbers() -> None:
    """Numbers have one form, and a masked one hides its last digits and joins groups."""
    spelt = ["+12025550123", "12025550123", "sip:+12025550123@example.com", "<sip:12025550123;phone-context=x@y>"]
    assert {number_of(one) for one in spelt} == {"+12025550123"}
    assert [masked(one) for one in ("+12025550123", "112", "")] == ["+1202555xxxx", "xxx", ""]
    calls = [{"to": f"+1202555012{one}"} for one in range(3)]
    (row,) = stats_of(calls, ["destination"], mask_numbers=True)["destination"]
    assert (row["destination"], row["attempts"]) == ("+1202555xxxx", 3)
    assert stats_of([], ["trunk"]) == {"total": Tally().row(), "trunk": []}


@pytest.mark.parametrize("seconds", [1, 20, 59, 61, 100_001])
def test_metrics_have_whole_seconds(seconds: int) -> None:
    """The minutes of the result are rounded, the seconds of the metric are not."""
    stats = stats_of([{"callResult": "COMPLETED", "durationSeconds": seconds}], [])
    values = {gauge.name: [value for _labels, value in gauge.samples] for gauge in gauges_of(stats, "P")}
    assert values["sinch_calls_answered_seconds"] == [seconds]
