# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the voice configuration of a number says."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._resources.active_numbers import on_trunk, use_of
from ansible_collections.sinch.sip.plugins.module_utils._resources.relations import Use


@pytest.mark.parametrize(
    ("voice", "use"),
    [
        ({"type": "EST", "trunkId": "T1"}, Use(target="T1")),
        ({"type": "EST", "trunkId": None, "scheduledVoiceProvisioning": {"status": "WAITING"}}, Use(status="WAITING")),
        ({"type": "RTC", "appId": "app-1", "trunkId": "T1"}, Use(other="RTC app-1")),
        ({"type": "FAX", "serviceId": "fax-1"}, Use(other="FAX fax-1")),
        ({"type": "RTC", "appId": ""}, Use()),
        ({"type": "TOMORROW", "thingId": "x"}, Use()),
        ({"scheduledVoiceProvisioning": None}, Use()),
        (None, Use()),
        ("text", Use()),
    ],
)
def test_use_of(voice: Any, use: Use) -> None:
    assert use_of({"phoneNumber": "+12025550101", "voiceConfiguration": voice}) == use


def test_states() -> None:
    assert [
        (Use(status=one).under_way, Use(status=one).failed) for one in ("", "WAITING", "IN_PROGRESS", "FAILED")
    ] == [
        (False, False),
        (True, False),
        (True, False),
        (False, True),
    ]
    assert on_trunk("T1") == {"voiceConfiguration": {"type": "EST", "trunkId": "T1"}}
