# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests that go wrong: what is tried again, what is looked up first, and what is an error."""

from __future__ import annotations

import email.utils
import os
import re
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._connection import resolve_connection
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._transport import client as transport
from ansible_collections.sinch.sip.plugins.module_utils._transport.client import Client
from tests.playbooks.running import PROJECT, Ansible
from tests.simulator.process import KEY_SECRET, Control

TRUNKS = ("trunks",)
TRUNK_KEYS = ("trunks", "sipTrunks")
OFFICE = {"ipAddress": "203.0.113.10", "range": 32}
NUMBER = "+12025550101"
USER = {"username": "alice", "password": "Correct-horse-1"}
SEED = {
    "accessControlLists": [
        {"name": "office", "enabled": True, "ipRanges": [OFFICE]},
        {"name": "lab", "enabled": True, "ipRanges": [OFFICE]},
    ],
    "credentialLists": [{"name": "phones", "credentials": [USER]}],
    "trunks": [
        {"name": "main", "hostName": "main", "acls": ["lab"], "phoneNumbers": [NUMBER]},
        {"name": "spare", "hostName": "spare"},
    ],
}


class Waits:
    """A client, and how long it would have waited between its tries, in seconds, with all dice at their highest."""

    def __init__(self, ansible: Ansible, **options: Any) -> None:
        """Make the client; nothing is waited for in earnest."""
        self.seconds: list[float] = []
        with ansible.environment():
            connection = resolve_connection(options, os.environ)
            self.client = Client(connection, sleep=self.seconds.append, dice=lambda: 1.0)

    def names(self) -> list[str]:
        """Return the names of the project's trunks."""
        return [trunk["name"] for trunk in self.client.list(TRUNKS, TRUNK_KEYS)]

    def refused(self) -> ApiError:
        """Return the error of a list that must fail."""
        with pytest.raises(ApiError) as caught:
            self.client.list(TRUNKS, TRUNK_KEYS)
        return caught.value


@pytest.fixture
def seeded(control: Control) -> Control:
    """Return the control client of a simulator with a small project."""
    control.seed(PROJECT, **SEED)
    return control


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have modules wait for nothing between their tries."""
    monkeypatch.setattr(transport, "BACKOFF_BASE", 0.0)
    monkeypatch.setattr(transport, "RETRY_AFTER_LONGEST", 0.0)


# Waiting


@pytest.mark.parametrize("status", [429, 502, 503, 504])
@pytest.mark.parametrize(("retry_after", "waited"), [("7", 7), ("3600", 60), ("0", 0), (None, 0.5), ("soon", 0.5)])
def test_wait_that_the_server_asks_for(
    status: int, retry_after: str | None, waited: float, seeded: Control, ansible: Ansible
) -> None:
    """Retry-After is honoured up to a minute; without a usable one, the wait is this side's choice."""
    seeded.fault("status", status=status, times=1, headers={"Retry-After": retry_after} if retry_after else {})
    waits = Waits(ansible)
    assert waits.names() == ["main", "spare"]
    assert waits.seconds == [waited]


@pytest.mark.parametrize(("ahead", "least", "most"), [(50, 1, 50), (-50, 0, 0), (7200, 60, 60)])
def test_wait_until_a_date(ahead: int, least: float, most: float, seeded: Control, ansible: Ansible) -> None:
    """Retry-After may also be a date; one that has passed asks for no wait."""
    date = email.utils.formatdate(time.time() + ahead, usegmt=True)
    seeded.fault("status", status=503, path="/trunks", times=1, headers={"Retry-After": date})
    waits = Waits(ansible)
    assert waits.names() == ["main", "spare"]
    (waited,) = waits.seconds
    assert least <= waited <= most


def test_waits_grow(seeded: Control, ansible: Ansible) -> None:
    """The waits double up to half a minute, and the tries end."""
    seeded.fault("status", status=503, path="/trunks")
    waits = Waits(ansible, max_retries=8)
    error = waits.refused()
    assert error.status == 503
    assert waits.seconds == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert seeded.counters()["requests"] == 9


def test_token_endpoint_is_asked_again(seeded: Control, ansible: Ansible) -> None:
    """The token endpoint's limit passes, and it says nothing of when (sdk)."""
    seeded.fault("status", path="/oauth2/token", status=429, times=3)
    waits = Waits(ansible)
    assert waits.names() == ["main", "spare"]
    assert waits.seconds == [0.5, 1, 2]
    assert seeded.counters()["requests"] == 1


