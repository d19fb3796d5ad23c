"""The Arabic sentence of a finding, composed from the words of the report and what code settled about them.

Whose it is and the verb of its kind stand in front, the quotation behind. A quotation that no verb of ours can govern (it
begins with a verb of its own, or is said in the first person) is put as a sentence that Arabic has: with its subject in
front, as it stands, or behind a colon.
"""

from __future__ import annotations

import re

from briefing import wording
from briefing.arabic import folded
from briefing.cues import Cue, find_cues
from briefing.findings import NEEDS, Finding, is_verbal_noun, possessed_body
from briefing.glossary import Glossary
from briefing.outcomes import told_in_draft
from briefing.parity import negates
from briefing.participants import Cast, Mention, subject_after
from briefing.quotation import quoted_spans, without_marks, without_spans
from briefing.record import Participant
from briefing.source import Report
from briefing.speech import speech_at
from briefing.windows import paragraph_at

_DENYING = r"(?:كذّ?ب|فنّ?د|تبر[أا]|تنصل|دحض|نف[ىيت]|أنكر)"
_NEGATED_START = re.compile(rf"(?:و|ف)?(?:ما\s|لم\s|لن\s|{_DENYING})")
# How a quotation begins in which somebody speaks of himself.
_FIRST_PERSON = re.compile(
    r"(?:(?:لن|لا|لم|سوف)\s+[نأ]\w{2,}|سن\w{3,}|سأ\w{2,}|لسنا\s|إننا\s|نحن\s|(?!وعدنا|\S*(?:ون|ت)نا|\S*ونا)[\u0621-\u064a]{2,}نا\s)"
)
# The same anywhere, in fewer forms, since a noun may look like one: "لن نوقع", "سنبذل", "بلادنا".
_OF_ONESELF = re.compile(
    r"(?<![\u0621-\u064a])(?:(?:و|ف)?(?:لن|لم|لا|سوف|ما)\s+ن[\u0621-\u064a]{2,}|(?:و|ف)?سن(?!و[ايي]|وات|تين|دات|ة)[\u0621-\u064a]{3,}|(?:و|ف)?(?:نحن|إننا|أننا|لسنا|كنا|لدينا|علينا)"
    r"|(?:بلاد|وفد|حكومت|شعب|حركت|جبهت|قوات|موقف|مطالب|مطلب|أرض)نا)(?![\u0621-\u064a])"
)
_TO_US = re.compile(r"(?:وعد|طالب|أبلغ|أعطو|منحو|خيرو)\w*نا(?=\s|$)")
_GIVES_UP = re.compile(r"سحب|أسقط|تخل[ىيت]|تراجع|عدل|تنازل|طوى|صرف النظر|لم يعد|لم تعد|ما عاد|كف ")
# A noun of the act at the head of a quotation, with the verb that it is made from and what that takes.
_NOUNS = {
    "التزام": ("يلتزم", "ب"), "تعهد": ("يتعهد", "ب"), "وعد": ("يعد", "ب"), "اصرار": ("يصر", "على"), "دعوه": ("يدعو", "إلى"),
    "مطالبه": ("يطالب", "ب"), "مطلب": ("يطالب", "ب"), "اشتراط": ("يشترط", ""), "طلب": ("يطلب", ""), "شرط": ("يشترط", ""),
    "تمسك": ("يتمسك", "ب"), "رفض": ("يرفض", ""), "تاييد": ("يؤيد", ""),
}  # fmt: skip
_OF_KIND = {"demand": "مطلب", "commitment": "تعهد"}
# Perfects that are no cues and begin clauses of reports often enough.
_PERFECTS = frozenset(
    folded(
        "كان كانت كانوا غادر غادرت أحاط أحاطت قدمت قاطع قاطعت رفعت أعاد أعادت تلا تلت حملت وجهت أرجأ أرجأت علقت عاد عادت انسحب انسحبت أبلغ"
        " أبلغت سلمت رجح رجحت حضرت غاب غابت جاء جاءت دمر دمرت قصفت استقبل استقبلت وصلت ألغى ألغت ردت لوح لوحت ذكرت ذكر أوضحت أضافت"
    ).split()
)
# These are nouns as often: a verb only where the one who acts stands behind.
_ALSO_NOUNS = frozenset(folded("بحث دعم عقد نقل سحب ربط رهن شكر وصف حث رفع حمل رد وجه قصف علق قدم سلم حضر وصل ضمن").split())
# These look like verbs and are none.
_NO_VERBS = frozenset(
    folded(
        "وقت صوت بيت ثبات تثبيت تحت ست ثلاث بنت اخت موت زيت يوم يومي يد يمين يسار تحقيق تاريخ تجاه تلك تسع"
        " يورو يونيو يوليو يناير يونيه يوليه"
    ).split()
)
_OBJECT = re.compile(r"(?:ه|ها|هم|هما)$")
# What stands between commas behind a name; more than one where the next says by whom, where or when.
_ASIDE = re.compile(
    r"\s*،\s*(?!الذي|التي|الذين|[وف]?أن\s)[^،؛.:]{2,80}،"
    r"(?:\s*(?:على لسان|بحسب|حسب|وفق|عبر|نقلا|خلال|أثناء|في (?:كلم|تصريح|بيان|ختام|مؤتمر))[^،؛.:]{2,80}،)*"
)
_THAT = re.compile(r"ب?[إأا]ن(?:ه|ها|هم|هما)?(?=\s)")
_SUBJUNCTIVE = re.compile(r"ب?[أا]ن\s+(?:لا\s+)?[يتن][\u0621-\u064a]{2,}")
# A condition, with which no verb of ours goes on.
_IF = re.compile(r"(?:إذا|اذا|ما لم|لو|شريطة|بشرط|متى)\s")
_BEGINS_PHRASE = re.compile(
    r"(?:إلى|على|عن|من|في|أن|بأن|ألا|بألا|ب(?!لاد|يان|عض|ند)[\u0621-\u064a]{3}|لل?(?!جن|ق)[\u0621-\u064a]{3})"
)
_ORDINAL = r"(?:الأولى|الأول|الثانية|الثاني|الثالثة|الثالث|الرابعة|الرابع|الخامسة|الخامس|السادسة|السادس|السابعة|السابع|الثامنة|الثامن|التاسعة|التاسع|العاشرة|العاشر)"
_DOCUMENT_NOUN = r"(?:هذا |هذه )?(?:ال|لل)?(?:مسودة|مشروع|بيان|وثيقة|إعلان|اتفاقية|اتفاق(?! وقف)|مذكرة|ورقة|تفاهم|نص)(?:\s(?:المشترك|المشتركة|الختامي|الختامية|النهائي|النهائية))?"
_CLAUSE_LEAD = re.compile(
    rf"^(?:(?:في\s)?(?:{_DOCUMENT_NOUN}(?=\s)\s*){{1,2}})?(?:(?:في\s)?(?:ال)?(?:بند|فقرة|فقرت|مادة|مادت)(?:ه|ها)?(?=\s)\s*)?(?:{_ORDINAL}(?=\s)\s*)?(?:من\s{_DOCUMENT_NOUN}\s*)?(?:(?:منه|منها)\s)?"
)
# Subjects by their form: the dual and plural in the nominative, the States.
_SUBJECT = re.compile(
    r"(?:الدول(?:تان)?(?=\s)|(?:الطرف|الجانب|الوفد|الفريق|الرئيس)ان(?=\s)|(?:المشارك|المجتمع|الموقع|المتحاور)ون(?=\s)|الأطراف(?=\s))"
)
# Verbs of which a document, or all participants, are the subject whoever is named behind them.
_OF_DOCUMENTS = frozenset(["ينص", "يتضمن", "يقضي", "يشمل", "يتفق", "يقرر", "يدعو", "يحث", "يطلب", "يطالب", "يناشد"])
# The noun that says that something is a demand, in front of what is demanded.
_DEMANDS = re.compile(r"^(?:على |ب)?(?:ال)?(?:مطلب|طلب|مطالبة|دعوة|اشتراط|شرط)(?:ه|ها|هم)?\s+")


