"""Strings → trees: what is written, what it means, and what is said of the rest."""

from __future__ import annotations

import pytest
from whoosh.query import Every

from drawn_trees import TODAY, drawn
from search.query.grammar import FIELDS, ROWS
from search.query.parser import parse

MEANINGS = (
    # words
    ("treaty", "text:treati"),
    ("new treaty", "+(text:new text:treati)"),
    ("Treaty treaties TREATY", "text:treati"),
    ("Договор", "text:договор"),
    ("S-400", 'text:"s 400"'),
    ("Президент-строитель", 'text:"президент строител"'),
    ("don’t", "text:don't"),
    ("d’Ivory", "text:d'ivori"),
    ("Ivory", "text:ivori"),
    ("日本語", 'text:"日本 本語 語"'),
    ("語", "text:語"),
    ("日本*", "row(exact:日本 exact:本?*)"),
    ("CO₂", "text:co2"),
    ("שָׁלוֹם", "text:שלום"),
    ("Lo\u200erom", "text:lorom"),
    # what is pasted
    ('"a" “b” "c"', "+(exact:a exact:b exact:c)"),
    ("example.org/a_(b)?x=1&y=*", '+(text:"exampl org a" text:b text:"x 1 y")'),
    ("https://some.example.org/find?q=alpha", 'text:"https some exampl org find q alpha"'),
    ("www.example.org/*/a?b grain", '+(text:"www exampl org a b" text:grain)'),
    ("example.org/find?q=alpha&n=2", 'text:"exampl org find q alpha n 2"'),
    ("Will you go there?", "+(text:will text:you text:go text:there)"),
    ("больши́м", "text:больш"),
    ("not", "text:not"),
    ("and or not", "+(text:and text:or text:not)"),
    # exact
    ('"will not"', 'exact:"will not"'),
    ("“will not”", 'exact:"will not"'),
    ("«не будет»", 'exact:"не будет"'),
    ("„не будет“", 'exact:"не будет"'),
    ('"treaties"', "exact:treaties"),
    ('"He said: “no”"', '+(exact:"he said" text:no)'),
    ("«Он сказал: “нет”»", 'exact:"он сказал нет"'),
    ('""', "everything"),
    ('"grain price"~5', 'exact:"grain price"~5'),
    ('"grain price"~0', 'exact:"grain price"'),
    # operators
    ("a OR b", "|(text:a text:b)"),
    ("a b OR c", "|(+(text:a text:b) text:c)"),
    ("a (b OR c)", "+(text:a |(text:b text:c))"),
    ("a AND b", "&(text:a text:b)"),
    ("a AND b c", "+(text:a text:b text:c)"),
    ("(a b) c", "+(text:a text:b text:c)"),
    ("a NOT b", "+(text:a !text:b)"),
    ("a -b", "+(text:a !text:b)"),
    ("-b", "!text:b"),
    ('-"will not"', '!exact:"will not"'),
    ("-(a b)", "!+(text:a text:b)"),
    ("NOT NOT a", "text:a"),
    ("NOT (NOT a)", "text:a"),
    ("b -(-(NOT a))", "+(text:b !text:a)"),
    ("b NOT (NOT speaker:Tarn)", "+(text:b speaker:Tarn)"),
    ("a OR, b", "|(text:a text:b)"),
    ("a OR,b", '+(text:a text:"or b")'),
    ("(a OR b AND; c)", "|(text:a &(text:b text:c))"),
    ("a - b", "+(text:a text:b)"),
    ("a OR NOT b", "|(text:a !text:b)"),
    ("(a)OR(b)", "|(text:a text:b)"),
    ('"a"OR"b"', "|(exact:a exact:b)"),
    ("(UEFA)-led", "+(text:uefa text:led)"),
    ("+a +speaker:Tarn", "+(text:a speaker:Tarn)"),
    ("(a) ((b))", "+(text:a text:b)"),
    ("a () b", "+(text:a text:b)"),
    # patterns
    ("presid*", "exact:presid?*"),
    ("Прези*", "exact:прези?*"),
    ("h?rvest", "exact:h?rvest?*"),
    ("har*st", "exact:har*st?*"),
    ("harvset~", "exact:harvset~1"),
    ("harvset~2", "exact:harvset~2"),
    ("harvest~0", "exact:harvest"),
    ("S-40*", "row(exact:s exact:40?*)"),
    ("title:harv*", "title_exact:harv?*"),
    ("presid*,", "exact:presid?*"),
    # fields
    ("speaker:Tarn", "speaker:Tarn"),
    ("Speaker: Tarn grain", "+(speaker:Tarn text:grain)"),
    ('speaker:"Ilda Tarn"', "speaker:Ilda Tarn"),
    ("speaker:=Tarn", "speaker:=Tarn"),
    ('speaker:"=Ilda Tarn"', "speaker:=Ilda Tarn"),
    ("speaker:(Ilda Tarn OR Oskel)", "|(speaker:Ilda Tarn speaker:Oskel)"),
    ("-speaker:Tarn grain", "+(!speaker:Tarn text:grain)"),
    ("speaker:В.Тарн", "speaker:В.Тарн"),
    ("kind:Speech", "kind:speech"),
    ("lang:RU", "lang:ru"),
    ("title:harvests", "title:harvest"),
    ('title:"good harvests"', 'title_exact:"good harvests"'),
    ('title:"harvests"', "title_exact:harvests"),
    ('title:"good harvests"~3', 'title_exact:"good harvests"~3'),
    ("title:harvset~", "title_exact:harvset~1"),
    ("title:(good harvests)", "+(title:good title:harvest)"),
    ("year:2014", "year:2014"),
    ("year:2010..2014", "date:[2010-01-01..2014-12-31]"),
    ("date:2014", "date:[2014-01-01..2014-12-31]"),
    ("date:2014-02 grain", "+(date:[2014-02-01..2014-02-28] text:grain)"),
    ("date:March 2014 grain", "+(date:[2014-03-01..2014-03-31] text:grain)"),
    ("grain date:last year", "+(text:grain date:[2019-01-01..2019-12-31])"),
    ('date:"7 мая 2012 года"', "date:[2012-05-07..2012-05-07]"),
    ("date:2012 -grain", "+(date:[2012-01-01..2012-12-31] !text:grain)"),
    ("date:yesterday", "date:[2020-08-13..2020-08-13]"),
    ("date:last week grain", "+(date:[2020-08-03..2020-08-09] text:grain)"),
    ("date:на этой неделе", "date:[2020-08-10..2020-08-16]"),
    ("(date:>=2012-05-07)", "date:[2012-05-07..]"),
    # brackets that say who keep to themselves; one that only says who does not
    (
        "(speaker:Tarn grain) (speaker:Oskel fish)",
        "+(+(speaker:Tarn text:grain) +(speaker:Oskel text:fish))",
    ),
    ("(speaker:Tarn role:Minister) grain", "+(speaker:Tarn role:Minister text:grain)"),
    (
        "speaker:Tarn grain OR speaker:Oskel fish",
        "|(+(speaker:Tarn text:grain) +(speaker:Oskel text:fish))",
    ),
    # quotation marks twice
    ('"“will not”"', 'exact:"will not"'),
    ('“"will not"”', 'exact:"will not"'),
    ('""will not""', 'exact:"will not"'),
    ('" “ will not ” "', 'exact:"will not"'),
    ('"«will not»"', 'exact:"will not"'),
    ("«“will not”»", 'exact:"will not"'),
    ('«"will not"»~3 grain', '+(exact:"will not"~3 text:grain)'),
    ('"“will not”"~3 OR grain', '|(exact:"will not"~3 text:grain)'),
    ('"will not" "red roses"', '+(exact:"will not" exact:"red roses")'),
    # nothing to search for
    ("", "everything"),
    ("   ", "everything"),
    ("— … !", "everything"),
)