@pytest.mark.parametrize("kind", ["reset", "lost_answer", "truncated", "html", "not_json"])
def test_read_is_repeated(kind: str, seeded: Control, ansible: Ansible) -> None:
    """A read that has no usable answer is simply tried again."""
    seeded.fault(kind, method="GET", times=2)
    waits = Waits(ansible)
    assert waits.names() == ["main", "spare"]
    assert waits.seconds == [0.5, 1]


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500, 501])
def test_refusal_is_final(status: int, seeded: Control, ansible: Ansible) -> None:
    """What the API refuses once it will refuse again."""
    seeded.fault("status", path="/trunks", status=status)
    waits = Waits(ansible)
    error = waits.refused()
    assert (error.status, error.method, error.path) == (status, "GET", "/trunks")
    assert waits.seconds == []
    assert seeded.counters()["requests"] == 1


def test_slow_server(seeded: Control, ansible: Ansible) -> None:
    """An answer that does not come in time is an error that names the option."""
    seeded.fault("slow", path="/trunks", delay_s=2)
    error = Waits(ansible, timeout=0.1, max_retries=0).refused()
    assert "0.1 s" in str(error)
    assert "timeout" in str(error)


def test_no_server(ansible: Ansible) -> None:
    """A server that is not there is an error that names no address of an object."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        waits = Waits(ansible, api_url=f"http://127.0.0.1:{unused.getsockname()[1]}", max_retries=1)
        error = waits.refused()
    assert error.status is None
    assert "refused" in str(error)
    assert "0x" not in str(error)
    assert waits.seconds == [0.5]


# Writes


class Change(NamedTuple):
    """A task that makes one writing request, and that request's method and path."""

    module: str
    options: Mapping[str, Any]
    method: str
    path: str


CHANGES = {
    "create": Change("sinch_sip_trunk", {"name": "new", "host_name": "new"}, "POST", "/trunks$"),
    "update": Change("sinch_sip_trunk", {"name": "main", "enable_caller_name": True}, "PUT", "/trunks/"),
    "delete": Change("sinch_sip_trunk", {"name": "spare", "state": "absent"}, "DELETE", "/trunks/"),
    "link": Change("sinch_sip_trunk", {"name": "main", "acls": ["lab", "office"]}, "POST", "/accessControlLists$"),
    "unlink": Change("sinch_sip_trunk", {"name": "main", "acls": []}, "DELETE", "/accessControlLists/"),
    "create-acl": Change("sinch_acl", {"name": "new", "ip_ranges": ["203.0.113.9"]}, "POST", "/accessControlLists$"),
    "create-list": Change("sinch_credential_list", {"name": "new", "credentials": [USER]}, "POST", "/credentialLists$"),
    "add-user": Change(
        "sinch_credential_list",
        {"name": "phones", "credentials": [{**USER, "username": "bob"}], "purge_credentials": False},
        "POST",
        "/credentials$",
    ),
    "remove-user": Change("sinch_credential_list", {"name": "phones", "credentials": []}, "DELETE", "/credentials/"),
    "create-endpoint": Change(
        "sinch_sip_endpoint", {"trunk": "main", "name": "new", "address": "203.0.113.9"}, "POST", "/endpoints$"
    ),
    "create-rule": Change("sinch_call_blocking_rule", {"name": "new", "direction": "INBOUND"}, "POST", "Rules$"),
    "assign": Change(
        "sinch_phone_number", {"trunk": "spare", "phone_numbers": NUMBER, "move": True}, "POST", "/phoneNumbers$"
    ),
    "unassign": Change("sinch_phone_number", {"phone_numbers": NUMBER, "state": "absent"}, "POST", "/phoneNumbers$"),
    "country": Change("sinch_country_permission", {"countries": ["GB"]}, "PUT", "/countryPermissions/GB"),
}
POSTS = {name: change for name, change in CHANGES.items() if change.method == "POST"}
CHANGE = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)


