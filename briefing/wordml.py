"""Paragraphs, runs and tables of WordprocessingML in which text of both directions keeps its order.

Word and LibreOffice find the order of mixed text in different ways: Word takes ``w:rtl`` of each run for an order, so a run
ends where the script changes; LibreOffice goes by the characters alone, so a directional mark stands where they leave the
order open (``Karl، 12``). Fonts, sizes and weights come from styles, each of which has a complex-script half: a run says
which half is meant (``w:rtl``, ``w:lang w:bidi``) and no more, so that an editor changes a style once for the document.

No paragraph is aligned: the edge at which reading starts is the default in both directions, whereas "left" and "right"
change sides in a paragraph with ``w:bidi``, and python-docx cannot read "start".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from xml.sax.saxutils import escape

from briefing.display import runs, shown

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_DRAWINGML = "http://schemas.openxmlformats.org/drawingml/2006"
_EMU = 12700  # English Metric Units in a point
BOOKMARKS = "brief_"  # what the names of our bookmarks begin with
_LEFT_TO_RIGHT, _RIGHT_TO_LEFT = "\u200e", "\u200f"
_LETTERS = {"L": False, "R": True, "AL": True}  # bidirectional classes that have a direction: whether right to left
_LEVEL_ENDS = frozenset({"L", "EN", "ET", "NSM"})
_OPENING = str.maketrans(")]", "([")
_BREAKS = re.compile("(\r\n|[\r\n\t])")


class Text(NamedTuple):
    """Plain text of a paragraph: what it looks like and where it leads."""

    text: str
    style: str = ""  # the name of a character style
    anchor: str = ""  # the bookmark that it leads to
    relation: str = ""  # the id of the relationship to a web address
    ltr: bool = False  # in one piece from left to right, such as an address or a range
    field: str = ""  # the instruction of a field of which ``text`` is the last result


class Tongues(NamedTuple):
    """The language of each script, as BCP 47 tags."""

    latin: str = "en-GB"
    arabic: str = "ar-SA"


class Image(NamedTuple):
    """A picture in a line: the ids of its parts in SVG and in pixels, its size in points, and its words."""

    number: int  # of its own in the whole document
    svg: str
    png: str
    width: float
    height: float
    title: str
    description: str


class _Piece(NamedTuple):
    text: str
    rtl: bool
    whole: Text


class Writer:
    """Makes XML for a document of one direction; ``styles`` gives the id of a style by its name in small letters."""

    def __init__(self, *, rtl: bool, styles: Mapping[str, str], first_bookmark: int = 0) -> None:
        self.rtl = rtl
        self.styles = styles
        self._bookmark = first_bookmark

    def paragraph(
        self,
        style: str,
        *texts: Text | str,
        bookmark: str = "",
        keep: bool = False,
        new_page: bool = False,
        rtl: bool | None = None,
        tongues: Tongues = Tongues(),  # noqa: B008 (immutable)
    ) -> str:
        """A paragraph; ``keep`` holds it on the page of the next one, ``new_page`` begins a page with it. ``rtl`` and ``tongues`` are for a quotation."""
        rtl = self.rtl if rtl is None else rtl
        # ``w:bidi`` is said on every paragraph, so that a quotation stays as it is whatever a template's styles say.
        place = ("<w:keepNext/>" if keep else "") + ("<w:pageBreakBefore/>" if new_page else "")
        properties = f'<w:pStyle w:val="{self.styles[style.lower()]}"/>{place}<w:bidi w:val="{int(rtl)}"/>'
        content = self.content(texts, rtl, tongues)
        if bookmark:
            self._bookmark += 1
            number = self._bookmark
            content = (
                f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(bookmark)}"/>{content}<w:bookmarkEnd w:id="{number}"/>'
            )
        return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"

    def image(self, style: str, image: Image, *, keep: bool = False) -> str:
        """A paragraph with a picture: SVG for programs that know it, pixels for the others."""
        properties = (
            f'<w:pStyle w:val="{self.styles[style.lower()]}"/>{"<w:keepNext/>" if keep else ""}<w:bidi w:val="{int(self.rtl)}"/>'
        )
        size = f'cx="{round(image.width * _EMU)}" cy="{round(image.height * _EMU)}"'
        words = f"title={_attribute(image.title)} descr={_attribute(image.description)}"
        named = f'id="{image.number}" name="Drawing {image.number}" {words}'
        # The address of the extension by which Word finds the SVG is fixed by [MS-ODRAWXML].
        svg = (
            '<a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip xmlns:asvg='
            f'"http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{image.svg}"/></a:ext>'
        )
        return (
            f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{_script_properties(self.rtl, Tongues())}</w:rPr><w:drawing>"
            f'<wp:inline xmlns:wp="{_DRAWINGML}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr {named}/>'
            f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_DRAWINGML}/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            f'<a:graphic xmlns:a="{_DRAWINGML}/main"><a:graphicData uri="{_DRAWINGML}/picture">'
            f'<pic:pic xmlns:pic="{_DRAWINGML}/picture"><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{image.png}"><a:extLst>{svg}</a:extLst></a:blip>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        )

    def content(
        self,
        texts: Iterable[Text | str],
        rtl: bool,
        tongues: Tongues = Tongues(),  # noqa: B008 (immutable)
    ) -> str:
        """The runs of a paragraph."""
        whole = [Text(text) if isinstance(text, str) else text for text in texts if text]
        made = []
        for _, group in groupby(_in_order(list(_cut(whole, rtl)), rtl), key=lambda piece: id(piece.whole)):
            pieces = list(group)
            text = pieces[0].whole
            xml = "".join(self._run(piece, tongues) for piece in pieces)
            if text.field:
                xml = self._field(text.field, xml, rtl, tongues)
            if text.anchor:
                xml = f'<w:hyperlink w:anchor="{bookmark_name(text.anchor)}" w:history="1">{xml}</w:hyperlink>'
            elif text.relation:
                xml = f'<w:hyperlink r:id="{text.relation}" w:history="1">{xml}</w:hyperlink>'
            made.append(xml)
        return "".join(made)

    def table(self, style: str, widths: Sequence[int], rows: Iterable[str], title: str, *, head: bool) -> str:
        """A table as wide as its place: rows, the first of them a ``head``, and what shares of the width the columns have.

        ``title`` is read out by screen readers.
        """
        direction = "<w:bidiVisual/>" if self.rtl else ""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self.styles[style.lower()]}"/>{direction}<w:tblW w:w="5000" w:type="pct"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="04A0" w:firstRow="{int(head)}" w:lastRow="0" w:firstColumn="1" '
            f'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val={_attribute(title)}/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )

    def row(self, cells: Iterable[str], *, head: bool = False) -> str:
        """A row that no page cuts in two; a ``head`` comes again on every page."""
        return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"

    def cell(self, paragraphs: str, width: int, *, columns: int = 1) -> str:
        """A cell over one or more ``columns``."""
        span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}</w:tcPr>{paragraphs}</w:tc>'

    def _run(self, piece: _Piece, tongues: Tongues) -> str:
        properties = self._properties(piece.whole.style, piece.rtl, tongues)
        return f"<w:r><w:rPr>{properties}</w:rPr>{_inside(piece.text)}</w:r>"

    def _field(self, instruction: str, result: str, rtl: bool, tongues: Tongues) -> str:
        properties = f"<w:rPr>{self._properties('', rtl, tongues)}</w:rPr>"
        begin, separate, end = (
            f'<w:r>{properties}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
        )
        code = f'<w:r>{properties}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        return f"{begin}{code}{separate}{result}{end}"

    def _properties(self, style: str, rtl: bool, tongues: Tongues) -> str:
        named = f'<w:rStyle w:val="{self.styles[style.lower()]}"/>' if style else ""
        return named + _script_properties(rtl, tongues)


def bookmark_name(anchor: str) -> str:
    """The bookmark of an anchor of the brief, in the letters that Word allows; no template's own bookmark is like it."""
    return f"{BOOKMARKS}{re.sub('[^A-Za-z0-9]', '_', anchor)}"


