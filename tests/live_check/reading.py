# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts that reads can check. Values are shown as types, counts and names of fields only."""

from __future__ import annotations

import base64
import dataclasses
import datetime
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ansible_collections.sinch.sip.plugins.module_utils._calls import CSV
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._resources import active_numbers
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import (
    ACL,
    ACTIVE_NUMBER,
    CALL,
    CALL_BLOCKING_RULE,
    COUNTRY_PERMISSION,
    CREDENTIAL_LIST,
    PHONE_NUMBER,
    SIP_ENDPOINT,
    SIP_TRUNK,
    TOP_LEVEL_DOMAIN,
)
from ansible_collections.sinch.sip.plugins.module_utils._resources.declaration import Resource
from ansible_collections.sinch.sip.plugins.module_utils._resources.values import READ_ONLY
from ansible_collections.sinch.sip.plugins.module_utils._transport.client import PAGE_SIZE
from ansible_collections.sinch.sip.plugins.module_utils._transport.session import Received

from .facts import APPLY, CALLS, CATALOGUE, NUMBERS, TRANSPORT, VALUES, Checks, Look, NotTriedError, expect, refute
from .pages import ListKeys, Page, field_notes, kind_of, read_page, shown_keys
from .run import Run
from .scratch import PREFIX
from .wire import WatchedClient, decoded

READING = Checks()
fact = READING.fact


# Access


def _token_answer(run: Run) -> dict[str, Any]:
    if run.client.token is None:
        raise NotTriedError("no token was asked for: the environment has one, or has HTTP Basic used")
    data = decoded(run.client.token)
    return data if isinstance(data, dict) else {}


@fact("token", "seed, ref", "A token comes with token_type, scope, and expires_in of 3600 or 3599", TRANSPORT)
def _token(run: Run) -> str:
    answer = _token_answer(run)
    known = {"access_token", "token_type", "scope", "expires_in"}
    lifetime = answer.get("expires_in")
    shown = lifetime if isinstance(lifetime, (int, float)) else kind_of(lifetime)
    missing, more = shown_keys(known - set(answer)), shown_keys(set(answer) - known)
    right = known <= set(answer) and lifetime in (3599, 3600)
    return expect(right, f"expires_in {shown}; missing: {missing}; further keys: {more}")


@fact("token-exp", "sdk", "The token is a JWT whose exp says when it expires", TRANSPORT)
def _token_exp(run: Run) -> str:
    answer = _token_answer(run)
    try:
        content = json.loads(base64.urlsafe_b64decode(f"{str(answer.get('access_token')).split('.')[1]}=="))
    except (ValueError, IndexError):
        content = None
    if not isinstance(content, dict) or not isinstance(content.get("exp"), int):
        refute("no JWT with exp")
    lifetime = content["exp"] - content.get("iat", datetime.datetime.now(datetime.UTC).timestamp())
    right = abs(lifetime - float(answer.get("expires_in", 0))) < 120
    return expect(right, f"exp is {lifetime:.0f} s after the token was issued")


def _trunks_with(run: Run, **changes: Any) -> tuple[Received, ApiError | None]:
    """Ask for a trunk over another connection, which differs in ``changes``; return the answer and its error."""
    client = WatchedClient(dataclasses.replace(run.client.connection, max_retries=0, **changes))
    error = None
    try:
        client.attempt("GET", SIP_TRUNK.path, query={"size": "1"})
    except ApiError as raised:
        if client.last is None:
            raise
        error = raised
    assert client.last is not None
    return client.last, error


@fact("basic", "seed", "HTTP Basic with the key works on the API as well", TRANSPORT)
def _basic(run: Run) -> str:
    if not run.client.connection.key_id:
        raise NotTriedError("the environment has a token and no key")
    response, error = _trunks_with(run, auth_method="basic")
    if response.status == 429:
        raise NotTriedError("answered 429: the rate limit of HTTP Basic was met at once")
    if error is not None and response.status not in (401, 403):
        raise error
    return expect(200 <= response.status < 300, f"answered {response.status}")


