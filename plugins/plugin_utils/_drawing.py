# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The layout of drawings as data for a template: calls run from left to right, outbound above inbound."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from ansible_collections.sinch.sip.plugins.module_utils._drift import DIFFERS, IN_FILE, IN_PROJECT, WORDS
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import RESOURCES

from ._topology import SAME, Line, Thing, Trunk

SIGNS = {SAME: "", IN_FILE: "+", IN_PROJECT: "\N{MINUS SIGN}", DIFFERS: "\N{NOT EQUAL TO}"}

_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
# Lengths are in pixels of a drawing that is scaled to the page.
_WIDTH = 1080
_BOX = 320
_COLUMNS = (0, (_WIDTH - _BOX) // 2, _WIDTH - _BOX)
_LINE = 18
_PAD = 10
_GAP = 10
_TILE = 180
_TILE_HEIGHT = 24
_ROW = 30
# The width of a bold letter in the widest of the usual fonts.
_LETTER = 8
# The largest number of lines in a box; the last one counts the rest.
MOST_LINES = 12


@dataclass(frozen=True)
class PlacedText:
    """Text at a position; ``whole`` is the full text if ``text`` is cut, else empty."""

    text: str
    x: int
    y: int
    style: str
    whole: str = ""


@dataclass(frozen=True)
class PlacedBox:
    """A box with text at a position; ``anchor`` is the target of its link."""

    x: int
    y: int
    width: int
    height: int
    texts: Sequence[PlacedText]
    mark: str = SAME
    muted: bool = False
    anchor: str = ""


@dataclass(frozen=True)
class PlacedArrow:
    """An arrow from left to right; ``mark`` is that of the link it stands for."""

    start: int
    end: int
    y: int
    mark: str = SAME

    @property
    def middle(self) -> int:
        """The horizontal position of the sign."""
        return (self.start + self.end) // 2


@dataclass
class Drawing:
    """Boxes, arrows and captions with the size of the whole drawing."""

    title: str
    height: int = 0
    boxes: list[PlacedBox] = field(default_factory=list)
    arrows: list[PlacedArrow] = field(default_factory=list)
    captions: list[PlacedText] = field(default_factory=list)
    width: int = _WIDTH


@dataclass(frozen=True)
class Box:
    """A box with text; ``link`` is the mark of its link to the trunk. A muted box tells that something is missing."""

    title: str
    label: str = ""
    mark: str = SAME
    lines: Sequence[Line] = ()
    link: str = SAME
    muted: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether some lines are not drawn."""
        return len(self.lines) > MOST_LINES

    def _drawn(self) -> list[Line]:
        """Return the lines to draw; if there are too many, marked lines come first."""
        if not self.is_cut:
            return [*self.lines]
        chosen = sorted(self.lines, key=lambda line: not line.mark)[: MOST_LINES - 1]
        return [*chosen, Line(f"and {len(self.lines) - len(chosen)} more")]

    @property
    def height(self) -> int:
        """The height of the box."""
        return 2 * _PAD + _LINE * (1 + bool(self.label) + len(self._drawn()))

    def placed(self, x: int, y: int, height: int = 0) -> PlacedBox:
        """Return the box at a position, with a height of at least ``height``."""
        room = _BOX - 2 * _PAD
        baseline = y + _PAD + 13
        texts = []
        if self.mark:
            sign = f"{SIGNS[self.mark]} {WORDS[self.mark]}"
            texts.append(PlacedText(sign, x + _BOX - _PAD, baseline, "sign"))
        if self.label:
            texts.append(_placed_text(self.label, x + _PAD, baseline, "label", room))
            baseline += _LINE
        texts.append(_placed_text(self.title, x + _PAD, baseline, "title", room))
        for line in self._drawn():
            baseline += _LINE
            style = f"line {line.mark}" if line.mark else "line"
            texts.append(_placed_text(_signed(line.text, line.mark), x + _PAD, baseline, style, room))
        return PlacedBox(x, y, _BOX, max(self.height, height), texts, self.mark, self.muted)


def _signed(text: str, mark: str) -> str:
    return f"{SIGNS[mark]} {text}" if mark else text


def _placed_text(content: str, x: int, y: int, style: str, room: int) -> PlacedText:
    """Return text at a position, cut to a width of ``room`` pixels."""
    cut = fitted(content, room // _LETTER)
    return PlacedText(cut, x, y, style, content if cut != content else "")


def fitted(content: str, columns: int) -> str:
    """Return text cut to a number of columns; wide characters take two columns."""
    used = 0
    for index, one in enumerate(content):
        used += 2 if unicodedata.east_asian_width(one) in ("W", "F") else 1
        if used > columns:
            return content[: max(index - 1, 0)] + _ELLIPSIS
    return content


def thing_box(thing: Thing, link: str = SAME) -> Box:
    """Return the box of an object."""
    label = f"priority {thing.order}" if thing.order else RESOURCES[thing.kind].label
    return Box(thing.name, label, thing.mark, thing.lines, link)


def trunk_boxes(trunk: Trunk) -> tuple[list[Box], list[Box], list[Box]]:
    """Return the boxes of the admissions, of the phone numbers and of the endpoints of a trunk."""
    numbers = [Box("Phone numbers", lines=trunk.numbers)] if trunk.numbers else []
    return [thing_box(one.thing, one.mark) for one in trunk.admissions], numbers, [*map(thing_box, trunk.endpoints)]


def trunk_drawing(trunk: Trunk, countries: Sequence[Line]) -> Drawing:
    """Return the drawing of a trunk with its boxes; ``countries`` are those that the project can dial."""
    admissions, numbers, endpoints = trunk_boxes(trunk)
    codes = ", ".join(line.text for line in countries)
    dialled = Box(f"Countries that can be dialled: {len(countries)}", lines=[Line(codes)])
    rows = (
        (
            "Calls out",
            admissions or [Box("Nobody: no ACL and no credential list", muted=True)],
            [dialled] if countries else [Box("Nowhere: no country can be dialled", muted=True)],
        ),
        (
            "Calls in",
            numbers or [Box("None: no phone number", muted=True)],
            endpoints or [Box("Nowhere: no endpoint", muted=True)],
        ),
    )
    drawing = Drawing(f"Trunk {trunk.thing.name}")
    y = 0
    for caption, callers, called in rows:
        drawing.captions.append(PlacedText(caption, 0, y + 14, "caption"))
        y += _LINE + 4
        y = max(_stack(drawing, callers, 0, y), _stack(drawing, called, 1, y))
    own = thing_box(trunk.thing)
    top = _LINE + 4
    height = max(y - top - _GAP, own.height)
    drawing.boxes.append(own.placed(_COLUMNS[1], top, height))
    drawing.height = top + height
    return drawing


def _stack(drawing: Drawing, boxes: Sequence[Box], side: int, y: int) -> int:
    """Stack boxes with arrows on the left (0) or right (1) of a trunk; return the end of the stack."""
    for box in boxes:
        drawing.boxes.append(box.placed(_COLUMNS[2 * side], y))
        if not box.muted:
            arrow = PlacedArrow(_COLUMNS[side] + _BOX, _COLUMNS[side + 1], y + box.height // 2, box.link)
            drawing.arrows.append(arrow)
        y += box.height + _GAP
    return y


def boxes_drawing(title: str, boxes: Sequence[Box]) -> Drawing:
    """Return a drawing of boxes in rows."""
    drawing = Drawing(title)
    y = 0
    for first in range(0, len(boxes), len(_COLUMNS)):
        row = boxes[first : first + len(_COLUMNS)]
        drawing.boxes.extend(box.placed(x, y) for x, box in zip(_COLUMNS, row))
        y += max(box.height for box in row) + _GAP
    drawing.height = y - _GAP
    return drawing


def map_drawing(trunks: Sequence[Trunk], anchors: Sequence[str]) -> Drawing:
    """Return a drawing with a tile for each trunk that links to its anchor."""
    columns = _WIDTH // _TILE
    drawing = Drawing("All trunks", -(-len(trunks) // columns) * _ROW)
    for index, (trunk, anchor) in enumerate(zip(trunks, anchors)):
        row, column = divmod(index, columns)
        x, y = column * _TILE, row * _ROW
        words = _placed_text(_signed(trunk.thing.name, trunk.mark), x + 8, y + 17, "line", _TILE - 22)
        tile = PlacedBox(x, y, _TILE - 6, _TILE_HEIGHT, [words], trunk.mark, anchor=anchor)
        drawing.boxes.append(tile)
    return drawing
