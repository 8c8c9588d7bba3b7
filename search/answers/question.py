"""A query string + a lexicon → a `Question`, parsed and expanded once for every search of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from whoosh.query import And, Term

from search.analysis.lexicon import Lexicon
from search.answers.word_weights import holders
from search.engine import Search
from search.query.expansion import expand, patterns
from search.query.parser import parse
from search.query.plain.natural_language import read_natural_language

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from whoosh.query import Query

    from search.query.plain.natural_language import NaturalLanguage
    from search.query.request import Request

_NO_WORDS: Final = Lexicon((), ())


class Question(NamedTuple):
    """What a query string asks for, whatever is chosen beside it and whichever page is shown.

    `written` is the tree as the reader wrote it and `tree` the same in an engine's nodes; `plain`
    are the leaves that an almost-match may lack, `printed` the same as written, `required` the rest
    of the tree. `dropped` says in sentences what was not taken as written; `language` what the
    plain words are by the way people write.
    """

    written: Query
    tree: Query
    plain: tuple[Query, ...]
    printed: tuple[str, ...]
    required: Query | None
    dropped: tuple[str, ...]
    language: NaturalLanguage

    @classmethod
    def read(cls, q: str, today: datetime.date | None, lexicon: Callable[[], Lexicon]) -> Question:
        """The question of `q`; `lexicon` is called only where a pattern must be expanded."""
        parsed = parse(q, today)
        words = lexicon() if any(patterns(parsed.tree)) else _NO_WORDS
        tree, cut = expand(parsed.tree, words)
        plain = tuple(expand(leaf, words)[0] for leaf in parsed.plain)
        alone = parsed.required is None
        return cls(
            written=parsed.tree,
            tree=tree,
            plain=plain,
            printed=parsed.printed,
            language=read_natural_language(q, plain, parsed.printed, alone=alone),
            required=None if parsed.required is None else expand(parsed.required, words)[0],
            dropped=(*parsed.dropped, *cut),
        )

    def marked(self, lexicon: Lexicon, documents: int) -> Query:
        """The tree without the plain words that decide no order, where others are there.

        These are a question's frame, and words of which some form stands in more than half of the
        `documents`: marks on every "the" would hide what was found.
        """
        members = self.tree.subqueries if type(self.tree) is And else ()
        silent = {
            leaf
            for leaf in self.plain
            if leaf in self.language.weightless
            or (isinstance(leaf, Term) and 2 * holders(leaf.text, lexicon) > documents)
        }
        left = [one for one in members if one not in silent]
        return And(left) if any(one in self.plain for one in left) else self.tree

    def missing(self, positions: Sequence[int]) -> tuple[str, ...]:
        """Plain words as written; those that frame a question only where no others are missing."""
        telling = [at for at in positions if self.plain[at] not in self.language.weightless]
        return tuple(self.printed[at] for at in telling or positions)

    def full_matches(self, request: Request) -> Search:
        """The search for full matches under the choices of `request`: how many, and none of them.

        Whoever wants some of them, or months, replaces `limit` and the like.
        """
        return Search(
            self.tree,
            request.filters,
            request.sort,
            limit=0,
            turns_per_hit=0,
            facets=(),
            weightless=self.language.weightless,
            context=self.language.context,
        )

    def page(
        self,
        request: Request,
        turns_per_hit: int,
        facets: tuple[str, ...],
        *,
        nearly: bool = True,
    ) -> Search:
        """The search for one page of results, facets with it.

        What matches only `nearly` is among them or follows them.
        """
        return replace(
            self.full_matches(request),
            offset=(request.page - 1) * request.limit,
            limit=request.limit,
            turns_per_hit=turns_per_hit,
            facets=facets,
            plain=self.plain if nearly else (),
            required=self.required if nearly else None,
            by_passage=nearly and self.language.by_passage,
        )
