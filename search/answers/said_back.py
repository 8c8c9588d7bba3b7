"""A question and the choices beside it → how both are said back, in the reader's language."""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING, NamedTuple

from whoosh.query import And, Not, Or, Term

from search.query.description import describe
from search.query.notices import Notice, in_language
from search.suggest.speaker_labels import LabelsByField

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from whoosh.query import Query

    from search.answers.question import Question
    from search.engine import SearchEngine
    from search.query.request import Request
    from search.records import FacetValue, Total


class Overview(NamedTuple):
    """What a request asks for, said back, and how much it finds: all but the results themselves.

    `facets` are those that were asked for, and those in which something is chosen.
    """

    query: str
    understood: str
    dropped: tuple[str, ...]
    total: Total
    facets: Mapping[str, tuple[FacetValue, ...]]


def understood(
    question: Question,
    request: Request,
    facets: Mapping[str, Sequence[FacetValue]],
    engine: SearchEngine,
    lang: str,
) -> str:
    """The question and the choices of `request` in words; `facets` name values that are chosen."""
    shown = {
        (name, value.value): value.label for name, values in facets.items() for value in values
    }
    labels = ChainMap(shown, LabelsByField(engine, lang))  # type: ignore[arg-type] # only read
    return describe(question.written, request.filters, labels, lang)


def left_out(
    question: Question,
    request: Request,
    before: Sequence[str],
    engine: SearchEngine,
    lang: str,
) -> tuple[str, ...]:
    """What was not searched as asked, a sentence each: `before` was found in reading `request`."""
    held = engine.manifest.coverage.languages
    asked = dict.fromkeys((*request.lang, *_languages_asked(question.written)))
    known = ", ".join(sorted(held))
    unknown = [one for one in asked if held and one not in held]
    absent = (Notice.NO_SUCH_LANGUAGE.with_values(text=one, known=known) for one in unknown)
    return in_reader_language((*before, *absent, *question.dropped), lang)


def in_reader_language(sentences: Sequence[str], lang: str) -> tuple[str, ...]:
    """Notices in a language, each once."""
    return tuple(dict.fromkeys(in_language(one, lang) for one in sentences))


def _languages_asked(tree: Query) -> Iterator[str]:
    """The values of `lang:` in a tree."""
    if isinstance(tree, Term) and tree.fieldname == "lang":
        yield tree.text
    for member in getattr(tree, "subqueries", ()) if isinstance(tree, And | Or) else ():
        yield from _languages_asked(member)
    if isinstance(tree, Not):
        yield from _languages_asked(tree.query)
