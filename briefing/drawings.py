"""The pictures of a record as drawings that stand alone: SVG without a style sheet, and the same in pixels.

Programs that show SVG in documents know little CSS and do not agree on ``direction`` (resvg passes over it): everything is
said by attributes, and a line of Arabic is hung up at its right end (``text-anchor="end"``) in an isolate from right to
left, which every program that knows Unicode sets in the same way.

The pixels come from resvg, which shapes and orders Arabic itself. It is given the files of one font and a second, since
reading all of a system's takes long; without resvg, or without a font with the letters, there are no drawings.
"""

from __future__ import annotations

import math
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from briefing.display import shown
from briefing.pictures import Picture, Shape

_POINTS = 0.75  # how large a unit of a picture is drawn at most, in points
_READABLE = 7.0  # points: where type would be smaller there is no drawing
# Pixels in a unit, and in a drawing: 135 to an inch on a page of A4, somewhat fewer in a high drawing, since time grows with
# them (a tenth of a second for a million) and only programs that do not know SVG show them.
_ZOOMS = (1.1, 1.35)
_PIXELS = 400_000
_PART_HEIGHT = 60.0  # units; a part of a drawing that went on to the next page is at least so high
_OVERHANG = 8.0  # how far a sign or the foot of a letter reaches below its place
_DESCRIPTION = 8_000  # characters
_RIGHT_TO_LEFT, _END = "\u2067", "\u2069"

