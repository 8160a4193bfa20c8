# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every block of every document is run, or says why not."""

from __future__ import annotations

import contextlib
from pathlib import Path
from unittest import SkipTest

import pytest

from tests.guides.documents import DOCUMENTS, Block, parsed
from tests.guides.session import Session, has_lines, has_message
from tests.simulator.process import SimulatorProcess


def run_blocks(name: str, not_run: list[str], folder: Path) -> None:
    """Run the blocks of a document in an empty folder; note those that are not to be run."""
    document = parsed(name)
    with SimulatorProcess() as simulator, contextlib.closing(Session(folder, simulator)) as session:
        document.namespace["session"] = session
        for example in document:
            try:
                example.evaluate()
            except SkipTest as skipped:
                if isinstance(example.parsed, Block):
                    not_run.append(f"{name}:{example.line}: {skipped}")
    assert not session.unused, f"used by no command: {', '.join(session.unused)}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_blocks(name: str, not_run: list[str], tmp_path: Path) -> None:
    """The blocks of a document do what it says, in its order."""
    run_blocks(name, not_run, tmp_path / "session")


@pytest.mark.parametrize(
    ("expected", "output", "found"),
    [
        ("b\nc", "a\nb\nc\nd\n", True),
        ("b\nd", "a\nb\nc\nd\n", False),
        ("b\n...\nd", "a\nb\nc\nd\n", True),
        ("b ... d", "b c d\n", True),
        ("b", "ab\n", False),
        ("b", "ba\n", False),
        ("b\n c", "a\n    b\n  c\n", True),
        ("a.c", "abc\n", False),
    ],
)
def test_lines_are_compared(expected: str, output: str, found: bool) -> None:
    """An excerpt is found where its lines are printed in a row, and nowhere else."""
    assert has_lines(expected, output) is found


@pytest.mark.parametrize(
    ("expected", "output", "found"),
    [
        ("b c", "a b\n    c d", True),
        ("b\nc", "a b c d", True),
        ("b ... d", "a b c d", True),
        ("b d", "a b c d", False),
        ("b.d", "bcd", False),
    ],
)
def test_messages_are_compared(expected: str, output: str, found: bool) -> None:
    """A message is found wherever it is, whole."""
    assert has_message(expected, output) is found


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (".. code-block:: yaml\n\n    a: b\n", "not run: skip it with a reason"),
        (".. code-block:: sh\n\n    false\n", "exit status 1 and not 0"),
        (".. exits: 2\n\n.. code-block:: sh\n\n    true\n", "exit status 0 and not 2"),
        (".. code-block:: text\n\n    a\n", "nothing has been printed"),
        (".. code-block:: sh\n\n    echo b\n\n.. code-block:: text\n\n    a\n", "not in what was printed"),
        (".. code-block:: yaml\n    :caption: a.yml\n\n    a: b\n", "used by no command"),
        ("Like this::\n\n    a\n", "use code-block"),
        (".. code-block:: yaml\n   :caption: a.yml\n\n    a: b\n", "indent options as the text"),
        (".. skip: next\n\n.. code-block:: sh\n\n    true\n", "a reason is missing"),
    ],
    ids=["forgotten", "fails", "succeeds", "nothing", "other", "unused", "stray", "shifted", "reasonless"],
)
def test_wrong_documents_are_found(text: str, problem: str, tmp_path: Path) -> None:
    """A document whose blocks do not do what it says does not pass."""
    document = tmp_path / "document.rst"
    document.write_text(text, encoding="utf-8")
    with pytest.raises((AssertionError, ValueError), match=problem):
        run_blocks(str(document), [], tmp_path / "session")
