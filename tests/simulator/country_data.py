# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The countries of the country permissions: about 50, and a wildcard (sdk). ``US`` covers Canada too (sdk)."""

from __future__ import annotations

import re
from typing import Any

_BY_CONTINENT = {
    "Africa": "EG Egypt 20, KE Kenya 254, NG Nigeria 234, ZA South Africa 27",
    "Asia": (
        "CN China 86, HK Hong Kong 852, IL Israel 972, IN India 91, JP Japan 81, KR South Korea 82, "
        "MY Malaysia 60, PH Philippines 63, SG Singapore 65, TH Thailand 66, TR Turkey 90"
    ),
    "Europe": (
        "AT Austria 43, BE Belgium 32, BG Bulgaria 359, CH Switzerland 41, CZ Czechia 420, DE Germany 49, "
        "DK Denmark 45, EE Estonia 372, ES Spain 34, FI Finland 358, FR France 33, GB United Kingdom 44, "
        "GR Greece 30, HR Croatia 385, HU Hungary 36, IE Ireland 353, IT Italy 39, LT Lithuania 370, "
        "LU Luxembourg 352, LV Latvia 371, NL Netherlands 31, NO Norway 47, PL Poland 48, PT Portugal 351, "
        "RO Romania 40, SE Sweden 46, SK Slovakia 421"
    ),
    "North America": "CA Canada 1, DO Dominican Republic 1809 1829 1849, MX Mexico 52, US United States/Canada 1",
    "Oceania": "AU Australia 61, NZ New Zealand 64",
    "South America": "AR Argentina 54, BR Brazil 55, CL Chile 56, CO Colombia 57",
}
"""For each continent: code, name and dialing codes of each country."""


def _countries() -> list[dict[str, Any]]:
    """Return the countries as objects of the API, without ``enabled``."""
    countries = [
        {"isoCode": code, "name": name, "continent": continent, "countryDialingCodes": dialing_codes.split()}
        for continent, text in _BY_CONTINENT.items()
        for code, name, dialing_codes in re.findall(r"([A-Z]{2}) ([A-Za-z/ ]+) ([0-9 ]+)", text)
    ]
    wildcard: dict[str, Any] = {
        "isoCode": "*",
        "name": "All other countries",
        "continent": None,
        "countryDialingCodes": [],
    }
    return sorted([*countries, wildcard], key=lambda country: str(country["isoCode"]))


COUNTRIES = _countries()
