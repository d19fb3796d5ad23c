"""A finding: an item that the model pointed at, with its place in the report and what code settles about it.

The model leaves open, or gets wrong, what the words of the report decide: whose item it is when the subject stands
right after the verb, of which kind it is (طالب is a demand), whether it was pledged or only claimed, the documents,
amounts and deadlines that it names. Each rule here is one small function; a rule that overrules the model notes it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from briefing.agreement import clashes, has_subject_in_itself, side_by_nation, verb_form
from briefing.arabic import fold, folded, is_word_character, kept_for_sentences
from briefing.cues import Cue, find_cues, is_noun_too
from briefing.dates import find_dates, has_passed
from briefing.drafts import NOBODY, ItemDraft
from briefing.figures import un_symbols
from briefing.grounding import Span, TextIndex
from briefing.layout import list_opening
from briefing.numerals import WEEKDAYS
from briefing.parity import leaves_over, negates, without_formulas
from briefing.participants import OWN_VERB, Cast, Mention, joined_with, subject_after
from briefing.quotation import quoted_spans, without_spans
from briefing.record import Attribution, Bilingual, Participant, Warning
from briefing.resources import table
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
from briefing.windows import Passage, in_paragraph, paragraph_at, passages, passages_between
from briefing.wording import CALLED, is_feminine

_CONDITION = re.compile(
    r"(?:^|[\s\"«(،])((?:و|ف)?(?:شريطة|شريطه|بشرط|على شرط|شرط(?=\s+(?:أن|ان|ألا|الا|عدم))|إذا|اذا|في حال|في حالة|ما لم|إلا بعد|الا بعد|إلا إذا|الا اذا|إلا إن|مقابل|(?:لكن|غير أن|إلا أن|بيد أن)\S{0,3}\s+(?:ربط|رهن|علق|علّق|اشترط|قيد)ت?\s+(?:ذلك|هذا|الأمر|له|لذلك)|رهناً ب|رهنا ب)(?=\s))"
)
_CONDITION_WORD = re.compile(r"(?:و|ف)?(?:شريطة|بشرط|على شرط|إذا|اذا|في حال|ما لم|إلا إذا|إلا بعد)\s")
# A condition that stands first: "إذا توقف القصف، يتعهد الوفد بـ…".
_CONDITION_FIRST = re.compile(
    r"(?:^|[\s\"«،؛.])((?:و|ف)?(?:إذا|اذا|في حال|في حالة|ما لم|متى|لو)\s[^،؛.\n]{4,120})،[^،؛.\n]{0,40}$"
)
_UNLESS = re.compile(r"\s(?:إلا|ما لم|قبل أن|حتى)\s")  # "لن نقبل بأي تجميد ما لم يُفرج": what is refused is conditional
_COORDINATED = re.compile(r"^\s*[،]?\s*و(?:ب|إلى|على|أن|عن)[\u0621-\u064a ]")
# Another thing that is wanted begins: a condition behind it belongs to that.
_NEXT_THING = re.compile(r"[،؛]\s*(?:و|ف|كما|ثم|بينما|فيما)|\sو(?:ب|إلى|على|أن|عن|لل?)[\u0621-\u064a ]")
_PRONOUN_SUBJECT = re.compile(
    r"(?:^|\s)(?:و|ف)?(?:إنه|إنها|إنهم|أنه|أنها|أنهم|بأنه|بأنها|بأنهم|الذي|التي|الذين|حيث|لأنه|لأنها|هو|هي|هم)\s*$"
)
_OTHER_SIDE = re.compile(r"(?:الطرف|الجانب|الوفد|الفريق)(?:ين)? (?:الآخر|المقابل|الأخرى)|خصوم|غريم")
FIRST_PERSON = frozenset(["نا", "ني"])
# These tell what is needed, not who wants it.
NEEDS = frozenset(["يجب", "ينبغي", "يتعين", "يتوجب", "يستوجب", "يتطلب"])
_THAT_WORD = re.compile(r"و?ب?ان(?:ه|ها|هم|هما)?|يعد|تعد|يعودوا|من|غير|دون")
_SMALL_WORDS = frozenset(["قد", "لقد", "لا", "لم", "لن", "ما", "سوف", "كانت", "كان", "ايضا", "بدوره", "بدورها", "ان"])
_PREPOSITIONS = frozenset(folded("عن من على إلى في لدى عند مع بين").split())
_DOCUMENT_SUBJECT = re.compile(
    r"[\s\"«]*(?:هذا |هذه )?(?:البيان|الوثيقة|الإعلان|الاتفاق|المذكرة|الورقة|المسودة|النص)(?:\s+(?:المشترك|الختامي|الختامية|المشتركة|النهائي|النهائية))?(?=\s)"
)
_BEST_EFFORTS = re.compile(
    r"(?:ست?سعى|سيسعى|ستسعى|سنسعى|تسعى|يسعى|نسعى|السعي|سعيه|سعيها|بذل (?:قصارى|كل|أقصى|ما)|(?:تبذل|يبذل|ستبذل|سيبذل|نبذل)\s|قصارى جهد|ما في وسع|كل ما بوسع|ما بوسع|ما أمكن|مساعي|مساعٍ|بذل (?:ال)?(?:جهد|جهود|مساعي|وسع)(?:ه|ها|هم)?(?![\u0621-\u064a])"
    r"|(?:س?ي|س?ت|س?ن)حاول|(?:ستعمل|سيعمل|تعمل|يعمل|العمل) على (?:إقناع|حث|دفع|ضمان|تسهيل|تيسير|تشجيع))"
    r"|في محاولة|في مسعى|محاولة (?:لإقناع|لحمل|لدفع|لحث)|(?:كل|أي|أقصى) (?:ال)?جهد|لن (?:[يتن]دخر|[يتن]وفر|[يتن]ألو)(?:وا?)? (?:[^\s،.]+ )?(?:جهد|وسع)|(?:على|في|إلى) (?:حث|إقناع|حمل|دفع|تشجيع)\s|(?<![\u0621-\u064a])(?:ل|ب)(?:حث|إقناع|حمل|تشجيع)(?:ه|ها|هم|هما)?\s|(?<![\u0621-\u064a])(?:و)?(?:حث|إقناع)(?:ه|ها|هم|هما)?\s(?=[^.،؛]+\s(?:على|ب)\S)"
)
_SPARES_NOTHING = re.compile(r"(?:لن|لم|لا) (?:[يتنأ]دخر|[يتن]وفر|[يتن]ألو)")
# What is told of a demand behind it, in the same breath or the next sentence.
_DEMAND_WORD = r"(?:ال)?(?:مطلب|مطالب|طلب|شرط|شروط|اشتراط|دعوة|مطالبة|مطالبت(?=ه|ها|هم)|اقتراح|مقترح)(?:ه|ها|هم|ين)?"
_REFUSED_BEHIND = re.compile(
    rf"(?:قوبل|ووجه|جوبه)\w* ب(?:ال)?رفض|^[^،؛.]{{0,60}}\sب(?:ال)?رفض(?![\u0621-\u064a])|{_DEMAND_WORD}\s+(?:قد )?(?:رُ?فض|رُ?دّ?)(?:ت)?(?![\u0621-\u064a])|قوبل\w* ب(?:ال)?(?:استنكار|استهجان|صد|تجاهل)|(?:ما|{_DEMAND_WORD}|أمر|الذي|التي)\s+(?:رفضه|رفضته|رفضها|رفضتها|رفضوه|رده|ردته|ردها|استبعده|استبعدته)(?![\u0621-\u064a])|(?:رفض|رفضت|ترفض|يرفض|ردت|رد)\s+(?:[^\s،.؛]+\s+){{0,4}}?(?:هذا |ذلك |تلك |هذه )?{_DEMAND_WORD}(?![\u0621-\u064a])"
    rf"|{_DEMAND_WORD}\s+(?:[^\s،.؛]+\s+){{0,3}}?(?:رفض|رفضت|مرفوض|مرفوضة)(?:ه|ها|ته)?(?![\u0621-\u064a])|رُ?فض(?:ت)? (?:ال)?(?:طلب|مطلب)|(?:طلب|مطلب|مطالب)\S* بالرفض"
)
_UNMET_BEHIND = re.compile(
    rf"(?:لم|لا) (?:يلق|تلق|يلقى|تلقى|يجد|تجد|يحظ|تحظ|يحظى|ينل|تنل)\s[^.؛]{{0,30}}(?:قبول|استجابة|تأييد|آذانا|آذاناً|صدى|موافقة|تجاوب)|لم (?:يُستجب|يستجب|تستجب|تُستجب|تتم الاستجابة|تجر الاستجابة)\s[^.؛،]{{0,40}}(?:له|لها|ل\w*{_DEMAND_WORD})(?![\u0621-\u064a])"
)
# _REFUSED_BEHIND and _WITHDRAWN are dear, and most sentences have none of the stems of which each of their finds holds one.
_REFUSING_STEMS = ("فض", "فوض", "رد", "رُد", "ستبعد", "قوبل")
# Who declines to speak of a demand does not refuse it.
DECLINES_TO_TELL = re.compile(
    rf"(?:رفض|رافض|امتنع|امتناع|ممتنع|أحجم|تحفظ|اعتذر|متنع)[\u0621-\u064a]*(?:\s+(?!أن\s|{_DEMAND_WORD}\s)[^\s،.؛]+){{0,4}}?"
    r"\s+(?:ال)?(?:تعليق|إفصاح|افصاح|كشف|رد|خوض|إدلاء|حديث|تحدث|تصريح|إجابة|جواب|إيضاح|توضيح|تأكيد)(?:\s+(?:على|عن|عم\S+|في|بشأن|حول|ب\S+|ل\S+|أو|و\S+|أي)(?=\s|$))*"
)
_WITHDRAWING_STEMS = ("سحب", "سقط", "طو", "تخل", "تراجع", "عدل", "تنازل", "صرف", "يعد", "تعد", "يعود", "عاد", "كف")
_WITHDRAWN = re.compile(
    rf"(?:سحب|سحبت|يسحب|تسحب|سحبه|سحبها|أسقط|أسقطت|يسقط|تسقط|طوى|طوت|تخلى|تخلت|يتخلى|تتخلى|تراجع|تراجعت|يتراجع|تتراجع|عدل|عدلت|تنازل|تنازلت|يتنازل|تتنازل|صرف النظر|صرفت النظر)(?:،[^،.؛\n]{{2,60}}،)?\s+(?:[^\s،.؛]+\s+){{0,4}}?(?:عن\s+)?{_DEMAND_WORD}(?![\u0621-\u064a])"
    r"|(?:لم يعد|لم تعد|لم يعودوا|ما عاد|ما عادت)\s+(?:[^\s،.؛]+\s+){0,3}?(?:يطالب|تطالب|يطلب|تطلب|يصر|تصر|يتمسك|تتمسك|يشترط|تشترط|مصرا|مصرة|متمسكا|متمسكة|متمسكاً|مصراً|يريد|تريد)|(?:كف|كفت|عدل|عدلت|تراجع|تراجعت)\s+(?:[^\s،.؛]+\s+){0,3}?عن\s+(?:ال)?(?:مطالبة|مطالبته|مطالبتها|تمسكه|تمسكها|اشتراط|اشتراطه|اشتراطها|ذلك)"
    r"|ثم (?:تنازل|تنازلت|تراجع|تراجعت|عدل|عدلت|تخلى|تخلت) عن"
)
_REFUSAL = re.compile(
    r"رفض|مرفوض|استبعد|رد(?:ه|ها|ت|ته)(?![\u0621-\u064a])|سابق لأوانه|غير مقبول|غير وارد|لن |اعترض|خارج البحث|ستجب|ستجيب"
)
# In folded text: words of denying in front of what is denied, and behind it.
_DENYING = re.compile(
    r"(?<!\w)(?:و|ف)?(?:لا (?:صحه|اساس|وجود) (?:ل|لل)?\w*|(?:ي|ت)?(?:فند|دحض|كذب)(?:ت|وا|ا)?|مفند\w*|مكذب\w*|تكذيب|تفنيد|دحضه|نفي|نفت|نفوا|[يت]نفي|نافي\w*"
    r"|(?:ي|ت)?نكر(?:ت|وا)?|انكر(?:ت|وا)?|انكار|(?:ي|ت)?تبرا(?:ت|وا)?|(?:ي|ت)?تنصل(?:ت|وا)?|متنصل\w*|متبري\w*)(?!\w)"
)
_UNTRUE = re.compile(
    r"(?:عار(?:يه)? (?:تماما )?(?:من|عن) الصحه|لا اساس ل\w+|لا صحه ل\w+|غير (?:صحيح|دقيق)\w*|محض (?:افتراء|كذب|خيال|اختلاق|هراء)|مجرد (?:شايعات|اشاعات|ادعاءات|كذب|اوهام|خيال)|ضرب(?:ا)? من (?:ال)?(?:خيال|وهم|اوهام|كذب|هذيان)"
    r"|ملفق\w*|مختلق\w*|مفبرك\w*|من نسج الخيال|كاذب\w*|ف?(?:كذبه|اكذوبه|فريه)|افتراءات?)(?!\w)"
)
# Within the quote itself an adjective has to be said of something («بأنها كاذبة»): false news may as well be what is banned.
_CALLED_UNTRUE = re.compile(
    rf"(?:(?:ب?ان(?:ه|ها|هم|هما)|هذ[اه]|هو|هي|ذلك|كله|كلها|(?:ال)?امر|خبر|كلام|قول) (?:\w+ ){{0,2}}?(?:{_UNTRUE.pattern})"
    r"|عار(?:يه)? (?:تماما )?(?:من|عن) الصحه|لا اساس ل\w+ من الصحه|محض (?:افتراء|كذب|خيال|اختلاق|هراء)|ضرب(?:ا)? من (?:ال)?(?:خيال|وهم|كذب|هذيان)|من نسج الخيال)(?!\w)"
)
_LONGEST_DENIAL = 160  # characters
# "نفى الأنباء، مؤكداً أن …": what is affirmed behind a denial is not denied.
_AFFIRMING = r"(?:م[وؤ]كد|مشدد|مشير|موضح|مضيف|معلن|متعهد|مطالب|داعي|قا[يئ]ل|معتبر|لافت|مبين|مجدد|معرب)\w{0,3}\s"
_DENIAL_ENDS = re.compile(rf"[؛.!؟?]|،\s*(?:و(?!ان)\w|ف\w|بل |ثم |لكن |بينما |فيما |اما |كما |{_AFFIRMING})")
_CONDITIONAL_VERB = re.compile(r"(?:اشترط|اشترطت|يشترط|تشترط|رهن|رهنت|يرهن|ترهن|ربط|ربطت|يربط|تربط|مشترط)")
# "لن تنشر مراقبين من دون طلب خطي": what is refused is done on that condition.
_WITHOUT = re.compile(r"(?<![\u0621-\u064a])(?:لن|لا|لم)\s[^.؛]*\s(?:من دون|بدون|دون|قبل|إلا|حتى)\s")
# Behind a comma these words begin something that the verb before does not govern.
_ASIDE = re.compile(
    r"[،؛]\s*(?:فيما|بينما|في حين|لكن|ولكن|غير أن|إلا أن|بيد أن|خلافا|خلافاً|وفق|بحسب|حسب|وهو|وهي|وذلك|وأنه|وأنها|وأنهم|وإنه|وإنها)(?=\s)|[،؛]\s*ف(?!ضلا|ور|وق|ي\s)(?=[\u0621-\u064a]{4})"
)
_POSSESSED = re.compile(r"[\s\"«]*" + SIDE_OF.pattern)
_CLOSES = {")": "(", "»": "«", "”": "“"}
_OPENING = frozenset(_CLOSES.values())
# Verbs whose object is the one addressed, so a name behind them need not be their subject.
ADDRESSING = frozenset(folded("يدعو يناشد يحث يحض يطالب يتهم يحذر يشكر يهنئ").split())
_FOR, _AGAINST = frozenset(["AGREE", "SUPPORT", "CONCEDE"]), frozenset(["REJECT", "ACCUSE", "THREATEN"])


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
        told = cue is not None and cue.negated and cue.lexeme.act in _FOR and self.act in _AGAINST
        return self.denied or (self.is_denied and not told)


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
        finding.own_cue = _own_cue(finding, report, cast)
    finding.governed = _is_governed(finding, report, cast)
    if finding.kind == "clause" and finding.cue is not None and finding.cue.negated and span.start < finding.cue.start:
        finding.governed = False  # «لاحظوا أن المجلس لم يؤكد ذلك»: they did note it
    _settle_exception(finding, report)
    _settle_denial(finding, report, cast)
    _settle_kind(finding, report)
    _settle_act(finding, report)
    _settle_holder(finding, report, cast, trusting=trusting)
    _settle_obliged(finding, report, cast)
    _settle_reporter(finding, report, cast)
    _settle_speech(finding, report, cast)
    _settle_relayed(finding, report, cast)
    if trusting:
        _settle_stranger(finding, report, cast)
        _settle_foretold(finding, report, cast)
    _settle_addressees(finding, report, cast)
    _settle_status(finding, report, cast, index)
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
            folded(word) in _SMALL_WORDS or folded(word) in {"", "و", "ف"} for word in gap.strip(" \"'«»”“").split()
        ):
            word, mention = report.text[cue.start : cue.end], before[-1]
            if cue.object and not _NO_SUBJECT.match(report.text, cue.end, passage.end):
                # "أما الحركة فطالبتها الحكومة": the pronoun is the Movement, and whoever stands behind asks it
                behind = subject_after(cast, report.text, cue.end, passage.end)
                led = re.search(r"(?<![\u0621-\u064a])(?:و|ف|ل)?[أإ]ن\s+[\"«]?$", report.text[lead_start : mention.start])
                return mention.participant if behind is None and led else behind
            other = is_noun_too(word) and _has_its_verb(mention.start, passage, report)
            if not other and not clashes(cue, word, cast[mention.participant], report.text[mention.start : mention.end]):
                return mention.participant
            if other:
                return subject_after(cast, report.text, cue.end, passage.end)
    if (pledging := _pledge_to_address(cue, passage, report)) is not None:
        return subject_of(pledging, passage, report, cast)
    if _addresses_next(cue, passage, report, cast):
        return None
    if has_subject_in_itself(cue, report.text[cue.start : cue.end]):
        return None
    subject = subject_after(cast, report.text, cue.end, passage.end)
    # "وحث الدول الراعية على …": a masculine verb does not have a feminine subject; the States are urged.
    return None if subject is not None and _clashes_here(cue, passage, report, cast, subject) else subject


def _is_of_pronoun(cue: Cue, passage: Passage, report: Report) -> bool:
    """Whether a pronoun before a verb is its subject: «إنه رفض»."""
    lead = report.text[max(passage.start, cue.start - 120) : cue.start]
    return _PRONOUN_SUBJECT.search(re.split(r"[،؛.]", lead)[-1].rstrip("و")) is not None


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


def _pledge_to_address(cue: Cue, passage: Passage, report: Report) -> Cue | None:
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


def _with_negation(span: Span, passage: Passage, report: Report) -> Span:
    """The span with the particle in front of it that turns its sense: "لم" of "لم يوقع" is part of what is said, "من" of "من سماهم"."""
    lead = report.text[passage.start : span.start]
    if lead.endswith("من ") and CALLED.match(report.text, span.start - 3, span.end):
        return Span(span.start - 3, span.end)
    found = re.search(r"(?:^|[\s\"«،(])(?:و|ف)?((?:لا|لم|لن|ليس|ليست|عدم|بعدم|دون|بدون|غير|بلا|ألا|بألا)\s+(?:قد\s+)?)$", lead)
    return Span(passage.start + found.start(1), span.end) if found else span


def _own_cue(finding: Finding, report: Report, cast: Cast) -> Cue | None:
    """The finite verb or participle that a quote begins with (its first or second word), or the nearest in front of it.

    A passage may tell of several acts in one breath; its main cue is then not the one that the quote is about.
    """
    assert finding.span is not None
    main, span = finding.passage.cue, finding.span
    verbs = [cue for cue in finding.passage.cues if cue.form != "noun" and cue.lexeme.act != "OTHER"]
    verbs = [cue for cue in verbs if finding.kind != "commitment" or _pledge_to_address(cue, finding.passage, report) is None]
    verbs = [cue for cue in verbs if not _is_demanded(cue, finding.passage, report)]
    within = [cue for cue in verbs if span.start <= cue.start < span.end and _only_leads(report, cast, span.start, cue.start)]
    if within:
        return within[0]
    before = [cue for cue in verbs if cue.end <= span.start]
    return before[-1] if before and main is not None and (main.start >= span.end or before[-1].start > main.start) else None


_THAT_IT_BE = re.compile(r"(?<![\u0621-\u064a])ب?(?:أن|ألا)\s+$")


def _is_demanded(cue: Cue, passage: Passage, report: Report) -> bool:
    """Whether a verb is what another demands and no act of its own: «مطالباً بأن يُخصص الثلث للأقاليم وأن تُدار»."""
    if cue.form != "verb" or _THAT_IT_BE.search(report.text[passage.start : cue.start]) is None:
        return False
    before = [one for one in passage.cues if one.end < cue.start and one.form != "noun" and one.lexeme.act != "OTHER"]
    return bool(before) and before[-1].kind == "demand"


def _only_leads(report: Report, cast: Cast, start: int, end: int) -> bool:
    """Whether nothing but a name, a particle or "أنه" stands between two offsets: what may lead up to a verb."""
    for mention in cast.within(start, end):
        start = mention.end
    words = report.text[start:end].strip(" \"'«»”“").split()
    return len(words) <= 3 and all(folded(word) in _SMALL_WORDS or _THAT_WORD.fullmatch(folded(word)) for word in words)


_CLAUSE_ENDED = re.compile(r"[،؛]\s*و?$")
_WE_DO = re.compile(r"[وف]?(?:(?:لم|لن|لا|سوف)\s+ن|سن)[\u0621-\u0652]{2,}")


def _is_governed(finding: Finding, report: Report, cast: Cast) -> bool:
    """Whether the passage's cue governs the quote: no other clause with the offered holder for its subject begins between."""
    cue, span = finding.cue, finding.span
    if cue is None or span is None or span.start <= cue.start < span.end:
        return True
    if cue.start >= span.end:
        return False
    if cue.negated and finding.kind == "demand" and re.search(r":\s", report.text[cue.end : span.start]):
        return False  # "مطالبنا لا تقبل المساومة: سحب …": said of the demands, and not of what they are
    if _WE_DO.match(report.text, span.start) and _CLAUSE_ENDED.search(report.text[cue.end : span.start]):
        return False  # "طلبوا منا أن نخرج، ولم نعدهم بشيء": another verb, with its subject in it
    turned = cue.negated or cue.lexeme.status == "denied"
    between = report.text[cue.end : span.start]
    if turned and re.search(rf"[،؛]\s*(?:و(?!ه[وي]\s)|ف|بل\s|ثم\s|لكن\s|{_AFFIRMING})", between):
        return False  # "لم نطلب ذلك، وما نريده …": the denial ends with its clause
    told = report.text[cue.end : span.start].rstrip()
    begun = re.search(r"[،؛]\s*و[أإ]ن(?:ه|ها|هم|هما)?(?:\s+\S+)?$", told) or (
        _CLAUSE_ENDED.search(told) and re.match(r"و?[أإ]ن", report.text[span.start : span.end])
    )
    if finding.passage.reporting_cue is not None and begun:
        return False  # "كشف أن الحركة سحبت مطلبها، وأنها ماضية في": the second clause depends on the verb of saying alone
    for mention in cast.within(cue.end, span.end):
        if mention.participant in finding.by and mention.start < span.start + 60:
            boundary = re.search(
                r"(?:[،؛]\s*(?:و|ف|بينما|فيما|في حين|أما|لكن|كما|غير أن|بيد أن|إلا أن)|؛)[^،؛]{0,40}$",
                report.text[cue.end : mention.start],
            )
            aside = boundary is not None and re.match(r"\s*،", report.text[mention.end : span.start]) is not None
            if boundary and not aside and cast.within(cue.end, cue.end + boundary.start()):
                return False  # (and not "وتريد الحكومة، كما يروي فلان، أن")
    return True


