# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every resource of the API that this collection manages. A new field is one line here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .credentials import Credentials
from .declaration import Alias, Edit, Field, Resource, flag, read_only, text
from .ip_ranges import IpRange, IpRanges
from .relations import Assignment, KeyReference, Link, Parent, Relation
from .values import (
    Address,
    Choice,
    CountryCode,
    HostName,
    Ids,
    Integer,
    Marker,
    MatchPrefix,
    Money,
    OptionalCountry,
    OptionalNumber,
    OptionalString,
    PhoneNumber,
    UserName,
)

TOP_LEVEL_DOMAIN = "pstn.sinch.com"
DEFAULT_PORT = 5060


def _forwarding_has_a_number(edit: Edit) -> tuple[str, str] | None:
    """Refuse call forwarding to nowhere: the number is required when it is on (ref)."""
    forwards = edit.after["enable_call_forward"] and not edit.after["call_forward_number"]
    if forwards and edit.touches("enable_call_forward", "call_forward_number"):
        return "call_forward_number", "is required when enable_call_forward is true; give a number like '+12025550123'"
    return None


def _has_ranges(edit: Edit) -> tuple[str, str] | None:
    """Refuse an ACL that admits nobody: the API wants at least one range (ref), and none would cut off every PBX."""
    if edit.after["ip_ranges"] or not edit.touches("ip_ranges"):
        return None
    return "ip_ranges", "[] leaves no range; an ACL needs at least one, like '203.0.113.10'"


def _added_ranges(edit: Edit) -> list[IpRange]:
    there = edit.before["ip_ranges"] if edit.before else {}
    return [one for cidr, one in edit.after["ip_ranges"].items() if cidr not in there]


def _wide_ranges_are_meant(edit: Edit) -> tuple[str, str] | None:
    """Refuse to add a range that lets tens of thousands of addresses place calls, a common door for toll fraud."""
    wide = [one for one in _added_ranges(edit) if one.wide]
    if not wide or "allow_wide" in edit.overrides:
        return None
    text = f"{wide[0].cidr!r} lets {wide[0].size:,} addresses place calls"
    return "ip_ranges", f"{text}; narrow it to /16 or longer, or set allow_wide: true"


def _ranges_are_public(edit: Edit) -> tuple[str, str] | None:
    """Warn of ranges from which no call comes over the Internet: most likely another address was meant."""
    special = [f"{one.cidr} ({one.special})" for one in _added_ranges(edit) if one.special]
    if not special:
        return None
    text = f"no call comes over the Internet from {', '.join(special)}; private ones are for private interconnects"
    return "ip_ranges", text


def _every_country_is_meant(edit: Edit) -> tuple[str, str] | None:
    """Refuse to open the wildcard, which lets every destination be dialled."""
    opens = edit.after["iso_code"] == "*" and edit.after["enabled"] and edit.touches("enabled")
    if not opens or "allow_wide" in edit.overrides:
        return None
    return "", "'*' lets every country be dialled, premium-rate ones too; name the countries, or set allow_wide: true"


def _domain(values: Mapping[str, Any]) -> str:
    return f"{values['host_name']}.{TOP_LEVEL_DOMAIN}"


def _is_reachable(edit: Edit) -> tuple[str, str] | None:
    """Refuse an endpoint that is neither static nor registered: no call could reach it."""
    ways = ("address", "credential_username")
    if any(edit.after[name] for name in ways) or not edit.touches(*ways):
        return None
    return "address", "an endpoint needs either an address, or the credential_username of a device that registers"


def _is_of_one_kind(edit: Edit) -> tuple[str, str] | None:
    """Refuse an endpoint that is both static and registered: the API keeps one of the two and drops the other."""
    username = edit.after["credential_username"]
    static = [name for name in ("address", "port") if edit.after[name]]
    if not (username and static and edit.touches("credential_username", *static)):
        return None
    names, values = " and ".join(static), " and ".join(repr(edit.after[name]) for name in static)
    return (
        static[0],
        f"{names} {values} contradict credential_username {username!r}: an endpoint that registers has neither address "
        "nor port; leave those out, or give an address and no credential_username",
    )


def _kind_of_endpoint(edit: Edit) -> dict[str, Any]:
    """Return what the way of reaching an endpoint brings with it: it is static or registered, not both."""
    given = edit.given
    if given.get("credential_username"):
        both = given.get("address") or given.get("port")
        return {} if both else {"is_registered": True, "address": "", "port": None}
    implied = {"is_registered": False, "credential_username": ""} if given.get("address") else {}
    after = {**edit.after, **implied}
    if after["address"] and not after["credential_username"] and after["port"] is None:
        # What the API does with a static endpoint that is sent without a port (ref).
        implied["port"] = DEFAULT_PORT
    return implied


SIP_TRUNK = Resource(
    kind="sip_trunk",
    label="SIP trunk",
    path="trunks",
    list_keys=("trunks", "sipTrunks"),
    fields=(
        text("name", required=True),
        Field("host_name", HostName(), required=True, unique=True),
        flag("enable_caller_name", default=False),
        flag("enable_call_forward", default=False),
        Field("call_forward_number", OptionalNumber()),
        read_only("top_level_domain", default=TOP_LEVEL_DOMAIN),
        read_only("domain", derive=_domain),
        read_only("calls_per_second", default=1),
    ),
    relations=(
        Link(
            "acls",
            "acl",
            path="accessControlLists",
            body_key="accessControlListIds",
            list_keys=("accessControlListIds", "accessControlLists"),
            backlink="trunks",
        ),
        Link(
            "credential_lists",
            "credential_list",
            path="credentialLists",
            body_key="credentialListIds",
            list_keys=("credentialLists", "credentialListIds"),
        ),
    ),
    rules=(_forwarding_has_a_number,),
)

