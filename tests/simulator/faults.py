# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults: rules by which requests fail."""

from __future__ import annotations

import json
import re
import socket
import struct
from collections.abc import Callable
from typing import Any, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, field_validator

_RST_ON_CLOSE = struct.pack("ii", 1, 0)

HTML = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1><p>The proxy says so.</p></body></html>"


class FaultRule(BaseModel):
    """A rule by which requests fail.

    Without an effect of the request, ``status`` answers ``status`` (default 503), ``html`` a proxy's page (default
    502), ``refuse_token`` a 401, and ``reset`` breaks the connection. With the effect, ``lost_answer`` closes the
    connection before the answer, ``truncated`` in the middle of it; ``not_json`` answers text, ``wrong_types`` and
    ``missing_key`` damage the JSON, ``altered`` updates it from ``body``, ``slow`` answers ``delay_s`` seconds late.
    """

    model_config = ConfigDict(extra="forbid")

    kind: Literal[
        "status",
        "reset",
        "lost_answer",
        "truncated",
        "html",
        "not_json",
        "wrong_types",
        "missing_key",
        "altered",
        "slow",
        "refuse_token",
    ]
    method: str | None = None  # The HTTP method; null for any
    path: str = ""
    """A regular expression to find in the decoded path, which starts with ``/v1/`` or is ``/oauth2/token``."""
    sent: str = ""  # A regular expression to find in the decoded query and the body, joined by a blank
    after: int = Field(default=0, ge=0)  # The number of matching requests that are left alone first
    times: int | None = Field(default=None, ge=1)  # The number of requests that fail; null for all
    status: int | None = Field(default=None, ge=200, le=599)
    headers: dict[str, str] = {}  # Headers of a ``status`` or ``html`` answer, such as Retry-After
    body: Any = None
    """The body of a ``status`` answer (a string, or JSON; null for an error), or the values of ``altered`` by key."""
    delay_s: float = Field(default=1.0, ge=0)
    key: str | None = None
    """The key for ``wrong_types`` and ``missing_key``, at any depth; null for all values, or the list or ID."""

    @field_validator("path", "sent")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return value


class ActiveFault:
    """A rule, and the numbers of requests that it has seen and been applied to."""

    def __init__(self, rule: FaultRule) -> None:
        self.rule = rule
        self.seen = 0
        self.applied = 0

    def applies_to(self, method: str, path: str, sent: str) -> bool:
        """Return whether a request fails, and count it."""
        rule = self.rule
        if (rule.method and rule.method.upper() != method) or not re.search(rule.path, path):
            return False
        if not re.search(rule.sent, sent):
            return False
        self.seen += 1
        if self.seen <= rule.after or (rule.times is not None and self.applied >= rule.times):
            return False
        self.applied += 1
        return True


def _wrong(value: object) -> object:
    """Return a value of another JSON type."""
    if isinstance(value, (list, dict)):
        return "unexpected"
    return {"unexpected": "object"} if isinstance(value, str) else ["unexpected"]


def _change_at(value: object, key: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Apply a function to every object that has a key."""
    if isinstance(value, dict):
        if key in value:
            change(value)
        for inner in value.values():
            _change_at(inner, key, change)
    elif isinstance(value, list):
        for inner in value:
            _change_at(inner, key, change)


def altered_json(rule: FaultRule, body: bytes) -> bytes:
    """Return the JSON of an answer after a rule has damaged or altered it."""
    if not body:
        return body
    answer = json.loads(body)
    key = rule.key
    if rule.kind == "altered":
        answer.update(rule.body)
    elif rule.kind == "missing_key":
        if key is None and isinstance(answer, dict):
            lists = [name for name, value in answer.items() if isinstance(value, list)]
            answer.pop(lists[0] if lists else "id", None)
        elif key is not None:
            _change_at(answer, key, lambda owner: owner.pop(key))
    elif key is not None:
        _change_at(answer, key, lambda owner: owner.update({key: _wrong(owner[key])}))
    elif isinstance(answer, dict):
        answer = {name: _wrong(value) for name, value in answer.items()}
    else:
        answer = _wrong(answer)
    return json.dumps(answer).encode()


def break_connection(request: web.Request, *, reset: bool) -> None:
    """Close the connection without an answer, with a TCP reset or properly."""
    if request.transport is None:
        return
    if reset:
        connection = request.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RST_ON_CLOSE)
        request.transport.abort()
    else:
        request.transport.close()


async def answer_truncated(request: web.Request, response: web.Response) -> web.StreamResponse:
    """Send the first half of an answer, then close the connection."""
    body = response.body if isinstance(response.body, bytes) and response.body else b'{"id": "cut off here"}'
    broken = web.StreamResponse(status=200 if response.status == 204 else response.status, headers=response.headers)
    broken.content_length = len(body)
    await broken.prepare(request)
    await broken.write(body[: len(body) // 2])
    break_connection(request, reset=False)
    return broken
