# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The spellings in which a text may contain a secret."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus, unquote

# The largest number of characters that one special character can become, such as four bytes that are quoted twice.
_LONGEST_ESCAPE = 24
# The smallest number of letters and digits that identify a secret by themselves.
_ENOUGH = 4
# A server may repeat only the beginning of a secret, so half of a secret counts. Of a short secret, that would match
# ordinary words.
_SHORTEST_HEAD = 10
_RUN = re.compile("[a-z0-9]+")
_BLANK = re.compile(r"\s")
_CHARACTER = re.compile(r"\\+u([0-9a-f]{4})", re.IGNORECASE)
_BYTE = re.compile(r"\\+x([0-9a-f]{2})", re.IGNORECASE)
_MOST_LAYERS = 4


def spellings(secrets: Iterable[str]) -> frozenset[str]:
    """Return the spellings of secrets that this collection itself may write: plain, in JSON and in URLs."""
    written: set[str] = set()
    for secret in secrets:
        written |= {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
        written |= {quote(secret, safe=""), quote_plus(secret)}
    return frozenset(written - {""})


def repeats(text: str, secret: str, shown: int) -> bool:
    """Return whether a secret in any spelling begins within the first ``shown`` characters of a text.

    Spellings change special characters and case, but keep letters and digits. So a text contains the secret if it has
    the letters and digits of the secret in order and close together, before or after its escapes are resolved.
    """
    heads = {form[: max(_SHORTEST_HEAD, len(form) // 2)] for form in _forms(secret)} - {""}
    forms = [*_forms(text[: shown + _LONGEST_ESCAPE * len(secret)])]
    return any(_has(form, head) for head in heads for form in forms)


def _forms(text: str) -> Iterator[str]:
    """Yield a text in lower case, then with one more layer of its escapes resolved each time."""
    for _layer in range(_MOST_LAYERS):
        yield text.lower()
        resolved = _CHARACTER.sub(lambda found: chr(int(found[1], 16)), _BYTE.sub(r"%\1", text))
        resolved = html.unescape(unquote(resolved))
        if resolved == text:
            return
        text = resolved


def _has(text: str, secret: str) -> bool:
    """Return whether a lower-case text has the letters and digits of a secret in order and close together."""
    runs = _RUN.findall(secret)
    letters = sum(map(len, runs))
    if letters < _ENOUGH:
        return secret in text
    span = letters + _LONGEST_ESCAPE * (len(secret) - letters)
    blanks = len(_BLANK.findall(secret))
    start = text.find(runs[0])
    while start >= 0:
        end = start
        for run in runs:
            found = text.find(run, end, start + span)
            if found < 0:
                break
            end = found + len(run)
        else:
            # No spelling adds blanks, so more blanks mean other words in between.
            if len(_BLANK.findall(text, start, end)) <= blanks:
                return True
        start = text.find(runs[0], start + 1)
    return False
