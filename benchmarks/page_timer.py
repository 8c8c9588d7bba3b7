"""A data folder, then addresses on stdin → for each its processor seconds and bytes on stdout.

    PYTHONPATH=CHECKOUT python benchmarks/page_timer.py DATA_FOLDER

Run by `benchmarks.beside` once for each version of the program that is compared: what is imported
is what PYTHONPATH names. Flask's test client asks, so that no server and no socket is measured;
the process keeps its memory as that version's server does.
"""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path

from search.settings import read_settings
from webui.app import create_app


def main() -> None:
    """Answer what is asked, a line for a line, until there is no more."""
    with suppress(ImportError):  # of a version whose server does nothing of it
        from webui.serving.memory import settle_memory

        settle_memory()
    client = create_app(read_settings({"data": Path(sys.argv[1])}, environ={})).test_client()
    for line in sys.stdin:
        began = time.process_time()
        answer = client.get(line.rstrip("\n"))
        took = time.process_time() - began
        print(answer.status_code, f"{took:.6f}", len(answer.data), flush=True)


if __name__ == "__main__":
    main()
