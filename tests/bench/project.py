# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The project that is built, as data for each way to build it."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MOST_TRUNKS = 2**14  # The number of trunks that can have addresses and phone numbers of their own


@dataclass(frozen=True)
class Setup:
    """A trunk with an ACL of two ranges, two static endpoints and a phone number."""

    name: str
    host_name: str
    ranges: tuple[str, str]  # In CIDR notation
    addresses: tuple[str, str]  # The addresses of the endpoints
    phone_number: str

    @property
    def endpoints(self) -> list[dict[str, Any]]:
        """The endpoints, with keys that are the same in the API and in the modules."""
        return [
            {"name": f"{self.name}-{place}", "address": address, "port": 5060, "transport": "TCP", "priority": place}
            for place, address in enumerate(self.addresses, 1)
        ]


def setups(count: int) -> list[Setup]:
    """Return different trunks, with addresses reserved for benchmarks (RFC 2544)."""
    hosts = ipaddress.ip_address("198.18.0.0")
    networks = ipaddress.ip_address("198.19.0.0")
    return [
        Setup(
            name=f"site-{number:05}",
            host_name=f"bench-site-{number:05}",
            ranges=(f"{hosts + number}/32", f"{networks + 4 * number}/30"),
            addresses=(str(hosts + number), f"pbx-{number:05}.example.com"),
            phone_number=f"+1202{5_550_000 + number}",
        )
        for number in range(count)
    ]


def config_variables(wanted: Iterable[Setup]) -> dict[str, Any]:
    return {
        "acls": [{"name": one.name, "ip_ranges": one.ranges} for one in wanted],
        "trunks": [
            {"acls": [one.name], "endpoints": one.endpoints}
            | {"name": one.name, "host_name": one.host_name, "phone_numbers": [one.phone_number]}
            for one in wanted
        ],
    }


def role_variables(wanted: Iterable[Setup]) -> dict[str, Any]:
    return {
        "trunk_setups": [
            {"setup": "bidirectional", "allow_from": one.ranges, "endpoints": one.endpoints}
            | {"name": one.name, "host_name": one.host_name, "phone_numbers": [one.phone_number]}
            for one in wanted
        ]
    }


def uri_variables(wanted: Iterable[Setup]) -> dict[str, Any]:
    """Return the variables of playbooks/uri.yml: the bodies of the requests."""
    return {
        "setups": [
            {
                "acl": {"name": one.name, "enabled": True, "ipRanges": [_body(cidr) for cidr in one.ranges]},
                "trunk": {"name": one.name, "hostName": one.host_name},
                "endpoints": one.endpoints,
                "phoneNumbers": [one.phone_number],
            }
            for one in wanted
        ]
    }


def _body(cidr: str) -> dict[str, Any]:
    network = ipaddress.ip_network(cidr)
    return {"ipAddress": str(network.network_address), "range": network.prefixlen}


WAYS: Mapping[str, Callable[[Iterable[Setup]], dict[str, Any]]] = {
    "config": config_variables,
    "role": role_variables,
    "uri": uri_variables,
}
"""The ways to build a project: names of playbooks, and functions that return their variables."""