def essence(control: Control, result: Mapping[str, Any] | None = None) -> Any:
    """Return the project, and a task's diff, without times and with names for IDs: what two runs must agree on."""
    state = control.state(PROJECT)
    names: dict[str, str] = {}

    def note(value: Any) -> None:
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            note(item)
        if isinstance(value, dict) and "id" in value:
            words = ("name", "username", "phoneNumber", "ipAddress")
            names[value["id"]] = next(value[word] for word in words if value.get(word))

    def essential(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: essential(item) for key, item in value.items() if key not in ("createTime", "updateTime")}
        if isinstance(value, list):
            return [essential(item) for item in value]
        return names.get(value, value) if isinstance(value, str) else value

    note(state)
    return essential({**state, "diff": (result or {}).get("diff")})


@CHANGE
@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "reset"},
        {"kind": "lost_answer"},
        {"kind": "truncated"},
        {"kind": "not_json"},
        {"kind": "html"},
        {"kind": "status", "status": 429},
        {"kind": "status", "status": 429, "headers": {"Retry-After": "1"}},
        {"kind": "status", "status": 503},
        {"kind": "status", "status": 504},
    ],
    ids=lambda fault: "-".join(map(str, fault.values())),
)
@pytest.mark.usefixtures("impatient")
def test_write_survives(
    change: Change, fault: Mapping[str, Any], dialect: str, seeded: Control, ansible: Ansible
) -> None:
    """A write takes effect exactly once, whether its request or its answer was lost; the next run finds it done."""
    reference = ansible.module(change.module, change.options).succeeded()
    expected = essence(seeded, reference.data)

    seeded.reset()
    seeded.settings(dialect=dialect)
    seeded.seed(PROJECT, **SEED)
    seeded.fault(method=change.method, path=change.path, times=1, **fault)
    result = ansible.module(change.module, change.options).succeeded()
    assert [rule["applied"] for rule in seeded.faults()] == [1]
    assert result.changed
    assert essence(seeded, result.data) == expected
    assert not ansible.module(change.module, change.options).succeeded().changed


@pytest.mark.parametrize("change", POSTS.values(), ids=POSTS)
@pytest.mark.parametrize(
    ("fault", "before_the_second"),
    [
        # 429 comes from a layer that has passed nothing on.
        ({"kind": "status", "status": 429}, []),
        ({"kind": "status", "status": 503}, ["GET"]),
        ({"kind": "reset"}, ["GET"]),
        ({"kind": "lost_answer"}, None),
    ],
    ids=["429", "503", "reset", "lost_answer"],
)
@pytest.mark.usefixtures("impatient")
def test_post_is_repeated_only_where_it_had_no_effect(
    change: Change, fault: Mapping[str, Any], before_the_second: list[str] | None, seeded: Control, ansible: Ansible
) -> None:
    """A POST that may have taken effect is made again only when reading shows that it has not."""
    seeded.fault(method="POST", path=change.path, times=1, **fault)
    ansible.module(change.module, change.options).succeeded()
    seen = [entry["method"] for entry in seeded.requests() if entry["project"]]
    first, *others = [place for place, method in enumerate(seen) if method == "POST"]
    assert [seen[first + 1 : second] for second in others] == ([] if before_the_second is None else [before_the_second])


@CHANGE
@pytest.mark.usefixtures("impatient")
def test_write_that_the_server_fails_at(change: Change, seeded: Control, ansible: Ansible) -> None:
    """A 500 is not tried again: it is an error that names the request; the next run completes the work."""
    seeded.fault("status", method=change.method, path=change.path, status=500)
    before = essence(seeded)
    message = ansible.module(change.module, change.options).error()
    assert re.search(rf"{change.method} /\S+ answered 500", message)
    assert len(seeded.writes()) == 1
    assert essence(seeded) == before
    seeded.clear_faults()
    assert ansible.module(change.module, change.options).succeeded().changed
    assert not ansible.module(change.module, change.options).succeeded().changed


@pytest.mark.usefixtures("impatient")
def test_a_twin_is_not_adopted(seeded: Control, ansible: Ansible) -> None:
    """What was there before under another name is not taken for what a lost answer made."""
    seeded.fault("status", method="POST", status=500)
    error = ansible.module("sinch_sip_trunk", {"name": "new", "host_name": "new"}).error()
    assert "500" in error
    assert [trunk["name"] for trunk in seeded.state(PROJECT)["trunks"]] == ["main", "spare"]


