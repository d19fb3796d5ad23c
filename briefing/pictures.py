"""Two pictures of a record: who wants, undertakes or rejects what, and when what happens. Shapes and words, no file format.

A picture is decided and measured here, once for every format: a template only writes the shapes down as SVG, and a format
that cannot draw has the same content as a table. No library of charts knows right-to-left text; shapes are placed from
the reading side and mirrored for Arabic. A sign differs from the others by its form, never by its colour alone.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefing.binding import UNBOUND, is_due_in_part, undertaken
from briefing.display import runs, shown
from briefing.labels import Labels
from briefing.record import Commitment, Participant, Record, Statement

_WIDTH = 680  # units of the drawing; as wide as a line of text
_HEAD, _SMALL, _NORMAL = 11.4, 11.5, 12.5  # sizes of type: 8.5 points and more across a page of A4
_LETTER, _BOLD = 0.5, 0.6  # the mean width of a letter, in sizes of type: generous for Arabic, right for Latin
_GUTTER = 12.0  # between the headings of two columns
_PARTIES, _ISSUES, _ENTRIES = 6, 14, 24  # more than these make no picture

_HEAD_LINES = 5
_BREADTHS = {letter: breadth for letters, breadth in (("iljtfrI-.,'", 0.38), ("mwMW", 0.97), (" ", 0.27)) for letter in letters}

# The signs as paths around their middle, and the colours of all tones, dark enough for print on white.
_FILLED = {
    "demand": "M0-5L5 4H-5Z",
    "commitment": "M-4.5 0A4.5 4.5 0 1 0 4.5 0A4.5 4.5 0 1 0-4.5 0Z",
    "point": "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0-5 0Z",
    "span": "M-5-7H5V7H-5Z",
}
_OPEN = {
    "claimed": "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0-4 0Z",
    "unbound": "M-5 3A5 5 0 0 1 5 3Z",
    "reject": "M-4-4L4 4M-4 4L4-4",
    "void": "M-5 0H5",
    "endorse": "M-5 0L-1.5 4L5-4.5",
    "reserve": "M-5 1.5Q-2.5-3.5 0 0T5-1.5",
    "ahead": "M0-6L6 0L0 6L-6 0Z",
    "unknown": "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0-4 0Z",
}
_INKS = {
    "ink": "#000",
    "soft": "#444",
    "line": "#bbb",
    "demand": "#1d4a73",
    "commitment": "#1c5b33",
    "claimed": "#6b2d00",
    "unbound": "#1c5b33",
    "reject": "#7a1818",
    "void": "#444",
    "endorse": "#1c5b33",
    "reserve": "#6b2d00",
}


@dataclass(slots=True)  # not frozen, which would take longest of all that a picture takes: there are a hundred of them
class Shape:
    """A stroke (``line``), a ``text`` or a sign, by ``kind``, at a place in a drawing.

    ``x`` and ``y`` are the middle of a sign, the start of a line or a text's base line; ``x2`` and ``y2`` the end of a
    line. A text begins at ``x`` and runs in reading direction. ``tone`` names a colour.
    """

    kind: str
    x: float
    y: float
    x2: float = 0
    y2: float = 0
    text: str = ""
    size: float = _NORMAL
    bold: bool = False
    tone: str = "ink"

    @property
    def filled(self) -> bool:
        """Whether a sign is filled with its colour, not only drawn in it."""
        return self.kind in _FILLED

    @property
    def outline(self) -> str:
        """The path of a sign around its middle; nothing for a stroke or a text."""
        return _FILLED.get(self.kind) or _OPEN.get(self.kind, "")

    @property
    def ink(self) -> str:
        """The colour of the tone on white paper."""
        return _INKS[self.tone]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with its words: ``description`` tells all that is drawn, ``headings`` and ``rows`` are it as a table."""

    name: str  # "matrix" or "timeline"
    title: str
    description: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    width: float
    height: float
    shapes: tuple[Shape, ...]
    note: str | None = None  # that there is more than is shown


@dataclass(frozen=True, slots=True)
class _Entry:
    """One point of the timeline; ``value`` is its EDTF date, ``None`` where it could not be resolved."""

    value: str | None
    when: str
    text: str
    announced: bool  # a next step or a deadline, not what has been


def make_pictures(record: Record, words: Labels, name: Callable[[str], str], side: Callable[[str], str]) -> tuple[Picture, ...]:
    """The pictures for which a record has enough in it; ``name`` tells what an id is called, ``side`` for whom it speaks."""
    return tuple(picture for picture in (_matrix(record, words, name, side), _timeline(record, words)) if picture)


# Who wants, undertakes or rejects what

