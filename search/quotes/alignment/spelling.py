"""A folded word → what it is alike to in other spellings: British, American, contracted, Latinised.

Words alike here are met half way: shown as a difference, but turning no sense. Rules may overreach
(filled and filed are alike): alike words are never called the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_CONTRACTIONS: Final = {
    "won't": ("will", "not"),
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "shan't": ("shall", "not"),
    "let's": ("let", "us"),
    "i'm": ("i", "am"),
    "ain't": ("is", "not"),
    "n't": ("not",),
    **{
        f"{stem}nt": (stem, "not")  # as typed without the apostrophe
        for stem in (
            *("do", "does", "did", "is", "are", "was", "were", "has", "have", "had"),
            *("would", "could", "should", "must", "need"),
        )
    },
}
_SHORTENED: Final = {"ca": "can", "wo": "will", "sha": "shall"}
_ENDINGS: Final = {"'re": "are", "'ll": "will", "'ve": "have", "'d": "would"}
_WITH_IS: Final = frozenset(
    ("it", "that", "there", "here", "he", "she", "what", "who", "where", "how", "this")
)
_WORDS: Final = {
    "programme": "program",
    "programmes": "programs",
    "cheque": "check",
    "grey": "gray",
    "tyre": "tire",
    "sceptical": "skeptical",
    "sceptic": "skeptic",
    "aeroplane": "airplane",
    "jewellery": "jewelry",
    "plough": "plow",
    "towards": "toward",
    "afterwards": "afterward",
    "whilst": "while",
    "amongst": "among",
    "learnt": "learned",
    "judgement": "judgment",
    "kerb": "curb",
}
_RULES: Final = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"is(e|es|ed|er|ers|ing|ation|ations|ational)$", r"iz\1"),
        (r"ys(e|es|ed|er|ers|ing)$", r"yz\1"),
        (r"(?<=\w\w)our(s|ed|ing|able|ite|ites|er|ers|hood|ly|ful|less|al|ist|ists)?$", r"or\1"),
        (r"(?<=[tblcg])re(s|d)?$", r"er\1"),
        (r"ogue(s)?$", r"og\1"),
        (r"(?<=[fct])en[cs]e(s|less|d)?$", r"ense\1"),
        (r"ll(ed|ing|er|ers|or|ors|ment|ments|ful|y)$", r"l\1"),
        (r"(?<=\w)ae|(?<=\w)oe(?=\w)", "e"),
        (r"ectio(n|ns)$", r"exio\1"),
    )
)
_CYRILLIC: Final = (
    "а=a б=b в=v г=g д=d е=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=ts"
    " ч=ch ш=sh щ=sch ъ= ы=i ь= э=e ю=iu я=ia"
)
_LETTERS: Final = str.maketrans(dict(one.split("=") for one in _CYRILLIC.split()))
_LATIN: Final = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"shch", "sch"),
        (r"tch", "ch"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"tz", "ts"),
        (r"j|y", "i"),
        (r"(?<=ch)o(?=v)", "e"),
        (r"^ie", "e"),
        (r"(?<=[aeiou])ie", "e"),
        (r"(.)\1+", r"\1"),
        (r"(?<=[aeou])i$", ""),
        (r"ksander", "ksandr"),
    )
)


_LATIN_SHAPES: Final = "abcehikmopstxy"
_CYRILLIC_SHAPES: Final = "авсенікморѕтху"
_TO_CYRILLIC: Final = str.maketrans(_LATIN_SHAPES, _CYRILLIC_SHAPES)
_TO_LATIN: Final = str.maketrans(_CYRILLIC_SHAPES, _LATIN_SHAPES)
_MIXED: Final = re.compile("(?=.*[a-z])(?=.*[\u0400-\u04ff])")
_CYRILLIC_LETTER: Final = re.compile("[\u0400-\u04ff]")
_OWN_CYRILLIC: Final = re.compile(f"(?![{_CYRILLIC_SHAPES}])[\u0400-\u04ff]")
_OWN_LATIN: Final = re.compile(f"(?![{_LATIN_SHAPES}])[a-z]")


@lru_cache(maxsize=20_000)
def in_one_script(word: str) -> str:
    """A word whose letters are of two scripts that look alike, all in one of them."""
    if not _MIXED.match(word):
        return word
    if _OWN_CYRILLIC.search(word):
        return word.translate(_TO_CYRILLIC)
    is_latin = _OWN_LATIN.search(word) or 2 * len(_CYRILLIC_LETTER.findall(word)) < len(word)
    return word.translate(_TO_LATIN if is_latin else _TO_CYRILLIC)


def parted(word: str) -> tuple[str, ...]:
    """A contraction as the words it stands for; any other word alone."""
    if word in _CONTRACTIONS:
        return _CONTRACTIONS[word]
    denied, contraction, rest = word.partition("n't")
    if contraction and denied:
        return *parted(_SHORTENED.get(denied, denied)), "not", *parted(f"x{rest}")[1:]
    stem, apostrophe, ending = word.partition("'")
    if apostrophe and stem:
        if f"'{ending}" in _ENDINGS:
            return stem, _ENDINGS[f"'{ending}"]
        if ending == "s" and stem in _WITH_IS:
            return stem, "is"
    return (word,)


@lru_cache(maxsize=50_000)
def spelled(word: str) -> str:
    """A form that a word shares with its other spellings."""
    found = _WORDS.get(word, word)
    if len(found) > 4 and found.isascii():
        for pattern, instead in _RULES:
            found = pattern.sub(instead, found)
    return found.replace("'", "")


@lru_cache(maxsize=20_000)
def latinised(name: str) -> str:
    """A form that a name shares with its other transliterations."""
    found = name.translate(_LETTERS)
    for pattern, instead in _LATIN:
        found = pattern.sub(instead, found)
    return found
