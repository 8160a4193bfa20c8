# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Change the planner, the executor and the resources at random, and list the changes that no unit test notices.

Usage: python -m tests.structure.mutation [--count COUNT] [--seed SEED]

Each change is made in a copy of the repository, one copy for each processor, and only the unit tests of these packages
run on it. Where they notice fewer than 85 % of the changes, this fails.
"""

from __future__ import annotations

import argparse
import ast
import concurrent.futures
import difflib
import os
import queue
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from parso.python.tree import Keyword

from .imports import ROOT

PACKAGES = ("_plan", "_apply", "_resources")
CORE = Path("plugins", "module_utils")
UNIT_TESTS = Path("tests", "unit")
BAR = 85
# How many times longer than without any change the tests may take: one that makes a loop without an end is noticed.
PATIENCE = 20
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


@dataclass(frozen=True)
class Replacement:
    """A kind of change that Cosmic Ray lacks: ``find`` returns which children of a node become which word."""

    find: Callable[[Any], list[tuple[int, str]]]

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        """Yield the start and end of each place in a node of the syntax tree that can be changed."""
        yield from ((node.children[at].start_pos, node.children[at].end_pos) for at, _word in self.find(node))

    def mutate(self, node: Any, index: int) -> Any:
        """Return the node changed in one of these places."""
        at, word = self.find(node)[index]
        first = node.children[at].get_first_leaf()
        node.children[at] = Keyword(word, first.start_pos, first.prefix)
        return node


def conditions(node: Any) -> list[tuple[int, str]]:
    """Make the condition of an ``if`` false, be it in an expression or a comprehension."""
    words = [(at, leaf) for at, leaf in enumerate(getattr(node, "children", ())) if leaf.type == "keyword"]
    return [(at + 1, " False") for at, leaf in words if leaf.value in {"if", "elif"}]


def memberships(node: Any) -> list[tuple[int, str]]:
    """Make ``not in`` of ``in``, and the other way round."""
    words = node.children[1::2] if node.type == "comparison" else []
    texts = [(2 * at + 1, word.get_code().split()) for at, word in enumerate(words)]
    return [(at, " not in" if text == ["in"] else " in") for at, text in texts if text[-1] == "in"]


def statements(node: Any) -> list[tuple[int, str]]:
    """Leave out a call, an update such as ``+=``, or an assignment to an item or to another object's attribute."""
    if node.type != "simple_stmt" or node.children[0].type not in {"atom_expr", "expr_stmt"}:
        return []
    statement = ast.parse(node.children[0].get_code(include_prefix=False)).body[0]
    can_go = isinstance(statement, ast.AugAssign)
    if isinstance(statement, ast.Assign):
        target = statement.targets[0]
        is_own = isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self"
        can_go = isinstance(target, (ast.Attribute, ast.Subscript)) and not is_own
    elif isinstance(statement, ast.Expr):
        can_go = isinstance(statement.value, ast.Call)
    return [(0, "pass")] if can_go else []


KINDS: tuple[Any, ...] = (
    *(get_operator(f"core/{name}")() for name in COSMIC_RAY),
    *(Replacement(find) for find in (conditions, memberships, statements)),
)


@dataclass(frozen=True)
class Mutation:
    """One change: the n-th that a kind of change can make to a file."""

    file: Path
    line: int
    kind: Any
    occurrence: int

    def apply(self, source: str) -> str:
        """Return the text of the file with the change."""
        changed = mutate_code(source, self.kind, self.occurrence)
        assert changed is not None
        return str(changed)


def all_mutations() -> Iterator[Mutation]:
    """Yield every change to the files of the packages."""
    for file in sorted(path for package in PACKAGES for path in (ROOT / CORE / package).glob("*.py")):
        nodes = [*ast_nodes(get_ast(file.read_text(encoding="utf-8")))]
        for kind in KINDS:
            places = (place for node in nodes for place in kind.mutation_positions(node))
            for occurrence, ((line, _column), _end) in enumerate(places):
                yield Mutation(file.relative_to(ROOT), line, kind, occurrence)


