"""The command line of the test cluster; stdout's last line is what to export."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from filelock import FileLock, Timeout

from cluster import security
from cluster.distribution import NEWEST, WITH_SECURITY
from cluster.errors import NoCluster
from cluster.local import LocalCluster, default_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOLDER_VARIABLE: Final = "ONRECORD_CLUSTER"
"""Tells a command that is run which cluster to kill nodes of."""


@click.group()
@click.option("--folder", type=click.Path(path_type=Path), help="Where everything lies.")
@click.pass_context
def cluster(ctx: click.Context, folder: Path | None) -> None:
    """A real OpenSearch cluster on loopback, for tests and measurements."""
    ctx.obj = folder or default_folder()


def _start_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options that say which cluster to start."""
    for option in (
        click.option("--secure", is_flag=True, help="With TLS and passwords."),
        click.option("--heap-mb", default=512, show_default=True, type=click.IntRange(min=128)),
        click.option("--version", help=f"Of OpenSearch: {NEWEST}, {WITH_SECURITY} if secure."),
        click.option("--nodes", default=3, show_default=True, type=click.IntRange(1, 9)),
    ):
        command = option(command)
    return command


@cluster.command()
@_start_options
@click.pass_obj
def up(folder: Path, nodes: int, version: str | None, heap_mb: int, secure: bool) -> None:
    """Start empty nodes, wait until they are green, and print how to reach them."""
    with exclusive(folder):
        started = LocalCluster.up(folder, version, nodes=nodes, heap_mb=heap_mb, secure=secure)
    click.echo(f"OpenSearch {started.version} on Java {started.java.major}: {folder}", err=True)
    _print_environment(started)


@cluster.command(context_settings={"ignore_unknown_options": True})
@_start_options
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
@click.pass_context
def run(
    ctx: click.Context,
    nodes: int,
    version: str | None,
    heap_mb: int,
    secure: bool,
    command: tuple[str, ...],
) -> None:
    """Start a cluster, run COMMAND beside it, stop it; the exit code is the command's."""
    folder: Path = ctx.obj
    with exclusive(folder):
        started = LocalCluster.up(folder, version, nodes=nodes, heap_mb=heap_mb, secure=secure)
        try:
            environ = {**os.environ, **started.environment, FOLDER_VARIABLE: str(folder)}
            code = subprocess.run(command, env=environ, check=False).returncode
        finally:
            LocalCluster.read(folder).down()  # with the nodes that COMMAND started again
    ctx.exit(code)


@cluster.command()
@click.pass_obj
def down(folder: Path) -> None:
    """Stop all nodes and delete their data."""
    LocalCluster.read(folder).down()


@cluster.command()
@click.argument("name")
@click.pass_obj
def kill(folder: Path, name: str) -> None:
    """Kill one node at once, as a power cut would."""
    LocalCluster.read(folder).kill(name)


@cluster.command()
@click.argument("name")
@click.pass_obj
def start(folder: Path, name: str) -> None:
    """Start one node again."""
    LocalCluster.read(folder).start(name)


@cluster.command()
@click.pass_obj
def status(folder: Path) -> None:
    """Print which nodes run, and how the cluster is."""
    found = LocalCluster.read(folder)
    for node in found.nodes:
        click.echo(f"{node.name} {node.http} {'runs' if found.runs(node.name) else 'is down'}")
    click.echo(found.health().get("status", "no answer"))
    _print_environment(found)


@cluster.command()
@click.argument("user")
@click.option("--seconds", default=3600, show_default=True, help="How long it is good for.")
@click.pass_obj
def token(folder: Path, user: str, seconds: int) -> None:
    """Print a token that a secure cluster takes for USER."""
    click.echo(security.token(LocalCluster.read(folder).certificates, user, seconds))


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Let no other command start nodes in the folder meanwhile, which would end those that run."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{folder}.lock", blocking=False)
    try:
        with lock:
            yield
    except Timeout:
        raise NoCluster(
            f"a command runs beside the cluster in {folder}; wait until it is done, or name another"
            " folder: python -m cluster --folder FOLDER …"
        ) from None


def _print_environment(started: LocalCluster) -> None:
    """Print what to export; the hosts last."""
    for name, value in reversed(started.environment.items()):
        click.echo(f"{name}={value}")


def main() -> None:
    """Run; a cluster that cannot be had is exit code 1 and says why."""
    try:
        cluster(prog_name="python -m cluster")
    except NoCluster as error:
        click.echo(f"cluster: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
