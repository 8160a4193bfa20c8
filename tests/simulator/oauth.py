# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens, HTTP Basic, and the rate limits of both."""

from __future__ import annotations

import base64
import binascii
import json
import time
from typing import NamedTuple

from .errors import GatewayError, OAuthError
from .settings import Rate, Settings
from .store import Clock, Row


class Bucket:
    """A token bucket in real time, independent of the server's clock."""

    def __init__(self, rate: Rate | None) -> None:
        self.rate = rate
        self._level = rate.capacity if rate else 0.0
        self._filled_at = time.monotonic()

    def take(self) -> bool:
        """Take a token; return False if the bucket is empty."""
        if self.rate is None:
            return True
        now = time.monotonic()
        self._level = min(self.rate.capacity, self._level + (now - self._filled_at) * self.rate.refill_per_s)
        self._filled_at = now
        if self._level < 1:
            return False
        self._level -= 1
        return True


def _encoded(text: str) -> str:
    """Return unpadded base64url."""
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def basic_credentials(header: str) -> tuple[str, str] | None:
    """Return the user and the password of an HTTP Basic header, None for another header."""
    scheme, _space, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, colon, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (user, password) if colon else None


def refused_token(why: str) -> GatewayError:
    """Return the error for a token; the SDK looks for "expired" in its header."""
    header = f'Bearer error="invalid_token", error_description="The token is {why}"'
    return GatewayError(401, f"The token is {why}", {"WWW-Authenticate": header})


class _Issued(NamedTuple):
    """An issued token: its key, and when it expires."""

    key_id: str
    key_secret: str
    expires_at: int


class Gate:
    """Authenticates requests, and limits their rates."""

    def __init__(self, settings: Settings) -> None:
        self._issued: dict[str, _Issued] = {}
        self.limit(settings)

    def limit(self, settings: Settings) -> None:
        """Apply the rate limits of settings, with full buckets."""
        self._token_bucket = Bucket(settings.token_rate)
        self._basic_bucket = Bucket(settings.basic_rate)

    def issue(self, header: str, grant_type: str, settings: Settings, clock: Clock) -> Row:
        """Return a new token, a JWT (sdk); raise OAuthError, or GatewayError 429 without Retry-After (sdk)."""
        if not self._token_bucket.take():
            raise GatewayError(429, "Too many token requests")
        user, password = basic_credentials(header) or ("", "")
        if not user or settings.keys.get(user) != password:
            raise OAuthError(
                401,
                "invalid_client",
                "Client authentication failed",
                headers={"WWW-Authenticate": 'Basic realm="sinch"'},
            )
        if grant_type != "client_credentials":
            raise OAuthError(400, "unsupported_grant_type", "The grant type must be client_credentials")
        issued_at, lifetime = int(clock.now_s()), int(settings.token_lifetime)
        payload = {"sub": user, "iat": issued_at, "exp": issued_at + lifetime, "jti": clock.new_id()}
        token = ".".join(_encoded(json.dumps(part)) for part in ({"alg": "HS256", "typ": "JWT"}, payload, "signature"))
        self._issued[token] = _Issued(user, password, issued_at + lifetime)
        return {"access_token": token, "expires_in": lifetime, "scope": "", "token_type": "bearer"}

    def admit(self, header: str, settings: Settings, clock: Clock) -> None:
        """Authenticate an API request; raise GatewayError 401 or 429."""
        scheme, _space, token = header.partition(" ")
        if scheme.lower() == "bearer":
            issued = self._issued.get(token.strip())
            if issued is None or settings.keys.get(issued.key_id) != issued.key_secret:
                raise refused_token("not valid")
            if clock.now_s() >= issued.expires_at:
                raise refused_token("expired")
            return
        credentials = basic_credentials(header)
        if credentials and settings.keys.get(credentials[0]) == credentials[1]:
            if not self._basic_bucket.take():
                raise GatewayError(429, "HTTP Basic is for tests only, and rate limited")
            return
        raise GatewayError(
            401, "Authentication is required", {"WWW-Authenticate": 'Bearer realm="sinch", Basic realm="sinch"'}
        )
