"""Who goes on speaking where no name stands beside a verb: مطالباً …, «إنه رفض», "his Government", a document's next clause.

The passages in front of an item tell. ``owners`` has settled before what the item's own words decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.agreement import clashes
from briefing.checks import Context
from briefing.findings import Finding, possessed_body, speaker_at, subject_of
from briefing.owners import note_speaker, owner_of
from briefing.voices import SIDE_OF
from briefing.windows import Passage, passage_before, passages_between

# "وبحسب رئيس الوفد، التزمت الجبهة بـ": who says it stands first.
_ACCORDING_TO = re.compile(r"\s*(?:و|ف)?(?:بحسب|حسب|وفق|وفقاً|وفقا|نقلاً عن|نقلا عن|على حد قول)\s+")

_TELLS = re.compile(r"(?<![\u0621-\u064a])(?:ب|ف|و)?[أإ]ن(?:ه|ها|هم|هما)?(?![\u0621-\u064a])|:")


def note_speaker_of_clause(finding: Finding, context: Context) -> None:
    """Who says a clause that begins with "إن" in a passage of its own: the verb of saying stands before, in the sentence."""
    text, passage = context.report.text, finding.passage
    if finding.span is None or finding.kind in {"clause", "next_step"}:
        return
    opening = context.report.segment_at(passage.start).start
    if found := _ACCORDING_TO.match(text, opening, finding.span.start):
        named = [one for one in context.cast.within(found.end(), finding.span.start) if "،" not in text[found.end() : one.start]]
        if named and finding.cue is not None and named[-1].end < finding.cue.start:
            note_speaker(finding, named[-1].participant, context.cast)
        return
    if not re.match(r"\s*و?(?:ب)?[إأا]ن(?:ه|ها|هم)?\s", text[passage.start : passage.end]):
        return
    sentence = context.report.segment_at(passage.start)
    for earlier in reversed(passages_between(context.report, sentence.start, passage.start)):
        for cue in reversed(earlier.cues):
            # «كشف دبلوماسي أن فلاناً طرح ورقة، وأن الوفد رفض»: the clause goes on with what the verb in front of "أن" tells.
            if cue.form == "verb" and cue.kind == "statement" and _TELLS.search(text[cue.end : passage.start]):
                if speaker := subject_of(cue, earlier, context.report, context.cast):
                    note_speaker(finding, speaker, context.cast)
                return


def let_speaker_go_on(finding: Finding, parts: Sequence[Passage], context: Context) -> None:
    """Who holds what no name beside its verb tells: a participle (مطالباً), a pronoun ("إنه رفض"), "حكومته".

    The one who spoke before goes on speaking; "his Government" is the side for which the speaker speaks.
    """
    cue = finding.cue
    if finding.span is None or cue is None or finding.kind in {"clause", "next_step"}:
        return
    text, people = context.report.text, context.cast
    speaker = speaker_at(context.report, people, parts, finding.passage)
    lead = text[max(finding.passage.start, cue.start - 25) : cue.start].split()
    side = possessed_body(text[cue.end : finding.span.end]) or (possessed_body(lead[-1]) if lead else None)
    named = [
        one.participant for one in people.within(finding.passage.start, cue.start) if people[one.participant].kind == "person"
    ]
    owner = named[-1] if named else speaker
    if side is not None and owner is not None:
        finding.by = [people[owner].affiliation or owner]
        finding.reported_by = owner if finding.by != [owner] else None
        return
    _let_go_on(finding, speaker, context)
    note_who_goes_on(finding, parts, context)


def note_who_goes_on(finding: Finding, parts: Sequence[Passage], context: Context) -> None:
    """«كما زعم أن الوفد الحكومي تعهد»: who claims it is who spoke before, unless that is the holder's own side."""
    said, people, text = finding.passage.reporting_cue or finding.cue, context.cast, context.report.text
    if said is None or finding.span is None or finding.reported_by is not None:
        return
    if said.lexeme.act != "OTHER" or _TELLS_THAT.match(text, said.end) is None or said.start > finding.span.start:
        return
    if subject_of(said, finding.passage, context.report, people) is not None:
        return
    speaker = speaker_at(context.report, people, parts, finding.passage)
    if speaker is not None and not clashes(said, text[said.start : said.end], people[speaker]):
        note_speaker(finding, speaker, people)


