"""Words of a name as a reader gives it + those of a known form → whether the one means the other.

Both are folded. An initial stands for any name that begins so, in its place: "S. Lavrov" and
"С.В. Лавров" name whoever is known as Sergei Lavrov or Сергей Викторович Лавров.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def bears(form: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether somebody known as `form` is named by `wanted`: all words in any order, or initials.

    Of initials the first must fit; those for which the form has no name are not held against it.
    A form that is a surname and nothing more fits no initials: whose they are is not known.
    """
    if not wanted:
        return False
    if set(wanted) <= set(form):
        return True
    whole = [word for word in wanted if len(word) > 1]
    initials = [word for word in wanted if len(word) == 1 and word.isalpha()]
    if not whole or len(whole) + len(initials) < len(wanted) or not set(whole) <= set(form):
        return False
    others = [word for word in form if word not in whole]
    if not others:
        return len(whole) > 1
    return bool(initials) and all(
        name.startswith(letter) for letter, name in zip(initials, others, strict=False)
    )
