"""Words that stand in the text too, but in another place: told as moved, and as `order`."""

from __future__ import annotations

import pytest
from laid_quotes import compared

TEXT = (
    "It rained. Over the winter, the old harbour of Orm will take grain and timber from Northland,"
    " and we hope to rebuild the eastern pier before the autumn. I expect your plans by Friday."
)
RUSSIAN = (
    "Мы строим порт. Флот играл и играет главную роль на севере, и люди получали жильё у моря."
)


@pytest.mark.parametrize(
    "quote",
    [
        "will take timber and grain from Northland",
        "the old harbour of Orm will take timber and grain",
        "and we hope to rebuild before the autumn the eastern pier",
        "we hope before the autumn to rebuild the eastern pier. I expect your plans",
        # the first clause behind the last, the last before the first
        "will take grain and timber from Northland, over the winter, the old harbour of Orm",
        "before the autumn, and we hope to rebuild the eastern pier",
        # a word set at the end, where other words stand
        "the old of Orm will take grain and timber from Northland, harbour",
        "I expect plans by Friday your",
        "the old harbour Orm will take grain and timber of",
    ],
)
def test_a_clause_or_word_in_another_place_is_moved_wherever_it_went(quote: str) -> None:
    changes, steps = compared(quote, TEXT)
    assert changes[0] == "order"
    assert "moved" in {op for op, _, _ in steps}


def test_forms_of_a_word_that_changed_places_are_moved() -> None:
    assert compared("Флот играет и играл главную роль на севере", RUSSIAN)[0] == ["order"]


def test_what_moved_to_an_edge_is_not_set_beside_what_stands_there() -> None:
    changes, steps = compared("и люди у моря получали жильё", RUSSIAN)
    assert changes == ["order"]
    assert all(op == "moved" for op, _, _ in steps)


@pytest.mark.parametrize(
    ("text", "quote", "changes"),
    [
        # what only looks moved: words that stand anywhere, and words of another sentence far away
        ("We sold the grain of the north to them all", "We sold of the grain to them all", "word"),
        (TEXT, "rebuild the eastern pier before the harbour", "word"),
        # a "not", a number or a name alone that stands elsewhere says something else
        ("They will sell grain but not buy any rope", "They will not sell grain but buy any rope"
         , "negation"),
        ("So Petrov thanked Berg for all of it", "So Berg thanked Petrov for all of it", "name"),
        ("It took 5 ships and 9 boats there", "It took 9 ships and 5 boats there", "number"),
        # a clause moved with its "not" denies what it did
        ("We do not wait, we build the old pier", "we build the old pier, we do not wait", "order"),
    ],
)  # fmt: skip
def test_what_is_told_first_of_words_in_another_place(text: str, quote: str, changes: str) -> None:
    assert compared(quote, text)[0][0] == changes
