# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts that need writes, to scratch objects and one phone number only, and facts that are never tried.

Checks use what earlier checks have created; without that, they are not tried. The addresses are those reserved for
documentation (RFC 5737).
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

from ansible_collections.sinch.sip.plugins.module_utils._apply.reader import list_links, list_objects
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import (
    ACL,
    CREDENTIAL_LIST,
    PHONE_NUMBER,
    SIP_ENDPOINT,
    SIP_TRUNK,
)

from .facts import (
    APPLY,
    CALLS,
    CATALOGUE,
    CREDENTIALS,
    EMERGENCY,
    IP_RANGES,
    OBJECTS,
    PLAN,
    TRANSPORT,
    Checks,
    NotTriedError,
    RefutedError,
    expect,
    refute,
)
from .pages import kind_of, shown_keys
from .reading import unknown_id
from .run import Run
from .scratch import LABELS
from .wire import Reply

WRITING = Checks()
NUMBER = Checks()
UNTOLD = Checks()
fact = WRITING.fact

ACCEPTED, REFUSED = range(200, 300), (400,)

ACL_LINK, LIST_LINK = SIP_TRUNK.links.values()
SECOND_ACL, SECOND_LIST, SECOND_TRUNK = "a second ACL", "a second credential list", "a second trunk"
_RANGES = ({"ipAddress": "203.0.113.10", "range": 32}, {"ipAddress": "198.51.100.0", "range": 24})
_ADDED = "203.0.113.30"
_FORWARD_TO = "+12025550100"  # A number reserved for fiction; no calls are forwarded to it


def _need(run: Run, label: str) -> str:
    """Return the ID of a scratch object; raise NotTriedError if there is none."""
    if label not in run.ids:
        raise NotTriedError(f"there is no scratch object for it ({LABELS.get(label, label)})")
    return run.ids[label]


def _make(run: Run, path: str, label: str, body: dict[str, Any]) -> dict[str, Any]:
    """Create a scratch object that later checks use; raise RefutedError."""
    reply = run.create(path, body)
    made = _object(reply)
    if not isinstance(made.get("id"), str):
        refute(f"{reply.seen}, without an id")
    run.ids[label] = made["id"]
    return made


def _object(reply: Reply) -> dict[str, Any]:
    """Return the object of an answer; raise RefutedError."""
    if not reply.ok:
        refute(reply.seen)
    return reply.data if isinstance(reply.data, dict) else refute(f"{reply.seen} with {kind_of(reply.data)}")


def _read(run: Run, *path: str) -> dict[str, Any]:
    return run.client.get(path) or refute("what was written is not found")


def _there(reply: Reply, what: str, there: bool, wanted: bool = True) -> str:
    """Return what was seen if a request succeeded with the wanted effect, else raise RefutedError."""
    return expect(reply.ok and there is wanted, f"{reply.seen}; the {what} is {'there' if there else 'not there'}")


def answered(
    statuses: Container[int], name: str, sources: str, statement: str, *code: str
) -> Callable[[Callable[[Run], Reply]], None]:
    """Declare the fact that the request of the decorated function is answered with one of the statuses."""

    def declare(send: Callable[[Run], Reply]) -> None:
        def look(run: Run) -> str:
            reply = send(run)
            return expect(reply.status in statuses, reply.seen)

        fact(name, sources, statement, *code)(look)

    return declare


def _delete(run: Run, path: str, label: str = "") -> Reply:
    """Try to delete a scratch object; a deleted one is not used any more."""
    address = (path, _need(run, label or path))
    reply = run.client.attempt("DELETE", *address)
    if reply.ok and run.client.get(address) is None:
        del run.ids[label or path]
    return reply


# ACLs


def _acl(run: Run, suffix: str, *ranges: dict[str, Any]) -> dict[str, Any]:
    return {"name": run.name(suffix), "enabled": True, "ipRanges": list(ranges)}


@fact("acl-create", "ref", "An ACL has name, enabled and ipRanges of ipAddress and range", CATALOGUE, IP_RANGES)
def _acl_create(run: Run) -> str:
    made = _make(run, ACL.path, ACL.path, _acl(run, "acl", *_RANGES))
    _make(run, ACL.path, SECOND_ACL, _acl(run, "acl-two", _RANGES[0]))
    got = [one for one in made.get("ipRanges") or () if isinstance(one, dict)]
    same = {(one.get("ipAddress"), one.get("range")) for one in got} == {(*one.values(),) for one in _RANGES}
    return expect(same, f"{len(got)} ranges, {'as' if same else 'not as'} sent")