@pytest.mark.parametrize(("written", "meaning"), MEANINGS)
def test_a_string_means_its_tree(written: str, meaning: str) -> None:
    assert drawn(parse(written, TODAY).tree) == meaning


TAKEN_OTHERWISE = (
    ("nosuch:grain", 'text:"nosuch grain"', "no field “nosuch”"),
    ('nosuch:"will not"', '+(text:nosuch exact:"will not")', "no field “nosuch”"),
    ('"will not', "+(text:will text:not)", "quotation mark"),
    ("will not”", "+(text:will text:not)", "quotation mark"),
    ("(grain", "text:grain", "bracket without its partner"),
    ("grain)", "text:grain", "bracket without its partner"),
    (")(", "everything", "bracket without its partner"),
    ("OR grain", "text:grain", "“OR” stands beside nothing to join"),
    ("grain AND", "text:grain", "“AND” stands beside nothing to join"),
    ("grain AND (", "text:grain", "“AND” stands beside nothing to join"),
    ("grain AND OR", "text:grain", "“AND” stands beside nothing to join"),
    ('"red roses" OR', 'exact:"red roses"', "“OR” stands beside nothing to join"),
    ("(AND grain) red", "+(text:grain text:red)", "“AND” stands beside nothing to join"),
    ("OR", "text:or", "“OR” has nothing to apply to"),
    ("grain NOT", "+(text:grain text:not)", "“NOT” has nothing to apply to"),
    ("a OR OR b", "|(text:a text:b)", "“OR” stands beside nothing to join"),
    ("NOT OR a", "+(!text:or text:a)", "“OR” has nothing to apply to"),
    ("speaker:", "text:speaker", "“speaker:” has nothing to apply to"),
    ("speaker:—", "everything", "holds no letter or digit"),
    ("date:soon", 'text:"date soon"', "is not a date"),
    ("date:2014-02-30", 'text:"date 2014 02 30"', "is not a date"),
    ("year:20144", 'text:"year 20144"', "is not a date"),
    ("kind:song", 'text:"kind song"', "not one of speech, narrative, anonymous"),
    ("lang:english", 'text:"lang english"', "a language"),
    ("date:2014..2012", "date:[2012-01-01..2014-12-31]", "the other way round"),
    ("*harvest", "text:harvest", "begins with *"),
    ("*", "everything", "begins with *"),
    ("harvest~7", "exact:harvest~2", "the most"),
    ("S-400~", 'text:"s 400"', "applies to single words"),
    ("har*st~", "exact:har*st?*", "does not go with"),
    ('"har*"', "exact:har", "* and ? stand for nothing"),
    ('"a b"~5000', 'exact:"a b"~100', "the most"),
    ("€ grain", "text:grain", "“€” holds no letter or digit"),
    ("speaker:Tarn speaker:Oskel grain", "+(speaker:Tarn text:grain)", "no turn has two"),
    (
        "speaker:Tarn (speaker:Oskel OR grain)",
        "+(speaker:Tarn text:grain)",
        "“speaker:Oskel” was left out",
    ),
    ("kind:speech kind:narrative", "kind:speech", "no turn has two"),
    ("(grain OR) red", "+(text:grain text:red)", "“OR” has nothing after it in its bracket"),
    ("(grain AND) red", "+(text:grain text:red)", "“AND” has nothing after it in its bracket"),
    ("(grain NOT) red", "+(text:grain text:not text:red)", "“NOT” has nothing to apply to"),
    ("日*語", "exact:日*語?*", "searched by pairs"),  # `drawn` writes ?* after any pattern
    ('"the “old” wharf"', "+(exact:the text:old exact:wharf)", "inside the quotation ends it"),
    ("(OR)", "text:or", "“OR” has nothing to apply to"),
    ('"red roses~2"', 'exact:"red roses 2"', "~ stands for nothing"),
    ('"brigde~"', "exact:brigde", "~ stands for nothing"),
    ("C++", "text:c", "“C++” was searched without +"),
    ("100%", "text:100", "“100%” was searched without %"),
    ("§5", "text:5", "“§5” was searched without §"),
    ("+7", "text:7", "“+7” was searched without +"),
    ("R&D", 'text:"r d"', "“R&D” was searched without &"),
    ('"$5,000 + 7%"', 'exact:"5 000 7"', "was searched without $ + %"),
    ("$5*", "exact:5?*", "was searched without $"),
)


