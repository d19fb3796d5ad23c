from __future__ import annotations

import io
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from briefing import drawings
from briefing.briefs import make_brief
from briefing.drawings import draw, write_svg
from briefing.pictures import Picture
from briefing.record import Record
from briefing.rendering import LANGUAGES, shown
from tests.conftest import ROOT
from tests.plain import CONTROLS
from tests.records import wadi_nahr, wadi_nahr_data
from tests.test_pictures import pictures
from tests.test_rendering import HOSTILE, with_text

docx = pytest.importorskip("docx")

from docx.oxml.ns import qn  # noqa: E402

from tests.test_word import converted, needs_office, normal, opened, template, text_of, word  # noqa: E402

EXAMPLES = sorted((ROOT / "examples").glob("*/gold.json"))
SVG = "{http://www.w3.org/2000/svg}"
WORD_SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"


@pytest.fixture
def fonts() -> Iterator[None]:
    """The fonts are looked for anew in the test and after it."""
    drawings._font.cache_clear()
    yield
    drawings._font.cache_clear()


def drawn(data: bytes) -> list[dict[str, Any]]:
    """The drawings of a document: the words of each, its size, and both of its files with their types."""
    document = opened(data)
    found = []
    for inline in document.element.iter(qn("wp:inline")):
        words, extent = inline.find(qn("wp:docPr")), inline.find(qn("wp:extent"))
        blip = next(inline.iter(qn("a:blip")))
        extension = next(blip.iter(qn("a:ext")))
        svg = extension.find(WORD_SVG)
        assert extension.get("uri") == "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
        parts = [document.part.related_parts[element.get(qn("r:embed"))] for element in (blip, svg)]
        assert [part.content_type for part in parts] == ["image/png", "image/svg+xml"]
        found.append(
            {
                "id": words.get("id"),
                "title": words.get("title"),
                "description": words.get("descr"),
                "size": (int(extent.get("cx")), int(extent.get("cy"))),
                "png": parts[0].blob,
                "svg": ElementTree.fromstring(parts[1].blob),
                "paragraph": next(inline.iterancestors(qn("w:p"))),
            }
        )
    return found


