"""Which text a link opens, and what is said of its words: never another's in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from search.errors import NotFound
from search.records import Evidence, Statement, StatementId, Turn, TurnKind
from search.store.permalinks import (
    FoundText,
    WordsFate,
    compare_words,
    find_text,
    words_at,
)
from search.store.versions import Version, Versions
from search.text_version import text_version

if TYPE_CHECKING:
    from pathlib import Path

SEEN = datetime(2031, 1, 1, tzinfo=UTC)
ID = StatementId("en-90001")


def speech(n: int, name: str, *paragraphs: str) -> Turn:
    return Turn(n, paragraphs, TurnKind.SPEECH, Evidence.LABEL, label=name, speaker=name)


def text(*turns: Turn) -> Statement:
    return Statement(ID, "en", "Harbour", turns)


HELLO = speech(1, "Irena Solvei", "Good day, friends.")
NEVER = speech(2, "Oren Halden", "We will never sell the harbour.")
GLADLY = speech(3, "Marta Quill", "I will gladly sell the harbour.")
BEFORE = text(HELLO, NEVER, GLADLY)
AFTER = text(
    replace(HELLO, paragraphs=(*HELLO.paragraphs, "A report.")),
    replace(NEVER, n=3),
    replace(GLADLY, n=4),
)


class OneStatement:
    """An engine that serves one text, or none."""

    def __init__(self, serving: Statement | None) -> None:
        self.serving = serving

    def statement(self, statement_id: StatementId) -> Statement:
        if self.serving is None or statement_id != self.serving.id:
            raise NotFound(statement_id)
        return self.serving


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    kept = Versions(tmp_path / "versions.sqlite3")
    for page, one in enumerate((BEFORE, AFTER)):
        kept.add([Version(one, str(page) * 64, "1", "a.html", SEEN, SEEN)])
    return kept


def opened(
    versions: Versions, serving: Statement | None, version: str, number: int | None
) -> FoundText:
    return find_text(versions, OneStatement(serving), ID, version, number)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("then", "now", "number", "fate", "stands_at"),
    [
        (BEFORE, AFTER, 2, WordsFate.MOVED, 3),
        (BEFORE, AFTER, 1, WordsFate.CHANGED, 1),
        (BEFORE, BEFORE, 2, WordsFate.SAME, 2),
        (BEFORE, text(HELLO, GLADLY), 2, WordsFate.DELETED, None),
        (text(HELLO), text(replace(HELLO, speaker="Else")), 1, WordsFate.RELABELLED, 1),
        (
            BEFORE,
            text(HELLO, replace(NEVER, paragraphs=("We will sell the harbour.",))),
            2,
            *(
                WordsFate.CHANGED,
                2,
            ),
        ),
        (AFTER, text(HELLO), 2, WordsFate.DELETED, None),
        (
            text(speech(1, "A", "One.", "Two.")),
            text(speech(1, "A", "New.", "Two.")),
            2,
            *(
                WordsFate.SAME,
                2,
            ),
        ),
        (BEFORE, AFTER, 99, WordsFate.DELETED, None),
        (BEFORE, AFTER, None, WordsFate.CHANGED, None),
    ],
)
def test_what_became_of_words(
    then: Statement, now: Statement, number: int | None, fate: WordsFate, stands_at: int | None
) -> None:
    assert compare_words(then, now, number) == (fate, stands_at)


def test_twins_of_words_are_looked_for_nearby() -> None:
    many = text(*(speech(n, "Question", "Why?") for n in (1, 5, 9)))
    moved = text(*(speech(n, "Question", "Why?") for n in (2, 6, 11)))
    assert compare_words(many, moved, 5) == (WordsFate.MOVED, 6)


def test_a_former_text_is_shown_where_its_words_moved(versions: Versions) -> None:
    found = opened(versions, AFTER, text_version(BEFORE), 2)
    assert (found.statement, found.fate, found.number) == (BEFORE, WordsFate.MOVED, 3)
    assert found.is_former
    assert found.kept_version == text_version(BEFORE)


def test_todays_text_is_shown_where_it_has_the_same_words(versions: Versions) -> None:
    shorter = text(HELLO, NEVER, replace(GLADLY, paragraphs=("I will not.",)))
    found = opened(versions, shorter, text_version(BEFORE), 2)
    assert found.statement is shorter
    assert not found.is_former
    assert found.named == BEFORE  # what is cited is the text that the link names


def test_a_link_without_a_version_knows_of_other_texts(versions: Versions) -> None:
    found = opened(versions, AFTER, "", 2)
    assert found.statement is AFTER
    assert [words_at(one, 2) == words_at(AFTER, 2) for one in found.others] == [False]


@pytest.mark.parametrize("version", ["000000000000", "x", "%", "a" * 1_000, "' OR 1=1 --"])
def test_a_version_that_is_not_known_says_so(versions: Versions, version: str) -> None:
    found = opened(versions, AFTER, version, 2)
    assert (found.known, found.statement) == (False, AFTER)


def test_a_former_name_of_the_same_text_opens_it(versions: Versions) -> None:
    versions.rename(ID, "aaaaaaaaaaaa", text_version(BEFORE))
    versions.rename(ID, "bbbbbbbbbbbb", text_version(AFTER))
    assert opened(versions, AFTER, "aaaaaaaaaaaa", 3).statement == BEFORE
    assert opened(versions, AFTER, "bbbbbbbbbbbb", 3).statement is AFTER


def test_a_statement_that_left_the_index_is_opened_by_its_version_alone(
    versions: Versions,
) -> None:
    found = opened(versions, None, text_version(BEFORE), 2)
    assert (found.statement, found.fate) == (BEFORE, WordsFate.WITHDRAWN)
    with pytest.raises(NotFound):
        opened(versions, None, "", 2)


def test_a_file_of_versions_that_cannot_be_read_hides_no_text_of_today(tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(b"no database" * 100)
    bad = Versions(tmp_path / "bad")
    assert opened(bad, AFTER, text_version(AFTER), 2).known
    assert not opened(bad, AFTER, text_version(BEFORE), 2).known
    assert opened(bad, AFTER, "", 2).others == ()


def test_a_label_of_its_own_paragraph_leads_to_the_turns_words() -> None:
    apart = Turn(4, ("One.", "Two."), TurnKind.SPEECH, Evidence.LABEL, label="A", ordinals=(5, 7))
    assert words_at(text(apart), 4) == words_at(text(apart), 4)
    assert words_at(text(apart), 6) is None
    assert compare_words(text(apart), text(apart), 6) == (WordsFate.SAME, 4)


def test_another_text_of_the_same_words_under_other_numbers_is_told(tmp_path: Path) -> None:
    shifted = text(HELLO, replace(NEVER, n=3), replace(GLADLY, n=4))
    kept = Versions(tmp_path / "versions.sqlite3")
    kept.add(
        Version(one, page, "1", "a.html", SEEN, SEEN)
        for one, page in ((replace(shifted, place="x"), "a"), (BEFORE, "b"))
    )
    assert text_version(shifted) == text_version(BEFORE)
    found = opened(kept, BEFORE, text_version(BEFORE), 3)
    assert (found.statement, found.rival) == (BEFORE, (2, 2))
    assert opened(kept, BEFORE, text_version(BEFORE), 1).rival is None
    beyond = opened(kept, BEFORE, text_version(BEFORE), 4)  # today's text ends before
    assert (beyond.statement.place, beyond.fate, beyond.number) == ("x", WordsFate.MOVED, 3)


SHORE = speech(2, "Oren Halden", "No.", "We will never sell the harbour. Nor shall we lend it.")
PARTED = replace(
    SHORE, paragraphs=("No.", "We will never sell the harbour.", "Nor shall we lend it.")
)
BY_PARAGRAPH = text(HELLO, SHORE, replace(GLADLY, n=4))
BY_SENTENCE = text(HELLO, PARTED, replace(GLADLY, n=5))


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    ("other", "serving", "number", "place"),
    [
        (BY_PARAGRAPH, BY_SENTENCE, 3, (3, 4)),  # half of them stands there now
        (BY_PARAGRAPH, BY_SENTENCE, 4, (5, 5)),  # somebody else's words
        (BY_SENTENCE, BY_PARAGRAPH, 3, (3, 3)),  # they go on there
        (BY_SENTENCE, BY_PARAGRAPH, 4, (3, 3)),
        (BY_PARAGRAPH, BY_SENTENCE, 1, None),
        (BY_PARAGRAPH, BY_SENTENCE, 2, None),  # a turn's words, whose paragraphs alone were parted
    ],
)
def test_a_paragraph_parted_or_joined_is_told_where_its_words_stand(
    tmp_path: Path,
    other: Statement,
    serving: Statement,
    number: int,
    place: tuple[int, int] | None,
    named: bool,
) -> None:
    kept = kept_texts(tmp_path, other, serving)
    found = opened(kept, serving, text_version(other) if named else "", number)
    assert (found.statement, found.rival) == (serving, place)


def test_a_number_that_only_a_text_of_the_same_words_has_opens_that_text(tmp_path: Path) -> None:
    kept = kept_texts(tmp_path, BY_SENTENCE, BY_PARAGRAPH)
    found = opened(kept, BY_PARAGRAPH, "", 5)
    assert (found.statement, found.fate, found.number) == (BY_SENTENCE, WordsFate.MOVED, 4)


def kept_texts(folder: Path, *texts: Statement) -> Versions:
    """A file of versions with these, as if each stood in a page of its own."""
    kept = Versions(folder / "versions.sqlite3")
    kept.add(
        Version(one, str(page) * 64, "1", "a.html", SEEN, SEEN) for page, one in enumerate(texts)
    )
    return kept


def test_a_label_that_other_rules_left_in_its_paragraph_changes_no_words() -> None:
    unread = text(
        replace(HELLO, paragraphs=(*HELLO.paragraphs, f"Oren Halden: {NEVER.paragraphs[0]}"))
    )
    assert compare_words(unread, BEFORE, 2) == (WordsFate.SAME, 2)
    assert compare_words(BEFORE, unread, 2) == (WordsFate.SAME, 2)
    another = text(HELLO, replace(NEVER, label="Marta Quill", speaker="Marta Quill"))
    assert compare_words(unread, another, 2)[0] is not WordsFate.SAME


def test_the_same_words_under_another_label_are_not_called_changed() -> None:
    promoted = replace(NEVER, label="Minister Oren Halden", role="Minister")
    assert compare_words(BEFORE, text(HELLO, promoted), 2) == (WordsFate.RELABELLED, 2)


def test_words_that_another_always_said_too_did_not_pass_to_him() -> None:
    yes = speech(1, "Irena Solvei", "Yes.")
    then = text(yes, replace(yes, n=2, label="Oren Halden", speaker="Oren Halden"))
    assert compare_words(then, text(then.turns[1]), 1) == (WordsFate.DELETED, None)