ACL = Resource(
    kind="acl",
    label="ACL",
    path="accessControlLists",
    list_keys=("accessControlLists",),
    fields=(
        text("name", required=True),
        flag("enabled", default=True),
        Field("ip_ranges", IpRanges(), required=True),
        Field("trunks", Ids(), read_only=True),
    ),
    rules=(_has_ranges, _wide_ranges_are_meant),
    cautions=(_ranges_are_public,),
)

CREDENTIAL_LIST = Resource(
    kind="credential_list",
    label="credential list",
    path="credentialLists",
    list_keys=("credentialLists",),
    fields=(
        text("name", required=True),
        Field("credentials", Credentials(), required=True),
    ),
)

SIP_ENDPOINT = Resource(
    kind="sip_endpoint",
    label="SIP endpoint",
    path="endpoints",
    list_keys=("endpoints",),
    relations=(
        Parent("trunk", "sip_trunk", field="sip_trunk_id"),
        KeyReference(
            "credential_username",
            "credential_list",
            field="credential_username",
            instead="address",
            items="credentials",
            through="credential_lists",
            use="registers as",
            consequence="it could not register",
        ),
    ),
    fields=(
        text("name", required=True),
        Field("address", Address()),
        Field("port", Integer(1, 65535, "a port"), default=DEFAULT_PORT),
        Field("transport", Choice("UDP", "TCP", "TLS"), default="UDP"),
        Field("priority", Integer(1, 2**31 - 1, "a priority"), default=1),
        flag("enabled", default=True),
        Field("credential_username", UserName()),
        Field("is_registered", Marker(), internal=True),
        read_only("sip_trunk_id"),
    ),
    implied=_kind_of_endpoint,
    rules=(_is_reachable, _is_of_one_kind),
)

PHONE_NUMBER_ASSIGNMENT = Assignment(
    "trunk", "sip_trunk", field="sip_trunk_id", override="move", condition="the project rents it"
)

PHONE_NUMBER = Resource(
    kind="phone_number",
    label="phone number",
    path="phoneNumbers",
    list_keys=("phoneNumbers",),
    identity="phone_number",
    named_by="phone_numbers",
    key="phone_number",
    absent={"sip_trunk_id": ""},
    relations=(PHONE_NUMBER_ASSIGNMENT,),
    fields=(
        Field("phone_number", PhoneNumber(), read_only=True),
        Field("sip_trunk_id", OptionalString(), internal=True),
        read_only("country_code"),
    ),
)

COUNTRY_PERMISSION = Resource(
    kind="country_permission",
    label="country permission",
    path="countryPermissions",
    list_keys=("countryPermissions",),
    identity="iso_code",
    named_by="countries",
    key="iso_code",
    paged=False,
    # The API's list may have one entry for both (sdk).
    aliases=(Alias("CA", {"iso_code": "US", "name": "United States/Canada"}),),
    absent={"enabled": False},
    fields=(
        Field("iso_code", CountryCode(), read_only=True),
        flag("enabled", default=False),
        read_only("name"),
        read_only("continent"),
        read_only("country_dialing_codes"),
    ),
    rules=(_every_country_is_meant,),
)

CALL_BLOCKING_RULE = Resource(
    kind="call_blocking_rule",
    label="call blocking rule",
    path="callBlockingRules",
    list_keys=("callBlockingRules",),
    listed_only=True,
    fields=(
        text("name", required=True),
        Field("direction", Choice("INBOUND", "OUTBOUND"), required=True),
        Field("caller_country", OptionalCountry()),
        Field("caller_match", MatchPrefix()),
        Field("callee_country", OptionalCountry()),
        Field("callee_match", MatchPrefix()),
    ),
)

# Calls are only read, and so are not among the resources that are planned.
CALL = Resource(
    kind="call",
    label="call",
    path="calls",
    list_keys=("calls",),
    identity="call_id",
    key="call_id",
    fields=(
        read_only("call_id"),
        read_only("from"),
        read_only("to"),
        Field("direction", Choice("INBOUND", "OUTBOUND"), read_only=True),
        read_only("call_result"),
        read_only("create_time"),
        read_only("answer_time"),
        read_only("end_time"),
        read_only("duration_seconds"),
        read_only("billing_duration_seconds"),
        Field("price_per_minute", Money(), read_only=True),
        Field("price", Money(), read_only=True),
        read_only("trunk_id"),
        read_only("pcap_id"),
        read_only("project_id"),
    ),
)

# In the order in which objects are made; they are removed in reverse.
RESOURCES: dict[str, Resource] = {
    one.kind: one
    for one in (ACL, CREDENTIAL_LIST, SIP_TRUNK, SIP_ENDPOINT, PHONE_NUMBER, COUNTRY_PERMISSION, CALL_BLOCKING_RULE)
}


def owners_of(target: str) -> Iterator[tuple[Resource, Relation]]:
    """Yield the relations of which the objects of a kind are the targets, each with the resource that owns it."""
    for resource in RESOURCES.values():
        for relation in resource.relations:
            if relation.target == target:
                yield resource, relation
