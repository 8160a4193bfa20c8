# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run a command and print its time and memory as JSON. The output of the command goes to the standard error.

This is a small process of its own because the memory of a parent counts as that of its children.

Usage: python -S measured.py COMMAND ARGUMENT...
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time


def main() -> None:
    """Run the command; print its exit status, its seconds, and the memory of its largest process (Linux: KiB)."""
    started = time.monotonic()
    status = subprocess.call(sys.argv[1:], stdout=sys.stderr)
    seconds = time.monotonic() - started
    memory_kib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({"status": status, "seconds": seconds, "memory_kib": memory_kib}))


if __name__ == "__main__":
    main()
