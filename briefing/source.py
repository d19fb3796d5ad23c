"""A report as it came in: the decoded text, never altered, and its segments with offsets into it.

No newline is translated and nothing is stripped, so that offsets into ``Report.text`` are offsets into what the file
says. Only a byte-order mark is not part of the text.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache, wraps
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from briefing.arabic import arabic_letters, arabic_share, folded, has_arabic, has_latin, latin_letters
from briefing.errors import SourceError

T = TypeVar("T")

MAX_BYTES = 5_000_000
LONGEST_SEGMENT = 600  # characters; longer sentences are split where they breathe


@dataclass(frozen=True)
class Segment:
    """A sentence-sized part of a report, numbered from 1: ``report.text[start:end]``, in code points.

    The segments of a report tile its text. ``heading`` tells a Markdown heading.
    """

    number: int
    start: int
    end: int
    heading: bool = False


@dataclass(frozen=True)
class Report:
    """A report: ``text`` is decoded and otherwise untouched, ``sha256`` is of the bytes as received.

    ``language`` is "ar" or "en" (BCP 47): Arabic if three letters in ten are, as reports in Arabic quote names and
    documents in Latin script and not the other way round. ``title`` is the one given, else the report's own headline.
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
        return tuple(
            Segment(number, start, end, heading=_HEADING.match(self.text, start, end) is not None)
            for number, (start, end) in enumerate(_tiles(self.text), start=1)
        )

    @cached_property
    def _starts(self) -> list[int]:
        return [segment.start for segment in self.segments]

    def segment_at(self, offset: int) -> Segment:
        """The segment that holds the character at ``offset``; the last one for the end of the text.

        Raises IndexError for an offset outside the text.
        """
        if not 0 <= offset <= len(self.text):
            raise IndexError(f"offset {offset} is outside the text of {len(self.text)} characters")
        return self.segments[bisect_right(self._starts, offset) - 1]

    def segment_text(self, number: int) -> str:
        """The raw text of segment ``number`` (from 1). Raises IndexError if there is no such segment."""
        if not 1 <= number <= len(self.segments):
            raise IndexError(f"there is no segment {number}: the report has {len(self.segments)}")
        segment = self.segments[number - 1]
        return self.text[segment.start : segment.end]

    @cached_property
    def paragraphs(self) -> tuple[tuple[Segment, ...], ...]:
        """The segments grouped by the lines of the text, in order."""
        groups: list[list[Segment]] = []
        for segment in self.segments:
            previous = groups[-1][-1] if groups else None
            if previous is None or _LINE_END.search(
                self.text, _before_blanks(self.text, previous.start, previous.end), segment.start
            ):
                groups.append([])
            groups[-1].append(segment)
        return tuple(tuple(group) for group in groups)


def kept_with_report(work_out: Callable[[Report], T]) -> Callable[[Report], T]:
    """What is worked out of a report once and goes with it: many reports may be under way at a time, and all ask again."""
    name = f"_{work_out.__module__}.{work_out.__qualname__}"

    @wraps(work_out)
    def kept(report: Report) -> T:
        known = report.__dict__
        if name not in known:
            known[name] = work_out(report)
        return cast(T, known[name])

    return kept


# ---------------------------------------------------------------------------------------------------------------------
# Reading


