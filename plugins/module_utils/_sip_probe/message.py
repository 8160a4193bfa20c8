# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The SIP request of a probe and its answers (RFC 3261), without sockets.

Reading never fails: a message is either an answer to the request, or ignored for a reason.
"""

from __future__ import annotations

import ipaddress
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# The largest size of start line and headers that is read, in bytes; answers to OPTIONS are far smaller.
LARGEST_HEAD = 65536
# The longest text from the network that is shown, in characters.
_LONGEST_SHOWN = 200
# The user of the request, for readers of a log or a packet capture.
_USER = "sinch-sip-probe"
_METHOD = "OPTIONS"
# The beginning of every branch (RFC 3261, 8.1.1.7).
_MAGIC_COOKIE = "z9hG4bK"

# The long names of compact headers (RFC 3261, 7.3.3).
_COMPACT = {"v": "via", "i": "call-id", "l": "content-length"}

_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(r"\r?\n[ \t]+")
_STATUS_LINE = re.compile(r"SIP/2\.0 +([1-6][0-9][0-9])(?: +(.*))?", re.IGNORECASE)
_REQUEST_LINE = re.compile(r"[\w.!%*+`'~-]+ +\S+ +SIP/2\.0", re.IGNORECASE)


class NoAnswerError(Exception):
    """A message is not an answer to the request; the text is the reason."""


@dataclass(frozen=True)
class Answer:
    """A response to the request.

    ``seen_as`` and ``seen_port`` are the source address and port of the request as the server saw them (RFC 3261,
    18.2.1 and RFC 3581), or None if the server does not tell. Texts are printable and short.
    """

    code: int
    reason: str
    seen_as: str | None
    seen_port: int | None
    server: str | None
    warning: str | None

    @property
    def final(self) -> bool:
        """Whether this is the last response; a provisional one only tells that the server is working on it."""
        return self.code >= 200


@dataclass(frozen=True)
class Request:
    """An OPTIONS request from an address and port of this host."""

    domain: str
    port: int
    transport: str
    local_address: str
    local_port: int
    call_id: str = field(default_factory=lambda: secrets.token_hex(16))
    branch: str = field(default_factory=lambda: _MAGIC_COOKIE + secrets.token_hex(16))
    tag: str = field(default_factory=lambda: secrets.token_hex(8))

    def encode(self) -> bytes:
        """Return the request as bytes."""
        local = f"{_host(self.local_address)}:{self.local_port}"
        usual = self.port == default_port(self.transport)
        target = f"sip:{self.domain}" if usual else f"sip:{self.domain}:{self.port}"
        if self.transport != "UDP":
            target += f";transport={self.transport.lower()}"
        lines = [
            f"{_METHOD} {target} SIP/2.0",
            f"Via: SIP/2.0/{self.transport} {local};branch={self.branch};rport",
            "Max-Forwards: 70",
            # Sinch answers 403 for a domain other than that of the trunk (field).
            f"From: <sip:{_USER}@{self.domain}>;tag={self.tag}",
            f"To: <sip:{self.domain}>",
            f"Call-ID: {self.call_id}",
            f"CSeq: 1 {_METHOD}",
            f"Contact: <sip:{_USER}@{local};transport={self.transport.lower()}>",
            "Accept: application/sdp",
            f"User-Agent: {_USER}",
            "Content-Length: 0",
        ]
        return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("ascii")

    def read(self, data: bytes) -> Answer:
        """Return the answer in a message (RFC 3261, 17.1.3); raise NoAnswerError."""
        lines = _lines(data)
        status = _STATUS_LINE.fullmatch(lines[0])
        if status is None:
            request = _REQUEST_LINE.fullmatch(lines[0])
            raise NoAnswerError("a request, not an answer" if request else "not SIP")
        headers = _headers(lines[1:])
        if headers.get("call-id") != self.call_id:
            raise NoAnswerError("an answer with another Call-ID")
        if headers.get("cseq", "").split() != ["1", _METHOD]:
            raise NoAnswerError("an answer with another CSeq")
        via = _parameters(_split(headers.get("via", ""), ",")[0])
        if via.get("branch") != self.branch:
            raise NoAnswerError("an answer with another branch in its Via")
        port = via.get("rport", "")
        return Answer(
            code=int(status[1]),
            reason=shown(status[2] or ""),
            seen_as=_address(via.get("received", "")),
            seen_port=int(port) if re.fullmatch(r"[0-9]{1,5}", port) else None,
            server=shown(headers.get("server") or headers.get("user-agent") or "") or None,
            warning=shown(headers.get("warning", "")) or None,
        )


class Stream:
    """Splits a TCP or TLS stream into messages (RFC 3261, 18.3) with bounded memory."""

    def __init__(self) -> None:
        """Start before the first message."""
        self._pending = b""
        self._searched = 0
        self._body_left = 0

    def feed(self, data: bytes) -> None:
        """Add data; drop the rest of a body."""
        body = min(self._body_left, len(data))
        self._body_left -= body
        self._pending += data[body:]

    def message(self) -> bytes | None:
        """Return the next message without its body, or None until its head is complete.

        A head is cut off at the largest size.
        """
        # Empty lines before a message keep a connection alive (RFC 3261, 7.5).
        if not self._searched:
            self._pending = self._pending.lstrip(b"\r\n")
        # The separator may be split between two pieces.
        end = _END_OF_HEAD.search(self._pending, max(0, self._searched - 3))
        if end is None and len(self._pending) <= LARGEST_HEAD:
            self._searched = len(self._pending)
            return None
        cut = end.end() if end else LARGEST_HEAD
        head, rest = self._pending[:cut], self._pending[cut:]
        self._pending, self._searched = b"", 0
        self._body_left = _content_length(head)
        self.feed(rest)
        return head


def default_port(transport: str) -> int:
    """Return the default port of a transport (RFC 3261, 19.1.2)."""
    return 5061 if transport == "TLS" else 5060


def shown(text: str) -> str:
    """Return a text from the network as one short printable line."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    words = " ".join(printable.split())
    return words if len(words) <= _LONGEST_SHOWN else words[:_LONGEST_SHOWN] + "…"


