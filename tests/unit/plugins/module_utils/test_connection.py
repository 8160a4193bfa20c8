# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How options and environment make a connection."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._connection import (
    API_URL,
    AUTH_URL,
    CONNECTION_OPTIONS,
    resolve_connection,
    with_environment,
)
from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError

KEY = {"project_id": "p1", "key_id": "k", "key_secret": "s"}
OUTSIDE = {"SINCH_PROJECT_ID": "outside", "SINCH_KEY_ID": "outside-key", "SINCH_KEY_SECRET": "outside-secret"}


def test_defaults() -> None:
    connection = resolve_connection(KEY, {})
    assert (connection.api_url, connection.auth_url, connection.auth_method) == (API_URL, AUTH_URL, "oauth2")
    assert (connection.timeout, connection.max_retries) == (30, 5)
    assert (connection.verify, connection.token_cache) == (True, True)


def test_environment() -> None:
    environ = {**OUTSIDE, "SINCH_API_URL": "https://api.example.com/", "SINCH_AUTH_URL": "https://auth.example.com"}
    connection = resolve_connection({}, environ)
    assert (connection.project_id, connection.key_id) == ("outside", "outside-key")
    assert (connection.key_secret, connection.access_token) == ("outside-secret", "")
    assert (connection.api_url, connection.auth_url) == ("https://api.example.com", "https://auth.example.com")


def test_options_win() -> None:
    connection = resolve_connection({**KEY, "auth_method": "basic"}, {**OUTSIDE, "SINCH_AUTH_METHOD": "oauth2"})
    assert (connection.project_id, connection.key_id, connection.key_secret) == ("p1", "k", "s")
    assert connection.auth_method == "basic"


@pytest.mark.parametrize(
    ("params", "environ", "expected"),
    [
        # The one kind as an option wins over the other in the environment.
        ({"access_token": "t"}, OUTSIDE, ("", "", "t")),
        (KEY, {"SINCH_ACCESS_TOKEN": "outside-token"}, ("k", "s", "")),
        ({"access_token": "t"}, {"SINCH_ACCESS_TOKEN": "outside-token"}, ("", "", "t")),
        ({}, {"SINCH_ACCESS_TOKEN": "outside-token"}, ("", "", "outside-token")),
        # Half a key is completed from the environment.
        ({"key_id": "k"}, OUTSIDE, ("k", "outside-secret", "")),
        ({"key_secret": "s"}, OUTSIDE, ("outside-key", "s", "")),
        # An empty string counts as not set.
        ({"key_id": "", "key_secret": " ", "access_token": ""}, OUTSIDE, ("outside-key", "outside-secret", "")),
        ({**KEY, "access_token": ""}, {}, ("k", "s", "")),
    ],
)
def test_key_or_token(params: dict[str, str], environ: dict[str, str], expected: tuple[str, str, str]) -> None:
    connection = resolve_connection({"project_id": "p1", **params}, environ)
    assert (connection.key_id, connection.key_secret, connection.access_token) == expected


