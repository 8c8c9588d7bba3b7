"""The name of an extra of ours → the command that installs it where this program runs."""

from __future__ import annotations

import shlex
import sys


def install_command(extra: str) -> str:
    """What to type: with the interpreter that runs, as the system's own pip is often another's."""
    return f"{shlex.quote(sys.executable or 'python3')} -m pip install 'onrecord[{extra}]'"
