# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is shown of the words of a server."""

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


def refused(body: Any, reason: str = "Bad Request", **headers: str) -> ApiError:
    """Return the error that an answer with a body makes."""
    received = Received(400, reason, {"X-Request-Id": "", **headers}, json.dumps(body).encode(), True)
    return refusal("POST", "/trunks", received, [SECRET, "other-secret"])


@pytest.mark.parametrize("key", ["message", "detail", "title", "error_description", "error"])
def test_message_that_repeats_a_secret(key: str) -> None:
    assert refused({key: ECHO}).message == NOT_SHOWN
    assert refused({"error": {key: ECHO}}).message == NOT_SHOWN


def test_each_text_for_itself() -> None:
    """What has no secret is shown beside what has one."""
    violations = [{"field": "name", "description": "is taken"}, {"field": ECHO}, {"field": "x", "description": ECHO}]
    details = [{"fieldViolations": violations, "requestId": ECHO}]
    error = refused({"message": "It is not so", "status": ECHO, "details": details})
    assert error.message == "It is not so"
    assert error.violations == ["name: is taken", NOT_SHOWN, NOT_SHOWN]
    assert (error.code, error.request_id) == (NOT_SHOWN, NOT_SHOWN)
    assert refused({}, reason=ECHO).message == NOT_SHOWN


def test_fields_that_are_not_known() -> None:
    error = refused({"message": "no", "request": "the body", "details": [{"input": "the body", "reason": "x"}]})
    assert "the body" not in f"{error} {error.details()}"


def test_longest_texts() -> None:
    violations = [{"field": "name", "description": "y" * 10**6}] * 1000
    error = refused({"message": "x" * 10**7, "details": [{"fieldViolations": violations}]})
    assert error.message == "x" * LONGEST_TEXT + "…"
    assert len(error.violations) == MOST_VIOLATIONS + 1
    assert error.violations[-1] == f"{1000 - MOST_VIOLATIONS} more"
    assert len(str(error)) < (MOST_VIOLATIONS + 2) * (LONGEST_TEXT + 10)


def test_secret_across_the_end_of_what_is_shown() -> None:
    assert shown("x" * (LONGEST_TEXT - 3) + SECRET, [SECRET]) == NOT_SHOWN


@pytest.mark.parametrize(
    ("header", "expected"),
    [("R-1", "R-1"), ("3f2a:9/b=", "3f2a:9/b="), ("", None), ("two words", None), ("x" * 101, None), ("é", None)],
)
def test_request_id(header: str, expected: str | None) -> None:
    assert request_id_of({"X-Request-Id": header}) == expected


def test_secrets_of_a_request() -> None:
    users = [{"username": "alice", "password": "first"}, {"username": "bob", "password": "second"}]
    assert [*secrets_in({"name": "new", "credentials": users})] == ["first", "second"]
    assert [*secrets_in({"password": "third"})] == ["third"]
    assert [*secrets_in(None)] == []
