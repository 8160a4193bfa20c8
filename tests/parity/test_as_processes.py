# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole setup, as compat has it in Ansible's worker, with modules as processes of their own."""

from __future__ import annotations

import pytest

from tests.playbooks.running import Ansible
from tests.playbooks.test_compat import by_defaults, test_whole_setup

__all__ = ["by_defaults", "test_whole_setup"]


@pytest.fixture(autouse=True)
def _as_processes(ansible: Ansible) -> None:
    ansible.environ["SINCH_DIRECT"] = "0"
