# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults that are made on this side of a connection, between the collection and the simulator."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter

Sent = requests.PreparedRequest


@contextmanager
def tampered(
    method: str,
    path: str,
    times: int | None,
    before: Callable[[Sent], None] = lambda _request: None,
    after: Callable[[Sent], None] = lambda _request: None,
) -> Iterator[list[str]]:
    """Call ``before`` and ``after`` around so many matching requests (None: all), and give the URLs of those met."""
    met: list[str] = []
    guard = threading.Lock()
    send = HTTPAdapter.send

    def tampering(adapter: HTTPAdapter, request: Sent, **keywords: Any) -> requests.Response:
        url = str(request.url)
        with guard:
            meets = (
                request.method == method
                and re.search(path, unquote(urlsplit(url).path)) is not None
                and (times is None or len(met) < times)
            )
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
    """Give a port of the loopback at which every connection is refused."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


def sent_to(port: int) -> Callable[[Sent], None]:
    """Return what sends a request to another port of the loopback."""

    def redirect(request: Sent) -> None:
        url = urlsplit(str(request.url))
        request.url = url._replace(netloc=f"127.0.0.1:{port}").geturl()

    return redirect
