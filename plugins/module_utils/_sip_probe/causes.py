# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The likely cause of the result of a probe, as a sentence with the next thing to check.

The meaning of a code comes from Sinch's table of common call failures (field), or else from RFC 3261.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

Found = Mapping[str, Any]
"""The result of a probe, as the module returns it."""


def likely_cause(found: Found) -> str | None:
    """Return the likely cause of a result, or None if its code is a success."""
    if found["outcome"] == "answered" and found["code"] < 300:
        return None
    return _template(found).format(
        **found,
        sender=_sender(found),
        where=f"{found['address']} port {found['port']} over {found['transport']}",
        times="once" if found["ignored"] == 1 else f"{found['ignored']} times",
        reasons=", ".join(found["ignored_because"]),
    )


def _template(found: Found) -> str:
    """Return the template of the cause of a result that is not a success."""
    outcome, code = found["outcome"], found["code"]
    if outcome == "answered":
        text = _CODES.get(code, _OTHER_REDIRECT if code < 400 else _OTHER_CODE)
        source = found["seen_as"] or found["local_address"]
        return text + _IPV6 if code == 403 and ipaddress.ip_address(source).version == 6 else text
    if outcome == "closed":
        return _CLOSED_AFTER_OTHERS if found["ignored"] else _CLOSED
    if outcome != "no_answer":
        return _OUTCOMES[outcome]
    if found["provisional"]:
        return _UNFINISHED
    if found["ignored"]:
        return _NO_SIP
    return _SILENT_UDP if found["transport"] == "UDP" else _SILENT


def _sender(found: Found) -> str:
    """Return the source address of the request as the server sees it, with a hint of NAT."""
    local, seen_as = found["local_address"], found["seen_as"]
    if seen_as is None:
        return f"the address that the server sees ({local} on this host; behind NAT, a public one that it did not tell)"
    if seen_as == local:
        return str(seen_as)
    return f"{seen_as}, as which the server sees this host ({local} on the host itself, so there is NAT in between),"


_CREDENTIALS = (
    "The trunk's server is reached and wants a username and password, which this probe does not send. That is as "
    "it should be for a trunk with credential lists (name the code in expected_codes). If calls get it as well, no "
    "credential list that has their username is linked to the trunk, or the password is another."
)
_NO_OPTIONS = "The server is reached and does not take OPTIONS, so that this tells nothing about calls. Try one."
_CODES: Mapping[int, str] = {
    401: _CREDENTIALS,
    403: "Most likely {sender} is in no enabled ACL that is linked to the trunk. Put it into one and link that; it "
    "takes about 60 seconds to have effect. If it is there, check that {domain} is the trunk's own domain.",
    404: "No trunk has the domain {domain}. Compare it with the domain of the trunk, letter by letter.",
    405: _NO_OPTIONS,
    407: _CREDENTIALS,
    501: _NO_OPTIONS,
    503: "The trunk has no enabled endpoint, so that there is nowhere for its calls to go. Add one or enable it; if "
    "there is one, the server may be overloaded: try again.",
    603: "The trunk is over its limit of calls per second. Send fewer at a time, or ask Sinch to raise it.",
}
_IPV6 = " ACLs have IPv4 addresses only: send from one."
_OTHER_REDIRECT = "The server answers, and sends callers elsewhere; a trunk's own domain does not. Check the domain."
_OTHER_CODE = (
    "The trunk's server is reached. Sinch's table of call failures does not have {code}: look at the reason that "
    "the server gives, and give Sinch's support the Call-ID {call_id}."
)
_UNFINISHED = "The server is reached and works on the request, but gave no final answer in time. Try a longer timeout."
_OTHERS = " ({times}: {reasons}): either no SIP server is there, or something on the way rewrites SIP."
_NO_SIP = "What comes from {where} is no answer to the request" + _OTHERS
_SILENT_UDP = (
    "Nothing answers {transmissions} packets to {where}. Look for a firewall or SIP ALG, here or on the way, that "
    "drops UDP to port {port} or its answers; check the address and port, and try TCP."
)
_SILENT = "{where} takes the connection and does not answer. Check that it is a SIP server, and the port."
_CLOSED_AFTER_OTHERS = "{where} closed the connection, and what it sent before is no answer to the request" + _OTHERS
_CLOSED = (
    "{where} took the connection and closed it without an answer. Check the port and the transport, and look for "
    "a firewall that reads SIP."
)
_OUTCOMES: Mapping[str, str] = {
    "refused": "Nothing listens at {where}, or a firewall on the way refuses. Check the address, the port and the "
    "transport.",
    "tls_failed": "{where} is reached, and there is no agreement on TLS. Check that the port is one for TLS, that this "
    "host's clock is right and its certificate authorities are up to date (or give ca_path), and that nothing in "
    "between replaces certificates.",
    "unreachable": "There is no way to {where}: look at this host's routes, and at the firewalls on the way.",
    "unresolved": "{domain} has no address in the DNS that this host asks. Check that the domain is right and the "
    "trunk exists, and that this host's DNS works.",
}
