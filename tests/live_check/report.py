# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports for a reader and for programs. Neither ever has a secret or data of the project."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.sinch.sip.plugins.module_utils._secret_spellings import spellings

from .facts import Check, Outcome, Result

_HIDDEN = "********"
_WORDS = {
    Outcome.CONFIRMED: "seen",
    Outcome.REFUTED: "seen instead",
    Outcome.NOT_TRIED: "because",
    Outcome.BROKEN: "because",
}


@dataclass
class Report:
    """What came of a run. ``secrets`` returns what must not be shown, which grows while the run goes on."""

    secrets: Callable[[], Iterable[str]]
    write: Callable[[str], object]
    wrote: bool = False
    dialects: Mapping[str, int] = field(default_factory=dict)
    """In how many lists each dialect was seen."""
    results: list[Result] = field(default_factory=list)
    left_behind: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Why the run is not whole."""

    def say(self, line: str) -> None:
        """Show a line."""
        self.write(self._hidden(line))

    def add(self, result: Result) -> None:
        """Take a result, and show it."""
        self.results.append(result)
        check = result.check
        self.say(f"{result.outcome.value.upper():17}  {check.name}: {check.claim} ({check.sources})")
        self.say(f"{'':17}  {_WORDS[result.outcome]}: {result.seen}")
        if result.outcome is Outcome.REFUTED:
            self.say(f"{'':17}  relied on by: {', '.join(check.code)}")

    def skip(self, checks: Sequence[Check], why: str) -> None:
        """Take checks that are not made, all for one reason, and show how many they are."""
        self.results.extend(Result(check, Outcome.NOT_TRIED, why) for check in checks)
        guesses = sum(check.sources == "guess" for check in checks)
        self.say(f"{Outcome.NOT_TRIED.value.upper():17}  {len(checks)} more facts, {guesses} of them guesses: {why}")

    def leave(self, things: Sequence[str]) -> None:
        """Take what is left behind, and show it."""
        self.left_behind.extend(things)
        for thing in things:
            self.say(f"LEFT BEHIND: {thing}")

    def fail(self, problem: str) -> None:
        """Take a reason why the run is not whole, and show it."""
        self.problems.append(problem)
        self.say(problem)

    @property
    def status(self) -> int:
        """The exit status: 2 where the run is not whole or something is left behind, 1 where a fact is refuted."""
        counts = self.counts
        if self.problems or self.left_behind or counts[Outcome.BROKEN.value]:
            return 2
        return 1 if counts[Outcome.REFUTED.value] else 0

    @property
    def counts(self) -> Mapping[str, int]:
        """How many checks came out in each way."""
        found = Counter(result.outcome.value for result in self.results)
        return {one.value: found[one.value] for one in Outcome}

    def finish(self) -> None:
        """Show the totals."""
        totals = ", ".join(f"{count} {outcome}" for outcome, count in self.counts.items() if count)
        self.say(f"{len(self.results)} facts: {totals or 'none was checked'}")
        if self.dialects:
            lists = ", ".join(f"{count} {dialect}" for dialect, count in sorted(self.dialects.items()))
            self.say(f"Dialects of the lists: {lists}")

    def as_json(self) -> str:
        """Return the report for programs."""
        content: dict[str, Any] = {
            "wrote": self.wrote,
            "exit_status": self.status,
            "counts": self.counts,
            "dialects": self.dialects,
            "problems": self.problems,
            "left_behind": self.left_behind,
            "facts": [
                {
                    "name": one.check.name,
                    "sources": one.check.sources.split(", "),
                    "claim": one.check.claim,
                    "code": one.check.code,
                    "outcome": one.outcome.value,
                    "seen": one.seen,
                }
                for one in self.results
            ],
        }
        return self._hidden(json.dumps(content, indent=2, ensure_ascii=False)) + "\n"

    def _hidden(self, text: str) -> str:
        """Return a text without secrets: nothing is meant to hold one, and this is for what was not thought of."""
        for secret in sorted(spellings(self.secrets()), key=len, reverse=True):
            text = text.replace(secret, _HIDDEN)
        return text
