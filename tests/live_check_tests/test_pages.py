# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a page: whose dialect it is, and what is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.live_check.pages import ListKeys, kind_of, read_page

TRUNKS = ListKeys("trunks", "sipTrunks")
RULES = ListKeys("callBlockingRules", "")
SDK = {"trunks": [{}], "totalItems": 1, "pageNumber": 1, "pageSize": 500}
REFERENCE = {"sipTrunks": [{}], "totalItems": 1, "pageNumber": "1", "size": 500}


@pytest.mark.parametrize(
    ("data", "keys", "dialect"),
    [
        (SDK, TRUNKS, "sdk"),
        (REFERENCE, TRUNKS, "ref"),
        ({**SDK, "pageNumber": "1"}, TRUNKS, "a mixture"),
        ({**REFERENCE, "trunks": [], "sipTrunks": None}, TRUNKS, "a mixture"),
        ([], RULES, "ref"),
        ({**SDK, "callBlockingRules": []}, RULES, "sdk"),
    ],
)
def test_dialects(data: Any, keys: ListKeys, dialect: str) -> None:
    page = read_page(data, keys)
    assert (page.dialect, page.problems) == (dialect, ())


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ([], "a bare array, without pages"),
        (None, "null instead of a page"),
        ("text", "a string instead of a page"),
        ({**SDK, "trunks": {}}, "no list under 'trunks' (lists found: none)"),
        ({**SDK, "trunks": None, "items": []}, "no list under 'trunks' (lists found: items)"),
        ({**SDK, "pageNumber": None}, "pageNumber is null"),
        ({**SDK, "totalItems": "1"}, "totalItems is a string"),
        ({**SDK, "totalItems": True}, "totalItems is a boolean"),
        ({**SDK, "pageSize": "many"}, "neither pageSize nor size is a number"),
    ],
)
def test_neither(data: Any, problem: str) -> None:
    page = read_page(data, TRUNKS)
    assert (page.dialect, page.problems) == ("neither", (problem,))


def test_further_keys_are_named() -> None:
    assert "further keys: nextPage" in read_page({**SDK, "nextPage": 2}, TRUNKS).seen


def test_kinds() -> None:
    values: list[object] = [None, True, 1, 1.5, "", [], {}]
    kinds = [kind_of(value) for value in values]
    assert kinds == ["null", "a boolean", "a number", "a number", "a string", "a list", "an object"]
