# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures: the live check, and a project of the simulator to run it on."""

from __future__ import annotations

import pytest

from tests.live_check.wire import WatchedClient
from tests.live_check_tests.runs import Live
from tests.simulator.process import Control
from tests.simulator_tests.conftest import control, dialect, simulator

__all__ = ["control", "dialect", "live", "simulator"]


@pytest.fixture
def live(control: Control, monkeypatch: pytest.MonkeyPatch) -> Live:
    """Return the live check of a project that has everything, without waits between attempts."""
    monkeypatch.setattr(WatchedClient, "pause", lambda *_arguments: None)
    return Live(control)