@fact("acl-cidr", "field", "An ipAddress with a prefix length is refused: 400 VALIDATION_FAILED", IP_RANGES)
def _acl_cidr(run: Run) -> str:
    reply = run.create(ACL.path, _acl(run, "acl-cidr", {"ipAddress": "203.0.113.0/24"}))
    return expect(reply.status == 400 and reply.code == "VALIDATION_FAILED", reply.seen)


@answered(REFUSED, "acl-enabled", "field", "An ACL cannot be created without enabled", CATALOGUE)
def _acl_enabled(run: Run) -> Reply:
    return run.create(ACL.path, {"name": run.name("acl-enabled"), "ipRanges": [_RANGES[0]]})


@answered(REFUSED, "acl-ranges", "ref", "An ACL cannot be created without a range", CATALOGUE)
def _acl_ranges(run: Run) -> Reply:
    return run.create(ACL.path, _acl(run, "acl-empty"))


@fact("acl-range-default", "ref", "A range without a prefix length is one address, 32", IP_RANGES)
def _acl_range_default(run: Run) -> str:
    made = _object(run.create(ACL.path, _acl(run, "acl-default", {"ipAddress": "203.0.113.20"})))
    ranges = made.get("ipRanges")
    first = ranges[0] if isinstance(ranges, list) and ranges and isinstance(ranges[0], dict) else {}
    return expect(first.get("range") == 32, "32" if first.get("range") == 32 else kind_of(first.get("range")))


@answered(ACCEPTED, "names-may-repeat", "guess", "Two ACLs, or credential lists, may have the same name", APPLY)
def _names_may_repeat(run: Run) -> Reply:
    _need(run, ACL.path)
    return run.create(ACL.path, _acl(run, "acl", _RANGES[0]))


@fact("names-kept", "guess", "A name is stored as it is sent, also with a blank at its end", APPLY)
def _names_kept(run: Run) -> str:
    body = _acl(run, "acl-blank ", _RANGES[0])
    kept = _object(run.create(ACL.path, body)).get("name") == body["name"]
    return expect(kept, "as it was sent" if kept else "otherwise than it was sent")


@fact("put-removes-ranges", "guess", "PUT of an ACL removes the ranges that it is not sent", OBJECTS, IP_RANGES)
def _put_removes_ranges(run: Run) -> str:
    path = (ACL.path, _need(run, ACL.path))
    reply = run.client.attempt("PUT", *path, body=_acl(run, "acl", _RANGES[0]))
    left = len(_read(run, *path).get("ipRanges") or ())
    return expect(reply.ok and left == 1, f"{reply.seen}; {left} of 2 ranges left, 1 was sent")


def _range_ids(run: Run) -> list[str]:
    """Return the IDs of the ranges of the scratch ACL that have the added address."""
    ranges = _read(run, ACL.path, _need(run, ACL.path)).get("ipRanges") or ()
    return [str(one.get("id")) for one in ranges if isinstance(one, dict) and one.get("ipAddress") == _ADDED]


@fact("range-post", "ref", "POST /accessControlLists/{id}/ipRanges adds a range to an ACL", OBJECTS, APPLY)
def _range_post(run: Run) -> str:
    body = {"ipAddress": _ADDED, "range": 32}
    reply = run.client.attempt("POST", ACL.path, _need(run, ACL.path), "ipRanges", body=body)
    return _there(reply, "range", bool(_range_ids(run)))


@fact("range-delete", "ref", "DELETE of a range removes it from its ACL", OBJECTS, APPLY)
def _range_delete(run: Run) -> str:
    acl, added = _need(run, ACL.path), _range_ids(run)
    if not added:
        raise NotTriedError("there is no range to remove")
    reply = run.client.attempt("DELETE", ACL.path, acl, "ipRanges", added[0])
    return _there(reply, "range", added[0] in _range_ids(run), wanted=False)


# Trunks


def _trunk(run: Run, suffix: str, **changes: Any) -> dict[str, Any]:
    name = run.name(suffix)
    return {"name": name, "hostName": name, "callForwardNumber": _FORWARD_TO, "enableCallForward": False, **changes}


