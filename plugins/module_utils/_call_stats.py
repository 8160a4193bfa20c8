# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Statistics of calls, counted one call after the other (terms: ITU-T E.411, E.425)."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Callable, Optional

from ._dial_codes import country_of
from ._result_file import Gauge, Labels

# The results of calls that the network has carried to the other end: answered, or not for reasons at that end.
_EFFECTIVE = frozenset({"COMPLETED", "BUSY", "NO_ANSWER", "CANCEL"})
# The longest duration of a short call, in seconds. Carriers charge for a large share of answered calls below it.
_SHORT = 6
_MASKED_DIGITS = 4


class Tally:
    """The calls of one group. Keeps 16 bytes of each call, to find the peak; everything else is sums."""

    def __init__(self) -> None:
        """Start without calls."""
        self.attempts = 0
        self.answered = 0
        self.short_calls = 0
        self.effective = 0
        self.seconds = 0
        self.spend: dict[str, Decimal] = {}
        self._starts = array("d")
        self._ends = array("d")

    def add(self, call: Mapping[str, Any]) -> None:
        """Count a call of the API, whatever it lacks."""
        result = str(call.get("callResult") or "").upper()
        seconds = _whole(call.get("durationSeconds"))
        answered = result == "COMPLETED"
        self.attempts += 1
        self.answered += answered
        self.short_calls += answered and seconds <= _SHORT
        self.effective += result in _EFFECTIVE
        self.seconds += seconds if answered else 0
        price = call.get("price")
        if isinstance(price, Mapping):
            amount, currency = _amount(price.get("amount")), str(price.get("currencyCode") or "unknown")
            if amount:
                self.spend[currency] = self.spend.get(currency, Decimal()) + amount
        start = instant(call.get("createTime"))
        if start is not None:
            end = instant(call.get("endTime"))
            self._starts.append(start)
            self._ends.append(max(start, start + seconds if end is None else end))

    def row(self) -> dict[str, Any]:
        """Return the statistics; a ratio of nothing is None."""
        return {
            "attempts": self.attempts,
            "answered": self.answered,
            "asr": _percent(self.answered, self.attempts),
            "acd_seconds": round(self.seconds / self.answered, 1) if self.answered else None,
            "ner": _percent(self.effective, self.attempts),
            "short_calls": self.short_calls,
            "minutes": round(self.seconds / 60, 2),
            "spend": {currency: str(amount) for currency, amount in sorted(self.spend.items())},
            "peak_concurrent": self._peak(),
        }

    def _peak(self) -> int:
        """Return the largest number of calls at the same time, of those whose start is known."""
        ends, peak, ended = sorted(self._ends), 0, 0
        for running, start in enumerate(sorted(self._starts), 1):
            while ends[ended] <= start and ended < running - 1:
                ended += 1
            peak = max(peak, running - ended)
        return peak


# The metrics of a row: the end of the name, the meaning, the key in the row, the factor to Prometheus' units, and the
# digits after the point. The minutes of a row are exact enough for whole seconds.
_METRICS = (
    ("attempts", "Calls.", "attempts", 1, 0),
    ("answered", "Answered calls.", "answered", 1, 0),
    ("answer_seizure_ratio", "Answered calls by calls (ASR), from 0 to 1.", "asr", 0.01, 3),
    ("average_duration_seconds", "Average duration of answered calls (ACD).", "acd_seconds", 1, 1),
    ("network_effectiveness_ratio", "Calls that reached the other end by calls (NER), from 0 to 1.", "ner", 0.01, 3),
    ("short", "Answered calls of at most 6 seconds.", "short_calls", 1, 0),
    ("answered_seconds", "Duration of answered calls.", "minutes", 60, 0),
    ("peak_concurrent", "Largest number of calls at the same time.", "peak_concurrent", 1, 0),
)


def gauges_of(stats: Mapping[str, Any], project_id: str) -> Iterator[Gauge]:
    """Yield the metrics of statistics; the label of an unknown group is empty.

    Those of groups have other names than those of all calls, so that sums are right.
    """
    project = {"project": project_id}
    for name, rows in stats.items():
        if name == "total":
            yield from _gauges("sinch_calls", [(project, rows)])
        else:
            labelled = [({**project, name: row[name] or ""}, row) for row in rows]
            yield from _gauges(f"sinch_calls_by_{name}", labelled)


