# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run every block of every document, as its reader would.

All blocks of a document run in their order, in a folder of their own, against a simulator of their own. In ReST a block
is a ``code-block``; in Markdown it is fenced and names its language.

``sh``
    is run by bash and has to succeed. Exported variables, functions and the folder carry on to the next block. Where
    it has to fail, the comment ``.. exits: 2`` before it says with which status.
A block with a name
    is a file. Readers see the name: in ReST the option ``:caption:``, in Markdown the first line, ``# trunks.yml``.
    Some later ``sh`` block has to mention it.
``text``
    is what the last ``sh`` block has printed, or an excerpt of whole lines. ``...`` is any text, and as a line any
    lines.
``none``
    is a message in what the last ``sh`` block has printed, however it was wrapped.

Anything else is an error, unless the comment ``.. skip: next "reason"`` before it says why it is not run. All reasons
are listed at the end of the tests.

What the tests need beside what readers see is in comments: ``.. invisible-code-block: sh``, and
``.. invisible-code-block: seed`` for what projects have before, as YAML (see ``tests/simulator/seeding.py``). In
Markdown, comments are written ``<!-- exits: 2 -->``.

The account that documents print, ``PRINTED_KEYS`` in ``session.py``, works; it is not in the environment until a block
exports it. The URL of the local API, ``PRINTED_URL``, is replaced by that of the document's simulator.
"""

from __future__ import annotations
