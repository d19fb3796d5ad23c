"""Whose a finding is, who says so and to whom it is put, where the words of the report settle that.

A rule that overrules the model notes it. Where the words leave it open, the model's answer stands, and ``holders`` and
``checks`` hold it against the frames of the sentence.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from briefing.agreement import clashes, has_subject_in_itself, side_by_nation, verb_form
from briefing.arabic import folded
from briefing.cues import Cue, is_noun_too
from briefing.findings import (
    ADDRESSING,
    CLAUSE_ENDED,
    NEEDS,
    NO_SUBJECT,
    Finding,
    own_subject,
    possessed_body,
    set_holder,
    set_status,
    speaker_at,
    subject_of,
    turn_kind,
)
from briefing.participants import OWN_VERB, Cast, Mention, joined_with
from briefing.quotation import quoted_spans, without_spans
from briefing.record import Participant
from briefing.source import Report
from briefing.speech import (
    is_won_by_us,
    organ_of,
    owner_named,
    pledge_teller,
    speaker_of_all,
    speech_at,
    speech_led,
    told_subject,
)
from briefing.verdicts import warning
from briefing.voices import SIDE_OF, speaks_for_us
from briefing.windows import Passage, paragraph_at, passages, passages_between
from briefing.wording import is_feminine

_OTHER_SIDE = re.compile(r"(?:الطرف|الجانب|الوفد|الفريق)(?:ين)? (?:الآخر|المقابل|الأخرى)|خصوم|غريم")
FIRST_PERSON = frozenset(["نا", "ني"])
_PREPOSITIONS = frozenset(folded("عن من على إلى في لدى عند مع بين").split())


def settle_holder(finding: Finding, report: Report, cast: Cast, *, trusting: bool) -> None:
    """Whose it is, where the cue that governs it has a subject, an owner or a giver beside it; see ``settling.find`` of ``trusting``."""
    cue = finding.cue
    if cue is None or finding.kind in {"clause", "next_step"} or finding.span is None or finding.span.end <= cue.start:
        return
    if not finding.governed or _is_own_voice(finding, report, cast):
        return
    if cue.form == "verb" and (giver := _giver(finding, report, cast)) is not None:
        # "رحبت قطر بموافقة الحكومة على": who welcomes a consent did not give it
        teller = own_subject(finding, report, cast)
        if not any(cast.same_side(giver, holder) for holder in finding.by):
            set_holder(finding, cast, [giver], finding.by)
        if finding.reported_by is None and teller is not None and not cast.same_side(teller, giver):
            finding.reported_by = teller
        return
    if cue.form == "verb" and cue.kind == "statement" and finding.kind in {"demand", "commitment"}:
        # "استهجن فلان إصرار الحركة على …": who deplores a demand tells it, and does not hold it.
        whose = owner_named(report, cast, finding.kind, finding.span.start, finding.span.end)
        if whose is None and cue.lexeme.act in {"REJECT", "ACCUSE"} and finding.kind == "demand":
            whose = _possessed(finding, report, cast)  # "رفضت الحركة مطالبة المجلس بـ"
        if whose is not None:
            teller = own_subject(finding, report, cast)
            if not any(cast.same_side(whose, holder) for holder in finding.by):
                set_holder(finding, cast, [whose], finding.by)
            if cue.lexeme.act in {"AGREE", "SUPPORT"}:
                return  # "وافق الوفد على مقترح الوسيط": who accepts a proposal is not who tells it
            if finding.reported_by is None and teller is not None and not cast.same_side(teller, whose):
                finding.reported_by = teller
            return
        if (whose := _possessed(finding, report, cast)) is not None and any(cast.same_side(whose, one) for one in finding.by):
            return  # "اتهم فلان الحكومة بالتنصل من تعهدها": it is hers, not his
    if cue.form == "noun":
        subject = owner_of(cue, report, cast, finding.passage)
    else:
        subject = own_subject(finding, report, cast) if cue.form == "verb" else _predicated(cue, finding, report, cast)
    if subject is None and trusting:
        _settle_by_agreement(finding, report, cast)
    if subject is None or (trusting and cue.lexeme.act == "OTHER" and not _is_blended(finding, report, cast, subject)):
        return
    if trusting and cue.lexeme.present == "ينقل":
        return  # "نقل فلان عن نظيره أن أنقرة لا تمانع": not his who relays it
    if trusting and (_is_addressed(finding, subject) or (finding.kind == "statement" and cue.kind != "statement")):
        return  # what is stated beside a demand or a pledge may be another's
    joined = joined_with(cast, report.text, subject, finding.passage.start, finding.passage.end)
    if trusting and cue.form == "verb":
        if subject in finding.by and _is_joined_to_own(cue, subject, finding.passage, report, cast):
            return
        together = _acting_together(cue, subject, finding.passage, report, cast)
        joined = together or joined
        missing = [one for one in together if not any(cast.same_side(one, holder) for holder in finding.by)]
        if missing and len(missing) < len(together):
            set_holder(finding, cast, together, finding.by)
            return
    same = [holder for holder in finding.by if any(cast.same_side(holder, one) for one in joined)]
    if same:
        if trusting and len(same) < len(finding.by):
            lost = [holder for holder in finding.by if holder not in same]
            set_holder(finding, cast, same, lost)
        elif len(finding.by) == 1 and not trusting:
            finding.by = joined
        return
    lost = finding.by
    set_holder(finding, cast, joined, lost, noted=bool(lost) and trusting)
    if cue.form == "noun" and finding.reported_by is None and len(lost) == 1:
        # "سخر فلان من مطالبة الحركة بـ": whom the model took for the holder is the one who tells it.
        before = [mention.participant for mention in cast.within(finding.passage.start, cue.start)]
        tellers = [one for one in reversed(before) if cast.same_side(one, lost[0])]
        if tellers and not cast.same_side(lost[0], joined[0]):
            finding.reported_by = next((one for one in tellers if cast[one].kind == "person"), tellers[0])


_GIVEN = re.compile(r"[\s\"«]*[وف]?ب?(?:موافقة|قبول|التزام|تعهد|استعداد)\s+[\"«]?")


def _giver(finding: Finding, report: Report, cast: Cast) -> str | None:
    """Whose a consent or pledge is that another takes up, where it is the consent that is told and not what is said of it."""
    span, cue = finding.span, finding.cue
    assert span is not None and cue is not None
    if cue.end > span.start or cue.lexeme.act not in {"SUPPORT", "REJECT", "ACCUSE"}:
        return None
    if finding.kind != "commitment" and not (finding.kind == "statement" and finding.act == "AGREE"):
        return None
    first = next(iter(cast.within(span.start, span.end)), None)
    if first is None or _GIVEN.fullmatch(report.text, span.start, first.start) is None:
        return None
    return None if _is_governed_by_own(cue, finding) else first.participant


def _is_governed_by_own(cue: Cue, finding: Finding) -> bool:
    """Whether a verb nearer to the quote than a cue is what governs it."""
    assert finding.span is not None
    return any(cue.end < one.start < finding.span.start and one.form == "verb" for one in finding.passage.cues)


_BOTH = r"(?:كل من|كلا? من|كلا من|(?:ال)?(?:طرف|جانب|وفد|فريق|حزب|حليف|دولت|حركت|حكومت|قوت|جبهت|وسيط|بلد)(?:ان|ين))"
_BOTH_BEHIND = re.compile(
    rf"\s+(?:وفدا|ممثلا|رئيسا|قيادتا|ممثلو|وفود|حكومتا|مندوبو|مندوبا|قادة)\s+[\"«]?|\s+{_BOTH}(?:\s+[\u0621-\u064a]+)?\s*(?:[،(:\-–—«]\s*)?(?:(?:أي|وهما|هما|أعني)\s+)?[\"«]?(?:وفد\s+)?$"
)
_BODY_WORD = r"(?:وفد|وفدي|حكومة|ممثلو|ممثلي|قيادة)"
_AND = re.compile(rf"[\s\"«»]*،?\s*(?:و|ومعه(?:ا|م)?\s|وكذلك\s|ومثله(?:ا)?\s)\s*(?:كل من\s+|{_BODY_WORD}\s+)?[\"«]?")
_OF_SEVERAL = re.compile(r"(?:[يت][\u0621-\u064a]{2,}(?:ان|ون)|[\u0621-\u064a]{3,}(?:تا|وا))")


def _acting_together(cue: Cue, subject: str, passage: Passage, report: Report, cast: Cast) -> list[str]:
    """Those whom the words name together as the subject of a verb; empty unless there are several.

    «تعهدت الحكومة والحركة بـ», «التزم الطرفان، الحكومة والحركة، بـ», and in front of a dual or plural: «الحكومة والحركة تتعهدان».
    """
    text = report.text
    behind = cast.within(cue.end, passage.end)
    group = cast.groups.get(behind[0].participant) if behind and not text[cue.end : behind[0].start].strip(' "«') else None
    if group is not None and len(behind) == 1:
        return list(group)
    if behind and behind[0].participant in cast.groups and len(behind) > 1:
        rest = behind[1:]
    else:
        rest = next((behind[n:] for n, one in enumerate(behind) if one.participant == subject), [])
    if rest:
        lead = text[cue.end : rest[0].start]
        if not lead.strip(' "«') or _BOTH_BEHIND.fullmatch(lead):
            return _joined_on(rest, text, cast)
        return list(group or ())
    chain = _joined_before(cue, subject, passage, report, cast)
    if len(chain) < 2:
        return []
    # Before a verb in the singular و may as well begin a new clause, unless all of them stand behind «إن».
    several = _OF_SEVERAL.fullmatch(text[cue.start : cue.end]) or _LEADS_SUBJECT.search(text[passage.start : chain[0].start])
    return _joined_on(chain, text, cast, before_verb=True) if several else []


_LEADS_SUBJECT = re.compile(r"(?:^|[\s«\"(])(?:و|ف)?ب?[إأ]ن\s+[\"«]?(?:كل(?:ا|اً)? من\s+)?[\"«]?$")
_OWN_LAND_AND = re.compile(r"(?<![\u0621-\u064a])(?:بلاد|بلد|حكومت|حركت|جماعت|وفد)(?:ه|ها|هم|نا)\s+و\s*[\"«]?$")


def _joined_before(cue: Cue, subject: str, passage: Passage, report: Report, cast: Cast) -> Sequence[Mention]:
    """The subject in front of a verb and all whom و joins to it: «إن السعودية وقطر ومصر تعهدت»."""
    before = cast.within(max(passage.start, cue.start - 120), cue.start)
    if not before or before[-1].participant != subject:
        return []
    first = len(before) - 1
    while first and _AND.fullmatch(report.text[before[first - 1].end : before[first].start]):
        first -= 1
    return before[first:]


def _is_joined_to_own(cue: Cue, subject: str, passage: Passage, report: Report, cast: Cast) -> bool:
    """Whether the speaker's own side is among those who act, by no name: «بلاده ومصر ستعملان»."""
    chain = _joined_before(cue, subject, passage, report, cast)
    return bool(chain) and _OWN_LAND_AND.search(report.text[passage.start : chain[0].start]) is not None


