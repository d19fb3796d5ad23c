"""The brief as a Word document: what the HTML brief says, in the same order, in styles that an editor can change.

Quotations stand in a numbered annex, with links from each line to its quotations and back. Footnotes could not do it: one
quotation supports several lines under one number, whereas a footnote belongs to one place, leads back to that alone, and
is passed over by most tools that read Word files (python-docx among them).

The same record gives the same bytes: dates come from the record, none from the clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE

from briefing.display import shown
from briefing.drawings import Drawing, draw
from briefing.pictures import Picture
from briefing.views import Brief, Digest, Fact, Group, Line, Mark, Quotation, Refs, Row, SourceNote
from briefing.word_template import (
    add_elements,
    add_image,
    fill_words,
    find_places,
    last_bookmark,
    last_drawing,
    open_template,
    place_width,
    put_instead,
    saved,
    says_something,
    set_section_bidi,
    style_ids,
    text_height,
    text_width,
    unlink_missing,
)
from briefing.wordml import Image, Text, Tongues, Writer

Block = list[str]  # paragraphs and tables as XML
Content = Text | str

WHOLE = "brief"
WORDS = ("title", "kind", "status", "as_of", "as_of_iso", "record_id", "notice")
_PROPERTY_CHARACTERS = 255  # the longest document property that Word takes
_HEADER_CHARACTERS = 90
_GLANCE_WIDTHS = (18, 32, 20, 30)  # two facts a row
_CAPTION_HEIGHT = 72  # points that a drawing leaves on its page for a heading and its caption
# Arabic gives the role as reported in brackets; English names and titles are longer.
_PARTICIPANT_WIDTHS = {"ar": (25, 21, 20, 18, 16), "en": (27, 17, 22, 18, 16)}
# What a reader must not take for a plain statement.
_LOUD = frozenset(
    {"denied", "rejected", "rejects", "negated", "threaten", "error", "warning"}
    | {"claimed", "unnamed", "media", "withdrawn", "conditional", "reserves", "best_efforts"}
    | {"readiness", "offer", "agreed_in_principle"}
)


def make_word(brief: Brief, made: str, template: Path | None = None) -> bytes:
    """The brief as the bytes of a ``.docx`` file; ``made`` is the record's time of origin (ISO 8601).

    ``template`` is a Word file of the user's: its styles, its page and its own text are kept, its places are filled.
    Raises RenderError if it cannot be read, or has a place that no brief can fill.
    """
    document = open_template(template)
    parts: dict[str, Callable[[_Layout], Block]] = {WHOLE: _Layout.opening, **_PARTS}
    places = find_places(document, template, tuple(parts), WORDS)
    relations: dict[str, str] = {}

    def relation(address: str) -> str:
        if address not in relations:
            relations[address] = document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return relations[address]

    writer = Writer(rtl=brief.direction == "rtl", styles=style_ids(document), first_bookmark=last_bookmark(document))
    layout = _Layout(brief, writer, relation, text_width(document))
    layout.paged = not places.parts or WHOLE in places.parts
    layout.images = _Images(document)
    layout.height = text_height(document)
    layout.places = {name: place_width(paragraph, layout.width) for name, paragraph in places.parts.items()}
    # In the order in which they are read, for their tables are numbered.
    wanted = [*brief.sections, *(name for name in _PARTS if name in places.parts and name not in brief.sections)]
    blocks = {name: _PARTS[name](layout) for name in wanted}
    opening = ([] if "notice" in places.words else layout.notice()) + ([] if "title" in places.words else layout.opening())
    loose = [xml for name, block in blocks.items() if name not in places.parts for xml in block]
    # Words first: what is put in after them is never searched for places.
    fill_words(document, layout.words(), layout.runs, rtl=layout.rtl)
    for name, paragraph in places.parts.items():
        put_instead(paragraph, opening + loose if name == WHOLE else blocks[name])
    if not places.parts:
        add_elements(document, opening + loose)
    elif WHOLE not in places.parts:
        # Whatever a template leaves out, the warning stays.
        add_elements(document, [] if "notice" in places.words else layout.notice(), first=True)
    if not blocks.keys() >= _LINKED or (places.parts and WHOLE not in places.parts):
        unlink_missing(document)
    _running_lines(document, layout, titled=template is None)
    if layout.rtl:
        set_section_bidi(document)
    _describe(document, brief, made)
    return saved(document)


class _Images:
    """Puts drawings into a document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.number = last_drawing(document)

    def put(self, drawing: Drawing) -> Image:
        """What a paragraph needs to show a drawing."""
        self.number += 1
        png, svg = (add_image(self.document, *part) for part in (("png", drawing.png), ("svg+xml", drawing.svg)))
        return Image(self.number, svg, png, drawing.width, drawing.height, drawing.title, drawing.description)


