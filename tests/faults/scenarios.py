# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that make every kind of request, for every kind of object, with a single module and with sinch_sip_config."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Options = Mapping[str, Any]

PASSWORD, NEW_PASSWORD = "Correct-horse-1", "Battery-staple-2"
SPARE_NUMBER, USED_NUMBER = "+12025550101", "+12025550102"
_OFFICE = {"ipAddress": "203.0.113.10", "range": 32, "description": "office"}
_USER = {"username": "alice", "password": PASSWORD}
_RULE = {"name": "spam", "direction": "INBOUND", "callerMatch": "+4470"}

SEED: Mapping[str, Any] = {
    "accessControlLists": [
        {"name": "office", "enabled": True, "ipRanges": [_OFFICE]},
        {"name": "lab", "enabled": True, "ipRanges": [_OFFICE]},
    ],
    "credentialLists": [{"name": name, "credentials": [_USER]} for name in ("phones", "desks")],
    "trunks": [
        {
            "name": "main",
            "hostName": "main",
            "acls": ["lab"],
            "credentialLists": ["desks"],
            "phoneNumbers": [USED_NUMBER],
            "endpoints": [{"name": "pbx", "priority": 1, "address": "203.0.113.20", "port": 5080}],
        },
        {"name": "spare", "hostName": "spare"},
    ],
    "phoneNumbers": [SPARE_NUMBER],
    "callBlockingRules": [_RULE],
}
"""The project that every task meets."""

EXTRA_FIELDS = {
    kind: {"extraSetting": "kept"}
    for kind in ("trunks", "endpoints", "accessControlLists", "credentialLists", "callBlockingRules")
}
"""Writable fields that the collection does not know, by kind."""


@dataclass(frozen=True)
class Job:
    """A task: the module and its options."""

    module: str
    options: Options


@dataclass(frozen=True)
class Scenario:
    """A task, the kind of request that it makes among others, and where that one goes.

    ``path`` is a regular expression for the decoded path; ``key`` is what the answer cannot do without.
    """

    request: str
    thing: str
    job: Job
    method: str
    path: str
    key: str | None

    @property
    def name(self) -> str:
        """What the scenario is called in a test's ID."""
        way = "config" if self.job.module == "sinch_sip_config" else "module"
        return f"{self.request}-{self.thing}-{way}"


def _project(name: str, **trunk: Any) -> Options:
    """Return data for a trunk of a project."""
    return {"trunks": [{"name": name, **trunk}]}


_CREDENTIALS = {"name": "phones", "purge_credentials": False}
_BOB = {"credentials": [{"username": "bob", "password": PASSWORD}]}
_RENEWED = {"credentials": [{"username": "alice", "password": NEW_PASSWORD}], "update_password": "always"}
_NEW_TRUNK = {"name": "new", "host_name": "new"}
_NEW_ACL = {"name": "new", "ip_ranges": ["203.0.113.9"]}
_OTHER_RANGE = {"name": "office", "ip_ranges": ["198.51.100.0/24"]}
_NEW_LIST = {"name": "new", "credentials": [_USER]}
_NEW_ENDPOINT = {"name": "new", "address": "203.0.113.9"}
_NEW_RULE = {"name": "new", "direction": "INBOUND"}
_ABSENT = {"state": "absent"}
_ID = "/[^/]+$"

