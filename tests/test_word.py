from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.briefs import make_brief
from briefing.errors import MissingExtraError, RenderError
from briefing.labels import Labels, labels
from briefing.record import Record
from briefing.rendering import LANGUAGES, render_document, shown
from tests.conftest import ROOT
from tests.plain import CONTROLS
from tests.records import wadi_nahr, wadi_nahr_data
from tests.test_rendering import HOSTILE, Page, with_text

docx = pytest.importorskip("docx")

from docx.document import Document  # noqa: E402
from docx.oxml import parse_xml  # noqa: E402
from docx.oxml.ns import qn  # noqa: E402

from briefing.word import PARTS, WORDS  # noqa: E402
from briefing.wordml import NAMESPACES, Text, Tongues, Writer  # noqa: E402

EXAMPLES = sorted((ROOT / "examples").glob("*/gold.json"))
HEADINGS = (
    "Bottom line", "The round at a glance", "Final statement", "Commitments", "Next steps", "Demands by party", "Positions",
    "Conflicting accounts", "What is not stated", "Annexes", "Participants", "Who demands, undertakes or rejects what",
    "Dates and next steps", "Source and method", "Annex: quotations",
)  # fmt: skip


def word(record: Record, language: Any, template: str = "policy") -> bytes:
    return render_document(record, language=language, format="docx", template=template)


def opened(data: bytes) -> Document:
    document: Document = docx.Document(io.BytesIO(data))
    return document


def normal(text: str) -> str:
    """Text without directional controls, its blanks single."""
    return " ".join(CONTROLS.sub("", text).split())


def roots(document: Document) -> Iterator[Any]:
    yield document.element
    for section in document.sections:
        yield from (section.header._element, section.footer._element)


