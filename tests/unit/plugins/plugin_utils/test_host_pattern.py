# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Patterns of hosts and their unknown parts."""

from __future__ import annotations

import pytest

from ansible_collections.sinch.sip.plugins.plugin_utils._host_pattern import HostPattern, PatternError

GROUPS = {
    "all": ["production", "staging", "lab-1", "lab-2", "2001:db8::1", "web.example.com"],
    "ungrouped": ["production", "staging", "2001:db8::1", "web.example.com"],
    "labs": ["lab-1", "lab-2"],
    "empty": [],
}


@pytest.mark.parametrize(
    ("pattern", "hosts"),
    [
        ("all", GROUPS["all"]),
        ("production, staging,", ["production", "staging"]),
        ("all:!production", GROUPS["all"][1:]),
        ("all,!lab*,!2001:db8::1,!web.example.com", ["production", "staging"]),
        ("all:&labs", ["lab-1", "lab-2"]),
        ("labs:&production", []),
        ("~(lab|prod).*", ["production", "lab-1", "lab-2"]),
        ("labs[1:]:production", ["lab-2", "production"]),
        ("lab-[!2]", ["lab-1"]),
        ("2001:db8::1", ["2001:db8::1"]),
        ("localhost", ["localhost"]),
        ("labs:!empty", ["lab-1", "lab-2"]),
        (["labs,production", "!lab-1"], ["production", "lab-2"]),
    ],
)
def test_hosts(pattern: object, hosts: list[str]) -> None:
    assert sorted(HostPattern(pattern, GROUPS).hosts) == sorted(hosts)


@pytest.mark.parametrize(
    ("pattern", "unknown"),
    [
        ("prodution", "prodution"),
        ("all:!prodution", "!prodution"),
        ("labs:&nope", "&nope"),
        ("staging:~prodution", "~prodution"),
        ("all:!!production", "!!production"),
        ("all:!", "!"),
        ("labs[5]", "labs[5]"),
        ("~lab(", "~lab("),
        ("staging,labs:production", "labs:production"),
        ("nope,nada,staging", "nope, nada"),
        (["all", "!prodution"], "!prodution"),
    ],
)
def test_unknown(pattern: object, unknown: str) -> None:
    """The message has the whole pattern, and each part that matches nothing with its sign."""
    shown = pattern if isinstance(pattern, str) else "all,!prodution"
    with pytest.raises(PatternError) as caught:
        HostPattern(pattern, GROUPS)
    assert str(caught.value).startswith(f"sinch_hosts is {shown}, ")
    assert str(caught.value).endswith(f": {unknown}")


@pytest.mark.parametrize("pattern", ["", " ", ",", [], [""], None, 5, {"all": 1}, ["all", 5], [["all"]]])
def test_no_pattern(pattern: object) -> None:
    with pytest.raises(PatternError, match="sinch_hosts must be the name of a host or group"):
        HostPattern(pattern, GROUPS)