@fact("trunk-create", "ref", "A trunk has name and hostName, and gets domain and callsPerSecond 1", CATALOGUE)
def _trunk_create(run: Run) -> str:
    made = _make(run, SIP_TRUNK.path, SIP_TRUNK.path, _trunk(run, "trunk"))
    per_second = made.get("callsPerSecond")
    shown = per_second if isinstance(per_second, int) else kind_of(per_second)
    domain = "with" if "domain" in made else "without"
    return expect("domain" in made and per_second == 1, f"{domain} domain, callsPerSecond {shown}")


@fact("trunk-enabled", "field", "A trunk has a field enabled that the reference does not have", OBJECTS)
def _trunk_enabled(run: Run) -> str:
    there = "enabled" in _read(run, SIP_TRUNK.path, _need(run, SIP_TRUNK.path))
    return expect(there, "there" if there else "not there")


@fact("update-time", "sdk, ref", 'updateTime is null (sdk), or "" (ref), until the first update', CATALOGUE)
def _update_time(run: Run) -> str:
    value = _read(run, SIP_TRUNK.path, _need(run, SIP_TRUNK.path)).get("updateTime", "missing")
    return expect(value in (None, ""), "sdk: null" if value is None else 'ref: ""' if value == "" else kind_of(value))


@answered((400, 409), "host-name-unique", "seed", "No two trunks have the same host name", CATALOGUE)
def _host_name_unique(run: Run) -> Reply:
    _need(run, SIP_TRUNK.path)
    return run.create(SIP_TRUNK.path, _trunk(run, "trunk-two", hostName=run.name("trunk")))


@answered(REFUSED, "forward-number", "ref", "Call forwarding requires callForwardNumber", CATALOGUE)
def _forward_number(run: Run) -> Reply:
    name = run.name("trunk-forward")
    return run.create(SIP_TRUNK.path, {"name": name, "hostName": name, "enableCallForward": True})


@fact("put-nulls", "ref, field", "PUT of a trunk clears the fields that it is not sent", OBJECTS)
def _put_nulls(run: Run) -> str:
    path, name = (SIP_TRUNK.path, _need(run, SIP_TRUNK.path)), run.name("trunk")
    reply = run.client.attempt("PUT", *path, body={"name": name, "hostName": name})
    after = _read(run, *path).get("callForwardNumber")
    return expect(reply.ok and not after, f"{reply.seen}; callForwardNumber {'stayed' if after else 'went'}")


@answered(REFUSED, "null-refused", "guess", "A body with null is refused; the collection sends none", APPLY)
def _null_refused(run: Run) -> Reply:
    path = (SIP_TRUNK.path, _need(run, SIP_TRUNK.path))
    return run.client.attempt("PUT", *path, body=_trunk(run, "trunk", callForwardNumber=None))


# Credential lists


def _credential(run: Run, suffix: str) -> dict[str, str]:
    """Return a credential with a username that nothing else has."""
    return {"username": run.name(suffix), "password": run.password()}


def _usernames(run: Run) -> set[str]:
    credentials = _read(run, CREDENTIAL_LIST.path, _need(run, CREDENTIAL_LIST.path)).get("credentials") or ()
    return {str(one.get("username")) for one in credentials if isinstance(one, dict)}


@fact("list-create", "ref", "A credential list is created with its users, whose passwords no answer has", CREDENTIALS)
def _list_create(run: Run) -> str:
    users = [_credential(run, "user-one"), _credential(run, "user-two")]
    made = _make(run, CREDENTIAL_LIST.path, CREDENTIAL_LIST.path, {"name": run.name("list"), "credentials": users})
    names = {one["username"] for one in users}
    answered = run.client.last.content if run.client.last is not None else b""
    told = any(one["password"].encode() in answered for one in users)
    shown = {str(one.get("username")) for one in made.get("credentials") or () if isinstance(one, dict)}
    right = shown == names or _usernames(run) == names
    seen = f"the users are {'' if right else 'not '}there, {'with' if told else 'without'} passwords"
    return expect(right and not told, seen)


@fact("password-rule", "field", "A password needs 12 characters: upper case, lower case and digits", CREDENTIALS)
def _password_rule(run: Run) -> str:
    good = run.password()
    weak = {"of 11 characters": good[:11], "without upper case": good.lower(), "without lower case": good.upper()}
    weak["without a digit"] = "".join(chr(ord("g") + int(one)) if one.isdigit() else one for one in good)
    run.passwords.update(weak.values())
    taken = []
    for number, (what, password) in enumerate(weak.items()):
        name = run.name(f"weak-{number}")
        body = {"name": name, "credentials": [{"username": name, "password": password}]}
        reply = run.create(CREDENTIAL_LIST.path, body)
        taken += [f"one {what} {reply.seen}"] if reply.status != 400 else []
    return expect(not taken, "; ".join(taken) or f"{len(weak)} weak ones were refused")


