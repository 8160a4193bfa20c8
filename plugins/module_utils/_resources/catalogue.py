# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The catalogue: every resource of the API that this collection manages, with its fields, relations and rules.

The words in brackets after a fact, such as (ref) or (field), name its source: see docs/api_facts.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from . import active_numbers
from .credentials import Credentials
from .declaration import Alias, Edit, Field, Resource, flag, read_only, text
from .ip_ranges import IpRange, IpRanges
from .relations import Assignment, Counterpart, KeyReference, Link, Parent, Relation
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
    Nested,
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
    """Return the values that make an endpoint either static or registered, never both."""
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
        text("name", required=True, returned="Name of the SIP trunk.", sample="office"),
        Field(
            "host_name",
            HostName(),
            required=True,
            unique=True,
            description=(
                "First label of the trunk's domain, C(HOST_NAME.pstn.sinch.com). Use letters, digits and "
                "hyphens.\n"
                "The host name must be unique across all of Sinch. The host name of another trunk of the "
                "project is refused."
            ),
            returned="First label of the domain.",
            sample="acme-office",
        ),
        flag(
            "enable_caller_name",
            default=False,
            description="Whether the caller's name is looked up (US and Canada only).",
        ),
        flag(
            "enable_call_forward",
            default=False,
            description="Whether calls are forwarded to O(call_forward_number) while the trunk cannot be reached.",
            returned="Whether calls are forwarded while the trunk cannot be reached.",
        ),
        Field(
            "call_forward_number",
            OptionalNumber(),
            description=(
                'Number in E.164 format that calls are forwarded to. Quote it, like V("+12025550123").\n'
                "Required with O(enable_call_forward=true). An empty string removes the number."
            ),
            returned="Number that calls are forwarded to, or null.",
            sample="+12025550123",
        ),
        read_only("top_level_domain", default=TOP_LEVEL_DOMAIN, returned="Domain without its first label."),
        read_only(
            "domain", derive=_domain, returned="Domain to send SIP traffic to.", sample="acme-office.pstn.sinch.com"
        ),
        read_only(
            "calls_per_second",
            default=1,
            returned="Number of calls that can start per second, 1 unless Sinch has raised it.",
        ),
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
        text("name", required=True, returned="Name of the ACL.", sample="office-pbx"),
        flag("enabled", default=True, description="Whether the ACL is in force."),
        Field(
            "ip_ranges",
            IpRanges(),
            required=True,
            description=(
                "IPv4 ranges that may place calls, each a string in CIDR notation or a mapping of C(cidr) "
                "and C(description). A bare address is a C(/32).\n"
                "The order does not matter. A range that is given without a description keeps the "
                "description that it has.\n"
                "An ACL cannot be left without ranges. IPv6, C(/0) and ranges with host bits set are refused."
            ),
            returned="IPv4 ranges, sorted by address.",
            parts=(
                Field("cidr", returned="Range in CIDR notation.", sample="203.0.113.10/32"),
                Field("description", returned="Description of the range, or an empty string.", sample="head office"),
            ),
        ),
        Field(
            "trunks",
            Ids(),
            read_only=True,
            returned="IDs of the trunks that the ACL is linked to.",
            sample=["01JD3X9V5Q8ZK4T2M7N6P0RBCD"],
        ),
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
        text("name", required=True, returned="Name of the credential list.", sample="office-phones"),
        Field(
            "credentials",
            Credentials(),
            required=True,
            description="Users of the credential list.",
            returned="Users, sorted by name. Passwords are never returned.",
            parts=(
                Field(
                    "username",
                    description=(
                        "Name of the user, taken exactly as given. The name of a new user has no blanks around it "
                        "and no control characters."
                    ),
                    returned="Name of the user.",
                    sample="desk-1001",
                ),
                Field(
                    "password",
                    description=(
                        "Password of the user, at least 12 characters with an upper-case letter, a lower-case letter "
                        "and a digit.\n"
                        "Required for a user that the credential list does not have yet."
                    ),
                ),
            ),
        ),
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
        text("name", required=True, returned="Name of the SIP endpoint.", sample="pbx-a"),
        Field(
            "address",
            Address(),
            description="IP address or fully qualified domain name of a static endpoint.",
            sample="203.0.113.10",
        ),
        Field(
            "port",
            Integer(1, 65535, "a port"),
            default=DEFAULT_PORT,
            description="Port of a static endpoint. V(5061) is usual with TLS.",
            returned="Port of a static endpoint, else null.",
        ),
        Field("transport", Choice("UDP", "TCP", "TLS"), default="UDP", description="Transport of the SIP messages."),
        Field(
            "priority",
            Integer(1, 2**31 - 1, "a priority"),
            default=1,
            description=(
                "Rank of the endpoint, from 1 up. A call goes to the endpoint with the lowest rank that can "
                "be reached. Endpoints of equal rank take turns."
            ),
            returned="Rank of the endpoint. The lowest rank goes first.",
        ),
        flag("enabled", default=True, description="Whether the endpoint gets calls."),
        Field(
            "credential_username",
            UserName(),
            description=(
                "User name that the endpoint registers with.\n"
                "A credential list that is linked to the trunk must have this user. The API would accept any "
                "other name, and every call would fail. In check mode, a missing user is a warning."
            ),
            sample="desk-1001",
        ),
        Field("is_registered", Marker(), internal=True, returned="Whether the endpoint registers.", sample=False),
        read_only("sip_trunk_id", returned="ID of the trunk.", sample="01JD3X9V5Q8ZK4T2M7N6P0RBCD"),
    ),
    implied=_kind_of_endpoint,
    rules=(_is_reachable, _is_of_one_kind),
)

