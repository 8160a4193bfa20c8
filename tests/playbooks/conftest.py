# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of all tests here: a simulator without projects, and Ansible with an empty home folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._transport import client
from tests.playbooks.running import Ansible
from tests.simulator.process import Control
from tests.simulator_tests.conftest import control, dialect, simulator

__all__ = ["ansible", "both_ways", "control", "dialect", "impatient", "simulator"]


@pytest.fixture
def ansible(control: Control, tmp_path: Path) -> Ansible:
    return Ansible(control.url, tmp_path)


@pytest.fixture(params=["1", "0"], ids=["direct", "module"])
def both_ways(request: pytest.FixtureRequest, ansible: Ansible) -> None:
    """Run the modules of playbooks in Ansible's worker, then as processes of their own."""
    ansible.environ["SINCH_DIRECT"] = request.param


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have modules repeat requests without waiting."""
    monkeypatch.setattr(client, "BACKOFF_BASE", 0.0)
    monkeypatch.setattr(client, "RETRY_AFTER_LONGEST", 0.0)
