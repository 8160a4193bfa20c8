# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every block of every document is run, or skipped with a reason."""

from __future__ import annotations

import contextlib
from pathlib import Path
from unittest import SkipTest

import pytest

from tests.guides.documents import DOCUMENTS, Block, parsed
from tests.guides.session import Session
from tests.simulator.process import SimulatorProcess


def run_blocks(name: str, not_run: list[str], folder: Path) -> None:
    """Run the blocks of a document in an empty folder, and note the skipped ones."""
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
    ("text", "problem"),
    [
        (".. code-block:: yaml\n\n    a: b\n", "not run: skip it with a reason"),
        (".. code-block:: sh\n\n    false\n", "exit status 1 and not 0"),
        (".. exits: 2\n\n.. code-block:: sh\n\n    true\n", "exit status 0 and not 2"),
        (".. code-block:: text\n\n    a\n", "nothing has been printed"),
        (".. code-block:: sh\n\n    echo ab\n\n.. code-block:: text\n\n    a\n", "not in what was printed"),
        (".. code-block:: sh\n\n    echo a.b\n\n.. code-block:: none\n\n    a b\n", "not in what was printed"),
        (".. code-block:: yaml\n    :caption: a.yml\n\n    a: b\n", "used by no command"),
        ("Like this::\n\n    a\n", "use code-block"),
        (".. code-block:: yaml\n   :caption: a.yml\n\n    a: b\n", "indent options as the text"),
        (".. skip: next\n\n.. code-block:: sh\n\n    true\n", "a reason is missing"),
    ],
    ids=["forgotten", "fails", "succeeds", "nothing", "lines", "message", "unused", "stray", "shifted", "reasonless"],
)
def test_wrong_documents_are_found(text: str, problem: str, tmp_path: Path) -> None:
    """A document whose blocks contradict its text fails."""
    document = tmp_path / "document.rst"
    document.write_text(text, encoding="utf-8")
    with pytest.raises((AssertionError, ValueError), match=problem):
        run_blocks(str(document), [], tmp_path / "session")
