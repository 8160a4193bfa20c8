# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The users of a credential list."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._resources.credentials import Credential, Credentials

PASSWORD = "Correct-horse-1"


def test_users_are_a_set() -> None:
    users = Credentials().parse([{"username": "bob", "password": PASSWORD}, {"username": "alice"}])
    assert Credentials().show(users) == [{"username": "alice"}, {"username": "bob"}]


def test_passwords_are_not_compared() -> None:
    one, other = ([{"username": "bob", "password": password}] for password in (PASSWORD, "Another-pass-2"))
    assert Credentials().parse(one) == Credentials().parse(other) == Credentials().load([{"username": "bob"}])


def test_passwords_are_not_shown() -> None:
    users = Credentials().parse([{"username": "bob", "password": PASSWORD}])
    assert PASSWORD not in repr(users)
    assert PASSWORD not in str(Credentials().show(users))


@pytest.mark.parametrize("password", ["Short-1", "no-upper-case-1", "NO-LOWER-CASE-1", "No-digit-in-it", ""])
def test_weak_password(password: str) -> None:
    users = Credentials().parse([{"username": "bob", "password": password}])
    for there in ({}, users):
        (problem,) = Credentials().problems(there, users)
        assert "'bob'" in problem
        assert not password or password not in problem


@pytest.mark.parametrize("username", ["", " ", ".", "..", " .. ", " alice", "alice\n", "a\nb", "a\x00b", "a\x85b"])
def test_names_that_new_users_cannot_have(username: str) -> None:
    """Those of users that are there are taken exactly as they are."""
    users = Credentials().parse([{"username": username, "password": PASSWORD}])
    assert list(users) == [username]
    assert {repr(username) in problem for problem in Credentials().problems({}, users)} == {True}
    assert Credentials().problems(Credentials().load([{"username": username}]), users) == []


def test_merge() -> None:
    there = Credentials().load([{"username": "alice"}])
    wanted = Credentials().parse([{"username": "bob", "password": PASSWORD}])
    assert sorted(Credentials().merge(there, wanted, additive=True)) == ["alice", "bob"]
    assert sorted(Credentials().merge(there, wanted, additive=False)) == ["bob"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((), {"bob": None}, ["'bob' is new"]),
        ((), {"bob": PASSWORD}, []),
        (("bob",), {"bob": None}, []),
        (("alice",), {}, []),
    ],
)
def test_new_user_needs_a_password(before: tuple[str, ...], after: dict[str, Any], told: list[str]) -> None:
    there = {name: Credential(name) for name in before}
    wanted = {name: Credential(name, password) for name, password in after.items()}
    assert [one[: len(text)] for one, text in zip(Credentials().obstacles(there, wanted), told)] == told
    assert len(Credentials().obstacles(there, wanted)) == len(told)


def test_bodies() -> None:
    value, bob = Credentials(), Credential("bob", PASSWORD)
    assert value.dump({"bob": bob}, None) == [{"username": "bob", "password": PASSWORD}]
    assert value.secret_body(bob) == {"password": PASSWORD}
    assert value.secret_body(Credential("bob")) is None
    assert value.addresses([{"id": "U1", "username": "bob"}]) == [("bob", "bob")]
    assert value.addresses(None) == []
    assert value.without_secrets({"bob": bob})["bob"].password is None


@pytest.mark.parametrize(
    ("sent", "well_formed"),
    [(None, True), ([], True), ([{"username": "a"}], True), ([{"username": 1}], False), (["a"], False), ({}, False)],
)
def test_well_formed(sent: Any, well_formed: bool) -> None:
    assert Credentials().well_formed(sent) is well_formed


def test_user_that_is_listed_twice() -> None:
    with pytest.raises(ValueError, match="'bob' is listed twice"):
        Credentials().parse([{"username": "bob"}, {"username": "bob"}])
