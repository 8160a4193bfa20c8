# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tests that the page of promises names exist."""

from __future__ import annotations

import importlib
import re

from tests.simulator.process import ROOT


def test_every_promise_is_held() -> None:
    page = (ROOT / "docs" / "docsite" / "rst" / "promises.rst").read_text(encoding="utf-8")
    named = re.findall(r"``(tests/[\w/]+)\.py::(\w+)``", page)
    assert len(named) > 20
    missing = [name for file, name in named if not hasattr(importlib.import_module(file.replace("/", ".")), name)]
    assert missing == []
