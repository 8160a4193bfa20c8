# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes pictures of pages small: a browser writes every pixel in full; 256 colours are enough for text and boxes."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = 256
_PIXEL_BYTES = {2: 3, 6: 4}
"""Bytes of a pixel by the type of colour that PNG writes: without transparency and with it."""


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Return the parts of a PNG file: names and contents."""
    at = len(SIGNATURE)
    while at < len(png):
        length, name = struct.unpack_from(">I4s", png, at)
        yield name, png[at + 8 : at + 8 + length]
        at += 12 + length


def _predicted(kind: int, left: int, above: int, corner: int) -> int:
    """Return what a PNG filter expects of a byte, from those beside it."""
    if kind == 4:
        estimate = left + above - corner
        return min((left, above, corner), key=lambda near: abs(estimate - near))
    return (0, left, above, (left + above) // 2)[kind]


def _rows(data: bytes, width: int, size: int) -> Iterator[bytes]:
    """Return the rows of a picture, without PNG's filters; ``size`` is that of a pixel."""
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


def chunk(name: bytes, content: bytes) -> bytes:
    """Return a part of a PNG file."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    """Return the number of the colour of a palette that is most like a given one."""
    distances = [sum((a - b) ** 2 for a, b in zip(colour, one, strict=True)) for one in palette]
    return distances.index(min(distances))


def smaller(png: bytes) -> bytes:
    """Return the same picture with its 256 most frequent colours; ValueError where it is not as browsers write them."""
    parts = list(chunks(png))
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
            SIGNATURE,
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            chunk(b"PLTE", b"".join(palette)),
            chunk(b"IDAT", zlib.compress(lines, 9)),
            chunk(b"IEND", b""),
        )
    )
