# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check the URLs of proxies. They may contain passwords, so no message shows them."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from .._connection import is_host

_SCHEMES = frozenset({"http", "https", "socks4", "socks4a", "socks5", "socks5h"})


def is_usable_proxy(url: str) -> bool:
    """Return whether a URL is that of a proxy; an unquoted special character in the password may break it."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        # requests encodes the credentials of a proxy as Latin-1.
        unquote(f"{parts.username}{parts.password}").encode("latin-1")
        return (
            parts.scheme in _SCHEMES
            and is_host(parts.hostname or "")
            and parts.port != 0
            and parts.path in ("", "/")
            and not parts.query
            and not parts.fragment
        )
    except ValueError:
        return False
