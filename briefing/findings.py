"""A finding: an item that the model pointed at, with its place in the report, and the questions that rules ask of it.

What its words settle is settled by ``kinds``, ``owners`` and ``statuses``, in the order that ``settling`` tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from briefing.agreement import clashes, has_subject_in_itself
from briefing.arabic import fold, folded, is_word_character, kept_for_sentences
from briefing.cues import Cue, is_noun_too
from briefing.dates import find_dates, has_passed
from briefing.drafts import NOBODY, ItemDraft
from briefing.figures import un_symbols
from briefing.grounding import Span
from briefing.numerals import WEEKDAYS
from briefing.participants import Cast, subject_after
from briefing.record import Attribution, Bilingual, Warning
from briefing.resources import table
from briefing.source import Report
from briefing.speech import (
    speech_at,
)
from briefing.verdicts import warning
from briefing.voices import SIDE_OF
from briefing.windows import Passage, in_paragraph
from briefing.wording import is_feminine

_PRONOUN_SUBJECT = re.compile(
    r"(?:^|\s)(?:و|ف)?(?:إنه|إنها|إنهم|أنه|أنها|أنهم|بأنه|بأنها|بأنهم|الذي|التي|الذين|حيث|لأنه|لأنها|هو|هي|هم)\s*$"
)
# These tell what is needed, not who wants it.
NEEDS = frozenset(["يجب", "ينبغي", "يتعين", "يتوجب", "يستوجب", "يتطلب"])
SMALL_WORDS = frozenset(["قد", "لقد", "لا", "لم", "لن", "ما", "سوف", "كانت", "كان", "ايضا", "بدوره", "بدورها", "ان"])
_DOCUMENT_SUBJECT = re.compile(
    r"[\s\"«]*(?:هذا |هذه )?(?:البيان|الوثيقة|الإعلان|الاتفاق|المذكرة|الورقة|المسودة|النص)(?:\s+(?:المشترك|الختامي|الختامية|المشتركة|النهائي|النهائية))?(?=\s)"
)
# Behind a comma these words begin something that the verb before does not govern.
_ASIDE = re.compile(
    r"[،؛]\s*(?:فيما|بينما|في حين|لكن|ولكن|غير أن|إلا أن|بيد أن|خلافا|خلافاً|وفق|بحسب|حسب|وهو|وهي|وذلك|وأنه|وأنها|وأنهم|وإنه|وإنها)(?=\s)|[،؛]\s*ف(?!ضلا|ور|وق|ي\s)(?=[\u0621-\u064a]{4})"
)
_POSSESSED = re.compile(r"[\s\"«]*" + SIDE_OF.pattern)
_CLOSES = {")": "(", "»": "«", "”": "“"}
_OPENING = frozenset(_CLOSES.values())
# Verbs whose object is the one addressed, so a name behind them need not be their subject.
ADDRESSING = frozenset(folded("يدعو يناشد يحث يحض يطالب يتهم يحذر يشكر يهنئ").split())
CLAUSE_ENDED = re.compile(r"[،؛]\s*و?$")
FOR, AGAINST = frozenset(["AGREE", "SUPPORT", "CONCEDE"]), frozenset(["REJECT", "ACCUSE", "THREATEN"])


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
    proper: Span | None = None  # what was quoted, where the span reaches over a condition behind it
    attribution: Attribution | None = None
    elsewhere: Span | None = None  # the words that prove the status, where they stand in another place
    references: list[str] = field(default_factory=list)
    issue: str | None = None
    own_cue: Cue | None = None  # the verb that the quote itself begins with, where it is not the passage's main one
    governed: bool = True  # whether the passage's cue governs the quote, and not another clause behind it
    misread: bool = False  # whether the words rule out that the holder offered is who acts, and do not show who does
    excepted: bool = False  # whether the words deny all but what is told: «لم يتعهد إلا بالبحث»
    denied: bool = False  # whether words of denying around the quote hold it, which no cue of its own shows
    document: str = "البيان"  # what the document of a clause is called
    beside: tuple[Cue, str | None] | None = None  # the cue that was asked about last, and the subject beside it
    text: Bilingual | None = None
    condition_text: Bilingual | None = None
    notes: list[Warning] = field(default_factory=list)

    @property
    def cue(self) -> Cue | None:
        """The cue that governs the quote: the passage's main cue, unless the quote has one of its own."""
        return self.own_cue or self.passage.cue

    @property
    def is_ahead(self) -> bool:
        """Whether it is about what is to come, by which days without a date are reckoned."""
        return self.kind in {"demand", "commitment", "next_step", "clause"}

    @property
    def is_denied(self) -> bool:
        """Whether the words in front of the quote deny it: a negated verb, or one of denying (نفى، أنكر)."""
        cue = self.cue
        if cue is not None and cue.lexeme.act == "CONCEDE" and self.kind == "demand":
            return self.denied  # "لن تتنازل عن مطلبها": the demand stands
        turned = cue is not None and (cue.lexeme.status == "denied" or (cue.negated and not self.excepted))
        return self.denied or (turned and self.governed)

    @property
    def is_turned(self) -> bool:
        """Whether the words turn what the act says: «لن نقبل» does not turn a rejection, which says as much."""
        cue = self.cue
        told = cue is not None and cue.negated and cue.lexeme.act in FOR and self.act in AGAINST
        return self.denied or (self.is_denied and not told)


