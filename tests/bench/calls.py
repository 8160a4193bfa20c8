# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cost of the statistics of many calls."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.bench.runs import Bench, Run

_OPTIONS = {"by": ["trunk", "country", "direction", "hour", "destination"], "mask_numbers": True}
_DIAL_CODES = ("1202", "44207", "371", "49", "33")
_DAYS = 7


def stats_run(bench: Bench, count: int) -> Run:
    """Return a run of sinch_call_stats_info over a week with a number of calls, grouped by everything."""
    bench.fresh(0, calls=_calls(count))
    return bench.module("sinch_call_stats_info", _OPTIONS)


def _calls(count: int) -> list[dict[str, Any]]:
    dice, now = random.Random(count), datetime.now(UTC)
    found = []
    for _number in range(count):
        time = now - timedelta(seconds=dice.uniform(60, _DAYS * 86_400 - 60))
        found.append({
            "createTime": time.strftime("%Y-%m-%dT%H:%M:%S.%f000Z"),
            "to": f"+{dice.choice(_DIAL_CODES)}{dice.randrange(10**6):06}",
            "callResult": dice.choice(["COMPLETED", "COMPLETED", "BUSY", "FAILED"]),
            "durationSeconds": dice.randrange(300),
            "price": {"currencyCode": "EUR", "amount": dice.randrange(100) / 100},
        })  # fmt: skip
    return found
