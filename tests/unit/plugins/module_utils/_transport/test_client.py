# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Paging, retries and errors, with answers made up here."""

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
from ansible_collections.sinch.sip.plugins.module_utils._transport import pages
from ansible_collections.sinch.sip.plugins.module_utils._transport.client import Client

KEYS = ("trunks", "sipTrunks")


def answer(status: int, body: Any = None, headers: dict[str, str] | None = None) -> requests.Response:
    """Return an answer of the server; a body of bytes goes as it is."""
    response = requests.Response()
    response.status_code = status
    response.reason = "The reason"
    response._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response.headers.update(headers or {})
    return response


def page(ids: str, key: str = "trunks", **more: Any) -> requests.Response:
    """Return a page with an object for each letter."""
    return answer(200, {key: [{"id": one} for one in ids], **more})


class Server:
    """Gives the answers that it was given, in their order, and keeps what it was asked."""

    def __init__(self) -> None:
        """Start without answers."""
        self.answers: list[Any] = []
        self.asked: list[tuple[str, str]] = []
        self.pages: list[str | None] = []
        self.options: list[dict[str, Any]] = []

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        """Stand in for requests.Session.request."""
        self.asked.append((method, url))
        self.pages.append((options.get("params") or {}).get("page"))
        self.options.append(options)
        found = self.answers.pop(0)
        if isinstance(found, Exception):
            raise found
        assert isinstance(found, requests.Response)
        found.raw = HTTPResponse(BytesIO(found.content), headers=found.headers, preload_content=False)
        return found


class Waiting(Client):
    """A client that notes how long it would wait."""

    def __init__(self, **settings: Any) -> None:
        """Connect with a ready token; all dice show their highest."""
        self.seconds: list[float] = []
        connection = Connection(project_id="p1", access_token="token-of-this-test", **settings)
        super().__init__(connection, sleep=self.seconds.append, dice=lambda: 1.0)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    """Return the server that all requests go to."""
    made = Server()
    monkeypatch.setattr(requests.Session, "request", made.request)
    return made


class TestPaging:
    """A list ends by ``totalItems`` and not by the size of a page."""

    @pytest.mark.parametrize(
        ("answers", "ids", "requests_made"),
        [
            ([page("abc", totalItems=3)], "abc", 1),
            ([page("", totalItems=0)], "", 1),
            # A server that caps the size below what was asked.
            ([page("ab", totalItems=5, pageSize=2), page("cd", totalItems=5), page("e", totalItems=5)], "abcde", 3),
            ([page("ab", key="sipTrunks", totalItems=3, size=2, pageNumber="1"), page("c", "sipTrunks")], "abc", 3),
            # What was deleted meanwhile is not waited for.
            ([page("ab", totalItems=4), page("", totalItems=2)], "ab", 2),
            # What was added meanwhile pushes an item on to the next page.
            ([page("ab", totalItems=3), page("bc", totalItems=4), page("d", totalItems=4)], "abcd", 3),
            # Without a total, or with one that is no number, until nothing new comes.
            ([page("ab"), page("c"), page("")], "abc", 3),
            ([page("ab", totalItems="3"), page("c"), page("")], "abc", 3),
            # A server that knows no pages.
            ([page("ab"), page("ab")], "ab", 2),
            ([answer(200, [{"id": "a"}, {"id": "b"}])], "ab", 1),
        ],
    )
    def test_end(self, answers: list[requests.Response], ids: str, requests_made: int, server: Server) -> None:
        server.answers = [*answers, page("")]
        assert [item["id"] for item in Waiting().list(("trunks",), KEYS)] == list(ids)
        assert server.pages == [str(number + 1) for number in range(requests_made)]

    def test_not_paged(self, server: Server) -> None:
        server.answers = [page("ab", totalItems=5)]
        assert len(Waiting().list(("trunks",), KEYS, paged=False)) == 2
        assert server.pages == [None]

    def test_limit(self, server: Server) -> None:
        server.answers = [page("abc", totalItems=9), page("def", totalItems=9)]
        assert [item["id"] for item in Waiting().list(("trunks",), KEYS, limit=4)] == list("abcd")
        assert len(server.asked) == 2

    @pytest.mark.parametrize(
        "body",
        [
            None,
            17,
            "trunks",
            {"trunks": {}},
            {"others": []},
            {"trunks": None, "message": "none"},
            {"totalItems": 3},
            {"trunks": None, "totalItems": 1},
            {"totalItems": "many"},
        ],
    )
    def test_no_list(self, body: Any, server: Server) -> None:
        server.answers = [answer(200, body)]
        with pytest.raises(ApiError, match="GET /trunks"):
            Waiting().list(("trunks",), KEYS)

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"trunks": None},
            {"totalItems": 0},
            {"totalItems": "0", "pageNumber": 1, "pageSize": 500},
            {"sipTrunks": None, "totalItems": None, "size": 500},
        ],
    )
    @pytest.mark.parametrize("paged", [True, False])
    def test_empty_list_without_its_key(self, paged: bool, body: Any, server: Server) -> None:
        server.answers = [answer(200, body)]
        assert Waiting().list(("trunks",), KEYS, paged=paged) == []

    @pytest.mark.parametrize("end", [page("", totalItems=3), page("a", totalItems=3), page(""), answer(200, {})])
    def test_short_list(self, end: requests.Response, server: Server) -> None:
        """One that ends early is read again from its beginning; then it is an error, and never a short list."""
        server.answers = [page("ab", totalItems="3"), end, page("ab", totalItems=3), page("c", totalItems=3)]
        assert len(Waiting().list(("trunks",), KEYS)) == 3
        assert server.pages == ["1", "2", "1", "2"]
        server.answers = [page("ab", totalItems=3), end] * 2
        with pytest.raises(ApiError, match=r"GET /trunks: the list ended after 2 of 3 items"):
            Waiting().list(("trunks",), KEYS)
        assert server.answers == []

    def test_list_that_grows_for_ever(self, server: Server) -> None:
        """How many pages there may be follows from what the first one says."""
        server.answers = [page(chr(65 + number), totalItems=number + 2) for number in range(1000)]
        with pytest.raises(ApiError, match="no end"):
            Waiting().list(("trunks",), KEYS)
        assert len(server.asked) < 20

    def test_list_without_a_total_for_ever(self, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pages, "MOST_PAGES", 5)
        server.answers = [page(chr(65 + number)) for number in range(10)]
        with pytest.raises(ApiError, match="no end: after 5 pages"):
            Waiting().list(("trunks",), KEYS)

    def test_items_without_ids(self, server: Server) -> None:
        """A list of IDs is a list as well."""
        server.answers = [answer(200, {"trunks": ["a", "b"], "totalItems": 2})]
        assert Waiting().list(("trunks",), KEYS) == ["a", "b"]


