from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from functools import lru_cache
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import pytest

from briefing.briefs import make_brief
from briefing.errors import MissingExtraError, RenderError
from briefing.labels import labels
from briefing.record import Record
from briefing.rendering import LANGUAGES, render_brief, render_document
from tests.conftest import ROOT
from tests.plain import normal
from tests.records import wadi_nahr, wadi_nahr_data
from tests.test_rendering import HOSTILE

pypdf = pytest.importorskip("pypdf")

pytestmark = pytest.mark.documents  # a second or two each


@pytest.fixture(scope="module", autouse=True)
def _something_can_print() -> None:
    try:
        render_document(wadi_nahr(), language="ar", format="pdf")
    except RenderError as error:  # no WeasyPrint, no Pango or no Arabic font: what is said then is tested without them
        pytest.skip(str(error))


EXAMPLES = sorted((ROOT / "examples").glob("*/gold.json"))
# Six to 35 items; docs/formats.md says how many fit.
TWO_PAGES = (
    "astana-first-day", "careless-web-copy", "communique-lakes-accord", "failed-round-zurich", "hijri-ceasefire-tabuk",
    "leaked-draft-doha", "loaded-movement-site", "loaded-state-paper", "long-analysis-valletta", "maghreb-opposition-joint",
    "pledging-conference-tunis", "prisoner-exchange-muscat", "radio-water-talks",
)  # fmt: skip


@lru_cache(maxsize=2)
def printed(name: str, language: Any) -> bytes:
    """The policy brief of an example."""
    return render_document(Record.load(ROOT / "examples" / name / "gold.json"), language=language, format="pdf")


def page_of(reader: Any, anchor: str) -> int:
    """The page, counted from 1, on which a section begins."""
    number: int = reader.get_destination_page_number(reader.named_destinations[anchor])
    return number + 1


def pdftotext(data: bytes, folder: Path, page: int | None = None) -> str:
    path = folder / "brief.pdf"
    path.write_bytes(data)
    only = [] if page is None else ["-f", str(page), "-l", str(page)]
    run = subprocess.run(["pdftotext", "-enc", "UTF-8", *only, str(path), "-"], check=True, capture_output=True)
    return normal(run.stdout.decode())


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_text_of_every_item_comes_out_of_the_pdf_in_logical_order(path: Path, language: Any, tmp_path: Path) -> None:
    record = Record.load(path)
    # A line may end behind the stroke of «أيلول/سبتمبر».
    text = pdftotext(printed(path.parent.name, language), tmp_path).replace("/ ", "/")
    said = [labels(language).said(item.text) for item in record.items()]
    # The order that pdftotext gives to Arabic with numbers on a page that it takes for English is its own affair.
    said += [evidence.quote for _, evidence in record.evidence() if language == "ar" or evidence.quote.isascii()]
    assert [words for words in said if normal(words).replace("/ ", "/") not in text] == []


def test_an_arabic_text_comes_out_whole_with_its_vowel_signs_ligatures_numbers_and_brackets() -> None:
    data = wadi_nahr_data()
    words = "أُفيدَ أنّ السُّلَّمَ شُيِّدَ كاملاً (منذ 2015)، وأن «الآلاف» لأنّهم إلى S/RES/2254 (2015) شيءٌ: نصٌّ، 17.5 % منهم."
    data["demands"][0]["text"]["ar"] = words
    pdf = render_document(Record.model_validate(data), language="ar", format="pdf")
    codes = [font["/ToUnicode"].get_data().decode() for font in fonts(pdf)]
    letters = {letter for code in codes for letter in re.findall(r"<[0-9a-f]{4}> <([0-9a-f]*)>", code)}
    assert {"0623", "064f", "0651", "0622", "064b"} <= letters  # each alone: none has taken another's text with it
    assert not [letter for letter in letters if len(letter) > 4 and letter[:2] == "06"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TWO_PAGES)
def test_two_pages_hold_the_whole_message_and_the_annexes_stand_behind_it(name: str, language: Any) -> None:
    reader = pypdf.PdfReader(io.BytesIO(printed(name, language)))
    assert page_of(reader, "annexes") <= 2  # what there is behind the message, with links
    first = page_of(reader, "participants")
    assert first <= 3
    assert first > page_of(reader, "annexes")  # on a page of its own
    for anchor in ("participants", "method", "quotations"):
        assert page_of(reader, anchor) >= first
    record = Record.load(ROOT / "examples" / name / "gold.json")
    assert {page_of(reader, item.id) for item in record.items()} <= set(range(1, first))


