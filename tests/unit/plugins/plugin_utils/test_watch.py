# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The thresholds of the playbook watch, and the alarms and responses that follow from them."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._call_stats import stats_of
from ansible_collections.sinch.sip.plugins.plugin_utils._watch import (
    alarms,
    merged_undo,
    prefixes,
    settings_problems,
    window_seconds,
)

NOTHING: dict[str, Any] = {"window": "1h", "max_spend": {}, "max_attempts": "", "min_asr": "", "baseline": []}


def _call(to: str, result: str = "COMPLETED", amount: float = 0.5) -> dict[str, Any]:
    price = {"currencyCode": "EUR", "amount": amount}
    return {"to": to, "direction": "OUTBOUND", "callResult": result, "price": price}


CALLS = [_call("+442079460100") for _number in range(10)]
CALLS += [_call(f"+187655501{number:02}", "FAILED" if number % 2 else "COMPLETED", 2) for number in range(12)]
CALLS += [_call("anonymous")]
STATS = stats_of(CALLS, ["country", "destination"])


@pytest.mark.parametrize(("text", "seconds"), [("15m", 900), ("1h", 3600), (" 2d ", 172_800)])
def test_windows(text: str, seconds: int) -> None:
    assert window_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "0m", "1", "1w", "-1h", "1.5h", 60, None])
def test_wrong_windows(text: Any) -> None:
    with pytest.raises(ValueError, match="such as 15m, 1h or 2d"):
        window_seconds(text)


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({}, "no threshold is set"),
        ({"baseline": ["GB"], "window": "soon"}, "sinch_watch_window is 'soon'"),
        ({"max_spend": {"EUR": "much"}}, "sinch_watch_max_spend is"),
        ({"max_spend": 50}, "give amounts by currency"),
        ({"max_attempts": "many"}, "sinch_watch_max_attempts is 'many'"),
        ({"min_asr": True}, "sinch_watch_min_asr is True"),
        ({"min_asr": -1}, "give a percentage"),
    ],
)
def test_wrong_settings(settings: dict[str, Any], problem: str) -> None:
    assert problem in " ".join(settings_problems({**NOTHING, **settings}))


@pytest.mark.parametrize(
    ("settings", "rules", "countries"),
    [
        ({"max_spend": {"EUR": 29.4}}, ["max_spend"], ["JM"]),
        ({"max_spend": {"EUR": "29.5"}}, [], []),
        ({"max_spend": {"USD": 0}}, [], []),
        ({"max_attempts": 11}, ["max_attempts"], ["JM"]),
        ({"max_attempts": 9}, ["max_attempts", "max_attempts"], ["JM", "GB"]),
        ({"max_attempts": 12}, [], []),
        ({"min_asr": 60}, ["min_asr"], ["JM"]),
        ({"min_asr": 50}, [], []),
        ({"baseline": "gb, jm"}, ["baseline"], [None]),
        ({"baseline": ["GB"]}, ["baseline", "baseline"], ["JM", None]),
    ],
)
def test_alarms(settings: dict[str, Any], rules: list[str], countries: list[str | None]) -> None:
    """Each threshold finds what is beyond it, not what reaches it."""
    found = alarms(STATS, {**NOTHING, **settings})
    assert settings_problems({**NOTHING, **settings}) == []
    assert ([one["rule"] for one in found], [one["country"] for one in found]) == (rules, countries)


def test_texts() -> None:
    settings = {**NOTHING, "max_spend": {"EUR": 1}, "baseline": ["GB", "JM"]}
    assert [one["text"] for one in alarms(STATS, settings)] == [
        "calls have cost 29.5 EUR, more than 1; most of it to JM",
        "1 calls to numbers of no known country, which is new",
    ]


def test_no_calls() -> None:
    settings = {**NOTHING, "max_spend": {"EUR": 0}, "max_attempts": 0, "min_asr": 100, "baseline": ["GB"]}
    assert alarms(stats_of([], ["country"]), settings) == []


def test_prefixes() -> None:
    """The dial codes are those of the called numbers in the countries of alarms."""
    assert prefixes(STATS, [{"country": "JM"}, {"country": None}]) == ["+1876"]
    assert prefixes(STATS, [{"country": None}]) == []


def test_undo() -> None:
    """A second response adds to the first; a trunk stays as it was before the first."""
    first = {"countries": ["JM"], "rules": [], "trunks": [{"name": "office", "acls": ["pbx"]}]}
    second = {"countries": ["LV"], "rules": ["x"], "trunks": [{"name": "office", "acls": []}, {"name": "lab"}]}
    assert merged_undo({}, first) == first
    assert merged_undo(first, second) == {
        "countries": ["JM", "LV"],
        "rules": ["x"],
        "trunks": [{"name": "lab"}, {"name": "office", "acls": ["pbx"]}],
    }
