# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options that cannot be right, names and their addresses, and the likely causes of what is found."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError
from ansible_collections.sinch.sip.plugins.module_utils._sip_probe.causes import likely_cause
from ansible_collections.sinch.sip.plugins.module_utils._sip_probe.channel import ChannelError
from ansible_collections.sinch.sip.plugins.module_utils._sip_probe.probe import (
    PROBE_OPTIONS,
    checked_target,
    judged,
    probe,
)

DOMAIN = "acme-office.pstn.sinch.com"


def params(**given: Any) -> dict[str, Any]:
    """Return options as Ansible hands them over."""
    return {**{name: option.get("default") for name, option in PROBE_OPTIONS.items()}, "domain": DOMAIN, **given}


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("domain", ""),
        ("domain", "acme-office"),
        ("domain", "sip:acme-office.pstn.sinch.com"),
        ("domain", "sips:user@acme-office.pstn.sinch.com"),
        ("domain", "acme-office.pstn.sinch.com:5060"),
        ("domain", "acme-office.pstn.sinch.com;transport=tcp"),
        ("domain", "acme-office.pstn.sinch.com\r\nVia: x"),
        ("domain", "acme-office.pstn.sinch.com\n"),
        ("domain", " acme-office.pstn.sinch.com"),
        ("domain", "acme-.example.com"),
        ("domain", "acmé.example.com"),
        ("domain", "a..example.com"),
        ("domain", "a" * 64 + ".example.com"),
        ("domain", "a." * 124 + "example.com"),
        ("domain", "203.0.113.7"),
        ("domain", "2001:db8::1"),
        ("port", 0),
        ("port", 65536),
        ("timeout", 0.0),
        ("timeout", -1.0),
        ("timeout", float("nan")),
        ("timeout", float("inf")),
        ("timeout", 301.0),
        ("expected_codes", []),
        ("expected_codes", [100]),
        ("expected_codes", [200, 700]),
        ("address", DOMAIN),
        ("address", "127.0.0.1\r\nVia: x"),
        ("source_address", "127.0.0.1/32"),
    ],
)
def test_what_is_refused(option: str, value: Any) -> None:
    """It is refused with the name of the option."""
    with pytest.raises(OptionError, match=rf"^{option}: "):
        checked_target(params(**{option: value}))


def test_addresses_of_two_kinds() -> None:
    with pytest.raises(OptionError, match=r"^source_address: is not of the same IP version"):
        checked_target(params(address="127.0.0.1", source_address="::1"))


@pytest.mark.parametrize(
    ("transport", "port", "expected"), [("UDP", None, 5060), ("TCP", None, 5060), ("TLS", None, 5061), ("TLS", 7, 7)]
)
def test_target(transport: str, port: int | None, expected: int) -> None:
    """Empty strings are as if not given."""
    target = checked_target(
        params(domain="Acme.Example.COM", transport=transport, port=port, address="", source_address="")
    )
    assert (target.domain, target.port) == ("acme.example.com", expected)
    assert (target.address, target.source_address) == (None, None)
    assert (target.context is not None) == (transport == "TLS")


def test_address_instead_of_the_domain() -> None:
    assert checked_target(params(address="2001:DB8::0:1")).resolve() == ["2001:db8::1"]


