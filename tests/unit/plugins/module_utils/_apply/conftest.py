# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fake API that the tests of writing, updating, verifying and reading share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.results import Results
from ansible_collections.sinch.sip.plugins.module_utils._apply.verification import Verification
from ansible_collections.sinch.sip.plugins.module_utils._apply.writer import Writer
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Plan, Snapshot


class Api:
    """A client of an API that answers as it is told to, by method and path, and keeps what was sent.

    An answer is data, an error to raise, a function of the body, or a list of such, of which the last counts for good.
    What has no answer is answered 404.
    """

    def __init__(self, answers: dict[str, Any]) -> None:
        """Take the answers by method and path, such as "GET trunks/T1"."""
        self.answers = answers
        self.sent: list[tuple[Any, ...]] = []
        self.pauses: list[int] = []
        self.connection = SimpleNamespace(max_retries=2)
        # Named apart from the type.
        self.list = self._listed

    def send(self, method: str, path: Sequence[str], body: Any = None) -> Any:
        """Answer a request."""
        key = f"{method} {'/'.join(path)}"
        self.sent.append((key,) if body is None else (key, body))
        answer = self.answers.get(key, ApiError("no such", method=method, path="/x", status=404))
        if isinstance(answer, tuple):
            answer, self.answers[key] = answer[0], answer[1:] if len(answer) > 2 else answer[1]
        if isinstance(answer, Exception):
            raise answer
        return SimpleNamespace(data=answer(body) if callable(answer) else answer)

    def get(self, path: Sequence[str]) -> Any:
        """Answer a GET; None for 404."""
        try:
            return self.send("GET", path).data
        except ApiError:
            return None

    def _listed(self, path: Sequence[str], *_how: Any) -> Any:
        return self.send("GET", path).data

    def delete(self, path: Sequence[str]) -> None:
        """Answer a DELETE."""
        self.send("DELETE", path)

    def pause(self, tries: int) -> None:
        """Record that a request waits."""
        self.pauses.append(tries)

    @property
    def keys(self) -> list[str]:
        """The method and path of each request."""
        return [one[0] for one in self.sent]


@pytest.fixture
def make_api() -> Callable[[dict[str, Any]], Any]:
    """Return what makes a fake API from answers."""
    return Api


@pytest.fixture
def make_writer() -> Callable[..., Any]:
    """Return what makes a writer that talks to a fake API, of a plan made from a snapshot."""

    def make(api: Any, plan: Plan, snapshot: Snapshot | None = None) -> Writer:
        results = Results(plan)
        return Writer(api, Verification(api, snapshot or Snapshot(), results), results)

    return make