def _joined_on(mentions: Sequence[Mention], text: str, cast: Cast, *, before_verb: bool = False) -> list[str]:
    """The participants of some mentions as far as و joins each to the one before; empty unless they are of several sides."""
    found = [mentions[0]]
    for earlier, later in itertools.pairwise(mentions):
        if not _AND.fullmatch(text[earlier.end : later.start]) or (not before_verb and OWN_VERB.match(text, later.end)):
            break
        found.append(later)
    ids = list(dict.fromkeys(one.participant for one in found))
    return ids if len(ids) > 1 and not any(cast.same_side(a, b) for a, b in itertools.combinations(ids, 2)) else []


def _settle_by_agreement(finding: Finding, report: Report, cast: Cast) -> None:
    """Take for the holder who spoke before, where no offered one can be the subject of the verb.

    So it is with a name of the other gender («طالبت …» of the Council), and with one right behind a verb that has its subject
    in itself («نطالب الحكومة بـ»).
    """
    cue, passage = finding.cue, finding.passage
    if cue is None or cue.form != "verb" or cue.lexeme.act == "OTHER" or cue.lexeme.present in NEEDS or not finding.by:
        return
    if cue.object in FIRST_PERSON:
        return  # "وعدونا": who speaks is who is promised something
    if not (cue.object or _names_no_other(cue, passage, report, cast)):
        return
    if not all(_cannot_act(holder, cue, passage, report, cast) for holder in finding.by):
        return
    assert finding.span is not None
    if is_noun_too(report.text[cue.start : cue.end]):
        whose = owner_named(report, cast, finding.kind, finding.span.start, finding.span.end)
        if whose is not None and any(cast.same_side(whose, holder) for holder in finding.by):
            return
    if speaker_of_all(report, cast, cue.start, cue.end) in finding.by:
        return  # «أرحب بـ» in a statement of the envoy's own
    lead = report.text[report.segment_at(cue.start).start : cue.start]
    if verb_form(cue, report.text[cue.start : cue.end]) == "masculine" and any(
        side_by_nation(lead, cast.label(cast[holder])) for holder in finding.by
    ):
        return  # «رفض الجانب الإثيوبي البند وتمسك بأن»
    speech = speech_at(report, cast, cue.start, cue.end)
    speaker = speech.speaker if speech is not None else speaker_at(report, cast, passages(report), passage)
    if speaker is not None and _cannot_act(speaker, cue, passage, report, cast):
        # "وأمهلت الحركة المجلس أسبوعاً، وطالبت بـ": the one name in front that agrees with the verb
        before = cast.within(report.segment_at(cue.start).start, cue.start)
        fitting = {one.participant for one in before if not _cannot_act(one.participant, cue, passage, report, cast)}
        speaker = fitting.pop() if len(fitting) == 1 else None
    elif speaker is not None and any(cast.same_side(speaker, holder) for holder in finding.by):
        return  # a person speaks for the body
    if speaker is None:
        finding.misread = True
        return
    set_holder(finding, cast, [speaker], finding.by)


