# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waits that end, answers that are too large, and proxies: against sockets of the loopback."""

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

# Yields what is sent of an answer, a moment between each two parts.
Parts = Callable[[], Iterator[bytes]]


@contextlib.contextmanager
def serving(parts: Parts, pause: float = TIMEOUT / 4) -> Iterator[str]:
    """Give the URL of a server that answers each request in parts, and stops when its client does."""
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
    """Return a client that tries once."""
    secrets = more or {"access_token": TOKEN}
    return Client(Connection("p1", url, url, timeout=timeout, max_retries=0, token_cache=False, **secrets))


def _drip(start: bytes, drop: bytes) -> Parts:
    return lambda: itertools.chain([start], itertools.repeat(drop))


def whole(body: bytes, headers: bytes = b"") -> Parts:
    """Return an answer in one part."""
    return lambda: iter([HEAD + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body])


DRIPPING = {
    "status line": _drip(b"HTTP/1.1 ", b"2"),
    "header": _drip(HEAD + b"X-Long: ", b"x"),
    "headers": _drip(HEAD, b"X-More: x\r\n"),
    "body": _drip(HEAD + b"Content-Length: 100000\r\n\r\n", b" "),
    "body without end": _drip(HEAD + b"\r\n", b" "),
    "chunks": _drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "length of a chunk": _drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "interim answers": _drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body of an error": _drip(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 100000\r\n\r\n", b" "),
}


class TestDeadline:
    """The timeout starts anew with every byte; the deadline does not."""

    @pytest.mark.parametrize("name", DRIPPING)
    def test_answer_that_drips(self, name: str) -> None:
        with serving(DRIPPING[name]) as url:
            started = time.monotonic()
            with pytest.raises(ApiError, match=r"POST /trunks: no whole answer within 0.4 s \(4 times") as caught:
                client(url).send("POST", ("trunks",), {})
        assert 3 * TIMEOUT < time.monotonic() - started < 12 * TIMEOUT
        assert caught.value.uncertain

    def test_interim_answers_as_fast_as_they_come(self) -> None:
        parts = _drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
        with serving(parts, pause=0) as url, pytest.raises(ApiError, match="no whole answer"):
            client(url).send("GET", ("trunks",))

    def test_token_that_drips(self) -> None:
        with serving(DRIPPING["body"]) as url, pytest.raises(ApiError, match="POST /oauth2/token: no whole answer"):
            client(url, key_id="k", key_secret="secret-of-the-key").send("GET", ("trunks",))

    def test_no_answer(self) -> None:
        with serving(lambda: iter([b""]), pause=9) as url, pytest.raises(ApiError, match=r"no answer within 0.1 s \("):
            client(url).send("GET", ("trunks",))

    def test_slow_answers(self) -> None:
        """An answer may take longer than the timeout, on a connection that is used again as well."""
        parts = [HEAD + b"Content-Length: 8\r\n\r\n", b"[", b"1", b",", b"2", b",", b"3", b"]", b" "]
        with serving(lambda: iter(parts)) as url:
            one = client(url)
            for _number in range(2):
                assert one.send("GET", ("trunks",)).data == [1, 2, 3]


class TestSize:
    """An answer is counted while it is unpacked."""

    def _exchange(self, parts: Parts, largest: int = 2**20) -> bytes:
        with serving(parts, pause=0) as url:
            return Wire(Connection("p1", timeout=5)).exchange("GET", url, largest).content

    def test_packed(self) -> None:
        content = bytes(range(256)) * 3000
        headers = b"Content-Encoding: gzip\r\n"
        assert self._exchange(whole(gzip.compress(content), headers)) == content
        # A file may have several members.
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
    """Loopback is reached directly, and what cannot be a proxy is told without being shown."""

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
    def test_loopback(self, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://proxy.invalid:1")
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.delenv("no_proxy", raising=False)
        with serving(whole(b"[]")) as url:
            assert client(url.replace("127.0.0.1", host), timeout=2).send("GET", ("trunks",)).data == []

    @pytest.mark.parametrize(
        "proxy",
        [
            "http://me:Canary/1@proxy.example.com:3128",
            "http://me:Canary#1@proxy.example.com:3128",
            "http://me:Canary?1@proxy.example.com:3128",
            "http://me:12/Canary@proxy.example.com:3128",
            "http://me:Canary@proxy.example.com:99999",
            "http://me:Canary@:3128",
            "http://me:Canary→@proxy.example.com:3128",
            "http://me:Canary@proxy..example.com:3128",
            f"http://me:Canary@{'a' * 64}.example.com:3128",
            "http://me:Canary@[::1",
            "http://me:Canary@pro xy:3128",
            "ftp://me:Canary@proxy.example.com",
            "http://",
            "me:Canary@:3128",
        ],
    )
    def test_unusable_proxy(self, proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        monkeypatch.setenv("NO_PROXY", "")
        with pytest.raises(ApiError, match="the proxy of the environment") as caught:
            client("https://api.example.com").send("GET", ("trunks",))
        assert "Canary" not in str(caught.value)

    def test_refusal_of_a_proxy(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A proxy that repeats the password that it was given is not quoted."""
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
