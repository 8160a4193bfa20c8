# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The connection options, which every module has: how to reach the API, and the credentials."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from ._errors import OptionError
from ._given_options import stated

API_URL = "https://elastic-trunking.api.sinch.com"
AUTH_URL = "https://auth.sinch.com"
NUMBERS_URL = "https://numbers.api.sinch.com"

CONNECTION_OPTIONS: dict[str, dict[str, Any]] = {
    "project_id": {"type": "str"},
    "key_id": {"type": "str"},
    "key_secret": {"type": "str", "no_log": True},
    "access_token": {"type": "str", "no_log": True},
    "auth_method": {"type": "str", "choices": ["oauth2", "basic"], "default": "oauth2"},
    "api_url": {"type": "str", "default": API_URL},
    "auth_url": {"type": "str", "default": AUTH_URL},
    "numbers_url": {"type": "str", "default": NUMBERS_URL},
    "timeout": {"type": "float", "default": 30.0},
    "max_retries": {"type": "int", "default": 5},
    "validate_certs": {"type": "bool", "default": True},
    "ca_path": {"type": "path"},
    "token_cache": {"type": "bool", "default": True, "no_log": False},
}

_DEFAULTS = {name: option.get("default") for name, option in CONNECTION_OPTIONS.items()}
_CREDENTIALS = {"key_id": "SINCH_KEY_ID", "key_secret": "SINCH_KEY_SECRET", "access_token": "SINCH_ACCESS_TOKEN"}
_ENVIRONMENT = {
    "project_id": "SINCH_PROJECT_ID",
    "auth_method": "SINCH_AUTH_METHOD",
    "api_url": "SINCH_API_URL",
    "auth_url": "SINCH_AUTH_URL",
    "numbers_url": "SINCH_NUMBERS_URL",
}


@dataclass(frozen=True)
class Connection:
    """How to reach the API, and with which credentials. ``timeout`` is in seconds.

    Either ``access_token`` or both ``key_id`` and ``key_secret`` are set. ``verify`` is the argument of requests: a
    boolean, or the path of a file or folder of certificates. ``max_retries`` counts the tries after the first.
    """

    project_id: str
    api_url: str = API_URL
    auth_url: str = AUTH_URL
    numbers_url: str = NUMBERS_URL
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
        """The values that must never be shown."""
        return frozenset(one for one in (self.key_secret, self.access_token) if one)


def with_environment(given: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """Return a module's options before validation, completed with the connection options of the environment.

    Blank connection options are left out: AWX surveys send them for unanswered questions. Keys and tokens of the
    environment are not among the result: resolve_connection decides between them.
    """
    options: dict[str, Any] = {}
    for name, value in given.items():
        if name not in CONNECTION_OPTIONS:
            options[name] = value
        elif stated(value) is not None:
            options[name] = value.strip() if isinstance(value, str) else value
    outside = {name: environ.get(variable, "").strip() for name, variable in _ENVIRONMENT.items()}
    return {**{name: value for name, value in outside.items() if value}, **options}


def resolve_connection(params: Mapping[str, Any], environ: Mapping[str, str]) -> Connection:
    """Return the connection that validated options and the environment describe; raise OptionError."""
    options = {**_DEFAULTS, **with_environment(params, environ)}
    project_id = options["project_id"]
    if not project_id:
        raise OptionError("project_id", "is not set; give the option, or set SINCH_PROJECT_ID")
    if not project_id.replace("-", "").isalnum():
        raise OptionError("project_id", f"{project_id!r} is not a project ID; copy it from the Sinch dashboard")
    timeout, max_retries = options["timeout"], options["max_retries"]
    if not 0 < timeout <= 3600:
        raise OptionError("timeout", f"{timeout:g} is out of range; give from 1 to 3600 seconds")
    if not 0 <= max_retries <= 50:
        raise OptionError("max_retries", f"{max_retries} is out of range; give from 0 to 50")
    ca_path = options["ca_path"]
    if ca_path is not None and not os.path.exists(ca_path):
        raise OptionError("ca_path", f"{ca_path!r} does not exist; name a file or folder of certificates")
    return Connection(
        project_id=project_id,
        api_url=_checked_url("api_url", options["api_url"]),
        auth_url=_checked_url("auth_url", options["auth_url"]),
        numbers_url=_checked_url("numbers_url", options["numbers_url"]),
        auth_method=options["auth_method"],
        timeout=timeout,
        max_retries=max_retries,
        verify=(ca_path or True) if options["validate_certs"] else False,
        token_cache=options["token_cache"],
        **_credentials(options, environ),
    )


def is_token(text: str) -> bool:
    """Return whether a text can stand in an Authorization header."""
    return text.isascii() and text.isprintable() and " " not in text


def _credentials(given: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, str]:
    """Return a key or a token. Options win over the environment."""
    options = {name: given[name] or "" for name in _CREDENTIALS}
    outside = {name: environ.get(variable, "").strip() for name, variable in _CREDENTIALS.items()}
    for source, where in ((options, "the options"), (outside, "the environment variables")):
        has_key = source["key_id"] or source["key_secret"]
        if has_key and source["access_token"]:
            shown = _CREDENTIALS if source is outside else {name: name for name in _CREDENTIALS}
            names = [shown[name] for name in ("access_token", "key_id", "key_secret")]
            raise OptionError(
                names[0], f"{where} give both a token and a key; give either {names[0]}, or {names[1]} and {names[2]}"
            )
        if source["access_token"]:
            if given["auth_method"] == "basic":
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
        # The text before it may be a password.
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
    """Return whether text can be sent: bytes of the environment or of a file that are not UTF-8 cannot."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_host(name: str) -> bool:
    """Return whether text can be a host name: it has no blank, and no label that is empty or too long."""
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
