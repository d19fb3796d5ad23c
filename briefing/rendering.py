"""From a record to documents: briefs in Arabic and English from templates. No model, no network, no clock.

The same record gives the same bytes. A ``Brief`` is the record made ready for a template: names resolved, items grouped
in the order of a policy brief, quotations numbered. Templates only lay it out. Whatever a record contains comes out as
text: HTML is autoescaped, Markdown goes through ``escape_markdown``.
"""

from __future__ import annotations

import gettext
import hashlib
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from briefing.errors import RenderError
from briefing.record import Bilingual, Commitment, Demand, Evidence, Participant, Record, When
from briefing.resources import template_path

Language = Literal["ar", "en"]
FORMATS = ("md", "html")
LANGUAGES: tuple[Language, ...] = get_args(Language)

_BOTTOM_LINE_WORDS = 60
_MONTHS_AR = (
    "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو", "تموز/يوليو",
    "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
)  # fmt: skip
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DIRECTIONAL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LATIN_RUN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 .,/'’()&+-]*[A-Za-z0-9)])?")
_ARABIC_RUN = re.compile(
    "[\u0620-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"
    '(?:[\u0610-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc "«»()0-9.،؛:/-]*'
    "[\u0610-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc»)])?"
)
_MARKDOWN_ACTIVE = re.compile(r"([\\`*_\[\]<>#|~{}!^$&])")


@dataclass(frozen=True)
class Quotation:
    """A numbered quotation of the annex and what it supports."""

    number: int
    evidence: Evidence
    owner: str
    text: str | None


@dataclass(frozen=True)
class Party:
    """The demands of one holder, or of several who make them jointly."""

    name: str
    joint: bool
    demands: Sequence[Any]


