# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Errors made of the refusals of a server: known fields only, shortened, and without secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .._errors import ApiError
from .._secret_spellings import repeats
from .session import Received

# The longest text of a server that is shown, in characters, and the largest number of violations.
LONGEST_TEXT = 1_000
MOST_VIOLATIONS = 20
NOT_SHOWN = "(a text that repeats the request is not shown)"
# Temporary statuses: too many requests, or a gateway that cannot reach its server.
PASSING = frozenset({429, 502, 503, 504})
# Keys of secrets in the body of a request.
_SECRET_KEYS = frozenset({"password"})
_REQUEST_ID = re.compile(r"[\w.:+/=-]{1,100}", re.ASCII)


def secrets_in(body: Any) -> Iterator[str]:
    """Yield the secrets in the body of a request."""
    if isinstance(body, Mapping):
        for key, value in body.items():
            if key in _SECRET_KEYS and isinstance(value, str):
                yield value
            else:
                yield from secrets_in(value)
    elif isinstance(body, list):
        for item in body:
            yield from secrets_in(item)


def shown(text: str, secrets: Iterable[str]) -> str:
    """Return a text of a server, shortened, or a placeholder if it repeats a secret."""
    if any(repeats(text, secret, LONGEST_TEXT) for secret in secrets):
        return NOT_SHOWN
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"


def request_id_of(headers: Mapping[str, str]) -> str | None:
    """Return the request ID in the headers of an answer, or None if it is missing or malformed."""
    found = headers.get("X-Request-Id", "")
    return found if _REQUEST_ID.fullmatch(found) else None


def refusal(method: str, path: str, received: Received, secrets: Iterable[str]) -> ApiError:
    """Return the error for a refusal by the API, its gateway (RFC 7807) or a proxy (HTML) (ref, field)."""
    hidden = [*secrets]
    status = received.status
    try:
        data = json.loads(received.content)
    except (ValueError, RecursionError):
        data = None
    body: Mapping[str, Any] = data if isinstance(data, dict) else {}
    nested = body.get("error")
    if isinstance(nested, dict):
        body = nested
    message = _first_text(body, "message", "detail", "title", "error_description", "error") or received.reason
    code = _first_text(body, "status", "code")
    violations, request_id = _read_details(body.get("details"))
    request_id = request_id or request_id_of(received.headers)
    more = len(violations) - MOST_VIOLATIONS
    texts = [shown(one, hidden) for one in violations[:MOST_VIOLATIONS]]
    return ApiError(
        shown(message or "no reason given", hidden),
        method=method,
        path=path,
        status=status,
        code=shown(code, hidden) if code else None,
        violations=texts + ([f"{more} more"] if more > 0 else []),
        request_id=shown(request_id, hidden) if request_id else None,
        uncertain=status >= 500,
        repeatable=status in PASSING,
    )


def _first_text(body: Mapping[str, Any], *keys: str) -> str | None:
    return next((body[key] for key in keys if isinstance(body.get(key), str) and body[key]), None)


def _read_details(details: Any) -> tuple[list[str], str | None]:
    violations: list[str] = []
    request_id: str | None = None
    for detail in details if isinstance(details, list) else ():
        if not isinstance(detail, dict):
            continue
        for key in ("fieldViolations", "violations"):
            for violation in detail[key] if isinstance(detail.get(key), list) else ():
                if isinstance(violation, dict):
                    where = _first_text(violation, "field", "subject") or "request"
                    violations.append(f"{where}: {_first_text(violation, 'description') or 'not accepted'}")
        request_id = _first_text(detail, "requestId") or request_id
    return violations, request_id
