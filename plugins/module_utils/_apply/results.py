# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The results of the changes of a plan, as they come in."""

from __future__ import annotations

from concurrent.futures import Future

from .._errors import ApplyError, SinchError
from .._plan.model import ApiObject, Change, Made, Plan, Ref
from .._resources.catalogue import RESOURCES


class Results:
    """The requests, answers and errors of changes, by the index of the change.

    A request is its method and path. An answer is the object of the change, or None if the API answers no object.
    """

    def __init__(self, plan: Plan) -> None:
        """Take the plan that is carried out."""
        self.plan = plan
        self.requests: dict[int, tuple[str, tuple[str, ...]]] = {}
        self.answers: dict[int, ApiObject | None] = {}
        self.errors: dict[int, SinchError] = {}

    def known(self, ref: Ref | None) -> str:
        """Return the ID that a reference stands for, of an object that exists by now; "" for None."""
        if isinstance(ref, Made):
            change = self.plan.changes[ref.change]
            return RESOURCES[change.kind].id_of(self.answers[ref.change] or {})
        return "" if ref is None else str(ref)

    def record_result(self, change: Change, future: Future[ApiObject | None]) -> bool:
        """Record the answer or the error of a change; return whether it succeeded."""
        try:
            self.answers[change.index] = future.result()
        except SinchError as error:
            self.errors[change.index] = error
            return False
        change.status = "done"
        return True

    def record_statuses(self) -> None:
        """Record which changes failed, and which were not tried for that reason."""
        for change in self.plan.changes:
            if change.index in self.errors:
                change.status = "failed"
            elif change.status == "planned":
                change.status = "not_tried"

    def update_outcomes(self) -> None:
        """Put the objects that the API answered into the outcomes of the plan.

        The subresources in an answer may be older than the changes that write them.
        """
        for outcome in self.plan.outcomes:
            answer = None if outcome.change is None else self.answers.get(outcome.change.index)
            if answer is not None and outcome.after is not None:
                state, after = outcome.resource.state_of(answer), outcome.after
                written = {one.name: after.values[one.name] for one in outcome.resource.fields if one.subresource}
                outcome.after = state._replace(values={**state.values, **written})

    def error(self) -> SinchError:
        """Return the error to raise: that of the only change, or an ApplyError that reports all changes."""
        first, changes = self.errors[min(self.errors)], self.plan.changes
        if len(changes) == 1:
            return first
        failed = [f"{changes[index]} failed: {error}" for index, error in sorted(self.errors.items())]
        not_tried = [one for one in changes if one.status == "not_tried"]
        return ApplyError(
            failed,
            [str(one) for one in changes if one.status == "done"],
            [*map(str, not_tried)],
            first,
            sum(one.deferred for one in not_tried),
        )