def _of_user(run: Run, method: str, suffix: str, body: dict[str, str] | None = None) -> Reply:
    """Send a request about a user of the scratch credential list."""
    path = (CREDENTIAL_LIST.path, _need(run, CREDENTIAL_LIST.path), "credentials", run.name(suffix))
    return run.client.attempt(method, *path, body=body)


@fact("credential-post-path", "guess", "POST /credentialLists/{id}/credentials adds a user to a list", PLAN, APPLY)
def _credential_post_path(run: Run) -> str:
    path = (CREDENTIAL_LIST.path, _need(run, CREDENTIAL_LIST.path), "credentials")
    user = _credential(run, "user-three")
    reply = run.client.attempt("POST", *path, body=user)
    return _there(reply, "user", user["username"] in _usernames(run))


@fact("credential-put-adds", "guess", "PUT of a user that a credential list does not have adds it", CREDENTIALS, APPLY)
def _credential_put_adds(run: Run) -> str:
    reply = _of_user(run, "PUT", "user-five", {"password": run.password()})
    return _there(reply, "user", run.name("user-five") in _usernames(run))


@answered(ACCEPTED, "credential-put", "ref", "PUT of a user of a credential list sets the password", PLAN)
def _credential_put(run: Run) -> Reply:
    return _of_user(run, "PUT", "user-one", {"password": run.password()})


@fact("credential-delete", "ref", "DELETE of a user removes it from its credential list", PLAN)
def _credential_delete(run: Run) -> str:
    reply = _of_user(run, "DELETE", "user-two")
    return _there(reply, "user", run.name("user-two") in _usernames(run), wanted=False)


@fact("list-put", "ref", "PUT of a credential list sets its name and leaves its users", OBJECTS)
def _list_put(run: Run) -> str:
    path, name = (CREDENTIAL_LIST.path, _need(run, CREDENTIAL_LIST.path)), run.name("list-renamed")
    before = _usernames(run)
    reply = run.client.attempt("PUT", *path, body={"name": name})
    renamed, stayed = _read(run, *path).get("name") == name, before == _usernames(run)
    seen = f"{reply.seen}; {'renamed' if renamed else 'not renamed'}, the users {'stayed' if stayed else 'changed'}"
    return expect(reply.ok and renamed and stayed, seen)


# Endpoints


def _endpoint(run: Run, suffix: str, **changes: Any) -> dict[str, Any]:
    return {"name": run.name(suffix), "priority": 1, "address": "192.0.2.10", **changes}


def _of_endpoints(run: Run, method: str, body: dict[str, Any], *endpoint: str) -> Reply:
    """Send a request about the endpoints of the scratch trunk, or one of them."""
    path = (SIP_TRUNK.path, _need(run, SIP_TRUNK.path), SIP_ENDPOINT.path, *endpoint)
    return run.client.attempt(method, *path, body=body)


def _endpoint_named(run: Run, suffix: str) -> dict[str, Any]:
    """Return an endpoint of the scratch trunk by its name; raise RefutedError."""
    endpoints = list_objects(run.client, SIP_ENDPOINT, _need(run, SIP_TRUNK.path))
    found = next((one for one in endpoints if one.get("name") == run.name(suffix)), None)
    return found or refute("the new endpoint is not listed")


@fact("endpoint-trunk-id-optional", "guess", "An endpoint can be created without sipTrunkId", APPLY, CATALOGUE)
def _endpoint_trunk_id_optional(run: Run) -> str:
    reply = _of_endpoints(run, "POST", _endpoint(run, "endpoint"))
    if not reply.ok:
        other = _of_endpoints(run, "POST", _endpoint(run, "endpoint", sipTrunkId=_need(run, SIP_TRUNK.path)))
        refute(f"{reply.seen} without it, and {other.seen} with it")
    return reply.seen


