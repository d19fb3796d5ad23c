"""What a template sees of a record, in one language: plain data, with names resolved and words chosen (``briefs`` makes it).

Text is plain: making it safe for HTML or Markdown is the environment's work (see ``rendering``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, dataclass_transform

from briefing.labels import Labels, Language
from briefing.pictures import Picture, Shape
from briefing.record import (
    Money,
    When,
)

T = TypeVar("T")
Refs = tuple[int, ...]
# The heading of each section, as the catalogue has it.
_TITLES = {
    "bottom_line": "Bottom line", "changes": "What has changed", "glance": "The round at a glance", "outcome": "Final statement",
    "commitments": "Commitments", "next_steps": "Next steps", "demands": "Demands by party", "positions": "Positions",
    "conflicts": "Conflicting accounts", "not_stated": "What is not stated", "participants": "Participants",
    "matrix": "Who demands, undertakes or rejects what", "timeline": "Dates and next steps", "method": "Source and method",
    "quotations": "Quotations", "decided": "Decided and pledged", "upcoming": "What comes next", "cited": "Quotations cited",
    "participant_table": "Participants", "demand_table": "Demands", "commitment_table": "Commitments",
    "clause_table": "Final statement", "stance_table": "Stances on the document", "position_table": "Positions",
    "step_table": "Next steps",
}  # fmt: skip


@dataclass_transform(frozen_default=True)
def _part(cls: type[T]) -> type[T]:
    """A part of a view, which nobody changes. Mypy sees to that: classes that see to it themselves take three times as long to fill."""
    return dataclass(slots=True, unsafe_hash=True)(cls)


@_part
class Fact:
    """A label and its value; ``stated`` is false where the value only says that there is none."""

    label: str
    value: str
    refs: Refs = ()
    stated: bool = True


@_part
class Mark:
    """A word that a reader must not miss; ``kind`` is its machine name, such as ``denied`` or ``unnamed``."""

    kind: str
    text: str


@_part
class Sentence:
    """A sentence and the numbers of the quotations that support it."""

    text: str
    refs: Refs


@_part
class Line:
    """An item: its id, its sentence with quotations, the marks and the facts that belong to it."""

    id: str
    text: str
    refs: Refs
    marks: tuple[Mark, ...] = ()
    facts: tuple[Fact, ...] = ()


@_part
class Group:
    """Items under one heading: of one holder, of several together (``joint``), or of one kind; with their count."""

    title: str
    count: str
    lines: tuple[Line, ...]
    joint: bool = False


@_part
class Row:
    """A row of the table of participants; a value that the source does not state is ``None``."""

    id: str
    name: str
    refs: Refs
    kind: str
    role: str
    reported_label: str | None  # the report's own word in quotation marks; in English its English, without
    title: str | None
    affiliation: str | None
    absent: bool
    no_title: str  # what stands where there is none: a State has no title, so nothing is missing
    no_affiliation: str


@_part
class Outcome:
    """The final statement: facts, clauses (the mark says operative or reaffirmation), and the stance of each participant."""

    facts: tuple[Fact, ...]
    clauses: tuple[Line, ...]
    stances: tuple[Line, ...]

    @property
    def stated(self) -> bool:
        """Whether the source says anything of a document."""
        return bool(self.clauses or self.stances) or any(fact.stated for fact in self.facts)


@_part
class Account:
    """Items that contradict each other, and what about."""

    about: str
    lines: tuple[Line, ...]


@_part
class SourceNote:
    """A source; ``title`` is in quotation marks, in its own ``language`` and ``direction``, under a ``label`` that names the
    language where it is not the brief's. ``address`` is its URL as given, ``link`` the same if it may be linked to.
    """

    id: str
    label: str
    title: str
    language: str
    direction: str
    address: str | None
    link: str | None
    facts: tuple[Fact, ...]


@_part
class Refusal:
    """What a check refused, why, and what had been offered."""

    kind: str
    reason: str
    offered: str
    check: str


@_part
class Doubt:
    """A warning; ``item`` is the id of the line that it is about, if it is about one."""

    severity: str
    severity_word: str
    item: str | None
    message: str


@_part
class Support:
    """What a quotation supports: the anchor of that place in the brief, its short name, its sentence."""

    anchor: str
    name: str
    text: str


@_part
class Quotation:
    """A numbered quotation with its place in the source (``span`` tells the characters in words), and everything that it
    supports. ``marks`` are the quotation marks before and behind ``text``, empty where the text has its own.
    """

    number: int
    text: str
    marks: tuple[str, str]
    language: str
    direction: str
    source: str
    segment: int
    start: int
    end: int
    span: str
    supports: tuple[Support, ...]


@_part
class Annex:
    """A section behind the brief: its anchor, its heading, and what is in it in a few words; ``note`` is ``None`` if the heading says it all."""

    anchor: str
    title: str
    note: str | None = None


@_part
class Digest:
    """The few lines of a flash, and how many more there are (``more``); ``lead`` is a sentence before them."""

    lines: tuple[Line, ...] = ()
    more: str | None = None
    lead: str | None = None


@dataclass(frozen=True)
class Brief:
    """One record in one language. ``label``, ``word`` and ``count`` look up words for a template of one's own.

    What hangs on the template (from ``kind`` on) is set by ``make_digested``; ``places`` tells in which section an anchor stands.
    """

    language: Language
    direction: str
    title: str
    draft_notice: str | None
    status: str
    as_of: str
    as_of_iso: str
    record_id: str
    bottom_line: tuple[Sentence, ...]
    glance: tuple[Fact, ...]
    participants: tuple[Row, ...]
    demands: tuple[Group, ...]
    commitments: tuple[Group, ...]
    outcome: Outcome
    positions: tuple[Group, ...]
    conflicts: tuple[Account, ...]
    not_stated: tuple[str, ...]
    next_steps: tuple[Line, ...]
    sources: tuple[SourceNote, ...]
    second_hand: str | None
    refusals: tuple[Refusal, ...]
    doubts: tuple[Doubt, ...]
    provenance: tuple[Fact, ...]
    quotations: tuple[Quotation, ...]
    _draw: Callable[[], tuple[Picture, ...]] = field(repr=False, compare=False)
    _labels: Labels = field(repr=False)
    kind: str = ""
    sections: tuple[str, ...] = ()
    decided: Digest = field(default_factory=Digest)
    changes: Digest | None = None
    upcoming: Digest = field(default_factory=Digest)
    cited: tuple[Quotation, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures, drawn when a format first asks for them."""
        return self._draw()

    @cached_property
    def annexes(self) -> tuple[Annex, ...]:
        """What stands behind the section ``annexes``, in order, as far as there is something in it."""
        if "annexes" not in self.sections:
            return ()
        behind = self.sections[self.sections.index("annexes") + 1 :]
        drawn = {picture.name for picture in self.pictures}
        missing = {"matrix", "timeline"} - drawn
        missing |= set() if self.outcome.stances else {"stance_table"}
        missing |= set() if self.changes else {"changes"}
        return tuple(self._annex(section) for section in behind if section not in missing)

    def _annex(self, section: str) -> Annex:
        title, note = self.label(_TITLES[section]), None
        if section in {"participants", "participant_table"}:
            note = self.count("%(n)s participant", "%(n)s participants", len(self.participants))
        elif section == "method":
            # What a reader must know of before the annex is opened.
            found = [
                self.count("%(n)s warning", "%(n)s warnings", len(self.doubts)) if self.doubts else None,
                self.count("%(n)s item refused by the checks", "%(n)s items refused by the checks", len(self.refusals))
                if self.refusals
                else None,
            ]
            note = self._labels.joined(found) or None
        elif section in {"quotations", "cited"}:
            listed = self.quotations if section == "quotations" else self.cited
            note = self.count("%(n)s quotation", "%(n)s quotations", len(listed))
        return Annex("final" if section == "outcome" else section.replace("_", "-"), title, note)

    def label(self, message: str) -> str:
        """A label of the catalogue in the brief's language."""
        return self._labels.label(message)

    def word(self, context: str, value: str) -> str:
        """A value of an enumeration in words."""
        return self._labels.word(context, value)

    def count(self, singular: str, plural: str, n: int) -> str:
        """A count in words."""
        return self._labels.count(singular, plural, n)

    def when(self, value: When | None) -> str:
        """A date in words, "not stated" where there is none."""
        return self._labels.when(value) or self.label("not stated")

    def money(self, value: Money) -> str:
        """An amount with its currency."""
        return self._labels.money(value)

    def quoted(self, text: str) -> str:
        """Words of a source in the quotation marks of the language."""
        return self._labels.quoted(text)


# Every class of which a view is made: what a template may read without further questions.
PARTS = frozenset(
    {
        Account,
        Annex,
        Brief,
        Digest,
        Doubt,
        Fact,
        Group,
        Line,
        Mark,
        Outcome,
        Picture,
        Quotation,
        Refusal,
        Row,
        Sentence,
        Shape,
        SourceNote,
        Support,
    }
)  # fmt: skip