def test_ipv4_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each address once; and of those of one kind the first is first."""
    asked: list[Any] = []

    def resolve(*question: Any) -> list[Any]:
        asked.append(question)
        found = ["2001:db8::1", "203.0.113.2", "203.0.113.1", "203.0.113.2"]
        return [(socket.AF_UNSPEC, socket.SOCK_STREAM, 6, "", (address, 5060)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert checked_target(params()).resolve() == ["203.0.113.2", "203.0.113.1", "2001:db8::1"]
    checked_target(params(source_address="203.0.113.9")).resolve()
    checked_target(params(source_address="2001:db8::9")).resolve()
    assert [family for _domain, _port, family, *_rest in asked] == [
        socket.AF_UNSPEC,
        socket.AF_INET,
        socket.AF_INET6,
    ]


@pytest.mark.parametrize(
    "error",
    [
        socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
        UnicodeError("Name or service not known"),
    ],
)
def test_no_such_domain(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """The result has everything that there is."""

    def resolve(*_question: Any) -> Any:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    target = checked_target(params())
    with pytest.raises(ChannelError, match=r"^Name or service not known$"):
        target.resolve()
    found = probe(target)
    assert (found["outcome"], found["error"]) == ("unresolved", "Name or service not known")
    assert (found["addresses"], found["transmissions"], found["code"]) == ([], 0, None)
    assert found["cause"].startswith(f"{DOMAIN} has no address in the DNS")


FOUND: dict[str, Any] = {
    "domain": DOMAIN,
    "transport": "UDP",
    "address": "198.51.100.7",
    "port": 5060,
    "local_address": "203.0.113.10",
    "seen_as": None,
    "call_id": "the-call",
    "outcome": "answered",
    "error": None,
    "transmissions": 4,
    "provisional": [],
    "ignored": 0,
    "ignored_because": [],
    "code": None,
    "reason": None,
}


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ({"code": 403}, ["203.0.113.10 on this host; behind NAT, a public one", "no enabled ACL", "60 seconds"]),
        ({"code": 403, "seen_as": "203.0.113.10"}, ["Most likely 203.0.113.10 is in no enabled ACL"]),
        (
            {"code": 403, "seen_as": "203.0.113.99", "local_address": "10.0.0.5"},
            ["203.0.113.99, as which the server sees this host (10.0.0.5 on the host itself, so there is NAT"],
        ),
        ({"code": 403, "seen_as": "2001:db8::1"}, ["ACLs have IPv4 addresses only"]),
        ({"code": 401}, ["does not send", "expected_codes", "credential list"]),
        ({"code": 407}, ["credential list"]),
        ({"code": 404}, [f"No trunk has the domain {DOMAIN}"]),
        ({"code": 405}, ["does not take OPTIONS"]),
        ({"code": 501}, ["does not take OPTIONS"]),
        ({"code": 503}, ["no enabled endpoint"]),
        ({"code": 603}, ["limit of calls per second"]),
        ({"code": 302}, ["Check the domain"]),
        ({"code": 500}, ["does not have 500", "Call-ID the-call"]),
        ({"outcome": "no_answer"}, ["4 packets to 198.51.100.7 port 5060 over UDP", "SIP ALG", "try TCP"]),
        ({"outcome": "no_answer", "transport": "TCP"}, ["takes the connection and does not answer"]),
        ({"outcome": "no_answer", "provisional": [100]}, ["longer timeout"]),
        (
            {"outcome": "no_answer", "ignored": 2, "ignored_because": ["not SIP", "a request, not an answer"]},
            ["(2 times: not SIP, a request, not an answer)", "rewrites SIP"],
        ),
        ({"outcome": "refused"}, ["Nothing listens at 198.51.100.7 port 5060 over UDP"]),
        ({"outcome": "unreachable"}, ["no way to 198.51.100.7 port 5060 over UDP", "routes"]),
        ({"outcome": "unresolved"}, [f"{DOMAIN} has no address in the DNS"]),
        ({"outcome": "tls_failed"}, ["agreement on TLS", "clock", "ca_path"]),
        ({"outcome": "closed"}, ["closed it without an answer"]),
        ({"outcome": "closed", "ignored": 1, "ignored_because": ["not SIP"]}, ["(once: not SIP)"]),
    ],
)
def test_likely_cause(found: dict[str, Any], says: list[str]) -> None:
    """A sentence that says where to look next."""
    cause = likely_cause({**FOUND, **found})
    assert cause is not None
    assert [part for part in says if part not in cause] == []
    assert cause.endswith(".")
    # The task's failure says both what is and why.
    message = judged({**FOUND, **found, "cause": cause}, [200])
    assert message is not None
    assert message.endswith(cause)


@pytest.mark.parametrize("code", [200, 202])
def test_nothing_to_mend(code: int) -> None:
    assert likely_cause({**FOUND, "code": code}) is None


@pytest.mark.parametrize(
    ("found", "expected", "message"),
    [
        ({"code": 200, "reason": "OK"}, [200], None),
        ({"code": 401, "reason": ""}, [200, 401], None),
        ({"code": 403, "reason": "No"}, [200, 401], f"{DOMAIN} answered 403 No over UDP, expected 200 or 401. So."),
        ({"code": 403, "reason": ""}, [200], f"{DOMAIN} answered 403 over UDP, expected 200. So."),
        ({"code": 200, "reason": "OK", "cause": None}, [403], f"{DOMAIN} answered 200 OK over UDP, expected 403."),
        ({"outcome": "no_answer"}, [200], f"{DOMAIN} gave no answer over UDP, expected 200. So."),
        ({"outcome": "refused", "error": "No"}, [200], f"{DOMAIN} gave no answer (No) over UDP, expected 200. So."),
    ],
)
def test_failure(found: dict[str, Any], expected: list[int], message: str | None) -> None:
    assert judged({**FOUND, "cause": "So.", **found}, expected) == message
