# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Marks data of a plugin as literal, so that ansible-core never renders it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ansible import template

# Text without characters that could start a template with any delimiters.
_HARMLESS = re.compile(r"[\w .,:;/@+-]*")

if hasattr(template, "trust_as_template"):
    # From ansible-core 2.19 on, a string is a template only if it is marked as one.
    def _mark(text: str, harmless: bool) -> Any:
        return template.trust_as_template(text) if harmless else text

else:
    from ansible.utils.unsafe_proxy import wrap_var

    def _mark(text: str, harmless: bool) -> Any:
        return text if harmless else wrap_var(text)


def literal(value: Any) -> Any:
    """Return JSON data that ansible-core never renders.

    Strings that cannot contain a template stay unmarked (from 2.19 on: marked as templates). Otherwise
    ansible-inventory would show them as objects with a key ``__ansible_unsafe``, and AWX would import those objects.
    """
    if isinstance(value, str):
        return _mark(value, _HARMLESS.fullmatch(value) is not None)
    if isinstance(value, Mapping):
        return {key: literal(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [literal(item) for item in value]
    return value
