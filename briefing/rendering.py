"""From a record to documents: briefs in Arabic and English from templates. No model, no network, no clock.

The same record gives the same bytes. ``views`` decides what a brief says, a template how it is laid out, and this module
brings the two together: an expression in a template comes out escaped for its format, whatever the record holds.

A format is an entry of a table, a template a folder with ``brief.FORMAT.j2``. A folder of the user's own needs only the
files that differ: ``{% extends "policy/brief.html.j2" %}`` and a block, or a ``style.css``, is a whole template.
"""

from __future__ import annotations

import hashlib
import os
import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from types import MethodType
from typing import Any

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from briefing.display import Shower, html, markdown, plain, shown, web_address
from briefing.errors import RenderError
from briefing.labels import LANGUAGES, Language
from briefing.record import Model, Record
from briefing.resources import template_path
from briefing.views import PARTS, Brief, make_brief

__all__ = [
    "DEFAULT_FORMATS",
    "FORMATS",
    "LANGUAGES",
    "TEXT_FORMATS",
    "Language",
    "render_brief",
    "render_document",
    "render_documents",
    "render_files",
    "shown",
    "write_atomically",
]

Renderer = Callable[[Record, Brief, str], bytes]  # with the name of a template

TEXT_FORMATS = ("md", "html")  # each a template of its own
DEFAULT_FORMATS = TEXT_FORMATS  # those that need no extra
_BASE = "policy"
# What code in a template can run into; other exceptions are faults of this program and stay visible as such.
_TEMPLATE_FAULTS = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)


def render_brief(record: Record, *, language: Language, format: str, template: str = _BASE) -> str:
    """One brief as text: ``format`` is "md" or "html", ``template`` a template's name or the path of a folder.

    Raises RenderError for an unknown language, format or template, or a template that fails, with its file and line.
    """
    if format in FORMATS and format not in TEXT_FORMATS:
        raise RenderError(f"A brief as {format} is no text: use render_document or render_files.")
    return render_document(record, language=language, format=format, template=template).decode()


def render_document(record: Record, *, language: Language, format: str, template: str = _BASE) -> bytes:
    """One document of any format as the bytes of its file. Raises RenderError as render_brief does."""
    return render_documents(record, languages=(language,), formats=(format,), template=template)[f"brief.{language}.{format}"]


def render_documents(
    record: Record,
    *,
    languages: Sequence[str] = LANGUAGES,
    formats: Sequence[str] = DEFAULT_FORMATS,
    template: str = _BASE,
) -> dict[str, bytes]:
    """Several documents of one record by the names of their files. Raises RenderError as render_brief does."""
    for language in languages:
        if language not in LANGUAGES:
            raise RenderError(f"There is no language {language!r}: choose from {', '.join(LANGUAGES)}.")
    for format_ in formats:
        if format_ not in _RENDERERS:
            raise RenderError(f"There is no format {format_!r}: choose from {', '.join(FORMATS)}.")
    briefs = {language: make_brief(record, language) for language in LANGUAGES if language in languages}
    return {
        f"brief.{language}.{format_}": _RENDERERS[format_](record, briefs[language], template)  # type: ignore[index]
        for format_ in formats
        for language in languages
    }