_HOSTING = re.compile(r"(?<![\u0621-\u064a])استضافت?[ةهـ]?")


def _settle_kind(finding: Finding, report: Report) -> None:
    """The verb tells demands and commitments apart better than a label does."""
    cue = finding.cue
    if finding.denied and finding.kind in {"clause", "next_step"}:
        # What is said to be untrue is no clause of anything.
        finding.notes.append(
            warning(
                "kind_verb",
                severity="info",
                cue=report.text[finding.span.start : finding.span.end][:40] if finding.span else "",
                expected="statement",
                kind=finding.kind,
            )
        )
        finding.kind, finding.act = "statement", "REJECT"
        return
    if finding.kind == "commitment" and in_draft(finding, report):
        # What a draft would have somebody do is a clause of it, and nobody's pledge.
        words = report.text[finding.span.start : finding.span.end] if finding.span else ""
        _turn_kind(finding, "clause", words[:40])
        finding.act, finding.by, finding.reported_by = None, [], None
        return
    if finding.draft.kind is None or finding.span is None or _CONDITION_WORD.match(report.text, finding.span.start):
        return  # the condition of a pledge is wanted of another
    verb = cue if cue is not None and cue.form != "noun" and finding.governed else None
    if verb is None or verb.kind not in {"demand", "commitment"}:
        _settle_kind_without_verb(finding, report)
    if verb is None:
        return
    cue, word = verb, report.text[verb.start : verb.end]
    if finding.kind in {"demand", "commitment", "clause"} and cue.lexeme.status == "denied" and cue.kind == "statement":
        told = find_cues(report.text[cue.end : finding.span.end])
        if finding.draft.status == "denied" and any(one.kind == finding.kind for one in told):
            return  # "نفى أن تكون بلاده قد تعهدت": a pledge that is denied, and the model says so
        if finding.kind == "demand" and any(one.lexeme.status == "withdrawn" for one in told):
            return  # "نفت أن تكون قد تخلت عن مطلبها": it stands
        # "نفى توقيع أي اتفاق": nothing was signed, and somebody says so.
        finding.notes.append(warning("kind_verb", severity="info", cue=word, expected="statement", kind=finding.kind))
        finding.kind, finding.act = "statement", "REJECT"
    elif (
        cue.lexeme.present == "يقترح" and finding.kind == "commitment" and _HOSTING.search(report.text, cue.end, finding.span.end)
    ):
        return  # who proposes to host offers something
    elif {finding.kind, cue.kind} == {"demand", "commitment"} and finding.span.end > cue.start:
        _turn_kind(finding, cue.kind, word)


