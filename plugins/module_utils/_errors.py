# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The errors of this collection. All are SinchError, and none contains a secret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class SinchError(Exception):
    """An error that a user can act on; its text is the message for the user.

    ``more`` are keys that callers add to the result of the failed task.
    """

    def __init__(self, text: str) -> None:
        """Store the message for the user."""
        super().__init__(text)
        self.more: dict[str, Any] = {}

    def details(self) -> dict[str, Any]:
        """Return the keys that a failed task returns besides ``msg``."""
        return {}


class OptionError(SinchError):
    """A module option has an invalid value."""

    def __init__(self, option: str, problem: str) -> None:
        """Store the option, and the problem of its value with a valid alternative."""
        super().__init__(f"{option}: {problem}")
        self.option = option


class PlanError(SinchError):
    """The desired state cannot be planned; nothing has been changed."""

    def __init__(self, problems: Sequence[str], in_use_by: Sequence[Mapping[str, Any]] = ()) -> None:
        """Store all problems, and the users of objects that cannot be deleted because they are in use."""
        self.problems = list(problems)
        self.in_use_by = list(in_use_by)
        lines = [f"{len(problems)} problems, nothing was changed:", *(f"- {one}" for one in problems)]
        super().__init__(problems[0] if len(problems) == 1 else "\n".join(lines))

    def details(self) -> dict[str, Any]:
        """Return the list of problems, and the users of objects in use."""
        return {"problems": self.problems, **({"in_use_by": self.in_use_by} if self.in_use_by else {})}


def problems_of(error: SinchError) -> list[str]:
    """Return the list of problems of an error."""
    return error.problems if isinstance(error, PlanError) else [str(error)]


def raise_all(errors: Sequence[SinchError]) -> None:
    """Raise the only error, or a PlanError with the problems of all errors; do nothing if there is none."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise PlanError([problem for error in errors for problem in problems_of(error)])


def shown_path(path: Sequence[str]) -> str:
    """Return a path for messages, without the project, which all paths share."""
    return "/" + "/".join(path)


class ApiError(SinchError):
    """The API refused a request, sent an invalid answer, or did not answer."""

    def __init__(
        self,
        message: str,
        *,
        method: str,
        path: str,
        status: int | None = None,
        code: str | None = None,
        violations: Sequence[str] = (),
        request_id: str | None = None,
        uncertain: bool = False,
        repeatable: bool = False,
    ) -> None:
        """Describe the failed exchange.

        ``uncertain`` means that a write may have taken effect despite the error. ``repeatable`` means that the same
        request may succeed later, as after a gateway error or a broken connection. ``retry_after`` is the delay in
        seconds that the server asks for.
        """
        self.message = message
        self.method = method
        self.path = path
        self.status = status
        self.code = code
        self.violations = list(violations)
        self.request_id = request_id
        self.uncertain = uncertain
        self.repeatable = repeatable
        self.retry_after: float | None = None
        super().__init__(self._text())

    def _text(self) -> str:
        answer = "" if self.status is None else f" answered {self.status}" + (f" {self.code}" if self.code else "")
        text = f"{self.method} {self.path}{answer}: {self.message}"
        if self.violations:
            text += " (" + "; ".join(self.violations) + ")"
        if self.request_id:
            text += f" [request ID {self.request_id}]"
        return text

    def details(self) -> dict[str, Any]:
        """Return the exchange as data, under ``failure``."""
        return {
            "failure": {
                "method": self.method,
                "path": self.path,
                "status": self.status,
                "code": self.code,
                "message": self.message,
                "field_violations": self.violations,
                "request_id": self.request_id,
            }
        }


class ApplyError(SinchError):
    """Some changes of a plan failed; changes that do not depend on them were applied."""

    def __init__(
        self, failed: Sequence[str], done: Sequence[str], not_tried: Sequence[str], cause: SinchError, deferred: int = 0
    ) -> None:
        """Store one line of text per change, the first error, and the number of purge deletions not tried."""
        self.failed: list[str] = list(failed)
        self.done: list[str] = list(done)
        self.not_tried: list[str] = list(not_tried)
        self.cause = cause
        parts = ["; ".join(self.failed)]
        if self.done:
            parts.append("Done before that: " + "; ".join(self.done))
        if self.not_tried:
            parts.append("Not tried: " + "; ".join(self.not_tried))
        if deferred:
            parts.append("Nothing is purged unless all else has succeeded")
        if self.done or self.not_tried:
            parts.append("Run the task again to complete it.")
        super().__init__(". ".join(part.rstrip(".") for part in parts) + ("." if len(parts) > 1 else ""))

    def details(self) -> dict[str, Any]:
        """Return the report with the details of the first error."""
        return {
            **self.cause.details(),
            "changed": bool(self.done or self.cause.more.get("changed")),
            "done": self.done,
            "failed_actions": self.failed,
            "not_tried": self.not_tried,
        }
