# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A deadline for each answer: the timeout of a socket restarts with every byte and sets no total limit."""

from __future__ import annotations

import http.client
import io
import socket
import time
from typing import Any

# The time from the end of the request to the last byte of its answer, in multiples of the timeout.
DEADLINE_FACTOR = 4


class DeadlineError(socket.timeout):
    """An answer was not complete at its deadline."""


class _TimedReader(io.RawIOBase):
    """Reads from a socket until a deadline that is set at creation."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, timeout: float) -> None:
        """Store the raw reader of the socket and derive the deadline from its timeout."""
        self._raw = raw
        self._sock = sock
        self._timeout = timeout
        self._deadline = time.monotonic() + DEADLINE_FACTOR * timeout

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read the available bytes; raise DeadlineError at the deadline, or socket.timeout at an earlier timeout."""
        left = self._deadline - time.monotonic()
        if left >= self._timeout:
            return self._raw.readinto(buffer)
        if left > 0:
            self._sock.settimeout(left)
            try:
                return self._raw.readinto(buffer)
            except socket.timeout:
                pass
            finally:
                # The next request on this connection needs the full timeout again.
                self._sock.settimeout(self._timeout)
        raise DeadlineError("the answer did not end in time")

    def close(self) -> None:
        """Close the raw reader of the socket."""
        self._raw.close()
        super().close()


class TimedResponse(http.client.HTTPResponse):
    """An HTTP answer with one deadline for its interim answers, status line, headers and body."""

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        """Start the deadline; http.client creates the response right after it has sent the request."""
        super().__init__(sock, *args, **options)
        timeout = sock.gettimeout()
        if timeout is not None:
            self.fp = io.BufferedReader(_TimedReader(self.fp.detach(), sock, timeout))
