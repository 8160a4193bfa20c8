# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The number of requests that a task sends to the API and to the token endpoint, and lists of several pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.playbooks.running import PROJECT, Ansible
from tests.playbooks.seeds import acl, trunk
from tests.simulator.process import Control

PROJECT_SEED = {"accessControlLists": [acl("office")], "trunks": [trunk("main", acls=["office"])]}


@pytest.mark.parametrize(
    ("module", "options", "requests"),
    [
        ("sinch_sip_trunk", {"name": "main"}, 1),
        ("sinch_sip_trunk", {"name": "main", "host_name": "main", "enable_caller_name": False}, 1),
        ("sinch_sip_trunk", {"name": "main", "acls": ["office"]}, 3),
        ("sinch_sip_trunk", {"name": "other", "state": "absent"}, 1),
        ("sinch_acl", {"name": "office", "ip_ranges": ["203.0.113.10"]}, 1),
        ("sinch_country_permission", {"countries": ["US", "CA"]}, 1),
        ("sinch_country_permission", {"countries": ["CA", "US"], "exclusive": True}, 1),
        ("sinch_sip_trunk_info", {}, 1),
        ("sinch_acl_info", {"name": "office"}, 1),
        ("sinch_country_permission_info", {"countries": "US"}, 1),
    ],
    ids=str,
)
def test_task_that_changes_nothing(
    module: str, options: Mapping[str, Any], requests: int, control: Control, ansible: Ansible
) -> None:
    control.seed(PROJECT, **PROJECT_SEED)
    result = ansible.module(module, options).succeeded()
    assert not result.changed
    counters = control.counters()
    assert (counters["requests"], counters["writes"]) == (requests, 0)


@pytest.mark.parametrize(
    ("module", "options", "requests"),
    [
        # An object is read again before it is replaced as a whole.
        ("sinch_sip_trunk", {"name": "main", "enable_caller_name": True}, ["GET", "GET", "PUT"]),
        # A part is written by itself, and then read.
        ("sinch_acl", {"name": "office", "ip_ranges": ["203.0.113.11"]}, ["GET", "POST", "DELETE", "GET"]),
        # A country permission has a single field.
        ("sinch_country_permission", {"countries": ["GB"]}, ["GET", "PUT"]),
    ],
    ids=str,
)
def test_requests_of_an_update(
    module: str, options: Mapping[str, Any], requests: list[str], control: Control, ansible: Ansible
) -> None:
    """An update reads only what protects the changes of other clients."""
    control.seed(PROJECT, **PROJECT_SEED)
    assert ansible.module(module, options).succeeded().changed
    assert [entry["method"] for entry in control.requests() if entry["project"]] == requests


@pytest.mark.usefixtures("both_ways")
def test_twelve_tasks_share_one_token(control: Control, ansible: Ansible) -> None:
    control.seed(PROJECT, **PROJECT_SEED)
    tasks: list[Mapping[str, Any]] = [
        {"sinch.sip.sinch_sip_trunk_info": {}},
        {"sinch.sip.sinch_acl": {"name": "office"}},
        {"sinch.sip.sinch_sip_trunk": {"name": "main"}},
        {"sinch.sip.sinch_country_permission": {"countries": ["US"]}},
    ]
    run = ansible.playbook(tasks * 3).succeeded()
    counters = control.counters()
    assert len(run.results) == counters["requests"] == 12
    assert counters["tokens"] == 1


TRUNKS = [{"name": f"trunk-{number:03}", "hostName": f"host-{number:03}"} for number in range(250)]


@pytest.fixture
def large(control: Control) -> Control:
    control.seed(PROJECT, trunks=TRUNKS)
    control.settings(page_cap=100)
    return control


@pytest.mark.usefixtures("dialect")
def test_all_pages_are_read(large: Control, ansible: Ansible) -> None:
    """A list is read to its end, and an object on its last page is found and not created again."""
    listed = ansible.module("sinch_sip_trunk_info").succeeded()["sip_trunks"]
    assert [trunk["name"] for trunk in listed] == [trunk["name"] for trunk in TRUNKS]
    assert large.counters()["requests"] == 3
    ansible.module("sinch_sip_trunk", {"name": "trunk-249", "enable_caller_name": True}).succeeded()
    trunks = large.state(PROJECT)["trunks"]
    assert [trunk["name"] for trunk in trunks if trunk["enableCallerName"]] == ["trunk-249"]
    assert len(trunks) == 250


@pytest.mark.usefixtures("dialect")
@pytest.mark.parametrize("check", [True, False])
def test_two_of_one_name_are_refused(check: bool, large: Control, ansible: Ansible) -> None:
    """A name of two trunks, on the first and the last page, is ambiguous and refused with both IDs."""
    (second,) = large.seed(PROJECT, trunks=[{"name": "trunk-000", "hostName": "another"}])["trunks"]
    first = large.state(PROJECT)["trunks"][0]["id"]
    for options in ({"enable_caller_name": True}, {"state": "absent"}):
        message = ansible.module("sinch_sip_trunk", {"name": "trunk-000", **options}, check=check).error()
        assert all(part in message for part in ("trunk-000", first, second))
    assert large.writes() == []
    by_id = ansible.module("sinch_sip_trunk", {"id": second, "enable_caller_name": True}, check=check).succeeded()
    assert by_id["sip_trunk"]["host_name"] == "another"
