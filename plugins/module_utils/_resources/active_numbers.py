# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an active number, one that the project rents, is used for (source of all facts: numbers)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .relations import Use

_SIP_TRUNKING = "EST"
# The key that names the application of each other type of voice configuration.
_APPLICATIONS = {"RTC": "appId", "FAX": "serviceId"}


def use_of(sent: Mapping[str, Any]) -> Use:
    """Return what an active number is used for; a number that is on its way to a trunk has none yet."""
    voice = _mapping(sent.get("voiceConfiguration"))
    scheduled = _mapping(voice.get("scheduledVoiceProvisioning"))
    kind, status = str(voice.get("type") or ""), str(scheduled.get("status") or "")
    if kind == _SIP_TRUNKING:
        return Use(target=str(voice.get("trunkId") or ""), status=status)
    application = voice.get(_APPLICATIONS.get(kind, ""))
    return Use(other=f"{kind} {application}" if application else "", status=status)


def on_trunk(trunk_id: str) -> Mapping[str, Any]:
    """Return the body that assigns a number to a trunk; that an empty ID unassigns it is a guess."""
    return {"voiceConfiguration": {"type": _SIP_TRUNKING, "trunkId": trunk_id}}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
