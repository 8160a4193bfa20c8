# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Alarms about calls: thresholds, the statistics that exceed them, and what the response to them has to know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from ansible_collections.sinch.sip.plugins.module_utils._dial_codes import country_of, dial_code_of
from ansible_collections.sinch.sip.plugins.plugin_utils._trunk_setups import items_of

_SECONDS = {"m": 60, "h": 3600, "d": 86_400}
# A ratio of fewer calls says nothing.
_LEAST_FOR_A_RATIO = 10


def window_seconds(text: Any) -> int:
    """Return the seconds of a window such as "15m", "1h" or "2d"; raise ValueError for any other text."""
    found = re.fullmatch(r"([1-9]\d{0,3})([mhd])", str(text).strip())
    if not found:
        raise ValueError(f"sinch_watch_window is {text!r}; give minutes, hours or days, such as 15m, 1h or 2d")
    return int(found[1]) * _SECONDS[found[2]]


def settings_problems(settings: Mapping[str, Any]) -> list[str]:
    """Return the problems of the thresholds; without any threshold, nothing would ever be noticed."""
    problems = []
    try:
        window_seconds(settings["window"])
    except ValueError as error:
        problems.append(str(error))
    spend = settings["max_spend"]
    if not isinstance(spend, Mapping) or any(_decimal(amount) is None for amount in spend.values()):
        problems.append(f"sinch_watch_max_spend is {spend!r}; give amounts by currency, such as {{EUR: 50}}")
    for name, meaning in (("max_attempts", "a number of calls"), ("min_asr", "a percentage")):
        if settings[name] not in ("", None) and _decimal(settings[name]) is None:
            problems.append(f"sinch_watch_{name} is {settings[name]!r}; give {meaning}")
    if not any(settings[name] for name in ("max_spend", "max_attempts", "min_asr", "baseline")):
        problems.append(
            "no threshold is set; give sinch_watch_max_spend, sinch_watch_max_attempts, sinch_watch_min_asr or "
            "sinch_watch_baseline"
        )
    return problems


def alarms(stats: Mapping[str, Any], settings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the alarms, each with its ``rule``, its ``country`` (None for all) and its ``text``.

    ``stats`` are those of sinch_call_stats_info, by country.
    """
    return [*_spend_alarms(stats, settings["max_spend"]), *_country_alarms(stats["country"], settings)]


def _spend_alarms(stats: Mapping[str, Any], most: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for currency, limit in most.items():
        spent = _decimal(stats["total"]["spend"].get(currency, 0)) or Decimal()
        if spent > (_decimal(limit) or Decimal()):
            dearest = max(stats["country"], key=lambda row: _decimal(row["spend"].get(currency, 0)) or Decimal())
            text = f"calls have cost {spent} {currency}, more than {limit}; most of it to {_name(dearest)}"
            yield {"rule": "max_spend", "country": dearest["country"], "text": text}


def _country_alarms(rows: Sequence[Mapping[str, Any]], settings: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    baseline = {str(code).upper() for code in items_of(settings["baseline"])}
    most, least = _decimal(settings["max_attempts"]), _decimal(settings["min_asr"])
    for row in rows:
        attempts, name = row["attempts"], _name(row)
        if baseline and row["country"] not in baseline:
            yield {"rule": "baseline", "country": row["country"], "text": f"{attempts} calls to {name}, which is new"}
        if most is not None and attempts > most:
            text = f"{attempts} calls to {name}, more than {most}"
            yield {"rule": "max_attempts", "country": row["country"], "text": text}
        if least is not None and attempts >= _LEAST_FOR_A_RATIO and row["asr"] < least:
            text = f"{row['asr']} % of {attempts} calls to {name} were answered, less than {least} %"
            yield {"rule": "min_asr", "country": row["country"], "text": text}


def _name(row: Mapping[str, Any]) -> str:
    return row["country"] or "numbers of no known country"


def prefixes(stats: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the dial codes, with a plus, of the called numbers in the countries of alarms.

    ``stats`` are those of sinch_call_stats_info, by destination.
    """
    countries = {one["country"] for one in found} - {None}
    numbers = [row["destination"] for row in stats["destination"] if country_of(row["destination"] or "") in countries]
    return sorted({f"+{dial_code_of(number)}" for number in numbers})


def merged_undo(earlier: Any, now: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is to be undone after an earlier response and a new one; the earlier state of a trunk stays."""
    known = earlier if isinstance(earlier, Mapping) else {}
    trunks = {one["name"]: one for one in [*now["trunks"], *known.get("trunks", ())]}
    lists = {key: sorted({*known.get(key, ()), *now[key]}) for key in ("countries", "rules")}
    return {**lists, "trunks": [trunks[name] for name in sorted(trunks)]}


def _decimal(given: Any) -> Decimal | None:
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 and not isinstance(given, bool) else None
