# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors of the API, its gateway, and the token endpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http.client import responses
from typing import Any


class ApiError(Exception):
    """An error of the API; subclasses are errors of the gateway and the token endpoint."""

    content_type = "application/json"

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        violations: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.violations = violations
        self.headers = dict(headers or {})

    def body(self, request_id: str, echo: str) -> dict[str, Any]:
        """Return the JSON body (shape: ref), which repeats the text ``echo``."""
        details: list[dict[str, Any]] = []
        if self.violations:
            violations = [{"field": field, "description": text + echo} for field, text in self.violations]
            details.append({"type": "BadRequest", "fieldViolations": violations})
        details.append({"type": "RequestInfo", "requestId": request_id})
        return {"code": self.status, "status": self.code, "message": self.message + echo, "details": details}


class GatewayError(ApiError):
    """An error of the gateway, with an RFC 7807 body (field)."""

    content_type = "application/problem+json"

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, "", detail, headers=headers)

    def body(self, request_id: str, echo: str) -> dict[str, Any]:
        return {
            "type": "about:blank",
            "title": responses.get(self.status, "Unknown"),
            "status": self.status,
            "detail": self.message + echo,
            "instance": f"/requests/{request_id}",
        }


class NumbersError(ApiError):
    """An error of the Numbers API (numbers)."""

    def body(self, request_id: str, echo: str) -> dict[str, Any]:
        return {"error": super().body(request_id, echo)}


class OAuthError(ApiError):
    """An error of the token endpoint, with an RFC 6749 body."""

    def body(self, request_id: str, echo: str) -> dict[str, Any]:
        return {"error": self.code, "error_description": self.message + echo, "request_id": request_id}


def not_found(what: str, key: str) -> ApiError:
    return ApiError(404, "NOT_FOUND", f"{what} {key} was not found")


def invalid(field: str, description: str) -> ApiError:
    return ApiError(400, "INVALID_ARGUMENT", f"{field}: {description}", [(field, description)])


def unreadable(violations: Sequence[tuple[str, str]] = ()) -> ApiError:
    """Return the error for a body that cannot be parsed (field)."""
    return ApiError(400, "VALIDATION_FAILED", "Failed to read HTTP message", violations)
