"""Templates are compiled once a language: nothing of one reader's page gets into another's."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, cast

import pytest
from jinja2 import UndefinedError, nodes
from markupsafe import Markup, escape

from webui.app import create_app
from webui.lean_macros import KEPT, printed
from webui.templating import TemplatesByLanguage, without_indent

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from search.settings import Settings


class Spoken(str):
    """A text that is a text of its own kind."""

    __slots__ = ()


@pytest.fixture
def templates(client: FlaskClient) -> TemplatesByLanguage:
    return cast("TemplatesByLanguage", client.application.jinja_env)


def spoken(templates: TemplatesByLanguage, source: str, lang: str = "ru", **values: object) -> str:
    made = templates.spoken[lang, False].from_string(source)
    return made.render(values)


def test_links_of_the_head_keep_the_language_that_was_chosen(client: FlaskClient) -> None:
    """They stand in the template as they are, and were once made for whoever came first."""
    for address in ("/help/search", "/help/search?ui=ru", "/help/search", "/help/search?ui=en"):
        _, _, chosen = address.partition("?")
        found = re.search('<li><a href="/speakers([^"]*)"', client.get(address).text)
        assert found is not None
        assert found[1] == (f"?{chosen}" if chosen else "")


def test_a_message_is_compiled_in_and_its_values_are_escaped(
    templates: TemplatesByLanguage,
) -> None:
    source = (
        "{% autoescape true %}{% trans page=given %}page {{ page }}{% endtrans %}"
        "{% endautoescape %}"
    )
    assert spoken(templates, source, given="<b>") == "страница &lt;b&gt;"
    assert spoken(templates, source, "en", given="<b>") == "page &lt;b&gt;"


def test_a_message_with_its_number_has_the_form_of_the_language(
    templates: TemplatesByLanguage,
) -> None:
    source = (
        "{% autoescape true %}{% trans count=n %}{{ count }} turn{% pluralize %}"
        "{{ count }} turns{% endtrans %}{% endautoescape %}"
    )
    told = [spoken(templates, source, n=n) for n in (1, 2, 5)]
    assert len({one.lstrip("0123456789 ") for one in told}) == 3
    assert spoken(templates, source, "en", n=1) == "1 turn"


def test_a_sign_of_percent_stays_one(templates: TemplatesByLanguage) -> None:
    source = "{% autoescape true %}{% trans %}100 % sure{% endtrans %}{% endautoescape %}"
    assert spoken(templates, source) == "100 % sure"


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("  <p>\n    a\n  </p>\n", "<p>\na\n</p>"),
        ("a\n  {% if true %}\n  b\n  {% endif %}\nc", "a\nb\nc"),
        ("a\n  {%- if true -%}\n  b\n  {%- endif -%}\nc", "abc"),
        ("a\n{# told\n  to nobody #}\nb", "a\n\nb"),
        ("a\n{# told to nobody #}\nb", "a\nb"),
        ("a {% if true %}b{% endif %}\nc", "a b\nc"),
        ("{% if true %}{% endif %}\nc", "\nc"),
    ],
)
def test_white_space_goes_out_where_it_only_indents(
    templates: TemplatesByLanguage, source: str, printed: str
) -> None:
    made = without_indent(source)
    assert made.count("\n") == source.count("\n")  # lines keep their numbers
    assert templates.spoken["en", False].from_string(made).render() == printed


def test_what_a_reader_wrote_keeps_its_white_space(client: FlaskClient) -> None:
    """It is looked at by nothing that a long run of spaces could hold up."""
    assert "a" + " " * 900 + "b" in client.get(f"/speakers?q=a{'+' * 900}b").text


@pytest.mark.parametrize(
    "value", ["a<b>&\"'", Markup("<b>"), 5, None, "", date(2012, 1, 2), Spoken("<i>")]
)
def test_what_is_printed_is_what_markupsafe_escapes(value: object) -> None:
    assert str(printed(value)) == str(escape(value))


def test_a_macro_takes_what_it_is_given_in_any_order(templates: TemplatesByLanguage) -> None:
    source = (
        "{% autoescape true %}{% macro said(who, what='<i>', loud=false) %}"
        "{{ who }}: {{ what }}{{ '!' if loud }}{% endmacro %}"
        "{{ said('A') }} {{ said(loud=true, who='B', what='b') }} {{ said('C', 'c', true) }}"
        "{% endautoescape %}"
    )
    assert spoken(templates, source) == "A: &lt;i&gt; B: b! C: c!"


def test_what_macros_and_functions_make_is_escaped_once(templates: TemplatesByLanguage) -> None:
    """Markup as it is; what a function says is text, and a value in a macro, as text."""
    source = (
        "{% autoescape true %}{% macro said(what) %}<b>{{ what }}</b>{% endmacro %}"
        "{% macro told(what) %}{{ said(what) }} {{ marked(what, ((0, 1),)) }}{% endmacro %}"
        "{{ told('<&') }} {{ cut('<i>') }} {{ said(said('&')) }}{% endautoescape %}"
    )
    shown = "<b>&lt;&amp;</b> <mark>&lt;</mark>&amp; &lt;i&gt; <b><b>&amp;</b></b>"
    assert spoken(templates, source) == shown


def test_a_macro_may_be_given_less_and_looked_at(templates: TemplatesByLanguage) -> None:
    source = "{% macro said(a='a', b='b') %}{{ a }}{{ b }}{% endmacro %}"
    source += "{{ said() }} {{ said('x') }} {{ said('x')|length }}"
    assert spoken(templates, source) == "ab xb 2"


def test_a_record_misnamed_is_an_error(templates: TemplatesByLanguage) -> None:
    with pytest.raises(AttributeError, match="nowhere"):
        spoken(templates, "{{ statement.nowhere }}", statement=date(2012, 5, 7))
    with pytest.raises(UndefinedError, match="statement"):
        spoken(templates, "{{ statement.nowhere }}")


@pytest.mark.parametrize("given", ["'A', 'B'", "'A', whose='B'"])
def test_a_macro_refuses_what_it_does_not_take(templates: TemplatesByLanguage, given: str) -> None:
    source = f"{{% macro said(who) %}}{{{{ who }}}}{{% endmacro %}}{{{{ said({given}) }}}}"
    with pytest.raises(TypeError, match="said"):
        spoken(templates, source)


def test_attributes_are_looked_for_as_jinja_does(templates: TemplatesByLanguage) -> None:
    source = "{{ box.words }} {{ text.real }} {{ box.day.year }}"
    values = {"box": {"words": "grain", "day": date(2012, 5, 7)}, "text": 3}
    assert spoken(templates, source, **values) == "grain 3 2012"
    with pytest.raises(UndefinedError, match="nowhere"):
        spoken(templates, "{{ box.nowhere }}", **values)


@pytest.mark.parametrize(
    ("kept", "printing", "argument"),
    [("voice_in_list", "voice", "turn"), ("facts", "facts", "statement")],
)
def test_what_is_kept_depends_on_nothing_else(
    templates: TemplatesByLanguage, kept: str, printing: str, argument: str
) -> None:
    """Every attribute that the macro reads is among those it is kept by."""
    source, _, _ = templates.loader.get_source(templates, "_hits.html")
    macros = {one.name: one for one in templates.parse(source).find_all(nodes.Macro)}
    assert kept in macros
    read = {
        one.attr
        for one in macros[printing].find_all(nodes.Getattr)
        if isinstance(one.node, nodes.Name) and one.node.name == argument
    }

    class Reading:
        def __init__(self) -> None:
            self.names: set[str] = set()

        def __getattr__(self, name: str) -> str:
            self.names.add(name)
            return name

    reading = Reading()
    KEPT[kept](reading)
    assert read == reading.names


@pytest.mark.parametrize("name", ["speaker", "role", "from", "to", "place", "topic", "section"])
def test_what_a_form_offers_more_is_kept_by_all_its_boxes(client: FlaskClient, name: str) -> None:
    value = "2013-04-06" if name in ("from", "to") else "Nowhere"
    shown = re.compile(r'<details class="more-boxes".*?</details>', re.DOTALL)

    def more(query: str) -> str:
        found = shown.search(client.get(f"/search?q={query}").text)
        assert found is not None
        return found[0]

    assert value not in more("treaty")
    assert value in more(f"treaty&{name}={value}")
    assert value not in more("treaty")
    assert more("treaty") == more("treaty")
    assert more("treaty&ui=ru") != more("treaty")


def test_no_more_is_kept_than_is_bounded(
    templates: TemplatesByLanguage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webui.lean_macros._MOST_KEPT_CHARS", 10)
    source = "{% macro facet_name(name) %}{{ name }}, {% endmacro %}"
    source += "{% for one in names %}{{ facet_name(one) }}{% endfor %}"
    names = ["abc", "def", "abc", "ghi", "a long one of many letters", "abc"]
    assert spoken(templates, source, names=names) == "".join(f"{one}, " for one in names)


def test_an_application_made_again_compiles_nothing_again(
    client: FlaskClient, settings: Settings, shelf: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = ("/", "/search?q=treaty", "/search?q=treaty&ui=ru", "/s/en-90001")
    pages = [client.get(address).text for address in addresses]
    compiled: list[str] = []
    compiles = TemplatesByLanguage.compile

    def counted(self: TemplatesByLanguage, source: object, name: str, *given: object) -> object:
        compiled.append(name)
        return compiles(self, source, name, *given)  # type: ignore[call-overload]

    monkeypatch.setattr(TemplatesByLanguage, "compile", counted)
    again = create_app(settings, shelf).test_client()  # type: ignore[arg-type]
    assert [again.get(address).text for address in addresses] == pages
    assert compiled == []
    templates = cast("TemplatesByLanguage", again.application.jinja_env)
    other = {"asset": lambda name: f"/other/{name}"}
    templates.speak({}, {**templates.spoken["en", False].globals, **other}, "another edition")
    templates.spoken["en", False].get_template("base.html")
    assert compiled == ["base.html"]