def _gauges(prefix: str, rows: Sequence[tuple[Labels, Mapping[str, Any]]]) -> Iterator[Gauge]:
    for name, meaning, key, factor, digits in _METRICS:
        samples = [(labels, None if row[key] is None else round(row[key] * factor, digits)) for labels, row in rows]
        yield Gauge(f"{prefix}_{name}", meaning, samples)
    spend = [
        ({**labels, "currency": currency}, float(amount))
        for labels, row in rows
        for currency, amount in row["spend"].items()
    ]
    yield Gauge(f"{prefix}_spend", "Price of the calls.", spend)


Key = Callable[[Mapping[str, Any]], Optional[str]]


def _party(call: Mapping[str, Any]) -> str:
    """Return the number of the other party: the caller of an inbound call, the callee of an outbound one."""
    inbound = str(call.get("direction") or "").upper() == "INBOUND"
    return number_of(call.get("from" if inbound else "to"))


def number_of(sent: Any) -> str:
    """Return the number in a field of a call, which may be a SIP URI or lack its plus."""
    text = str(sent or "").strip()
    text = text.partition("sip:")[2] if "sip:" in text else text
    user = text.partition("@")[0].partition(";")[0]
    digits = user.lstrip("+")
    return f"+{digits}" if digits.isascii() and digits.isdecimal() else user


def masked(number: str) -> str:
    """Return a number without its last digits."""
    hidden = min(_MASKED_DIGITS, len(number))
    return number[: len(number) - hidden] + "x" * hidden


def _country(call: Mapping[str, Any]) -> str | None:
    return country_of(_party(call))


def _hour(call: Mapping[str, Any]) -> str | None:
    start = instant(call.get("createTime"))
    if start is None:
        return None
    return datetime.datetime.fromtimestamp(start, datetime.timezone.utc).strftime("%Y-%m-%dT%H:00:00Z")


KEYS: Mapping[str, Key] = {
    "trunk": lambda call: call.get("trunkId") or None,
    "country": _country,
    "direction": lambda call: str(call.get("direction") or "").upper() or None,
    "hour": _hour,
    "destination": lambda call: _party(call) or None,
}
"""What calls are grouped by, each with the function that returns the group of a call, None for an unknown one."""


def stats_of(calls: Iterable[Mapping[str, Any]], by: Sequence[str], mask_numbers: bool = False) -> dict[str, Any]:
    """Return the statistics of calls in total and by groups, the largest group first."""
    total = Tally()
    groups: dict[str, dict[str | None, Tally]] = {name: {} for name in by}
    for call in calls:
        total.add(call)
        for name in by:
            key = KEYS[name](call)
            if key is not None and name == "destination" and mask_numbers:
                key = masked(key)
            groups[name].setdefault(key, Tally()).add(call)
    rows = {name: [{name: key, **tally.row()} for key, tally in found.items()] for name, found in groups.items()}
    return {"total": total.row(), **{name: _largest_first(name, listed) for name, listed in rows.items()}}


def _largest_first(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of groups, the one with the most calls first, an unknown one after its equals."""
    return sorted(rows, key=lambda row: (-row["attempts"], row[name] is None, str(row[name])))


def _whole(sent: Any) -> int:
    """Return a number of seconds, 0 for what is none."""
    try:
        return max(0, int(sent))
    except (TypeError, ValueError, OverflowError):
        return 0


def _amount(sent: Any) -> Decimal:
    """Return an amount of money, 0 for what is none; the sources disagree on whether it is a number or text."""
    try:
        amount = Decimal(str(sent))
    except InvalidOperation:
        return Decimal()
    return amount if amount.is_finite() else Decimal()


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def instant(sent: Any) -> float | None:
    """Return a time of the API in seconds since 1970, None for what is none. A time without a zone is in UTC."""
    text = str(sent or "").strip().replace("Z", "+00:00")
    # Python 3.9 and 3.10 read neither nine digits after the second nor a zone without a colon.
    head, dot, tail = text.partition(".")
    if dot:
        digits = len(tail) - len(tail.lstrip("0123456789"))
        text = f"{head}.{tail[:digits][:6]:0<6}{tail[digits:]}"
    if text[-5:-4] in ("+", "-") and text[-4:].isdecimal():
        text = f"{text[:-2]}:{text[-2:]}"
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)).timestamp()
