# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The request of a probe, its answers, and streams of messages."""

from __future__ import annotations

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._sip_probe.message import (
    LARGEST_HEAD,
    NoAnswerError,
    Request,
    Stream,
    shown,
)

REQUEST = Request("acme.example.com", 5060, "UDP", "10.0.0.5", 40001, "the-call", "z9hG4bK-the-branch", "the-tag")
VIA = "Via: SIP/2.0/UDP 10.0.0.5:40001;branch=z9hG4bK-the-branch;received=203.0.113.7;rport=1234"
HEADERS = (VIA, "Call-ID: the-call", "CSeq: 1 OPTIONS")


def answer(*headers: str, status: str = "SIP/2.0 200 OK", end: str = "\r\n") -> bytes:
    """Return a message with the given headers or else those of an answer."""
    return "".join(line + end for line in [status, *(headers or HEADERS), ""]).encode()


def test_request() -> None:
    """The request has all headers of RFC 3261, 8.1.1 and 11.1, with the domain of the trunk in From and To."""
    assert REQUEST.encode().decode("ascii").split("\r\n") == [
        "OPTIONS sip:acme.example.com SIP/2.0",
        "Via: SIP/2.0/UDP 10.0.0.5:40001;branch=z9hG4bK-the-branch;rport",
        "Max-Forwards: 70",
        "From: <sip:sinch-sip-probe@acme.example.com>;tag=the-tag",
        "To: <sip:acme.example.com>",
        "Call-ID: the-call",
        "CSeq: 1 OPTIONS",
        "Contact: <sip:sinch-sip-probe@10.0.0.5:40001;transport=udp>",
        "Accept: application/sdp",
        "User-Agent: sinch-sip-probe",
        "Content-Length: 0",
        *["", ""],
    ]


@pytest.mark.parametrize(
    ("transport", "port", "more"),
    [
        *(("UDP", 5060, ""), ("UDP", 5061, ":5061"), ("TCP", 5060, ";transport=tcp")),
        *(("TLS", 5061, ";transport=tls"), ("TLS", 5060, ":5060;transport=tls")),
    ],
)
def test_target(transport: str, port: int, more: str) -> None:
    text = Request("a.example.com", port, transport, "2001:db8::1", 7).encode().decode("ascii")
    assert text.startswith(f"OPTIONS sip:a.example.com{more} SIP/2.0\r\n")
    assert f"Via: SIP/2.0/{transport} [2001:db8::1]:7;branch=z9hG4bK" in text
    assert f"@[2001:db8::1]:7;transport={transport.lower()}>" in text


def test_no_two_requests_are_alike() -> None:
    one, other = (Request("a.example.com", 5060, "UDP", "10.0.0.5", 1) for _number in range(2))
    assert {one.call_id, one.branch, one.tag}.isdisjoint({other.call_id, other.branch, other.tag})


def test_answer() -> None:
    found = REQUEST.read(answer(*HEADERS, "Server: edge 1.0", 'Warning: 399 edge "limited"'))
    assert (found.code, found.reason, found.final) == (200, "OK", True)
    assert (found.seen_as, found.seen_port) == ("203.0.113.7", 1234)
    assert (found.server, found.warning) == ("edge 1.0", '399 edge "limited"')
    early = REQUEST.read(answer(status="SIP/2.0 199"))
    assert (early.final, early.reason) == (False, "")


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(answer("v: " + VIA[5:], "i:the-call", "CSEQ : 1  OPTIONS"), id="compact"),
        pytest.param(answer(VIA.replace(";", "\r\n ;"), "Call-ID:\r\n\tthe-call", HEADERS[2]), id="folded"),
        pytest.param(answer(VIA + ", SIP/2.0/UDP other;branch=x", *HEADERS[1:]), id="two in a Via"),
        pytest.param(answer(*HEADERS, "Via: SIP/2.0/UDP other;branch=x"), id="two Vias"),
        pytest.param(answer(VIA.replace(";b", ';x="a;\\",b";b'), *HEADERS[1:]), id="quoted"),
        pytest.param(answer(VIA.replace(";branch", " ; Branch "), *HEADERS[1:]), id="blanks"),
        pytest.param(answer(*HEADERS, end="\n"), id="bare line feeds"),
        pytest.param(b"\r\n\r\n" + answer(), id="empty lines before"),
        pytest.param(answer() + b"\xff\x00" * 50, id="a body"),
        pytest.param(answer(*HEADERS, "no header at all", ": nothing"), id="no headers among them"),
        pytest.param(answer(*HEADERS).rstrip(), id="no end"),
        pytest.param(answer(*HEADERS, "X: " + "x" * LARGEST_HEAD), id="huge"),
        pytest.param(answer(status="sip/2.0 200 OK"), id="lower case"),
    ],
)
def test_spellings_of_an_answer(message: bytes) -> None:
    found = REQUEST.read(message)
    assert (found.code, found.seen_as, found.seen_port) == (200, "203.0.113.7", 1234)


