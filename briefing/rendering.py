"""From a record to documents: briefs in Arabic and English from templates. No model, no network, no clock.

The same record gives the same bytes. ``views`` decides what a brief says, a template how it is laid out, and this module
brings the two together: an expression in a template comes out escaped for its format, whatever the record holds.

A format is an entry of a table, a template a folder with ``brief.FORMAT.j2``. A folder of the user's own needs only the
files that differ: ``{% extends "policy/brief.html.j2" %}`` and a block, or a ``style.css``, is a whole template.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from importlib.util import find_spec
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup, escape

from briefing.briefs import digest_of
from briefing.digests import make_digested
from briefing.display import Shower, html, markdown, plain, shown, web_address
from briefing.errors import MissingExtraError, RenderError
from briefing.files import write_atomically
from briefing.labels import LANGUAGES, Labels, Language, labels
from briefing.notation import Calendar, Digits, Months, Notation
from briefing.record import Record
from briefing.resources import template_path
from briefing.sandbox import MeteredSandbox, Sandbox, metered, put_out
from briefing.templates import BASE, TemplatePlan, file_inside, find_template, text_inside
from briefing.views import Brief

__all__ = [
    "DEFAULT_FORMATS",
    "FORMATS",
    "LANGUAGES",
    "TEXT_FORMATS",
    "Language",
    "RenderOptions",
    "render_brief",
    "render_document",
    "render_documents",
    "render_files",
    "shown",
]


@dataclass(frozen=True)
class RenderOptions:
    """How a brief is written: ``calendar`` "gregorian", or "both" for Hijri dates beside; the Arabic names of the ``months``
    ("un", "levantine", "international", "maghrebi", "moroccan"); the ``digits`` of Arabic ("western", "eastern"); a ``previous``
    record of the same talks, from which what has changed is told.

    Raises SettingsError for a value that there is not.
    """

    calendar: Calendar = "gregorian"
    months: Months = "un"
    digits: Digits = "western"
    previous: Record | None = None

    def __post_init__(self) -> None:
        _ = self.notation

    @property
    def notation(self) -> Notation:
        """The calendar, months and digits."""
        return Notation(self.calendar, self.months, self.digits)


@dataclass(frozen=True)
class Order:
    """Documents to be made of one record in one language, whatever their format."""

    record: Record
    digest: str
    brief: Brief
    plan: TemplatePlan
    words: Labels


Renderer = Callable[[Order], bytes]

TEXT_FORMATS = ("md", "html")  # each a template of its own
DEFAULT_FORMATS = TEXT_FORMATS  # those that need no extra
# The package that a format needs, and what messages call it; the extra has the format's name.
_OPTIONAL = {"docx": ("docx", "Word"), "pdf": ("weasyprint", "PDF")}
REVIEW = "review"  # one page for both languages
# What code in a template can run into; other exceptions are faults of this program and stay visible as such.
_TEMPLATE_FAULTS = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError, MemoryError)


def render_brief(
    record: Record, *, language: Language, format: str, template: str = BASE, options: RenderOptions | None = None
) -> str:
    """One brief as text: ``format`` is "md", "html" or "review", ``template`` a template's name or the path of a folder.

    Raises RenderError for an unknown language, format or template, or a template that fails, with its file and line.
    """
    if format in FORMATS and format not in (*TEXT_FORMATS, REVIEW):
        raise RenderError(f"A brief as {format} is no text: use render_document or render_files.")
    return render_document(record, language=language, format=format, template=template, options=options).decode()


def render_document(
    record: Record, *, language: Language, format: str, template: str = BASE, options: RenderOptions | None = None
) -> bytes:
    """One document of any format as the bytes of its file. Raises RenderError as render_brief does."""
    made = render_documents(record, languages=(language,), formats=(format,), template=template, options=options)
    (document,) = made.values()
    return document


def check_wanted(
    *, languages: Iterable[str] = LANGUAGES, formats: Iterable[str] = DEFAULT_FORMATS, template: str = BASE
) -> TemplatePlan:
    """The template of documents that can be made: to be asked before a model is paid for what cannot.

    Raises RenderError for a language, format or template that there is not, or a library of the system that PDF lacks,
    MissingExtraError for a format whose packages are not installed.
    """
    for language in languages:
        if language not in LANGUAGES:
            raise RenderError(f"There is no language {language!r}: choose from {', '.join(LANGUAGES)}.")
    for format_ in formats:
        if format_ not in _RENDERERS:
            raise RenderError(f"There is no format {format_!r}: choose from {', '.join(FORMATS)}.")
        module, purpose = _OPTIONAL.get(format_, (None, ""))
        if module is not None and find_spec(module) is None:
            raise MissingExtraError(format_, purpose)
        if format_ == "pdf":
            from briefing.pdf import load_writer

            load_writer()  # WeasyPrint finds out only when it is imported that Pango is missing
    return find_template(template)


def render_documents(
    record: Record,
    *,
    languages: Sequence[str] = LANGUAGES,
    formats: Sequence[str] = DEFAULT_FORMATS,
    template: str = BASE,
    options: RenderOptions | None = None,
) -> dict[str, bytes]:
    """Several documents of one record by the names of their files. Raises RenderError as render_brief does."""
    plan = check_wanted(languages=languages, formats=formats, template=template)
    chosen = options or RenderOptions()
    digest, orders = digest_of(record), {}
    for language in LANGUAGES:
        if language in languages:
            brief = make_digested(record, language, plan, notation=chosen.notation, previous=chosen.previous, digest=digest)
            orders[language] = Order(record, digest, brief, plan, labels(language, chosen.notation))
    return {
        "review.html" if format_ == REVIEW else f"brief.{language}.{format_}": _RENDERERS[format_](orders[language])  # type: ignore[index]
        for format_ in formats
        for language in (languages[:1] if format_ == REVIEW else languages)
    }


def render_files(
    record: Record,
    out: str | Path,
    *,
    languages: Sequence[str] = LANGUAGES,
    formats: Sequence[str] = DEFAULT_FORMATS,
    template: str = BASE,
    options: RenderOptions | None = None,
) -> list[Path]:
    """Write ``brief.LANGUAGE.FORMAT`` files into a folder, each atomically, and return their paths.

    The review page is one file, ``review.html``, whatever the languages; it opens in the first of them. Nothing is written
    unless every document can be made. Raises RenderError as render_brief does, and if the folder cannot be written to.
    """
    made = render_documents(record, languages=languages, formats=formats, template=template, options=options)
    for name, data in made.items():
        write_atomically(Path(out) / name, data)
    return [Path(out) / name for name in made]


def _text_renderer(format_: str) -> Renderer:
    name = f"brief.{format_}.j2"

    def render(order: Order) -> bytes:
        try:
            with metered():
                page = _loaded(order.plan, format_, name)
                return page.render(brief=order.brief, record=order.record).encode()
        except TemplateSyntaxError as error:
            raise RenderError(f"The template {error.filename or error.name}, line {error.lineno}: {error.message}.") from error
        except (TemplateError, *_TEMPLATE_FAULTS) as error:
            place = _place(error)
            if place is None and not isinstance(error, TemplateError):
                raise
            raise RenderError(f"The template {place or name}: {_reason(error)}.") from error

    return render


def _loaded(plan: TemplatePlan, format_: str, name: str) -> Template:
    environment = _environment(plan.folders, format_, plan.own)
    try:
        return environment.get_template(name)
    except (SyntaxError, *_TEMPLATE_FAULTS) as error:  # nested too deeply for Python's compiler, a number without end, …
        reason = error.msg if isinstance(error, SyntaxError) else _reason(error)
        raise RenderError(f"The template {plan.folders[0] / name} cannot be understood: {reason}.") from error


def _reason(error: BaseException) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no file {error.message!r} in this template"
    return str(error).rstrip(".") or type(error).__name__


def _pdf(order: Order) -> bytes:
    from briefing.pdf import Imprint, make_pdf

    imprint = Imprint(f"{order.digest[:32]}-{order.brief.language}", order.record.provenance.generated_at)
    return make_pdf(_RENDERERS["html"](order).decode(), order.words, imprint)


def _docx(order: Order) -> bytes:
    from briefing.word import make_word

    names = (f"brief.{order.brief.language}.docx", "brief.docx")
    files = (file_inside(folder, name) for folder in order.plan.folders for name in names)
    own = next((path for path in files if path is not None), None)
    return make_word(order.brief, order.record.provenance.generated_at, own)


def _review(order: Order) -> bytes:
    from briefing.review import make_review

    folder = template_path("review")  # a template has no say in this page
    parts = {
        name: (folder / file).read_text(encoding="utf-8") for name, file in (("style", "style.css"), ("script", "review.js"))
    }
    page = _review_environment().get_template("review.html.j2")
    review = make_review(order.record, order.words.notation)
    return page.render(review=review, record=order.record, language=order.brief.language, **parts).encode()


_RENDERERS: dict[str, Renderer] = {format_: _text_renderer(format_) for format_ in TEXT_FORMATS} | {
    "pdf": _pdf,
    "docx": _docx,
    REVIEW: _review,
}
FORMATS = tuple(_RENDERERS)


class _FolderLoader(BaseLoader):
    """The files of a template's folder, and nothing that lies outside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        parts = template.split("/")
        path = self.folder / template
        if any(part in {"", ".", ".."} or "\\" in part or "\0" in part for part in parts):
            raise TemplateNotFound(template)
        text = text_inside(self.folder, template)
        if text is None:
            raise TemplateNotFound(template)
        stamp = path.stat().st_mtime_ns
        return text, str(path), lambda: path.is_file() and path.stat().st_mtime_ns == stamp


