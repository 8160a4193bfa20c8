# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The countries of the country permissions: 50 or so, and the wildcard (sdk). ``US`` covers Canada too (sdk)."""

from __future__ import annotations

from typing import Any

_TABLE = """
*  | -             | All other countries  |
AR | South America | Argentina            | 54
AT | Europe        | Austria              | 43
AU | Oceania       | Australia            | 61
BE | Europe        | Belgium              | 32
BG | Europe        | Bulgaria             | 359
BR | South America | Brazil               | 55
CA | North America | Canada               | 1
CH | Europe        | Switzerland          | 41
CL | South America | Chile                | 56
CN | Asia          | China                | 86
CO | South America | Colombia             | 57
CZ | Europe        | Czechia              | 420
DE | Europe        | Germany              | 49
DK | Europe        | Denmark              | 45
DO | North America | Dominican Republic   | 1809 1829 1849
EE | Europe        | Estonia              | 372
EG | Africa        | Egypt                | 20
ES | Europe        | Spain                | 34
FI | Europe        | Finland              | 358
FR | Europe        | France               | 33
GB | Europe        | United Kingdom       | 44
GR | Europe        | Greece               | 30
HK | Asia          | Hong Kong            | 852
HR | Europe        | Croatia              | 385
HU | Europe        | Hungary              | 36
IE | Europe        | Ireland              | 353
IL | Asia          | Israel               | 972
IN | Asia          | India                | 91
IT | Europe        | Italy                | 39
JP | Asia          | Japan                | 81
KE | Africa        | Kenya                | 254
KR | Asia          | South Korea          | 82
LT | Europe        | Lithuania            | 370
LU | Europe        | Luxembourg           | 352
LV | Europe        | Latvia               | 371
MX | North America | Mexico               | 52
MY | Asia          | Malaysia             | 60
NG | Africa        | Nigeria              | 234
NL | Europe        | Netherlands          | 31
NO | Europe        | Norway               | 47
NZ | Oceania       | New Zealand          | 64
PH | Asia          | Philippines          | 63
PL | Europe        | Poland               | 48
PT | Europe        | Portugal             | 351
RO | Europe        | Romania              | 40
SE | Europe        | Sweden               | 46
SG | Asia          | Singapore            | 65
SK | Europe        | Slovakia             | 421
TH | Asia          | Thailand             | 66
TR | Asia          | Turkey               | 90
US | North America | United States/Canada | 1
ZA | Africa        | South Africa         | 27
"""


def _countries() -> list[dict[str, Any]]:
    """Return the table's rows as the API's objects, without ``enabled``."""
    countries = []
    for line in _TABLE.strip().splitlines():
        code, continent, name, dialing_codes = (cell.strip() for cell in line.split("|"))
        countries.append(
            {
                "isoCode": code,
                "name": name,
                "continent": None if continent == "-" else continent,
                "countryDialingCodes": dialing_codes.split(),
            }
        )
    return countries


COUNTRIES = _countries()
