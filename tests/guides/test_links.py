# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Links inside the repository have targets. The links of the site are checked by its build (tests/docsite)."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.guides.documents import DOCUMENTS
from tests.simulator.process import ROOT

REPOSITORY = "https://github.com/sinch/ansible-collection-sip"

_FENCED = re.compile(r"^[ \t]*(```|~~~).*?^[ \t]*\1[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+?)[ #]*$", re.MULTILINE)
_LINK = re.compile(r"\]\((?P<inline>[^()\s]+)\)|^\[[^\]]+\]: *(?P<reference>\S+)", re.MULTILINE)
# A file of the repository on GitHub, as any kind of file may link to it.
_OWN_FILE = re.compile(rf"{re.escape(REPOSITORY)}/(?:blob|tree)/main/([^\s\"'<>)`#]+)")


def links(text: str) -> list[str]:
    return [found["inline"] or found["reference"] for found in _LINK.finditer(_FENCED.sub("", text))]


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub gives to the headings of a Markdown text."""
    seen: Counter[str] = Counter()
    found = set()
    for heading in _HEADING.findall(_FENCED.sub("", text)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        anchor = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        found.add(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
        seen[anchor] += 1
    return found


def broken(text: str, file: Path) -> list[str]:
    """Return the links of a Markdown file whose targets the repository does not have; links to other sites pass."""
    wrong = []
    for link in links(text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _hash, anchor = link.partition("#")
        target = (file.parent / path).resolve() if path else file
        inside = target.is_relative_to(ROOT) or target == file
        named = not anchor or (target.is_file() and anchor in anchors(target.read_text(encoding="utf-8")))
        if not (inside and target.exists() and named):
            wrong.append(link)
    return wrong


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.endswith(".md")])
def test_links(name: str) -> None:
    file = ROOT / name
    assert broken(file.read_text(encoding="utf-8"), file) == []


def test_own_pages() -> None:
    missing = set()
    for pattern in ("*.md", "*.yml", "docs/**/*.rst", "docs/**/*.yml", "plugins/**/*.py", "roles/**/*.*"):
        for file in ROOT.glob(pattern):
            text = file.read_text(encoding="utf-8")
            missing |= {f"{file.name}: {path}" for path in _OWN_FILE.findall(text) if not (ROOT / path).exists()}
    assert missing == set()