class Brief:
    """A record as a template sees it, in one language."""

    def __init__(self, record: Record, language: Language) -> None:
        self.record = record
        self.language: Language = language
        self.direction = "rtl" if language == "ar" else "ltr"
        self._catalogue = _catalogue(language)
        self._people = {participant.id: participant for participant in record.participants}
        self.quotations: list[Quotation] = []
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._number()

    def label(self, message: str) -> str:
        """A label in the brief's language."""
        return self._catalogue.gettext(message)

    def word(self, context: str, value: str) -> str:
        """A value of an enumeration in words."""
        return self._catalogue.pgettext(context, value)

    def count(self, singular: str, plural: str, n: int) -> str:
        """A count in words, with the plural forms of the language."""
        return self._catalogue.ngettext(singular, plural, n) % {"n": n}

    def text(self, value: Bilingual | None) -> str:
        """A bilingual value in the brief's language."""
        return "" if value is None else value.ar if self.language == "ar" else value.en

    def name(self, participant: Participant | str | None) -> str:
        """A participant's name in the brief's language, or its title, or whatever form there is."""
        if participant is None:
            return ""
        person = self._people[participant] if isinstance(participant, str) else participant
        first, second = (person.name.ar, person.name.en) if self.language == "ar" else (person.name.en, person.name.ar)
        return first or self.text(person.title) or second or person.id

    def names(self, ids: Iterable[str]) -> str:
        """Several participants' names."""
        joint = "، " if self.language == "ar" else ", "
        return joint.join(self.name(id_) for id_ in ids)

    def refs(self, evidence: Iterable[Evidence]) -> list[int]:
        """The numbers of quotations."""
        return [self._numbers[item.source, item.start, item.end] for item in evidence]

    def date(self, value: str) -> str:
        """An EDTF or ISO 8601 value in words."""
        return "–".join(_day(part, self.language) for part in value.split("/"))

    def when(self, value: When | None) -> str:
        """A date: resolved, or as the report has it."""
        if value is None:
            return self.label("not stated")
        if value.value is None:
            return f"«{value.as_reported}» ({self.label('date not resolved')})"
        return self.date(value.value)

    def issue(self, code: str | None) -> str:
        """The label of a PA-X issue code."""
        return _issue_labels().get(code or "", {}).get(self.language, code or "")

    def money(self, value: Any) -> str:
        """An amount in the brief's language, by CLDR."""
        from babel.numbers import format_decimal, get_currency_name

        number = format_decimal(value.value, locale="en")  # Western digits in both languages
        return f"{number} {get_currency_name(value.currency, count=value.value, locale=self.language)}"

    def country(self, code: str) -> str:
        """A country's name by CLDR."""
        from babel import Locale

        return str(Locale(self.language).territories.get(code, code))

    @property
    def run_id(self) -> str:
        """A short name of this very record: the beginning of its digest."""
        return hashlib.sha256(self.record.to_json().encode("utf-8", "replace")).hexdigest()[:10]

    @property
    def is_machine_draft(self) -> bool:
        """Whether a small embedded model made the record."""
        return self.record.provenance.endpoint_kind == "embedded"

    @property
    def marking(self) -> str:
        """The status of the brief: who made it."""
        human = self.record.provenance.endpoint_kind == "human"
        return self.label("Made by human readers") if human else self.label("Draft made by a machine, not reviewed")

    @property
    def as_of(self) -> str:
        """The date up to which the brief tells: the latest publication, else when it was made."""
        dates = [source.published for source in self.record.sources if source.published]
        return self.date(max(dates) if dates else self.record.provenance.generated_at[:10])

    @property
    def bottom_line(self) -> list[tuple[str, list[int]]]:
        """Sentences taken from the record with their quotations, up to sixty words: outcome, what is wanted, what is next."""
        record, final = self.record, self.record.final_statement
        outcome = {
            "adopted": "An outcome document was adopted.",
            "draft": "A draft of an outcome document is reported; its adoption is not.",
            "not_reached": "No agreement on an outcome document was reached.",
            "none_issued": "The round ended without a final statement.",
            "not_stated": "The source does not state whether an outcome document was issued.",
        }[final.status]
        sentences = [(self.word("bottom", outcome), self.refs(final.evidence))]
        leading: list[Any] = []
        seen: set[str] = set()
        candidates: list[Commitment | Demand] = [*record.commitments, *record.demands]
        for item in candidates:
            holder = item.by[0] if item.by else ""
            if holder not in seen:
                seen.add(holder)
                leading.append(item)
        leading[:0] = final.clauses[:1]
        leading += record.next_steps[:1]
        words = len(sentences[0][0].split())
        for item in leading:
            length = len(self.text(item.text).split())
            if words + length <= _BOTTOM_LINE_WORDS:
                sentences.append((self.text(item.text), self.refs(item.evidence)))
                words += length
        return sentences

    @property
    def parties(self) -> list[Party]:
        """Demands by holder, in the order in which the holders first appear."""
        groups: dict[tuple[str, ...], list[Any]] = {}
        for demand in self.record.demands:
            groups.setdefault(tuple(demand.by), []).append(demand)
        return [Party(self.names(holders), len(holders) > 1, demands) for holders, demands in groups.items()]

    @property
    def commitments(self) -> list[tuple[str, list[Any]]]:
        """Commitments of sponsors and guarantors, of parties and others, and those that others claim."""
        groups: dict[str, list[Any]] = {
            "Sponsors and guarantors": [],
            "Parties and others": [],
            "Claimed by others, not confirmed": [],
        }
        for commitment in self.record.commitments:
            backers = any(self._people[id_].role in {"sponsor", "guarantor"} for id_ in commitment.by)
            if commitment.status == "claimed":
                groups["Claimed by others, not confirmed"].append(commitment)
            else:
                groups["Sponsors and guarantors" if backers else "Parties and others"].append(commitment)
        return [(self.label(title), items) for title, items in groups.items() if items]

    @property
    def not_stated(self) -> list[str]:
        """What a reader would look for and the source does not give."""
        record, final, event = self.record, self.record.final_statement, self.record.event
        missing = [
            ("the place", event.place is None),
            ("the date on which the round began", event.start is None),
            ("the date on which the round ended", event.end is None),
            ("whether the talks were direct or indirect", event.format == "not_stated"),
            ("demands", not record.demands),
            ("commitments", not record.commitments),
            ("whether a final statement was issued", final.status == "not_stated"),
            ("who issued the final statement", final.status in {"adopted", "draft"} and not final.issued_by),
            ("who read out the final statement", final.status == "adopted" and final.read_by is None),
            ("clauses of a final statement", final.status in {"adopted", "draft"} and not final.clauses),
            ("positions of the parties on the final statement", final.status in {"adopted", "draft"} and not final.stances),
            ("next steps", not record.next_steps),
        ]
        return [self.label(what) for what, is_missing in missing if is_missing]

    def attribution(self, item: Any) -> str:
        """Who says so, where that is not the holder."""
        parts = []
        if item.reported_by:
            parts.append(self.name(item.reported_by))
        if item.attribution is not None:
            origin = f"«{item.attribution.origin}»" if item.attribution.origin else ""
            parts.append(" ".join(filter(None, (self.word("level", item.attribution.level), origin, *item.attribution.via))))
        return "، ".join(parts) if self.language == "ar" else ", ".join(parts)

    def about(self, ids: Iterable[str]) -> list[tuple[str, str, list[int]]]:
        """Items that a conflict names: id, text, quotations."""
        known: dict[str, Any] = {item.id: item for item in self.record.items()}
        stances = {stance.participant: stance for stance in self.record.final_statement.stances}
        out = []
        for id_ in ids:
            if id_ in known:
                out.append((id_, self.text(known[id_].text), self.refs(known[id_].evidence)))
            elif id_ in stances:
                word = self.word("stance", stances[id_].stance)
                out.append((id_, f"{self.name(id_)}: {word}", self.refs(stances[id_].evidence)))
            else:
                out.append((id_, self.name(id_), self.refs(self._people[id_].evidence)))
        return out

    def _number(self) -> None:
        """Number the quotations in the order in which a reader meets them; one place has one number."""
        record, final = self.record, self.record.final_statement
        texts: dict[str, Bilingual] = {item.id: item.text for item in record.items()}
        ordered: list[tuple[str, Evidence]] = [("event", evidence) for evidence in record.event.evidence]
        ordered += [(p.id, evidence) for p in record.participants for evidence in p.evidence]
        for party in self.parties:
            ordered += [(d.id, evidence) for d in party.demands for evidence in d.evidence]
        for _, group in self.commitments:
            ordered += [(c.id, evidence) for c in group for evidence in c.evidence]
        ordered += [("final_statement", evidence) for evidence in final.evidence]
        ordered += [(c.id, evidence) for c in final.clauses for evidence in c.evidence]
        ordered += [(s.participant, evidence) for s in final.stances for evidence in s.evidence]
        ordered += [(t.id, evidence) for t in record.statements for evidence in t.evidence]
        ordered += [(n.id, evidence) for n in record.next_steps for evidence in n.evidence]
        for owner, evidence in ordered:
            key = (evidence.source, evidence.start, evidence.end)
            if key not in self._numbers:
                self._numbers[key] = len(self._numbers) + 1
                shown = self.text(texts[owner]) if owner in texts else None
                self.quotations.append(Quotation(self._numbers[key], evidence, owner, shown))


