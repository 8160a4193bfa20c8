# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests that fail: what is repeated, what is looked up first, and what is reported as an error.

The fault matrix in ``tests/faults`` has every kind of request with every kind of fault.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._connection import resolve_connection
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._transport.client import Client
from tests.faults.scenarios import SCENARIOS, SEED, Scenario
from tests.playbooks.running import PROJECT, Ansible
from tests.simulator.process import KEY_SECRET, Control

POSTS = [
    one
    for one in SCENARIOS
    if one.job.module != "sinch_sip_config" and one.method == "POST" and one.key != "access_token"
]


@pytest.fixture
def seeded(control: Control) -> Control:
    control.seed(PROJECT, **SEED)
    return control


# Repetition


def test_waits_grow(seeded: Control, ansible: Ansible) -> None:
    """The waits between attempts double up to 30 seconds, and the attempts end."""
    seeded.fault("status", status=503, path="/trunks")
    waits: list[float] = []
    with ansible.environment():
        connection = resolve_connection({"max_retries": 8}, os.environ)
    with pytest.raises(ApiError, match="503"):
        Client(connection, sleep=waits.append, dice=lambda: 1.0).list(("trunks",), ("trunks", "sipTrunks"))
    assert waits == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert seeded.counters()["requests"] == 9


@pytest.mark.parametrize("scenario", POSTS, ids=lambda one: one.name)
@pytest.mark.parametrize(
    ("fault", "before_the_second"),
    [
        # 429 comes from a layer that passes nothing on.
        ({"kind": "status", "status": 429}, []),
        ({"kind": "status", "status": 503}, ["GET"]),
        ({"kind": "reset"}, ["GET"]),
        ({"kind": "lost_answer"}, None),
    ],
    ids=["429", "503", "reset", "lost_answer"],
)
@pytest.mark.usefixtures("impatient")
def test_post_is_repeated_only_where_it_had_no_effect(
    scenario: Scenario, fault: Mapping[str, Any], before_the_second: list[str] | None, seeded: Control, ansible: Ansible
) -> None:
    """A POST that may have taken effect is repeated only if a read shows that it has not."""
    seeded.fault(method="POST", path=scenario.path, times=1, **fault)
    ansible.module(scenario.job.module, scenario.job.options).succeeded()
    seen = [(entry["method"], entry["path"]) for entry in seeded.requests() if entry["project"]]
    posts = [place for place, (method, path) in enumerate(seen) if method == "POST" and re.search(scenario.path, path)]
    between = [[method for method, _path in seen[posts[0] + 1 : second]] for second in posts[1:]]
    assert between == ([] if before_the_second is None else [before_the_second])


@pytest.mark.usefixtures("impatient")
def test_report_of_a_half_done_task(seeded: Control, ansible: Ansible) -> None:
    """If one of several writes fails, the error says what was done, and the next run does the rest."""
    seeded.fault("status", method="POST", path="/accessControlLists$", status=403)
    options = {"name": "new", "host_name": "new", "acls": ["office"]}
    result = ansible.module("sinch_sip_trunk", options)
    assert "create SIP trunk 'new'" in result.error()
    assert "link ACL 'office'" in result.error()
    assert result["done"] == ["create SIP trunk 'new'"]
    assert (len(result["failed_actions"]), result["failure"]["status"]) == (1, 403)
    seeded.clear_faults()
    seeded.clear_log()
    assert ansible.module("sinch_sip_trunk", options).succeeded()["sip_trunk"]["acls"] == ["office"]
    assert len(seeded.writes()) == 1


# Answers that cannot be right


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ({"kind": "missing_key"}, "trunks"),
        ({"kind": "missing_key", "key": "id"}, "id"),
        ({"kind": "wrong_types"}, "trunks"),
        ({"kind": "wrong_types", "key": "name"}, "name"),
        ({"kind": "wrong_types", "key": "enableCallForward"}, "enableCallForward"),
        ({"kind": "status", "status": 200, "body": 17}, "int"),
        ({"kind": "status", "status": 200, "body": {"trunks": [17], "totalItems": 1}}, "int"),
    ],
    ids=str,
)
def test_answer_that_cannot_be_read(fault: Mapping[str, Any], named: str, seeded: Control, ansible: Ansible) -> None:
    """A malformed list is an error that names the malformed part, and nothing is written."""
    seeded.fault(path="/trunks", **fault)
    message = ansible.module("sinch_sip_trunk", {"name": "main", "enable_caller_name": True}).error()
    assert "GET /trunks" in message
    assert named in message
    assert seeded.writes() == []


def test_refusal_is_told_whole(seeded: Control, ansible: Ansible) -> None:
    """An error of the API shows its message, the fields that it names, and the ID of the request."""
    seeded.seed("elsewhere", trunks=[{"name": "theirs", "hostName": "taken"}])
    result = ansible.module("sinch_sip_trunk", {"name": "new", "host_name": "taken"})
    assert "POST /trunks answered 409 ALREADY_EXISTS" in result.error()
    assert "hostName taken is taken" in result.error()
    (write,) = seeded.writes()
    assert write["request_id"] in result.error()
    assert result["failure"]["request_id"] == write["request_id"]


# Tokens; the matrix has refused and expired ones, the unit tests of the client a refused key


def test_given_token(seeded: Control, ansible: Ansible) -> None:
    ansible.module("sinch_acl_info").succeeded()
    good = next(entry["authorization"] for entry in seeded.requests() if entry["project"])
    seeded.clear_log()
    assert good is not None
    ansible.module("sinch_acl_info", {"access_token": good.removeprefix("Bearer ")}).succeeded()
    message = ansible.module("sinch_acl_info", {"access_token": "no-good-token"}).error()
    assert "401" in message
    assert "no-good-token" not in message
    assert {"tokens": 0, "requests": 2}.items() <= seeded.counters().items()


def test_basic(seeded: Control, ansible: Ansible) -> None:
    ansible.module("sinch_acl_info", {"auth_method": "basic"}).succeeded()
    (entry,) = seeded.requests()
    assert (entry["authorization"] or "").startswith("Basic ")


def test_netrc_is_not_used(seeded: Control, ansible: Ansible, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ``~/.netrc`` with the API's host does not replace the token."""
    netrc = tmp_path / "netrc"
    netrc.write_text("default login someone password else\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    ansible.module("sinch_acl_info").succeeded()
    assert [(entry["authorization"] or "").split()[0] for entry in seeded.requests()] == ["Basic", "Bearer"]


# Redirects


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("path", ["/v1/", "/oauth2/token"])
def test_redirect_is_not_followed(status: int, path: str, seeded: Control, ansible: Ansible) -> None:
    """No request follows a redirect, so no credentials are sent to another host."""
    elsewhere = seeded.url.replace("127.0.0.1", "localhost")
    seeded.fault("status", path=path, status=status, headers={"Location": f"{elsewhere}/elsewhere"}, body="")
    message = ansible.module("sinch_acl_info").error()
    assert "redirects to localhost" in message
    assert "/elsewhere" not in [entry["path"] for entry in seeded.requests()]
    assert KEY_SECRET not in message
