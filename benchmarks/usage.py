"""What was typed after a module → its arguments, or its docstring where they are no use."""

from __future__ import annotations

import sys


def arguments(told: str | None, least: int, most: int | None = None) -> list[str]:
    """What was typed after the module; prints `told` and ends on `--help` and on a wrong number."""
    given = sys.argv[1:]
    if "--help" in given or "-h" in given:
        print(told)
        sys.exit()
    if len(given) < least or (most is not None and len(given) > most):
        print(told, file=sys.stderr)
        sys.exit(2)
    return given
