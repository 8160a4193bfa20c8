# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A few threads, and the order in which they make the changes of a plan."""

from __future__ import annotations

import collections
import graphlib
import queue
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from types import TracebackType
from typing import Callable, TypeVar

from .._errors import ApiError, SinchError
from .._plan.model import ApiObject, Change
from .results import Results

Item = TypeVar("Item")
Result = TypeVar("Result")


class Workers:
    """A few threads. If it would be one, there is none: the caller does each piece of work when it is started.

    They are daemons, unlike those of the standard pool: a task that is told to stop (option ``timeout`` of a task, or a
    signal) must not wait for the answers to requests under way.
    """

    def __init__(self, threads: int = 1) -> None:
        """Take the number of threads."""
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._threads = threads if threads > 1 else 0

    @property
    def at_once(self) -> int:
        """The number of pieces of work that can be under way."""
        return self._threads or 1

    def __enter__(self) -> Workers:
        """Start the threads."""
        for _number in range(self._threads):
            threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the threads end after all work or, after an error, after the work under way; do not wait for that."""
        while kind is not None and not self._jobs.empty():
            self._jobs.get()
        for _number in range(self._threads):
            self._jobs.put(None)

    def _serve(self) -> None:
        while True:
            job = self._jobs.get()
            if job is None:
                return
            job()

    def start(self, work: Callable[[Item], Result], item: Item) -> Future[Result]:
        """Start one piece of work."""
        future: Future[Result] = Future()

        def job() -> None:
            try:
                future.set_result(work(item))
            except Exception as error:
                future.set_exception(error)

        if self._threads:
            self._jobs.put(job)
        else:
            job()
        return future

    def each(self, work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
        """Return the result for every item, in order; raise the first error."""
        return [future.result() for future in [self.start(work, item) for item in items]]


def first_done(under_way: dict[Future[Result], Item]) -> list[tuple[Item, Future[Result]]]:
    """Wait until any work is done; remove all that is done from the work under way, and return it."""
    return [(under_way.pop(future), future) for future in wait(under_way, return_when=FIRST_COMPLETED).done]


def run_in_order(
    changes: Sequence[Change], perform: Callable[[Change], ApiObject | None], results: Results, workers: Workers
) -> None:
    """Make each change as soon as all that it depends on has succeeded; a failure stops only its dependents.

    No more are started than can be under way, and none after an error that would meet them all. Dependencies on changes
    that are not among ``changes`` count as met.
    """
    by_index = {change.index: change for change in changes}
    graph = {index: sorted(change.depends_on & by_index.keys()) for index, change in by_index.items()}
    sorter = graphlib.TopologicalSorter(graph)
    sorter.prepare()
    ready = collections.deque(sorted(sorter.get_ready()))
    under_way: dict[Future[ApiObject | None], Change] = {}
    while ready or under_way:
        while ready and len(under_way) < workers.at_once:
            change = by_index[ready.popleft()]
            under_way[workers.start(perform, change)] = change
        # In the order of the plan, so that the next change does not depend on chance.
        for change, future in sorted(first_done(under_way), key=lambda one: one[0].index):
            if results.record_result(change, future):
                sorter.done(change.index)
        if any(is_final(error) for error in results.errors.values()):
            ready.clear()
        else:
            ready.extend(sorted(sorter.get_ready()))


def is_final(error: SinchError) -> bool:
    """Return whether an error would meet every other change too: the key is refused, or the API cannot be reached."""
    return isinstance(error, ApiError) and (
        error.status == 401 or (error.status is None and error.repeatable and not error.uncertain)
    )
