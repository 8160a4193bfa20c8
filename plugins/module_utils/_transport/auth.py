# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Authentication of requests: OAuth2 client credentials, a given token, or HTTP Basic."""

from __future__ import annotations

import base64
import threading
import time
from typing import Any, Callable

from .token_cache import Token, TokenCache

# A function that requests a token from the auth host and returns the decoded answer.
AskForToken = Callable[[], Any]


class HeaderAuth:
    """Sets the Authorization header to one value.

    It is passed to requests as ``auth``, because ~/.netrc would override a header that is set directly.
    """

    def __init__(self, value: str) -> None:
        """Store the complete value of the header."""
        self.value = value

    def __call__(self, request: Any) -> Any:
        """Add the header to a prepared request."""
        request.headers["Authorization"] = self.value
        return request


def basic_auth(key_id: str, key_secret: str) -> HeaderAuth:
    """Return the HTTP Basic authentication for a key, which may have any character."""
    pair = base64.b64encode(f"{key_id}:{key_secret}".encode()).decode("ascii")
    return HeaderAuth(f"Basic {pair}")


class Authenticator:
    """A fixed authentication: HTTP Basic or a token of the user; ``secrets`` must never be shown."""

    def __init__(self, auth: HeaderAuth) -> None:
        """Store the authentication of every request."""
        self._auth = auth
        self.secrets: frozenset[str] = frozenset({auth.value, auth.value.partition(" ")[2]})

    def current(self) -> HeaderAuth:
        """Return the authentication for the next request."""
        return self._auth

    def renew(self, refused: HeaderAuth) -> HeaderAuth | None:
        """Return a replacement for a refused authentication, or None if there is no other."""
        return None


class TokenAuthenticator(Authenticator):
    """OAuth2 client credentials: all threads, and through the cache all processes, share one token."""

    def __init__(self, ask: AskForToken, cache: TokenCache | None, now: Callable[[], float] = time.time) -> None:
        """Store the function that requests a token and the cache, if any."""
        self._ask = ask
        self._cache = cache
        self._now = now
        self._token: Token | None = None
        self._guard = threading.Lock()
        self.secrets = frozenset()

    def current(self) -> HeaderAuth:
        """Return the current token, else the cached one, else a new one; raise ApiError."""
        with self._guard:
            if self._token is None or not self._token.good(self._now()):
                self._token = self._obtain()
                self.secrets |= {self._token.value}
            return HeaderAuth(f"Bearer {self._token.value}")

    def renew(self, refused: HeaderAuth) -> HeaderAuth | None:
        """Drop a refused token and return another one (sdk); raise ApiError."""
        with self._guard:
            if self._token is not None and refused.value == f"Bearer {self._token.value}":
                if self._cache is not None:
                    self._cache.drop(self._token.value)
                self._token = None
        return self.current()

    def _obtain(self) -> Token:
        if self._cache is None:
            return self._request()
        token = self._cache.read()
        if token is None:
            with self._cache.locked():
                token = self._cache.read()
                if token is None:
                    token = self._request()
                    self._cache.write(token)
        return token

    def _request(self) -> Token:
        asked = self._now()
        answer = self._ask()
        return Token(answer["access_token"], asked, asked + float(answer["expires_in"]))