@fact("endpoint-defaults", "ref", "A new endpoint has UDP, port 5060, and is enabled", CATALOGUE)
def _endpoint_defaults(run: Run) -> str:
    there = _endpoint_named(run, "endpoint")
    wanted = {"transport": "UDP", "port": 5060, "enabled": True}
    other = [name for name, value in wanted.items() if there.get(name) != value]
    return expect(not other, f"otherwise: {', '.join(other)}" if other else "so it is")


@fact("endpoint-create-answer", "sdk, ref", "A new endpoint is answered (sdk), or a page of endpoints (ref)", APPLY)
def _endpoint_create_answer(run: Run) -> str:
    body = _endpoint(run, "endpoint-two", sipTrunkId=_need(run, SIP_TRUNK.path), port=5070)
    made = _object(_of_endpoints(run, "POST", body))
    if made.get("name") == body["name"] and "id" in made:
        return "sdk: the endpoint"
    right = isinstance(made.get(SIP_ENDPOINT.path), list)
    return expect(right, "ref: a page of endpoints" if right else f"keys: {shown_keys(made)}")


@fact("endpoint-put-nulls", "ref, field", "PUT of an endpoint clears the fields that it is not sent", OBJECTS)
def _endpoint_put_nulls(run: Run) -> str:
    endpoint = SIP_ENDPOINT.id_of(_endpoint_named(run, "endpoint-two"))
    reply = _of_endpoints(run, "PUT", _endpoint(run, "endpoint-two"), endpoint)
    port = _read(run, SIP_TRUNK.path, _need(run, SIP_TRUNK.path), SIP_ENDPOINT.path, endpoint).get("port")
    return expect(reply.ok and port != 5070, f"{reply.seen}; port {'stayed' if port == 5070 else 'went'}")


@answered(ACCEPTED, "registered-unlinked", "field", "A registered endpoint may use a user of an unlinked list", PLAN)
def _registered_unlinked(run: Run) -> Reply:
    _need(run, CREDENTIAL_LIST.path)
    body = {"name": run.name("registered"), "sipTrunkId": _need(run, SIP_TRUNK.path), "priority": 1}
    registered = {"isRegistered": True, "credentialUsername": run.name("user-one")}
    return _of_endpoints(run, "POST", body | registered)


@answered(REFUSED, "list-in-use-by-endpoint", "field", "A list cannot be deleted while an endpoint uses a user", PLAN)
def _list_in_use_by_endpoint(run: Run) -> Reply:
    _need(run, CREDENTIAL_LIST.path)
    try:
        _endpoint_named(run, "registered")
    except RefutedError:
        raise NotTriedError("there is no scratch object for it (a registered endpoint)") from None
    return _delete(run, CREDENTIAL_LIST.path)


# Links


def _link(run: Run, path: str, key: str, label: str) -> tuple[Reply, str]:
    """Link a scratch object to the scratch trunk; return the answer and the ID of the object."""
    trunk, target = _need(run, SIP_TRUNK.path), _need(run, label)
    return run.client.attempt("POST", SIP_TRUNK.path, trunk, path, body={key: [target]}), target


@fact("link-echo", "field", "POST of a link adds to the links, and is answered with only what was sent", APPLY)
def _link_echo(run: Run) -> str:
    first, one = _link(run, ACL_LINK.path, ACL_LINK.body_key, ACL.path)
    second, two = _link(run, ACL_LINK.path, ACL_LINK.body_key, SECOND_ACL)
    linked = set(list_links(run.client, SIP_TRUNK, ACL_LINK, _need(run, SIP_TRUNK.path)))
    if not (first.ok and second.ok and linked == {one, two}):
        refute(f"{first.seen}, {second.seen}; {len(linked)} are linked of 2")
    echoed = _object(second).get(ACL_LINK.body_key)
    return expect(echoed == [two], "only what was sent" if echoed == [two] else f"keys: {shown_keys(second.data)}")


@answered(ACCEPTED, "link-may-repeat", "guess", "Linking what is linked already is accepted", APPLY)
def _link_may_repeat(run: Run) -> Reply:
    return _link(run, ACL_LINK.path, ACL_LINK.body_key, ACL.path)[0]


@fact("acl-trunks", "ref", "An ACL, alone and in the list, has the IDs of the trunks that it is linked to", APPLY)
def _acl_trunks(run: Run) -> str:
    acl, trunk = _need(run, ACL.path), _need(run, SIP_TRUNK.path)
    alone = _read(run, ACL.path, acl).get("trunks")
    listed = next((one.get("trunks") for one in list_objects(run.client, ACL) if one.get("id") == acl), None)
    other = [name for name, trunks in {"alone": alone, "in the list": listed}.items() if trunks != [trunk]]
    return expect(not other, f"otherwise {' and '.join(other)}" if other else "so it is")