@pytest.mark.parametrize(
    ("params", "environ", "named"),
    [
        ({**KEY, "access_token": "t"}, {}, ["access_token", "key_id", "key_secret"]),
        ({"project_id": "p1", "key_id": "k", "access_token": "t"}, {}, ["access_token", "key_id"]),
        ({}, {**OUTSIDE, "SINCH_ACCESS_TOKEN": "t"}, ["SINCH_ACCESS_TOKEN", "SINCH_KEY_ID"]),
        ({"project_id": "p1"}, {}, ["key_id", "SINCH_KEY_ID", "access_token"]),
        ({"project_id": "p1", "key_id": "k"}, {}, ["key_secret", "SINCH_KEY_SECRET"]),
        ({"project_id": "p1", "key_secret": "s"}, {}, ["key_id"]),
        ({"project_id": "p1", "access_token": "t", "auth_method": "basic"}, {}, ["auth_method", "key_id"]),
        ({**KEY, "project_id": ""}, {}, ["project_id", "SINCH_PROJECT_ID"]),
        ({**KEY, "project_id": "  "}, {"SINCH_PROJECT_ID": ""}, ["project_id"]),
        ({**KEY, "project_id": "a/b"}, {}, ["project_id", "'a/b'"]),
        ({**KEY, "api_url": "http://api.example.com"}, {}, ["api_url", "'http://api.example.com'", "https"]),
        ({**KEY, "auth_url": "http://192.0.2.1"}, {}, ["auth_url", "https"]),
        ({**KEY, "api_url": "http://localhost.example.com"}, {}, ["api_url", "https"]),
        (KEY, {"SINCH_API_URL": "http://api.example.com"}, ["api_url", "https"]),
        ({**KEY, "api_url": "api.example.com"}, {}, ["api_url", "'api.example.com'"]),
        ({**KEY, "api_url": "ftp://api.example.com"}, {}, ["api_url"]),
        ({**KEY, "api_url": "https://"}, {}, ["api_url"]),
        ({**KEY, "api_url": "https://user:pass@api.example.com"}, {}, ["api_url"]),
        ({**KEY, "api_url": "https://api.example.com?x=1"}, {}, ["api_url"]),
        ({**KEY, "api_url": "https://api.example.com:port"}, {}, ["api_url"]),
        ({**KEY, "api_url": "https://[::1"}, {}, ["api_url"]),
        ({**KEY, "api_url": "https://api..example.com"}, {}, ["api_url", "'https://api..example.com'"]),
        ({**KEY, "api_url": f"https://{'a' * 64}.example.com"}, {}, ["api_url", "aaaa"]),
        ({**KEY, "auth_url": "https://.example.com"}, {}, ["auth_url"]),
        ({**KEY, "auth_url": "https://ex ample.com"}, {}, ["auth_url"]),
        ({**KEY, "api_url": "https://\udcff.example.com"}, {}, ["api_url"]),
        ({**KEY, "api_url": "https://api.example.com/\udcff"}, {}, ["api_url"]),
        ({**KEY, "key_secret": "\udcff"}, {}, ["key_secret"]),
        ({**KEY, "key_id": "\udcff"}, {}, ["key_id"]),
        ({"project_id": "p1", "key_id": "k"}, {"SINCH_KEY_SECRET": "\udcff"}, ["key_secret"]),
        ({"project_id": "p1"}, {"SINCH_ACCESS_TOKEN": "\udcff"}, ["access_token"]),
        ({**KEY, "timeout": 0}, {}, ["timeout", "0"]),
        ({**KEY, "timeout": -1}, {}, ["timeout", "-1"]),
        ({**KEY, "timeout": 3600.5}, {}, ["timeout", "3600.5"]),
        ({**KEY, "max_retries": -1}, {}, ["max_retries", "-1"]),
        ({**KEY, "max_retries": 51}, {}, ["max_retries", "51"]),
    ],
)
def test_refused(params: dict[str, Any], environ: dict[str, str], named: list[str]) -> None:
    """The message names the option and, but for secrets, the value."""
    with pytest.raises(OptionError) as caught:
        resolve_connection(params, environ)
    assert [part for part in named if part not in str(caught.value)] == []


@pytest.mark.parametrize(
    "url",
    [
        "https://me:canary@api.example.com",
        "https://:canary@api.example.com",
        "https://canary@api.example.com",
        "https://me:can/canary@api.example.com",
        "https://me:can#canary@api.example.com",
        "https://me:can?canary@api.example.com",
        "https://me:canary@api.example.com:99999",
        "https://me:canary@",
        "http://me:canary@192.0.2.1",
        "me:canary@api.example.com",
    ],
)
@pytest.mark.parametrize("option", ["api_url", "auth_url"])
def test_urls_with_a_password(option: str, url: str) -> None:
    """They are refused, and what may be a password in them is not shown."""
    with pytest.raises(OptionError, match=f"{option}: .*without user and password") as caught:
        resolve_connection({**KEY, option: url}, {})
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["http://localhost:8480", "http://127.0.0.1", "http://127.9.9.9:1", "http://[::1]:8480", "https://[2001:db8::1]"],
)
def test_urls(url: str) -> None:
    """Plain http is for loopback addresses only."""
    assert resolve_connection({**KEY, "api_url": f"{url}/"}, {}).api_url == url


@pytest.mark.parametrize("blank", ["", "  ", None])
def test_blank_options(blank: str | None) -> None:
    """A blank connection option is not given; other options stay as they are."""
    options = {**dict.fromkeys(CONNECTION_OPTIONS, blank), "name": blank}
    assert with_environment(options, {}) == {"name": blank}
    outside = {"SINCH_PROJECT_ID": " outside ", "SINCH_API_URL": "", "SINCH_AUTH_METHOD": "basic"}
    assert with_environment(options, {**OUTSIDE, **outside}) == {
        "name": blank,
        "project_id": "outside",
        "auth_method": "basic",
    }


def test_options_before_validation() -> None:
    """Options win over the environment. Text of the connection loses the blanks around it."""
    given = {"project_id": " p1 ", "timeout": " 5", "max_retries": 0, "token_cache": False, "name": " a "}
    assert with_environment(given, {"SINCH_PROJECT_ID": "outside"}) == {**given, "project_id": "p1", "timeout": "5"}


@pytest.mark.parametrize("validate", [True, False])
def test_certificates(validate: bool, tmp_path: Path) -> None:
    params = {**KEY, "ca_path": str(tmp_path), "validate_certs": validate}
    assert resolve_connection(params, {}).verify == (str(tmp_path) if validate else False)
    with pytest.raises(OptionError, match=r"ca_path: '/none/ca\.pem'"):
        resolve_connection({**KEY, "ca_path": "/none/ca.pem"}, {})


def test_secrets_are_not_in_the_representation() -> None:
    """Nor in a traceback, then."""
    connection = resolve_connection({**KEY, "key_secret": "canary"}, {})
    assert "canary" not in repr(connection)
    assert connection.secrets == {"canary"}
