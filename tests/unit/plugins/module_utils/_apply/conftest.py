# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fake API that these tests share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.results import Results
from ansible_collections.sinch.sip.plugins.module_utils._apply.verification import Verification
from ansible_collections.sinch.sip.plugins.module_utils._apply.writer import Writer
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError, SinchError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Change, Plan, Snapshot


class Api:
    """A client with fixed answers, which records the requests.

    ``answers`` maps a method and path, such as "GET trunks/T1", to an answer: data, an error to raise, or a tuple
    of such answers, of which the last is repeated. Any other request is answered 404.
    """

    def __init__(self) -> None:
        """Start without answers."""
        self.answers: dict[str, Any] = {}
        self.sent: list[tuple[Any, ...]] = []
        self.pauses: list[int] = []
        self.connection = SimpleNamespace(max_retries=2)
        # The annotations of a method ``list`` could not name the type.
        self.list = self._list

    def of(self, _service: str) -> Api:
        """Return itself: the paths tell the APIs apart."""
        return self

    @property
    def keys(self) -> list[str]:
        """The method and path of each request."""
        return [key for key, *_body in self.sent]

    @property
    def bodies(self) -> list[Any]:
        """The bodies that were sent."""
        return [body for _key, *bodies in self.sent for body in bodies]

    def send(self, method: str, path: Sequence[str], body: Any = None) -> Any:
        """Answer a request."""
        key = f"{method} {'/'.join(path)}"
        self.sent.append((key,) if body is None else (key, body))
        answer = self.answers.get(key, ApiError("no such thing", method=method, path="/x", status=404))
        if isinstance(answer, tuple):
            answer, *others = answer
            self.answers[key] = tuple(others) or answer
        if isinstance(answer, Exception):
            raise answer
        return SimpleNamespace(data=answer)

    def get(self, path: Sequence[str]) -> Any:
        """Answer a GET; None for 404."""
        try:
            return self.send("GET", path).data
        except ApiError:
            return None

    def _list(self, path: Sequence[str], *_how: Any) -> Any:
        return self.send("GET", path).data

    def delete(self, path: Sequence[str]) -> None:
        """Answer a DELETE."""
        self.send("DELETE", path)

    def pause(self, tries: int) -> None:
        """Record a pause."""
        self.pauses.append(tries)

    @staticmethod
    def attempt(work: Callable[..., Any], *arguments: Any) -> Any:
        """Return the result of a function, or the message of its error."""
        try:
            return work(*arguments)
        except SinchError as error:
            return str(error)

    def writer(self: Any, changes: Sequence[Change], **objects: Any) -> Writer:
        """Return a writer for a plan with these changes, made when the project had these objects."""
        for index, change in enumerate(changes):
            change.index = index
        results = Results(Plan([*changes]))
        snapshot = Snapshot({(kind, ""): listed for kind, listed in objects.items()})
        return Writer(self, Verification(self, snapshot, results), results)


@pytest.fixture
def api() -> Any:
    """Return a fake API."""
    return Api()
