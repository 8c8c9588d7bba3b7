"""Who speaks in a label, in which office, and with which remark. `*…*` is bold."""

from __future__ import annotations

import pytest
from marked_labels import block, read

from search.records import TurnKind

SPEAKERS = [
    # where the colon and the bold end
    ("*Vera Lindgren:* Yes.", "Vera Lindgren", None),
    ("*Vera Lindgren*: Yes.", "Vera Lindgren", None),
    ("*Vera Lindgren: *Yes.", "Vera Lindgren", None),
    ("*Vera Lindgren :*Yes.", "Vera Lindgren", None),
    ("*Vera* *Lindgren**:* Yes.", "Vera Lindgren", None),
    ("V*era Lindgren: *Yes.", "Vera Lindgren", None),
    ("*Vera Lindgren: The* bank? What of it?", "Vera Lindgren", None),
    # the office first
    ("*President of Norland Ivan Testov:* Good day.", "Ivan Testov", "President of Norland"),
    ("*Rusmetal CEO Ivan Testov:* Good day.", "Ivan Testov", "Rusmetal CEO"),
    ("*Violinist Ivan Testov:* Good day.", "Ivan Testov", "Violinist"),
    (
        "*Producer of the film Comet Ivan Testov:* Good day.",
        "Ivan Testov",
        "Producer of the film Comet",
    ),
    (
        "*Commander of the 5Guards Army Major General Ivan Testov:* Sir,",
        "Ivan Testov",
        "Commander of the 5 Guards Army Major General",
    ),
    (
        "*chairman of the Upper House and Lower House Speaker Boris Testov:* Friends,",
        "Boris Testov",
        "chairman of the Upper House and Lower House Speaker",
    ),
    (
        "*GENERAL DIRECTOR OF THE KARSTEN WORKS OTTO TESTI:* Welcome.",
        "Otto Testi",
        "GENERAL DIRECTOR OF THE KARSTEN WORKS",
    ),
    ("*Head of Rusmetal Testov:* Welcome.", "Testov", "Head of Rusmetal"),
    # the office last, or on both sides
    (
        "*Ivan Testov, General Director of the Tide Centre:* Yes.",
        "Ivan Testov",
        "General Director of the Tide Centre",
    ),
    ("*Ivan Testov, reporter at Canal Nine:* Hello.", "Ivan Testov", "reporter at Canal Nine"),
    (
        "*Radio anchor Ivan Testov, moderator of the session:* Hello.",
        "Ivan Testov",
        "Radio anchor, moderator of the session",
    ),
    (
        "*Hero of Norland, Colonel Viktor Testov:* Sir,",
        "Viktor Testov",
        "Hero of Norland, Colonel",
    ),
    # somebody else inside the office
    (
        "*Co-chair of Pavel Orlov’s election campaign and CEO of KamTrak Sergei Testov:* We won.",
        "Sergei Testov",
        "Co-chair of Pavel Orlov’s election campaign and CEO of KamTrak",
    ),
    ("*Ivan Testov, Aide to Vera Lindgren:* We won.", "Ivan Testov", "Aide to Vera Lindgren"),
    (
        "*Ivan Testov, press secretary of Pavel Orlov:* We won.",
        "Ivan Testov",
        "press secretary of Pavel Orlov",
    ),
    # brackets of the office, affiliations
    (
        "*President of the Chess Union (NCU) Ivan Testov:* Check.",
        "Ivan Testov",
        "President of the Chess Union (NCU)",
    ),
    (
        "*President of Norland (2012–2017) Ivan Testov:* Then,",
        "Ivan Testov",
        "President of Norland (2012–2017)",
    ),
    ("*Anna Testova (NCU)*: My question is this.", "Anna Testova", "NCU"),
    ("*Anna Testova (West Territory)*: I have one.", "Anna Testova", "West Territory"),
    # particles and compounds
    (
        "*President of Norland Hassan el-Testi:* Thank you.",
        "Hassan el-Testi",
        "President of Norland",
    ),
    (
        "*Deputy Crown Prince of Norland Mohammad bin Salem Al Testi:* Thank you.",
        "Mohammad bin Salem Al Testi",
        "Deputy Crown Prince of Norland",
    ),
    ("*CEO of Royal Nord Shell Ben van Testen:* Hi.", "Ben van Testen", "CEO of Royal Nord Shell"),
    ("*Federal President Karl Van der Testen:* Hi.", "Karl Van der Testen", "Federal President"),
    ("*Hans-Karl von Testen:* Hi.", "Hans-Karl von Testen", None),
    (
        "*President of Cuba Miguel Ruiz-Testo Bermejo:* Hi.",
        "Miguel Ruiz-Testo Bermejo",
        "President of Cuba",
    ),
    (
        "*Prime Minister of Vietnam Nguyen Xuan Test:* Hi.",
        "Nguyen Xuan Test",
        "Prime Minister of Vietnam",
    ),
    (
        "*Emir of Qatar Sheikh Hamad bin Ali Al Testi:* Hi.",
        "Hamad bin Ali Al Testi",
        "Emir of Qatar",
    ),
    # monarchs and churchmen
    ("*King Karl IV of Norland:* Thank you.", "Karl IV", "King of Norland"),
    ("*Ruling Prince of Monaco Karl II:* Thank you.", "Karl II", "Ruling Prince of Monaco"),
    (
        "*Crown Prince Omar Al Testi of Norland:* Thank you.",
        "Omar Al Testi",
        "Crown Prince of Norland",
    ),
    ("*Patriarch Feofan:* Thank you.", "Patriarch Feofan", None),
    ("*Patriarch Feofan II of Norland:* Thank you.", "Patriarch Feofan II", "Patriarch of Norland"),
    # capitals and lost spaces
    ("*GOVERNOR OF NORLAND IVAN TESTOV:* Hi.", "Ivan Testov", "GOVERNOR OF NORLAND"),
    ("*Ivan TESTOV:* Hi.", "Ivan Testov", None),
    ("*Dmitry TestoV:* Hi.", "Dmitry Testov", None),
    ("*OLLI-PEKKA O’TESTI:* Hi.", "Olli-Pekka O’Testi", None),
    ("*Ronald McTesty:* Hi.", "Ronald McTesty", None),
    ("*IvanTestov:* Hi.", "Ivan Testov", None),
    ("*PresidentofPalestineMahmoudTesti:* Hi.", "Mahmoud Testi", "President of Palestine"),
    ("*Governor ofMoscow Region Ivan Testi:* Hi.", "Ivan Testi", "Governor of Moscow Region"),
    ("*President ofthe Republic Ivan Testi:* Hi.", "Ivan Testi", "President of the Republic"),
    ("*Testneft CEOIvan Testi:* Hi.", "Ivan Testi", "Testneft CEO"),
    ("*WorldSkills Director Ivan Testi:* Hi.", "Ivan Testi", "WorldSkills Director"),
    ("*AliTest Director Ivan Testi:* Hi.", "Ivan Testi", "AliTest Director"),
    (
        "*Minister**-**President**of**Bavaria**Karl**Testhofer* (retranslated)*:* Hi.",
        "Karl Testhofer",
        "Minister-President of Bavaria",
    ),
    (
        "*King Hamad bin Isa Al Testifaof Bahrain:* Hi.",
        "Hamad bin Isa Al Testifa",
        "King of Bahrain",
    ),
    # initials
    ("*Sr Lieutenant A. Testov:* Yes, sir.", "A. Testov", "Sr Lieutenant"),
    # courtesies and short titles
    ("*Mr Testov:* Yes.", "Testov", None),
    ("*Dr Ivan Testov:* Yes.", "Ivan Testov", None),
    ("*Lt. Gen. Ivan Testov:* Yes.", "Ivan Testov", "Lt. Gen."),
    ("*His Holiness Patriarch Feofan:* Yes.", "Patriarch Feofan", None),
    ("*Bank CEO German Testov:* Yes.", "German Testov", "Bank CEO"),
    # dotted short words, and titles that are surnames
    ("*Director of School No. 7 Ivan Testov:* Yes.", "Ivan Testov", "Director of School No. 7"),
    ("*CEO of Kamtrak Inc. Ivan Testov:* Yes.", "Ivan Testov", "CEO of Kamtrak Inc."),
    ("*Adm. Kelvor Testov:* Yes.", "Kelvor Testov", "Adm."),
    (
        "*Governor of St. Petersburg Anna Testova:* Yes.",
        "Anna Testova",
        "Governor of St. Petersburg",
    ),
    (
        "*Head of the U.S. Delegation Kelvor Testov:* Yes.",
        "Kelvor Testov",
        "Head of the U.S. Delegation",
    ),
    ("*Kamtrak! CEO Ivan Testov:* Yes.", "Ivan Testov", "Kamtrak! CEO"),
    ("*Larry King:* Yes.", "Larry King", None),
    ("*KTV host Larry King:* Yes.", "Larry King", "KTV host"),
    # where the name begins and ends
    ("*Minister Kelvor T. Testov:* Yes.", "Kelvor T. Testov", "Minister"),
    ("*Minister Kelvor Testov oglu:* Yes.", "Kelvor Testov oglu", "Minister"),
    ("*Minister Kelvor MacTestov:* Yes.", "Kelvor MacTestov", "Minister"),
    ("*Umaru Tes’Adua:* Yes.", "Umaru Tes’Adua", None),
    ("*Ivan Testov – CEO of Kamtrak:* Yes.", "Ivan Testov", "CEO of Kamtrak"),
    (
        "*President of Barbados Tarvo Quom Testov:* Yes.",
        "Tarvo Quom Testov",
        "President of Barbados",
    ),
    ("*President of Jordan Tarvo Quom Testov:* Yes.", "Tarvo Quom Testov", "President of Jordan"),
    (
        "*Head of Tide Autonomous Area-Yugra Natalya Testova:* Yes.",
        "Natalya Testova",
        "Head of Tide Autonomous Area-Yugra",
    ),
    ("*Митрополит Тарский Феофан:* Да.", "Митрополит Феофан", "Митрополит Тарский"),
    # what stands before the label, and what goes on after it
    ("(Applause.) *Vera Lindgren:* Yes.", "Vera Lindgren", None),
    ("– *Vera Lindgren:* Yes.", "Vera Lindgren", None),
    ("*Ivan Testov:* This is *very important for us* all.", "Ivan Testov", None),
    ("*Energy Minister Ivan Testov: Hello there.*", "Ivan Testov", "Energy Minister"),
    ("*Energy Minister: Ivan Testov:* Hello.", "Ivan Testov", "Energy Minister"),
    # letters that print nothing
    ("*Vera\u200b Lindgren:* Yes.", "Vera Lindgren", None),
    (
        "\ufeff*\u200bEnergy\u00ad Minister Ivan Testov\u2060:* Yes.",
        "Ivan Testov",
        "Energy Minister",
    ),
    # without bold among labels in bold
    ("К.Тестов: Нет, спасибо.", "К.Тестов", None),
    ("Energy Minister Ivan Testov: Hello.", "Ivan Testov", "Energy Minister"),
    # a surname that the page knows
    ("*Lindgren:* Yes.", "Lindgren", None),
    ("*V.Testov:* Yes.", "V.Testov", None),
    ("*В.Тестов:* Да.", "В.Тестов", None),
    ("*В. Тестов :* Да.", "В. Тестов", None),
    ("*М.Диас-Тестель Бермехо* (как переведено) *:* Да.", "М.Диас-Тестель Бермехо", None),
    ("*Ю.аль-Тестин:* Да.", "Ю.аль-Тестин", None),
    ("*Патриарх Феофан:* Спасибо.", "Патриарх Феофан", None),
]


