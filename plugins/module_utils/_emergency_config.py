# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emergency addresses of the numbers of a whole project.

They are no part of a plan: the API lists none, corrects them, and does not return all that it is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ._apply.scheduler import Workers
from ._emergency_address import EMERGENCY_OPTIONS, Address, EmergencyAddress, address_of, in_words
from ._errors import SinchError, problems_of
from ._given_options import parsed_list, stated
from ._resources.catalogue import EMERGENCY_ADDRESS, PHONE_NUMBER
from ._transport.client import Client

EMERGENCY_OPTION: Mapping[str, Any] = {
    "type": "dict",
    "description": "Where help goes when a number of the trunk calls an emergency number, for the listed numbers of "
    "the US and Canada (C(+1)). Validated before anything is changed. If left out, addresses are left as they are.",
    "options": EMERGENCY_OPTIONS,
}
_PREFIX = "+1"


@dataclass
class AddressChange:
    """An emergency address that is to be set. ``status`` is planned, and then done, failed or not_tried."""

    at_api: EmergencyAddress
    display_name: str
    before: Address | None
    after: Address
    status: str = "planned"

    def __str__(self) -> str:
        return f"{self._action} {EMERGENCY_ADDRESS.label} {self.at_api.number!r}"

    @property
    def _action(self) -> str:
        return "create" if self.before is None else "update"

    def entry(self) -> dict[str, Any]:
        """Return the change as the entry of a plan."""
        before, after = ({} if one is None else {"address": in_words(one)} for one in (self.before, self.after))
        name = self.at_api.number
        change = {"action": self._action, "kind": EMERGENCY_ADDRESS.kind, "name": name, "id": None}
        return {**change, "before": before, "after": after, "status": self.status}

    def texts(self) -> tuple[str, str]:
        """Return the address before and after, for a diff."""
        title = f"{EMERGENCY_ADDRESS.label} {self.at_api.number}:"
        before, after = ("" if one is None else f"{title}\n  {in_words(one)}\n" for one in (self.before, self.after))
        return before, after


def address_changes(
    client: Client, params: Mapping[str, Any], workers: Workers
) -> tuple[list[AddressChange], list[str]]:
    """Return the emergency addresses that differ from those of the data, and the problems of the data."""
    asked: list[tuple[str, str, Mapping[str, Any]]] = []
    problems: list[str] = []
    for entry in params["trunks"] or ():
        given = entry["emergency_address"]
        if given is not None and entry["state"] == "present":
            where = f"trunks {stated(entry['name']) or stated(entry['id'])!r}: emergency_address: "
            asked += [(where, number, given) for number in _numbers(entry) if number.startswith(_PREFIX)]
    found = workers.each(lambda one: _change(client, *one), asked)
    for _change_of_it, problem in found:
        problems += [problem] if problem and problem not in problems else []
    return [change for change, _problem in found if change is not None], problems


def _numbers(entry: Mapping[str, Any]) -> Sequence[str]:
    """Return the numbers of an entry; unreadable ones are a problem of the plan."""
    try:
        return parsed_list(
            "phone_numbers", PHONE_NUMBER.field("phone_number").value.parse, entry["phone_numbers"] or []
        )
    except SinchError:
        return []


def _change(
    client: Client, where: str, number: str, given: Mapping[str, Any]
) -> tuple[AddressChange | None, str | None]:
    """Return the change of one address, None if there is none, and the problem of the data."""
    at_api, name = EmergencyAddress(client, number), str(stated(given["display_name"]) or "")
    if not name:
        return None, f"{where}display_name: is required"
    try:
        wanted = address_of(given["address"] or {})
    except SinchError as error:
        return None, where + "; ".join(problems_of(error))
    before = at_api.read()
    if before == wanted or (before is None and not at_api.is_rented()):
        # That a number is not rented is a problem of its assignment.
        return None, None
    try:
        after = at_api.validated(name, wanted, before, given["accept_correction"])
    except SinchError as error:
        return AddressChange(at_api, name, before, wanted), where + "; ".join(problems_of(error))
    return (None if after == before else AddressChange(at_api, name, before, after)), None


def write_addresses(changes: Sequence[AddressChange]) -> None:
    """Set emergency addresses; raise SinchError for the first that fails, after all have been tried."""
    failure: SinchError | None = None
    for one in changes:
        try:
            one.at_api.write(one.display_name, one.after)
            one.status = "done"
        except SinchError as error:
            one.status = "failed"
            failure = failure or error
    if failure is not None:
        raise failure
