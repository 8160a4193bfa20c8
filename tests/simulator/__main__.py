# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start the simulator by hand, or from a test: ``python -m tests.simulator --help``."""

from __future__ import annotations

import argparse
import asyncio
import signal
import ssl
import sys
from pathlib import Path

from aiohttp import web

from .app import create_app
from .control import SEEDS
from .seeding import seed_projects
from .settings import Settings
from .simulator import Simulator

_SHUTDOWN_S = 0.2  # The time that requests in progress have to end at a shutdown


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description="A local Sinch SIP trunking API.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8480, help="port, 0 for a free one (default: %(default)s)")
    parser.add_argument("--tls-cert", type=Path, metavar="FILE.pem", help="certificate chain with its key: serve https")
    parser.add_argument("--seed", type=Path, metavar="FILE.json", help="data to start with: seeds by project ID")
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace) -> None:
    settings = Settings()
    simulator = Simulator(settings)
    if arguments.seed:
        seed_projects(simulator, SEEDS.validate_json(arguments.seed.read_bytes()))
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    runner = web.AppRunner(create_app(simulator), access_log=None, shutdown_timeout=_SHUTDOWN_S)
    await runner.setup()
    tls = None
    if arguments.tls_cert:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(arguments.tls_cert)
    try:
        await web.TCPSite(runner, arguments.host, arguments.port, ssl_context=tls).start()
    except OSError as error:
        await runner.cleanup()
        sys.exit(f"{error.strerror}. Choose another with --port: make simulator SIMULATOR='--port 8481'")
    host = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
    key_id, key_secret = next(iter(settings.keys.items()))
    url = f"{'https' if tls else 'http'}://{host}:{runner.addresses[0][1]}"
    print(f"Sinch API simulator: {url} (key ID {key_id}, key secret {key_secret}, any project ID)", flush=True)
    await stop.wait()
    await runner.cleanup()


asyncio.run(_serve(_arguments()))