def region(passage: Passage, report: Report, cast: Cast) -> Span | None:
    """What a passage says after its cue and the subject behind it: the content, by rule. None if nothing is left."""
    cue = passage.cue
    start = cue.end if cue else passage.start
    document = _DOCUMENT_SUBJECT.match(report.text, start, passage.end) if cue is not None and cue.form == "verb" else None
    if cue is not None and cue.form == "verb" and document is None:  # what a document supports is not its subject
        subject = subject_after(cast, report.text, cue.end, passage.end)
        if subject is not None and _clashes_here(cue, passage, report, cast, subject):
            subject = None  # «كما حث الدول الراعية على»: they are who it is put to
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
    while end > start and not is_word_character(report.text[end - 1]):
        end -= 1
    while start < end and not report.text[start].isalnum() and report.text[start] not in _OPENING:
        start += 1
    end = closed(report.text, start, end)
    return Span(start, end) if end - start > 3 else None


def closed(text: str, start: int, end: int) -> int:
    """The end of a span, with the bracket or quotation mark behind it that closes one inside."""
    words, following = text[start:end], text[end : end + 1]
    opening = _CLOSES.get(following)
    return end + 1 if opening and words.count(opening) > words.count(following) else end


_COMMON_VERBAL_NOUNS = frozenset(
    folded(
        "فتح رفع وقف سحب منح دفع نشر صرف عقد نقل حل كشف ترك ضم فك بدء عودة رحيل حظر قبول خروج دخول طرد حصر نزع وضع ضمان رد"
    ).split()
)
_OPPONENTS = frozenset(["المعارضه", "المقاومه"])  # written as «المشاركة» is, and somebody
_VERBAL_NOUN = re.compile(r"ت\w{2}ي\w|ت\wا\w{2}|ت\w{1,2}يه|است\w{2,}ا\w|ان\w{2}ا\w|ا\w{2}ا\w|ا\wت\wا\w|ا\w?\wاد|م\wا\w{2}ه")


def is_verbal_noun(word: str) -> bool:
    """Whether a word is built as the name of an action: تشكيل، إيفاد، الإفراج, or one of the common short ones."""
    if folded(word) in _OPPONENTS:
        return False
    bare = folded(word).removeprefix("ال")
    return bare in _COMMON_VERBAL_NOUNS or _VERBAL_NOUN.fullmatch(bare) is not None


def is_coordinated(span: Span, passage: Passage, report: Report) -> bool:
    """Whether a span begins a further thing of its passage: after و, or after a comma."""
    return re.search(r"(?:[،؛,]\s*و?|(?:^|\s)و)[\"«\s]*$", report.text[passage.start : span.start]) is not None


def speaker_at(report: Report, cast: Cast, passages: Sequence[Passage], passage: Passage) -> str | None:
    """Who goes on speaking in a passage: the subject of the last finite verb before it in its paragraph.

    A subject whose gender the verb of the passage bears out is preferred. Where no verb has one, it is the person named
    last, or else the side, and before «إنه رفض»: whom that is said of is named in front.
    """
    cue = passage.cue
    if cue is not None and cue.form == "participle":  # «قال فلان إن الحركة أكدت …، مضيفاً»
        speech = speech_at(report, cast, cue.start, cue.end)
        if speech is not None and speech.leads:
            return speech.speaker
    feminine = cue is not None and cue.form == "verb" and folded(report.text[cue.start : cue.end]).endswith("ت")
    speaking = passage.reporting_cue or cue
    word = report.text[speaking.start : speaking.end] if speaking is not None else ""
    doubtful: list[tuple[bool, bool, str]] = []
    end = passage.cue.start if passage.cue else passage.start
    paragraph = in_paragraph(passages, passage.paragraph)
    for earlier in reversed([part for part in paragraph if part.start < passage.start]):
        for verb in reversed(earlier.cues):
            if verb.form == "verb" and _is_of_pronoun(verb, earlier, report):
                end = verb.start
            elif verb.form == "verb" and (subject := subject_of(verb, earlier, report, cast)):
                clashing = speaking is not None and clashes(speaking, word, cast[subject])
                unlike = feminine and not is_feminine(cast[subject])
                if not (clashing or unlike):
                    return subject
                doubtful.append((clashing, unlike, subject))
    if doubtful:
        return min(doubtful, key=lambda one: one[:2])[2]
    paragraph_start = paragraph[0].start if paragraph else passage.start
    named = [mention.participant for mention in reversed(cast.within(paragraph_start, end))]
    persons = [one for one in named if cast[one].kind == "person"]
    return next(iter(persons or named), None)


