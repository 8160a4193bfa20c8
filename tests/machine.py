# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs of this machine that tests need, and how a test ends without them."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""The path of Chromium, None without one."""

_STRICT = bool(os.environ.get("CI") or os.environ.get("STRICT"))


def lacking(reason: str) -> NoReturn:
    """End a test because this machine lacks something: skipped, or failed if nothing may be skipped."""
    if _STRICT:
        pytest.fail(reason)
    pytest.skip(reason)