_E164 = Field(
    "phone_number",
    PhoneNumber(),
    read_only=True,
    returned="Phone number in E.164 format.",
    sample="+12025550123",
)

# A number that the project rents. Nothing rents or releases one here: that is a matter of money.
ACTIVE_NUMBER = Resource(
    kind="active_number",
    label="active number",
    path="activeNumbers",
    list_keys=("activeNumbers",),
    identity="phone_number",
    named_by="phone_numbers",
    key="phone_number",
    service="numbers_url",
    fields=(
        _E164,
        read_only("display_name", returned="Name of the number in the dashboard.", sample="Reception"),
        read_only("region_code", returned="Country of the number.", sample="US"),
        read_only("type", returned="V(LOCAL), V(MOBILE) or V(TOLL_FREE).", sample="LOCAL"),
        Field("capability", Ids(), read_only=True, returned="What the number can do.", sample=["SMS", "VOICE"]),
        Field(
            "voice_configuration",
            Nested(),
            read_only=True,
            returned="What the number is used for in calls, as the Numbers API has it. A provisioning that is under "
            "way or has failed is in C(scheduled_voice_provisioning).",
            sample={"type": "EST", "trunk_id": "01JD3X9V5Q8ZK4T2M7N6P0RBCD"},
        ),
        Field(
            "sms_configuration",
            Nested(),
            read_only=True,
            returned="What the number is used for in messages, as the Numbers API has it.",
            sample={"service_plan_id": "", "campaign_id": ""},
        ),
        Field(
            "money",
            Money(),
            read_only=True,
            returned="Price of a payment interval, with the amount as a string.",
            sample={"currency_code": "USD", "amount": "2.00"},
        ),
        read_only("payment_interval_months", returned="Months between two payments.", sample=1),
        read_only("next_charge_date", returned="When the next payment is due.", sample="2026-02-28T14:42:42.022227Z"),
        read_only("expire_at", returned="When the rent ends, or null.", sample="2026-02-28T14:42:42.022227Z"),
    ),
)

# Of one number each; the API lists none, so that addresses are no part of a plan.
EMERGENCY_ADDRESS = Resource(
    kind="emergency_address",
    label="emergency address",
    path=ACTIVE_NUMBER.path,
    list_keys=(),
    identity="phone_number",
    named_by="phone_number",
    key="phone_number",
    service=ACTIVE_NUMBER.service,
    fields=(_E164,),
)

