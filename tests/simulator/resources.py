# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Declarations of the API's resources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import models
from .settings import Dialect, Guesses
from .store import Project, Row

_STAMPED = frozenset({"id", "projectId", "createTime", "updateTime"})
DOMAIN = "pstn.sinch.com"


@dataclass(frozen=True)
class Parent:
    """The parent of a nested resource."""

    kind: str
    field: str  # The field of the child that holds the parent's ID
    in_body: bool = False  # Whether bodies may have the field (field: they may have to)


@dataclass(frozen=True)
class Unique:
    """A field with unique values."""

    field: str
    everywhere: bool  # Unique across all projects; else among the children of a parent


@dataclass(frozen=True)
class Resource:
    """A resource of the API."""

    kind: str  # The name of its table, its list key (SDK), and its seeds
    path: str  # The path of the collection below the project, with ``{parent}`` for the parent's ID
    body: type[models.Body] | None = None  # The model of bodies that create an object
    replacement: type[models.Body] | None = None  # The model of bodies that replace an object, if it is another one
    verbs: frozenset[str] = frozenset({"list", "create", "get", "replace", "delete"})
    reference_list_key: str | None = None
    """The list key of the reference; "" for a bare array, None for that of the SDK."""
    reference_create_lists: bool = False  # Whether the reference answers a creation with a page
    paged: bool = True
    address: str = "id"  # The field that identifies an object in paths
    read_only: frozenset[str] = _STAMPED
    create_only: frozenset[str] = frozenset()  # Fields that cannot be replaced
    hidden: frozenset[str] = frozenset()  # Fields that are never answered
    defaults: Mapping[str, Any] = field(
        default_factory=dict
    )  # Further default values of a new object, beside those of its body
    derive: Callable[[Row], Row] = dict  # Returns a row with derived fields
    parent: Parent | None = None
    embedded: Resource | None = None  # The child resource that is part of bodies and answers, under its kind
    unique: Unique | None = None
    filters: Mapping[str, str] = field(default_factory=dict)  # Indexed fields by query parameter
    sdk_shown: Callable[[Row], Row] = dict  # Returns a row in the SDK's spelling
    linked_by_trunks: bool = False  # Whether trunks link to its objects, which forbids deletion
    shows_trunks: bool = False  # Whether answers have the IDs of linked trunks
    dependants: Callable[[Project, str], Mapping[str, Sequence[object]]] | None = None
    """Returns the other objects, by kind, that forbid deletion."""
    create_guess: str = ""  # The guess without which creation is refused
    replace_guess: str = ""  # The guess by which replacing a missing object creates it
    shown_unless: Callable[[Row, Guesses], bool] | None = None  # Returns whether an object is neither listed nor found

    def list_key(self, dialect: Dialect) -> str:
        """Return the list key in a dialect, "" for a bare array."""
        if dialect == "reference" and self.reference_list_key is not None:
            return self.reference_list_key
        return self.kind


def _with_domain(row: Row) -> Row:
    """Return a trunk with the fields that Sinch adds."""
    host_name = row["hostName"]
    return row | {"topLevelDomain": DOMAIN, "domain": f"{host_name}.{DOMAIN}", "callsPerSecond": 1}


def _with_endpoint_defaults(row: Row) -> Row:
    """Return an endpoint with its default port if it is new and static; a replaced one has the field."""
    return row if row.get("isRegistered") or "port" in row else row | {"port": 5060}


def _with_prefix_length(row: Row) -> Row:
    """Return an IP range with its prefix length, by default 32 (ref)."""
    return row if row["range"] else row | {"range": 32}


def _trunk_dependants(project: Project, trunk_id: str) -> Mapping[str, Sequence[object]]:
    """Return the objects that forbid the deletion of a trunk (field)."""
    return {
        "phoneNumbers": list(project.tables["phoneNumbers"].where("sipTrunkId", trunk_id)),
        "endpoints": list(project.tables["endpoints"].where("sipTrunkId", trunk_id)),
        **{kind: links.targets(trunk_id) for kind, links in project.links.items()},
    }


def _username_dependants(project: Project, list_id: str) -> Mapping[str, Sequence[object]]:
    """Return the endpoints of all trunks that use usernames of a credential list (field)."""
    endpoints = project.tables["endpoints"]
    credentials = project.tables["credentials"].where("credentialListId", list_id)
    return {
        "endpoints": [row for item in credentials for row in endpoints.where("credentialUsername", item["username"])]
    }


