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

__all__ = ["ansible", "both_ways", "control", "dialect", "simulator"]


@pytest.fixture
def ansible(control: Control, tmp_path: Path) -> Ansible:
    """Return what runs modules and playbooks."""
    return Ansible(control.url, tmp_path)


@pytest.fixture(params=["1", "0"], ids=["direct", "module"])
def both_ways(request: pytest.FixtureRequest, ansible: Ansible) -> None:
    """Have playbooks run modules in Ansible's worker, and as processes of their own."""
    ansible.environ["SINCH_DIRECT"] = request.param
