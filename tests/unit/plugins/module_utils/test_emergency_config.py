# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emergency addresses of a project; ``tests/playbooks/test_numbers.py`` sets and audits them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from ansible_collections.sinch.sip.plugins.module_utils._apply.scheduler import Workers
from ansible_collections.sinch.sip.plugins.module_utils._emergency_config import address_changes

NUMBER, OTHER, ABROAD = "+12025550101", "+12025550102", "+442079460101"
SENT = {"streetNumber": "12", "streetInfo": "MAIN ST", "city": "RENO", "state": "NV", "postalCode": "89501"}
GIVEN = {"street_number": "12", "street_info": "MAIN ST", "city": "RENO", "state": "NV", "postal_code": "89501"}


class Api:
    """A Numbers API in which one number has the address, another none, and all others are not rented."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def of(self, _service: str) -> Api:
        """Return the API of the numbers."""
        return self

    def get(self, path: tuple[str, ...]) -> Any:
        """Return an address, or a number."""
        if path[-1] != "emergencyAddress":
            return {} if path[-1] in (NUMBER, OTHER) else None
        return {"address": SENT} if path[1] == NUMBER else None

    def send(self, _method: str, path: tuple[str, ...], _body: Any) -> Any:
        """Find any address right."""
        self.asked.append(path[-1])
        return SimpleNamespace(data={"validationResult": "EXACT_MATCH"})


def _changes(numbers: Any, state: str = "present", **given: Any) -> tuple[list[str], list[str]]:
    address = {"display_name": "Acme", "address": GIVEN, "accept_correction": False, **given}
    entry = {"name": "main", "id": None, "state": state, "phone_numbers": numbers, "emergency_address": address}
    without = {**entry, "emergency_address": None}
    found, problems = address_changes(cast(Any, Api()), {"trunks": [entry, without]}, Workers(1))
    return [str(one) for one in found], problems


def test_changes() -> None:
    """Only numbers of the US and Canada that are rented and have another address change."""
    assert _changes([NUMBER, OTHER, ABROAD, "+12025550199"]) == ([f"create emergency address '{OTHER}'"], [])
    moved = {**GIVEN, "street_number": "14"}
    assert _changes([NUMBER], address=moved) == ([f"update emergency address '{NUMBER}'"], [])
    for none in (None, [], [False]):
        assert _changes(none) == ([], [])
    assert _changes([OTHER], state="absent") == ([], [])
    assert address_changes(cast(Any, Api()), {"trunks": None}, Workers(1)) == ([], [])


def test_problems() -> None:
    """A problem is told once, whatever the number of numbers."""
    where = "trunks 'main': emergency_address: "
    assert _changes([NUMBER, OTHER], display_name=" ")[1] == [f"{where}display_name: is required"]
    assert _changes([NUMBER, OTHER], address=None)[1][0].startswith(f"{where}address: lacks street_number")
