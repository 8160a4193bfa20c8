# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every cell of the fault matrix ends as expected, and the next run converges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

from tests.faults.matrix import FAULTS, REQUESTS, TIMEOUT_S, Cell, cells, page
from tests.faults.scenarios import EXTRA_FIELDS, REPRESENTATIVE, SCENARIOS, SEED, Job, Scenario
from tests.faults.wire import closed_port, sent_to, tampered
from tests.playbooks.running import PROJECT, Ansible, Result
from tests.playbooks.truth import essence
from tests.simulator.process import ROOT, Control

_RETRIES = 2
_TOKEN_LIFETIME_S = 3600

_goals: dict[tuple[str, str], tuple[Any, Any]] = {}


def _run(ansible: Ansible, job: Job, **options: Any) -> Result:
    """Run a task that requests its own token."""
    return ansible.module(job.module, {**job.options, "max_retries": _RETRIES, "token_cache": False, **options})


def _start(control: Control, dialect: str = "sdk") -> None:
    control.reset()
    control.settings(extra_fields=EXTRA_FIELDS, token_rate=None, dialect=dialect)
    control.seed(PROJECT, **SEED)


def _unknown_settings(value: Any) -> set[Any]:
    """Return the values of the settings that the collection does not know."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = {value["extraSetting"]} if isinstance(value, dict) and "extraSetting" in value else set()
    return own.union(*map(_unknown_settings, inner))


def _goal(scenario: Scenario, dialect: str, control: Control, ansible: Ansible) -> tuple[Any, Any]:
    """Return the project, without and with the task's diff, after a task that met no fault."""
    key = (scenario.name, dialect)
    if key not in _goals:
        _start(control, dialect)
        result = _run(ansible, scenario.job).succeeded()
        assert result.changed
        assert _unknown_settings(control.state(PROJECT)) == {"kept"}
        _goals[key] = essence(control), essence(control, result.data)
    return _goals[key]


def _switched_on(cell: Cell, scenario: Scenario, control: Control) -> AbstractContextManager[None]:
    """Return the context in which the requests of a scenario meet a fault; at least one request must meet it."""
    fault = FAULTS[cell.fault]
    times = 1 if cell.times == "once" else None

    @contextmanager
    def here() -> Iterator[None]:
        with closed_port() as port:
            before = sent_to(port) if fault.kind == "refused" else lambda _request: None
            expire = (
                (lambda _request: control.shift_clock(_TOKEN_LIFETIME_S + 100)) if fault.kind == "expired" else None
            )
            with tampered(
                scenario.method,
                scenario.path,
                times,
                # A token cannot expire before it is issued.
                expire if expire and scenario.request != "token" else before,
                expire if expire and scenario.request == "token" else lambda _request: None,
            ) as met:
                yield
        assert met

    @contextmanager
    def there() -> Iterator[None]:
        rule = dict(fault.rule)
        if fault.kind == "missing_key":
            rule["key"] = scenario.key
        control.fault(fault.kind, method=scenario.method, path=scenario.path, times=times, **rule)
        yield
        assert control.faults()[0]["applied"] > 0
        control.clear_faults()

    return here() if fault.kind in ("refused", "expired") else there()


def _parameters() -> Iterator[Any]:
    """Yield every cell with every scenario, in alternating dialects; mark the parameters outside the reduced set.

    The effect of malformed JSON depends on the dialect, and is that of the SDK's.
    """
    for number, cell in enumerate(cells()):
        for scenario in SCENARIOS:
            if scenario.request == cell.request:
                passing = cell.times == "once" and cell.fault in ("503", "lost")
                single = passing and scenario.job.module != "sinch_sip_config"
                reduced = single or REPRESENTATIVE[scenario.request] == scenario.thing
                malformed = cell.fault in ("wrong-types", "missing-key")
                dialect = "reference" if number // len(REQUESTS) % 2 and not malformed else "sdk"
                marks = () if reduced else pytest.mark.exhaustive
                name = f"{cell.fault}-{cell.times}-{scenario.name}"
                yield pytest.param(cell, scenario, dialect, id=name, marks=marks)


