# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The errors that this collection raises: all are SinchError, and none ever carries a secret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class SinchError(Exception):
    """Something went wrong that a user can act on; its text is what the user reads.

    ``more`` are keys that whoever passes the error on adds to those of its own.
    """

    def __init__(self, text: str) -> None:
        """Take what the user reads."""
        super().__init__(text)
        self.more: dict[str, Any] = {}

    def details(self) -> dict[str, Any]:
        """Return the keys, beside ``msg``, that a failed task returns."""
        return {}


class OptionError(SinchError):
    """A module option holds something that cannot be right."""

    def __init__(self, option: str, problem: str) -> None:
        """Name the option, and say what is wrong with its value and what would be right."""
        super().__init__(f"{option}: {problem}")
        self.option = option


class PlanError(SinchError):
    """What is wanted cannot be reached from what there is; nothing has been changed."""

    def __init__(self, problems: Sequence[str], in_use_by: Sequence[Mapping[str, Any]] = ()) -> None:
        """Take every problem that was found, so that a user can mend them all at once, and what uses what is in use."""
        self.problems = list(problems)
        self.in_use_by = list(in_use_by)
        if len(self.problems) == 1:
            text = self.problems[0]
        else:
            text = "\n".join(
                [f"{len(self.problems)} problems, nothing was changed:"] + [f"- {p}" for p in self.problems]
            )
        super().__init__(text)

    def details(self) -> dict[str, Any]:
        """Return the problems one by one."""
        return {"problems": self.problems, **({"in_use_by": self.in_use_by} if self.in_use_by else {})}


def problems_of(error: SinchError) -> list[str]:
    """Return the problems that an error is about, one by one."""
    return error.problems if isinstance(error, PlanError) else [str(error)]


def raise_all(errors: Sequence[SinchError]) -> None:
    """Raise the error that there is, or one that has the problems of all; do nothing where there is none."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise PlanError([problem for error in errors for problem in problems_of(error)])


def shown_path(path: Sequence[str]) -> str:
    """Return a path as messages have it: without the project, which is the same in all of them."""
    return "/" + "/".join(path)


class ApiError(SinchError):
    """The API refused a request, answered nonsense or did not answer."""

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

        ``uncertain`` says that a write may have taken effect all the same, ``repeatable`` that the same
        request may succeed later (a gateway error or a broken connection, not a refusal).
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
        super().__init__(self._text())

    def _text(self) -> str:
        what = f"{self.method} {self.path}"
        answer = "" if self.status is None else f" answered {self.status}" + (f" {self.code}" if self.code else "")
        text = f"{what}{answer}: {self.message}"
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
    """Some of the planned actions failed; what did not depend on them was done all the same."""

    def __init__(
        self, failed: Sequence[str], done: Sequence[str], not_tried: Sequence[str], cause: SinchError, deferred: int = 0
    ) -> None:
        """Take one line of text for each action, the first error, and how many were left for the end and not tried."""
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
        """Return the report, and the details of the first error."""
        return {
            **self.cause.details(),
            "changed": bool(self.done or self.cause.more.get("changed")),
            "done": self.done,
            "failed_actions": self.failed,
            "not_tried": self.not_tried,
        }
