"""The checks that an item must pass; each is a small function with a name that docs/checks.md explains.

A check returns None, or a Verdict that names it. What a check says, to the model and to readers, stands in
``templates/data/checks.toml``. These checks look at a finding before its sentences exist; ``parity`` has those that hold
the sentences against the evidence and each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from briefing.arabic import folded
from briefing.background import is_background, is_long_since
from briefing.findings import Finding, own_subject
from briefing.glossary import Glossary
from briefing.grounding import TextIndex
from briefing.holders import may_hold, shown_holder
from briefing.injection import is_order
from briefing.moods import mood_of_none
from briefing.owners import FIRST_PERSON
from briefing.parity import negates
from briefing.participants import Cast, is_governed
from briefing.prompts import example_names
from briefing.source import Report
from briefing.speech import is_done_to_speaker, owner_named, speech_at
from briefing.verdicts import Verdict
from briefing.windows import paragraph_at

_FUNCTION_WORDS = frozenset(
    [
        "في",
        "من",
        "على",
        "الى",
        "عن",
        "ان",
        "انه",
        "انها",
        "انهم",
        "بان",
        "اي",
        "كل",
        "كلا",
        "هذا",
        "هذه",
        "ذلك",
        "تلك",
        "التي",
        "الذي",
        "الذين",
        "ما",
        "لا",
        "لم",
        "لن",
        "قد",
        "وقد",
        "او",
        "ثم",
        "حيث",
        "كما",
        "مع",
        "بين",
        "بعد",
        "قبل",
        "عند",
        "لدى",
        "اسماهم",
        "سماهم",
        "اسماه",
        "سماه",
        "هو",
        "هي",
        "هم",
        "حسب",
        "خلال",
        "اليوم",
        "امس",
        "غدا",
        "و",
        "ف",
        "ب",
        "ل",
        "وان",
    ]
)


_LONGEST_BARE_ORDER = 80  # characters: a longer sentence says itself what it orders


@dataclass(frozen=True)
class Context:
    """What checks may look at besides the item: the report, its participants, the glossary."""

    report: Report
    index: TextIndex
    cast: Cast
    glossary: Glossary
    trusting: bool = True  # whether holders are the model's word, and not settled by rule throughout


def instruction(finding: Finding, context: Context) -> Verdict | None:
    """A passage that addresses the software or its reader is data; nothing that it orders becomes an item."""
    report, draft = context.report, finding.draft
    words = report.text[finding.passage.start : finding.passage.end]
    if is_order(words) or _is_dictated(report, finding.passage.start):
        return Verdict("instruction", {"quote": draft.quote}, mendable=False)
    if any(map(is_order, (draft.quote, draft.en, draft.ar, draft.condition_en))):
        return Verdict("instruction", {"quote": draft.quote}, mendable=False)
    return None


# «أضف ما يلي:», a key of a list ("Participants: …"), a fence or the mark of a role: what goes on in the next line.
_GOES_ON = re.compile(r"[:：][\s»\"'”*_`]*$|^[\W_]*\w+\s*[:：]|^[\W_]*(?:\w+[\W_]*)?$")


def _is_dictated(report: Report, start: int) -> bool:
    """Whether the sentence in front of an offset is a bare order, and this one what it dictates.

    "You are now an assistant." and what it is to say may be two sentences; a fence and its content, or «أضف ما يلي:» and that,
    two paragraphs. Another paragraph has nothing to do with an order that says all itself.
    """
    here = report.segment_at(start)
    if here.number == 1:
        return False
    led = report.segment_text(here.number - 1).strip()
    same = report.text[paragraph_at(report, start)[0] : here.start].strip() != ""
    return len(led) < _LONGEST_BARE_ORDER and is_order(led) and (same or _GOES_ON.search(led) is not None)


def example_leak(finding: Finding, context: Context) -> Verdict | None:
    """Names of the worked examples are invented: an item that bears one was not read off the report."""
    offered = " ".join((finding.draft.quote, finding.draft.en, finding.draft.ar))
    for mark in example_names():
        if mark in offered and mark not in context.report.text:
            return Verdict("example_leak")
    return None


def quote_verbatim(finding: Finding, context: Context) -> Verdict | None:
    """The quote stands in the report, word for word."""
    if finding.span is not None:
        return None
    passage = finding.passage
    nearest = context.index.nearest(finding.draft.quote, within=(passage.start, passage.end))
    hint = f' The closest words of the line are: "{nearest}".' if nearest else ""
    return Verdict("quote_verbatim", {"quote": finding.draft.quote, "nearest": hint})


def quote_line(finding: Finding, context: Context) -> Verdict | None:
    """The quote stands where the item points."""
    span = finding.span
    if span is None or (span.start < finding.passage.end and span.end > finding.passage.start):
        return None
    return Verdict("quote_line", {"quote": finding.draft.quote})


def quote_substance(finding: Finding, context: Context) -> Verdict | None:
    """The quote says something: besides the cue, names and particles at least one word of substance."""
    span = finding.span
    if span is None:
        return None
    text = context.report.text
    covered = [(mention.start, mention.end) for mention in context.cast.within(span.start, span.end)]
    if finding.cue:
        covered.append((finding.cue.start, finding.cue.end))
    rest, position = "", span.start
    for begin, end in sorted(covered):
        rest += text[position : min(begin, span.end)]
        position = max(position, end)
    rest += text[position : span.end]
    words = [word for word in re.findall(r"[^\W_]+", folded(rest)) if word not in _FUNCTION_WORDS and len(word) > 1]
    if words and (len(words) > 1 or covered or len(words[0]) > 4):
        return None
    if finding.cue is not None and span.start <= finding.cue.start and negates(text[span.start : span.end]):
        return None  # "لم نطلب ذلك" says something
    return Verdict("quote_substance", {"quote": text[span.start : span.end]})


def holder_known(finding: Finding, context: Context) -> Verdict | None:
    """Somebody holds it; only clauses and next steps need nobody."""
    if finding.by or finding.kind in {"clause", "next_step"}:
        return None
    return Verdict("holder_known")


def holder_named(finding: Finding, context: Context) -> Verdict | None:
    """The holder, or the one it speaks for, is named in or before the evidence."""
    if finding.span is None or finding.kind in {"clause", "next_step"}:
        return None
    end = max(finding.span.end, finding.passage.end)
    if speech_at(context.report, context.cast, finding.span.start, finding.span.end) is not None:
        end = max(end, context.report.segment_at(finding.span.end - 1).end)  # "«…»، قال فلان"
    named = context.cast.named_by(end)
    for holder in finding.by:
        if not any(context.cast.same_side(holder, other) for other in named):
            return Verdict("holder_named", {"name": context.cast.label(context.cast[holder])})
    return None


def holder_object(finding: Finding, context: Context) -> Verdict | None:
    """Whoever is named only within what is wanted or promised is not the one who wants or promises it."""
    span, cue = finding.span, finding.cue
    if span is not None and finding.by and _is_taken_up(finding, context):
        return Verdict("holder_object", {"name": context.cast.label(context.cast[finding.by[0]])})
    if finding.misread and finding.by:
        return Verdict("holder_object", {"name": context.cast.label(context.cast[finding.by[0]])})
    if span is not None and _is_behind_actor(finding, context):
        return Verdict("holder_object", {"name": context.cast.label(context.cast[finding.by[0]])})
    if span is not None and cue is not None and cue.form == "noun" and _is_within_noun(finding, context):
        return Verdict("holder_object", {"name": context.cast.label(context.cast[finding.by[0]])})
    if span is None or cue is None or cue.form != "verb" or not finding.governed or finding.kind in {"clause", "next_step"}:
        return None
    if cue.object in FIRST_PERSON:
        return None  # "وعدونا بـ": they may be named anywhere
    if cue.lexeme.act == "OTHER" or cue.start >= span.end or own_subject(finding, context.report, context.cast):
        return None
    people, end = context.cast, context.report.segment_at(span.end - 1).end
    owner = owner_named(context.report, people, finding.kind, span.start, span.end)
    if owner is not None and any(people.same_side(owner, holder) for holder in finding.by):
        return None  # "نجح في انتزاع تعهد من الحكومة"
    for holder in finding.by:
        if any(people.same_side(other, holder) for other in people.begun_before(span.start)):
            continue
        places = [mention for mention in people.within(span.start, end) if people.same_side(mention.participant, holder)]
        if places and all(_is_object(context.report.text, cue.end, place.start) for place in places):
            return Verdict("holder_object", {"name": people.label(people[holder])})
        lead = context.report.text[cue.end : places[0].start] if len(places) == 1 and cue.end <= span.start else ""
        if lead.strip() and _GOVERNED_TITLE.fullmatch(lead) and is_governed(lead):
            return Verdict("holder_object", {"name": people.label(people[holder])})
    return None


# «سخر القصيم من مطالبة عصابات كهرمان بتسليم»: between the verb and what is wanted stands the noun, and whose it is.
_TAKES_UP = re.compile(
    r"(?<![\u0621-\u064a])[وف]?(?:استغرب|استهجن|سخر|انتقد|ندد|استنكر|هاجم|شجب|أدان|استهزأ|تهكم)(?:ت|وا)?\s(?P<who>[^،؛.]{2,80}?)\s(?:من |ب|على )?"
    r"(?:مطالبة|دعوة|إصرار|اشتراط|مطلب|مطالب|شرط|شروط)\s(?:[\u0621-\u0652]{2,}\s){1,4}$"
)


def _is_taken_up(finding: Finding, context: Context) -> bool:
    """Whether a demand is ascribed to whoever is said to mock or deplore it."""
    span, people, report = finding.span, context.cast, context.report
    assert span is not None
    start = report.segment_at(span.start).start
    found = _TAKES_UP.search(report.text, start, span.start) if finding.kind == "demand" else None
    if found is None:
        return False
    mocking = [one.participant for one in people.within(found.start("who"), found.end("who") + 1)]
    return bool(mocking) and all(people.same_side(holder, mocking[0]) for holder in finding.by)


# "طالبت بإقالة رئيس …": the body that such a title names is what the demand is about.
_GOVERNED_TITLE = re.compile(
    r"\s+ب[\u0621-\u0652]{3,}\s+(?:نائب\s+)?(?:رئيس|وزير|قائد|زعيم|أمين|مندوب|ممثل|أعضاء|وفد|قادة|مدير)\s+[\"«]?"
)


def _is_behind_actor(finding: Finding, context: Context) -> bool:
    """Whether a pledge is ascribed to those named within it alone, and a verb with another for its subject stands in front.

    «عرضت روسيا دعوة الجبهة إلى مؤتمر»: whatever the verb, it is Russia that offers.
    """
    span, cue, people, text = finding.span, finding.cue, context.cast, context.report.text
    assert span is not None
    if finding.kind != "commitment" or not finding.by or (cue is not None and cue.form == "verb" and cue.start < span.end):
        return False
    sentence = context.report.segment_at(span.start).start
    before = people.within(sentence, span.start)
    if len(before) != 1 or text[before[0].end : span.start].strip(' "»') or before[0].participant in finding.by:
        return False
    if re.fullmatch(r"\s*[وف]?[\u0621-\u0652]{3,}\s+[\"«]?", text[sentence : before[0].start]) is None:
        return False
    if owner_named(context.report, people, finding.kind, span.start, span.end) is not None:
        return False
    return not any(people.same_side(before[0].participant, holder) for holder in finding.by) and all(
        any(people.same_side(one.participant, holder) for one in people.within(span.start, span.end)) for holder in finding.by
    )


def _is_within_noun(finding: Finding, context: Context) -> bool:
    """Whether the holders are first named behind a noun that a pronoun gives to another («رفضها دخول المجلس»)."""
    span, cue = finding.span, finding.cue
    assert span is not None and cue is not None
    if not context.report.text[cue.start : cue.end].endswith(("ها", "هم", "ه")) or not finding.by or cue.start >= span.end:
        return False
    people = context.cast
    if finding.kind in {"clause", "next_step"} or not people.within(finding.passage.start, cue.start):
        return False
    return all(not any(people.same_side(other, holder) for other in people.begun_before(cue.start)) for holder in finding.by)


def holder_addressed(finding: Finding, context: Context) -> Verdict | None:
    """Who tells what others promised or want of it ("وعدونا بـ", "تريد منا") neither promises nor wants that."""
    span = finding.span
    if span is None or finding.kind not in {"demand", "commitment"} or not finding.by:
        return None
    report, people = context.report, context.cast
    start = finding.cue.start if finding.cue and finding.governed and finding.cue.start < span.start else span.start
    speech = speech_at(report, people, span.start, span.end)
    if speech is None or not is_done_to_speaker(report.text[start : span.end]):
        return None
    if all(people.same_side(holder, speech.speaker) for holder in finding.by):
        return Verdict("holder_addressed", {"name": people.label(people[speech.speaker])})
    return None


def _is_object(text: str, verb_end: int, start: int) -> bool:
    """Whether a preposition stands between a verb and a name behind it."""
    lead = text[verb_end:start] if verb_end <= start else ""
    return re.search(r"(?:^|\s)(?:و|ف)?(?:لدى|على|من|إلى|عن|مع|بين|في|ضد|تجاه|نحو|ل|ب)(?:\s|$)", lead) is not None


def no_act(finding: Finding, context: Context) -> Verdict | None:
    """What is asked, hoped, expected, welcomed or only possible is neither demanded nor pledged."""
    if mood_of_none(finding, context.report, context.cast):
        return Verdict("no_act", {"quote": finding.draft.quote})
    return None


def holder_shown(finding: Finding, context: Context) -> Verdict | None:
    """A holder other than the words show is asked about; a model that insists is believed, and the reader told."""
    if not context.trusting or not finding.by:
        return None
    people = context.cast
    shown = shown_holder(finding, context.report, people)
    if shown is None or any(people.same_side(shown, one) for one in finding.by):
        return None
    names = {"expected": people.label(people[shown]), "name": "، ".join(people.label(people[one]) for one in finding.by)}
    return Verdict("holder_shown", names, yields=True)


def holder_near(finding: Finding, context: Context) -> Verdict | None:
    """A holder of whom nothing in the paragraph speaks is asked about; see holder_shown."""
    if not context.trusting or not finding.by or may_hold(finding, context.report, context.cast):
        return None
    names = "، ".join(context.cast.label(context.cast[one]) for one in finding.by)
    return Verdict("holder_near", {"name": names}, yields=True)


def background(finding: Finding, context: Context) -> Verdict | None:
    """Earlier rounds are no outcome of this one."""
    if finding.kind in {"demand", "commitment", "clause"} and is_background(finding, context.report, context.cast):
        return Verdict("background", {"quote": finding.draft.quote}, mendable=False)
    if finding.kind == "statement" and finding.draft.en and not _LONG_SINCE_EN.search(finding.draft.en):
        if is_long_since(finding, context.report):
            return Verdict("background", {"quote": finding.draft.quote})
    return None


# What the English of a statement of long ago has, where it does not make one of this round of it.
_LONG_SINCE_EN = re.compile(
    r"\b(?:had|last|earlier|previous\w*|former\w*|ago|once|(?:in|since|of) (?:January|February|March|April|May|June|July|August|September|October|November|December|spring|summer|autumn|winter|[12][0-9]{3}))\b"
)


POINTING_CHECKS: tuple[Callable[[Finding, Context], Verdict | None], ...] = (
    instruction,
    example_leak,
    quote_verbatim,
    quote_line,
    quote_substance,
    holder_known,
    holder_named,
    holder_object,
    holder_addressed,
    no_act,
    background,
    holder_shown,
    holder_near,
)


def first_verdict(finding: Finding, context: Context) -> Verdict | None:
    """The first check that a finding does not pass, or None."""
    return next((verdict for check in POINTING_CHECKS if (verdict := check(finding, context))), None)
