# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials: the tokens of the token endpoint, HTTP Basic, and the rate limits of both."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
import time

from .errors import GatewayError, OAuthError
from .settings import Rate, Settings
from .store import Clock, Row


class Bucket:
    """A token bucket on real time; the server's clock does not matter to it."""

    def __init__(self, rate: Rate | None) -> None:
        """Start full."""
        self.rate = rate
        self._level = rate.capacity if rate else 0.0
        self._filled_at = time.monotonic()

    def take(self) -> bool:
        """Take one request's worth; False where the bucket has none left."""
        if self.rate is None:
            return True
        now = time.monotonic()
        self._level = min(self.rate.capacity, self._level + (now - self._filled_at) * self.rate.refill_per_s)
        self._filled_at = now
        if self._level < 1:
            return False
        self._level -= 1
        return True


def _encoded(data: bytes) -> str:
    """Return unpadded base64url, as in a JWT."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def basic_credentials(header: str) -> tuple[str, str] | None:
    """Return the user and the password of an HTTP Basic header; None where it is not one."""
    scheme, _space, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, colon, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (user, password) if colon else None


class Tokens:
    """Issues tokens and tells good ones from bad; nothing is stored: a token carries what is needed."""

    def __init__(self) -> None:
        """Make the server's signing secret."""
        self._secret = secrets.token_bytes(32)

    def _signature(self, signed: str, key_secret: str) -> str:
        """Sign with the server's secret and the key's, so that a changed key secret ends its tokens."""
        return _encoded(hmac.digest(self._secret + key_secret.encode(), signed.encode(), "sha256"))

    def issue(self, key_id: str, settings: Settings, clock: Clock) -> Row:
        """Return the token endpoint's answer (fields: ref); the token is a JWT (sdk), another one each time."""
        now = int(clock.now_s())
        claims = {"sub": key_id, "iat": now, "exp": now + int(settings.token_lifetime), "jti": clock.new_id()}
        parts = ({"alg": "HS256", "typ": "JWT"}, claims)
        signed = ".".join(_encoded(json.dumps(part).encode()) for part in parts)
        token = f"{signed}.{self._signature(signed, settings.keys[key_id])}"
        return {"access_token": token, "expires_in": int(settings.token_lifetime), "scope": "", "token_type": "bearer"}

    def check(self, token: str, settings: Settings, clock: Clock) -> str:
        """Return the key ID of a token; GatewayError 401 for one that is expired or was not issued here."""
        signed, _dot, signature = token.rpartition(".")
        payload = signed.partition(".")[2]
        try:
            claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
            key_id, expiry = str(claims["sub"]), int(claims["exp"])
        except (ValueError, TypeError, KeyError) as error:
            raise refused_token("not valid") from error
        expected = self._signature(signed, settings.keys.get(key_id, ""))
        if key_id not in settings.keys or not hmac.compare_digest(signature.encode(), expected.encode()):
            raise refused_token("not valid")
        if clock.now_s() >= expiry:
            raise refused_token("expired")
        return key_id


def refused_token(why: str) -> GatewayError:
    """Return the 401 for a token; the SDK looks for "expired" in ``WWW-Authenticate``."""
    header = f'Bearer error="invalid_token", error_description="The token is {why}"'
    return GatewayError(401, f"The token is {why}", {"WWW-Authenticate": header})


class Gate:
    """Lets requests in: knows the tokens and the limits."""

    def __init__(self, settings: Settings) -> None:
        """Start with full buckets."""
        self._tokens = Tokens()
        self.limit(settings)

    def limit(self, settings: Settings) -> None:
        """Apply the limits of ``settings``, with full buckets."""
        self._token_bucket = Bucket(settings.token_rate)
        self._basic_bucket = Bucket(settings.basic_rate)

    def issue(self, header: str, grant_type: str, settings: Settings, clock: Clock) -> Row:
        """Serve the token endpoint; OAuthError 400 or 401, or GatewayError 429, which has no Retry-After (sdk)."""
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
        return self._tokens.issue(user, settings, clock)

    def admit(self, header: str, settings: Settings, clock: Clock) -> str:
        """Return the key ID that an API request comes with; GatewayError 401 or 429."""
        scheme, _space, token = header.partition(" ")
        if scheme.lower() == "bearer":
            return self._tokens.check(token.strip(), settings, clock)
        credentials = basic_credentials(header)
        if credentials and settings.keys.get(credentials[0]) == credentials[1]:
            if not self._basic_bucket.take():
                raise GatewayError(429, "HTTP Basic is for tests only, and rate limited")
            return credentials[0]
        raise GatewayError(
            401, "Authentication is required", {"WWW-Authenticate": 'Bearer realm="sinch", Basic realm="sinch"'}
        )
