# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTML as text, in which everything that comes from elsewhere is escaped."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable
from typing import NewType

# Text that is HTML already; all other text has to pass escaped().
Html = NewType("Html", str)

_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def escaped(content: str) -> Html:
    """Return text as HTML, the characters that HTML forbids (control characters, lone surrogates) replaced."""
    shown = ("\N{REPLACEMENT CHARACTER}" if unicodedata.category(one) in ("Cc", "Cs") else one for one in content)
    return Html(html.escape("".join(shown)))


def joined(parts: Iterable[Html], between: str = "") -> Html:
    """Return pieces of HTML as one."""
    return Html(between.join(parts))


def element(name: str, *content: Html, **attributes: str | int) -> Html:
    """Return an element. An attribute that is a word of Python has an underscore after it; empty ones are left out."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(str(value))}"'
        for key, value in attributes.items()
        if value != ""
    )
    return Html(f"<{name}{given}>{joined(content)}</{name}>")


def names(*given: str) -> str:
    """Return the value of a class attribute."""
    return " ".join(name for name in given if name)


def fitted(content: str, columns: int) -> str:
    """Return text cut to a number of columns, of which a wide character takes two."""
    used = 0
    for index, one in enumerate(content):
        used += 2 if unicodedata.east_asian_width(one) in ("W", "F") else 1
        if used > columns:
            return content[: max(index - 1, 0)] + _ELLIPSIS
    return content
