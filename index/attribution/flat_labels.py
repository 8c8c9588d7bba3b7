"""Text saved in one line → blocks: every label begins one, and so does every mark.

Paragraphs are lost in such a save, so where a turn ends is best effort. A label is looked for
before every colon: the words since the last sentence end, or initials and a surname, read by the
same rules as everywhere. Initials inside a sentence («рассказывать о подвигах В.Петров:») count
only after a heading («Начало переговоров в узком составе В.Петров:»), or when the page prints the
same label where a sentence may begin, or its title, lead or list of persons has the surname.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from index.attribution.label_candidate import LONGEST_LABEL_CHARS
from index.attribution.label_rules import AMID_OTHER_WORDS, is_heading
from index.attribution.labels import Label, read_label
from index.blocks import OMISSION, Block, BlockKind
from index.names.name_shapes import looks_full
from index.names.page_names import read_known, repeated_names
from index.names.word import look_up, printed_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.blocks import Facts
    from index.names.page_names import PageNames

_MARK: Final = re.compile(rf"\s*({OMISSION.pattern}|\*\s?\*\s?\*)\s*")
_SENTENCE_END: Final = re.compile(
    r"(?=[.?!…])(?<!\b[A-ZА-ЯЁ])(?<!\bSt)(?<!\bDr)(?<!\bM[rs])(?<!\bMrs)(?<!\bNo(?=\.\s\d))"
    r"(?<![\s?](?=\?))[.?!…](?:[)»”\"’]*)\s+|[)»”:]\s+(?=[A-ZА-ЯЁ])"
    r"|(?<!\d)\d\d?[.:]\d\d(?: ?[ap]\.?m\.?)?\s+(?=[A-ZА-ЯЁ])"
    r"|(?<=[a-zа-яё])(?:[?!…]|\.{2,})[)»”\"’]*(?=[A-ZА-ЯЁ])"
    r"|(?<=[a-zа-яё]{3})(?<!Mrs)(?<!Rev)(?<!Gen)[.?!…]+[)»”\"’]*(?=[A-ZА-ЯЁ])|[)»”]\.?(?=[A-ZА-ЯЁ])"
)
"""A clock time ends one too, for it stands in the heading; a word of question marks does not.

