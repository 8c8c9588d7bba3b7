"""Names and offices that no list has: where the name begins, and who is named by initials."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.attribution.attribute import find_labels
from index.blocks import Block, BlockKind, Facts, Range
from search.records import Form

if TYPE_CHECKING:
    from index.attribution.labels import Label

FACTS = Facts("en", "Working meeting", None, (), Form.HTML)


def labels(*printed: str) -> list[Label]:
    """The labels of a page whose paragraphs all open with one of `printed` in bold."""
    blocks = [
        Block(n, BlockKind.PARAGRAPH, f"{text}: Good day.", (Range(0, len(text) + 1),))
        for n, text in enumerate(("Irena Solvei", *printed), start=1)
    ]
    found = find_labels(blocks, FACTS)
    return [found[at] for at in range(1, len(blocks))]


OFFICES = [
    # a trade that no list has, told by how such words end
    ("Falconkeeper Kelvor Drastin", "Kelvor Drastin", "Falconkeeper"),
    ("Sommelier Kelvor Drastin", "Kelvor Drastin", "Sommelier"),
    ("Great-grandmother Ymira Dolsen Drastin", "Ymira Dolsen Drastin", "Great-grandmother"),
    # a small word ends an office, and so does an institution: all that follows is the name
    ("Head of household Kelvor Tasmir Drastin", "Kelvor Tasmir Drastin", "Head of household"),
    ("Mother of five Ymira Dolsen Drastin", "Ymira Dolsen Drastin", "Mother of five"),
    ("Head of Tarvan District Xuat Phoc Drastin", "Xuat Phoc Drastin", "Head of Tarvan District"),
    (
        "Member of the Tarvan crew Kelvor Tasmir Drastin",
        "Kelvor Tasmir Drastin",
        "Member of the Tarvan crew",
    ),
    # unless a name may follow it
    ("Producer of the film Tarvan Ymira Drastin", "Ymira Drastin", "Producer of the film Tarvan"),
    ("Chairman of the company Zentrova Kelvor Drastin", "Kelvor Drastin", None),
    # what ends a name after the surname
    ("Energy Minister Kelvor Drastin Jr.", "Kelvor Drastin Jr", "Energy Minister"),
    ("Chairman of Zentrova Kelvor Drastin III", "Kelvor Drastin III", "Chairman of Zentrova"),
    ("Mayor of Upper Kvist Tasmir Kelvor uulu", "Tasmir Kelvor uulu", "Mayor of Upper Kvist"),
    ("Head of Zentrova Kelvor bey Drastin", "Kelvor bey Drastin", "Head of Zentrova"),
    # capitals after an office in small letters
    ("Head of Zentrova KELVOR DRASTIN", "Kelvor Drastin", "Head of Zentrova"),
    ("Zentrova Group President KELVOR DRASTIN", "Kelvor Drastin", "Zentrova Group President"),
    # initials
    ("Student at Zentrova Kelvor T. Drastin", "Kelvor T. Drastin", "Student at Zentrova"),
    ("Head of Zentrova T. Drastin", "T. Drastin", "Head of Zentrova"),
    ("Zentrova reporter K. T. Drastin", "K. T. Drastin", "Zentrova reporter"),
    # somebody else in the office
    (
        "Widow of Hero of Norland Tarvo Grend Ymira Drastin",
        "Ymira Drastin",
        "Widow of Hero of Norland Tarvo Grend",
    ),
    (
        "Rector of the University named after Tarvo Kvist Kelvor Drastin",
        "Kelvor Drastin",
        "Rector of the University named after Tarvo Kvist",
    ),
    # a country that nobody listed, before a name of three words
    (
        "Prime Minister of the Republic of Kvistan Xuat Phoc Drastin",
        "Xuat Phoc Drastin",
        "Prime Minister of the Republic of Kvistan",
    ),
    # initials without dots, and a family name that is a small word elsewhere
    ("President of India RKN Abdul Drastin", "RKN Abdul Drastin", "President of India"),
    ("General Secretary of the Party of Vietnam To Drast", "To Drast", None),
    ("King of Norland Kelvor VI", "Kelvor VI", "King of Norland"),
    ("President of Norland A. P. J. Kelvor Drastin", "A. P. J. Kelvor Drastin", None),
    ("Z.ON CEO Kelvor Drastin", "Kelvor Drastin", "Z.ON CEO"),
    # words of offices that are names elsewhere
    ("Foreign Minister of Norland Choe Son Drast", "Choe Son Drast", None),
    ("Footballer Son Drast-min", "Son Drast-min", "Footballer"),
    ("Son Ivan Drastin", "Ivan Drastin", "Son"),
    ("Chairman of Zentrova Sultan Kelvor bin Drast", "Sultan Kelvor bin Drast", None),
    ("President of Norland Hassan Sheikh Drast", "Hassan Sheikh Drast", None),
    ("Sultan of Norland Kelvor bin Drast", "Kelvor bin Drast", "Sultan of Norland"),
    ("Prime Minister of Norland Sheikh Drastina", "Sheikh Drastina", None),
    # what hangs on a name by an apostrophe
    ("Prime Minister of Norland Kelvor Drast’ Al Tasmi", "Kelvor Drast’ Al Tasmi", None),
    ("Secretary of the Academy Kelvora d’Encastre", "Kelvora d’Encastre", None),
    # firms are written in one word with capitals inside
    ("ZentrAgro CEO Kelvor Drastin", "Kelvor Drastin", "ZentrAgro CEO"),
    ("BlackDrast Vice Chairman Kelvor Drastin", "Kelvor Drastin", "BlackDrast Vice Chairman"),
    ("ZentroVAZ President Kelvor Drastin", "Kelvor Drastin", "ZentroVAZ President"),
    # Russian: the office declines, the name does not
    ("Президент Норландии К.Драстин", "К.Драстин", "Президент Норландии"),
    ("Президент Норландии Келвор Драстин", "Келвор Драстин", "Президент Норландии"),
    ("Король Норландии Карл", "Карл", "Король Норландии"),
    ("Руководитель ФАНО К. Драстин", "К. Драстин", "Руководитель ФАНО"),
    ("Ректор университета имени Т.Квиста К.Драстин", "К.Драстин", None),
    ("Глава Республики Тыва Келвор Драстин", "Келвор Драстин", "Глава Республики Тыва"),
    ("Уполномоченная по правам человека Т.Драстина", "Т.Драстина", None),
    ("Мать Героя России Тамара Драстина", "Тамара Драстина", "Мать Героя России"),
    ("Многодетная мать К.Драстина", "К.Драстина", "Многодетная мать"),
    ("Тасмир Келвор уулу", "Тасмир Келвор уулу", None),
    ("Келвор Драстин оглы", "Келвор Драстин оглы", None),
    (
        "Митрополит Тарвский и Квистский Драстий",
        "Митрополит Драстий",
        "Митрополит Тарвский и Квистский",
    ),
    (
        "Патриарх Тарвский и всея Квистии Драстий",
        "Патриарх Драстий",
        "Патриарх Тарвский и всея Квистии",
    ),
    ("Ван И", "Ван И", None),
    ("Министр иностранных дел Норландии Ван Е", "Ван Е", None),
]


@pytest.mark.parametrize(("printed", "speaker", "role"), OFFICES)
def test_a_name_that_no_list_has_begins_where_its_office_ends(
    printed: str, speaker: str, role: str | None
) -> None:
    (label,) = labels(printed)
    assert label.speaker == speaker
    office = printed.rstrip(".").removesuffix(speaker).strip()
    assert label.role == (role or office or None) or printed.split()[-1].isupper()


@pytest.mark.parametrize(
    "printed",
    [
        "K. Drastin, T. Kvist",
        "К.Драстин, Т.Квист",
        "Anna Drastin, Boris Kvist",
        "Kelvor Drastin and Tarvo Kvist",
        "President of Norland Ivan Drastin and Minister of Kvistan Tarvo Kvist",
        "К.Драстин и Т.Квист",
        "КОРРЕСПОНДЕНТ",
        "ВОПРОС",
        "Мужской голос",
        "Воспитанница",
        "Soldier’s mother",
    ],
)
def test_two_names_or_none_name_nobody(printed: str) -> None:
    (label,) = labels(printed)
    assert (label.speaker, label.role) == (None, None)


def test_a_label_that_prints_the_name_alone_tells_where_it_begins_in_the_others() -> None:
    first, second = labels("Head of Zentrova Kelvor Tasmir Drastin", "Kelvor Tasmir Drastin")
    assert (first.speaker, first.role) == ("Kelvor Tasmir Drastin", "Head of Zentrova")
    assert (second.speaker, second.role) == ("Kelvor Tasmir Drastin", None)


def test_a_label_read_too_long_gives_way_to_the_name_another_prints_alone() -> None:
    first, second = labels("Zentrova Kvist Kelvor Drastin", "Kelvor Drastin")
    assert (first.speaker, first.role) == ("Kelvor Drastin", "Zentrova Kvist")
    assert second.speaker == "Kelvor Drastin"


def test_initials_that_another_label_prints_take_no_word_of_the_office() -> None:
    first, second = labels("Correspondent for Zentrova Daily K.Drastin", "K.Drastin")
    assert first.speaker == second.speaker == "K.Drastin"
    assert first.role == "Correspondent for Zentrova Daily"


@pytest.mark.parametrize(
    ("printed", "flag"),
    [
        ("Irena Solvei (in German, then in Russian)", "in German, then in Russian"),
        ("Irena Solvei [to Kelvor Drastin]", "to Kelvor Drastin"),
        ("Irena Solvei (via videoconference)", "via videoconference"),
        ("Irena Solvei (simultaneous translation)", "simultaneous translation"),
        ("Irena Solvei (after the anthem)", "after the anthem"),
        ("К.Драстин (по видеосвязи)", "по видеосвязи"),
        ("К.Драстин (через переводчика)", "через переводчика"),
    ],
)
def test_remarks_beside_a_name_are_flags_and_no_office(printed: str, flag: str) -> None:
    (label,) = labels(printed)
    assert (label.role, label.qualifiers) == (None, (flag,))