_SIGNS = ("demand", "commitment", "unbound", "claimed", "reject", "void", "endorse", "reserve")
_OF_DEMAND = {"standing": "demand", "conditional": "demand"}
_OF_COMMITMENT = {"pledged": "commitment", "best_efforts": "commitment", "claimed": "claimed"}
_OF_STANCE = {"endorses": "endorse", "reserves": "reserve", "rejects": "reject"}
_Cells = dict[tuple[str, str], dict[str, list[str]]]  # (issue, party) → sign → ids


def _matrix(record: Record, words: Labels, name: Callable[[str], str], side: Callable[[str], str]) -> Picture | None:
    cells: _Cells = {}

    def put(issue: str, party: str, sign: str, id_: str) -> None:
        ids = cells.setdefault((issue, party), {}).setdefault(sign, [])
        if id_ not in ids:
            ids.append(id_)

    def put_for_all(issue: str, holders: Iterable[str], sign: str, id_: str) -> None:
        for party in dict.fromkeys(map(side, holders)):
            put(issue, party, sign, id_)

    for demand in record.demands:
        put_for_all(demand.issue or "", demand.by, _OF_DEMAND.get(demand.status, "void"), demand.id)
    for commitment in record.commitments:
        sign = "unbound" if _is_unbound(commitment) else _OF_COMMITMENT.get(commitment.status, "void")
        put_for_all(commitment.issue or "", commitment.by, sign, commitment.id)
    for statement in record.statements:
        if _rejects(statement):
            put_for_all("", statement.by, "reject", statement.id)
    people = {person.id: person for person in record.participants}
    for stance in record.final_statement.stances:
        held_by = side(stance.participant) if _speaks_by_office(people[stance.participant]) else stance.participant
        # A sign without a word would say that it is the whole document that somebody rejects.
        put("final", held_by, _OF_STANCE[stance.stance], words.label("in part") if stance.about else "")
    issues = _most_frequent((issue for (issue, _), signs in cells.items() for _ in _ids(signs)), _ISSUES)
    parties = _most_frequent((party for (_, party), signs in cells.items() for _ in _ids(signs)), _PARTIES)
    issues = [issue for issue in issues if any((issue, party) in cells for party in parties)]
    if len(set(issues) - {"", "final"}) < 2 or len(parties) < 2:
        return None
    # Issues in the order of the record; what has none, and the final statement, come last.
    order = [issue for issue, _ in cells]
    issues.sort(key=lambda issue: (issue == "final", issue == "", order.index(issue)))
    named = {issue: words.issue(issue) or issue for issue in issues}
    named |= {"": words.label("No issue stated"), "final": words.label("Final statement")}
    complete = {issue for issue, _ in cells} <= set(issues) and {party for _, party in cells} <= set(parties)
    void = {demand.id: f"{demand.status} demand" for demand in record.demands}
    void |= {item.id: undertaken(item) if _is_unbound(item) else f"{item.status} commitment" for item in record.commitments}
    return _draw_matrix(
        cells, [(issue, named[issue]) for issue in issues], [(id_, name(id_)) for id_ in parties], void, words, complete
    )


def _is_unbound(item: Commitment) -> bool:
    return item.status == "pledged" and undertaken(item) in UNBOUND


# «القائد العسكري», or a member of a delegation, who welcomes a document does not bind the side that he belongs to.
_SPEAKING_OFFICE = re.compile(
    r"\s*(?:ال)?(?:(?:رئيس|ناطق|متحدث|مفوض|وزير|مبعوث|مندوب|سفير|ممثل|زعيم)ة?(?=\s|$)|(?:كبيرة? (?:ال)?مفاوضي|أمينة? (?:ال)?عامة?))(?!.*سابق)"
)


def _speaks_by_office(participant: Participant) -> bool:
    """Whether what a participant says of a document is the word of the side that it is there for."""
    if participant.kind != "person":
        return True
    offices = participant.title.ar.split("،") if participant.title is not None else []
    return any(map(_SPEAKING_OFFICE.match, offices))


def _rejects(statement: Statement) -> bool:
    return statement.act == "REJECT" and not statement.negated


def _ids(signs: dict[str, list[str]]) -> list[str]:
    return [id_ for ids in signs.values() for id_ in ids]


def _most_frequent(values: Iterable[str], room: int) -> list[str]:
    """The ``room`` values that come most often, in the order in which they come first."""
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    chosen = sorted(counts, key=lambda value: -counts[value])[:room]
    return [value for value in counts if value in chosen]


