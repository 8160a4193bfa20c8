# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Kinds of values: how each is read from a user and from the API, compared, written back and shown.

A value has three forms: what a user writes, what the API sends, and one canonical form between
them. Only canonical values are ever compared. ``parse`` and ``load`` agree: whatever the API has is shown such that it
is read from a user as the same value. Whether a value is one that may be *written* is asked of ``problems`` alone.
"""

from __future__ import annotations

import functools
import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

# What the server alone sets, on objects of every kind and on their parts.
READ_ONLY: frozenset[str] = frozenset({"id", "createTime", "updateTime", "projectId"})


def type_name(given: Any) -> str:
    """Return the type of a value in words that a user knows it by."""
    for types, name in _TYPE_NAMES:
        if isinstance(given, types):
            return name
    return f"a {type(given).__name__}"


_TYPE_NAMES: tuple[tuple[Any, str], ...] = (
    (str, "a string"),
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a number with a fraction"),
    (Mapping, "a mapping"),
    ((list, tuple), "a list"),
)


def text_problem(given: Any) -> str | None:
    """Return the problem of a value that should be text, or None; a whole number is text without quotes."""
    if isinstance(given, (bool, float, Mapping, list, tuple)):
        return f"is {type_name(given)}, not text; give text, in quotes where YAML would make something else of it"
    return None


@functools.cache
def to_snake(name: str) -> str:
    """Return the option name for the API's spelling."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


class Value:
    """A plain value that is compared by equality and passed on as it is."""

    option: Mapping[str, Any] = {"type": "raw"}
    # The type of the value in the API, beside null.
    sent_type: type = object

    def parse(self, given: Any) -> Any:
        """Return the canonical form of a user's value; raise ValueError for a wrong type only."""
        return given

    def refusal(self, value: Any) -> str | None:
        """Return the reason why a canonical value cannot be written, with the right form; None if it can."""
        return None

    def problems(self, before: Any, after: Any) -> list[str]:
        """Return the problems of writing a canonical value over another; an unchanged value has none."""
        problem = None if after == before else self.refusal(after)
        return [] if problem is None else [problem]

    def obstacles(self, before: Any, after: Any) -> list[str]:
        """Return the obstacles to writing a canonical value whose meaning is clear."""
        return []

    def parse_new(self, given: Any) -> Any:
        """Return the canonical form of a user's value that is new; raise ValueError with the right form."""
        value = self.parse(given)
        problem = self.refusal(value)
        if problem is not None:
            raise ValueError(problem)
        return value

    def load(self, sent: Any) -> Any:
        """Return the canonical form of a value of the API; never raise, since existing values are never refused."""
        return sent

    def well_formed(self, sent: Any) -> bool:
        """Return whether a value of the API is of a type that ``load`` can read."""
        return sent is None or isinstance(sent, self.sent_type)

    def dump(self, value: Any, sent: Any) -> Any:
        """Return the wire form of a canonical value, given the value that the API sent before; None for no value."""
        return value

    def resend(self, sent: Any) -> Any:
        """Return the wire form of a value that does not change: the value that the API sent."""
        return sent

    def merge(self, current: Any, wanted: Any, additive: bool) -> Any:
        """Return the value to reach; ``additive`` asks for nothing to be taken out of a set."""
        return wanted

    def without_secrets(self, value: Any) -> Any:
        """Return a canonical value without the secrets that the API never returns."""
        return value

    def show(self, value: Any) -> Any:
        """Return the form for results and diffs."""
        return value


class Items(Value):
    """A set of items that the API can write one by one, by requests under the object.

    The canonical form is a mapping of key to item. ``path`` is under the object: POST adds an item, DELETE of ``path``
    and the address of an item removes it. ``subresource`` says that these are the only requests that write the items:
    an update of the object does not. ``item_label`` and ``secret_label`` name an item, and what of it the API never
    returns, in messages.
    """

    path = ""
    subresource = False
    item_label = "item"
    secret_label = ""

    def addresses(self, sent: Any) -> Sequence[tuple[str, str]]:
        """Return the key and the address of each item in the API's list, of those that have an address."""
        raise NotImplementedError

    def item_body(self, item: Any) -> dict[str, Any]:
        """Return the body of the POST that adds an item."""
        raise NotImplementedError

    def secret_body(self, item: Any) -> dict[str, Any] | None:
        """Return the body of the PUT that writes the secret of an item; None where the item has none to write."""
        return None


