# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Usable and unusable URLs of proxies."""

from __future__ import annotations

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._transport.proxies import is_usable_proxy

HOST = "proxy.example.com"


@pytest.mark.parametrize(
    "url", [HOST, f"{HOST}:3128", f"http://me:Pass%2F1@{HOST}:3128/", "socks5h://[::1]:1080", f"https://me:é@{HOST}"]
)
def test_usable(url: str) -> None:
    assert is_usable_proxy(url)


@pytest.mark.parametrize(
    "url",
    [
        *(
            f"http://{HOST}:99999",
            f"http://{HOST}:0",
            f"http://{HOST}/path",
            "http://me:x@:3128",
            "me:x@:3128",
            "http://",
        ),
        *("http://proxy..example.com", f"http://{'a' * 64}.example.com", "http://[::1", "http://pro xy:3128"),
        *(f"http://me:{password}@{HOST}:3128" for password in ("Pass/1", "Pass#1", "Pass?1", "12/Pass", "Pass→")),
        f"ftp://{HOST}",
    ],
)
def test_unusable(url: str) -> None:
    assert not is_usable_proxy(url)
