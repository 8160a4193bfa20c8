# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets are found in every spelling that a server may use."""

from __future__ import annotations

import html
import json
from typing import Callable
from urllib.parse import quote, quote_plus

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._secret_spellings import repeats

SECRETS = [
    "Ab1<def>&\"gh'2/+ %ij\\k€é",
    'Canary"Vault7Kq2Xw\\+/é',
    "Correct-horse-1",
    "Passw0rd1234",
    "<&>a<&>b<&>c<&>d1E",
    "пароль-Пароль-12",
    "&lt;%41\\u0041aA1",
]


def _json(text: str) -> str:
    return json.dumps(text)[1:-1]


def _numbered(text: str, written: str) -> str:
    return "".join(written.format(ord(one)) for one in text)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "swapped case": str.swapcase,
    "JSON, not ASCII": lambda text: json.dumps(text, ensure_ascii=False),
    "JSON twice": lambda text: _json(_json(text)),
    "HTML twice": lambda text: html.escape(html.escape(text)),
    "HTML, decimal": lambda text: _numbered(text, "&#{};"),
    "HTML, hexadecimal": lambda text: _numbered(text, "&#x{:x};"),
    "URL in lower case": lambda text: quote(text).lower(),
    "URL twice": lambda text: quote(quote(text, safe=""), safe=""),
    "form, not UTF-8": lambda text: quote_plus(text, encoding="latin-1", errors="xmlcharrefreplace"),
    "JSON of a URL": lambda text: _json(quote_plus(text)),
    "shell, dollar": lambda text: "$" + repr(text.encode())[1:],
    "every character": lambda text: _numbered(text, "\\u{:04x}"),
    "every byte": lambda text: "".join(f"%{one:02x}" for one in text.encode()),
}


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spellings(spelling: str, secret: str) -> None:
    written = SPELLINGS[spelling](secret)
    assert repeats(f'the request was: {{"password": "{written}"}}, and is refused', secret, 1000)
    assert repeats("." * 999 + written, secret, 1000)


@pytest.mark.parametrize("secret", ["Canary-Given3Hv6Lp-Canary", "eyJhbGciOi.eyJzdWIiOjF9.c2lnbmF0dXJl"])
def test_cut_short(secret: str) -> None:
    assert repeats(f"cannot be read: {secret[: len(secret) // 2]}", secret, 1000)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "credentials[0].password: at least 12 characters, with an upper-case, a lower-case and a numeric one",
        "the demo key was refused; the secret of the key is another",
        "Failed to read HTTP message",
        "&lt;%41\\u00&#;%",
    ],
)
@pytest.mark.parametrize("secret", [*SECRETS[:-1], "Password-12345", "demo-secret", ""])
def test_other_texts(text: str, secret: str) -> None:
    assert not repeats(text, secret, 1000)


def test_text_that_is_not_shown() -> None:
    assert not repeats("." * 5000 + "Correct-horse-1", "Correct-horse-1", 1000)
    assert not repeats("a!" * 10**6, "a!b!" * 500, 1000)
