# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client transaction of a request that is no INVITE (RFC 3261, 17.1.2)."""

from __future__ import annotations

import math
import time
from collections import Counter
from typing import Callable

from .channel import Channel
from .message import Answer, NoAnswerError, Request

# Seconds to the first retransmission, and at most between two (RFC 3261, 17.1.1.1 and 17.1.2.2).
T1_S = 0.5
T2_S = 4.0


class Transaction:
    """Sends a request and waits for its final answer; what was seen up to an error stays to be read.

    ``transmissions`` counts how often the request was sent, ``provisional`` has the codes of the provisional answers,
    ``ignored`` counts the messages that came and were no answer, by why not, ``answer`` is the final answer or None,
    and ``round_trip_s`` the seconds from the first transmission to it.
    """

    def __init__(self, channel: Channel, request: Request, clock: Callable[[], float] = time.monotonic) -> None:
        """Take an open channel, the request, and a clock in seconds that only goes forward."""
        self._channel = channel
        self._request = request
        self._clock = clock
        self.transmissions = 0
        self.provisional: set[int] = set()
        self.ignored: Counter[str] = Counter()
        self.answer: Answer | None = None
        self.round_trip_s: float | None = None

    def run(self, deadline: float) -> None:
        """Go on until there is a final answer or the clock shows the deadline; pass on what the channel raises."""
        begun = self._clock()
        self._send()
        interval = T1_S
        due = math.inf if self._channel.reliable else begun + interval
        while self.answer is None and (now := self._clock()) < deadline:
            if now >= due:
                self._send()
                interval = T2_S if self.provisional else min(2 * interval, T2_S)
                due = now + interval
            data = self._channel.receive(min(due, deadline) - now)
            if data is not None:
                self._take(data)
        if self.answer is not None:
            self.round_trip_s = self._clock() - begun

    def _send(self) -> None:
        self._channel.send(self._request.encode())
        self.transmissions += 1

    def _take(self, data: bytes) -> None:
        try:
            answer = self._request.read(data)
        except NoAnswerError as reason:
            self.ignored[str(reason)] += 1
            return
        if answer.final:
            self.answer = answer
        else:
            self.provisional.add(answer.code)
