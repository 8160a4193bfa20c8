# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run of the checks works with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .scratch import Scratch
from .wire import WatchedClient


@dataclass
class Run:
    """One run: the client, and in a run that writes, the scratch objects and the phone number to try things with."""

    client: WatchedClient
    scratch: Scratch | None = None
    number: str | None = None
    items: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """The objects on the first page of each list of the project, by list. They are personal data."""

    dialects: Counter[str] = field(default_factory=Counter)
    """In how many lists each dialect was seen."""

    def some(self, path: str) -> str | None:
        """Return the ID of a scratch object of a collection, else of any object of the project; None for none."""
        if self.scratch is not None and path in self.scratch.ids:
            return self.scratch.ids[path]
        return next((one["id"] for one in self.items.get(path, ()) if isinstance(one.get("id"), str)), None)
