# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Converts data from ansible-core to plain Python types."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any


def plain(value: Any, strict: bool = False) -> Any:
    """Return data as JSON types. Other types stay unchanged, or with ``strict`` raise TypeError.

    Depending on its version, ansible-core gives plugins strings with tags or marks, and containers that render their
    items when they are read. Dates become text, as they do for modules. Without ``strict``, inline vaults become their
    content.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        if strict and not all(isinstance(key, str) for key in value):
            raise TypeError("a key is not a string")
        return {plain(key, strict): plain(item, strict) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item, strict) for item in value]
    if strict:
        raise TypeError(f"JSON has nothing like {type(value).__name__}")
    # Up to ansible-core 2.18, an inline vault is a sequence and not a string.
    return str(value) if isinstance(value, Sequence) else value
