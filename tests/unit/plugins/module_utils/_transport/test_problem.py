# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Errors made of the refusals of a server."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._transport.problem import (
    LONGEST_TEXT,
    MOST_VIOLATIONS,
    NOT_SHOWN,
    refusal,
    request_id_of,
    secrets_in,
    shown,
)
from ansible_collections.sinch.sip.plugins.module_utils._transport.session import Received

SECRET = "Canary<First>9Gd4Mz"
ECHO = "it was Canary\\u003cFirst\\u003e9Gd4Mz"


def refused(body: Any, reason: str = "The reason", status: int = 400, request_id: str = "") -> ApiError:
    """Return the error for a body of JSON or bytes."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    received = Received(status, reason, {"X-Request-Id": request_id}, content, True)
    return refusal("POST", "/trunks", received, [SECRET, "other-secret"])


@pytest.mark.parametrize(
    ("body", "message", "code"),
    [
        ({"type": "about:blank", "title": "Bad", "detail": "Not here"}, "Not here", None),
        ({"type": "about:blank", "title": "Bad"}, "Bad", None),
        ({"error": "invalid_client", "error_description": "No"}, "No", None),
        ({"error": {"status": "GONE", "message": "It went"}}, "It went", "GONE"),
        ({"message": "x", "details": [None, {"fieldViolations": None}]}, "x", None),
        *((body, "The reason", None) for body in (b"<html>Bad Gateway</html>", b"", b"\xff\xfe", [1, 2])),
        ({"message": 17, "details": "none"}, "The reason", None),
    ],
)
def test_bodies(body: Any, message: str, code: str | None) -> None:
    """Each layer has its own form of body: the API, its gateway, the auth host and a proxy."""
    error = refused(body)
    assert (error.status, error.method, error.path) == (400, "POST", "/trunks")
    assert (error.message, error.code, error.request_id, error.violations) == (message, code, None, [])


def test_details() -> None:
    details = [
        {"type": "BadRequest", "fieldViolations": [{"field": "name", "description": "is empty"}, None, {}]},
        {"type": "RequestInfo", "requestId": "R1"},
        {"type": "QuotaFailure", "violations": [{"subject": "trunks", "description": "too many"}]},
    ]
    error = refused({"code": 400, "status": "INVALID_ARGUMENT", "message": "It is not so", "details": details})
    assert (error.message, error.code, error.request_id) == ("It is not so", "INVALID_ARGUMENT", "R1")
    assert error.violations == ["name: is empty", "request: not accepted", "trunks: too many"]


@pytest.mark.parametrize(
    ("status", "uncertain", "repeatable"),
    [(400, False, False), (429, False, True), (500, True, False), (501, True, False), (503, True, True)],
)
def test_statuses(status: int, uncertain: bool, repeatable: bool) -> None:
    error = refused({}, status=status)
    assert (error.uncertain, error.repeatable) == (uncertain, repeatable)


@pytest.mark.parametrize("key", ["message", "detail", "title", "error_description", "error"])
def test_message_that_repeats_a_secret(key: str) -> None:
    assert refused({key: ECHO}).message == NOT_SHOWN
    assert refused({"error": {key: ECHO}}).message == NOT_SHOWN


def test_some_texts_repeat_a_secret() -> None:
    violations = [{"field": "name", "description": "is taken"}, {"field": ECHO}, {"field": "x", "description": ECHO}]
    details = [{"fieldViolations": violations, "requestId": ECHO, "input": "unknown"}]
    error = refused({"message": "It is not so", "status": ECHO, "details": details, "request": "unknown"})
    assert (error.message, error.violations) == ("It is not so", ["name: is taken", NOT_SHOWN, NOT_SHOWN])
    assert (error.code, error.request_id) == (NOT_SHOWN, NOT_SHOWN)
    assert "unknown" not in f"{error} {error.details()}"
    assert refused({}, reason=ECHO).message == NOT_SHOWN
    assert shown("x" * (LONGEST_TEXT - 3) + SECRET, [SECRET]) == NOT_SHOWN


def test_longest_texts() -> None:
    violations = [{"field": "name", "description": "y" * 10**4}] * 1000
    error = refused({"message": "x" * 10**5, "details": [{"fieldViolations": violations}]})
    assert error.message == "x" * LONGEST_TEXT + "…"
    assert error.violations[MOST_VIOLATIONS:] == [f"{1000 - MOST_VIOLATIONS} more"]
    assert len(str(error)) < (MOST_VIOLATIONS + 2) * (LONGEST_TEXT + 10)
    assert shown("x" * LONGEST_TEXT, []) == "x" * LONGEST_TEXT
    details = [{"violations": violations[:MOST_VIOLATIONS]}]
    assert len(refused({"details": details}).violations) == MOST_VIOLATIONS


@pytest.mark.parametrize(
    ("header", "expected"),
    [("R-1", "R-1"), ("3f2a:9/b=", "3f2a:9/b="), ("", None), ("two words", None), ("x" * 101, None), ("é", None)],
)
def test_request_id(header: str, expected: str | None) -> None:
    assert request_id_of({"X-Request-Id": header}) == expected
    assert refused({}, request_id=header).request_id == expected


def test_secrets_of_a_request() -> None:
    users = [{"username": "alice", "password": "first"}, {"username": "bob", "password": "second"}]
    assert [*secrets_in({"name": "new", "credentials": users, "password": "third"})] == ["first", "second", "third"]
    assert [*secrets_in(None)] == []