def _refused_token(run: Run) -> Received:
    """Return the answer to a token that is invalid."""
    response, error = _trunks_with(run, auth_method="oauth2", access_token=f"{PREFIX}no-token")
    return response if error is not None else refute(f"answered {response.status}")


@fact("bad-token", "sdk", "An invalid token is answered 401", TRANSPORT)
def _bad_token(run: Run) -> str:
    response = _refused_token(run)
    header = "with" if "WWW-Authenticate" in response.headers else "without"
    return expect(response.status == 401, f"answered {response.status} {header} WWW-Authenticate")


@fact("gateway-errors", "field", "Errors of the gateway are RFC 7807 bodies: type, title and detail", TRANSPORT)
def _gateway_errors(run: Run) -> str:
    body = decoded(_refused_token(run))
    keys = set(body) if isinstance(body, dict) else set()
    return expect({"type", "title", "detail"} <= keys, f"keys: {shown_keys(keys)}")


@fact("missing-object", "ref", "A missing object is answered 404, with code, status, message and details", TRANSPORT)
def _missing_object(run: Run) -> str:
    reply = run.client.attempt("GET", SIP_TRUNK.path, unknown_id())
    right = reply.status == 404 and {"code", "status", "message", "details"} <= set(reply.fields)
    return expect(right, f"{reply.seen}; keys: {shown_keys(reply.fields)}")


@fact("request-id", "ref", "A detail of an error, RequestInfo, has the request's ID", TRANSPORT)
def _request_id(run: Run) -> str:
    details = run.client.attempt("GET", SIP_TRUNK.path, unknown_id()).fields.get("details")
    found = [one for one in details if isinstance(one, dict)] if isinstance(details, list) else []
    right = any(one.get("type") == "RequestInfo" and isinstance(one.get("requestId"), str) for one in found)
    return expect(right, f"types of details: {shown_keys(str(one.get('type')) for one in found)}")


def unknown_id() -> str:
    """Return a well-formed ID that no object has."""
    return "0" * 6 + secrets.token_hex(10).upper()


# Lists


class Listing(NamedTuple):
    """A list of the API: its path, below an object of the collection ``parent`` if there is one."""

    path: str
    keys: ListKeys
    fields: frozenset[str]  # The fields of its items that are described
    parent: str = ""

    @property
    def name(self) -> str:
        return f"{self.parent}-{self.path}" if self.parent else self.path


def _fields(resource: Resource) -> frozenset[str]:
    return frozenset(one.api for one in resource.fields) | READ_ONLY


_TRUNK_FIELDS = _fields(SIP_TRUNK) | {"enabled"}
_TRUNKS = ListKeys("trunks", "sipTrunks")
_IP_RANGE_FIELDS = READ_ONLY | {"accessControlListId", "description", "ipAddress", "range"}


def _same(key: str) -> ListKeys:
    """Return the keys of a list that both sources have under the same key."""
    return ListKeys(key, key)


LISTINGS = (
    Listing("trunks", _TRUNKS, _TRUNK_FIELDS),
    Listing("accessControlLists", _same("accessControlLists"), _fields(ACL)),
    Listing("credentialLists", _same("credentialLists"), _fields(CREDENTIAL_LIST)),
    Listing("phoneNumbers", _same("phoneNumbers"), _fields(PHONE_NUMBER)),
    Listing("callBlockingRules", ListKeys("callBlockingRules", ""), _fields(CALL_BLOCKING_RULE)),
    Listing("calls", _same("calls"), _fields(CALL)),
    Listing("endpoints", _same("endpoints"), _fields(SIP_ENDPOINT), "trunks"),
    Listing("accessControlLists", _same("accessControlListIds"), frozenset(), "trunks"),
    Listing("credentialLists", ListKeys("credentialLists", "credentialListIds"), _fields(CREDENTIAL_LIST), "trunks"),
    Listing("ipRanges", _same("ipRanges"), _IP_RANGE_FIELDS, "accessControlLists"),
    Listing("trunks", _TRUNKS, _TRUNK_FIELDS, "accessControlLists"),
    Listing("trunks", _TRUNKS, _TRUNK_FIELDS, "credentialLists"),
)