_OFFICE_OF = re.compile(
    r"(?:مندوب|ممثل|متحدث|ناطق|رئيس|عضو|أعضاء|مس[ؤئ]ول|قيادي|أمين|زعيم|مفاوض|وزير|سفير|مبعوث|موفد|مستشار|كبير|نائب|قائد|باسم|عن|مصدر|وفد|فريق|قيادة|مدير)"
    r"[\u0621-\u0652]*(?:\s+[\u0621-\u0652]+){0,2}\s+[\"«]?$"
)
_BEGINS_CLAUSE = re.compile(r"(?:^|[.،؛:!؟\n«\"]|\sو|\sثم|\sكما)\s*(?:و|ف)?(?:ثم\s+|كما\s+|قد\s+|لقد\s+)?$")


def _names_no_other(cue: Cue, passage: Passage, report: Report, cast: Cast) -> bool:
    """Whether no words around a verb name a subject that is no participant («وقالت الناطقة باسم الوفد», «الحكومة تعهدت»)."""
    if not _BEGINS_CLAUSE.search(report.text[max(0, passage.start - 2) : cue.start]):
        return False
    behind = next(iter(cast.within(cue.end, passage.end)), None)
    if behind is not None and not report.text[cue.end : behind.start].strip(" \"'«“"):
        return True
    return NO_SUBJECT.match(report.text, cue.end, passage.end) is not None


