"""A finding: an item that the model pointed at, with its place in the report and what code settles about it.

The model leaves open, or gets wrong, what the words of the report decide: whose item it is when the subject stands
right after the verb, of which kind it is (طالب is a demand), whether it was pledged or only claimed, the documents,
amounts and deadlines that it names. Each rule here is one small function; a rule that overrules the model notes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from briefing.arabic import fold, folded
from briefing.cues import Cue
from briefing.drafts import NOBODY, ItemDraft
from briefing.figures import un_symbols
from briefing.grounding import Span, TextIndex
from briefing.participants import Cast, joined_with, subject_after
from briefing.record import Bilingual, Participant, Warning
from briefing.resources import template_path
from briefing.source import Report
from briefing.verdicts import warning
from briefing.windows import Passage
from briefing.wording import is_feminine

_CONDITION = re.compile(
    r"(?:^|\s)((?:و|ف)?(?:شريطة|بشرط|على شرط|شرط|إذا|اذا|في حال|ما لم|إلا بعد|الا بعد|إلا إذا|الا اذا|مقابل)\s)"
)
_PRONOUN_SUBJECT = re.compile(
    r"(?:^|\s)(?:و|ف)?(?:إنه|إنها|إنهم|أنه|أنها|أنهم|بأنه|بأنها|بأنهم|الذي|التي|الذين|حيث|لأنه|لأنها|هو|هي|هم)\s*$"
)
_SMALL_WORDS = frozenset(["قد", "لقد", "لا", "لم", "لن", "ما", "سوف", "كانت", "كان", "ايضا", "بدوره", "بدورها", "ان"])
_EARLIER_ROUND = re.compile(
    r"(?:الجول[ةه]|الاجتماع|المؤتمر|اللقاء|المحادثات|المفاوضات)\s+(?:السابق|السابقة|الماضي|الماضية|الأولى في)"
    r"|(?:جول[ةه]|اجتماع|محادثات|مفاوضات)\s+(?:سابق|سابقة)|(?:في|خلال)\s+(?:العام|عام|السنة)\s+(?:الماضي|الماضية)"
    r"|قبل\s+(?:عام|عامين|سنة|سنتين|أعوام|سنوات|[0-9٠-٩]+\s+(?:عاماً|عاما|سنة|أعوام|سنوات))|كانت? قد\s"
)
_DOCUMENT_SUBJECT = re.compile(
    r"[\s\"«]*(?:هذا |هذه )?(?:البيان|الوثيقة|الإعلان|الاتفاق|المذكرة|الورقة|المسودة|النص)(?:\s+(?:المشترك|الختامي|الختامية|المشتركة|النهائي|النهائية))?(?=\s)"
)
# Behind a comma these words begin something that the verb before does not govern.
_ASIDE = re.compile(r"[،؛]\s*(?:فيما|بينما|في حين|لكن|ولكن|غير أن|إلا أن|بيد أن|خلافا|خلافاً|وفق|بحسب|حسب|وهو|وهي|وذلك)(?=\s)")
_ADDRESSING = frozenset(folded("يدعو يناشد يحث يطالب يتهم يحذر").split())
_BEST_EFFORTS = re.compile(r"(?:ست?سعى|سيسعى|ستسعى|تسعى|يسعى|بذل (?:قصارى|كل|أقصى)|قصارى جهد|ما في وسع|كل ما بوسع)")


@dataclass
class Finding:
    """An item in the making. ``span`` is where the quote stands, None while it is not found."""

    draft: ItemDraft
    passage: Passage
    span: Span | None
    kind: str
    act: str | None
    by: list[str]
    reported_by: str | None = None
    to: list[str] = field(default_factory=list)
    status: str | None = None
    condition: Span | None = None
    references: list[str] = field(default_factory=list)
    issue: str | None = None
    holder_span: Span | None = None
    text: Bilingual | None = None
    condition_text: Bilingual | None = None
    notes: list[Warning] = field(default_factory=list)

    @property
    def cue(self) -> Cue | None:
        """The cue that governs the quote: the passage's main cue."""
        return self.passage.cue


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
    _settle_kind(finding, report)
    _settle_holder(finding, report, cast, trusting=trusting)
    _settle_reporter(finding, report, cast)
    _settle_addressees(finding, report, cast)
    _settle_status(finding, report)
    words = report.text[span.start : span.end]
    finding.references = references_of(words)
    finding.issue = issue_of(words)
    return finding


