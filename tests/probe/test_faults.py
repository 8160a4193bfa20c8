# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Failures of networks and servers end in a result of the probe."""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
import socket
import ssl
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError
from ansible_collections.sinch.sip.plugins.module_utils._sip_probe.channel import Channel
from ansible_collections.sinch.sip.plugins.module_utils._sip_probe.message import LARGEST_HEAD
from tests.machine import lacking
from tests.probe.peers import LOOPBACK, Script, answers, message, no_port, scripted, tls
from tests.probe.probing import DOMAIN, LONGER_S, SHORT_S, probed

# Messages of another server at the same port, or in answer to an earlier request.
_STRANGE = (
    b"",
    b"\xff\x00garbage\r\n\r\n",
    "SIP/2.0 200 OK\r\nVia: {via}\r\nCall-ID: other\r\nCSeq: {cseq}\r\n\r\n",
    "SIP/2.0 200 OK\r\nVia: {via}\r\nCall-ID: {call_id}\r\nCSeq: 2 OPTIONS\r\n\r\n",
    "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP x;branch=z9hG4bKx, {via}\r\nCall-ID: {call_id}\r\nCSeq: {cseq}\r\n\r\n",
    "OPTIONS sip:you SIP/2.0\r\nVia: {via}\r\nCall-ID: {call_id}\r\nCSeq: {cseq}\r\n\r\n",
)


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_strange_messages_before_the_answer(transport: str) -> None:
    """Messages that are no answer are counted (an empty one only over UDP), and then the answer is found."""
    with scripted(answers(*_STRANGE, message()), transport) as port:
        found = probed(port, transport)
    assert found["code"] == 200
    assert found["ignored"] >= (6 if transport == "UDP" else 5)
    others = [f"an answer with another {part}" for part in ("CSeq", "Call-ID", "branch in its Via")]
    assert found["ignored_because"] == ["a request, not an answer", *others, "not SIP"]


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(message("Content-Length: 9999999999"), id="with a body that does not come"),
        pytest.param("\r\n\r\n" + message(status="100 Trying") + message(), id="after another"),
        pytest.param("HTTP/1.1 400 Bad Request\r\n\r\n" + message(), id="after HTTP"),
        pytest.param("x" * (3 * LARGEST_HEAD) + "\r\n\r\n" + message(), id="after too much"),
    ],
)
def test_answers_over_tcp(sent: str) -> None:
    """The answer is found in a stream. Unit tests have more streams, in pieces too."""
    with scripted(answers(sent)) as port:
        assert probed(port, "TCP")["code"] == 200


def _closing(*sent: bytes, reset: bool = False) -> Script:
    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        for data in sent:
            connection.sendall(data)
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    return script


@pytest.mark.parametrize(
    ("script", "ignored", "cause"),
    [
        pytest.param(_closing(), 0, "closed it without an answer", id="at once"),
        pytest.param(_closing(reset=True), 0, "closed it without an answer", id="reset"),
        pytest.param(_closing(b"SIP/2.0 200 OK\r\nVia: "), 0, "closed it without an answer", id="half an answer"),
        pytest.param(_closing(b"HTTP/1.1 400 Bad\r\n\r\n"), 1, "(once: not SIP): either no SIP server", id="HTTP"),
    ],
)
def test_connection_closed(script: Script, ignored: int, cause: str) -> None:
    """A closed connection is reported at once, with the messages before it."""
    with scripted(script) as port:
        found = probed(port, "TCP")
    assert (found["outcome"], found["code"], found["ignored"]) == ("closed", None, ignored)
    assert found["error"]
    assert cause in found["cause"]


@pytest.mark.parametrize("transport", ["UDP", "TCP", "TLS"])
def test_refused(transport: str) -> None:
    """A closed port is reported; over UDP, ICMP reveals it."""
    port = no_port(transport)
    found = probed(port, transport)
    assert (found["outcome"], found["error"]) == ("refused", "Connection refused")
    assert f"Nothing listens at {LOOPBACK} port {port} over {transport}" in found["cause"]


def test_no_connection_in_time() -> None:
    """A server with a full queue is as unreachable as one whose packets are dropped."""
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(socket.create_server((LOOPBACK, 0), backlog=0))
        port = server.getsockname()[1]
        for _number in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex((LOOPBACK, port))
        found = probed(port, "TCP", timeout=SHORT_S)
    assert (found["outcome"], found["error"]) == ("unreachable", "no connection in time")
    assert "firewalls" in found["cause"]


@pytest.mark.parametrize(
    ("number", "more"), [(errno.EHOSTUNREACH, ""), (errno.EPERM, ", by a firewall or policy of this host")]
)
def test_no_way_out(number: int, more: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the system for the first packet is reported; a firewall may cause it."""

    class Stopped(socket.socket):
        def sendall(self, data: Any, flags: int = 0) -> None:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(socket, "socket", Stopped)
    found = probed(5060)
    assert (found["outcome"], found["error"]) == ("unreachable", os.strerror(number) + more)
    assert (found["local_address"], found["transmissions"]) == (LOOPBACK, 0)


def test_source_address() -> None:
    seen = []

    def script(server: socket.socket) -> None:
        request, caller = server.recvfrom(65536)
        seen.append(caller)
        server.sendto(request, caller)

    with scripted(script, "UDP") as port:
        found = probed(port, source_address="127.0.0.2", timeout=LONGER_S)
    assert seen == [("127.0.0.2", found["local_port"])]
    assert found["local_address"] == "127.0.0.2"
    # A server that only echoes is no SIP server.
    assert found["ignored_because"] == ["a request, not an answer"]
    with pytest.raises(OptionError, match=r"^source_address: '192\.0\.2\.1' cannot be used on this host: "):
        probed(port, source_address="192.0.2.1")


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_ipv6(transport: str) -> None:
    if not _has_ipv6():
        lacking("this machine has no IPv6")
    with scripted(answers(message(status="403 No")), transport, "::1") as port:
        found = probed(port, transport, address="::1")
    assert (found["code"], found["local_address"]) == (403, "::1")
    assert "ACLs have IPv4 addresses only" in found["cause"]


def _has_ipv6() -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6) as one:
        one.bind(("::1", 0))
        return True
    return False


# TLS


@contextlib.contextmanager
def secure(authority: trustme.CA, name: str = DOMAIN, script: Script | None = None, **more: Any) -> Iterator[int]:
    """Run a peer that speaks TLS with a certificate of a name, and yield its port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name, **more).configure_cert(context)
    with scripted(tls(script or answers(message()), context)) as port:
        yield port