@pytest.mark.parametrize(("marked", "speaker", "role"), SPEAKERS)
def test_a_label_gives_the_plain_name_and_the_office_it_prints(
    marked: str, speaker: str, role: str | None
) -> None:
    label = read(marked)
    assert (label.kind, label.speaker, label.role) == (TurnKind.SPEECH, speaker, role)


QUALIFIED = [
    ("*Vera Lindgren* (retranslated): Yes.", ("retranslated",)),
    ("*Vera Lindgren (re-translated)*: Yes.", ("re-translated",)),
    ("*Vera Lindgren* (translated from Russian)*:* Yes.", ("translated from Russian",)),
    ("*Vera Lindgren* (speaking German): Ja.", ("speaking German",)),
    ("*Vera Lindgren* (in Russian): Yes.", ("in Russian",)),
    ("*Vera Lindgren* (retranslated*:* Yes.", ("retranslated",)),
    ("*Vera Lindgren (Passes a paper to Pavel Orlov.):* Here.", ("Passes a paper to Pavel Orlov",)),
    (
        "*Vera Lindgren (answering Ivan Testov, Speaker of Norland):* No.",
        ("answering Ivan Testov, Speaker of Norland",),
    ),
    ("*Vera Lindgren (Noise in the audience):* Please.", ("Noise in the audience",)),
    ("*Vera Lindgren:* (Speaks German.) Ja.", ("Speaks German",)),
    ("*Vera Lindgren:* (In Amharic.) Yes.", ("In Amharic",)),
    ("*Vera Lindgren:* (Speaks Urdu.) Yes.", ("Speaks Urdu",)),
    ("*Vera Lindgren:* (In Moscow.) Yes.", ()),
    ("*Vera Lindgren [retranslated]:* Yes.", ("retranslated",)),
    ("*Vera Lindgren, retranslated:* Yes.", ("retranslated",)),
    ("*В.Тестов* (по-немецки): Да.", ("по-немецки",)),
    ("*В.Тестов* (обращаясь к А.Орлову): Да.", ("обращаясь к А.Орлову",)),
    ("*Умар Тестов*: (Говорит по-русски.) Спасибо.", ("Говорит по-русски",)),
    ("*Vera Lindgren:* (Applause.) Thank you.", ()),
    ("*Vera Lindgren (NCU):* Thank you.", ()),
]


