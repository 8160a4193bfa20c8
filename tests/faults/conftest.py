# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of faults share."""

from __future__ import annotations

from tests.playbooks.conftest import ansible, both_ways, control, dialect, simulator
from tests.playbooks.test_faults import impatient

__all__ = ["ansible", "both_ways", "control", "dialect", "impatient", "simulator"]