def _spoken_to(cue: Cue, report: Report, cast: Cast) -> list[str]:
    """For whom the object pronoun of a verb stands: «التقى الوسيط المجلس وناشده», «… الحركة والمجلس وناشدهما».

    It is who is named last in front of it, if the clause names somebody before who may have acted; else nobody is told.
    """
    before = cast.within(report.segment_at(cue.start).start, cue.start)
    if not cue.object or len(before) < 2:
        return []
    last, other = before[-1], before[-2]
    joined = re.fullmatch(r"[\s\"«»]*و\s*[\"«]?", report.text[other.end : last.start]) is not None
    if cue.object == "هما":
        return [other.participant, last.participant] if joined and len(before) > 2 else []
    one = cast[last.participant]
    if joined or re.search(r"[،؛.]", report.text[other.end : last.start]) or cue.object not in {"ه", "ها", "هم"}:
        return []
    feminine = is_feminine(one) or _is_feminine_body(one)
    fits = one.kind != "person" if cue.object == "هم" else one.kind == "person" or feminine == (cue.object == "ها")
    return [last.participant] if fits and not cast.same_side(last.participant, other.participant) else []


def _cannot_act(holder: str, cue: Cue, passage: Passage, report: Report, cast: Cast) -> bool:
    if holder in _spoken_to(cue, report, cast):
        return True
    word = report.text[cue.start : cue.end]
    behind = next(iter(cast.within(cue.end, passage.end)), None)
    if behind is not None and behind.participant == holder and not report.text[cue.end : behind.start].strip(" \"'«“"):
        if has_subject_in_itself(cue, word) or clashes(cue, word, cast[holder], report.text[behind.start : behind.end]):
            return True
    if not clashes(cue, word, cast[holder]):
        return False
    sides = [one for one in cast.within(paragraph_at(report, cue.start)[0], cue.start) if cast.same_side(one.participant, holder)]
    # "تحدث مندوب الحركة. وطالب بـ": somebody of the body spoke, who is called by no name.
    return all(
        clashes(cue, word, cast[one.participant], report.text[one.start : one.end])
        and not _OFFICE_OF.search(report.text[max(0, one.start - 40) : one.start])
        for one in sides
    )


LAYS_ON = re.compile(r"(?:^|[\s\"«(:])(?:و|ف)?(?:(?:إن|أن|بأن)\s+)?(?:على|من واجب)\s+[\"«]?$")
TO_DO = re.compile(r"[\s\"»]+(?:،[^،]*،\s*)?(?:أن|ألا|الآن أن|أولا أن|أولاً أن)\s")


def settle_obliged(finding: Finding, report: Report, cast: Cast) -> None:
    """Who says that another has to do something wants it: «إن على الحكومة أن», «يتعين على الحكومة»."""
    span, cue = finding.span, finding.cue
    if span is None or finding.kind != "demand" or not finding.by:
        return
    needed = cue is not None and cue.lexeme.present in NEEDS
    obliged = [
        one.participant
        for one in cast.within(finding.passage.start, span.end)
        if LAYS_ON.search(report.text[finding.passage.start : one.start])
        or (needed and cue is not None and cue.end <= one.start and report.text[cue.end : one.start].strip() == "على")
        if needed or TO_DO.match(report.text, one.end)
    ]
    if not obliged or not all(holder in obliged for holder in finding.by):
        return
    speech = speech_at(report, cast, span.start, span.end)
    if speech is None or speech.speaker in obliged:
        finding.misread = True
        return
    lost = finding.by
    set_holder(finding, cast, [speech.speaker], lost)
    finding.to = list(dict.fromkeys([*finding.to, *lost]))


