# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Peers of the probe in tests: SIPp, and scripts for messages that SIPp cannot send."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from tests.machine import lacking

SIPP = shutil.which("sipp")
LOOPBACK = "127.0.0.1"

_SCENARIOS = Path(__file__).with_name("scenarios")
_PATIENCE_S = 30

Script = Callable[[socket.socket], None]
"""A function that handles a connection, or the socket of a server over UDP."""


@contextlib.contextmanager
def sipp(scenario: str, transport: str = "UDP", status: str = "") -> Iterator[int]:
    """Run SIPp with a scenario and yield its port; skip the test without SIPp.

    ``status`` replaces ``[status]`` in the scenario, where SIPp's own keywords cannot be used.
    """
    if SIPP is None:
        lacking("there is no SIP peer: sipp is not installed")
    port = no_port(transport)
    text = (_SCENARIOS / f"{scenario}.xml").read_text(encoding="utf-8").replace("[status]", status)
    with contextlib.ExitStack() as stack:
        file = Path(stack.enter_context(tempfile.TemporaryDirectory()), "scenario.xml")
        file.write_text(text, encoding="utf-8")
        command = [SIPP, "-sf", str(file), "-nostdin", "-i", LOOPBACK, "-p", str(port)]
        command += ["-t", "u1" if transport == "UDP" else "t1"]
        process = stack.enter_context(
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        )
        try:
            # SIPp does not report that it listens, but the system does.
            end = time.monotonic() + _PATIENCE_S
            while not _listens(transport, port):
                if process.poll() is not None or time.monotonic() > end:
                    process.kill()
                    raise AssertionError(f"SIPp does not run: {process.communicate()[1]}")
                time.sleep(0.01)
            yield port
        finally:
            process.kill()


@contextlib.contextmanager
def scripted(script: Script, transport: str = "TCP", host: str = LOOPBACK) -> Iterator[int]:
    """Run a script for every connection, or once for the server's socket over UDP, and yield the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM if transport == "UDP" else socket.SOCK_STREAM) as server:
        server.bind((host, 0))

        def serve() -> None:
            # A socket that the other side or the end of the test closes ends its script.
            with contextlib.suppress(OSError):
                if transport == "UDP":
                    script(server)
                    return
                server.listen()
                while True:
                    connection, _address = server.accept()
                    with contextlib.suppress(OSError), connection:
                        script(connection)

        if transport != "UDP":
            server.listen()
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            # Wakes a waiting script, over UDP with an empty packet.
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            thread.join(_PATIENCE_S)
            assert not thread.is_alive()


def losing(port: int, lost: int) -> AbstractContextManager[int]:
    """Forward UDP to a port and back, except for the first packets."""

    def script(server: socket.socket) -> None:
        for _number in range(lost):
            if not server.recv(65536):
                return
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as onward:
            onward.connect((LOOPBACK, port))
            while (packet := server.recvfrom(65536))[0]:
                request, caller = packet
                onward.send(request)
                server.sendto(onward.recv(65536), caller)

    return scripted(script, "UDP")


def tls(script: Script, context: ssl.SSLContext) -> Script:
    def speak(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            script(secured)

    return speak


def onward(port: int) -> Script:
    """Return a script that forwards one request to a port, over TCP, and the answer back."""

    def script(connection: socket.socket) -> None:
        with socket.create_connection((LOOPBACK, port)) as server:
            server.sendall(connection.recv(65536))
            connection.sendall(server.recv(65536))

    return script


def answers(*messages: str | bytes) -> Script:
    """Return a script that answers each request with messages, until the other side closes.

    In a text, ``{via}``, ``{call_id}`` and ``{cseq}`` are those of the request.
    """

    def script(opened: socket.socket) -> None:
        caller = None
        while True:
            if opened.type == socket.SOCK_DGRAM:
                request, caller = opened.recvfrom(65536)
            else:
                request = opened.recv(65536)
            if not request:
                return
            for message in messages:
                sent = message if isinstance(message, bytes) else message.format(**_headers(request)).encode()
                if caller is None:
                    opened.sendall(sent)
                else:
                    opened.sendto(sent, caller)

    return script


def message(*headers: str, status: str = "200 OK") -> str:
    """Return a message for ``answers``, with further headers."""
    usual = ("Via: {via}", "Call-ID: {call_id}", "CSeq: {cseq}")
    return "".join(f"{line}\r\n" for line in (f"SIP/2.0 {status}", *usual, *headers, ""))


def _headers(request: bytes) -> dict[str, str]:
    lines = request.decode("ascii").split("\r\n")[1:]
    pairs = [line.split(": ", 1) for line in lines if ": " in line]
    return {name.lower().replace("-", "_"): value for name, value in pairs}


def no_port(transport: str) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM if transport == "UDP" else socket.SOCK_STREAM) as holder:
        holder.bind((LOOPBACK, 0))
        return int(holder.getsockname()[1])


def _listens(transport: str, port: int) -> bool:
    """Return whether a port of the loopback is bound, and listens for TCP: proc(5), and tcp_states.h of Linux."""
    sockets: Sequence[str] = Path("/proc/net", transport.lower()).read_text(encoding="ascii").splitlines()[1:]
    wanted = [f"0100007F:{port:04X}", "07" if transport == "UDP" else "0A"]
    return any(line.split()[1:4:2] == wanted for line in sockets)
