"""Arguments and flags of the command line → a Request; they mean what a link's parameters mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import click

from search.engine import READER_SORTS
from search.errors import UsageError
from search.query.request import CHOICES, PARAMETERS, read_request
from search.records import TURN_EVIDENCE, TurnKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from search.query.request import Request

    Command = Callable[..., None]

_FLAGS: Final = {
    "speaker": "The words are this speaker's own; any form of the name.",
    "role": "Said in this office.",
    "from": "First day: 2012, 2012-05 or 2012-05-07.",
    "to": "Last day.",
    "year": "The year.",
    "place": "Where it was said.",
    "topic": "A topic the site gave it.",
    "lang": "Language of the page: en or ru.",
    "section": "A section of the site.",
    "kind": f"One of {', '.join(TurnKind)}.",
    "evidence": f"How the speaker is known: {', '.join(TURN_EVIDENCE)}.",
    "sort": f"One of {', '.join(READER_SORTS)}.",
    "limit": "Statements a page (20, at most 1,000).",
    "page": "Which page.",
}


JSON_FLAG: Final = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class QueryCommand(click.Command):
    """A command whose arguments are a query: `-word` is part of it, as flags have two dashes."""

    def make_context(
        self, info_name: str | None, args: list[str], *more: Any, **extra: Any
    ) -> click.Context:
        end = args.index("--") if "--" in args else len(args)
        flags = ["--help" if one == "-h" else one for one in args[:end]]
        known = {"--help", *(name for parameter in self.params for name in parameter.opts)}
        for flag in flags:
            name = flag.partition("=")[0]
            if flag.startswith("--") and name not in known:
                parent = extra.get("parent")
                ctx = click.Context(self, info_name=info_name, parent=parent)
                raise click.NoSuchOption(name, ctx=ctx)
        extra |= {"ignore_unknown_options": True, "help_option_names": ["--help"]}
        return super().make_context(info_name, flags + args[end:], *more, **extra)


def choices(*but: str) -> Callable[[Command], Command]:
    """The flags that mean what the parameters of a link mean, `but` some; choices may repeat."""

    def with_flags(command: Command) -> Command:
        for name in reversed(PARAMETERS[1:]):
            if name in but:
                continue
            text = _FLAGS[name] + (" May repeat: any will do." if name in CHOICES else "")
            # all may be given twice: of the others the second is wrong usage, not the last to count
            command = click.option(f"--{name}", f"given_{name}", multiple=True, help=text)(command)
        return command

    return with_flags


def read_flags(query: tuple[str, ...], given: Mapping[str, Any]) -> Request:
    """What the arguments ask for; `UsageError` for a value that cannot be read."""
    pairs: list[tuple[str, str]] = []
    for name in PARAMETERS[1:]:
        for value in given.get(f"given_{name}", ()):
            if not value.strip():
                raise UsageError(f"--{name} has no value; give one, or leave the flag out")
            pairs.append((name, _printable(value)))
    request, dropped = read_request(pairs)
    if dropped:
        raise UsageError("; ".join(dropped))
    return replace(request, q=" ".join(map(_printable, query)).strip())


def _printable(text: str) -> str:
    """An argument without the stray bytes a terminal of another encoding may have put into it."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
