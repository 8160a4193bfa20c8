# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options that are given as something else than they are, before ansible-core makes something of them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from ansible.module_utils.common.validation import check_type_int

from ansible_collections.sinch.sip.plugins.module_utils._option_types import type_problems

USERS = {
    "type": "list",
    "elements": "dict",
    "options": {"username": {"type": "str"}, "password": {"type": "str", "no_log": True}},
}
SPEC: dict[str, Any] = {
    "name": {"type": "str", "aliases": ["title"]},
    "untyped": {},
    "dest": {"type": "path"},
    "acls": {"type": "list", "elements": "str"},
    "ip_ranges": {"type": "list", "elements": "raw"},
    "anything": {"type": "list"},
    "port": {"type": "int"},
    "users": USERS,
    "lists": {"type": "list", "elements": "dict", "options": {"name": {"type": "str"}, "users": USERS}},
    "one": {"type": "dict", "options": {"name": {"type": "str"}}},
    "free": {"type": "dict"},
}
SECRET = "Canary-password-1"


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"name": "office", "untyped": "x", "dest": "/tmp/x"},
        {"name": "", "dest": None},
        {"name": 17},
        {"name": datetime.date(2026, 1, 31)},
        {"acls": ["a", 7]},
        {"acls": "a,b"},
        {"acls": 7},
        {"ip_ranges": [{"cidr": "x"}, ["y"]], "anything": [[]]},
        {"port": [1], "acls": {}},
        {"port": "5060"},
        {"port": "soon"},
        {"port": 5060.5},
        {"users": [{"username": "alice", "password": SECRET}]},
        {"users": "username=alice password=x"},
        {"users": {"alice": SECRET}, "one": 5, "lists": [5, None]},
        {"free": {"name": []}, "unknown": []},
    ],
)
def test_what_is_taken(params: dict[str, Any]) -> None:
    """Text, whole numbers and dates; what is no container at all is left to ansible-core."""
    assert type_problems(SPEC, params) == []


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"name": ["a"]}, "name: is a list"),
        ({"name": ("a",)}, "name: is a list"),
        ({"name": {"a": "b"}}, "name: is a mapping"),
        ({"name": False}, "name: is a boolean"),
        ({"name": 4.4}, "name: is a number with a fraction"),
        ({"title": []}, "title: is a list"),
        ({"untyped": {}}, "untyped: is a mapping"),
        ({"dest": ["/tmp/x"]}, "dest: is a list"),
        ({"acls": ["a", ["b"]]}, "acls[2]: is a list"),
        ({"users": [{"username": {SECRET: SECRET}}]}, "users[1]: username: is a mapping"),
        ({"users": [{"username": "alice", "password": [SECRET]}]}, "users[1]: password: is a list"),
        ({"users": ['{"username": ["alice"]}']}, "users[1]: username: is a list"),
        ({"lists": [{}, {"users": [{"password": {"x": SECRET}}]}]}, "lists[2]: users[1]: password: is a mapping"),
        ({"one": {"name": [SECRET]}}, "one: name: is a list"),
    ],
)
def test_what_is_refused(params: dict[str, Any], told: str) -> None:
    """Where it is and of which type, never the value."""
    (problem,) = type_problems(SPEC, params)
    assert problem.startswith(f"{told}, not text; give text")
    assert SECRET not in problem


@pytest.mark.parametrize("given", [float("inf"), float("-inf"), "inf", "9" * 5000, 10**400])
def test_numbers_that_are_none(given: Any) -> None:
    """Ansible-core fails on some of these without a word on which option it is; others fail later on."""
    problems = type_problems(SPEC, {"port": given})
    assert problems in ([], ["port: is not a number that can be used; give a whole number in digits, like 5060"])
    if not problems:
        with pytest.raises(TypeError):
            check_type_int(given)


def test_every_problem_is_told() -> None:
    problems = type_problems(SPEC, {"name": [], "one": {"name": {}}, "acls": [True, "a", []]})
    assert [problem.partition(": is ")[0] for problem in problems] == ["name", "acls[1]", "acls[3]", "one: name"]
