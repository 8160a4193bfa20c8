# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Builders of the objects that simulated projects are seeded with, as the API takes them."""

from __future__ import annotations

from typing import Any

PASSWORD = "Correct-horse-1"
FIRST, SECOND, THIRD = "+12025550101", "+442079460102", "+12025550103"
FLAT: dict[str, list[dict[str, Any]]] = {
    "callBlockingRules": [
        {"name": "spam", "direction": "INBOUND", "callerMatch": "+4470"},
        {"name": "junk", "direction": "OUTBOUND"},
    ],
}
"""Objects of the kinds that refer to no others."""
UNKNOWN_ID = "01JD3X9V5Q8ZK4T2M7N6P0RBCD"
RANGE = {"ipAddress": "203.0.113.10", "range": 32}


def acl(name: str, *ranges: dict[str, Any], enabled: bool = True) -> dict[str, Any]:
    """Return an ACL, with one address unless ranges are given."""
    return {"name": name, "enabled": enabled, "ipRanges": list(ranges) or [RANGE]}


def user(username: str = "alice", password: str = PASSWORD) -> dict[str, Any]:
    """Return a user, as a credential list or an option of a module has it."""
    return {"username": username, "password": password}


def credential_list(name: str, *usernames: str) -> dict[str, Any]:
    """Return a credential list, with the user alice unless usernames are given."""
    return {"name": name, "credentials": [user(one) for one in usernames or ["alice"]]}


def trunk(name: str, **more: Any) -> dict[str, Any]:
    """Return a trunk whose host name is its name."""
    return {"name": name, "hostName": name, **more}


def static_endpoint(name: str = "pbx", **more: Any) -> dict[str, Any]:
    """Return an endpoint at an address."""
    return {"name": name, "priority": 1, "address": "203.0.113.20", **more}


def registered_endpoint(name: str = "desk", username: str = "alice", **more: Any) -> dict[str, Any]:
    """Return an endpoint that registers."""
    return {"name": name, "priority": 1, "isRegistered": True, "credentialUsername": username, **more}
