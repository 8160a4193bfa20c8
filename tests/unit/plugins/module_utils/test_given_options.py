# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options as users give them: problems are told without values, and no secret is shown."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._given_options import (
    CENSORED,
    censored,
    problems_of_options,
    secret_values,
)

SECRET = "Canary-password-1"
USERS = {
    "type": "list",
    "elements": "dict",
    "options": {"username": {"type": "str"}, "password": {"type": "str", "no_log": True}},
}
SPEC: dict[str, Any] = {
    "name": {"type": "str", "aliases": ["title"]},
    "untyped": {},
    "dest": {"type": "path"},
    "port": {"type": "int"},
    "timeout": {"type": "float"},
    "key_secret": {"type": "str", "no_log": True},
    "update_password": {"type": "str", "no_log": False},
    "ip_ranges": {"type": "list", "elements": "raw"},
    "acls": {"type": "list", "elements": "str"},
    "anything": {"type": "list"},
    "force": {"type": "bool"},
    "users": USERS,
    "lists": {"type": "list", "elements": "dict", "options": {"name": {"type": "str"}, "users": USERS}},
    "one": {"type": "dict", "options": {"codes": {"type": "raw"}, "exclusive": {"type": "bool"}}},
    "free": {"type": "dict"},
}
USER = {"username": "alice", "password": SECRET}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"name": "office", "key_secret": SECRET, "ip_ranges": [{"cidr": "x"}, "y", ["z"]]},
        {"title": "office", "users": None, "one": None},
        {"users": [], "lists": [{}, {"users": [USER]}], "one": {}},
        {"users": [USER], "one": {"codes": "GB", "exclusive": True}},
        {"name": "office", "untyped": "x", "dest": "/tmp/x"},
        {"name": "", "dest": None},
        {"name": 17},
        {"name": datetime.date(2026, 1, 31)},
        {"acls": ["a", 7]},
        {"acls": "a,b"},
        {"acls": 7},
        {"anything": [[]], "free": {"name": []}},
        {"port": "5060"},
        {"timeout": "2.5", "force": "no"},
        {"timeout": 3, "force": 1},
    ],
)
def test_what_is_taken(given: dict[str, Any]) -> None:
    """Known names, lists of mappings, mappings, text, whole numbers and dates; ansible-core tells the rest."""
    assert problems_of_options(SPEC, given) == []


