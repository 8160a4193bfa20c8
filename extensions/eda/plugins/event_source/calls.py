# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An event source for Event-Driven Ansible: the calls of a Sinch project, and their statistics."""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import sys
from pathlib import Path
from typing import Any

DOCUMENTATION = r"""
---
short_description: Poll the calls of a project of Sinch Elastic SIP Trunking
description:
  - Asks for the calls again and again, and makes events of them. Each call is one event, however often it is listed.
    The statistics of the calls of a window are another, once for each poll.
  - After a fault, the next poll makes up for the time that was missed. Polls become rarer while they fail.
options:
  interval:
    description: Seconds between two polls, from 1 to 900.
    type: float
    default: 60
  window:
    description: Time that the statistics cover, in minutes, hours or days, such as C(15m).
    type: str
    default: 15m
  mask_numbers:
    description: Whether to replace the last four digits of phone numbers by C(xxxx).
    type: bool
    default: true
  state_file:
    description:
      - Path of a file to write to how far the calls have been read, so that a restart neither misses nor repeats a
        call. Its folder must exist. The file contains no phone numbers.
    type: path
  project_id:
    description:
      - ID of the project. This and all other options of the connection that the modules have, such as O(key_id) and
        O(key_secret), are options here too, with the same environment variables.
    type: str
    required: true
"""

EXAMPLES = r"""
- sinch.sip.calls:
    project_id: "{{ sinch_project_id }}"
    key_id: "{{ sinch_key_id }}"
    key_secret: "{{ sinch_key_secret }}"
    interval: 60
    window: 15m
"""

_LOGGER = logging.getLogger(__name__)


def _poller(args: dict[str, Any]) -> Any:
    """Return the poller of the collection, which ansible-rulebook cannot import: it runs this file by its path."""
    folder = str(Path(__file__).absolute().parents[7])
    if folder not in sys.path:
        sys.path.append(folder)
    events = importlib.import_module("ansible_collections.sinch.sip.plugins.plugin_utils._call_events")
    return events.Poller(args, os.environ)


async def _put(queue: asyncio.Queue[Any], events: list[dict[str, Any]]) -> None:
    """Put events into the queue, and log those of problems."""
    for event in events:
        if "problem" in event:
            _LOGGER.error("%s", event["problem"]["message"])
        await queue.put(event)


async def main(queue: asyncio.Queue[Any], args: dict[str, Any]) -> None:
    """Put the events of one poll after the other into the queue."""
    poller = _poller(args)
    while True:
        await _put(queue, await asyncio.to_thread(poller.poll))
        await _put(queue, poller.remember())
        await asyncio.sleep(poller.pause)
