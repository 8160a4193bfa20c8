# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emergency address of a phone number: where help goes when it calls (source of all facts: numbers)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ._errors import ApiError, OptionError, SinchError, shown_path
from ._resources.catalogue import ACTIVE_NUMBER
from ._resources.declaration import to_camel
from ._transport.client import Client

Address = Mapping[str, str]
"""An address by the names of its options; a part that it lacks is empty."""

REQUIRED = ("street_number", "street_info", "city", "state", "postal_code")


ADDRESS_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "street_number": {"type": "str", "description": "Number of the house. Required."},
    "street_info": {"type": "str", "description": "Name of the street. Required."},
    "location": {"type": "str", "description": "Place in the house, such as C(APT 12)."},
    "city": {"type": "str", "description": "City. Required."},
    "state": {"type": "str", "description": "Code of the state or province, such as C(DC). Required."},
    "postal_code": {"type": "str", "description": "Postal code. Quote it. Required."},
    "postal_code_plus_four": {"type": "str", "description": "Last four digits of a ZIP+4 code. Quote them."},
}
EMERGENCY_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "display_name": {
        "type": "str",
        "description": "Name of the person or company at the address. Required to set an address.\n"
        "The API does not return it, so that a different name alone is not a change.",
    },
    "address": {
        "type": "dict",
        "description": "The address. Required to set an address.",
        "options": ADDRESS_OPTIONS,
    },
    "accept_correction": {
        "type": "bool",
        "default": False,
        "description": "Set the address that the API proposes instead of one that is not quite right. Without it, such "
        "an address is an error that shows the proposal.",
    },
}


def address_of(given: Mapping[str, Any]) -> Address:
    """Return an address from options, without blanks around its parts; raise OptionError for a missing part."""
    address = {part: str(given.get(part) or "").strip() for part in ADDRESS_OPTIONS}
    missing = [part for part in REQUIRED if not address[part]]
    if missing:
        raise OptionError("address", f"lacks {', '.join(missing)}")
    return address


def load(sent: Any) -> Address:
    """Return an address that the API sent."""
    read = sent if isinstance(sent, Mapping) else {}
    return {part: str(read.get(to_camel(part)) or "") for part in ADDRESS_OPTIONS}


def show(address: Address) -> dict[str, str | None]:
    """Return an address for results: a part that it lacks is null."""
    return {part: address[part] or None for part in ADDRESS_OPTIONS}


def in_words(address: Address) -> str:
    """Return an address on one line."""
    parts = (
        f"{address['street_number']} {address['street_info']}",
        address["location"],
        address["city"],
        address["state"],
        "-".join(filter(None, (address["postal_code"], address["postal_code_plus_four"]))),
    )
    return ", ".join(filter(None, parts))


def _body(display_name: str, address: Address) -> dict[str, Any]:
    sent = {to_camel(part): value for part, value in address.items() if value}
    return {"displayName": display_name, "address": sent}


def accepted(answer: Any, wanted: Address, before: Address | None, accept_correction: bool) -> Address:
    """Return the address to have, after a validation; raise OptionError that shows what the API proposes.

    A correction that is there already is accepted: an earlier run has written it.
    """
    data = answer if isinstance(answer, Mapping) else {}
    result = data.get("validationResult")
    if result == "EXACT_MATCH":
        return wanted
    if result == "NEAR_MATCH":
        corrected = load(data.get("correctedAddress"))
        if accept_correction or corrected == before:
            return corrected
        text = f"{in_words(wanted)!r} is not quite right; the API proposes {in_words(corrected)!r}"
        raise OptionError("address", f"{text}; give that, or set accept_correction: true")
    candidates = [in_words(load(one)) for one in data.get("candidateAddresses") or ()]
    like = f"; addresses like it: {'; '.join(map(repr, candidates))}" if candidates else ""
    raise OptionError("address", f"{in_words(wanted)!r} is no address that help can be sent to{like}")


@dataclass(frozen=True)
class EmergencyAddress:
    """The emergency address of a number, at the API."""

    client: Client
    number: str

    @property
    def _path(self) -> tuple[str, ...]:
        return (ACTIVE_NUMBER.path, self.number, "emergencyAddress")

    @property
    def _api(self) -> Client:
        return self.client.of(ACTIVE_NUMBER.service)

    def read(self) -> Address | None:
        """Return the address, None if the number has none; raise ApiError."""
        found = self._api.get(self._path)
        return None if found is None else load(found.get("address", found))

    def is_rented(self) -> bool:
        """Return whether the project rents the number."""
        return self._api.get(self._path[:-1]) is not None

    def check_rented(self) -> None:
        """Raise OptionError if the project does not rent the number."""
        if not self.is_rented():
            text = f"{self.number!r}: the project does not rent it; rent it in the Sinch dashboard first"
            raise OptionError("phone_number", text)

    def validated(self, display_name: str, wanted: Address, before: Address | None, accept_correction: bool) -> Address:
        """Return the address to have; raise OptionError for one that the API does not accept."""
        answer = self._post("validate", _body(display_name, wanted))
        return accepted(answer, wanted, before, accept_correction)

    def write(self, display_name: str, wanted: Address) -> None:
        """Set the address, and read it back; raise SinchError."""
        self._sure("provision", _body(display_name, wanted), wanted)

    def remove(self) -> None:
        """Remove the address, and read back that it is gone; raise SinchError."""
        self._sure("deprovision", {}, None)

    def _sure(self, verb: str, body: Mapping[str, Any], wanted: Address | None) -> None:
        """Send a request that writes; an answer that is lost does not matter if the request took effect."""
        failure: SinchError | None = None
        try:
            self._post(verb, body)
        except ApiError as error:
            if not error.uncertain:
                raise
            failure = error
        if self.read() != wanted:
            text = f"the emergency address of {self.number} was to be changed, and reading it back shows that it is not"
            raise failure or ApiError(text, method="POST", path=shown_path(self._request(verb)))

    def _request(self, verb: str) -> tuple[str, ...]:
        return (*self._path[:-1], f"{self._path[-1]}:{verb}")

    def _post(self, verb: str, body: Mapping[str, Any]) -> Any:
        return self._api.send("POST", self._request(verb), body).data
