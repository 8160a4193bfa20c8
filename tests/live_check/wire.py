# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client that returns refusals, and keeps answers as they came."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.sinch.sip.plugins.module_utils._connection import Connection
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._transport.client import JSON, Client
from ansible_collections.sinch.sip.plugins.module_utils._transport.session import Received, Wire


class Reply(NamedTuple):
    """An answer, which may be a refusal; ``data`` is its decoded JSON, None without any."""

    status: int
    data: Any
    content: bytes
    content_type: str
    code: str

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def fields(self) -> dict[str, Any]:
        """The JSON object of the answer, empty if it is no object."""
        return self.data if isinstance(self.data, dict) else {}

    @property
    def seen(self) -> str:
        """The answer in words, without its message, which may repeat the request."""
        return f"answered {self.status} {self.code}".rstrip()


class _WatchedWire(Wire):
    """A wire that keeps the last answer of the API and the first answer of the token endpoint."""

    last: Received | None = None
    token: Received | None = None

    def exchange(self, method: str, url: str, largest: int, **sent: Any) -> Received:
        received = super().exchange(method, url, largest, **sent)
        if url.endswith("/oauth2/token"):
            self.token = self.token or received
        else:
            self.last = received
        return received


class WatchedClient(Client):
    """A client for one thread that keeps the last answer of the API and the first answer of the token endpoint."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._wire = self._watched = _WatchedWire(connection)

    @property
    def last(self) -> Received | None:
        return self._watched.last

    @property
    def token(self) -> Received | None:
        return self._watched.token

    def attempt(
        self, method: str, *path: str, body: Any = None, query: Mapping[str, str] | None = None, accept: str = JSON
    ) -> Reply:
        """Send a request and return the answer, also a refusal; raise ApiError if the answer tells nothing.

        The statuses 401, 403 and 429 are about the key or the rate, not about the request.
        """
        code = ""
        try:
            self.send(method, path, body, query, accept)
        except ApiError as error:
            if error.status is None or not 400 <= error.status < 500 or error.status in (401, 403, 429):
                raise
            code = shown_code(error.code)
        assert self.last is not None
        media_type = self.last.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if not re.fullmatch(r"[a-z]+/[a-z0-9.+-]{1,60}", media_type):
            media_type = "no media type"
        return Reply(self.last.status, decoded(self.last), self.last.content, media_type, code)


def shown_code(code: str | None) -> str:
    """Return an error code, or "" if it may be anything else."""
    return code if code and re.fullmatch(r"[A-Z_]{1,60}", code) else ""


def decoded(received: Received) -> Any:
    """Return the JSON of an answer, None without any."""
    try:
        return json.loads(received.content)
    except (ValueError, RecursionError):
        return None
