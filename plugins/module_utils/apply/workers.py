# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Doing independent things at once, over a small number of threads."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Callable, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Workers:
    """A pool of threads; with one thread, no pool at all: everything is done at once by the caller."""

    def __init__(self, threads: int = 1) -> None:
        """Take the number of threads."""
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None

    def __enter__(self) -> Workers:
        """Start."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop. After an error, do not wait for what is under way: a task that was told to stop should stop."""
        if self._pool is not None:
            self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def start(self, work: Callable[[Item], Result], item: Item) -> Future[Result]:
        """Start one piece of work."""
        if self._pool is not None:
            return self._pool.submit(work, item)
        done: Future[Result] = Future()
        try:
            done.set_result(work(item))
        except Exception as error:
            done.set_exception(error)
        return done

    def each(self, work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
        """Return the result for every item, in order; raise the first error."""
        return [future.result() for future in [self.start(work, item) for item in items]]


def first_done(under_way: dict[Future[Result], Item]) -> list[tuple[Item, Future[Result]]]:
    """Wait until something is done, and take what is done out of what is under way."""
    return [(under_way.pop(future), future) for future in wait(under_way, return_when=FIRST_COMPLETED).done]
