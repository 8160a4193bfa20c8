# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Properties of sinch_sip_config that hold for any project and any data."""

from __future__ import annotations

import copy
import ipaddress
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.playbooks.projects import PROFILE, PURGED, Change, Entry, Project, changes, projects
from tests.playbooks.running import PROJECT, Ansible, Result
from tests.playbooks.truth import resolved
from tests.simulator.process import Control, SimulatorProcess
from tests.simulator_tests.client import Api

KINDS = ("trunks", "endpoints", "accessControlLists", "credentialLists", "callBlockingRules")
"""The API's names of the kinds of objects that have IDs."""
UNKNOWN = {"futureField": "kept"}
"""A field that this collection does not know, on objects of every kind."""

Objects = dict[str, Entry]


@dataclass
class Lab:
    """A simulator and its clients, shared by all examples."""

    control: Control
    ansible: Ansible
    api: Api

    def build(self, project: Project, dialect: str) -> Mapping[str, Any]:
        """Build a project; return its state before objects got the same names, for the lookup of IDs."""
        self.control.reset()
        # Existing objects may have null values.
        settings = {"dialect": dialect, "extra_fields": dict.fromkeys(KINDS, UNKNOWN)}
        self.control.settings(**settings, guesses={"null_refused": False})
        self.control.seed(PROJECT, **project.seed)
        state = self.control.state(PROJECT)
        for kind in KINDS:
            for path, row in _paths(state, kind):
                body = {**row, "name": project.called[row["name"]]}
                if row["name"] in project.nulled:
                    body.update(dict.fromkeys(("enabled", "transport", "port")))
                if body != row:
                    self.api.ok("PUT", path, body)
        self.control.settings(guesses={"null_refused": True})
        self.control.clear_log()
        return state

    def converge(self, data: Mapping[str, Any], *, check: bool = False, **more: Any) -> Result:
        """Run sinch_sip_config without repeating failed requests."""
        return self.ansible.module("sinch_sip_config", {**data, "max_retries": 0, **more}, check=check)

    def export(self) -> Mapping[str, Any]:
        config: Mapping[str, Any] = self.ansible.module("sinch_sip_config_info").succeeded()["config"]
        return config

    def seen(self, known: Collection[str]) -> Entry:
        return seen(self.control.state(PROJECT), known)


