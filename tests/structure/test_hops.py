# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way of an ACL's ``cidr`` from the task to the wire is short."""

from __future__ import annotations

from .hops import measure


def test_hops() -> None:
    """The address takes at most 22 hops through at most 10 files, by the definition of tests.structure.hops."""
    way = measure()
    assert way.passes[0].name == "SinchModule.run"
    assert way.passes[-1].file == "module_utils/_transport/session.py"
    assert way.hops <= 22
    assert len(way.files) <= 10