@pytest.mark.parametrize(("written", "meaning", "told"), TAKEN_OTHERWISE)
def test_what_is_taken_otherwise_is_told(written: str, meaning: str, told: str) -> None:
    parsed = parse(written, TODAY)
    assert drawn(parsed.tree) == meaning
    assert any(told in sentence for sentence in parsed.dropped), parsed.dropped


@pytest.mark.parametrize(
    "written",
    ["12:30", "http://example.org/page", "grain – price", "speaker:Tarn speaker:tarn", "d’Ivory…"],
)
def test_ordinary_text_is_not_commented_on(written: str) -> None:
    assert parse(written, TODAY).dropped == ()


def test_a_speaker_in_each_side_of_an_or_is_kept() -> None:
    parsed = parse("speaker:Tarn OR speaker:Oskel", TODAY)
    assert drawn(parsed.tree) == "|(speaker:Tarn speaker:Oskel)"
    assert parsed.dropped == ()


PLAIN = (
    ("grain", (), None),
    ("grain price", ("grain", "price"), None),
    ('grain prices "will not"', ("grain", "prices"), '+(exact:"will not")'),
    ("grain price -fish", ("grain", "price"), "+(!text:fish)"),
    ("grain AND price", (), None),
    ("grain AND price fish bread", ("fish", "bread"), "+(text:grain text:price)"),
    ("grain price OR fish", (), None),
    ("grain S-400 speaker:Tarn", ("grain", "S-400"), "+(speaker:Tarn)"),
    ("grain price pr*", ("grain", "price"), "+(exact:pr?*)"),
    ("(grain price) fish", ("grain", "price", "fish"), None),
    ("grain fish (a OR b)", ("grain", "fish"), "+(|(text:a text:b))"),
    (
        "grain fish (speaker:Tarn bread)",
        ("grain", "fish"),
        "+(+(speaker:Tarn text:bread))",
    ),
)


@pytest.mark.parametrize(("written", "printed", "required"), PLAIN)
def test_plain_words_are_those_an_almost_match_may_lack(
    written: str, printed: tuple[str, ...], required: str | None
) -> None:
    parsed = parse(written, TODAY)
    assert parsed.printed == printed
    assert (parsed.required and drawn(parsed.required)) == required
    assert len(parsed.plain) == len(printed)
    assert all(leaf in parsed.tree.subqueries for leaf in parsed.plain)


@pytest.mark.parametrize("row", [*ROWS, *FIELDS], ids=lambda row: row[0])
def test_every_example_of_the_grammar_is_taken_as_written(row: tuple[str, str, str]) -> None:
    parsed = parse(row[2], TODAY)
    assert parsed.dropped == ()
    assert not isinstance(parsed.tree, Every)