def render_brief(record: Record, *, language: Language, format: str, template: str = "policy") -> str:
    """One brief as text: ``format`` is "md" or "html", ``template`` a template's name or the path of a folder.

    Raises RenderError for an unknown format or template, or a template that fails, with its file and line.
    """
    if format not in FORMATS:
        raise RenderError(f"There is no format {format!r}: choose from {', '.join(FORMATS)}.")
    environment = _environment(template, format)
    name = f"brief.{format}.j2"
    try:
        return environment.get_template(name).render(brief=Brief(record, language), record=record)
    except TemplateSyntaxError as error:
        raise RenderError(f"The template {error.filename or error.name}, line {error.lineno}: {error.message}.") from error
    except TemplateError as error:
        reason = (error.message or type(error).__name__).rstrip(".")
        raise RenderError(f"The template {_where(error, name)}: {reason}.") from error


def render_files(
    record: Record,
    out: str | Path,
    *,
    languages: Sequence[str] = LANGUAGES,
    formats: Sequence[str] = FORMATS,
    template: str = "policy",
) -> list[Path]:
    """Write ``brief.LANGUAGE.FORMAT`` files into a folder, each atomically, and return their paths.

    Raises RenderError as render_brief does, and if the folder cannot be written to.
    """
    for language in languages:
        if language not in LANGUAGES:
            raise RenderError(f"There is no language {language!r}: choose from {', '.join(LANGUAGES)}.")
    folder = Path(out)
    made: list[tuple[Path, str]] = []
    for format_ in formats:
        for language in languages:
            text = render_brief(record, language=language, format=format_, template=template)  # type: ignore[arg-type]
            made.append((folder / f"brief.{language}.{format_}", text))
    for path, text in made:
        write_atomically(path, text)
    return [path for path, _ in made]


