# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Channels that send and receive SIP messages over UDP, TCP or TLS."""

from __future__ import annotations

import contextlib
import socket
import ssl
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from .._errors import OptionError
from .message import Stream

# The size of a read in bytes: larger than any UDP datagram.
_READ = 65536
# A socket with a timeout of zero would be non-blocking.
_SHORTEST_WAIT_S = 0.001


class ChannelError(Exception):
    """The server cannot be reached, or no longer.

    ``outcome`` is that of the result; the text comes from the system.
    """

    def __init__(self, outcome: str, text: str) -> None:
        """Store the outcome of the probe and the text of the system."""
        super().__init__(text)
        self.outcome = outcome


class Channel(ABC):
    """An open connection to the server."""

    reliable: bool
    """Whether messages arrive or raise an error, so that none is sent twice."""

    def __init__(self, opened: socket.socket) -> None:
        """Take over a connected socket."""
        self._socket = opened

    @property
    def local(self) -> tuple[str, int]:
        """The local address and port of the socket."""
        address, port = self._socket.getsockname()[:2]
        return str(address).partition("%")[0], int(port)

    def send(self, message: bytes) -> None:
        """Send a message; raise ChannelError."""
        with _understood():
            self._socket.sendall(message)

    def receive(self, wait: float) -> bytes | None:
        """Return a message, or None if none is complete within ``wait`` seconds; raise ChannelError."""
        self._socket.settimeout(max(wait, _SHORTEST_WAIT_S))
        with _understood():
            try:
                return self._read()
            except socket.timeout:
                return None

    @abstractmethod
    def _read(self) -> bytes | None:
        """Read once from the socket."""


class DatagramChannel(Channel):
    """UDP: a message is one datagram, which may be lost."""

    reliable = False

    def _read(self) -> bytes | None:
        return self._socket.recv(_READ)


class StreamChannel(Channel):
    """TCP or TLS: messages come in order, in pieces of any size."""

    reliable = True

    def __init__(self, opened: socket.socket) -> None:
        """Take over a connected socket."""
        super().__init__(opened)
        self._stream = Stream()

    def _read(self) -> bytes | None:
        message = self._stream.message()
        if message is None:
            data = self._socket.recv(_READ)
            if not data:
                raise ChannelError("closed", "the server closed the connection")
            self._stream.feed(data)
            message = self._stream.message()
        return message


def connected(
    address: str, port: int, source_address: str | None, kind: socket.SocketKind, wait: float
) -> socket.socket:
    """Return a socket that is connected to an address and port within ``wait`` seconds.

    Raise OptionError if the source address is not one of this host, and ChannelError if the server is unreachable.
    """
    with _understood():
        family, target = _numeric(address, port)
        opened = socket.socket(family, kind)
        try:
            if source_address is not None:
                _bind(opened, source_address)
            opened.settimeout(max(wait, _SHORTEST_WAIT_S))
            opened.connect(target)
        except BaseException:
            opened.close()
            raise
    return opened


def _bind(opened: socket.socket, source_address: str) -> None:
    try:
        opened.bind(_numeric(source_address, 0)[1])
    except OSError as error:
        problem = f"{source_address!r} cannot be used on this host: {system_text(error)}"
        raise OptionError("source_address", problem) from error


def secured(opened: socket.socket, context: ssl.SSLContext, domain: str, wait: float) -> ssl.SSLSocket:
    """Return a TLS socket on a connected socket after a handshake within ``wait`` seconds; raise ChannelError."""
    opened.settimeout(max(wait, _SHORTEST_WAIT_S))
    try:
        return context.wrap_socket(opened, server_hostname=domain)
    except ssl.SSLCertVerificationError as error:
        raise ChannelError("tls_failed", f"the certificate is refused: {error.verify_message}") from error
    except socket.timeout as error:
        raise ChannelError("tls_failed", "the server did not answer the TLS handshake in time") from error
    # A server without TLS closes the connection.
    except OSError as error:
        raise ChannelError("tls_failed", system_text(error)) from error


def _numeric(address: str, port: int) -> tuple[socket.AddressFamily, Any]:
    """Return the family of an IP address, and its socket address, with the zone of an IPv6 address."""
    ((family, _kind, _protocol, _name, target), *_more) = socket.getaddrinfo(address, port, flags=socket.AI_NUMERICHOST)
    return family, target


@contextlib.contextmanager
def _understood() -> Iterator[None]:
    """Convert errors of the system about a connection to ChannelError."""
    try:
        yield
    except ConnectionRefusedError as error:
        raise ChannelError("refused", system_text(error)) from error
    except (ConnectionError, ssl.SSLError) as error:
        raise ChannelError("closed", system_text(error)) from error
    except socket.timeout as error:
        raise ChannelError("unreachable", "no connection in time") from error
    except PermissionError as error:
        raise ChannelError("unreachable", f"{system_text(error)}, by a firewall or policy of this host") from error
    except OSError as error:
        raise ChannelError("unreachable", system_text(error)) from error


def system_text(error: OSError) -> str:
    """Return the text of an error without its number and without the source location of the TLS library."""
    if isinstance(error, ssl.SSLError):
        return (error.reason or str(error)).replace("_", " ").lower()
    return error.strerror or str(error)
