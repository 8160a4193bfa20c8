# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Future answers of the API: unknown fields and words, and missing fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
import requests
from requests.adapters import HTTPAdapter

from tests.faults.scenarios import SEED, SPARE_NUMBER, USED_NUMBER
from tests.faults.wire import Answer
from tests.playbooks.running import MODULES, PROJECT, Ansible
from tests.playbooks.truth import result_key
from tests.simulator.process import Control

_WORD = "TOMORROW"
# Modules that compose their results of several answers.
_COMPOSED = {"sinch_call_stats_info", "sinch_emergency_address_info", "sinch_sip_config_info"}
INFOS = [name for name in MODULES if name.endswith("_info") and name not in _COMPOSED]


def _later(value: Any) -> Any:
    """Return an answer with unknown fields and words."""
    if isinstance(value, list):
        return [_later(item) for item in value]
    if not isinstance(value, dict):
        return value
    words = {key: _WORD for key in ("transport", "direction", "callResult") if key in value}
    return {**{key: _later(item) for key, item in value.items()}, **words, "fieldOfTomorrow": {"deep": [1, None]}}


@contextmanager
def _tomorrow() -> Iterator[None]:
    """Add unknown fields and words to every answer of the API."""
    send = HTTPAdapter.send

    def changing(adapter: HTTPAdapter, request: requests.PreparedRequest, **keywords: Any) -> requests.Response:
        response = send(adapter, request, **keywords)
        if "/v1/" in str(request.url):
            content = response.content
            if content.startswith((b"{", b"[")):
                content = json.dumps(_later(json.loads(content))).encode()
            return Answer(response.status_code, content).response(request)
        return response

    with patch.object(HTTPAdapter, "send", changing):
        yield


@pytest.fixture
def seeded(control: Control) -> Control:
    control.seed(PROJECT, **SEED, calls=[{"from": USED_NUMBER, "to": SPARE_NUMBER, "trunk": "main"}])
    return control


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("name", INFOS)
def test_unknown_fields_and_words(name: str, ansible: Ansible) -> None:
    before = ansible.module(name).succeeded()[result_key(name)]
    with _tomorrow():
        after = ansible.module(name).succeeded()[result_key(name)]
    assert len(before) == len(after) > 0
    for old, new in zip(before, after, strict=True):
        assert new["field_of_tomorrow"]["deep"] == [1, None]
        for key in ("transport", "direction", "call_result"):
            assert new.get(key) == (_WORD if key in old else None)


def test_update_of_what_has_an_unknown_word(seeded: Control, ansible: Ansible) -> None:
    with _tomorrow():
        # The present API refuses the word.
        message = ansible.module("sinch_sip_endpoint", {"trunk": "main", "name": "pbx", "priority": 7}).error()
    assert "transport" in message
    (write,) = seeded.writes()
    assert write["body"]["transport"] == _WORD
    assert write["body"]["fieldOfTomorrow"] == {"deep": [1, None]}


@pytest.mark.parametrize(
    ("name", "path", "key"),
    [
        ("sinch_sip_trunk_info", "/trunks$", "id"),
        ("sinch_acl_info", "/accessControlLists$", "accessControlLists"),
        ("sinch_country_permission_info", "/countryPermissions$", "isoCode"),
        ("sinch_phone_number_info", "/phoneNumbers$", "phoneNumber"),
        ("sinch_call_info", "/calls$", "calls"),
    ],
)
def test_missing_field(name: str, path: str, key: str, seeded: Control, ansible: Ansible) -> None:
    seeded.fault("missing_key", path=path, key=key)
    message = ansible.module(name).error()
    assert repr(key) in message
    assert "GET /" in message
