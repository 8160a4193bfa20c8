# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of a probe, the addresses of its target, and its results."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError
from ansible_collections.sinch.sip.plugins.module_utils._sip_probe.probe import (
    PROBE_OPTIONS,
    checked_target,
    judged,
    probe,
)

DOMAIN = "acme-office.pstn.sinch.com"


def params(**given: Any) -> dict[str, Any]:
    return {**{name: option.get("default") for name, option in PROBE_OPTIONS.items()}, "domain": DOMAIN, **given}


@pytest.mark.parametrize(
    ("option", "values"),
    [
        ("domain", ["", "acme-office", " " + DOMAIN, f"{DOMAIN}\n", f"{DOMAIN}\r\nVia: x"]),
        ("domain", [f"sip:{DOMAIN}", f"sips:user@{DOMAIN}", f"{DOMAIN}:5060", f"{DOMAIN};transport=tcp"]),
        ("domain", ["acme-.example.com", "acmé.example.com", "a..example.com", "a" * 64 + ".example.com"]),
        ("domain", ["a." * 124 + "example.com", "203.0.113.7", "2001:db8::1"]),
        ("port", [0, 65536]),
        ("timeout", [0.0, -1.0, float("nan"), float("inf"), 300.1]),
        ("expected_codes", [[], [100], [199], [200, 700]]),
        ("address", [DOMAIN, "127.0.0.1\r\nVia: x"]),
        ("source_address", ["127.0.0.1/32"]),
        ("ca_path", ["/nowhere", __file__]),
    ],
)
def test_refused(option: str, values: list[Any]) -> None:
    for value in values:
        with pytest.raises(OptionError, match=rf"^{option}: "):
            checked_target(params(**{"transport": "TLS", option: value}))


def test_addresses_of_two_versions() -> None:
    with pytest.raises(OptionError, match=r"^source_address: .* IP version"):
        checked_target(params(address="127.0.0.1", source_address="::1"))


def test_limits() -> None:
    limits = {"timeout": 300.0, "port": 65535, "expected_codes": [200, 699], "domain": "a." * 120 + "a.example.com"}
    assert checked_target(params(**limits)).port == 65535
    assert checked_target(params(port=1)).port == 1


@pytest.mark.parametrize(
    ("transport", "port", "expected"), [("UDP", None, 5060), ("TCP", None, 5060), ("TLS", None, 5061), ("TLS", 7, 7)]
)
def test_target(transport: str, port: int | None, expected: int) -> None:
    """Empty strings count as not given."""
    given = {"domain": "Acme.Example.COM", "transport": transport, "port": port, "address": "", "source_address": ""}
    target = checked_target(params(**given))
    assert (target.domain, target.port) == ("acme.example.com", expected)
    assert (target.address, target.source_address) == (None, None)
    assert (target.context is not None) == (transport == "TLS")


def test_address_instead_of_the_domain() -> None:
    assert checked_target(params(address="2001:DB8::0:1")).resolve() == ["2001:db8::1"]


def test_ipv4_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses are unique and otherwise keep their order."""
    asked: list[Any] = []

    def resolve(*question: Any) -> list[Any]:
        asked.append(question)
        found = ["2001:db8::1", "203.0.113.2", "203.0.113.1", "203.0.113.2"]
        return [(socket.AF_UNSPEC, socket.SOCK_STREAM, 6, "", (address, 5060)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert checked_target(params()).resolve() == ["203.0.113.2", "203.0.113.1", "2001:db8::1"]
    checked_target(params(source_address="203.0.113.9")).resolve()
    checked_target(params(source_address="2001:db8::9")).resolve()
    assert [question[2] for question in asked] == [socket.AF_UNSPEC, socket.AF_INET, socket.AF_INET6]


@pytest.mark.parametrize("error", [socket.gaierror(socket.EAI_NONAME, "No such name"), UnicodeError("No such name")])
def test_no_such_domain(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:

    def resolve(*_question: Any) -> Any:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    found = probe(checked_target(params()))
    assert (found["outcome"], found["error"]) == ("unresolved", "No such name")
    assert (found["addresses"], found["transmissions"], found["code"]) == ([], 0, None)
    assert found["cause"].startswith(f"{DOMAIN} has no address in the DNS")


FOUND = {"domain": DOMAIN, "transport": "UDP", "outcome": "answered", "code": None, "error": None, "cause": "So."}


@pytest.mark.parametrize(
    ("found", "expected", "message"),
    [
        ({"code": 403, "reason": "No"}, [200, 401], "answered 403 No over UDP, expected 200 or 401. So."),
        ({"code": 403, "reason": ""}, [200], "answered 403 over UDP, expected 200. So."),
        ({"code": 200, "reason": "OK", "cause": None}, [403], "answered 200 OK over UDP, expected 403."),
        ({"outcome": "no_answer"}, [200], "gave no answer over UDP, expected 200. So."),
        ({"outcome": "refused", "error": "No"}, [200], "gave no answer (No) over UDP, expected 200. So."),
    ],
)
def test_judged(found: dict[str, Any], expected: list[int], message: str) -> None:
    assert judged({**FOUND, **found}, expected) == f"{DOMAIN} {message}"
    assert (judged({**FOUND, **found}, [200, 403]) is None) is ("code" in found)
