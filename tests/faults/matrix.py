# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fault matrix: the expected outcome of every kind of request that meets every kind of fault.

``test_matrix.py`` tests the expectations. ``python -m tests.faults.matrix`` prints them as a page of the documentation.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Times = Literal["once", "always"]
TIMEOUT_S = 0.3
"""The value of the option ``timeout``, in seconds."""

REQUESTS = {
    "token": "ask for a token",
    "list": "read a list",
    "get": "read one object",
    "create": "create an object",
    "add": "add a user to a credential list, or a range to an ACL",
    "assign": "assign or unassign a number",
    "update": "change an object",
    "set": "set a user's password",
    "delete": "delete an object",
    "remove": "remove a user from a credential list, or a range from an ACL",
    "link": "link ACLs or credential lists",
    "unlink": "unlink an ACL or credential list",
}
"""The kinds of requests, in the order of the characters below."""


@dataclass(frozen=True)
class Fault:
    """A kind of fault, and the expected outcome of each kind of request that meets it.

    ``kind`` and ``rule`` are those of the simulator; the kinds ``refused`` and ``expired`` are made on the client's
    side. ``once`` and ``always`` have a character for each of REQUESTS: ``+`` if the task succeeds, ``-`` if it fails;
    None if a fault cannot happen so often. ``says`` is a regular expression for the error.
    """

    title: str
    once: str | None
    always: str | None
    says: str
    kind: str
    rule: Mapping[str, Any] = field(default_factory=dict)

    def expected(self, times: Times) -> dict[str, bool]:
        """Return whether the task succeeds, by kind of request."""
        letters = self.once if times == "once" else self.always
        return {} if letters is None else {name: letter == "+" for name, letter in zip(REQUESTS, letters, strict=True)}

    @property
    def occurrences(self) -> tuple[Times, ...]:
        """How often the fault may happen."""
        every: tuple[Times, ...] = ("once", "always")
        return tuple(times for times in every if self.expected(times))


_PAST = "Wed, 21 Oct 2015 07:28:00 GMT"
_SLOW = {"delay_s": 2 * TIMEOUT_S}
_ALL, _NONE = "+" * len(REQUESTS), "-" * len(REQUESTS)


def _status(title: str, status: int, **rule: Any) -> Fault:
    """Return a fault that is a status after which the request is repeated."""
    return Fault(title, _ALL, _NONE, str(status), "status", {"status": status, **rule})


# A character for each of: token, list, get, create, add, assign, update, set, delete, remove, link, unlink.
FAULTS = {
    "429-seconds": _status("429 with Retry-After in seconds", 429, headers={"Retry-After": "1"}),
    "429-date": _status("429 with Retry-After as a date", 429, headers={"Retry-After": _PAST}),
    "429": _status("429 without Retry-After", 429),
    # The server reports a failure, and does not say that a repetition would help.
    "500": Fault("500", _NONE, _NONE, "500", "status", {"status": 500}),
    "502": Fault("502 with an HTML page", _ALL, _NONE, "502", "html"),
    "503": _status("503", 503),
    "504": _status("504", 504),
    "refused": Fault("connection refused", _ALL, _NONE, "refused", "refused"),
    "reset": Fault("connection reset before the answer", _ALL, _NONE, "connection", "reset"),
    # After a POST, its effect is looked up and found. A PUT or DELETE is repeated until the attempts end.
    "lost": Fault("answer lost after the write", _ALL, "---+++----+-", "connection", "lost_answer"),
    "truncated": Fault("answer cut short", _ALL, "---+++----+-", "connection|cut short", "truncated"),
    # A repeated DELETE is answered with 404, whatever the body.
    "not-json": Fault("answer that is not JSON", _ALL, "---+++--++++", "not JSON", "not_json"),
    # An answer to a write is read only if it is needed.
    "wrong-types": Fault("JSON of the wrong types", "----++-+++++", "----++-+++++", "answer", "wrong_types"),
    "missing-key": Fault("JSON without its list or ID", "---+++-+++++", "---+++-+++++", "answer", "missing_key"),
    "slow": Fault("answer slower than the timeout", _ALL, "---+++----+-", "timeout", "slow", _SLOW),
    "expired": Fault("token that expires between two requests", _ALL, None, "", "expired"),
    "refused-token": Fault("token refused twice", None, _NONE, "401|key was refused", "refuse_token"),
}


class Cell(NamedTuple):
    """One cell of the matrix; each is tried with a single module and with ``sinch_sip_config``."""

    fault: str
    times: Times
    request: str
    succeeds: bool


def cells() -> Iterator[Cell]:
    for name, fault in FAULTS.items():
        for times in fault.occurrences:
            for request, succeeds in fault.expected(times).items():
                yield Cell(name, times, request, succeeds)


_HEAD = """\
..
  Copyright (c) 2026, Sinch SIP collection contributors
  GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
  SPDX-License-Identifier: GPL-3.0-or-later
  Made by "python -m tests.faults.matrix"; do not edit.

.. _ansible_collections.sinch.sip.docsite.fault_matrix:

What happens when things go wrong
=================================

Each row is a fault. Each column is a kind of request that meets the fault. "done" means that the task succeeds all the
same. "error" means that the task fails with a message that says what happened. In every case the next run completes the
work, no object exists twice, and no existing object is lost.
"""
_SECTIONS: Mapping[Times, tuple[str, str]] = {
    "once": ("A fault that passes", "The fault meets one request. The next request would be answered."),
    "always": (
        "A fault that stays",
        "The fault meets every request of that kind until the task gives up (option ``max_retries``).\n"
        '"done" means that the task could tell without the answer that the write took effect.',
    ),
}


def page() -> str:
    lines = [_HEAD]
    for times, (title, text) in _SECTIONS.items():
        table = (".. list-table::", "  :header-rows: 1", "  :stub-columns: 1", "")
        lines += [title, "-" * len(title), "", text, "", *table]
        lines += _row(["Fault", *REQUESTS.values()])
        for fault in FAULTS.values():
            expected = fault.expected(times)
            if expected:
                lines += _row([fault.title, *("done" if expected[request] else "error" for request in REQUESTS)])
        lines.append("")
    every = [*cells()]
    done = sum(cell.succeeds for cell in every)
    lines += [
        "Size",
        "----",
        "",
        f'{len(FAULTS)} faults and {len(REQUESTS)} kinds of requests make {len(every)} cells: {done} "done",',
        f'{len(every) - done} "error". Each is tested with a single module and with',
        ":ansplugin:`sinch.sip.sinch_sip_config#module`, and for every kind of object that such requests are made for.",
    ]
    return "\n".join(lines) + "\n"


def _row(texts: list[str]) -> list[str]:
    first, *others = texts
    return [f"  * - {first}", *(f"    - {text}" for text in others)]


if __name__ == "__main__":
    sys.stdout.write(page())