@pytest.mark.parametrize(("cell", "scenario", "dialect"), [*_parameters()])
@pytest.mark.usefixtures("impatient")
def test_cell(cell: Cell, scenario: Scenario, dialect: str, control: Control, ansible: Ansible) -> None:
    """The task ends as expected, the next run completes the work, and the run after that changes nothing."""
    goal, goal_with_diff = _goal(scenario, dialect, control, ansible)
    _start(control, dialect)
    with _switched_on(cell, scenario, control):
        # So short a timeout would disturb the other cells on a busy machine.
        result = _run(ansible, scenario.job, **({"timeout": TIMEOUT_S} if cell.fault == "slow" else {}))
    if cell.succeeds:
        assert result.succeeded().changed
        assert essence(control, result.data) == goal_with_diff
    else:
        message = result.error()
        if (cell.fault, scenario.thing) == ("missing-key", "countries"):
            # The API may leave an empty list out.
            assert "it has none" in message
        else:
            assert re.search(FAULTS[cell.fault].says, message)
            assert re.search(rf"\b{scenario.method} /\w", message)
        # Not the address of a Python object.
        assert "0x" not in message

    _run(ansible, scenario.job).succeeded()
    assert essence(control) == goal
    # Setting a password is always a change, since the API never returns it.
    if scenario.request != "set":
        control.clear_log()
        assert not _run(ansible, scenario.job).succeeded().changed
        assert control.writes() == []


@pytest.mark.usefixtures("either_way")
def test_playbook(control: Control, ansible: Ansible) -> None:
    """A playbook whose requests meet faults that pass succeeds; after lasting faults the next run completes it."""
    kinds: list[Mapping[str, Any]] = [{"kind": "status", "status": 503}]
    kinds += [{"kind": kind} for kind in ("lost_answer", "reset", "not_json", "html")]
    chosen = [one for one in SCENARIOS if REPRESENTATIVE[one.request] == one.thing]
    tasks = [{f"sinch.sip.{one.job.module}": one.job.options} for one in chosen]
    _start(control)
    for one in chosen:
        _run(ansible, one.job).succeeded()
    goal = essence(control)

    _start(control)
    for number, one in enumerate(chosen[::2]):
        control.fault(method=one.method, path=one.path, times=1, **kinds[number % len(kinds)])
    ansible.playbook(tasks).succeeded()
    assert [fault["applied"] for fault in control.faults()] == [1] * len(chosen[::2])
    assert essence(control) == goal

    _start(control)
    for method in ("POST", "PUT", "DELETE"):
        control.fault("status", method=method, path="^/v1/", status=500)
    run = ansible.playbook([{**task, "ignore_errors": True} for task in tasks]).succeeded()
    assert all("answered 500" in result.error() for result in run.results)
    control.clear_faults()
    ansible.playbook(tasks).succeeded()
    assert essence(control) == goal


def test_no_cell_is_empty() -> None:
    """Every fault has an expectation for every kind of request, and every kind of request has a task in both forms."""
    for name, fault in FAULTS.items():
        assert fault.occurrences, name
        for times in fault.occurrences:
            assert fault.expected(times).keys() == REQUESTS.keys()
    tried = {(one.request, one.job.module == "sinch_sip_config") for one in SCENARIOS}
    assert tried == {(request, config) for request in REQUESTS for config in (False, True)}
    assert {cell.times for cell in cells()} == {"once", "always"}


def test_page_is_up_to_date() -> None:
    file = ROOT / "docs" / "docsite" / "rst" / "fault_matrix.rst"
    assert file.read_text(encoding="utf-8") == page(), f"run: python -m tests.faults.matrix > {file.relative_to(ROOT)}"