# Own acts to come, by whoever stands in front of the verb: «الحكومة ستفتح», «أنها ستسلم».
_WILL = re.compile(
    r"(?:ب?[إأ]ن(?:ه|ها|هم|هما)?\s+)?(?:[^\s،؛:«]+\s+){0,4}?"
    r"(التزام(?:ه|ها|هم|هما)?\s|س(?!ياد|ياس|يار|يناري|يطر|يما|تة|تين|تون|ترات|نة|نوات|ند|نغال)[يتن][\u0621-\u0652]{3,}|سوف\s)"
)
_WILL_NOT_UNLESS = re.compile(r"(?<![\u0621-\u064a])(لن\s[^.؛]*?\s(?:ما لم|إلا إذا|إلا بعد|قبل أن|من دون|بدون))\s")


def _settle_kind_without_verb(finding: Finding, report: Report) -> None:
    """What is announced for oneself is no demand, what is refused "unless" is one, and a noun names its act: «المطالبة بـ»."""
    assert finding.span is not None
    if finding.kind not in {"demand", "commitment"} or finding.denied:
        return
    words, cue = report.text[finding.span.start : finding.span.end], finding.cue
    if (unless := _WILL_NOT_UNLESS.search(words)) is not None:
        _turn_kind(finding, "demand", f"{unless[1][:2]} … {unless[1].split()[-1]}")
    elif (will := _WILL.match(words)) is not None:
        _turn_kind(finding, "commitment", will[1].strip())
    elif (opening := _opening_noun(finding)) is not None:
        _turn_kind(finding, opening.kind, report.text[opening.start : opening.end])
    elif cue is not None and cue.form == "noun" and cue.kind in {"demand", "commitment"} and finding.governed:
        between = report.text[cue.end : finding.span.start]
        if not any(one.form == "verb" for one in find_cues(between)):
            _turn_kind(finding, cue.kind, report.text[cue.start : cue.end])


