# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every check of the collection, as a nox session; ``make help`` lists the usual ways in.

An ``install-*`` session makes a virtual environment that several other sessions work in; nox runs
it first wherever it is needed. Everything that a session writes goes to ``.nox`` or ``.build``.

Environment variables:
    CI, STRICT: where either is set, what is missing on this machine is a failure and not a skip.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nox

ROOT = Path(__file__).parent
BUILD = ROOT / ".build"
SKIPPED = BUILD / "skipped"
COLLECTION = Path("ansible_collections", "sinch", "sip")
STRICT = bool(os.environ.get("CI") or os.environ.get("STRICT"))

# ansible-core versions with the Pythons from 3.11 on that can run their controller side. "devel" is what comes next.
CORES = {
    "2.16": ("3.11", "3.12"),
    "2.17": ("3.11", "3.12"),
    "2.18": ("3.11", "3.12", "3.13"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.12", "3.13", "3.14"),
    "devel": ("3.13", "3.14"),
}
# Of these, the ones that everything is checked on by default: a usual one, the newest and the oldest.
USUAL_CORES = ("2.19", "2.21", "2.16")
# Pythons on which the modules must work.
MODULE_PYTHONS = ("3.9", "3.10", "3.11", "3.12", "3.13")
# Each file of pinned requirements, with the lowest Python that it must fit.
PINNED = {
    "requirements/nox": "3.11",
    "requirements/static": "3.11",
    "requirements/release": "3.11",
    **{f"requirements/core-{core}": pythons[0] for core, pythons in CORES.items() if core != "devel"},
    "tests/unit/requirements": "3.9",
}


@functools.cache
def interpreter(version: str) -> str | None:
    """The path of a working Python of this version ("3.11"), or None; version managers leave launchers that do not."""
    for candidate in (sys.executable, shutil.which(f"python{version}")):
        if candidate is None:
            continue
        probe = [candidate, "-c", "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"]
        found = subprocess.run(probe, capture_output=True, text=True, check=False)
        if found.stdout.strip() == version:
            return candidate
    return None


def controller_python(core: str) -> str:
    """The Python that can run this ansible-core: the one that runs nox, else the first here, else the oldest of all."""
    own = "{}.{}".format(*sys.version_info)
    pythons = sorted(CORES[core], key=lambda python: python != own)
    return next((python for python in pythons if interpreter(python)), CORES[core][0])


# The ansible-core that most sessions use.
MAIN = next((core for core in USUAL_CORES if interpreter(controller_python(core))), USUAL_CORES[0])

nox.options.default_venv_backend = "virtualenv"
nox.options.reuse_venv = "yes"
nox.options.download_python = "never"
nox.options.allow_parallel = True
nox.options.error_on_missing_interpreters = STRICT
# Roughly the longest first, so that those that run at the same time end together; style soon, since it fails first.
nox.options.sessions = [
    f"sanity-{MAIN}",
    "static",
    "playbooks",
    *(f"python-{python}" for python in MODULE_PYTHONS),
    *(name for core in USUAL_CORES if core != MAIN for name in (f"sanity-{core}", f"compat-{core}")),
    "faults",
    "awx",
    "guides",
    "live",
    "integration",
    "probe",
    "release_check",
    "ansible_lint",
    "docs",
]


def skip(session: nox.Session, reason: str) -> None:
    """End the session as skipped, or as failed where nothing may be skipped."""
    (session.error if STRICT else session.skip)(reason)


def run(
    session: nox.Session,
    *command: str | Path,
    cwd: Path = ROOT,
    environment: str | None = None,
    collections: Path = BUILD / "tree",
) -> str:
    """Run a command quietly in an environment (default: the session's own) and return its output, shown on failure."""
    env: dict[str, str | None] = {
        "ANSIBLE_COLLECTIONS_PATH": str(collections),
        "NO_COLOR": "1",
        "PYTHONPATH": None,
    }
    program, *arguments = map(str, command)
    if environment is not None:
        folder = environment_folder(session, environment) / "bin"
        env["PATH"] = os.pathsep.join((str(folder), os.environ["PATH"]))
        program = str(folder / program)
    with contextlib.chdir(cwd):
        output = session.run(program, *arguments, env=env, silent=True, log=False, external=True)
    return str(output or "")


def last_line(output: str) -> str:
    """The last line of some output that is not blank: where tools give their tally."""
    return next((line for line in reversed(output.splitlines()) if line.strip()), "")


def environment_folder(session: nox.Session, environment: str) -> Path:
    """Where the environment is that an ``install-*`` session made; skips the session if its Python is missing."""
    # nox writes the dots of a session's name as hyphens.
    folder = ROOT / ".nox" / f"install-{environment}".replace(".", "-")
    if not (folder / "bin" / "python").exists():
        skip(session, f"the environment {environment} could not be made: its Python is missing")
    return folder


def source_files() -> list[str]:
    """Paths of the collection's files: those that git tracks or would track."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted(name for name in set(names) if name and (ROOT / name).is_file())


def working_copy(session: nox.Session) -> Path:
    """Bring the session's own copy of the collection up to date and return it; ansible-test wants such a path."""
    copy = BUILD / session.name / COLLECTION
    wanted = source_files()
    if not (copy / ".git").exists():
        # Else ansible-test asks the repository around it, which ignores the copy.
        session.run("git", "init", "--quiet", str(copy), log=False, external=True)
    for name in wanted:
        source, target = ROOT / name, copy / name
        if not target.exists() or fingerprint(target) != fingerprint(source):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    for stale in set(files_below(copy)) - set(wanted):
        (copy / stale).unlink()
    return copy


def fingerprint(file: Path) -> tuple[int, int]:
    """What changes when a file does; a copy takes it over."""
    status = file.stat()
    return status.st_mtime_ns, status.st_mode


def files_below(folder: Path) -> Iterator[str]:
    """Paths of all files below a working copy, relative to it, but for what git and ansible-test keep there."""
    for parent, folders, files in os.walk(folder):
        relative = Path(parent).relative_to(folder)
        folders[:] = [name for name in folders if str(relative / name) not in {".git", "tests/output"}]
        yield from (str(relative / name) for name in files)


def collection_tree() -> None:
    """Make the checkout importable as ``ansible_collections.sinch.sip`` from ``.build/tree``."""
    link = BUILD / "tree" / COLLECTION
    link.parent.mkdir(parents=True, exist_ok=True)
    # Sessions that run at the same time may all come to make it.
    with contextlib.suppress(FileExistsError):
        link.symlink_to(ROOT, target_is_directory=True)


def define_install(environment: str, python: str) -> None:
    """Define the session that makes an environment from the pinned requirements of the same name."""

    def install(session: nox.Session) -> None:
        session.install("--quiet", "--requirement", f"requirements/{environment}.txt", log=False)
        collection_tree()
        if environment.startswith("core-"):
            session.run("python", "tests/pip_installer.py", silent=True, log=False)

    install.__doc__ = f"Make the virtual environment {environment}."
    nox.session(name=f"install-{environment}", python=python, default=False)(install)


def define_for(
    core: str, name: str, function: Callable[[nox.Session, str], None], tags: tuple[str, ...] = (), *environments: str
) -> None:
    """Define a session that works in the environment of one ansible-core, and looks into other environments."""

    def body(session: nox.Session) -> None:
        function(session, f"core-{core}")

    body.__doc__ = function.__doc__
    requires = [f"install-{environment}" for environment in (f"core-{core}", *environments)]
    nox.session(name=name, venv_backend="none", tags=tags, requires=requires)(body)


def ansible_test(session: nox.Session, environment: str, copy: Path, *arguments: str) -> str:
    """Run ansible-test and return its output; that it found nothing to do is a failure."""
    output = run(session, "ansible-test", *arguments, "--color", "no", cwd=copy, environment=environment)
    if "All targets skipped" in output:
        session.error(f"ansible-test {shlex.join(arguments)} found nothing to test")
    return output


def sanity_tests(session: nox.Session, environment: str, copy: Path, *arguments: str) -> None:
    """Run ansible-test sanity. It keeps environments of its own per user, which must not be made by two at once."""
    with (BUILD / "sanity.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ansible_test(session, environment, copy, "sanity", "--prime-venvs", *arguments)
    ansible_test(session, environment, copy, "sanity", *arguments)


def sanity(session: nox.Session, environment: str) -> None:
    """Run ansible-test sanity, all tests, no ignore file."""
    sanity_tests(session, environment, working_copy(session), "--target-python", "default")


def integration(session: nox.Session, environment: str) -> None:
    """Run ansible-test integration against the simulator."""
    output = run(session, "python", "-m", "tests.integration", working_copy(session), environment=environment)
    targets = [line for line in output.splitlines() if line.startswith("Running ") and "integration test" in line]
    if not targets:
        session.error("ansible-test found no integration target")
    session.log(f"{len(targets)} integration targets passed")


def tell_skipped(session: nox.Session, output: str) -> None:
    """Show which tests pytest skipped and why, and note it for tests.summary; fail where nothing may be skipped."""
    skipped = [line for line in output.splitlines() if line.startswith("SKIPPED ")]
    if not skipped:
        return
    for line in skipped:
        session.log(line)
    if STRICT:
        session.error("tests were skipped")
    SKIPPED.mkdir(parents=True, exist_ok=True)
    with (SKIPPED / session.name).open("a", encoding="utf-8") as notes:
        notes.writelines(f"{line}\n" for line in skipped)


def pytest(session: nox.Session, environment: str, *arguments: str) -> str:
    """Run pytest and return its output; show what it counted, and what it skipped and why."""
    output = run(session, "pytest", "-rfEs", *arguments, environment=environment)
    session.log(last_line(output))
    tell_skipped(session, output)
    return output


def playbooks(session: nox.Session, environment: str) -> None:
    """Run the simulator's own tests, and real ansible-playbook runs against it."""
    # Tasks that are cut off there leave processes behind, which would still ask the simulator of later tests.
    parity = "tests/playbooks/test_parity.py"
    pytest(session, environment, "tests/simulator_tests", "tests/playbooks", f"--ignore={parity}")
    pytest(session, environment, parity)


def compat(session: nox.Session, environment: str) -> None:
    """Run those tests again that must pass on every ansible-core."""
    pytest(session, environment, "tests/playbooks", "tests/awx", "tests/probe", "-m", "compat")


def faults(session: nox.Session, environment: str) -> None:
    """Run the tests of what happens when things go wrong, but for those that take long."""
    pytest(session, environment, "tests/faults", "-m", "not exhaustive")


def awx(session: nox.Session, environment: str) -> None:
    """Run the playbooks as AWX runs them."""
    pytest(session, environment, "tests/awx")


def probe(session: nox.Session, environment: str) -> None:
    """Run the tests of the SIP probe against SIP peers."""
    pytest(session, environment, "tests/probe")


def live(session: nox.Session, environment: str) -> None:
    """Run the tests of the live check, against the simulator."""
    pytest(session, environment, "tests/live_check_tests")


def guides(session: nox.Session, environment: str) -> None:
    """Run every code block of the guides, and tell which ones say that they are not to be run, and why."""
    output = pytest(session, environment, "tests/guides")
    for line in output.splitlines():
        if line.startswith("NOT RUN "):
            session.log(line)


def faults_all(session: nox.Session, environment: str) -> None:
    """Run all tests of what happens when things go wrong, with thousands of random answers."""
    session.env["HYPOTHESIS_PROFILE"] = "thorough"
    pytest(session, environment, "tests/faults")


def show(session: nox.Session, environment: str, module: str, *arguments: str) -> None:
    """Run a program of tests/ in an environment, and show its output as it comes; Ctrl-C lets it clean up."""
    python = environment_folder(session, environment) / "bin" / "python"
    env = {"ANSIBLE_COLLECTIONS_PATH": str(BUILD / "tree"), "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}
    session.run(str(python), "-m", module, *arguments, env=env, log=False, external=True, interrupt_timeout=None)


def simulator(session: nox.Session, environment: str) -> None:
    """Run a local Sinch API until Ctrl-C; what follows -- is for ``python -m tests.simulator``."""
    show(session, environment, "tests.simulator", *session.posargs)


def screenshots(session: nox.Session, environment: str) -> None:
    """Take the pictures of the documentation anew."""
    show(session, environment, "tests.guides.screenshots")


def generate(session: nox.Session, environment: str) -> None:
    """Write the documentation of options and results anew, from the declarations."""
    session.env["PYTHONPATH"] = str(BUILD / "tree")
    show(session, environment, "tests.option_docs")


def tests(session: nox.Session, environment: str) -> None:
    """Run the tests that what follows -- chooses, by pytest's options."""
    show(session, environment, "pytest", *session.posargs)


def demo(session: nox.Session, environment: str) -> None:
    """Build a trunk on a local Sinch API, twice."""
    show(session, environment, "tests.demo")


def live_check(session: nox.Session, environment: str) -> None:
    """Compare the real API with what is taken for granted; what follows -- is for ``python -m tests.live_check``."""
    session.env["PYTHONPATH"] = str(BUILD / "tree")
    show(session, environment, "tests.live_check", *session.posargs)


def bench(session: nox.Session, environment: str) -> None:
    """Measure ways to build many trunks, and single tasks; what follows -- is for ``python -m tests.bench``."""
    show(session, environment, "tests.bench", *session.posargs)


def define_module_python(python: str) -> None:
    """Define the session that tests the code that runs on managed hosts with one Python."""

    def module_python(session: nox.Session, environment: str) -> None:
        """Run the unit tests, and the sanity tests that load the code, on one Python."""
        path = interpreter(python)
        if path is None:
            skip(session, f"no Python {python} on this machine")
        copy = working_copy(session)
        target = f"{python}@{path}"
        output = ansible_test(session, environment, copy, "units", "--target-python", f"venv/{target}")
        tallies = [line.strip("= ") for line in output.splitlines() if " passed" in line]
        session.log("; ".join(tallies))
        tell_skipped(session, output)
        sanity_tests(session, environment, copy, "--test", "compile", "--test", "import", "--target-python", target)

    define_for(MAIN, f"python-{python}", module_python)


for _environment, _python in (
    ("release", controller_python("2.19")),
    *((f"core-{core}", controller_python(core)) for core in CORES),
):
    define_install(_environment, _python)
for _core in CORES:
    _tags = () if _core in (*USUAL_CORES, "devel") else ("more",)
    define_for(_core, f"sanity-{_core}", sanity, _tags)
    define_for(_core, f"compat-{_core}", compat, _tags)
for _python in MODULE_PYTHONS:
    define_module_python(_python)
for _function in (
    *(integration, playbooks, faults, probe, live, guides, tests),
    *(demo, simulator, generate, screenshots, live_check, bench),
):
    define_for(MAIN, _function.__name__, _function)
define_for(MAIN, "faults_all", faults_all, ("more",))
# Some of its tests call programs that only the other environment has.
define_for(MAIN, "awx", awx, (), "release")


@nox.session
def static(session: nox.Session) -> None:
    """Check style, types, structure, generated documentation, the GitHub workflows, and the tools of this file."""
    session.install("--quiet", "--requirement", "requirements/static.txt", log=False)
    collection_tree()
    run(session, "ruff", "check", "--no-cache", "--output-format", "concise", ".")
    run(session, "ruff", "format", "--no-cache", "--check", ".")
    # The plugins are checked by the name under which Ansible imports them.
    packages = ("-p", "ansible_collections.sinch.sip.plugins", "-p", "tests", "-m", "noxfile")
    session.log(last_line(run(session, "mypy", *packages)))
    github = ROOT / ".github"
    for schema, files in (
        ("github-workflows", github.glob("workflows/*.yml")),
        ("github-actions", github.glob("actions/*/action.yml")),
        ("dependabot", github.glob("dependabot.yml")),
    ):
        run(session, "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files)
    run(session, "zizmor", "--offline", "--quiet", "--strict-collection", github)
    session.log(last_line(run(session, "pytest", "tests/tooling", "tests/structure")))


@nox.session(tags=["more"])
def mutation(session: nox.Session) -> None:
    """See which random changes of the core its unit tests notice; -- --seed N makes others, --count N more or fewer."""
    session.install("--quiet", "--requirement", "requirements/static.txt", log=False)
    session.log(run(session, "python", "-m", "tests.structure.mutation", *session.posargs).rstrip())


@nox.session(venv_backend="none", requires=["install-release"])
def ansible_lint(session: nox.Session) -> None:
    """Run ansible-lint, configured to be as strict as it can."""
    session.log(last_line(run(session, "ansible-lint", cwd=working_copy(session), environment="release")))


@nox.session(venv_backend="none", requires=["install-release"])
def docs(session: nox.Session) -> None:
    """Build the documentation as a site; every warning is an error."""
    session.log(last_line(run(session, "python", "-m", "tests.docsite", BUILD / "docs", environment="release")))


@nox.session(venv_backend="none", requires=["install-release"], default=False)
def docs_links(session: nox.Session) -> None:
    """Check the links of the documentation to other sites."""
    run(session, "python", "-m", "tests.docsite", BUILD / "docs_links", "--links", environment="release")


@nox.session(venv_backend="none", requires=["install-release", f"install-core-{MAIN}"])
def release_check(session: nox.Session) -> None:
    """Build the release as it would be published, check it as Galaxy would, install it, and run the demo from there.

    What follows -- is for ``python -m tests.release check``.
    """
    copy = working_copy(session)
    build = functools.partial(run, session, environment="release")
    build("antsibull-changelog", "lint")
    build("antsibull-docs", "lint-collection-docs", "--plugin-docs", ".")
    output = BUILD / "release"
    session.log(build("python", "-m", "tests.release", "check", *session.posargs, copy, output).rstrip())
    (tarball,) = output.glob("*.tar.gz")
    installed = output / "installed"
    use = functools.partial(run, session, environment=f"core-{MAIN}", collections=installed)
    use("ansible-galaxy", "collection", "install", tarball, "--collections-path", installed)
    session.log(last_line(use("python", "-m", "tests.demo", "--collections", installed)))


@nox.session(venv_backend="none", requires=["install-release"], default=False)
def release(session: nox.Session) -> None:
    """Make the changelog of the version that galaxy.yml names, which uses up the fragments."""
    show(session, "release", "tests.release", "make")


@nox.session(venv_backend="none", default=False)
def pins(session: nox.Session) -> None:
    """Pin the newest versions of all requirements anew."""
    uv = Path(sys.executable).with_name("uv")
    command = (uv, "pip", "compile", "--quiet", "--universal", "--upgrade", "--custom-compile-command", "make pins")
    for name, python in PINNED.items():
        run(session, *command, "--python-version", python, f"{name}.in", "--output-file", f"{name}.txt")
