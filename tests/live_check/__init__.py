# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the real API with what the collection takes for granted; ``python -m tests.live_check --help``.

A fact is one declaration: in ``reading.py`` those that reading tells, in ``writing.py`` those that scratch objects
tell, and in ``untold.py`` those that are left alone.
"""
