# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the glossary are used, and none of those that they replace."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from .imports import ROOT

WORDS = frozenset({
    *("circle", "doubts", "draft", "drafts", "leftover", "leftovers", "lifted", "settle", "settled", "settles"),
    *("subject", "subjects", "sweep", "sweeps", "wish", "wished", "wishes"),
})  # fmt: skip
# Ordinary words in a test: a token has claims, and things are told apart.
PLUGIN_WORDS = frozenset({"apart", "claim", "claims"})
# Passwords are reset; a token is renewed.
CORE_WORDS = frozenset({"renew", "renewed", "renews"})
# Whole names that are fine as parts of others; "keep" and "needs" are fine as variables, too.
DEFINED = frozenset({"Action", "Claims", "Names", "Sent", "needs"})
ATTRIBUTES = frozenset({"keep", "needs"})
FORBIDDEN = {"name": DEFINED, "id": frozenset[str](), "asname": DEFINED, "attr": ATTRIBUTES, "arg": ATTRIBUTES}
PROSE = re.compile(r"\b(wish\w*|sweeps?|leftovers?|lifted|settle_doubles|doubts)\b", re.IGNORECASE)
TEXTS = ("*.md", "docs/**/*", "roles/**/*", "playbooks/**/*", "plugins/**/*", "tests/**/*")


def parts(identifier: str) -> set[str]:
    """Return the words that an identifier in snake or camel case is made of."""
    return {part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", identifier)}


def retired_identifiers(path: str, source: str) -> Iterator[str]:
    """Yield each identifier of a file, its name included, that is a retired word or has one in it."""
    words = WORDS | (PLUGIN_WORDS if path.startswith("plugins/") else frozenset())
    if path.startswith("plugins/module_utils/") and "/_transport/" not in path:
        words |= CORE_WORDS
    own = Path(path).stem
    if parts(own) & words or own in DEFINED | ATTRIBUTES:
        yield path
    for node in ast.walk(ast.parse(source)):
        for attribute, forbidden in FORBIDDEN.items():
            name = getattr(node, attribute, None)
            if isinstance(name, str) and (parts(name) & words or name in forbidden):
                yield f"{path}:{getattr(node, 'lineno', '')}: {name}"


def prose(source: str) -> Iterator[tuple[int, str]]:
    """Yield the comments and the long strings of a Python file, such as docstrings, each with its line."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT or token.string.startswith(('"""', 'r"""')):
            yield token.start[0], token.string


def texts(*patterns: str) -> Iterator[tuple[str, str]]:
    """Yield the paths and contents of the text files that match patterns."""
    for path in sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()):
        if path.suffix in {".md", ".py", ".rst", ".yml", ".j2"}:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def test_identifiers() -> None:
    found = [one for file in texts("plugins/**/*.py", "tests/**/*.py") for one in retired_identifiers(*file)]
    assert not found, "\n".join(found)


def test_prose() -> None:
    found = [
        f"{path}:{number}: {word[0]}"
        for path, text in texts(*TEXTS)
        for start, passage in (prose(text) if path.endswith(".py") else [(1, text)])
        for number, line in enumerate(passage.splitlines(), start)
        for word in PROSE.finditer(line)
    ]
    assert not found, "\n".join(found)
