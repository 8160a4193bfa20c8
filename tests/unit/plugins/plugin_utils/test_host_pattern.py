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
        *(("all", GROUPS["all"]), ("all:!production", GROUPS["all"][1:])),
        *((one, ["production", "staging"]) for one in ("production, staging,", "all,!lab*,!2001:db8::1,!web*")),
        *((one, ["lab-1", "lab-2"]) for one in ("all:&labs", "labs:!empty", "~lab.*")),
        *((one, ["lab-2", "production"]) for one in ("labs[1:]:production", ["labs,production", "!lab-1"])),
        *((one, [one]) for one in ("2001:db8::1", "localhost")),
        *(("labs:&production", []), ("lab-[!2]", ["lab-1"])),
    ],
)
def test_hosts(pattern: object, hosts: list[str]) -> None:
    assert sorted(HostPattern(pattern, GROUPS).hosts) == sorted(hosts)


@pytest.mark.parametrize(
    ("pattern", "unknown"),
    [
        *((f"all:{part}", part) for part in ("!prodution", "&nope", "~prodution", "!!production", "!")),
        *((pattern, pattern) for pattern in ("prodution", "labs[5]", "~lab(")),
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
