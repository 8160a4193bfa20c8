# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random answers and random options end in success or in an error of the collection that names the cause."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st
from requests.adapters import HTTPAdapter

from ansible_collections.sinch.sip.plugins.module_utils._connection import CONNECTION_OPTIONS
from tests.faults.scenarios import REPRESENTATIVE, SCENARIOS, SEED, SPARE_NUMBER, USED_NUMBER, Job, Scenario
from tests.faults.wire import Answer
from tests.playbooks.projects import PROFILE
from tests.playbooks.running import MODULES, PROJECT, Ansible, Result, module_source
from tests.playbooks.seeds import PASSWORD
from tests.simulator.process import Control

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
ANSWERS = settings(PROFILE, max_examples=2000 if THOROUGH else 30)
OPTIONS = settings(PROFILE, max_examples=1000 if THOROUGH else 30)
NOT_FOUND = Answer(404, b'{"status": "NOT_FOUND", "message": "there is none"}')


def _key(request: requests.PreparedRequest) -> tuple[str, str]:
    return str(request.method), unquote(urlsplit(str(request.url)).path)


@dataclass
class Recording:
    """The simulator's answers to the requests of a task, by method and path, to be played again."""

    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)

    @contextmanager
    def made(self) -> Iterator[None]:
        send = HTTPAdapter.send

        def noting(adapter: HTTPAdapter, request: requests.PreparedRequest, **keywords: Any) -> requests.Response:
            response = send(adapter, request, **keywords)
            self.answers[_key(request)] = Answer(response.status_code, response.content)
            return self.answers[_key(request)].response(request)

        with patch.object(HTTPAdapter, "send", noting):
            yield

    @contextmanager
    def played(self, method: str = "", path: str = "", instead: Answer = NOT_FOUND) -> Iterator[None]:
        """Play the recorded answers, and another one for the requests that match."""

        def answering(_adapter: HTTPAdapter, request: requests.PreparedRequest, **_options: Any) -> requests.Response:
            key = _key(request)
            spoilt = key[0] == method and re.search(path, key[1]) is not None
            return (instead if spoilt else self.answers.get(key, NOT_FOUND)).response(request)

        with patch.object(HTTPAdapter, "send", answering):
            yield


_INFOS = {
    "trunks": ("sinch_sip_trunk_info", "/trunks$"),
    "acls": ("sinch_acl_info", "/accessControlLists$"),
    "credential lists": ("sinch_credential_list_info", "/credentialLists$"),
    "endpoints": ("sinch_sip_endpoint_info", "/endpoints$"),
    "numbers": ("sinch_phone_number_info", "/phoneNumbers$"),
    "countries": ("sinch_country_permission_info", "/countryPermissions$"),
    "rules": ("sinch_call_blocking_rule_info", "/callBlockingRules$"),
    "calls": ("sinch_call_info", "/calls$"),
    "everything": ("sinch_sip_config_info", "/trunks/[^/]+/endpoints$"),
}
CASES = [
    *(one for one in SCENARIOS if one.job.module != "sinch_sip_config"),
    *(Scenario("info", thing, Job(module, {}), "GET", path, None) for thing, (module, path) in _INFOS.items()),
    Scenario("create", "project", Job("sinch_project", {"project_ids": ["another"]}), "POST", "/addProjects$", None),
]

_TEXTS = st.text(max_size=8) | st.sampled_from(["\ud800", "..", "", "01JD3X9V5Q8ZK4T2M7N6P0RBCD", "+1", "\n", "→"])
_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _TEXTS)
JSON = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_TEXTS, inner, max_size=3)),
    max_leaves=6,
)


