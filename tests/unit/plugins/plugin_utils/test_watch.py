# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The thresholds of the playbook watch, and the alarms and responses that follow from them."""

from __future__ import annotations

import random
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._call_stats import stats_of
from ansible_collections.sinch.sip.plugins.plugin_utils._watch import (
    alarms,
    called,
    lines,
    merged_undo,
    prefixes,
    settings_problems,
    strange,
    window_seconds,
)

NUMBERS: dict[str, Any] = {"max_attempts": "", "max_short_calls": "", "min_asr": ""}
NOTHING: dict[str, Any] = {"window": "1h", "max_spend": {}, "baseline": [], **NUMBERS}


def _call(to: str, result: str = "COMPLETED", amount: float = 0.5, seconds: int = 60) -> dict[str, Any]:
    price = {"currencyCode": "EUR", "amount": amount}
    fields = {"to": to, "callResult": result, "durationSeconds": seconds}
    return {"direction": "OUTBOUND", "price": price, **fields}


CALLS = [_call("+442079460100") for _number in range(10)]
CALLS += [_call(f"+187655501{number:02}", "FAILED" if number % 2 else "COMPLETED", 2) for number in range(12)]
CALLS += [_call("anonymous")]
CALLS += [_call("+3719000001", amount=0, seconds=2) for _number in range(3)]
STATS = stats_of(CALLS, ["country", "destination"], mask_numbers=True)


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
        ({"max_short_calls": "few"}, "sinch_watch_max_short_calls is 'few'; give a number of calls"),
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
        ({"max_short_calls": 2}, ["max_short_calls"], ["LV"]),
        ({"max_short_calls": 3}, [], []),
        ({"baseline": "gb, jm, lv"}, ["baseline"], [None]),
        ({"baseline": ["GB", "LV"]}, ["baseline", "baseline"], ["JM", None]),
    ],
)
def test_alarms(settings: dict[str, Any], rules: list[str], countries: list[str | None]) -> None:
    """Each threshold finds what is beyond it, not what reaches it."""
    found = alarms(STATS, {**NOTHING, **settings})
    assert settings_problems({**NOTHING, **settings}) == []
    assert ([one["rule"] for one in found], [one["country"] for one in found]) == (rules, countries)


def test_texts() -> None:
    settings = {**NOTHING, "max_spend": {"EUR": 1}, "baseline": ["GB", "JM"], "max_short_calls": 0}
    assert [one["text"] for one in alarms(STATS, settings)] == [
        "calls have cost 29.5 EUR, more than 1; most of it to JM",
        "3 calls to LV, which is new",
        "3 short calls to LV, more than 0",
        "1 calls to numbers of no known country, which is new",
    ]


def test_no_calls() -> None:
    settings = {**NOTHING, "max_spend": {"EUR": 0}, "max_attempts": 0, "min_asr": 100, "baseline": ["GB"]}
    assert settings_problems(settings) == []
    assert alarms(stats_of([], ["country"]), settings) == []


def test_zero_is_a_threshold() -> None:
    settings = {**NOTHING, "max_attempts": 0}
    assert settings_problems(settings) == []
    assert {one["country"] for one in alarms(STATS, settings)} == {"GB", "JM", "LV", None}


def test_whom_a_response_concerns() -> None:
    """Countries of the baseline are called, but not strange; numbers of no known country have no country."""
    found: list[dict[str, Any]] = [{"country": "JM"}, {"country": "GB"}, {"country": None}, {"country": "JM"}]
    assert called(found) == ["GB", "JM"]
    assert strange(found, {"baseline": ["gb"]}) == ["JM"]
    assert strange(found, {"baseline": []}) == ["GB", "JM"]


def test_prefixes() -> None:
    """The dial codes are those of the called numbers in the countries, even of masked numbers."""
    assert prefixes(STATS, ["JM", "LV"]) == ["+1876", "+371"]
    assert prefixes(STATS, []) == []


def test_lines() -> None:
    assert lines(STATS)[:2] == [
        "all countries: 26 calls, 20 answered (3 of them short), 17.1 minutes, cost 29.5 EUR",
        "JM: 12 calls, 6 answered (0 of them short), 6.0 minutes, cost 24 EUR",
    ]
    assert lines(STATS)[3] == "LV: 3 calls, 3 answered (3 of them short), 0.1 minutes, cost nothing"


def test_an_ordinary_week() -> None:
    """No window of a week of ordinary calls raises an alarm, and the window in which fraud begins does."""
    settings = {**NOTHING, "baseline": ["GB", "JM"], "max_attempts": 20, "max_short_calls": 5, "min_asr": 30}
    settings |= {"max_spend": {"EUR": 60}}
    week, dice = 7 * 24 * 4, random.Random(17)
    windows: list[list[dict[str, Any]]] = [[] for _quarter in range(week)]
    for number in range(1000):
        result = dice.choice(["COMPLETED", "COMPLETED", "BUSY"])
        windows[dice.randrange(week)].append(_call(f"+442079460{number % 1000:03}", result, dice.random(), 60))
    assert [alarms(stats_of(one, ["country"]), settings) for one in windows] == [[]] * week
    fraud = [*windows[-1], *(_call(f"+3719000{number:04}") for number in range(50))]
    found = alarms(stats_of(fraud, ["country"]), settings)
    assert {(one["rule"], one["country"]) for one in found} == {("baseline", "LV"), ("max_attempts", "LV")}


def test_undo() -> None:
    """A second response adds to the first; a trunk stays as it was before the first."""
    first = {"countries": ["JM"], "rules": [], "trunks": [{"name": "office", "acls": ["pbx"]}]}
    lab = {"id": "T1", "name": "lab", "phone_numbers": ["+12025550123"]}
    second = {"countries": ["LV"], "rules": ["x"], "trunks": [{"name": "office", "acls": []}, lab]}
    assert merged_undo({}, first) == first
    assert merged_undo(first, second) == {
        "countries": ["JM", "LV"],
        "rules": ["x"],
        "trunks": [{"id": "T1", "name": "lab"}, {"name": "office", "acls": ["pbx"]}],
    }