def test_a_record_of_too_many_items_for_two_pages_takes_more_and_loses_none() -> None:
    data = Record.load(ROOT / "examples" / "long-analysis-valletta" / "gold.json").model_dump()
    data["demands"] += [{**demand, "id": f"D{number}"} for number, demand in enumerate(data["demands"] * 4, 12)]
    reader = pypdf.PdfReader(io.BytesIO(render_document(Record.model_validate(data), language="en", format="pdf")))
    assert page_of(reader, "participants") > 3
    assert {page_of(reader, f"D{number}") for number in range(1, 56)} < set(range(1, page_of(reader, "participants")))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_has_what_came_out_who_was_there_and_what_comes_next(language: Any, tmp_path: Path) -> None:
    record = Record.load(ROOT / "examples" / "prisoner-exchange-muscat" / "gold.json")
    pdf, brief = printed("prisoner-exchange-muscat", language), make_brief(record, language)
    page = pdftotext(pdf, tmp_path, 1)
    label = brief.label
    there = [fact.value for fact in brief.glance if fact.label in {label("Parties"), label("Host"), label("Mediation")}]
    assert len(there) == 3
    wanted = [sentence.text for sentence in brief.bottom_line] + [
        line.text for line in (*brief.outcome.clauses, *brief.next_steps)
    ]
    assert [words for words in wanted if normal(words) not in page] == []
    # A fact may be on two lines of its column, between which pdftotext puts one of the other.
    assert [words for words in there if not all(word in page for word in normal(words).split())] == []


def fonts(pdf: bytes) -> list[Any]:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [font.get_object() for page in pages[:1] for font in page["/Resources"]["/Font"].get_object().values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_tells_title_language_and_dates_and_its_fonts_are_inside(language: Any) -> None:
    data = render_document(wadi_nahr(), language=language, format="pdf")
    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title.startswith(wadi_nahr_data()["event"]["name"][language])
    assert reader.metadata["/CreationDate"] == reader.metadata["/ModDate"] == "D:20240308093000Z"
    assert all(box.mediabox.width == pytest.approx(595.3, abs=0.1) for box in reader.pages)
    assert all(box.mediabox.height == pytest.approx(841.9, abs=0.1) for box in reader.pages)
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts(data)]
    assert descriptors
    assert all("/FontFile2" in found or "/FontFile3" in found for found in descriptors)


def flattened(entries: list[Any]) -> list[Any]:
    return [one for entry in entries for one in (flattened(entry) if isinstance(entry, list) else [entry])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_bookmarks_and_links_lead_through_the_pdf(language: Any) -> None:
    data = render_document(wadi_nahr(), language=language, format="pdf")
    reader = pypdf.PdfReader(io.BytesIO(data))
    titles = [entry.title for entry in flattened(reader.outline)]
    assert {"ar": "المطالب بحسب أصحابها", "en": "Demands by party"}[language] in titles
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    targets = {str(link["/Dest"]) for link in links if "/Dest" in link}
    assert {"q1", "D1", "C1"} <= targets
    assert targets <= set(reader.named_destinations)


def test_the_same_record_gives_the_same_pdf_in_another_process(tmp_path: Path) -> None:
    code = (
        "import sys; from briefing.rendering import render_document; from tests.records import wadi_nahr\n"
        "sys.stdout.buffer.write(render_document(wadi_nahr(), language='ar', format='pdf'))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "86400"}
    other = subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=environment, capture_output=True).stdout
    assert render_document(wadi_nahr(), language="ar", format="pdf") == other


def test_a_missing_extra_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'briefing\[pdf\]'") as caught:
        render_document(wadi_nahr(), language="ar", format="pdf")
    assert "\n" not in str(caught.value)


def test_a_missing_library_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Loader):
        def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
            return ModuleSpec(name, self) if name == "weasyprint" else None

        def exec_module(self, module: object) -> None:
            raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(RenderError, match="apt install libpango") as caught:
        render_document(wadi_nahr(), language="ar", format="pdf")
    assert "\n" not in str(caught.value)


def test_a_machine_without_an_arabic_font_is_told_which_to_install(tmp_path: Path) -> None:
    """Fontconfig knows only a Latin font: a page of empty boxes must not pass for a brief."""
    latin = next((Path("/usr/share/fonts").rglob("NotoSerif-Regular.ttf")), None) if Path("/usr/share/fonts").is_dir() else None
    if latin is None:
        pytest.skip("needs a font without Arabic letters to offer")
    (tmp_path / "fonts").mkdir()
    shutil.copy(latin, tmp_path / "fonts")
    (tmp_path / "fonts.conf").write_text(
        f"<fontconfig><dir>{tmp_path}/fonts</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>", encoding="utf-8"
    )
    code = (
        "from briefing.errors import RenderError; from briefing.rendering import render_document\n"
        "from tests.records import wadi_nahr\n"
        "try: render_document(wadi_nahr(), language='ar', format='pdf')\n"
        "except RenderError as error: print(error)"
    )
    environment = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    run = subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.stdout.strip() == "No font with Arabic letters is installed: apt install fonts-noto-core (or fonts-hosny-amiri)."


