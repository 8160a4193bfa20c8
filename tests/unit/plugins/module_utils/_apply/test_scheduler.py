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
    """Return changes that depend on each other as told, in order of their index."""
    return [
        Change(index, "create", "acl", f"acl-{index}", f"ACL {index}", depends_on=set(others))
        for index, others in enumerate(dependencies)
    ]


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
    """A change starts once all that it depends on is done; otherwise the order is that of the plan."""
    started, results = _run(_changes(*dependencies), {}, threads)
    assert (started if threads == 1 else sorted(started)) == (order if threads == 1 else sorted(order))
    assert {index: answer and answer["id"] for index, answer in results.answers.items()} == {
        index: f"A{index}" for index in range(len(dependencies))
    }
    for index, others in enumerate(dependencies):
        assert all(started.index(other) < started.index(index) for other in others)


def test_failure_stops_only_dependents() -> None:
    started, results = _run(_changes(set(), {0}, {1}, set()), {0: _error()})
    assert started == [0, 3]
    assert list(results.errors) == [0]


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
    """An error that would meet every other change starts no more of them."""
    assert is_final(error) is final
    started, _results = _run(_changes(set(), set(), set()), {0: error})
    assert started == ([0] if final else [0, 1, 2])


def test_dependency_of_an_earlier_round() -> None:
    """A dependency on a change that is not among those to make counts as met."""
    changes = _changes(set(), {0})
    started, _results = _run(changes[1:], {})
    assert started == [1]


def test_no_more_than_the_workers() -> None:
    """As many changes are under way as there are threads, and never more."""
    barrier, most, lock = threading.Barrier(3), [0, 0], threading.Lock()

    def perform(_change: Change) -> ApiObject | None:
        with lock:
            most[0] += 1
            most[1] = max(most)
        barrier.wait(5)
        with lock:
            most[0] -= 1
        return None

    changes = _changes(*[set()] * 6)
    with Workers(3) as workers:
        assert workers.at_once == 3
        run_in_order(changes, perform, Results(Plan(changes)), workers)
    assert most[1] == 3


@pytest.mark.parametrize("threads", [1, 2])
def test_each(threads: int) -> None:
    """Results come in the order of the items; the first error is raised."""

    def half(number: int) -> int:
        if number % 2:
            raise ValueError(number)
        return number // 2

    with Workers(threads) as workers:
        assert workers.each(half, [4, 2, 8]) == [2, 1, 4]
        with pytest.raises(ValueError, match="3"):
            workers.each(half, [2, 3, 5])


def test_one_thread_is_the_callers() -> None:
    """With one thread, or fewer, the caller does the work."""
    for threads in (0, 1):
        workers = Workers(threads)
        assert (workers.at_once, workers.each(lambda _item: threading.get_ident(), [1])) == (1, [threading.get_ident()])


def test_error_drops_the_work_that_waits() -> None:
    """After an error, only the work under way is finished."""
    go, started = threading.Event(), threading.Semaphore(0)

    def work(number: int) -> int:
        started.release()
        go.wait(5)
        return number

    workers = Workers(2)
    with contextlib.suppress(RuntimeError), workers:
        futures = [workers.start(work, number) for number in range(5)]
        assert all(started.acquire(timeout=5) for _thread in range(2))
        raise RuntimeError
    go.set()
    assert {future.result(5) for future in futures[:2]} == {0, 1}
    assert not any(future.done() for future in futures[2:])
