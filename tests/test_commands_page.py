"""Every command, flag and setting is in `docs/commands.md`, and every setting as it is."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from search.cli.main import COMMANDS, main
from search.settings import ROWS

DOCS = Path(__file__).parent.parent / "docs"
COMMANDS_PAGE = (DOCS / "commands.md").read_text(encoding="utf-8")


def command(name: str) -> click.Command:
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_and_has_help(name: str) -> None:
    assert f"`onrecord {name}" in COMMANDS_PAGE
    assert command(name).get_short_help_str()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_flag_is_documented_and_has_help(name: str) -> None:
    for parameter in command(name).params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}"
            assert any(flag in COMMANDS_PAGE for flag in parameter.opts), f"{name} {parameter.opts}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_setting_is_a_row_of_the_page(row: object) -> None:
    assert f"| `{row.name}` | `{row.variable}` |" in COMMANDS_PAGE  # type: ignore[attr-defined]
    assert re.split("[,;(]", row.help)[0].strip() in COMMANDS_PAGE  # type: ignore[attr-defined]