def paragraph_text(paragraph: Any) -> str:
    names = {qn("w:t"): None, qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(names[child.tag] or child.text or "" for child in paragraph.iter(*names) if child.tag in names)


def text_of(element: Any) -> str:
    return "\n".join(paragraph_text(paragraph) for paragraph in element.iter(qn("w:p")))


def value(element: Any, name: str) -> str | None:
    found: str | None = element.get(qn(name))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_item_quotation_and_number_of_a_record_is_in_the_document(path: Path, language: Any) -> None:
    record = Record.load(path)
    text = normal(text_of(opened(word(record, language)).element))
    said = [labels(language).said(item.text) for item in record.items()]
    said += [evidence.quote for _, evidence in record.evidence()]
    said += [text for one in make_brief(record, language).quotations for text in (f"[{one.number}]", one.span)]
    assert [words for words in said if normal(words) not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_document_says_what_the_web_page_says(path: Path, language: Any) -> None:
    record = Record.load(path)
    html = render_document(record, language=language, format="html").decode()
    page = Page(re.sub(r"<text\b.*?</text>", "", html))  # drawings cut words; their descriptions tell the same
    ours = normal(text_of(opened(word(record, language)).element))

    def words(text: str) -> set[str]:
        return set(re.findall(r"\w+", unicodedata.normalize("NFC", CONTROLS.sub("", text))))

    told = words(" ".join(text for text in page.text if "{" not in text))  # not the style sheet
    assert len(told) > 150
    assert told - words(ours) - words(labels(language).label("Skip to the content")) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_parts_of_the_brief_stand_in_order_under_real_headings(language: Any) -> None:
    document = opened(word(wadi_nahr(), language))
    styles = [(paragraph.style.name if paragraph.style else None, normal(paragraph.text)) for paragraph in document.paragraphs]
    titles = [text for name, text in styles if name == "Heading 1"]
    assert titles == [labels(language).label(title) for title in HEADINGS]
    breaks = [normal(paragraph.text) for paragraph in document.paragraphs if paragraph.paragraph_format.page_break_before]
    assert breaks == [labels(language).label("Participants")]
    assert [text for name, text in styles if name == "Title"] == [make_brief(wadi_nahr(), language).title]
    used = {name for name, _ in styles}
    assert used >= {"Title", "Subtitle", "Heading 1", "Heading 2", "List", "List Continue", "List Bullet", "Caption", "Quote"}
    assert {table.style.name for table in document.tables if table.style} == {"Brief Table", "Brief Facts"}


def test_arabic_paragraphs_runs_tables_and_pages_go_from_right_to_left() -> None:
    document = opened(word(wadi_nahr(), "ar"))
    arabic = re.compile("[\u0621-\u064a]")
    seen = 0
    for root in roots(document):
        for paragraph in root.iter(qn("w:p")):
            text = paragraph_text(paragraph)
            bidi = paragraph.find(f"{qn('w:pPr')}/{qn('w:bidi')}")
            assert value(bidi, "w:val") == "1", text
            for run in paragraph.iter(qn("w:r")):
                properties = run.find(qn("w:rPr"))
                words = "".join(child.text or "" for child in run.iter(qn("w:t")))
                rtl = properties.find(qn("w:rtl")) is not None
                assert not (arabic.search(words) and re.search("[A-Za-z]", words)), words
                assert rtl or not arabic.search(words), words
                assert not (rtl and re.search("[A-Za-z]", words)), words
                lang = properties.find(qn("w:lang"))
                assert value(lang, "w:bidi" if rtl else "w:val") == ("ar-SA" if rtl else "en-GB")
                seen += rtl
    assert seen > 100
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in document.tables)
    assert document.element.body.sectPr.find(qn("w:bidi")) is not None


def test_english_paragraphs_go_from_left_to_right_and_arabic_quotations_do_not() -> None:
    document = opened(word(wadi_nahr(), "en"))
    directions = {
        paragraph.style.name if paragraph.style else "": value(paragraph._p.get_or_add_pPr().find(qn("w:bidi")), "w:val")
        for paragraph in document.paragraphs
    }
    assert directions.pop("Quote") == "1"
    assert set(directions.values()) == {"0"}
    assert not list(document.element.iter(qn("w:bidiVisual")))


def test_no_paragraph_is_aligned_by_hand() -> None:
    # "left" and "right" change sides where w:bidi stands.
    for language in LANGUAGES:
        data = word(wadi_nahr(), language)
        assert not [jc for root in roots(opened(data)) for jc in root.iter(qn("w:jc"))]


def test_every_style_has_a_size_and_a_weight_for_complex_scripts() -> None:
    styles = opened(word(wadi_nahr(), "ar")).styles.element
    fonts = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:rFonts')}")
    assert fonts is not None and value(fonts, "w:cs")
    for latin, complex_ in (("w:sz", "w:szCs"), ("w:b", "w:bCs")):
        parents = [found.getparent() for found in styles.iter(qn(latin))]
        assert len(parents) > 3
        assert all(parent.find(qn(complex_)) is not None for parent in parents)


def test_lists_are_indented_from_the_side_where_reading_starts() -> None:
    document = opened(word(wadi_nahr(), "ar"))
    bullets = [paragraph for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "List Bullet"]
    assert bullets
    assert not [paragraph for paragraph in bullets if paragraph._p.get_or_add_pPr().ind is not None]
    numbering = document.part.numbering_part.element
    number = document.styles["List Bullet"].element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    assert value(number, "w:val") in [value(num, "w:numId") for num in numbering.iter(qn("w:num"))]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_link_leads_to_a_bookmark_and_every_quotation_back(path: Path, language: Any) -> None:
    record = Record.load(path)
    document = opened(word(record, language))
    starts = list(document.element.iter(qn("w:bookmarkStart")))
    names = [value(mark, "w:name") or "" for mark in starts]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in names)
    ids = [value(mark, "w:id") for mark in starts]
    assert len(ids) == len(set(ids))
    assert ids == [value(mark, "w:id") for mark in document.element.iter(qn("w:bookmarkEnd"))]
    anchors = {value(link, "w:anchor") for link in document.element.iter(qn("w:hyperlink"))} - {None}
    assert anchors <= set(names)
    brief = make_brief(record, language)
    assert {f"brief_q{quotation.number}" for quotation in brief.quotations} <= anchors
    supported = {support.anchor for quotation in brief.quotations for support in quotation.supports}
    assert {f"brief_{anchor.replace('-', '_')}" for anchor in supported} <= anchors


