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
_NUMBERS: Mapping[str, str] = {
    "max_attempts": "a number of calls",
    "max_short_calls": "a number of calls",
    "min_asr": "a percentage",
}
"""The thresholds that are numbers, with their meanings."""
_UNSET: tuple[Any, ...] = ("", None, {}, [])
_TRUNK_KEYS = ("id", "name", "acls", "credential_lists")


def window_seconds(text: Any) -> int:
    """Return the seconds of a window such as "15m", "1h" or "2d"; raise ValueError for any other text."""
    found = re.fullmatch(r"([1-9]\d{0,3})([mhd])", str(text).strip())
    if not found:
        raise ValueError(f"{text!r}; give minutes, hours or days, such as 15m, 1h or 2d")
    return int(found[1]) * _SECONDS[found[2]]


def settings_problems(settings: Mapping[str, Any]) -> list[str]:
    """Return the problems of the thresholds; without any threshold, nothing would ever be noticed."""
    problems = []
    try:
        window_seconds(settings["window"])
    except ValueError as error:
        problems.append(f"sinch_watch_window is {error}")
    spend = settings["max_spend"]
    if not isinstance(spend, Mapping) or any(_decimal(amount) is None for amount in spend.values()):
        problems.append(f"sinch_watch_max_spend is {spend!r}; give amounts by currency, such as {{EUR: 50}}")
    for name, meaning in _NUMBERS.items():
        if settings[name] not in _UNSET and _decimal(settings[name]) is None:
            problems.append(f"sinch_watch_{name} is {settings[name]!r}; give {meaning}")
    thresholds = ["max_spend", *_NUMBERS, "baseline"]
    if all(settings[name] in _UNSET for name in thresholds):
        names = [f"sinch_watch_{name}" for name in thresholds]
        problems.append(f"no threshold is set; give {', '.join(names[:-1])} or {names[-1]}")
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
            place = _name(dearest["country"])
            text = f"calls have cost {spent} {currency}, more than {limit}; most of it to {place}"
            yield {"rule": "max_spend", "country": dearest["country"], "text": text}


def _country_alarms(rows: Sequence[Mapping[str, Any]], settings: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    ordinary = _ordinary(settings)
    most, most_short, least = (_decimal(settings[name]) for name in _NUMBERS)
    for row in rows:
        attempts, short, country = row["attempts"], row["short_calls"], row["country"]
        name = _name(country)
        if ordinary and country not in ordinary:
            yield {"rule": "baseline", "country": country, "text": f"{attempts} calls to {name}, which is new"}
        if most is not None and attempts > most:
            text = f"{attempts} calls to {name}, more than {most}"
            yield {"rule": "max_attempts", "country": country, "text": text}
        if most_short is not None and short > most_short:
            text = f"{short} short calls to {name}, more than {most_short}"
            yield {"rule": "max_short_calls", "country": country, "text": text}
        if least is not None and attempts >= _LEAST_FOR_A_RATIO and row["asr"] < least:
            text = f"{row['asr']} % of {attempts} calls to {name} were answered, less than {least} %"
            yield {"rule": "min_asr", "country": country, "text": text}


def _ordinary(settings: Mapping[str, Any]) -> set[str]:
    """Return the countries of the baseline."""
    return {str(code).upper() for code in items_of(settings["baseline"])}


def _name(country: str | None) -> str:
    return country or "numbers of no known country"


def called(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the countries of alarms. Calls to numbers of no known country have none."""
    return sorted({one["country"] for one in found} - {None})


def strange(found: Sequence[Mapping[str, Any]], settings: Mapping[str, Any]) -> list[str]:
    """Return the countries of alarms that are not in the baseline.

    To forbid a country of the baseline would stop the ordinary calls to it.
    """
    return [country for country in called(found) if country not in _ordinary(settings)]


def prefixes(stats: Mapping[str, Any], countries: Sequence[str]) -> list[str]:
    """Return the dial codes, with a plus, of the called numbers in some countries.

    ``stats`` are those of sinch_call_stats_info, by destination. Their numbers may be masked.
    """
    numbers = [row["destination"] for row in stats["destination"] if country_of(row["destination"] or "") in countries]
    return sorted({f"+{dial_code_of(number)}" for number in numbers})


def lines(stats: Mapping[str, Any]) -> list[str]:
    """Return a sentence about all calls and one about those to each country, for people."""
    rows = [("all countries", stats["total"]), *((_name(row["country"]), row) for row in stats["country"])]
    return [f"{name}: {_sentence(row)}" for name, row in rows]


def _sentence(row: Mapping[str, Any]) -> str:
    spend = " and ".join(f"{amount} {currency}" for currency, amount in row["spend"].items()) or "nothing"
    calls = f"{row['attempts']} calls, {row['answered']} answered ({row['short_calls']} of them short)"
    return f"{calls}, {row['minutes']} minutes, cost {spend}"


def merged_undo(earlier: Any, now: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is to be undone after an earlier response and a new one; the earlier state of a trunk stays.

    Of a trunk, only what a response changes and what names it are kept.
    """
    known = earlier if isinstance(earlier, Mapping) else {}
    trunks = {one.get("id") or one["name"]: one for one in [*now["trunks"], *known.get("trunks", ())]}
    kept = [{key: trunks[name][key] for key in _TRUNK_KEYS if key in trunks[name]} for name in sorted(trunks)]
    lists = {key: sorted({*known.get(key, ()), *now[key]}) for key in ("countries", "rules")}
    return {**lists, "trunks": kept}


def _decimal(given: Any) -> Decimal | None:
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 and not isinstance(given, bool) else None
