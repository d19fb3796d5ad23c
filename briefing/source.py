"""A report as it came in: the decoded text, never altered, and its segments with offsets into it."""

from __future__ import annotations

import codecs
import hashlib
import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from briefing.arabic import arabic_share, has_arabic, has_latin
from briefing.errors import SourceError

MAX_BYTES = 5_000_000
_LONGEST_SEGMENT = 600  # characters; longer sentences are split where they breathe

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a Word, Excel or ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a rich-text file"),
)
# The commonest Arabic words: text in a wrongly guessed encoding does not have them.
_COMMON_WORDS = frozenset("في من على إلى أن عن مع التي الذي هذا هذه قال كما وقد بين كان لا ما لم أو إن بعد كل وفد".split())
_FREQUENT_LETTERS = frozenset("اليمنتربعدسفهكو")


@dataclass(frozen=True)
class Segment:
    """A sentence-sized part of a report, numbered from 1. The segments of a report tile its text."""

    number: int
    start: int
    end: int
    heading: bool = False


@dataclass(frozen=True)
class Report:
    """A report: ``text`` is decoded and otherwise untouched, ``sha256`` is of the bytes as received.

    ``language`` is "ar" or "en" (BCP 47), by the script of most letters.
    """

    name: str
    text: str
    sha256: str
    language: str
    published: date | None = None
    title: str | None = None

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The segments, in order; together they are the whole text."""
        return tuple(_segments(self.text))

    @cached_property
    def _starts(self) -> list[int]:
        return [segment.start for segment in self.segments]

    def segment_at(self, offset: int) -> Segment:
        """The segment that holds the character at ``offset``."""
        return self.segments[max(0, bisect_right(self._starts, offset) - 1)]

    def segment_text(self, segment: Segment) -> str:
        """The raw text of a segment."""
        return self.text[segment.start : segment.end]

    def paragraphs(self) -> list[tuple[Segment, ...]]:
        """The segments grouped by the lines of the text."""
        groups: list[list[Segment]] = []
        for segment in self.segments:
            fresh = not groups or self.text[groups[-1][-1].start : segment.start].rstrip(" \t").endswith(("\n", "\r", "\u2029"))
            if fresh:
                groups.append([])
            groups[-1].append(segment)
        return [tuple(group) for group in groups]


def read_report(
    source: str | Path,
    *,
    published: date | str | None = None,
    title: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Report:
    """Read a file, or standard input for ``-``.

    ``max_bytes`` is the largest size accepted. Raises SourceError if there is no text to be had from it.
    """
    if str(source) == "-":
        return report_from_bytes(
            _read_limited(sys.stdin.buffer, "Standard input", max_bytes),
            name="standard input",
            published=published,
            title=title,
        )
    path = Path(source)
    try:
        if path.is_dir():
            raise SourceError(f"{path} is a folder: name a file.")
        with path.open("rb") as file:
            data = _read_limited(file, str(path), max_bytes)
    except FileNotFoundError as error:
        raise SourceError(f"{path} does not exist: check the name.") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SourceError(f"{path} cannot be read: {reason}.") from error
    return report_from_bytes(data, name=path.name, published=published, title=title)


def report_from_text(
    text: str,
    *,
    name: str = "text",
    published: date | str | None = None,
    title: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Report:
    """A report from a string; its ``sha256`` is of the string in UTF-8.

    Raises SourceError as read_report does, and for lone surrogates, which no file could hold.
    """
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise SourceError(f"{name.capitalize()} holds a broken character (a lone surrogate): decode it anew.") from error
    if len(data) > max_bytes:
        raise SourceError(_too_large(name.capitalize(), max_bytes))
    return _report(text, hashlib.sha256(data).hexdigest(), name, published, title)


def report_from_bytes(
    data: bytes, *, name: str, published: date | str | None = None, title: str | None = None
) -> Report:
    """A report from the bytes of a file: UTF-8, UTF-16 or Windows-1256. Raises SourceError as read_report does."""
    return _report(_decode(data, name), hashlib.sha256(data).hexdigest(), name, published, title)


def _report(text: str, sha256: str, name: str, published: date | str | None, title: str | None) -> Report:
    if not text.strip("\ufeff \t\r\n\f\v\u00a0\u2028\u2029"):
        raise SourceError(f"{name} is empty: there is nothing to brief on.")
    controls = sum(character < " " and character not in "\t\n\r\f\v" for character in text)
    if "\x00" in text or controls > len(text) // 100:
        raise SourceError(f"{name} is not a text file: convert it to text first.")
    if not has_arabic(text) and not has_latin(text):
        raise SourceError(f"{name} has no Arabic or English text.")
    language = "ar" if arabic_share(text) >= 0.3 else "en"
    return Report(name, text, sha256, language, _published(published), title)


def _published(value: date | str | None) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise SourceError(f"The publication date {value!r} is not a date: write it as 2017-01-23.") from None


def _too_large(name: str, max_bytes: int) -> str:
    return f"{name} is larger than {max_bytes:,} bytes: split it, or raise max_source_bytes in the settings."


def _read_limited(file: BinaryIO, name: str, max_bytes: int) -> bytes:
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise SourceError(_too_large(name, max_bytes))
    return data


def _decode(data: bytes, name: str) -> str:
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise SourceError(f"{name} looks like {what}: convert it to text first.")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16", name)
    # UTF-16 without its mark: one byte of each pair is 0 (Latin, blanks) or 6 (Arabic). Such bytes are valid UTF-8
    # too, so this comes first.
    high = [sum(data[side:4096:2].count(byte) for byte in (0, 6)) for side in (0, 1)]
    if len(data) % 2 == 0 and max(high) > 0.8 * len(data[:4096]) / 2:
        return _decoded(data, "utf-16-be" if high[0] > high[1] else "utf-16-le", name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if b"\x00" in data:
        raise SourceError(f"{name} is not a text file: convert it to text first.")
    candidates = [data.decode(codec, errors="replace") for codec in ("cp1256", "iso8859_6")]
    best = max(candidates, key=_plausibility)
    if _plausibility(best) < 0.5:
        raise SourceError(f"{name} is in no encoding known here: save it as UTF-8 (or UTF-16, Windows-1256).")
    return best


def _decoded(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise SourceError(f"{name} is damaged: it is not valid {codec.upper()}.") from error


def _plausibility(text: str) -> float:
    """From 0 to 1: how much a decoding looks like Arabic writing rather than like bytes."""
    sample = text[:20_000]
    arabic = [character for character in sample if has_arabic(character)]
    odd = sum(character == "\ufffd" or "\x80" <= character <= "\x9f" for character in sample)
    if not arabic or odd > len(sample) // 200:
        return 0.0
    words = re.findall(r"[\u0621-\u064a]+", sample)
    common = sum(word in _COMMON_WORDS for word in words)
    if len(words) >= 5 and not common:
        return 0.0
    frequent = sum(character in _FREQUENT_LETTERS for character in arabic) / len(arabic)
    return min(1.0, frequent * 0.8 + (0.2 if common else 0.0)) if arabic_share(sample) > 0.4 or common else 0.0


_CLOSING = "\"'”’»›)]}"
_BREAK = re.compile(rf"[.!?؟…۔]+[{re.escape(_CLOSING)}]*(?=\s)|(?:\r\n|[\n\r\u2028\u2029\x0b\x0c\x85])")
# A full stop after one of these, or after a single letter or a number at the start of a line, ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"“])(?:[ء-يA-Za-z]|[ء-ي]\.[ء-ي]|أ\.د|ص|ط|ج|مج|هـ|رقم|إلخ|No|no|Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|vs|cf|al"
    r"|[A-Z](?:\.[A-Z])+|i\.e|e\.g)\.$"
)
_LIST_NUMBER = re.compile(r"(?:^|[\n\r])\s*[(]?[0-9٠-٩]{1,3}\.$")


def _segments(text: str) -> Iterator[Segment]:
    number = 0
    for start, end in _tiles(text):
        number += 1
        stripped = text[start:end].strip()
        yield Segment(number, start, end, heading=re.match(r"#{1,6}\s", stripped) is not None)


def _tiles(text: str) -> Iterator[tuple[int, int]]:
    """Spans that tile the text: blanks before the first words belong to it, all others to the span before them."""
    start = 0
    for match in _BREAK.finditer(text):
        end = match.end()
        if not text[start:end].strip():
            continue
        if match.group()[0] == "." and end < len(text) and not text[end] in "\n\r":
            head = text[max(start, end - 12) : end]
            if _ABBREVIATION.search(head) or _LIST_NUMBER.search(text[max(0, start - 1) : end]):
                continue
        while end < len(text) and text[end].isspace():
            end += 1
        if end <= start:
            continue
        yield from _breathing(text, start, end)
        start = end
    if start < len(text):
        yield from _breathing(text, start, len(text))


def _breathing(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST_SEGMENT:
        window = text[start : start + _LONGEST_SEGMENT]
        cut = max(window.rfind(mark) for mark in ("؛ ", "; "))
        if cut < _LONGEST_SEGMENT // 3:
            cut = max(window.rfind(mark) for mark in ("، ", ", "))
        if cut < _LONGEST_SEGMENT // 3:
            cut = window.rfind(" ")
        cut = start + (cut + 1 if cut > 0 else _LONGEST_SEGMENT)
        while cut < end and text[cut].isspace():
            cut += 1
        if cut >= end:
            break
        yield start, cut
        start = cut
    yield start, end