A space may be lost after it, as where paragraphs were run together ("Yes.Ivan Petrov: No.").
"""
_CUT_OFF: Final = re.compile(r"(?:[,;–—*•%|/]|\s-|\d)\s*\Z")
"""What may stand before a label amid a sentence that broke off; a sentence that names somebody
has a verb there."""
_INITIALED: Final = re.compile(
    r"\b(?:[A-ZА-ЯЁ]\.[\s-]?){1,3}(?:[a-zа-яё]{2,3}\s){0,2}[A-ZА-ЯЁ][\w’'-]+(?:\s+[A-ZА-ЯЁ][\w’'-]+){0,4}(?:\s*\([^()]*\))*\s*$"
)
_LISTED: Final = re.compile(r"[A-ZА-ЯЁ]{3,}(?:\s[A-ZА-ЯЁ][a-zа-яё-]+){1,2}\s[–—-]\s")
"""An entry of a list of those who take part: "QUIST Oren – Minister of Tides"."""
_SMALL: Final = (
    r"(?:al|el|bin|bint|ibn|von|van|der|den|de|da|dos?|das|del|di|du|la|le|ter|фон|дер|де|бен)\s+"
)
_LAST_NAME: Final = rf"(?:{_SMALL})*(?:[a-zа-яё]{{2}}-)?[A-ZА-ЯЁ][\w’'-]+(?:\s*\([^()]*\))*\s*$"
_FULL: Final = re.compile(rf"(?:[A-ZА-ЯЁ][\w’'-]+\s+(?:{_SMALL})*){{1,6}}{_LAST_NAME}")
_LAST_TWO: Final = re.compile(rf"[A-ZА-ЯЁ][\w’'-]+\s+{_LAST_NAME}")
_WORD: Final = re.compile(r"[\w’'-]+")
_LAST_BRACKET: Final = re.compile(r"\s\([^()]*\)\s*$")
_IN_OFFICE: Final = re.compile(r"\w \((?:[A-ZА-ЯЁ]{2,8}|\d{4}[–-]\d{4})\)\Z")
"""A bracket that belongs to an office: "Union of Millers (UM)", "President (2012–2017)"."""
_BARE_INITIALS: Final = re.compile(
    r"(?<=[.!?…»”)]\s)(?:[A-ZА-ЯЁ]\.\s?){1,2}[A-ZА-ЯЁ][\w’'-]+(?=\s[A-ZА-ЯЁ«“])"
)
_MOST_QUOTED: Final = 4  # voices read aloud one after another, each proved by the next
_QUOTED_VOICE: Final = re.compile(
    r"(?:Вопрос|Реплика|Question|Remark) ?: ?(?:«[^»]*»|“[^”]*”)\.?\s*"
)
_VOICE: Final = re.compile(r"(?:Вопрос|Реплика|Ответ|Question|Remark|Reply)(?:\s*\([^()]*\))*\s*$")


def split_flat(text: str, facts: Facts) -> tuple[Block, ...]:
    """Blocks of `text`, one a label or mark; joined with spaces they give its words back."""
    known = read_known((), facts)
    pieces = [piece.strip() for piece in _MARK.split(text)]
    names = [name for piece in pieces for name in _certain(piece, known)]
    known = known.with_labels(names or repeated_names(pieces))
    blocks: list[Block] = []
    for piece in pieces:
        for part in _cut(piece, known):
            blocks.append(Block(len(blocks) + 1, _kind(part), part))
    return tuple(blocks)


def _kind(part: str) -> BlockKind:
    if _MARK.fullmatch(part) is None:
        return BlockKind.PARAGRAPH
    return BlockKind.ABRIDGED if part.startswith(("<", "‹", "\\")) else BlockKind.SCENE


def _certain(piece: str, known: PageNames) -> Iterator[tuple[str, str | None]]:
    """The names, and offices, in labels that stand where a sentence may begin."""
    for colon in _colons(piece):
        label = _label(piece, _fragment_start(piece, colon), known)
        if label and label.speaker:
            yield label.speaker, label.role


def _cut(piece: str, known: PageNames) -> Iterator[str]:
    """`piece` cut before every label in it."""
    starts = {_label_start(piece, colon, known) for colon in _colons(piece)} - {None, 0}
    starts |= set(_without_colon(piece, known))
    edges = [0, *sorted(start for start in starts if start is not None), len(piece)]
    for start, end in pairwise(edges):
        if part := piece[start:end].strip():
            yield part


def _without_colon(piece: str, known: PageNames) -> Iterator[int]:
    """Where a label begins whose colon was forgotten: after a sentence, printed as others are."""
    if known.dialogue:
        for found in _BARE_INITIALS.finditer(piece):
            begins = _fragment_start(piece, found.end()) == found.start() > 0
            if begins and _label(piece, found.start(), known):
                yield found.start()


def _label_start(piece: str, colon: int, known: PageNames) -> int | None:
    """Where the label begins that ends at `colon`, if one does."""
    floor = max(0, colon - LONGEST_LABEL_CHARS)
    first = _fragment_start(piece, colon)
    if _is_address(piece[first:colon]):
        return None
    if _LISTED.match(piece, first, colon):
        return _after_list(piece, first, colon, known)
    starts: Sequence[int] = (
        *(at for at in _titles(piece, first, colon) if is_heading(piece[first:at])),
        first,
        *(
            floor + match.start()
            for pattern in (_INITIALED, _FULL, _LAST_TWO, _VOICE)
            if (match := pattern.search(piece[floor:colon]))
        ),
    )
    doubtful = None
    for start in starts:
        label = _label(piece, start, known)
        headed = is_heading(piece[first:start])
        if label and headed and _holds_more(label):
            continue
        if label and label.rule == AMID_OTHER_WORDS:
            doubtful = first if start == first else doubtful
        elif label and (start == first or (headed and label.speaker) or _vouched(label, known)):
            return start if start == first else _with_office(piece, first, start, label, known)
        elif (
            label
            and label.speaker
            and (cut := _after_break(piece, first, start, label, known)) is not None
        ):
            return cut
    return doubtful


def _after_list(piece: str, first: int, colon: int, known: PageNames) -> int | None:
    """Where a label begins that nothing parts from a list of those who take part.

    It is told by initials or by its own office, the last one printed.
    """
    initials = _INITIALED.search(piece, first, colon)
    starts = [initials.start()] if initials else reversed(list(_titles(piece, first, colon)))
    for start in starts:
        label = _label(piece, start, known)
        if label and label.speaker and (initials or label.role):
            return start
    return None


def _is_address(sentence: str) -> bool:
    """Whether a sentence is a name after an adjective of an address: "Dear Anna Orlova"."""
    head, *others = printed_words(sentence.strip()) or [look_up("")]
    return head.is_in("address_adjectives") and looks_full(others)


def _after_break(piece: str, first: int, start: int, label: Label, known: PageNames) -> int | None:
    """Where a label begins amid a sentence that broke off, initials or an office telling it."""
    begins = _with_office(piece, first, start, label, known)
    told = label.role or begins < start or printed_words(label.speaker or "")[0].has_initials
    return begins if told and _CUT_OFF.search(piece, first, begins) else None


def _holds_more(label: Label) -> bool:
    """Whether a name after a heading begins with the last word of that: "… Sorrel Anna Orlova"."""
    words = printed_words(label.speaker or "")
    begun = any(word.is_given_name or word.begins_with_initials for word in words[:1])
    return bool(words) and not begun and any(word.is_given_name for word in words[1:-1])


def _with_office(piece: str, first: int, start: int, label: Label, known: PageNames) -> int:
    """Where the office begins that stands before a label amid a sentence that nothing ended.

    It is the title next to the name: an earlier one belongs to the sentence.
    """
    if look_up(piece[start:].split(maxsplit=1)[0]).is_title:
        return start
    words = list(_WORD.finditer(piece, first, start))
    for at in range(len(words) - 1, -1, -1):
        title = look_up(words[at][0])
        if title.is_title and title.is_capitalised:
            while at and _modifies(piece, words[at - 1], words[at]):
                at -= 1  # "Deputy | Prime | Minister"
            longer = _label(piece, words[at].start(), known)
            fits = longer and longer.role and longer.speaker == label.speaker
            return words[at].start() if fits else start
    return start


def _modifies(piece: str, word: re.Match[str], following: re.Match[str]) -> bool:
    """Whether a word with a capital belongs to the title right after it."""
    known = look_up(word[0])
    beside = piece[word.end() : following.start()] == " "
    return beside and known.is_capitalised and known.is_in("title_modifiers")


def _titles(piece: str, start: int, end: int) -> Iterator[int]:
    """Where an office may begin after a heading: "Beginning of talks President Ivan Petrov:"."""
    words = list(_WORD.finditer(piece, start, end))
    for before, word in pairwise(words):
        apart = piece[before.end() : word.start()] != " "
        title = look_up(word[0])
        joined = apart or look_up(before[0]).is_in("joining_words")
        if title.is_capitalised and title.is_title and not joined:
            yield word.start()


def _vouched(label: Label, known: PageNames) -> bool:
    """Whether a label inside a sentence is one that the page prints elsewhere, lists, or heads."""
    if label.speaker is None:
        return not label.is_unread
    if known.vouches(printed_words(label.speaker)):
        return True
    return look_up(label.speaker.split(".")[-1].strip()).folded in known.printed


def _label(
    piece: str, start: int, known: PageNames, most_quoted: int = _MOST_QUOTED
) -> Label | None:
    """The label at `start`; up to `most_quoted` voices read aloud may follow one another."""
    quoted = _QUOTED_VOICE.match(piece, start)
    if quoted:
        return _quoted_label(piece, quoted, known, most_quoted - 1) if most_quoted else None
    block = Block(1, BlockKind.PARAGRAPH, piece[start : start + 2 * LONGEST_LABEL_CHARS])
    label = read_label(block, known)
    return label if isinstance(label, Label) else None


def _quoted_label(
    piece: str, quoted: re.Match[str], known: PageNames, most_quoted: int
) -> Label | None:
    """A voice whose words stand in quotes: one where the next label follows upon them."""
    colon = piece.find(":", quoted.end(), quoted.end() + LONGEST_LABEL_CHARS)
    begins = colon >= 0 and _fragment_start(piece, colon) == quoted.end()
    if not begins or _label(piece, quoted.end(), known, most_quoted) is None:
        return None
    read = read_label(Block(1, BlockKind.PARAGRAPH, quoted[0].strip()), known, answered=True)
    return read if isinstance(read, Label) else None


def _fragment_start(piece: str, colon: int) -> int:
    """Where the sentence begins that `colon` stands in."""
    floor = max(0, colon - LONGEST_LABEL_CHARS)
    bracket = _LAST_BRACKET.search(piece, floor, colon)  # «(Как переведено.) :» ends no sentence
    start, colon = floor, bracket.start() if bracket else colon
    for match in _SENTENCE_END.finditer(piece, floor, colon):
        if match[0][0] != ")" or not _IN_OFFICE.search(piece, floor, match.start() + 1):
            start = match.end()
    return start


def _colons(piece: str) -> Iterator[int]:
    return (match.start() for match in re.finditer(":", piece))