# Word's computers have the first, others the rest.
_FAMILIES = {
    "ar": "Arial, 'Noto Sans Arabic', 'Geeza Pro', 'DejaVu Sans', sans-serif",
    "en": "Calibri, Carlito, 'Noto Sans', 'Liberation Sans', Arial, 'DejaVu Sans', sans-serif",
}
# Typefaces for the pixels: the family, and its files of regular and bold type in small letters, without their ending. The
# first that is there is taken. Arabic needs one with Latin letters beside its own, which Noto's do not have: where resvg takes
# single letters from a second font, vowel signs come out as boxes.
_ARABIC = (
    ("Arial", "arial", "arialbd", "arial bold"),
    ("Segoe UI", "segoeui", "segoeuib"),
    ("Tahoma", "tahoma", "tahomabd"),
    ("Vazirmatn", "vazirmatn-regular", "vazirmatn-bold"),
    ("DejaVu Sans", "dejavusans", "dejavusans-bold"),
    ("Amiri", "amiri-regular", "amiri-bold"),
    ("Scheherazade New", "scheherazadenew-regular", "scheherazadenew-bold"),
)
_LATIN = (
    ("Calibri", "calibri", "calibrib"),
    ("Carlito", "carlito-regular", "carlito-bold"),
    ("Liberation Sans", "liberationsans-regular", "liberationsans-bold"),
    ("Noto Sans", "notosans-regular", "notosans-bold"),
    *_ARABIC,
)
# Families whose Latin letters are wider than pictures allow for, and higher: set smaller they look the same.
_SIZES = {"DejaVu Sans": 0.86, "Noto Sans": 0.93, "Segoe UI": 0.95, "Tahoma": 0.95, "Vazirmatn": 0.9}
_ARABIC_LETTER = re.compile("[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
_ENDINGS = frozenset({".ttf", ".otf", ".ttc"})


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, or the part of a high one that fits on a page; ``width`` and ``height`` are in points."""

    svg: bytes
    png: bytes
    width: float
    height: float
    title: str
    description: str  # of the whole picture on its first part, of later parts only which they are


def draw(picture: Picture, language: str, width: float, height: float) -> tuple[Drawing, ...]:
    """The picture in room of ``width`` and ``height`` in points, cut between lines of it if it is higher.

    There is none where resvg or a font with Arabic letters is missing, or where the type would be too small to read.
    """
    resvg, font = _painter(), _font(_in_arabic(picture))
    unit = min(_POINTS, width / picture.width)
    if resvg is None or font is None or min((shape.size for shape in _texts(picture)), default=_READABLE) * unit < _READABLE:
        return ()
    family, *files = font
    size = 1.0 if language == "ar" else _SIZES.get(family, 1.0)
    title, whole = shown(picture.title), _shortened(shown(picture.description))
    bands = list(_bands(picture, height / unit))
    made = []
    for number, (top, bottom) in enumerate(bands, 1):
        described = whole if number == 1 else f"{title} ({number}/{len(bands)})"
        write = partial(write_svg, picture, language, title=title, description=described, top=top, bottom=bottom)
        svg = write()
        painted = svg if size == 1 else write(size=size)
        zoom = min(max(_ZOOMS[0], math.sqrt(_PIXELS / (picture.width * (bottom - top)))), _ZOOMS[1])
        png: bytes = resvg.svg_to_bytes(
            svg_string=painted, skip_system_fonts=True, font_files=files, sans_serif_family=family, zoom=zoom
        )
        made.append(Drawing(svg.encode(), png, picture.width * unit, (bottom - top) * unit, title, described))
    return tuple(made)


def write_svg(
    picture: Picture, language: str, *, title: str, description: str, top: float, bottom: float, size: float = 1.0
) -> str:
    """What a picture has between two heights as a file of SVG: nothing in it acts, nothing leads out of it.

    ``size`` is how large type is set, for a font whose letters are wider than others.
    """
    width, height = _number(picture.width), _number(bottom - top)
    shapes = [shape for shape in picture.shapes if _reach(shape)[1] > top and _reach(shape)[0] < bottom]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title description" xml:lang="{language}" '
        f'viewBox="0 {_number(top)} {width} {height}" width="{width}" height="{height}">'
        f'<title id="title">{escape(title)}</title><desc id="description">{escape(description)}</desc>'
        f'<rect x="0" y="{_number(top)}" width="{width}" height="{height}" fill="#fff"/>'
        f"{''.join(_written(shape, language, size) for shape in shapes)}</svg>"
    )


def _written(shape: Shape, language: str, size: float) -> str:
    x, y, ink = _number(shape.x), _number(shape.y), shape.ink
    if shape.kind == "text":
        weight = ' font-weight="bold"' if shape.bold else ""
        rtl = language == "ar"
        text = f"{_RIGHT_TO_LEFT}{shape.text}{_END}" if rtl else shape.text
        return (
            f'<text x="{x}" y="{y}" font-family={quoteattr(_FAMILIES["ar" if rtl else "en"])} '
            f'font-size="{_number(shape.size * size)}"{weight} text-anchor="{"end" if rtl else "start"}" fill="{ink}">'
            f"{escape(text)}</text>"
        )
    if not shape.outline:
        dashes = ' stroke-dasharray="3 4"' if shape.kind == "dashed" else ""
        path = f"M{x} {y}L{_number(shape.x2)} {_number(shape.y2)}"
        return f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="1"{dashes}/>'
    inside, stroke = (ink, "1") if shape.filled else ("none", "1.8")
    return f'<path transform="translate({x} {y})" d="{shape.outline}" fill="{inside}" stroke="{ink}" stroke-width="{stroke}"/>'


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _shortened(text: str) -> str:
    return text if len(text) <= _DESCRIPTION else f"{text[: _DESCRIPTION - 1]}…"


def _texts(picture: Picture) -> Iterator[Shape]:
    return (shape for shape in picture.shapes if shape.kind == "text")


def _reach(shape: Shape) -> tuple[float, float]:
    """From where to where a shape reaches from above."""
    if shape.kind == "text":
        return shape.y - shape.size, shape.y + shape.size / 2
    if not shape.outline:
        return min(shape.y, shape.y2) - 1, max(shape.y, shape.y2) + 1
    return shape.y - _OVERHANG, shape.y + _OVERHANG


def _bands(picture: Picture, room: float) -> Iterator[tuple[float, float]]:
    """Where a picture is cut so that no part is higher than ``room``: where nothing but an upright stroke is cut through."""
    whole = [_reach(shape) for shape in picture.shapes if shape.outline or shape.kind == "text" or shape.y == shape.y2]
    top = 0.0
    while picture.height - top > room:
        limit = top + room
        cuts = sorted((end for _, end in whole if top + min(_PART_HEIGHT, room) <= end <= limit), reverse=True)
        cut = next((at for at in cuts if not any(start < at < end for start, end in whole)), limit)
        yield top, cut
        top = cut
    yield top, picture.height


def _painter() -> Any:
    """resvg, if it is installed."""
    try:
        import resvg_py
    except ImportError:
        return None
    return resvg_py


def _in_arabic(picture: Picture) -> bool:
    return any(_ARABIC_LETTER.search(shape.text) for shape in _texts(picture))


@lru_cache(maxsize=2)
def _font(arabic: bool) -> tuple[str, ...] | None:
    """A family of the system, with or without Arabic letters, and its files, looked for once."""
    files = _font_files()
    for family, *names in _ARABIC if arabic else _LATIN:
        if names[0] in files:
            # What it does not have, such as letters of other scripts, may be in the second.
            names += [name for name in ("dejavusans", "dejavusans-bold") if name not in names]
            return (family, *(files[name] for name in names if name in files))
    return None


def _font_files() -> dict[str, str]:
    """The font files of the system by their names in small letters."""
    found: dict[str, str] = {}
    for folder in _font_folders():
        for place, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                stem, ending = os.path.splitext(name.lower())
                if ending in _ENDINGS:
                    found.setdefault(stem, os.path.join(place, name))
    return found


def _font_folders() -> list[Path]:
    """Where fonts are kept, the user's own first."""
    home = Path(os.path.expanduser("~"))  # unlike Path.home, no error where there is none
    if sys.platform == "win32":
        return [
            Path(os.environ.get("LOCALAPPDATA", home), "Microsoft", "Windows", "Fonts"),
            Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts"),
        ]
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return [home / ".local/share/fonts", home / ".fonts", *(Path(folder, "fonts") for folder in shared.split(":") if folder)]