class TestErrors:
    """Bodies of every layer: the API's own, the gateway's, the token endpoint's, a proxy's page."""

    @pytest.mark.parametrize(
        ("body", "message", "code", "violations", "request_id"),
        [
            (
                {
                    "code": 400,
                    "status": "INVALID_ARGUMENT",
                    "message": "It is not so",
                    "details": [
                        {"type": "BadRequest", "fieldViolations": [{"field": "name", "description": "is empty"}]},
                        {"type": "RequestInfo", "requestId": "R1"},
                        {"type": "QuotaFailure", "violations": [{"subject": "trunks", "description": "too many"}]},
                    ],
                },
                "It is not so",
                "INVALID_ARGUMENT",
                ["name: is empty", "trunks: too many"],
                "R1",
            ),
            ({"type": "about:blank", "title": "Bad", "detail": "Not here"}, "Not here", None, [], None),
            ({"type": "about:blank", "title": "Bad"}, "Bad", None, [], None),
            ({"error": "invalid_client", "error_description": "No"}, "No", None, [], None),
            ({"error": {"status": "GONE", "message": "It went"}}, "It went", "GONE", [], None),
            (b"<html>Bad Gateway</html>", "The reason", None, [], None),
            (b"", "The reason", None, [], None),
            (b"\xff\xfe", "The reason", None, [], None),
            ([1, 2], "The reason", None, [], None),
            ({"message": 17, "details": "none"}, "The reason", None, [], None),
            ({"message": "x", "details": [None, {"fieldViolations": [None, {}]}]}, "x", None, None, None),
        ],
    )
    def test_bodies(
        self,
        body: Any,
        message: str,
        code: str | None,
        violations: list[str] | None,
        request_id: str | None,
        server: Server,
    ) -> None:
        server.answers = [answer(400, body)]
        with pytest.raises(ApiError) as caught:
            Waiting().send("POST", ("trunks",), {})
        error = caught.value
        assert (error.status, error.method, error.path) == (400, "POST", "/trunks")
        assert (error.message, error.code, error.request_id) == (message, code, request_id)
        assert violations is None or error.violations == violations

    def test_request_id_of_the_header(self, server: Server) -> None:
        server.answers = [answer(400, b"", {"X-Request-Id": "R2"})]
        with pytest.raises(ApiError, match="R2"):
            Waiting().send("GET", ("trunks",))

    def test_absent(self, server: Server) -> None:
        """404 means absent on GET and DELETE only."""
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

    def test_certificate(self, server: Server) -> None:
        """It is told what to do, and not tried again."""
        refused = requests.exceptions.SSLError("outer")
        refused.__cause__ = ssl.SSLCertVerificationError("self-signed certificate")
        server.answers = [refused]
        with pytest.raises(ApiError, match=r"self-signed certificate.*ca_path"):
            Waiting().send("GET", ("trunks",))

    def test_no_tls(self, server: Server) -> None:
        """A server that does not speak TLS has no certificate to be told of."""
        server.answers = [requests.exceptions.SSLError("wrong version number")]
        with pytest.raises(ApiError, match=r"wrong version number.*speak https"):
            Waiting().send("GET", ("trunks",))


class TestRetries:
    """What is tried again, and how long that waits."""

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
        """Seconds or a date, up to a minute; what cannot be read is as if it were not there."""
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
        """Where it may have, the error says so, and the caller has to look."""
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
    """What goes over the wire."""

    @pytest.mark.parametrize(
        ("part", "quoted"),
        [("T1", "T1"), ("+12025550101", "%2B12025550101"), ("*", "*"), ("a/../b?c", "a%2F..%2Fb%3Fc"), ("é", "%C3%A9")],
    )
    def test_paths_are_quoted(self, part: str, quoted: str, server: Server) -> None:
        """A name can never become another path."""
        server.answers = [answer(200, {})]
        Waiting(api_url="https://api.example.com").send("GET", ("things", part))
        assert server.asked == [("GET", f"https://api.example.com/v1/projects/p1/things/{quoted}")]

    def test_options_of_the_connection(self, server: Server) -> None:
        """Each request has a timeout, and is told what certificates to trust: the environment must not decide."""
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