# An office without a name, in front of the verb of what is told or right behind it: «إن رئيس الوزراء وعدها», «وعدها رئيس الوزراء بـ».
_OFFICE = (
    r"(?:(?:نائب|مساعد|وكيل)\s+)?(?:رئيس|رئيسة|وزير|وزيرة|قائد|قيادة|محافظ|والي|حاكم|ملك|أمير|أمين|سفير|سفيرة|مدير|مكتب|وفد|وكيل|مندوب|ممثل|مستشار|زعيم|قاضي|هيئة|وزارة)"
    r"(?:\s+(?!قد\s|لن\s|لم\s|لا\s|أن\s|إن\s|من\s|على\s|إلى\s|في\s|عن\s|س[يت])[\u0621-\u0652]+){0,3}?"
)
_OFFICE_BEFORE = re.compile(rf"(?<![\u0621-\u064a])[وف]?ب?[إأ]ن\s+(?P<office>{_OFFICE})\s+(?:قد\s+|لن\s+|لم\s+)?$")
_OFFICE_BEHIND = re.compile(
    rf"\s+(?P<office>{_OFFICE})(?=\s+(?:ب[\u0621-\u0652]{{3,}}|أن|بأن|على|ل[\u0621-\u0652]{{3,}})(?![\u0621-\u0652]))"
)
# The preposition of the verb may stand far behind: «إن رئيس الوزراء وعده، في اتصال هاتفي، بـ».
_OFFICE_PROMISED = re.compile(
    rf"(?<![\u0621-\u064a])[وف]?ب?[إأ]ن\s+(?P<office>{_OFFICE})\s+(?:قد\s+)?(?:وعد|تعهد|التزم|ضمن)(?:ه|ها|هم|هما|نا|ني)?(?=[\s،])"
)
_HAD_OF = re.compile(
    r"[\s\"«]*[وف]?(?:ال)?(?:تعهد|وعد|ضمان|ضمانات|التزام|تطمينات|وعود|تعهدات)(?:اً|ًا|ا)?(?:\s[^\s،.؛]+){0,2}?\s+(?:من(?:\s(?:قبل|جانب|طرف))?|صادر(?:اً|ة)?\sعن)\s+(?P<office>[^،.؛:]+?)(?=\s+ب[\u0621-\u0652]{3,})"
)


def settle_stranger(finding: Finding, report: Report, cast: Cast) -> None:
    """Ascribe nothing to who tells or hears of another's act, where that other is called by an office or no participant.

    «قالت إن رئيس الوزراء وعدها بـ» is his promise, and none of hers, whether he is among the participants or not.
    """
    span, cue, text = finding.span, finding.cue, report.text
    if span is None or finding.kind not in {"commitment", "demand", "statement"} or not finding.by or finding.misread:
        return
    sentence = report.segment_at(span.start).start
    found = _HAD_OF.match(text, span.start, span.end) if finding.kind == "commitment" else None
    verb = (
        cue
        if cue is not None and cue.form != "noun" and cue.kind == finding.kind and span.start - 1 <= cue.start < span.end
        else None
    )
    if found is None and verb is not None:
        found = _OFFICE_BEFORE.search(text, max(sentence, verb.start - 90), verb.start)
        if found is None and verb.form == "verb" and verb.object:
            found = _OFFICE_BEHIND.match(text, verb.end)
    if found is None and verb is None and finding.kind == "commitment":
        found = _OFFICE_PROMISED.search(text, max(sentence, span.start - 90), span.end)
    if found is None:
        return
    if named := cast.within(found.start("office"), found.end("office")):
        whose = named[-1].participant  # whom a verb that is a cue names is settled with that
        others = [one for one in finding.by if one != whose and (cast[one].kind == "person" or not cast.same_side(one, whose))]
        if verb is None and found.re is _OFFICE_PROMISED and cast[whose].kind == "person" and others == finding.by:
            set_holder(finding, cast, [whose], finding.by)
        return
    office = found["office"]
    lead = text[sentence : found.start("office")]
    if all(_holds_office(cast[holder], office, lead, cast) for holder in finding.by):
        return
    holders = [
        one.id for one in cast.participants if one.kind == "person" and one.title and _words_in(office) <= _words_in(one.title.ar)
    ]
    if len(holders) == 1:
        set_holder(finding, cast, holders, finding.by)
    else:
        finding.misread = True


def _words_in(words: str) -> set[str]:
    return {folded(word).removeprefix("ال") for word in words.split()}


def _holds_office(holder: Participant, office: str, lead: str, cast: Cast) -> bool:
    """Whether somebody may be meant by an office: by the title, or as the body that it belongs to and that tells nothing in ``lead``."""
    if holder.kind == "person":
        return holder.title is not None and _words_in(office) <= _words_in(holder.title.ar)
    return cast.may_stand_for(holder, office) or not cast.may_stand_for(holder, lead)


_ATTRIBUTES_EN = re.compile(
    r"\b(?:according to|said|says|told|claim\w*|assert\w*|affirm\w*|confirm\w*|assur\w*|announc\w*|stat(?:e|es|ed|ing) that|report\w*|quot\w*|allege\w*|insist\w*|maintain\w*)\b"
)
_WILL_DO = re.compile(r"[\s»\"]+(?:سوف\s|س[يت][\u0621-\u0652]{3,}\s)")


def settle_foretold(finding: Finding, report: Report, cast: Cast) -> None:
    """What one side says that another will do is a pledge at second hand, and no step that is settled.

    «قالت ليلى إن الحكومة ستفرج عن الأسرى»: where her words make a party act, it is claimed of that party.
    """
    span = finding.span
    if span is None or finding.kind != "next_step":
        return
    speech = speech_at(report, cast, span.start, span.end) or speech_led(report, cast, span.start, span.end)
    if speech is None or _ATTRIBUTES_EN.search(finding.draft.en.lower()):
        return
    told = next((one for one in cast.within(max(span.start, speech.start), span.end)), None)
    if told is None or not _WILL_DO.match(report.text, told.end) or cast.same_side(told.participant, speech.speaker):
        return
    if cast[told.participant].role != "party" or told.participant in cast.groups or cast[speech.speaker].role != "party":
        return
    turn_kind(finding, "commitment", report.text[told.end : span.end].split()[0])
    set_holder(finding, cast, [told.participant], (), noted=False)
    finding.reported_by = speech.speaker