def make_copy(folder: Path) -> float:
    """Copy what the unit tests need, and run them there; return the seconds that they take without any change.

    Raises SystemExit where they fail.
    """
    for name in (CORE, UNIT_TESTS):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    link = folder / ".build" / "tree" / "ansible_collections" / "sinch" / "sip"
    link.parent.mkdir(parents=True)
    link.symlink_to(folder, target_is_directory=True)
    started = time.monotonic()
    result = run_tests(folder)
    if result.returncode:
        raise SystemExit(f"the unit tests fail without any change:\n{result.stdout}{result.stderr}")
    return time.monotonic() - started


def run_tests(folder: Path, first: Path | None = None, limit: float | None = None) -> subprocess.CompletedProcess[str]:
    """Run the unit tests of the packages in a copy, until one fails."""
    tests = [UNIT_TESTS / CORE / package for package in PACKAGES]
    if first is not None and (folder / first).exists():
        tests.insert(0, first)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "--hypothesis-seed=0", *tests],
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=limit,
        check=False,
    )


def is_noticed(mutation: Mutation, folder: Path, limit: float) -> bool:
    """Make a change in a copy, and return whether the unit tests notice it; undo it."""
    file = folder / mutation.file
    source = file.read_text(encoding="utf-8")
    own_test = UNIT_TESTS / mutation.file.with_name(f"test_{mutation.file.name}")
    try:
        file.write_text(mutation.apply(source), encoding="utf-8")
        return run_tests(folder, own_test, limit).returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        file.write_text(source, encoding="utf-8")


def describe(mutation: Mutation) -> str:
    """Return where a change is, and what it is."""
    source = (ROOT / mutation.file).read_text(encoding="utf-8")
    lines = difflib.unified_diff(source.splitlines(), mutation.apply(source).splitlines(), lineterm="", n=0)
    return "\n".join([f"{mutation.file}:{mutation.line}", *(f"    {line}" for line in [*lines][3:])])


def missed(sample: list[Mutation]) -> list[Mutation]:
    """Return the changes of a sample that the unit tests do not notice."""
    processors = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as temporary, concurrent.futures.ThreadPoolExecutor(processors) as pool:
        folders = [Path(temporary, str(number)) for number in range(processors)]
        free: queue.SimpleQueue[Path] = queue.SimpleQueue()
        limit = PATIENCE * max(pool.map(make_copy, folders))
        for folder in folders:
            free.put(folder)

        def is_missed(mutation: Mutation) -> bool:
            folder = free.get()
            try:
                return not is_noticed(mutation, folder, limit)
            finally:
                free.put(folder)

        return [one for one, survives in zip(sample, pool.map(is_missed, sample), strict=True) if survives]


def main() -> None:
    """Make a sample of changes, as the options say, and print what is missed and the score."""
    parser = argparse.ArgumentParser(description="See which random changes of the core its unit tests notice.")
    parser.add_argument("--count", type=int, default=150, help="how many changes to make (default: 150)")
    parser.add_argument("--seed", type=int, default=1, help="which changes to choose (default: 1)")
    options = parser.parse_args()
    every = [*all_mutations()]
    sample = random.Random(options.seed).sample(every, min(options.count, len(every)))
    unnoticed = missed(sample)
    for mutation in sorted(unnoticed, key=lambda one: (one.file, one.line)):
        print(describe(mutation))
    noticed = len(sample) - len(unnoticed)
    score = 100 * noticed / len(sample)
    print(f"{noticed} of {len(sample)} changes noticed, {score:.0f} % (of {len(every)} possible; seed {options.seed})")
    if score < BAR:
        raise SystemExit(f"fewer than {BAR} %: write tests for the changes above")


if __name__ == "__main__":
    main()
