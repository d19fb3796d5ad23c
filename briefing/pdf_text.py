"""Text that comes out of a PDF as it went in: every glyph of Arabic with exactly the letters that it draws.

A PDF tells with each glyph code what text it stands for. WeasyPrint 70 has one code for a glyph and keeps the text that
the glyph stood for first, so that an alef drawn first with a vowel sign loses its letter everywhere else, and a vowel
sign drawn beside its letter is taken for a word of its own. Here

* a glyph that stands for several texts has a code for each of them;
* of a group of glyphs that belong together the letter is drawn first in its place, with one code for each character, all
  of them at the place of the letter: readers sort by place, and take a code's characters in this order or in that;
* what is left to draw, vowel signs in their exact place, is drawn afterwards as a span whose text is empty.

Directional marks, of which nothing is seen, keep numbers, brackets and blanks in their order for readers that put the
letters of a page together by place. All lines of a right-to-left document are drawn so, of another those with
right-to-left text in them; fonts of pictures are WeasyPrint's own affair. The way in is WeasyPrint's function for drawing a
line, replaced while one of our documents is written.
"""

from __future__ import annotations

import io
import itertools
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

import pydyf
from fontTools.ttLib import TTFont
from weasyprint import svg
from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

_LEFT_TO_RIGHT, _RIGHT_TO_LEFT = "\u200e", "\u200f"
_LOCK = threading.Lock()


class _Whole(str):
    """A text of a picture, which WeasyPrint draws letter by letter, as one letter: letters that join must be drawn together."""

    def __iter__(self) -> Iterator[str]:
        yield str(self)


class _Glyph(NamedTuple):
    id: int
    cluster: int
    width: float  # all in thousandths of the font size
    shift: float
    rise: float


class _Mark(NamedTuple):
    font: Any
    size: float
    code: int
    x: float
    rise: float


