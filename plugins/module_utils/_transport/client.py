# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTTP client of one project: authentication, paging, retries and errors."""

from __future__ import annotations

import builtins
import copy
import email.utils
import json
import os
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Callable, NamedTuple
from urllib.parse import quote, urlsplit

from .._connection import Connection, is_token
from .._errors import ApiError, shown_path
from .auth import Authenticator, HeaderAuth, TokenAuthenticator, basic_auth
from .pages import NumberedPages, Pages, TokenPages
from .problem import refusal, request_id_of, secrets_in, shown
from .session import BrokenError, Received, Wire
from .token_cache import TokenCache, cache_folder

# The largest page of all lists but the list of calls (ref).
PAGE_SIZE = 500
# Full-jitter backoff: the n-th wait is random between 0 and BASE * 2**n, capped at LONGEST (seconds).
BACKOFF_BASE = 0.5
BACKOFF_LONGEST = 30.0
# The longest Retry-After that the client obeys, in seconds.
RETRY_AFTER_LONGEST = 60.0
# The largest JSON answer and the largest file, such as a packet capture, in bytes.
LARGEST_ANSWER = 32 * 2**20
LARGEST_FILE = 256 * 2**20
# A token whose lifetime is this long or longer is not usable (seconds).
_LONGEST_LIFETIME = 10**9
# How each API splits its lists, by the option with its base URL.
_PAGES: Mapping[str, type[Pages]] = {"api_url": NumberedPages, "numbers_url": TokenPages}
JSON = "application/json"


class Answer(NamedTuple):
    """A successful answer; ``data`` is the decoded JSON, or None if the body is empty."""

    status: int
    data: Any
    content: bytes
    request_id: str | None


class Exchange(NamedTuple):
    """A request in the trace; its tries count as one exchange."""

    method: str
    path: str
    status: int | None
    tries: int
    milliseconds: int
    request_id: str | None