# "الجبهة، حرصاً على أطفالنا، مستعدة لـ": why and when, between a subject and what is told of it.
_ASIDE_OF_SUBJECT = re.compile(
    r"^\s*[»\"]?\s*،\s*(?:[\u0621-\u0652]+(?:اً|ًا|ةً|ءً|ىً)|رغم|برغم|على الرغم|مع|بعد|قبل|في|من|كما|أمس|اليوم|وفاء|حفاظا|حرصا|انطلاقا|التزاما|استجابة)(?=\s)[^،؛.\n]{0,60}،(?=\s)"
)


def subject_of(cue: Cue, passage: Passage, report: Report, cast: Cast) -> str | None:
    """The participant that the words show as the subject of a finite verb; None if they do not show it.

    It stands right before the verb ("إن الحكومة تطالب") or right after it ("طالب رئيس الوفد فلان"). A pronoun before
    the verb ("إنه رفض") leaves the subject open, and a verb of need ("الحكومة يجب أن …") has none that wants anything.
    """
    if cue.lexeme.present in NEEDS:
        return None
    if _is_of_pronoun(cue, passage, report):
        return None
    lead_start = max(passage.start, cue.start - 120)
    before = cast.within(lead_start, cue.start)
    if before:
        gap = _ASIDE_OF_SUBJECT.sub(" ", report.text[before[-1].end : cue.start])
        if gap.strip() == "،" and _OPENS_APPOSITION.search(report.text[lead_start : before[-1].start]):
            gap = ""  # "ممثل المجلس، المهندس فلان، اعترض"
        if not re.search(r"[،؛.:]", gap) and all(
            folded(word) in SMALL_WORDS or folded(word) in {"", "و", "ف"} for word in gap.strip(" \"'«»”“").split()
        ):
            word, mention = report.text[cue.start : cue.end], before[-1]
            if cue.object and not NO_SUBJECT.match(report.text, cue.end, passage.end):
                # "أما الحركة فطالبتها الحكومة": the pronoun is the Movement, and whoever stands behind asks it
                behind = subject_after(cast, report.text, cue.end, passage.end)
                led = re.search(r"(?<![\u0621-\u064a])(?:و|ف|ل)?[أإ]ن\s+[\"«]?$", report.text[lead_start : mention.start])
                return mention.participant if behind is None and led else behind
            other = is_noun_too(word) and _has_its_verb(mention.start, passage, report)
            if not other and not clashes(cue, word, cast[mention.participant], report.text[mention.start : mention.end]):
                return mention.participant
            if other:
                return subject_after(cast, report.text, cue.end, passage.end)
    if (pledging := pledge_to_address(cue, passage, report)) is not None:
        return subject_of(pledging, passage, report, cast)
    if _addresses_next(cue, passage, report, cast):
        return None
    if has_subject_in_itself(cue, report.text[cue.start : cue.end]):
        return None
    subject = subject_after(cast, report.text, cue.end, passage.end)
    # "وحث الدول الراعية على …": a masculine verb does not have a feminine subject; the States are urged.
    return None if subject is not None and _clashes_here(cue, passage, report, cast, subject) else subject


_STOP = re.compile(r"[،؛.]")


def _is_of_pronoun(cue: Cue, passage: Passage, report: Report) -> bool:
    """Whether a pronoun before a verb is its subject: «إنه رفض»."""
    lead = report.text[max(passage.start, cue.start - 120) : cue.start]
    return _PRONOUN_SUBJECT.search(_STOP.split(lead)[-1].rstrip("و")) is not None


def own_subject(finding: Finding, report: Report, cast: Cast) -> str | None:
    """The subject of a finding's own cue (``subject_of``), for which most rules and checks ask; None without a cue."""
    cue = finding.cue
    if cue is None:
        return None
    if finding.beside is None or finding.beside[0] is not cue:
        finding.beside = (cue, subject_of(cue, finding.passage, report, cast))
    return finding.beside[1]