def read_report(
    source: str | Path,
    *,
    published: date | str | None = None,
    title: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Report:
    """Read a file, or standard input for ``-``.

    ``published`` is a date or its ISO form, ``max_bytes`` the largest size accepted: no more than that is ever read.
    Raises SourceError if there is no text to be had from it.
    """
    if str(source) == "-":
        data = _read_limited(sys.stdin.buffer, "standard input", max_bytes)
        return report_from_bytes(data, name="standard input", published=published, title=title)
    path = Path(source)
    try:
        if path.is_dir():
            raise SourceError(f"{path} is a folder: name a file.")
        with path.open("rb") as file:
            data = _read_limited(file, str(path), max_bytes)
    except FileNotFoundError as error:
        raise SourceError(f"{path} does not exist: check the name.") from error
    except PermissionError as error:
        raise SourceError(f"{path} may not be read: ask for permission to read it.") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SourceError(f"{str(path)!r} cannot be read: {reason}.") from error
    return report_from_bytes(data, name=path.name, published=published, title=title)


def report_from_bytes(
    data: bytes,
    *,
    name: str,
    published: date | str | None = None,
    title: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Report:
    """A report from the bytes of a file: UTF-8, UTF-16, Windows-1256 or ISO 8859-6.

    Raises SourceError as read_report does.
    """
    if len(data) > max_bytes:
        raise _too_large(name, max_bytes)
    return _report(_decode(data, name), hashlib.sha256(data).hexdigest(), name, published, title)


def report_from_text(
    text: str,
    *,
    name: str = "text",
    published: date | str | None = None,
    title: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Report:
    """A report from a string, kept as it is; its ``sha256`` and its size are those of its UTF-8 form.

    Raises SourceError as read_report does, and for lone surrogates, which no file could hold.
    """
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise SourceError(
            f"{name} holds half a character (a lone surrogate at {error.start}): decode it anew from its bytes."
        ) from error
    if len(data) > max_bytes:
        raise _too_large(name, max_bytes)
    return _report(text, hashlib.sha256(data).hexdigest(), name, published, title)


def _report(text: str, sha256: str, name: str, published: date | str | None, title: str | None) -> Report:
    if not _LETTER.search(text) and not folded(text):
        raise SourceError(f"{name} is empty: give a text to brief on.")
    if "\x00" in text:
        raise _not_text(name)
    if text.count("\ufffd") > len(text) // 200 or _is_mojibake(text):
        raise SourceError(f"{name} was once decoded wrongly, its letters are lost: get it anew and save it as UTF-8.")
    if len(_CONTROLS.findall(text)) > len(text) // 100:
        raise _not_text(name)
    if not has_arabic(text) and not has_latin(text):
        raise SourceError(f"{name} has no Arabic or English letters: give a text in one of these languages.")
    language = "ar" if arabic_share(text) >= 0.3 else "en"
    return Report(name, text, sha256, language, publication_date(published), title or headline(text))


def headline(text: str) -> str | None:
    """The title that a text bears at its head, or ``None``: a Markdown heading, or a short line that is no sentence, with a
    blank line between it and what follows; a line of the date may stand under it.
    """
    lines = (line.strip() for line in text[:_HEAD_CHARACTERS].splitlines())
    first = next(filter(None, lines), "")
    below, after = next(lines, None), next(lines, None)
    marked = _MARKED.fullmatch(first)
    title = " ".join((marked["title"] if marked else first).split())
    if not _LETTER.search(title) or len(title) > _LONGEST_TITLE:
        return None
    if marked:
        return title
    apart = below == "" or (after == "" and below is not None and _is_date(below))
    if (
        not apart
        or len(_WORD.findall(title)) < _TITLE_WORDS
        or not text.partition(first)[2].strip()
        or _NO_TITLE.search(title)
        or _is_date(title)
    ):
        return None
    return title


def _is_date(line: str) -> bool:
    """Whether a line tells little but a day: «نيروبي، 30 حزيران/يونيه 2021»."""
    return len(line) <= _LONGEST_DATE and _DATE_LINE.fullmatch(line) is not None


def publication_date(value: date | str | None) -> date | None:
    """The day that is meant. Raises SourceError."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError("not YYYY-MM-DD")
        return date.fromisoformat(value)
    except ValueError as error:
        raise SourceError(f"The publication date {value!r} is not a date: write it as 2017-01-23.") from error


def _read_limited(file: BinaryIO, name: str, max_bytes: int) -> bytes:
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise _too_large(name, max_bytes)
    return data


def _too_large(name: str, max_bytes: int) -> SourceError:
    return SourceError(f"{name} is larger than {max_bytes:,} bytes: split it, or raise max_source_bytes in the settings.")


def _not_text(name: str) -> SourceError:
    return SourceError(f"{name} is not a text file: convert it to text first.")


_HEAD_CHARACTERS = 2_000
_LONGEST_TITLE, _LONGEST_DATE = 160, 60  # characters
_TITLE_WORDS = 3  # «مسقط – خاص» is none
_MARKED = re.compile(r"#{1,6}\s+(?P<title>.*?)\s*#*")
# A sentence, a lead that ends in a colon, an item of a list, a line of a table, an address, a header such as "From: …".
_NO_TITLE = re.compile(
    r"[.…][\"'”’»)]*(?:\s|$)|[:،؛,;]$|^(?:[-*•>|]|\d+[.)\s-])|://|^[A-Za-z-]{2,12}: |^(?:من|إلى|الموضوع|التاريخ): "
)
# A place or a weekday, a day, a month and a year; what may stand behind is a calendar's letter.
_DATE_LINE = re.compile(
    r"(?:[^\W\d]+[ \u00a0،,]+){0,5}\d{1,2}[ /.-](?:[^\W\d]+(?:[ /][^\W\d]+){0,2}|\d{1,2})[ /.,،-]{1,2}\d{4}\W{0,3}(?:م|هـ)?\W*"
)


# ---------------------------------------------------------------------------------------------------------------------
# Decoding

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a Word, Excel or ZIP file"),
    (b"PK\x05\x06", "a ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a rich-text file"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its first half
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
_LETTER = re.compile("[A-Za-z\u0621-\u063a\u0641-\u064a]")
_WORD = re.compile(r"[^\W\d_]+")
# The commonest words of any Arabic prose, folded: text in a wrongly guessed encoding does not have them.
_COMMON = """
في من علي الي ان عن مع التي الذي هذا هذه قال كما وقد قد بين كان كانت لا ما لم او بعد كل هو هي ذلك لن وفد
"""
_COMMON_WORDS = frozenset(_COMMON.split())
# What no Arabic writer does: ة or ى inside a word, a vowel sign without a letter, Latin and Arabic in one word.
_IMPOSSIBLE = re.compile(
    r"[ةى][\u0621-\u064a]|(?<![\u0620-\u0652])[\u064b-\u0652]|[A-Za-z][\u0621-\u0652]|[\u0621-\u0652][A-Za-zÀ-ÿ]"
)
# UTF-8 that somebody took for Windows-1256 or for Latin-1: its lead bytes stand before every letter.
# One set in front, for which a search looks quickly.
_MISREAD = re.compile("[\u0637\u0638ØÙÃ](?:(?<=[\u0637\u0638])[^\\s\u0620-\u063f\u0641-\u064a.,،!]|(?<=[ØÙÃ])[^\\sA-Za-z.,!])")


def _decode(data: bytes, name: str) -> str:
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise SourceError(f"{name} looks like {what}: convert it to text first.")
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], codec, name)
    # A UTF-16 text without its mark has blanks and line ends, whose upper byte is 0. Its bytes may well be valid UTF-8.
    if b"\x00" in data:
        return _best_guess(data, ("utf-16-le", "utf-16-be"), name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_nearly_utf8(data):
            raise SourceError(
                f"{name} is UTF-8 with a damaged character at byte {error.start}: mend it, or get the file anew."
            ) from error
    return _best_guess(data, ("cp1256", "iso8859_6", "cp1252"), name)


def _strictly(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{name} is damaged: it is not the {codec.upper()} that its first bytes announce (byte {error.start})."
        ) from error


def _is_nearly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", errors="replace")
    high = sum(character > "\x7f" for character in text)
    return text.count("\ufffd") * 10 < high


def _best_guess(data: bytes, codecs_: tuple[str, ...], name: str) -> str:
    decodings = []
    for codec in codecs_:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        decodings.append((_plausibility(text), text))
    score, best = max(decodings, key=lambda decoding: decoding[0], default=(0.0, ""))
    if score > 0:
        return best
    if b"\x00" in data:
        raise _not_text(name)
    raise SourceError(f"{name} is in no encoding known here: save it as UTF-8 (or UTF-16, Windows-1256).")


def _plausibility(text: str) -> float:
    """How much a decoding looks like Arabic or English prose rather than like bytes: 0 not at all, higher is better."""
    sample = text[:50_000]
    words = _WORD.findall(sample)
    letters = sum(map(len, words))
    if not letters or len(_CONTROLS.findall(sample)) > len(sample) // 100 or "\ufffd" in sample:
        return 0.0
    known = arabic_letters(sample) + latin_letters(sample)
    if known < 0.95 * letters or len(_IMPOSSIBLE.findall(sample)) > len(words) // 50:
        return 0.0
    if arabic_share(sample) < 0.2:
        # English with a few typographic bytes, which Windows-1252 and 1256 share; accented names tell them apart.
        ascii_letters = sum(character.isascii() and character.isalpha() for character in sample)
        return ascii_letters / letters if ascii_letters > 0.9 * letters else 0.0
    arabic = [folded(word) for word in words if has_arabic(word)]
    telling = sum(word in _COMMON_WORDS or word.startswith(("ال", "وال", "بال", "لل")) for word in arabic)
    if len(arabic) >= 5:
        return telling / len(arabic) if telling > 0.08 * len(arabic) else 0.0
    return (1 + telling) / (1 + len(arabic))


def _is_mojibake(text: str) -> bool:
    sample = text[:50_000]
    misread = len(_MISREAD.findall(sample))
    return misread > 1 and 2 * misread > 0.5 * (arabic_letters(sample) + latin_letters(sample)) + 2


# ---------------------------------------------------------------------------------------------------------------------
# Segments

_HEADING = re.compile(r"\s{0,3}#{1,6}(?:\s|$)")
_LINE_END = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")
_CLOSING = "\"'”’»›)\\]}*_\u200e\u200f\u202c\u2069"
# What ends a sentence, with the quotation marks and brackets that close it, also after a blank if they open nothing.
# Possessive, and begun only where a run of stops begins: linear also in a text that is nothing but dots. What was not
# before it is asked behind the first stop, for which a search looks at once.
_SENTENCE_END = re.compile(rf"[.!?؟…۔](?<![.!?؟…۔]{{2}})[.!?؟…۔]*+[{_CLOSING}]*+(?:[ \u00a0\u202f][”’»›)\]]++(?=\s|$))?(?=\s)")
_BLANKS = re.compile(r"\s*")
_CLOSING_APART = re.compile(r'[ \u00a0\u202f]"(?=\s|$)')
_LIST_NUMBER = re.compile(r"(?:^|[\n\r\u2028\u2029])[ \t(*-]*$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+")
_ABBREVIATED = """
mr mrs ms dr prof gen col lt maj capt sgt rep sen gov amb hon st vs cf al jan feb mar apr jun jul aug sep sept
oct nov dec fig inc ltd co corp dept est etc approx
"""
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_NUMBERED = """
no nos art arts para paras p pp ch sec vol
"""
_BEFORE_NUMBERS = frozenset(_NUMBERED.split())
_PARTICLES = "وفبلك"


@lru_cache(maxsize=8)  # of a report it is asked for twice
def sentence_ends(text: str) -> Sequence[int]:
    """Offsets just after what ends a sentence inside a line: the stop and the quotation marks that close with it.

    A stop after an abbreviation («د. محمد»، «U.S. envoy»), an initial or the number of a list item ends nothing, nor
    does one before a small Latin letter.
    """
    return tuple(_sentence_ends(text))


def _sentence_ends(text: str) -> Iterator[int]:
    for match in _SENTENCE_END.finditer(text):
        end = match.end()
        after = _after_blanks(text, end)
        if after < len(text) and text[after].islower():
            continue
        if match.group()[0] == "." and _is_abbreviation(text, match.start(), after):
            continue
        yield _with_closing_mark(text, end)


def _is_abbreviation(text: str, stop: int, after: int) -> bool:
    """Whether the full stop at ``stop`` belongs to the word before it; ``after`` is where the next word begins."""
    start = stop
    while start and (text[start - 1].isalnum() or text[start - 1] == "." or "\u0640" <= text[start - 1] <= "\u0652"):
        start -= 1
    word = text[start:stop]
    if word.isdigit():
        head = text[max(0, start - 8) : start]
        return len(word) <= 3 and _LIST_NUMBER.search(head if start <= 8 else "." + head) is not None
    bare = "".join(character for character in word if character == "." or (character.isalnum() and character != "ـ"))
    if bare[1:] in ("د", "أ.د") and bare[0] in _PARTICLES:  # «ود. سعاد»، «لأ.د. كمال»; yet «لا.» is a word
        return True
    if _DOTTED.fullmatch(bare + "."):
        return True
    if bare.casefold() in _BEFORE_NUMBERS:
        return text[after : after + 1].isdigit()
    return bare.casefold() in _ABBREVIATIONS


def _with_closing_mark(text: str, end: int) -> int:
    """``end``, or after a straight quotation mark that stands apart and closes what was opened in the same line."""
    match = _CLOSING_APART.match(text, end)
    if match is None:
        return end
    line = _LINE_END.split(text[max(0, end - 2_000) : end])[-1]
    return match.end() if line.count('"') % 2 else end


def _tiles(text: str) -> Iterator[tuple[int, int]]:
    """Spans that tile the text: blanks before the first word belong to it, all others to the span before them."""
    ends = sorted({*sentence_ends(text), *(match.end() for match in _LINE_END.finditer(text))})
    start = 0
    filled = 0  # how far the text is known to be blank from ``start`` on
    for end in ends:
        if end <= start or not text[max(start, filled) : end].strip():
            filled = end
            continue
        cut = _after_blanks(text, end)
        yield from _breathing(text, start, cut)
        start = filled = cut
    if start < len(text):
        yield from _breathing(text, start, len(text))


def _after_blanks(text: str, position: int) -> int:
    blanks = _BLANKS.match(text, position)
    return blanks.end() if blanks else position


def _before_blanks(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _breathing(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span, or parts of it of at most LONGEST_SEGMENT characters without the blanks at their ends."""
    words_end = _before_blanks(text, start, end)
    while words_end - (first := _after_blanks(text, start)) > LONGEST_SEGMENT:
        cut = _after_blanks(text, _breath(text, first, first + LONGEST_SEGMENT))
        if cut >= end:
            break
        yield start, cut
        start = cut
    yield start, end


def _breath(text: str, start: int, end: int) -> int:
    """Where to part a long sentence: after the last semicolon in reach, else comma, else blank, else at ``end``."""
    for marks, earliest in ((("؛", ";"), start + (end - start) // 3), (("،", ","), start + (end - start) // 3)):
        cuts = [text.rfind(mark + blank, earliest, end) for mark in marks for blank in " \u00a0\t"]
        if max(cuts) >= 0:
            return max(cuts) + 1
    blank = next((place for place in range(end - 1, start, -1) if text[place].isspace()), None)
    return end if blank is None else blank