_TELLS_THAT = re.compile(r"\s+(?:ب|إلى\s+)?[أإ]ن(?![\u0621-\u064a])")


def let_own_side_speak(finding: Finding, parts: Sequence[Passage], context: Context) -> None:
    """Whose it is where a model found nobody to choose, and the words say "his Government", "her country"."""
    if finding.span is None or finding.kind not in {"demand", "commitment", "statement"}:
        return
    people, text = context.cast, context.report.text
    side = SIDE_OF.search(text, max(finding.passage.start, finding.span.start - 40), finding.span.end)
    if side is None or len(text[finding.span.start : side.start()].split()) > 12:
        return
    sentence = context.report.segment_at(finding.span.start).start
    named = [one.participant for one in people.within(sentence, side.start()) if people[one.participant].kind == "person"]
    owner = named[-1] if named else speaker_at(context.report, people, parts, finding.passage)
    if owner is None:
        return
    finding.by = [people[owner].affiliation or owner]
    if finding.reported_by in finding.by:
        finding.reported_by = None
        if finding.status == "claimed":
            finding.status = finding.draft.status if finding.draft.status in {"best_efforts", "denied"} else "pledged"
    if finding.by != [owner]:
        note_speaker(finding, owner, people)


def _let_go_on(finding: Finding, speaker: str | None, context: Context) -> None:
    cue, people = finding.cue, context.cast
    assert cue is not None
    named = people.within(finding.passage.start, cue.start)
    if cue.form == "verb":
        if _has_other_subject(finding.passage, context):
            return
        if subject_of(cue, finding.passage, context.report, people) is None:
            verb = context.report.text[cue.start : cue.end]
            words = {mention: context.report.text[mention.start : mention.end] for mention in named}
            agreeing = [one.participant for one in named if not clashes(cue, verb, people[one.participant], words[one])]
            # A verb of need (تتطلب، يجب) has a thing for its subject; who says so is the speaker as well.
            holder = agreeing[-1] if agreeing else speaker
            finding.by = [holder] if holder else finding.by
        return
    own = [c for c in finding.passage.cues if c.form == "verb" and c.start < cue.start]
    if cue.form == "noun" and (owner := owner_of(cue, context.report, people, finding.passage)):
        finding.by = [owner]  # "مطالبة الحركة بـ", "نقل عن الجبهة تعهدها بـ"
        if named and not people.same_side(named[0].participant, owner):
            note_speaker(finding, named[0].participant, people)
    elif own and (subject := subject_of(own[-1], finding.passage, context.report, people)):
        finding.by = [subject]
    elif not own and cue.form == "noun" and named:
        finding.by = [named[-1].participant]
    elif speaker:
        finding.by = [speaker]


def _has_other_subject(passage: Passage, context: Context) -> bool:
    """Whether a name that is no participant's stands right behind a finite verb: then nobody goes on speaking there."""
    cue = passage.cue
    if cue is None or cue.form != "verb":
        return False
    names = context.glossary.names_in(context.report.text[cue.end : min(passage.end, cue.end + 40)])
    return bool(names) and names[0].start <= 2 and not context.cast.within(cue.end, cue.end + names[0].end)


def continues_clause(passage: Passage, parts: Sequence[Passage], context: Context) -> bool:
    """Whether a document goes on speaking: a verb without a subject of its own, after a clause in the same sentence."""
    cue = passage.cue
    before = passage_before(parts, passage)
    if cue is None or before is None or before.cue is None or cue.form == "noun":
        return False
    same_sentence = context.report.segment_at(before.start) == context.report.segment_at(passage.start)
    if not same_sentence or _has_other_subject(passage, context):
        return False
    is_clause = before.cue.kind == "clause" or continues_clause(before, parts, context)
    return is_clause and subject_of(cue, passage, context.report, context.cast) is None
