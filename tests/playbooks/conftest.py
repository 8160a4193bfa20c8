# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all tests here share: a simulator that is as if just started, and Ansible with an empty home folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.playbooks.running import Ansible
from tests.simulator.process import Control
from tests.simulator_tests.conftest import control, dialect, simulator

__all__ = ["ansible", "control", "dialect", "simulator"]


@pytest.fixture
def ansible(control: Control, tmp_path: Path) -> Ansible:
    """Return what runs modules and playbooks."""
    return Ansible(control.url, tmp_path)
