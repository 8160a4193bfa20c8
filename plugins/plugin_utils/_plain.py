# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data as plugins get it from ansible-core, freed of what ansible-core adds to it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any


def plain(value: Any, strict: bool = False) -> Any:
    """Return data made of the types that JSON has; anything else stays as it is, or with ``strict`` raises TypeError.

    Plugins get strings that carry tags or are marked as unsafe, and containers that template their items as they are
    read; which of them depends on the version of ansible-core. Dates become text, as they do on the way to a module;
    without ``strict``, inline vaults become what is in them.
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
    # Up to ansible-core 2.18 an inline vault is a sequence and no string.
    return str(value) if isinstance(value, Sequence) else value