@lru_cache(maxsize=16)
def _environment(folders: tuple[Path, ...], format_: str, own: bool) -> Sandbox:
    built_in = [folder for folder in template_path("brief").iterdir() if folder.is_dir()]
    show: Shower = markdown if format_ == "md" else html

    @pass_context
    def isolated(context: Context, value: object) -> object:
        """Text of the brief's language, runs of the other script isolated."""
        return value if isinstance(value, Markup) else show(str(value), context.parent["brief"].language)

    # Every expression of a template passes one of these two, and leaves as text that is safe in the format. An undefined
    # value raises, since it is no text.
    @pass_context
    def in_markdown(context: Context, value: object) -> str:
        if type(value) is str:  # as most are
            return markdown(value, context.parent["brief"].language)
        if type(value) is int and value >= 0:  # a minus would begin a list
            return str(value)
        return value if isinstance(value, Markup) else markdown(str(value), context.parent["brief"].language)

    def in_html(value: object) -> str:
        if type(value) is str:  # as most are
            return plain(value)
        if type(value) is int:
            return str(value)
        return value if isinstance(value, Markup) else plain(str(value))

    finalize: Callable[..., str] = in_markdown if format_ == "md" else in_html

    environment = (MeteredSandbox if own else Sandbox)(
        loader=ChoiceLoader(
            [*map(_FolderLoader, folders), PrefixLoader({folder.name: _FolderLoader(folder) for folder in built_in})]
        ),
        undefined=StrictUndefined,
        autoescape=True,  # what a macro returns is safe already
        finalize=_counted(finalize) if own else finalize,
        auto_reload=own,  # what comes with the package does not change while it runs
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.add_filters(
        {
            "bdi": isolated,
            "quoted": lambda value, tongue: show(str(value), "ar" if tongue == "rtl" else "en"),
            "number": lambda value: f"{value:.4g}",
            "anchor": _anchor,
            "address": _address,
            "csp_hash": _csp_hash,
        }
    )
    return environment


def _counted(finalize: Callable[..., str]) -> Callable[..., str]:
    """The same, with what it is given counted."""

    @wraps(finalize)
    def counted(*args: object) -> str:
        put_out(args[-1])  # behind the context, if it is asked for
        return finalize(*args)

    return counted


@lru_cache(maxsize=1)
def _review_environment() -> Sandbox:
    environment = Sandbox(
        loader=_FolderLoader(template_path("review")),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=lambda value: value if isinstance(value, Markup) else plain(str(value)),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"tongue": lambda value, language: html(str(value), language), "raw": _raw}
    environment.filters |= {"anchor": _anchor, "csp_hash": _csp_hash}
    return environment


def _raw(value: str) -> Markup:
    """A report's words as they are, with those line ends kept that a browser would make one."""
    return Markup(escape(shown(value)).replace("\r", Markup("&#13;")))  # noqa: S704 (escaped)


_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


@lru_cache(maxsize=4096)
def _anchor(value: str) -> Markup:
    """An id of the record, or an anchor of a template, as it stands: for attributes, link targets and labels."""
    if not _ANCHOR.fullmatch(value):
        raise ValueError(f"{value!r} is not an id")
    return Markup(value)  # noqa: S704 (letters, digits and hyphens)


def _address(value: str) -> Markup:
    """The ``link`` of a source, in which ``web_address`` has left nothing that ends an attribute or a link."""
    return Markup(escape(web_address(value) or ""))  # noqa: S704 (percent-encoded, then escaped)


@lru_cache(maxsize=16)  # a template has the same style in every brief
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