class Text(Value):
    """Any text."""

    sent_type = str
    option: Mapping[str, Any] = {"type": "str"}

    def parse(self, given: Any) -> str:
        """Return the text."""
        return str(given)


class HostName(Text):
    """The first label of a trunk's domain: letters, digits and hyphens (seed)."""

    _LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")

    def parse(self, given: Any) -> str:
        """Return the label in lower case: DNS names do not tell cases apart."""
        return super().parse(given).lower()

    def load(self, sent: Any) -> Any:
        """Return the label in lower case."""
        return None if sent is None else sent.lower()

    def refusal(self, value: Any) -> str | None:
        """Refuse text that is no label of a domain."""
        if self._LABEL.fullmatch(value):
            return None
        return (
            f"{value!r} is not a host name: use up to 63 letters, digits and hyphens, with no dot and "
            "no hyphen at either end (the trunk's domain is then HOST_NAME.pstn.sinch.com)"
        )


@dataclass(frozen=True)
class Flag(Value):
    """A boolean; the API may send null for one that was never set, which means its default."""

    sent_type = bool
    default: bool = False
    option: Mapping[str, Any] = attribute(default_factory=lambda: {"type": "bool"})

    def load(self, sent: Any) -> bool:
        """Read null as the default."""
        return self.default if sent is None else bool(sent)


class OptionalString(Value):
    """A string of a given form, or an empty one, which clears the field; null in the API.

    It is easily lost in YAML, and so is taken only where it still is a string.
    """

    sent_type = str
    form = re.compile(r".*", re.DOTALL)
    expected = ""
    optional = True

    def canonical(self, text: str) -> str:
        """Return the one spelling of all that mean the same, whoever wrote it."""
        return text

    def parse(self, given: Any) -> str:
        """Refuse a value that YAML made a boolean or a number.

        Unquoted, NO is a boolean, +12025550123 and 0044 are numbers: the value that was meant is lost by then.
        """
        if isinstance(given, str):
            return self.canonical(given)
        raise ValueError(f"{given!r} is {type_name(given)}, not a string: quote it in YAML")

    def refusal(self, value: Any) -> str | None:
        """Refuse a string of another form."""
        if (self.optional and not value) or self.form.fullmatch(value):
            return None
        return f"{value!r} is not {self.expected}"

    def load(self, sent: Any) -> str:
        """Read null as empty."""
        return self.canonical(sent or "")

    def dump(self, value: Any, sent: Any) -> Any:
        """Send nothing for an empty string."""
        return value or None

    def show(self, value: Any) -> Any:
        """Show an empty string as null."""
        return value or None


class OptionalNumber(OptionalString):
    """A phone number in E.164, a plus sign and up to 15 digits; or none."""

    form = re.compile(r"\+[1-9][0-9]{1,14}")
    expected = "an E.164 number: write it like '+12025550123', quoted, without spaces"

    def canonical(self, text: str) -> str:
        """Return the number without blanks around it."""
        return text.strip()

    def load(self, sent: Any) -> str:
        """Add the plus sign where the API left it out; users might mean anything by a number without one."""
        text = super().load(sent)
        return "+" + text if text.isdigit() else text


class PhoneNumber(OptionalNumber):
    """A phone number in E.164."""

    optional = False


class OptionalCountry(OptionalString):
    """An ISO 3166-1 alpha-2 code; or none."""

    form = re.compile(r"[A-Z]{2}")
    expected = "an ISO 3166-1 alpha-2 country code: use two letters, like 'US'"

    def canonical(self, text: str) -> str:
        """Return the code in upper case, without blanks around it."""
        return text.strip().upper()


