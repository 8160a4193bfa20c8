# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One exchange over the wire, with requests: it ends, its answer has a size, and no error shows the URL of a proxy."""

from __future__ import annotations

import functools
import re
import ssl
import threading
import traceback
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .._connection import Connection, is_loopback
from .deadline import DEADLINE_FACTOR, DeadlineError, TimedResponse
from .proxies import is_usable_proxy

USER_AGENT = "ansible-collection-sinch-sip"
_PACKED = "gzip"
# How many bytes are taken off the wire, and unpacked, at a time.
_PIECE = 64 * 1024
_BAD_PROXY = (
    "the proxy of the environment (HTTPS_PROXY, HTTP_PROXY or ALL_PROXY) is not a usable URL; write it like "
    "'http://user:password@proxy.example.com:3128', with %2F for a / in the password, and the like"
)

REQUESTS_IMPORT_ERROR: str | None = None
try:
    import requests
    import urllib3
    from requests.adapters import HTTPAdapter
except ImportError:
    REQUESTS_IMPORT_ERROR = traceback.format_exc()
else:

    @functools.cache
    def _timed(pool: Any) -> Any:
        """Return a class of connection pools like another, of connections whose answers have a deadline."""
        connection = type("TimedConnection", (pool.ConnectionCls,), {"response_class": TimedResponse})
        return type("TimedPool", (pool,), {"ConnectionCls": connection})

    def _time(manager: Any) -> None:
        pools = manager.pool_classes_by_scheme
        manager.pool_classes_by_scheme = {scheme: _timed(pool) for scheme, pool in pools.items()}

    class _Adapter(HTTPAdapter):
        """Makes connections whose answers have a deadline, be it through a proxy."""

        def init_poolmanager(self, *args: Any, **options: Any) -> None:
            """Make what keeps the connections that need no proxy."""
            super().init_poolmanager(*args, **options)
            _time(self.poolmanager)

        def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
            """Return what keeps the connections through a proxy."""
            known = proxy in self.proxy_manager
            manager = super().proxy_manager_for(proxy, **options)
            if not known:
                _time(manager)
            return manager

    class _ProxyError(requests.exceptions.InvalidProxyURL):
        """The environment names a proxy that cannot be used."""

    class Session(requests.Session):
        """A session that does not look at redirects, which are never followed: a malformed one would raise in there.

        It looks for proxies and certificates in the environment once for each host: that is a fifth of the time
        that this process spends on a request.
        """

        def __init__(self) -> None:
            """Prepare to talk; packed answers may come in the one form that this file unpacks."""
            super().__init__()
            self._settings: dict[tuple[str, str], Any] = {}
            self.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": _PACKED})
            for prefix in ("https://", "http://"):
                self.mount(prefix, _Adapter())

        def merge_environment_settings(self, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any) -> Any:
            """Return the settings for a URL; the client gives the same ones with every request."""
            parts = urlsplit(url)
            host = (parts.scheme, parts.netloc)
            if host not in self._settings:
                settings = super().merge_environment_settings(url, proxies, stream, verify, cert)
                if is_loopback(parts.hostname or ""):
                    # What is sent in the clear stays on this machine.
                    settings["proxies"] = {}
                proxy = requests.utils.select_proxy(url, settings["proxies"])
                if proxy and not is_usable_proxy(proxy):
                    raise _ProxyError
                self._settings[host] = settings
            return self._settings[host]

        def get_redirect_target(self, resp: requests.Response) -> str | None:
            """Return where a redirect leads: nowhere."""
            return None


class Received(NamedTuple):
    """An answer as it came, unpacked; ``whole`` says that no byte of those that were announced is missing."""

    status: int
    reason: str
    headers: Mapping[str, str]
    content: bytes
    whole: bool


class BrokenError(Exception):
    """There was no answer, or none that can be read: ``uncertain`` and ``repeatable`` are those of ApiError."""

    def __init__(self, text: str, uncertain: bool = False, repeatable: bool = False) -> None:
        """Take what is wrong."""
        super().__init__(text)
        self.uncertain = uncertain
        self.repeatable = repeatable


class Wire:
    """Exchanges with the servers of a connection. Threads may share it: each has a session of its own."""

    def __init__(self, connection: Connection) -> None:
        """Prepare to talk; nothing is sent yet."""
        self._connection = connection
        self._local = threading.local()

    def exchange(self, method: str, url: str, largest: int, **options: Any) -> Received:
        """Send one request and return the answer, which may have so many bytes; raise BrokenError."""
        connection = self._connection
        try:
            response = self._session().request(
                method,
                url,
                timeout=connection.timeout,
                verify=connection.verify,
                allow_redirects=False,
                stream=True,
                **options,
            )
            try:
                content, whole = _content(response, largest)
            except BaseException:
                # The rest is still on the wire.
                response.close()
                raise
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
            raise _broken(connection, error) from None
        return Received(response.status_code, response.reason or "", response.headers, content, whole)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = Session()
            if self._connection.verify is False:
                # The task itself warns, once and where users look.
                urllib3.disable_warnings()
        return session


