# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The scheduler: the order of changes, and the threads that make them."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.results import Results
from ansible_collections.sinch.sip.plugins.module_utils._apply.scheduler import Workers, is_final, run_in_order
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError, SinchError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import ApiObject, Change, Plan


def _changes(*dependencies: set[int]) -> list[Change]:
    """Return changes, in order of their index, with these dependencies."""
    return [Change(index, "create", "acl", "", "", depends_on=others) for index, others in enumerate(dependencies)]


def _error(status: int | None = 400, **more: Any) -> ApiError:
    return ApiError("no", method="POST", path="/somewhere", status=status, **more)


def _run(changes: list[Change], failing: dict[int, SinchError], threads: int = 1) -> tuple[list[int], Results]:
    """Return the indexes of the changes that were started, in order, and the results."""
    started: list[int] = []

    def perform(change: Change) -> ApiObject | None:
        started.append(change.index)
        if change.index in failing:
            raise failing[change.index]
        return {"id": f"A{change.index}"}

    results = Results(Plan(changes))
    with Workers(threads) as workers:
        run_in_order(changes, perform, results, workers)
    return started, results


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize(
    ("dependencies", "order"),
    [
        ([set(), set(), set()], [0, 1, 2]),
        ([{2}, set(), set()], [1, 2, 0]),
        ([{1}, {2}, set()], [2, 1, 0]),
        ([set(), {0}, {0, 1}], [0, 1, 2]),
    ],
)
def test_order(dependencies: list[set[int]], order: list[int], threads: int) -> None:
    """A change starts once all that it depends on is done; a single thread keeps the order of the plan otherwise."""
    started, results = _run(_changes(*dependencies), {}, threads)
    assert threads > 1 or started == order
    assert sorted(started) == [0, 1, 2]
    assert results.answers == {index: {"id": f"A{index}"} for index in started}
    for index, others in enumerate(dependencies):
        assert all(started.index(other) < started.index(index) for other in others)


def test_failure_stops_only_dependents() -> None:
    started, results = _run(_changes(set(), {0}, {1}, set()), {0: _error()})
    assert (started, [*results.errors]) == ([0, 3], [0])


def test_other_changes_count_as_met() -> None:
    """A dependency on a change that is not among those to make is no reason to wait."""
    started, _results = _run(_changes(set(), {0})[1:], {})
    assert started == [1]


@pytest.mark.parametrize(
    ("error", "final"),
    [
        (_error(401), True),
        (_error(403), False),
        (_error(None, repeatable=True), True),
        (_error(None, repeatable=True, uncertain=True), False),
        (_error(None), False),
        (_error(503, repeatable=True), False),
        (SinchError("no"), False),
    ],
)
def test_final_error(error: SinchError, final: bool) -> None:
    """No change is started after an error that would meet every other change."""
    assert is_final(error) is final
    started, _results = _run(_changes(set(), set(), set()), {0: error})
    assert started == ([0] if final else [0, 1, 2])


def test_threads_work_at_once() -> None:
    """As many changes are under way as there are threads."""
    barrier, changes, results = threading.Barrier(3), _changes(*[set()] * 6), Results(Plan())
    with Workers(3) as workers:
        run_in_order(changes, lambda _change: {"id": str(barrier.wait(5))}, results, workers)
    assert sorted(results.answers) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("threads", [0, 1, 2])
def test_each(threads: int) -> None:
    """Results come in the order of the items; the first error is raised. One thread is the caller's own."""

    def half(number: int) -> int:
        assert (threading.current_thread() is threading.main_thread()) is (threads < 2)
        if number % 2:
            raise ValueError(number)
        return number // 2

    with Workers(threads) as workers:
        assert workers.at_once == max(threads, 1)
        assert workers.each(half, [4, 2, 8]) == [2, 1, 4]
        with pytest.raises(ValueError, match="3"):
            workers.each(half, [2, 3, 5])


@pytest.mark.parametrize("fails", [False, True])
def test_end(fails: bool) -> None:
    """Work that waits is done first, but is dropped after an error; then the threads end."""
    go, started = threading.Event(), threading.Semaphore(0)

    def work(_number: int) -> threading.Thread:
        started.release()
        go.wait(5)
        return threading.current_thread()

    with contextlib.suppress(RuntimeError), Workers(2) as workers:
        futures = [workers.start(work, number) for number in range(5)]
        assert all(started.acquire(timeout=5) for _thread in range(2))
        if fails:
            raise RuntimeError
    go.set()
    for thread in [future.result(5) for future in futures[: 2 if fails else 5]]:
        thread.join(5)
        assert not thread.is_alive()
        assert thread.daemon
    assert [future.done() for future in futures[2:]] == [not fails] * 3