def _ago(days: float) -> str:
    """Return the time so many days ago in the form of the API's queries."""
    return (datetime.datetime.now(datetime.UTC) - datetime.timedelta(days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _page(run: Run, path: tuple[str, ...], keys: ListKeys, **query: str) -> Page:
    """Return a page of a list; raise RefutedError if it is none in any dialect."""
    reply = run.client.attempt("GET", *path, query=query)
    if not reply.ok:
        refute(reply.seen)
    page = read_page(reply.data, keys)
    if page.problems:
        refute("; ".join(page.problems))
    return page


def _listed(listing: Listing) -> Look:
    def look(run: Run) -> str:
        path: tuple[str, ...] = (listing.path,)
        if listing.parent:
            parent = run.some(listing.parent)
            if parent is None:
                raise NotTriedError(f"the project has none of {listing.parent}; --write makes one")
            path = (listing.parent, parent, listing.path)
        query = {"size": "100", "createTime>": _ago(7)} if listing.path == CALL.path else {"size": str(PAGE_SIZE)}
        page = _page(run, path, listing.keys, page="1", **query)
        run.dialects[page.dialect] += 1
        if not listing.parent:
            run.items[listing.path] = [one for one in page.items if isinstance(one, dict)]
        return page.seen + field_notes(page.items, listing.fields)

    return look


for _one in LISTINGS:
    _where = f"of the {_one.parent}'s {_one.path}" if _one.parent else f"of {_one.path}"
    _under = " or ".join(dict.fromkeys(f"under {key!r}" if key else "bare" for key in _one.keys))
    _statement = f"The list {_where} comes {_under}, in pages with totalItems, pageNumber, and pageSize or size"
    fact(f"list-{_one.name}", "sdk, ref", _statement, CATALOGUE, TRANSPORT)(_listed(_one))


@fact("page-size-default", "ref", f"A page has up to {PAGE_SIZE} items unless a size is asked for", TRANSPORT)
def _page_size_default(run: Run) -> str:
    size = _page(run, (SIP_TRUNK.path,), _TRUNKS).size
    return expect(size == PAGE_SIZE, f"{size}")


@fact("page-size-largest", "ref", f"A page never has more than {PAGE_SIZE} items", TRANSPORT)
def _page_size_largest(run: Run) -> str:
    reply = run.client.attempt("GET", SIP_TRUNK.path, query={"size": str(PAGE_SIZE + 1)})
    size = read_page(reply.data, _TRUNKS).size
    return reply.seen if reply.status == 400 else expect(size is not None and size <= PAGE_SIZE, f"{size}")


@fact("page-walk", "ref", "page (from 1) and size select a part of a list; totalItems counts all of it", TRANSPORT)
def _page_walk(run: Run) -> str:
    listing = next((one for one in LISTINGS[:4] if len(run.items.get(one.path, ())) > 1), None)
    if listing is None:
        raise NotTriedError("no list of the project has two items")
    first, second = (_page(run, (listing.path,), listing.keys, page=page, size="1") for page in ("1", "2"))
    total = min(first.total or 0, second.total or 0)
    seen = f"{len(first.items)} and {len(second.items)} items on two pages of one, totalItems {total}"
    return expect(len(first.items) == len(second.items) == 1 and first.items != second.items and total > 1, seen)


@fact("ids", "sdk, field", "IDs are strings of 26 letters and digits, like ULIDs", CATALOGUE)
def _ids(run: Run) -> str:
    paths = ("trunks", "accessControlLists", "credentialLists", "callBlockingRules")
    ids = [str(one.get("id")) for path in paths for one in run.items.get(path, ())] or [*run.ids.values()]
    if not ids:
        raise NotTriedError("the project has no objects; --write makes some")
    other = [one for one in ids if not re.fullmatch(r"[0-9A-Za-z]{26}", one)]
    return expect(not other, f"{len(other)} of {len(ids)} are of another form")


# Trunks


def _trunk(run: Run) -> dict[str, Any]:
    trunk_id = run.some(SIP_TRUNK.path)
    if trunk_id is None:
        raise NotTriedError("the project has no trunk; --write makes one")
    return run.client.get((SIP_TRUNK.path, trunk_id)) or refute("a trunk of the list is not found by its ID")


@fact("trunk-domain", "seed", f"The domain of a trunk is its host name and {TOP_LEVEL_DOMAIN}", CATALOGUE)
def _trunk_domain(run: Run) -> str:
    trunk = _trunk(run)
    right = str(trunk.get("domain")).lower() == f"{trunk.get('hostName')}.{TOP_LEVEL_DOMAIN}".lower()
    return expect(right, "so it is" if right else "another domain" if "domain" in trunk else "no domain")


@fact("trunk-domain-filter", "seed", "The list of trunks, asked for a domain, has only its trunk", CATALOGUE)
def _trunk_domain_filter(run: Run) -> str:
    trunk = _trunk(run)
    found = _page(run, (SIP_TRUNK.path,), _TRUNKS, domain=str(trunk.get("domain"))).items
    none = _page(run, (SIP_TRUNK.path,), _TRUNKS, domain=f"{PREFIX}none.{TOP_LEVEL_DOMAIN}").items
    right = [one.get("id") for one in found] == [trunk.get("id")] and not none
    return expect(right, f"{len(found)} for its domain, {len(none)} for a domain of no trunk")


# Phone numbers


@fact("number-get", "ref", "A phone number is found by its E.164 form, with the plus sign", APPLY)
def _number_get(run: Run) -> str:
    numbers = run.items.get(PHONE_NUMBER.path)
    if not numbers:
        raise NotTriedError("the project rents no phone number")
    number = str(numbers[0].get("phoneNumber"))
    reply = run.client.attempt("GET", PHONE_NUMBER.path, number)
    plus = re.fullmatch(r"\+[0-9]+", number)
    right = reply.ok and reply.fields.get("phoneNumber") == number and plus is not None
    return expect(right, f"{reply.seen}; numbers are listed {'with' if plus else 'without'} a plus sign")


@fact("number-filter", "ref", "The list of phone numbers, asked for a trunk, has only numbers of that trunk", APPLY)
def _number_filter(run: Run) -> str:
    numbers = run.items.get(PHONE_NUMBER.path, ())
    trunk = next((one["sipTrunkId"] for one in numbers if one.get("sipTrunkId")), None)
    if trunk is None:
        raise NotTriedError("no phone number of the project is on a trunk")
    page = _page(run, (PHONE_NUMBER.path,), _same(PHONE_NUMBER.path), sipTrunkId=str(trunk))
    own = sum(one.get("sipTrunkId") == trunk for one in page.items if isinstance(one, dict))
    return expect(0 < own == len(page.items), f"{len(page.items)} came, {own} are of the trunk")


# Numbers API


@fact("active-numbers", "numbers", "Active numbers come in pages, with nextPageToken and totalSize", TRANSPORT)
def _active_numbers(run: Run) -> str:
    reply = _numbers(run).attempt("GET", ACTIVE_NUMBER.path, query={"pageSize": "1"})
    missing = {"activeNumbers", "nextPageToken", "totalSize"} - reply.fields.keys()
    return expect(reply.ok and not missing, f"{reply.seen}; missing: {shown_keys(missing)}")


@fact("active-number-missing", "numbers", "A number that the project does not rent is answered 404", NUMBERS, APPLY)
def _active_number_missing(run: Run) -> str:
    reply = _numbers(run).attempt("GET", ACTIVE_NUMBER.path, "+10")
    return expect(reply.status == 404, reply.seen)


@fact("active-number-est", "numbers", "A number on a trunk is rented, with the type EST and that trunk", NUMBERS, APPLY)
def _active_number_est(run: Run) -> str:
    on_trunk = next((one for one in run.items.get(PHONE_NUMBER.path, ()) if one.get("sipTrunkId")), None)
    if on_trunk is None:
        raise NotTriedError("no phone number of the project is on a trunk")
    reply = _numbers(run).attempt("GET", ACTIVE_NUMBER.path, str(on_trunk.get("phoneNumber")))
    use = active_numbers.use_of(reply.fields)
    voice = "voiceConfiguration" if "voiceConfiguration" in reply.fields else "no voiceConfiguration"
    status = use.status or "none"
    right = use.target == on_trunk["sipTrunkId"] or use.under_way
    return expect(right, f"{reply.seen}; {voice}; the trunk {'agrees' if right else 'differs'}; provisioning: {status}")


def _numbers(run: Run) -> WatchedClient:
    client = run.client.of(ACTIVE_NUMBER.service)
    assert isinstance(client, WatchedClient)
    return client


# Countries


@fact("list-countryPermissions", "seed, sdk", "Country permissions come without pages; US is among them", CATALOGUE)
def _countries(run: Run) -> str:
    reply = run.client.attempt("GET", COUNTRY_PERMISSION.path, query={"size": "1"})
    found = reply.fields.get("countryPermissions")
    if not isinstance(found, list):
        refute(f"{reply.seen}; keys: {shown_keys(reply.fields)}")
    codes = {one.get("isoCode") for one in found if isinstance(one, dict)}
    wildcard = "with" if "*" in codes else "without"
    notes = field_notes(found, frozenset(one.api for one in COUNTRY_PERMISSION.fields))
    paged = "totalItems" in reply.fields
    seen = f"{len(found)} countries, {wildcard} '*', {'paged' if paged else 'not paged'}{notes}"
    return expect("US" in codes and len(codes) > 1 and not paged, seen)


@fact("country-get", "seed", "The permission of a country is found by its ISO code, and has enabled", CATALOGUE)
def _country(run: Run) -> str:
    reply = run.client.attempt("GET", COUNTRY_PERMISSION.path, "US")
    right = reply.ok and isinstance(reply.fields.get("enabled"), bool)
    return expect(right, f"{reply.seen}; keys: {shown_keys(reply.fields)}")


@fact("canada-apart", "guess", "Canada has a country permission of its own, apart from that of US", CATALOGUE)
def _canada_apart(run: Run) -> str:
    reply = run.client.attempt("GET", COUNTRY_PERMISSION.path, "CA")
    return expect(reply.ok, reply.seen)


# Call blocking rules, and calls


def _direction(found: Iterable[Mapping[str, Any]], lower: str, upper: str) -> str:
    """Return the cases in which directions are written, ``lower`` or ``upper``; raise RefutedError for another word."""
    directions = {str(one.get("direction")) for one in found}
    if not {one.upper() for one in directions} <= {"INBOUND", "OUTBOUND"}:
        refute("another word")
    return ", ".join(sorted({upper if one.isupper() else lower for one in directions}))


@fact("rule-direction", "sdk, ref", "The direction of a rule is inbound or outbound, in either case", CATALOGUE)
def _rule_direction(run: Run) -> str:
    rules = run.items.get(CALL_BLOCKING_RULE.path)
    if not rules:
        raise NotTriedError("the project has no call blocking rule")
    return _direction(rules, "sdk: lower case", "ref: upper case")


@fact("call-direction", "ref, field", "The direction of a call is INBOUND or OUTBOUND, in either case", CATALOGUE)
def _call_direction(run: Run) -> str:
    return _direction(_some_calls(run), "lower case", "upper case")


def _calls(run: Run, **query: str) -> Page:
    return _page(run, (CALL.path,), _same(CALL.path), **query)


def _some_calls(run: Run) -> list[dict[str, Any]]:
    """Return calls of the last week."""
    return run.items.get(CALL.path) or _no_calls()


def _no_calls() -> list[dict[str, Any]]:
    raise NotTriedError("the project had no calls in the last week")


@fact("calls-page-size", "ref", "A page of calls has up to 100 unless a size is asked for", CALLS)
def _calls_page_size(run: Run) -> str:
    size = _calls(run, **{"createTime>": _ago(7)}).size
    return expect(size == 100, f"{size}")


@fact("calls-since", "ref", "createTime> asks for the calls after a time", CALLS)
def _calls_since(run: Run) -> str:
    _some_calls(run)
    page = _calls(run, size="1", **{"createTime>": _ago(-1)})
    return expect(not page.items and not page.total, f"{page.total} calls are later than tomorrow")


@fact("calls-range", "ref, sdk", "Without a time, the calls of the last day or of the last week are listed", CALLS)
def _calls_range(run: Run) -> str:
    _some_calls(run)
    queries: list[dict[str, str]] = [{"createTime>": _ago(1)}, {"createTime>": _ago(7)}, {}]
    day, week, unasked = (_calls(run, size="1", **query).total or 0 for query in queries)

    def near(one: int, other: int) -> bool:
        # Calls may come between two requests.
        return abs(one - other) <= 0.02 * max(one, other)

    if near(day, week):
        raise NotTriedError("the last week had hardly more calls than the last day: they cannot be told apart")
    span = "the last day (sdk)" if near(unasked, day) else "the last week (ref)" if near(unasked, week) else "neither"
    return expect(span != "neither", span)


_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d|)")
_ZONES = {"Z": "sdk: Z", "": "ref: without a zone"}


@fact("call-times", "sdk, ref", "Times end in Z (sdk), or have no zone (ref)", VALUES)
def _times(run: Run) -> str:
    times = [one["createTime"] for items in run.items.values() for one in items if "createTime" in one]
    if not times:
        raise NotTriedError("the project has nothing with a time")
    found = [_TIME.fullmatch(one) if isinstance(one, str) else None for one in times]
    zones = {_ZONES.get(one[1], "another zone") if one else "no time" for one in found}
    return expect(zones <= set(_ZONES.values()), ", ".join(sorted(zones)))


@fact("call-money", "sdk, ref", "An amount of money is a number (sdk), or a string (ref)", VALUES)
def _money(run: Run) -> str:
    prices = [one["price"] for one in _some_calls(run) if one.get("price") is not None]
    if not prices:
        raise NotTriedError("no call of the last week has a price")
    kinds = {kind_of(one.get("amount")) if isinstance(one, dict) else kind_of(one) for one in prices}
    words = {"a number": "sdk: a number", "a string": "ref: a string"}
    return expect(kinds <= set(words), ", ".join(sorted(words.get(kind, kind) for kind in kinds)))


@fact("call-export", "sdk, ref", "Calls are exported as CSV, text/plain (sdk) or application/csv (ref)", CALLS)
def _export(run: Run) -> str:
    reply = run.client.attempt("GET", "calls", "export", query={"createTime>": _ago(1 / 24)}, accept=CSV)
    columns = len(reply.content.partition(b"\n")[0].split(b","))
    right = reply.ok and reply.content_type in ("text/plain", "application/csv")
    return expect(right, f"{reply.seen}; {reply.content_type}, {columns} columns")


@fact("export-pages", "guess", "The export of calls comes in pages, by page and size, to one without rows", CALLS)
def _export_pages(run: Run) -> str:
    if len(_some_calls(run)) < 2:
        raise NotTriedError("the project had one call in the last week")
    rows = []
    for page in ("1", "2", str(2**31 - 1)):
        query = {"createTime>": _ago(7), "size": "1", "page": page}
        reply = run.client.attempt("GET", "calls", "export", query=query, accept=CSV)
        rows.append(max(0, len(reply.content.strip().splitlines()) - 1))
    seen = f"{rows[0]} and {rows[1]} rows on pages of one, {rows[2]} on one far behind the last"
    return expect(rows == [1, 1, 0], seen)
