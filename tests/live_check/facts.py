# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a fact is, and what can come of holding it against the API."""

from __future__ import annotations

import enum
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError

from .run import Run
from .wire import shown_code

ROUTES = frozenset(
    [
        "accessControlLists",
        "callBlockingRules",
        "calls",
        "countryPermissions",
        "credentialLists",
        "credentials",
        "endpoints",
        "export",
        "ipRanges",
        "oauth2",
        "phoneNumbers",
        "token",
        "trunks",
    ]
)
"""The words of paths that may be shown; everything else in a path is somebody's data."""


class Outcome(enum.Enum):
    """What came of a check."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    NOT_TRIED = "not tried"
    BROKEN = "could not be told"
    """The API could not be asked: no answer, no permission, a server's error; or the check has a fault of its own."""


class RefutedError(Exception):
    """The fact is wrong; the text is what was seen instead."""


class NotTriedError(Exception):
    """The fact could not be tried; the text says why."""


Look = Callable[[Run], str]


@dataclass(frozen=True)
class Check:
    """One fact and how to hold it against the API.

    ``sources`` are those of the claim: seed, ref, sdk, field, or guess. ``code`` are the files that rely on it.
    ``look`` returns what was seen where the fact is right, and raises RefutedError, NotTriedError or ApiError.
    """

    name: str
    sources: str
    claim: str
    code: tuple[str, ...]
    look: Look


@dataclass(frozen=True)
class Result:
    """A check, what came of it, and what was seen or why it was not."""

    check: Check
    outcome: Outcome
    seen: str


class Checks(list[Check]):
    """Checks in the order in which they are made."""

    def fact(self, name: str, sources: str, claim: str, *code: str) -> Callable[[Look], Look]:
        """Declare the fact that the decorated function checks."""

        def declare(look: Look) -> Look:
            self.append(Check(name, sources, claim, code, look))
            return look

        return declare


def refute(seen: str) -> NoReturn:
    """Say that a fact is wrong."""
    raise RefutedError(seen)


def expect(right: bool, seen: str) -> str:
    """Return what was seen where it is as claimed; else raise RefutedError with it."""
    return seen if right else refute(seen)


def shown_route(path: str) -> str:
    """Return a path with ``{}`` for every part that is somebody's data."""
    return "/".join(part if part in ROUTES else "{}" for part in path.strip("/").split("/"))


def shown_error(error: ApiError) -> str:
    """Return an error without its message, which may repeat the request or name what is in the project."""
    if error.status is not None:
        answered = f"answered {error.status} {shown_code(error.code)}"
    else:
        answered = "was not answered" if error.repeatable else "answered what cannot be read"
    return f"{error.method} /{shown_route(error.path)} {answered}".rstrip()


def judge(check: Check, run: Run) -> Result:
    """Make a check; nothing but an interruption gets out of it."""
    try:
        return Result(check, Outcome.CONFIRMED, check.look(run))
    except RefutedError as refuted:
        return Result(check, Outcome.REFUTED, str(refuted))
    except NotTriedError as not_tried:
        return Result(check, Outcome.NOT_TRIED, str(not_tried))
    except ApiError as error:
        return Result(check, Outcome.BROKEN, shown_error(error))
    except Exception as error:
        # The text of the error may hold data of the answer: where it was raised says enough.
        where = traceback.extract_tb(error.__traceback__)[-1]
        text = f"{type(error).__name__} in {Path(where.filename).name}, line {where.lineno}"
        return Result(check, Outcome.BROKEN, f"the check itself failed: {text}")
