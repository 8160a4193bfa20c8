# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures: one simulator for all tests, reset for each, and a client of the API."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulator.process import Control, SimulatorProcess
from tests.simulator_tests.client import Api


@pytest.fixture(scope="session")
def simulator() -> Iterator[SimulatorProcess]:
    with SimulatorProcess() as running:
        yield running


@pytest.fixture
def control(simulator: SimulatorProcess) -> Control:
    """Return the control of the simulator after a reset."""
    simulator.control.reset()
    return simulator.control


@pytest.fixture(params=["sdk", "reference"])
def dialect(request: pytest.FixtureRequest, control: Control) -> str:
    """Set each dialect in turn, and return it."""
    control.settings(dialect=request.param)
    return str(request.param)


@pytest.fixture
def api(control: Control) -> Iterator[Api]:
    """Return a client with a token, and clear the log."""
    with Api(control.url) as client:
        control.clear_log()
        yield client
