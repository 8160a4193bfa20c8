# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures in the documentation are small, and what makes them small keeps what is on them."""

from __future__ import annotations

import struct
import zlib

import pytest

from tests.guides.png import SIGNATURE, chunk, chunks, smaller
from tests.guides.screenshots import IMAGES, LARGEST

FIRST_ROW = [10, 20, 30, 40, 50, 60]
SECOND_ROW = [12, 24, 36, 44, 58, 72]


def picture(kind: int, second_row: list[int]) -> bytes:
    """Return a picture of two by two pixels, the second row of which is stored with one of PNG's filters."""
    header = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes([0, *FIRST_ROW, kind, *second_row]))
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("kind", "second_row"),
    [
        (0, SECOND_ROW),
        (1, [12, 24, 36, 32, 34, 36]),
        (2, [2, 4, 6, 4, 8, 12]),
        (3, [7, 14, 21, 18, 21, 24]),
        (4, [2, 4, 6, 4, 8, 12]),
    ],
    ids=["none", "sub", "up", "average", "paeth"],
)
def test_smaller(kind: int, second_row: list[int]) -> None:
    """The pixels stay what they are, however they were stored."""
    parts = dict(chunks(smaller(picture(kind, second_row))))
    palette, rows = parts[b"PLTE"], zlib.decompress(parts[b"IDAT"])
    pixels = b"".join(palette[3 * number : 3 * number + 3] for number in rows[1:3] + rows[4:6])
    assert list(pixels) == FIRST_ROW + SECOND_ROW


def test_pictures_are_small() -> None:
    """Every release carries the pictures, so none of them is large."""
    sizes = {file.name: file.stat().st_size for file in IMAGES.iterdir()}
    assert sizes
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