def _draw_matrix(
    cells: _Cells,
    issues: Sequence[tuple[str, str]],
    parties: Sequence[tuple[str, str]],
    void: Mapping[str, str],
    words: Labels,
    complete: bool,
) -> Picture:
    # Where columns are narrow the issues give them room: a word like "International" stays whole.
    first = 160.0 if len(parties) < _PARTIES else 146.0
    column = (_WIDTH - first) / len(parties)
    heads = [_headed(name, column - _GUTTER) for _, name in parties]
    y = 8 + 15.0 * max(map(len, heads))
    shapes: list[Shape] = []
    for position, lines in enumerate(heads):
        for number, line in enumerate(lines):
            at = y - 15.0 * (len(lines) - 1 - number) - 4
            shapes.append(_text(line, words, first + column * position, at, size=_HEAD, bold=True))
    shapes.append(Shape("line", 0, y + 4, _WIDTH, y + 4, tone="soft"))
    y += 4
    rows = []
    used: dict[str, None] = {}
    for issue, label in issues:
        lines = _wrapped(label, first - 24, _NORMAL, 3)
        height = 17.0 * len(lines)
        for number, line in enumerate(lines):
            shapes.append(_text(line, words, 0, y + 17 + 17.0 * number))
        row = [label]
        for position, (party, _) in enumerate(parties):
            cell = cells.get((issue, party), {})
            at, told = y + 17, []
            for sign in sorted(cell, key=_SIGNS.index):
                ids = cell[sign]
                used[sign] = None
                x = first + column * position
                shapes.append(Shape(sign, x + 6, at - 4, tone=sign))
                for line in _wrapped(words.joined(ids), column - 24, _SMALL, 4) or [""]:
                    if line:
                        shapes.append(_text(line, words, x + 17, at, size=_SMALL))
                    at += 17
                for name, named in _named_apart(sign, ids, void, words):
                    told.append(f"{name} ({words.joined(named)})" if any(named) else name)
            height = max(height, at - y - 17)
            row.append(words.joined(told))
        y += height + 9
        shapes.append(Shape("line", 0, y, _WIDTH, y, tone="line"))
        rows.append(tuple(row))
    legend: list[Shape] = []
    x, y = 0.0, y + 20
    for sign in (sign for sign in _SIGNS if sign in used):
        word = _sign_word(sign, words)
        room = 38 + len(word) * _SMALL * _LETTER
        if x + room > _WIDTH:
            x, y = 0.0, y + 18
        legend += [Shape(sign, x + 6, y - 4, tone=sign), _text(word, words, x + 17, y, size=_SMALL, tone="soft")]
        x += room
    note = None if complete else words.label("Only the parties and issues with the most items are shown.")
    if note:
        y += 18
        legend.append(_text(note, words, 0, y, size=_SMALL))
    names = [name for _, name in parties]
    described = []
    for head, *values in rows:
        told = [f"{name} – {value}" for name, value in zip(names, values, strict=True) if value]
        described.append(f"{head}: {'; '.join(told) if words.language == 'en' else '؛ '.join(told)}.")
    return Picture(
        "matrix",
        words.label("Who demands, undertakes or rejects what"),
        " ".join(described),
        (words.label("Issue"), *names),
        tuple(rows),
        _WIDTH,
        y + 8,
        _placed([*shapes, *legend], words),
        note,
    )


def _named_apart(sign: str, ids: list[str], void: Mapping[str, str], words: Labels) -> list[tuple[str, list[str]]]:
    """A sign in words, with its ids; words tell apart what is off the table, and what is no pledge, which have one sign each."""
    if sign not in {"void", "unbound"}:
        return [(_sign_word(sign, words), ids)]
    apart: dict[str, list[str]] = {}
    for id_ in ids:
        apart.setdefault(words.word("sign", void[id_]), []).append(id_)
    return list(apart.items())


def _sign_word(sign: str, words: Labels) -> str:
    return words.word("sign", sign)


# When what happens


def _timeline(record: Record, words: Labels) -> Picture | None:
    event = record.event
    title = words.text(event.name) or ""
    entries = []
    for label, when in (("Start", event.start), ("End", event.end)):
        if when is not None:
            entries.append(_Entry(when.known, words.when(when) or "", f"{words.label(label)}: {title}", False))
    for commitment in record.commitments:
        if commitment.deadline is not None and commitment.status != "denied":
            due = words.label("Deadline of a part" if is_due_in_part(commitment) else "Deadline")
            text = f"{due} {commitment.id}: {words.said(commitment.text)}"
            entries.append(_Entry(commitment.deadline.known, words.when(commitment.deadline) or "", text, True))
    for step in record.next_steps:
        text = f"{words.label('Next step')} {step.id}: {words.said(step.text)}"
        entries.append(
            _Entry(step.when.known if step.when else None, words.when(step.when) or words.label("not stated"), text, True)
        )
    if sum(entry.value is not None for entry in entries) < 2:
        return None
    # Stable: what has the same date stays in the order of the record; what has none comes last.
    entries.sort(key=lambda entry: (entry.value is None, _first_day(entry.value or "9999")))
    return _draw_timeline(entries[:_ENTRIES], words, len(entries) <= _ENTRIES)


