"""What makes pages be read again."""

from __future__ import annotations

import importlib.resources
from typing import TYPE_CHECKING

from index.pipeline import intake
from index.pipeline.intake import rules_digest

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_another_grammar_of_addresses_is_another_set_of_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rules_digest()
    (tmp_path / "site_address.py").write_text("# reads addresses otherwise", encoding="utf-8")
    own = importlib.resources.files
    monkeypatch.setattr(
        intake, "package_files", lambda name: tmp_path if name == "search" else own(name)
    )
    assert rules_digest() != before
