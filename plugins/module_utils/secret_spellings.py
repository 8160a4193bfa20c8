# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ways in which a secret can be written, so that none of them is shown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import quote, quote_plus


def spellings(secrets: Iterable[str]) -> frozenset[str]:
    """Return secrets as they are, and as JSON and URLs have them: an error may repeat the request that it is about."""
    written: set[str] = set()
    for secret in secrets:
        written |= {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
        written |= {quote(secret, safe=""), quote_plus(secret)}
    return frozenset(written - {""})
