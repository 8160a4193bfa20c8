# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The likely cause of each outcome and code."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._sip_probe.causes import likely_cause

FOUND: dict[str, Any] = {
    "domain": "acme-office.pstn.sinch.com",
    "transport": "UDP",
    "address": "198.51.100.7",
    "port": 5060,
    "local_address": "203.0.113.10",
    "seen_as": None,
    "call_id": "the-call",
    "outcome": "answered",
    "transmissions": 4,
    "provisional": [],
    "ignored": 0,
    "ignored_because": [],
    "code": None,
}
STRANGE = {"ignored": 2, "ignored_because": ["not SIP", "a request, not an answer"]}
WHERE = "198.51.100.7 port 5060 over"


@pytest.mark.parametrize(
    ("found", "parts"),
    [
        ({"code": 403}, ["203.0.113.10 on this host", "NAT", "ACL", "60 seconds"]),
        ({"code": 403, "seen_as": "203.0.113.10"}, ["Most likely 203.0.113.10 is in no enabled ACL"]),
        (
            {"code": 403, "seen_as": "203.0.113.99", "local_address": "10.0.0.5"},
            ["203.0.113.99", "(10.0.0.5 on", "NAT"],
        ),
        ({"code": 403, "seen_as": "2001:db8::1"}, ["2001:db8::1", "IPv4"]),
        *(({"code": code}, ["expected_codes", "credential list", "username"]) for code in (401, 407)),
        ({"code": 404}, ["domain acme-office.pstn.sinch.com"]),
        *(({"code": code}, ["does not take OPTIONS"]) for code in (405, 501)),
        ({"code": 503}, ["no enabled endpoint"]),
        ({"code": 603}, ["calls per second"]),
        *(({"code": code}, ["Check the domain"]) for code in (300, 399)),
        *(({"code": code}, [f"does not have {code}", "Call-ID the-call"]) for code in (400, 500)),
        ({"outcome": "no_answer"}, [f"4 packets to {WHERE} UDP", "firewall", "SIP ALG", "TCP"]),
        ({"outcome": "no_answer", "transport": "TCP"}, [f"{WHERE} TCP takes the connection"]),
        ({"outcome": "no_answer", "provisional": [100]}, ["longer timeout"]),
        ({"outcome": "no_answer", **STRANGE}, ["(2 times: not SIP, a request, not an answer)", f"{WHERE} UDP"]),
        ({"outcome": "refused"}, [f"Nothing listens at {WHERE} UDP", "firewall"]),
        ({"outcome": "unreachable"}, [f"no way to {WHERE} UDP", "routes"]),
        ({"outcome": "unresolved"}, ["acme-office.pstn.sinch.com has no address in the DNS"]),
        ({"outcome": "tls_failed"}, [f"{WHERE} UDP is reached", "clock", "ca_path"]),
        ({"outcome": "closed"}, ["closed it without an answer"]),
        (
            {"outcome": "closed", "ignored": 1, "ignored_because": ["not SIP"]},
            ["closed the connection", "(once: not SIP)"],
        ),
    ],
)
def test_likely_cause(found: dict[str, Any], parts: list[str]) -> None:
    cause = likely_cause({**FOUND, **found})
    assert cause is not None
    assert [part for part in parts if part not in cause] == []
    assert cause.endswith(".")
    assert ("ACLs have IPv4" in cause) is ("2001:db8::1" in cause)


@pytest.mark.parametrize("code", [200, 299])
def test_success(code: int) -> None:
    assert likely_cause({**FOUND, "code": code}) is None