def write_atomically(path: Path, text: str) -> None:
    """Write a UTF-8 file so that it is either whole or not there. Raises RenderError if the disk refuses."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_text(text, encoding="utf-8", errors="replace", newline="\n")
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise RenderError(f"{path} cannot be written: {error.strerror or error}.") from error


def shown(value: object) -> str:
    """A value as it may be shown: no control characters, no broken ones, no directional controls."""
    return _DIRECTIONAL.sub("", _CONTROLS.sub("\ufffd", unicodedata.normalize("NFC", str(value))))


def escape_markdown(value: object, language: str) -> str:
    """Text that Markdown (CommonMark and GitHub's) shows as it is, on one line, with foreign words isolated.

    The isolates (U+2068, U+2069) keep a Latin name or a UN symbol in one piece inside Arabic.
    """
    text = " ".join(shown(value).split())
    foreign = _LATIN_RUN if language == "ar" else _ARABIC_RUN
    text = foreign.sub(lambda match: f"\u2068{match.group()}\u2069", text)
    text = _MARKDOWN_ACTIVE.sub(r"\\\1", text)
    text = re.sub(r"^([\u2068]?)(\d+)([.)])(?=\s|$)", r"\1\2\\\3", text)
    text = re.sub(r"^([-+=])", r"\\\1", text)
    text = re.sub(r"(?i)(https?|ftp|mailto|xmpp|javascript|data):", r"\1\\:", text)
    return re.sub(r"(?i)\bwww\.", r"www\\.", text).replace("@", "\\@")


def isolate(value: object, language: str) -> Markup:
    """HTML text in which runs of the other script stand in an element of their own, with language and direction."""
    text = shown(value)
    foreign, tag = (_LATIN_RUN, '<bdi lang="en" dir="ltr">') if language == "ar" else (_ARABIC_RUN, '<bdi lang="ar" dir="rtl">')
    out: list[str] = []
    position = 0
    for match in foreign.finditer(text):
        out += (str(escape(text[position : match.start()])), tag, str(escape(match.group())), "</bdi>")
        position = match.end()
    out.append(str(escape(text[position:])))
    return Markup("".join(out))  # noqa: S704 (every part is escaped above)


@lru_cache(maxsize=16)
def _environment(template: str, format_: str) -> ImmutableSandboxedEnvironment:
    built_in = template_path("brief")
    if re.fullmatch(r"[a-z][a-z0-9_-]*", template) and (built_in / template).is_dir():
        folders = [built_in / template]
    elif Path(template).is_dir():
        folders = [Path(template), built_in / "policy"]
    else:
        names = ", ".join(sorted(folder.name for folder in built_in.iterdir() if folder.is_dir()))
        raise RenderError(f"There is no template {template!r}: choose from {names}, or name a folder.")
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        undefined=StrictUndefined,
        autoescape=format_ == "html",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = escape_markdown
    environment.filters["bdi"] = isolate
    environment.filters["shown"] = shown
    environment.tests["web_address"] = lambda value: re.match(r"https?://[^\s\"'<>]+$", str(value)) is not None
    return environment


def _where(error: TemplateError, name: str) -> str:
    frame, line = error.__traceback__, 0
    file = name
    while frame is not None:
        if frame.tb_frame.f_code.co_filename.endswith(".j2"):
            file, line = frame.tb_frame.f_code.co_filename, frame.tb_lineno
        frame = frame.tb_next
    return f"{file}, line {line}" if line else file


@lru_cache(maxsize=4)
def _catalogue(language: str) -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    try:
        with template_path(f"locale/{language}.po").open("rb") as file:
            compiled = io.BytesIO()
            write_mo(compiled, read_po(file, abort_invalid=True))
    except OSError as error:
        raise RenderError(f"There is no message catalogue for {language}.") from error
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@lru_cache(maxsize=1)
def _issue_labels() -> dict[str, dict[str, str]]:
    lines = template_path("data/issue_labels.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {code: {"en": en, "ar": ar} for code, en, ar in (line.split("\t") for line in lines)}


def _day(value: str, language: str) -> str:
    mark = value[-1] if value[-1:] in "~?%" else ""
    parts = value.rstrip("~?%").split("-")
    months = _MONTHS_AR if language == "ar" else _MONTHS_EN
    words = [parts[0]]
    if len(parts) > 1 and parts[1].isdigit() and 1 <= int(parts[1]) <= 12:
        words.insert(0, months[int(parts[1]) - 1])
    if len(parts) > 2 and parts[2].isdigit():
        words.insert(0, str(int(parts[2])))
    if value == "..":
        return "…"
    around = {"ar": "نحو ", "en": "about "}[language] if mark else ""
    return around + " ".join(words)
