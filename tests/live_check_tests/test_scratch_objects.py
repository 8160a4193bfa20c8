# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No run loses a scratch object: it is removed, or reported and found by the next run."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._connection import resolve_connection
from tests.live_check.scratch import PREFIX, find_scratch_objects, remove_scratch_objects
from tests.live_check.wire import WatchedClient
from tests.live_check_tests.runs import EVERYTHING, FREE_NUMBER, Live

KINDS = ("trunks", "accessControlLists", "credentialLists")


def signalled_after(write: int, number: signal.Signals) -> Callable[..., Any]:
    """Return a ``WatchedClient.send`` that sends this process a signal after a number of writes."""
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
    """Run everything in a process that is killed after a number of writes; return its exit code."""

    def run() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(WatchedClient, "send", signalled_after(write, signal.SIGKILL))
            live.run(*EVERYTHING)

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()
    return process.exitcode


def scratch_ids(live: Live) -> set[str]:
    """Return the IDs of the scratch objects in the project."""
    before, after = ({one["id"] for kind in KINDS for one in state[kind]} for state in (live.before, live.state()))
    return after - before


def test_a_killed_run(live: Live) -> None:
    client = WatchedClient(resolve_connection({"token_cache": False}, live.environ))
    most = 0
    for write in itertools.count(1):
        if killed_run(live, write) == 0:
            break
        left = scratch_ids(live)
        most = max(most, len(left))
        assert {one.id for one in find_scratch_objects(client)} == left
        assert remove_scratch_objects(client) == []
        assert live.state() == live.before, f"killed after write {write}"
    assert write > 50
    assert most >= 8


def test_the_run_after_a_killed_one_reports_and_with_write_removes_its_objects(live: Live) -> None:
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
def test_an_interrupted_run(
    live: Live, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, number: signal.Signals
) -> None:
    # The tests may be started in a way that ignores this signal, such as by nohup.
    outside = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, outside))
    handlers = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    # Each signal interrupts every second write.
    for write in itertools.count(1 if number is signal.SIGINT else 2, 2):
        with monkeypatch.context() as patch:
            patch.setattr(WatchedClient, "send", signalled_after(write, number))
            ran = live.run(*EVERYTHING)
        assert live.state() == live.before, f"interrupted after write {write}"
        assert ran.report["left_behind"] == []
        if not ran.report["problems"]:
            break
        assert (ran.status, ran.report["problems"]) == (2, ["Interrupted: the checks are not complete."])
    # The last signal came while the scratch objects were removed, and was ignored.
    assert ran.status == 0
    assert write > 30
    assert {one: signal.getsignal(one) for one in handlers} == handlers


@pytest.mark.parametrize("kind", ["lost_answer", "truncated", "not_json"])
def test_objects_whose_creation_is_not_answered(live: Live, kind: str) -> None:
    live.control.fault(kind, method="POST", path="/(trunks|accessControlLists|credentialLists)$", times=12)
    ran = live.run(*EVERYTHING)
    assert "acl-create" in ran.named("could not be told")
    assert (ran.status, ran.report["left_behind"], live.state()) == (2, [], live.before)


def test_objects_that_cannot_be_removed_are_reported(live: Live) -> None:
    live.control.fault("status", method="DELETE", path="/(trunks|accessControlLists)/[0-9A-Z]{26}$", status=500)
    ran = live.run("--write")
    left = scratch_ids(live)
    assert (ran.status, bool(left)) == (2, True)
    assert {one.rpartition("/")[2].strip(")") for one in ran.report["left_behind"]} == left
    assert all(f"LEFT BEHIND: {one}" in ran.text for one in ran.report["left_behind"])
    live.control.clear_faults()
    assert (live.run("--write").status, live.state()) == (0, live.before)


def test_a_number_that_cannot_be_unassigned(live: Live) -> None:
    live.control.settings(guesses={"number_empty_trunk_unassigns": False, "number_delete_unassigns": False})
    ran = live.run(*EVERYTHING)
    assert ran.status == 2
    number, trunk = ran.report["left_behind"]
    assert number.startswith("a phone number on the scratch trunk (POST /phoneNumbers")
    assert trunk.partition(" (")[0] == f"SIP trunk {number.rpartition(' ')[2].strip(')')}"
    # DELETE may give a number up: it is tried only on the number that the run was told.
    live.control.settings(guesses={"number_delete_unassigns": True})
    live.control.clear_log()
    assert live.run("--write").status == 2
    deleted = [entry["path"] for entry in live.control.writes() if entry["method"] == "DELETE"]
    assert (len(deleted) > 0, [path for path in deleted if FREE_NUMBER in path]) == (True, [])
    live.control.settings(guesses={"number_empty_trunk_unassigns": True})
    assert (live.run("--write").status, live.state()) == (0, live.before)


def test_nothing_is_written_without_lists_to_find_it_by(live: Live) -> None:
    live.control.fault("missing_key", method="GET", path="/projects/[^/]+/credentialLists$", key="credentialLists")
    ran = live.run(*EVERYTHING)
    assert "list-credentialLists" in ran.named("refuted")
    assert (ran.status, live.control.writes()) == (2, [])


def test_numbers_of_other_trunks_are_left_alone_without_the_filter(live: Live) -> None:
    theirs = live.before["phoneNumbers"]
    page = {"phoneNumbers": theirs, "totalItems": len(theirs), "pageNumber": 1, "pageSize": 500}
    live.control.fault("status", method="GET", path="/phoneNumbers$", sent="sipTrunkId=", status=200, body=page)
    ran = live.run("--write")
    assert (ran.named("refuted"), live.state()) == ({"number-filter"}, live.before)


def test_objects_with_similar_names_are_left_alone(live: Live) -> None:
    names = [f"{PREFIX}of-zaphod", f"my-{PREFIX}0123456789ab-trunk", f"{PREFIX}0123456789ab"]
    live.control.seed("other", trunks=[{"name": name, "hostName": f"zaphod-{n}"} for n, name in enumerate(names)])
    live.environ["SINCH_PROJECT_ID"] = "other"
    assert "earlier run" not in live.run("--write").text
    assert [trunk["name"] for trunk in live.control.state("other")["trunks"]] == names
