"""How far long work is → a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

if TYPE_CHECKING:
    from typing import Self


class Progress:
    """What long work reports to; this one shows nothing."""

    def start(self, what: str, total: int | None) -> None:
        """A stage begins; `total` steps, None when not known."""

    def step(self, count: int = 1) -> None:
        """`count` steps of the stage are done."""


class ProgressBar(Progress):
    """A progress bar on stderr, when stderr is a terminal."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._bar = RichProgress(
            TextColumn("{task.description:<18}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task = self._bar.add_task("Starting", total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._bar.stop()

    def start(self, what: str, total: int | None) -> None:
        """Begin the bar anew under another name."""
        self._bar.reset(self._task, description=what, total=total)

    def step(self, count: int = 1) -> None:
        """Move the bar on."""
        self._bar.advance(self._task, count)
