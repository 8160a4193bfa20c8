# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the SIP edge of Sinch, over UDP: it lets calls in by what the simulator has of a project.

As the edge does (field): 404 for a domain of no trunk, 403 for another domain in From or for an address that no linked
ACL has, 401 for a user without the right password, 603 for more calls per second than the trunk may have. It also calls
the number of a trunk, at the first of its endpoints.
"""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress
import itertools
import re
import secrets
import socket
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from tests.simulator.process import Control

_REALM = "sinch"
_SDP = "v=0\r\no=- 1 1 IN IP4 {0}\r\ns=-\r\nc=IN IP4 {0}\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n"


@dataclass(frozen=True)
class Message:
    """A SIP message: its start line, and its headers in order."""

    start: str
    headers: list[tuple[str, str]]

    @classmethod
    def parse(cls, data: bytes) -> Message:
        """Read a message; its body is not looked at."""
        start, *lines = data.partition(b"\r\n\r\n")[0].decode().split("\r\n")
        parts = (line.partition(":") for line in lines)
        return cls(start, [(name.strip().lower(), value.strip()) for name, _colon, value in parts])

    def all(self, name: str) -> list[str]:
        """Return the values of a header."""
        return [value for key, value in self.headers if key == name]

    def first(self, name: str) -> str:
        """Return the first value of a header, "" for none."""
        return next(iter(self.all(name)), "")

    @property
    def method(self) -> str:
        """The method of a request."""
        return self.start.split()[0]

    @property
    def status(self) -> int:
        """The status of a response, 0 for a request."""
        return int(self.start.split()[1]) if self.start.startswith("SIP/") else 0


def _domain(uri: str) -> str:
    """Return the host of the first SIP URI in a text."""
    found = re.search(r"sips?:(?:[^@>;]*@)?([^>;:\s]+)", uri)
    return found[1].lower() if found else ""


def _digest(user: str, password: str, nonce: str, method: str, uri: str, fields: dict[str, str]) -> str:
    """Return the response of digest authentication (RFC 2617)."""

    def md5(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    first, second = md5(f"{user}:{_REALM}:{password}"), md5(f"{method}:{uri}")
    middle = [nonce, fields["nc"], fields["cnonce"], fields["qop"]] if "qop" in fields else [nonce]
    return md5(":".join([first, *middle, second]))


class Edge:
    """The edge of one project, on an address of the loopback; a ``with`` block stops it at its end."""

    def __init__(self, control: Control, project: str, address: str) -> None:
        self._control, self._project, self._address = control, project, address
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((address, 0))
        self._socket.settimeout(0.2)
        self.port: int = self._socket.getsockname()[1]
        self._nonce = secrets.token_hex(8)
        self._started: dict[str, list[float]] = defaultdict(list)
        self._answers: dict[str, list[Message]] = defaultdict(list)
        self._stopped = threading.Event()
        self.log: list[tuple[str, int]] = []
        """The calls: the dialled number, and the status that the edge answered."""
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Edge:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stopped.set()
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while not self._stopped.is_set():
            with contextlib.suppress(TimeoutError):
                data, source = self._socket.recvfrom(65535)
                message = Message.parse(data)
                if message.status:
                    self._answers[message.first("call-id")].append(message)
                elif message.method != "ACK":
                    self._answer(message, source)

    def _answer(self, request: Message, source: tuple[str, int]) -> None:
        status, reason = (200, "OK") if request.method == "BYE" else self._verdict(request, source[0])
        if request.method == "INVITE":
            self.log.append((re.findall(r"sip:([^@]*)@", request.start)[0], status))
        to = request.first("to")
        kept = [(name, value) for name, value in request.headers if name in ("via", "from", "call-id", "cseq")]
        kept += [("record-route", value) for value in request.all("record-route")]
        lines = [f"SIP/2.0 {status} {reason}", *(f"{name}: {value}" for name, value in kept)]
        lines += [f"to: {to}" if "tag=" in to else f"to: {to};tag={secrets.token_hex(4)}"]
        lines += [f"contact: <sip:edge@{self._address}:{self.port}>"]
        if status == 401:
            lines.append(f'www-authenticate: Digest realm="{_REALM}", nonce="{self._nonce}", qop="auth", algorithm=MD5')
        body = _SDP.format(self._address) if status == 200 and request.method == "INVITE" else ""
        lines += ["content-type: application/sdp"] if body else []
        self._socket.sendto("\r\n".join([*lines, f"content-length: {len(body)}", "", body]).encode(), source)

    def _verdict(self, request: Message, source: str) -> tuple[int, str]:
        state = self._control.state(self._project)
        domain = _domain(request.start)
        trunk = next((one for one in state["trunks"] if one["domain"].lower() == domain), None)
        if trunk is None:
            return 404, "Not Found"
        if _domain(request.first("from")) != domain:
            return 403, "Forbidden"
        acls = [one for one in state["accessControlLists"] if one["id"] in trunk["accessControlListIds"]]
        if not any(_has(acl, source) for acl in acls):
            lists = [one for one in state["credentialLists"] if one["id"] in trunk["credentialListIds"]]
            passwords = {user["username"]: user["password"] for one in lists for user in one["credentials"]}
            if not passwords:
                return 403, "Forbidden"
            if not self._is_authorized(request, passwords):
                return 401, "Unauthorized"
        if request.method == "INVITE" and self._is_too_fast(trunk):
            return 603, "Decline"
        return 200, "OK"

    def _is_authorized(self, request: Message, passwords: dict[str, str]) -> bool:
        header = request.first("authorization")
        fields = {name: quoted or plain for name, quoted, plain in re.findall(r'(\w+)=(?:"([^"]*)"|([^,\s]+))', header)}
        user = fields.get("username", "")
        if user not in passwords or fields.get("nonce") != self._nonce:
            return False
        right = _digest(user, passwords[user], self._nonce, request.method, fields["uri"], fields)
        return secrets.compare_digest(fields.get("response", ""), right)

    def _is_too_fast(self, trunk: dict[str, Any]) -> bool:
        now, calls = time.monotonic(), self._started[trunk["id"]]
        calls[:] = [one for one in calls if one > now - 1]
        calls.append(now)
        return len(calls) > int(trunk["callsPerSecond"])

    def call(self, number: str) -> int:
        """Call a number, and hang up if it is answered; return the final status, 480 for a number on no trunk."""
        trunks = [one for one in self._control.state(self._project)["trunks"] if number in one["phoneNumbers"]]
        endpoints = [one for trunk in trunks for one in trunk["endpoints"] if one["enabled"] and one.get("address")]
        if not endpoints:
            return 480
        first = min(endpoints, key=lambda one: int(one["priority"]))
        target, call_id = (first["address"], first["port"]), secrets.token_hex(8)
        sequence = itertools.count(1)

        def send(method: str, uri: str, to_tag: str = "", routes: tuple[str, ...] = (), number_: int = 0) -> None:
            here = f"{self._address}:{self.port}"
            body = _SDP.format(self._address) if method == "INVITE" else ""
            lines = [
                f"{method} {uri} SIP/2.0",
                f"Via: SIP/2.0/UDP {here};branch=z9hG4bK{secrets.token_hex(6)}",
                *(f"Route: {route}" for route in routes),
                f"From: <sip:+12025550199@{here}>;tag=edge",
                f"To: <sip:{number}@{target[0]}>{to_tag}",
                f"Call-ID: {call_id}",
                f"CSeq: {number_ or next(sequence)} {method}",
                f"Contact: <sip:edge@{here}>",
                "Max-Forwards: 70",
                *(["Content-Type: application/sdp"] if body else []),
                f"Content-Length: {len(body)}",
            ]
            self._socket.sendto("\r\n".join([*lines, "", body]).encode(), target)

        send("INVITE", f"sip:{number}@{target[0]}:{target[1]}")
        answer = self._final(call_id)
        tag = ";" + answer.first("to").partition(";")[2]
        routes, contact = tuple(reversed(answer.all("record-route"))), re.findall(r"<(.*)>", answer.first("contact"))
        uri = contact[0] if contact else f"sip:{number}@{target[0]}"
        send("ACK", uri, tag, routes, number_=1)
        if answer.status == 200:
            self._answers[call_id].clear()
            send("BYE", uri, tag, routes)
            self._final(call_id)
        return answer.status

    def _final(self, call_id: str) -> Message:
        """Wait for the final answer of a call."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            for message in self._answers[call_id]:
                if message.status >= 200:
                    return message
            self._stopped.wait(0.02)
        raise TimeoutError("the PBX has not answered")


def _has(acl: dict[str, Any], source: str) -> bool:
    """Return whether an enabled ACL has an address."""
    ranges = (ipaddress.ip_network(f"{one['ipAddress']}/{one['range']}") for one in acl["ipRanges"])
    return acl["enabled"] and any(ipaddress.ip_address(source) in one for one in ranges)
