# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A probe of the domain of a trunk, from options to result, with the standard library alone."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .._errors import OptionError
from .._result_file import RESULT_FILE_OPTIONS, Gauge
from .causes import likely_cause
from .channel import Channel, ChannelError, DatagramChannel, StreamChannel, connected, secured, system_text
from .message import Request, default_port
from .transaction import Transaction

PROBE_OPTIONS: dict[str, dict[str, Any]] = {
    "domain": {"type": "str", "required": True},
    "transport": {"type": "str", "choices": ["UDP", "TCP", "TLS"], "default": "UDP"},
    "port": {"type": "int"},
    "address": {"type": "str"},
    "source_address": {"type": "str"},
    "timeout": {"type": "float", "default": 10.0},
    "expected_codes": {"type": "list", "elements": "int", "default": [200]},
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": {"type": "path"},
    **RESULT_FILE_OPTIONS,
}

_LONGEST_TIMEOUT_S = 300.0
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# A last label without a letter would be an IP address.
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?=[0-9-]*[a-z]){_LABEL}", re.IGNORECASE | re.ASCII)
_LONGEST_DOMAIN = 253

# The keys of a result that describe an answer, for results without one.
_NO_ANSWER: Mapping[str, Any] = dict.fromkeys(
    ("code", "reason", "round_trip_ms", "seen_as", "seen_port", "server", "warning")
)