class CountryCode(OptionalCountry):
    """An ISO 3166-1 alpha-2 code, or ``*`` for every country that has no entry of its own (seed)."""

    form = re.compile(r"[A-Z]{2}|\*")
    expected = "an ISO 3166-1 alpha-2 country code: use two letters, like 'US', or '*'"
    optional = False


class MatchPrefix(OptionalString):
    """The first digits of the numbers that a rule is about; or none."""

    form = re.compile(r"\+?[0-9]{1,15}")
    expected = "the beginning of a phone number: write digits, after a plus sign or not, like '+1202', quoted"

    def canonical(self, text: str) -> str:
        """Return the digits without blanks around them."""
        return text.strip()


class Address(OptionalString):
    """Where an endpoint is reached: an IP address or a fully qualified domain name."""

    option: Mapping[str, Any] = {"type": "str"}
    form = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
    expected = "an IP address or a fully qualified domain name: write it like '203.0.113.10' or 'pbx.example.com'"
    _AROUND = re.compile(r"^\s+|[\s.]+\Z")

    def canonical(self, text: str) -> str:
        """Return an IP address in its usual spelling, a name in lower case and without a dot at its end."""
        bare = self._AROUND.sub("", text).lower()
        return _ip_address(bare) or bare

    def refusal(self, value: Any) -> str | None:
        """Refuse text that is neither an IP address nor a domain name."""
        return None if _ip_address(value) else super().refusal(value)


def _ip_address(text: str) -> str | None:
    """Return an IP address in its usual spelling; None for any other text."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


class Ids(Value):
    """A list of IDs."""

    sent_type = list

    def load(self, sent: Any) -> list[Any]:
        """Read null as an empty list."""
        return sent or []


class Nested(Value):
    """An object in an object, which is only shown."""

    sent_type = dict

    def show(self, value: Any) -> Any:
        """Show it with the names of options."""
        if isinstance(value, Mapping):
            return {to_snake(key): self.show(item) for key, item in value.items()}
        return [self.show(item) for item in value] if isinstance(value, list) else value


class UserName(OptionalString):
    """The name of a user of a credential list, or none: whatever a list has for one, exactly as it is there."""

    option: Mapping[str, Any] = {"type": "str"}


class Money(Value):
    """An amount in a currency; the sources disagree on whether the amount is a number or a string."""

    sent_type = dict

    def show(self, value: Any) -> Any:
        """Show the amount as a string, which loses nothing."""
        if value is None:
            return None
        amount = value.get("amount")
        return {"currency_code": value.get("currencyCode"), "amount": None if amount is None else str(amount)}


class Integer(Value):
    """A whole number within bounds."""

    option: Mapping[str, Any] = {"type": "int"}

    def __init__(self, least: int, most: int, meaning: str) -> None:
        """Take the bounds, and the meaning of the number in words."""
        self.least = least
        self.most = most
        self.meaning = meaning

    def refusal(self, value: Any) -> str | None:
        """Refuse a number out of bounds."""
        if value is None or self.least <= value <= self.most:
            return None
        return f"{value} is not {self.meaning}: give a whole number from {self.least} to {self.most}"

    def well_formed(self, sent: Any) -> bool:
        """Accept a whole number or null."""
        return sent is None or (isinstance(sent, int) and not isinstance(sent, bool))


class Choice(Value):
    """One of a few words in upper case."""

    sent_type = str

    def __init__(self, *words: str) -> None:
        """Take the words."""
        self.option = {"type": "str", "choices": list(words)}

    def load(self, sent: Any) -> Any:
        """Return the word in upper case."""
        return None if sent is None else sent.upper()

    def resend(self, sent: Any) -> Any:
        """Send the word in upper case: the API may answer it in lower case, and refuses that (sdk, ref)."""
        return self.load(sent)


class Marker(Flag):
    """A flag that the API wants to see only where it is true."""

    def dump(self, value: Any, sent: Any) -> Any:
        """Send nothing for false, unless the API sent something."""
        return True if value else (None if sent is None else False)
