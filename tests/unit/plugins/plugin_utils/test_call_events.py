# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Events about calls: one for each call, one for each window, and what a poller does about faults."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._errors import SinchError
from ansible_collections.sinch.sip.plugins.plugin_utils._call_events import LONGEST_PAUSE, Feed, Poller, Position

NOW = datetime(2026, 1, 31, 12, 0, 0, tzinfo=timezone.utc)
QUARTER = timedelta(minutes=15)
SECRET = "the-secret-of-the-key"
ENVIRON = {"SINCH_PROJECT_ID": "project", "SINCH_KEY_ID": "key", "SINCH_KEY_SECRET": SECRET}


def _call(identity: str, ago: timedelta, **more: Any) -> dict[str, Any]:
    time = (NOW - ago).strftime("%Y-%m-%dT%H:%M:%S.123456789Z")
    fields = {"callResult": "COMPLETED", "direction": "OUTBOUND", "from": "+12025550123", "to": "+37190000123"}
    return {"callId": identity, "createTime": time, **fields, **more}


def _calls(events: list[Any]) -> list[str]:
    return [event["call"]["call_id"] for event in events if "call" in event]


def test_first_poll() -> None:
    """The first poll asks for the window; its calls come in their order, with the statistics last."""
    feed = Feed(QUARTER)
    assert feed.query(NOW) == {"createTime>": "2026-01-31T11:45:00Z", "createTime<": "2026-01-31T12:00:00Z"}
    events = feed.events([_call("late", timedelta(minutes=1)), _call("early", timedelta(minutes=9))], NOW)
    assert _calls(events) == ["early", "late"]
    stats = events[-1]["stats"]
    assert (stats["since"], stats["until"]) == ("2026-01-31T11:45:00Z", "2026-01-31T12:00:00Z")
    assert [(row["country"], row["attempts"]) for row in stats["country"]] == [("LV", 2)]


def test_each_call_once() -> None:
    """A call that is listed again is no new event, and one that is listed late is; both are counted."""
    feed = Feed(QUARTER)
    one, two = _call("one", timedelta(minutes=5)), _call("two", timedelta(minutes=6))
    assert _calls(feed.events([one], NOW)) == ["one"]
    later = feed.events([two, one], NOW + timedelta(minutes=1))
    assert (_calls(later), later[-1]["stats"]["total"]["attempts"]) == (["two"], 2)


def test_fault() -> None:
    """After polls that failed, the next one asks for what was missed; the statistics are those of the window."""
    feed = Feed(QUARTER)
    feed.events([_call("before", timedelta(minutes=5))], NOW)
    later = NOW + timedelta(hours=3)
    assert feed.query(later)["createTime>"] == "2026-01-31T11:45:00Z"
    events = feed.events([_call("missed", timedelta(hours=-1)), _call("new", timedelta(hours=-3, minutes=2))], later)
    assert (_calls(events), events[-1]["stats"]["total"]["attempts"]) == (["missed", "new"], 1)
    assert feed.query(later)["createTime>"] == "2026-01-31T14:45:00Z"


def test_numbers() -> None:
    """Numbers are masked unless asked for, also in SIP URIs; unknown fields, which may be numbers, are left out."""
    call = _call("one", QUARTER, **{"from": "sip:+12025550123@example.com", "originalTo": "+37190000123"})
    (shown, _stats) = Feed(QUARTER).events([call], NOW)
    assert (shown["call"]["from"], shown["call"]["to"]) == ("+1202555xxxx", "+3719000xxxx")
    assert (shown["call"]["country"], "0123" in str(shown)) == ("LV", False)
    (whole, _stats) = Feed(QUARTER, mask_numbers=False).events([call], NOW)
    assert (whole["call"]["from"], whole["call"]["to"]) == ("sip:+12025550123@example.com", "+37190000123")


@pytest.mark.parametrize(
    "odd",
    [{"to": None}, {"from": "anonymous"}, {"callResult": "TOMORROW"}, {"price": None}, {"endTime": "never"}],
    ids=["no-number", "anonymous", "result", "price", "end"],
)
def test_odd_calls(odd: dict[str, Any]) -> None:
    events = Feed(QUARTER).events([{**_call("one", timedelta(minutes=1)), **odd}], NOW)
    assert (_calls(events), events[-1]["stats"]["total"]["attempts"]) == (["one"], 1)


def test_call_without_time() -> None:
    """A call that cannot be placed in the window is an event, and not counted."""
    events = Feed(QUARTER).events([_call("one", QUARTER, createTime=None)], NOW)
    assert (_calls(events), events[-1]["stats"]["total"]["attempts"]) == (["one"], 0)


def test_position() -> None:
    feed = Feed(QUARTER)
    feed.events([_call("one", timedelta(minutes=1))], NOW)
    read = Position.load(feed.position.dump())
    assert read == feed.position
    assert _calls(Feed(QUARTER, position=read).events([_call("one", timedelta(minutes=1))], NOW)) == []
    assert Position.load(None) == Position()


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"answered_at": "soon", "seen": []}', b'{"answered_at": "2026-01-31", "seen": []}', b"\xff"],
)
def test_wrong_position(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(content)
    with pytest.raises(SinchError, match="is no state file"):
        Poller({"state_file": str(tmp_path / "state")}, ENVIRON)


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        ({"window": "soon"}, "window: is 'soon'; give minutes"),
        ({"interval": 0}, "interval: 0 is out of range; give from 1 to 900 seconds"),
        ({"interval": "often"}, "interval"),
        ({"intervall": 60}, "intervall"),
        ({"state_file": "/nowhere/state"}, "state_file: the folder of '/nowhere/state' does not exist"),
        ({"key_secret": {"is": SECRET}}, "key_secret"),
        ({"api_url": "http://example.com"}, "api_url"),
    ],
)
def test_wrong_arguments(args: dict[str, Any], problem: str) -> None:
    with pytest.raises(SinchError, match=problem) as caught:
        Poller(args, ENVIRON)
    assert SECRET not in str(caught.value)


def test_no_key() -> None:
    with pytest.raises(SinchError, match="key_id: is not set"):
        Poller({}, {"SINCH_PROJECT_ID": "project"})


def test_failures(tmp_path: Path) -> None:
    """A failed poll is an event without secrets; the pauses grow, and nothing is remembered."""
    state = tmp_path / "state"
    poller = Poller(
        {"api_url": "http://127.0.0.1:9", "access_token": SECRET, "max_retries": 0, "state_file": str(state)},
        {"SINCH_PROJECT_ID": "project"},
    )
    pauses = [poller.pause]
    for _failure in range(5):
        (event,) = poller.poll()
        assert "the connection failed" in event["problem"]["message"]
        assert SECRET not in event["problem"]["message"]
        assert poller.remember() == []
        pauses.append(poller.pause)
    assert pauses == [60, 120, 240, 480, 900, LONGEST_PAUSE]
    assert not state.exists()
