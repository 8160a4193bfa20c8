# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Numbers API: what a project rents, what its numbers are used for, and emergency addresses (numbers, sdk).

The real one has a host of its own; here it has the same URL as the API of Elastic SIP Trunking.
"""

from __future__ import annotations

from typing import Literal

from .dialect import money
from .errors import NumbersError, unreadable
from .handlers import Answer, ApiRequest, Handler, Route
from .models import E164, Body, Name, validated
from .renting import finish_due, new_number, provision
from .resources import PHONE_NUMBERS
from .store import Row

PATH = "/activeNumbers"
_LARGEST_PAGE = 1000  # A guess
_SHORTEST = 8  # Nobody rents a shorter number


class VoiceConfigurationBody(Body):
    """What a number is used for in calls."""

    type: Literal["RTC", "EST", "FAX"]
    trunk_id: str | None = None
    app_id: str | None = None
    service_id: str | None = None


class ActiveNumberBody(Body):
    """The changes of a number."""

    display_name: str | None = None
    voice_configuration: VoiceConfigurationBody | None = None


class StreetAddress(Body):
    """An address in the US or Canada."""

    street_number: Name
    street_info: Name
    location: str | None = None
    city: Name
    state: Name
    postal_code: Name
    postal_code_plus_four: str | None = None


class EmergencyAddressBody(Body):
    """The emergency address of a number."""

    display_name: Name
    address: StreetAddress


def _found(request: ApiRequest) -> Row:
    """Return the number that a path names; ApiError 404 if the project does not rent it.

    Where any number is rented, one that was never written is only made up.
    """
    simulator, row = request.simulator, request.project.tables["activeNumbers"].rows.get(request.key)
    if row is None and simulator.settings.rent_any_number and len(request.key) >= _SHORTEST:
        row = new_number(simulator.clock, request.project, validated(_NumberPath, {"phoneNumber": request.key}))
    if row is None:
        raise NumbersError(404, "NOT_FOUND", f"the number {request.key} was not found")
    return finish_due(simulator.settings, simulator.clock, row)


def _to_write(request: ApiRequest) -> Row:
    """Return the number that a path names, to change it."""
    row, tables = _found(request), request.project.tables
    if request.key not in tables["activeNumbers"].rows:
        request.simulator.operations.rent_number(request.project, PHONE_NUMBERS, {"phoneNumber": request.key})
    return tables["activeNumbers"].rows.get(request.key, row)


class _NumberPath(Body):
    phone_number: E164


def _shown(row: Row) -> Row:
    answer = {name: value for name, value in row.items() if not name.startswith("_")}
    return answer | {"money": money(row["money"], "reference")}


def _list(request: ApiRequest) -> Answer:
    query = request.query
    settings, clock = request.simulator.settings, request.simulator.clock
    rows = [finish_due(settings, clock, row) for row in request.project.tables["activeNumbers"].rows.values()]
    for parameter, field in (("regionCode", "regionCode"), ("type", "type")):
        if query.get(parameter):
            rows = [row for row in rows if row[field] == query[parameter]]
    if query.get("numberPattern.pattern"):
        pattern = query["numberPattern.pattern"]
        search = query.get("numberPattern.searchPattern", "START")
        tests = {"START": str.startswith, "END": str.endswith, "CONTAINS": str.__contains__}
        rows = [row for row in rows if tests[search](row["phoneNumber"].lstrip("+"), pattern.lstrip("+"))]
    start = int(query.get("pageToken") or 0)
    size = min(int(query.get("pageSize") or 20), settings.page_cap or _LARGEST_PAGE)
    page, end = rows[start : start + size], start + size
    token = str(end) if end < len(rows) else ""
    return Answer(
        json={
            "activeNumbers": [_shown(row) for row in page],
            "nextPageToken": token,
            "totalSize": len(rows),
        }
    )


def _get(request: ApiRequest) -> Answer:
    return Answer(json=_shown(_found(request)))


def _change(request: ApiRequest) -> Answer:
    row, sent = _to_write(request), validated(ActiveNumberBody, request.json())
    voice = sent.get("voiceConfiguration")
    if voice is not None:
        trunk_id = voice.get("trunkId") or ""
        if voice["type"] == "EST" and trunk_id:
            if trunk_id not in request.project.tables["trunks"].rows:
                raise NumbersError(400, "INVALID_ARGUMENT", f"the trunk {trunk_id} was not found")
            provision(request.simulator.settings, request.simulator.clock, row, trunk_id)
        else:
            row["voiceConfiguration"] = {**voice, "lastUpdatedTime": request.simulator.clock.timestamp()}
        if request.simulator.settings.provisioning != "fails":
            request.simulator.operations.put_on_trunk(request.project, PHONE_NUMBERS, request.key, trunk_id or None)
    if sent.get("displayName") is not None:
        row["displayName"] = sent["displayName"]
    return Answer(json=_shown(row))


def _addresses(request: ApiRequest) -> dict[str, Row]:
    """Return the emergency addresses of the project by number; ApiError if the number cannot have one."""
    row = _found(request)
    if row["regionCode"] not in ("US", "CA"):
        raise NumbersError(400, "FAILED_PRECONDITION", f"{row['phoneNumber']} is not of the US or Canada")
    return request.project.tables["emergencyAddresses"].rows


def _address(request: ApiRequest) -> Answer:
    address = _addresses(request).get(request.key)
    if address is None:
        raise NumbersError(404, "NOT_FOUND", f"{request.key} has no emergency address")
    # The answer lacks the display name.
    return Answer(json={"address": address["address"]})


def _validated_address(address: Row) -> tuple[str, Row]:
    """Return the result of a validation, with the right address: upper case, "St" for "Street".

    A street of number 0 does not exist.
    """
    if address["streetNumber"] == "0":
        return "NO_MATCH", address
    right = {name: value.upper() if isinstance(value, str) else value for name, value in address.items()}
    right["streetInfo"] = right["streetInfo"].replace("STREET", "ST")
    return ("EXACT_MATCH" if right == address else "NEAR_MATCH"), right


def _validate_address(request: ApiRequest) -> Answer:
    _addresses(request)
    sent = validated(EmergencyAddressBody, request.json())
    result, right = _validated_address(sent["address"])
    answer: Row = {"validatedAddress": sent["address"], "validationResult": result, "validationMessage": ""}
    if result == "NEAR_MATCH":
        answer["correctedAddress"] = right
    if result == "NO_MATCH":
        answer |= {"candidateAddresses": [right | {"streetNumber": "1"}], "validationMessage": "no such address"}
    return Answer(json=answer)


def _provision_address(request: ApiRequest) -> Answer:
    addresses, sent = _addresses(request), validated(EmergencyAddressBody, request.json())
    if _validated_address(sent["address"])[0] != "EXACT_MATCH":
        raise NumbersError(400, "INVALID_ARGUMENT", "the address is not valid")
    addresses[request.key] = {"phoneNumber": request.key, **sent}
    return Answer(json={"address": sent["address"]})


def _deprovision_address(request: ApiRequest) -> Answer:
    if _addresses(request).pop(request.key, None) is None:
        raise NumbersError(404, "NOT_FOUND", f"{request.key} has no emergency address")
    return Answer(json={})


def _with_access(handler: Handler) -> Handler:
    def serve(request: ApiRequest) -> Answer:
        if not request.simulator.settings.numbers_access:
            raise NumbersError(403, "PERMISSION_DENIED", "the key has no access to the Numbers API")
        if request.raw_body and not isinstance(request.json(), dict):
            raise unreadable()
        return handler(request)

    return serve


def number_routes() -> list[Route]:
    """Return the routes of the Numbers API."""
    one, address = PATH + "/{key}", PATH + "/{key}/emergencyAddress"
    routes: list[Route] = [
        ("GET", PATH, _list),
        ("GET", one, _get),
        ("PATCH", one, _change),
        ("GET", address, _address),
        ("POST", address + ":validate", _validate_address),
        ("POST", address + ":provision", _provision_address),
        ("POST", address + ":deprovision", _deprovision_address),
    ]
    return [(method, path, _with_access(handler)) for method, path, handler in routes]
