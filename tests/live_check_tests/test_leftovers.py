# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever becomes of a run, no scratch object is lost: it is removed, or the next run finds it."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._connection import resolve_connection
from tests.live_check.scratch import PREFIX, leftovers, remove_leftovers
from tests.live_check.wire import WatchedClient
from tests.live_check_tests.runs import EVERYTHING, FREE_NUMBER, Live

Send = Callable[..., Any]
KINDS = ("trunks", "accessControlLists", "credentialLists")


def signalled_after(write: int, number: signal.Signals) -> Send:
    """Return a way to send requests after whose ``write``-th write this process gets a signal."""
    send = WatchedClient.send
    writes = itertools.count(1)

    def counted(client: WatchedClient, method: str, *arguments: Any, **options: Any) -> Any:
        try:
            return send(client, method, *arguments, **options)
        finally:
            if method != "GET" and next(writes) == write:
                os.kill(os.getpid(), number)

    return counted


def killed_run(live: Live, write: int) -> int | None:
    """Run everything in a process of its own that is killed after so many writes; return its exit code."""

    def run() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(WatchedClient, "send", signalled_after(write, signal.SIGKILL))
            live.run(*EVERYTHING)

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()
    return process.exitcode


def scratch_ids(live: Live) -> set[str]:
    """Return the IDs of the scratch objects that there are."""
    state = live.state()
    return {one["id"] for kind in KINDS for one in state[kind]} - {one["id"] for k in KINDS for one in live.before[k]}


def client_of(live: Live) -> WatchedClient:
    """Return a client of the project."""
    return WatchedClient(resolve_connection({"token_cache": False}, live.environ))


def test_what_a_killed_run_leaves_is_found_and_removed(live: Live) -> None:
    client = client_of(live)
    most = 0
    for write in itertools.count(1):
        if killed_run(live, write) == 0:
            break
        left = scratch_ids(live)
        most = max(most, len(left))
        assert {thing.id for thing in leftovers(client)} == left
        assert remove_leftovers(client, None) == []
        assert live.state() == live.before, f"killed after write {write}"
    assert write > 50
    assert most >= 8


def test_the_next_run_tells_of_leftovers_and_removes_them_if_it_may_write(live: Live) -> None:
    assert killed_run(live, 30) == -signal.SIGKILL
    left = scratch_ids(live)
    live.control.clear_log()
    ran = live.run()
    assert all(f"{one} (DELETE /" in ran.text for one in left)
    assert (ran.status, live.control.writes()) == (0, [])
    ran = live.run("--write")
    assert f"An earlier run had left {len(left)} objects behind; they are removed" in ran.text
    assert (ran.status, live.state()) == (0, live.before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_removes_what_it_made(
    live: Live, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    handlers = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    # Each second one is enough: what comes between is interrupted by the other signal.
    for write in itertools.count(1 if number is signal.SIGINT else 2, 2):
        with monkeypatch.context() as patch:
            patch.setattr(WatchedClient, "send", signalled_after(write, number))
            ran = live.run(*EVERYTHING)
        assert live.state() == live.before, f"interrupted after write {write}"
        assert ran.report["left_behind"] == []
        if not ran.report["problems"]:
            break
        assert ran.status == 2
        assert ran.report["problems"] == ["Interrupted: the checks are not complete."]
    # The last one came while the scratch objects were being removed, and had to wait.
    assert ran.status == 0
    assert write > 30
    assert {one: signal.getsignal(one) for one in handlers} == handlers


@pytest.mark.parametrize("kind", ["lost_answer", "truncated", "not_json"])
def test_what_was_made_without_an_answer_is_removed(live: Live, kind: str) -> None:
    live.control.fault(kind, method="POST", path="/(trunks|accessControlLists|credentialLists)$", times=12)
    ran = live.run(*EVERYTHING)
    assert (ran.status, ran.report["left_behind"]) == (2, [])
    assert "acl-create" in ran.named("could not be told")
    assert live.state() == live.before


def test_what_cannot_be_removed_is_named_and_how(live: Live) -> None:
    live.control.fault("status", method="DELETE", path="/(trunks|accessControlLists)/[0-9A-Z]{26}$", status=500)
    ran = live.run("--write")
    left = scratch_ids(live)
    assert left
    assert ran.status == 2
    assert {one.partition(" (DELETE /")[2].rpartition("/")[2].strip(")") for one in ran.report["left_behind"]} == left
    assert all(f"LEFT BEHIND: {one}" in ran.text for one in ran.report["left_behind"])
    live.control.clear_faults()
    assert live.run("--write").status == 0
    assert live.state() == live.before


def test_a_number_that_cannot_be_taken_off_is_left_behind_and_not_named(live: Live) -> None:
    live.control.settings(guesses={"number_empty_trunk_unassigns": False, "number_delete_unassigns": False})
    ran = live.run(*EVERYTHING)
    assert ran.status == 2
    number, trunk, *more = ran.report["left_behind"]
    assert number.startswith("a phone number on the scratch trunk (POST /phoneNumbers")
    assert (trunk.partition(" (")[0], more) == (f"SIP trunk {number.rpartition(' ')[2].strip(')')}", [])
    assert FREE_NUMBER not in ran.text
    # A DELETE would take it off, and might give it up: it is for a number that the run was told.
    live.control.settings(guesses={"number_delete_unassigns": True})
    live.control.clear_log()
    assert live.run("--write").status == 2
    deleted = [entry["path"] for entry in live.control.writes() if entry["method"] == "DELETE"]
    assert deleted
    assert not any("/phoneNumbers/" in path for path in deleted)
    live.control.settings(guesses={"number_empty_trunk_unassigns": True})
    ran = live.run("--write")
    assert (ran.status, live.state()) == (0, live.before)


def test_nothing_is_written_where_it_could_not_be_found_again(live: Live) -> None:
    live.control.fault("missing_key", method="GET", path="/projects/[^/]+/credentialLists$", key="credentialLists")
    ran = live.run(*EVERYTHING)
    assert ran.status == 2
    assert "list-credentialLists" in ran.named("refuted")
    assert ran.seen("acl-create") == "scratch objects would not be found again"
    assert live.control.writes() == []


def test_numbers_of_others_are_left_where_the_filter_does_nothing(live: Live) -> None:
    theirs = live.before["phoneNumbers"]
    page = {"phoneNumbers": theirs, "totalItems": len(theirs), "pageNumber": 1, "pageSize": 500}
    live.control.fault("status", method="GET", path="/phoneNumbers$", sent="sipTrunkId=", status=200, body=page)
    ran = live.run("--write")
    assert ran.named("refuted") == {"number-filter"}
    assert live.state() == live.before


@pytest.mark.parametrize("name", [f"{PREFIX}of-zaphod", f"my-{PREFIX}0123456789ab-trunk", f"{PREFIX}0123456789ab"])
def test_names_that_only_resemble_are_not_touched(live: Live, name: str) -> None:
    live.control.seed("other", trunks=[{"name": name, "hostName": "zaphod-third"}])
    live.environ["SINCH_PROJECT_ID"] = "other"
    ran = live.run("--write")
    assert "earlier run" not in ran.text
    assert [trunk["name"] for trunk in live.control.state("other")["trunks"]] == [name]
