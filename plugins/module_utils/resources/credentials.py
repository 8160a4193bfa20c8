# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The user names and passwords of a credential list. A password is written, and never read, compared or shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .values import Value

# The shortest password that the API takes (field).
SHORTEST_PASSWORD = 12


@dataclass(frozen=True)
class Credential:
    """One user of a credential list; the password is None where it is not known here."""

    username: str
    password: str | None = field(default=None, repr=False, compare=False)


Users = dict[str, Credential]


class Credentials(Value):
    """The set of a list's users: a mapping of user name to credential."""

    option: Mapping[str, Any] = {
        "type": "list",
        "elements": "dict",
        "options": {
            "username": {"type": "str", "required": True},
            "password": {"type": "str", "no_log": True},
        },
    }

    def parse(self, given: Any) -> Users:
        """Read a list of mappings; check passwords against the API's policy before anything is sent."""
        users: Users = {}
        for entry in given:
            username, password = str(entry["username"]).strip(), entry.get("password")
            if username in ("", ".", ".."):
                raise ValueError(f"{username!r} is not a username; give every credential one that says who it is")
            if username in users:
                raise ValueError(f"the username {username!r} is listed twice; list it once")
            if password is not None and not _is_strong(password):
                raise ValueError(
                    f"the password of {username!r} is refused by the API: it needs at least {SHORTEST_PASSWORD} "
                    "characters, with an upper-case letter, a lower-case letter and a digit"
                )
            users[username] = Credential(username, password)
        return users

    def well_formed(self, sent: Any) -> bool:
        """Accept a list of mappings with user names, or null."""
        return sent is None or (
            isinstance(sent, list)
            and all(isinstance(entry, dict) and isinstance(entry.get("username"), str) for entry in sent)
        )

    def load(self, sent: Any) -> Users:
        """Read the API's list, which holds no passwords."""
        return {entry["username"]: Credential(entry["username"]) for entry in sent or ()}

    def merge(self, current: Users, wanted: Users, keep: bool) -> Users:
        """Add to the users that are there, or replace them."""
        return {**(current if keep else {}), **wanted}

    def dump(self, value: Users, sent: Any) -> list[dict[str, Any]]:
        """Send what a new list starts with."""
        return [{"username": one.username, "password": one.password} for one in value.values()]

    def without_secrets(self, value: Users) -> Users:
        """Return the users without their passwords."""
        return {username: Credential(username) for username in value}

    def show(self, value: Users) -> list[dict[str, Any]]:
        """Show the user names alone, sorted."""
        return [{"username": username} for username in sorted(value)]


def _is_strong(password: str) -> bool:
    return (
        len(password) >= SHORTEST_PASSWORD
        and any(one.isupper() for one in password)
        and any(one.islower() for one in password)
        and any(one.isdigit() for one in password)
    )