def png_size(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_picture_is_drawn_and_told_above_its_table(path: Path, language: Any) -> None:
    record = Record.load(path)
    made, found = pictures(record, language), drawn(word(record, language))
    assert {one["title"]: one["description"] for one in found} == {one.title: one.description for one in made.values()}
    assert len({one["id"] for one in found}) == len(found)
    for one in found:
        picture = next(picture for picture in made.values() if picture.title == one["title"])
        width, height = png_size(one["png"])
        cx, cy = one["size"]
        assert (
            abs(width / height - picture.width / picture.height) < 0.02 and abs(cx / cy - picture.width / picture.height) < 0.01
        )
        assert len(one["png"]) > 4_000
        assert cx <= 9638 * 635
        assert min(shape.size for shape in picture.shapes if shape.kind == "text") * cx / 12700 / picture.width >= 8
        # The caption and the table that says the same.
        caption, table = one["paragraph"].getprevious(), one["paragraph"].getnext().getnext()
        assert re.match("الشكل [12]: " if language == "ar" else "Figure [12]: ", normal(text_of(caption)))
        cells = [normal(text_of(cell)) for cell in table.iter(qn("w:tc"))]
        assert cells == [normal(cell) for cell in (*picture.headings, *(cell for row in picture.rows for cell in row))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_drawing_stands_alone_and_reads_from_its_side(language: Any) -> None:
    for one, picture in zip(drawn(word(wadi_nahr(), language)), pictures(wadi_nahr(), language).values(), strict=True):
        svg = one["svg"]
        assert svg.get("role") == "img" and svg.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        named = {svg.findtext(f"{SVG}title"): svg.find(f"{SVG}title"), svg.findtext(f"{SVG}desc"): svg.find(f"{SVG}desc")}
        assert list(named) == [picture.title, picture.description]
        assert svg.get("aria-labelledby") == " ".join(
            element.get("id") or "" for element in named.values() if element is not None
        )
        assert not [element for element in svg.iter() if element.get("class") or element.get("style")]
        texts = list(svg.iter(f"{SVG}text"))
        assert {text.get("text-anchor") for text in texts} == {"end" if language == "ar" else "start"}
        assert all(text.get("fill") and text.get("font-family") and text.get("font-size") for text in texts)
        told = [text.text or "" for text in texts]
        assert [text for text in told if text.startswith("\u2067") and text.endswith("\u2069")] == (
            told if language == "ar" else []
        )
        assert told and [CONTROLS.sub("", text) for text in told] == [
            CONTROLS.sub("", shape.text) for shape in picture.shapes if shape.kind == "text"
        ]


def ink(image: Any, left: int, right: int) -> int:
    """How many pixels of type there are between two columns; rules are lighter."""
    return sum(image.crop((left, 0, right, image.size[1])).histogram()[:60])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["astana-first-day", "long-analysis-valletta", "radio-water-talks"])
def test_the_pixels_show_type_from_the_side_where_reading_begins_to_before_the_other(name: str, language: Any) -> None:
    image_of = pytest.importorskip("PIL.Image").open
    for picture in pictures(Record.load(ROOT / "examples" / name / "gold.json"), language).values():
        (one,) = draw(picture, language, 482, 700)
        image = image_of(io.BytesIO(one.png)).convert("L")
        width = image.size[0]
        start, end = ink(image, width - width // 6, width), ink(image, 0, width // 6)
        if language == "en":
            start, end = ink(image, 0, width // 6), ink(image, width - width // 6, width)
        assert start > end
        assert ink(image, *((0, 4) if language == "ar" else (width - 4, width))) == 0  # nothing is cut off


def test_the_files_are_declared_once_and_the_archive_is_whole() -> None:
    data = word(wadi_nahr(), "ar")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert sorted(name.rpartition(".")[2] for name in names) == ["png", "png", "svg", "svg"]
        assert len(set(archive.namelist())) == len(archive.namelist())
        types = archive.read("[Content_Types].xml").decode()
        relations = archive.read("word/_rels/document.xml.rels").decode()
    assert types.count("image/svg+xml") in {1, 2} and "image/png" in types
    assert all(f'Target="{name.removeprefix("word/")}"' in relations for name in names)
    assert data == word(wadi_nahr(), "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_resvg_there_is_the_table_alone(language: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = len(opened(word(wadi_nahr(), language)).tables)
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    data = word(wadi_nahr(), language)
    assert drawn(data) == [] and len(opened(data).tables) == tables
    assert ("الشكل" if language == "ar" else "Figure") not in text_of(opened(data).element)


def test_without_a_font_with_the_letters_there_is_the_table_alone(
    fonts: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    latin = drawings._font(False)
    assert latin is not None
    drawings._font.cache_clear()
    (tmp_path / "NotoSans-Regular.ttf").write_bytes(Path(latin[1]).read_bytes())
    monkeypatch.setattr(drawings, "_font_folders", lambda: [tmp_path, tmp_path / "missing"])
    assert drawn(word(wadi_nahr(), "ar")) == []
    matrix, timeline = pictures(wadi_nahr(), "en").values()
    assert [one["title"] for one in drawn(word(wadi_nahr(), "en"))] == [matrix.title, timeline.title]
    monkeypatch.setattr(drawings, "_font_folders", list)
    drawings._font.cache_clear()
    assert drawn(word(wadi_nahr(), "en")) == []


MORE_HOSTILE = [
    "\x00\x01\x0b\x1f\ufffe",
    "]]>",
    "</text></svg>",
    "&lt;&#0;",
    "x" * 10_000,
    'a" onload="alert(1)',
    "]]><!ENTITY x>",
]


@pytest.mark.parametrize("text", [*HOSTILE, *MORE_HOSTILE], ids=range(len(HOSTILE) + len(MORE_HOSTILE)))
def test_nothing_of_a_record_acts_or_leads_out_of_a_drawing(text: str) -> None:
    record = with_text(text)
    for participant in record.participants:
        participant.name.ar = participant.name.en = text
    for language in LANGUAGES:
        made = pictures(record, language)
        assert made
        for picture in made.values():
            title, description = shown(picture.title), shown(picture.description)
            written = write_svg(picture, language, title=title, description=description, top=0, bottom=picture.height)
            svg = ElementTree.fromstring(written)
            assert {element.tag.removeprefix(SVG) for element in svg.iter()} <= {"svg", "title", "desc", "rect", "path", "text"}
            names = {name for element in svg.iter() for name in element.attrib}
            assert not [name for name in names if "href" in name or name.startswith("on") or name in {"style", "src"}]
            assert not re.search("[\u202d\u202e\ud800-\udfff\x00-\x08]", "".join(svg.itertext()))
    (first, *_) = draw(next(iter(pictures(record, "ar").values())), "ar", 482, 700)
    assert len(first.description) <= 8_000
    png_size(first.png)


def many(record: dict[str, Any]) -> Picture:
    step = record["next_steps"][0]
    record["next_steps"] = [
        {**step, "id": f"N{number}", "text": {"ar": "نص " * 80, "en": "word " * 80}} for number in range(1, 40)
    ]
    return pictures(Record.model_validate(record), "en")["timeline"]


def test_a_drawing_higher_than_a_page_goes_on_without_a_line_cut_or_lost() -> None:
    picture = many(wadi_nahr_data())
    made = draw(picture, "en", 482, 650)
    assert len(made) > 1
    assert all(one.height <= 650.01 for one in made)
    assert sum(one.height for one in made) == pytest.approx(picture.height * made[0].width / picture.width)
    assert made[0].description == picture.description[:7_999] + "…" or made[0].description == picture.description
    assert made[1].description == f"{picture.title} (2/{len(made)})"
    texts = [text.text for one in made for text in ElementTree.fromstring(one.svg).iter(f"{SVG}text")]
    assert texts == [shape.text for shape in picture.shapes if shape.kind == "text"]


def test_a_drawing_that_could_not_be_read_is_left_out() -> None:
    picture = pictures(wadi_nahr(), "en")["matrix"]
    assert draw(picture, "en", 482, 700)
    assert draw(picture, "en", 300, 700) == ()
    assert draw(picture, "en", 2_000, 700)[0].width == pytest.approx(510)


def test_text_beyond_the_catalogue_is_escaped() -> None:
    svg = write_svg(pictures(wadi_nahr(), "en")["matrix"], "en", title="<a&b>", description='"</desc>', top=0, bottom=50)
    root = ElementTree.fromstring(svg)
    assert root.findtext(f"{SVG}title") == "<a&b>" and root.findtext(f"{SVG}desc") == '"</desc>'


# Templates of the user


def test_a_drawing_can_have_a_place_of_its_own(tmp_path: Path) -> None:
    template(tmp_path, "Before", "{{ matrix_drawing }}", "After", "{{ brief }}")
    found = drawn(word(wadi_nahr(), "en", str(tmp_path)))
    assert [one["title"] for one in found] == [picture.title for picture in pictures(wadi_nahr(), "en").values()]
    caption = found[0]["paragraph"].getprevious()
    assert text_of(caption.getprevious()) == "Before" and text_of(found[0]["paragraph"].getnext()) == "After"


def test_a_place_for_a_drawing_stays_empty_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template(tmp_path, "Before", "{{ timeline_drawing }}", "After")
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    assert [paragraph.text for paragraph in opened(word(wadi_nahr(), "en", str(tmp_path))).paragraphs][1:3] == ["Before", "After"]


def test_pictures_of_a_template_stay_and_numbers_are_not_given_twice(tmp_path: Path) -> None:
    own = docx.Document()
    own.add_picture(io.BytesIO(drawn(word(wadi_nahr(), "en"))[0]["png"]))
    own.add_paragraph("{{ brief }}")
    own.save(str(tmp_path / "brief.docx"))
    document = opened(word(wadi_nahr(), "en", str(tmp_path)))
    ids = [words.get("id") for words in document.element.iter(qn("wp:docPr"))]
    assert len(ids) == len(set(ids)) == 3
    names = [str(rel.target_part.partname) for rel in document.part.rels.values() if rel.reltype.endswith("/image")]
    assert len(names) == len(set(names)) == 5


def test_a_narrow_cell_gets_the_table_alone(tmp_path: Path) -> None:
    for width, expected in ((9638, 1), (4000, 0)):
        own = docx.Document()
        own.sections[0].page_width = docx.shared.Twips(11906)
        own.sections[0].left_margin = own.sections[0].right_margin = docx.shared.Twips(1134)
        cell = own.add_table(1, 1).cell(0, 0)
        cell.width = docx.shared.Twips(width)
        cell.paragraphs[0].text = "{{ matrix }}"
        own.save(str(tmp_path / "brief.docx"))
        found = drawn(word(wadi_nahr(), "ar", str(tmp_path)))
        assert len(found) == expected
        assert all(one["size"][0] <= (width - 216) * 635 for one in found)


# LibreOffice


@pytest.mark.documents
@needs_office
@pytest.mark.skipif(shutil.which("pdfimages") is None, reason="needs poppler")
@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_keeps_the_drawings_and_their_words(language: Any, tmp_path: Path) -> None:
    data = word(wadi_nahr(), language)
    kept = opened(converted(data, tmp_path, "docx").read_bytes())
    made = make_brief(wadi_nahr(), language).pictures
    assert [words.get("descr") for words in kept.element.iter(qn("wp:docPr"))] == [picture.description for picture in made]
    for extent, before in zip(kept.element.iter(qn("wp:extent")), drawn(data), strict=True):
        assert abs(int(extent.get("cx")) - before["size"][0]) < 2_000


@pytest.mark.documents
@needs_office
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
@pytest.mark.parametrize("name", ["pledging-conference-tunis", "astana-first-day"])
def test_a_drawing_stands_on_the_page_of_its_heading(name: str, tmp_path: Path) -> None:
    record = Record.load(ROOT / "examples" / name / "gold.json")
    paper = converted(word(record, "en"), tmp_path, "pdf")
    pages = subprocess.run(["pdftotext", "-layout", str(paper), "-"], check=True, capture_output=True, text=True).stdout.split(
        "\f"
    )
    for picture in pictures(record, "en").values():
        (page,) = (page for page in pages if re.search(rf"Figure \d: {picture.title}", page))
        assert re.search(rf"^\s*{picture.title}$", page, re.MULTILINE)