@pytest.mark.usefixtures("impatient")
def test_report_of_a_half_done_task(seeded: Control, ansible: Ansible) -> None:
    """When one of several writes fails, the error says what was done, and the next run does the rest."""
    seeded.fault("status", method="POST", path="/accessControlLists$", status=403)
    options = {"name": "new", "host_name": "new", "acls": ["office"]}
    result = ansible.module("sinch_sip_trunk", options)
    message = result.error()
    assert "create SIP trunk 'new'" in message
    assert "link ACL 'office'" in message
    assert result["done"] == ["create SIP trunk 'new'"]
    assert len(result["failed_actions"]) == 1
    assert result["failure"]["status"] == 403
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
    """A list that is not what it should be is an error that names the part, and nothing is written."""
    seeded.fault(path="/trunks", **fault)
    message = ansible.module("sinch_sip_trunk", {"name": "main", "enable_caller_name": True}).error()
    assert "GET /trunks" in message
    assert named in message
    assert seeded.writes() == []


def test_refusal_is_told_whole(seeded: Control, ansible: Ansible) -> None:
    """An error of the API shows its message, the fields that it names, and the request's ID."""
    seeded.seed("elsewhere", trunks=[{"name": "theirs", "hostName": "taken"}])
    result = ansible.module("sinch_sip_trunk", {"name": "new", "host_name": "taken"})
    message = result.error()
    assert "POST /trunks answered 409 ALREADY_EXISTS" in message
    assert "hostName taken is taken" in message
    (write,) = seeded.writes()
    assert write["request_id"] in message
    assert result["failure"]["request_id"] == write["request_id"]


# Tokens


def test_token_refused_once(seeded: Control, ansible: Ansible) -> None:
    """A token that the API refuses is dropped and another one got (sdk)."""
    ansible.module("sinch_acl_info").succeeded()
    seeded.fault("refuse_token", times=1, path="/v1/")
    ansible.module("sinch_acl_info").succeeded()
    assert seeded.counters()["tokens"] == 2
    ansible.module("sinch_acl_info").succeeded()
    assert seeded.counters()["tokens"] == 2


def test_token_expired_at_the_server(seeded: Control, ansible: Ansible) -> None:
    """The same where the clocks differ, in the middle of a task that writes."""
    ansible.module("sinch_acl_info").succeeded()
    seeded.shift_clock(3700)
    seeded.clear_log()
    assert ansible.module("sinch_sip_trunk", {"name": "new", "host_name": "new"}).succeeded().changed
    assert seeded.counters()["tokens"] == 1


def test_token_refused_twice(seeded: Control, ansible: Ansible) -> None:
    """A second refusal is final."""
    seeded.fault("refuse_token", path="/v1/")
    message = ansible.module("sinch_sip_trunk", {"name": "new", "host_name": "new"}).error()
    assert "401" in message
    assert "token" in message
    assert {"tokens": 2, "requests": 2}.items() <= seeded.counters().items()


def test_wrong_key(seeded: Control, ansible: Ansible) -> None:
    """A wrong key is told as such, once, without the secret."""
    ansible.environ["SINCH_KEY_SECRET"] = "Wrong-secret-1"
    message = ansible.module("sinch_acl_info").error()
    assert "key_id" in message
    assert "key_secret" in message
    assert "Wrong-secret-1" not in message
    assert {"tokens": 1, "requests": 0}.items() <= seeded.counters().items()


def test_given_token(seeded: Control, ansible: Ansible) -> None:
    """A ready token is used as it is; when it is refused there is no other to try."""
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
    """HTTP Basic asks for no token."""
    ansible.module("sinch_acl_info", {"auth_method": "basic"}).succeeded()
    (entry,) = seeded.requests()
    assert (entry["authorization"] or "").startswith("Basic ")


def test_netrc_is_not_used(seeded: Control, ansible: Ansible, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ~/.netrc for the API's host does not replace the token."""
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
    """No credentials go to where an answer points."""
    elsewhere = seeded.url.replace("127.0.0.1", "localhost")
    seeded.fault("status", path=path, status=status, headers={"Location": f"{elsewhere}/elsewhere"}, body="")
    message = ansible.module("sinch_acl_info").error()
    assert "redirects to localhost" in message
    assert "/elsewhere" not in [entry["path"] for entry in seeded.requests()]
    assert KEY_SECRET not in message
