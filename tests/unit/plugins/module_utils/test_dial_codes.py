# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The countries of numbers; ``tests/tooling/test_dial_codes.py`` compares all of them with a library's."""

from __future__ import annotations

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._dial_codes import country_of


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("+12025550123", "US"),
        ("12025550123", "US"),
        ("+14165550123", "CA"),
        ("+18765550123", "JM"),
        ("+442079460123", "GB"),
        ("+441481960194", "GG"),
        ("+77710009998", "KZ"),
        ("+79123456789", "RU"),
        ("+881612345678", "+881"),
        ("+999123", None),
        ("+", None),
        ("", None),
        ("anonymous", None),
    ],
)
def test_country_of(number: str, country: str | None) -> None:
    assert country_of(number) == country
