# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The reader: the lists that a plan needs, each read once and from the cheaper side."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.reader import (
    list_objects,
    read_lists,
    read_object,
    read_state,
)
from ansible_collections.sinch.sip.plugins.module_utils._apply.scheduler import Workers
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Desired, Read, Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._plan.purge import Purge
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import (
    ACL,
    CALL_BLOCKING_RULE,
    SIP_ENDPOINT,
    SIP_TRUNK,
)

MAIN, SPARE = {"id": "T1", "name": "main"}, {"id": "T2", "name": "spare"}
ACLS = [{"id": f"A{one}", "name": f"acl{one}", "trunks": [f"T{one}"]} for one in (1, 2)]
SILENT = [{"id": one["id"], "name": one["name"]} for one in ACLS]


@pytest.mark.parametrize(
    ("acls", "reads", "keys"),
    [
        # One end is asked for itself.
        (ACLS, [Read("links", "acls", "T1")], ["GET trunks/T1/accessControlLists"]),
        # The list of ACLs has all, where each of them tells its trunks.
        (ACLS, [Read("links", "acls", "T1"), Read("links", "acls", "T2")], []),
        (ACLS, [Read("links", "acls", "T1"), Read("users", "acls", "A2")], []),
        # Else the side with fewer objects is asked.
        (
            SILENT,
            [Read("links", "acls", "T1"), Read("users", "acls", "A2")],
            ["GET accessControlLists/A2/trunks", "GET trunks/T1/accessControlLists"],
        ),
        (
            SILENT,
            [Read("links", "acls", one) for one in ("T1", "T2", "T3")],
            ["GET accessControlLists/A1/trunks", "GET accessControlLists/A2/trunks"],
        ),
    ],
)
def test_links(acls: list[Any], reads: list[Read], keys: list[str], make_api: Any) -> None:
    snapshot = Snapshot({("acl", ""): acls, ("sip_trunk", ""): [MAIN]})
    answers = {f"GET trunks/T{one}/accessControlLists": [f"A{one}"] for one in (1, 2, 3)}
    answers |= {f"GET accessControlLists/A{one}/trunks": [f"T{one}"] for one in (1, 2)}
    api = make_api(answers)
    read_lists(api, snapshot, reads, Workers())
    assert api.keys == keys
    for read in reads:
        assert snapshot.has(read)
    assert snapshot.links.get(("acls", "T1"), ["A1"]) == ["A1"]
    assert snapshot.links.get(("acls", "T3"), []) in ([], ["A3"])
    # The name of a trunk that was not read is what the answer says, or its ID.
    assert snapshot.users.get(("acls", "A2"), {"T2": "T2"}) == {"T2": "T2"}


@pytest.mark.parametrize(("trunks", "users"), [([], {"T1": "of the answer"}), ([MAIN], {"T1": "main"})])
def test_names_of_users(trunks: list[Any], users: dict[str, str], make_api: Any) -> None:
    snapshot = Snapshot({("sip_trunk", ""): trunks})
    api = make_api({"GET accessControlLists/A1/trunks": [{"id": "T1", "name": "of the answer"}]})
    read_lists(api, snapshot, [Read("users", "acls", "A1")], Workers())
    assert snapshot.users["acls", "A1"] == users


@pytest.mark.parametrize("item", [17, {"id": None}, {"name": "office"}, None])
def test_link_that_cannot_be_read(item: Any, make_api: Any) -> None:
    api = make_api({"GET trunks/T1/accessControlLists": [item]})
    with pytest.raises(ApiError, match="no usable 'id'") as caught:
        read_lists(api, Snapshot(), [Read("links", "acls", "T1")], Workers())
    assert caught.value.path == "/trunks/T1/accessControlLists"


def test_object_that_cannot_be_read(make_api: Any) -> None:
    with pytest.raises(ApiError, match="'hostName'") as caught:
        list_objects(make_api({"GET trunks": [{**MAIN, "hostName": 17}]}), SIP_TRUNK)
    assert caught.value.path == "/trunks"


@pytest.mark.parametrize(
    ("resource", "parent", "own", "keys", "found"),
    [
        (ACL, "", "A1", ["GET accessControlLists/A1"], True),
        (ACL, "", "A9", ["GET accessControlLists/A9"], False),
        (SIP_ENDPOINT, "T1", "E1", ["GET trunks/T1/endpoints/E1"], True),
        # The API has no request for one rule.
        (CALL_BLOCKING_RULE, "", "B1", ["GET callBlockingRules"], True),
        (CALL_BLOCKING_RULE, "", "B9", ["GET callBlockingRules"], False),
    ],
)
def test_one_object(resource: Any, parent: str, own: str, keys: list[str], found: bool, make_api: Any) -> None:
    answers = {
        key: {"id": key.rpartition("/")[2]} for key in ("GET accessControlLists/A1", "GET trunks/T1/endpoints/E1")
    }
    api = make_api({**answers, "GET callBlockingRules": [{"id": "B0"}, {"id": "B1"}]})
    sent = read_object(api, resource, parent, own)
    assert (api.keys, sent) == (keys, {"id": own} if found else None)


def test_state_is_read_in_rounds(make_api: Any) -> None:
    """What is known is not read again, and what was read tells what else is needed."""
    api = make_api({"GET trunks": [MAIN, SPARE], "GET trunks/T1/endpoints": [], "GET trunks/T2/endpoints": []})
    known = Snapshot({("sip_endpoint", "T2"): []})
    snapshot = read_state(api, [Desired("sip_endpoint", name="x", parent="main")], [Purge("sip_endpoint")], None, known)
    assert api.keys == ["GET trunks", "GET trunks/T1/endpoints"]
    assert snapshot is known
