"""The brief in a terminal, by Rich: headings, items with the numbers of their quotations, tables that fit the width.

Most terminals neither shape nor turn Arabic round in a way that a program could count on, and those that do work line by
line. So Arabic is printed in logical order, a line holds one paragraph and nothing of a layout that hangs on the width of its
words; it is never boxed in with Latin text, and its tables are lists.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from briefing.display import shown
from briefing.views import Brief, Digest, Fact, Group, Line, Mark, Quotation, Refs, Row

_LOUD = frozenset({"denied", "rejected", "rejects", "negated", "threaten", "error", "claimed", "unnamed", "media", "withdrawn"})
_WIDEST = 100  # columns: longer lines are hard to read
_UNBROKEN = 1_000_000  # so that who searches a file finds whole sentences


def print_briefs(briefs: Sequence[Brief], *, color: bool = True) -> None:
    """Print briefs on standard output, one after the other; where that is no terminal, as plain text in unbroken lines."""
    if sys.stdout.isatty():
        # Rich itself heeds NO_COLOR and TERM=dumb.
        console = Console(no_color=None if color else True, highlight=False, emoji=False, markup=False)
        console.width = min(console.width, _WIDEST)
        _print(console, briefs)
        return
    text = io.StringIO()
    _print(Console(file=text, width=_UNBROKEN, no_color=True, highlight=False, emoji=False, markup=False), briefs)
    print("\n".join(line.rstrip() for line in text.getvalue().splitlines()))


def _print(console: Console, briefs: Sequence[Brief]) -> None:
    for position, brief in enumerate(briefs):
        if position:
            console.print()
        _Printer(console, brief).brief()


class _Printer:
    def __init__(self, console: Console, brief: Brief) -> None:
        self.console = console
        self.view = brief
        self.arabic = brief.direction == "rtl"

    def brief(self) -> None:
        view = self.view
        if view.draft_notice:
            self.text(view.draft_notice, "bold yellow")
        self.text(
            f"{view.status} · {view.label('Information as of')} {view.as_of} · {view.label('Record')} {view.record_id}", "dim"
        )
        self.console.print()
        self.text(view.title, "bold")
        self.heading("Bottom line")
        for sentence in view.bottom_line:
            self.item(sentence.text, sentence.refs)
        if view.changes:
            self.heading("What has changed")
            self.digest(view.changes)
        self.heading("The round at a glance")
        self.facts(view.glance)
        if self.section(
            "Final statement", view.outcome.stated, "Whether a final statement was issued is not stated in the source."
        ):
            self.facts(view.outcome.facts)
        self.lines(view.outcome.clauses)
        for stance in view.outcome.stances:
            words = ", ".join(mark.text for mark in stance.marks)
            self.item(f"{stance.text}: {words}", stance.refs)
        self.section("Commitments", view.commitments, "No commitments were reported.")
        self.groups(view.commitments)
        self.section("Next steps", view.next_steps, "No next steps were reported.")
        self.lines(view.next_steps)
        self.section("Demands by party", view.demands, "No demands by the parties were reported.")
        self.groups(view.demands)
        self.section("Positions", view.positions, "No further positions were reported.")
        self.groups(view.positions)
        self.section("Conflicting accounts", view.conflicts, "No conflicting accounts in the source.")
        for account in view.conflicts:
            self.text(account.about, "bold")
            self.lines(account.lines)
        if view.not_stated:
            self.heading("What is not stated")
        for what in view.not_stated:
            self.item(what, ())
        self.heading("Participants")
        self.participants(view.participants)
        self.method()
        self.heading("Annex: quotations")
        for quotation in view.quotations:
            self.quotation(quotation)

    def heading(self, message: str) -> None:
        self.console.print()
        self.text(self.view.label(message), "bold cyan")
        if self.console.width != _UNBROKEN:
            self.console.print(Rule(style="cyan"))

    def section(self, message: str, filled: object, otherwise: str) -> bool:
        """The heading of a section, or one line where there is nothing in it; whether there is."""
        if filled:
            self.heading(message)
        else:
            self.console.print()
            self.text(self.view.label(otherwise), "dim")
        return bool(filled)

    def text(self, text: str, style: str = "") -> None:
        self.console.print(Text(_clean(text), style=style))

    def nothing(self) -> None:
        self.text(self.view.label("None was found in the source."), "dim")

    def refs(self, numbers: Refs) -> Text:
        return Text("".join(f" [{number}]" for number in numbers), style="cyan")

    def item(self, text: str, refs: Refs, id_: str = "") -> None:
        """A paragraph with a dash in front or its id at the end, where it stands in both languages: terminals take the direction
        of a line from its first letter, which an id in front of Arabic would turn.
        """
        if id_:
            self.console.print(Text(_clean(text)).append_text(self.refs(refs)).append(f" · {id_}", style="bold"))
            return
        self.console.print(Text(f"- {_clean(text)}").append_text(self.refs(refs)))

    def below(self, marks: Iterable[Mark], facts: Iterable[Fact]) -> None:
        line = Text()
        for mark in marks:
            line.append(" · " if line else "").append(_clean(mark.text), style="bold red" if mark.kind in _LOUD else "bold")
        for fact in facts:
            line.append(" · " if line else "").append(f"{_clean(fact.label)}: ", style="dim").append(_clean(fact.value))
        if line:
            self.console.print(Padding(line, (0, 0, 0, 4)))

    def lines(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self.item(line.text, line.refs, line.id)
            self.below(line.marks, line.facts)

    def digest(self, digest: Digest) -> None:
        if digest.lead:
            self.text(digest.lead)
        self.lines(digest.lines)
        if digest.more:
            self.text(digest.more, "dim")

    def groups(self, groups: Sequence[Group]) -> None:
        for group in groups:
            joint = f" ({self.view.label('joint')})" if group.joint else ""
            self.text(f"{group.title}{joint} – {group.count}", "bold")
            self.lines(group.lines)

    def facts(self, facts: Iterable[Fact]) -> None:
        told = list(facts)
        if self.arabic:
            for fact in told:
                line = Text(f"{_clean(fact.label)}: ", style="dim").append(_clean(fact.value), style="not dim")
                self.console.print(line.append_text(self.refs(fact.refs)))
            return
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(style="dim", no_wrap=True)
        table.add_column(overflow="fold")
        for fact in told:
            value = Text(_clean(fact.value), style="" if fact.stated else "dim")
            table.add_row(Text(_clean(fact.label)), value.append_text(self.refs(fact.refs)))
        self.console.print(table)

    def participants(self, rows: Sequence[Row]) -> None:
        if not rows:
            self.nothing()
        # A name that is written in Arabic letters only would turn the cells of its row round.
        elif self.arabic or any(_is_arabic(cell) for row in rows for cell in _cells(row)):
            for row in rows:
                self.item(" · ".join(cell for cell in _cells(row) if cell), row.refs, row.id)
        else:
            table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
            table.add_column("")
            for name in ("Name", "Role", "Title", "Affiliation", "Kind"):
                table.add_column(self.view.label(name), overflow="fold")
            for row in rows:
                name, *others = _cells(row)
                table.add_row(Text(row.id, style="bold"), Text(name).append_text(self.refs(row.refs)), *map(Text, others))
            self.console.print(table)

    def method(self) -> None:
        view = self.view
        self.heading("Source and method")
        for source in view.sources:
            parts = [
                f"{source.label}: {source.title}",
                source.address or "",
                *(f"{fact.label}: {fact.value}" for fact in source.facts),
            ]
            self.item(" · ".join(part for part in parts if part), (), source.id)
        if view.second_hand:
            self.text(view.second_hand)
        for doubt in view.doubts:
            self.item(f"{doubt.severity_word}: {doubt.message} {doubt.item or ''}".rstrip(), ())
        if view.refusals:
            self.text(view.label("What the checks refused"), "bold")
        for refusal in view.refusals:
            self.item(f"{refusal.kind}: {refusal.reason} {view.label('Offered')}: {refusal.offered}", ())
        self.below((), view.provenance)

    def quotation(self, quotation: Quotation) -> None:
        # On a line of its own: whatever the terminal does with Arabic, the number and the place stay where they are.
        supports = " ".join(support.name for support in quotation.supports)
        where = f"[{quotation.number}] {quotation.source} · {self.view.label('segment')} {quotation.segment} · {supports}"
        self.text(where, "dim")
        self.text(quotation.text.join(quotation.marks))


def _cells(row: Row) -> tuple[str, ...]:
    role = f"{row.role} ({row.reported_label})" if row.reported_label else row.role
    return tuple(_clean(cell) for cell in (row.name, role, row.title or "", row.affiliation or "", row.kind))


def _is_arabic(text: str) -> bool:
    return re.search("[\u0600-\u06ff]", text) is not None


def _clean(text: str) -> str:
    """Text without what a terminal would obey, on one line."""
    return " ".join(shown(text).split())
