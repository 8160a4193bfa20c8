# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The address ranges of an ACL."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .values import READ_ONLY, Items, text_problem

# Ranges from which nothing comes over the Internet (RFC 6890), and what they are for.
SPECIAL = {
    ipaddress.IPv4Network(cidr): purpose
    for cidr, purpose in (
        ("0.0.0.0/8", "no address of a host"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by customers of a carrier"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.168.0.0/16", "private"),
        ("224.0.0.0/4", "multicast"),
        ("255.255.255.255/32", "broadcast"),
        ("240.0.0.0/4", "reserved"),
    )
}
# More addresses than a /16 has: hardly ever one company's PBXs.
WIDE_SIZE = 65_536


@dataclass(frozen=True)
class IpRange:
    """One address range of an ACL; a description of None is one that the user said nothing about."""

    cidr: str
    description: str | None = None

    @property
    def network(self) -> ipaddress.IPv4Network | None:
        """The range as a network; None if it is no IPv4 range."""
        return _network(self.cidr)

    @property
    def size(self) -> int:
        """How many addresses are in the range; 0 where it cannot be read."""
        return 0 if self.network is None else self.network.num_addresses

    @property
    def wide(self) -> bool:
        """Whether the range is larger than any one company's own addresses are likely to be."""
        return self.size > WIDE_SIZE

    @property
    def special(self) -> str:
        """The purpose of a range from which nothing comes over the Internet; "" for any other range."""
        own = self.network
        return next((text for network, text in SPECIAL.items() if own is not None and own.subnet_of(network)), "")


Ranges = dict[str, IpRange]


class IpRanges(Items):
    """The set of an ACL's IPv4 ranges: a mapping of CIDR to range, so that order and doubles mean nothing.

    The API takes an address and a prefix length apart and refuses a CIDR string (field).
    """

    option: Mapping[str, Any] = {"type": "list", "elements": "raw"}
    path = "ipRanges"
    item_label = "range"
    _KEYS: frozenset[str] = frozenset({"cidr", "description", "id"})

    def parse(self, given: Any) -> Ranges:
        """Read a list of CIDR strings or of mappings with ``cidr`` and ``description``."""
        ranges: Ranges = {}
        for entry in given:
            self._check(entry)
            asked = entry if isinstance(entry, Mapping) else {"cidr": entry}
            # A bare address is a /32; what is no IPv4 range stays as it is, for the rules to refuse.
            network = _network(asked["cidr"].strip())
            cidr = asked["cidr"].strip() if network is None else str(network)
            description = asked.get("description")
            one = IpRange(cidr, None if description is None else str(description))
            if ranges.setdefault(cidr, one) != one:
                raise ValueError(f"{cidr} is listed twice with different descriptions; list it once")
        return ranges

    def _check(self, entry: Any) -> None:
        """Raise ValueError for an entry that cannot be read."""
        if isinstance(entry, Mapping):
            unknown = sorted(set(entry) - self._KEYS)
            if unknown:
                text = f"has the unknown key {unknown[0]!r}; the keys are cidr and description"
                raise ValueError(f"{dict(entry)!r} {text}")
            if not entry.get("cidr"):
                raise ValueError(f"{dict(entry)!r} lacks cidr; write {{cidr: 203.0.113.0/24, description: …}}")
            problem = text_problem(entry.get("description"))
            if problem is not None:
                raise ValueError(f"the description of {entry['cidr']!r} {problem}")
            entry = entry["cidr"]
        if not isinstance(entry, str):
            raise ValueError(f"{entry!r} {_NO_RANGE}")

    def problems(self, before: Ranges, after: Ranges) -> list[str]:
        """Refuse each range to add that the API would not take."""
        return [problem for cidr in after if cidr not in before and (problem := _cidr_problem(cidr)) is not None]

    def well_formed(self, sent: Any) -> bool:
        """Accept a list of mappings, or null."""
        return sent is None or (isinstance(sent, list) and all(isinstance(entry, dict) for entry in sent))

    def load(self, sent: Any) -> Ranges:
        """Read the API's list."""
        ranges: Ranges = {}
        for entry in sent or ():
            cidr = _cidr_of(entry)
            ranges.setdefault(cidr, IpRange(cidr, str(entry.get("description") or "")))
        return ranges

    def resend(self, sent: Any) -> Any:
        """Return the ranges without the fields that only the server sets."""
        return [_writable(entry) for entry in sent or ()]

    def merge(self, current: Ranges, wanted: Ranges, additive: bool) -> Ranges:
        """Keep the description of a range for which none was given."""
        merged: Ranges = dict(current) if additive else {}
        for cidr, one in wanted.items():
            merged[cidr] = one if one.description is not None else current.get(cidr, IpRange(cidr, ""))
        return merged

    def dump(self, value: Ranges, sent: Any) -> list[dict[str, Any]]:
        """Send address and prefix length apart; a range that stays keeps the fields that are not known here."""
        there: dict[str, Mapping[str, Any]] = {_cidr_of(entry): entry for entry in reversed(sent or [])}
        entries = []
        for cidr, one in value.items():
            address, _slash, prefix = cidr.partition("/")
            entry = _writable(there[cidr]) if cidr in there else {"ipAddress": address, "range": int(prefix)}
            if one.description or "description" in entry:
                entry["description"] = one.description or ""
            entries.append(entry)
        return entries

    def addresses(self, sent: Any) -> Sequence[tuple[str, str]]:
        """Return the CIDR and the ID of each range that has an ID."""
        return [(_cidr_of(entry), entry["id"]) for entry in sent or () if isinstance(entry.get("id"), str)]

    def item_body(self, item: IpRange) -> dict[str, Any]:
        """Return the body that adds a range."""
        return self.dump({item.cidr: item}, None)[0]

    def show(self, value: Ranges) -> list[dict[str, Any]]:
        """Sort by address, so that a diff shows changes and nothing else."""
        last = ipaddress.IPv4Network("255.255.255.255/32")
        ordered = sorted(value.values(), key=lambda one: (one.network or last, one.cidr))
        return [{"cidr": one.cidr, "description": one.description or ""} for one in ordered]