def _opening_noun(finding: Finding) -> Cue | None:
    """The noun of demanding or pledging with which a quotation begins: «التزام حكومته بـ»."""
    assert finding.span is not None
    start = finding.span.start
    nouns = [one for one in finding.passage.cues if one.form == "noun" and one.start - start in {0, 1}]
    return next((one for one in nouns if one.kind in {"demand", "commitment"}), None)


# In folded text: what is only proposed, and the verbs by which it says what is to be.
_DRAFT = (
    r"(?:ال)?(?:مسوده|مسودات|مقترح|مشروع (?:ال)?(?:اتفاق|اتفاقيه|بيان|اعلان|وثيقه|مذكره|تسويه|ميثاق|ورقه|قرار)"
    r"|(?:ورقه|نص|صيغه|وثيقه|خطه|بند|بنود|اتفاق|اتفاقيه) (?:\w+ )?(?:ال)?مقترح\w*)"
)
_PROVIDES = (
    r"[وف]?(?:[يت]?نص(?:ت)?|[يت]قضي|قضت|قضي|[يت]?تضمن(?:ت)?|[يت]قترح|اقترح(?:ت)?|[يت]شمل|شملت|[يت]دعو|دعت|[يت]لزم|الزم(?:ت)?"
    r"|[يت]شترط|[يت]حدد|حدد(?:ت)?|[يت]منح|[يت]تيح|جاء في|ورد في|[يت]رد في)"
)
_DRAFT_PROVIDES = re.compile(
    rf"(?<!\w){_PROVIDES} (?:ب|ل)?{_DRAFT}(?!\w)|(?<!\w)[وف]?{_DRAFT}(?:,? ?،?[^.؛:]{{0,80}}?،?) {_PROVIDES}(?!\w)"
)
_DRAFT_STEMS = ("مسود", "مشروع", "مقترح")