@answered(REFUSED, "acl-in-use", "ref", "An ACL cannot be deleted while it is linked to a trunk", PLAN)
def _acl_in_use(run: Run) -> Reply:
    return _delete(run, ACL.path)


@fact("list-link", "sdk, ref", "POST credentialListIds links a credential list to a trunk", CATALOGUE)
def _list_link(run: Run) -> str:
    _need(run, SIP_TRUNK.path)
    body = {"name": run.name("list-two"), "credentials": [_credential(run, "user-four")]}
    _make(run, CREDENTIAL_LIST.path, SECOND_LIST, body)
    reply, target = _link(run, LIST_LINK.path, LIST_LINK.body_key, SECOND_LIST)
    linked = list_links(run.client, SIP_TRUNK, LIST_LINK, _need(run, SIP_TRUNK.path))
    return expect(reply.ok and linked == [target], f"{reply.seen}; {len(linked)} linked of 1")


@answered(REFUSED, "list-in-use-by-trunk", "field", "A list cannot be deleted while it is linked to a trunk", PLAN)
def _list_in_use_by_trunk(run: Run) -> Reply:
    return _delete(run, CREDENTIAL_LIST.path, SECOND_LIST)


@fact(
    "list-link-put", "sdk, ref", "PUT replaces a trunk's lists, by credentialListIds (sdk) or an array (ref)", CATALOGUE
)
def _list_link_put(run: Run) -> str:
    ids = [_need(run, SECOND_LIST)]
    path = (SIP_TRUNK.path, _need(run, SIP_TRUNK.path), LIST_LINK.path)
    if run.client.attempt("PUT", *path, body={LIST_LINK.body_key: ids}).ok:
        return "sdk: credentialListIds (the collection does without the PUT)"
    bare = run.client.attempt("PUT", *path, body=ids)
    return expect(bare.ok, "ref: a bare array (the collection does without the PUT)" if bare.ok else bare.seen)


@answered(REFUSED, "trunk-in-use", "field", "A trunk cannot be deleted while anything depends on it: 400", PLAN)
def _trunk_in_use(run: Run) -> Reply:
    return _delete(run, SIP_TRUNK.path)


@fact("unlink", "sdk", "DELETE unlinks, and is answered 200 or 204 without a body", TRANSPORT)
def _unlink(run: Run) -> str:
    trunk, acl = _need(run, SIP_TRUNK.path), _need(run, SECOND_ACL)
    reply = run.client.attempt("DELETE", SIP_TRUNK.path, trunk, ACL_LINK.path, acl)
    linked = acl in list_links(run.client, SIP_TRUNK, ACL_LINK, trunk)
    seen = f"{reply.seen} with {len(reply.content)} bytes; {'still' if linked else 'no longer'} linked"
    return expect(reply.status in (200, 204) and not reply.content and not linked, seen)


@answered((404,), "delete-missing", "guess", "DELETE of a missing object is answered 404", TRANSPORT)
def _delete_missing(run: Run) -> Reply:
    return run.client.attempt("DELETE", ACL.path, unknown_id())


# The phone number


def _trunk_of_number(run: Run) -> str | None:
    """Return the ID of the scratch trunk that the phone number is on, None if it is on no trunk; NotTriedError."""
    # A number that is not found may be on no trunk, or not be the project's: an assignment tells.
    trunk = (run.client.get((PHONE_NUMBER.path, str(run.number))) or {}).get("sipTrunkId")
    if trunk and trunk not in {one.id for one in run.made}:
        raise NotTriedError("the number that was named is on a trunk: it is left alone")
    return trunk or None


def _assign(run: Run, trunk: str) -> Reply:
    """Assign the phone number to a trunk; with an empty ID, unassign it."""
    return run.client.attempt("POST", PHONE_NUMBER.path, body={"phoneNumber": run.number, "sipTrunkId": trunk})


def _need_assigned(run: Run) -> None:
    """Assign the phone number to the scratch trunk unless it is on one; raise NotTriedError if that fails."""
    trunk = _need(run, SIP_TRUNK.path)
    if _trunk_of_number(run) is None:
        _assign(run, trunk)
        if _trunk_of_number(run) is None:
            raise NotTriedError("the number could not be put on the scratch trunk; does the project rent it?")


