# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The live check compares the real API with the facts that the collection relies on.

A fact is one declaration: in ``reading.py`` if reads can check it, else in ``writing.py``.
"""
