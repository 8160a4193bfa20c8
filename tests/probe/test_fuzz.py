# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random bytes are read without a failure, and only answers to the request are taken for answers."""

from __future__ import annotations

import contextlib
import ipaddress

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.sinch.sip.plugins.module_utils._sip_probe.message import (
    LARGEST_HEAD,
    NoAnswerError,
    Request,
    Stream,
)
from tests.playbooks.projects import PROFILE

REQUEST = Request("acme.example.com", 5060, "UDP", "10.0.0.5", 40001, "the-call", "z9hG4bK-the-branch", "the-tag")
# These are fast.
MANY = settings(PROFILE, max_examples=10 * PROFILE.max_examples)
VIA = f"SIP/2.0/UDP 10.0.0.5:40001;branch={REQUEST.branch}"

# Parts of SIP messages, so that random messages resemble them.
_WORDS = ["SIP/2.0", "200", "100", "OPTIONS", "Via", "v", "i", "l", "Call-ID", "CSeq", "Content-Length", "Server"]
_WORDS += ["branch", "rport", "received", "1 OPTIONS", REQUEST.branch, REQUEST.call_id, VIA, "[::1]", "9" * 5000]
_WORDS += [*':;,"\\=% \t\r\n', "\r\n", "\r\n ", "\r\n\r\n"]
_TEXT = st.one_of(st.sampled_from(_WORDS), st.text(max_size=8))
_PIECES = st.lists(_TEXT, max_size=40).map("".join)
_BYTES = st.one_of(st.binary(max_size=200), _PIECES.map(lambda text: text.encode("utf-8", "surrogatepass")))
_LINE = st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), max_size=60)


def _checked(data: bytes) -> None:
    """Read a message; an answer must be fit to be returned."""
    with contextlib.suppress(NoAnswerError):
        answer = REQUEST.read(data)
        assert REQUEST.call_id.encode() in data
        assert REQUEST.branch.encode() in data
        assert 100 <= answer.code <= 699
        if answer.seen_as is not None:
            assert str(ipaddress.ip_address(answer.seen_as)) == answer.seen_as
        for text in (answer.reason, answer.server or "", answer.warning or ""):
            assert text.isprintable()
            assert len(text) <= 201


@MANY
@given(_BYTES)
def test_random_messages(data: bytes) -> None:
    _checked(data)


@MANY
@given(_PIECES, _LINE, _LINE, st.lists(_LINE))
def test_random_answers(via: str, reason: str, server: str, more: list[str]) -> None:
    lines = [f"SIP/2.0 200 {reason}", f"Via: {VIA};{via}", f"Call-ID: {REQUEST.call_id}", "CSeq: 1 OPTIONS"]
    lines += [f"Server: {server}", *more, "", ""]
    _checked("\r\n".join(lines).encode("utf-8", "surrogatepass"))


@MANY
@given(st.integers(0, 300), st.binary(min_size=1, max_size=3))
def test_damaged_answers(place: int, damage: bytes) -> None:
    answer = f"SIP/2.0 200 OK\r\nVia: {VIA};received=192.0.2.1\r\nCall-ID: {REQUEST.call_id}\r\nCSeq: 1 OPTIONS\r\n\r\n"
    data = bytearray(answer.encode())
    data[place : place + len(damage)] = damage
    _checked(bytes(data))


@MANY
@given(st.lists(_BYTES, max_size=10), st.data())
def test_random_streams(pieces: list[bytes], data: st.DataObject) -> None:
    """A stream has the same messages in whatever pieces it comes."""
    sent = b"".join(pieces)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=5)))
    whole, cut = Stream(), Stream()
    whole.feed(sent)
    messages = _all_of(whole)
    found = []
    for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True):
        cut.feed(sent[start:end])
        found += _all_of(cut)
    assert found == messages
    for one in messages:
        assert len(one) <= LARGEST_HEAD
        _checked(one)


def _all_of(stream: Stream) -> list[bytes]:
    messages = []
    while (message := stream.message()) is not None:
        messages.append(message)
    return messages
