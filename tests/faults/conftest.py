# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of the tests of faults."""

from __future__ import annotations

import pytest

from tests.playbooks.conftest import ansible, both_ways, control, dialect, impatient, simulator
from tests.playbooks.running import Ansible

__all__ = ["ansible", "both_ways", "control", "dialect", "either_way", "impatient", "simulator"]


@pytest.fixture(params=["1", pytest.param("0", marks=pytest.mark.exhaustive)], ids=["direct", "module"])
def either_way(request: pytest.FixtureRequest, ansible: Ansible) -> None:
    """Run the modules of playbooks in Ansible's worker and, in the exhaustive set, as processes of their own."""
    ansible.environ["SINCH_DIRECT"] = request.param
