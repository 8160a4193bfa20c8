# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The truth test of check mode: a real run does what check mode predicts, and a second run changes nothing.

A case is a line of data: a project, and a task. ``gather`` runs it three times (in check mode against a simulator that
refuses writes, for real, again), ``Proof.judge`` compares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from tests.playbooks.running import PROJECT, Result, module_source
from tests.simulator.process import Control

SERVER_MADE = frozenset({"id", "project_id", "create_time", "update_time", "country_code"})
"""Fields of a new object that only the server knows; check mode returns null for them."""


@dataclass(frozen=True)
class IdOf:
    """A placeholder in options for the ID of a seeded object; ``kind`` is the API's name of the list."""

    kind: str
    name: str


@dataclass(frozen=True)
class Case:
    """A task, its project, and the expected part of the first object that it returns, or None for null.

    ``writes`` is the number of writing requests, ``again`` that of a second run: none unless a secret is set again.
    """

    name: str
    module: str
    options: Mapping[str, Any]
    expect: Mapping[str, Any] | None
    seed: Mapping[str, Any] = field(default_factory=dict)
    writes: int = 1
    again: int = 0

    @property
    def project(self) -> str:
        return f"case-{self.name}"

    def task(self, control: Control) -> tuple[str, dict[str, Any]]:
        """Return the module's name and the options, with the project's IDs."""
        return self.module, {**resolved(self.options, control.state(self.project)), "project_id": self.project}


Task = tuple[str, Mapping[str, Any]]
Play = Callable[[Sequence[Task], bool], Sequence[Result]]
"""A function that runs tasks, in check mode or for real, and returns their results."""


@dataclass
class Proof:
    """The observations of one case: the results, the states of the project and the writes of each run."""

    case: Case
    results: list[Result] = field(default_factory=list)
    states: list[Mapping[str, Any]] = field(default_factory=list)
    writes: list[int] = field(default_factory=list)

    def judge(self) -> None:
        """Fail if check mode was wrong, the result is not the expected one, or the second run changed something."""
        case = self.case
        predicted, real, again = (result.succeeded() for result in self.results)
        seeded, checked, done, kept = self.states
        key = result_key(case.module)

        assert self.writes[0] == 0, "check mode made a write"
        assert checked == seeded, "check mode changed something"

        assert self.writes[1] == case.writes
        assert real.changed == (case.writes > 0)
        assert (done == seeded) == (case.writes == 0)
        assert real["diff"]["before"] != real["diff"]["after"] if real.changed else True
        first = real[key][0] if isinstance(real[key], list) else real[key]
        assert _picked(first, case.expect) == case.expect

        assert predicted.changed == real.changed
        assert predicted["diff"] == real["diff"]
        assert predicted.warnings == []
        assert real.warnings == []
        _assert_predicted(predicted[key], real[key], case.module)

        assert self.writes[2] == case.again, "a second run made a write"
        assert again.changed == (case.again > 0)
        assert (again["diff"]["before"] == again["diff"]["after"]) == (case.again == 0)
        assert (kept == done) == (case.again == 0), "a second run changed something"
        assert again[key] == _remaining(real[key], case.options.get("state") == "absent")


def gather(cases: Sequence[Case], play: Play, control: Control) -> list[Proof]:
    for case in cases:
        control.seed(case.project, **case.seed)
    tasks = [case.task(control) for case in cases]
    proofs = [Proof(case, states=[control.state(case.project)]) for case in cases]
    for check in (True, False, False):
        control.clear_log()
        control.settings(read_only=check)
        results = play(tasks, check)
        writes = Counter(entry["project"] for entry in control.writes())
        for proof, result in zip(proofs, results, strict=True):
            proof.results.append(result)
            proof.states.append(control.state(proof.case.project))
            proof.writes.append(writes[proof.case.project])
    return proofs


def resolved(value: Any, state: Mapping[str, Any]) -> Any:
    if isinstance(value, IdOf):
        rows = state[value.kind] if value.kind in state else [row for one in state["trunks"] for row in one[value.kind]]
        (found,) = (row["id"] for row in rows if row["name"] == value.name)
        return found
    if isinstance(value, Mapping):
        return {key: resolved(item, state) for key, item in value.items()}
    if isinstance(value, list):
        return [resolved(item, state) for item in value]
    return value


def essence(control: Control, result: Mapping[str, Any] | None = None) -> Any:
    """Return the project and the diff of a task's result, without times and with names in the place of IDs."""
    state = control.state(PROJECT)
    names: dict[str, str] = {}

    def note(value: Any) -> None:
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            note(item)
        if isinstance(value, dict) and "id" in value:
            words = ("name", "username", "phoneNumber", "ipAddress")
            names[value["id"]] = next(value[word] for word in words if value.get(word))

    def essential(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: essential(item) for key, item in value.items() if key not in ("createTime", "updateTime")}
        if isinstance(value, list):
            return [essential(item) for item in value]
        return names.get(value, value) if isinstance(value, str) else value

    note(state)
    return essential({**state, "diff": (result or {}).get("diff")})


def result_key(module: str) -> str:
    """Return the documented key of the objects that a module returns."""
    (key,) = yaml.safe_load(module_source(module).RETURN)
    return str(key)


def _remaining(result: Any, gone: bool) -> Any:
    """Return the expected result of the second run, in which a number without a trunk is no longer listed."""
    if gone and isinstance(result, list):
        return [one for one in result if one["trunk"] is not None]
    return None if gone else result


def _picked(actual: Any, expected: Mapping[str, Any] | None) -> Any:
    return actual if actual is None or expected is None else {key: actual[key] for key in expected}


def _assert_predicted(predicted: Any, real: Any, module: str) -> None:
    """Compare the results of check mode and of the real run.

    A value that only the server makes may be null beforehand; a time of the last change may be that of the one before.
    Where the object is new, the server may add fields that the collection does not document.
    """
    if isinstance(predicted, list):
        assert len(predicted) == len(real)
        for one, other in zip(predicted, real, strict=True):
            _assert_predicted(one, other, module)
    elif predicted is None:
        assert real is None
    else:
        known = predicted.get("id") is not None or "id" not in real
        documented = yaml.safe_load(module_source(module).RETURN)[result_key(module)]["contains"]
        assert predicted.keys() == (real.keys() if known else real.keys() & documented.keys())
        for key, value in predicted.items():
            if key not in SERVER_MADE or (known and key != "update_time"):
                assert value == real[key], f"{key} was predicted to be {value!r} and is {real[key]!r}"
            elif not known:
                assert value is None, f"{key} cannot be known in check mode, and is {value!r}"