def _predicated(cue: Cue, finding: Finding, report: Report, cast: Cast) -> str | None:
    """The body right in front of a feminine participle: «لا تزال الحركة متمسكة بـ»."""
    before = cast.within(finding.passage.start, cue.start)
    if not before or not report.text[cue.start : cue.end].endswith("ة") or report.text[before[-1].end : cue.start].strip():
        return None
    one, behind = cast[before[-1].participant], next(iter(cast.within(cue.end, finding.passage.end)), None)
    if behind is not None and not report.text[cue.end : behind.start].strip(' "«'):
        # "رفضت الحركة مطالبة المجلس بـ": as well a noun, and then it is the Council's
        refusing = [
            verb for verb in finding.passage.cues if verb.end < before[-1].start and verb.lexeme.act in {"REJECT", "ACCUSE"}
        ]
        return behind.participant if refusing else None
    return one.id if one.kind != "person" and is_feminine(one) else None


def _possessed(finding: Finding, report: Report, cast: Cast) -> str | None:
    """Whose a pledge or demand is that the quote begins with and a pronoun ascribes ("تعهدها بـ")."""
    assert finding.span is not None
    span = finding.span
    nouns = [
        cue
        for cue in finding.passage.cues
        if cue.kind == finding.kind
        and cue.start >= span.start
        and (cue.form == "noun" or (cue.form == "participle" and is_noun_too(report.text[cue.start : cue.end])))
    ]
    if not nouns or len(report.text[span.start : nouns[0].start].split()) > 1:
        return None
    return owner_of(nouns[0], report, cast, finding.passage)


def _is_addressed(finding: Finding, subject: str) -> bool:
    """Whether the model says that the one behind the verb is spoken to ("ناشد الصليب الأحمر إجلاء …") by another."""
    if finding.cue is not None and finding.cue.object:
        return False  # the pronoun is who is spoken to
    return finding.kind == "demand" and subject in finding.to and bool(finding.by) and subject not in finding.by


def _is_blended(finding: Finding, report: Report, cast: Cast, subject: str) -> bool:
    """Whether a sentence of one speaker is ascribed to others whom its words do not name, or to several at once."""
    assert finding.span is not None and finding.cue is not None
    words = report.text[finding.passage.start : finding.span.end]
    named = {mention.participant for mention in cast.within(finding.passage.start, finding.span.end)}
    strange = [
        one
        for one in finding.by
        if not any(cast.same_side(one, other) for other in named) and not cast.may_stand_for(cast[one], words)
    ]
    if _OTHER_SIDE.search(words):
        strange = []
    sides = [one for one in finding.by if not cast.same_side(one, subject)]
    return bool(strange) or (len(finding.by) > 1 and bool(sides) and len(sides) < len(finding.by))


def owner_of(cue: Cue, report: Report, cast: Cast, passage: Passage) -> str | None:
    """Whose a noun is: the name right behind it ("مطالبة الحكومة بـ"), or before it if the noun has a pronoun ("تعهدها بـ")."""
    own = report.text[cue.start : cue.end].endswith(("ه", "ها", "هم", "هما"))  # "جدد دعوته الحركة إلى": it is not hers
    for mention in cast.within(cue.end, passage.end)[:1]:
        if not own and re.fullmatch(r"\s+[\"«]?", report.text[cue.end : mention.start]):
            return mention.participant
    word = folded(report.text[cue.start : cue.end])
    if not word.endswith(("ها", "هم", "ه")) or word.endswith(("مطالبه", "دعوه", "رغبه", "موافقه", "ادانه", "مناشده")):
        return None
    feminine = word.endswith("ها")
    before = list(reversed(cast.within(passage.start, cue.start)))
    if len(before) > 1 and re.fullmatch(r"\s+[\"«]?", report.text[before[0].end : cue.start]):
        lead = report.text[passage.start : before[0].start].split()
        if lead and folded(lead[-1]) not in _PREPOSITIONS:
            del before[0]  # "أبلغ فلان الوسيط موافقته": the mediator is told of it, and it is not his
    for mention in before:
        participant = cast[mention.participant]
        if participant.kind == "person" or _is_feminine_body(participant) == feminine or word.endswith("هم"):
            return mention.participant if participant.kind != "person" or not feminine else None
    return None


def _is_feminine_body(participant: Participant) -> bool:
    words = (participant.name.ar or "").split() or [""]
    return (
        participant.kind == "state" or words[0].endswith(("ة", "اء")) or words[0] in {"الدول", "الأمم", "قوات", "القوات", "قوى"}
    )