def test_certificate_of_nobody(authority: trustme.CA, ca_path: str) -> None:
    """A certificate of an unknown authority is accepted only with ``ca_path`` or without checks."""
    with secure(authority) as port:
        refused = probed(port, "TLS")
        assert probed(port, "TLS", ca_path=ca_path)["code"] == 200
        assert probed(port, "TLS", validate_certs=False)["code"] == 200
    assert (refused["outcome"], refused["code"], refused["transmissions"]) == ("tls_failed", None, 0)
    assert refused["error"].startswith("the certificate is refused: ")
    assert "ca_path" in refused["cause"]


_PAST = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("name", "more", "error"),
    [
        (DOMAIN, {"not_before": _PAST, "not_after": _PAST + datetime.timedelta(days=1)}, "certificate has expired"),
        ("other.pstn.sinch.com", {}, "Hostname mismatch, certificate is not valid for 'acme.pstn.sinch.com'."),
    ],
    ids=["expired", "another name"],
)
def test_wrong_certificate(name: str, more: dict[str, Any], error: str, authority: trustme.CA, ca_path: str) -> None:
    """The certificate must be valid for the domain, whatever the address."""
    with secure(authority, name, **more) as port:
        found = probed(port, "TLS", ca_path=ca_path)
    assert (found["outcome"], found["error"]) == ("tls_failed", f"the certificate is refused: {error}")


_REFUSAL, _HALF = _closing(b"SIP/2.0 400 Bad\r\n\r\n"), _closing(b"\x16\x03\x03\x00\x02\x00")


@pytest.mark.parametrize("script", [_closing(), _closing(reset=True), _REFUSAL, _HALF])
def test_no_tls_there(script: Script) -> None:
    with scripted(script) as port:
        found = probed(port, "TLS")
    assert (found["outcome"], found["transmissions"]) == ("tls_failed", 0)
    assert found["error"]
    assert "one for TLS" in found["cause"]


def test_handshake_that_takes_too_long() -> None:
    with scripted(answers()) as port:
        found = probed(port, "TLS", timeout=SHORT_S)
    assert (found["outcome"], found["error"]) == ("tls_failed", "the server did not answer the TLS handshake in time")


def test_silence_over_tls(authority: trustme.CA, ca_path: str) -> None:
    with secure(authority, script=answers()) as port:
        found = probed(port, "TLS", ca_path=ca_path, timeout=LONGER_S)
    assert (found["outcome"], found["transmissions"]) == ("no_answer", 1)


def test_client_certificate_wanted(authority: trustme.CA, ca_path: str) -> None:
    """With TLS 1.3, the demand for a client certificate shows after the handshake."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.verify_mode = ssl.CERT_REQUIRED
    authority.issue_cert(DOMAIN).configure_cert(context)
    with scripted(tls(answers(message()), context)) as port:
        found = probed(port, "TLS", ca_path=ca_path)
    assert found["outcome"] in ("closed", "tls_failed")
    assert found["error"]


@pytest.mark.parametrize("kind", ["missing", "empty", "folder"])
def test_ca_path(kind: str, tmp_path: Path) -> None:
    """A path that cannot be read is refused; a folder without certificates trusts no authority."""
    path = tmp_path / "authorities"
    if kind == "folder":
        path.mkdir()
        assert probed(no_port("TCP"), "TLS", ca_path=str(path))["outcome"] == "refused"
        return
    if kind == "empty":
        path.touch()
    with pytest.raises(OptionError, match=rf"^ca_path: '{path}' (does not exist|has no certificates that can be read)"):
        probed(5061, "TLS", ca_path=str(path))


def test_nothing_stays_open(monkeypatch: pytest.MonkeyPatch, authority: trustme.CA) -> None:
    opened: list[socket.socket] = []
    connect: Callable[..., None] = socket.socket.connect

    class Noted(socket.socket):
        def connect(self, address: Any) -> None:
            opened.append(self)
            connect(self, address)

    channels: list[Channel] = []
    send = Channel.send

    def noted(channel: Channel, data: bytes) -> None:
        channels.append(channel)
        send(channel, data)

    with scripted(answers(message())) as tcp, secure(authority) as secured:
        monkeypatch.setattr(socket, "socket", Noted)
        monkeypatch.setattr(Channel, "send", noted)
        for port in (tcp, no_port("TCP")):
            probed(port, "TCP")
        for is_checked in (True, False):
            probed(secured, "TLS", validate_certs=is_checked)
    assert len(opened) == 4
    assert len(channels) == 2
    assert {one.fileno() for one in (*opened, *(channel._socket for channel in channels))} == {-1}
