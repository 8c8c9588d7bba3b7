"""The scripting module for distributions that come without: their integration-test zip up to 3.4.

Every distribution that users take has it inside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_NAME: Final = "lang-painless"
_PARTS: Final = (
    "org.opensearch.plugin:lang-painless:{}:jar",
    "org.opensearch.plugin:opensearch-scripting-painless-spi:{}:jar",
    "org.antlr:antlr4-runtime:4.13.1:jar",  # as its own project file names them
    "org.ow2.asm:asm:9.7:jar",
    "org.ow2.asm:asm-analysis:9.7:jar",
    "org.ow2.asm:asm-commons:9.7:jar",
    "org.ow2.asm:asm-tree:9.7:jar",
    "org.ow2.asm:asm-util:9.7:jar",
)
_DESCRIPTOR: Final = """\
name={name}
description=An easy, safe and fast scripting language
version={version}
opensearch.version={version}
java.version=11
classname=org.opensearch.painless.PainlessPlugin
extended.plugins=
has.native.controller=false
"""
_POLICY: Final = """\
grant {
  permission java.lang.RuntimePermission "createClassLoader";
  permission java.lang.RuntimePermission "getClassLoader";
};
"""


def add(home: Path, version: str, fetch: Callable[[str], Path]) -> None:
    """Put the module into the server at `home` where it lacks it."""
    module = home / "modules" / _NAME
    if module.is_dir():
        return
    module.mkdir()
    for part in _PARTS:
        jar = fetch(part.format(version))
        jar.rename(module / jar.name)
    (module / "plugin-descriptor.properties").write_text(
        _DESCRIPTOR.format(name=_NAME, version=version), encoding="utf-8"
    )
    (module / "plugin-security.policy").write_text(_POLICY, encoding="utf-8")