@pytest.fixture(scope="module")
def lab(simulator: SimulatorProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    simulator.control.reset()
    ansible = Ansible(simulator.url, tmp_path_factory.mktemp("home"))
    with Api(simulator.url) as api:
        yield Lab(simulator.control, ansible, api)


def _paths(state: Mapping[str, Any], kind: str) -> list[tuple[str, Entry]]:
    if kind != "endpoints":
        return [(f"/{kind}/{row['id']}", row) for row in state[kind]]
    return [(f"/trunks/{trunk['id']}/endpoints/{row['id']}", row) for trunk in state["trunks"] for row in trunk[kind]]


# A project in the form of these tests: fields by the ID of the object, or by "new" and the name of a new one


def seen(state: Mapping[str, Any], known: Collection[str]) -> Entry:
    """Return the simulator's project; ``known`` are the IDs of the objects that existed at the start."""

    def objects(rows: Sequence[Entry], fields: Mapping[str, str], **more: Callable[[Entry], Any]) -> Objects:
        found: Objects = {}
        for row in rows:
            own = {option: row.get(name) for option, name in fields.items()}
            # A flag that was never set means its default.
            flag = {"enabled": row["enabled"] is not False} if "enabled" in fields else {}
            parts = {option: value(row) for option, value in more.items()}
            found[label[row["id"]]] = {**own, **flag, "futureField": row["futureField"], **parts}
        assert len(found) == len(rows), "something was made twice"
        return found

    def users(row: Entry) -> dict[str, str]:
        return {one["username"]: one["password"] for one in row["credentials"]}

    rows = [row for kind in KINDS for _path, row in _paths(state, kind)]
    label = {row["id"]: row["id"] if row["id"] in known else _new(row["name"]) for row in rows}
    return {
        "acls": objects(state["accessControlLists"], _ACL, ip_ranges=lambda row: _ranges(row["ipRanges"])),
        "credential_lists": objects(state["credentialLists"], _NAMED, credentials=users),
        "trunks": objects(
            state["trunks"],
            _TRUNK,
            enabled=lambda row: row["enabled"],
            acls=lambda row: {label[one] for one in row["accessControlListIds"]},
            credential_lists=lambda row: {label[one] for one in row["credentialListIds"]},
            endpoints=lambda row: objects(row["endpoints"], _ENDPOINT),
        ),
        "call_blocking_rules": objects(state["callBlockingRules"], _RULE),
        "phone_numbers": {row["phoneNumber"]: label.get(row["sipTrunkId"]) for row in state["phoneNumbers"]},
        "countries": {code for code, enabled in state["countryPermissions"].items() if enabled},
    }


def _new(name: str) -> str:
    return f"new {name}"


def _fields(options: str) -> dict[str, str]:
    """Return the API's names of options, by option."""
    return {option: re.sub(r"_(\w)", lambda letter: letter[1].upper(), option) for option in options.split()}


_NAMED = _fields("name")
_ACL = _fields("name enabled")
_TRUNK = _fields("name host_name enable_caller_name enable_call_forward call_forward_number")
_ENDPOINT = _fields("name address port transport priority enabled credential_username")
_RULE = _fields("name direction caller_country caller_match callee_match")
_OFF = {"enable_caller_name": False, "enable_call_forward": False, "call_forward_number": None}
_STATIC = {"address": None, "port": 5060, "credential_username": None}
_DEFAULTS: Mapping[str, Entry] = {
    "acls": {"enabled": True, "ip_ranges": {}, **UNKNOWN},
    "credential_lists": {"credentials": {}, **UNKNOWN},
    "trunks": {**_OFF, "enabled": True, "acls": set(), "credential_lists": set(), "endpoints": {}, **UNKNOWN},
    "endpoints": {**_STATIC, "transport": "UDP", "priority": 1, "enabled": True, **UNKNOWN},
    "call_blocking_rules": {**dict.fromkeys(_RULE), **UNKNOWN},
}


def _ranges(rows: Sequence[Entry]) -> dict[str, str]:
    """Return descriptions by range; of equal ranges, the first counts."""
    networks = [(str(ipaddress.ip_network(f"{row['ipAddress']}/{row['range']}", strict=False)), row) for row in rows]
    return {cidr: row["description"] or "" for cidr, row in reversed(networks)}


# The desired project


def wanted(before: Entry, data: Mapping[str, Any]) -> Entry:
    """Return the project that results from applying data; independent of the collection's own code."""
    after = copy.deepcopy(before)
    listed = {
        option: [key for entry in data[option] if (key := _apply(option, after[option], entry)) is not None]
        for option in ("acls", "credential_lists", "trunks", "call_blocking_rules")
    }
    referred: dict[str, set[str]] = {"acls": set(), "credential_lists": set()}
    present = [entry for entry in data["trunks"] if entry.get("state") != "absent"]
    for key, entry in zip(listed["trunks"], present, strict=True):
        trunk = after["trunks"][key]
        for option, rows in referred.items():
            if option in entry:
                trunk[option] = {_key(after[option], token) for token in entry[option]}
                rows.update(trunk[option])
        if "endpoints" in entry:
            referred["credential_lists"].update(_apply_endpoints(after, trunk, entry, "endpoints" in data["purge"]))
        if "phone_numbers" in entry:
            mine = [number for number, its in after["phone_numbers"].items() if its == key]
            after["phone_numbers"].update(dict.fromkeys(mine if "phone_numbers" in data["purge"] else ()))
            after["phone_numbers"].update(dict.fromkeys(entry["phone_numbers"], key))
    for option, keys in listed.items():
        if option in data["purge"]:
            staying = {*keys, *referred.get(option, ())}
            after[option] = {key: row for key, row in after[option].items() if key in staying}
    _remove_dependents(before, after)
    if data["country_permissions"]:
        others = set() if data["country_permissions"]["exclusive"] else after["countries"]
        after["countries"] = others | {*data["country_permissions"]["enabled"]}
    return after


def _apply_endpoints(after: Entry, trunk: Entry, entry: Entry, purge: bool) -> set[str]:
    """Apply the endpoints of an entry, and return the credential lists that they need and the entry does not name."""
    kept = [one for data in entry["endpoints"] if (one := _apply("endpoints", trunk["endpoints"], data)) is not None]
    usernames = {trunk["endpoints"][one]["credential_username"] for one in kept}
    lists = after["credential_lists"] if "credential_lists" not in entry else {}
    needed = {one for one in trunk["credential_lists"] & lists.keys() if usernames & {*lists[one]["credentials"]}}
    if purge:
        trunk["endpoints"] = {one: trunk["endpoints"][one] for one in kept}
    return needed


def _key(rows: Objects, token: str) -> str:
    return token if token in rows else next(key for key, row in rows.items() if row["name"] == token)


def _apply(option: str, rows: Objects, entry: Entry) -> str | None:
    """Apply an entry to its object, and return the object's key, or None for a deleted object."""
    named = [key for key, row in rows.items() if row["name"] == entry.get("name")]
    key = str(entry["id"] if "id" in entry else named[0] if named else _new(entry["name"]))
    if entry.get("state") == "absent":
        rows.pop(key, None)
        return None
    row = rows.setdefault(key, copy.deepcopy(_DEFAULTS[option]))
    row.update((name, entry[name] or None) for name in row if name in entry and entry[name] in ("", None))
    fields = {**_TRUNK, **_ENDPOINT, **_RULE, **_ACL}
    spelt = {"host_name": str.lower, "caller_country": str.upper}
    given = {name: entry[name] for name in fields if entry.get(name) not in ("", None)}
    row.update((name, spelt[name](value) if name in spelt else value) for name, value in given.items())
    if "address" in entry:
        row["credential_username"] = None
    if "credential_username" in entry:
        row.update(address=None, port=None)
    if "ip_ranges" in entry:
        ranges = [one if isinstance(one, dict) else {"cidr": one} for one in entry["ip_ranges"]]
        old = row["ip_ranges"]
        new = {cidr: one.get("description", old.get(cidr, "")) for one in ranges for cidr in [_cidr(one["cidr"])]}
        row["ip_ranges"] = new if entry["purge_ip_ranges"] else {**old, **new}
    if "credentials" in entry:
        old = row["credentials"]
        new = {one["username"]: old.get(one["username"], one.get("password")) for one in entry["credentials"]}
        row["credentials"] = new if entry["purge_credentials"] else {**old, **new}
    return key


def _cidr(text: str) -> str:
    return str(ipaddress.ip_network(text))


def _remove_dependents(before: Entry, after: Entry) -> None:
    """Remove the links, endpoints and assignments that depend on a deleted object."""
    gone = [row for key, row in before["credential_lists"].items() if key not in after["credential_lists"]]
    usernames = {username for row in gone for username in row["credentials"]}
    for trunk in after["trunks"].values():
        for option in ("acls", "credential_lists"):
            trunk[option] &= after[option].keys()
        endpoints = trunk["endpoints"].items()
        trunk["endpoints"] = {key: row for key, row in endpoints if row["credential_username"] not in usernames}
    for number, trunk_key in after["phone_numbers"].items():
        if trunk_key not in after["trunks"]:
            after["phone_numbers"][number] = None


# The properties


def _ids(state: Mapping[str, Any]) -> set[str]:
    return {row["id"] for kind in KINDS for _path, row in _paths(state, kind)}


def _essence(result: Result) -> Any:
    """Return the diff, and the plan without IDs and statuses."""
    return [{**action, "id": None, "status": None} for action in result["plan"]], result["diff"]


DIALECTS = st.sampled_from(["sdk", "reference"])


@PROFILE
@given(project=projects(), dialect=DIALECTS)
def test_export_converges_to_nothing(lab: Lab, project: Project, dialect: str) -> None:
    """The export of any project changes nothing, even with ``purge`` of every kind."""
    lab.build(project, dialect)
    before = lab.control.state(PROJECT)
    config = lab.export()
    for purge in ({}, {"purge": [*PURGED], "purge_all": True}):
        result = lab.converge({**config, **purge}).succeeded()
        assert (result["plan"], result["diff"], result.changed) == ([], {"before": "", "after": ""}, False)
    assert lab.control.writes() == []
    assert lab.control.state(PROJECT) == before
    assert lab.export() == config


@PROFILE
@given(change=changes(), dialect=DIALECTS, connections=st.sampled_from([1, 4]))
def test_project_becomes_what_the_data_says(lab: Lab, change: Change, dialect: str, connections: int) -> None:
    """Check mode predicts the changes and makes none, a run makes them, and a second run changes nothing."""
    state = lab.build(change.project, dialect)
    data = {**resolved(change.data, state), "max_connections": connections}
    known = _ids(state)
    before = lab.seen(known)

    predicted = lab.converge(data, check=True).succeeded()
    assert lab.control.writes() == []
    assert lab.seen(known) == before

    real = lab.converge(data).succeeded()
    assert _essence(real) == _essence(predicted)
    assert {action["status"] for action in real["plan"]} <= {"done"}
    assert real.changed == predicted.changed == (len(lab.control.writes()) > 0)
    assert lab.seen(known) == wanted(before, data)

    lab.control.clear_log()
    again = lab.converge(data).succeeded()
    assert (again["plan"], again.changed, lab.control.writes()) == ([], False, [])


_STATUSES = [{"kind": "status", "status": status} for status in (500, 503)]
FAULTS = st.sampled_from([*_STATUSES, *({"kind": kind} for kind in ("reset", "lost_answer", "truncated"))])


@PROFILE
@given(change=changes(), dialect=DIALECTS, fault=FAULTS, place=st.integers(0, 60))
def test_next_run_completes(lab: Lab, change: Change, dialect: str, fault: Mapping[str, Any], place: int) -> None:
    """After any one request failed, the next run completes the work without duplicates."""
    state = lab.build(change.project, dialect)
    data = {**resolved(change.data, state), "max_connections": 1}
    known = _ids(state)
    goal = wanted(lab.seen(known), data)
    requests = len(lab.converge(data, check=True).succeeded()["plan"]) + lab.control.counters()["requests"]
    assume(requests)
    lab.control.fault(path="/v1/", after=place % requests, times=1, **fault)
    first = lab.converge(data)
    assert [rule["applied"] for rule in lab.control.faults()] == [1]
    # Only the effect of a POST without an answer is looked up; nothing else is repeated here.
    assert first.status == "failed" or fault["kind"] in ("lost_answer", "truncated")
    statuses = Counter(action["status"] for action in first.data.get("plan", ()))
    assert (statuses["done"] > 0) == first.changed
    assert statuses["planned"] == 0
    lab.control.clear_faults()
    lab.converge(data).succeeded()
    assert lab.seen(known) == goal
    assert not lab.converge(data).succeeded().changed
