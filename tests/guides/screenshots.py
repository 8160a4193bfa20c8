# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Take the pictures of the audit page with Chromium: ``python -m tests.guides.screenshots``.

The page is the one that the guide to audits produces.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.guides.documents import parsed
from tests.guides.png import smaller
from tests.guides.session import Session
from tests.machine import CHROMIUM
from tests.simulator.process import ROOT, SimulatorProcess

IMAGES = ROOT / "docs" / "docsite" / "rst" / "images"
LARGEST = 60_000
"""The most bytes that a picture may have, since every release carries it."""

_GUIDE = "docs/docsite/rst/guide_audit.rst"
_SCHEMES = {"audit_page.png": 1, "audit_page_dark.png": 0}
_SIZE = "920,1020"


def audit_page(session: Session) -> Path:
    """Run the guide up to its first audit, and return the page."""
    document = parsed(_GUIDE)
    document.namespace["session"] = session
    for example in document:
        example.evaluate()
        page = next(session.folder.rglob("sinch-localhost-audit.html"), None)
        if page and session.output and "only in the project" in session.output:
            return page
    raise RuntimeError(f"{_GUIDE} makes no page with drift")


def take(browser: str, page: Path, picture: Path, scheme: int) -> None:
    """Take a picture of a page; ``scheme`` is Chromium's number of a colour scheme."""
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={_SIZE}")
    settings = (f"--blink-settings=preferredColorScheme={scheme}", f"--user-data-dir={page.parent / 'chromium'}")
    command = [browser, *options, *settings, f"--screenshot={picture}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True)
    picture.write_bytes(smaller(picture.read_bytes()))
    if picture.stat().st_size > LARGEST:
        raise RuntimeError(f"{picture} is larger than {LARGEST} bytes")


def main() -> int:
    if CHROMIUM is None:
        print("Chromium is not installed.")
        return 1
    IMAGES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        SimulatorProcess() as simulator,
        contextlib.closing(Session(Path(folder, "session"), simulator)) as session,
    ):
        page = audit_page(session)
        for name, scheme in _SCHEMES.items():
            take(CHROMIUM, page, IMAGES / name, scheme)
            print(IMAGES / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
