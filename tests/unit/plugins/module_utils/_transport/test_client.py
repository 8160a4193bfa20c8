# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Paging, retries and errors of the client, with answers that a stand-in for requests gives."""

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

KEYS = ("trunks", "sipTrunks")


def answer(status: int, body: Any = None, headers: dict[str, str] | None = None) -> requests.Response:
    """Return an answer of the server with a body of JSON or bytes."""
    response = requests.Response()
    response.status_code = status
    response.reason = "The reason"
    response._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response.headers.update(headers or {})
    return response


def page(ids: str, total: int) -> requests.Response:
    """Return a page with an object for each letter."""
    return answer(200, {"trunks": [{"id": one} for one in ids], "totalItems": total})


class Server:
    """Stands in for requests: returns the prepared answers in order and records the requests."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.asked: list[tuple[str, str]] = []
        self.options: list[dict[str, Any]] = []

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        self.asked.append((method, url))
        self.options.append(options)
        found = self.answers.pop(0)
        if isinstance(found, Exception):
            raise found
        assert isinstance(found, requests.Response)
        found.raw = HTTPResponse(BytesIO(found.content), headers=found.headers, preload_content=False)
        return found


class Waiting(Client):
    """A client with a token that records its waits, which have the greatest random length."""

    def __init__(self, **settings: Any) -> None:
        self.seconds: list[float] = []
        connection = Connection(project_id="p1", access_token="token-of-this-test", **settings)
        super().__init__(connection, sleep=self.seconds.append, dice=lambda: 1.0)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    """Return the stand-in for all requests."""
    made = Server()
    monkeypatch.setattr(requests.Session, "request", made.request)
    return made


class TestList:
    """Pages are requested until the list ends."""

    def test_pages(self, server: Server) -> None:
        server.answers = [page("ab", 5), page("cd", 5), page("e", 5)]
        found = Waiting().list(("trunks",), KEYS, query={"name": "x"}, page_size=2)
        assert [item["id"] for item in found] == list("abcde")
        assert [options["params"] for options in server.options] == [
            {"name": "x", "page": str(number), "size": "2"} for number in (1, 2, 3)
        ]

    def test_limit(self, server: Server) -> None:
        server.answers = [page("abc", 9), page("def", 9)]
        assert [item["id"] for item in Waiting().list(("trunks",), KEYS, limit=4)] == list("abcd")

    def test_not_paged(self, server: Server) -> None:
        server.answers = [page("ab", 5)]
        assert len(Waiting().list(("trunks",), KEYS, paged=False)) == 2
        assert server.options[0]["params"] == {}

    def test_short_list(self, server: Server) -> None:
        """A list that ends early is read again from its first page, and is an error if it is short again."""
        first, end = page("ab", 3), page("", 3)
        server.answers = [first, end, first, page("c", 3)]
        assert len(Waiting().list(("trunks",), KEYS)) == 3
        assert [options["params"]["page"] for options in server.options] == ["1", "2", "1", "2"]
        server.answers = [first, end] * 2
        with pytest.raises(ApiError, match=r"GET /trunks: .*2 of 3 items"):
            Waiting().list(("trunks",), KEYS)
        assert server.answers == []

    def test_no_list(self, server: Server) -> None:
        server.answers = [answer(200, {"others": []})]
        with pytest.raises(ApiError, match=r"GET /trunks: .*'trunks' or 'sipTrunks'"):
            Waiting().list(("trunks",), KEYS)


class TestErrors:
    """Failures that are not retried."""

    def test_absent(self, server: Server) -> None:
        """Only GET and DELETE take 404 for an object that does not exist."""
        server.answers = [answer(404, {}) for _number in range(4)]
        assert Waiting().get(("trunks", "T1")) is None
        assert Waiting().delete(("trunks", "T1")) is False
        for method in ("PUT", "POST"):
            with pytest.raises(ApiError, match="404"):
                Waiting().send(method, ("trunks", "T1"), {})

    def test_redirect(self, server: Server) -> None:
        server.answers = [answer(307, b"", {"Location": "https://elsewhere.example.com/trunks"})]
        with pytest.raises(ApiError, match=r"redirects to elsewhere\.example\.com"):
            Waiting().send("GET", ("trunks",))
        assert server.options[0]["allow_redirects"] is False

    @pytest.mark.parametrize(
        ("cause", "hint"),
        [
            (ssl.SSLCertVerificationError("self-signed certificate"), "set ca_path"),
            (ssl.SSLError("wrong version number"), "api_url"),
        ],
    )
    def test_tls(self, cause: Exception, hint: str, server: Server) -> None:
        refused = requests.exceptions.SSLError("outer")
        refused.__cause__ = cause
        server.answers = [refused]
        with pytest.raises(ApiError, match=f"{cause}.*{hint}"):
            Waiting().send("GET", ("trunks",))

    @pytest.mark.parametrize("data", [None, [], 17])
    def test_no_object(self, data: Any, server: Server) -> None:
        server.answers = [answer(200, data)]
        with pytest.raises(ApiError, match=r"GET /trunks/T1: .*not a JSON object"):
            Waiting().get(("trunks", "T1"))

    @pytest.mark.parametrize("part", ["", ".", ".."])
    def test_path_that_leads_elsewhere(self, part: str, server: Server) -> None:
        with pytest.raises(ApiError, match="GET /trunks/"):
            Waiting().send("GET", ("trunks", part))
        assert server.asked == []


class TestRetries:
    """Retries and the waits before them."""

    @pytest.mark.parametrize(
        ("header", "seconds"),
        [
            ("7", 7),
            (" 7 ", 7),
            ("0", 0),
            ("86400", 60),
            ("Mon, 01 Jan 2001 00:00:00 GMT", 0),
            ("Fri, 01 Jan 2100 00:00:00 GMT", 60),
            ("", 0.5),
            ("-1", 0.5),
            ("1.5", 0.5),
            ("soon", 0.5),
            ("Wed, 32 Oct 2026 07:28:00 GMT", 0.5),
            ("9" * 5000, 60),
        ],
    )
    def test_retry_after(self, header: str, seconds: float, server: Server) -> None:
        """The header has seconds or a date; the wait is at most a minute; an invalid header is ignored."""
        server.answers = [answer(503, b"", {"Retry-After": header}), answer(200, {})]
        client = Waiting()
        client.send("GET", ("trunks",))
        assert client.seconds == [seconds]

    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
    @pytest.mark.parametrize(
        ("failure", "post_is_repeated"),
        [
            (answer(429), True),
            (answer(502), False),
            (answer(503), False),
            (answer(504), False),
            (requests.exceptions.ConnectTimeout(), True),
            (requests.exceptions.ReadTimeout(), False),
            (requests.exceptions.ConnectionError(ConnectionRefusedError("refused")), True),
            (requests.exceptions.ConnectionError(ConnectionResetError("reset")), False),
            (requests.exceptions.ChunkedEncodingError(), False),
            (answer(200, b"not JSON"), False),
            (answer(200, b"{}", {"Content-Length": "100"}), False),
            (answer(200, b"{}", {"Content-Length": "9" * 5000}), False),
        ],
        ids=str,
    )
    def test_post_is_not_repeated_where_it_may_have_taken_effect(
        self, failure: Any, post_is_repeated: bool, method: str, server: Server
    ) -> None:
        server.answers = [failure, answer(200, {})]
        if method != "POST" or post_is_repeated:
            assert Waiting().send(method, ("trunks",), {}).status == 200
        else:
            with pytest.raises(ApiError) as caught:
                Waiting().send(method, ("trunks",), {})
            assert (caught.value.uncertain, caught.value.repeatable) == (True, True)
            assert len(server.asked) == 1

    @pytest.mark.parametrize("status", [400, 403, 409, 500, 501])
    def test_final(self, status: int, server: Server) -> None:
        server.answers = [answer(status)]
        with pytest.raises(ApiError) as caught:
            Waiting().send("PUT", ("trunks",), {})
        assert (caught.value.repeatable, caught.value.uncertain) == (False, status >= 500)

    def test_the_tries_end(self, server: Server) -> None:
        server.answers = [answer(503)] * 4
        client = Waiting(max_retries=3)
        with pytest.raises(ApiError, match="503"):
            client.send("GET", ("trunks",))
        assert client.seconds == [0.5, 1, 2]


class TestRequests:
    """Requests and their answers."""

    @pytest.mark.parametrize(
        ("part", "quoted"),
        [("T1", "T1"), ("+12025550101", "%2B12025550101"), ("*", "*"), ("a/../b?c", "a%2F..%2Fb%3Fc"), ("é", "%C3%A9")],
    )
    def test_paths_are_quoted(self, part: str, quoted: str, server: Server) -> None:
        server.answers = [answer(200, {})]
        Waiting(api_url="https://api.example.com").send("GET", ("things", part))
        assert server.asked == [("GET", f"https://api.example.com/v1/projects/p1/things/{quoted}")]

    def test_options_of_the_connection(self, server: Server) -> None:
        """The timeout and the trusted certificates never come from the environment."""
        server.answers = [answer(200, {})]
        Waiting(timeout=2.5, verify="/ca.pem").send("GET", ("trunks",))
        (options,) = server.options
        assert (options["timeout"], options["verify"]) == (2.5, "/ca.pem")

    @pytest.mark.parametrize("status", [200, 204])
    def test_empty_answer(self, status: int, server: Server) -> None:
        server.answers = [answer(status, b"")]
        assert Waiting().send("DELETE", ("trunks", "T1")).data is None

    @pytest.mark.parametrize(
        "body",
        [
            *(None, [], {}, {"access_token": "t"}, {"access_token": "", "expires_in": 9}, {"expires_in": 9}, b"<p>"),
            *({"access_token": "t", "expires_in": lifetime} for lifetime in (10**400, float("inf"), float("nan"), -1)),
        ],
    )
    def test_token_answer_that_cannot_be_used(self, body: Any, server: Server) -> None:
        server.answers = [answer(200, body)]
        connection = Connection(project_id="p1", key_id="k", key_secret="canary", token_cache=False, max_retries=0)
        with pytest.raises(ApiError, match="POST /oauth2/token") as caught:
            Client(connection).send("GET", ("trunks",))
        assert "canary" not in str(caught.value)