@lru_cache(maxsize=64)
def _script_properties(rtl: bool, tongues: Tongues) -> str:
    if rtl:
        return f'<w:rFonts w:hint="cs"/><w:rtl/><w:lang w:bidi={_attribute(tongues.arabic)}/>'
    return f"<w:lang w:val={_attribute(tongues.latin)}/>"


def _attribute(value: str) -> str:
    return '"' + escape(value, {'"': "&quot;", "\n": " ", "\t": " ", "\r": " "}) + '"'


def _inside(text: str) -> str:
    """The content of a run: line ends and tabs are elements."""
    parts = []
    for position, part in enumerate(_BREAKS.split(text)):
        if position % 2:
            parts.append("<w:tab/>" if part == "\t" else "<w:br/>")
        elif part:
            parts.append(f'<w:t xml:space="preserve">{escape(part)}</w:t>')
    return "".join(parts)


def _cut(texts: Iterable[Text], rtl: bool) -> Iterator[_Piece]:
    """Texts cut where the script changes."""
    for text in texts:
        if text.ltr:
            if words := shown(text.text):
                yield _Piece(words, False, text)
            continue
        for run in runs(shown(text.text), "ar" if rtl else "en"):
            yield _Piece(run.text, rtl != run.foreign, text)


def _in_order(pieces: Sequence[_Piece], rtl: bool) -> Iterator[_Piece]:
    """The pieces with a directional mark wherever the characters alone would come out in another order."""
    base = _RIGHT_TO_LEFT if rtl else _LEFT_TO_RIGHT
    following: list[bool | str] = [rtl] * len(pieces)  # what the next character with a direction is
    for index in range(len(pieces) - 2, -1, -1):
        found = _first(pieces[index + 1].text)
        following[index] = following[index + 1] if found is None else found
    for piece, then in zip(pieces, following, strict=True):
        if piece.rtl == rtl:
            yield piece
            continue
        yield piece if piece.rtl else piece._replace(text=_left_to_right(piece.text))
        if then is not rtl:
            yield piece._replace(text=base, rtl=rtl)


def _left_to_right(text: str) -> str:
    """Text that begins and ends as text from left to right does, so that what stands around it takes nothing of it along."""
    before = "" if _first(text) is False else _LEFT_TO_RIGHT
    closed = unicodedata.bidirectional(text[-1]) in _LEVEL_ENDS or (text[-1] in ")]" and text[-1].translate(_OPENING) in text)
    return f"{before}{text}{'' if closed else _LEFT_TO_RIGHT}"


def _first(text: str) -> bool | str | None:
    """The first character with a direction: whether it is right to left; "number" for a digit, ``None`` if there is none."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in _LETTERS:
            return _LETTERS[kind]
        if kind in ("EN", "AN"):
            return "number"
    return None