def _first_day(value: str) -> tuple[int, ...]:
    """An EDTF date for sorting: its first day, or the last where the first is open; what is unknown comes before what is known."""
    first, _, last = value.partition("/")
    return tuple(int(part.replace("X", "0")) for part in (last if first == ".." else first).rstrip("~?%").split("-"))


def _draw_timeline(entries: Sequence[_Entry], words: Labels, complete: bool) -> Picture:
    axis, text_at = 190.0, 210.0
    y = 20.0
    shapes: list[Shape] = []
    points: list[tuple[float, _Entry]] = []
    for entry in entries:
        dates = _wrapped(entry.when, axis - 20, _NORMAL, 3, bold=True)
        lines = _wrapped(entry.text, _WIDTH - text_at, _NORMAL, 4)
        for number, line in enumerate(dates):
            shapes.append(_text(line, words, 0, y + 17.0 * number, bold=True))
        for number, line in enumerate(lines):
            shapes.append(_text(line, words, text_at, y + 17.0 * number))
        points.append((y - 4, entry))
        y += 17.0 * max(len(dates), len(lines)) + 10
    top = points[0][0]
    dated = max(at for at, entry in points if entry.value is not None)
    strokes = [Shape("line", axis, top, axis, dated, tone="soft")]
    if points[-1][0] > dated:
        strokes.append(Shape("dashed", axis, dated, axis, points[-1][0], tone="soft"))
    for at, entry in points:
        kind = "unknown" if entry.value is None else "span" if "/" in entry.value else "ahead" if entry.announced else "point"
        strokes.append(Shape(kind, axis, at, tone="soft" if entry.value is None else "demand"))
    note = None if complete else words.label("Only the first dates are shown.")
    if note:
        shapes.append(_text(note, words, text_at, y, size=_SMALL))
        y += 17
    described = words.joined(f"{entry.when}: {entry.text.rstrip('.')}" for entry in entries)
    return Picture(
        "timeline",
        words.label("Dates and next steps"),
        f"{described}.",
        (words.label("Date"), words.label("What is to happen or has happened")),
        tuple((entry.when, entry.text) for entry in entries),
        _WIDTH,
        y,
        _placed([*strokes, *shapes], words),
        note,
    )


# Type and place


def _wrapped(text: str, width: float, size: float, lines: int, *, bold: bool = False) -> list[str]:
    """``text`` in lines of about ``width``, at most so many; a word that is too long is cut."""
    letters = max(4, int(width / (size * (_BOLD if bold else _LETTER))))
    text = shown(text)
    if len(text) <= letters and text.isprintable() and text == text.strip():
        return [text] if text else []
    return textwrap.wrap(text, letters, max_lines=lines, placeholder=" …")


def _headed(text: str, width: float) -> list[str]:
    """A heading in at most five lines that never reach into the next column: letters are counted as wide as they are."""
    lines: list[str] = []
    for word in shown(text).split():
        if lines and _breadth(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        elif _breadth(word) <= width:
            lines.append(word)
        else:
            lines += textwrap.wrap(word, max(4, int(width / (_HEAD * _BOLD * 1.15))))
    return lines if len(lines) <= _HEAD_LINES else [*lines[: _HEAD_LINES - 1], f"{lines[_HEAD_LINES - 1]} …"]


def _breadth(text: str) -> float:
    """How wide a bold heading is, at least for the usual typefaces with serifs."""
    return _HEAD * sum(_BREADTHS.get(letter, 0.71 if letter.isupper() else _BOLD) for letter in text)


def _text(text: str, words: Labels, x: float, y: float, *, size: float = _NORMAL, bold: bool = False, tone: str = "ink") -> Shape:
    """A line of type with runs of the other script isolated: drawings have no elements for that."""
    if words.language == "ar" or not text.isascii():  # in English, what is ASCII is of one script
        text = "".join([f"\u2068{run.text}\u2069" if run.foreign else run.text for run in runs(text, words.language)])
    return Shape("text", x, y, text=text, size=size, bold=bold, tone=tone)


def _placed(shapes: Sequence[Shape], words: Labels) -> tuple[Shape, ...]:
    """The shapes put where they are drawn: measured from the right for Arabic."""
    if words.language == "ar":
        for shape in shapes:
            shape.x = _WIDTH - shape.x
            if shape.kind in {"line", "dashed"}:
                shape.x2 = _WIDTH - shape.x2
    return tuple(shapes)
