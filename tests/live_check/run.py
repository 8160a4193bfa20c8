# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of a run of the live check."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .scratch import PREFIX, ScratchObject
from .wire import Reply, WatchedClient


@dataclass
class Run:
    """A run: its client, what it has read, and the scratch objects that it has created."""

    client: WatchedClient
    writes: bool = False
    number: str | None = None  # The phone number that the run may assign and unassign
    mark: str = field(default_factory=lambda: PREFIX + secrets.token_hex(6))
    """The start of the names of the scratch objects, unique to the run."""
    made: dict[ScratchObject, None] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    """The IDs of the scratch objects that later checks use, by label; the path of a collection labels the first."""
    passwords: set[str] = field(default_factory=set)
    items: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """The first page of each list of the project, by path. It is personal data."""
    dialects: Counter[str] = field(default_factory=Counter)  # The number of lists in each dialect

    def some(self, path: str) -> str | None:
        """Return the ID of a scratch object of a collection, else of any object of the project, else None."""
        if path in self.ids:
            return self.ids[path]
        return next((one["id"] for one in self.items.get(path, ()) if isinstance(one.get("id"), str)), None)

    def name(self, suffix: str) -> str:
        """Return a name (and host name) for a scratch object."""
        return f"{self.mark}-{suffix}"

    def password(self) -> str:
        """Return a new password that meets the API's rules."""
        password = f"Aa1{secrets.token_hex(12)}"
        self.passwords.add(password)
        return password

    def create(self, path: str, body: dict[str, Any]) -> Reply:
        """Try to create a trunk, an ACL or a credential list, and record it for removal."""
        reply = self.client.attempt("POST", path, body=body)
        made = reply.fields
        # An answer with another name is not about an object of this run.
        if reply.ok and isinstance(made.get("id"), str) and made["id"] and made.get("name") == body["name"]:
            self.made[ScratchObject(path, made["id"])] = None
        return reply
