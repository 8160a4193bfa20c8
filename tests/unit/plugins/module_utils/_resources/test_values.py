# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Kinds of values: what users may write, what the API may send, and the one form between."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.sinch.sip.plugins.module_utils._resources import values
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import CALL, RESOURCES
from ansible_collections.sinch.sip.plugins.module_utils._resources.credentials import Credentials
from ansible_collections.sinch.sip.plugins.module_utils._resources.declaration import Field
from ansible_collections.sinch.sip.plugins.module_utils._resources.values import Value

PASSWORD = "Correct-horse-1"
PORT = values.Integer(1, 65535, "a port")
COUNTRY = values.CountryCode()
NUMBER = values.PhoneNumber()
ADDRESS = values.Address()
PREFIX = values.MatchPrefix()
HOST = values.HostName()


@pytest.mark.parametrize(
    ("value", "given", "canonical"),
    [
        (values.Text(), "office", "office"),
        (values.Text(), " office ", " office "),
        (HOST, "Acme-1", "acme-1"),
        (HOST, "a" * 63, "a" * 63),
        (COUNTRY, "us", "US"),
        (COUNTRY, " NO ", "NO"),
        (COUNTRY, "*", "*"),
        (values.OptionalCountry(), "", ""),
        (NUMBER, " +12025550123 ", "+12025550123"),
        (NUMBER, "+123456789012345", "+123456789012345"),
        (values.OptionalNumber(), "", ""),
        (PREFIX, "0044", "0044"),
        (PREFIX, "+44", "+44"),
        (PREFIX, "", ""),
        (ADDRESS, "203.0.113.9", "203.0.113.9"),
        (ADDRESS, "2001:DB8:0::1", "2001:db8::1"),
        (ADDRESS, "PBX.Example.com.", "pbx.example.com"),
        (ADDRESS, "_sip._udp.example.com", "_sip._udp.example.com"),
        (ADDRESS, "", ""),
        (PORT, 1, 1),
        (PORT, 65535, 65535),
    ],
)
def test_what_users_may_write(value: Value, given: Any, canonical: Any) -> None:
    assert value.parse(given) == canonical


@pytest.mark.parametrize(
    ("value", "given", "shown"),
    [
        (HOST, "", "''"),
        (HOST, "a.b", "'a.b'"),
        (HOST, "-a", "'-a'"),
        (HOST, "a-", "'a-'"),
        (HOST, "a" * 64, "a" * 64),
        (HOST, "größe", "'größe'"),
        (HOST, "a\n", "'a\\n'"),
        (COUNTRY, "", "''"),
        (COUNTRY, "USA", "'USA'"),
        (COUNTRY, "U1", "'U1'"),
        (COUNTRY, "**", "'**'"),
        (values.OptionalCountry(), "*", "'*'"),
        (NUMBER, "", "''"),
        (NUMBER, "12025550123", "'12025550123'"),
        (NUMBER, "+02025550123", "'+02025550123'"),
        (NUMBER, "+1234567890123456", "'+1234567890123456'"),
        (NUMBER, "+1 202 555 0123", "'+1 202 555 0123'"),
        (NUMBER, "+١٢٣٤٥", "'+١٢٣٤٥'"),
        (PREFIX, "+", "'+'"),
        (PREFIX, "44a", "'44a'"),
        (ADDRESS, "pbx", "'pbx'"),
        (ADDRESS, "203.0.113.256", "'203.0.113.256'"),
        (ADDRESS, "203.0.113.0/24", "'203.0.113.0/24'"),
        (ADDRESS, "pbx.example.com:5060", "'pbx.example.com:5060'"),
        (ADDRESS, "a b.example.com", "'a b.example.com'"),
        (PORT, 0, "0"),
        (PORT, 65536, "65536"),
    ],
)
def test_what_is_refused(value: Value, given: Any, shown: str) -> None:
    """What is new is refused with a message that shows it; what is there already never is."""
    with pytest.raises(ValueError, match=re.escape(shown)):
        value.parse_new(given)
    canonical = value.parse(given)
    (problem,) = value.problems(None, canonical)
    assert shown in problem
    assert value.problems(canonical, canonical) == []


@pytest.mark.parametrize("value", [COUNTRY, values.OptionalCountry(), NUMBER, values.OptionalNumber(), PREFIX])
@pytest.mark.parametrize(
    ("given", "kind"),
    [(False, "a boolean"), (True, "a boolean"), (44, "an integer"), (4.4, "a number"), (["US"], "a list")],
)
def test_what_yaml_spoilt(value: Value, given: Any, kind: str) -> None:
    """Unquoted, NO is a boolean and 0044 a number; what was meant is lost, so that a guess could be wrong."""
    with pytest.raises(ValueError, match="quote it") as caught:
        value.parse(given)
    assert f"{given!r} is {kind}" in str(caught.value)