@pytest.mark.parametrize("language", LANGUAGES)
def test_header_and_footer_carry_marking_date_and_page_fields(language: Any) -> None:
    record = wadi_nahr()
    brief = make_brief(record, language)
    assert brief.draft_notice is not None
    document = opened(word(record, language))
    header, footer = (normal(text_of(part._element)) for part in (document.sections[0].header, document.sections[0].footer))
    assert normal(brief.status) in header and normal(brief.as_of) in footer and normal(brief.draft_notice) in header
    assert normal(brief.draft_notice) in normal(document.paragraphs[0].text)
    codes = [code.text.strip() for code in document.sections[0].footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    assert ("الصفحة 1 من 1" if language == "ar" else "Page 1 of 1") in footer


def test_the_warning_of_the_embedded_model_is_only_where_it_applies() -> None:
    notice = labels("en").label("Machine draft of a small language model. Check every line against the quotations before use.")
    data = wadi_nahr_data()
    data["provenance"]["endpoint_kind"] = "endpoint"
    document = opened(word(Record.model_validate(data), "en"))
    assert notice not in "".join(map(text_of, roots(document)))


def test_every_label_is_in_the_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    look_up = Labels.label

    def noting(self: Labels, message: str, **values: object) -> str:
        asked.add(message)
        return look_up(self, message, **values)

    monkeypatch.setattr(Labels, "label", noting)
    word(wadi_nahr(), "ar")
    empty = wadi_nahr_data() | {"demands": [], "commitments": [], "statements": [], "next_steps": [], "conflicts": []}
    empty["quality"] = {}
    word(Record.model_validate(empty), "ar")
    with (ROOT / "templates" / "locale" / "ar.po").open("rb") as file:
        catalogue = read_po(file)
    assert len(asked) > 60
    assert {message for message in asked if catalogue.get(message) is None} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_properties_come_from_the_record(language: Any) -> None:
    record = wadi_nahr()
    properties = opened(word(record, language)).core_properties
    assert properties.title == make_brief(record, language).title
    assert properties.language == ("ar" if language == "ar" else "en-GB")
    assert properties.author == properties.last_modified_by == "briefing"
    assert properties.created == properties.modified
    assert properties.created is not None
    assert properties.created.isoformat()[:19] == record.provenance.generated_at[:19]


@pytest.mark.parametrize("made", ["2017-02-30T00:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59Z"])
def test_a_time_that_is_none_does_no_harm(made: str) -> None:
    data = wadi_nahr_data()
    data["provenance"]["generated_at"] = made
    assert opened(word(Record.model_validate(data), "en")).core_properties.created is not None


def test_the_same_record_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text(wadi_nahr().to_json(), encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from briefing.record import Record; from briefing.rendering import render_document;"
        "sys.stdout.buffer.write(render_document(Record.load(Path(sys.argv[1])), language='ar', format='docx'))"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True, cwd=ROOT)
    ours = word(wadi_nahr(), "ar")
    assert run.stdout == ours == word(wadi_nahr(), "ar")
    with zipfile.ZipFile(io.BytesIO(ours)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


MORE_HOSTILE = [
    "\x00\x01\x08\x0b\x0c\x1f\x7f",
    "\ufffe\uffff",
    "]]>",
    "</w:t></w:r>",
    "{{ brief }} {{ title }}",
    "ا" * 10_000,
]


@pytest.mark.parametrize("text", [*HOSTILE, *MORE_HOSTILE], ids=range(len(HOSTILE) + len(MORE_HOSTILE)))
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_record_acts_in_a_document(text: str, language: Any) -> None:
    document = opened(word(with_text(text), language))
    told = re.sub(r"\s+", "", CONTROLS.sub("", text_of(document.element)))
    assert re.sub(r"\s+", "", CONTROLS.sub("", shown(text))) in told
    assert not [rel for rel in document.part.rels.values() if rel.is_external]
    codes = {(code.text or "").split()[0] for root in roots(document) for code in root.iter(qn("w:instrText"))}
    assert codes == {"SEQ", "PAGE", "NUMPAGES"}
    known = {"document", "body", "p", "r", "t", "tbl", "hyperlink", "br", "tab"}
    assert known <= {child.tag.rpartition("}")[2] for child in document.element.iter()}
    assert not CONTROLS.sub("", "".join(child.text or "" for child in document.element.iter(qn("w:t")))).count("\u202e")


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://example.org/a?b=c&d=(1)", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("\\\\host\\x", False),
    ],
)
def test_only_web_addresses_become_links(address: str, linked: bool) -> None:
    data = wadi_nahr_data()
    data["sources"][0]["url"] = address
    document = opened(word(Record.model_validate(data), "ar"))
    outside = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert bool(outside) == linked
    assert address in CONTROLS.sub("", text_of(document.element))


