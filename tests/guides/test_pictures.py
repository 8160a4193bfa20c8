# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures in the documentation are small."""

from __future__ import annotations

from tests.guides.screenshots import IMAGES, LARGEST


def test_pictures_are_small() -> None:
    sizes = {file.name: file.stat().st_size for file in IMAGES.iterdir()}
    assert sizes
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
