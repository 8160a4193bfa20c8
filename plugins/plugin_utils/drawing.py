# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Trunks as SVG: from left to right the way that calls take, out above and in below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ansible_collections.sinch.sip.plugins.module_utils.resources.catalogue import RESOURCES

from .drift import DIFFERS, IN_FILE, IN_PROJECT, WORDS
from .markup import Html, element, escaped, fitted, names
from .topology import SAME, Line, Thing, Trunk

SIGNS = {SAME: "", IN_FILE: "+", IN_PROJECT: "\N{MINUS SIGN}", DIFFERS: "\N{NOT EQUAL TO}"}

# Lengths are in pixels of a drawing that is scaled to the page.
_WIDTH = 1080
_BOX = 320
_COLUMNS = (0, (_WIDTH - _BOX) // 2, _WIDTH - _BOX)
_LINE = 18
_PAD = 10
_GAP = 10
_TILE = 180
_LETTER = 7.2
# A box that has more lines than this counts the rest.
MOST_LINES = 12


@dataclass(frozen=True)
class Box:
    """A box with text; ``link`` is the mark of what joins it to the trunk. A muted one says that there is nothing."""

    title: str
    label: str = ""
    mark: str = SAME
    lines: Sequence[Line] = ()
    link: str = SAME
    muted: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether it has more lines than are drawn."""
        return len(self.lines) > MOST_LINES

    def _drawn(self) -> list[Line]:
        """Return the lines to draw: where there are too many, what differs comes before the rest."""
        if not self.is_cut:
            return [*self.lines]
        chosen = sorted(self.lines, key=lambda line: not line.mark)[: MOST_LINES - 1]
        return [*chosen, Line(f"and {len(self.lines) - len(chosen)} more")]

    @property
    def height(self) -> int:
        """How much room it takes."""
        return 2 * _PAD + _LINE * (1 + bool(self.label) + len(self._drawn()))

    def draw(self, x: int, y: int, height: int = 0) -> Html:
        """Return the box at a place, no lower than ``height``."""
        baseline = y + _PAD + 13
        parts = [element("rect", x=x, y=y, width=_BOX, height=max(self.height, height), rx=6)]
        if self.label:
            parts.append(_text(self.label, x + _PAD, baseline, "label", _BOX - 2 * _PAD))
            baseline += _LINE
        if self.mark:
            parts.append(_text(f"{SIGNS[self.mark]} {WORDS[self.mark]}", x + _BOX - _PAD, y + _PAD + 13, "sign", _BOX))
        parts.append(_text(self.title, x + _PAD, baseline, "title", _BOX - 2 * _PAD))
        for line in self._drawn():
            baseline += _LINE
            words = f"{SIGNS[line.mark]} {line.text}" if line.mark else line.text
            parts.append(_text(words, x + _PAD, baseline, names("line", line.mark), _BOX - 2 * _PAD))
        return element("g", *parts, class_=names("box", self.mark, "muted" if self.muted else ""))


def _text(content: str, x: int, y: int, style: str, room: int) -> Html:
    """Return text cut to the room that there is; all of it is shown where the pointer rests on it."""
    cut = fitted(content, int(room / _LETTER))
    whole = [element("title", escaped(content))] if cut != content else []
    return element("text", *whole, escaped(cut), class_=style, x=x, y=y)


def thing_box(thing: Thing, link: str = SAME) -> Box:
    """Return the box of an object."""
    label = f"priority {thing.order}" if thing.order else RESOURCES[thing.kind].label
    return Box(thing.name, label, thing.mark, thing.lines, link)


def trunk_boxes(trunk: Trunk) -> tuple[list[Box], list[Box], list[Box]]:
    """Return the boxes of what admits calls to a trunk, of its numbers, and of its endpoints."""
    numbers = [Box("Phone numbers", lines=trunk.numbers)] if trunk.numbers else []
    return [thing_box(one.thing, one.mark) for one in trunk.admissions], numbers, [*map(thing_box, trunk.endpoints)]


def trunk_drawing(trunk: Trunk, countries: Sequence[Line]) -> Html:
    """Return a trunk with what hangs on it; ``countries`` are those that the project can dial."""
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
    parts: list[Html] = []
    y = 0
    for caption, *sides in rows:
        parts.append(_text(caption, 0, y + 14, "caption", _BOX))
        y += _LINE + 4
        bottoms = []
        for side, boxes in zip((0, 2), sides):
            bottom = y
            for box in boxes:
                parts.append(box.draw(_COLUMNS[side], bottom))
                if not box.muted:
                    parts.append(
                        _arrow(_COLUMNS[side // 2] + _BOX, _COLUMNS[side // 2 + 1], bottom + box.height // 2, box.link)
                    )
                bottom += box.height + _GAP
            bottoms.append(bottom)
        y = max(bottoms)
    own = thing_box(trunk.thing)
    top = _LINE + 4
    height = max(y - top - _GAP, own.height)
    parts.append(own.draw(_COLUMNS[1], top, height))
    return _drawing(f"Trunk {trunk.thing.name}", top + height, parts)


def _arrow(start: int, end: int, y: int, mark: str) -> Html:
    parts = [
        element("line", x1=start, y1=y, x2=end - 6, y2=y),
        element("path", d=f"M{end - 8},{y - 5} L{end},{y} L{end - 8},{y + 5} Z"),
    ]
    if mark:
        middle = (start + end) // 2
        parts.append(element("circle", cx=middle, cy=y, r=9))
        parts.append(
            element(
                "text", element("title", escaped(f"linked: {WORDS[mark]}")), escaped(SIGNS[mark]), x=middle, y=y + 5
            )
        )
    return element("g", *parts, class_=names("arrow", mark))


def boxes_drawing(title: str, boxes: Sequence[Box]) -> Html:
    """Return boxes side by side, in rows."""
    parts: list[Html] = []
    y = 0
    for first in range(0, len(boxes), len(_COLUMNS)):
        row = boxes[first : first + len(_COLUMNS)]
        parts.extend(box.draw(x, y) for x, box in zip(_COLUMNS, row))
        y += max(box.height for box in row) + _GAP
    return _drawing(title, y - _GAP, parts)


def map_drawing(trunks: Sequence[Trunk], anchors: Sequence[str]) -> Html:
    """Return a tile for each trunk, which leads to its anchor."""
    parts = []
    for index, (trunk, anchor) in enumerate(zip(trunks, anchors)):
        row, column = divmod(index, _WIDTH // _TILE)
        x, y = column * _TILE, row * 30
        words = f"{SIGNS[trunk.mark]} {trunk.thing.name}".strip()
        tile = element("rect", x=x, y=y, width=_TILE - 6, height=24, rx=4)
        label = _text(words, x + 8, y + 17, "line", _TILE - 22)
        parts.append(element("a", element("g", tile, label, class_=names("box", trunk.mark)), href=f"#{anchor}"))
    return _drawing("All trunks", -(-len(trunks) // (_WIDTH // _TILE)) * 30, parts)


def _drawing(title: str, height: int, parts: Sequence[Html]) -> Html:
    content = element("svg", *parts, viewBox=f"-1 -1 {_WIDTH + 2} {height + 2}", role="group", aria_label=title)
    return element("div", content, class_="drawing")
