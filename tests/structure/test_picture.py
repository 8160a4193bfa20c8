# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture in CONTRIBUTING.md is current."""

from __future__ import annotations

import pytest

from .picture import DOCUMENT, renewed


def test_picture() -> None:
    """The picture shows the imports as they are."""
    document = DOCUMENT.read_text(encoding="utf-8")
    assert document == renewed(document), "python -m tests.structure.picture --write"


def test_stale_picture() -> None:
    """Another picture is replaced, and a document without a place for one is refused."""
    current = DOCUMENT.read_text(encoding="utf-8")
    assert renewed(current.replace("flowchart TD", "flowchart LR")) == renewed(current)
    with pytest.raises(ValueError, match="no place"):
        renewed("# Contributing\n")
