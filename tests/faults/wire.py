# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults on the client's side of a connection to the simulator."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

Sent = requests.PreparedRequest


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, request: requests.PreparedRequest) -> requests.Response:
        body, headers = BytesIO(self.body), dict(self.headers)
        raw = HTTPResponse(body, headers=headers, status=self.status, reason="Made up", preload_content=False)
        return HTTPAdapter().build_response(request, raw)


@contextmanager
def tampered(
    method: str,
    path: str,
    times: int | None,
    before: Callable[[Sent], None] = lambda _request: None,
    after: Callable[[Sent], None] = lambda _request: None,
) -> Iterator[list[str]]:
    """Call functions before and after ``times`` matching requests (None: all), and yield the URLs of these."""
    met: list[str] = []
    guard = threading.Lock()
    send = HTTPAdapter.send

    def tampering(adapter: HTTPAdapter, request: Sent, **keywords: Any) -> requests.Response:
        url = str(request.url)
        with guard:
            meets = request.method == method and re.search(path, unquote(urlsplit(url).path)) is not None
            meets &= times is None or len(met) < times
            if meets:
                met.append(url)
        if meets:
            before(request)
        response = send(adapter, request, **keywords)
        if meets:
            after(request)
        return response

    with patch.object(HTTPAdapter, "send", tampering):
        yield met


@contextmanager
def closed_port() -> Iterator[int]:
    """Yield a port of the loopback that refuses every connection."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


def sent_to(port: int) -> Callable[[Sent], None]:
    """Return a function that redirects a request to another port of the loopback."""

    def redirect(request: Sent) -> None:
        url = urlsplit(str(request.url))
        request.url = url._replace(netloc=f"127.0.0.1:{port}").geturl()

    return redirect


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    """Forward data from one end of a tunnel until it closes."""
    with source, target, suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)


@contextmanager
def tunnelling_to(port: int) -> Iterator[tuple[str, list[bytes]]]:
    """Yield the address of a proxy whose tunnels lead to a port of the loopback, and the requests to the proxy."""
    asked: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                near = listener.accept()[0]
                asked.append(near.recv(65536))
                near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                far = socket.create_connection(("127.0.0.1", port))
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=_pass_on, args=ends, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}", asked
    finally:
        listener.close()
