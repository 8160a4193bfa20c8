# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of the API that sends any request."""

from __future__ import annotations

from typing import Any

import requests

from tests.simulator.process import KEY_ID, KEY_SECRET

PROJECT = "project-under-test"
PASSWORD = "Correct-horse-1"
TRUNK = {"name": "t", "hostName": "t"}
ACL: dict[str, Any] = {"name": "a", "enabled": True, "ipRanges": [{"ipAddress": "203.0.113.1"}]}
LIST: dict[str, Any] = {"name": "c", "credentials": [{"username": "u", "password": PASSWORD}]}
RULE = {"name": "r", "direction": "INBOUND", "callerMatch": "+1900"}
PHONE = {"name": "phone", "priority": 1, "isRegistered": True, "credentialUsername": "u"}
NUMBER = "+12025550123"
SEED: dict[str, Any] = {
    "trunks": [TRUNK | {"acls": ["a"], "credentialLists": ["c"], "endpoints": [PHONE], "phoneNumbers": [NUMBER]}],
    "accessControlLists": [ACL, ACL | {"name": "b"}],
    "credentialLists": [LIST],
    "callBlockingRules": [RULE],
}
"""A project with one object of each kind, and a free ACL."""


def token_request(
    url: str, key: tuple[str, str] = (KEY_ID, KEY_SECRET), grant_type: str = "client_credentials"
) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.post(f"{url}/oauth2/token", data={"grant_type": grant_type}, auth=key, timeout=10)


class Api:
    """One project of the API, over one connection."""

    def __init__(self, url: str, project: str = PROJECT) -> None:
        self.url = url
        self._base = f"{url}/v1/projects/{project}"
        self.token = token_request(url).json()["access_token"]
        self._session = requests.Session()
        self._session.trust_env = False

    def __enter__(self) -> Api:
        return self

    def __exit__(self, *error: object) -> None:
        self._session.close()

    def send(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: dict[str, str] | None = None,
        query: dict[str, Any] | None = None,
        timeout: float = 10,
    ) -> requests.Response:
        """Send a request, with ``headers`` in addition to the usual ones."""
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return self._session.request(method, self._base + path, json=body, headers=sent, params=query, timeout=timeout)

    def ok(self, method: str, path: str, body: object = None, **query: Any) -> Any:
        """Send a request that must succeed; return the JSON of its answer, or None."""
        response = self.send(method, path, body, query=query)
        assert response.ok, response.text
        return response.json() if response.content else None

    def refused(self, method: str, path: str, body: object = None) -> tuple[int, str]:
        """Send a request that must be refused; return the status and the error code."""
        response = self.send(method, path, body)
        answer = response.json()
        assert not response.ok
        assert {"type": "RequestInfo", "requestId": response.headers["X-Request-Id"]} in answer["details"]
        return response.status_code, answer["status"]

    def trunk(self, name: str = "main", **fields: Any) -> Any:
        return self.ok("POST", "/trunks", {"name": name, "hostName": name, **fields})

    def acl(self, name: str = "office", *addresses: str) -> Any:
        ranges = [{"ipAddress": address, "range": 32} for address in addresses or ("203.0.113.10",)]
        return self.ok("POST", "/accessControlLists", {"name": name, "enabled": True, "ipRanges": ranges})
