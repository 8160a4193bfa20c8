# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Converts the answers of a survey about one trunk to an entry of ``trunk_setups``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.sinch.sip.plugins.plugin_utils._trunk_setups import items_of

_PARTS: Mapping[str, tuple[str, ...]] = {
    "credential": ("username", "password"),
    "endpoint": ("name", "address", "port", "transport", "credential_username"),
}
_LISTS = "allow_from", "acls", "credential_lists", "phone_numbers"
# Answers of any type, which the role converts.
_UNTYPED = "endpoint_port", "move_phone_numbers", "enable_caller_name", "enable_call_forward"
_NUMBERS = "phone_numbers", "call_forward_number"
QUESTIONS = (
    *("name", "setup", "host_name", *_LISTS, *_UNTYPED, "call_forward_number"),
    *(f"{part}_{key}" for part, keys in _PARTS.items() for key in keys if f"{part}_{key}" not in _UNTYPED),
)
"""The names of the variables of a survey without their prefix ``trunk_``."""
# A smaller integer may be the rest of a text like 0044, which is not an E.164 number.
_LEAST_NUMBER = 10_000_000


def trunk_entry(answers: Mapping[str, Any], state: str) -> tuple[dict[str, Any] | None, list[str]]:
    """Return the entry for a survey, or None if all its answers are empty, and the problems of the answers.

    Keys of ``answers`` that are not in QUESTIONS are ignored. To remove a trunk, only its name is read.
    """
    problems: list[str] = []
    asked = QUESTIONS if state == "present" else ("name",)
    read = {key: _answer(key, answers.get(key), problems) for key in asked}
    given = {key: answer for key, answer in read.items() if answer not in (None, [])}
    if not given or state != "present":
        return given or None, problems
    entry: dict[str, Any] = {"phone_numbers": [], "purge_access": False}
    user, endpoint = (
        {key: given.pop(f"{part}_{key}") for key in keys if f"{part}_{key}" in given} for part, keys in _PARTS.items()
    )
    if user:
        entry["credentials"] = [user]
    if given.get("setup") == "inbound_registered" and "username" in user and "address" not in endpoint:
        endpoint.setdefault("credential_username", user["username"])
    if {*endpoint} - {"name"}:
        entry["endpoints"] = [{"name": "pbx", **endpoint}]
    return {**entry, **given}, problems


def _answer(key: str, given: Any, problems: list[str]) -> Any:
    """Return an answer in the form that the role takes; None or an empty list if it is empty."""
    if key in _LISTS:
        return [one for one in (_item(key, item, problems) for item in items_of(given)) if one is not None]
    return _item(key, given, problems)


def _item(key: str, given: Any, problems: list[str]) -> Any:
    if isinstance(given, str):
        text = given.strip()
        if key in _NUMBERS and text.isdecimal() and text[0] != "0" and int(text) >= _LEAST_NUMBER:
            return f"+{text}"
        return None if not text else given if key == "credential_password" else text
    if key in _NUMBERS and isinstance(given, int) and given >= _LEAST_NUMBER:
        return f"+{given}"
    if given is None or key in _UNTYPED or (key == "allow_from" and isinstance(given, Mapping)):
        return given
    # AWX marks answers as unsafe, and ansible-core 2.19 and newer then read "0044" and "NO" like unquoted YAML. The
    # original text cannot be told from 36 and false. A blank would become part of a password.
    shown, mend = ("", "choose another") if key == "credential_password" else (f" {given}", "put a blank after it")
    problems.append(f"trunk_{key}{shown} is not a string; quote it, or {mend} in a survey")
    return None
