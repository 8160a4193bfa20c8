# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data that a plugin gives to ansible-core, and that is never to be taken for a template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ansible import template

# Nothing that a template could begin with, whatever its delimiters.
_HARMLESS = re.compile(r"[\w .,:;/@+-]*")

if hasattr(template, "trust_as_template"):
    # From ansible-core 2.19 on, a string is a template only if it is said to be one.
    def _mark(text: str, harmless: bool) -> Any:
        return template.trust_as_template(text) if harmless else text

else:
    from ansible.utils.unsafe_proxy import wrap_var

    def _mark(text: str, harmless: bool) -> Any:
        return text if harmless else wrap_var(text)


def literal(value: Any) -> Any:
    """Return data made of the types that JSON has, such that ansible-core never renders any of it.

    Strings in which no template can be are left unmarked: ansible-inventory shows those that are marked (from 2.19 on,
    those that are not) as objects with a key ``__ansible_unsafe``, and AWX imports them as such.
    """
    if isinstance(value, str):
        return _mark(value, _HARMLESS.fullmatch(value) is not None)
    if isinstance(value, Mapping):
        return {key: literal(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [literal(item) for item in value]
    return value