_HEADERS = st.sampled_from(["Content-Length", "Content-Type", "Location", "Retry-After", "X-Request-Id"])
_HEADER_VALUES = st.sampled_from(
    ["0", "7", "-1", "soon", "http://[", "text/html", "Wed, 99 Foo 2015 07:28:00 GMT", "é"]
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the paths of all values within a JSON value."""
    yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _places(item, (*path, key))


def _changed(value: Any, path: tuple[Any, ...], item: Any) -> Any:
    """Return a JSON value with another item at a path; ``...`` removes the item."""
    if not path:
        return None if item is ... else item
    first, *rest = path
    copy = dict(value) if isinstance(value, dict) else list(value)
    if item is ... and not rest:
        del copy[first]
    else:
        copy[first] = _changed(value[first], tuple(rest), item)
    return copy


@st.composite
def answers(draw: st.DrawFn, valid: Answer) -> Answer:
    """Draw an answer: a changed valid answer, any JSON, an error, or any bytes."""
    status = draw(st.sampled_from([valid.status] * 6 + [200, 201, 204, 301, 400, 401, 404, 409, 429, 500, 503]))
    headers = draw(st.dictionaries(_HEADERS, _HEADER_VALUES, max_size=2))
    kind = draw(st.sampled_from(["changed", "changed", "changed", "json", "error", "bytes"]))
    if kind == "bytes":
        return Answer(status, draw(st.binary(max_size=40)), headers)
    if kind == "changed" and valid.body:
        body = json.loads(valid.body)
        for _change in range(draw(st.integers(1, 3))):
            body = _changed(body, draw(st.sampled_from([*_places(body)])), draw(st.one_of(st.just(...), JSON)))
    elif kind == "error":
        parts = ("type", "fieldViolations", "violations", "requestId", "reason")
        detail = st.fixed_dictionaries({}, optional=dict.fromkeys(parts, JSON))
        keys = ("code", "status", "message", "title", "detail", "error", "error_description")
        shape = {**dict.fromkeys(keys, JSON), "details": st.one_of(JSON, st.lists(detail, max_size=2))}
        body = draw(st.fixed_dictionaries({}, optional=shape))
    else:
        body = draw(JSON)
    return Answer(status, json.dumps(body).encode(), headers)


def _recorded(case: Scenario, control: Control, ansible: Ansible) -> tuple[Recording, Answer]:
    """Run a task against the simulator; return all answers, and the answer to the scenario's request."""
    control.seed(PROJECT, **SEED, calls=[{"from": USED_NUMBER, "to": SPARE_NUMBER, "trunk": "main"}])
    recording = Recording()
    with recording.made():
        _run(ansible, case.job).succeeded()
    for key in [key for key in recording.answers if "/_control" in key[1]]:
        del recording.answers[key]
    met = (key for key in recording.answers if key[0] == case.method and re.search(case.path, key[1]))
    return recording, recording.answers[next(met)]


def _run(ansible: Ansible, job: Job, *, check: bool = False) -> Result:
    return ansible.module(job.module, {"token_cache": False, "max_retries": 0, **job.options}, check=check)


def _assert_told(result: Result) -> None:
    """Fail if an error names neither the request nor the problems of the plan."""
    if result.status == "failed":
        message = result.error()
        assert re.search(r"(GET|POST|PUT|DELETE) /\w", message) or "problems" in result.data, message


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.name)
@pytest.mark.usefixtures("impatient")
def test_random_answers(case: Scenario, control: Control, ansible: Ansible) -> None:
    """A task ends without a traceback, whatever the server answers."""
    recording, valid = _recorded(case, control, ansible)

    @ANSWERS
    @given(answers(valid))
    def check(answer: Answer) -> None:
        with recording.played(case.method, case.path, answer):
            _assert_told(_run(ansible, case.job))

    check()


def _case(case: Scenario) -> Any:
    reduced = REPRESENTATIVE.get(case.request) == case.thing
    return pytest.param(case, id=case.name, marks=() if reduced else pytest.mark.exhaustive)


@pytest.mark.parametrize("case", [*map(_case, CASES)])
@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 100_000, b"9" * 5_000, b"\xff\xfe", b"\x00"], ids=range(5))
@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.usefixtures("impatient")
def test_monstrous_answers(body: bytes, status: int, case: Scenario, control: Control, ansible: Ansible) -> None:
    recording, _valid = _recorded(case, control, ansible)
    with recording.played(case.method, case.path, Answer(status, body)):
        _assert_told(_run(ansible, case.job))


