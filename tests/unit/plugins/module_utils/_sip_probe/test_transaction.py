# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Retransmissions and the end of a transaction, by a clock that only waiting advances."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._sip_probe.channel import Channel, ChannelError
from ansible_collections.sinch.sip.plugins.module_utils._sip_probe.message import Request
from ansible_collections.sinch.sip.plugins.module_utils._sip_probe.transaction import Transaction

REQUEST = Request("acme.example.com", 5060, "UDP", "10.0.0.5", 40001)


def answer(code: int, request: Request = REQUEST) -> bytes:
    via = f"Via: SIP/2.0/UDP x;branch={request.branch}"
    return f"SIP/2.0 {code} So\r\n{via}\r\nCall-ID: {request.call_id}\r\nCSeq: 1 OPTIONS\r\n\r\n".encode()


class Scripted(Channel):
    """A channel without a socket: its answers come at given seconds of its clock; None breaks it."""

    def __init__(self, answers: Mapping[float, bytes | None], reliable: bool = False) -> None:
        self.reliable = reliable
        self.now = 0.0
        self.sent: list[float] = []
        self._answers = dict(answers)

    def send(self, message: bytes) -> None:
        assert message == REQUEST.encode()
        self.sent.append(self.now)

    def receive(self, wait: float) -> bytes | None:
        assert wait > 0
        until = self.now + wait
        self.now = min(*self._answers, until, until)
        if self.now not in self._answers:
            return None
        found = self._answers.pop(self.now)
        if found is None:
            raise ChannelError("closed", "broken")
        return found

    def _read(self) -> bytes | None:
        raise NotImplementedError


def ran(channel: Scripted) -> Transaction:
    """Return the transaction after its end."""
    transaction = Transaction(channel, REQUEST, lambda: channel.now)
    transaction.run(20.0)
    return transaction


def test_no_answer() -> None:
    """The intervals double up to 4 seconds (RFC 3261, 17.1.2.2)."""
    for channel in (Scripted({}), Scripted({}, reliable=True)):
        transaction = ran(channel)
        assert channel.sent == ([0] if channel.reliable else [0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5])
        assert (channel.now, transaction.transmissions) == (20, len(channel.sent))
        assert (transaction.answer, transaction.round_trip_s) == (None, None)


@pytest.mark.parametrize(("at", "sent"), [(0.25, 1), (0.75, 2), (4.0, 4)])
def test_answer(at: float, sent: int) -> None:
    """The round trip starts at the first transmission."""
    transaction = ran(Scripted({at: answer(200)}))
    assert (transaction.transmissions, transaction.round_trip_s) == (sent, at)
    assert transaction.answer is not None
    assert transaction.answer.code == 200


def test_provisional_answers_are_waited_through() -> None:
    """After a provisional answer, retransmissions are 4 seconds apart."""
    channel = Scripted({0.75: answer(100), 2.0: answer(180), 12.0: answer(403)})
    transaction = ran(channel)
    assert channel.sent == [0, 0.5, 1.5, 5.5, 9.5]
    assert (transaction.provisional, transaction.round_trip_s) == ({100, 180}, 12)


def test_ignored_messages() -> None:
    """Messages that are no answers are counted and change nothing else."""
    other = Request("acme.example.com", 5060, "UDP", "10.0.0.5", 40001)
    channel = Scripted({0.25: b"garbage", 0.375: answer(200, other), 0.75: answer(200)})
    transaction = ran(channel)
    assert channel.sent == [0, 0.5]
    assert transaction.ignored == {"not SIP": 1, "an answer with another Call-ID": 1}
    assert transaction.round_trip_s == 0.75


def test_broken_channel() -> None:
    channel = Scripted({0.25: answer(100), 0.75: b"garbage", 1.0: None})
    transaction = Transaction(channel, REQUEST, lambda: channel.now)
    with pytest.raises(ChannelError, match=r"^broken$"):
        transaction.run(20.0)
    assert (transaction.transmissions, transaction.provisional, transaction.ignored) == (2, {100}, {"not SIP": 1})
