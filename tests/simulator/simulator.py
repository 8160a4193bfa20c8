# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of the simulator, and its record of requests."""

from __future__ import annotations

import asyncio
import weakref
from collections import Counter

from .faults import ActiveFault, FaultRule
from .oauth import Gate
from .operations import Operations
from .settings import Settings
from .store import Clock, Row, Store


def reads(method: str, path: str) -> bool:
    """Return whether a request changes nothing."""
    return method in ("GET", "HEAD") or path.endswith(":validate")


class Record:
    """The requests to the API and the token endpoint since the record was last cleared, and their counts."""

    def __init__(self) -> None:
        self.log: list[Row] = []
        self.counts: Counter[str] = Counter()
        self.max_concurrent = 0
        self._in_flight = 0
        self._connections: weakref.WeakSet[asyncio.Transport] = weakref.WeakSet()

    def begin(self, entry: Row, transport: asyncio.Transport | None, *, is_token: bool) -> None:
        """Record that a request has arrived."""
        self.log.append(entry)
        self._in_flight += 1
        self.max_concurrent = max(self.max_concurrent, self._in_flight)
        if transport is not None and transport not in self._connections:
            self._connections.add(transport)
            self.counts["connections"] += 1
        if is_token:
            self.counts["tokens"] += 1
            return
        self.counts["requests"] += 1
        if not reads(entry["method"], entry["path"]):
            self.counts["writes"] += 1

    def end(self) -> None:
        self._in_flight -= 1

    def counters(self) -> dict[str, int]:
        names = ("requests", "tokens", "writes", "connections")
        return {**{name: self.counts[name] for name in names}, "max_concurrent": self.max_concurrent}


class Simulator:
    """The whole state. A reset restores all of it except issued tokens."""

    def __init__(self, initial: Settings) -> None:
        self._initial = initial
        self.gate = Gate(initial)
        self.reset()

    def reset(self) -> None:
        """Forget all data, settings, faults, requests and clock shifts."""
        self.clock = Clock()
        self.store = Store()
        self.faults: list[ActiveFault] = []
        self.record = Record()
        self.configure(self._initial)
        self.gate.limit(self._initial)

    def configure(self, settings: Settings) -> None:
        """Apply settings; a rate limit that changes starts with a full bucket."""
        before = getattr(self, "settings", settings)
        self.settings = settings
        self.operations = Operations(self.store, settings, self.clock)
        if (before.token_rate, before.basic_rate) != (settings.token_rate, settings.basic_rate):
            self.gate.limit(settings)

    def fault(self, method: str, path: str, sent: str) -> FaultRule | None:
        """Return the first rule that applies to a request; later rules do not count it."""
        return next((active.rule for active in self.faults if active.applies_to(method, path, sent)), None)
