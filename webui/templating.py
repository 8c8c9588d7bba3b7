"""Flask's environment of templates → one for each language, compiled with its words in place.

A page of results says some three hundred messages. Those that stand in a template as they are, and
links and files that never change, are looked up, escaped and joined with the markup around them
once, when a template is compiled; a page is then joined from a few long pieces. Indentation goes
out at the same time. Templates are written as Flask-Babel and Jinja have it.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from flask.templating import Environment
from jinja2 import nodes
from jinja2.bccache import BytecodeCache
from jinja2.compiler import CodeGenerator
from jinja2.environment import Template
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from webui.language import LANGUAGES, chosen, language, on_page, readable, translations
from webui.lean_macros import as_markup, printed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, MutableMapping
    from types import CodeType

    from babel.support import NullTranslations
    from jinja2.bccache import Bucket
    from jinja2.compiler import Frame
    from jinja2.environment import TemplateModule
    from jinja2.runtime import Context

_OF_OURS: Final = "from webui.lean_macros import LeanMacro as Macro, printed as escape"
_MESSAGE: Final = ("_", "gettext")
_PLURAL: Final = "ngettext"
_RECORDS: Final = frozenset(("bar", "choice", "fold", "found", "shown", "statement", "turn"))
"""Names that in every template stand for an object of a class, never for a mapping."""
_VARIABLE: Final = re.compile(r"%\((\w+)\)s|%%")
_TAG_ALONE: Final = re.compile(r"\{%-?\s*(?!include\b)(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\}")
"""Of a line: one tag that prints nothing where it stands."""


class _LeanCode(CodeGenerator):
    """Jinja's code, in which macros are called directly, not as what may ask for the context."""

    macros: frozenset[str] = frozenset()
    _joined: nodes.Expr | None = None  # the call of a macro whose text goes into the page as it is

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """The whole template."""
        own = (one.name for one in node.find_all(nodes.Macro))
        imported = (one for line in node.find_all(nodes.FromImport) for one in line.names)
        aliases = (one if isinstance(one, str) else one[1] for one in imported)
        self.macros = frozenset((*own, *aliases))
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """An attribute, looked for without a call; Jinja looks for what there is no such of.

        Of a record it is read as Python reads it: in a third of the time, some forty times a hit.
        """
        if isinstance(node.node, nodes.Name) and node.node.name in _RECORDS:
            self.visit(node.node, frame)
            self.write(f".{node.attr}")
            return
        found, owner = self.temporary_identifier(), self.temporary_identifier()
        self.write(f"({found} if ({found} := getattr(({owner} := ")
        self.visit(node.node, frame)
        rest = f"is not missing else environment.getattr({owner}, {node.attr!r}))"
        self.write(f"), {node.attr!r}, missing)) {rest}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Called by Jinja before it writes what is printed; what is markup is not escaped again."""
        if not self._is_markup(node, frame):
            super()._output_child_pre(node, frame, finalize)
        elif isinstance(node, nodes.Call) and not node.kwargs:
            self._joined = node

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Called by Jinja after it wrote what is printed."""
        if not self._is_markup(node, frame):
            super()._output_child_post(node, frame, finalize)

    def _is_markup(self, node: nodes.Expr, frame: Frame) -> bool:
        """Whether it is a call of a macro, or of a function that says that it returns markup."""
        spoken = cast("TemplatesByLanguage", self.environment)
        if not spoken.lang or frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            return False
        if isinstance(node, nodes.Filter):
            return node.name in spoken.of_markup
        return isinstance(node, nodes.Call) and self._is_of_macro(node)

    def _is_of_macro(self, node: nodes.Call) -> bool:
        """Whether a call is of a macro, with all that it is given written out."""
        named = isinstance(node.node, nodes.Name) and node.node.name in self.macros
        return named and not (node.dyn_args or node.dyn_kwargs)

    def visit_Call(  # type: ignore[override] # Jinja's own wrapper takes them by name alone
        self, node: nodes.Call, frame: Frame, **given: bool
    ) -> None:
        """A call, of a macro or not."""
        if given or not self._is_of_macro(node):
            super().visit_Call(node, frame, **given)
            return
        self.visit(node.node, frame)
        self.write(".piece(" if node is self._joined else "(")
        for number, one in enumerate((*node.args, *node.kwargs)):
            self.write(", " if number else "")
            self.visit(one, frame)
        self.write(")")


class _CompiledOnce(BytecodeCache):
    """The code of one language's templates, kept for as long as the process runs.

    An application that is made again compiles nothing again; `variant` is all that code depends on
    beside its template.
    """

    _kept: Final[dict[tuple[object, ...], CodeType | None]] = {}  # of all variants

    def __init__(self, *variant: object) -> None:
        self._variant: Final = variant

    def load_bytecode(self, bucket: Bucket) -> None:
        """The code of a template, where it is there."""
        bucket.code = self._kept.get((*self._variant, bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._kept[(*self._variant, bucket.key, bucket.checksum)] = bucket.code


class _ImportedOnce(Template):
    """A template whose macros are the same for every page that imports them."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class TemplatesByLanguage(Environment):
    """The environment of the application, and one for each language that a page may speak.

    A reader who chose the language in the address has another than one whose browser did: links
    keep the choice.
    """

    code_generator_class = _LeanCode
    template_class = _ImportedOnce
    spoken: Mapping[tuple[str, bool], TemplatesByLanguage] = {}
    lang = ""
    functions: frozenset[str] = frozenset()
    of_markup: frozenset[str] = frozenset()
    messages: NullTranslations

    def speak(
        self,
        spoken: Mapping[str, Callable[..., Any]],
        plain: Mapping[str, Callable[..., Any]],
        edition: str,
    ) -> None:
        """Make the environments of the languages, when all else is set up.

        Functions that templates call, or use as filters: `spoken` ones take the keyword `lang`. All
        depend on what they are given and on `edition` alone; with nothing but constants they are
        called once for all environments of an edition.
        """
        self.spoken = {
            (lang, picked): self._speaking(lang, picked, spoken, plain, edition)
            for lang in LANGUAGES
            for picked in (False, True)
        }

    def _speaking(
        self,
        lang: str,
        picked: bool,
        spoken: Mapping[str, Callable[..., Any]],
        plain: Mapping[str, Callable[..., Any]],
        edition: str,
    ) -> TemplatesByLanguage:
        found = self.overlay(bytecode_cache=_CompiledOnce(lang, picked, edition))
        found.lang, found.messages, found.spoken = lang, translations(lang), {}
        functions = {
            **plain,
            **{name: partial(one, lang=lang) for name, one in spoken.items()},
            "with_language": partial(on_page, lang=lang) if picked else readable,
        }
        found.functions = frozenset(functions)
        found.of_markup = frozenset(
            name for name, one in {**plain, **spoken}.items() if _returns_markup(one)
        )
        found.filters = {**self.filters, **functions}
        own = {_PLURAL: found.plural, "ui": lang, "ui_chosen": lang if picked else None}
        found.globals = {**self.globals, **functions, **own}
        return found

    def get_or_select_template(self, *given: Any, **named: Any) -> Any:
        """The template as this request's language has it."""
        own = self.spoken.get((language(), chosen() is not None), self)
        return super(TemplatesByLanguage, own).get_or_select_template(*given, **named)

    def plural(self, singular: str, plural: str, number: int, **values: object) -> Markup:
        """The form of a message for a number, its values escaped in their places."""
        text = self.messages.ungettext(singular, plural, number)
        given = {"num": number, **values}
        return as_markup(text % {name: printed(value) for name, value in given.items()})

    def make_globals(self, d: MutableMapping[str, Any] | None) -> dict[str, Any]:
        """Called by Jinja for what a template may name, all of which is set before it is read.

        One dictionary: Jinja's chain of two would be read name by name for every page.
        """
        return {**self.globals, **(d or {})}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if name and name.endswith(".html"):
            source = without_indent(source)
        return super()._parse(source, name, filename)

    def _generate(self, source: nodes.Template, *given: Any, **named: Any) -> str:
        """Called by Jinja to make code of a parsed template."""
        if not self.lang:
            return super()._generate(source, *given, **named)
        spoken = _Spoken(self.messages, self.functions).visit(source)
        imports, line, rest = super()._generate(spoken, *given, **named).partition("\n")
        return f"{imports}; {_OF_OURS}{line}{rest}"


def _returns_markup(function: Callable[..., Any]) -> bool:
    """Whether a function is annotated so; all of ours postpone their annotations."""
    return getattr(function, "__annotations__", {}).get("return") == Markup.__name__


def without_indent(source: str) -> str:
    """A template without the white space around its lines, and without lines of one tag alone.

    These end inside their tag, so that lines keep their numbers.
    """
    *lines, last = source.split("\n")
    return "".join(map(_unindented, lines)) + last.strip()


def _unindented(line: str) -> str:
    line = line.strip()
    if not _TAG_ALONE.fullmatch(line):
        return f"{line}\n"
    inside, sign = line[:-2], line[-2:]
    return f"{inside[:-1]}\n-{sign}" if inside.endswith("-") else f"{inside}\n{sign}"


class _Spoken(NodeTransformer):
    """Replaces messages by what they are in one language, and calls of functions by filters.

    A filter is called as it is; before a call Jinja asks what else a function may want to be given.
    """

    def __init__(self, messages: NullTranslations, functions: frozenset[str]) -> None:
        self._messages, self._functions = messages, functions

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        """What is printed: a message with values in it becomes its pieces and the values."""
        printed: list[nodes.Expr] = []
        for one in node.nodes:
            if isinstance(one, nodes.Call) and (text := self._text(one)) is not None:
                values = {pair.key: self.visit(pair.value) for pair in one.kwargs}
                printed += _pieces(text, values, one.lineno)
            else:
                printed.append(self.visit(one))
        node.nodes = printed
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """A message that something is made of, or a function of ours."""
        text = self._text(node)
        if text is None:
            return self._filter(node)
        if not node.kwargs:
            return nodes.Const(Markup(text) % {}, lineno=node.lineno)
        pairs = [
            nodes.Pair(nodes.Const(pair.key), self.visit(pair.value), lineno=node.lineno)
            for pair in node.kwargs
        ]
        values = nodes.Dict(pairs, lineno=node.lineno)
        return nodes.Mod(nodes.Const(Markup(text), lineno=node.lineno), values, lineno=node.lineno)

    def _filter(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        named = isinstance(node.node, nodes.Name) and node.node.name in self._functions
        if not named or not node.args or node.dyn_args or node.dyn_kwargs:
            return node
        name = cast("nodes.Name", node.node).name
        return nodes.Filter(
            node.args[0], name, node.args[1:], node.kwargs, None, None, lineno=node.lineno
        )

    def _text(self, node: nodes.Call) -> str | None:
        """The translation of a message that stands in the template; None for all else."""
        named = isinstance(node.node, nodes.Name) and node.node.name in _MESSAGE
        if not named or node.dyn_args or node.dyn_kwargs or len(node.args) != 1:
            return None
        given = node.args[0]
        if not isinstance(given, nodes.Const) or not isinstance(given.value, str):
            return None
        return str(self._messages.ugettext(given.value))


def _pieces(text: str, values: Mapping[str, nodes.Expr], line: int) -> Iterator[nodes.Expr]:
    at = 0
    for found in _VARIABLE.finditer(text):
        yield nodes.TemplateData(text[at : found.start()], lineno=line)
        yield values[found[1]] if found[1] else nodes.TemplateData("%", lineno=line)
        at = found.end()
    yield nodes.TemplateData(text[at:], lineno=line)
