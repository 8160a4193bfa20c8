# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator's whole state, and its record of the requests that came."""

from __future__ import annotations

import asyncio
import weakref
from collections import Counter
from typing import Any

from .faults import ActiveFault, FaultRule
from .oauth import Gate
from .operations import Operations
from .settings import Settings
from .store import Clock, Row, Store


class Record:
    """The requests to the API and the token endpoint since the record was last cleared, and their counts."""

    def __init__(self) -> None:
        """Start empty."""
        self.log: list[Row] = []
        self.counts: Counter[str] = Counter()
        self.by_method: Counter[str] = Counter()
        self.max_concurrent = 0
        self._in_flight = 0
        self._connections: weakref.WeakSet[asyncio.Transport] = weakref.WeakSet()

    def begin(self, entry: Row, transport: asyncio.Transport | None, *, is_token: bool) -> None:
        """Record a request that has come."""
        entry["n"] = len(self.log) + 1
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
        self.by_method[entry["method"]] += 1
        if entry["method"] not in ("GET", "HEAD"):
            self.counts["writes"] += 1

    def end(self) -> None:
        """Record that a request has been dealt with."""
        self._in_flight -= 1

    def counters(self) -> dict[str, Any]:
        """Return the counts."""
        names = ("requests", "tokens", "writes", "refused_writes", "connections")
        return {
            **{name: self.counts[name] for name in names},
            "by_method": dict(self.by_method),
            "max_concurrent": self.max_concurrent,
        }


class Simulator:
    """Everything that a reset brings back to the start, but for the signing secret: tokens outlive a reset."""

    def __init__(self, initial: Settings) -> None:
        """Start with no data, under the given settings."""
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
        """Work under other settings from now on; a rate limit that changes starts afresh."""
        before = getattr(self, "settings", settings)
        self.settings = settings
        self.operations = Operations(self.store, settings, self.clock)
        if (before.token_rate, before.basic_rate) != (settings.token_rate, settings.basic_rate):
            self.gate.limit(settings)

    def fault(self, method: str, path: str, sent: str) -> FaultRule | None:
        """Return the first rule that spoils this request; rules after it do not see the request."""
        return next((active.rule for active in self.faults if active.spoils(method, path, sent)), None)
