# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How SIP messages are sent and received: over UDP, TCP or TLS."""

from __future__ import annotations

import contextlib
import socket
import ssl
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from .._errors import OptionError
from .message import Stream

# The most bytes that are read at once: more than any UDP datagram has.
_READ = 65536
# A socket with a timeout of zero would not wait at all.
_SHORTEST_WAIT_S = 0.001


class ChannelError(Exception):
    """There is no way to the server, or none any more.

    ``outcome`` is what a result has; the text is what the system says.
    """

    def __init__(self, outcome: str, text: str) -> None:
        """Take what became of the probe, and what the system says."""
        super().__init__(text)
        self.outcome = outcome


class Channel(ABC):
    """An open way to the server."""

    reliable: bool
    """Whether what is sent arrives, or else an error does: then nothing is sent twice."""

    def __init__(self, opened: socket.socket) -> None:
        """Take over a connected socket."""
        self._socket = opened

    @property
    def local(self) -> tuple[str, int]:
        """The address and port of this host that the socket is bound to."""
        address, port = self._socket.getsockname()[:2]
        return str(address).partition("%")[0], int(port)

    def send(self, message: bytes) -> None:
        """Send a message; raise ChannelError where that cannot be."""
        with _understood():
            self._socket.sendall(message)

    def receive(self, wait: float) -> bytes | None:
        """Return what came within some seconds; None if that was nothing, or no whole message yet.

        Raises:
            ChannelError: nothing can come any more.
        """
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
    """UDP: a message is a datagram, and may be lost."""

    reliable = False

    def _read(self) -> bytes | None:
        return self._socket.recv(_READ)


class StreamChannel(Channel):
    """TCP, and TLS over it: messages come one after the other, in pieces of any size."""

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
    """Return a socket that is connected to a port of an IP address, from one of this host or else the usual one.

    ``wait`` is in seconds.

    Raises:
        OptionError: the source address is not one of this host.
        ChannelError: the server cannot be reached.
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
    """Return the socket with TLS on it; ``wait`` is in seconds. Raise ChannelError where TLS cannot be agreed on."""
    opened.settimeout(max(wait, _SHORTEST_WAIT_S))
    try:
        return context.wrap_socket(opened, server_hostname=domain)
    except ssl.SSLCertVerificationError as error:
        raise ChannelError("tls_failed", f"the certificate is refused: {error.verify_message}") from error
    except socket.timeout as error:
        raise ChannelError("tls_failed", "the server did not answer the TLS handshake in time") from error
    # A server that speaks no TLS closes the connection, one way or the other.
    except OSError as error:
        raise ChannelError("tls_failed", system_text(error)) from error


def _numeric(address: str, port: int) -> tuple[socket.AddressFamily, Any]:
    """Return the family of an IP address, and address and port as its sockets take them, IPv6 with its zone."""
    ((family, _kind, _protocol, _name, target), *_more) = socket.getaddrinfo(address, port, flags=socket.AI_NUMERICHOST)
    return family, target


@contextlib.contextmanager
def _understood() -> Iterator[None]:
    """Raise what the system has to say about a connection as ChannelError."""
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
    """Return what the system or the TLS library says, without numbers and places in its source."""
    if isinstance(error, ssl.SSLError):
        return (error.reason or str(error)).replace("_", " ").lower()
    return error.strerror or str(error)
