# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kinds of changes to make to a file, most of them Cosmic Ray's."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from parso.python.tree import Keyword

# Each comparison is turned round, or has its limit moved.
COSMIC_RAY = (
    *("ReplaceUnaryOperator_Delete_Not", "ReplaceAndWithOr", "ReplaceOrWithAnd"),
    *("ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "NumberReplacer", "ExceptionReplacer"),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ZeroIterationForLoop"),
    *("ReplaceBinaryOperator_Add_Sub", "ReplaceBinaryOperator_Sub_Add"),
    *("ReplaceComparisonOperator_Eq_NotEq", "ReplaceComparisonOperator_NotEq_Eq"),
    *("ReplaceComparisonOperator_Is_IsNot", "ReplaceComparisonOperator_IsNot_Is"),
    *("ReplaceComparisonOperator_Lt_GtE", "ReplaceComparisonOperator_Lt_LtE"),
    *("ReplaceComparisonOperator_LtE_Gt", "ReplaceComparisonOperator_LtE_Lt"),
    *("ReplaceComparisonOperator_Gt_LtE", "ReplaceComparisonOperator_Gt_GtE"),
    *("ReplaceComparisonOperator_GtE_Lt", "ReplaceComparisonOperator_GtE_Gt"),
)


class Kind(Protocol):
    """A kind of change, as Cosmic Ray defines it."""

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        """Yield the start and end of each place in a node of the syntax tree that can be changed."""

    def mutate(self, node: Any, index: int) -> Any:
        """Return the node changed in one of these places."""


class DropBranch:
    """Makes the condition of an ``if`` false, be it in an expression or a comprehension."""

    @staticmethod
    def _conditions(node: Any) -> list[int]:
        words = [(at, leaf) for at, leaf in enumerate(getattr(node, "children", ())) if leaf.type == "keyword"]
        return [at + 1 for at, leaf in words if leaf.value in {"if", "elif"}]

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        """Yield the places of the conditions."""
        yield from ((node.children[at].start_pos, node.children[at].end_pos) for at in self._conditions(node))

    def mutate(self, node: Any, index: int) -> Any:
        """Make one of them false."""
        at = self._conditions(node)[index]
        node.children[at] = Keyword("False", node.children[at].start_pos, " ")
        return node


class TurnMembership:
    """Makes ``not in`` of ``in``, and the other way round."""

    @staticmethod
    def _words(node: Any) -> list[tuple[int, Any]]:
        words = node.children[1::2] if node.type == "comparison" else []
        return [(2 * at + 1, word) for at, word in enumerate(words) if word.get_code().split()[-1] == "in"]

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        """Yield the places of the words."""
        yield from ((word.start_pos, word.end_pos) for _at, word in self._words(node))

    def mutate(self, node: Any, index: int) -> Any:
        """Turn one of them."""
        at, word = self._words(node)[index]
        other = "not in" if word.get_code().strip() == "in" else "in"
        node.children[at] = Keyword(other, word.start_pos, " ")
        return node


class DropStatement:
    """Leaves out a call, an update such as ``+=``, or an assignment to an item or to another object's attribute."""

    @staticmethod
    def _can_go(statement: ast.stmt) -> bool:
        if isinstance(statement, ast.Assign):
            target = statement.targets[0]
            is_own = isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self"
            return isinstance(target, (ast.Attribute, ast.Subscript)) and not is_own
        is_call = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
        return is_call or isinstance(statement, ast.AugAssign)

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        """Yield the place of the statement."""
        if node.type == "simple_stmt" and node.children[0].type in {"atom_expr", "expr_stmt"}:
            statement = node.children[0]
            if self._can_go(ast.parse(statement.get_code(include_prefix=False)).body[0]):
                yield statement.start_pos, statement.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """Put ``pass`` in its place."""
        first = node.children[0].get_first_leaf()
        node.children[0] = Keyword("pass", first.start_pos, first.prefix)
        return node


KINDS: tuple[Kind, ...] = (
    *(get_operator(f"core/{name}")() for name in COSMIC_RAY),
    *(DropBranch(), TurnMembership(), DropStatement()),
)


@dataclass(frozen=True)
class Mutation:
    """One change: the n-th that a kind of change can make to a file."""

    file: Path
    line: int
    kind: Kind
    occurrence: int

    def apply(self, source: str) -> str:
        """Return the text of the file with the change; raise ValueError where it cannot be made."""
        changed = mutate_code(source, self.kind, self.occurrence)
        if changed is None:
            raise ValueError(f"{self.file}:{self.line} cannot be changed as planned")
        return str(changed)


def mutations(file: Path, source: str) -> Iterator[Mutation]:
    """Yield every change to the text of a file."""
    nodes = [*ast_nodes(get_ast(source))]
    for kind in KINDS:
        places = (place for node in nodes for place in kind.mutation_positions(node))
        for occurrence, ((line, _column), _end) in enumerate(places):
            yield Mutation(file, line, kind, occurrence)