def in_draft(finding: Finding, report: Report) -> bool:
    """Whether a draft is what provides for the quote: «تنص المسودة على أن …», or a list that such words introduce."""
    span = finding.span
    if span is None:
        return False
    segment = report.segment_at(span.start)
    lead = list_opening(report, span.start)
    words = fold(report.text[segment.start : span.end] if lead is None else re.split(r"[.!؟?]\s", lead)[-1]).text
    if not any(map(words.__contains__, _DRAFT_STEMS)) or (found := _DRAFT_PROVIDES.search(words)) is None:
        return False
    if lead is not None:
        return True
    begin = len(fold(report.text[segment.start : span.start]).text)
    if found.start() > begin + 1:
        return False
    between = words[found.end() : begin]
    if re.search(r"[.؛:]|،\s*[وف]?(?:لكن|بينما|فيما|غير)", between):
        return False
    return not any(cue.form == "verb" and cue.lexeme.act != "OTHER" and cue.kind != "clause" for cue in find_cues(between))


def _turn_kind(finding: Finding, kind: str, word: str) -> None:
    if finding.kind != kind:
        finding.notes.append(warning("kind_verb", severity="info", cue=word, expected=kind, kind=finding.kind))
        finding.kind = kind
        finding.draft = finding.draft.model_copy(update={"status": None})


# "طالبت بكذا، وهو ما نفاه أوحمان": what is denied behind, by the side that is said to have demanded it. In folded text.
_DENIED_BEHIND = re.compile(
    r"[^.؛]{0,60}?،\s*(?:و?(?:هو|هي|هذا)\s+(?:\w+\s+){0,2}?|الامر الذي\s+|ما\s+)(?P<verb>(?:نفا|نفت|نفي|انكر|كذب|فند|دحض)\w{0,3})(?!\w)"
)


def _settle_denial(finding: Finding, report: Report, cast: Cast) -> None:
    """Whether words of denying hold the quote: "لا صحة لـ…", "تبرأ من …", "وصف … بأنه عار من الصحة".

    Such a word reaches to the end of its clause, and not past a further verb, unless "أن" subordinates that.
    """
    assert finding.span is not None
    span, cue = finding.span, finding.cue
    segment = report.segment_at(span.start)
    lead = fold(report.text[segment.start : span.start]).text + " "
    joined = fold(report.text[segment.start : min(span.start + len("دعت"), segment.end)]).text  # the «و» in front is of the verb
    said = fold(report.text[span.start : span.end]).text
    behind = fold(report.text[span.end : segment.end]).text
    if cue is not None and cue.lexeme.status == "denied" and finding.governed:
        return
    for match in _DENYING.finditer(lead):
        rest = report.text[span.start - (len(lead) - 1 - match.end()) : span.start] if len(lead) - 1 > match.end() else ""
        ended = _DENIAL_ENDS.search(joined, match.end(), len(lead) + 2) or _begins_anew(finding, rest)
        if not ended and not _has_free_verb(rest):
            finding.denied = True
            start = segment.start + fold(report.text[segment.start : span.start]).starts[match.start()]
            if span.start - start < _LONGEST_DENIAL:  # the quotation has to show that it is denied
                finding.span = Span(start, span.end)
            return
    begins = _DENYING.search(said)
    if begins is not None and begins.start() <= 2:
        finding.denied = True
        return
    denial = _DENIED_BEHIND.match(behind) if finding.kind == "demand" else None
    if denial is not None:
        told = fold(report.text[span.end : segment.end])
        place = span.end + told.ends[denial.end() - 1]
        denier = next(iter(cast.within(place, segment.end)), None)
        if denier is not None and denier.start - place < 4 and any(cast.same_side(denier.participant, one) for one in finding.by):
            finding.denied = True
            finding.elsewhere = Span(span.end + told.starts[denial.start("verb")], denier.end)
            return
    called = _CALLED_UNTRUE.search(said)
    if called is not None and not _SAID_BESIDES.search(said[: called.start()]):
        finding.denied = True
        return
    untrue = _UNTRUE.search(behind)
    if untrue is not None and not _SAID_BESIDES.search(behind[: untrue.start()]) and len(behind[: untrue.start()].split()) < 8:
        finding.denied = True
        finding.span = Span(span.start, span.end + fold(report.text[span.end : segment.end]).ends[untrue.end() - 1])


_SAID_BESIDES = re.compile(r"[؛.!؟?]|،\s*و(?!هذ[اه]\s)")


def _begins_anew(finding: Finding, between: str) -> bool:
    """Whether a quote begins with a finite verb that «و» joins to the one of denying: «نفت الاتهام ودعت إلى تحقيق»."""
    span, cue = finding.span, finding.cue
    if span is None or cue is None or cue.form != "verb" or cue.start != span.start:
        return False
    return re.search(r"\sو$", between) is not None and re.search(r"(?:^|\s)ب?[أا]ن[\u0621-\u064a]{0,3}\s", between) is None


def _settle_exception(finding: Finding, report: Report) -> None:
    """Whether a negated verb leaves something over («لم يتعهد إلا بالبحث»); the quotation then begins with its particle."""
    span, cue = finding.span, finding.cue
    if span is None or cue is None or not cue.negated or not finding.governed or not finding.passage.start < cue.start < span.end:
        return
    start = report.text.rindex(" ", 0, cue.start - 1) + 1 if " " in report.text[: cue.start - 1] else 0
    if leaves_over(report.text[start : span.end]):
        finding.excepted = True
        finding.span = Span(min(span.start, start), span.end)


def _has_free_verb(words: str) -> bool:
    """Whether a finite verb stands in some words that no "أن" subordinates."""
    for cue in find_cues(words):
        if cue.form == "verb" and not re.search(
            r"(?:^|\s)ب?ان(?:ه|ها|هم|هما)?\s+(?:(?:\w+\s+){0,2}|[يت]كون\w*\s+(?:\w+\s+){0,6}قد\s+)$",
            fold(words[: cue.start]).text,
        ):
            return True
    return False