def arabic_sentence(finding: Finding, report: Report, cast: Cast, glossary: Glossary) -> str:
    """A full Arabic sentence for a finding whose quotation has been found, in neutral words."""
    return _Composer(finding, report, cast, glossary).sentence()


def document_of(finding: Finding, report: Report, *, is_draft: bool) -> str:
    """What the document of a clause is called: by the words of its paragraph up to the clause."""
    assert finding.span is not None
    lead = report.text[paragraph_at(report, finding.span.start)[0] : finding.span.start]
    return wording.document_named(lead, draft=is_draft or told_in_draft(report, finding))


def content_words(finding: Finding, report: Report) -> str:
    """What a finding says after its verb, as the report has it."""
    assert finding.span is not None
    cue, span = finding.cue, finding.span
    start = max(span.start, cue.end) if cue is not None and cue.start < span.end else span.start
    return report.text[start : span.end]


class _Composer:
    def __init__(self, finding: Finding, report: Report, cast: Cast, glossary: Glossary) -> None:
        assert finding.span is not None
        self.finding, self.text, self.cast, self.glossary = finding, report.text, cast, glossary
        self.report, self.span, self.cue = report, finding.span, finding.cue
        self.people: list[Participant] = [cast[id_] for id_ in finding.by]
        self.names = [cast.label(person) for person in self.people]
        cue = self.cue
        mine = self._governs()
        self.present, self.takes = (cue.lexeme.present, cue.lexeme.takes) if cue is not None and mine else ("", "")
        self.start = self._start()
        self.start = self._behind_aside()
        self.content = self._words(self.start, self.span.end)
        self.whole = self._words(self.span.start, self.span.end)

    def sentence(self) -> str:
        kind = self.finding.kind
        if kind == "next_step" or (kind == "clause" and self.cue is not None and self.cue.kind == "next_step"):
            return self._next_step()
        if kind == "clause":
            return self._clause()
        ways = (
            self._own_words,
            self._whole,
            self._negated,
            self._needed,
            self._given_up,
            self._of_noun,
            self._of_saying,
            self._predicate,
            self._of_oneself,
            self._own_clause,
            self._told,
        )
        return next((found for way in ways if (found := way())), "") or self._act()

    # -- ways to put a quotation, each empty where it does not fit

    def _own_words(self) -> str:
        """What somebody says of itself, or of what it was promised, stays its own words: «لن ندخر جهداً»."""
        verbatim = self.whole == wording.content_of(self.text[self.span.start : self.span.end])
        quoted = f"«{self.whole}»" if verbatim else self.whole
        if _FIRST_PERSON.match(self.whole):
            return wording.sentence(f"{self._does('يقول')}: {quoted}")
        if _TO_US.match(self.whole) and self.finding.reported_by is not None:
            return wording.sentence(f"{self._teller_says(self.finding.reported_by)} عن {self._who()}: {quoted}")
        return ""

    def _whole(self) -> str:
        """A quotation that is a sentence already, its verb and the holder behind it: "كذّب المكتب ما نُسب إليه"."""
        words, holder = self.whole, self._holder_within()
        lead = self.text[self.span.start : holder.start].split() if holder else []
        denies = _NEGATED_START.match(words) is not None and len(lead) < 3 and not self.present
        begins = not self.present and holder is not None and self._begins(holder.start, lead)
        gives_up = self.finding.status == "withdrawn" and len(lead) < 3 and _GIVES_UP.match(words.lstrip("وف")) is not None
        if lead and (denies or begins or gives_up):
            return wording.sentence(re.sub(rf"^[وف](?=س[يتن]|ما\s|ل[امن]\s|{_DENYING}|سحب|تخل|تراجع|عدل|تنازل)", "", words))
        governed = self.present and self.cue is not None and self.cue.start < self.span.start
        if re.match(r"(?:لا (?:صحة|أساس|وجود|علاقة|نية)|ليس ثمة|ما من)\s", words) and not governed:
            return wording.sentence(f"{self._does('يؤكد')} أنه {words}")
        return ""

    def _begins(self, holder: int, lead: list[str]) -> bool:
        """Whether a quotation begins with a verb and its subject, the holder: "ستوظف الدوحة …", "رأى فلان أن …"."""
        if (cue := self._leading_cue()) is not None:
            return len(lead) < 7 and re.search(r"[.؛:]", self.text[cue.end : holder]) is None
        if len(lead) != 1:
            return False
        # A noun cannot have both a pronoun and a name behind it: "رده فلان" is a verb.
        return _is_verb(lead[0]) or re.fullmatch(r"[وف]?(?:س\w{3,}|كان|كانت|\w{2,}(?:ه|ها))", folded(lead[0])) is not None

    def _negated(self) -> str:
        cue, finding = self.cue, self.finding
        if cue is None:
            return ""
        before = self.text[self.span.start : cue.start] if cue.start > self.span.start else ""
        for mention in reversed(self.cast.within(self.span.start, cue.start) if before else []):
            if mention.participant in finding.by:  # "لم تعد الرابطة متمسكة": the holder comes again behind the lead
                before = before[: mention.start - self.span.start] + before[mention.end - self.span.start :]
        if cue.form != "noun" and self.start >= cue.end and negates(before) and finding.kind in {"demand", "commitment"}:
            # "لم يعد يطالب بـ": what turns the verb stays in front of it, and its holder between them.
            verb = wording.content_of(self.text[cue.start : cue.end])
            lead = wording.content_of(before)
            if len(lead.split()) > 1:
                return wording.negated_sentence(lead, [*self.names[:-1], f"{self.names[-1]} {verb}"], self.takes, self.content)
        fits = finding.kind != "statement" or self._governs()
        if cue.negated and finding.governed and fits and cue.form == "verb" and self.start >= cue.end:
            particle = wording.content_of(self.text[: cue.start].rsplit(None, 1)[-1]).lstrip("وف")
            verb = f"{particle} {wording.content_of(self.text[cue.start : cue.end])}"
            return wording.negated_sentence(verb, self.names, self.takes, self.content)
        return ""

    def _needed(self) -> str:
        """Of whom it is needed stands in front of the verb: "إن الحكومة يجب أن تفرج"."""
        cue = self.cue
        if cue is None or cue.lexeme.present not in NEEDS or self.start < cue.end or self.text[cue.end : self.start].strip():
            return ""
        lead = self.text[self.finding.passage.start : cue.start]
        needed = re.search(r"(?:^|\s)(?:و|ف)?[إأ]ن\s+([^،؛.]{2,60}?)\s+$", lead)
        if needed is None:
            return ""
        word = wording.content_of(self.text[cue.start : cue.end])
        whose = self._neutral(wording.content_of(needed.group(1)))
        return wording.sentence(f"{self._does('يرى')} أن {whose} {word} {self.content}")

    def _given_up(self) -> str:
        """What was withdrawn, where the words that say so are not the quotation's own verb."""
        cue = self.cue
        if self.finding.kind != "demand" or self.finding.status != "withdrawn" or cue is None:
            return ""
        if _GIVES_UP.match(cue.lexeme.present) or _GIVES_UP.search(self.text[self.span.start : cue.end]) is None:
            return ""
        if cue.lexeme.present in {"يسحب", "يتراجع", "يتخلى", "يتنازل"}:
            return ""
        thing = wording.with_preposition(self.content, "ب")
        return wording.sentence(f"{self._does('يتخلى')} عن المطالبة {thing}")

    def _of_noun(self) -> str:
        """A noun with its owner becomes a verb: "إصرار الحركة على …" is "تصر الحركة على …"."""
        if self.present and self.start > self.span.start:
            return ""
        first = folded(_first_word(self.text[self.span.start : self.span.end]))
        noun = _NOUNS.get(first.removeprefix("ب").removeprefix("ل")) or _NOUNS.get(first)
        holder = self._holder_within()
        if noun is None or holder is None or len(self.text[self.span.start : holder.start].split()) != 1:
            return ""
        content = self._words(holder.end, self.span.end)
        content = re.sub(r"\s+ب(?:ال)?رفض$", "", content)
        verb, takes = noun
        return wording.sentence(f"{self._does(verb)} {wording.with_preposition(content, takes)}")

    def _of_saying(self) -> str:
        """A thing of the holder's own behind a verb that only announces it: "تعلن الدولة تمسكها بـ…", "تعرب مصر عن عزمها …"."""
        own = re.fullmatch(r"(?![إأا]ن)[\u0621-\u064a]{3,}(?:ه|ها|هم|هما)", _first_word(self.content))
        if self.present or self.start > self.span.start or own is None:
            return ""
        verbs = [cue for cue in self.finding.passage.cues if cue.form == "verb" and cue.end <= self.span.start]
        if not verbs or verbs[-1].negated:
            return ""
        lexeme = verbs[-1].lexeme
        content = wording.with_preposition(self.content, lexeme.takes)
        return wording.sentence(f"{self._does(lexeme.present)} {content}")

    def _predicate(self) -> str:
        """What is told of the holder who stands right in front of it: "الحركة أعطت كلمتها …"."""
        if self.present or self.start > self.span.start or not _is_verb(_first_word(self.content)):
            return ""
        before = self.cast.within(max(0, self.span.start - 80), self.span.start)
        if not before or before[-1].participant not in self.finding.by or self.text[before[-1].end : self.span.start].strip():
            return ""
        return wording.sentence(f"{self._who()} {self.content}")

    def _of_oneself(self) -> str:
        """What is said in the first person further on, and not by somebody quoted within: a quotation, too."""
        spans = quoted_spans(self.whole)
        if not self.names or not _OF_ONESELF.search(without_spans(self.whole, spans)) or _is_finite(self.whole.removeprefix("س")):
            return ""
        return wording.sentence(f"{self._does('يقول')}: «{without_marks(self.whole, spans)}»")

    def _own_clause(self) -> str:
        """The sentence where a verb of ours in front would make nonsense, or would invent what the report does not say."""
        if not self.names:
            return ""
        whole = re.sub(r"^ل(?=[يت]قول)", "", self.whole)
        cue = self.cue
        inner = cue is not None and cue.form != "verb" and self.span.start < cue.start < self.span.end
        ahead = cue is not None and cue.end <= self.span.start and not cue.negated and _is_finite(whole)
        that = re.search(r"(?<![\u0621-\u064a])ب?[إأ]ن\s+$", self.text[self.finding.passage.start : self.span.start])
        if self.finding.kind in {"demand", "commitment"} and self.content.startswith("إن") and self.finding.reported_by is None:
            return wording.sentence(f"{self._does('يقول')} {self.content}")
        if self._governs() and not inner and not ahead:
            return ""
        named = list(self.cast.within(self.span.start, self.span.end))
        if _is_finite(whole) and not (named and named[0].start <= self.span.start + 1):
            first, _, rest = whole.partition(" ")
            if any(len(self.text[self.span.start : mention.start].split()) < 8 for mention in named):
                return wording.sentence(whole)
            plural = re.search(r"(?:ون|وا)$", first) and len(self.people) == 1
            if plural or _OBJECT.search(first):
                return wording.sentence(f"وفق {self._who()}، {whole}")
            comma = "،" if first.endswith("،") else ""
            return wording.sentence(f"{first.removesuffix('،')} {self._who()}{comma} {rest}")
        if self._governs() or (inner and self.finding.kind != "statement"):
            return ""
        holds = [mention for mention in named if any(self.cast.same_side(mention.participant, one) for one in self.finding.by)]
        acts = _OBJECT.sub("", folded(_first_word(whole))) in _ALSO_NOUNS
        if holds and (acts or self.finding.kind != "statement") and (acts or not self._is_phrase(whole)):
            return wording.sentence(whole)
        if _THAT.match(whole) and not _SUBJUNCTIVE.match(whole) and self.finding.reported_by is None:
            said = re.sub(r"^ب?[إأا]ن", "إن", whole)
            return wording.sentence(f"{self._does('يقول')} {said}")
        is_bare = self.cue is None or not self.span.start <= self.cue.start < self.span.end
        if _IF.match(whole) or (self.finding.kind == "statement" and not is_bare and not self._is_phrase(whole)):
            if holds:
                return wording.sentence(whole)
            if that:
                return wording.sentence(f"{self._does('يقول')} إن {whole}")
            return wording.sentence(f"وفق {self._who()}، {whole}")
        return ""

    def _told(self) -> str:
        """What no verb of ours can govern: with the verb of saying in front, or behind "بحسب" or a colon."""
        if self.present or not self.content:
            return ""
        first, kind = _first_word(self.content), self.finding.kind
        if re.match(r"إن(?:ه|ها|هم|هما|نا)?\s", self.content):
            teller = self.finding.reported_by
            return wording.sentence(f"{self._teller_says(teller) if teller else self._does('يقول')} {self.content}")
        if (cue := self._leading_cue()) is not None:
            if subject_after(self.cast, self.text, cue.end, self.span.end) is not None:
                return "" if kind == "statement" else wording.sentence(f"{_OF_KIND[kind]} {self._who()}: {self.content}")
            if not folded(first).endswith("وا"):
                content = self.content.lstrip("وف") if cue.start > self.span.start else self.content
                return wording.sentence(f"{' و'.join(self.names)} {content}")
        if kind == "statement":
            speech = speech_at(self.report, self.cast, self.span.start, self.span.end)
            mine = speech is not None and any(self.cast.same_side(speech.speaker, holder) for holder in self.finding.by)
            if speech is not None and mine and not speech.leads:
                return wording.sentence(f"بحسب {self._who()}، {self.content}")
            if speech is not None and mine and re.search(r"[إأا]ن\s+\"?$", self.text[speech.start - 4 : self.span.start]):
                return wording.sentence(f"{self._does('يقول')} إن {self.content}")
            if _is_verb(first):
                return wording.sentence(f"{' و'.join(self.names)} {self.content}")
        if kind == "demand" and folded(first) == "الي":
            return wording.sentence(f"{self._does('يدعو')} {self.content}")
        if kind == "demand" and (stipulated := re.match(r"(?:شريطة|بشرط|على شرط|شرط)\s+(?=أ)", self.content)):
            return wording.sentence(f"{self._does('يشترط')} {self.content[stipulated.end() :]}")
        told = re.search(r"(?<![\u0621-\u064a])و?[إأ]ن(?:ه|ها|هم|هما)\s+$", self.text[: self.span.start][-12:]) is not None
        conditional = re.match(r"(?:إذا|اذا|ما لم|في حال|لو|متى)\s", self.content) is not None
        if kind in {"demand", "commitment"} and (told or conditional) and not first.startswith(("س", "ب", "لن", "لا")):
            head = "شرط" if conditional and kind == "demand" else _OF_KIND[kind]
            return wording.sentence(f"{head} {self._who()}: {self.content}")
        if kind == "commitment" and re.match(r"(?:س[يتن]\w{3,}|سوف\s|لن\s|لا\s)", self.content):
            # "إنهما ستمولان": a verb of its own in the future cannot follow "يتعهد بـ".
            many = len(self.people)
            pronoun = "أنهما" if many == 2 else "أنهم" if many > 2 else "أنها" if self._is_feminine() else "أنه"
            return wording.sentence(f"{self._does('يؤكد')} {pronoun} {self.content}")
        if kind in {"demand", "commitment"} and _is_verb(first):
            return wording.sentence(f"{_OF_KIND[kind]} {self._who()}: {self.content}")
        return ""

    # -- where none of them fits, and where nobody in particular speaks

    def _act(self) -> str:
        finding, content = self.finding, self.content
        if finding.kind == "demand" and (not self.present or self.takes == "ب"):
            content = content.removeprefix("من ")  # "ما تطالب به الجبهة من محاكمات"
        content = re.sub(r"^و(?=ب[\u0621-\u064a]{3}|إلى\s|على\s|أن\s|عن\s)", "", content)
        content = re.sub(r"^([بل])\s+(?=[\u0621-\u064a]{2})", r"\1", content)
        if finding.kind == "demand" and (not self.present or self.present in {"يطالب", "يشترط"}):
            content = self._without_the_word(content)
        behind = self.text[self.cue.end : self.span.start] if self.cue is not None else ""
        if self.present in {"يقول", "يضيف"} and re.search(r'[:«"“]', behind) and not _THAT.match(content):
            # «وقال: "هذا مرفوض"»
            return wording.sentence(f"{self._does(self.present)}: «{without_marks(content, quoted_spans(content))}»")
        act = finding.act if finding.kind == "statement" else None
        return wording.act_sentence(finding.kind, act, self.present, self.takes, self.people, self.names, content)

    def _without_the_word(self, content: str) -> str:
        """A demand without the noun that says that it is one: "مطلب الحركة إدراج …", "على المطالبة بتأجيل …"."""
        found = _DEMANDS.match(content)
        if found is None:
            return content
        if colon := re.search(r":\s+", content):  # "بمطلب واحد وجهاه معاً: رفع العقوبات"
            return content[colon.end() :]
        rest = content[found.end() :]
        for name in self.names:
            for form in (name, f"ال{name.split()[0]}", name.split()[-1]):
                rest = rest.removeprefix(f"{form} ")
        return rest if self._is_phrase(rest) else content

    def _clause(self) -> str:
        cue, document = self.cue, self.finding.document
        verb, preposition = (cue.lexeme.present, cue.lexeme.takes) if cue is not None else ("", "")
        content = wording.clause_content(self.content)
        named = self.cast.within(self.start, self.span.end)
        if cue is not None and cue.form == "verb" and named and named[0].start - cue.end <= 2 and verb not in _OF_DOCUMENTS:
            # "تجدد الدول الضامنة تأكيد …": those in whose name it is issued are the subject.
            issuer = self.cast[named[0].participant]
            agreeing = f"ت{verb[1:]}" if wording.is_feminine(issuer) else verb
            if verb:
                return wording.sentence(f"{agreeing} {self.content}")
        if cue is not None and cue.form == "verb" and verb not in _OF_DOCUMENTS and _SUBJECT.match(self.content):
            return wording.sentence(f"{wording.content_of(self.text[cue.start : cue.end])} {self.content}")
        lead = _CLAUSE_LEAD.match(content)
        rest = content[lead.end() :].strip() if lead else content
        if told := re.match(r"(?:الذي|التي)\s.*?\s(?=أن(?:ه|ها|هم|هما)?\s)", rest):
            rest = rest[told.end() :]  # "جاء في البيان الذي تلاه … أن المشاركين قرروا": of the document, not in it
        content = rest if len(rest.split()) > 1 else content
        if _is_finite(content.removeprefix("ف")) and not _THAT.match(content):
            content = content.removeprefix("ف")
            first, _, rest = content.partition(" ")
            rest = re.sub(rf"^{_ORDINAL}\s", "", rest)
            if re.match(rf"{_DOCUMENT_NOUN}\s", rest):
                return wording.sentence(content)  # "يحيي الإعلان صمود …": its subject stands there
            return wording.sentence(f"{_agreeing(first, document)} {document} {rest}")
        return wording.clause_sentence(verb, preposition, document, content)

    def _next_step(self) -> str:
        cue = self.cue
        word = self.text[cue.start : cue.end] if cue is not None else ""
        own = cue is not None and cue.kind == "next_step"
        is_noun = own and cue is not None and cue.form == "verb" and is_verbal_noun(word) and not word.startswith(("ي", "ت", "س"))
        if is_noun or not own:
            # "عقد اجتماع كل شهرين" is a thing that is provided for, and no verb of its own.
            if self.finding.kind == "clause":
                return wording.clause_sentence("", "", self.finding.document, self.whole)
            named = self.cast.within(self.span.start, self.span.end)
            if _is_finite(self.whole) or (named and len(self.text[self.span.start : named[0].start].split()) == 1):
                return wording.sentence(self.whole)
            if self._is_phrase(self.whole) and not re.match(r"(?:في|من|إلى)\s", self.whole):
                return wording.next_step_sentence(False, self.whole, verb="من المنتظر")
            if re.match(r"(?:في|يوم|مساء|صباح)\s", self.whole):
                return wording.sentence(f"موعد الخطوة المقبلة: {self.whole}")
        if not self.content.startswith("أن") and _is_finite(self.content):
            return wording.sentence(self.content)
        return wording.next_step_sentence("مقرر" in word, self.content, verb=word if cue and cue.form == "verb" else "")

    # -- whose verb it is, and where its content begins

    def _leading_cue(self) -> Cue | None:
        """The verb that the quotation begins with, if that is its cue; a particle may be written to it."""
        cue = self.cue
        leads = cue is not None and cue.form == "verb" and 0 <= cue.start - self.span.start <= 1
        return cue if leads else None

    def _holder_within(self) -> Mention | None:
        """Where the quotation first names a holder."""
        named = self.cast.within(self.span.start, self.span.end)
        return next((one for one in named if one.participant in self.finding.by), None)

    def _governs(self) -> bool:
        """Whether the verb of the sentence is the report's own: the cue is of the item's kind and act, and governs it."""
        finding, cue = self.finding, self.cue
        if cue is None or cue.kind != finding.kind or not finding.governed:
            return False
        if finding.kind != "statement" or finding.act in {None, "OTHER"} or cue.lexeme.act in {"OTHER", finding.act}:
            return True
        return cue.negated and cue.lexeme.act in {"AGREE", "SUPPORT", "CONCEDE"}  # "لم يوافق"

    def _repeats(self, cue: Cue) -> bool:
        kind = self.finding.kind
        if kind in {"clause", "next_step"}:
            return cue.kind in {"clause", "next_step"} or cue.form != "noun"
        return cue.kind == kind and self.finding.governed

    def _start(self) -> int:
        """Where the content begins: behind a verb that the sentence repeats, and behind the holder that it names again."""
        start, cue, span = self.span.start, self.cue, self.span
        if cue is not None and start <= cue.start < span.end and self._repeats(cue):
            start = cue.end
            for mention in self.cast.within(start, span.end):
                between = self.text[start : mention.start].split()
                if mention.participant not in self.finding.by or len(between) >= 6:
                    continue
                if between and (_BEGINS_PHRASE.match(between[0]) or is_verbal_noun(between[-1])):
                    break  # part of what is wanted ("بمنصب نائب رئيس الحكومة"), or whose ("أبدى استعداد الحكومة لـ…")
                start = mention.end
            if side := possessed_body(self.text[start : span.end]):
                start += side.end()
        between = self.text[cue.end : start].split() if cue is not None and cue.form == "verb" and self._repeats(cue) else []
        if cue is not None and 0 < len(between) < 4 and is_verbal_noun(between[0]) and start == span.start:
            return cue.end  # "أبدى استعداد الحكومة لصرف …": a quotation that leaves out what the verb has for its object
        if cue is None or cue.lexeme.act != "OTHER" or start < cue.end:
            return start
        # With the "أن" in front, without which a content would not follow its verb.
        found = re.search(r"(?<![\u0621-\u064a])(?:ب)?(?:إن|أن|ان)(?:ه|ها|هم|هما)?\s+[\"«]?$", self.text[cue.end : start])
        return cue.end + found.start() if found else start

    def _behind_aside(self) -> int:
        """Where the content goes on behind what commas set off after the holder, which stays there: "ترحب قبرص، البلد المضيف، بـ…"."""
        mentions = self.cast.within(max(0, self.start - 60), self.start)
        holder = mentions[-1] if mentions else None
        if holder is None or holder.participant not in self.finding.by or self.text[holder.end : self.start].strip(" ،"):
            return self.start
        aside = _ASIDE.match(self.text, holder.end, self.span.end)
        if aside is None or aside.end() <= self.start or not self.text[aside.end() : self.span.end].strip():
            return self.start
        self.names[-1] += f"، {self._neutral(wording.content_of(aside.group()))}،"
        return aside.end()

    # -- words

    def _does(self, verb: str) -> str:
        """A verb, given in the masculine, as the holders take it, and the holders."""
        return f"{f'ت{verb[1:]}' if self._is_feminine() else verb} {self._who()}"

    def _teller_says(self, teller: str) -> str:
        person = self.cast[teller]
        return f"{'تقول' if wording.is_feminine(person) else 'يقول'} {self.cast.label(person)}"

    def _is_feminine(self) -> bool:
        return len(self.people) == 1 and wording.is_feminine(self.people[0])

    def _who(self) -> str:
        return wording.holder_phrase(self.names)

    def _neutral(self, words: str) -> str:
        return self.glossary.neutral(words, "ar")[0]

    def _words(self, start: int, end: int) -> str:
        """Words of the report as a sentence takes them, loaded ones made neutral."""
        return self._neutral(wording.content_of(self.text[start:end]))

    def _is_phrase(self, words: str) -> bool:
        return _BEGINS_PHRASE.match(words) is not None or is_verbal_noun(_first_word(words))