def region(passage: Passage, report: Report, cast: Cast) -> Span | None:
    """What a passage says after its cue and the subject behind it: the content, by rule. None if nothing is left."""
    cue = passage.cue
    start = cue.end if cue else passage.start
    if cue is not None and cue.form == "verb":
        subject = subject_after(cast, report.text, cue.end, passage.end)
        for mention in cast.within(cue.end, passage.end):
            if subject is not None and cast.same_side(mention.participant, subject) and mention.start - start < 90:
                start = mention.end
                if mention.participant == subject:
                    break
    if document := _DOCUMENT_SUBJECT.match(report.text, start, passage.end):
        start = document.end()
    end = passage.end
    if aside := _ASIDE.search(report.text, start, end):
        end = aside.start()
    while end > start and not report.text[end - 1].isalnum():
        end -= 1
    while start < end and not report.text[start].isalnum():
        start += 1
    return Span(start, end) if end - start > 3 else None


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
    while end > finding.span.end and not report.text[end - 1].isalnum():
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
        while end > start and (not words[end - 1].isalnum() or (end == stop < len(words) and words[end - 1] == "و")):
            end -= 1
        span = Span(finding.span.start + start, finding.span.start + end)
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
        if is_verbal_noun(match.group(1)) and len(words[last : match.start()].split()) > 1:
            cuts.append(match.start(1))
            last = match.start(1)
    return [cut for cut in cuts if len(words[cut:].split()) > 1]


_COMMON_VERBAL_NOUNS = frozenset(
    folded(
        "فتح رفع وقف سحب منح دفع نشر صرف عقد نقل حل كشف ترك ضم فك بدء عودة رحيل حظر قبول خروج دخول طرد حصر نزع وضع ضمان رد"
    ).split()
)
_VERBAL_NOUN = re.compile(r"ت\w{2}ي\w|ت\wا\w{2}|ت\w{1,2}يه|است\w{2,}ا\w|ان\w{2}ا\w|ا\w{2}ا\w|ا\wت\wا\w|ا\w?\wاد|م\wا\w{2}ه")


def is_verbal_noun(word: str) -> bool:
    """Whether a word is built as the name of an action: تشكيل، إيفاد، الإفراج, or one of the common short ones."""
    bare = folded(word).removeprefix("ال")
    return bare in _COMMON_VERBAL_NOUNS or _VERBAL_NOUN.fullmatch(bare) is not None


def is_coordinated(span: Span, passage: Passage, report: Report) -> bool:
    """Whether a span begins a further thing of its passage: after و, or after a comma."""
    return re.search(r"(?:[،؛,]\s*و?|(?:^|\s)و)[\"«\s]*$", report.text[passage.start : span.start]) is not None


def speaker_at(report: Report, cast: Cast, passages: Iterable[Passage], passage: Passage) -> str | None:
    """Who goes on speaking in a passage: the subject of the last finite verb before it in its paragraph.

    A subject whose gender the verb of the passage bears out is preferred. Where no verb has one, it is the person named
    last, or else the side.
    """
    cue = passage.cue
    feminine = cue is not None and cue.form == "verb" and folded(report.text[cue.start : cue.end]).endswith("ت")
    subjects = []
    for earlier in reversed([part for part in passages if part.paragraph == passage.paragraph and part.start < passage.start]):
        for verb in reversed(earlier.cues):
            if verb.form == "verb" and (subject := subject_of(verb, earlier, report, cast)):
                subjects.append(subject)
    if subjects:
        return next((one for one in subjects if not feminine or is_feminine(cast[one])), subjects[0])
    paragraph_start = min((part.start for part in passages if part.paragraph == passage.paragraph), default=passage.start)
    named = [
        mention.participant
        for mention in reversed(cast.within(paragraph_start, passage.cue.start if passage.cue else passage.start))
    ]
    persons = [one for one in named if cast[one].kind == "person"]
    return next(iter(persons or named), None)


