# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lists that the info modules return, in both dialects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml

from tests.playbooks.running import MODULES, PROJECT, Ansible, module_source
from tests.playbooks.seeds import (
    FIRST,
    FLAT,
    PASSWORD,
    SECOND,
    UNKNOWN_ID,
    acl,
    credential_list,
    registered_endpoint,
    static_endpoint,
)
from tests.playbooks.truth import SERVER_MADE, IdOf, resolved, result_key
from tests.simulator.process import Control

pytestmark = pytest.mark.usefixtures("dialect")

# Statistics leave out the calls of the running second, so calls of now would be counted in slow runs only.
EARLIER, LATER = (
    (datetime.now(UTC) - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%S.000000000Z") for hours in (24, 23)
)
MAIN, SPARE = IdOf("trunks", "main"), IdOf("trunks", "spare")
STATIC = static_endpoint(transport="TLS")
_PARTS = {"endpoints": [STATIC, registered_endpoint(username="phones", priority=2)], "phoneNumbers": [FIRST]}
SEED = {
    "accessControlLists": [acl("office"), acl("lab", enabled=False)],
    "credentialLists": [credential_list(one, one) for one in ("phones", "others")],
    "trunks": [
        {"name": "main", "hostName": "main-host", "acls": ["office"], "credentialLists": ["phones"], **_PARTS},
        {"name": "spare", "hostName": "spare-host", "endpoints": [STATIC]},
    ],
    "phoneNumbers": [SECOND],
    **FLAT,
    "calls": [
        {"trunk": "main", "direction": "INBOUND", "createTime": EARLIER},
        {"trunk": "spare", "createTime": LATER},
    ],
}
# The export of a whole project has tests of its own.
INFOS = [name for name in MODULES if name.endswith("_info") and name != "sinch_sip_config_info"]


@pytest.fixture
def seeded(control: Control) -> Control:
    future = {"trunks": {"futureField": {"deep": [1]}}, "callBlockingRules": {"futureField": "x"}}
    control.settings(extra_fields=future, guesses={"number_unlisted_when_free": False})
    control.seed(PROJECT, **SEED)
    return control


@pytest.mark.parametrize(
    ("module", "options", "key", "expected"),
    [
        ("sip_trunk", {}, "name", ["main", "spare"]),
        ("sip_trunk", {"name": "spare"}, "name", ["spare"]),
        ("sip_trunk", {"id": MAIN}, "name", ["main"]),
        ("sip_trunk", {"id": UNKNOWN_ID}, "name", []),
        ("sip_trunk", {"host_name": "SPARE-host"}, "name", ["spare"]),
        # Surveys send empty strings for unanswered questions.
        ("sip_trunk", {"id": "", "name": " ", "host_name": ""}, "name", ["main", "spare"]),
        ("sip_endpoint", {"trunk": "", "name": ""}, "trunk", ["main", "main", "spare"]),
        ("phone_number", {"trunk": "", "phone_numbers": ""}, "trunk", ["main", None]),
        ("call", {"trunk": "", "from": "", "created": " "}, "trunk_id", [SPARE, MAIN]),
        ("sip_trunk", {"name": "main", "host_name": "spare-host"}, "name", []),
        ("sip_trunk", {"name": "Main"}, "name", []),
        ("acl", {}, "name", ["office", "lab"]),
        ("acl", {"name": "lab"}, "enabled", [False]),
        ("acl", {"id": IdOf("accessControlLists", "office")}, "name", ["office"]),
        ("country_permission", {"countries": ["us", "*", "GB"]}, "iso_code", ["*", "GB", "US"]),
        ("country_permission", {"enabled": True}, "iso_code", ["CA", "US"]),
        ("country_permission", {"iso_code": "US, GB", "enabled": False}, "iso_code", ["GB"]),
        ("sip_endpoint", {}, "trunk", ["main", "main", "spare"]),
        ("sip_endpoint", {"trunk": "main"}, "name", ["pbx", "desk"]),
        ("sip_endpoint", {"trunk": SPARE}, "transport", ["TLS"]),
        ("sip_endpoint", {"name": "desk"}, "credential_username", ["phones"]),
        ("sip_endpoint", {"trunk": "spare", "name": "desk"}, "name", []),
        ("credential_list", {}, "credentials", [[{"username": "phones"}], [{"username": "others"}]]),
        ("credential_list", {"name": "phones"}, "name", ["phones"]),
        ("phone_number", {}, "trunk", ["main", None]),
        ("phone_number", {"trunk": "main"}, "phone_number", [FIRST]),
        ("phone_number", {"trunk": "spare"}, "phone_number", []),
        ("phone_number", {"phone_numbers": [SECOND, "+12025550199"]}, "phone_number", [SECOND]),
        ("call_blocking_rule", {}, "name", ["spam", "junk"]),
        ("call_blocking_rule", {"name": "junk"}, "direction", ["OUTBOUND"]),
        ("call_blocking_rule", {"id": IdOf("callBlockingRules", "spam")}, "name", ["spam"]),
    ],
    ids=str,
)
def test_list(
    module: str, options: Mapping[str, Any], key: str, expected: list[Any], seeded: Control, ansible: Ansible
) -> None:
    """Every filter selects its objects, in check mode too."""
    name = f"sinch_{module}_info"
    wanted = resolved(options, seeded.state(PROJECT))
    result = ansible.module(name, wanted).succeeded()
    assert not result.changed
    # The API lists objects in the order of creation, and countries in any order.
    found = [item[key] for item in result[result_key(name)]]
    assert (sorted(found) if module == "country_permission" else found) == resolved(expected, seeded.state(PROJECT))
    assert ansible.module(name, wanted, check=True).succeeded().data == result.data
    assert seeded.writes() == []


# The statistics are no list of objects.
@pytest.mark.parametrize("name", [name for name in INFOS if name != "sinch_call_stats_info"])
@pytest.mark.usefixtures("seeded")
def test_what_is_returned_is_documented(name: str, ansible: Ansible) -> None:
    """Each object has every field that is documented as always returned, no undocumented field, and no password."""
    key = result_key(name)
    contains = yaml.safe_load(module_source(name).RETURN)[key]["contains"]
    always = {field for field, about in contains.items() if about["returned"] == "always"}
    objects = ansible.module(name).succeeded()[key]
    assert objects
    for item in objects:
        assert always <= item.keys()
        assert item.keys() - contains.keys() <= {"enabled", "future_field", "id"} | SERVER_MADE
    assert PASSWORD not in str(objects)


@pytest.mark.usefixtures("seeded")
def test_unknown_fields_are_passed_on(ansible: Ansible) -> None:
    trunks = ansible.module("sinch_sip_trunk_info").succeeded()["sip_trunks"]
    assert [trunk["future_field"] for trunk in trunks] == [{"deep": [1]}] * 2


@pytest.mark.parametrize("module", ["sinch_sip_endpoint_info", "sinch_phone_number_info", "sinch_call_info"])
def test_unknown_trunk(module: str, seeded: Control, ansible: Ansible) -> None:
    """An unknown trunk is an error that names it; an ambiguous name is an error with the IDs."""
    unknown = ansible.module(module, {"trunk": "gone"}).error()
    assert "trunk: the project has no SIP trunk with the name or ID 'gone'" in unknown
    seeded.seed(PROJECT, trunks=[{"name": "main", "hostName": "main-again"}])
    ids = [trunk["id"] for trunk in seeded.state(PROJECT)["trunks"] if trunk["name"] == "main"]
    message = ansible.module(module, {"trunk": "main"}).error()
    assert all(trunk_id in message for trunk_id in ids)
