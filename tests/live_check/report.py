# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports as text and as JSON, without secrets and without data of the project."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.sinch.sip.plugins.module_utils._secret_spellings import spellings

from .facts import Check, Outcome, Result
from .run import Run

_WORDS = {Outcome.CONFIRMED: "seen", Outcome.REFUTED: "seen instead"}


@dataclass
class Report:
    """The report of a run, which is shown while it grows."""

    run: Run
    write: Callable[[str], object]
    results: list[Result] = field(default_factory=list)
    left_behind: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)  # The reasons why the run is incomplete

    def say(self, line: str) -> None:
        self.write(self._hidden(line))

    def add(self, result: Result) -> None:
        self.results.append(result)
        check = result.check
        self.say(f"{result.outcome.value.upper():17}  {check.name}: {check.statement} ({check.sources})")
        self.say(f"{'':17}  {_WORDS.get(result.outcome, 'because')}: {result.seen}")
        if result.outcome is Outcome.REFUTED:
            self.say(f"{'':17}  relied on by: {', '.join(check.code)}")

    def skip(self, checks: Sequence[Check], why: str) -> None:
        """Add checks that are not made for a common reason, and show how many they are."""
        self.results.extend(Result(check, Outcome.NOT_TRIED, why) for check in checks)
        guesses = sum(check.sources == "guess" for check in checks)
        self.say(f"{Outcome.NOT_TRIED.value.upper():17}  {len(checks)} more facts, {guesses} of them guesses: {why}")

    def leave(self, objects: Sequence[str]) -> None:
        """Add scratch objects that are left behind, and show them."""
        self.left_behind.extend(objects)
        for one in objects:
            self.say(f"LEFT BEHIND: {one}")

    def fail(self, problem: str) -> None:
        """Add a reason why the run is incomplete, and show it."""
        self.problems.append(problem)
        self.say(problem)

    @property
    def status(self) -> int:
        """The exit status: 2 if the run is incomplete or something is left behind, 1 if a fact is refuted, else 0."""
        counts = self.counts
        if self.problems or self.left_behind or counts[Outcome.BROKEN.value]:
            return 2
        return 1 if counts[Outcome.REFUTED.value] else 0

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(result.outcome for result in self.results)
        return {one.value: found[one] for one in Outcome}

    def finish(self) -> None:
        totals = ", ".join(f"{count} {outcome}" for outcome, count in self.counts.items() if count)
        self.say(f"{len(self.results)} facts: {totals or 'none was checked'}")
        if self.run.dialects:
            lists = ", ".join(f"{count} {dialect}" for dialect, count in sorted(self.run.dialects.items()))
            self.say(f"Dialects of the lists: {lists}")

    def as_json(self) -> str:
        facts = [
            {
                "name": one.check.name,
                "sources": one.check.sources.split(", "),
                "statement": one.check.statement,
                "code": one.check.code,
                "outcome": one.outcome.value,
                "seen": one.seen,
            }
            for one in self.results
        ]
        content: dict[str, Any] = {
            "wrote": self.run.writes,
            "exit_status": self.status,
            "counts": self.counts,
            "dialects": self.run.dialects,
            "problems": self.problems,
            "left_behind": self.left_behind,
            "facts": facts,
        }
        return self._hidden(json.dumps(content, indent=2, ensure_ascii=False)) + "\n"

    def _hidden(self, text: str) -> str:
        """Return a text without secrets, in case one has got in."""
        secrets = spellings(self.run.client.secrets | self.run.passwords)
        for secret in sorted(secrets, key=len, reverse=True):
            text = text.replace(secret, "********")
        return text
