# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Events about calls, for an event source that polls the API: one for each call, and one for each window of statistics.

An event is a mapping with one key:

* ``call``: a call, with the fields of sinch_call_info, and ``country``, the country of the other party.
* ``stats``: the statistics of the window, ``total`` and by ``country``, and its ``since`` and ``until``.
* ``problem``: the ``message`` of a poll that has failed, which the next one makes up for, or of a state file that
  cannot be written.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values

from ansible_collections.sinch.sip.plugins.module_utils._call_stats import KEYS, instant, masked, number_of, stats_of
from ansible_collections.sinch.sip.plugins.module_utils._calls import calls_of, time_text
from ansible_collections.sinch.sip.plugins.module_utils._connection import (
    Connection,
    resolve_connection,
    with_environment,
)
from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError, SinchError
from ansible_collections.sinch.sip.plugins.module_utils._files import put_file, read_file
from ansible_collections.sinch.sip.plugins.module_utils._given_options import secret_values
from ansible_collections.sinch.sip.plugins.module_utils._module_runner import SinchModule, Task
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import CALL
from ansible_collections.sinch.sip.plugins.module_utils._secret_spellings import spellings
from ansible_collections.sinch.sip.plugins.module_utils._transport.client import Client
from ansible_collections.sinch.sip.plugins.plugin_utils._watch import window_seconds

Event = Mapping[str, Any]

# The longest pause between two polls, in seconds, if one after the other fails.
LONGEST_PAUSE = 900.0

OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "interval": {"type": "float", "default": 60.0},
    "window": {"type": "str", "default": "15m"},
    "mask_numbers": {"type": "bool", "default": True},
    "state_file": {"type": "path"},
}
"""The options of the event source beside those of the connection."""


@dataclass
class Position:
    """How far the calls have been read: when the last poll was answered, and the IDs of the calls in its answer."""

    answered_at: datetime.datetime | None = None
    seen: frozenset[str] = frozenset()

    def dump(self) -> bytes:
        """Return the position as JSON. Raise ValueError if nothing has been read yet."""
        if self.answered_at is None:
            raise ValueError("nothing has been read yet")
        return json.dumps({"answered_at": self.answered_at.isoformat(), "seen": sorted(self.seen)}).encode()

    @classmethod
    def load(cls, content: bytes | None) -> Position:
        """Return the position that JSON describes, the beginning for None; raise ValueError."""
        if content is None:
            return cls()
        try:
            data = json.loads(content)
            answered_at, seen = datetime.datetime.fromisoformat(data["answered_at"]), frozenset(map(str, data["seen"]))
        except (KeyError, TypeError) as error:
            raise ValueError(f"it has no usable {error}") from None
        if answered_at.tzinfo is None:
            raise ValueError("its time has no zone")
        return cls(answered_at, seen)


@dataclass
class Feed:
    """Turns lists of calls into events. ``window`` is the time that the statistics cover."""

    window: datetime.timedelta
    mask_numbers: bool = True
    position: Position = field(default_factory=Position)

    def query(self, now: datetime.datetime) -> dict[str, str]:
        """Return the query of a poll: for the window, and for all that has not been read because of a fault.

        A call may be listed late. It is found if it began within a window before the last poll.
        """
        since = min(now, self.position.answered_at or now) - self.window
        return {"createTime>": time_text(since), "createTime<": time_text(now)}

    def events(self, calls: Iterable[Mapping[str, Any]], now: datetime.datetime) -> list[Event]:
        """Return the events of the calls that a poll has found, the oldest call first and the statistics last."""
        since = now - self.window
        found, inside, listed = [], [], set()
        for call in calls:
            identity = CALL.id_of(call)
            listed.add(identity)
            if identity not in self.position.seen:
                found.append(call)
            start = instant(call.get("createTime"))
            if start is not None and start >= since.timestamp():
                inside.append(call)
        self.position = Position(now, frozenset(listed))
        stats = {"since": time_text(since), "until": time_text(now), **stats_of(inside, ["country"])}
        found.sort(key=lambda call: instant(call.get("createTime")) or 0.0)
        return [*({"call": self._shown(call)} for call in found), {"stats": stats}]

    def _shown(self, call: Mapping[str, Any]) -> dict[str, Any]:
        """Return a call for an event. A field that this collection does not know may be a number, and is left out."""
        shown = CALL.show(call)
        known = {one.name: shown[one.name] for one in CALL.fields}
        if self.mask_numbers:
            known |= {party: masked(number_of(known[party])) for party in ("from", "to")}
        return {**known, "country": KEYS["country"](call)}


