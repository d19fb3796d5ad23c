"""One record, every format and template: the same items, numbers, dates and marks, and nothing of the record acts in any."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from briefing.errors import RecordError, RenderError
from briefing.labels import labels
from briefing.record import Record
from briefing.rendering import LANGUAGES, RenderOptions, check_wanted, render_document, render_documents
from briefing.templates import built_in_names
from tests.conftest import ROOT
from tests.plain import CONTROLS, normal
from tests.records import wadi_nahr, wadi_nahr_data
from tests.test_rendering import HOSTILE, Page, with_text

docx = pytest.importorskip("docx")
EXAMPLES = sorted((ROOT / "examples").glob("*/gold.json"))
TEMPLATES = built_in_names()
BOTH = RenderOptions(calendar="both", months="levantine", digits="eastern")


def of_html(data: bytes) -> str:
    body = re.sub(r"<style>.*?</style>|<text\b.*?</text>|<title\b.*?</title>", "", data.decode(), flags=re.DOTALL)
    return normal(" ".join(Page(re.sub(r"<(?=/?(?:p|li|td|th|h[1-3]|dt|dd|div|tr)\b)", " <", body)).text))


def of_markdown(data: bytes) -> str:
    return normal(" ".join(Page(MarkdownIt("gfm-like", {"linkify": False}).render(data.decode())).text))


def of_word(data: bytes) -> str:
    names = {
        f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}": text
        for name, text in (("t", None), ("br", " "), ("tab", " "))
    }
    document = docx.Document(io.BytesIO(data))
    paragraphs = document.element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p")
    return normal(
        " ".join("".join(names[run.tag] or run.text or "" for run in paragraph.iter(*names)) for paragraph in paragraphs)
    )


READERS = {"html": of_html, "md": of_markdown, "docx": of_word}


def joined(text: str) -> str:
    """Text without blanks: a reader of one format puts them where a tag stood."""
    return re.sub(r"\s+", "", text)


def numbers(text: str) -> set[str]:
    """Every figure and date in a text; the numbers that Word gives to its tables are its own."""
    text = re.sub(r"(?:الجدول|Table) [0-9]+:", "", text)
    return set(re.findall(r"[0-9٠-٩]+(?:[.,٫٬:/–-][0-9٠-٩]+)*", text))


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_format_carries_the_same_items_numbers_and_dates(path: Path, language: Any, template: str) -> None:
    record = Record.load(path)
    for options in (RenderOptions(previous=record), BOTH):
        made = render_documents(record, languages=[language], formats=list(READERS), template=template, options=options)
        texts = {format_: read(made[f"brief.{language}.{format_}"]) for format_, read in READERS.items()}
        said = [labels(language, options.notation).said(item.text) for item in record.items()]
        said += [evidence.quote for _, evidence in record.evidence()]
        held = {format_: {words for words in said if joined(normal(words)) in joined(text)} for format_, text in texts.items()}
        assert held["html"] == held["md"] == held["docx"]
        assert len(held["html"]) > (3 if template == "flash" else 0.6 * len(set(said)))
        figures = {format_: numbers(text) for format_, text in texts.items()}
        assert figures["html"] == figures["md"] == figures["docx"]
        marks = [labels(language).word("commitment", "pledged"), labels(language).word("demand", "denied"), record.sources[0].id]
        assert len({tuple(words in text for words in marks) for text in texts.values()}) == 1


@pytest.mark.documents
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
@pytest.mark.parametrize("template", [name for name in TEMPLATES if name != "policy"])
@pytest.mark.parametrize("path", [EXAMPLES[0], EXAMPLES[7]], ids=lambda path: path.parent.name)
def test_the_arabic_pdf_of_each_template_says_what_its_page_says_in_logical_order(
    path: Path, template: str, tmp_path: Path
) -> None:
    made = pdf_and_page(Record.load(path), "ar", template, RenderOptions())
    text = pdftotext(made["brief.ar.pdf"], tmp_path)
    page = of_html(made["brief.ar.html"])
    record = Record.load(path)
    said = [item.text.ar for item in record.items()] + [evidence.quote for _, evidence in record.evidence()]
    shown = [words for words in said if joined(normal(words)) in joined(page)]
    # In a column beside another, pdftotext may set a line of one between two of the other.
    apart = set(re.sub("[«»“”]", "", text).split())
    for words in shown:
        bare = re.sub("[«»“”]", "", normal(words)).split()
        assert normal(words) in normal(text) if template == "flash" else set(bare) <= apart, words
    assert numbers(page) <= numbers(text)


@pytest.mark.documents
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
def test_eastern_digits_and_both_calendars_come_out_of_the_pdf_too(tmp_path: Path) -> None:
    text = pdftotext(render_document(wadi_nahr(), language="ar", format="pdf", template="flash", options=BOTH), tmp_path)
    assert "١٨ نيسان ٢٠٢٤" in text and "٩ شوال ١٤٤٥" in text
    assert re.search("الصفحة ١ من [١٢]", text)
    assert "S/RES/2254" in text and "(2015)" in text


def pdf_and_page(record: Record, language: str, template: str, options: RenderOptions) -> dict[str, bytes]:
    try:
        return render_documents(record, languages=[language], formats=["pdf", "html"], template=template, options=options)
    except RenderError as error:  # no WeasyPrint, no Pango or no Arabic font
        pytest.skip(str(error))


def pdftotext(data: bytes, folder: Path) -> str:
    (folder / "brief.pdf").write_bytes(data)
    run = subprocess.run(["pdftotext", "-enc", "UTF-8", str(folder / "brief.pdf"), "-"], check=True, capture_output=True)
    return normal(run.stdout.decode())


@pytest.mark.documents
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("template", ["flash", "table"])
def test_libreoffice_reads_the_same_text_in_every_template(template: str, tmp_path: Path) -> None:
    data = render_document(wadi_nahr(), language="ar", format="docx", template=template, options=BOTH)
    (tmp_path / "brief.docx").write_bytes(data)
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "brief.docx")], check=True, capture_output=True, timeout=120
    )
    assert normal((tmp_path / "brief.txt").read_text(encoding="utf-8-sig").replace("•", " ")) == of_word(data)


@pytest.mark.parametrize("text", [*HOSTILE, "\x1b[31m", "\u2028x\u2029", "\ufffe", "]]>", "\r\n", "‏‎؜"])
@pytest.mark.parametrize("template", [name for name in TEMPLATES if name != "policy"])
def test_nothing_of_a_record_acts_in_word_in_any_template(text: str, template: str) -> None:
    options = RenderOptions("both", "un", "eastern", previous=wadi_nahr())
    for language in LANGUAGES:
        data = render_document(with_text(text), language=language, format="docx", template=template, options=options)
        document = docx.Document(io.BytesIO(data))
        fields = {
            field.text
            for field in document.element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}instrText")
        }
        assert all(field and field.strip().startswith("SEQ Table") for field in fields)
        outside = [relation for relation in document.part.rels.values() if relation.is_external]
        assert outside == []


@pytest.mark.documents
def test_nothing_of_a_record_acts_in_a_pdf_of_any_template() -> None:
    pypdf = pytest.importorskip("pypdf")
    for number, template in enumerate(("flash", "table")):
        for text in HOSTILE[number::12]:
            data = pdf_and_page(with_text(text), "ar", template, RenderOptions())["brief.ar.pdf"]
            assert not re.search(rb"/(?:JavaScript|JS|Launch|SubmitForm|EmbeddedFile)\b", data)
            notes = [note.get_object() for page in pypdf.PdfReader(io.BytesIO(data)).pages for note in page.get("/Annots", [])]
            assert not [note for note in notes if "/A" in note and note["/A"]["/S"] != "/GoTo"]


def test_a_lone_surrogate_never_gets_into_a_record() -> None:
    data = wadi_nahr_data()
    data["event"]["name"]["ar"] = "SURROGATE"
    text = Record.model_validate(data).to_json()
    for escaped in (r"\ud800", r"\udfff x", r"a\udc00\ud800"):
        with pytest.raises(RecordError):
            Record.from_json(text.replace("SURROGATE", escaped))


def test_directional_characters_are_added_only_on_the_way_out() -> None:
    """What is shown has isolates; what is stored has what was received, before and after."""
    record = wadi_nahr()
    before = record.to_json()
    made = render_documents(record, formats=["md", "html", "docx"], options=BOTH)
    assert any("\u2068" in data.decode() for name, data in made.items() if name.endswith("md"))
    assert record.to_json() == before
    assert not CONTROLS.search(before)


def test_a_missing_library_of_the_system_is_told_before_anything_is_paid(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("weasyprint")
    monkeypatch.setattr("briefing.pdf.load_writer", _without_pango)
    with pytest.raises(RenderError, match="Pango"):
        check_wanted(formats=["pdf"])


def _without_pango() -> None:
    raise RenderError("PDF needs the Pango library.")
