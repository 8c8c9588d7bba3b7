"""What a command found → stdout, and what is to say of it → stderr."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable


def print_as(shape: object, lines: Iterable[str], *, as_json: bool) -> None:
    """The shape as JSON, or the lines."""
    if as_json:
        print_json(shape)
    else:
        print_lines(lines)


def print_json(shape: object) -> None:
    """A shape as readable JSON."""
    click.echo(json.dumps(shape, ensure_ascii=False, indent=2))


def print_lines(lines: Iterable[str]) -> None:
    """Data, in colour where a terminal shows it."""
    colour = False if os.environ.get("NO_COLOR") else None  # None: where stdout is a terminal
    for line in lines:
        click.echo(line, color=colour)


def talk(lines: Iterable[str]) -> None:
    """Talk, which is no data."""
    for line in lines:
        click.echo(line, err=True)