# Options

_NAMES = "main spare office lab phones desks alice pbx spam new present absent enabled acls trunks phone_numbers always"
_ODD = ". .. a/b ?x # é → 0 1 -1 1e999 inf nan true no weak on_create 2026-01-31 2026-13-99"
_ADDRESSES = "203.0.113.9 203.0.113.9/32 198.51.100.0/24 0.0.0.0/0 2001:db8::1 10.0.0.1/8 999.1.1.1 ::"
_CODES = f"+12025550101 {SPARE_NUMBER} {USED_NUMBER} 12025550101 + US us * NO XX INBOUND TLS {PASSWORD}"
_WORDS = st.sampled_from([*" ".join((_NAMES, _ODD, _ADDRESSES, _CODES)).split(" "), "", " ", "\ud800", "\n"])
_JUNK = st.one_of(_WORDS, _WORDS, JSON)


def _of_option(option: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Return values for an option, most of them of the right type."""
    if option.get("options"):
        entry = _of_options(option["options"])
        # ansible-core itself refuses other values for a dictionary.
        return st.one_of(st.lists(entry, max_size=3), _JUNK) if option["type"] == "list" else entry
    if option["type"] == "int":
        # ansible-core itself refuses infinite numbers.
        return st.one_of(st.integers(), st.sampled_from(["5060", "x", ""]))
    if option.get("choices"):
        value: st.SearchStrategy[Any] = st.sampled_from([*option["choices"]])
    else:
        value = st.one_of(st.booleans(), _JUNK) if option["type"] == "bool" else _JUNK
    return st.one_of(value, st.lists(_JUNK, max_size=3)) if option["type"] in ("list", "raw") else value


def _of_options(spec: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {name: _of_option(option) for name, option in spec.items() if option.get("required")},
        optional={name: _of_option(option) for name, option in spec.items() if not option.get("required")},
    )


def _names_within(spec: Mapping[str, Any]) -> Iterator[str]:
    for name, option in spec.items():
        yield name
        yield from _names_within(option.get("options", {}))


@pytest.mark.parametrize(
    ("name", "options"),
    [*((name, module_source(name).MODULE.options) for name in MODULES), ("sinch_acl_info", CONNECTION_OPTIONS)],
    ids=[*MODULES, "connection"],
)
@pytest.mark.usefixtures("impatient")
def test_random_options(name: str, options: Mapping[str, Any], control: Control, ansible: Ansible) -> None:
    """A task with random options is carried out, or refused with the name of the option."""
    control.seed(PROJECT, **SEED)
    recording = Recording()
    with recording.made():
        for info, _path in _INFOS.values():
            _run(ansible, Job(info, {})).succeeded()
    names = {*_names_within(options)}
    # A file would be written there.
    dest = {"dest": str(ansible.home / "calls.csv")} if "dest" in options else {}
    fixed = {**dest, "token_cache": False}

    @OPTIONS
    @given(_of_options({option: spec for option, spec in options.items() if option != "dest"}))
    def check(random: Mapping[str, Any]) -> None:
        with recording.played():
            result = _run(ansible, Job(name, {**random, **fixed}), check=True)
        if result.status == "failed":
            message = result.error()
            assert any(option in message for option in names) or re.search(r"(GET|POST|PUT|DELETE) /\w", message)

    check()


@pytest.mark.parametrize("username", ["..", "."])
def test_user_name_that_is_a_path(username: str, control: Control, ansible: Ansible) -> None:
    """A user name that is a path does not lead to a request that deletes the credential list."""
    user = {"username": username, "password": PASSWORD}
    control.seed(PROJECT, credentialLists=[{"name": "phones", "credentials": [user]}])
    for options in ({"name": "phones", "credentials": []}, {"name": "new", "credentials": [user]}):
        assert repr(username) in ansible.module("sinch_credential_list", options).error()
    assert control.writes() == []
