# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the documentation as a site, with every warning an error: ``python -m tests.docsite --help``."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_SOURCES = ROOT / "docs" / "docsite" / "rst"
# The pages of Ansible's documentation that antsibull-docs refers to. The index on its site would need the internet.
# The check of links finds missing pages.
_ANSIBLE_LABELS = {
    "action_plugins": "plugins/action.html",
    "ansible_configuration_settings": "reference_appendices/config.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}
_ANSIBLE_VARIABLES = (
    "ANSIBLE_CACHE_PLUGIN",
    "ANSIBLE_CACHE_PLUGIN_CONNECTION",
    "ANSIBLE_CACHE_PLUGIN_PREFIX",
    "ANSIBLE_CACHE_PLUGIN_TIMEOUT",
    "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED",
)


def _ansible_inventory() -> bytes:
    """Return the Sphinx inventory (version 2) of Ansible's documentation."""
    lines = [f"{label} std:label -1 {page} -\n" for label, page in _ANSIBLE_LABELS.items()]
    lines += [f"{name} std:envvar 1 reference_appendices/config.html#envvar-$ -\n" for name in _ANSIBLE_VARIABLES]
    head = "# Sphinx inventory version 2\n# Project: Ansible\n# Version:\n"
    head += "# The remainder of this file is compressed using zlib.\n"
    return head.encode() + zlib.compress("".join(lines).encode())


def _call(*command: str | Path) -> None:
    """Run a program of the environment, which is on the PATH; raise CalledProcessError if it fails."""
    subprocess.run(command, check=True)


def build(output: Path, builder: str) -> Path:
    """Build pages in a folder and return their place; raise CalledProcessError for any warning."""
    sources = output / "rst"
    sources.mkdir(parents=True, exist_ok=True)
    # antsibull-docs refuses a folder that others may write to.
    sources.chmod(0o755)
    options = ("--use-current", "--squash-hierarchy", "--cleanup", "everything", "--fail-on-error")
    _call("antsibull-docs", "collection", *options, "--dest-dir", sources, "sinch.sip")
    # antsibull-docs copies only texts.
    shutil.copytree(_SOURCES / "images", sources / "docsite" / "images")
    (sources / "ansible.inv").write_bytes(_ansible_inventory())
    pages = output / builder
    shutil.rmtree(pages, ignore_errors=True)
    strict = ("--fail-on-warning", "--keep-going", "--nitpicky", "--quiet")
    _call("sphinx-build", "--builder", builder, *strict, "--conf-dir", Path(__file__).parent, sources, pages)
    return pages


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.docsite", description=__doc__)
    parser.add_argument("output", type=Path, help="folder to build in")
    parser.add_argument("--links", action="store_true", help="check the links to other sites, which needs the internet")
    arguments = parser.parse_args()
    try:
        pages = build(arguments.output.resolve(), "linkcheck" if arguments.links else "html")
    except subprocess.CalledProcessError as error:
        return int(error.returncode)
    print("All links work." if arguments.links else f"The documentation is at {(pages / 'index.html').as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
