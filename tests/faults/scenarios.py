# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks for every kind of request and of object, with a single module and with sinch_sip_config."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.playbooks.seeds import FLAT, PASSWORD, RANGE, acl, credential_list, static_endpoint, trunk, user

Options = Mapping[str, Any]

NEW_PASSWORD = "Battery-staple-2"
SPARE_NUMBER, USED_NUMBER = "+12025550101", "+12025550102"
_USER = user()
_ENDPOINTS = [static_endpoint(port=5080)]
_OFFICE = {**RANGE, "description": "office"}

SEED: Mapping[str, Any] = {
    "accessControlLists": [acl("office", _OFFICE), acl("lab", _OFFICE)],
    "credentialLists": [credential_list("phones"), credential_list("desks")],
    "trunks": [
        trunk("main", acls=["lab"], credentialLists=["desks"], phoneNumbers=[USED_NUMBER], endpoints=_ENDPOINTS),
        trunk("spare"),
    ],
    "phoneNumbers": [SPARE_NUMBER],
    **FLAT,
}
"""The project of every task."""

_KINDS = ("trunks", "endpoints", "accessControlLists", "credentialLists", "callBlockingRules")
EXTRA_FIELDS = {kind: {"extraSetting": "kept"} for kind in _KINDS}
"""Writable fields that the collection does not know, by kind."""


@dataclass(frozen=True)
class Job:
    """A task: the module and its options."""

    module: str
    options: Options


@dataclass(frozen=True)
class Scenario:
    """A task, the kind of request that it is about, and the path of that request.

    ``path`` is a regular expression for the decoded path; ``key`` is the indispensable key of the answer.
    """

    request: str
    thing: str
    job: Job
    method: str
    path: str
    key: str | None

    @property
    def name(self) -> str:
        way = "config" if self.job.module == "sinch_sip_config" else "module"
        return f"{self.request}-{self.thing}-{way}"


_ABSENT = {"state": "absent"}
_NEW_TRUNK = {"name": "new", "host_name": "new"}
_NEW_ACL = {"name": "new", "ip_ranges": ["203.0.113.9"]}
_NEW_LIST = {"name": "new", "credentials": [_USER]}
_NEW_ENDPOINT = {"trunk": "main", "name": "new", "address": "203.0.113.9"}
_NEW_RULE = {"name": "new", "direction": "INBOUND"}
_OTHER_RANGE = {"name": "office", "ip_ranges": ["198.51.100.0/24"]}
_USERS = {"name": "phones", "purge_credentials": False}
_NEW_USER = {**_USERS, "credentials": [{"username": "bob", "password": PASSWORD}]}
_RESET = {**_USERS, "credentials": [{"username": "alice", "password": NEW_PASSWORD}], "update_password": "always"}
_ASSIGNED = {"trunk": "main", "phone_numbers": SPARE_NUMBER}
_MOVED = {"trunk": "spare", "phone_numbers": USED_NUMBER, "move": True}
_UNASSIGNED = {"phone_numbers": USED_NUMBER, **_ABSENT}
_PBX = {"trunk": "main", "name": "pbx"}
_LINKED_ACLS = {"name": "main", "acls": ["lab", "office"]}
_LINKED_LISTS = {"name": "main", "credential_lists": ["desks", "phones"]}
_NO_LISTS, _NO_PHONES, _SPAM = {"name": "main", "credential_lists": []}, {"name": "phones", **_ABSENT}, {"name": "spam"}
_ID = "/[^/]+$"

