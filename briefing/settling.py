"""From a draft of the model to a finding: its quote is looked up, then one rule after the other settles what the words decide.

The model leaves open, or gets wrong, what the words of the report decide: of which kind an item is (``kinds``), whose it is
when the subject stands right after the verb (``owners``), whether it was pledged or only claimed (``statuses``), the
documents that it names. Each rule is one small function; a rule that overrules the model notes it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from briefing.agreement import clashes, verb_form
from briefing.arabic import is_word_character
from briefing.cues import Cue, is_noun_too
from briefing.drafts import ItemDraft
from briefing.findings import Finding, closed, is_verbal_noun, issue_of, references_of, set_holder, subject_of
from briefing.grounding import Span, TextIndex
from briefing.kinds import is_governed, own_cue, settle_act, settle_denial, settle_exception, settle_kind
from briefing.owners import (
    settle_addressees,
    settle_foretold,
    settle_holder,
    settle_obliged,
    settle_relayed,
    settle_reporter,
    settle_speech,
    settle_stranger,
)
from briefing.participants import Cast
from briefing.source import Report
from briefing.statuses import settle_status
from briefing.windows import Passage, passages_between
from briefing.wording import CALLED


def find(draft: ItemDraft, passage: Passage, report: Report, cast: Cast, index: TextIndex, *, trusting: bool) -> Finding:
    """Ground a draft and settle what its words decide.

    ``trusting`` leaves to the model what only a weak one gets wrong: the holder of a participle or noun, the kind of a
    statement.
    """
    span = index.ground(draft.quote, within=(passage.start, passage.end)) if draft.quote.strip() else None
    finding = Finding(
        draft=draft,
        passage=passage,
        span=span,
        kind=draft.kind or (passage.cue.kind if passage.cue else "statement"),
        act=draft.act or (passage.cue.lexeme.act if passage.cue else None) or None,
        by=[id_ for name in draft.by if (id_ := cast.id_of(name))],
        reported_by=cast.id_of(draft.said_by),
        to=[id_ for name in draft.to if (id_ := cast.id_of(name))],
    )
    if span is None:
        return finding
    finding.span = span = _with_negation(span, passage, report)
    if trusting and (urging := _urging_noun(finding, report, cast)) is not None:
        cue, subject = urging
        finding.passage = replace(passage, cues=tuple(one for one in passage.cues if one is not cue))
        if not any(cast.same_side(subject, holder) for holder in finding.by):
            set_holder(finding, cast, [subject], finding.by)
    if trusting:
        finding.own_cue = own_cue(finding, report, cast)
    finding.governed = is_governed(finding, report, cast)
    if finding.kind == "clause" and finding.cue is not None and finding.cue.negated and span.start < finding.cue.start:
        finding.governed = False  # «لاحظوا أن المجلس لم يؤكد ذلك»: they did note it
    settle_exception(finding, report)
    settle_denial(finding, report, cast)
    settle_kind(finding, report)
    settle_act(finding, report)
    settle_holder(finding, report, cast, trusting=trusting)
    settle_obliged(finding, report, cast)
    settle_reporter(finding, report, cast)
    settle_speech(finding, report, cast)
    settle_relayed(finding, report, cast)
    if trusting:
        settle_stranger(finding, report, cast)
        settle_foretold(finding, report, cast)
    settle_addressees(finding, report, cast)
    settle_status(finding, report, cast, index)
    words = report.text[span.start : span.end]
    finding.references = references_of(words)
    finding.issue = issue_of(words)
    return finding


_GOES_WITH_NOUN = re.compile(r"\sو")


def _urging_noun(finding: Finding, report: Report, cast: Cast) -> tuple[Cue, str] | None:
    """A cue that is written as a verb and is a noun beside another: «أبدت قطر استعدادها للتوسط وحث الجبهة على».

    A verb it cannot be: neither who stands behind it nor the subject of the verb in front agrees with it. Told with that
    subject, whose act it is.
    """
    span, passage, text = finding.span, finding.passage, report.text
    assert span is not None
    for cue in passage.cues:
        word = text[cue.start : cue.end]
        if cue.start >= span.end or cue.form != "verb" or cue.object or not is_noun_too(word):
            continue
        if not _GOES_WITH_NOUN.fullmatch(text[max(0, cue.start - 2) : cue.start]) or verb_form(cue, word) != "masculine":
            continue
        behind = next(iter(cast.within(cue.end, passage.end)), None)
        if behind is None or text[cue.end : behind.start].strip(' "«'):
            continue
        if not clashes(cue, word, cast[behind.participant], text[behind.start : behind.end]):
            continue
        earlier = [
            (one, part)
            for part in passages_between(report, report.segment_at(cue.start).start, cue.start)
            for one in part.cues
            if one.form == "verb" and one.end < cue.start
        ]
        if not earlier or re.search(r"[،؛.:]", text[earlier[-1][0].end : cue.start]):
            continue
        subject = subject_of(earlier[-1][0], earlier[-1][1], report, cast)
        if subject is not None and clashes(cue, word, cast[subject]):
            return cue, subject
    return None


def completed(finding: Finding, report: Report, next_start: int | None) -> None:
    """Let a quote run to the end of its clause: a small model stops early ("إلى إخراج التطبيع" of a longer thing).

    ``next_start`` is where the next thing of the same passage begins.
    """
    if finding.span is None:
        return
    stop = finding.passage.end if next_start is None else next_start
    text = report.text[finding.span.end : stop]
    clause = re.match(r"[^،؛.!؟:\n]*", text)
    end = finding.span.end + (clause.end() if clause else 0)
    while end > finding.span.end and not is_word_character(report.text[end - 1]):
        end -= 1
    if next_start is not None and report.text[finding.span.end : end].split()[-1:] == ["و"]:
        end -= 1
        while report.text[end - 1].isspace():
            end -= 1
    finding.span = Span(finding.span.start, max(end, finding.span.end))


def split_coordinated(finding: Finding, report: Report) -> list[Finding]:
    """A demand, pledge or clause of several things is several items: "بفتح … وبإطلاق …", "تشكيل … وإيفاد …".

    They are parted where the preposition comes again, or else before a verbal noun behind و, if the first thing is one
    as well and each has two words at least ("دعم وتعزيز الهدنة" is one thing).
    """
    if finding.span is None or finding.kind not in {"demand", "commitment", "clause"} or finding.condition is not None:
        return [finding]
    words = report.text[finding.span.start : finding.span.end]
    cuts = _cuts(words, finding.cue.lexeme.takes if finding.cue else "")
    if not cuts:
        return [finding]
    parts = []
    for start, stop in zip([0, *cuts], [*cuts, len(words)], strict=True):
        end = stop
        while end > start and (not is_word_character(words[end - 1]) or (end == stop < len(words) and words[end - 1] == "و")):
            end -= 1
        begin = finding.span.start + start
        span = Span(begin, closed(report.text, begin, finding.span.start + end))
        text = report.text[span.start : span.end]
        parts.append(replace(finding, span=span, references=references_of(text), issue=issue_of(text), notes=list(finding.notes)))
    return parts


def _cuts(words: str, takes: str) -> list[int]:
    """Where the second and later things of a content begin; ``takes`` is the preposition that its verb governs."""
    if cuts := [match.start(1) for match in re.finditer(r"[،؛]\s*و?((?:ثانيا|ثالثا|رابعا|خامسا)ً?)\s", words)]:
        return cuts
    begins = re.match(r"(إلى|على|عن|أن|ب|ل)(?=\s|[\u0621-\u064a]{3})", words)
    preposition = begins.group(1) if begins else takes
    if preposition:
        again = r"\s" if len(preposition) > 1 else r"(?=[\u0621-\u064a]{4})"
        if re.search(rf"(?:^|\s){preposition}{again}", words):
            cuts = [match.start(1) for match in re.finditer(rf"\sو\s?({preposition}){again}", words)]
            if cuts:
                return cuts
    first = words[begins.end() :].split() if begins is not None else words.split()
    if len(first) < 2 or not is_verbal_noun(first[0]):
        return []
    cuts, last = [], 0
    for match in re.finditer(r"(?:^|\s)و([\u0621-\u0652]{3,})(?=\s)", words):
        before = words[last : match.start()]
        if is_verbal_noun(match.group(1)) and len(before.split()) > 1 and not _BETWEEN.search(before):
            cuts.append(match.start(1))
            last = match.start(1)
    ends = [*cuts[1:], len(words)][: len(cuts)]
    # "آلية لمراقبة الهدنة وضمان الامتثال لها": what points back to the first thing belongs to it.
    return [
        cut
        for cut, end in zip(cuts, ends, strict=True)
        if len(words[cut:end].split()) > 1 and not _POINTS_BACK.search(words[cut:end])
    ]


_BETWEEN = re.compile(r"(?<![\u0621-\u064a])بين(?:\s(?!و)\S+)+$")  # «الحوار بين الحكومة» waits for «والمعارضة»
_POINTS_BACK = re.compile(
    r"^(?:[\u0621-\u064a]+\s+){1,3}(?:له|لها|لهما|به|بها|بهما|عليه|عليها|فيه|فيها|منه|منها|إليه|إليها)[\s.،؛]*$"
)


def _with_negation(span: Span, passage: Passage, report: Report) -> Span:
    """The span with the particle in front of it that turns its sense: "لم" of "لم يوقع" is part of what is said, "من" of "من سماهم"."""
    lead = report.text[passage.start : span.start]
    if lead.endswith("من ") and CALLED.match(report.text, span.start - 3, span.end):
        return Span(span.start - 3, span.end)
    found = re.search(r"(?:^|[\s\"«،(])(?:و|ف)?((?:لا|لم|لن|ليس|ليست|عدم|بعدم|دون|بدون|غير|بلا|ألا|بألا)\s+(?:قد\s+)?)$", lead)
    return Span(passage.start + found.start(1), span.end) if found else span
