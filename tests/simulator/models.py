# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Models of request bodies. Fields that are not in a model are stored as they are."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError, PydanticUndefined

from .errors import ApiError, unreadable

_FQDN = re.compile(
    r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE
)


def _ipv4(value: str) -> str:
    """Refuse all but bare IPv4 addresses, also CIDR notation, which the live API cannot parse (field)."""
    try:
        ipaddress.IPv4Address(value)
    except ValueError as error:
        raise PydanticCustomError("unparsable", "not an IPv4 address") from error
    return value


def _address(value: str) -> str:
    """Refuse all but IP addresses and host names."""
    try:
        ipaddress.ip_address(value)
    except ValueError as error:
        if not _FQDN.fullmatch(value):
            raise PydanticCustomError("invalid_address", "must be an IP address or a host name") from error
    return value


def _password(value: str) -> str:
    """Refuse a weak password (field)."""
    classes = ("[A-Z]", "[a-z]", "[0-9]")
    if len(value) < 12 or not all(re.search(characters, value) for characters in classes):
        raise PydanticCustomError(
            "weak_password", "must have at least 12 characters, an upper-case letter, a lower-case letter and a digit"
        )
    return value


E164 = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{1,14}$")]
Name = Annotated[str, StringConstraints(min_length=1)]
Password = Annotated[str, AfterValidator(_password)]


_UNSET = (None, PydanticUndefined)


class Body(BaseModel):
    """A JSON body with camel-case names, whose types are not coerced."""

    model_config = ConfigDict(strict=True, extra="allow", alias_generator=to_camel)

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        """Return the values of the fields that are set where nothing is sent."""
        return {
            to_camel(name): field.default for name, field in cls.model_fields.items() if field.default not in _UNSET
        }


class TrunkBody(Body):
    """A trunk."""

    name: Name
    host_name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,63}$")]
    enable_caller_name: bool | None = False
    enable_call_forward: bool | None = False
    call_forward_number: E164 | None = None

    @model_validator(mode="after")
    def _forwards_somewhere(self) -> TrunkBody:
        """Require a number for call forwarding."""
        if self.enable_call_forward and not self.call_forward_number:
            raise PydanticCustomError("required", "callForwardNumber is required when enableCallForward is true")
        return self


class EndpointBody(Body):
    """An endpoint, static or registered."""

    sip_trunk_id: str | None = None
    name: Name
    priority: Annotated[int, Field(ge=1)]
    transport: Literal["UDP", "TCP", "TLS"] | None = "UDP"
    enabled: bool | None = True
    address: Annotated[str, AfterValidator(_address)] | None = None
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    is_registered: bool | None = None
    credential_username: str | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> EndpointBody:
        """Require an address or a username."""
        if self.is_registered and not self.credential_username:
            raise PydanticCustomError("required", "credentialUsername is required for a registered endpoint")
        if not self.is_registered and not self.address:
            raise PydanticCustomError("required", "address is required for a static endpoint")
        return self


class IpRangeBody(Body):
    """An IP range; in the body that replaces an ACL, it may have its ID."""

    id: str | None = None
    description: str | None = None
    ip_address: Annotated[str, AfterValidator(_ipv4)]
    range: Annotated[int, Field(ge=1, le=32)] | None = None


class AclReplaceBody(Body):
    """An ACL that replaces another; without ranges, these are not changed (ref)."""

    name: Name
    enabled: bool
    ip_ranges: list[IpRangeBody] = []


class AclBody(AclReplaceBody):
    """A new ACL, with at least one range."""

    ip_ranges: Annotated[list[IpRangeBody], Field(min_length=1)]


class CredentialBody(Body):
    """A new credential."""

    username: Name
    password: Password


class PasswordBody(Body):
    """A new password."""

    password: Password


class NameBody(Body):
    """A new name of a credential list."""

    name: Name


class CredentialListBody(NameBody):
    """A new credential list."""

    credentials: list[CredentialBody] = []


class CountryPermissionBody(Body):
    """A country permission."""

    enabled: bool


class CallBlockingRuleBody(Body):
    """A call blocking rule."""

    name: str | None = None
    direction: Literal["INBOUND", "OUTBOUND"]
    caller_country: str | None = None
    caller_match: str | None = None
    callee_country: str | None = None
    callee_match: str | None = None


class NumberAssignmentBody(Body):
    """A phone number and its new trunk; an empty trunk unassigns the number (ref)."""

    phone_number: E164
    sip_trunk_id: str


class ProjectIdsBody(Body):
    """Projects to add."""

    project_ids: list[str]


_UNREADABLE = ("unparsable", "dict_type", "list_type", "literal_error", "model_type", "model_attributes_type")


def _is_unreadable(kind: str) -> bool:
    """Return whether an error is one of parsing, not of checking the parsed body."""
    return kind in _UNREADABLE or kind.endswith(("_type", "_parsing", "_unicode"))


def validated(model: type[Body], body: object) -> Mapping[str, Any]:
    """Return the fields of a body after checking them; raise ApiError 400 that names all wrong fields."""
    try:
        return model.model_validate(body).model_dump(by_alias=True, exclude_unset=True)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
    violations = [(".".join(str(step) for step in item["loc"]), item["msg"]) for item in found]
    if any(_is_unreadable(item["type"]) for item in found):
        raise unreadable(violations)
    message = "; ".join(f"{field}: {text}" if field else text for field, text in violations)
    raise ApiError(400, "INVALID_ARGUMENT", message, violations)
