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

import pytest

from .imports import ROOT

WORDS = frozenset({
    *("circle", "doubts", "draft", "drafts", "leftover", "leftovers", "lifted", "settle", "settled", "settles"),
    *("subject", "subjects", "sweep", "sweeps", "wish", "wished", "wishes"),
})  # fmt: skip
# Ordinary words in a test: a token has claims, and things are told apart.
PLUGIN_WORDS = frozenset({"apart", "claim", "claims"})
CLASSES = frozenset({"Action", "Claims", "Names", "Sent"})
# Fine as a variable or in longer names, but not as these.
ATTRIBUTES = frozenset({"keep", "needs"})
FUNCTIONS = frozenset({"needs"})
# Passwords are reset; a token is renewed.
CORE_WORDS = frozenset({"renew", "renewed", "renews"})
PROSE = re.compile(r"\b(wish\w*|sweeps?|leftovers?|lifted|settle_doubles|doubts)\b", re.IGNORECASE)
DOCUMENTS = ("*.md", "docs/**/*", "roles/**/*", "playbooks/**/*", "plugins/**/*", "tests/**/*")
_DOCUMENTATION = frozenset({"DOCUMENTATION", "EXAMPLES", "RETURN"})


def parts(identifier: str) -> set[str]:
    """Return the words that an identifier in snake or camel case is made of."""
    return {part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", identifier)}


def identifiers(tree: ast.Module) -> Iterator[tuple[int, str, frozenset[str]]]:
    """Yield the line and text of each identifier, with the words that it must not be as a whole."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.lineno, node.name, CLASSES
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.lineno, node.name, FUNCTIONS
        elif isinstance(node, (ast.arg, ast.keyword)) and node.arg:
            yield node.lineno, node.arg, ATTRIBUTES
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr, ATTRIBUTES
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id, frozenset()
        elif isinstance(node, ast.alias):
            yield node.lineno, node.asname or node.name, frozenset()


def retired_identifiers(path: str, source: str) -> Iterator[str]:
    """Yield each identifier of a file, its name included, that is a retired word or has one in it."""
    words = WORDS | (PLUGIN_WORDS if path.startswith("plugins/") else frozenset())
    if path.startswith("plugins/module_utils/") and "/_transport/" not in path:
        words |= CORE_WORDS
    own_name: tuple[int, str, frozenset[str]] = (1, Path(path).stem, CLASSES | ATTRIBUTES)
    for line, name, forbidden in [own_name, *identifiers(ast.parse(source))]:
        if parts(name) & words or name in forbidden:
            yield f"{path}:{line}: {name}"


def prose(source: str) -> Iterator[tuple[int, str]]:
    """Yield the comments of a Python file, its docstrings, and the documentation of a module, each with its line."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(source)):
        is_text = isinstance(node, ast.Expr)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            is_text = node.targets[0].id in _DOCUMENTATION
        if is_text and isinstance(node, (ast.Assign, ast.Expr)) and isinstance(node.value, ast.Constant):
            yield node.lineno, str(node.value.value)


def retired_prose(path: str, text: str) -> Iterator[str]:
    """Yield each retired word in a document, or in the comments and docstrings of a Python file."""
    for start, passage in prose(text) if path.endswith(".py") else [(1, text)]:
        for number, line in enumerate(passage.splitlines(), start):
            yield from (f"{path}:{number}: {found[0]}" for found in PROSE.finditer(line))


def texts(*patterns: str) -> Iterator[tuple[str, str]]:
    """Yield the paths and contents of the text files that match patterns."""
    for path in sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()):
        if path.suffix in {".md", ".py", ".rst", ".yml", ".j2"}:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def test_identifiers() -> None:
    """No name in the code is a retired word."""
    found = [one for file in texts("plugins/**/*.py", "tests/**/*.py") for one in retired_identifiers(*file)]
    assert not found, "\n".join(found)


def test_prose() -> None:
    """No comment, docstring or document has a retired word."""
    found = [one for file in texts(*DOCUMENTS) for one in retired_prose(*file)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "all_wishes = 1",
        "class SweepPlan: ...",
        "class Sent: ...",
        "def f(keep): ...",
        "f(keep=1)",
        "x.needs",
        "x.isApart",
    ],
)
def test_planted_identifier(source: str) -> None:
    """A retired word is noticed in a name of each sort, and as the name of a file."""
    assert [*retired_identifiers("plugins/module_utils/a.py", source)]
    assert [*retired_identifiers("tests/test_leftovers.py", "")]


def test_other_identifiers() -> None:
    """Longer words, and words that are retired in one place alone, are left in peace."""
    assert [
        *retired_identifiers("tests/a.py", "needs = sent = keep = []\ndepart(swept, renew=needs)\nclaims = apart")
    ] == []
    assert [*retired_identifiers("plugins/a.py", "claims = 1")]
    assert [*retired_identifiers("plugins/module_utils/_plan/a.py", "renew = 1")]
    assert [*retired_identifiers("plugins/module_utils/_transport/a.py", "renew = 1")] == []


def test_planted_prose() -> None:
    """A retired word is noticed in comments, docstrings and documents, and in no other string."""
    source = '"""A wish."""\nDOCUMENTATION = """\n  - A sweep."""\nx = "wish"  # leftovers\n'
    assert [*retired_prose("a.py", source)] == ["a.py:4: leftovers", "a.py:1: wish", "a.py:3: sweep"]
    assert [*retired_prose("a.md", "What was\nlifted.")] == ["a.md:2: lifted"]