def _unassigned(run: Run, reply: Reply) -> str:
    """Return what was seen if a request has unassigned the number; raise RefutedError."""
    on = _trunk_of_number(run) is not None
    return expect(reply.ok and not on, f"{reply.seen}; the number is {'still on' if on else 'off'} the trunk")


@NUMBER.fact("number-post-assigns", "guess", "POST /phoneNumbers assigns a number to a trunk", PLAN)
def _number_post_assigns(run: Run) -> str:
    trunk = _need(run, SIP_TRUNK.path)
    _trunk_of_number(run)
    reply = _assign(run, trunk)
    on = _trunk_of_number(run)
    if reply.ok and on is None:
        _need_assigned(run)
    return expect(reply.ok and on == trunk, f"{reply.seen}; the number is {'on' if on else 'not on'} the trunk")


@NUMBER.fact("number-moves", "guess", "POST /phoneNumbers moves a number from one trunk to another", PLAN)
def _number_moves(run: Run) -> str:
    _need_assigned(run)
    other = _make(run, SIP_TRUNK.path, SECOND_TRUNK, _trunk(run, "trunk-other"))["id"]
    reply = _assign(run, other)
    moved = _trunk_of_number(run) == other
    return expect(reply.ok and moved, f"{reply.seen}; the number is on {'the other' if moved else 'the first'}")


@NUMBER.fact("number-empty-trunk-unassigns", "guess", "POST of a number with an empty sipTrunkId unassigns it", PLAN)
def _number_empty_trunk_unassigns(run: Run) -> str:
    _need_assigned(run)
    return _unassigned(run, _assign(run, ""))


@NUMBER.fact("number-unlisted-when-free", "guess", "An unassigned number is neither listed nor found", APPLY)
def _number_unlisted_when_free(run: Run) -> str:
    _need_assigned(run)
    _assign(run, "")
    if _trunk_of_number(run) is not None:
        raise NotTriedError("the number could not be taken off the scratch trunk")
    found = run.client.get((PHONE_NUMBER.path, str(run.number))) is not None
    listed = run.number in {one.get("phoneNumber") for one in list_objects(run.client, PHONE_NUMBER)}
    seen = f"{'found' if found else 'not found'} and {'listed' if listed else 'not listed'}"
    return expect(not found and not listed, seen)


@NUMBER.fact("number-delete-unassigns", "guess", "DELETE of a number unassigns it, and no more", PLAN)
def _number_delete_unassigns(run: Run) -> str:
    _need_assigned(run)
    reply = run.client.attempt("DELETE", PHONE_NUMBER.path, str(run.number))
    seen = _unassigned(run, reply)
    _assign(run, _need(run, SIP_TRUNK.path))
    if _trunk_of_number(run) is None:
        refute(f"{reply.seen}; the project no longer has the number")
    return seen


# Facts that are never tried


def _leave_alone(name: str, sources: str, statement: str, why: str, code: str) -> None:
    """Declare a fact that is never tried, and why."""

    def look(_run: Run) -> str:
        raise NotTriedError(why)

    UNTOLD.fact(name, sources, statement, code)(look)


for _name, _sources, _statement, _why, _code in (
    ("country-put", "seed", "PUT of a country opens or closes it", "it affects all calls of the project", CATALOGUE),
    ("rule-writes", "ref", "Call blocking rules are written", "a rule blocks calls of the whole project", CATALOGUE),
    ("add-projects", "ref", "POST /addProjects adds projects, each once", "it cannot be undone", TRANSPORT),
    ("number-not-rented", "field", "Assigning an unrented number can get a 201", "it might rent the number", APPLY),
    ("active-number-patch", "numbers", "PATCH of an active number assigns it", "it changes where calls go", APPLY),
    ("emergency-address", "numbers", "An address is set with :provision", "help might go there", EMERGENCY),
    ("token-rate", "sdk", "The 31st token request at once is answered 429", "it needs a flood of requests", TRANSPORT),
    ("capture", "ref", "The packet capture of a call is kept for 10 days", "it records what people said", CALLS),
    ("propagation", "field", "A change reaches the SIP edge in 60 s", "it needs SIP traffic", "roles/trunk"),
):
    _leave_alone(_name, _sources, _statement, _why, _code)