class Poller:
    """Polls the calls of a project. Keeps one client, which has one connection and one token."""

    def __init__(self, args: Mapping[str, Any], environ: Mapping[str, str]) -> None:
        """Take the arguments of the event source; raise SinchError, also if the state file cannot be used."""
        self._environ = environ
        self._module = SinchModule(OPTIONS, self._work)
        self._params = self._validated(args)
        # Without a project or a key, no poll would ever succeed.
        resolve_connection(self._params, environ)
        self._interval: float = self._params["interval"]
        if not 1 <= self._interval <= LONGEST_PAUSE:
            problem = f"{self._interval:g} is out of range; give from 1 to {LONGEST_PAUSE:g} seconds"
            raise OptionError("interval", problem)
        self._state_file: str = self._params["state_file"] or ""
        self._feed = Feed(self._window(), self._params["mask_numbers"], self._position())
        self._clients: dict[Connection, Client] = {}
        self._failures = 0

    def poll(self) -> list[Event]:
        """Ask the API once, and return the events; a failed poll is an event too."""
        report = self._module.run(self._params, False, self._environ, make_client=self._client)
        if report.failed:
            self._failures += 1
            message = _censored(report.result["msg"], report.secrets)
            return [{"problem": {"message": f"the calls could not be read: {message}"}}]
        self._failures = 0
        events: list[Event] = report.result["events"]
        return events

    def remember(self) -> list[Event]:
        """Write to the state file how far the calls have been read, once their events have been handed over.

        Return the event of a file that cannot be written: the polls go on without it.
        """
        if self._state_file and not self._failures:
            try:
                put_file(self._state_file, self._feed.position.dump(), False, "state_file")
            except OptionError as error:
                return [{"problem": {"message": str(error)}}]
        return []

    @property
    def pause(self) -> float:
        """The seconds until the next poll, longer with each failure in a row."""
        return float(min(self._interval * 2**self._failures, LONGEST_PAUSE))

    def _validated(self, args: Mapping[str, Any]) -> dict[str, Any]:
        given = with_environment(args, self._environ)
        spec = self._module.arguments["argument_spec"]
        refusal = self._module.refused(given)
        if refusal:
            raise SinchError(_censored(refusal.result["msg"], refusal.secrets))
        validation = ArgumentSpecValidator(spec).validate(given)
        if validation.error_messages:
            raise SinchError(_censored("; ".join(validation.error_messages), secret_values(spec, given)))
        params: dict[str, Any] = validation.validated_parameters
        return params

    def _window(self) -> datetime.timedelta:
        try:
            return datetime.timedelta(seconds=window_seconds(self._params["window"]))
        except ValueError as error:
            raise OptionError("window", f"is {error}") from None

    def _position(self) -> Position:
        content = read_file(self._state_file, "state_file") if self._state_file else None
        try:
            return Position.load(content)
        except ValueError as error:
            problem = f"{self._state_file!r} is no state file ({error}); name another one, or remove it"
            raise OptionError("state_file", problem) from None

    def _client(self, connection: Connection) -> Client:
        client = self._clients.setdefault(connection, Client(connection))
        # Nobody reads the trace, which would grow forever.
        client.trace.clear()
        return client

    def _work(self, task: Task) -> dict[str, Any]:
        now = datetime.datetime.now(datetime.timezone.utc)
        return {"events": self._feed.events(calls_of(task.client, self._feed.query(now)), now)}


def _censored(message: str, secrets: Iterable[str]) -> str:
    return str(remove_values(message, spellings(secrets)))