# A template of the user's own


def bare_package(document: str) -> bytes:
    """A file that has a main document and nothing else."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/d.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}" Target="d.xml"/></Relationships>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in (("[Content_Types].xml", types), ("_rels/.rels", relations), ("d.xml", document)):
            archive.writestr(name, text)
    return packed.getvalue()


def template(folder: Path, *paragraphs: str, name: str = "brief.docx") -> Any:
    """A Word file as Word's own default is, with some paragraphs, and its folder."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    folder.mkdir(exist_ok=True)
    document.save(str(folder / name))
    return document


def body(data: bytes) -> list[str]:
    return [normal(paragraph.text) for paragraph in opened(data).paragraphs]


def test_a_template_keeps_its_styles_its_page_and_its_own_text(tmp_path: Path) -> None:
    document = docx.Document()
    document.styles["Heading 1"].font.name = "Courier New"
    document.sections[0].page_width = docx.shared.Mm(148)
    document.sections[0].header.paragraphs[0].text = "Desk of {{ title }}, {{ as_of }}"
    document.add_paragraph("Before")
    document.add_paragraph("{{ brief }}")
    document.add_paragraph("After")
    document.save(str(tmp_path / "brief.docx"))
    made = opened(word(wadi_nahr(), "en", str(tmp_path)))
    texts = [normal(paragraph.text) for paragraph in made.paragraphs]
    brief = make_brief(wadi_nahr(), "en")
    assert (texts[0], texts[-1]) == ("Before", "After")
    assert labels("en").label("Annex: quotations") in texts
    assert made.styles["Heading 1"].font.name == "Courier New"
    assert made.sections[0].page_width == document.sections[0].page_width
    columns = [int(value(column, "w:w") or 0) for column in made.tables[0]._tbl.tblGrid]
    section: Any = made.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert 0.98 < sum(columns) * 635 / room <= 1
    assert normal(made.sections[0].header.paragraphs[0].text) == f"Desk of {brief.title}, {brief.as_of}"
    assert "NUMPAGES" in made.sections[0].footer._element.xml  # it had no footer
    ids = {style.get(qn("w:styleId")) for style in made.styles.element.iter(qn("w:style"))}
    for tag in ("w:pStyle", "w:rStyle", "w:tblStyle"):
        assert {value(used, "w:val") for used in made.element.iter(qn(tag))} <= ids
    named = [style.name for style in made.styles]
    assert len(named) == len(set(named))


def test_without_a_place_the_brief_stands_at_the_end(tmp_path: Path) -> None:
    template(tmp_path, "Letterhead")
    texts = body(word(wadi_nahr(), "ar", str(tmp_path)))
    assert texts[0] == "Letterhead" and len(texts) > 50
    assert opened(word(wadi_nahr(), "ar", str(tmp_path))).element.body[-1].tag == qn("w:sectPr")


