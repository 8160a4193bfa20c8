# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that every module has: how the API is reached, and as whom."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable
from urllib.parse import urlsplit

from ansible.module_utils.common.validation import check_type_bool, check_type_float, check_type_int

from ._errors import OptionError
from ._given_options import is_token, stated

API_URL = "https://elastic-trunking.api.sinch.com"
AUTH_URL = "https://auth.sinch.com"

# Most are raw, since an empty string counts as not set (AWX surveys send those) and would be no number or boolean.
CONNECTION_OPTIONS: dict[str, dict[str, Any]] = {
    "project_id": {"type": "str"},
    "key_id": {"type": "str"},
    "key_secret": {"type": "str", "no_log": True},
    "access_token": {"type": "str", "no_log": True},
    "auth_method": {"type": "str"},
    "api_url": {"type": "str"},
    "auth_url": {"type": "str"},
    "timeout": {"type": "raw"},
    "max_retries": {"type": "raw"},
    "validate_certs": {"type": "raw"},
    "ca_path": {"type": "path"},
    "token_cache": {"type": "raw", "no_log": False},
}

_ENVIRONMENT = {
    "project_id": "SINCH_PROJECT_ID",
    "key_id": "SINCH_KEY_ID",
    "key_secret": "SINCH_KEY_SECRET",
    "access_token": "SINCH_ACCESS_TOKEN",
    "auth_method": "SINCH_AUTH_METHOD",
    "api_url": "SINCH_API_URL",
    "auth_url": "SINCH_AUTH_URL",
}


@dataclass(frozen=True)
class Connection:
    """How the API is reached, and as whom; ``timeout`` is in seconds.

    Either ``access_token`` or both ``key_id`` and ``key_secret`` are set. ``verify`` is what the TLS layer takes: a
    boolean, or the path of a file or folder of certificates. ``max_retries`` counts the tries after the first.
    """

    project_id: str
    api_url: str = API_URL
    auth_url: str = AUTH_URL
    auth_method: str = "oauth2"
    key_id: str = ""
    key_secret: str = field(default="", repr=False)
    access_token: str = field(default="", repr=False)
    timeout: float = 30.0
    max_retries: int = 5
    verify: bool | str = True
    token_cache: bool = True

    @property
    def secrets(self) -> frozenset[str]:
        """What must never be shown."""
        return frozenset(one for one in (self.key_secret, self.access_token) if one)


def resolve_connection(params: Mapping[str, Any], environ: Mapping[str, str]) -> Connection:
    """Return the connection that options and environment describe; raise OptionError where they do not."""

    def given(name: str) -> Any:
        return stated(params.get(name))

    def setting(name: str, default: str = "") -> str:
        value = given(name)
        return str(environ.get(_ENVIRONMENT[name], "") if value is None else value).strip() or default

    def converted(name: str, check: Callable[[Any], Any], default: Any, expected: str) -> Any:
        value = given(name)
        if value is None:
            return default
        try:
            return check(value)
        except (TypeError, ValueError, OverflowError):
            raise OptionError(name, f"{value!r} is not {expected}") from None

    project_id = setting("project_id")
    if not project_id:
        raise OptionError("project_id", "is not set; give the option, or set SINCH_PROJECT_ID")
    if not project_id.replace("-", "").isalnum():
        raise OptionError("project_id", f"{project_id!r} is not a project ID; copy it from the Sinch dashboard")

    auth_method = setting("auth_method", "oauth2")
    if auth_method not in ("oauth2", "basic"):
        raise OptionError("auth_method", f"{auth_method!r} is not a way to authenticate; use oauth2 or basic")
    timeout = converted("timeout", check_type_float, 30.0, "a number of seconds")
    if not 0 < timeout <= 3600:
        raise OptionError("timeout", f"{timeout:g} is out of range; give from 1 to 3600 seconds")
    max_retries = converted("max_retries", check_type_int, 5, "a whole number")
    if not 0 <= max_retries <= 50:
        raise OptionError("max_retries", f"{max_retries} is out of range; give from 0 to 50")
    validate_certs = converted("validate_certs", check_type_bool, True, "a boolean; use true or false")
    ca_path = given("ca_path")
    if ca_path is not None and not os.path.exists(ca_path):
        raise OptionError("ca_path", f"{ca_path!r} does not exist; name a file or folder of certificates")
    return Connection(
        project_id=project_id,
        api_url=_checked_url("api_url", setting("api_url", API_URL)),
        auth_url=_checked_url("auth_url", setting("auth_url", AUTH_URL)),
        auth_method=auth_method,
        timeout=timeout,
        max_retries=max_retries,
        verify=(ca_path or True) if validate_certs else False,
        token_cache=converted("token_cache", check_type_bool, True, "a boolean; use true or false"),
        **_credentials(given, environ, auth_method),
    )


def _credentials(given: Callable[[str], Any], environ: Mapping[str, str], auth_method: str) -> dict[str, str]:
    """Return either a key or a token: what is given as an option wins over the environment."""
    options = {name: str(given(name) or "").strip() for name in ("key_id", "key_secret", "access_token")}
    outside = {name: environ.get(_ENVIRONMENT[name], "").strip() for name in options}
    for source, where in ((options, "the options"), (outside, "the environment variables")):
        has_key = source["key_id"] or source["key_secret"]
        if has_key and source["access_token"]:
            names = [
                name if source is options else _ENVIRONMENT[name] for name in ("access_token", "key_id", "key_secret")
            ]
            raise OptionError(
                names[0], f"{where} give both a token and a key; give either {names[0]}, or {names[1]} and {names[2]}"
            )
        if source["access_token"]:
            if auth_method == "basic":
                raise OptionError("auth_method", "basic needs key_id and key_secret, and access_token is given instead")
            if not is_token(source["access_token"]):
                raise OptionError("access_token", "has characters that no token has; give it as Sinch issued it")
            return {"access_token": source["access_token"]}
        if has_key:
            break
    key = {name: options[name] or outside[name] for name in ("key_id", "key_secret")}
    for name, value in key.items():
        if not value:
            raise OptionError(
                name,
                "is not set; give key_id and key_secret, or access_token (or set SINCH_KEY_ID and "
                "SINCH_KEY_SECRET, or SINCH_ACCESS_TOKEN)",
            )
        if not _is_text(value):
            raise OptionError(name, "has bytes that are no characters (UTF-8); give it as Sinch issued it")
    return key


def _checked_url(option: str, url: str) -> str:
    if "@" in url:
        # What is before it may be a password.
        raise OptionError(option, f"has an '@', as before a host; give a base URL without user and password, {_LIKE}")
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        usable = parts.scheme in ("http", "https") and is_host(host) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment or not _is_text(url):
        raise OptionError(option, f"{url!r} is not a base URL; write it {_LIKE}")
    if parts.scheme == "http" and not is_loopback(host):
        raise OptionError(
            option, f"{url!r} would send credentials in the clear; use https (http is for loopback addresses only)"
        )
    return url.rstrip("/")


_LIKE = f"like {API_URL!r}"


def _is_text(value: str) -> bool:
    """Return whether a text can be sent: what is not UTF-8 in the environment or a file is not."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_host(name: str) -> bool:
    """Return whether a text can be the name of a host: no part of it is empty or too long, and no blank is in it."""
    try:
        return bool(name.encode("idna")) and name.isprintable() and " " not in name
    except UnicodeError:
        return False


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