class _Layout:
    """The parts of a brief, each as a list of paragraphs and tables."""

    def __init__(self, brief: Brief, writer: Writer, relation: Callable[[str], str], width: int) -> None:
        self.brief = brief
        self.write = writer
        self.relation = relation  # from a web address to the id of a link
        self.width = width  # of the text, in twentieths of a point
        self.rtl = writer.rtl
        self.label = brief.label
        self.tables = self.figures = 0
        self.paged = True  # annexes begin on a page of their own
        self.images: _Images | None = None  # where drawings are put; without it there are none
        self.height = 0  # of the text of a page, in twentieths of a point
        self.places: Mapping[str, int] = {}  # the widths of the places of a template, by the names of their parts

    def words(self) -> dict[str, str]:
        """What a template can have in a line of its own making."""
        brief = self.brief
        values = (
            brief.title,
            brief.kind,
            brief.status,
            brief.as_of,
            brief.as_of_iso,
            brief.record_id,
            brief.draft_notice or "",
        )
        return dict(zip(WORDS, values, strict=True))

    def runs(self, text: str) -> str:
        return self.write.content([text], self.rtl)

    # What every part uses

    def heading(self, anchor: str, title: str) -> str:
        first = self.paged and anchor in (annex.anchor for annex in self.brief.annexes[:1])
        return self.write.paragraph("Heading 1", self.label(title), bookmark=anchor, new_page=first)

    def nothing(self) -> str:
        return self.write.paragraph("Normal", Text(self.label("None was found in the source."), "Brief Aside"))

    def empty(self, anchor: str, sentence: str) -> Block:
        """A section with nothing in it: one line."""
        return [self.write.paragraph("Normal", Text(self.label(sentence), "Brief Aside"), bookmark=anchor)]

    def refs(self, numbers: Refs) -> list[Content]:
        made: list[Content] = []
        for number in numbers:
            # From left to right with its own mark: else LibreOffice ends a line between the bracket and the number.
            link = Text(f"[{number}]", "Brief Quotation Number", anchor=f"q{number}", ltr=True)
            made += [" " if made else "\u00a0", link]
        return made

    def marks(self, marks: Iterable[Mark]) -> list[list[Content]]:
        return [[Text(mark.text, "Brief Warning" if mark.kind in _LOUD else "Brief Mark")] for mark in marks]

    def facts(self, facts: Iterable[Fact]) -> list[list[Content]]:
        return [[Text(fact.label, "Strong"), ": ", fact.value, *self.refs(fact.refs)] for fact in facts]

    def told(self, line: Line) -> list[Content]:
        """What an item runs on into: its marks and its facts."""
        facts: list[list[Content]] = [
            [Text(f"{fact.label}: {fact.value}", "Brief Aside"), *self.refs(fact.refs)] for fact in line.facts
        ]
        told = [*self.marks(line.marks), *facts]
        return [" – ", *_apart(told)] if told else []

    def items(self, lines: Iterable[Line], *, repeated: bool = False) -> Block:
        """Items with their numbers; where they are ``repeated``, the number leads to the place where the item stands."""
        made = []
        for line in lines:
            number = Text(line.id, "Brief Item Number", anchor=line.id if repeated else "")
            texts = (number, "\t", line.text, *self.refs(line.refs), *self.told(line))
            made.append(self.write.paragraph("List", *texts, bookmark="" if repeated else line.id))
        return made

    def groups(self, groups: Iterable[Group]) -> Block:
        made = []
        for group in groups:
            title: list[Content] = [group.title]
            if group.joint:
                title.append(Text(f" ({self.label('joint')})", "Brief Aside"))
            made += [self.write.paragraph("Heading 2", *title, Text(f" – {group.count}", "Brief Aside"))]
            made += self.items(group.lines)
        return made or [self.nothing()]

    def fact_table(self, facts: Iterable[Fact], title: str) -> str:
        cells: list[list[Content]] = []
        for fact in facts:
            cells += [[fact.label], [Text(fact.value, "" if fact.stated else "Brief Aside"), *self.refs(fact.refs)]]
        width = len(_GLANCE_WIDTHS)
        cells += [[]] * (-len(cells) % width)
        rows = [
            self.row(cells[start : start + width], _GLANCE_WIDTHS, keep=start + width < len(cells))
            for start in range(0, len(cells), width)
        ]
        return self.write.table("Brief Facts", self.units(_GLANCE_WIDTHS), rows, self.label(title), head=False)

    def captioned(self, title: str, shares: Sequence[int], rows: Iterable[str], called: str = "") -> Block:
        """A table with a head under a caption, which Word numbers; ``called`` stands there for a title that was told already."""
        self.tables += 1
        number = Text(str(self.tables), field=r"SEQ Table \* ARABIC")
        caption = self.numbered("Table %(n)s: %(title)s", {"n": number, "title": called or title})
        table = self.write.table("Brief Table", self.units(shares), rows, title, head=True)
        return [self.write.paragraph("Caption", *caption), table]

    def pictures(self, name: str, heading: Callable[[str], str], place: str = "") -> Block:
        """A picture of the brief as a drawing, and as a table, which an editor can change and a screen reader read."""
        made = []
        for picture in self.brief.pictures:
            if picture.name != name:
                continue
            # The more parties, the more room their names need: a word that does not fit is broken anywhere.
            first = 30 if len(picture.headings) == 2 else 24 if len(picture.headings) < 6 else 16
            shares = (first, *[(100 - first) // (len(picture.headings) - 1)] * (len(picture.headings) - 1))
            names: list[list[Content]] = [[text] for text in picture.headings]
            rows = [self.row(names, shares, head=True)]
            for position, (head, *cells) in enumerate(picture.rows, 1):
                texts: list[list[Content]] = [[text] for text in cells]
                keep = position < len(picture.rows)  # a picture is looked at as a whole
                rows.append(self.row([[Text(head, "Strong")], *texts], shares, keep=keep))
            drawn = [] if f"{name}_drawing" in self.places else self.drawing(picture, place or name)
            # LibreOffice leaves a heading behind that stands right below a table and is to be kept with a drawing.
            gap = [self.write.paragraph("Brief Gap")] if drawn and not place else []
            called = self.label("Figure %(n)s as a table").replace("%(n)s", str(self.figures)) if drawn else ""
            made += [*gap, heading(picture.title), *drawn, *self.captioned(picture.title, shares, rows, called)]
            if picture.note:
                made.append(self.write.paragraph("Normal", Text(picture.note, "Brief Aside")))
        return made

    def drawing(self, picture: Picture, place: str) -> Block:
        """A picture drawn under a caption, which Word numbers; nothing where it cannot be drawn."""
        if self.images is None:
            return []
        width = self.places.get(place, self.places.get(WHOLE, self.width)) / 20
        drawings = draw(picture, self.brief.language, width, self.height / 20 - _CAPTION_HEIGHT)
        if not drawings:
            return []
        self.figures += 1
        number = Text(str(self.figures), field=r"SEQ Figure \* ARABIC")
        caption = self.numbered("Figure %(n)s: %(title)s", {"n": number, "title": picture.title})
        images = [self.write.image("Brief Drawing", self.images.put(drawing)) for drawing in drawings]
        return [self.write.paragraph("Caption", *caption), *images]

    def drawings(self, name: str) -> Block:
        """The drawing of a picture in a place of its own."""
        return [
            xml for picture in self.brief.pictures if picture.name == name for xml in self.drawing(picture, f"{name}_drawing")
        ]

    def row(
        self, cells: Iterable[list[Content]], shares: Sequence[int], *, head: bool = False, keep: bool = False, bookmark: str = ""
    ) -> str:
        made = []
        for column, (cell, width) in enumerate(zip(cells, self.units(shares), strict=True)):
            text = self.write.paragraph("Brief Table Text", *cell, bookmark="" if column else bookmark, keep=head or keep)
            made.append(self.write.cell(text, width))
        return self.write.row(made, head=head)

    def units(self, shares: Sequence[int]) -> list[int]:
        """The widths of columns from their shares in hundredths."""
        return [self.width * share // 100 for share in shares]

    def numbered(self, message: str, values: Mapping[str, Content]) -> list[Content]:
        """A label of the catalogue, its places filled with texts that may be fields."""
        parts = re.split(r"%\((\w+)\)s", self.label(message))
        return [values[part] if position % 2 else part for position, part in enumerate(parts) if part]

    # The parts, in the order of the brief

    def notice(self) -> Block:
        return [self.write.paragraph("Brief Notice", self.brief.draft_notice)] if self.brief.draft_notice else []

    def opening(self) -> Block:
        brief = self.brief
        marking: list[list[Content]] = [
            [Text(brief.status, "Strong")],
            [f"{self.label('Information as of')} {brief.as_of}"],
            [f"{self.label('Record')} ", Text(brief.record_id, ltr=True)],
        ]
        return [
            self.write.paragraph("Brief Marking", *_apart(marking)),
            self.write.paragraph("Subtitle", self.brief.kind),
            self.write.paragraph("Title", brief.title),
        ]

    def bottom_line(self) -> Block:
        # A paragraph each, so that a number belongs to one sentence.
        made = [
            self.write.paragraph("Brief Bottom Line", sentence.text, *self.refs(sentence.refs))
            for sentence in self.brief.bottom_line
        ]
        return [self.heading("bottom-line", "Bottom line"), *made]

    def glance(self) -> Block:
        title = "The round at a glance"
        return [self.heading("glance", title), self.fact_table(self.brief.glance, title)]

    def participants(self) -> Block:
        rows, title = self.brief.participants, "Participants"
        head = self.heading("participants", title)
        if not rows:
            return [head, self.nothing()]
        names: list[list[Content]] = [[self.label(name)] for name in ("Name", "Role", "Title", "Affiliation", "Kind")]
        widths = _PARTICIPANT_WIDTHS[self.brief.language]
        made = [self.row(names, widths, head=True)]
        for position, row in enumerate(rows):
            if row.absent and (position == 0 or not rows[position - 1].absent):
                apart = Text(self.label("Reported absent or excluded"), "Brief Warning")
                cell = self.write.paragraph("Brief Table Text", apart, keep=True)
                made.append(self.write.row([self.write.cell(cell, self.width, columns=len(names))]))
            made.append(self.participant(row))
        return [head, *self.captioned(self.label(title), widths, made)]

    def participant(self, row: Row) -> str:
        role: list[Content] = [row.role]
        if row.reported_label:
            role.append(Text(f" ({row.reported_label})", "Brief Aside"))
        cells: list[list[Content]] = [
            [Text(row.name, "Strong"), *self.refs(row.refs)],
            role,
            [row.title or Text(row.no_title, "Brief Aside")],
            [row.affiliation or Text(row.no_affiliation, "Brief Aside")],
            [row.kind],
        ]
        return self.row(cells, _PARTICIPANT_WIDTHS[self.brief.language], bookmark=row.id)

    def demands(self) -> Block:
        if not self.brief.demands:
            return self.empty("demands", "No demands by the parties were reported.")
        return [self.heading("demands", "Demands by party"), *self.groups(self.brief.demands)]

    def commitments(self) -> Block:
        if not self.brief.commitments:
            return self.empty("commitments", "No commitments were reported.")
        return [self.heading("commitments", "Commitments"), *self.groups(self.brief.commitments)]

    def outcome(self) -> Block:
        outcome, title = self.brief.outcome, "Final statement"
        if not outcome.stated:
            return self.empty("final", "Whether a final statement was issued is not stated in the source.")
        made = [self.heading("final", title), self.fact_table(outcome.facts, title)]
        if outcome.clauses:
            made += [self.write.paragraph("Heading 2", self.label("Clauses")), *self.items(outcome.clauses)]
        if outcome.stances:
            made.append(self.write.paragraph("Heading 2", self.label("Stances on the document")))
            for line in outcome.stances:
                texts = (line.text, ": ", *_apart(self.marks(line.marks)), *self.refs(line.refs))
                made.append(self.write.paragraph("List Bullet", *texts, bookmark=line.id))
        return made

    def positions(self) -> Block:
        if not self.brief.positions:
            return self.empty("positions", "No further positions were reported.")
        return [self.heading("positions", "Positions"), *self.groups(self.brief.positions)]

    def matrix(self) -> Block:
        return self.pictures("matrix", lambda _: self.heading("matrix", "Who demands, undertakes or rejects what"))

    def timeline(self) -> Block:
        return self.pictures("timeline", lambda _: self.heading("timeline", "Dates and next steps"))

    def annexes(self) -> Block:
        listed = []
        for annex in self.brief.annexes:
            note: list[Content] = [Text(f" ({annex.note})", "Brief Aside")] if annex.note else []
            listed.append([Text(annex.title, "Hyperlink", anchor=annex.anchor), *note])
        return [self.heading("annexes", "Annexes"), self.write.paragraph("Normal", *_apart(listed))] if listed else []

    def matrix_drawing(self) -> Block:
        return self.drawings("matrix")

    def timeline_drawing(self) -> Block:
        return self.drawings("timeline")

    def conflicts(self) -> Block:
        if not self.brief.conflicts:
            return self.empty("conflicts", "No conflicting accounts in the source.")
        made = [self.heading("conflicts", "Conflicting accounts")]
        for account in self.brief.conflicts:
            made.append(self.write.paragraph("Normal", Text(account.about, "Strong"), keep=True))
            made += self.items(account.lines, repeated=True)
        return made

    def not_stated(self) -> Block:
        if not self.brief.not_stated:
            return []
        head = self.heading("not-stated", "What is not stated")
        lead = self.label("The source does not state:")
        return [head, self.write.paragraph("Normal", f"{lead} ", *_apart([[what] for what in self.brief.not_stated]))]

    def next_steps(self) -> Block:
        apart = "timeline" in self.brief.sections
        dates = [] if apart else self.pictures("timeline", lambda title: self.write.paragraph("Heading 2", title), "next_steps")
        steps = self.items(self.brief.next_steps)
        if not steps and not dates:
            return self.empty("next-steps", "No next steps were reported.")
        steps = steps or [self.write.paragraph("Normal", Text(self.label("No next steps were reported."), "Brief Aside"))]
        return [self.heading("next-steps", "Next steps"), *steps, *dates]

    def method(self) -> Block:
        brief = self.brief
        made = [self.heading("method", "Source and method"), *(xml for source in brief.sources for xml in self.source(source))]
        if brief.second_hand:
            made.append(self.write.paragraph("Normal", brief.second_hand))
        if brief.doubts:
            made.append(self.write.paragraph("Heading 2", self.label("Warnings")))
        for doubt in brief.doubts:
            severity = self.marks([Mark(doubt.severity, doubt.severity_word)])[0]
            item: list[Content] = [" ", Text(doubt.item, "Hyperlink", anchor=doubt.item)] if doubt.item else []
            made.append(self.write.paragraph("List Bullet", *severity, " ", doubt.message, *item))
        if brief.refusals:
            why = "What the model offered and a check refused is not part of the brief. It is listed so that nothing is lost in silence."
            made.append(self.write.paragraph("Heading 2", self.label("What the checks refused")))
            made.append(self.write.paragraph("Normal", self.label(why)))
        for refusal in brief.refusals:
            offered = (Text(f"{self.label('Offered')}: ", "Brief Aside"), Text(refusal.offered, "Brief Aside"))
            texts = (Text(refusal.kind, "Strong"), ": ", refusal.reason, "\n", *offered)
            made.append(self.write.paragraph("List Bullet", *texts))
        made.append(self.write.paragraph("Heading 2", self.label("How this brief was made")))
        return [*made, self.write.paragraph("Normal", *_apart(self.facts(brief.provenance)))]

    def source(self, source: SourceNote) -> Block:
        named: list[Content] = [Text(source.id, "Brief Item Number"), f" {source.label}: "]
        title, rtl = Text(source.title, "Strong"), source.direction == "rtl"
        if rtl == self.rtl:
            made = [self.write.paragraph("Normal", *named, title, keep=True)]
        else:  # a title of the other direction is a paragraph of that direction
            made = [self.write.paragraph("Normal", *named, keep=True), self.write.paragraph("Normal", title, keep=True, rtl=rtl)]
        parts: list[list[Content]] = []
        if source.link:
            parts.append([Text(source.address or "", "Hyperlink", relation=self.relation(source.link), ltr=True)])
        elif source.address:
            parts.append([Text(source.address, ltr=True)])
        return [*made, self.write.paragraph("Normal", *_apart([*parts, *self.facts(source.facts)]))]

    def quotations(self) -> Block:
        why = "Every number in brackets leads to the words of the source that support the line, and back."
        head = [self.heading("quotations", "Annex: quotations"), self.write.paragraph("Normal", self.label(why), keep=True)]
        return [*head, *(xml for quotation in self.brief.quotations for xml in self.quotation(quotation))]

    def quotation(self, quotation: Quotation) -> Block:
        rtl, tongue = quotation.direction == "rtl", quotation.language
        number = Text(f"[{quotation.number}]", "Brief Item Number")
        place: list[list[Content]] = [
            [quotation.source],
            [f"{self.label('segment')} {quotation.segment}"],
            [quotation.span],
        ]
        for support in quotation.supports:
            link = Text(f"{support.name}\u00a0↑", "Hyperlink", anchor=support.anchor)
            place.append([link if support.anchor in self.brief.places else support.name])
        bookmark = f"q{quotation.number}"
        if rtl == self.rtl:
            made = [self.spoken("Quote", quotation, number, "\t", bookmark=bookmark, keep=True)]
            last = [self.write.paragraph("List Continue", *_apart(place))]
        else:  # the number stands where those of the lines do, and leads the paragraph of the place
            told = [Text(part, "Brief Aside") if isinstance(part, str) else part for part in _apart(place)]
            made = [self.write.paragraph("Quote", number, "\t", *told, bookmark=bookmark, keep=True)]
            made.append(self.spoken("Quote", quotation, "\t", keep=tongue[:2] != self.brief.language))
            last = []
        if tongue[:2] != self.brief.language:
            lead = Text(f"{self.label('Supports')}: ", "Brief Aside")
            texts = [support.text for support in quotation.supports]
            supports = [
                self.write.paragraph("List Continue", lead, text, keep=bool(last) or text is not texts[-1]) for text in texts
            ]
            made += supports
        return [*made, *last]

    def spoken(self, style: str, quotation: Quotation, *lead: Content, bookmark: str = "", keep: bool = False) -> str:
        """A paragraph with the words of a source in quotation marks, in their own direction and language."""
        rtl, tag = quotation.direction == "rtl", _tag(quotation.language)
        tongues = Tongues(arabic=tag) if rtl else Tongues(latin=tag)
        texts = (*lead, quotation.text.join(quotation.marks))
        return self.write.paragraph(style, *texts, bookmark=bookmark, keep=keep, rtl=rtl, tongues=tongues)

    # A flash

    def digest(self, anchor: str, title: str, digest: Digest) -> Block:
        made = [self.heading(anchor, title)]
        if digest.lead:
            made.append(self.write.paragraph("Normal", digest.lead))
        for line in digest.lines:
            home = self.brief.places.get(line.id) == anchor
            number = Text(line.id, "Brief Item Number", anchor="" if home else line.id)
            texts = (number, "\t", line.text, *self.refs(line.refs), *self.told(line))
            made.append(self.write.paragraph("List", *texts, bookmark=line.id if home else ""))
        if not digest.lines and not digest.lead:
            made.append(self.nothing())
        if digest.more:
            made.append(self.write.paragraph("Normal", Text(digest.more, "Brief Aside")))
        return made

    def decided(self) -> Block:
        return self.digest("decided", "Decided and pledged", self.brief.decided)

    def changes(self) -> Block:
        return self.digest("changes", "What has changed", self.brief.changes) if self.brief.changes else []

    def upcoming(self) -> Block:
        return self.digest("upcoming", "What comes next", self.brief.upcoming)

    def cited(self) -> Block:
        why = "Every number in brackets leads to the words of the source that support the line, and back."
        head = [self.heading("cited", "Quotations cited"), self.write.paragraph("Normal", self.label(why), keep=True)]
        return [*head, *(xml for quotation in self.brief.cited for xml in self.quotation(quotation))]

    # An annex of tables

    def quoted(self, numbers: Refs) -> Block:
        """The words behind a line, each in its own direction, with their place in the source."""
        made = []
        for number in numbers:
            quotation = self.brief.quotations[number - 1]
            place = Text(f" {quotation.source} · {self.label('segment')} {quotation.segment}", "Brief Aside")
            made.append(self.cell(Text(f"[{number}]", "Brief Item Number"), place))
            made.append(self.spoken("Brief Table Text", quotation))
        return made

    def register(
        self, title: str, heads: Sequence[str], shares: Sequence[int], rows: Iterable[list[Block]], about: str = ""
    ) -> Block:
        """A table with a head; a cell is paragraphs. ``about`` tells it from others with its title."""
        names: list[list[Content]] = [[self.label(head)] for head in heads]
        made = [self.row(names, shares, head=True)]
        for cells in rows:
            units = self.units(shares)
            made.append(self.write.row([self.write.cell("".join(cell), width) for cell, width in zip(cells, units, strict=True)]))
        return self.captioned(self.label(title) + (f" – {about}" if about else ""), shares, made)

    def cell(self, *content: Content, bookmark: str = "") -> str:
        return self.write.paragraph("Brief Table Text", *content, bookmark=bookmark)

    def item_rows(self, lines: Iterable[Line], holder: str | None) -> list[list[Block]]:
        rows = []
        for line in lines:
            told = [*self.marks(line.marks), *self.facts(line.facts)]
            said = [self.cell(line.text), *([self.cell(*_apart(told))] if told else [])]
            held = [] if holder is None else [[self.cell(holder)]]
            number = [self.cell(Text(line.id, "Brief Item Number"), bookmark=line.id)]
            rows.append([number, *held, said, self.quoted(line.refs)])
        return rows

    def holder_table(self, anchor: str, title: str, groups: Iterable[Group]) -> Block:
        rows = [row for group in groups for row in self.item_rows(group.lines, group.title)]
        heads = ("Code", "Holder", "What is said", "Words of the source")
        table = self.register(title, heads, (10, 20, 35, 35), rows) if rows else [self.nothing()]
        return [self.heading(anchor, title), *table]

    def line_table(self, title: str, lines: Iterable[Line], about: str = "") -> Block:
        heads = ("Code", "What is said", "Words of the source")
        return self.register(title, heads, (10, 45, 45), self.item_rows(lines, None), about)

    def participant_table(self) -> Block:
        rows: list[list[Block]] = []
        for row in self.brief.participants:
            name = [self.cell(Text(row.name, "Strong")), *(self.cell(text) for text in (row.title, row.affiliation) if text)]
            role: list[Content] = [row.role]
            if row.reported_label:
                role.append(Text(f" ({row.reported_label})", "Brief Aside"))
            number = [self.cell(Text(row.id, "Brief Item Number"), bookmark=row.id)]
            rows.append([number, name, [self.cell(*role), self.cell(row.kind)], self.quoted(row.refs)])
        heads = ("Code", "Name", "Role", "Words of the source")
        table = self.register("Participants", heads, (10, 28, 24, 38), rows) if rows else [self.nothing()]
        return [self.heading("participant-table", "Participants"), *table]

    def demand_table(self) -> Block:
        return self.holder_table("demand-table", "Demands", self.brief.demands)

    def commitment_table(self) -> Block:
        made = [self.heading("commitment-table", "Commitments")]
        for group in self.brief.commitments:
            title = (group.title, Text(f" – {group.count}", "Brief Aside"))
            made += [self.write.paragraph("Heading 2", *title), *self.line_table("Commitments", group.lines, group.title)]
        return made if self.brief.commitments else [*made, self.nothing()]

    def clause_table(self) -> Block:
        outcome, title = self.brief.outcome, "Final statement"
        made = [self.heading("clause-table", title), self.fact_table(outcome.facts, title)]
        return [*made, *(self.line_table("Clauses", outcome.clauses) if outcome.clauses else [])]

    def stance_table(self) -> Block:
        stances, title = self.brief.outcome.stances, "Stances on the document"
        if not stances:
            return []
        rows: list[list[Block]] = []
        for line in stances:
            who = [self.cell(Text(line.text, "Strong"), bookmark=line.id)]
            rows.append([who, [self.cell(*_apart(self.marks(line.marks)))], self.quoted(line.refs)])
        return [
            self.heading("stance-table", title),
            *self.register(title, ("Name", "Stance", "Words of the source"), (30, 25, 45), rows),
        ]

    def position_table(self) -> Block:
        return self.holder_table("position-table", "Positions", self.brief.positions)

    def step_table(self) -> Block:
        steps = self.brief.next_steps
        return [self.heading("step-table", "Next steps"), *(self.line_table("Next steps", steps) if steps else [self.nothing()])]

    # Above and below the text

    def header(self) -> Block:
        brief = self.brief
        title = shown(brief.title)
        if len(title) > _HEADER_CHARACTERS:
            title = f"{title[: _HEADER_CHARACTERS - 1]}…"
        # The date stands below, for with it the line of most briefs would be one and a half.
        made = [self.write.paragraph("Header", *_apart([[" ".join(title.split())], [Text(brief.status, "Strong")]]))]
        if brief.draft_notice:
            made.append(self.write.paragraph("Header", Text(brief.draft_notice, "Brief Warning")))
        return made

    def footer(self) -> Block:
        fields = {"page": Text("1", field="PAGE"), "pages": Text("1", field="NUMPAGES")}
        counted = self.numbered("Page %(page)s of %(pages)s", fields)
        date: list[Content] = [f"{self.label('Information as of')} {self.brief.as_of}"]
        record: list[Content] = [f"{self.label('Record')} ", Text(self.brief.record_id, ltr=True)]
        return [self.write.paragraph("Footer", *_apart([counted, date, record]))]


_PARTS: dict[str, Callable[[_Layout], Block]] = {
    part.__name__: part
    for part in (
        _Layout.bottom_line,
        _Layout.glance,
        _Layout.outcome,
        _Layout.commitments,
        _Layout.next_steps,
        _Layout.demands,
        _Layout.positions,
        _Layout.conflicts,
        _Layout.not_stated,
        _Layout.annexes,
        _Layout.participants,
        _Layout.matrix,
        _Layout.timeline,
        _Layout.method,
        _Layout.quotations,
        _Layout.decided,
        _Layout.changes,
        _Layout.upcoming,
        _Layout.cited,
        _Layout.participant_table,
        _Layout.demand_table,
        _Layout.commitment_table,
        _Layout.clause_table,
        _Layout.stance_table,
        _Layout.position_table,
        _Layout.step_table,
        _Layout.matrix_drawing,
        _Layout.timeline_drawing,
    )
}
# The sections to which others have links.
_LINKED = frozenset(["glance", "participants", "demands", "commitments", "outcome", "positions", "next_steps", "quotations"])
PARTS = (WHOLE, *_PARTS)


def _tag(tongue: str) -> str:
    """The language of a quotation as Word has it."""
    return {"ar": "ar-SA", "en": "en-GB", "und": "x-none"}.get(tongue, tongue)


def _apart(groups: Iterable[Iterable[Content]]) -> list[Content]:
    """Groups of texts with a point between each and the next."""
    made: list[Content] = []
    for group in groups:
        made += [" · "] if made else []
        made += group
    return made


def _running_lines(document: Document, layout: _Layout, *, titled: bool) -> None:
    """Header and footer, where the template has none of its own; a first page that is ``titled`` needs no header."""
    section: Any = document.sections[0]
    if titled:
        section.different_first_page_header_footer = True
        section.first_page_header.is_linked_to_previous = section.first_page_footer.is_linked_to_previous = False
        put_instead(section.first_page_footer.paragraphs[0]._p, layout.footer())
    for place, make in ((section.header, layout.header), (section.footer, layout.footer)):
        if place.is_linked_to_previous or not says_something(place._element):
            place.is_linked_to_previous = False
            put_instead(place.paragraphs[0]._p, make())


def _describe(document: Document, brief: Brief, made: str) -> None:
    """The document's properties; a date that is none of the calendar becomes the first that a file can have."""
    try:
        moment = datetime.fromisoformat(made).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        moment = datetime(1980, 1, 1)  # python-docx takes naive times for UTC
    properties = document.core_properties
    properties.title = shown(brief.title)[:_PROPERTY_CHARACTERS]
    properties.subject = brief.kind
    properties.author = properties.last_modified_by = "briefing"
    properties.comments = brief.status
    properties.identifier = brief.record_id
    properties.language = "ar" if brief.language == "ar" else "en-GB"
    properties.created = properties.modified = moment.replace(microsecond=0)
    properties.revision = 1