def test_a_part_can_have_a_place_of_its_own(tmp_path: Path) -> None:
    template(tmp_path, "{{ next_steps }}", "{{brief}}")
    texts = body(word(wadi_nahr(), "en", str(tmp_path)))
    assert texts[0] == "Next steps"
    assert texts.count("Next steps") == 1 and "Bottom line" in texts


def test_what_has_no_place_is_left_out_but_for_the_warning_and_no_link_leads_nowhere(tmp_path: Path) -> None:
    template(tmp_path, "{{ title }}", "{{ bottom_line }}")
    record = wadi_nahr()
    made = opened(word(record, "en", str(tmp_path)))
    texts = [normal(paragraph.text) for paragraph in made.paragraphs]
    brief = make_brief(record, "en")
    assert texts[:3] == [brief.draft_notice, brief.title, "Bottom line"]
    assert not list(made.element.iter(qn("w:hyperlink")))
    assert f"[{brief.bottom_line[0].refs[0]}]" in texts[3]


def test_a_place_is_found_in_whatever_runs_word_has_cut_it_into(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("See ")
    for piece in ("{", "{ ti", "tle", " }", "} and {{as_of}}, {{ status", " }}."):
        paragraph.add_run(piece).bold = True
    cell = document.add_table(1, 1).cell(0, 0).paragraphs[0]
    cell.add_run("\tA: {{ record_id }}\tB").font.size = docx.shared.Pt(20)
    document.save(str(tmp_path / "brief.docx"))
    for language in LANGUAGES:
        brief = make_brief(wadi_nahr(), language)
        made = opened(word(wadi_nahr(), language, str(tmp_path)))
        assert normal(made.paragraphs[0].text) == f"See {brief.title} and {brief.as_of}, {brief.status}."
        assert normal(made.tables[0].cell(0, 0).text) == f"A: {brief.record_id} B"
        runs = [run for run in made.paragraphs[0].runs if brief.status[:5] in run.text]
        assert runs and runs[0].bold
        assert (runs[0]._r.get_or_add_rPr().find(qn("w:bCs")) is not None) == (language == "ar")
        assert (made.paragraphs[0]._p.pPr is not None) == (language == "ar")


def test_the_barest_document_will_do(tmp_path: Path) -> None:
    (tmp_path / "brief.docx").write_bytes(bare_package(f"<w:document {NAMESPACES}><w:body/></w:document>"))
    for language in LANGUAGES:
        made = opened(word(wadi_nahr(), language, str(tmp_path)))
        assert text_of(made.element) == text_of(opened(word(wadi_nahr(), language)).element)


def test_a_brief_in_a_cell_leaves_a_paragraph_at_its_end(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).paragraphs[0].text = "{{ glance }}"
    document.save(str(tmp_path / "brief.docx"))
    made = opened(word(wadi_nahr(), "ar", str(tmp_path)))
    cell = made.tables[0].cell(0, 0)._tc
    assert [child.tag for child in cell][-2:] == [qn("w:tbl"), qn("w:p")]


def test_a_finished_brief_whose_text_is_deleted_is_a_template(tmp_path: Path) -> None:
    first = opened(word(wadi_nahr(), "ar"))
    start = first.element.body[0]
    for child in list(first.element.body)[1:-1]:
        first.element.body.remove(child)
    first.paragraphs[0].text = "{{ brief }}"
    assert start is first.paragraphs[0]._p
    for part in (first.sections[0].header, first.sections[0].footer):
        for paragraph in part.paragraphs:
            paragraph.clear()
    first.save(str(tmp_path / "brief.docx"))
    made, ours = opened(word(wadi_nahr(), "ar", str(tmp_path))), opened(word(wadi_nahr(), "ar"))
    assert text_of(made.element) == text_of(ours.element)
    for kind in ("header", "footer"):
        assert normal(text_of(getattr(made.sections[0], kind)._element)) == normal(
            text_of(getattr(ours.sections[0], kind)._element)
        )


def test_bookmarks_of_a_template_keep_their_numbers(tmp_path: Path) -> None:
    document = template(tmp_path, "x")
    mark = parse_xml(f'<w:p {NAMESPACES}><w:bookmarkStart w:id="7" w:name="own"/><w:bookmarkEnd w:id="7"/></w:p>')
    document.element.body.insert(0, mark)
    document.save(str(tmp_path / "brief.docx"))
    made = opened(word(wadi_nahr(), "en", str(tmp_path)))
    ids = [value(start, "w:id") for start in made.element.iter(qn("w:bookmarkStart"))]
    assert ids[0] == "7" and len(ids) == len(set(ids)) > 20


def test_each_language_may_have_a_file_of_its_own(tmp_path: Path) -> None:
    template(tmp_path, "both")
    template(tmp_path, "عربي", name="brief.ar.docx")
    assert body(word(wadi_nahr(), "ar", str(tmp_path)))[0] == "عربي"
    assert body(word(wadi_nahr(), "en", str(tmp_path)))[0] == "both"


def test_words_of_a_source_are_no_template(tmp_path: Path) -> None:
    template(tmp_path, "{{ title }}", "{{ brief }}")
    made = opened(word(with_text("{{ as_of }} {{ brief }} {{ nonsense }}"), "en", str(tmp_path)))
    assert normal(made.paragraphs[0].text) == "Text {{ as_of }} {{ brief }} {{ nonsense }}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ 7*7 }}", "there is no {{ 7*7 }}"),
        ("{{ brief.__class__ }}", "there is no {{ brief.__class__ }}"),
        ("Here: {{ brief }}", "needs a paragraph of its own"),
    ],
)
def test_a_place_that_nothing_can_fill_is_told(text: str, message: str, tmp_path: Path) -> None:
    template(tmp_path, text)
    with pytest.raises(RenderError) as error:
        word(wadi_nahr(), "en", str(tmp_path))
    assert message in str(error.value) and "brief.docx" in str(error.value)