@pytest.mark.parametrize(("marked", "flags"), QUALIFIED)
def test_a_remark_in_brackets_is_a_flag_and_an_affiliation_is_none(
    marked: str, flags: tuple[str, ...]
) -> None:
    assert read(marked).qualifiers == flags


@pytest.mark.parametrize(
    ("marked", "printed", "words"),
    [
        ("*Vera Lindgren* (retranslated): Yes.", "Vera Lindgren (retranslated)", "Yes."),
        ("*Vera Lindgren:*Yes.", "Vera Lindgren", "Yes."),
        ("*В.Тестов :* Да.", "В.Тестов", "Да."),
        ("*Ivan TESTOV :*  Yes.", "Ivan TESTOV", "Yes."),
        ("*Vera Lindgren:* (Speaks German.) Ja.", "Vera Lindgren", "(Speaks German.) Ja."),
        ("*Vera Lindgren:* ...and so on.", "Vera Lindgren", "...and so on."),
        ("*Vera Lindgren:* … no.", "Vera Lindgren", "… no."),
        ("*Vera Lindgren*. Thank you.", "Vera Lindgren", "Thank you."),
        ("*Vera Lindgren* Yes.", "Vera Lindgren", "Yes."),
        ("*Vera Lindgren* (retranslated) Yes.", "Vera Lindgren (retranslated)", "Yes."),
    ],
)
def test_the_label_is_verbatim_and_the_words_begin_after_it(
    marked: str, printed: str, words: str
) -> None:
    label = read(marked)
    assert label.printed == printed
    assert block(marked).text[label.words_start :] == words


