# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers that a project rents, and how they get to a trunk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .settings import Settings
from .store import Clock, Project, Row


def new_number(clock: Clock, project: Project, fields: Mapping[str, Any]) -> Row:
    """Return a number that the project starts to rent, and that nothing uses."""
    return {
        "phoneNumber": fields["phoneNumber"],
        "projectId": project.id,
        "displayName": "",
        "regionCode": fields.get("countryCode") or "US",
        "type": "LOCAL",
        "capability": ["SMS", "VOICE"],
        "money": {"currencyCode": "USD", "amount": "2.00"},
        "paymentIntervalMonths": 1,
        "nextChargeDate": clock.timestamp(seconds_ago=-30 * 86_400),
        "expireAt": None,
        "smsConfiguration": {"servicePlanId": "", "campaignId": ""},
        "voiceConfiguration": {"type": "RTC", "appId": "", "lastUpdatedTime": None},
    }


def provision(settings: Settings, clock: Clock, row: Row, trunk_id: str) -> None:
    """Start to put a number on a trunk, in the way of the settings."""
    voice: Row = {"type": "EST", "trunkId": trunk_id, "lastUpdatedTime": clock.timestamp()}
    if settings.provisioning in ("slow", "fails"):
        scheduled = {"type": "EST", "status": "WAITING", "trunkId": trunk_id, "lastUpdatedTime": clock.timestamp()}
        voice |= {"trunkId": "", "scheduledVoiceProvisioning": scheduled}
        row["_due"] = clock.now_s() + settings.provisioning_s
    row["voiceConfiguration"] = voice


def finish_due(settings: Settings, clock: Clock, row: Row) -> Row:
    """Return a number after a provisioning that is due by now."""
    scheduled = row["voiceConfiguration"].get("scheduledVoiceProvisioning")
    if scheduled and scheduled["status"] != "FAILED" and clock.now_s() >= row["_due"]:
        if settings.provisioning == "fails":
            scheduled["status"] = "FAILED"
        else:
            row["voiceConfiguration"] = {"type": "EST", "trunkId": scheduled["trunkId"], "lastUpdatedTime": None}
    return row


def follow(settings: Settings, clock: Clock, project: Project, assigned: Row) -> None:
    """Let the Numbers API follow an assignment through the other API, unless the settings say that it does not."""
    row = project.tables["activeNumbers"].rows.get(assigned["phoneNumber"])
    if row is None or settings.provisioning == "apart":
        return
    if assigned["sipTrunkId"]:
        provision(settings, clock, row, assigned["sipTrunkId"])
    else:
        row["voiceConfiguration"] = {"type": "RTC", "appId": "", "lastUpdatedTime": None}