def subject_of(cue: Cue, passage: Passage, report: Report, cast: Cast) -> str | None:
    """The participant that the words show as the subject of a finite verb; None if they do not show it.

    It stands right before the verb ("إن الحكومة تطالب") or right after it ("طالب رئيس الوفد فلان"). A pronoun before
    the verb ("إنه رفض") leaves the subject open.
    """
    lead_start = max(passage.start, cue.start - 120)
    lead = report.text[lead_start : cue.start]
    if _PRONOUN_SUBJECT.search(re.split(r"[،؛.]", lead)[-1].rstrip("و")):
        return None
    before = cast.within(lead_start, cue.start)
    if before:
        gap = report.text[before[-1].end : cue.start]
        if not re.search(r"[،؛.:]", gap) and all(
            folded(word) in _SMALL_WORDS or not folded(word) for word in gap.strip(" \"'«»”“").split()
        ):
            return before[-1].participant
    if _addresses_next(cue, passage, report, cast):
        return None
    subject = subject_after(cast, report.text, cue.end, passage.end)
    # "وحث الدول الراعية على …": a masculine verb does not have a feminine subject; the States are urged.
    return None if subject is not None and disagrees(report.text[cue.start : cue.end], cast[subject]) else subject


def _addresses_next(cue: Cue, passage: Passage, report: Report, cast: Cast) -> bool:
    """Whether the name behind a verb of addressing is whom it addresses: «…، ودعا المجلس إلى العودة».

    So it is where و joins the verb to an earlier one of its sentence, whose subject goes on, and one name alone follows.
    """
    if folded(cue.lexeme.present) not in _ADDRESSING or not report.text[: cue.start].endswith("و"):
        return False
    sentence = report.segment_at(cue.start)
    if not cast.within(sentence.start, cue.start):
        return False
    following = cast.within(cue.end, min(passage.end, cue.end + 120))
    if not following:
        return True
    gap = report.text[following[0].end : following[1].start] if len(following) > 1 else "…"
    return cast[following[0].participant].kind != "person" and bool(gap.strip(" ،"))


def disagrees(verb: str, participant: Participant) -> bool:
    """A masculine verb has no feminine subject: «دعا روسيا إلى» calls on Russia."""
    masculine = not verb.startswith(("ت", "ست")) and not verb.endswith(("ت", "تا"))
    return masculine and participant.kind != "person" and is_feminine(participant)


def _settle_kind(finding: Finding, report: Report) -> None:
    """The verb tells demands and commitments apart better than a label does."""
    cue = finding.cue
    if cue is None or cue.form == "noun" or finding.draft.kind is None:
        return
    if {finding.kind, cue.kind} == {"demand", "commitment"} and finding.span and finding.span.end > cue.start:
        word = report.text[cue.start : cue.end]
        finding.notes.append(warning("kind_verb", severity="info", cue=word, expected=cue.kind, kind=finding.kind))
        finding.kind = cue.kind
        finding.draft = finding.draft.model_copy(update={"status": None})


def _settle_holder(finding: Finding, report: Report, cast: Cast, *, trusting: bool) -> None:
    cue = finding.cue
    if cue is None or finding.kind in {"clause", "next_step"} or finding.span is None or finding.span.end <= cue.start:
        return
    if cue.form != "verb":
        return
    subject = subject_of(cue, finding.passage, report, cast)
    if subject is None or (trusting and cue.lexeme.act == "OTHER"):
        return
    if any(cast.same_side(subject, holder) for holder in finding.by):
        if len(finding.by) == 1 and not trusting:
            finding.by = joined_with(cast, report.text, subject, finding.passage.start, finding.span.start)
        return
    expected, offered = cast.label(cast[subject]), "، ".join(cast.label(cast[holder]) for holder in finding.by) or NOBODY
    if finding.by and trusting:
        finding.notes.append(warning("holder_subject", severity="info", expected=expected, name=offered))
    finding.by = joined_with(cast, report.text, subject, finding.passage.start, finding.span.start)
    finding.draft = finding.draft.model_copy(update={"en": "", "ar": ""})


