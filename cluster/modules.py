"""The modules that a distribution lacks: up to 3.4 the integration-test zip holds the transport's.

Every distribution that users take has them inside; here those that the program needs are put
together from their published jars.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Module:
    """What a module is made of; `parts` are Maven's names, `{}` the version of OpenSearch."""

    name: str
    description: str
    classname: str
    parts: tuple[str, ...]
    extends: str = ""
    policy: str = ""

    def descriptor(self, version: str) -> str:
        """What the server reads of it first."""
        return (
            f"name={self.name}\ndescription={self.description}\nversion={version}\n"
            f"opensearch.version={version}\njava.version=11\nclassname={self.classname}\n"
            f"extended.plugins={self.extends}\nhas.native.controller=false\n"
        )


NEEDED: Final = (
    Module(
        "lang-painless",
        "An easy, safe and fast scripting language",
        "org.opensearch.painless.PainlessPlugin",
        (
            "org.opensearch.plugin:lang-painless:{}:jar",
            "org.opensearch.plugin:opensearch-scripting-painless-spi:{}:jar",
            "org.antlr:antlr4-runtime:4.13.1:jar",  # as its own project file names them
            "org.ow2.asm:asm:9.7:jar",
            "org.ow2.asm:asm-analysis:9.7:jar",
            "org.ow2.asm:asm-commons:9.7:jar",
            "org.ow2.asm:asm-tree:9.7:jar",
            "org.ow2.asm:asm-util:9.7:jar",
        ),
        policy="""\
grant {
  permission java.lang.RuntimePermission "createClassLoader";
  permission java.lang.RuntimePermission "getClassLoader";
};
""",
    ),
    Module(
        "analysis-common",
        'Adds "built in" analyzers',
        "org.opensearch.analysis.common.CommonAnalysisPlugin",
        ("org.opensearch.plugin:analysis-common:{}:jar",),
        extends="lang-painless",  # it tells scripts which of its classes they may use
    ),
)
"""Scripts score, and an analyzer splits our tokens at spaces."""


def add(home: Path, version: str, fetch: Callable[[str], Path]) -> None:
    """Put the modules into the server at `home` that it lacks."""
    for module in NEEDED:
        if not (home / "modules" / module.name).is_dir():
            _add(module, home, version, fetch)


def _add(module: Module, home: Path, version: str, fetch: Callable[[str], Path]) -> None:
    """Put a module in, whole or not at all."""
    made = home / f"{module.name}.part"
    shutil.rmtree(made, ignore_errors=True)  # of a run that was stopped
    made.mkdir()
    for part in module.parts:
        jar = fetch(part.format(version))
        jar.rename(made / jar.name)
    descriptor = made / "plugin-descriptor.properties"
    descriptor.write_text(module.descriptor(version), encoding="utf-8")
    if module.policy:
        (made / "plugin-security.policy").write_text(module.policy, encoding="utf-8")
    made.rename(home / "modules" / module.name)
