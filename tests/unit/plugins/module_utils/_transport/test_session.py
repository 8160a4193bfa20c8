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
from typing import Callable

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._connection import Connection
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._transport.client import Client
from ansible_collections.sinch.sip.plugins.module_utils._transport.session import BrokenError, Wire

TIMEOUT = 0.1
HEAD = b"HTTP/1.1 200 OK\r\n"
TOKEN = "token-of-this-test"

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


def client(url: str, timeout: float = TIMEOUT, **more: str) -> Client:
    """Return a client that never retries."""
    secrets = more or {"access_token": TOKEN}
    return Client(Connection("p1", url, url, timeout=timeout, max_retries=0, token_cache=False, **secrets))


def _drip(start: bytes, drop: bytes) -> Parts:
    return lambda: itertools.chain([start], itertools.repeat(drop))


def whole(body: bytes, headers: bytes = b"") -> Parts:
    """Return the parts of an answer that comes at once."""
    return lambda: iter([HEAD + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body])


class TestDeadline:
    """Each answer has a deadline."""

    def test_answer_that_drips(self) -> None:
        with serving(_drip(HEAD + b"Content-Length: 100000\r\n\r\n", b" ")) as url:
            with pytest.raises(ApiError, match=r"POST /trunks: .* within 0.4 s \(4 times") as caught:
                client(url).send("POST", ("trunks",), {})
            with pytest.raises(ApiError, match=r"POST /oauth2/token: .* within 0.4 s"):
                client(url, key_id="k", key_secret="secret-of-the-key").send("GET", ("trunks",))
        assert caught.value.uncertain

    def test_no_answer(self) -> None:
        with (
            serving(lambda: iter([b""]), pause=9) as url,
            pytest.raises(ApiError, match=r"0.1 s \(option timeout"),
        ):
            client(url).send("GET", ("trunks",))

    def test_slow_answers(self) -> None:
        """The next answer on the same connection has its own deadline."""
        parts = [HEAD + b"Content-Length: 8\r\n\r\n", b"[", b"1", b",", b"2", b",", b"3", b"]", b" "]
        with serving(lambda: iter(parts)) as url:
            one = client(url)
            for _number in range(2):
                assert one.send("GET", ("trunks",)).data == [1, 2, 3]


class TestSize:
    """The size of an answer is limited while it is unpacked."""

    def _exchange(self, parts: Parts, largest: int = 2**20) -> bytes:
        with serving(parts, pause=0) as url:
            return Wire(Connection("p1", timeout=5)).exchange("GET", url, largest).content

    def test_packed(self) -> None:
        content = bytes(range(256)) * 3000
        headers = b"Content-Encoding: gzip\r\n"
        assert self._exchange(whole(gzip.compress(content), headers)) == content
        # A gzip stream may have several members.
        members = gzip.compress(b"a" * 70_000) + gzip.compress(b"b")
        assert self._exchange(whole(members, headers)) == b"a" * 70_000 + b"b"
        assert self._exchange(whole(b"", headers)) == b""

    @pytest.mark.parametrize("size", [65535, 65536, 65537, 131072])
    def test_packed_to_the_last_byte(self, size: int) -> None:
        assert self._exchange(whole(gzip.compress(b"a" * size), b"Content-Encoding: gzip\r\n")) == b"a" * size

    def test_packed_bomb(self) -> None:
        bomb = gzip.compress(bytes(100 * 2**20), 1)
        tracemalloc.start()
        try:
            with pytest.raises(BrokenError, match="larger than 1 MiB"):
                self._exchange(whole(bomb, b"Content-Encoding: gzip\r\n"))
            assert tracemalloc.get_traced_memory()[1] < 8 * 2**20
        finally:
            tracemalloc.stop()

    @pytest.mark.parametrize("status", [b"200 OK", b"400 Bad Request"])
    def test_body_without_end(self, status: bytes) -> None:
        with pytest.raises(BrokenError, match="larger than 1 MiB"):
            self._exchange(_drip(b"HTTP/1.1 " + status + b"\r\n\r\n", b"x" * 65536))

    @pytest.mark.parametrize(
        ("body", "encoding", "problem"),
        [
            (gzip.compress(b"[1, 2, 3]")[:-4], b"gzip", "cut short"),
            (b"[1, 2, 3]", b"gzip", "cannot be unpacked"),
            (b"[1, 2, 3]", b"br", "packed in a way that was not asked for"),
            (gzip.compress(gzip.compress(b"[]")), b"gzip, gzip", "packed in a way"),
        ],
    )
    def test_packed_wrongly(self, body: bytes, encoding: bytes, problem: str) -> None:
        parts = whole(body, b"Content-Encoding: " + encoding + b"\r\n")
        with serving(parts) as url, pytest.raises(ApiError, match=problem) as caught:
            client(url).send("POST", ("trunks",), {})
        assert caught.value.uncertain

    def test_length_of_5000_digits(self) -> None:
        answer = HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\nConnection: close\r\n\r\n[]"
        with serving(lambda: iter([answer, b""]), pause=0) as url, pytest.raises(ApiError, match="GET /trunks"):
            client(url).send("GET", ("trunks",))


class TestProxies:
    """Loopback is reached directly, and errors never show the URL of a proxy."""

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
    def test_loopback(self, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://proxy.invalid:1")
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.delenv("no_proxy", raising=False)
        with serving(whole(b"[]")) as url:
            assert client(url.replace("127.0.0.1", host), timeout=2).send("GET", ("trunks",)).data == []

    def test_unusable_proxy(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTPS_PROXY", "http://me:Canary/1@proxy.example.com:3128")
        monkeypatch.setenv("NO_PROXY", "")
        with pytest.raises(ApiError, match="HTTPS_PROXY") as caught:
            client("https://api.example.com").send("GET", ("trunks",))
        assert "Canary" not in str(caught.value)

    def test_refusal_of_a_proxy(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The reason phrase of a proxy may repeat its password."""
        with serving(lambda: iter([b"HTTP/1.1 407 Canary is wrong\r\n\r\n"])) as url:
            monkeypatch.setenv("HTTPS_PROXY", url.replace("http://", "http://me:Canary@"))
            with pytest.raises(ApiError, match=r"Tunnel connection failed: 407\)") as caught:
                client("https://api.example.com").send("POST", ("trunks",), {})
        assert "Canary" not in str(caught.value)

    def test_proxy_that_drips(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with serving(_drip(b"HTTP/1.1 200 OK\r\n", b"X-More: x\r\n")) as url:
            monkeypatch.setenv("HTTPS_PROXY", url)
            with pytest.raises(ApiError, match="no whole answer"):
                client("https://api.example.com").send("GET", ("trunks",))