def _settle_reporter(finding: Finding, report: Report, cast: Cast) -> None:
    """Who is made to say it: the subject of the verb of saying in front, if that is another side than the holder."""
    saying = finding.passage.reporting_cue
    if saying is not None and finding.reported_by is None and finding.by:
        speaker = subject_of(saying, finding.passage, report, cast)
        if speaker and not any(cast.same_side(speaker, holder) for holder in finding.by):
            finding.reported_by = speaker
    if finding.reported_by in finding.by:
        finding.reported_by = None


def _settle_addressees(finding: Finding, report: Report, cast: Cast) -> None:
    """Whom a demand is put to: a participant named between the verb with its subject and what is wanted."""
    cue = finding.cue
    if finding.to or finding.kind != "demand" or cue is None or finding.span is None:
        finding.to = [id_ for id_ in finding.to if id_ not in finding.by]
        return
    between = cast.within(cue.end, finding.span.start)
    finding.to = [
        mention.participant
        for mention in between
        if not any(cast.same_side(mention.participant, holder) for holder in finding.by)
    ]
    finding.to = list(dict.fromkeys(finding.to))


def _settle_status(finding: Finding, report: Report) -> None:
    assert finding.span is not None
    words = report.text[finding.passage.start : finding.passage.end]
    offered = finding.draft.status
    lexical = finding.cue.lexeme.status if finding.cue and finding.cue.kind == finding.kind else ""
    if finding.kind == "commitment":
        finding.status = offered if offered in {"pledged", "best_efforts", "claimed", "denied"} else lexical or "pledged"
        if finding.status == "pledged" and _BEST_EFFORTS.search(words):
            finding.status = "best_efforts"
        if finding.cue is not None and finding.cue.negated and offered is None:
            finding.status = "denied"
        if finding.reported_by is not None and finding.status != "denied":
            finding.status = "claimed"
    elif finding.kind == "demand":
        allowed = {"standing", "conditional", "withdrawn", "rejected", "denied"}
        finding.status = offered if offered in allowed else lexical or "standing"
        tail = report.text[finding.span.start : finding.passage.end]
        found = _CONDITION.search(" " + tail)
        if found and finding.status in {"standing", "conditional"}:
            start = finding.span.start + found.start(1) - 1
            stop = re.search(r"[.؛\n]", report.text[start : finding.passage.end])
            end = start + stop.start() if stop else finding.passage.end
            while end > start and report.text[end - 1] in " ،\n\r\t":
                end -= 1
            finding.condition, finding.status = Span(start, end), "conditional"
            if finding.span.end < end:
                finding.span = Span(finding.span.start, end)


def is_background(finding: Finding, report: Report) -> bool:
    """Whether the passage up to the quote's end speaks of an earlier round."""
    if finding.span is None:
        return False
    return _EARLIER_ROUND.search(report.text[finding.passage.start : finding.span.end]) is not None


def references_of(words: str) -> list[str]:
    """The UN documents that the words name, each once."""
    return list(dict.fromkeys(symbol.symbol for symbol in un_symbols(words)))


def issue_of(words: str) -> str | None:
    """The PA-X issue code (peaceagreements.org, University of Edinburgh) that the words are about, by key words."""
    text = fold(words).text
    return next((code for code, pattern in _issues() if pattern.search(text)), None)


@lru_cache(maxsize=1)
def _issues() -> list[tuple[str, re.Pattern[str]]]:
    lines = template_path("data/issues.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return [(code, re.compile(words)) for code, words in rows]
