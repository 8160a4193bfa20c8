# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An end to each answer: the timeout of a socket starts anew with every byte, and so has none."""

from __future__ import annotations

import http.client
import io
import socket
import time
from typing import Any

# An answer has to be there, to its last byte, within so many timeouts after the request was sent.
DEADLINE_FACTOR = 4


class DeadlineError(socket.timeout):
    """An answer did not end in time."""


class _TimedReader(io.RawIOBase):
    """Reads from a socket until a moment that is fixed when it is made."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, timeout: float) -> None:
        """Take what reads from the socket, and its timeout, from which the deadline follows."""
        self._raw = raw
        self._sock = sock
        self._timeout = timeout
        self._deadline = time.monotonic() + DEADLINE_FACTOR * timeout

    def readable(self) -> bool:
        """Return whether this can be read."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what has come; raise DeadlineError at the deadline, and socket.timeout at the timeout before it."""
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
                # The next request on the connection has its own.
                self._sock.settimeout(self._timeout)
        raise DeadlineError("the answer did not end in time")

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()


class TimedResponse(http.client.HTTPResponse):
    """An answer whose status line, interim answers, headers and body have one deadline together."""

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        """Read from a socket that has a timeout, right after the request was sent."""
        super().__init__(sock, *args, **options)
        timeout = sock.gettimeout()
        if timeout is not None:
            self.fp = io.BufferedReader(_TimedReader(self.fp.detach(), sock, timeout))