def _cidr_of(entry: Mapping[str, Any]) -> str:
    """Return the CIDR of a range of the API; its own text where that is no range."""
    address, prefix = entry.get("ipAddress"), entry.get("range")
    cidr = f"{address}/{32 if prefix is None else prefix}".strip()
    network = _network(cidr, strict=False)
    return cidr if network is None else str(network)


def _network(cidr: str, strict: bool = True) -> ipaddress.IPv4Network | None:
    """Return an IPv4 range, or None. Unless ``strict``, the address may be any address of the range."""
    address, slash, prefix = cidr.partition("/")
    if slash and not (prefix.isascii() and prefix.isdecimal()):
        return None
    try:
        return ipaddress.IPv4Network((address, int(prefix) if slash else 32), strict=strict)
    except ValueError:
        return None


_NO_RANGE = "is not an IPv4 range: write '203.0.113.0/24', or '203.0.113.10' for one address"


def _cidr_problem(cidr: str) -> str | None:
    """Return the problem of a range that is to be added, with the right form; None for none."""
    address, _slash, prefix = cidr.partition("/")
    try:
        host = ipaddress.ip_address(address)
    except ValueError:
        return f"{cidr!r} {_NO_RANGE}"
    if host.version != 4:
        return f"{cidr!r} is IPv6; ACLs take IPv4 ranges only"
    network = _network(cidr, strict=False)
    if network is None or network.prefixlen == 0:
        return f"{cidr!r} has the prefix length {prefix!r}; it must be from 1 to 32"
    if network.network_address != host:
        return f"{cidr!r} has host bits set: write {str(network)!r} for the range or {address!r} for the one address"
    return None


def _writable(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in entry.items() if key not in READ_ONLY and key != "accessControlListId"}
