# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Paging, retries and errors of the client, with prepared answers instead of a server."""

from __future__ import annotations

import json
import ssl
from io import BytesIO
from typing import Any

import pytest
import requests
from urllib3 import HTTPResponse

from ansible_collections.sinch.sip.plugins.module_utils._connection import Connection
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._transport.client import Client

TRUNKS = ("trunks",)
KEY = {"key_id": "k", "key_secret": "canary", "token_cache": False, "max_retries": 0}
FAILED = requests.exceptions


def answer(status: int, body: Any = b"", headers: dict[str, str] | None = None) -> requests.Response:
    """Return an answer of the server with a body of JSON or bytes."""
    response = requests.Response()
    response.status_code = status
    response._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response.headers.update(headers or {})
    return response


def page(ids: str, total: int) -> requests.Response:
    return answer(200, {"trunks": [{"id": one} for one in ids], "totalItems": total})


class Fake(Client):
    """A client that stands in for its session: it gives answers in order and records requests and waits."""

    def __init__(self, *answers: Any, **settings: Any) -> None:
        self.answers = [*answers]
        self.asked: list[tuple[str, str]] = []
        self.options: list[dict[str, Any]] = []
        self.seconds: list[float] = []
        connection = Connection("p1", **(settings or {"access_token": "token-of-this-test"}))
        super().__init__(connection, sleep=self.seconds.append, dice=lambda: 1.0)
        self._wire._local.session = self

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        self.asked.append((method, url))
        self.options.append(options)
        found = self.answers.pop(0)
        if isinstance(found, Exception):
            raise found
        assert isinstance(found, requests.Response)
        found.raw = HTTPResponse(BytesIO(found.content), headers=found.headers, preload_content=False)
        return found


def test_list() -> None:
    client = Fake(page("ab", 5), page("cd", 5), page("e", 5))
    found = client.list(TRUNKS, TRUNKS, query={"name": "x"}, page_size=2)
    assert [item["id"] for item in found] == list("abcde")
    assert [one["params"] for one in client.options] == [{"name": "x", "page": one, "size": "2"} for one in "123"]


def test_limit() -> None:
    found = Fake(page("abc", 9), page("def", 9)).list(TRUNKS, TRUNKS, limit=4)
    assert [item["id"] for item in found] == list("abcd")


def test_list_without_pages() -> None:
    client = Fake(page("ab", 5))
    assert len(client.list(TRUNKS, TRUNKS, paged=False)) == 2
    assert client.options[0]["params"] == {}


def test_short_list() -> None:
    """A list that ends early is read again from its first page, and is an error if it is short again."""
    first, end = page("ab", 3), page("", 3)
    client = Fake(first, end, first, page("c", 3))
    assert len(client.list(TRUNKS, TRUNKS)) == 3
    assert [options["params"]["page"] for options in client.options] == ["1", "2", "1", "2"]
    with pytest.raises(ApiError, match=r"GET /trunks: .*2 of 3 items"):
        Fake(*[first, end] * 2).list(TRUNKS, TRUNKS)


def test_pages() -> None:
    """Each page yields what is new in it; a list that ends early or never is an error."""
    client = Fake(page("ab", 3), page("bc", 3))
    assert [[item["id"] for item in items] for items in client.pages(TRUNKS, TRUNKS, {}, 2)] == [["a", "b"], ["c"]]
    with pytest.raises(ApiError, match=r"GET /trunks: .*2 of 3 items"):
        list(Fake(page("ab", 3), page("", 3)).pages(TRUNKS, TRUNKS, {}, 2))
    with pytest.raises(ApiError, match=r"GET /trunks: .*no end: after 16 pages"):
        list(Fake(*(page(chr(65 + at), at + 2) for at in range(1, 100))).pages(TRUNKS, TRUNKS, {}, 2))


def test_no_list() -> None:
    with pytest.raises(ApiError, match=r"GET /trunks: .*'trunks' or 'sipTrunks'"):
        Fake(answer(200, {"others": []})).list(TRUNKS, ("trunks", "sipTrunks"))


def test_absent() -> None:
    """Only GET and DELETE take 404 for an object that does not exist."""
    client = Fake(*[answer(404, {})] * 4)
    assert client.get(("trunks", "T1")) is None
    assert client.delete(("trunks", "T1")) is False
    for method in ("PUT", "POST"):
        with pytest.raises(ApiError, match="404"):
            client.send(method, ("trunks", "T1"), {})


def test_redirect() -> None:
    client = Fake(answer(307, b"", {"Location": "https://elsewhere.example.com/trunks"}))
    with pytest.raises(ApiError, match=r"redirects to elsewhere\.example\.com"):
        client.send("GET", TRUNKS)
    assert client.options[0]["allow_redirects"] is False


@pytest.mark.parametrize("data", [None, [], 17])
def test_no_object(data: Any) -> None:
    with pytest.raises(ApiError, match=r"GET /trunks/T1: .*not a JSON object"):
        Fake(answer(200, data)).get(("trunks", "T1"))