@dataclass(frozen=True)
class Target:
    """The checked options of a probe; ``timeout`` is in seconds, addresses are IP addresses."""

    domain: str
    transport: str
    port: int
    timeout: float
    address: str | None = None
    source_address: str | None = None
    context: ssl.SSLContext | None = None

    def resolve(self) -> list[str]:
        """Return the IP addresses of the server, the best first; raise ChannelError if it has none."""
        if self.address is not None:
            return [self.address]
        family = socket.AF_UNSPEC if self.source_address is None else _family(self.source_address)
        try:
            found = socket.getaddrinfo(self.domain, self.port, family, socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            text = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise ChannelError("unresolved", text) from error
        addresses = dict.fromkeys(str(socket_address[0]) for *_rest, socket_address in found)
        # IPv4 first, because ACLs have only IPv4 addresses (ref).
        return sorted(addresses, key=lambda address: ":" in address)


def checked_target(params: Mapping[str, Any]) -> Target:
    """Return the target of a probe; raise OptionError."""
    domain, transport = params["domain"], params["transport"]
    if not _DOMAIN.fullmatch(domain) or len(domain) > _LONGEST_DOMAIN:
        raise OptionError(
            "domain",
            f"{domain!r} is not the domain of a trunk; write it as the trunk has it, like acme-office.pstn.sinch.com, "
            "without sip: and port",
        )
    port = default_port(transport) if params["port"] is None else params["port"]
    if not 1 <= port <= 65535:
        raise OptionError("port", f"{port} is out of range; give from 1 to 65535")
    timeout = params["timeout"]
    if not 0 < timeout <= _LONGEST_TIMEOUT_S:
        raise OptionError("timeout", f"{timeout:g} is out of range; give up to {_LONGEST_TIMEOUT_S:g} seconds")
    expected = params["expected_codes"]
    if not expected or not all(200 <= code <= 699 for code in expected):
        raise OptionError("expected_codes", f"{expected} is not a list of final SIP codes, which are from 200 to 699")
    addresses = {name: _checked_address(name, params[name]) for name in ("address", "source_address")}
    if len({_family(address) for address in addresses.values() if address is not None}) > 1:
        raise OptionError("source_address", "is not of the same IP version as address")
    return Target(
        domain=domain.lower(),
        transport=transport,
        port=port,
        timeout=timeout,
        context=_context(params["validate_certs"], params["ca_path"]) if transport == "TLS" else None,
        **addresses,
    )


def probe(target: Target) -> dict[str, Any]:
    """Send the request and return the result, as the module returns it under ``sip_probe``.

    Raise OptionError if the source address is not one of this host.
    """
    found: dict[str, Any] = {
        "domain": target.domain,
        "transport": target.transport,
        "addresses": [],
        "address": None,
        "port": target.port,
        "local_address": None,
        "local_port": None,
        "call_id": None,
        "outcome": "no_answer",
        "error": None,
        "transmissions": 0,
        "provisional": [],
        "ignored": 0,
        "ignored_because": [],
        **_NO_ANSWER,
    }
    try:
        found["addresses"] = target.resolve()
        found["address"] = found["addresses"][0]
        deadline = time.monotonic() + target.timeout
        with _opened(target, found["address"], deadline) as channel:
            local_address, local_port = channel.local
            request = Request(target.domain, target.port, target.transport, local_address, local_port)
            found.update(local_address=local_address, local_port=local_port, call_id=request.call_id)
            transaction = Transaction(channel, request)
            try:
                transaction.run(deadline)
            finally:
                found.update(_seen(transaction))
    except ChannelError as error:
        found.update(outcome=error.outcome, error=str(error))
    return {**found, "cause": likely_cause(found)}


def judged(found: Mapping[str, Any], expected_codes: list[int]) -> str | None:
    """Return the message for a result whose code is not expected, else None."""
    if found["code"] in expected_codes:
        return None
    if found["outcome"] == "answered":
        what = f"answered {found['code']} {found['reason']}".rstrip()
    else:
        what = "gave no answer" + (f" ({found['error']})" if found["error"] else "")
    expected = " or ".join(map(str, expected_codes))
    text = f"{found['domain']} {what} over {found['transport']}, expected {expected}."
    return f"{text} {found['cause']}" if found["cause"] else text


def gauges_of(target: Target, found: Mapping[str, Any], success: bool) -> list[Gauge]:
    """Return the metrics of a result."""
    labels = {"domain": target.domain, "transport": target.transport}
    if target.address is not None:
        # Probes of several addresses of a domain are several series.
        labels["address"] = target.address
    round_trip = None if found["round_trip_ms"] is None else found["round_trip_ms"] / 1000
    return [
        Gauge("sinch_sip_probe_success", "Whether an expected code came.", [(labels, int(success))]),
        Gauge("sinch_sip_probe_code", "Code of the final answer.", [(labels, found["code"])]),
        Gauge("sinch_sip_probe_duration_seconds", "Round-trip time of the request.", [(labels, round_trip)]),
    ]


def _seen(transaction: Transaction) -> dict[str, Any]:
    """Return the keys of a result that describe a transaction, complete or not."""
    seen: dict[str, Any] = {
        "transmissions": transaction.transmissions,
        "provisional": sorted(transaction.provisional),
        "ignored": sum(transaction.ignored.values()),
        "ignored_because": sorted(transaction.ignored),
    }
    answer, round_trip_s = transaction.answer, transaction.round_trip_s
    if answer is not None and round_trip_s is not None:
        seen.update(
            outcome="answered",
            code=answer.code,
            reason=answer.reason,
            round_trip_ms=round(round_trip_s * 1000, 3),
            seen_as=answer.seen_as,
            seen_port=answer.seen_port,
            server=answer.server,
            warning=answer.warning,
        )
    return seen


@contextlib.contextmanager
def _opened(target: Target, address: str, deadline: float) -> Iterator[Channel]:
    """Open a channel to the server, and close it at the end; raise ChannelError."""
    kind = socket.SOCK_DGRAM if target.transport == "UDP" else socket.SOCK_STREAM
    opened = connected(address, target.port, target.source_address, kind, deadline - time.monotonic())
    try:
        if target.context is not None:
            opened = secured(opened, target.context, target.domain, deadline - time.monotonic())
        yield DatagramChannel(opened) if target.transport == "UDP" else StreamChannel(opened)
    finally:
        opened.close()


def _checked_address(option: str, value: str | None) -> str | None:
    """Return the canonical spelling of an IP address, or None if it is missing or empty; raise OptionError."""
    if not value:
        return None
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        raise OptionError(option, f"{value!r} is not an IP address") from None


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def _context(validate_certs: bool, ca_path: str | None) -> ssl.SSLContext:
    """Return a TLS context with the authorities of a file, a folder or the system; raise OptionError."""
    if ca_path and not os.path.exists(ca_path):
        raise OptionError("ca_path", f"{ca_path!r} does not exist; name a file or folder of certificates")
    folder = ca_path if ca_path and os.path.isdir(ca_path) else None
    try:
        context = ssl.create_default_context(cafile=None if folder else ca_path or None, capath=folder)
    except OSError as error:
        raise OptionError(
            "ca_path", f"{ca_path!r} has no certificates that can be read: {system_text(error)}"
        ) from error
    if not validate_certs:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