_TOOK_NOTE = re.compile(r"[\s\"«]*[وف]?(?:أحاطت?|أخذت?|[يت]حيط|[يت]أخذ)(?:\s[^\s،.؛]+){0,5}?\sعلم(?:اً|ًا|ا)(?![\u0621-\u064a])")


def _settle_act(finding: Finding, report: Report) -> None:
    """The verb tells for from against: what "رفض" reports is no agreement."""
    if finding.denied and finding.kind == "statement":
        # "فند الأنباء عن قبوله بـ": the denial turns what the noun says.
        finding.act = finding.act if finding.act in _AGAINST else "REJECT"
        return
    cue = finding.cue
    words = report.text[finding.span.start : finding.span.end] if finding.span else ""
    if finding.kind in {"statement", "stance"} and _TOOK_NOTE.match(words):
        _turn_kind(finding, "statement", words.split()[0])
        finding.act = "OTHER"  # who takes note of a thing neither welcomes nor rejects it
        return
    if cue is None or cue.negated or not finding.governed or finding.kind != "statement" or cue.kind != "statement":
        return
    told, act = cue.lexeme.act, finding.act
    if cue.lexeme.status == "denied" and act not in _AGAINST:
        finding.act = told
    if told in {"ACCUSE", "THREATEN"} and act == "REJECT":
        finding.act = told  # an accusation of spoiling the agreement is no rejection of it
    if (told in _AGAINST and act in _FOR) or (told in _FOR and act in _AGAINST):
        finding.notes.append(warning("act_verb", severity="info", act=act, expected=told))
        finding.act = told


def _settle_holder(finding: Finding, report: Report, cast: Cast, *, trusting: bool) -> None:
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
_NO_SUBJECT = re.compile(
    r"\s*(?:$|[،.؛:]|(?:إلى|على|عن|من|في|لدى|أن|ألا|بأن|بألا|لدى|أمام|خلال|أمس|اليوم)(?![\u0621-\u064a])|ب[\u0621-\u064a]{3}|ل[\u0621-\u064a]{3}|[\u0621-\u064a]{3,}(?:ه|ها|هم)\s)"
)


def _names_no_other(cue: Cue, passage: Passage, report: Report, cast: Cast) -> bool:
    """Whether no words around a verb name a subject that is no participant («وقالت الناطقة باسم الوفد», «الحكومة تعهدت»)."""
    if not _BEGINS_CLAUSE.search(report.text[max(0, passage.start - 2) : cue.start]):
        return False
    behind = next(iter(cast.within(cue.end, passage.end)), None)
    if behind is not None and not report.text[cue.end : behind.start].strip(" \"'«“"):
        return True
    return _NO_SUBJECT.match(report.text, cue.end, passage.end) is not None


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


def _settle_obliged(finding: Finding, report: Report, cast: Cast) -> None:
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


def _settle_stranger(finding: Finding, report: Report, cast: Cast) -> None:
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


def _settle_foretold(finding: Finding, report: Report, cast: Cast) -> None:
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
    _turn_kind(finding, "commitment", report.text[told.end : span.end].split()[0])
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


def set_holder(finding: Finding, cast: Cast, holders: list[str], lost: Sequence[str], *, noted: bool = True) -> None:
    """Ascribe a finding to others than the model did; its sentences are made anew."""
    if noted:
        expected, offered = ("، ".join(cast.label(cast[one]) for one in ids) or NOBODY for ids in (holders, lost))
        finding.notes.append(warning("holder_subject", severity="info", expected=expected, name=offered))
    finding.by = holders
    finding.draft = finding.draft.model_copy(update={"en": "", "ar": ""})


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


def _settle_reporter(finding: Finding, report: Report, cast: Cast) -> None:
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


def _settle_relayed(finding: Finding, report: Report, cast: Cast) -> None:
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


def _settle_speech(finding: Finding, report: Report, cast: Cast) -> None:
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
            _set_status(finding, "claimed")
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
    if _CLAUSE_ENDED.search(report.text[max(0, finding.span.start - 6) : finding.span.start]) is None:
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
        _set_status(finding, "claimed")


def _settle_addressees(finding: Finding, report: Report, cast: Cast) -> None:
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


def _settle_status(finding: Finding, report: Report, cast: Cast, index: TextIndex) -> None:
    assert finding.span is not None
    if finding.kind in {"demand", "commitment"}:
        _settle_condition(finding, report, index)
    if finding.condition is None:
        _include_condition(finding, report)
    if finding.kind == "commitment":
        _settle_pledge(finding, report, cast)
    elif finding.kind == "demand":
        _settle_demand(finding, report)


def _settle_pledge(finding: Finding, report: Report, cast: Cast) -> None:
    """pledged, best_efforts, claimed or denied: told by who says it and how."""
    assert finding.span is not None
    cue, offered = finding.cue, finding.draft.status
    start = cue.start if cue and finding.governed and cue.start < finding.span.start else finding.span.start
    words = report.text[start : finding.span.end]
    lexical = cue.lexeme.status if cue and cue.kind == finding.kind and finding.governed else ""
    own_words = finding.reported_by is None or any(cast.same_side(finding.reported_by, one) for one in finding.by)
    status = offered if offered in {"pledged", "best_efforts", "claimed", "denied"} else lexical or "pledged"
    if status == "denied" and not finding.is_denied and (_SPARES_NOTHING.search(words) or not negates(words)):
        status = lexical or "pledged"
    efforts = _BEST_EFFORTS.search(_own_thing(finding, report) or words) is not None
    if status in {"pledged", "claimed"} and efforts and own_words:
        status = "best_efforts"
    elif status == "best_efforts" and cue and lexical == "pledged" and not efforts:
        status = "pledged"
    if finding.is_denied and not _UNLESS.search(words):
        status = "denied"
    if not own_words and status != "denied":
        status = "claimed"
    _set_status(finding, status)


_OWN_FUTURE = re.compile(r"[وف]?(?:[إأ]ن\S*\s+(?:\S+\s+){0,3})?س[يتن][\u0621-\u0652]{3,}\s")


def _own_thing(finding: Finding, report: Report) -> str:
    """The words of a further thing that its verb governs by the preposition once more («بالسعي لتثبيت …، وبتقديم …»), or nothing."""
    span, cue = finding.span, finding.cue
    if span is None or cue is None or not finding.governed or cue.end > span.start:
        return ""
    words = report.text[span.start : span.end]
    if _OWN_FUTURE.match(words) and report.text[: span.start].endswith((" و", "،و", " ثم ", "، ")):
        return words  # «ستبذل كل جهد …، وستستضيف …»
    if not cue.lexeme.takes:
        return ""
    again = re.match(rf".*[،\s]و({cue.lexeme.takes})?[\"«\s]*$", report.text[cue.end : span.start], re.DOTALL)
    if again is None or not (again[1] or words.startswith(cue.lexeme.takes)):
        return ""
    return f"{report.text[cue.start : cue.end]} {words}"


