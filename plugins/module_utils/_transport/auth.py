# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How requests are authenticated: OAuth2 client credentials, a ready token, or HTTP Basic."""

from __future__ import annotations

import base64
import threading
import time
from typing import Any, Callable

from .token_cache import Token, TokenCache

# Asks the auth host for a token; returns the decoded answer.
AskForToken = Callable[[], Any]


class HeaderAuth:
    """Puts one value into the Authorization header.

    It is passed to requests as ``auth``: a header set by hand would be replaced by what a ~/.netrc says.
    """

    def __init__(self, value: str) -> None:
        """Take the whole value of the header."""
        self.value = value

    def __call__(self, request: Any) -> Any:
        """Sign one prepared request."""
        request.headers["Authorization"] = self.value
        return request


def basic_auth(key_id: str, key_secret: str) -> HeaderAuth:
    """Return HTTP Basic for a key, which may hold any character."""
    pair = base64.b64encode(f"{key_id}:{key_secret}".encode()).decode("ascii")
    return HeaderAuth(f"Basic {pair}")


class Authenticator:
    """An authentication that never changes: HTTP Basic, or a token that the user brought.

    ``secrets`` are the values that must never be shown.
    """

    def __init__(self, auth: HeaderAuth) -> None:
        """Take what every request is signed with."""
        self._auth = auth
        self.secrets: frozenset[str] = frozenset({auth.value, auth.value.partition(" ")[2]})

    def current(self) -> HeaderAuth:
        """Return what to sign a request with."""
        return self._auth

    def renew(self, refused: HeaderAuth) -> HeaderAuth | None:
        """Return what to use instead of what the API refused, or None where there is nothing else to try."""
        return None


class TokenAuthenticator(Authenticator):
    """OAuth2 client credentials: one token for all threads, and, through the cache, for all processes."""

    def __init__(self, ask: AskForToken, cache: TokenCache | None, now: Callable[[], float] = time.time) -> None:
        """Take how to ask for a token, and where to keep it."""
        self._ask = ask
        self._cache = cache
        self._now = now
        self._token: Token | None = None
        self._guard = threading.Lock()
        self.secrets = frozenset()

    def current(self) -> HeaderAuth:
        """Return the token in hand, the one in the cache, or a new one; raise ApiError where none can be had."""
        with self._guard:
            if self._token is None or not self._token.good(self._now()):
                self._token = self._obtain()
                self.secrets |= {self._token.value}
            return HeaderAuth(f"Bearer {self._token.value}")

    def renew(self, refused: HeaderAuth) -> HeaderAuth | None:
        """Drop a refused token and get another (sdk)."""
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
