# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The answers of a survey, as the role ``trunk`` understands them.

A survey has text, whole numbers and lists of text, sends what was left empty as empty text or an empty list, and
describes one trunk by variables that all begin with ``trunk_``. Here those become an entry as ``trunk_setups`` has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Callable

from ansible.module_utils.parsing.convert_bool import boolean

_E164 = re.compile(r"\+[1-9][0-9]{1,14}")
_PORTS = range(1, 65536)
# AWX marks answers as unsafe, and ansible-core 2.19 and newer then take "0044", "NO" and "+12025550123" for what they
# would be in YAML without quotes: what was meant cannot be told from 36, false and 12025550123. An integer as long as a
# phone number may be one that began with zeros, which is octal.
_NO_STRING = "is not a string; quote it"
_NO_TEXT = f"{_NO_STRING}, or put a blank after it in a survey"


class _Answers:
    """Reads answers; an empty one is None. What cannot be understood is added to the problems."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        """Take the answers, by the names of their variables without ``trunk_``."""
        self._given = given
        self.problems: list[str] = []

    def _single(self, name: str) -> Any:
        """Return an answer that is a single value."""
        value = self._given.get(name)
        if isinstance(value, (Mapping, list, tuple)):
            if value:
                self.problems.append(f"trunk_{name} must be a single value")
            return None
        return None if value is None or (isinstance(value, str) and not value.strip()) else value

    def text(self, name: str) -> str | None:
        """Return text without the blanks around it."""
        value = self._single(name)
        if value is not None and not isinstance(value, str):
            self.problems.append(f"trunk_{name} {value} {_NO_TEXT}")
            return None
        return None if value is None else value.strip()

    def password(self, name: str) -> str | None:
        """Return text exactly as it was given."""
        value = self._single(name)
        if value is not None and not isinstance(value, str):
            # A blank would become part of it.
            self.problems.append(f"trunk_{name} {_NO_STRING}, or choose another in a survey")
            return None
        return value

    def number(self, name: str) -> str | None:
        """Return a phone number."""
        number = self.text(name)
        if number is not None and not _E164.fullmatch(number):
            self.problems.append(f"trunk_{name} {number} is not in E.164, like +12025550123")
        return number

    def port(self, name: str) -> int | None:
        """Return the number of a port."""
        value = self._single(name)
        if value is None:
            return None
        text = str(value).strip()
        if not (text.isascii() and text.isdigit() and int(text) in _PORTS):
            self.problems.append(f"trunk_{name} must be a number from 1 to {_PORTS[-1]}; it is {text}")
            return None
        return int(text)

    def switch(self, name: str) -> bool | None:
        """Return a boolean."""
        value = self._single(name)
        try:
            return None if value is None else bool(boolean(str(value).strip()))
        except TypeError:
            self.problems.append(f"trunk_{name} must be true or false; it is {value}")
            return None

    def items(self, name: str) -> list[Any]:
        """Return a list: items of text are separated by new lines, commas or blanks; those of a list may have blanks.

        An item that is a mapping stays as it is, for the role to judge.
        """
        value = self._given.get(name)
        if isinstance(value, str):
            return re.findall(r"[^\s,]+", value)
        if isinstance(value, Mapping):
            self.problems.append(f"trunk_{name} must be a list")
            return []
        found: list[Any] = []
        for item in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(item, str):
                found.append(item.strip())
            elif isinstance(item, Mapping):
                found.append(item)
            elif item is not None:
                self.problems.append(f"trunk_{name} {item} {_NO_TEXT}")
        return [item for item in found if item]


_READERS: Mapping[str, Callable[[_Answers, str], Any]] = {
    "setup": _Answers.text,
    "host_name": _Answers.text,
    "allow_from": _Answers.items,
    "acls": _Answers.items,
    "credential_username": _Answers.text,
    "credential_password": _Answers.password,
    "credential_lists": _Answers.items,
    "endpoint_address": _Answers.text,
    "endpoint_port": _Answers.port,
    "endpoint_transport": _Answers.text,
    "endpoint_credential_username": _Answers.text,
    "phone_numbers": _Answers.items,
    "move_phone_numbers": _Answers.switch,
    "enable_caller_name": _Answers.switch,
    "enable_call_forward": _Answers.switch,
    "call_forward_number": _Answers.number,
}
"""What describes a trunk; its name, and that of its endpoint, say nothing by themselves."""
_OF_CREDENTIAL = "credential_username", "credential_password"
_OF_ENDPOINT = "address", "port", "transport", "credential_username"
_DIRECT = {*_READERS} - {*_OF_CREDENTIAL} - {f"endpoint_{key}" for key in _OF_ENDPOINT}


def trunk_answers(given: Mapping[str, Any], state: str) -> dict[str, Any]:
    """Return what the answers say: ``entries`` has the trunk that they describe, or nothing.

    ``given`` has the answers, by the names of their variables without ``trunk_``. Where the ``state`` is ``absent``,
    all but the name is passed over. ``problems`` says in words what stands in the way, and never repeats a password.
    """
    answers = _Answers(given)
    name = answers.text("name")
    problems = answers.problems
    countries: list[Any] = []
    update_password = "on_create"
    wait = False
    entries: list[dict[str, Any]] = [] if name is None else [{"name": name}]
    if state == "present":
        countries = answers.items("allowed_countries")
        update_password = answers.text("update_password") or update_password
        if update_password not in ("on_create", "always"):
            problems.append(f"trunk_update_password must be on_create or always; it is {update_password}")
        wait = bool(answers.switch("wait_for_propagation"))
        read = {key: reader(answers, key) for key, reader in _READERS.items()}
        said = {key: value for key, value in read.items() if value is not None and value != []}
        if not said.get("move_phone_numbers"):
            said.pop("move_phone_numbers", None)
        for entry in entries:
            entry.update(_described(said, answers))
        if said and not entries:
            names = ", ".join(f"trunk_{key}" for key in said)
            problems.append(f"trunk_name is missing: the name of the trunk that is described by {names}")
    return {
        "entries": entries,
        "allowed_countries": countries,
        "update_password": update_password,
        "wait_for_propagation": wait,
        "problems": problems,
    }


def _described(said: Mapping[str, Any], answers: _Answers) -> dict[str, Any]:
    """Return what an entry has beside its name; note answers that would come to nothing."""
    entry = {"phone_numbers": [], **{key: value for key, value in said.items() if key in _DIRECT}}
    user = {key: said[f"credential_{key}"] for key in ("username", "password") if f"credential_{key}" in said}
    if "username" in user:
        entry["credentials"] = [user]
    elif user:
        answers.problems.append("trunk_credential_password lacks trunk_credential_username")
    endpoint = {key: said[f"endpoint_{key}"] for key in _OF_ENDPOINT if f"endpoint_{key}" in said}
    if said.get("setup") == "inbound_registered" and "username" in user and "address" not in endpoint:
        endpoint.setdefault("credential_username", user["username"])
    if "port" in endpoint and "address" not in endpoint:
        answers.problems.append("trunk_endpoint_port lacks trunk_endpoint_address")
    if {"address", "credential_username"} & {*endpoint}:
        entry["endpoints"] = [{"name": answers.text("endpoint_name") or "pbx", **endpoint}]
    elif "transport" in endpoint:
        answers.problems.append(
            "trunk_endpoint_transport lacks trunk_endpoint_address or trunk_endpoint_credential_username"
        )
    return entry