TRUNKS = Resource(
    kind="trunks",
    path="/trunks",
    body=models.TrunkBody,
    reference_list_key="sipTrunks",
    read_only=_STAMPED | {"topLevelDomain", "domain", "callsPerSecond"},
    # The reference does not have `enabled`; live answers do (field).
    defaults={"callForwardNumber": None, "enabled": True},
    derive=_with_domain,
    unique=Unique("hostName", everywhere=True),
    filters={"domain": "domain"},
    dependants=_trunk_dependants,
)

ENDPOINTS = Resource(
    kind="endpoints",
    path="/trunks/{parent}/endpoints",
    body=models.EndpointBody,
    reference_create_lists=True,
    read_only=_STAMPED | {"sipTrunkId"},
    derive=_with_endpoint_defaults,
    parent=Parent("trunks", "sipTrunkId", in_body=True),
)

IP_RANGES = Resource(
    kind="ipRanges",
    path="/accessControlLists/{parent}/ipRanges",
    body=models.IpRangeBody,
    verbs=frozenset({"list", "create", "replace", "delete"}),
    read_only=_STAMPED | {"accessControlListId"},
    defaults={"description": None, "range": None},
    derive=_with_prefix_length,
    parent=Parent("accessControlLists", "accessControlListId"),
)

ACLS = Resource(
    kind="accessControlLists",
    path="/accessControlLists",
    body=models.AclBody,
    replacement=models.AclReplaceBody,
    read_only=_STAMPED | {"trunks"},
    embedded=IP_RANGES,
    linked_by_trunks=True,
    shows_trunks=True,
)

CREDENTIALS = Resource(
    kind="credentials",
    path="/credentialLists/{parent}/credentials",
    body=models.CredentialBody,
    replacement=models.PasswordBody,
    verbs=frozenset({"create", "replace", "delete"}),
    address="username",
    read_only=_STAMPED | {"credentialListId"},
    create_only=frozenset({"username"}),
    # An answer has the ID and the username alone (ref).
    hidden=_STAMPED - {"id"} | {"password", "credentialListId"},
    parent=Parent("credentialLists", "credentialListId"),
    unique=Unique("username", everywhere=False),
    create_guess="credential_post_path",
    replace_guess="credential_put_adds",
)

CREDENTIAL_LISTS = Resource(
    kind="credentialLists",
    path="/credentialLists",
    body=models.CredentialListBody,
    replacement=models.NameBody,
    create_only=frozenset({"credentials"}),
    embedded=CREDENTIALS,
    linked_by_trunks=True,
    dependants=_username_dependants,
)

PHONE_NUMBERS = Resource(
    kind="phoneNumbers",
    path="/phoneNumbers",
    body=models.NumberAssignmentBody,
    verbs=frozenset({"list", "get"}),
    address="phoneNumber",
    read_only=_STAMPED | {"countryCode"},
    filters={"sipTrunkId": "sipTrunkId"},
    shown_unless=lambda row, guesses: guesses.number_unlisted_when_free and not row["sipTrunkId"],
)

COUNTRY_PERMISSIONS = Resource(
    kind="countryPermissions",
    path="/countryPermissions",
    body=models.CountryPermissionBody,
    verbs=frozenset({"list", "get", "replace"}),
    paged=False,
    address="isoCode",
    read_only=frozenset({"isoCode", "name", "continent", "countryDialingCodes"}),
    shown_unless=lambda row, guesses: row["isoCode"] == "CA" and not guesses.canada_apart,
)

CALL_BLOCKING_RULES = Resource(
    kind="callBlockingRules",
    path="/callBlockingRules",
    body=models.CallBlockingRuleBody,
    verbs=frozenset({"list", "create", "replace", "delete"}),
    reference_list_key="",
    defaults=dict.fromkeys(("name", "callerCountry", "callerMatch", "calleeCountry", "calleeMatch")),
    sdk_shown=lambda row: row | {"direction": row["direction"].lower()},
)

RESOURCES = (
    TRUNKS,
    ENDPOINTS,
    ACLS,
    IP_RANGES,
    CREDENTIAL_LISTS,
    CREDENTIALS,
    PHONE_NUMBERS,
    COUNTRY_PERMISSIONS,
    CALL_BLOCKING_RULES,
)


@dataclass(frozen=True)
class Link:
    """Links of trunks to lists, below ``/trunks/{id}/{kind}``."""

    target: Resource
    ids_key: str
    sdk_answers_objects: bool  # Whether the SDK answers linked objects; the reference answers their IDs
    replaceable: bool  # Whether PUT replaces the links, by an object (sdk) or a bare array (ref)


LINKS = (
    Link(ACLS, "accessControlListIds", sdk_answers_objects=False, replaceable=False),
    Link(CREDENTIAL_LISTS, "credentialListIds", sdk_answers_objects=True, replaceable=True),
)