def _first_word(words: str) -> str:
    return next(iter(words.split()), "")


def _is_finite(words: str) -> bool:
    """Whether some words begin with a finite verb, as far as unvowelled spelling tells."""
    first = _first_word(words).strip('،؛:.«»"')
    bare = folded(first)
    if bare in _NO_VERBS or bare in _ALSO_NOUNS or len(bare) < 3:
        return False
    if bare in _PERFECTS or _OBJECT.sub("", bare) in _PERFECTS:
        return True
    if is_verbal_noun(first):
        return False
    if any(cue.form == "verb" and cue.start == 0 for cue in find_cues(words)):
        return True
    if bare.startswith("ال"):
        return False
    return re.fullmatch(r"س?[ي]\w{3,}|س[تن]\w{3,}|ت(?:لزم|حيل|تناول|عرض|شمل|ضع|دير|شرف)\w{0,2}", bare) is not None


def _is_verb(word: str) -> bool:
    """Whether a word is surely a finite verb by its form: the future, the third person, a perfect with its ending."""
    bare = folded(word)
    if re.fullmatch(r"(?:قال|ذكر|وصف|طلب|رفض|قدم|عرض)ت?(?:ه|ها|هم)", bare):
        return True
    if len(bare) < 4 or bare in _NO_VERBS or bare.startswith("ال") or is_verbal_noun(bare):
        return False
    if re.fullmatch(r"س[يتن]\w{3,}|[ي]\w{3,}|ت\w{3,}(?:ون|ان|وا)?", bare) and not re.fullmatch(r"ت\w{3}", bare):
        return not bare.endswith(("ات", "يه", "يا", "ها", "هم"))
    return (
        bare.endswith("وا")
        or (bare.endswith("ت") and not bare.endswith("ات"))
        or re.fullmatch(
            r"است\w{3}|اعاد|اعطي|احصي|ابلغ|اعلن|اكد|(?:اعلن|اكد|قال|ذكر|وصف|طلب|رفض|قدم|عرض|ابلغ|ابدي)ت?(?:ه|ها|هم)", bare
        )
        is not None
    )


def _agreeing(verb: str, document: str) -> str:
    """A verb of a clause with the document for its subject."""
    feminine = document.endswith("ة")
    if verb[:1] in {"ي", "ت"} and len(verb) > 3 and folded(verb) not in _PERFECTS:
        return ("ت" if feminine else "ي") + verb[1:]
    return f"{verb}ت" if feminine and not verb.endswith(("ت", "ى", "ا")) else verb