@pytest.mark.parametrize(
    ("value", "sent", "canonical"),
    [
        (HOST, "ACME", "acme"),
        (HOST, None, None),
        (COUNTRY, "us", "US"),
        (COUNTRY, None, ""),
        (NUMBER, "12025550123", "+12025550123"),
        (NUMBER, None, ""),
        (ADDRESS, "PBX.example.com", "pbx.example.com"),
        (values.Flag(True), None, True),
        (values.Flag(False), None, False),
        (values.Flag(True), False, False),
        (values.Choice("UDP", "TCP"), "tcp", "TCP"),
        (values.Choice("UDP", "TCP"), "SCTP", "SCTP"),
        (values.Choice("UDP", "TCP"), None, None),
    ],
)
def test_what_the_api_may_send(value: Value, sent: Any, canonical: Any) -> None:
    """What exists is never refused, so that loading does not raise."""
    assert value.well_formed(sent)
    assert value.load(sent) == canonical


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (values.Text(), 17),
        (HOST, ["acme"]),
        (COUNTRY, {}),
        (values.Flag(True), "true"),
        (values.Flag(True), 1),
        (PORT, "5060"),
        (PORT, True),
        (values.Choice("UDP"), 17),
        (Credentials(), {"alice": "x"}),
        (Credentials(), ["alice"]),
        (Credentials(), [{"id": "x"}]),
    ],
)
def test_what_cannot_be_read(value: Value, sent: Any) -> None:
    assert not value.well_formed(sent)


# Strings that one kind of value or another has a rule for, and neighbours of those.
_ODD = (
    *("", " ", ".", "..", " . ", "a. .", "pbx", "PBX.", "Größe.example.com", "İ", "ΑΣ", "ß"),
    *("a\nb", "a\x00b", "\x85", "\u2028", " alice ", "\ud800"),
    *("2001:DB8:0:0::1", "::ffff:203.0.113.1", "FE80::1%eth0", "203.0.113.9.", "203.0.113.010", "None/32"),
    *("203.0.113.9/24", "203.0.113.0/0", " 203.0.113.0 ", "203.0.113.0/024", "203.0.113.0/+24", "2001:db8::/32"),
    *("anonymous", "USA", "us ", "*", "12025550123", " 12025550123", "²", "+1 202", "sctp"),
)
_TEXTS = st.sampled_from(_ODD) | st.text(max_size=8)
_SCALARS = st.none() | _TEXTS | st.integers() | st.floats() | st.booleans()
_RANGES = st.fixed_dictionaries(
    {"ipAddress": _TEXTS | st.ip_addresses().map(str) | st.ip_addresses(v=4).map(str)},
    optional={"range": st.integers(-1, 33) | _SCALARS, "description": _SCALARS, "id": _TEXTS},
)
# What the API may send, each with an example of it.
_SENT: tuple[tuple[Any, st.SearchStrategy[Any]], ...] = (
    (None, st.none()),
    (True, st.booleans()),
    (1, st.integers()),
    (0.5, st.floats()),
    ("x", _TEXTS),
    (["x"], st.lists(_TEXTS, max_size=3)),
    ([{"ipAddress": "x"}], st.lists(_RANGES, max_size=3)),
    ([{"username": "x"}], st.lists(st.fixed_dictionaries({"username": _TEXTS}), max_size=3)),
    ({"amount": 1}, st.fixed_dictionaries({}, optional={"amount": _SCALARS, "currencyCode": _SCALARS})),
)
_NEVER_WRITTEN = (Value, values.Ids, values.Money)
_FIELDS = {type(field.value): field for one in (CALL, *RESOURCES.values()) for field in one.fields}


@pytest.mark.parametrize("field", _FIELDS.values(), ids=[kind.__name__ for kind in _FIELDS])
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_what_the_api_has_is_taken_back(field: Field, data: st.DataObject) -> None:
    """Whatever can be loaded equals itself, is shown, is read from a user as the same, and is never refused."""
    value = field.value
    sent = data.draw(st.one_of([strategy for one, strategy in _SENT if value.well_formed(one)]))
    there = value.load(sent)
    shown = value.show(there)
    if shown is None or type(value) in _NEVER_WRITTEN:
        return
    after = value.merge(there, value.parse(shown), additive=False)
    assert after == there == value.load(sent)
    assert value.show(after) == shown
    assert value.problems(there, after) == []
    value.dump(after, sent)


@pytest.mark.parametrize("value", [HOST, COUNTRY, NUMBER, PREFIX, ADDRESS, values.UserName(), values.Text()])
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(text=_TEXTS)
def test_one_spelling_for_what_means_the_same(value: Value, text: str) -> None:
    """What was read from a user reads the same again, and is what the API's answer to it is loaded as."""
    canonical = value.parse(text)
    assert value.parse(canonical) == canonical
    if not value.problems(None, canonical):
        assert value.load(value.dump(canonical, None)) == canonical


@pytest.mark.parametrize("value", [values.OptionalNumber(), values.OptionalCountry(), PREFIX, ADDRESS])
def test_empty_is_null_for_the_api_and_in_results(value: Value) -> None:
    assert value.dump("", "something") is None
    assert value.show("") is None


def test_marker_is_sent_only_where_it_means_something() -> None:
    """False is left out of a new object, and sent where the API has sent something."""
    marker = values.Marker()
    assert [marker.dump(True, None), marker.dump(False, None), marker.dump(False, True)] == [True, None, False]


def test_amounts_of_money_are_strings() -> None:
    """One source has numbers, the other strings."""
    money = values.Money()
    for amount in (0.25, "0.25"):
        assert money.show({"currencyCode": "USD", "amount": amount}) == {"currency_code": "USD", "amount": "0.25"}