@contextmanager
def exact_text(fonts: dict[Any, Any], *, backwards: bool) -> Iterator[ExactText]:
    """While it lasts, the document that uses ``fonts`` is written with exact text; yields what finishes the file.

    ``backwards`` says that the document reads from right to left.
    """
    writer = ExactText(fonts, backwards)
    with _LOCK:
        own = drawing.draw_first_line

        def draw(stream: Any, textbox: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
            if stream._fonts is fonts and overflow != "ellipsis" and ellipsis == "none" and writer.draw(stream, textbox, matrix):
                return []
            return own(stream, textbox, overflow, ellipsis, matrix)

        own_text = svg.TAGS["text"]

        def draw_text(picture: Any, node: Any, size: Any) -> None:
            if picture.stream._fonts is fonts and node.text:
                node._etree_node.text = _Whole(node.text)
            own_text(picture, node, size)

        drawing.draw_first_line, svg.text, svg.TAGS["text"] = draw, draw_text, draw_text
        try:
            yield writer
        finally:
            drawing.draw_first_line, svg.text, svg.TAGS["text"] = own, own_text, own_text


class ExactText:
    """Draws lines for one document and keeps which glyph each of its own codes is for."""

    def __init__(self, fonts: dict[Any, Any], backwards: bool) -> None:
        self.fonts = fonts
        self.backwards = backwards
        self.missing_arabic = False  # whether letters were met for which no font has a shape
        self.glyphs: dict[bytes, dict[int, int]] = {}  # by font name: code → glyph

    def draw(self, stream: Any, textbox: Any, matrix: Any) -> bool:
        """Draw a line; false, and nothing drawn, if the line is not one for this function."""
        layout = textbox.pango_layout
        if not textbox.text.strip() or textbox.style["font_size"] < 1e-6:
            return False
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        line, _ = layout.get_first_line()
        runs = list(_runs(line))
        unknown = [self.unknown(run) for run in runs]
        if not runs or any(unknown):
            return False
        if not self.backwards and not any(run.item.analysis.level % 2 for run in runs):
            return False
        faces = [stream.add_font(run.item.analysis.font) for run in runs]
        if any(face.bitmap or face.png or face.svg or face.colr for face, _ in faces):
            return False
        text = layout.text.encode()
        pen = _Pen(stream, matrix)
        marks: list[_Mark] = []
        last = max(run.item.offset + run.item.length for run in runs)
        for run, (face, size) in zip(runs, faces, strict=True):
            pen.take(face, size)
            backwards = bool(run.item.analysis.level % 2)
            start, end = run.item.offset, run.item.offset + run.item.length
            words = text[start:end].decode()
            open_end = end == last and not _has_direction(words[-1:])
            if backwards and open_end:
                self.control(pen, _RIGHT_TO_LEFT)
            for letters, before, cluster in _clusters(run, text[start:end], size, backwards):
                self.cluster(pen, marks, letters, cluster, run.item.analysis.font, backwards)
                if backwards and not _has_direction(letters[:1]) and not _is_arabic(before):
                    self.control(pen, _RIGHT_TO_LEFT)
            if not backwards and open_end:
                self.control(pen, _LEFT_TO_RIGHT)
        pen.flush()
        if marks:
            self.marks(stream, matrix, marks)
        return True

    def unknown(self, run: Any) -> bool:
        """Whether some character of a run has no shape in any font; notes if it is an Arabic one."""
        glyphs = [run.glyphs.glyphs[index].glyph for index in range(run.glyphs.num_glyphs)]
        unknown = [glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG for glyph in glyphs if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG]
        self.missing_arabic |= any(0x620 <= character <= 0x64A for character in unknown)
        return bool(unknown)

    def cluster(self, pen: _Pen, marks: list[_Mark], text: str, glyphs: list[_Glyph], font: Any, backwards: bool) -> None:
        """Draw the letters of a cluster in their place, and put aside what is drawn over them."""
        face, size = pen.face, pen.size
        blank = _blank(face) if backwards else None
        letters = _share(text, glyphs, backwards)
        for index, glyph in enumerate(glyphs):
            width = _width(face, font, glyph.id, size)
            x = pen.wanted + glyph.shift * size / 1000
            words = letters.get(index)
            if glyph.id == pango.PANGO_GLYPH_EMPTY:
                pass
            elif words is None:
                marks.append(_Mark(face, size, self.code(face, glyph.id, ""), x, glyph.rise))
            elif blank is None:
                pen.show(self.code(face, glyph.id, words), width, x, glyph.rise)
            else:
                for character in reversed(words[1:]):
                    pen.show(self.code(face, blank, character), 0, x, 0)
                pen.show(self.code(face, glyph.id, words[:1]), width, x, glyph.rise)
            pen.wanted += glyph.width * size / 1000

    def control(self, pen: _Pen, character: str) -> None:
        """Set a directional mark, of which nothing is seen, between two characters."""
        if (blank := _blank(pen.face)) is not None:
            pen.show(self.code(pen.face, blank, character), 0, pen.wanted, 0)

    def marks(self, stream: Any, matrix: Any, marks: list[_Mark]) -> None:
        """Draw what stands above and below letters, as a span of which nothing is read or copied."""
        stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String("")}).data)
        a, b, c, d, e, f = matrix.values
        for mark in marks:
            stream.set_text_matrix(a, b, c, d, e + a * mark.x, f + b * mark.x)
            stream.set_font_size(mark.font.hash, mark.size)
            stream.set_text_rise(mark.rise)
            stream.show_text(f"<{mark.code:04x}>")
        stream.set_text_rise(0)
        stream.end_marked_content()

    def code(self, face: Any, glyph: int, text: str) -> int:
        """The code under which ``face`` draws ``glyph`` for ``text``: the glyph's own for the first text, else a new one."""
        if face.to_unicode.setdefault(glyph, text) == text:
            return glyph
        code: int = face.get_unused_glyph_id((glyph, text))
        face.to_unicode[code] = text
        face.widths[code] = face.widths[glyph]
        self.glyphs.setdefault(face.name, {})[code] = glyph
        return code

    def finish(self, document: Any, pdf: Any) -> None:
        """Lead every code of our own to its glyph: in the map of a TrueType font, else in the encoding."""
        objects = {item.reference: item for item in pdf.objects}
        for font in pdf.objects:
            if isinstance(font, pydyf.Dictionary) and font.get("Subtype") == "/Type0" and font["BaseFont"] in self.glyphs:
                own = self.glyphs[font["BaseFont"]]
                program = objects[font["DescendantFonts"][0]]
                if program["Subtype"] == "/CIDFontType2":
                    glyphs = list(range(max(own) + 1))
                    for face in self.fonts.values():
                        if face.name == font["BaseFont"]:
                            glyphs[face.glyph_count :] = [0] * (len(glyphs) - face.glyph_count)
                    for code, glyph in own.items():
                        glyphs[code] = glyph
                    table = pydyf.Stream([b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)], compress=True)
                    pdf.add_object(table)
                    program["CIDToGIDMap"] = table.reference
                    font["Encoding"] = "/Identity-H"
                else:
                    lines = objects[font["Encoding"]].stream
                    for code, glyph in own.items():
                        lines[lines.index(f"<{code:04x}> 0".encode())] = f"<{code:04x}> {glyph}".encode()


