# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures: a fresh simulator, and an AWX with the example project."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.awx.jobs import Awx
from tests.simulator.process import Control
from tests.simulator_tests.conftest import control, simulator

__all__ = ["awx", "control", "simulator"]


@pytest.fixture
def awx(control: Control, tmp_path: Path) -> Awx:
    return Awx(control, tmp_path)
