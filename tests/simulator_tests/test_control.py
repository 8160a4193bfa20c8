# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control API, and the process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests

from tests.simulator.process import Control, SimulatorProcess
from tests.simulator_tests.client import LIST, NUMBER, PASSWORD, PROJECT, SEED, Api, token_request


def test_seed_and_state(control: Control) -> None:
    more = {"phoneNumbers": ["+12025550124", {"phoneNumber": "+12025550125", "trunk": "t"}], "calls": [{"trunk": "t"}]}
    ids = control.seed(PROJECT, **SEED, **more, countryPermissions={"GB": True, "US": False}, addedProjects=["sub"])
    state = control.state(PROJECT)
    (trunk,) = state["trunks"]
    assert [trunk["id"]] == ids["trunks"]
    assert trunk["accessControlListIds"] == ids["accessControlLists"][:1]
    assert trunk["credentialListIds"] == ids["credentialLists"]
    assert [item["name"] for item in trunk["endpoints"]] == ["phone"]
    assert trunk["phoneNumbers"] == [NUMBER, "+12025550125"]
    assert [item["sipTrunkId"] for item in state["phoneNumbers"]] == [trunk["id"], None, trunk["id"]]
    assert state["credentialLists"][0]["credentials"][0]["password"] == PASSWORD
    assert state["accessControlLists"][0]["ipRanges"][0]["range"] == 32
    assert [code for code, enabled in state["countryPermissions"].items() if enabled] == ["CA", "GB"]
    assert (state["calls"][0]["trunkId"], state["addedProjects"]) == (trunk["id"], ["sub"])
    control.reset()
    assert control.state(PROJECT)["trunks"] == []


@pytest.mark.parametrize(
    "seed", [{"trunks": [{"name": "main", "hostName": "main", "acls": ["unknown"]}]}, {"acls": []}, {"trunks": [{}]}]
)
def test_wrong_seeds(control: Control, seed: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="refuses POST /seed"):
        control.seed(PROJECT, **seed)


def test_wrong_settings_and_faults(control: Control) -> None:
    with pytest.raises(ValueError, match="latency"):
        control.settings(latency=3)
    with pytest.raises(ValueError, match="kind"):
        control.fault("sabotage")
    with pytest.raises(ValueError, match="regular expression"):
        control.fault("status", path="(")


def test_guesses_are_merged_and_reset(control: Control) -> None:
    control.settings(guesses={"number_post_assigns": False})
    guesses = control.settings(guesses={"number_delete_unassigns": False})["guesses"]
    assert [name for name, right in guesses.items() if not right] == ["number_delete_unassigns", "number_post_assigns"]
    control.reset()
    assert all(control.settings()["guesses"].values())


def test_log_and_counters(control: Control, api: Api) -> None:
    token_request(control.url)
    api.ok("POST", "/credentialLists", LIST)
    api.ok("GET", "/trunks", page=2)
    token, create, get = control.requests()
    assert (token["path"], token["body"]) == ("/oauth2/token", "grant_type=client_credentials")
    assert create["body"]["credentials"][0]["password"] == PASSWORD
    assert (create["status"], create["project"], get["query"]) == (201, PROJECT, {"page": "2"})
    assert [entry["path"] for entry in control.writes()] == [f"/v1/projects/{PROJECT}/credentialLists"]
    counters = {"requests": 2, "tokens": 1, "writes": 1, "connections": 2, "max_concurrent": 1}
    assert control.counters() == counters
    control.clear_log()
    assert (control.requests(), control.counters()["requests"]) == ([], 0)
    control.settings(log_bodies=False)
    api.acl()
    assert [entry["body"] for entry in control.requests()] == [None]


def test_concurrent_requests_are_counted(control: Control, api: Api) -> None:
    control.fault("slow", delay_s=60, times=2)
    for _attempt in range(2):
        with pytest.raises(requests.ReadTimeout):
            api.send("GET", "/trunks", timeout=0.3)
    api.ok("GET", "/trunks")
    assert control.counters()["max_concurrent"] == 3


def test_read_only_mode(control: Control, api: Api) -> None:
    control.settings(read_only=True)
    assert api.refused("POST", "/trunks", {"name": "main", "hostName": "main"}) == (500, "READ_ONLY_SIMULATOR")
    assert (api.send("GET", "/trunks").ok, token_request(control.url).ok) == (True, True)
    assert (control.counters()["writes"], control.state(PROJECT)["trunks"]) == (1, [])


def test_the_process(tmp_path: Path) -> None:
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps({PROJECT: {"trunks": [{"name": "main", "hostName": "main"}]}}))
    simulator = SimulatorProcess("--host", "::1", "--seed", str(seed))
    try:
        with Api(simulator.url) as api:
            assert api.ok("GET", "/trunks")["totalItems"] == 1
    finally:
        assert simulator.stop() == 0
    with pytest.raises(RuntimeError, match="exit status 2"):
        SimulatorProcess("--dialect", "klingon")


def test_taken_port(control: Control, capfd: pytest.CaptureFixture[str]) -> None:
    """A simulator whose port is taken says so, and how to choose another, in one line."""
    with pytest.raises(RuntimeError, match="exit status 1"):
        SimulatorProcess("--port", control.url.rpartition(":")[2])
    (line,) = capfd.readouterr().err.splitlines()
    assert "already in use. Choose another with --port" in line
