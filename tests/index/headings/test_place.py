"""The place after date and time in one line: `|` ends it."""

from __future__ import annotations

import pytest

from index.headings.place import find_place, opening_words


@pytest.mark.parametrize(
    "marked",
    [
        "Aldermoor| Minister of Tides Oren Rudny: Yes.",
        "The Citadel, Aldermoor| President of Veldoria Irena Solvei: Yes.",
        "Aldermoor, Old Mole| Director General of the Port Trust Nils Ravn: Yes.",
        "Upper Moor, Orvan Region| Governor Tilda Vane: Yes.",
        "Port-au-Sel| Deputy Prime Minister Oren Rudny: Yes.",
        "Aldermoor| Irena Solvei: Yes.",
        "The Citadel, Aldermoor| Irena Solvei: Yes.",
        "Aldermoor| Bram van der Otter: Yes.",
        "The Citadel, Aldermoor| Irena de la Solvei: Yes.",
        "|Irena Solvei: Yes.",
        "|President of Veldoria Irena Solvei: Yes.",
        "Алдермур, Круглый зал| О.Рудный : Да.",
        "остров Мол| О.Рудный: Да.",
        "Солёная область, Верхний Мол| О.Рудный (как переведено) : Да.",
        "|О.Рудный: Да.",
        "Алдермур, Старый зал| Перед началом переговоров прошёл парад.",
        "Алдермур| Телеграмма отправлена.",
        "|Осип Рудный сообщил о соли.",
        "|The President of Arda noted that the tide is high.",
        "|The message reads in part that the tide is high.",
        "Moscow Region| The tide is high.",
        "|Премия присуждается с 2008 года.",
        "Санкт-Петербург| Вопрос: Когда?",
        "Москва, Кремль| Вступительное слово О.Рудный: Да.",
    ],
)
def test_a_place_ends_where_office_name_or_sentence_begins(marked: str) -> None:
    place, _, rest = marked.partition("|")
    text = f"{place}{rest}"
    found = find_place(text, "The tide", "The tide Irena Solvei met pilots.", opening_words(text))
    assert (found.place or "") == place
    assert text[found.end :].strip() == rest.strip()


def test_the_title_printed_again_as_a_caption_is_no_place() -> None:
    text = "Алдермур Встреча с рыбаками О.Рудный : Да."
    assert find_place(text, "Встреча с рыбаками", "", opening_words(text)).place == "Алдермур"


def test_a_place_of_two_words_is_whole_where_the_lead_speaks_of_it() -> None:
    told = "Talks Irena Solvei arrived in Port Sorrel."
    text = "Port Sorrel Irena Solvei visited the mole."
    assert find_place(text, "Talks", told, opening_words(text)).place == "Port Sorrel"