# Kind of request, what it is about, the module without its prefix, the module's options, path, key.
# The first row of a kind of request represents the kind in the reduced set.
_ROWS: list[tuple[str, str, str, Options, str, str | None]] = [
    ("token", "token", "sip_trunk", _NEW_TRUNK, "^/oauth2/token$", "access_token"),
    ("list", "trunks", "sip_trunk", _NEW_TRUNK, "/trunks$", None),
    ("list", "acls", "acl", _NEW_ACL, "/accessControlLists$", None),
    ("list", "credential lists", "credential_list", _NEW_LIST, "/credentialLists$", None),
    ("list", "endpoints", "sip_endpoint", _NEW_ENDPOINT, "/endpoints$", None),
    ("list", "numbers", "phone_number", _ASSIGNED, "/phoneNumbers$", None),
    ("list", "countries", "country_permission", {"countries": ["GB"]}, "/countryPermissions$", None),
    ("list", "rules", "call_blocking_rule", _NEW_RULE, "/callBlockingRules$", None),
    ("list", "links", "sip_trunk", _LINKED_ACLS, "/trunks/[^/]+/accessControlLists$", None),
    ("get", "number", "phone_number", _ASSIGNED, "/phoneNumbers/", "phoneNumber"),
    ("create", "trunk", "sip_trunk", _NEW_TRUNK, "/trunks$", "id"),
    ("create", "acl", "acl", _NEW_ACL, "/accessControlLists$", "id"),
    ("create", "credential list", "credential_list", _NEW_LIST, "/credentialLists$", "id"),
    ("create", "endpoint", "sip_endpoint", _NEW_ENDPOINT, "/endpoints$", "id"),
    ("create", "rule", "call_blocking_rule", _NEW_RULE, "/callBlockingRules$", "id"),
    ("add", "user", "credential_list", _NEW_USER, "/credentials$", "username"),
    ("assign", "number", "phone_number", _ASSIGNED, "/phoneNumbers$", "phoneNumber"),
    ("assign", "moved number", "phone_number", _MOVED, "/phoneNumbers$", "phoneNumber"),
    ("assign", "unassigned number", "phone_number", _UNASSIGNED, "/phoneNumbers$", "phoneNumber"),
    ("update", "trunk", "sip_trunk", {"name": "main", "enable_caller_name": True}, f"/trunks{_ID}", "id"),
    ("add", "range", "acl", {**_OTHER_RANGE, "purge_ip_ranges": False}, "/ipRanges$", "id"),
    ("remove", "range", "acl", _OTHER_RANGE, f"/ipRanges{_ID}", "id"),
    ("update", "acl", "acl", {**_OTHER_RANGE, "enabled": False}, f"/accessControlLists{_ID}", "id"),
    ("update", "endpoint", "sip_endpoint", {**_PBX, "priority": 7}, f"/endpoints{_ID}", "id"),
    ("update", "rule", "call_blocking_rule", {**_SPAM, "caller_match": "+4471"}, f"/callBlockingRules{_ID}", "id"),
    ("update", "country", "country_permission", {"countries": ["GB"]}, "/countryPermissions/GB$", "isoCode"),
    ("set", "password", "credential_list", _RESET, "/credentials/alice$", "username"),
    ("delete", "trunk", "sip_trunk", {"name": "spare", **_ABSENT}, f"/trunks{_ID}", "id"),
    ("delete", "acl", "acl", {"name": "office", **_ABSENT}, f"projects/[^/]+/accessControlLists{_ID}", "id"),
    ("delete", "credential list", "credential_list", _NO_PHONES, f"projects/[^/]+/credentialLists{_ID}", "id"),
    ("delete", "endpoint", "sip_endpoint", {**_PBX, **_ABSENT}, f"/endpoints{_ID}", "id"),
    ("delete", "rule", "call_blocking_rule", {**_SPAM, **_ABSENT}, f"/callBlockingRules{_ID}", "id"),
    ("remove", "user", "credential_list", {"name": "phones", "credentials": []}, "/credentials/alice$", "id"),
    ("link", "acl", "sip_trunk", _LINKED_ACLS, "/trunks/[^/]+/accessControlLists$", None),
    ("link", "credential list", "sip_trunk", _LINKED_LISTS, "/trunks/[^/]+/credentialLists$", None),
    ("unlink", "acl", "sip_trunk", {"name": "main", "acls": []}, f"/trunks/[^/]+/accessControlLists{_ID}", None),
    ("unlink", "credential list", "sip_trunk", _NO_LISTS, f"/trunks/[^/]+/credentialLists{_ID}", None),
]
_NAMES = {
    "GET": "list get",
    "POST": "token create add assign link",
    "PUT": "update set",
    "DELETE": "delete remove unlink",
}
_METHODS = {name: method for method, names in _NAMES.items() for name in names.split()}


def _data(module: str, options: Options) -> Options:
    """Return the data of a project that asks for the same as the options of a module."""
    if module == "country_permission":
        return {"country_permissions": {"enabled": options["countries"]}}
    if module == "phone_number" and "trunk" not in options:
        return {"trunks": [{"name": "main", "phone_numbers": []}], "purge": ["phone_numbers"], "purge_all": True}
    if module in ("phone_number", "sip_endpoint"):
        entry = {name: value for name, value in options.items() if name != "trunk"}
        numbers = {**entry, "phone_numbers": [entry.get("phone_numbers")]}
        own = numbers if module == "phone_number" else {"endpoints": [entry]}
        return {"trunks": [{"name": options["trunk"], **own}]}
    return {"trunks" if module == "sip_trunk" else f"{module}s": [options]}


def _scenarios() -> Iterator[Scenario]:
    """Yield the scenarios of every row: with the module, and in a project in which something else changes too."""
    for request, thing, module, options, path, key in _ROWS:
        data = _data(module, options)
        countries = {"enabled": ["DE", *data.get("country_permissions", {}).get("enabled", [])]}
        config = {"call_blocking_rules": [], **data, "country_permissions": countries}
        for job in (Job(f"sinch_{module}", options), Job("sinch_sip_config", config)):
            yield Scenario(request, thing, job, _METHODS[request], path, key)


SCENARIOS = [*_scenarios()]
REPRESENTATIVE = {request: thing for request, thing, *_more in reversed(_ROWS)}
"""The object of each kind of request in the reduced set."""