_OPENS_APPOSITION = re.compile(r"[\u0621-\u064a]\s*،\s+(?:[\u0621-\u0652]+\s+){0,3}$")
_HEAD_NOUN = re.compile(r"\s+(?:وفد|وفدا|ممثل|ممثلا|ممثلو|مندوب|مندوبا|مندوبو|قادة|رئيس|رئيسا|فريق|فريقا)\s+[\"«]?")


def _clashes_here(cue: Cue, passage: Passage, report: Report, cast: Cast, subject: str) -> bool:
    """Whether a verb does not agree with the words behind it that name a participant."""
    named = next((one for one in cast.within(cue.end, passage.end) if one.participant == subject), None)
    if named is not None and _HEAD_NOUN.fullmatch(report.text[cue.end : named.start]):
        return False  # "تعهد وفدا الحكومة والحركة": the verb agrees with the delegations
    words = report.text[named.start : named.end] if named else ""
    return clashes(cue, report.text[cue.start : cue.end], cast[subject], words)


_GOVERNING = re.compile(r"(?:^|\s)(?:و|ف)?(?:(?:على|من|إلى|عن|مع|في|لدى)\s+|ل|ب)$")


def _has_its_verb(start: int, passage: Passage, report: Report) -> bool:
    """Whether a name has a verb or a preposition right in front of it, so that what is written as a verb behind is a noun.

    «ثمّن المبعوث تعهد الحكومة», «قدمت للحركة تعهدا».
    """
    if any(cue.form == "verb" and cue.end < start and not report.text[cue.end : start].strip(' "«') for cue in passage.cues):
        return True
    return _GOVERNING.search(report.text[passage.start : start]) is not None


def pledge_to_address(cue: Cue, passage: Passage, report: Report) -> Cue | None:
    """The pledge on which a verb of addressing depends, whose subject goes on: «تعهدت روسيا بأن تطالب الجبهة بـ»."""
    if folded(cue.lexeme.present) not in ADDRESSING or not re.search(r"\sب?أن\s+$", report.text[passage.start : cue.start]):
        return None
    before = [one for one in passage.cues if one.end < cue.start and one.form == "verb" and one.lexeme.act != "OTHER"]
    return before[-1] if before and before[-1].kind == "commitment" else None


def _addresses_next(cue: Cue, passage: Passage, report: Report, cast: Cast) -> bool:
    """Whether the name behind a verb of addressing is whom it addresses: «…، ودعا المجلس إلى العودة».

    So it is where و joins the verb to an earlier one of its sentence, whose subject goes on, and one name alone follows.
    """
    if cue.object or folded(cue.lexeme.present) not in ADDRESSING or not report.text.endswith("و", 0, cue.start):
        return False
    sentence = report.segment_at(cue.start)
    if not cast.within(sentence.start, cue.start):
        return False
    following = cast.within(cue.end, min(passage.end, cue.end + 120))
    if not following:
        return True
    gap = report.text[following[0].end : following[1].start] if len(following) > 1 else "…"
    return cast[following[0].participant].kind != "person" and bool(gap.strip(" ،"))


def turn_kind(finding: Finding, kind: str, word: str) -> None:
    """Make it of another kind than the model did, because of a word; what the model said of its status falls with that."""
    if finding.kind != kind:
        finding.notes.append(warning("kind_verb", severity="info", cue=word, expected=kind, kind=finding.kind))
        finding.kind = kind
        finding.draft = finding.draft.model_copy(update={"status": None})


NO_SUBJECT = re.compile(
    r"\s*(?:$|[،.؛:]|(?:إلى|على|عن|من|في|لدى|أن|ألا|بأن|بألا|لدى|أمام|خلال|أمس|اليوم)(?![\u0621-\u064a])|ب[\u0621-\u064a]{3}|ل[\u0621-\u064a]{3}|[\u0621-\u064a]{3,}(?:ه|ها|هم)\s)"
)


def set_holder(finding: Finding, cast: Cast, holders: list[str], lost: Sequence[str], *, noted: bool = True) -> None:
    """Ascribe a finding to others than the model did; its sentences are made anew."""
    if noted:
        expected, offered = ("، ".join(cast.label(cast[one]) for one in ids) or NOBODY for ids in (holders, lost))
        finding.notes.append(warning("holder_subject", severity="info", expected=expected, name=offered))
    finding.by = holders
    finding.draft = finding.draft.model_copy(update={"en": "", "ar": ""})


