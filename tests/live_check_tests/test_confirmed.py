# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Against an API that is as its sources say, everything is confirmed; nothing stays behind."""

from __future__ import annotations

import pytest

from tests.live_check.reading import LISTINGS, READING
from tests.live_check.untold import UNTOLD
from tests.live_check.writing import NUMBER, WRITING
from tests.live_check_tests.runs import ALL, EVERYTHING, PROJECT, TRIED, Live
from tests.simulator.process import ROOT, Control


def test_everything_is_confirmed(live: Live, dialect: str) -> None:
    ran = live.run(*EVERYTHING)
    assert ran.named("confirmed") == {check.name for check in TRIED}, ran.text
    assert ran.named("not tried") == {check.name for check in UNTOLD}
    assert (ran.status, ran.report["left_behind"], ran.report["problems"]) == (0, [], [])
    assert ran.report["dialects"] == {"sdk" if dialect == "sdk" else "ref": len(LISTINGS)}
    assert live.state() == live.before


@pytest.mark.usefixtures("dialect")
def test_reading_writes_nothing(live: Live) -> None:
    live.control.settings(read_only=True)
    ran = live.run()
    assert ran.named("confirmed") == {check.name for check in READING}, ran.text
    assert ran.status == 0
    assert ran.report["wrote"] is False
    counters = live.control.counters()
    assert (counters["writes"], counters["refused_writes"]) == (0, 0)


def test_dialects_are_told_apart(live: Live, dialect: str) -> None:
    ran = live.run(*EVERYTHING)
    word = "sdk" if dialect == "sdk" else "ref"
    telling = (
        "rule-direction",
        "update-time",
        "endpoint-create-answer",
        "list-link-put",
        "call-times",
        "call-money",
        "list-trunks",
    )
    assert [ran.seen(name)[:5] for name in telling] == [f"{word}: "] * len(telling)
    assert ran.seen("calls-range") == ("the last day (sdk)" if dialect == "sdk" else "the last week (ref)")
    assert ran.seen("call-direction") == ("upper case" if dialect == "sdk" else "lower case")


@pytest.mark.usefixtures("dialect")
def test_an_empty_project_is_told_by_scratch_objects(control: Control) -> None:
    live = Live(control)
    live.environ["SINCH_PROJECT_ID"] = "empty"
    ran = live.run("--write")
    of_calls = {"calls-since", "calls-range", "call-times", "call-money", "call-direction", "export-pages"}
    of_calls |= {"rule-direction"}
    untried = {check.name for check in (*UNTOLD, *NUMBER)} | {"page-walk", "number-get", "number-filter"} | of_calls
    assert ran.named("not tried") == untried, ran.text
    assert ran.named("refuted") == set()
    assert ran.status == 0
    state = control.state("empty")
    assert [state[kind] for kind in ("trunks", "accessControlLists", "credentialLists")] == [[], [], []]


def test_only_scratch_objects_are_written(live: Live) -> None:
    live.run(*EVERYTHING)
    before = live.before
    theirs = {one["id"] for kind in ("trunks", "accessControlLists", "credentialLists") for one in before[kind]}
    theirs |= {endpoint["id"] for trunk in before["trunks"] for endpoint in trunk["endpoints"]} | {"+12025550123"}
    writes = live.control.writes()
    assert [entry["path"] for entry in writes if theirs & set(entry["path"].split("/"))] == []
    assert [entry["path"] for entry in writes if any(one in str(entry["body"]) for one in theirs)] == []
    words = {entry["path"].split("/")[4] for entry in writes}
    assert words == {"trunks", "accessControlLists", "credentialLists", "phoneNumbers"}
    assert {entry["project"] for entry in writes} == {PROJECT}


def test_every_fact_is_declared_whole() -> None:
    names = [check.name for check in ALL]
    assert len(set(names)) == len(names)
    for check in ALL:
        assert check.code, check.name
        assert [path for path in check.code if not (ROOT / path).is_file()] == [], check.name
        assert set(check.sources.split(", ")) <= {"seed", "ref", "sdk", "field", "guess"}, check.name
        assert check.claim[-1] != ".", check.name
    assert {check.name for check in (*WRITING, *NUMBER)}.isdisjoint(check.name for check in READING)
