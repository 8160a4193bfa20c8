# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Find the blocks of documents with Sybil. The package's docstring describes their syntax."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sybil import Document, Example, Region, Sybil
from sybil.evaluators.skip import Skipper
from sybil.parsers.markdown import SkipParser as MarkdownSkipParser
from sybil.parsers.markdown.lexers import DirectiveInHTMLCommentLexer, FencedCodeBlockLexer
from sybil.parsers.rest import SkipParser as RestSkipParser
from sybil.parsers.rest.lexers import DirectiveInCommentLexer, DirectiveLexer
from sybil.typing import Lexer, Parser

from tests.guides.session import Session, has_lines, has_message
from tests.simulator.process import ROOT

DOCUMENTS = sorted(
    str(path.relative_to(ROOT))
    for pattern in ("*.md", "docs/**/*.md", "docs/docsite/rst/*.rst", "roles/**/*.md", "tests/**/*.md")
    for path in ROOT.glob(pattern)
)
"""All documents, by their paths from the root."""

_NAME_IN_FIRST_LINE = re.compile(r"# (\S+\.[a-z]+)\n")
# Other syntax for a block, which would not be found.
_STRAY = re.compile(
    r"^(?!\s*\.\.).*::[ \t]*$|^\s*\.\. (code|sourcecode|parsed-literal|literalinclude|prompt)::", re.MULTILINE
)
# A block whose options are indented less than its text; readers would copy its lines with leading blanks.
_SHIFTED = re.compile(r"^([ ]*)\.\. code-block::.*\n(\1[ ]+):\w+:.*\n(?:[ ]+:\w+:.*\n)*\n\2[ ]", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """The language and text of a block, and the name of the file if it is one."""

    language: str
    text: str
    name: str | None = None


def _evaluate(example: Example) -> str | None:
    session: Session = example.namespace["session"]
    block: Block = example.parsed
    if block.name:
        session.write(block.name, block.text)
        return None
    match block.language:
        case "sh":
            return session.shell(block.text)
        case "text":
            return session.compare(block.text, has_lines)
        case "none":
            return session.compare(block.text, has_message)
        case "seed":
            session.seed(block.text)
            return None
    return f"a block of {block.language or 'no language'} that has no name is not run: skip it with a reason"


def _expect(example: Example) -> None:
    """Note the exit status that the next shell block must have."""
    example.namespace["session"].expected_status = int(example.parsed)


def _blocks(visible: Lexer, invisible: Lexer) -> Parser:
    """Return a parser of the blocks that lexers find."""

    def parse(document: Document) -> Iterable[Region]:
        for lexer in (visible, invisible):
            for region in lexer(document):
                text = str(region.lexemes["source"])
                named = _NAME_IN_FIRST_LINE.match(text) if document.path.endswith(".md") else None
                name = named[1] if named else region.lexemes.get("options", {}).get("caption")
                block = Block((region.lexemes["arguments"] or "").strip(), text, name)
                yield Region(region.start, region.end, block, _evaluate)

    return parse


def _statuses(lexer: Lexer) -> Parser:
    """Return a parser of the comments with the exit status of the next shell block."""

    def parse(document: Document) -> Iterable[Region]:
        for region in lexer(document):
            yield Region(region.start, region.end, region.lexemes["arguments"], _expect)

    return parse


_REST = Sybil(
    [
        _blocks(DirectiveLexer("code-block"), DirectiveInCommentLexer("invisible-code-block")),
        _statuses(DirectiveInCommentLexer("exits")),
        RestSkipParser(),
    ]
)
_MARKDOWN = Sybil(
    [
        _blocks(
            FencedCodeBlockLexer(".*", {"language": "arguments", "source": "source"}),
            DirectiveInHTMLCommentLexer("invisible-code-block", ".+"),
        ),
        _statuses(DirectiveInHTMLCommentLexer("exits")),
        MarkdownSkipParser(),
    ]
)


def parsed(name: str) -> Document:
    """Return a document with its blocks.

    Raise ValueError for a block that would not be found or not be shown as it is, and for a skip without a reason.
    """
    path = ROOT / name
    document = (_REST if path.suffix == ".rst" else _MARKDOWN).parse(path)
    for pattern, advice in (_STRAY, "use code-block"), (_SHIFTED, "indent options as the text"):
        found = pattern.search(document.text) if path.suffix == ".rst" else None
        if found:
            raise ValueError(f"{name}: {advice}: {found[0]!r}")
    for example in document:
        if isinstance(example.region.evaluator, Skipper) and not example.parsed[1] and example.parsed[0] != "end":
            raise ValueError(f"{name}, line {example.line}: a reason is missing")
    return document
