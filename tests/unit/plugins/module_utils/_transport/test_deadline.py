# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The deadline of an answer, by a clock that only reads advance."""

from __future__ import annotations

import io
import itertools
import socket
import time
from collections.abc import Iterable
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._transport.deadline import (
    DEADLINE_FACTOR,
    DeadlineError,
    TimedResponse,
)

TIMEOUT = 1.0
HEAD = b"HTTP/1.1 200 OK\r\n"


class Dripping(io.RawIOBase):
    """A socket and its reader: each read takes some seconds and returns a piece, or times out."""

    def __init__(self, pieces: Iterable[bytes], seconds: float = TIMEOUT / 4) -> None:
        self.now = 0.0
        self.timeout: float | None = TIMEOUT
        self._pieces = iter(pieces)
        self._seconds = seconds

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def gettimeout(self) -> float | None:
        return self.timeout

    def settimeout(self, timeout: float) -> None:
        self.timeout = timeout

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        limit = TIMEOUT if self.timeout is None else self.timeout
        self.now += min(self._seconds, limit)
        if self._seconds > limit:
            raise socket.timeout
        piece = next(self._pieces, b"")
        buffer[: len(piece)] = piece
        return len(piece)


def body(sock: Dripping, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Return the body of the answer that comes from a socket."""
    monkeypatch.setattr(time, "monotonic", lambda: sock.now)
    unchecked: Any = sock
    response = TimedResponse(unchecked)
    response.begin()
    return response.read()


@pytest.mark.parametrize("seconds", [0.25, 0.3, 0.75])
@pytest.mark.parametrize(
    ("start", "drop"),
    [
        pytest.param(b"HTTP/1.1 ", b"2", id="status line"),
        pytest.param(HEAD + b"X-Long: ", b"x", id="header"),
        pytest.param(HEAD, b"X-More: x\r\n", id="headers"),
        pytest.param(HEAD + b"Content-Length: 100000\r\n\r\n", b" ", id="body"),
        pytest.param(HEAD + b"\r\n", b" ", id="body without end"),
        pytest.param(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n", id="chunks"),
        pytest.param(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0", id="length of a chunk"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", id="interim answers"),
    ],
)
def test_answer_that_drips(start: bytes, drop: bytes, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    sock = Dripping(itertools.chain([start], itertools.repeat(drop)), seconds)
    with pytest.raises(DeadlineError):
        body(sock, monkeypatch)
    assert sock.now == pytest.approx(DEADLINE_FACTOR * TIMEOUT)
    assert sock.timeout == TIMEOUT


@pytest.mark.parametrize("timeout", [TIMEOUT, None])
def test_slow_answer(timeout: float | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer may take longer than the timeout; a socket without a timeout has no deadline."""
    drops = 10 if timeout else 100
    sock = Dripping([HEAD + b"Content-Length: %d\r\n\r\n" % drops, *[b"x"] * drops])
    sock.timeout = timeout
    assert body(sock, monkeypatch) == b"x" * drops
    assert sock.timeout == timeout
