# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The token of an authenticator: it is shared until it expires or is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.sinch.sip.plugins.module_utils._transport.auth import TokenAuthenticator
from ansible_collections.sinch.sip.plugins.module_utils._transport.token_cache import Token, TokenCache

NOW = 1_000_000.0


class Authenticator(TokenAuthenticator):
    """An authenticator whose clock stands still, and whose tokens are t1, t2 and so on."""

    def __init__(self, cache: TokenCache | None = None) -> None:
        self.clock = NOW
        self.given: list[str] = []
        super().__init__(self._give, cache, now=lambda: self.clock)

    def _give(self) -> dict[str, Any]:
        self.given.append(f"t{len(self.given) + 1}")
        return {"access_token": self.given[-1], "expires_in": 3600}


def test_reused_until_it_expires() -> None:
    authenticator = Authenticator()
    assert [authenticator.current().value for _number in range(2)] == ["Bearer t1"] * 2
    authenticator.clock += 3550
    assert authenticator.current().value == "Bearer t2"
    assert authenticator.given == ["t1", "t2"]
    assert authenticator.secrets >= {"t1", "t2"}


def test_refused() -> None:
    """All threads whose requests were refused with one token get the same new one."""
    authenticator = Authenticator()
    refused = authenticator.current()
    renewed = [authenticator.renew(refused) for _thread in range(2)]
    assert [auth and auth.value for auth in renewed] == ["Bearer t2"] * 2
    assert authenticator.given == ["t1", "t2"]


def test_cache(tmp_path: Path) -> None:
    """A token of another process is used, until it is refused."""
    cache = TokenCache(tmp_path, "https://auth.example.com", "k", "s", now=lambda: NOW)
    cache.write(Token("theirs", NOW, NOW + 3600))
    authenticator = Authenticator(cache)
    assert authenticator.current().value == "Bearer theirs"
    authenticator.renew(authenticator.current())
    assert authenticator.given == ["t1"]
    assert cache.read() == Token("t1", NOW, NOW + 3600)
