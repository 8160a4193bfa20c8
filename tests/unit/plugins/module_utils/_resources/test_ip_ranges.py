# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ranges of an ACL as a set."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._resources.ip_ranges import IpRanges

RANGES = IpRanges()


def _cidrs(given: list[Any]) -> list[str]:
    return [one["cidr"] for one in RANGES.show(RANGES.parse(given))]


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("203.0.113.10", "203.0.113.10/32"),
        (" 203.0.113.10/32 ", "203.0.113.10/32"),
        ("203.0.113.0/24", "203.0.113.0/24"),
        ("128.0.0.0/1", "128.0.0.0/1"),
        ({"cidr": "203.0.113.10"}, "203.0.113.10/32"),
        ({"cidr": "203.0.113.10", "description": None}, "203.0.113.10/32"),
    ],
)
def test_forms(given: Any, canonical: str) -> None:
    assert _cidrs([given]) == [canonical]


@pytest.mark.parametrize(
    "given",
    [
        "",
        "office",
        "203.0.113",
        "203.0.113.256",
        "203.0.113.010",
        "203.0.113.0/0",
        "203.0.113.0/33",
        "203.0.113.0/",
        "203.0.113.0/-1",
        "203.0.113.0/255.255.255.0",
        "203.0.113.10/24",
        "2001:db8::1",
        "::ffff:203.0.113.10",
    ],
)
def test_refused_where_it_is_new(given: str) -> None:
    """Each of several is told, and none of those that are there already."""
    ranges = RANGES.parse(["203.0.113.9", given, "nowhere"])
    first, second = RANGES.problems({}, ranges)
    assert repr(given) in first
    assert "'nowhere'" in second
    assert RANGES.problems(ranges, ranges) == []


@pytest.mark.parametrize(
    "given",
    [
        203,
        None,
        {},
        {"cidr": ""},
        {"description": "x"},
        {"cidr": "203.0.113.10", "note": "x"},
        {"cidr": "203.0.113.10", "description": ["x"]},
        {"cidr": "203.0.113.10", "description": True},
        ["203.0.113.10"],
    ],
)
def test_refused(given: Any) -> None:
    """What is of the wrong type cannot be there."""
    with pytest.raises(ValueError, match="cidr|description" if isinstance(given, dict) else re.escape(repr(given))):
        RANGES.parse([given])


def test_order_and_doubles_mean_nothing() -> None:
    """A /32 equals the bare address; the same range twice is once."""
    one = RANGES.parse(["203.0.113.10", "198.51.100.0/24"])
    assert one == RANGES.parse(["198.51.100.0/24", "203.0.113.10/32", "203.0.113.10"])


def test_double_with_two_descriptions() -> None:
    """Which of the two is meant cannot be told."""
    with pytest.raises(ValueError, match=r"203\.0\.113\.10/32 is listed twice"):
        RANGES.parse([{"cidr": "203.0.113.10", "description": text} for text in ("a", "b")])


def test_shown_by_address() -> None:
    """Sorted as addresses and not as text."""
    assert _cidrs(["203.0.113.9", "203.0.113.10", "20.0.0.0/16"]) == [
        "20.0.0.0/16",
        "203.0.113.9/32",
        "203.0.113.10/32",
    ]


@pytest.mark.parametrize(("cidr", "wide"), [("10.0.0.0/15", True), ("10.0.0.0/16", False), ("10.0.0.1", False)])
def test_wide(cidr: str, wide: bool) -> None:
    assert [one.wide for one in RANGES.parse([cidr]).values()] == [wide]


class TestAgainstTheApi:
    """Between what users write and what the API sends."""

    SENT = ({"id": "r1", "ipAddress": "203.0.113.10", "range": 32, "description": "office", "future": 1},)

    @pytest.mark.parametrize(
        ("sent", "cidrs"),
        [
            (None, []),
            ([], []),
            ([{"ipAddress": "203.0.113.10", "range": None}], ["203.0.113.10/32"]),
            ([{"ipAddress": "203.0.113.10", "range": 24}], ["203.0.113.0/24"]),
            # What exists and cannot be understood is passed on as it is.
            ([{"ipAddress": "2001:db8::1", "range": 64}], ["2001:db8::1/64"]),
            ([{"ipAddress": None}], ["None/32"]),
        ],
    )
    def test_load(self, sent: Any, cidrs: list[str]) -> None:
        assert RANGES.well_formed(sent)
        assert [one["cidr"] for one in RANGES.show(RANGES.load(sent))] == cidrs

    @pytest.mark.parametrize("sent", ["203.0.113.10", {}, ["203.0.113.10"], [None]])
    def test_malformed(self, sent: Any) -> None:
        assert not RANGES.well_formed(sent)

    def test_description_left_out_is_kept(self) -> None:
        current = RANGES.load(self.SENT)
        merged = RANGES.merge(current, RANGES.parse(["203.0.113.10", "198.51.100.1"]), additive=False)
        assert RANGES.show(merged) == [
            {"cidr": "198.51.100.1/32", "description": ""},
            {"cidr": "203.0.113.10/32", "description": "office"},
        ]

    def test_description_can_be_emptied(self) -> None:
        wanted = RANGES.parse([{"cidr": "203.0.113.10", "description": ""}])
        assert RANGES.merge(RANGES.load(self.SENT), wanted, additive=False) != RANGES.load(self.SENT)

    def test_removal_is_a_difference(self) -> None:
        """What users list is compared as a whole set, never as a part of one."""
        current = RANGES.load([*self.SENT, {"ipAddress": "198.51.100.1", "range": 32}])
        assert RANGES.merge(current, RANGES.parse(["203.0.113.10"]), additive=False) != current
        assert RANGES.merge(current, RANGES.parse(["203.0.113.10"]), additive=True) == current

    def test_dump(self) -> None:
        """Address and prefix length go apart (field); what is unknown of a range that stays goes back."""
        wanted = RANGES.parse(["203.0.113.10", "198.51.100.0/24"])
        merged = RANGES.merge(RANGES.load(self.SENT), wanted, additive=False)
        assert RANGES.dump(merged, list(self.SENT)) == [
            {"ipAddress": "203.0.113.10", "range": 32, "description": "office", "future": 1},
            {"ipAddress": "198.51.100.0", "range": 24},
        ]
