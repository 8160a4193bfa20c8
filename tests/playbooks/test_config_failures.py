# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole project with failing changes: independent changes, the report, and the next run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.playbooks.running import PROJECT, Ansible, Result
from tests.playbooks.seeds import FIRST, SECOND
from tests.playbooks.test_config import WHOLE
from tests.simulator.process import Control

_LINKS = [f"link ACL 'pbx' to SIP trunk {name!r}" for name in ("main", "spare")]
_NUMBERS = [f"assign phone number {number!r}" for number in (FIRST, SECOND)]
_DESK, _PHONES = "create SIP endpoint 'desk' of 'main'", "link credential list 'phones' to SIP trunk 'main'"
PARTS = ("done", "failed_actions", "not_tried")


def targets(result: Result) -> dict[str, list[str]]:
    """Return the changes that were done, failed and were not tried, without the errors."""
    return {part: sorted(text.split(" failed: ")[0] for text in result[part]) for part in PARTS}


def completes(control: Control, ansible: Ansible, data: Mapping[str, Any]) -> None:
    """Check that the next run makes the remaining changes and no others, without duplicates."""
    control.clear_faults()
    left = ansible.module("sinch_sip_config", data, check=True).succeeded()["plan"]
    control.clear_log()
    result = ansible.module("sinch_sip_config", data).succeeded()
    assert len(result["plan"]) == len(left) == len(control.writes())
    assert not ansible.module("sinch_sip_config", data).succeeded().changed
    state = control.state(PROJECT)
    for kind, option in (("accessControlLists", "acls"), ("credentialLists", "credential_lists"), ("trunks", "trunks")):
        assert sorted(row["name"] for row in state[kind]) == sorted(one["name"] for one in data.get(option, ()))


@pytest.mark.parametrize("connections", [1, 8])
@pytest.mark.parametrize(
    ("fault", "failed", "not_tried"),
    [
        ({"path": f"{PROJECT}/accessControlLists$"}, ["create ACL 'pbx'"], _LINKS),
        ({"path": f"{PROJECT}/credentialLists$"}, ["create credential list 'phones'"], [_DESK, _PHONES]),
        ({"path": "/trunks/[^/]+/credentialLists$"}, [_PHONES], [_DESK]),
        (
            {"path": f"{PROJECT}/trunks$", "times": None},
            ["create SIP trunk 'main'", "create SIP trunk 'spare'"],
            [_DESK, "create SIP endpoint 'pbx' of 'main'", *_LINKS, _PHONES, *_NUMBERS],
        ),
        ({"path": "/callBlockingRules$"}, ["create call blocking rule 'spam'"], []),
    ],
    ids=["acl", "list", "link", "trunks", "rule"],
)
def test_failure_stops_what_depends_on_it(
    fault: Mapping[str, Any],
    failed: list[str],
    not_tried: list[str],
    connections: int,
    control: Control,
    ansible: Ansible,
) -> None:
    """Changes that do not depend on a failed one are made; error and plan report the status of every change."""
    whole = ansible.module("sinch_sip_config", WHOLE, check=True)["summary"]["actions"]
    control.fault("status", **{"method": "POST", "status": 409, "times": 1, **fault})
    result = ansible.module("sinch_sip_config", {**WHOLE, "max_connections": connections})
    message = result.error()

    found = targets(result)
    assert found["failed_actions"] == sorted(failed)
    assert found["not_tried"] == sorted(not_tried)
    assert len(found["done"]) == whole - len(failed) - len(not_tried)
    assert all(text in message for part in found.values() for text in part)
    assert "answered 409" in message
    assert result["failure"]["status"] == 409
    assert result.changed
    statuses = {"done": len(found["done"]), "failed": len(failed), "not_tried": len(not_tried)}
    assert result["summary"]["by_status"] == {status: count for status, count in statuses.items() if count}
    by_status = [action["status"] for action in result["plan"]]
    assert {status: by_status.count(status) for status in statuses} == statuses
    completes(control, ansible, WHOLE)


def test_nothing_done_is_no_change(control: Control, ansible: Ansible) -> None:
    control.fault("status", method="POST", path="/trunks$", status=500)
    data = {"trunks": [{"name": name, "host_name": name} for name in ("a", "b")]}
    result = ansible.module("sinch_sip_config", data)
    assert result.error()
    assert not result.changed
    assert result["summary"]["by_status"] == {"failed": 2}
    assert control.state(PROJECT)["trunks"] == []


@pytest.mark.parametrize("connections", [1, 4])
def test_refused_key_stops_everything(connections: int, control: Control, ansible: Ansible) -> None:
    """If the API refuses every token, running changes end and no other is tried."""
    data = {"acls": [{"name": f"acl-{n}", "ip_ranges": ["203.0.113.10"]} for n in range(20)]}
    control.fault("refuse_token", method="POST", path="/v1/")
    result = ansible.module("sinch_sip_config", {**data, "max_connections": connections})
    assert "401" in result.error()
    assert not result.changed
    failed = result["summary"]["by_status"]["failed"]
    assert 1 <= failed <= 2 * connections
    assert result["summary"]["by_status"]["not_tried"] == 20 - failed
    assert len(control.writes()) <= 2 * failed
    completes(control, ansible, data)


def test_number_that_the_project_does_not_rent(control: Control, ansible: Ansible) -> None:
    """If nobody knows what is rented, a number is reported although the API confirms it; others are assigned."""
    control.settings(rent_any_number=False, numbers_access=False)
    control.seed(PROJECT, phoneNumbers=[FIRST])
    data = {"trunks": [{"name": "main", "host_name": "main", "phone_numbers": [FIRST, SECOND]}]}
    _access, *warnings = ansible.module("sinch_sip_config", data, check=True).succeeded().warnings
    assert [number in warning for number, warning in zip([FIRST, SECOND], warnings, strict=True)] == [True, True]
    result = ansible.module("sinch_sip_config", data)
    assert SECOND in result.error()
    assert FIRST not in result["failed_actions"][0]
    statuses = {action["name"]: action["status"] for action in result["plan"]}
    assert statuses == {"main": "done", FIRST: "done", SECOND: "failed"}
    assert result.changed
    control.settings(rent_any_number=True, numbers_access=True)
    completes(control, ansible, data)


def test_failed_read_back(control: Control, ansible: Ansible) -> None:
    """A change that cannot be read back is reported as failed; the next run finds it done."""
    control.seed(PROJECT, trunks=[{"name": "main", "hostName": "main"}], phoneNumbers=[FIRST])
    control.fault("status", method="GET", path=f"/phoneNumbers/\\{FIRST}$", status=500)
    data = {"trunks": [{"name": "main", "phone_numbers": [FIRST]}]}
    result = ansible.module("sinch_sip_config", data)
    assert "500" in result.error()
    assert result["plan"][0]["status"] == "failed"
    completes(control, ansible, data)