# Kind of request, what it is about, module, its options, the same as data of a project, method, path, key.
# The first of a kind of request stands for the others in the reduced set.
_ROWS: list[tuple[str, str, str, Options, Options, str, str, str | None]] = [
    (
        "token",
        "token",
        "sinch_sip_trunk",
        _NEW_TRUNK,
        {"trunks": [_NEW_TRUNK]},
        "POST",
        "^/oauth2/token$",
        "access_token",
    ),
    ("list", "trunks", "sinch_sip_trunk", _NEW_TRUNK, {"trunks": [_NEW_TRUNK]}, "GET", "/trunks$", None),
    ("list", "acls", "sinch_acl", _NEW_ACL, {"acls": [_NEW_ACL]}, "GET", "/accessControlLists$", None),
    (
        "list",
        "credential lists",
        "sinch_credential_list",
        _NEW_LIST,
        {"credential_lists": [_NEW_LIST]},
        "GET",
        "/credentialLists$",
        None,
    ),
    (
        "list",
        "endpoints",
        "sinch_sip_endpoint",
        {"trunk": "main", **_NEW_ENDPOINT},
        _project("main", endpoints=[_NEW_ENDPOINT]),
        "GET",
        "/endpoints$",
        None,
    ),
    (
        "list",
        "numbers",
        "sinch_phone_number",
        {"trunk": "main", "phone_numbers": SPARE_NUMBER},
        _project("main", phone_numbers=[SPARE_NUMBER]),
        "GET",
        "/phoneNumbers$",
        None,
    ),
    (
        "list",
        "countries",
        "sinch_country_permission",
        {"countries": ["GB"]},
        {"country_permissions": {"enabled": ["GB"]}},
        "GET",
        "/countryPermissions$",
        None,
    ),
    (
        "list",
        "rules",
        "sinch_call_blocking_rule",
        _NEW_RULE,
        {"call_blocking_rules": [_NEW_RULE]},
        "GET",
        "/callBlockingRules$",
        None,
    ),
    (
        "list",
        "links",
        "sinch_sip_trunk",
        {"name": "main", "acls": ["lab", "office"]},
        _project("main", acls=["lab", "office"]),
        "GET",
        "/trunks/[^/]+/accessControlLists$",
        None,
    ),
    (
        "get",
        "number",
        "sinch_phone_number",
        {"trunk": "main", "phone_numbers": SPARE_NUMBER},
        _project("main", phone_numbers=[SPARE_NUMBER]),
        "GET",
        "/phoneNumbers/",
        "phoneNumber",
    ),
    ("create", "trunk", "sinch_sip_trunk", _NEW_TRUNK, {"trunks": [_NEW_TRUNK]}, "POST", "/trunks$", "id"),
    ("create", "acl", "sinch_acl", _NEW_ACL, {"acls": [_NEW_ACL]}, "POST", "/accessControlLists$", "id"),
    (
        "create",
        "credential list",
        "sinch_credential_list",
        _NEW_LIST,
        {"credential_lists": [_NEW_LIST]},
        "POST",
        "/credentialLists$",
        "id",
    ),
    (
        "create",
        "endpoint",
        "sinch_sip_endpoint",
        {"trunk": "main", **_NEW_ENDPOINT},
        _project("main", endpoints=[_NEW_ENDPOINT]),
        "POST",
        "/endpoints$",
        "id",
    ),
    (
        "create",
        "rule",
        "sinch_call_blocking_rule",
        _NEW_RULE,
        {"call_blocking_rules": [_NEW_RULE]},
        "POST",
        "/callBlockingRules$",
        "id",
    ),
    (
        "add",
        "user",
        "sinch_credential_list",
        {**_CREDENTIALS, **_BOB},
        {"credential_lists": [{**_CREDENTIALS, **_BOB}]},
        "POST",
        "/credentials$",
        "username",
    ),
    (
        "assign",
        "number",
        "sinch_phone_number",
        {"trunk": "main", "phone_numbers": SPARE_NUMBER},
        _project("main", phone_numbers=[SPARE_NUMBER]),
        "POST",
        "/phoneNumbers$",
        "phoneNumber",
    ),
    (
        "assign",
        "moved number",
        "sinch_phone_number",
        {"trunk": "spare", "phone_numbers": USED_NUMBER, "move": True},
        _project("spare", phone_numbers=[USED_NUMBER], move=True),
        "POST",
        "/phoneNumbers$",
        "phoneNumber",
    ),
    (
        "assign",
        "unassigned number",
        "sinch_phone_number",
        {"phone_numbers": USED_NUMBER, **_ABSENT},
        {**_project("main", phone_numbers=[]), "purge": ["phone_numbers"], "purge_all": True},
        "POST",
        "/phoneNumbers$",
        "phoneNumber",
    ),
    (
        "update",
        "trunk",
        "sinch_sip_trunk",
        {"name": "main", "enable_caller_name": True},
        _project("main", enable_caller_name=True),
        "PUT",
        f"/trunks{_ID}",
        "id",
    ),
    (
        "add",
        "range",
        "sinch_acl",
        {**_OTHER_RANGE, "purge_ip_ranges": False},
        {"acls": [{**_OTHER_RANGE, "purge_ip_ranges": False}]},
        "POST",
        "/ipRanges$",
        "id",
    ),
    ("remove", "range", "sinch_acl", _OTHER_RANGE, {"acls": [_OTHER_RANGE]}, "DELETE", f"/ipRanges{_ID}", "id"),
    (
        "update",
        "acl",
        "sinch_acl",
        {**_OTHER_RANGE, "enabled": False},
        {"acls": [{**_OTHER_RANGE, "enabled": False}]},
        "PUT",
        f"/accessControlLists{_ID}",
        "id",
    ),
    (
        "update",
        "endpoint",
        "sinch_sip_endpoint",
        {"trunk": "main", "name": "pbx", "priority": 7},
        _project("main", endpoints=[{"name": "pbx", "priority": 7}]),
        "PUT",
        f"/endpoints{_ID}",
        "id",
    ),
    (
        "update",
        "rule",
        "sinch_call_blocking_rule",
        {"name": "spam", "caller_match": "+4471"},
        {"call_blocking_rules": [{"name": "spam", "caller_match": "+4471"}]},
        "PUT",
        f"/callBlockingRules{_ID}",
        "id",
    ),
    (
        "update",
        "country",
        "sinch_country_permission",
        {"countries": ["GB"]},
        {"country_permissions": {"enabled": ["GB"]}},
        "PUT",
        "/countryPermissions/GB$",
        "isoCode",
    ),
    (
        "set",
        "password",
        "sinch_credential_list",
        {**_CREDENTIALS, **_RENEWED},
        {"credential_lists": [{**_CREDENTIALS, **_RENEWED}]},
        "PUT",
        "/credentials/alice$",
        "username",
    ),
    (
        "delete",
        "trunk",
        "sinch_sip_trunk",
        {"name": "spare", **_ABSENT},
        _project("spare", **_ABSENT),
        "DELETE",
        f"/trunks{_ID}",
        "id",
    ),
    (
        "delete",
        "acl",
        "sinch_acl",
        {"name": "office", **_ABSENT},
        {"acls": [{"name": "office", **_ABSENT}]},
        "DELETE",
        f"projects/[^/]+/accessControlLists{_ID}",
        "id",
    ),
    (
        "delete",
        "credential list",
        "sinch_credential_list",
        {"name": "phones", **_ABSENT},
        {"credential_lists": [{"name": "phones", **_ABSENT}]},
        "DELETE",
        f"projects/[^/]+/credentialLists{_ID}",
        "id",
    ),
    (
        "delete",
        "endpoint",
        "sinch_sip_endpoint",
        {"trunk": "main", "name": "pbx", **_ABSENT},
        _project("main", endpoints=[{"name": "pbx", **_ABSENT}]),
        "DELETE",
        f"/endpoints{_ID}",
        "id",
    ),
    (
        "delete",
        "rule",
        "sinch_call_blocking_rule",
        {"name": "spam", **_ABSENT},
        {"call_blocking_rules": [{"name": "spam", **_ABSENT}]},
        "DELETE",
        f"/callBlockingRules{_ID}",
        "id",
    ),
    (
        "remove",
        "user",
        "sinch_credential_list",
        {"name": "phones", "credentials": []},
        {"credential_lists": [{"name": "phones", "credentials": []}]},
        "DELETE",
        "/credentials/alice$",
        "id",
    ),
    (
        "link",
        "acl",
        "sinch_sip_trunk",
        {"name": "main", "acls": ["lab", "office"]},
        _project("main", acls=["lab", "office"]),
        "POST",
        "/trunks/[^/]+/accessControlLists$",
        None,
    ),
    (
        "link",
        "credential list",
        "sinch_sip_trunk",
        {"name": "main", "credential_lists": ["desks", "phones"]},
        _project("main", credential_lists=["desks", "phones"]),
        "POST",
        "/trunks/[^/]+/credentialLists$",
        None,
    ),
    (
        "unlink",
        "acl",
        "sinch_sip_trunk",
        {"name": "main", "acls": []},
        _project("main", acls=[]),
        "DELETE",
        f"/trunks/[^/]+/accessControlLists{_ID}",
        None,
    ),
    (
        "unlink",
        "credential list",
        "sinch_sip_trunk",
        {"name": "main", "credential_lists": []},
        _project("main", credential_lists=[]),
        "DELETE",
        f"/trunks/[^/]+/credentialLists{_ID}",
        None,
    ),
]


def _scenarios() -> Iterator[Scenario]:
    """Yield every row, with the single module and as a part of a project in which something else changes too."""
    for request, thing, module, options, data, method, path, key in _ROWS:
        yield Scenario(request, thing, Job(module, options), method, path, key)
        countries = {"enabled": ["DE", *data.get("country_permissions", {}).get("enabled", [])]}
        config = {"call_blocking_rules": [], **data, "country_permissions": countries}
        yield Scenario(request, thing, Job("sinch_sip_config", config), method, path, key)


SCENARIOS = [*_scenarios()]
REPRESENTATIVE = {request: thing for request, thing, *_more in reversed(_ROWS)}
"""By kind of request, what it is about in the reduced set."""
