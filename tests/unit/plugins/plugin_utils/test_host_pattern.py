# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every part of a pattern of hosts means something, or is told."""

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
        ("*", GROUPS["all"]),
        ("production", ["production"]),
        ("production,staging", ["production", "staging"]),
        ("production, staging,", ["production", "staging"]),
        ("production:staging", ["production", "staging"]),
        ("all:!production", GROUPS["all"][1:]),
        ("all,!lab*,!2001:db8::1,!web.example.com", ["production", "staging"]),
        ("all:&labs", ["lab-1", "lab-2"]),
        ("labs:&production", []),
        ("~lab-[12]", ["lab-1", "lab-2"]),
        ("~(lab|prod).*", ["production", "lab-1", "lab-2"]),
        ("labs[0]", ["lab-1"]),
        ("labs[-1]", ["lab-2"]),
        ("labs[0:1]", ["lab-1", "lab-2"]),
        ("labs[1:]:production", ["lab-2", "production"]),
        ("lab-[!2]", ["lab-1"]),
        ("2001:db8::1", ["2001:db8::1"]),
        ("localhost", ["localhost"]),
        ("127.0.0.1", ["127.0.0.1"]),
        ("empty", []),
        ("labs:!empty", ["lab-1", "lab-2"]),
        (["labs", "!lab-1"], ["lab-2"]),
        (["labs,production", "!lab-1"], ["production", "lab-2"]),
    ],
)
def test_hosts(pattern: object, hosts: list[str]) -> None:
    """A pattern is what it is to Ansible."""
    assert sorted(HostPattern(pattern, GROUPS).hosts) == sorted(hosts)


@pytest.mark.parametrize(
    ("pattern", "unknown"),
    [
        ("prodution", "prodution"),
        ("all:!prodution", "!prodution"),
        ("all,!prodution", "!prodution"),
        ("labs:&nope", "&nope"),
        ("~nope.*", "~nope.*"),
        ("staging:~prodution", "~prodution"),
        ("!nope", "!nope"),
        ("all:!!production", "!!production"),
        ("all:!", "!"),
        ("all:!pro*:!nope*", "!nope*"),
        ("labs[5]", "labs[5]"),
        ("labs[5:6]", "labs[5:6]"),
        ("~lab(", "~lab("),
        ("staging,labs:production", "labs:production"),
        ("nope,nada,staging", "nope, nada"),
        ("2001:db8::2", "2001:db8::2"),
        (["all", "!prodution"], "!prodution"),
    ],
)
def test_unknown(pattern: object, unknown: str) -> None:
    """A part that matches nothing is named, whatever its sign, and with its sign."""
    shown = pattern if isinstance(pattern, str) else "all,!prodution"
    problem = f"sinch_hosts is {shown}, and the inventory has no such host or group: {unknown}"
    with pytest.raises(PatternError) as caught:
        HostPattern(pattern, GROUPS)
    assert str(caught.value) == problem


@pytest.mark.parametrize("pattern", ["", " ", ",", [], [""], None, 5, {"all": 1}, ["all", 5], [["all"]]])
def test_no_pattern(pattern: object) -> None:
    """What names no hosts, or is of another type, is refused in words."""
    with pytest.raises(
        PatternError, match=r"^sinch_hosts must be the name of a host or group, a pattern, or a list of "
    ):
        HostPattern(pattern, GROUPS)
