# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Emergency addresses: what options and answers mean, and writes whose answers are lost."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._emergency_address import (
    EmergencyAddress,
    accepted,
    address_of,
    in_words,
    load,
    show,
)
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError, OptionError

GIVEN = {"street_number": "12", "street_info": "MAIN ST", "city": "RENO", "state": "NV", "postal_code": "89501"}
SENT = {"streetNumber": "12", "streetInfo": "MAIN ST", "city": "RENO", "state": "NV", "postalCode": "89501"}
ADDRESS = address_of(GIVEN)
OTHER = {**SENT, "streetInfo": "ELM ST"}


def test_address_of() -> None:
    """Parts lose their blanks; every part that is missing is named."""
    assert address_of({**GIVEN, "city": " RENO ", "location": None}) == load(SENT) == ADDRESS
    with pytest.raises(OptionError, match="lacks city, postal_code"):
        address_of({**GIVEN, "city": " ", "postal_code": None})
    assert show(ADDRESS) == {**GIVEN, "location": None, "postal_code_plus_four": None}
    assert in_words({**ADDRESS, "postal_code_plus_four": "1234"}) == "12 MAIN ST, RENO, NV, 89501-1234"
    assert load(None) == dict.fromkeys(ADDRESS, "")


@pytest.mark.parametrize(
    ("answer", "accept", "before", "result"),
    [
        ({"validationResult": "EXACT_MATCH"}, False, None, ADDRESS),
        ({"validationResult": "NEAR_MATCH", "correctedAddress": OTHER}, True, None, load(OTHER)),
        ({"validationResult": "NEAR_MATCH", "correctedAddress": OTHER}, False, load(OTHER), load(OTHER)),
        (
            {"validationResult": "NEAR_MATCH", "correctedAddress": OTHER},
            False,
            ADDRESS,
            "proposes '12 ELM ST, RENO, NV, 89501'; give that, or set accept_correction: true",
        ),
        (
            {"validationResult": "NO_MATCH", "candidateAddresses": [OTHER]},
            True,
            None,
            "like it: '12 ELM ST, RENO, NV, 89501'",
        ),
        ({"validationResult": "NO_MATCH"}, True, None, "no address that help can be sent to"),
        (None, True, None, "no address that help can be sent to"),
    ],
)
def test_accepted(answer: Any, accept: bool, before: Any, result: Any) -> None:
    """A correction is taken only if that is allowed, or if it is there already."""
    if isinstance(result, dict):
        assert accepted(answer, ADDRESS, before, accept) == result
        return
    with pytest.raises(OptionError) as caught:
        accepted(answer, ADDRESS, before, accept)
    assert result in str(caught.value)


class Api:
    """A Numbers API that fails once, before or after the write."""

    def __init__(self, error: ApiError | None, writes: bool) -> None:
        self.error, self.writes = error, writes
        self.sent: list[str] = []
        self.there: Any = None

    def of(self, service: str) -> Api:
        """Return the API, which must be that of the numbers."""
        assert service == "numbers_url"
        return self

    def get(self, path: tuple[str, ...]) -> Any:
        """Return the address, or the number."""
        if path[-1] != "emergencyAddress":
            return None
        return {"address": self.there} if self.there else None

    def send(self, method: str, path: tuple[str, ...], body: Any) -> Any:
        """Write the address."""
        self.sent.append(f"{method} {path[-1]}")
        if self.writes:
            self.there = body.get("address")
        if self.error:
            raise self.error
        return SimpleNamespace(data={})


LOST = ApiError("lost", method="POST", path="/x", uncertain=True)


@pytest.mark.parametrize(
    ("error", "writes", "problem"),
    [
        (None, True, ""),
        (LOST, True, ""),
        (LOST, False, "lost"),
        (None, False, "shows that it is not"),
        (ApiError("no", method="POST", path="/x", status=400), True, "no"),
    ],
    ids=["done", "answer-lost", "lost", "no-effect", "refused"],
)
def test_write(error: ApiError | None, writes: bool, problem: str) -> None:
    """A write is read back, and a lost answer does not matter if the write took effect."""
    api = Api(error, writes)
    at_api = EmergencyAddress(cast(Any, api), "+12025550123")
    if problem:
        with pytest.raises(ApiError, match=problem):
            at_api.write("Acme", ADDRESS)
    else:
        at_api.write("Acme", ADDRESS)
        assert at_api.read() == ADDRESS
        at_api.remove()
        assert at_api.read() is None
    assert api.sent[0] == "POST emergencyAddress:provision"


def test_number_that_is_not_rented() -> None:
    with pytest.raises(OptionError, match="does not rent it"):
        EmergencyAddress(cast(Any, Api(None, True)), "+12025550123").check_rented()