_NOT_WITHDRAWN = re.compile(
    r"(?<![\u0621-\u064a])(?:و|ف)?(?:لن|لم|لا|ما|عدم|دون أن|ألا|رفض|رفضت|يرفض|ترفض|رافضا|رافضاً|رافضة)\s+(?:أن\s+)?[\u0621-\u0652]{0,3}$"
)


def _refused_in(words: str) -> re.Match[str] | None:
    """Where words first tell that a demand was refused, or met with no consent."""
    words = DECLINES_TO_TELL.sub(lambda match: "·" * len(match.group()), words)
    refused = _REFUSED_BEHIND.search(words) if any(map(words.__contains__, _REFUSING_STEMS)) else None
    found = [match for match in (refused, _UNMET_BEHIND.search(words)) if match is not None]
    return min(found, key=lambda match: match.start(), default=None)


_ADVERBIAL_ASIDE = re.compile(
    r"،\s*(?:بعد|قبل|تحت|في|رغم|على|مع|من|خلال|إثر|عقب|أثناء|نتيجة|كما|أمس|اليوم|[\u0621-\u0652]+(?:اً|ًا|ةً))(?=\s)[^،.؛\n]{0,60}،"
)


def _withdrawn_in(words: str) -> bool:
    """Whether words tell that a demand was withdrawn: «تراجع عن مطلبه», and not «لن يتراجع عن مطلبه»."""
    if not any(map(words.__contains__, _WITHDRAWING_STEMS)):
        return False
    words = _ADVERBIAL_ASIDE.sub(" ", words)  # «تراجعت الحكومة، بعد ساعات من النقاش، عن اشتراط …»
    return next(_withdrawals(words), None) is not None


def _withdrawals(words: str) -> Iterator[re.Match[str]]:
    if any(map(words.__contains__, _WITHDRAWING_STEMS)):
        yield from (match for match in _WITHDRAWN.finditer(words) if not _NOT_WITHDRAWN.search(words[: match.start()]))


def _settle_demand(finding: Finding, report: Report) -> None:
    """standing, conditional, withdrawn, rejected or denied: told by the verb, or by what is said of the demand behind it."""
    assert finding.span is not None
    cue, offered = finding.cue, finding.draft.status
    text, span = report.text, finding.span
    lexical = cue.lexeme.status if cue and cue.kind == finding.kind and finding.governed else ""
    status = offered if offered in {"standing", "conditional", "withdrawn", "rejected", "denied"} else lexical or "standing"
    start = min(span.start, cue.start) if cue and finding.governed and cue.start >= finding.passage.start else span.start
    sentence_end = report.segment_at(max(span.start, span.end - 1)).end
    before = max(finding.passage.start, start - 30)  # "لم يعد" stands in front of the verb
    withdrawn = _withdrawn_in(text[before : span.end]) or _withdrawn_in(text[span.end : clause_end(text, span.end, sentence_end)])
    behind = text[span.end : _next_segment_end(report, span.end)]
    refused = _refused_in(behind)
    unmet = _UNMET_BEHIND.search(text, span.start, span.end)  # «طلب …، ولم يُستجب لطلبه» as a whole is quoted
    if refused and _COORDINATED.search(behind[: refused.start()]):
        refused = None  # it is the later of several demands that was refused
    if status == "withdrawn" and not _withdrawn_in(text[report.segment_at(span.start).start : paragraph_at(report, span.end)[1]]):
        finding.elsewhere = _withdrawn_later(report, span)
        if finding.elsewhere is not None:
            _set_status(finding, status)
            return
        status = "standing"
    if withdrawn and cue is not None and cue.lexeme.status == "denied" and not cue.negated:
        status = "standing"  # "نفت أن تكون الهيئة قد تخلت عن مطلبها"
    elif withdrawn or (lexical == "withdrawn" and not (cue is not None and cue.negated)):
        status = "withdrawn"
    elif finding.is_denied and not _UNLESS.search(text[start : span.end]):
        status = "denied"
    elif refused and status in {"standing", "rejected"}:
        status = "rejected"
        finding.elsewhere = _clause_around(report, span.end + refused.start(), span.end + refused.end())
    elif unmet is not None and status in {"standing", "rejected"}:
        status = "rejected"
    elif (
        (
            status == "withdrawn"
            and not _withdrawn_in(text[report.segment_at(span.start).start : paragraph_at(report, span.end)[1]])
        )
        or (status == "rejected" and not _REFUSAL.search(text[paragraph_at(report, span.start)[0] :]))
        or (status == "denied" and not re.search(r"نف[ىيت]|لم|لن|أنكر|لا ", text))
    ):
        status = "standing"
    if status == "rejected" and finding.elsewhere is None:
        finding.elsewhere = _refused_later(report, span)
    if finding.condition is not None and status == "standing":
        status = "conditional"
    elif (
        status == "conditional"
        and finding.condition is None
        and lexical != "conditional"
        and not _CONDITIONAL_VERB.search(text[start : span.end])
        and not _WITHOUT.search(text[start : span.end])
    ):
        status = "standing"
    elif lexical == "conditional" and status == "standing":
        status = "conditional"
    _set_status(finding, status)


def _refused_later(report: Report, span: Span) -> Span | None:
    """The clause, anywhere behind a demand, whose verb refuses the same thing: two words of it share their roots.

    «أن تسلّم لوائح مقاتليها» … «ورفض فلان تسليم أي لوائح».
    """
    wanted = _roots(report.text[span.start : span.end])
    for passage in passages_between(report, span.end, len(report.text)):
        cue = passage.cue
        if cue is None or cue.form != "verb" or cue.lexeme.act != "REJECT" or cue.negated or cue.lexeme.status == "denied":
            continue
        if len(wanted & _roots(report.text[cue.end : passage.end])) > 1:
            return _clause_around(report, cue.start, cue.end)
    return None


def _withdrawn_later(report: Report, span: Span) -> Span | None:
    """The clause behind the paragraph of a demand that says that the same thing is demanded no longer; see _refused_later."""
    wanted = _roots(report.text[span.start : span.end])
    for segment in report.segments:
        if segment.start < span.end:
            continue
        words = report.text[segment.start : segment.end]
        found = next(_withdrawals(words), None)
        if found is not None and len(wanted & _roots(words[found.start() :])) > 1:
            return _clause_around(report, segment.start + found.start(), segment.start + found.end())
    return None


_CLITICS = re.compile(r"^(?:و|ف)?(?:ب|ل|ك)?(?:ال|لل)?|(?:ها|هم|هما|ه|ات|ين|ون|ا)$")


def _roots(words: str) -> set[str]:
    """The words of some Arabic by what is left without what is put to them and their vowels: «تسليم», «تسلّم» are one."""
    bare = (_CLITICS.sub("", word) for word in re.findall(r"[^\W_]{4,}", folded(words)))
    roots = ((word, word[:1] + re.sub("[اويء]", "", word[1:])) for word in bare)
    return {root if len(root) > 2 else word for word, root in roots if len(word) > 2}


def _set_status(finding: Finding, status: str) -> None:
    offered = finding.draft.status
    if offered is not None and offered != status and not finding.notes:
        finding.notes.append(warning("status", severity="info", status=status, offered=offered))
    finding.status = status


_LOOSE_END = " ،\n\r\t."  # of a condition that ends a sentence