def _host(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _lines(data: bytes) -> list[str]:
    """Return the start line and the headers, each unfolded (RFC 3261, 7.3.1)."""
    head = _END_OF_HEAD.split(data.lstrip(b"\r\n")[:LARGEST_HEAD], maxsplit=1)[0]
    unfolded = _FOLD.sub(" ", head.decode("utf-8", "replace"))
    return [line.rstrip("\r") for line in unfolded.split("\n")]


def _headers(lines: Sequence[str]) -> Mapping[str, str]:
    """Return the first value of each header by its long name in lower case, without lines that are no headers."""
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        key = name.strip().lower()
        if colon:
            headers.setdefault(_COMPACT.get(key, key), value.strip())
    return headers


def _split(value: str, separator: str) -> list[str]:
    """Split the value of a header, but not within quoted strings (RFC 3261, 25.1)."""
    parts = [""]
    quoted = escaped = False
    for character in value:
        if character == separator and not quoted:
            parts.append("")
            continue
        quoted ^= character == '"' and not escaped
        escaped = character == "\\" and quoted and not escaped
        parts[-1] += character
    return parts


def _parameters(value: str) -> Mapping[str, str]:
    """Return the parameters in the value of a header by their names in lower case."""
    parameters: dict[str, str] = {}
    for part in _split(value, ";")[1:]:
        name, _equals, content = part.partition("=")
        parameters.setdefault(name.strip().lower(), content.strip())
    return parameters


def _address(text: str) -> str | None:
    """Return an IP address in its canonical spelling, or None for other text, such as an address with a zone."""
    try:
        address = ipaddress.ip_address("none" if "%" in text else text.strip("[]"))
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def _content_length(head: bytes) -> int:
    """Return the Content-Length of a head, or 0 if it is missing or invalid."""
    length = _headers(_lines(head)[1:]).get("content-length", "")
    return int(length) if re.fullmatch(r"[0-9]{1,10}", length) else 0
