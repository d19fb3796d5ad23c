"""The Word file into which a brief is written: the built-in one or the user's own, and the places that it leaves open.

A place is ``{{ name }}`` in the text of the file: words, such as ``{{ as_of }}``, stand anywhere; parts of the brief, such
as ``{{ bottom_line }}`` or ``{{ brief }}`` for all that has no place of its own, take a whole paragraph. Names are looked
up in a table, nothing is evaluated, and what has been filled in is not read again: the words of a source stay words.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart
from lxml.etree import XMLSyntaxError

from briefing.errors import RenderError
from briefing.resources import template_path
from briefing.wordml import BOOKMARKS, NAMESPACES

_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_FOLDER = "brief/policy/word"
_AFTER_BIDI = (
    "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip
# A weight or a size of Latin text, and its other half for complex scripts.
_HALVES = (("w:b", "w:bCs"), ("w:i", "w:iCs"), ("w:sz", "w:szCs"))
# What python-docx runs into where a file is no package, no document, or one that breaks the rules.
_FAULTS = (OSError, ValueError, LookupError, AttributeError, OpcError, XMLSyntaxError, zipfile.BadZipFile, zlib.error)
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_EMU = 635  # English Metric Units in a twentieth of a point
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Places:
    """The open places of a file: parts by name, each with its paragraph, and the names of the words in its text."""

    parts: dict[str, Any] = field(default_factory=dict)
    words: frozenset[str] = frozenset()


def open_template(path: Path | None) -> Document:
    """The user's file, or the built-in one, with every style that a brief needs.

    Raises RenderError if it cannot be read as a Word document.
    """
    try:
        document = docx.Document(io.BytesIO(_built_in() if path is None else path.read_bytes()))
        if path is not None:
            document.element.body.get_or_add_sectPr()
            _drop_old_styles(document)
            _add_styles(document)
    except _FAULTS as error:
        raise RenderError(f"The template {path} is not a Word document (.docx): {str(error) or type(error).__name__}.") from error
    return document


def style_ids(document: Document) -> dict[str, str]:
    """The id of each style by its name in small letters, in which programs do not agree (``heading 1``, ``Heading 1``)."""
    named = ((style.find(qn("w:name")), style.get(qn("w:styleId"))) for style in document.styles.element.iter(qn("w:style")))
    return {name.get(qn("w:val")).lower(): id_ for name, id_ in named if name is not None}


def find_places(document: Document, path: Path | None, parts: Collection[str], words: Collection[str]) -> Places:
    """Where a template leaves room for ``parts`` and ``words``.

    Raises RenderError for a name that is neither, a part inside a line or in a header, and a part with two places.
    """
    found: dict[str, Any] = {}
    names = set()
    for root in _roots(document):
        for paragraph in root.iter(qn("w:p")):
            whole = "".join(text.text or "" for text in _texts(paragraph))
            for match in _PLACE.finditer(whole):
                name = match.group(1)
                if name in words:
                    names.add(name)
                elif name not in parts:
                    choices = ", ".join((*parts, *words))
                    raise RenderError(f"The template {path}: there is no {{{{ {name[:40]} }}}}: choose from {choices}.")
                elif match.group() != whole.strip() or root is not document.element:
                    raise RenderError(f"The template {path}: {{{{ {name} }}}} needs a paragraph of its own in the body.")
                elif name in found:
                    raise RenderError(f"The template {path}: {{{{ {name} }}}} stands there twice.")
                else:
                    found[name] = paragraph
    return Places(found, frozenset(names))


def fill_words(document: Document, values: Mapping[str, str], runs: Callable[[str], str], *, rtl: bool) -> None:
    """Put words in their places; ``runs`` makes XML of them, which takes the look of the place."""
    for root in _roots(document):
        for paragraph in list(root.iter(qn("w:p"))):
            texts = list(_texts(paragraph))
            whole = "".join(text.text or "" for text in texts)
            matches = [match for match in _PLACE.finditer(whole) if match.group(1) in values]
            for match in reversed(matches):  # from the end, so that what stands before keeps its place
                _replace(texts, match.start(), match.end(), runs(values[match.group(1)]))
            if matches and rtl:
                set_bidi(paragraph)


def set_bidi(paragraph: Any) -> None:
    """Make a paragraph one from right to left."""
    properties = paragraph.get_or_add_pPr()
    if properties.find(qn("w:bidi")) is None:
        properties.insert_element_before(_element("<w:bidi/>"), *(f"w:{name}" for name in _AFTER_BIDI))


def put_instead(paragraph: Any, block: Sequence[str]) -> None:
    """Put paragraphs and tables in the place of a paragraph."""
    parent = paragraph.getparent()
    made = _parse("".join(block))
    if parent.tag == qn("w:tc") and paragraph.getnext() is None and (not len(made) or made[-1].tag == qn("w:tbl")):
        made.append(_element("<w:p/>"))  # a cell ends with a paragraph
    for element in made:
        paragraph.addprevious(element)
    parent.remove(paragraph)


def add_elements(document: Document, block: Sequence[str], *, first: bool = False) -> None:
    """Put paragraphs and tables at the end of the body, or before everything else in it."""
    body = document.element.body
    end = body.find(qn("w:sectPr"))
    index = 0 if first else len(body) if end is None else body.index(end)
    for offset, element in enumerate(_parse("".join(block))):
        body.insert(index + offset, element)


def unlink_missing(document: Document) -> None:
    """Make plain text of the links that lead to a part of the brief for which a template has no place."""
    body = document.element.body
    names = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    for link in list(body.iter(qn("w:hyperlink"))):
        anchor = link.get(qn("w:anchor"))
        if anchor and anchor.startswith(BOOKMARKS) and anchor not in names:
            for run in list(link):
                link.addprevious(run)
            link.getparent().remove(link)


def last_bookmark(document: Document) -> int:
    """The highest number of a bookmark of the template."""
    return max((int(mark.get(qn("w:id"))) for mark in document.element.iter(qn("w:bookmarkStart"))), default=0)


def last_drawing(document: Document) -> int:
    """The highest number of a drawing of the template."""
    marks = (mark for root in _roots(document) for mark in root.iter(_DRAWING))
    return max((int(mark.get("id")) for mark in marks if (mark.get("id") or "").isdecimal()), default=0)


def add_image(document: Document, kind: str, data: bytes) -> str:
    """Put a picture of the media type ``image/…`` into the file; returns the id by which the body finds it."""
    name = document.part.package.next_partname(f"/word/media/drawing%d.{kind.partition('+')[0]}")
    return document.part.relate_to(Part(name, f"image/{kind}", data, document.part.package), RELATIONSHIP_TYPE.IMAGE)


def text_height(document: Document) -> int:
    """The height of the text of the first page in twentieths of a point; an A4 page's if the template does not tell."""
    section = document.sections[0]
    page, sides = section.page_height, (section.top_margin, section.bottom_margin)
    if page is None or None in sides:
        return 14457
    return max(1440, (page - sum(abs(side or 0) for side in sides)) // _EMU)


def place_width(place: Any, width: int) -> int:
    """The width in which a place stands, of a text of ``width``, both in twentieths of a point: that of its cell in a table."""
    cell = next(place.iterancestors(qn("w:tc")), None)
    if cell is None:
        return width
    stated = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
    value = "" if stated is None or stated.get(qn("w:type")) != "dxa" else stated.get(qn("w:w")) or ""
    # Less the margins that a cell has by default; a cell that does not tell may be narrow, and gets no drawing.
    return max(0, min(width, int(value)) - 216) if value.isdecimal() else 0


def text_width(document: Document) -> int:
    """The width of the text of the first page in twentieths of a point; an A4 page's if the template does not tell."""
    section = document.sections[0]
    page, sides = section.page_width, (section.left_margin, section.right_margin)
    if page is None or None in sides:
        return 9638
    return max(1440, (page - sum(side or 0 for side in (*sides, section.gutter))) // _EMU)


def says_something(part: Any) -> bool:
    """Whether there is text, a field or a picture in a header or a footer."""
    seen = (qn("w:drawing"), qn("w:pict"), qn("w:object"), qn("w:instrText"), qn("w:fldSimple"))
    return next(part.iter(*seen), None) is not None or any((text.text or "").strip() for text in part.iter(qn("w:t")))


def set_section_bidi(document: Document) -> None:
    """Make the pages of a document begin on the right."""
    for section in document.element.iter(qn("w:sectPr")):
        if section.find(qn("w:bidi")) is None:
            section.insert_element_before(
                _element("<w:bidi/>"), "w:rtlGutter", "w:docGrid", "w:printerSettings", "w:sectPrChange"
            )


def saved(document: Document) -> bytes:
    """The file; the same document gives the same bytes, since the archive says nothing of when it was packed."""
    packed = io.BytesIO()
    document.save(packed)
    made = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            # Pixels are packed already.
            info.compress_type = zipfile.ZIP_STORED if entry.filename.endswith(".png") else zipfile.ZIP_DEFLATED
            info.create_system = 0
            target.writestr(info, source.read(entry))
    return made.getvalue()


def _roots(document: Document) -> Iterator[Any]:
    """The body, the headers and the footers."""
    yield document.element
    for relationship in document.part.rels.values():
        if relationship.reltype in {RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER}:
            yield relationship.target_part.element


def _texts(paragraph: Any) -> Iterator[Any]:
    """The pieces of text of a paragraph, not those of a text box in it."""
    for text in paragraph.iter(qn("w:t")):
        if next(text.iterancestors(qn("w:p"))) is paragraph:
            yield text


def _replace(texts: list[Any], start: int, end: int, runs: str) -> None:
    """Take the characters from ``start`` to ``end`` out of the pieces of text and put ``runs`` where they stood."""
    position, place = 0, None
    for text in texts:
        words = text.text or ""
        first, last = max(start - position, 0), min(end - position, len(words))
        position += len(words)
        if first >= last:
            continue
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        if place is None:
            place = text.getparent()
            if last < len(words) or text.getnext() is not None:
                place.addnext(_second_half(text, words[last:]))
            text.text = words[:first]
        else:
            text.text = words[last:]
    assert place is not None
    look = place.find(qn("w:rPr"))
    for run in reversed(list(_parse(runs))):
        _look_like(run, look)
        place.addnext(run)


def _second_half(text: Any, rest: str) -> Any:
    """A run like that of ``text`` with the rest of its words and what follows them, which is taken out of the first."""
    run = text.getparent()
    half = deepcopy(run)
    index = run.index(text)
    for child in list(half)[: index + 1]:
        if child.tag != qn("w:rPr"):
            half.remove(child)
    for child in list(run)[index + 1 :]:
        run.remove(child)
    if rest:
        first = deepcopy(text)
        first.text = rest
        look = half.find(qn("w:rPr"))
        half.insert(0 if look is None else 1, first)
    return half


def _look_like(run: Any, look: Any) -> None:
    """Give a run the properties ``look`` beside its own direction and language, for complex scripts, too."""
    own = run.find(qn("w:rPr"))
    if look is None or own is None:
        return
    rtl = own.find(qn("w:rtl")) is not None
    merged = deepcopy(look)
    for name in ("w:rtl", "w:cs", "w:lang", "w:rPrChange"):
        for child in merged.findall(qn(name)):
            merged.remove(child)
    if rtl:
        for latin, other in _HALVES:
            child = merged.find(qn(latin))
            if child is not None and merged.find(qn(other)) is None:
                twin = deepcopy(child)
                twin.tag = qn(other)
                child.addnext(twin)
    for child in list(own):
        if child.tag in {qn("w:rtl"), qn("w:lang")}:
            merged.append(child)
    run.replace(own, merged)


def _drop_old_styles(document: Document) -> None:
    """Drop the second set of styles that Word 2010 wrote beside the first, which would no longer agree with it."""
    for id_ in [id_ for id_, rel in document.part.rels.items() if rel.reltype.endswith("/stylesWithEffects")]:
        document.part.drop_rel(id_)


def _add_styles(document: Document) -> None:
    """Add the built-in styles that a user's file does not have, under ids that are free."""
    there = style_ids(document)
    taken = set(there.values())
    missing = []
    ids = {}
    for style in _part("styles.xml").iter(qn("w:style")):
        name, id_ = style.find(qn("w:name")).get(qn("w:val")), style.get(qn("w:styleId"))
        ids[id_] = there.get(name.lower()) or (f"Brief{id_}" if id_ in taken else id_)
        if name.lower() not in there:
            missing.append(deepcopy(style))
    for style in missing:
        style.set(qn("w:styleId"), ids[style.get(qn("w:styleId"))])
        style.attrib.pop(qn("w:default"), None)
        for name in ("w:basedOn", "w:next"):
            for link in style.findall(qn(name)):
                link.set(qn("w:val"), ids[link.get(qn("w:val"))])
        for number in style.iter(qn("w:numId")):
            number.set(qn("w:val"), str(_add_bullets(document)))
        document.styles.element.append(style)


def _add_bullets(document: Document) -> int:
    """Add the built-in list to a document and return its number."""
    ours = _part("numbering.xml")
    abstract, number = deepcopy(ours.find(qn("w:abstractNum"))), deepcopy(ours.find(qn("w:num")))
    for link in list(abstract.iter(qn("w:pStyle"))):
        link.getparent().remove(link)
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        root = _element("<w:numbering/>")
        part = NumberingPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, root, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)

    def free(tag: str, id_: str) -> int:
        return 1 + max((int(found.get(qn(id_))) for found in root.findall(qn(tag))), default=0)

    abstract_id, id_ = free("w:abstractNum", "w:abstractNumId"), free("w:num", "w:numId")
    abstract.set(qn("w:abstractNumId"), str(abstract_id))
    number.set(qn("w:numId"), str(id_))
    number.find(qn("w:abstractNumId")).set(qn("w:val"), str(abstract_id))
    others = root.findall(qn("w:abstractNum"))
    root.insert(root.index(others[-1]) + 1 if others else 0, abstract)
    numbers = root.findall(qn("w:num"))
    root.insert(root.index(numbers[-1]) + 1 if numbers else root.index(abstract) + 1, number)
    return id_


def _element(xml: str) -> Any:
    return _parse(xml)[0]


def _parse(xml: str) -> Any:
    return parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>")


def _part(name: str) -> Any:
    return parse_xml(template_path(f"{_FOLDER}/{name}").read_bytes())


_TYPES = {
    "styles": (CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
    "numbering": (CONTENT_TYPE.WML_NUMBERING, RELATIONSHIP_TYPE.NUMBERING),
    "settings": (CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
    "fontTable": (CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE),
    "theme": (CONTENT_TYPE.OFC_THEME, RELATIONSHIP_TYPE.THEME),
}


@lru_cache(maxsize=1)
def _built_in() -> bytes:
    """The built-in file, an empty A4 page, packed from the parts under ``templates/brief/policy/word``."""
    parts = {name: template_path(f"{_FOLDER}/{name}.xml").read_text(encoding="utf-8") for name in _TYPES}
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, (kind, _) in _TYPES.items())
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{name}.xml"/>' for n, (name, (_, kind)) in enumerate(_TYPES.items(), 1)
    )
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{CONTENT_TYPE.OPC_RELATIONSHIPS}"/><Default Extension="xml" ContentType='
        f'"{CONTENT_TYPE.XML}"/><Override PartName="/word/document.xml" ContentType="{CONTENT_TYPE.WML_DOCUMENT_MAIN}"/>'
        f"{types}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="rId1" '
        f'Type="{RELATIONSHIP_TYPE.OFFICE_DOCUMENT}" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{relations}">{links}</Relationships>',
        "word/document.xml": f'<w:document {NAMESPACES}><w:body><w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar '
        'w:top="1247" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="510" w:gutter="0"/></w:sectPr>'
        "</w:body></w:document>",
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text)
    return packed.getvalue()