def _settle_condition(finding: Finding, report: Report, index: TextIndex) -> None:
    """The condition that the words put to a demand or a pledge: in the quote, behind it in the same breath, or in front."""
    assert finding.span is not None
    span, text, passage = finding.span, report.text, finding.passage
    sentence_end = report.segment_at(max(span.start, span.end - 1)).end
    own_end = max(passage.end, span.end) if passage.cue is None or passage.end >= sentence_end else sentence_end
    found = _CONDITION.search(" " + without_formulas(text[span.start : own_end]))
    if found:
        start = span.start + found.start(1) - 1
        if start < span.end or not _is_of_next(text[span.end : start]):
            stop = re.search(
                r"[.؛\n]|[،]\s*(?:و[أإ]ن(?:ه|ها|هم)?|و?هذا|وهو|وهي|بحسب|حسب|وفق|كما|فيما|بينما|لكن|غير أن)\s", text[start:own_end]
            )
            end = start + stop.start() if stop else own_end
            end = start + len(text[start:end].rstrip(_LOOSE_END))
            if start > span.start or finding.kind == "demand":
                finding.condition = Span(start, end)
            finding.span = Span(span.start, max(span.end, end))
            return
    sentence = report.segment_at(span.start).start
    begin = finding.cue.start if finding.cue and finding.governed and sentence <= finding.cue.start < span.start else span.start
    found = _CONDITION_FIRST.search(without_formulas(text[sentence:begin]))
    if found and not _is_taken(text[sentence : sentence + found.start(1)]):
        finding.condition = Span(sentence + found.start(1), sentence + found.end(1))
    elif finding.draft.condition.strip():
        within = (sentence, sentence_end)
        place = index.ground(finding.draft.condition, within=within)
        if place and within[0] <= place.start and place.end <= within[1]:
            finding.condition = place


# A proviso («تكليف الفرق، على ألا تبدأ قبل»), and «إن» with a perfect, which is "if". What «على أن» adds may as well be left out.
_PROVISO = re.compile(
    r"(?:،\s*|\s)(على ألّ?ا)(?=\s)"
    r"|(?<!قال)(?<!قالت)\s(إن (?:لم\s[يت]|(?:وصل|وافق|قبل|تم|أمكن|توفر|التزم|توقف|انسحب|رفض|اقتضى|استمر|اكتمل|حضر|عاد|سمح|تحقق|ثبت|رأى|طلب|لزم|تعذر|نجح|فشل|صدر|[\u0621-\u0652]{3,}ت(?<!ات))(?=\s)))"
)
_IF_WORDS = re.compile(r"(?<![\u0621-\u064a])(?:و|ف)?(?:إن شاء|إن كان[\u0621-\u064a]* (?:لا بد|ولا بد))")


def _include_condition(finding: Finding, report: Report) -> None:
    """Let the quote of a statement, clause or next step reach over the condition behind it in the same breath.

    «هددت بالانسحاب إذا لم تتوقف الغارات» is no plain threat, however short the model quotes it.
    """
    span, text = finding.span, report.text
    assert span is not None
    sentence_end = report.segment_at(max(span.start, span.end - 1)).end
    rest = " " + without_formulas(text[span.end : sentence_end])
    until = _UNTIL.search(rest) if _REFUSES_FOR_NOW.search(text, span.start, span.end) else None
    found = [match for match in (_CONDITION.search(rest), _AS_LONG.search(rest), until) if match is not None]
    if "على أ" in rest or "إن " in rest:
        proviso = next(
            (match for match in _PROVISO.finditer(rest) if not _IF_WORDS.match(rest, match.start(match.lastindex or 0))), None
        )
        found += [proviso] if proviso is not None else []
    if not found:
        return
    first = min(found, key=lambda match: match.start(match.lastindex or 1))
    start = span.end + first.start(first.lastindex or 1) - 1
    between = text[span.end : start]
    if _is_of_next(between) or len(between.split()) > _FARTHEST_CONDITION or re.search(r"[.؛:!؟?«]", between):
        return
    if any(cue.form == "verb" and cue.lexeme.act != "OTHER" for cue in find_cues(between)):
        return  # the condition of what another verb tells
    stop = _CONDITION_STOPS.search(text, start + 1, sentence_end)
    end = stop.start() if stop else sentence_end
    end = start + len(text[start:end].rstrip(_LOOSE_END))
    finding.proper = span
    finding.span = Span(span.start, closed(text, span.start, end))


_AS_LONG = re.compile(r"(?:^|[\s،])(ما دام(?:ت|وا)?|طالما|ما بقي(?:ت)?|بمجرد|حالما)(?=\s)")
# «لن تفرج عن الأسرى قبل تبييض السجون» is no refusal for good.
_REFUSES_FOR_NOW = re.compile(r"(?<![\u0621-\u064a])[وف]?لن\s")
_UNTIL = re.compile(r"^\s?\s?(قبل|حتى|إلا|دون|من دون)(?=\s)")
_CONDITION_STOPS = re.compile(
    r"[.؛\n]|[،]\s*(?:و[أإ]ن(?:ه|ها|هم)?|و?هذا|وهو|وهي|بحسب|حسب|وفق|كما|فيما|بينما|لكن(?:ه|ها)?|غير أن|إلا أن)\s"
    r"|[،]\s*(?:و|ف)?(?:م[\u0621-\u0652]{3,}(?:اً|ًا|ةً|ا|ة)|[وف][\u0621-\u0652]{3,})\s"
)
_FARTHEST_CONDITION = 16  # words between a quote and a condition that still is of what is quoted


def _is_of_next(between: str) -> bool:
    """Whether a further thing, or what somebody says of it, stands between a demand or pledge and a condition."""
    return _NEXT_THING.search(between) is not None or any(cue.form == "participle" for cue in find_cues(between))


def _is_taken(lead: str) -> bool:
    """Whether a condition closes the clause in front of it and opens none: «وتعهدت بتأمين طائرتين متى صدرت الأوامر، …»."""
    clause = re.split(r"[،؛]", lead)[-1]
    return len(clause.split()) > 3 and re.search(r"[إأ]ن(?:ه|ها|هم|هما)?\s*$", clause) is None


def clause_end(text: str, start: int, stop: int) -> int:
    """Where the clause ends that begins at an offset: at a stop, or at ``stop``."""
    found = re.search(r"[؛.\n]", text[start:stop])
    return start + found.start() if found else stop


def _next_segment_end(report: Report, position: int) -> int:
    """The end of the sentence behind that of a raw offset, within the paragraph."""
    following = report.segment_at(min(report.segment_at(position).end, len(report.text) - 1))
    end = paragraph_at(report, position)[1]
    return following.end if following.start < end else report.segment_at(position).end


def _clause_around(report: Report, start: int, end: int) -> Span:
    """The clause that holds some words, between stops."""
    segment, text = report.segment_at(start), report.text
    while start > segment.start and text[start - 1] not in "،؛.\n":
        start -= 1
    while end < segment.end and text[end] not in "،؛.\n":
        end += 1
    while start < end and not text[start].isalnum():
        start += 1
    return Span(start, end)


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


@kept_for_sentences
def issue_of(words: str) -> str | None:
    """The PA-X issue code (peaceagreements.org, University of Edinburgh) that the words are about, by key words."""
    text = fold(words).text
    return next((code for code, pattern in _issues() if pattern.search(text)), None)


@lru_cache(maxsize=1)
def _issues() -> list[tuple[str, re.Pattern[str]]]:
    return [(code, re.compile(words)) for code, words in table("data/issues.tsv")]
