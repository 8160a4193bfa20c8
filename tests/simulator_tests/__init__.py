# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of what other tests rely on in the simulator.

The live check's tests hold the rest: that the simulator is as the facts about the API say, in both dialects.
"""