UNREAD = {
    "*Message from the audience:* Yes!",
    "*Vera Lindgren and Pavel Orlov:* Yes.",
    "*Vera Lindgren, Pavel Orlov:* Yes.",
    "*Vera Lindgren & Ivan Unknown:* Yes.",
    "*Testov:* Yes.",
    "*SMS:* Yes.",
    "*Tarvo “Bear” Testov:* Yes.",
    "*Tarvo Testov†:* Yes.",
    "*T.D.:* Yes.",
    "*kvist85:* Yes.",
    "*Al Testeera:* Yes.",
    "*Курсанты:* Да.",
    "*О’Тестов:* Да.",
}


@pytest.mark.parametrize(
    "marked",
    [
        "*Question:* Why?",
        "*Question* (retranslated): Why?",
        "*Question from West Territory:* Why?",
        "*Remark:* Right.",
        "*Remark* from the audience.",
        "*Reply*: Right.",
        "*Response from the hall:* Yes!",
        "*Remarks from the audience:* Yes!",
        "*Message from the audience:* Yes!",
        "*Call centre operator:* Line one.",
        "*Volunteer (Passes a paper.):* Here.",
        "*Volunteers:* Hello.",
        "*Alina:* I sing.",
        "*Dmitry, Moscow:* When?",
        "*Executive Chairman of the World Forum* (retranslated)*:* Thank you.",
        "*A journalist:* Why?",
        "*Assistant to Ivan Testov:* Yes.",
        "*Assistant to Vera Lindgren:* Yes.",
        "*Daughter of Pavel Orlov:* Yes.",
        "*From the audience:* Yes!",
        "*Participant in the meeting:* Yes.",
        "*Vera Lindgren and Pavel Orlov:* Yes.",
        "*Vera Lindgren, Pavel Orlov:* Yes.",
        "*Vera Lindgren & Ivan Unknown:* Yes.",
        "*Aide to Tarvo Testov:* Yes.",
        "*Testov:* Yes.",
        "*Caller:* Yes.",
        "*Female voice:* Yes.",
        "*Question 2:* Yes.",
        "*SMS:* Yes.",
        "*Second Question:* Why?",
        "*Tarvo “Bear” Testov:* Yes.",
        "*Tarvo Testov†:* Yes.",
        "*T.D.:* Yes.",
        "*kvist85:* Yes.",
        "*Al Testeera:* Yes.",
        "*Курсанты:* Да.",
        "*Мама ребёнка:* Да.",
        "*О’Тестов:* Да.",
        "*Вопрос:* Почему?",
        "*Реплика:* Верно.",
        "*Из зала:* Верно.",
    ],
)
def test_a_label_without_a_full_name_names_nobody(marked: str) -> None:
    label = read(marked)
    assert (label.speaker, label.role) == (None, None)
    assert label.is_unread is (marked in UNREAD)
