"""What a file of people may say, and how a broken one is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.people.aliases import read_entries
from search.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path


def test_two_press_secretaries_of_one_name_are_told_apart_by_the_shipped_file() -> None:
    namesakes = [entry.id for entry in read_entries() if "Dmitry Peskov" in entry.names]
    assert namesakes == ["dmitry-peskov", "dmitry-peskov-2"]


BROKEN = [
    ("[[person]\n", "is not a TOML file"),
    ('[[person]]\nid = "x"\n', "needs names"),
    ('[[person]]\nid = "Ivan Testov"\nnames = ["Ivan Testov"]\n', "needs names and an id"),
    ('[[person]]\nid = "a"\nnames = "Ivan"\n', "is no person"),
    ('[[person]]\nid = "a"\nnames = ["A B"]\nage = 4\n', "is no person"),
    ('[[person]]\nid = "a"\nnames = ["A B"]\n[[person]]\nid = "a"\nnames = ["C D"]\n', "twice"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_a_broken_file_of_people_is_refused_with_what_to_mend(
    tmp_path: Path, text: str, message: str
) -> None:
    own = tmp_path / "people.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        read_entries(own)


def test_a_missing_file_of_people_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_entries(tmp_path / "none.toml")
