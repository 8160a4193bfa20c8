# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The executor: carries out a plan."""

from __future__ import annotations

from .._plan.model import ApiObject, Change, Plan, Snapshot
from .._transport.client import Client
from .counterparts import Confirmation
from .duplicates import resolve_duplicates
from .results import Results
from .scheduler import Workers, run_in_order
from .updates import update
from .verification import Verification
from .writer import Writer


def apply_plan(client: Client, plan: Plan, snapshot: Snapshot, workers: Workers, wait_s: float = 0) -> None:
    """Make every change of a plan, and put the answers into its outcomes; raise SinchError if one fails.

    ``wait_s`` is how many seconds to wait for assignments that the API is still making.

    A failed change stops only its dependents. Changes that are done stay done: the next run finds them, and completes
    the rest. Deferred changes are made only once all others have succeeded.
    """
    results = Results(plan)
    verification = Verification(client, snapshot, results)
    writer = Writer(client, verification, results)

    def perform(change: Change) -> ApiObject | None:
        return update(writer, change) if change.action == "update" else writer.write(change)

    for deferred in (False, True):
        changes = [change for change in plan.changes if change.deferred is deferred]
        if changes and not results.errors:
            run_in_order(changes, perform, results, workers)
            verification.read_back(changes, workers)
            resolve_duplicates(verification, changes, workers)
    Confirmation(client, snapshot, results, workers).confirm(plan, wait_s)
    results.record_statuses()
    results.update_outcomes()
    if results.errors:
        raise results.error()
