# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading the values of options: an error names the option, the value and what would be right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from ._errors import OptionError, SinchError, raise_all


def stated(given: Any) -> Any:
    """Return what was given for an option, None for blank text: surveys send that where nothing was answered."""
    return None if isinstance(given, str) and not given.strip() else given


def is_token(text: str) -> bool:
    """Return whether a text can stand in an Authorization header."""
    return text.isascii() and text.isprintable() and " " not in text


def parsed(option: str, parse: Callable[[Any], Any], given: Any) -> Any:
    """Return the canonical form of what was given for an option; raise OptionError that says what would be right."""
    try:
        return parse(given)
    except ValueError as error:
        raise OptionError(option, str(error)) from None


def parsed_list(option: str, parse: Callable[[Any], Any], given: Any) -> list[Any]:
    """Return the canonical forms of a raw list, which may be one string with commas; raise SinchError."""
    entries = given.split(",") if isinstance(given, str) else given if isinstance(given, list) else [given]
    values: list[Any] = []
    errors: list[SinchError] = []
    for entry in entries:
        try:
            values.append(parsed(option, parse, entry))
        except OptionError as error:
            errors.append(error)
    raise_all(errors)
    return values


# The options that lift a safety rule.
OVERRIDES = frozenset({"allow_wide", "move"})


def overrides_of(params: Mapping[str, Any]) -> frozenset[str]:
    """Return which of the options that lift a safety rule are set."""
    return frozenset(option for option in OVERRIDES if params.get(option))