ALL = ", ".join(sorted(SPEC))
_NOT_SHOWN = "(a name that is not shown)"
REFUSED: list[tuple[dict[str, Any], str, Any]] = [
    (
        {"key_secrets": SECRET, "name": "a"},
        f"key_secrets: there is no such option; there are {ALL}",
        {"key_secrets": CENSORED, "name": "a"},
    ),
    ({SECRET: "x"}, f"{_NOT_SHOWN}: there is no such option; there are {ALL}", {CENSORED: CENSORED}),
    (
        {"users": {"alice": SECRET}},
        "users: is not a list; give a list of mappings that have password, username",
        {"users": {"alice": CENSORED}},
    ),
    ({"users": f"username=a password={SECRET}"}, "users: is not a list; ", {"users": CENSORED}),
    (
        {"users": [["alice", SECRET]]},
        "users[1]: is not a mapping; give one that has password, username",
        {"users": [CENSORED]},
    ),
    ({"users": [[USER]]}, "users[1]: is not a mapping; ", {"users": [CENSORED]}),
    ({"users": [USER, f"username=a password={SECRET}"]}, "users[2]: is not a mapping; ", None),
    ({"users": [None]}, "users[1]: is not a mapping; ", {"users": [None]}),
    (
        {"users": [{"username": "alice", "pasword": SECRET}]},
        "users[1]: pasword: there is no such option; there are password, username",
        {"users": [{"username": "alice", "pasword": CENSORED}]},
    ),
    ({"users": [{SECRET: None}]}, f"users[1]: {_NOT_SHOWN}: there is no such option", {"users": [{CENSORED: None}]}),
    (
        {"users": [{"password": [SECRET]}]},
        "users[1]: password: is a list, not text",
        {"users": [{"password": CENSORED}]},
    ),
    ({"users": [{"username": {SECRET: SECRET}}]}, "users[1]: username: is a mapping", None),
    ({"lists": [[{"users": [USER]}]]}, "lists[1]: is not a mapping; give one that has name, users", None),
    ({"lists": [{"users": [[SECRET]]}]}, "lists[1]: users[1]: is not a mapping", None),
    ({"lists": [{"nam": [USER]}]}, "lists[1]: nam: there is no such option", {"lists": [{"nam": CENSORED}]}),
    ({"one": [SECRET]}, "one: is not a mapping; give one that has codes, exclusive", {"one": [CENSORED]}),
    ({"one": f"codes={SECRET}"}, "one: is not a mapping", {"one": CENSORED}),
    ({"one": {"code": SECRET}}, "one: code: there is no such option; there are codes, exclusive", None),
    ({"acls": {"office": SECRET}}, "acls: is a mapping; give a list", {"acls": CENSORED}),
    ({"force": {"users": [USER]}}, "force: is a list or a mapping; give a single value", {"force": CENSORED}),
    ({"port": [1]}, "port: is a list or a mapping; give a single value", {"port": [1]}),
    ({"port": "soon"}, "port: is a string that cannot be used as a whole number; give one in digits", None),
    ({"port": float("inf")}, "port: is a number with a fraction that cannot be used as a whole number", None),
    ({"port": "inf"}, "port: is a string that cannot be used as a whole number", None),
    ({"port": "9" * 5000}, "port: is a string that cannot be used as a whole number", None),
    ({"port": 10**400}, "port: is an integer that cannot be used as a whole number", None),
    ({"timeout": "soon"}, "timeout: is a string that cannot be used as a number; give one in digits", None),
    ({"timeout": "nan"}, "timeout: is a string that cannot be used as a number", None),
    ({"timeout": 10**400}, "timeout: is an integer that cannot be used as a number", None),
    ({"force": "perhaps"}, "force: is a string that cannot be used as a boolean; give true or false", None),
    ({"force": [[SECRET]]}, "force: is a list or a mapping; give a single value", {"force": [CENSORED]}),
    ({"title": {"users": [USER]}}, "title: is a mapping, not text", {"title": CENSORED}),
    ({"name": ["a"]}, "name: is a list, not text; give text", None),
    ({"name": False}, "name: is a boolean, not text; give text", None),
    ({"name": 4.4}, "name: is a number with a fraction, not text; give text", None),
    ({"untyped": {}}, "untyped: is a mapping, not text; give text", None),
    ({"dest": ["/tmp/x"]}, "dest: is a list, not text; give text", None),
    ({"acls": ["a", ["b"]]}, "acls[2]: is a list, not text; give text", None),
    ({"lists": [{}, {"users": [{"password": {"x": SECRET}}]}]}, "lists[2]: users[1]: password: is a mapping", None),
]


@pytest.mark.parametrize(("given", "told", "shown"), REFUSED, ids=str)
def test_what_is_refused(given: dict[str, Any], told: str, shown: Any) -> None:
    """The place and what would be right, never the value."""
    (problem,) = problems_of_options(SPEC, given)
    assert problem.startswith(told)
    found = censored(SPEC, given)
    assert SECRET not in problem + json.dumps(found)
    assert shown is None or found == shown


def test_every_problem_is_told() -> None:
    given = {"users": ["x", {"a": 1}], "lists": [{"name": [], "users": 5}], "nam": 1, "acls": [True, "a", []]}
    places = [problem.rpartition(": ")[0] for problem in problems_of_options(SPEC, given)]
    assert places == ["users[1]", "users[2]: a", "lists[1]: name", "lists[1]: users", "nam", "acls[1]", "acls[3]"]


def test_what_is_shown() -> None:
    """Everything but secrets, where all is as described."""
    given = {"name": "office", "update_password": "always", "one": {"codes": ["GB"]}, "ip_ranges": ["x", {"cidr": "y"}]}
    assert censored(SPEC, given) == {**given, "ip_ranges": ["x", CENSORED]}
    assert censored(SPEC, {"key_secret": SECRET, "lists": [{"name": "a", "users": [USER]}]}) == {
        "key_secret": CENSORED,
        "lists": [{"name": "a", "users": [{"username": "alice", "password": CENSORED}]}],
    }
    assert censored(SPEC, {"key_secret": None, "users": None}) == {"key_secret": None, "users": None}


def test_secret_values() -> None:
    """At any depth; what is no text or number is none, and may be of a wrong shape."""
    given = {
        "key_secret": "one",
        "update_password": "always",
        "users": [USER, {"password": 12}, {"password": True}, {"password": ["x"]}, "y"],
        "lists": {"users": [{"password": "two"}]},
        "one": 5,
    }
    assert {*secret_values(SPEC, given)} == {"one", SECRET, "12", "two"}
