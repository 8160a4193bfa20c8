# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A SIP client transaction for requests other than INVITE (RFC 3261, 17.1.2)."""

from __future__ import annotations

import math
import time
from collections import Counter
from typing import Callable

from .channel import Channel
from .message import Answer, NoAnswerError, Request

# The delay of the first retransmission and the longest one between two, in seconds (RFC 3261, 17.1.1.1 and 17.1.2.2).
T1_S = 0.5
T2_S = 4.0


class Transaction:
    """Sends a request and waits for its final answer; its attributes stay readable after an error.

    ``transmissions`` is the number of times that the request was sent, ``provisional`` the set of codes of provisional
    answers, and ``ignored`` the number of messages that are no answers, by reason. ``answer`` is the final answer or
    None, and ``round_trip_s`` the time in seconds from the first transmission to that answer.
    """

    def __init__(self, channel: Channel, request: Request, clock: Callable[[], float] = time.monotonic) -> None:
        """Store an open channel, the request, and a monotonic clock in seconds."""
        self._channel = channel
        self._request = request
        self._clock = clock
        self.transmissions = 0
        self.provisional: set[int] = set()
        self.ignored: Counter[str] = Counter()
        self.answer: Answer | None = None
        self.round_trip_s: float | None = None

    def run(self, deadline: float) -> None:
        """Send and receive until the final answer or the deadline; raise ChannelError."""
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