@pytest.mark.parametrize(
    ("cause", "hint"), [(ssl.SSLCertVerificationError("self-signed"), "ca_path"), (ssl.SSLError("wrong"), "api_url")]
)
def test_tls(cause: Exception, hint: str) -> None:
    refused = FAILED.SSLError("outer")
    refused.__cause__ = cause
    with pytest.raises(ApiError, match=f"{cause}.*{hint}"):
        Fake(refused).send("GET", TRUNKS)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        (["7", " 7 "], 7),
        (["0", "Mon, 01 Jan 2001 00:00:00 GMT"], 0),
        (["86400", "9" * 5000, "Fri, 01 Jan 2100 00:00:00 GMT"], 60),
        (["", "-1", "1.5", "soon", "Wed, 32 Oct 2026 07:28:00 GMT"], 0.5),
    ],
)
def test_retry_after(headers: list[str], seconds: float) -> None:
    """The header has seconds or a date; the wait is at most a minute; an invalid header is ignored."""
    for header in headers:
        client = Fake(answer(503, b"", {"Retry-After": header}), answer(200, {}))
        client.send("GET", TRUNKS)
        assert client.seconds == [seconds]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
@pytest.mark.parametrize(
    ("failure", "is_sent"),
    [
        *((answer(status), status != 429) for status in (429, 502, 503, 504)),
        (FAILED.ConnectTimeout(), False),
        (FAILED.ConnectionError(ConnectionRefusedError("refused")), False),
        *((error(), True) for error in (FAILED.ReadTimeout, FAILED.ChunkedEncodingError)),
        (FAILED.ConnectionError(ConnectionResetError("reset")), True),
        (answer(200, b"not JSON"), True),
        *((answer(200, b"{}", {"Content-Length": length}), True) for length in ("100", "9" * 5000)),
    ],
    ids=str,
)
def test_retry(failure: Any, is_sent: bool, method: str) -> None:
    """A POST that may have reached the server is not repeated."""
    client = Fake(failure, answer(200, {}))
    if method != "POST" or not is_sent:
        assert client.send(method, TRUNKS, {}).status == 200
    else:
        with pytest.raises(ApiError) as caught:
            client.send(method, TRUNKS, {})
        assert (caught.value.uncertain, caught.value.repeatable) == (True, True)
        assert len(client.asked) == 1


@pytest.mark.parametrize("status", [400, 403, 409, 500, 501])
def test_no_retry(status: int) -> None:
    with pytest.raises(ApiError, match=str(status)):
        Fake(answer(status)).send("PUT", TRUNKS, {})


def test_last_retry() -> None:
    client = Fake(*[answer(503)] * 4, access_token="t", max_retries=3)
    with pytest.raises(ApiError, match="503"):
        client.send("GET", TRUNKS)
    assert client.seconds == [0.5, 1, 2]


@pytest.mark.parametrize(
    ("part", "quoted"),
    [("T1", "T1"), ("+12025550101", "%2B12025550101"), ("*", "*"), ("a/../b?c", "a%2F..%2Fb%3Fc"), ("é", "%C3%A9")],
)
def test_request(part: str, quoted: str) -> None:
    """Paths are quoted; the timeout and the trusted certificates never come from the environment."""
    client = Fake(answer(200, {}), access_token="t", api_url="https://api.example.com", timeout=2.5, verify="/ca.pem")
    client.send("GET", ("things", part))
    assert client.asked == [("GET", f"https://api.example.com/v1/projects/p1/things/{quoted}")]
    assert (client.options[0]["timeout"], client.options[0]["verify"]) == (2.5, "/ca.pem")


@pytest.mark.parametrize("part", ["", ".", ".."])
def test_path_that_leads_elsewhere(part: str) -> None:
    with pytest.raises(ApiError, match="GET /trunks/"):
        Fake().send("GET", ("trunks", part))


@pytest.mark.parametrize("status", [200, 204])
def test_empty_answer(status: int) -> None:
    assert Fake(answer(status)).send("DELETE", ("trunks", "T1")).data is None


@pytest.mark.parametrize(
    "body",
    [
        *(None, [], {}, {"access_token": "t"}, {"access_token": "", "expires_in": 9}, {"expires_in": 9}, b"<p>"),
        *({"access_token": "t", "expires_in": lifetime} for lifetime in (10**400, float("inf"), float("nan"), -1)),
    ],
)
def test_unusable_token(body: Any) -> None:
    with pytest.raises(ApiError, match="POST /oauth2/token") as caught:
        Fake(answer(200, body), **KEY).send("GET", TRUNKS)
    assert "canary" not in str(caught.value)


def test_refused_key() -> None:
    with pytest.raises(ApiError, match=r"POST /oauth2/token answered 401: .*key_id and key_secret.*R1"):
        Fake(answer(401, b"", {"X-Request-Id": "R1"}), **KEY).send("GET", TRUNKS)


def test_refused_token() -> None:
    """A refused token is replaced once; a given one cannot be."""
    token = answer(200, {"access_token": "t", "expires_in": 3600})
    assert Fake(token, answer(401), token, answer(200, {}), **KEY).send("POST", TRUNKS, {}).data == {}
    for client in (Fake(token, answer(401), token, answer(401), **KEY), Fake(answer(401))):
        with pytest.raises(ApiError, match="POST /trunks answered 401"):
            client.send("POST", TRUNKS, {})
