# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The order in which the changes of a plan are made."""

from __future__ import annotations

import collections
import graphlib
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Callable

from .._errors import ApiError, SinchError
from .._plan.model import ApiObject, Change
from .results import Results
from .workers import Workers, first_done


def run_in_order(
    changes: Sequence[Change], perform: Callable[[Change], ApiObject | None], results: Results, workers: Workers
) -> None:
    """Make each change as soon as all that it depends on has succeeded; a failure stops only its dependents.

    No more are started than can be under way, and none after an error that would meet them all. Dependencies on changes
    beside ``changes`` count as met.
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