class Client:
    """The API of one project. Threads may share a client: each thread gets its own session."""

    def __init__(
        self,
        connection: Connection,
        sleep: Callable[[float], None] = time.sleep,
        dice: Callable[[], float] = random.random,
    ) -> None:
        """Store the connection without sending anything; tests of the backoff replace ``sleep`` and ``dice``."""
        self.connection = connection
        self._service = "api_url"
        self._sleep = sleep
        self._dice = dice
        self._wire = Wire(connection)
        self.trace: list[Exchange] = []
        self.warnings: list[str] = []
        self._authenticator = self._make_authenticator()

    def _make_authenticator(self) -> Authenticator:
        connection = self.connection
        if connection.access_token:
            return Authenticator(HeaderAuth(f"Bearer {connection.access_token}"))
        if connection.auth_method == "basic":
            return Authenticator(basic_auth(connection.key_id, connection.key_secret))
        folder = cache_folder(os.environ) if connection.token_cache else None
        key = (connection.auth_url, connection.key_id, connection.key_secret)
        cache = None if folder is None else TokenCache(folder, *key, warn=self.warnings.append)
        return TokenAuthenticator(self._ask_for_token, cache)

    @property
    def secrets(self) -> frozenset[str]:
        """The secrets of the connection and the tokens obtained with them, which no message may show."""
        connection = self.connection
        pair = basic_auth(connection.key_id, connection.key_secret).value.partition(" ")[2] if connection.key_id else ""
        return connection.secrets | self._authenticator.secrets | ({pair} if pair else set())

    def of(self, service: str) -> Client:
        """Return the client of the API whose base URL is in an option, with the same token, sessions and trace."""
        if service == self._service:
            return self
        other = copy.copy(self)
        other._service = service
        return other

    @property
    def _base(self) -> str:
        url = getattr(self.connection, self._service)
        return f"{url}/v1/projects/{quote(self.connection.project_id, safe='')}"

    # Requests

    def get(self, path: Sequence[str]) -> dict[str, Any] | None:
        """Return one object, or None if it does not exist (404); raise ApiError."""
        try:
            return self._object("GET", path, self.send("GET", path).data)
        except ApiError as error:
            if error.status == 404:
                return None
            raise

    def list(
        self,
        path: Sequence[str],
        keys: Sequence[str],
        paged: bool = True,
        query: Mapping[str, str] | None = None,
        page_size: int = PAGE_SIZE,
        limit: int = 0,
    ) -> builtins.list[Any]:
        """Return the items of all pages of a list; ``keys`` are the possible names of the list in an answer.

        A ``limit`` other than 0 is the largest number of items to return. A list that ends before ``totalItems`` is
        read a second time, because items may have been deleted between two pages. Raise ApiError if it is short again,
        and if an answer has no list.
        """
        for _reading in range(2):
            pages: Pages = _PAGES[self._service](keys, limit)
            for _fresh in self._read_pages(pages, path, query, page_size if paged else 0):
                if not paged:
                    return pages.items
            if not pages.is_short:
                return pages.items
        raise _short_list(pages, path)

    def pages(
        self, path: Sequence[str], keys: Sequence[str], query: Mapping[str, str], page_size: int
    ) -> Iterator[builtins.list[Any]]:
        """Yield the new items of each page of a list, without keeping more than two pages.

        Raise ApiError if the list ends before ``totalItems``, and if an answer has no list.
        """
        pages: Pages = _PAGES[self._service](keys, last_only=True)
        yield from self._read_pages(pages, path, query, page_size)
        if pages.is_short:
            raise _short_list(pages, path)

    def _read_pages(
        self, pages: Pages, path: Sequence[str], query: Mapping[str, str] | None, page_size: int
    ) -> Iterator[builtins.list[Any]]:
        """Add one page after the other and yield its new items; a page size of 0 does not ask for pages."""
        while not pages.ended:
            paging = pages.query(page_size) if page_size else {}
            data = self.send("GET", path, query={**(query or {}), **paging}).data
            try:
                fresh = pages.add(data)
            except ValueError as error:
                raise ApiError(str(error), method="GET", path=shown_path(path)) from None
            yield fresh

    def download(self, path: Sequence[str], query: Mapping[str, str], accept: str) -> bytes:
        """Return the body of an answer that is not JSON; raise ApiError."""
        return self.send("GET", path, query=query, accept=accept).content

    def delete(self, path: Sequence[str]) -> bool:
        """Delete an object; return False if it did not exist (404); raise ApiError."""
        try:
            self.send("DELETE", path)
        except ApiError as error:
            if error.status == 404:
                return False
            raise
        return True

    def send(
        self,
        method: str,
        path: Sequence[str],
        body: Any = None,
        query: Mapping[str, str] | None = None,
        accept: str = JSON,
    ) -> Answer:
        """Send one request, retry it if that is safe, and return its answer; raise ApiError.

        A POST is retried only after 429 or if it cannot have reached the server. If it may have reached the server, the
        error is ``uncertain``: the caller must check the state before it repeats the request.
        """
        name = shown_path(path)
        if any(part in _NOT_NAMES for part in path):
            text = "nothing can be addressed by an empty name, '.' or '..', which mean another address"
            raise ApiError(text, method=method, path=name)
        url = self._base + "/" + "/".join(quote(part, safe="*:") for part in path)

        def attempt(auth: HeaderAuth) -> Answer:
            return self._persist(method, url, name, auth, method != "POST", body=body, query=query, accept=accept)

        auth = self._authenticator.current()
        try:
            return attempt(auth)
        except ApiError as error:
            other = self._authenticator.renew(auth) if error.status == 401 else None
            if other is None:
                raise
        return attempt(other)

    def _persist(
        self,
        method: str,
        url: str,
        path: str,
        auth: HeaderAuth,
        can_repeat: bool,
        body: Any = None,
        form: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        accept: str = JSON,
    ) -> Answer:
        """Send a request until it succeeds or must not be retried, and trace the exchange; raise ApiError."""
        options = {"params": query, "headers": {"Accept": accept}, "json": body, "data": form, "auth": auth}
        hidden, largest = self.secrets.union(secrets_in(body)), LARGEST_ANSWER if accept == JSON else LARGEST_FILE
        started = time.monotonic()
        tries = 0
        status, request_id = None, None
        try:
            while True:
                tries += 1
                try:
                    received = self._wire.exchange(method, url, largest, **options)
                    status, request_id = received.status, request_id_of(received.headers)
                    return _answer_of(method, path, received, accept == JSON, hidden)
                except BrokenError as broken:
                    status, request_id = None, None
                    error = _failure(
                        method, path, str(broken), hidden, uncertain=broken.uncertain, repeatable=broken.repeatable
                    )
                except ApiError as refused:
                    error = refused
                may_repeat = error.repeatable and (can_repeat or not error.uncertain)
                if not may_repeat or tries > self.connection.max_retries:
                    raise error from None
                self.pause(tries - 1, error.retry_after)
        finally:
            milliseconds = round((time.monotonic() - started) * 1000)
            self.trace.append(Exchange(method, path, status, tries, milliseconds, request_id))

    def pause(self, tries: int, retry_after: float | None = None) -> None:
        """Wait before the next try: for the server's Retry-After, or else a random time that grows with the tries."""
        if retry_after is None:
            self._sleep(self._dice() * min(BACKOFF_BASE * 2**tries, BACKOFF_LONGEST))
        else:
            self._sleep(min(retry_after, RETRY_AFTER_LONGEST))

    # Tokens

    def _ask_for_token(self) -> dict[str, Any]:
        path = "/oauth2/token"
        auth = basic_auth(self.connection.key_id, self.connection.key_secret)
        form = {"grant_type": "client_credentials"}
        try:
            answer = self._persist("POST", self.connection.auth_url + path, path, auth, True, form=form)
        except ApiError as error:
            if error.status != 401:
                raise
            text = "the key was refused; check key_id and key_secret"
            raise ApiError(text, method="POST", path=path, status=401, request_id=error.request_id) from None
        data = self._object("POST", ("oauth2", "token"), answer.data)
        token, lifetime = data.get("access_token"), data.get("expires_in")
        usable = {
            "access_token": isinstance(token, str) and token and is_token(token),
            "expires_in": isinstance(lifetime, (int, float)) and 0 < lifetime < _LONGEST_LIFETIME,
        }
        for key, is_usable in usable.items():
            if not is_usable:
                raise ApiError(f"the answer has no usable {key!r}", method="POST", path=path, status=answer.status)
        return data

    # Answers

    @staticmethod
    def _object(method: str, path: Sequence[str], data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            text = f"the answer is not a JSON object but {type(data).__name__}"
            raise ApiError(text, method=method, path=shown_path(path))
        return data


def _short_list(pages: Pages, path: Sequence[str]) -> ApiError:
    text = f"the list ended after {pages.found} of {pages.total} items"
    return ApiError(text, method="GET", path=shown_path(path))


def _failure(method: str, path: str, text: str, hidden: frozenset[str], **more: Any) -> ApiError:
    """Return the error of a request that has no usable answer."""
    return ApiError(shown(text, hidden), method=method, path=path, **more)


def _answer_of(method: str, path: str, received: Received, is_json: bool, hidden: frozenset[str]) -> Answer:
    """Return the answer of the server; raise ApiError unless the request succeeded."""
    status = received.status
    if 200 <= status < 300:
        try:
            data = _decoded(received, is_json)
        except ValueError as error:
            raise _failure(method, path, str(error), hidden, status=status, uncertain=True, repeatable=True) from None
        return Answer(status, data, received.content, request_id_of(received.headers))
    if 300 <= status < 400:
        target = _host_of(received.headers.get("Location", ""))
        text = f"redirects to {target}, which is not followed; check api_url, auth_url and numbers_url"
        raise _failure(method, path, text, hidden, status=status)
    refused = refusal(method, path, received, hidden)
    refused.retry_after = _retry_after(received.headers.get("Retry-After"), time.time())
    raise refused


def _decoded(received: Received, is_json: bool) -> Any:
    """Return the decoded JSON of an answer, or None if it is empty or of another type; raise ValueError."""
    if not received.whole:
        raise ValueError("the answer was cut short")
    if not is_json or not received.content.strip():
        return None
    try:
        return json.loads(received.content)
    except (ValueError, RecursionError):
        kind = received.headers.get("Content-Type", "no content type")
        raise ValueError(f"the answer is not JSON ({kind})") from None


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or "elsewhere"
    except ValueError:
        return "elsewhere"


# Path segments that URLs resolve to another path, even if they are quoted.
_NOT_NAMES = frozenset({"", ".", ".."})


def _retry_after(header: str | None, now: float) -> float | None:
    """Return the delay in seconds of a Retry-After header in either form (RFC 9110), or None if it has none."""
    text = (header or "").strip()
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return None
