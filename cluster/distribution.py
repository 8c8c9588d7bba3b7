"""An OpenSearch version → its distribution, unpacked; Maven fetches it.

What is fetched is OpenSearch's own integration-test distribution: the server with its modules (from
3.5 on; before, only the transport), without Java and without plugins.
"""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING, Final

from cluster import modules
from cluster.errors import NoCluster

if TYPE_CHECKING:
    from pathlib import Path

NEWEST: Final = "3.8.0"
WITH_SECURITY: Final = "2.19.4"
"""A version whose security plugin is published beside it as a zip."""

_COPY: Final = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
_SERVER: Final = "org.opensearch.distribution.integ-test-zip:opensearch:{}:zip"
_SECURITY: Final = "org.opensearch.plugin:opensearch-security:{}.0:zip"


def server(version: str, folder: Path, *, secure: bool = False) -> Path:
    """The folder of the server of that version below `folder`, with the security plugin or not."""
    home = folder / (f"secure-{version}" if secure else f"opensearch-{version}")
    if not home.is_dir():
        _make(home, version, folder, secure=secure)
    modules.add(home, version, lambda artifact: _fetch(artifact, folder))
    return home


def _make(home: Path, version: str, folder: Path, *, secure: bool) -> None:
    """Unpack a server, whole or not at all."""
    unpacked = folder / "unpacked"
    shutil.rmtree(unpacked, ignore_errors=True)  # of a run that was stopped
    _unpack(_fetch(_SERVER.format(version), folder), unpacked)
    made = unpacked / f"opensearch-{version}"
    for program in (made / "bin").iterdir():
        program.chmod(0o755)
    if secure:
        _unpack(_fetch(_SECURITY.format(version), folder), made / "plugins" / "opensearch-security")
    made.rename(home)


def _fetch(artifact: str, folder: Path) -> Path:
    """The artifact's file, by Maven, which keeps a copy of its own."""
    if shutil.which("mvn") is None:
        raise NoCluster(
            "Maven (mvn) is missing, which fetches OpenSearch. Debian, Ubuntu: "
            "sudo apt-get install maven"
        )
    target = folder / "fetched"
    done = subprocess.run(
        ["mvn", "-q", "-B", _COPY, f"-Dartifact={artifact}", f"-DoutputDirectory={target}"],
        capture_output=True,
        text=True,
        check=False,
    )
    _group, name, version, kind = artifact.split(":")
    fetched = target / f"{name}-{version}.{kind}"
    if done.returncode or not fetched.is_file():
        raise NoCluster(f"Maven could not fetch {artifact}:\n{(done.stdout + done.stderr).strip()}")
    return fetched


def _unpack(archive: Path, target: Path) -> None:
    with zipfile.ZipFile(archive) as unpacking:
        unpacking.extractall(target)
    archive.unlink()