def _content(response: requests.Response, largest: int) -> tuple[bytes, bool]:
    """Return the body of an answer, unpacked, and whether it is whole; raise BrokenError."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", _PACKED):
        raise BrokenError("the answer is packed in a way that was not asked for", uncertain=True)
    unpacker = _Unpacker() if encoding == _PACKED else None
    content = bytearray()
    received = 0
    for chunk in response.raw.stream(_PIECE, decode_content=False):
        received += len(chunk)
        for piece in unpacker.pieces(chunk) if unpacker else (chunk,):
            content += piece
            if len(content) > largest:
                raise BrokenError(f"the answer is larger than {largest // 2**20} MiB", uncertain=True)
    declared = response.headers.get("Content-Length", "").strip()
    # As texts: there are numbers with more digits than Python takes.
    announced = declared.lstrip("0") or "0" if declared.isascii() and declared.isdecimal() else str(received)
    return bytes(content), announced == str(received) and (unpacker is None or received == 0 or unpacker.done)


class _Unpacker:
    """Unpacks gzip a piece at a time: little of it can be very much."""

    def __init__(self) -> None:
        """Start with a first member; there may be more."""
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)

    @property
    def done(self) -> bool:
        """Whether what came ends where a member does."""
        return self._member.eof

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what a chunk unpacks to; raise BrokenError."""
        try:
            piece = b""
            # Of a full piece, there may be more to come even where nothing is left to be unpacked.
            while chunk or len(piece) == _PIECE:
                if self._member.eof and chunk:
                    self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
                piece = self._member.decompress(chunk, _PIECE)
                yield piece
                chunk = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        except zlib.error:
            raise BrokenError("the answer cannot be unpacked", uncertain=True, repeatable=True) from None


# urllib3's errors for a connection that was never made, so that nothing can have been sent.
_UNSENT = frozenset(
    {
        "ConnectionRefusedError",
        "NewConnectionError",
        "NameResolutionError",
        "gaierror",
        "ConnectTimeoutError",
        "ProxyError",
    }
)


def _broken(connection: Connection, error: Exception) -> BrokenError:
    """Tell what a broken connection means: whether the request can have reached the server, and what to do."""
    if isinstance(error, requests.exceptions.SSLError):
        return BrokenError(_tls_problem(connection, _innermost(error)))
    if isinstance(error, _ProxyError):
        return BrokenError(_BAD_PROXY)
    unmakable = requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, urllib3.exceptions.LocationValueError
    if isinstance(error, unmakable):
        # These say what they could not take, which may be the URL of a proxy.
        return BrokenError("the request cannot be made; check api_url, auth_url and the proxy of the environment")
    cause = _innermost(error)
    unsent = isinstance(error, requests.exceptions.ConnectTimeout) or type(cause).__name__ in _UNSENT
    timeout = connection.timeout
    if isinstance(cause, DeadlineError):
        text = f"no whole answer within {DEADLINE_FACTOR * timeout:g} s ({DEADLINE_FACTOR} times the option timeout)"
    elif isinstance(error, (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError)):
        text = f"no answer within {timeout:g} s (option timeout)"
    else:
        # A proxy's own words may repeat the password that it was given.
        words = re.sub(r"(?s)(Tunnel connection failed: \d+).*", r"\1", str(cause))
        text = f"the connection failed ({words})"
    return BrokenError(text, uncertain=not unsent, repeatable=True)


def _tls_problem(connection: Connection, cause: BaseException) -> str:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return (
            f"the certificate of the server was not accepted ({cause}); set ca_path to the certificate authority's file"
        )
    own = "that ca_path holds certificates in PEM form, and " if isinstance(connection.verify, str) else ""
    return f"no TLS connection could be made ({cause}); check {own}that api_url and auth_url speak https"


def _innermost(error: BaseException) -> BaseException:
    """Return the error that started a chain: the outer ones hold addresses of objects, and say less.

    An error of the system is the last one to look at: what was handled before it has nothing to do with it.
    """
    while isinstance(error, requests.exceptions.RequestException) or not isinstance(error, OSError):
        inner = getattr(error, "reason", None) or error.__cause__ or error.__context__
        if inner is None and error.args and isinstance(error.args[-1], BaseException):
            inner = error.args[-1]
        if not isinstance(inner, BaseException):
            break
        error = inner
    return error