class _Pen:
    """Shows glyphs of one line; ``wanted`` is where the next one belongs, in units of the page from the line's start."""

    def __init__(self, stream: Any, matrix: Any) -> None:
        self.stream = stream
        self.wanted = self.position = 0.0
        self.parts: list[str] = []
        self.face: Any = None
        self.size = 0.0
        stream.set_text_matrix(*matrix.values)

    def take(self, face: Any, size: float) -> None:
        """Go on in another font."""
        if (face, size) != (self.face, self.size):
            self.flush()
            self.face, self.size = face, size
            self.stream.set_font_size(face.hash, size)

    def show(self, code: int, width: float, x: float, rise: float) -> None:
        """Show a glyph at ``x``; ``width`` is what the font says of it, in thousandths of the size."""
        if rise:
            self.flush()
        back = round((self.position - x) * 1000 / self.size)
        if back:
            self.parts.append(f"{back}")
            self.position -= back * self.size / 1000
        self.parts.append(f"<{code:04x}>")
        self.position += width * self.size / 1000
        if rise:
            self.stream.set_text_rise(rise)
            self.flush()
            self.stream.set_text_rise(0)

    def flush(self) -> None:
        """Write what was shown so far."""
        if self.parts:
            self.stream.show_text("".join(self.parts).replace("><", ""))
            self.parts = []


def _runs(line: Any) -> Iterator[Any]:
    run = line.runs[0] if line.runs else ffi.NULL
    while run != ffi.NULL:
        yield run.data
        run = run.next


def _clusters(run: Any, text: bytes, size: float, backwards: bool) -> Iterator[tuple[str, str, list[_Glyph]]]:
    """The groups of glyphs that belong together, from left to right, each with its text."""
    scale = FROM_UNITS * 1000 / size
    glyphs = []
    for index in range(run.glyphs.num_glyphs):
        shape = run.glyphs.glyphs[index].geometry
        glyphs.append(
            _Glyph(
                run.glyphs.glyphs[index].glyph,
                run.glyphs.log_clusters[index],
                shape.width * scale,
                shape.x_offset * scale,
                -shape.y_offset * FROM_UNITS,
            )
        )
    starts = sorted({glyph.cluster for glyph in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    words, together = "", list[_Glyph]()
    for cluster, group in itertools.groupby(glyphs, key=lambda glyph: glyph.cluster):
        # Vowel signs are on the left of their letter, or clusters of their own there.
        words = text[cluster : ends[cluster]].decode() + words
        together += group
        if not backwards or cluster == 0 or not all(map(unicodedata.combining, words)):
            yield words, text[:cluster].decode()[-1:], together
            words, together = "", list[_Glyph]()


def _share(text: str, glyphs: list[_Glyph], backwards: bool) -> dict[int, str]:
    """Which characters of a cluster each of its glyphs stands for, by index; the others are drawn without any."""
    wide = [index for index, glyph in enumerate(glyphs) if glyph.width > 0] or [len(glyphs) - 1 if backwards else 0]
    if backwards:
        wide.reverse()
    letters = [text[:1]]
    for character in text[1:]:
        if unicodedata.combining(character) or len(letters) == len(wide):
            letters[-1] += character
        else:
            letters.append(character)
    return dict(zip(wide, letters, strict=False))


def _has_direction(character: str) -> bool:
    return unicodedata.bidirectional(character) in {"L", "R", "AL", "EN", "AN", "NSM"} if character else True


def _is_arabic(character: str) -> bool:
    return bool(character) and unicodedata.bidirectional(character) in {"R", "AL", "NSM"}


def _width(face: Any, font: Any, glyph: int, size: float) -> float:
    if glyph not in face.widths:
        ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
        pango.pango_font_get_glyph_extents(font, glyph, ink, logical)
        face.widths[glyph] = round(logical.width * 1000 * FROM_UNITS / size)
    width: float = face.widths[glyph]
    return width


def _blank(face: Any) -> int | None:
    """A glyph of a TrueType font that has neither shape nor width, if it has one."""
    glyph = _blank_of(face.file_content, face.index)
    if glyph is not None:
        face.widths[glyph] = 0
        face.to_unicode.setdefault(glyph, "")
    return glyph


@lru_cache(maxsize=16)  # the fonts of a few documents; reading one takes as long as drawing a page
def _blank_of(file: bytes, index: int) -> int | None:
    font = TTFont(io.BytesIO(file), fontNumber=index, lazy=True)
    if "glyf" not in font:
        return None
    places, widths = font["loca"].locations, font["hmtx"].metrics
    empty = (
        glyph for glyph, name in enumerate(font.getGlyphOrder()) if places[glyph] == places[glyph + 1] and not widths[name][0]
    )
    return next(empty, None)