_COMMENT = re.compile(
    r"،\s*(?:و(?=هذ[اه](?![\u0621-\u064a]))|(?=(?:(?:غير|بيد|إلا)\sأن|و?لكن)\s(?:\S+\s){1,5}?(?:سارع|بادر|نف[ىت]|كذ[\u0651]?ب|فن[\u0651]?د|رد|أنكر|دحض)))"
)


def settle_reporter(finding: Finding, report: Report, cast: Cast) -> None:
    """Who is made to say it: the subject of the verb of saying in front, if that is another than the holder."""
    saying = finding.passage.reporting_cue
    behind = saying is not None and finding.span is not None and saying.start >= finding.span.end
    if (
        saying is not None
        and finding.span is not None
        and any(found.start() < finding.span.start + 4 for found in _COMMENT.finditer(report.text, saying.end, finding.span.end))
    ):
        return  # the report itself goes on: «صرح بأن حكومته تريد كذا، وهذه مهزلة»
    if saying is not None and not behind and finding.reported_by is None and finding.by:
        speaker = subject_of(saying, finding.passage, report, cast)
        if speaker and not any(cast.same_side(speaker, holder) for holder in finding.by):
            finding.reported_by = speaker
    if finding.reported_by in finding.by:
        finding.reported_by = None


# «نقل فلان عن الوزير قوله إن بلاده»: whose country that is.
_RELAYS = re.compile(r"(?<![\u0621-\u064a])[وف]?(?:[يت]?نقل(?:ت|وا)?|ناقل(?:ا|اً|ة))\s[^؛.]{2,80}?\sعن\s")


def settle_relayed(finding: Finding, report: Report, cast: Cast) -> None:
    """Whose it is, and who says it, where one relays the words of another about the other's side."""
    span = finding.span
    if span is None or finding.kind not in {"demand", "commitment", "statement"} or not finding.by:
        return
    start = report.segment_at(span.start).start
    relays = _RELAYS.search(report.text, start, span.end)
    side = SIDE_OF.search(report.text, max(start, span.start - 12), span.end) if relays is not None else None
    if relays is None or side is None or possessed_body(report.text[side.start() : span.end]) is None:
        return
    said_by = [one for one in cast.within(relays.end(), side.start()) if cast[one.participant].kind == "person"]
    if len({one.participant for one in said_by}) != 1 or re.search(r"[؛.]|،\s*(?:و|ف)", report.text[relays.end() : side.start()]):
        return
    speaker = said_by[0].participant
    holder = cast[speaker].affiliation
    if holder is None or holder in cast.groups or any(cast.same_side(holder, one) for one in finding.by):
        return
    set_holder(finding, cast, [holder], finding.by)
    finding.reported_by = None
    note_speaker(finding, speaker, cast)
    finding.reported_by = speaker  # who is of the same side, and is said to have said it


def settle_speech(finding: Finding, report: Report, cast: Cast) -> None:
    """Whose it is and who tells it, where the frame of the sentence shows that and no cue verb does.

    A noun of demanding or pledging belongs to whoever is named right behind it, and in "قال فلان إن الحركة …" the Movement
    is who pledges, by whatever verb.
    """
    span = finding.span
    if span is None or finding.kind not in {"demand", "commitment", "statement"}:
        return
    if not finding.by:
        denying = speech_at(report, cast, span.start, span.end) if finding.denied else None
        finding.by = [denying.speaker] if denying is not None else []  # who calls a thing untrue says so
        return
    cue = finding.cue
    settled = (
        cue is not None
        and cue.kind == finding.kind
        and finding.governed
        and span.end > cue.start
        and own_subject(finding, report, cast) is not None
    )
    speech = speech_at(report, cast, span.start, span.end)
    if not settled:
        whose = owner_named(report, cast, finding.kind, span.start, span.end)
        if whose is None and speech is not None and finding.kind == "commitment":
            subject = told_subject(report, cast, speech, span.end)
            if subject is not None and any(cast.same_side(speech.speaker, holder) for holder in finding.by):
                whose = subject
        if whose is not None and not any(cast.same_side(whose, holder) for holder in finding.by):
            lost = finding.by
            set_holder(finding, cast, joined_with(cast, report.text, whose, report.segment_at(span.start).start, span.end), lost)
            if finding.reported_by in finding.by:
                finding.reported_by = None  # nobody tells of oneself
            if finding.reported_by is None and speech is not None and cast.same_side(speech.speaker, lost[0]):
                finding.reported_by = speech.speaker
    settle_teller(finding, report, cast)


