# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The user names and passwords of a credential list. A password is written, and never read, compared or shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .values import Items

# The shortest password that the API takes (field).
SHORTEST_PASSWORD = 12
# Control characters, ends of lines, and halves of characters.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class Credential:
    """One user of a credential list; the password is None where it is not known here."""

    username: str
    password: str | None = field(default=None, repr=False, compare=False)


Users = dict[str, Credential]


class Credentials(Items):
    """The set of a list's users: a mapping of user name to credential."""

    path = "credentials"
    subresource = True
    item_label = "user"
    secret_label = "password"

    option: Mapping[str, Any] = {
        "type": "list",
        "elements": "dict",
        "options": {
            "username": {"type": "str", "required": True},
            "password": {"type": "str", "no_log": True},
        },
    }

    def parse(self, given: Any) -> Users:
        """Read a list of mappings; a user name is taken exactly as it is written."""
        users: Users = {}
        for entry in given:
            username = str(entry["username"])
            if username in users:
                raise ValueError(f"the username {username!r} is listed twice; list it once")
            users[username] = Credential(username, entry.get("password"))
        return users

    def problems(self, before: Users, after: Users) -> list[str]:
        """Refuse the names of new users that cannot be addressed, and each password that the API would not take."""
        names = [problem for username in after if username not in before for problem in _name_problems(username)]
        weak = [one.username for one in after.values() if one.password is not None and not _is_strong(one.password)]
        return names + [
            f"the password of {username!r} is refused by the API: it needs at least {SHORTEST_PASSWORD} "
            "characters, with an upper-case letter, a lower-case letter and a digit"
            for username in weak
        ]

    def obstacles(self, before: Users, after: Users) -> list[str]:
        """Refuse each new user without a password."""
        return [
            f"{username!r} is new, and a new user needs a password; give it one"
            for username, one in after.items()
            if username not in before and one.password is None
        ]

    def well_formed(self, sent: Any) -> bool:
        """Accept a list of mappings with user names, or null."""
        return sent is None or (
            isinstance(sent, list)
            and all(isinstance(entry, dict) and isinstance(entry.get("username"), str) for entry in sent)
        )

    def load(self, sent: Any) -> Users:
        """Read the API's list, which holds no passwords."""
        return {entry["username"]: Credential(entry["username"]) for entry in sent or ()}

    def merge(self, current: Users, wanted: Users, additive: bool) -> Users:
        """Add to the users that are there, or replace them."""
        return {**(current if additive else {}), **wanted}

    def dump(self, value: Users, sent: Any) -> list[dict[str, Any]]:
        """Return the users of a new list, with their passwords."""
        return [self.item_body(one) for one in value.values()]

    def addresses(self, sent: Any) -> Sequence[tuple[str, str]]:
        """Return the name of each user, which is also its address."""
        return [(entry["username"], entry["username"]) for entry in sent or ()]

    def item_body(self, item: Credential) -> dict[str, Any]:
        """Return the body that adds a user."""
        return {"username": item.username, "password": item.password}

    def secret_body(self, item: Credential) -> dict[str, Any] | None:
        """Return the body that sets the password of a user."""
        return None if item.password is None else {"password": item.password}

    def without_secrets(self, value: Users) -> Users:
        """Return the users without their passwords."""
        return {username: Credential(username) for username in value}

    def show(self, value: Users) -> list[dict[str, Any]]:
        """Show the user names alone, sorted."""
        return [{"username": username} for username in sorted(value)]


def _name_problems(username: str) -> Iterator[str]:
    if username.strip() in ("", ".", ".."):
        yield f"{username!r} is not a username; give every credential one that says who it is"
    elif username != username.strip():
        yield f"{username!r} has blanks around it; write {username.strip()!r}"
    if _CONTROL.search(username):
        yield f"{username!r} has line breaks or other control characters in it; write a username without"


def _is_strong(password: str) -> bool:
    return (
        len(password) >= SHORTEST_PASSWORD
        and any(one.isupper() for one in password)
        and any(one.islower() for one in password)
        and any(one.isdigit() for one in password)
    )