def render_files(
    record: Record,
    out: str | Path,
    *,
    languages: Sequence[str] = LANGUAGES,
    formats: Sequence[str] = DEFAULT_FORMATS,
    template: str = _BASE,
) -> list[Path]:
    """Write ``brief.LANGUAGE.FORMAT`` files into a folder, each atomically, and return their paths.

    Nothing is written unless every document can be made. Raises RenderError as render_brief does, and if the folder
    cannot be written to.
    """
    made = render_documents(record, languages=languages, formats=formats, template=template)
    for name, data in made.items():
        write_atomically(Path(out) / name, data)
    return [Path(out) / name for name in made]


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file (text as UTF-8) so that it is either whole or not there. Raises RenderError if the disk refuses."""
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(data)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise RenderError(f"{path} cannot be written: {error.strerror or error}.") from error


def _text_renderer(format_: str) -> Renderer:
    def render(record: Record, brief: Brief, template: str) -> bytes:
        name = f"brief.{format_}.j2"
        try:
            page: Template = _environment(_folders(template), format_).get_template(name)
            return page.render(brief=brief, record=record).encode()
        except TemplateSyntaxError as error:
            raise RenderError(f"The template {error.filename or error.name}, line {error.lineno}: {error.message}.") from error
        except UnicodeDecodeError as error:
            raise RenderError(f"A file of the template {template} is not UTF-8 text: {error.reason}.") from error
        except (TemplateError, *_TEMPLATE_FAULTS) as error:
            place = _place(error)
            if place is None and not isinstance(error, TemplateError):
                raise
            reason = str(error).rstrip(".") or type(error).__name__
            raise RenderError(f"The template {place or name}: {reason}.") from error

    return render


def _pdf(record: Record, brief: Brief, template: str) -> bytes:
    from briefing.pdf import Imprint, make_pdf

    digest = hashlib.sha256(record.to_json().encode()).hexdigest()
    imprint = Imprint(f"{digest[:32]}-{brief.language}", record.provenance.generated_at)
    return make_pdf(_RENDERERS["html"](record, brief, template).decode(), brief.language, imprint)


def _docx(record: Record, brief: Brief, template: str) -> bytes:
    try:
        from briefing.word import make_word
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"docx", "lxml"}:
            raise
        raise RenderError("Word needs an optional package: pip install 'briefing[docx]'.") from error

    names = (f"brief.{brief.language}.docx", "brief.docx")
    files = (folder / name for folder in _folders(template) for name in names)
    own = next((path for path in files if path.is_file()), None)
    return make_word(brief, record.provenance.generated_at, own)


_RENDERERS: dict[str, Renderer] = {format_: _text_renderer(format_) for format_ in TEXT_FORMATS} | {"pdf": _pdf, "docx": _docx}
FORMATS = tuple(_RENDERERS)


# What templates read most, and may read without further questions: the parts of a brief, and where a loop stands.
_KNOWN: dict[type, frozenset[str]] = {
    **{part: frozenset(name for name in dir(part) if not name.startswith("_")) for part in PARTS},
    LoopContext: frozenset({"first", "last", "index", "index0", "length"}),
}


class _Compiler(CodeGenerator):
    """Jinja's compiler without its own escaping: ``finalize``, through which every expression goes, returns safe text."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        assert finalize.src is not None
        self.write(finalize.src)

    def _output_child_post(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(")")


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which a part of the record has fields and nothing else: ``Record.load`` would read files.

    The sandbox asks several questions of every attribute and every call. Of what templates do a thousand times for one
    brief the answers are known beforehand.
    """

    code_generator_class = _Compiler

    def getattr(self, obj: Any, attribute: str) -> Any:
        known = _KNOWN.get(type(obj))
        if known is not None and attribute in known:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(obj) is Macro or (type(obj) is MethodType and type(obj.__self__) is Brief):
            # The variables around the call, which Jinja hands to functions that ask for them.
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return obj(*args, **kwargs)
        return super().call(context, obj, *args, **kwargs)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if type(obj) in PARTS:
            return not attr.startswith("_")
        if isinstance(obj, Model):
            return attr in type(obj).model_fields
        return super().is_safe_attribute(obj, attr, value)


def _folders(template: str) -> tuple[Path, ...]:
    """The folders of a template, the first has precedence; the base template fills what it leaves out."""
    built_in = template_path("brief")
    base = built_in / _BASE
    if re.fullmatch(r"[a-z][a-z0-9_-]*", template) and (built_in / template).is_dir():
        return tuple(dict.fromkeys((built_in / template, base)))
    if Path(template).is_dir():
        return (Path(template).resolve(), base)
    names = ", ".join(sorted(folder.name for folder in built_in.iterdir() if folder.is_dir()))
    raise RenderError(f"There is no template {template!r}: choose from {names}, or name a folder.")


@lru_cache(maxsize=16)
def _environment(folders: tuple[Path, ...], format_: str) -> _Sandbox:
    built_in = [folder for folder in template_path("brief").iterdir() if folder.is_dir()]
    show: Shower = markdown if format_ == "md" else html

    @pass_context
    def isolated(context: Context, value: object) -> object:
        """Text of the brief's language, runs of the other script isolated."""
        return value if isinstance(value, Markup) else show(str(value), context["brief"].language)

    # Every expression of a template passes one of these two, and leaves as text that is safe in the format. An undefined
    # value raises, since it is no text.
    @pass_context
    def in_markdown(context: Context, value: object) -> str:
        return value if isinstance(value, Markup) else markdown(str(value), context["brief"].language)

    def in_html(value: object) -> str:
        return value if isinstance(value, Markup) else plain(str(value))

    environment = _Sandbox(
        loader=ChoiceLoader(
            [
                *(FileSystemLoader(folder) for folder in folders),
                PrefixLoader({folder.name: FileSystemLoader(folder) for folder in built_in}),
            ]
        ),
        undefined=StrictUndefined,
        autoescape=True,  # what a macro returns is safe already
        finalize=in_markdown if format_ == "md" else in_html,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"bdi": isolated, "quoted": lambda value, tongue: show(str(value), "ar" if tongue == "rtl" else "en")}
    environment.filters |= {"number": lambda value: f"{value:.4g}", "anchor": _anchor, "address": _address, "csp_hash": _csp_hash}
    return environment


_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def _anchor(value: str) -> Markup:
    """An id of the record, or an anchor of a template, as it stands: for attributes, link targets and labels."""
    if not _ANCHOR.fullmatch(value):
        raise ValueError(f"{value!r} is not an id")
    return Markup(value)  # noqa: S704 (letters, digits and hyphens)


def _address(value: str) -> Markup:
    """The ``link`` of a source, in which ``web_address`` has left nothing that ends an attribute or a link."""
    return Markup(escape(web_address(value) or ""))  # noqa: S704 (percent-encoded, then escaped)


def _csp_hash(content: str) -> str:
    """The source expression by which a content-security policy allows exactly this inline style."""
    return f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _place(error: BaseException) -> str | None:
    """File and line of the template in which an exception arose; ``None`` if it was in none."""
    place, frame = None, error.__traceback__
    while frame is not None:
        if Path(frame.tb_frame.f_code.co_filename).suffix == ".j2":
            place = f"{frame.tb_frame.f_code.co_filename}, line {frame.tb_lineno}"
        frame = frame.tb_next
    return place
