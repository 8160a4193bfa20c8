# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection's client, watched: answers that are errors are looked at as well."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.sinch.sip.plugins.module_utils._connection import Connection
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._transport.client import JSON, Client
from ansible_collections.sinch.sip.plugins.module_utils._transport.session import Received

TELLS_NOTHING = frozenset({401, 403, 429})
"""Refusals that are about the key or the rate, and not about what was asked."""


class Reply(NamedTuple):
    """An answer, also one that refuses what was asked; ``data`` is the decoded JSON, None where there is none."""

    status: int
    data: Any
    content: bytes
    content_type: str
    code: str

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300

    @property
    def seen(self) -> str:
        """What was answered, without the message, which may repeat what was sent."""
        return f"answered {self.status} {self.code}".rstrip()


class WatchedClient(Client):
    """A client that keeps the last answers as they came, of one thread."""

    def __init__(self, connection: Connection) -> None:
        """Prepare to talk; nothing is sent yet."""
        super().__init__(connection)
        self.last: Received | None = None
        """The last answer of the API."""
        self.token: Received | None = None
        """The first answer of the token endpoint."""

    def _exchange(self, method: str, url: str, largest: int, **sent: Any) -> Received:
        received = super()._exchange(method, url, largest, **sent)
        if url.endswith("/oauth2/token"):
            self.token = self.token or received
        else:
            self.last = received
        return received

    def attempt(
        self,
        method: str,
        *path: str,
        body: Any = None,
        query: Mapping[str, str] | None = None,
        accept: str = JSON,
    ) -> Reply:
        """Make a request and return the answer, a refusal as well; raise ApiError where nothing can be told from it."""
        try:
            answer = self.send(method, path, body, query, accept)
        except ApiError as error:
            if error.status is None or not 400 <= error.status < 500 or error.status in TELLS_NOTHING:
                raise
            return self._refusal(error)
        content_type = self.last.headers.get("Content-Type", "") if self.last is not None else ""
        return Reply(answer.status, answer.data, answer.content, media_type(content_type), "")

    def _refusal(self, error: ApiError) -> Reply:
        """Return the answer that an error was about."""
        assert self.last is not None
        content_type = media_type(self.last.headers.get("Content-Type", ""))
        return Reply(self.last.status, decoded(self.last), self.last.content, content_type, shown_code(error.code))


def shown_code(code: str | None) -> str:
    """Return an error code where it is one, and can hold nothing else."""
    return code if code and re.fullmatch(r"[A-Z_]{1,60}", code) else ""


def media_type(header: str) -> str:
    """Return the media type of a Content-Type, without its parameters."""
    found = header.partition(";")[0].strip().lower()
    return found if re.fullmatch(r"[a-z]+/[a-z0-9.+-]{1,60}", found) else "no media type"


def decoded(received: Received) -> Any:
    """Return the JSON of an answer, None where it has none."""
    try:
        return json.loads(received.content)
    except (ValueError, RecursionError):
        return None