def settle_teller(finding: Finding, report: Report, cast: Cast) -> None:
    """Who is made to say it, by the frame around the words, if that is another than the holder."""
    if finding.span is None or finding.kind not in {"demand", "commitment", "statement"} or finding.reported_by is not None:
        return
    if _is_own_voice(finding, report, cast):
        return
    start, end = finding.span.start, finding.span.end
    if finding.kind != "statement" and (denier := _denier(finding, report, cast)) is not None:
        note_speaker(finding, denier, cast)
        return
    speech = speech_at(report, cast, start, end) or speech_led(report, cast, start, end)
    if speech is not None:
        note_speaker(finding, speech.speaker, cast)
        return
    whose = owner_named(report, cast, "commitment", start, end) if finding.kind == "commitment" else None
    whose = whose or (_possessed(finding, report, cast) if finding.kind == "commitment" else None)
    if whose is not None:
        # "رحب المبعوث بتعهد الحكومة", "حصل الوفد على ضمانات من الحكومة": what is known of the pledge is what another has of it.
        teller = pledge_teller(report, cast, start)
        if teller is not None and any(cast.same_side(whose, holder) for holder in finding.by):
            note_speaker(finding, teller, cast)
        elif teller is None and is_won_by_us(report, start, end) and finding.status != "denied":
            set_status(finding, "claimed")
    if finding.kind == "commitment" and (organ := organ_of(report, cast)) is not None:
        note_speaker(finding, organ, cast)  # what one side's own outlet says that the other side promised


_TO_HAVE = re.compile(r"\s(?:أن|ان|بأن|صدور|وجود)\s")


def _denier(finding: Finding, report: Report, cast: Cast) -> str | None:
    """Who denies what another is said to have pledged or asked: «نفى فلان أن تكون الحركة قد تعهدت بـ»."""
    assert finding.span is not None
    span, segment = finding.span, report.segment_at(finding.span.start)
    for passage in passages_between(report, segment.start, span.end):
        for cue in passage.cues:
            if cue.form != "verb" or cue.lexeme.status != "denied" or cue.negated or not segment.start <= cue.start < span.end:
                continue
            subject = subject_of(cue, passage, report, cast)
            between = report.text[cue.end : span.end]
            if subject is not None and _TO_HAVE.search(between) and not re.search(r"[؛.]|،\s*(?:و|ف|بل|لكن)", between):
                return subject
    return None


def _is_own_voice(finding: Finding, report: Report, cast: Cast) -> bool:
    """Whether the outlet of the holder's side says something itself: «وزعم أن …، ولم يصل إلى أهلنا منهم أحد»."""
    assert finding.span is not None
    if CLAUSE_ENDED.search(report.text[max(0, finding.span.start - 6) : finding.span.start]) is None:
        return False  # «زعم أن جبهتنا وافقت» is what he says, in the words of the outlet
    words = report.text[finding.span.start : finding.span.end]
    if not speaks_for_us(without_spans(words, quoted_spans(words))):
        return False
    organ = organ_of(report, cast)
    return organ is not None and any(cast.same_side(organ, one) for one in finding.by)


def note_speaker(finding: Finding, speaker: str, cast: Cast) -> None:
    """Note who is made to say an item that a clause of its own tells ("قال فلان، أمس، إن الحكومة تعهدت")."""
    if finding.reported_by is not None or not finding.by or any(cast.same_side(speaker, holder) for holder in finding.by):
        return
    finding.reported_by = speaker
    if finding.kind == "commitment" and finding.status != "denied":
        set_status(finding, "claimed")


def settle_addressees(finding: Finding, report: Report, cast: Cast) -> None:
    """Whom a demand is put to: a participant named between the verb with its subject and what is wanted."""
    cue = finding.cue
    _settle_object(finding, report, cast)
    if finding.to or finding.kind != "demand" or cue is None or finding.span is None:
        finding.to = [id_ for id_ in finding.to if id_ not in finding.by]
        return
    between = cast.within(cue.end, finding.span.start) if cue.kind == "demand" and finding.governed else []
    finding.to = [
        one
        for one in (*_spoken_to(cue, report, cast), *(mention.participant for mention in between))
        if not any(cast.same_side(one, holder) for holder in finding.by)
    ]
    finding.to = list(dict.fromkeys(finding.to))


def _settle_object(finding: Finding, report: Report, cast: Cast) -> None:
    """Whom an act is put to, where the verb has a participant for its direct object: «اتهمت ليلى الحكومة», «داعيا قطر إلى»."""
    cue, span = finding.cue, finding.span
    if cue is None or span is None or not finding.to or not finding.governed or cue.form == "noun" or cue.object:
        return
    if folded(cue.lexeme.present) not in ADDRESSING or cue.kind != finding.kind or cue.start >= span.end:
        return
    named = cast.within(cue.end, max(finding.passage.end, span.end))
    if cue.form == "verb":
        subject = own_subject(finding, report, cast)
        if subject is None:
            return
        behind = [place for place, one in enumerate(named) if one.participant == subject]
        last = named[behind[0]].end if behind else cue.end
        named = named[behind[0] + 1 :] if behind else named
    else:
        last = cue.end
    if not named or report.text[last : named[0].start].strip(' "«»'):
        return
    shown = _joined_on(named, report.text, cast) or [named[0].participant]
    told = {one for id_ in shown for one in cast.groups.get(id_, (id_,))}
    if any(cast.same_side(one, id_) for one in told for id_ in finding.to) or told & set(finding.by):
        return
    expected, offered = ("، ".join(cast.label(cast[one]) for one in ids) for ids in (shown, finding.to))
    finding.notes.append(warning("addressee", severity="info", expected=expected, name=offered))
    finding.to = shown
