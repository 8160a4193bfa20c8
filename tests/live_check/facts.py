# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts about the API, and the result of a check of one."""

from __future__ import annotations

import enum
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError

from .run import Run
from .wire import shown_code

# Files and folders that rely on facts; a test checks that they exist.
CATALOGUE = "plugins/module_utils/_resources/catalogue.py"
CREDENTIALS = "plugins/module_utils/_resources/credentials.py"
IP_RANGES = "plugins/module_utils/_resources/ip_ranges.py"
VALUES = "plugins/module_utils/_resources/values.py"
PLAN = "plugins/module_utils/_plan"
OBJECTS = f"{PLAN}/objects.py"
APPLY = "plugins/module_utils/_apply"
CALLS = "plugins/module_utils/_calls.py"
EMERGENCY = "plugins/module_utils/_emergency_address.py"
NUMBERS = "plugins/module_utils/_resources/active_numbers.py"
TRANSPORT = "plugins/module_utils/_transport"

_ROUTE = re.compile(
    "accessControlLists|activeNumbers|callBlockingRules|calls|countryPermissions|credentialLists|credentials|endpoints|export|"
    "ipRanges|oauth2|phoneNumbers|token|trunks"
)
"""The parts of paths that may be shown. Every other part may be personal data."""


class Outcome(enum.Enum):
    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    NOT_TRIED = "not tried"
    BROKEN = "could not be told"  # No answer, no permission, a server error, or a bug in the check


class RefutedError(Exception):
    """The fact is wrong; the text says what was seen instead."""


class NotTriedError(Exception):
    """The fact could not be tried; the text says why."""


Look = Callable[[Run], str]


@dataclass(frozen=True)
class Check:
    """A fact and the function that checks it.

    Attributes:
        name: the name of the fact.
        sources: where the fact comes from: seed, ref, sdk, field or guess, separated by commas.
        statement: the fact in one sentence.
        code: the files and folders that rely on it.
        look: returns what was seen if the fact is right; raises RefutedError, NotTriedError or ApiError.
    """

    name: str
    sources: str
    statement: str
    code: tuple[str, ...]
    look: Look


@dataclass(frozen=True)
class Result:
    """The outcome of a check, with what was seen or the reason why nothing was."""

    check: Check
    outcome: Outcome
    seen: str


class Checks(list[Check]):
    def fact(self, name: str, sources: str, statement: str, *code: str) -> Callable[[Look], Look]:
        """Declare the fact that the decorated function checks."""

        def declare(look: Look) -> Look:
            self.append(Check(name, sources, statement, code, look))
            return look

        return declare


def refute(seen: str) -> NoReturn:
    raise RefutedError(seen)


def expect(right: bool, seen: str) -> str:
    """Return what was seen if it is right, else raise RefutedError with it."""
    return seen if right else refute(seen)


def shown_error(error: ApiError) -> str:
    """Describe an error without its message, which may contain personal data, and with only known parts of its path."""
    route = "/".join(part if _ROUTE.fullmatch(part) else "{}" for part in error.path.strip("/").split("/"))
    if error.status is not None:
        answered = f"answered {error.status} {shown_code(error.code)}"
    else:
        answered = "was not answered" if error.repeatable else "answered what cannot be read"
    return f"{error.method} /{route} {answered}".rstrip()


def judge(check: Check, run: Run) -> Result:
    """Run a check and return its result; only an interruption is raised."""
    try:
        return Result(check, Outcome.CONFIRMED, check.look(run))
    except RefutedError as refuted:
        return Result(check, Outcome.REFUTED, str(refuted))
    except NotTriedError as not_tried:
        return Result(check, Outcome.NOT_TRIED, str(not_tried))
    except ApiError as error:
        return Result(check, Outcome.BROKEN, shown_error(error))
    except Exception as error:
        # The text of the error may contain data of the answer, its place does not.
        where = traceback.extract_tb(error.__traceback__)[-1]
        text = f"{type(error).__name__} in {Path(where.filename).name}, line {where.lineno}"
        return Result(check, Outcome.BROKEN, f"the check itself failed: {text}")
