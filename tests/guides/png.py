# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reduce screenshots to 256 colours, which are enough for text and boxes."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = 256
_PIXEL_BYTES = {2: 3, 6: 4}
"""Bytes of a pixel, by PNG's number of a colour type: without transparency and with it."""


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the names and contents of the chunks of a PNG file."""
    at = len(_SIGNATURE)
    while at < len(png):
        length, name = struct.unpack_from(">I4s", png, at)
        yield name, png[at + 8 : at + 8 + length]
        at += 12 + length


def _predicted(kind: int, left: int, above: int, corner: int) -> int:
    """Return the byte that a PNG filter predicts from the neighbouring ones."""
    if kind == 4:
        estimate = left + above - corner
        return min((left, above, corner), key=lambda near: abs(estimate - near))
    return (0, left, above, (left + above) // 2)[kind]


def _rows(data: bytes, width: int, size: int) -> Iterator[bytes]:
    """Yield the rows of a picture without PNG's filters; ``size`` is the number of bytes of a pixel."""
    length = width * size
    above = bytes(length)
    for start in range(0, len(data), length + 1):
        kind, row = data[start], bytearray(data[start + 1 : start + 1 + length])
        if kind:
            for at in range(length):
                left, corner = (row[at - size], above[at - size]) if at >= size else (0, 0)
                row[at] = (row[at] + _predicted(kind, left, above[at], corner)) & 0xFF
        above = bytes(row)
        yield above


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    """Return the index of the colour of a palette that is nearest to a given one."""
    distances = [sum((a - b) ** 2 for a, b in zip(colour, one, strict=True)) for one in palette]
    return distances.index(min(distances))


def smaller(png: bytes) -> bytes:
    """Return a picture reduced to its 256 most frequent colours; ValueError for a PNG that no browser writes."""
    parts = list(_chunks(png))
    width, height, depth, kind, *_methods, interlaced = struct.unpack(">IIBBBBB", parts[0][1])
    if depth != 8 or kind not in _PIXEL_BYTES or interlaced:
        raise ValueError("not a PNG as browsers write them")
    size = _PIXEL_BYTES[kind]
    data = zlib.decompress(b"".join(content for name, content in parts if name == b"IDAT"))
    pixels = [[row[at : at + 3] for at in range(0, len(row), size)] for row in _rows(data, width, size)]
    counts = Counter(pixel for row in pixels for pixel in row)
    palette = [colour for colour, _count in counts.most_common(_COLOURS)]
    numbers = {colour: _nearest(colour, palette) for colour in counts}
    lines = b"".join(b"\0" + bytes(numbers[pixel] for pixel in row) for row in pixels)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", b"".join(palette)),
            _chunk(b"IDAT", zlib.compress(lines, 9)),
            _chunk(b"IEND", b""),
        )
    )
