# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The likely cause of the result of a probe, as a sentence with the next thing to check.

The meaning of a code comes from Sinch's table of common call failures (field), or else from RFC 3261.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any, Callable

Found = Mapping[str, Any]
"""The result of a probe, as the module returns it."""


def likely_cause(found: Found) -> str | None:
    """Return the likely cause of a result, or None if its code is a success."""
    if found["outcome"] != "answered":
        return _OUTCOMES[found["outcome"]](found)
    code = found["code"]
    if code < 300:
        return None
    if code in _CODES:
        return _CODES[code](found)
    if code < 400:
        return "The server answers, and sends callers elsewhere; a trunk's own domain does not. Check the domain."
    return (
        f"The trunk's server is reached. Sinch's table of call failures does not have {code}: look at the reason that "
        f"the server gives, and give Sinch's support the Call-ID {found['call_id']}."
    )


def _forbidden(found: Found) -> str:
    local, seen_as = found["local_address"], found["seen_as"]
    if seen_as is None:
        who = f"the address that the server sees ({local} on this host; behind NAT, a public one that it did not tell)"
    elif seen_as == local:
        who = seen_as
    else:
        who = f"{seen_as}, as which the server sees this host ({local} on the host itself, so there is NAT in between),"
    text = (
        f"Most likely {who} is in no enabled ACL that is linked to the trunk. Put it into one and link that; it takes "
        f"about 60 seconds to have effect. If it is there, check that {found['domain']} is the trunk's own domain."
    )
    if ipaddress.ip_address(seen_as or local).version == 6:
        text += " ACLs have IPv4 addresses only: send from one."
    return text


def _credentials(_found: Found) -> str:
    return (
        "The trunk's server is reached and wants a username and password, which this probe does not send. That is as "
        "it should be for a trunk with credential lists (name the code in expected_codes). If calls get it as well, no "
        "credential list that has their username is linked to the trunk, or the password is another."
    )


def _not_found(found: Found) -> str:
    return f"No trunk has the domain {found['domain']}. Compare it with the domain of the trunk, letter by letter."


def _unavailable(_found: Found) -> str:
    return (
        "The trunk has no enabled endpoint, so that there is nowhere for its calls to go. Add one or enable it; if "
        "there is one, the server may be overloaded: try again."
    )


def _declined(_found: Found) -> str:
    return "The trunk is over its limit of calls per second. Send fewer at a time, or ask Sinch to raise it."


def _no_options(_found: Found) -> str:
    return "The server is reached and does not take OPTIONS, so that this tells nothing about calls. Try one."


def _no_answer(found: Found) -> str:
    if found["provisional"]:
        return "The server is reached and works on the request, but gave no final answer in time. Try a longer timeout."
    where = _where(found)
    if found["ignored"]:
        return f"What comes from {where} is no answer to the request{_strange(found)}"
    if found["transport"] == "UDP":
        return (
            f"Nothing answers {found['transmissions']} packets to {where}. Look for a firewall or SIP ALG, here or on "
            f"the way, that drops UDP to port {found['port']} or its answers; check the address and port, and try TCP."
        )
    return f"{where} takes the connection and does not answer. Check that it is a SIP server, and the port."


def _refused(found: Found) -> str:
    return (
        f"Nothing listens at {_where(found)}, or a firewall on the way refuses. Check the address, the port and the "
        "transport."
    )


def _unreachable(found: Found) -> str:
    return f"There is no way to {_where(found)}: look at this host's routes, and at the firewalls on the way."


def _unresolved(found: Found) -> str:
    return (
        f"{found['domain']} has no address in the DNS that this host asks. Check that the domain is right and the "
        "trunk exists, and that this host's DNS works."
    )


def _tls_failed(found: Found) -> str:
    return (
        f"{_where(found)} is reached, and there is no agreement on TLS. Check that the port is one for TLS, that this "
        "host's clock is right and its certificate authorities are up to date (or give ca_path), and that nothing in "
        "between replaces certificates."
    )


def _closed(found: Found) -> str:
    where = _where(found)
    if found["ignored"]:
        return f"{where} closed the connection, and what it sent before is no answer to the request{_strange(found)}"
    return (
        f"{where} took the connection and closed it without an answer. Check the port and the transport, and look for "
        "a firewall that reads SIP."
    )


def _strange(found: Found) -> str:
    """Return the end of a sentence about messages that were ignored."""
    times = "once" if found["ignored"] == 1 else f"{found['ignored']} times"
    reasons = ", ".join(found["ignored_because"])
    return f" ({times}: {reasons}): either no SIP server is there, or something on the way rewrites SIP."


def _where(found: Found) -> str:
    return f"{found['address']} port {found['port']} over {found['transport']}"


_CODES: Mapping[int, Callable[[Found], str]] = {
    401: _credentials,
    403: _forbidden,
    404: _not_found,
    405: _no_options,
    407: _credentials,
    501: _no_options,
    503: _unavailable,
    603: _declined,
}
_OUTCOMES: Mapping[str, Callable[[Found], str]] = {
    "closed": _closed,
    "no_answer": _no_answer,
    "refused": _refused,
    "tls_failed": _tls_failed,
    "unreachable": _unreachable,
    "unresolved": _unresolved,
}
