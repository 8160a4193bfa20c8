# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deadlines, sizes and proxies of exchanges with a server on the loopback."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Callable

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._connection import Connection
from ansible_collections.sinch.sip.plugins.module_utils._transport import deadline
from ansible_collections.sinch.sip.plugins.module_utils._transport.session import BrokenError, Received, Wire

TIMEOUT = 0.1
HEAD = b"HTTP/1.1 200 OK\r\n"
MIB = 2**20
API = "https://api.example.com"

# Yields the parts of an answer.
Parts = Callable[[], Iterator[bytes]]


@contextlib.contextmanager
def serving(parts: Parts, pause: float = TIMEOUT / 4) -> Iterator[str]:
    """Yield the URL of a server that answers each request in parts, with a pause after each part."""
    listener = socket.create_server(("127.0.0.1", 0))

    def answer(sock: socket.socket) -> None:
        with sock, contextlib.suppress(OSError):
            while sock.recv(65536):
                for part in parts():
                    sock.sendall(part)
                    time.sleep(pause)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()


def get(url: str, timeout: float = TIMEOUT) -> bytes:
    """Return the content of a whole answer of at most 1 MiB."""
    received = Wire(Connection("p1", timeout=timeout)).exchange("GET", url, MIB)
    assert received.whole
    return received.content


def received(parts: Parts) -> Received:
    """Return an answer that a server sends without pauses."""
    with serving(parts, pause=0) as url:
        return Wire(Connection("p1", timeout=5)).exchange("POST", url, MIB)


def drip(start: bytes, drop: bytes) -> Parts:
    """Return the parts of an answer without end."""
    return lambda: itertools.chain([start], itertools.repeat(drop))


def whole(body: bytes, headers: bytes = b"") -> Parts:
    return lambda: iter([HEAD + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body])


def packed(body: bytes, encoding: bytes = b" GZip") -> Parts:
    """Return the parts of an answer with an encoding."""
    return whole(body, b"Content-Encoding:" + encoding + b"\r\n")


@pytest.mark.parametrize("through_proxy", [False, True])
def test_deadline(through_proxy: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each look at the clock is five seconds later, however slow the machine is.
    clock = itertools.count(0, 5)
    monkeypatch.setattr(deadline, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    with serving(drip(HEAD, b"X-More: x\r\n")) as url:
        monkeypatch.setenv("HTTPS_PROXY", url)
        with pytest.raises(BrokenError, match=r"within 20 s \(4 times the option timeout") as caught:
            get(API if through_proxy else url, timeout=5)
    assert (caught.value.uncertain, caught.value.repeatable) == (True, True)


def test_timeout() -> None:
    with serving(lambda: iter([b""]), pause=9) as url, pytest.raises(BrokenError, match=r"0.1 s \(option timeout"):
        get(url)


@pytest.mark.parametrize("size", [0, 65535, 65536, 65537, 131072])
def test_packed(size: int) -> None:
    content = b"a" * size
    assert received(packed(gzip.compress(content))).content == content
    # A gzip stream may have several members.
    members = received(packed(gzip.compress(content) + gzip.compress(b"b")))
    assert (members.content, members.whole) == (content + b"b", True)
    assert received(packed(b"")).whole


def test_packed_bomb() -> None:
    bomb = gzip.compress(bytes(100 * MIB), 1)
    tracemalloc.start()
    try:
        with pytest.raises(BrokenError, match="larger than 1 MiB"):
            received(packed(bomb))
        assert tracemalloc.get_traced_memory()[1] < 8 * MIB
    finally:
        tracemalloc.stop()


def test_largest_answer() -> None:
    assert len(received(whole(bytes(MIB))).content) == MIB
    for status in (b"200 OK", b"400 Bad Request"):
        with pytest.raises(BrokenError, match="larger than 1 MiB"):
            received(drip(b"HTTP/1.1 " + status + b"\r\n\r\n", b"x" * 65536))


def test_incomplete() -> None:
    assert not received(packed(gzip.compress(b"[1, 2, 3]")[:-4])).whole
    found = received(whole(b"[]"))
    assert (found.status, found.reason, found.whole) == (200, "OK", True)


@pytest.mark.parametrize(
    ("body", "encoding", "problem", "repeatable"),
    [
        (b"[1, 2, 3]", b"gzip", "cannot be unpacked", True),
        (b"[1, 2, 3]", b"br", "not asked for", False),
        (gzip.compress(gzip.compress(b"[]")), b"gzip, gzip", "not asked for", False),
    ],
    # A packed body has the time of packing in it, which would name the tests differently in each worker.
    ids=["not-packed", "other-encoding", "packed-twice"],
)
def test_unreadable(body: bytes, encoding: bytes, problem: str, repeatable: bool) -> None:
    with pytest.raises(BrokenError, match=problem) as caught:
        received(packed(body, encoding))
    assert (caught.value.uncertain, caught.value.repeatable) == (True, repeatable)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_without_proxy(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://proxy.invalid:1")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.delenv("no_proxy", raising=False)
    with serving(whole(b"[]")) as url:
        assert get(url.replace("127.0.0.1", host), timeout=2) == b"[]"


def test_unusable_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://me:Canary/1@proxy.example.com:3128")
    monkeypatch.setenv("NO_PROXY", "")
    with pytest.raises(BrokenError, match="HTTPS_PROXY") as caught:
        get(API)
    assert "Canary" not in str(caught.value)


def test_refusal_of_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason phrase of a proxy may repeat its password."""
    with serving(lambda: iter([b"HTTP/1.1 407 Canary is wrong\r\n\r\n"])) as url:
        monkeypatch.setenv("HTTPS_PROXY", url.replace("http://", "http://me:Canary@"))
        with pytest.raises(BrokenError, match=r"Tunnel connection failed: 407\)") as caught:
            get(API)
    assert "Canary" not in str(caught.value)
