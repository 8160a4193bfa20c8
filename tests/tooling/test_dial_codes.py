# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The dial codes of the collection, compared with the data of the library phonenumbers."""

from __future__ import annotations

import phonenumbers
import pytest

from ansible_collections.sinch.sip.plugins.module_utils._dial_codes import country_of

# A region whose numbers cannot be told from those of another by their first digits.
SHARED = {"BL": "GP"}


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_country(region: str) -> None:
    """The example numbers of a region are of the region that the library says."""
    examples = [
        phonenumbers.example_number_for_type(region, kind)
        for kind in (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE)
    ]
    known = {
        phonenumbers.format_number(one, phonenumbers.PhoneNumberFormat.E164): phonenumbers.region_code_for_number(one)
        for one in examples
        if one
    }
    assert known
    assert {number: country_of(number) for number in known} == {
        number: SHARED.get(str(country), country) for number, country in known.items()
    }