def test_nothing_that_a_style_asks_for_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret.css").write_text("h1 { color: red }", encoding="utf-8")
    style = (
        f"@import url('file://{tmp_path}/secret.css');"
        "@font-face { font-family: Far; src: url('http://127.0.0.1:9/far.woff2') } h1 { font-family: Far }"
        f"h2 {{ background: url('file://{tmp_path}/secret.css') }}"
    )
    (tmp_path / "style.css").write_text(style, encoding="utf-8")
    code = (
        "import socket, sys; from pathlib import Path; opened = []\n"
        "from briefing.rendering import render_document; from tests.records import wadi_nahr\n"
        "sys.addaudithook(lambda name, args: opened.append(str(args)) if name in {'open', 'socket.connect'} else None)\n"
        "data = render_document(wadi_nahr(), language='en', format='pdf', template=sys.argv[1])\n"
        "print(data[:5], [it for it in opened if 'secret' in it or '127.0.0.1' in it])"
    )
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.strip() == "b'%PDF-' []"


def test_a_brief_as_pdf_is_no_text() -> None:
    with pytest.raises(RenderError, match="render_document"):
        render_brief(wadi_nahr(), language="ar", format="pdf")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_record_acts_in_a_pdf(language: Any) -> None:
    data = wadi_nahr_data()
    for item, text in zip((*data["demands"], *data["commitments"], *data["statements"] * 9), HOSTILE, strict=False):
        item["text"] = {"ar": f"نص {text}", "en": f"Text {text}"}
    data["participants"][0]["name"] = data["event"]["name"] = {"ar": f"اسم {HOSTILE[3]}", "en": f"Name {HOSTILE[3]}"}
    record = Record.model_validate(data)
    reader = pypdf.PdfReader(io.BytesIO(render_document(record, language=language, format="pdf")))
    names = {name for item in every(reader.trailer["/Root"], set()) if isinstance(item, dict) for name in item}
    assert not names & {"/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/EmbeddedFiles", "/EmbeddedFile", "/RichMedia"}
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert {note["/Subtype"] for note in notes} == {"/Link"}
    assert {note["/A"]["/URI"] for note in notes if "/A" in note} == {data["sources"][0]["url"]}
    assert "\u202e" not in "".join(page.extract_text() for page in reader.pages[:3])


def every(item: Any, seen: set[int]) -> list[Any]:
    """Every object that can be reached from one of a PDF."""
    item = item.get_object()
    if id(item) in seen:
        return []
    seen.add(id(item))
    parts = item.values() if isinstance(item, dict) else item if isinstance(item, list) else []
    return [item, *(found for part in parts if hasattr(part, "get_object") for found in every(part, seen))]


_ENDLESS = 3_000  # letters of a word, forty lines of them; twice as many take four times as long


def test_a_word_of_thousands_of_letters_stays_on_the_page() -> None:
    data = wadi_nahr_data()
    data["demands"][0]["text"] = {"ar": "ب" * _ENDLESS, "en": "x" * _ENDLESS}
    reader = pypdf.PdfReader(io.BytesIO(render_document(Record.model_validate(data), language="ar", format="pdf")))
    assert len(reader.pages) < 15
    assert sum(page.extract_text().count("ب") for page in reader.pages) > _ENDLESS


@pytest.mark.parametrize("place", ["item", "title"])
def test_a_latin_word_without_end_is_broken_and_no_other(place: str) -> None:
    data = wadi_nahr_data()
    if place == "item":
        data["demands"][0]["text"]["ar"] = f"يطالب {'x' * _ENDLESS}"
    else:
        data["sources"][0]["title"] = f"تقرير {'x' * _ENDLESS}"
    reader = pypdf.PdfReader(io.BytesIO(render_document(Record.model_validate(data), language="ar", format="pdf")))
    assert sum(page.extract_text().count("x") for page in reader.pages) >= _ENDLESS
    widest = [line for page in reader.pages for line in page.extract_text().splitlines() if line.count("x") > 300]
    assert widest == []  # a line of the page holds about a hundred


def test_weasyprint_is_as_it_was_afterwards() -> None:
    from weasyprint import svg
    from weasyprint.draw import text

    before = text.draw_first_line, svg.text, svg.TAGS["text"]
    render_document(wadi_nahr(), language="ar", format="pdf")
    assert (text.draw_first_line, svg.text, svg.TAGS["text"]) == before
