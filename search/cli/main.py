"""The command `onrecord`: subcommands live in the `cli` module of their room, loaded by name."""

from __future__ import annotations

import codecs
import errno
import gc
import importlib
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from search.errors import OnrecordError, StoreUnavailable, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType
    from typing import TextIO

COMMANDS: Final = {
    "index": "index.cli",
    "clean": "index.clean_cli",
    "crawl": "index.cli",
    "verify": "index.cli",
    "search": "search.cli.searching",
    "export": "search.cli.export",
    "show": "search.cli.commands",
    "check": "search.cli.check",
    "cite": "search.cli.cite",
    "speakers": "search.cli.commands",
    "save": "search.cli.commands",
    "saved": "search.cli.saved",
    "mcp": "search.cli.mcp",
    "stats": "search.cli.commands",
    "serve": "webui.cli",
}
"""Each subcommand and the module that defines it: importing one room must not need the others."""

SUMMARIES: Final = {
    "index": "Index the saved pages under PATH…, which is remembered; without PATH all that is.",
    "clean": "Clean one saved page and print what becomes of it: facts, turns, speakers.",
    "crawl": (
        "Save new and changed pages of the site into the data folder; `index` reads them there."
    ),
    "verify": (
        "Check the serving index against its manifest: files, digests, counts, sample postings."
    ),
    "search": "Find statements; without QUERY the newest are listed.",
    "export": (
        "Write every full match of QUERY, one row a turn that matches; without QUERY everything."
    ),
    "show": "Print a statement (en-17093, or the site's number) or one turn of it (en-17093/12).",
    "check": "Tell whether QUOTE was said so, word by word, by whom and when.",
    "cite": (
        "Print a citation of a statement (en-17093), or of a turn or paragraph of it (en-17093/12)."
    ),
    "speakers": "List everybody who speaks: turns, statements, names, roles; most turns first.",
    "save": (
        "Save a query under NAME with all that it finds now, so that what is new later is known."
    ),
    "saved": "List the saved queries: what they found when they were saved, and how many are new.",
    "mcp": (
        "Serve search, fetch, check_quote, turn_in_context, frequency, coverage and cite by MCP."
    ),
    "stats": "Print what the index holds and was built with.",
    "serve": "Serve the site; prints its address when it is ready.",
}
"""The first sentence of each subcommand's help, for the list of all, which imports no room."""


class LazyCommands(click.Group):
    """A group that imports a subcommand's module when that subcommand is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        # numpy starts its threads for products of matrices when it is imported; we have none
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        command: click.Command = getattr(_imported(module), f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with what each does, without importing their rooms."""
        limit = formatter.width - 6 - max(map(len, COMMANDS))
        rows = [
            (name, click.Command(name, help=text).get_short_help_str(limit))
            for name, text in SUMMARIES.items()
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; turn our own errors into one sentence and an exit code."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise _Stop(str(error), 2) from error
        except StoreUnavailable as error:
            raise _Stop(f"{error} ({error.path})", 1) from error
        except OnrecordError as error:
            raise _Stop(str(error), 1) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of a pipe has enough: click ends quietly
                raise
            where = f": {error.filename}" if error.filename else ""
            raise _Stop(
                f"the system refused to go on: {error.strerror or error}{where}", 1
            ) from error


def _imported(module: str) -> ModuleType:
    """A module; what is imported stays, so that no cycles are looked for in it meanwhile."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return importlib.import_module(module)
    finally:
        if was_enabled:
            gc.enable()


class _Stop(click.ClickException):
    """An error already put into words: printed on stderr, without a traceback."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc] # click reads the instance's

    def show(self, file: Any = None) -> None:
        from search.formats.terminal import escaped  # it knows records, which the help needs not

        lines = f"onrecord: {self.format_message()}".split("\n")
        click.echo("\n".join(map(escaped, lines)), file=file or sys.stderr)


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="onrecord", prog_name="onrecord")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of indexes, saved queries and crawled pages (ONRECORD_DATA).",
)
@click.pass_context
def main(ctx: click.Context, data: Path | None) -> None:
    """Full-text search over official statements: who said what, when, in which words."""
    from search.settings import read_settings  # the help needs none

    _let_through_every_character(sys.stdout)
    ctx.obj = read_settings({"data": data})


def _let_through_every_character(stream: TextIO) -> None:
    """Files and pipes get UTF-8; a terminal in another encoding an escape for what it lacks."""
    if isinstance(stream, io.TextIOWrapper) and codecs.lookup(stream.encoding).name != "utf-8":
        if stream.isatty():
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8")


def run(arguments: Sequence[str] | None = None) -> None:
    """The entry point of `python -m search.cli.main`."""
    main(arguments, prog_name="onrecord")


if __name__ == "__main__":
    run()