def purpose_of(finding: Finding, text: str) -> Span | None:
    """For what a second thing is made a condition, as that stands before the first: «اشترط لصرف الشطر نشر … وتعيين …»."""
    cue, span = finding.cue, finding.span
    if cue is None or span is None or cue.lexeme.present != "يشترط" or cue.end > span.start:
        return None
    between = text[cue.end : span.start]
    if not re.search(r"\sو$", between) or re.search(r"[،؛.:]", between):
        return None
    words = list(re.finditer(r"\S+", between))
    first = next(
        (n for n, one in enumerate(words) if one.group().startswith("ل") and is_verbal_noun(one.group()[1:])), len(words)
    )
    behind = next((n for n in range(first + 2, len(words)) if words[n].group() == "أن" or is_verbal_noun(words[n].group())), 0)
    return Span(cue.end + words[first].start(), cue.end + words[behind - 1].end()) if behind else None


def set_status(finding: Finding, status: str) -> None:
    """Give it a status, and note that the model offered another, unless something else was noted already."""
    offered = finding.draft.status
    if offered is not None and offered != status and not finding.notes:
        finding.notes.append(warning("status", severity="info", status=status, offered=offered))
    finding.status = status


_CLAUSE_STOP = re.compile(r"[؛.\n]")


def clause_end(text: str, start: int, stop: int) -> int:
    """Where the clause ends that begins at an offset: at a stop, or at ``stop``."""
    found = _CLAUSE_STOP.search(text, start, stop)
    return found.start() if found else stop


def will_do(finding: Finding, report: Report) -> bool:
    """Whether a position is one that its holder will take: «سيناقش», «سوف تدعم»."""
    cue = finding.cue
    if cue is None or cue.form != "verb" or finding.kind != "statement" or cue.negated or cue.object:
        return False
    word, stem = folded(report.text[cue.start : cue.end]), folded(cue.lexeme.present)[1:4]
    if re.search(r"(?<![\u0621-\u064a])[وف]?سوف\s+$", report.text[max(0, cue.start - 8) : cue.start]):
        return True
    return re.match(rf"س[يتن]{stem}", word) is not None


def looks_ahead(finding: Finding, report: Report) -> bool:
    """Whether days without a date in a finding lie ahead: it is about what is to come, and tells no day of what has happened."""
    assert finding.span is not None
    if not finding.is_ahead:
        return False
    begin = report.segment_at(finding.span.start).start
    words = report.text[begin : finding.span.end]
    if not any(map(folded(words).__contains__, WEEKDAYS)):  # other days say of themselves on which side they lie
        return True
    ours = (mention for mention in find_dates(words) if mention.start >= finding.span.start - begin)
    return not any(has_passed(words, mention) for mention in ours)


def possessed_body(words: str) -> re.Match[str] | None:
    """«حكومته», «وفدها» at the beginning of some words: the side of whoever speaks."""
    return _POSSESSED.match(words)


def references_of(words: str) -> list[str]:
    """The UN documents that the words name, each once."""
    return list(dict.fromkeys(symbol.symbol for symbol in un_symbols(words)))


# What only tells when, how long, or in return for what: the matter is another («بإخلاء الموانئ قبل الانتخابات»).
_ASIDE_OF_MATTER = re.compile(
    r"(?<!\w)(?:قبل|بعد|حتي|منذ|خلال|عشيه|ما دام(?:ت|وا)?|طالما) \w+|(?<!\w)(?:مقابل|لقاء|بدلا من) [^،؛]*"
)
_TO_THE = re.compile(r"(?<!\w)لل(?=\w{3})")  # «للمعتقلين»
# What begins a condition, which is the matter only where nothing else is: «لن نوقع ما لم يُفرج عن الأسرى».
_ON_CONDITION = re.compile(r"(?<=\S )(?:شريطه|بشرط|شرط ان|اذا|في حال|ما لم|علي ان|علي الا)(?!\w)")


@kept_for_sentences
def issue_of(words: str) -> str | None:
    """The PA-X issue code (peaceagreements.org, University of Edinburgh) that the words are about, by key words.

    The words that come first tell the matter: «مراقبين عند المعابر» are observers.
    """
    text = _ASIDE_OF_MATTER.sub("…", _TO_THE.sub("ال", fold(words).text))
    condition = _ON_CONDITION.search(text)
    return (condition and _first_issue(text[: condition.start()])) or _first_issue(text)


def _first_issue(text: str) -> str | None:
    found = ((match.start(), place, code) for place, (code, words) in enumerate(_issues()) if (match := words.search(text)))
    return min(found, default=(0, 0, None))[2]


@lru_cache(maxsize=1)
def _issues() -> list[tuple[str, re.Pattern[str]]]:
    return [(code, re.compile(words)) for code, words in table("data/issues.tsv")]