PHONE_NUMBER_ASSIGNMENT = Assignment(
    "trunk",
    "sip_trunk",
    field="sip_trunk_id",
    override="move",
    condition="the project rents it",
    counterpart=Counterpart(
        ACTIVE_NUMBER.kind,
        "Numbers API",
        "the project does not rent it, so that no call would arrive; rent it in the Sinch dashboard first",
        active_numbers.use_of,
        active_numbers.on_trunk,
    ),
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
        _E164,
        Field(
            "sip_trunk_id",
            OptionalString(),
            internal=True,
            returned="ID of the trunk that the number is assigned to, or null.",
            sample="01JD3X9V5Q8ZK4T2M7N6P0RBCD",
        ),
        read_only("country_code", returned="Country of the number.", sample="US"),
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
        Field(
            "iso_code",
            CountryCode(),
            read_only=True,
            returned="ISO 3166-1 alpha-2 code of the country, or V(*).",
            sample="US",
        ),
        flag("enabled", default=False, returned="Whether the country can be dialled.", sample=True),
        read_only("name", returned="Name of the country.", sample="United States"),
        read_only("continent", returned="Continent of the country.", sample="North America"),
        read_only("country_dialing_codes", returned="Dialling codes of the country.", sample=["1"]),
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
        text("name", required=True, returned="Name of the call blocking rule.", sample="no-robocalls"),
        Field(
            "direction",
            Choice("INBOUND", "OUTBOUND"),
            required=True,
            description="Direction of the calls that the rule blocks.",
            sample="INBOUND",
        ),
        Field(
            "caller_country",
            OptionalCountry(),
            description="ISO 3166-1 alpha-2 code of the country that calls come from. Quote it.",
            returned="Country that calls come from, or null.",
            sample="US",
        ),
        Field(
            "caller_match",
            MatchPrefix(),
            description="First digits of the numbers that calls come from, for inbound calls. Quote them.",
            returned="First digits of the numbers that calls come from, or null.",
            sample="+1202555",
        ),
        Field(
            "callee_country",
            OptionalCountry(),
            description="ISO 3166-1 alpha-2 code of the country that calls go to. Quote it.",
            returned="Country that calls go to, or null.",
            sample="GB",
        ),
        Field(
            "callee_match",
            MatchPrefix(),
            description="First digits of the numbers that calls go to, for outbound calls. Quote them.",
            returned="First digits of the numbers that calls go to, or null.",
            sample="+449",
        ),
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
        read_only("call_id", returned="ID of the call.", sample="01JD3XN4P5R6T7V8W9X0Y1Z2AB"),
        read_only("from", returned="Calling number.", sample="+12025550123"),
        read_only("to", returned="Called number.", sample="+12025550124"),
        Field(
            "direction",
            Choice("INBOUND", "OUTBOUND"),
            read_only=True,
            returned="Direction of the call.",
            sample="INBOUND",
        ),
        read_only("call_result", returned="How the call ended.", sample="COMPLETED"),
        read_only("create_time", returned="When the call was started.", sample="2026-01-31T09:30:00.123456789Z"),
        read_only("answer_time", returned="When the call was answered.", sample="2026-01-31T09:30:04.123456789Z"),
        read_only("end_time", returned="When the call ended.", sample="2026-01-31T09:31:05.123456789Z"),
        read_only("duration_seconds", returned="Duration of the call.", sample=61),
        read_only("billing_duration_seconds", returned="Billed duration of the call.", sample=120),
        Field(
            "price_per_minute",
            Money(),
            read_only=True,
            returned="Price of a minute, with the amount as a string.",
            sample={"currency_code": "USD", "amount": "0.0040"},
        ),
        Field(
            "price",
            Money(),
            read_only=True,
            returned="Price of the call, with the amount as a string.",
            sample={"currency_code": "USD", "amount": "0.0080"},
        ),
        read_only("trunk_id", returned="ID of the trunk.", sample="01JD3X9V5Q8ZK4T2M7N6P0RBCD"),
        read_only(
            "pcap_id",
            returned="ID of the packet capture, for M(sinch.sip.sinch_call_export).",
            sample="01JD3XP0Q1R2S3T4V5W6X7Y8Z9",
        ),
        read_only("project_id", returned="ID of the project.", sample="00000000-0000-4000-8000-000000000000"),
    ),
)

# In the order in which objects are made; they are removed in reverse.
RESOURCES: dict[str, Resource] = {
    one.kind: one
    for one in (ACL, CREDENTIAL_LIST, SIP_TRUNK, SIP_ENDPOINT, PHONE_NUMBER, COUNTRY_PERMISSION, CALL_BLOCKING_RULE)
}
# Those beside plans: the counterparts of assignments, which plans only read, and what is written without a plan.
BESIDE_PLANS: dict[str, Resource] = {one.kind: one for one in (ACTIVE_NUMBER, EMERGENCY_ADDRESS)}


def resource_of(kind: str) -> Resource:
    """Return the resource of a kind, whether plans write it or not."""
    return RESOURCES.get(kind) or BESIDE_PLANS[kind]


def owners_of(target: str) -> Iterator[tuple[Resource, Relation]]:
    """Yield the relations of which the objects of a kind are the targets, each with the resource that owns it."""
    for resource in RESOURCES.values():
        for relation in resource.relations:
            if relation.target == target:
                yield resource, relation