@pytest.mark.parametrize(
    ("reason", "messages"),
    [
        ("not SIP", [b"", b"\r\n\r\n", b"\xff\xfe\x00garbage", b"HTTP/1.1 400 Bad Request\r\n\r\n"]),
        ("not SIP", [answer(status=f"SIP/{status}") for status in ("2.0 700 High", "2.0 20 Short", "3.0 200 OK")]),
        ("a request, not an answer", [answer(status="OPTIONS sip:me@10.0.0.5 SIP/2.0")]),
        (
            "an answer with another Call-ID",
            [answer(VIA, *line, HEADERS[2]) for line in ([], ["i: x"], ["i: The-Call"])],
        ),
        ("an answer with another CSeq", [answer(*HEADERS[:2], *line) for line in ([], ["CSeq: 2 OPTIONS"])]),
        ("an answer with another CSeq", [answer(*HEADERS[:2], "CSeq: 1 INVITE")]),
        ("an answer with another branch in its Via", [answer(*HEADERS[1:]), answer().replace(b"-branch", b"")]),
        (
            "an answer with another branch in its Via",
            [answer(f"Via: {other}{VIA[5:]}", *HEADERS[1:]) for other in ("other, ", 'SIP/2.0/UDP x;a="')],
        ),
    ],
)
def test_no_answer(reason: str, messages: list[bytes]) -> None:
    for message in messages:
        with pytest.raises(NoAnswerError, match=f"^{reason}$"):
            REQUEST.read(message)


@pytest.mark.parametrize(
    ("parameters", "seen_as", "seen_port"),
    [
        *((nothing, None, None) for nothing in ("", ";rport", ";received=;rport=")),
        (";received=203.0.113.7", "203.0.113.7", None),
        (";received=[2001:DB8::1];rport=65535", "2001:db8::1", 65535),
        (";received=::ffff:203.0.113.7", "203.0.113.7", None),
        (";received=fe80::1%\x1b[31m;rport=123456", None, None),
        (";received=me.example.com;rport=-1", None, None),
        (";received=203.0.113.7;received=203.0.113.8", "203.0.113.7", None),
    ],
)
def test_where_the_request_came_from(parameters: str, seen_as: str | None, seen_port: int | None) -> None:
    """Invalid addresses and ports are ignored."""
    via = f"Via: SIP/2.0/UDP 10.0.0.5:40001;branch={REQUEST.branch}{parameters}"
    found = REQUEST.read(answer(via, *HEADERS[1:]))
    assert (found.seen_as, found.seen_port) == (seen_as, seen_port)


def test_texts_are_fit_to_be_shown() -> None:
    """Control characters are removed, and long texts are cut."""
    assert shown("a\x1b[31m b\u202e\tc\x00") == "a [31m b c"
    assert shown("x" * 200) == "x" * 200
    assert shown("x" * 201) == "x" * 200 + "…"
    found = REQUEST.read(answer(*HEADERS, "User-Agent: \x1b[2J\u2066edge", status="SIP/2.0 403 \x07No"))
    assert (found.reason, found.server, found.warning) == ("No", "[2J edge", None)


FIRST = answer(*HEADERS, "l: 8")
SECOND = answer()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_stream_in_pieces(size: int) -> None:
    """Bodies and empty lines between messages are left out."""
    stream = Stream()
    sent = b"\r\n\r\n" + FIRST + b"12\r\n\r\n56" + b"\r\n" + SECOND + b"SIP/2.0 200"
    found = []
    for start in range(0, len(sent), size):
        stream.feed(sent[start : start + size])
        while (message := stream.message()) is not None:
            found.append(message)
    assert found == [FIRST, SECOND]


@pytest.mark.parametrize("length", ["x", "-1", "", "99999999999999999999"])
def test_stream_with_invalid_length(length: str) -> None:
    stream = Stream()
    stream.feed(answer(*HEADERS, f"Content-Length: {length}") + SECOND)
    assert [stream.message() is None, stream.message()] == [False, SECOND]


def test_stream_without_an_end() -> None:
    stream = Stream()
    stream.feed(b"x" * (2 * LARGEST_HEAD))
    assert [stream.message() is None for _number in range(2)] == [False, True]
    stream.feed(b"x")
    assert [stream.message(), stream.message()] == [b"x" * LARGEST_HEAD, None]
