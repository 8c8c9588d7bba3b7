"""The program that starts nodes: which Java it takes, what it refuses. No cluster is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[2]


def made(folder: Path, **versions: str) -> Path:
    """A folder of Javas, as systems have them."""
    for name, version in versions.items():
        home = folder / name
        (home / "bin").mkdir(parents=True)
        (home / "bin" / "java").write_text("")
        (home / "release").write_text(f'IMPLEMENTOR="Somebody"\nJAVA_VERSION="{version}"\n')
    (folder / "no-java").mkdir()
    return folder


def ran(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """What Python makes of words, run where the program is."""
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


CHOSEN = """
import sys
from pathlib import Path
from cluster.java import java_for
version, system, *named = sys.argv[1:]
environ = {"JAVA_HOME": named[0]} if named else {}
print(java_for(version, Path("/nowhere"), environ, Path(system)).home.name)
"""


@pytest.mark.parametrize(
    ("version", "named", "chosen"),
    [
        ("3.8.0", "", "new"),
        ("3.8.0", "fits", "fits"),
        ("3.8.0", "old", "new"),
        ("2.19.4", "", "fits"),
        ("2.19.4", "old", "old"),
        ("2.19.4", "new", "fits"),
    ],
)
def test_the_newest_java_that_fits_is_taken(
    version: str, named: str, chosen: str, tmp_path: Path
) -> None:
    system = made(tmp_path, old="17.0.15", fits="21.0.8", new="25.0.3")
    words = [version, str(system), *([str(system / named)] if named else [])]
    done = ran("-c", CHOSEN, *words)
    assert (done.returncode, done.stdout.strip()) == (0, chosen)


def told(folder: Path, *words: str) -> str:
    """What `python -m cluster` says when it refuses."""
    done = ran("-m", "cluster", "--folder", folder, *words)
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr


def test_a_cluster_that_was_not_started_is_told(tmp_path: Path) -> None:
    assert "no cluster was started" in told(tmp_path, "down")


@pytest.mark.parametrize("words", [("up",), ("run", "--", "true")])
def test_nodes_that_a_command_runs_beside_are_not_ended(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    folder = tmp_path / "nodes"
    with FileLock(f"{folder}.lock"):
        assert "wait until it is done" in told(folder, *words)


REPLACED = """
import os, subprocess, sys, time
from pathlib import Path
from cluster.node import is_ours
folder = Path(sys.argv[1])
environ = {"PATH": os.environ["PATH"], "OPENSEARCH_PATH_CONF": str(folder / "config")}
missed = 0
for _ in range(30):
    process = subprocess.Popen(["sh", "-c", "exec sh -c 'exec sleep 60'"], env=environ)
    until = time.monotonic() + 0.02
    while time.monotonic() < until:
        missed += not is_ours(process.pid, folder)
    process.kill()
    while Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
        time.sleep(0.001)
    assert not is_ours(process.pid, folder), "it has ended"
    process.wait()
print(missed)
"""


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs Linux's /proc")
def test_a_program_that_is_being_replaced_by_java_runs(tmp_path: Path) -> None:
    done = ran("-c", REPLACED, tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "0")