def test_a_part_with_two_places_is_told(tmp_path: Path) -> None:
    template(tmp_path, "{{ glance }}", "{{ glance }}")
    with pytest.raises(RenderError, match="twice"):
        word(wadi_nahr(), "en", str(tmp_path))


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + bytes(18), bare_package("<x/>"), bare_package("<x")])
def test_a_template_that_is_no_document_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "brief.docx").write_bytes(content)
    with pytest.raises(RenderError, match="is not a Word document"):
        word(wadi_nahr(), "en", str(tmp_path))


def test_a_missing_extra_is_told_and_importing_stays_light(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name == "docx" or name.startswith(("docx.", "briefing.word"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingExtraError, match=re.escape("pip install 'briefing[docx]'")):
        word(wadi_nahr(), "en")
    code = "import sys, briefing.rendering; sys.exit('docx' in sys.modules or 'lxml' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_what_a_template_can_name_is_documented() -> None:
    text = (ROOT / "docs" / "word.md").read_text(encoding="utf-8")
    assert [name for name in (*PARTS, *WORDS) if f"`{name}`" not in text] == []


# Order of mixed text

IDS = {"normal": "Normal", "strong": "Strong"}


def order(rtl: bool, *texts: Text | str) -> str:
    """The runs of a paragraph: those from right to left in brackets, marks by their names."""
    xml = Writer(rtl=rtl, styles=IDS).content(texts, rtl)
    made = ""
    for run in re.findall(r"<w:r>.*?</w:r>", xml):
        text = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", run)).replace("\u200e", "LRM").replace("\u200f", "RLM")
        made += f"[{text}]" if "<w:rtl/>" in run else text
    return made


@pytest.mark.parametrize(
    ("rtl", "text", "expected"),
    [
        (True, "قال كارل", "[قال كارل]"),
        (True, "قرار S/RES/2254 (2015) اليوم", "[قرار ]S/RES/2254 (2015)[ اليوم]"),
        (True, "قال Karl، ثم", "[قال ]Karl[، ثم]"),
        (True, "قال Karl، 12 مرة", "[قال ]Karl[RLM][، ][12][ مرة]"),
        (True, "بين Karl، Anna", "[بين ]Karl[RLM][، ]Anna"),
        (True, "في 10-20 منه", "[في ]LRM10-20[ منه]"),
        (False, "said عربي today", "said [عربي] today"),
        (False, "said عربي, 12 km", "said [عربي]LRM, 12 km"),
        (False, "said عربي (x)", "said [عربي] (x)"),
    ],
)
def test_a_mark_stands_where_the_characters_leave_the_order_open(rtl: bool, text: str, expected: str) -> None:
    assert order(rtl, text) == expected


def test_text_in_one_piece_keeps_its_ends() -> None:
    assert order(True, "من ", Text("120–150", ltr=True), " ") == "[من ]LRM120–150[ ]"
    assert order(True, Text("https://example.org/", ltr=True), " نص") == "https://example.org/LRM[ نص]"


@pytest.mark.parametrize("text", ["\ud800 lone \udfff", "\x00\x0b\ufffe", "a\r\nb\tc", "]]>&<", "\u2028\u0085"])
def test_any_text_makes_wellformed_xml(text: str) -> None:
    paragraph = Writer(rtl=True, styles=IDS).paragraph("Normal", text, Text(text, "Strong", ltr=True))
    told = paragraph_text(parse_xml(f"<w:body {NAMESPACES}>{paragraph}</w:body>"))
    assert CONTROLS.sub("", told) == shown(text).replace("\r\n", "\n") * 2


@given(st.text(st.characters(), max_size=60), st.booleans(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_no_text_is_lost_or_turned_into_markup(text: str, rtl: bool, ltr: bool) -> None:
    content = Writer(rtl=rtl, styles=IDS).content(["نص ", Text(text, "Strong", ltr=ltr), " end"], rtl)
    told = paragraph_text(parse_xml(f"<w:p {NAMESPACES}>{content}</w:p>"))
    plain = CONTROLS.sub("", shown(text)).replace("\r\n", "\n").replace("\r", "\n")
    assert CONTROLS.sub("", told) == f"نص {plain} end"


def test_a_language_tag_cannot_leave_its_attribute() -> None:
    xml = Writer(rtl=False, styles=IDS).paragraph("Normal", "x", tongues=Tongues(latin='"><w:evil/>'))
    assert "<w:evil/>" not in xml


# LibreOffice

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")


def converted(data: bytes, folder: Path, kind: str) -> Path:
    (folder / "brief.docx").write_bytes(data)
    made = folder / "made"
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(made), str(folder / "brief.docx")], check=True, capture_output=True, timeout=120)
    return made / f"brief.{kind.partition(':')[0]}"


@pytest.mark.documents
@needs_office
@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_reads_the_same_text(language: Any, tmp_path: Path) -> None:
    data = word(wadi_nahr(), language)
    text = converted(data, tmp_path, "txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig")
    assert normal(text.replace("•", " ")) == normal(text_of(opened(data).element))


@pytest.mark.documents
@needs_office
def test_libreoffice_keeps_directions_styles_and_links_when_it_writes_the_document_anew(tmp_path: Path) -> None:
    data = word(wadi_nahr(), "ar")
    ours, theirs = opened(data), opened(converted(data, tmp_path, "docx").read_bytes())
    assert normal(text_of(theirs.element)) == normal(text_of(ours.element))
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in theirs.tables)
    assert len(theirs.tables) == len(ours.tables)
    for before, after in zip(ours.paragraphs, theirs.paragraphs, strict=True):
        assert before.style is not None and after.style is not None
        assert after.style.name == before.style.name
        bidi = after._p.get_or_add_pPr().find(qn("w:bidi"))
        assert bidi is not None and value(bidi, "w:val") != "0", after.text
    links = [[value(link, "w:anchor") for link in made.element.iter(qn("w:hyperlink"))] for made in (ours, theirs)]
    assert set(links[0]) == set(links[1])
