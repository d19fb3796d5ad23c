"""Who takes part: from the model's drafts and the report's own words to participants, each person and State once.

The model names actors and guesses at their parts. The report settles them: a name must stand in it, the word beside it
(برعاية، استضافت، بصفة مراقب …) decides the role, spellings of one name become one participant, two persons who share
a surname stay two. What the report says outright and the model overlooked is added.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from briefing.actors import Actor, actors_in, begins_body, is_capital
from briefing.arabic import folded, has_latin, is_proclitic, strip_bidi
from briefing.cues import find_cues
from briefing.datelines import stands_in_dateline
from briefing.drafts import ParticipantDraft
from briefing.glossary import Glossary, NameEntry, NameMatch, plainly_written
from briefing.grounding import Span, TextIndex
from briefing.names import is_given_name, is_short, respelt, split_titles
from briefing.naming import office_and_rank
from briefing.offices import Body, are_one, is_office, owner_of
from briefing.quotation import quoted_spans
from briefing.record import Bilingual, Evidence, Name, Participant, Rejected, Role, speaks_for
from briefing.roles import may_also_be, words_of_role
from briefing.source import Report
from briefing.verdicts import refusal

# The word in front of (or behind) a name that tells its part; the first group is kept as the label. After "برعاية
# روسيا وتركيا" the names that are joined on share the part.
_ROLE_BEFORE: tuple[tuple[str, Role], ...] = (
    (
        r"برعاي[ةه](?: مشتركة من)?|تحت رعاي[ةه]|ترعاها|يرعاها|ترعاه|رعتها|رعاها|بدعو[ةه](?: كريمة)?(?: من)?|برئاس[ةه] مشتركة(?: بين)?|(?:رعت|رعى|ترعى|يرعى|سترعى)(?: (?:الجولة|الجلسة|المحادثات|المفاوضات|المشاورات|المباحثات|الاجتماع|اللقاء|الحوار|الهدنة|الاتفاق))?|الراعي(?:ة|ان|تان)?|الدول(?:ة|تين|تان)? الراعي(?:ة|تين|تان)",
        "sponsor",
    ),
    (r"بضمان[ةه]?|الضامن(?:ة|ة الثلاث|ون|ين|ان)?|الدول الضامنة|الدولة الضامنة", "guarantor"),
    (
        r"(?:توسطت|توسط|تتوسط)(?: في(?: (?:الجولة|المحادثات|المفاوضات|الهدنة|الاتفاق))?| فيها| فيه)?|بوساط[ةه]|الوسيط(?:ة|ان|ين)?|وساط[ةه]|الوسطاء",
        "mediator",
    ),
    (r"بتيسير(?: من)?|بإشراف(?: من)?|الميسر(?:ة)?|بتسهيل(?: من)?", "facilitator"),
    (
        r"(?:استضافت|استضاف|تستضيف|احتضنت|تحتضن)(?: (?:الجولة|الجلسة|المحادثات|المفاوضات|المشاورات|المباحثات|الاجتماع|اللقاء|الحوار))|استضافت(?:ها|ه)?|تستضيف(?:ها|ه)?|استضاف(?:ها)?|باستضاف[ةه]|الدولة المضيفة|البلد المضيف",
        "host",
    ),
    (r"بصف[ةه] (?:مراقب|ملاحظ)(?:ين)?|بمراقب[ةه]|المراقب(?:ة|ون|ين)?", "observer"),
    (r"غياب|بغياب|في غياب|غاب(?:ت)?(?: عنها| عن الجلسة)?|تغيب(?:ت)?|قاطع(?:ت|ها|ته)?|مقاطع[ةه]", "absent"),
    (r"بمشارك[ةه](?: كل من)?|بحضور(?: كل من)?|وشارك(?:ت)?(?: فيها)?|حضر(?:ت)?(?: الجلسة|ها)?", "other"),
)
_TALKS = r"(?:ال)?(?:جولة|جولات|مفاوضات|محادثات|مشاورات|مباحثات|حوار|اجتماع|لقاء|مؤتمر|اتفاق|هدنة|عملية|جلسة)(?![\u0621-\u064a])"
_ROLE_AFTER: tuple[tuple[str, Role], ...] = (
    (
        r"(?:،)?\s*(?:بصف[ةه] (?:ال)?(?:مراقب|ملاحظ)(?:ين|ة)?|بصفت(?:ه|ها) (?:مراقب|ملاحظ)(?:ا|اً|ة)?|ك(?:مراقب|ملاحظ)(?:ة|ين)?)",
        "observer",
    ),
    (rf"،?\s*(?:الراعي(?:ة|ان|تان)?(?![\u0621-\u064a])|(?:راعي(?:ة|ا|تا|ي|تي)?|رعاة)\s+{_TALKS})", "sponsor"),
    (rf"،?\s*(?:الضامن(?:ة|ان|تان)?(?![\u0621-\u064a])|ضامن(?:ة|ا|تا|ي|تي|و)?\s+{_TALKS})", "guarantor"),
    (rf"،?\s*(?:(?:الدولة |البلد )?المضيف(?:ة)?(?![\u0621-\u064a])|مضيف(?:ة)?\s+{_TALKS})", "host"),
)
# Behind several names such a word is told of all of them: «مصر والاتحاد الأفريقي، راعيا الجولة».
_OF_SEVERAL = re.compile(
    r"(?:راعيا|راعيتا|راعيي|رعاة|ضامنا|ضامنتا|ضامنو|الراعيان|الراعيتان|الضامنان|الضامنتان)(?![\u0621-\u064a])"
)
# «الدول الضامنة، ماليزيا والسنغال وإسبانيا»: who they are follows.
_LISTED = re.compile(
    r"(?P<label>(?:الدول|الدولتان|الدولتين|الأطراف|الجهات|البلدان)\s+(?:(?P<sponsor>الراعي(?:ة|تان|تين|ان|ين))|(?P<guarantor>الضامن(?:ة|تان|تين|ان|ين))))"
    r"\s*(?:،|:|\(|وهي|وهما|هي)\s*$"
)
# Most names have no such word beside them, which one pattern tells sooner than all.
_ANY_AFTER = re.compile("|".join(words for words, _ in _ROLE_AFTER))
_ANY_BEFORE = re.compile(
    rf"(?:^|[\s(«\"])(?:و|ف)?(?:{'|'.join(words for words, _ in _ROLE_BEFORE)})\s+(?:كل من\s+)?(?:كلٍ من\s+)?$"
)
_BEFORE = [(re.compile(rf"(?:^|[\s(«\"])(?:و|ف)?({words})\s+(?:كل من\s+)?(?:كلٍ من\s+)?$"), role) for words, role in _ROLE_BEFORE]
_AFTER = [(re.compile(rf"({words})(?![\u0621-\u064a])"), role) for words, role in _ROLE_AFTER]
_JOINED = re.compile(r"^[\s«»\"]*،?\s*و\s*(?:كل من\s+)?$")
_TITLE_OF = re.compile(r"(?P<noun>سفير|مبعوث|مندوب|ممثل|موفد|متحدث|ناطق|مستشار|وزير|نائب|رئيس)(?:ه|ها|هم|هما)")
# Special envoys of the United Nations, who are named without their title as often as with it.
_ENVOYS = frozenset(
    (
        "Staffan de Mistura",
        "Geir Pedersen",
        "Lakhdar Brahimi",
        "Martin Griffiths",
        "Hans Grundberg",
        "Ghassan Salamé",
        "Ismail Ould Cheikh Ahmed",
        "Jamal Benomar",
        "Bernardino León",
        "Martin Kobler",
        "Ján Kubiš",
        "Abdoulaye Bathily",
        "Hanna Tetteh",
        "Volker Perthes",
        "Ramtane Lamamra",
        "Tor Wennesland",
        "Stephanie Williams",
    )
)
_HEADS_BODY = re.compile(r"[\"»”]?\s*،?\s*(?:الذي |التي )?(?:يرأس|ترأس|يترأس|تترأس|رئيس|رئيسة)\s+")
_TITLE_WORD = re.compile(
    r"(?:رئيس|رئيسة|وزير|وزيرة|مبعوث|المبعوث|المتحدث|متحدث|الناطق|ناطق|سفير|السفير|ممثل|الممثل|عضو|كبير|مندوب|المندوب"
    r"|نائب|أمين|الأمين|قائد|زعيم|مستشار|مس[ؤئ]ول|المس[ؤئ]ول|موفد|الموفد|الوسيط)"
)
_COLLECTIVE = re.compile(
    r"(?<![\u0621-\u064a])(?:و|ف)?((?:الدول|الدولتان|الدولتين|الأطراف|الجهات)\s+(?:الراعية|الراعيتان|الراعيتين|الضامنة|الضامنتان|الضامنتين))"
)
_TITLES_ALONE = frozenset(folded("وزير وزيرة مبعوث مبعوثة وسيط وسيطة محافظ موفد مفوضة منسق منسقة سفير سفيرة").split())
_BOTH_SIDES = ("الطرفان", "الطرفين", "الجانبان", "الجانبين")
_APPOSITION = re.compile(r"\s*،\s*(?:ال[\u0621-\u0652]+\s+)?[\"«]?")
_THAT = re.compile(r"(?:^|\s)(?:و|ف)?(?:ب)?(?:إن|أن|لكن|أما)\s+$")
# The two sides of talks, of a truce, of a commission: «محادثات بين … و…».
_BETWEEN = re.compile(
    r"(?:محادثات|مفاوضات|مشاورات|مباحثات|اجتماع|لقاء|جولة|هدنة|اتفاق|حوار|مشتركة|المشتركة|تبادل|وساطة|نزاع|النزاع|المبرم)"
    r"[^.؛:\n]{0,50}?\sبين\s+(?:كل من\s+)?$"
)
_OF_TWO = re.compile(r"^وفد[اي]\s")  # «وفدا الحكومة والحركة»
_TELLER = re.compile(
    r"(?:ال)?(?:مصدر|مصادر|مصدران|اوساط|دواير)(?:\s|$)|(?:رويترز|فرانس برس|اسوشيتد برس|شينخوا|سبوتنيك|(?:شخصيه|شخصيات|جهه|جهات) (?:مقربه|قريبه|مطلعه|مواكبه))(?:\s|$)|(?:قناه|صحيفه|اذاعه|مجله|جريده|تلفزيون|راديو)\s"
    r"|وكاله (?:ال)?(?:انباء|الانباء|رويترز|فرانس|صحافه|الصحافه|تاس|سبوتنيك|انترفاكس|الاناضول|اسوشيتد|شينخوا|سانا|بترا|وفا|واس)"
    r"|(?:مسوول|مسوولان|مسوولون|مسوولين|مسووله|دبلوماسيان|دبلوماسيه|دبلوماسي|دبلوماسيون|دبلوماسيين|مطلع|مطلعون|مقرب|مقربون)(?:\s(?!ال)|$)"
)
_OFFICES = frozenset(
    folded("خارجية دفاع داخلية عدل وفد حكومة لجنة مجلس حركة جبهة حزب باسم هيئة رئيس وزير وزراء دولة عام مساعد خاص بلاده").split()
)
_PREPOSITIONS = frozenset(["من", "الي", "علي", "عن", "في", "مع", "بين", "ضد", "لدي", "حول", "نحو", "باسم"])
_ADVERBS = frozenset(
    folded(
        "بدوره بدورها بدورهم بشدة بوضوح بقوة بالمقابل بالتالي به بها بهم بحزم بصراحة بحرارة بحدة بغضب بهدوء بإسهاب بإيجاز بالمثل بحذر بالإجماع بالفعل بعد بين"
    ).split()
)
_ROLES: dict[str, Role] = {"delegation": "party"}
# «الوفد الحكومي» is the delegation of الحكومة.
_BODY_OF_ADJECTIVE = {"الحكومي": "الحكومة", "المعارض": "المعارضة", "الحكوميه": "الحكومة"}
_DELEGATION = re.compile(r"^(?:وفد[اي]?|الوفد)\s+")  # «وفدا الحكومة والحركة» are one of each
_QUOTES = "\"'«»“”‘’"


@dataclass(frozen=True)
class Mention:
    """A place in the report where a participant is named: raw offsets."""

    participant: str
    start: int
    end: int


@dataclass
class _Actor:
    """A participant in the making; ``forms`` are the ways in which the report names it."""

    draft: ParticipantDraft
    forms: list[str]
    span: Span
    role: Role
    label: str | None = None
    entry: NameEntry | None = None
    rank: str = ""  # a title that a model gave with the name
    by_names: tuple[str, ...] = ()


@dataclass(eq=False)
class Cast:
    """The participants of a report and where the report names them."""

    participants: list[Participant]
    mentions: list[Mention]
    rejected: list[Rejected] = field(default_factory=list)
    # «الدول الضامنة», «الطرفان»: words for several participants, which stand among them while the report is read.
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_label = {self.label(participant): participant.id for participant in self.participants}
        # No mention overlaps another, so both are in order.
        self._starts = [mention.start for mention in self.mentions]
        self._ends = [mention.end for mention in self.mentions]
        self._firsts: dict[str, Mention] = {}
        for mention in self.mentions:
            self._firsts.setdefault(mention.participant, mention)
        self._by_id = {participant.id: participant for participant in self.participants}
        self._sides = {one.id: set(speaks_for(one.id, self._by_id)) for one in self.participants}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The label of every participant with its English."""
        return {self.label(one): self.english(one) for one in self.participants}

    @staticmethod
    def label(participant: Participant) -> str:
        """The Arabic words that stand for a participant in a question and in a composed sentence."""
        return participant.name.ar or (participant.title.ar if participant.title else None) or participant.name.en or ""

    @staticmethod
    def english(participant: Participant) -> str:
        """The English words that stand for a participant."""
        return participant.name.en or (participant.title.en if participant.title else None) or participant.name.ar or ""

    def id_of(self, label: str) -> str | None:
        """The id of the participant with this label."""
        return self._by_label.get(label)

    def __getitem__(self, participant_id: str) -> Participant:
        return self._by_id[participant_id]

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions that lie between two raw offsets, in order."""
        return self.mentions[bisect_left(self._starts, start) : bisect_right(self._ends, end)]

    def named_by(self, end: int) -> list[str]:
        """The participants that are named before a raw offset."""
        return [participant for participant, first in self._firsts.items() if first.end <= end]

    def begun_before(self, start: int) -> list[str]:
        """The participants of whom a name begins before a raw offset."""
        return [participant for participant, first in self._firsts.items() if first.start < start]

    def expanded(self, ids: Iterable[str]) -> list[str]:
        """The participants with those that stand for several replaced by their members, each once."""
        return list(dict.fromkeys(member for id_ in ids for member in self.groups.get(id_, (id_,))))

    def forms(self) -> dict[str, str]:
        """Every form of a name that is one participant's alone, folded, with the label that stands for that one."""
        owners: dict[str, set[str]] = {}
        for participant in self.participants:
            mine = [participant.name.ar, *participant.aliases, participant.evidence[0].quote, participant.name.en]
            for form in mine:
                owners.setdefault(folded(form or ""), set()).add(self.label(participant))
        return {form: next(iter(labels)) for form, labels in owners.items() if form and len(labels) == 1}

    @cached_property
    def _other_forms(self) -> list[tuple[re.Pattern[str], str]]:
        """What else the persons are called in full, each with the name of the record as a replacement."""
        return [
            (re.compile(rf"(?<![\u0621-\u064a]){re.escape(form)}(?![\u0621-\u064a])"), name.replace("\\", r"\\"))
            for one in self.participants
            if one.kind == "person" and (name := one.name.ar)
            for form in one.aliases
            if " " in form and not is_short(form) and form not in name
        ]

    def spelt(self, text: Bilingual) -> Bilingual:
        """A sentence in both languages in which each participant has one spelling, that of the record.

        In Arabic the persons, by each form of two words or more; in English whoever the Arabic names.
        """
        arabic, english = text.ar, text.en
        for pattern, name in self._other_forms if not quoted_spans(arabic) else ():
            arabic = pattern.sub(name, arabic)
        named = [one for one in self.participants if one.name.en and one.name.ar and folded(one.name.ar) in folded(arabic)]
        for one in named if not quoted_spans(english) else ():
            others = [other.name.en for other in self.participants if other.name.en and other is not one]
            english = respelt(english, one.name.en or "", others)
        return Bilingual(ar=arabic, en=english)

    def may_stand_for(self, participant: Participant, words: str) -> bool:
        """Whether some words speak of a body by a part of its name ("الحركة", "حكومته", a country for its government).

        "The enemy" is whatever party is not named.
        """
        said = folded(words)
        if participant.kind != "person" and any(map(said.__contains__, _stems(participant.name.ar or ""))):
            return True
        if "نظام" in said and _GOVERNMENT.match(participant.name.ar or "") and _REGIME.search(said):
            return True
        return participant.role == "party" and _ENEMY.search(said) is not None

    def same_side(self, one: str, other: str) -> bool:
        """Whether two participants are the same, or one speaks for the other, or both for the same."""
        if one == other or one in self.groups.get(other, ()) or other in self.groups.get(one, ()):
            return True
        return not self._sides[one].isdisjoint(self._sides[other])


def takes_part(text: str, glossary: Glossary) -> list[ParticipantDraft]:
    """The actors that a text itself shows to take part in the talks or to speak about them, for a model that cannot tell.

    Delegations and titled persons, the subjects of verbs of saying and acting, those whose part is stated, the two sides
    of "محادثات بين … و…", the States whose ministers meet, and the bodies for which such persons speak.
    """
    actors = actors_in(text, glossary)
    verb_ends = [cue.end for cue in find_cues(text) if cue.form == "verb"]
    kept: list[Actor] = []
    carried: int | None = None
    parties: set[int] = set()  # where one of the two sides is named
    carried_party = False
    for actor in actors:
        told = _role_of(text, actor.start, actor.end) is not None
        joined = carried is not None and _JOINED.match(text[carried : actor.start]) is not None
        between = (
            _OF_TWO.match(actor.name) is not None or _BETWEEN.search(text, max(0, actor.start - 90), actor.start) is not None
        )
        inside = carried is not None and actor.start < carried  # «حكومة سمرا» within «وفدا حكومة سمرا وحركة السدود»
        if between or (carried_party and joined):
            parties.add(actor.start)
        carried_party = actor.start in parties or (inside and carried_party)
        told = told or between or joined
        stated = _THAT.search(text[max(0, actor.start - 12) : actor.start]) is not None
        told = told or actor.known or _is_subject(text, actor.start, verb_ends, before=stated)
        carried = max(actor.end, carried if inside and carried else 0) if told else carried if inside else None
        if told or _speaks_later(text, actor, verb_ends):
            kept.append(actor)
    often = Counter(folded(actor.name) for actor in actors if actor.kind != "person" and glossary.name_entry(actor.name) is None)
    seen = {folded(actor.name) for actor in kept}
    # A body of which the report speaks again and again is one that it is about.
    kept += [
        next(actor for actor in actors if folded(actor.name) == name)
        for name, count in often.items()
        if count > 2 and name and name not in seen and " " in name
    ]
    titles = [(actor.start - len(actor.title) - 4, actor.start) for actor in kept if actor.title and actor.name]
    kept += [
        actor
        for actor in actors
        if actor not in kept and actor.kind != "person" and any(start <= actor.start < end for start, end in titles)
    ]
    drafts = [
        ParticipantDraft(
            name=actor.name,
            title=actor.title,
            kind=actor.kind,
            role="party" if actor.start in parties else _ROLES.get(actor.kind, "other"),
        )
        for actor in sorted(kept, key=lambda actor: actor.start)
    ]
    for match in _COLLECTIVE.finditer(text):
        role: Role = "guarantor" if "ضامن" in match.group(1) else "sponsor"
        drafts.append(ParticipantDraft(name=match.group(1), kind="state", role=role))
    return drafts


def _speaks_later(text: str, actor: Actor, verb_ends: Sequence[int]) -> bool:
    """Whether a person who was named in full is later the subject of a verb by the surname alone."""
    if actor.kind != "person" or len(actor.name.split()) < 2:
        return False
    surname = re.escape(actor.name.split()[-1].strip(_QUOTES))
    places = (match.start() for match in re.finditer(rf"(?<![\u0621-\u064a]){surname}(?![\u0621-\u064a])", text[actor.end :]))
    return any(_is_subject(text, actor.end + place, verb_ends) for place in places)


def cast(report: Report, drafts: Iterable[ParticipantDraft], glossary: Glossary, index: TextIndex, *, trusting: bool) -> Cast:
    """The participants that the report bears out, and the drafts that it does not.

    ``drafts`` come in the order of the report; ``index`` is of the report's text. ``trusting`` takes the model's word for
    a role that the report does not spell out.
    """
    rejected: list[Rejected] = []
    actors: list[_Actor] = []
    for draft in drafts:
        draft = _with_title(draft, glossary)
        if is_teller(draft.name or draft.title):
            rejected.append(refusal("participant", draft, "teller", name=draft.name or draft.title))
            continue
        actor = _grounded(draft, index)
        if actor is None and draft.kind == "person" and draft.title.strip():
            nameless = draft.model_copy(update={"name": "", "en": ""})
            if (actor := _grounded(nameless, index)) is not None:
                rejected.append(refusal("participant", draft, "name_invented", name=draft.name, title=draft.title))
        if actor is None:
            rejected.append(refusal("participant", draft, "quote_verbatim", quote=draft.name or draft.title))
            continue
        actor.entry = glossary.name_entry(_core(actor.draft.name)) if actor.draft.name else None
        if actor.draft.kind == "person" and actor.draft.name and is_short(actor.draft.name):
            bearers = [known for known in actors if known.draft.kind == "person" and _same(known, actor, glossary)]
            if len(bearers) > 1:
                names = "، ".join(known.draft.name for known in bearers)
                rejected.append(refusal("participant", draft, "name_shared", name=draft.name, names=names))
                continue
        _merge(actors, actor, glossary)
    # Sentence by sentence, as the passages are made: no word of the sentence before governs a verb.
    verb_ends = [
        segment.start + cue.end
        for segment in report.segments
        for cue in find_cues(report.text[segment.start : segment.end])
        if cue.form == "verb"
    ]
    for match in glossary.names_in(report.text):
        role_and_label = _role_of(report.text, match.start, match.end) if match.entry.is_actor else None
        if match.entry.is_actor and (role_and_label is not None or _is_subject(report.text, match.start, verb_ends)):
            kind: Any = match.entry.kind
            role = role_and_label[0] if role_and_label else "other"
            draft = ParticipantDraft(name=report.text[match.start : match.end], en=match.entry.en, kind=kind, role=role)
            _merge(actors, _Actor(draft, [draft.name], Span(match.start, match.end), "other", None, match.entry), glossary)
        elif is_capital(report.text[match.start : match.end]) and _OF_PAPER.search(report.text[: match.start][-20:]) is None:
            if _is_subject(report.text, match.start, verb_ends, before=True) or _is_predicated(report.text, match):
                _add_capital(actors, match, report.text, glossary)
    actors.sort(key=lambda actor: actor.span.start)
    if not trusting:
        for actor in actors:
            actor.role = _role_by_kind(actor, report.text)
    _settle_roles(actors, report, index, glossary)
    actors += _both_sides(actors, index)
    participants = _participants(actors, report, glossary)
    mentions = _mentions(participants, actors, index)
    participants, groups = _members(participants, mentions, report.text)
    return Cast(participants, mentions, rejected, groups)


def is_teller(words: str) -> bool:
    """Whether some words name a source ("مصدر دبلوماسي", "مسؤول رفيع") or an outlet ("قناة …"), who takes no part."""
    return _TELLER.match(folded(words)) is not None


def _with_title(draft: ParticipantDraft, glossary: Glossary) -> ParticipantDraft:
    """A draft that gives a title for a name ("وزير خارجية المجر") with the title in its place, and no name."""
    words = draft.name.replace("،", " ").split()
    if draft.kind != "person" or draft.title.strip() or not words or not _TITLE_WORD.fullmatch(words[0]):
        return draft
    if any(is_given_name(word) for word in words[1:]) or glossary.name_entry(draft.name) is not None:
        return draft
    if not all(word.startswith("ال") or folded(word) in _OFFICES or glossary.names_in(word) for word in words[1:]):
        return draft
    return draft.model_copy(update={"name": "", "en": "", "title": draft.name, "title_en": draft.title_en or draft.en})


def _both_sides(actors: Sequence[_Actor], index: TextIndex) -> list[_Actor]:
    """«الطرفان» as an actor, where the report speaks of them and there are two parties that it can mean."""
    parties = [actor for actor in actors if actor.role == "party" and actor.draft.kind != "person"]
    place = next((span for form in _BOTH_SIDES if (span := index.ground(form))), None)
    if len(parties) != 2 or place is None:
        return []
    draft = ParticipantDraft(name=_BOTH_SIDES[0], en="the two parties", kind="organization", role="party")
    return [_Actor(draft, list(_BOTH_SIDES), place, "party")]


def _members(
    participants: list[Participant], mentions: Sequence[Mention], text: str
) -> tuple[list[Participant], dict[str, tuple[str, ...]]]:
    """Who «الدول الضامنة» are: the States listed in front of it in brackets, else those whose part that is."""
    known = {participant.id: participant for participant in participants}
    groups: dict[str, tuple[str, ...]] = {}
    for group in participants:
        if group.name.ar == _BOTH_SIDES[0]:
            groups[group.id] = tuple(
                one.id for one in participants if one.role == "party" and one.kind != "person" and one is not group
            )
            continue
        if not group.name.ar or not _COLLECTIVE.fullmatch(group.name.ar):
            continue
        members = [one.id for one in participants if one.role == group.role and one.kind == "state" and one.id != group.id]
        at = next((number for number, mention in enumerate(mentions) if mention.participant == group.id), None)
        if at is not None and text[: mentions[at].start].rstrip(_QUOTES).endswith("("):
            listed: list[str] = []
            following = text[: mentions[at].start].rstrip(_QUOTES + "( ")
            end = len(following)
            for mention in reversed(mentions[:at]):
                if text[mention.end : end].strip(_QUOTES + " (،و"):
                    break
                listed.insert(0, mention.participant)
                end = mention.start
            if len(listed) > 1:
                members = listed
                for id_ in listed:
                    known[id_] = known[id_].model_copy(update={"role": group.role, "label_as_reported": group.name.ar})
        if len(members) > 1:
            groups[group.id] = tuple(members)
    return [known[participant.id] for participant in participants], groups


# Of these verbs the one accused has to be named, and stands behind the subject where that is named too.
_ACCUSES = re.compile(r"(?<![\u0621-\u064a])[وف]?[يت]?(?:(?P<of>اتهم|تهم)|حمل)ت?\s*$")


_ADDRESSED = re.compile(r"\s+(?:ل|لل|من|إلى|على)\s*[\"«]?")
_EACH_OF = re.compile(r"(?<![\u0621-\u064a])كل(?:ا|اً|ٌّ|ّ)? من\s")


_ENEMY = re.compile(r"(?<!\w)[وف]?(?:[بلك]?ال|لل)(?:عدو|خصم|خصوم|اعداء)(?!\w)")
# Opponents say «النظام» of a government, by no other name.
_REGIME = re.compile(
    r"(?<!\w)[وف]?(?:[بلك]?ال|لل)نظام(?! (?:الداخلي|الاساسي|السياسي|الانتخابي|القضايي|الفيدرالي|الفدرالي))(?!\w)"
)
_GOVERNMENT = re.compile(r"(?:حكومة|الحكومة|وفد (?:ال)?حكومة|دولة)(?:\s|$)")
_THAT_CLAUSE = re.compile(r"(?<![\u0621-\u064a])ب?[أإ]ن(?:ه|ها|هم|هما)?(?=\s|$)")


# What somebody has or does, and no body of his: «تؤيد رغبة المعارضة في».
_OF_NOUN = re.compile(
    r"(?<![\u0621-\u064a])(?:رغبة|إرادة|مبادرة|فكرة|سياسة|رؤية|خطة|دعوة|مطالبة|مشاركة|عودة|وساطة|استعداد|مقترح|مقترحات|اقتراح|موقف|مواقف"
    r"|جهود|جهد|مساعي|مساع|حق|حقوق|مطلب|مطالب|طلب|قرار|خيار|عرض|تحفظات|مخاوف|انضمام|انسحاب)\s+[\"«]?(?:وفد\s+)?$"
)


def subject_after(cast_: Cast, text: str, start: int, end: int) -> str | None:
    """The participant that stands as the subject right after a finite verb: ``start`` is the verb's end, or None.

    A person after a title ("رئيس وفد المعارضة محمد علوش") is the subject, not the body that the title names.
    """
    mentions = [mention for mention in cast_.within(start, end) if mention.start - start < 90]
    if not mentions:
        return None
    first = mentions[0]
    if text[first.start : first.end] in _BOTH_SIDES[1::2]:
        return None  # «حث الطرفين على»: the accusative is whom it is put to
    if (accuses := _ACCUSES.search(folded(text[max(0, start - 12) : start]))) and re.match(
        r"\s+ب[\u0621-\u064a]{3}" if accuses["of"] else r"\s+(?:ال)?مس[ؤئ]ولي", text[first.end :]
    ):
        return None  # «اتهمت القوات بخرق الهدنة»: with nobody between, it is the accused that stands behind the verb
    lead = _EACH_OF.sub(" ", text[start : first.start])
    if _THAT_CLAUSE.search(lead):
        return None  # «كشف دبلوماسي أن فلاناً …»: what is told has its own subject
    title = _TITLE_WORD.search(lead)
    titled = title is not None
    if title is not None and _governs_title(lead[: title.start()]):
        # «طالبت بإقالة رئيس الحكومة», «طلب من رئيس الحكومة»; whoever is named right behind that acts.
        adjacent = len(mentions) > 1 and not text[first.end : mentions[1].start].strip(_QUOTES + " ")
        return mentions[1].participant if adjacent else None
    if (
        not titled
        and len(mentions) > 1
        and _ADDRESSED.fullmatch(lead)
        and not text[first.end : mentions[1].start].strip(_QUOTES + " ")
    ):
        return mentions[1].participant  # «تعهدت للحركة الجبهة بـ»
    if len(lead.split()) > (6 if titled else 2) or (not titled and (is_governed(lead) or _OF_NOUN.search(lead))):
        return None
    if titled:
        for mention in mentions[1:]:
            gap = text[first.end : mention.start]
            if (
                cast_[mention.participant].kind == "person"
                and len(gap.split()) <= 6
                and (not re.search(r"[،؛.]", gap) or _APPOSITION.fullmatch(gap))
            ):
                return mention.participant
    if titled and cast_[first.participant].kind != "person":
        # A titled person who is no participant of its own speaks for the body that the title names.
        return first.participant
    return first.participant


def is_governed(lead: str) -> bool:
    """Whether a preposition stands between a verb and a name: "طالب بحل جيش الساحل" is no act of that army."""
    words = folded(lead).strip(_QUOTES + " ").split()
    if lead[-1:].isalpha() and words[-1:] in (["ب"], ["ل"], ["ك"], ["وب"], ["ول"]):
        return True
    return any(word in _PREPOSITIONS or (len(word) > 3 and word not in _ADVERBS and is_proclitic("ب", word)) for word in words)


def _governs_title(lead: str) -> bool:
    """Whether the last word in front of a title governs it: a preposition, or a noun behind «بـ» that is no adverb."""
    if lead[-1:].isalpha() and folded(lead).split()[-1:] in (["ب"], ["ل"], ["ول"], ["وب"]):
        return True
    word = next(reversed(folded(lead).strip(_QUOTES + " ").split()), "")
    return word in _PREPOSITIONS - {"باسم"} or (len(word) > 3 and word not in _ADVERBS and is_proclitic("ب", word))


# Behind a name that و joins on: a verb of its own, so that a clause begins with it («… ومجلس الإقليم لم يرد»).
OWN_VERB = re.compile(r"[\"»\s]*\s(?:لم|لن|لا|ما|قد|سوف|س[يت][\u0621-\u064a]{2,}|[يت][\u0621-\u064a]{3,})(?![\u0621-\u064a])")


def joined_with(cast_: Cast, text: str, participant_id: str, start: int, end: int) -> list[str]:
    """The participants that are joined to a subject by و: "طالبت روسيا وتركيا وإيران"."""
    mentions = cast_.within(start, end)
    found = [participant_id]
    begun = False
    for earlier, later in itertools.pairwise(mentions):
        begun = begun or earlier.participant == participant_id
        if not begun:
            continue
        if not _JOINED.match(text[earlier.end : later.start]) or OWN_VERB.match(text, later.end):
            break
        if later.participant not in found:
            found.append(later.participant)
    return found


# «محمد حمدان دقلو «حميدتي»», «… (أبو علي)»: a name with a by-name; and what introduces one in a report.
_BY_NAME = re.compile(r"(?P<name>[^«»\"()]+?)\s*[«\"(]\s*(?P<by>[^«»\"()]{2,30}?)\s*[»\")]?\s*")
_BY_NAME_EN = re.compile(r"\s*[(\"“«‘'].*$")
_CALLED = re.compile(
    r"[\s،]*(?:الملقب(?:ة)?|المعروف(?:ة)?|الشهير(?:ة)?|المكن(?:ى|اة)|المدعو(?:ة)?)\s+(?:باسم\s+|ب(?:ـ\s*)?)?[«\"]?"
    r"(?P<by>(?:أبو|أبي|أم)\s[\u0621-\u064a]+|[\u0621-\u064a]{3,})"
)


def _grounded(draft: ParticipantDraft, index: TextIndex) -> _Actor | None:
    """An actor where the report names it: a person without titles and by-name, which are kept beside the name."""
    if draft.kind != "person" or not draft.name:
        return _found(draft, index)
    by_name = _BY_NAME.fullmatch(draft.name.strip().strip(_QUOTES))
    rank, name = split_titles(by_name["name"] if by_name else draft.name)
    english = _BY_NAME_EN.sub("", draft.en) if by_name else draft.en
    actor = _found(draft.model_copy(update={"name": name, "en": english}), index)
    if actor is None:
        return None
    actor.rank = rank
    called = _CALLED.match(index.text, actor.span.end)
    actor.by_names = tuple(re.sub(r"^أبي(?=\s)", "أبو", found["by"]) for found in (by_name, called) if found is not None)
    actor.forms += actor.by_names
    return actor


def _found(draft: ParticipantDraft, index: TextIndex) -> _Actor | None:
    words = (draft.name or draft.title).strip().strip(_QUOTES).strip()
    span = index.ground(words) if words else None
    if span is None:
        return None
    raw = strip_bidi(index.text[span.start : span.end])
    # Where the report glues two words, the reader's spelling of the name is the better one.
    written = words if len(words.split()) > len(raw.split()) and _letters(words) == _letters(raw) else raw
    update = {"name": written} if draft.name else {"title": written}
    return _Actor(draft.model_copy(update=update), list(dict.fromkeys((raw, written))), span, draft.role)


def _letters(words: str) -> str:
    return folded(words).replace(" ", "")


# A paper, declaration or process is called after a city: «ورقة باريس» is nobody's act.
_OF_PAPER = re.compile(
    r"(?<![\u0621-\u064a])[وفبلك]?(?:ال|لل)?(?:ورق[ةه]|إعلان|اعلان|اتفاق|اتفاقي[ةه]|مؤتمر|بيان|عملي[ةه]|مسار|وثيق[ةه]|مبادر[ةه]|تفاهمات|مخرجات|محادثات|جول[ةه]|اجتماع|قمة|مقررات|لقاء)\s+[\"«]?$"
)
_PREDICATE = re.compile(
    r"\s+(?:غير\s+|ليست\s+|باتت\s+|ماضية\s+)?(?:م[\u0621-\u0652]{3,}|عازمة|جاهزة|حريصة|راغبة|ماضية|ترى|ضامنة)(?<=[ةى])\s"
)


def _is_predicated(text: str, match: NameMatch) -> bool:
    """Whether something is said of a capital behind «إن» that only its government can be: «إن القاهرة ملتزمة بـ»."""
    return _THAT.search(text[max(0, match.start - 12) : match.start]) is not None and bool(_PREDICATE.match(text, match.end))


def _add_capital(actors: list[_Actor], match: NameMatch, text: str, glossary: Glossary) -> None:
    """«موسكو تدعو»: a capital that acts stands for its State, which may be among the actors by its own name."""
    words = text[match.start : match.end]
    state = next(
        (actor for actor in actors if actor.entry and actor.entry.iso == match.entry.iso and actor.draft.kind == "state"), None
    )
    if state is None:  # «الحكومة الاتحادية», in English "Federal Government of Iraq"
        of_it = [
            one for one in actors if one.draft.kind == "state" and match.entry.iso in glossary.states_in_english(one.draft.en)
        ]
        state = of_it[0] if len(of_it) == 1 else None
    if state is not None:
        state.forms += [] if words in state.forms else [words]
        return
    draft = ParticipantDraft(name=words, en=match.entry.en, kind="state", role="other")
    actors.append(_Actor(draft, [words], Span(match.start, match.end), "other", None, match.entry))


_STOP = re.compile(r"[،؛.:\n]")


def _is_subject(text: str, start: int, verb_ends: Sequence[int], *, before: bool = False) -> bool:
    """Whether a name stands right behind a finite verb, at most a title between; with ``before``, also right before one."""
    if before and any(
        end - start <= 40 and not _STOP.search(text, start, end) for end in verb_ends[bisect_right(verb_ends, start) :][:1]
    ):
        return True
    position = bisect_right(verb_ends, start) - 1
    if position < 0:
        return False
    lead = text[verb_ends[position] : start]
    if len(lead) > 80 or _STOP.search(lead):
        return False
    words = lead.strip(_QUOTES + " ").split()
    # «قال سفير النرويج في تونس»: where somebody serves is not who speaks
    return not words or (len(words) <= 6 and words[-1] != "في" and _TITLE_WORD.match(words[0]) is not None)


@lru_cache(maxsize=1024)
def _stems(name: str) -> Sequence[str]:
    """The beginnings of a name's words by which it is known in a part of it, too."""
    own = (word.removeprefix("ال") for word in folded(_core(name)).split())
    return tuple(word[:5] for word in own if len(word) > 2)


@lru_cache(maxsize=1024)
def _core(name: str) -> str:
    core = _DELEGATION.sub("", name.strip().strip(_QUOTES)).strip()
    return _BODY_OF_ADJECTIVE.get(folded(core), core)


@lru_cache(maxsize=1024)
def _words(name: str) -> frozenset[str]:
    """The words of a name's core, folded."""
    return frozenset(folded(_core(name)).split())


def _merge(actors: list[_Actor], actor: _Actor, glossary: Glossary) -> None:
    for known in actors:
        if _same(known, actor, glossary):
            known.forms += [form for form in actor.forms if form not in known.forms]
            known.by_names += actor.by_names
            known.rank = known.rank or actor.rank
            if actor.span.start < known.span.start:
                known.span = actor.span
            better = {name: value for name, value in actor.draft if value and not getattr(known.draft, name)}
            is_its_delegation = actor.draft.kind == "delegation" != known.draft.kind and known.entry is not None
            clearer = _clarity(actor, glossary) > _clarity(known, glossary) and not is_its_delegation
            longer = {"name": actor.draft.name} if clearer else {}
            if clearer and known.draft.kind == "person" and actor.draft.en:
                longer["en"] = actor.draft.en  # both languages have the name in full
            known.draft = known.draft.model_copy(update={**better, **longer})
            known.entry = next(
                (one for one in (known.entry, actor.entry) if one and glossary.names_body(one, _core(known.draft.name))), None
            )
            if known.entry is not None and known.entry.kind == "place" and actor.entry is not None:
                known.entry = actor.entry  # "الدوحة" and then "قطر": the State gives the name
                known.draft = known.draft.model_copy(update={"name": actor.draft.name, "en": actor.entry.en})
            return
    actors.append(actor)


def _clarity(actor: _Actor, glossary: Glossary) -> tuple[bool, bool, int]:
    """How well a form of a name serves as the name: with the State it belongs to, without a loaded word, in full."""
    name = actor.draft.name
    words = _core(name).split()
    told = bool(glossary.nationalities(name)) or len(words) > 2 or (actor.draft.kind != "delegation" and " " in name)
    return (told, not glossary.neutral_name(name)[1], len(name))


def _same(known: _Actor, actor: _Actor, glossary: Glossary) -> bool:
    if not known.draft.name or not actor.draft.name:
        return bool(folded(known.draft.name or known.draft.title) == folded(actor.draft.name or actor.draft.title))
    person = known.draft.kind == "person"
    if person != (actor.draft.kind == "person"):
        return False
    if _is_its_capital(known, actor) or _is_its_capital(actor, known):
        return True
    if known.entry and actor.entry and known.entry.en == actor.entry.en:
        return (known.draft.kind == "delegation") == (actor.draft.kind == "delegation") or not person
    if person:
        return glossary.same_name(known.draft.name, actor.draft.name) or any(
            is_short(other.draft.name) and glossary.same_name(by_name, other.draft.name)
            for one, other in ((known, actor), (actor, known))
            for by_name in one.by_names
        )
    ours, theirs = (folded(glossary.neutral_name(_core(one.draft.name))[0]).split() for one in (known, actor))
    if not ours or not theirs:
        return False
    if are_one(" ".join(ours), " ".join(theirs), glossary):
        return True
    if {*ours} <= {*theirs} or {*theirs} <= {*ours}:
        return not (_is_body_of(known, ours, theirs) or _is_body_of(actor, theirs, ours))
    short, long = sorted((ours, theirs), key=len)
    if len(short) == 1 and short[0] == f"ال{long[0]}":  # "وفد الحركة" after "وفد حركة الضفاف"
        return True
    # "وفد المعارضة السورية" and "وفد المعارضة المفاوض" are one; "وفد الحكومة اليمنية" and "… الليبية" are two.
    if not known.draft.kind == actor.draft.kind == "delegation" or ours[0] != theirs[0] or not ours[0].startswith("ال"):
        return False
    nations = [{entry.iso for entry in glossary.nationalities(one.draft.name)} for one in (known, actor)]
    return len(ours) > 1 < len(theirs) and not (nations[0] and nations[1] and nations[0] != nations[1])


_BODY_HEADS = frozenset(["قوات", "قوه", "بعثه", "مكتب", "برنامج", "صندوق", "مفوضيه", "وكاله"])
_WHERE = frozenset(["في", "لدي", "الي", "من", "عن", "علي", "حول"])


def _is_body_of(whole: _Actor, words: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether a longer name is that of a body in or of a State or a known organization: «قوات الأمم المتحدة المؤقتة في لبنان»."""
    if len(longer) > len(words) and is_office(" ".join(longer)) and not is_office(" ".join(words)):
        return True
    if whole.entry is None or whole.entry.kind not in {"state", "organization"} or len(longer) <= len(words):
        return False
    at = next((place for place, word in enumerate(longer) if word == words[0]), 0)
    return longer[0] in _BODY_HEADS or (at > 0 and longer[at - 1] in _WHERE)


def _is_its_capital(one: _Actor, other: _Actor) -> bool:
    """Whether one actor is a capital that stands for the State which the other is."""
    if one.entry is None or other.entry is None or {one.draft.kind, other.draft.kind} != {"state"}:
        return False
    return (
        one.entry.iso is not None
        and one.entry.iso == other.entry.iso
        and other.entry.kind == "state"
        and is_capital(one.draft.name)
    )


def _role_of(text: str, start: int, end: int) -> tuple[Role, str] | None:
    before = text[max(0, start - 60) : start].rstrip(_QUOTES)
    for pattern, role in _BEFORE if before[-1:].isspace() and _ANY_BEFORE.search(before) else ():
        if match := pattern.search(before):
            if role == "host" and _is_of_other_round(before[: match.end(1)], text[end : end + 60], match.group(1)):
                return None
            return role, match.group(1)
    if (listed := _LISTED.search(before)) is not None:
        return ("sponsor" if listed["sponsor"] else "guarantor"), listed["label"]
    after = text[end : end + 40]
    for pattern, role in _AFTER if _ANY_AFTER.match(after) else ():
        if match := pattern.match(after):
            return role, match.group(1).strip(" ،")
    return None


# «من المنتظر أن تستضيف القاهرة الجولة القادمة»: who is to host another round, or has hosted one, is not the host of this.
_TO_HOST = re.compile(r"(?:^|\s)(?:[وف]?س[يت](?:ستضيف|حتضن)|(?:أن|بأن|قد|ربما|لن)\s+[يت](?:ستضيف|حتضن))(?=\s|$)")
_OTHER_ROUND = re.compile(
    r"[\s\"»]*(?:[^\s،.؛]+\s){0,4}?(?:ال)?(?:قادم|مقبل|تالي|لاحق|جديد|سابق|ماضي?|منصرم|فائت|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر)(?:ة|ا|اً)?(?![\u0621-\u064a])"
)
_MEETING = re.compile(r"(?:ال)?(?:جول[ةه]|لقاء|اجتماع|محادثات|مفاوضات|مشاورات|مباحثات|جلس[ةه]|مؤتمر|حوار)(?![\u0621-\u064a])")
_SINCE_HELD = re.compile(r"(?:رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر)")


def _is_of_other_round(before: str, behind: str, label: str) -> bool:
    """Whether words of hosting around a name are of a round to come or gone by, and not of the one that is reported."""
    if _TO_HOST.search(before[-len(label) - 12 :]) is not None:
        return True
    other = _OTHER_ROUND.match(behind)
    if other is None or _MEETING.search(f"{label} {behind[: other.end()]}") is None:
        return False
    # «استضافت قطر الجولة الرابعة» tells of this one; with an imperfect it is one to come.
    return _SINCE_HELD.search(other.group()) is None or label.startswith(("تستضيف", "تحتضن", "يستضيف"))


def _role_by_kind(actor: _Actor, text: str) -> Role:
    """A role where no word beside the name tells one: delegations are parties, envoys mediate."""
    if actor.draft.kind == "delegation" or actor.draft.role == "party":
        return "party"
    if _COLLECTIVE.match(actor.draft.name):
        return actor.draft.role
    title = actor.draft.title or _title_before(text, actor.span.start) or _title_after(text, actor.span.end)
    if re.search(r"مبعوث|وسيط|موفد", title) or (actor.entry and actor.entry.en in _ENVOYS):
        return "mediator"
    return (
        "party" if re.search(r"(?:رئيس|عضو|باسم|كبير مفاوضي)\s.*(?:وفد|الوفد|حركة|الحركة|المعارضة|الحكومة)", title) else "other"
    )


def _settle_roles(actors: list[_Actor], report: Report, index: TextIndex, glossary: Glossary) -> None:
    """Give every actor the part that the words beside its names tell; those joined by و share it.

    A part that a model gives and no label tells stands where the report speaks of such a part near the name.
    """
    text = report.text
    places = sorted(
        (span.start, span.end, number)
        for number, actor in enumerate(actors)
        for form in actor.forms
        for span in index.find_all(form)
    )
    settled = _labelled(places, text)
    for number, (role, label) in settled.items():
        actor = actors[number]
        if role == "other":
            # "بمشاركة" tells that it took part, not as what: the model's word stands unless it claims a special part.
            plain = actor.draft.role in {"party", "mediator", "facilitator"}
            actor.role = actor.draft.role if plain or _is_spoken_of(number, actors, places, report, glossary) else "other"
        elif may_also_be(label, actor.role):
            actor.label = label
        elif role == "host" and actor.draft.role == "party":
            actor.role = "party"  # who negotiates at home is a party still
        else:
            actor.role, actor.label = role, label
    guessed = [
        number
        for number, actor in enumerate(actors)
        if actor.role in _SPECIAL and number not in settled and not _COLLECTIVE.match(actor.draft.name)
    ]
    for number in guessed:
        if not _is_spoken_of(number, actors, places, report, glossary):
            actors[number].role = "other"
    for number in guessed:  # who speaks for a host speaks as one
        actor = actors[number]
        body = _affiliation(actor, actors, report, glossary)
        if actor.draft.role in _SPECIAL and body is not None and body.role == actor.draft.role:
            actor.role = actor.draft.role


_SPECIAL = frozenset(["sponsor", "guarantor", "host", "observer", "absent"])


def _labelled(places: Sequence[tuple[int, int, int]], text: str) -> dict[int, tuple[Role, str]]:
    """The part and its label of the actors that have one; ``places`` are where they are named, with their numbers."""
    settled: dict[int, tuple[Role, str]] = {}

    def settle(number: int, told: tuple[Role, str]) -> None:
        if number not in settled or settled[number][0] == "other":
            settled[number] = told

    carried: tuple[int, Role, str] | None = None
    joined: list[int] = []  # the actors named just before, joined to one another
    last = 0
    for start, end, number in places:
        follows = _JOINED.match(text[last:start]) is not None
        told = _role_of(text, start, end)
        if told is None and carried is not None and _JOINED.match(text[carried[0] : start]):
            told = carried[1:]
        carried = (end, *told) if told else None
        joined = [*joined, number] if follows else [number]
        last = end
        if told:
            for one in joined if _OF_SEVERAL.match(told[1]) else [number]:
                settle(one, told)
    return settled


def _is_spoken_of(
    number: int, actors: Sequence[_Actor], places: Sequence[tuple[int, int, int]], report: Report, glossary: Glossary
) -> bool:
    """Whether the report speaks near an actor's name of the part that a model gives it, and of nobody else's."""
    actor, text = actors[number], report.text
    for start, end, one in places:
        if one != number:
            continue
        for first, last in words_of_role(actor.draft.role, text, start, end):
            beside = _beside(first, last, places, text)
            # «أوفدت اليابان سفيرها فلاناً بصفة مراقب»: who speaks for it may stand between.
            if number in beside or any(_affiliation(actors[other], actors, report, glossary) is actor for other in beside):
                return True
    return actor.draft.role == "host" and _is_at_home(actor, text, glossary)


def _beside(first: int, last: int, places: Sequence[tuple[int, int, int]], text: str) -> set[int]:
    """Who is named next to some words, in front or behind, with those who are joined to them; right behind them nobody else."""
    after = [place for place in places if place[0] >= last]
    before = [place for place in places if place[1] <= first][::-1]
    behind = _chain(after, lambda known, more: text[known[1] : more[0]])
    if after and not text[last : after[0][0]].strip(_QUOTES + " "):
        return behind
    return behind | _chain(before, lambda known, more: text[more[1] : known[0]])


def _chain(places: Sequence[tuple[int, int, int]], between: Callable[[Any, Any], str]) -> set[int]:
    """The first of some names and those that و joins to it."""
    found = {places[0][2]} if places else set()
    for known, more in itertools.pairwise(places):
        if not _JOINED.match(between(known, more)):
            break
        found.add(more[2])
    return found


def _is_at_home(actor: _Actor, text: str, glossary: Glossary) -> bool:
    """Whether the talks that the report opens with are in a city of this State: «في لشبونة» and Portugal."""
    nations = {entry.iso for entry in glossary.nationalities(actor.draft.name)} | {actor.entry.iso if actor.entry else None}
    places = (match for match in glossary.names_in(text[:_OPENING]) if match.entry.kind == "place")
    first = next((match for match in places if not stands_in_dateline(text, match.start, match.end)), None)
    return actor.draft.kind != "person" and first is not None and first.entry.iso in nations - {None}


_OPENING = 600  # characters in which a report says where the talks are


def _participants(actors: Sequence[_Actor], report: Report, glossary: Glossary) -> list[Participant]:
    ids = {id(actor): f"P{number}" for number, actor in enumerate(actors, 1)}
    owners = _owners(actors, glossary)
    participants = []
    for actor in actors:
        draft = actor.draft
        participants.append(
            Participant(
                id=ids[id(actor)],
                name=_name(actor, glossary),
                aliases=_aliases(actor, glossary),
                kind=draft.kind,
                role=actor.role,
                label_as_reported=actor.label,
                title=_title(actor, report, glossary),
                affiliation=next(
                    (ids[id(other)] for other in (owners.get(id(actor)), _affiliation(actor, actors, report, glossary)) if other),
                    None,
                ),
                evidence=[
                    Evidence(
                        source="S1",
                        segment=report.segment_at(actor.span.start).number,
                        start=actor.span.start,
                        end=actor.span.end,
                        quote=report.text[actor.span.start : actor.span.end],
                    )
                ],
            )
        )
    return participants


def _owners(actors: Sequence[_Actor], glossary: Glossary) -> dict[int, _Actor]:
    """The State or government of each actor that is an office of one; as one State speaks, they have one part."""
    bodies = {_body(actor): actor for actor in actors if actor.draft.kind != "person" and actor.draft.name}
    owners = {}
    for body, actor in bodies.items():
        owner = owner_of(body, list(bodies), glossary)
        if owner is not None:
            owners[id(actor)] = bodies[owner]
    for actor in actors:
        owner_ = owners.get(id(actor))
        if owner_ is not None and owner_.role == "other" and owner_.label is None:
            owner_.role = actor.role
    for actor in actors:
        owner_ = owners.get(id(actor))
        if owner_ is not None and owner_.role != "other" and actor.label is None:
            actor.role = owner_.role
    return owners


def _body(actor: _Actor) -> Body:
    is_state = actor.entry is not None and (actor.entry.kind == "state" or is_capital(actor.draft.name))
    seat = actor.entry is not None and is_office(actor.draft.name)
    iso = actor.entry.iso if actor.entry is not None and (is_state or seat) else None
    return Body(actor.draft.name, actor.draft.kind, actor.role, iso)


# «وفد من حكومة سمرا», as a report brings it in, is «وفد حكومة سمرا» wherever it is named; «وفد من الخبراء» is nobody's.
_SENT_BY = re.compile(
    r"^وفد\s(?:من|عن|يمثل)\s(?=(?:ال)?(?:حكومة|مجلس|حركة|جبهة|حزب|وزارة|هيئة|تحالف|جماعة|جيش|سلطة|إدارة|تنسيقية|ائتلاف|رئاسة|اتحاد)(?![\u0621-\u064a]))"
)


def _name(actor: _Actor, glossary: Glossary) -> Name:
    draft = actor.draft
    if not draft.name:
        return Name()
    written = plainly_written(draft.name.strip(_QUOTES))
    written = _OF_TWO.sub("وفد ", written, count=1) if draft.kind == "delegation" else written
    written = _SENT_BY.sub("وفد ", written)
    neutral, changed = glossary.neutral_name(written) if draft.kind != "person" else glossary.neutral(written, "ar")
    if draft.kind == "state" and actor.entry is not None and actor.entry.kind == "nationality":
        if (state := glossary.state_of(actor.entry)) is not None:  # «القبرصي»
            return Name(ar=state.variants[0], en=state.en)
    if actor.entry is not None and draft.kind != "delegation":
        # What the sentences of a brief call a State («Türkiye») its heading calls it as well.
        also = draft.en.strip() if draft.kind == "state" and draft.en.strip() in actor.entry.also else ""
        return Name(ar=neutral, en=also if also and " " not in also else actor.entry.en)
    # Of «نظام نوبارا» a model may give neutral English, which stands; English for other loaded words is as loaded as they are.
    offered = "" if changed and (glossary.neutral(written, "ar")[1] or glossary.loaded_in(draft.en, "en")) else draft.en
    return Name(ar=neutral, en=glossary.english_name(neutral, draft.kind, offered=offered))


def _aliases(actor: _Actor, glossary: Glossary) -> list[str]:
    # A loaded label is kept where the report has it, in the evidence; an alias would make it ours.
    shown = folded(_name(actor, glossary).ar or actor.draft.name)
    found: dict[str, str] = {}
    for form in actor.forms:
        if folded(_OF_TWO.sub("وفد ", form, count=1)) != shown and not glossary.neutral_name(form)[1]:
            found.setdefault(folded(form), form)
    return list(found.values())


def _title(actor: _Actor, report: Report, glossary: Glossary) -> Bilingual | None:
    if actor.draft.kind != "person":
        return None
    title = actor.draft.title.strip() or _title_before(report.text, actor.span.start)
    title = title or _title_after(report.text, actor.span.end) or actor.rank
    if not title:
        return None
    office, rank = office_and_rank(plainly_written(title))
    if not rank and actor.rank != title:  # «العميد خالد», as a model gave the name
        rank = office_and_rank(plainly_written(f"{office} {actor.rank}"))[1]
    told_apart = f"{office}، برتبة {rank}" if rank and actor.draft.name else office
    neutral, changed = glossary.neutral_name(_without_pronoun(told_apart))
    english = "" if changed or not has_latin(actor.draft.title_en) else actor.draft.title_en.strip()
    english = english or glossary.english_title(neutral)
    return Bilingual(ar=neutral, en=english) if english else None


def _without_pronoun(title: str) -> str:
    """A title that can stand alone: "سفيرها لدى" becomes "السفير لدى"."""
    words = title.split()
    found = _TITLE_OF.fullmatch(words[0]) if words else None
    return " ".join([f"ال{found['noun']}", *words[1:]]) if found else title


def _title_before(text: str, start: int) -> str:
    """The title that stands in front of a name: "رئيس وفد المعارضة" of "رئيس وفد المعارضة محمد علوش"."""
    lead = _STOP.split(text[max(0, start - 70) : start])[-1].rstrip(_QUOTES + " ")
    found = _TITLE_WORD.search(lead)
    words = lead[found.start() :].split() if found else []
    if not words or len(words) > 8 or {"إن", "أن", "الذي", "التي", "مع", "و"} & {*words}:
        return ""
    return " ".join(words).strip(_QUOTES)


def _title_after(text: str, end: int) -> str:
    """The title that follows a name: "محمد علوش، الذي يرأس وفد المعارضة" is a head of delegation."""
    found = _HEADS_BODY.match(text, end)
    body = (
        re.match(r"(?:وفد[اي]?\s+)?[\u0621-\u0652]+(?:\s+ال[\u0621-\u0652]+)*", text[found.end() : found.end() + 80])
        if found
        else None
    )
    return f"رئيس {body.group()}" if body else ""


def _affiliation(actor: _Actor, actors: Sequence[_Actor], report: Report, glossary: Glossary) -> _Actor | None:
    """The body that a person speaks for: what the draft says, else what the title in front of the name says."""
    if actor.draft.kind != "person":
        return None
    lead = report.text[max(0, actor.span.start - 60) : actor.span.start]
    lead = re.split(r"[.،؛\n]", lead)[-1]
    titled = lead[found.start() :] if (found := _TITLE_WORD.search(lead)) else ""
    bodies = [other for other in actors if other.draft.kind != "person" and other.draft.name]
    delegation_first = sorted(bodies, key=lambda body: body.draft.kind != "delegation")
    for words in filter(None, (actor.draft.of, actor.draft.title, titled, _title_after(report.text, actor.span.end))):
        wanted = _words(words)
        nations = {entry.iso for entry in glossary.nationalities(words)}
        # «المتحدث باسم وزارة الخارجية السعودية» speaks for the Ministry before he does for the State.
        offices = [body for body in delegation_first if is_office(body.draft.name) and _words(body.draft.name) <= wanted]
        for body in offices or delegation_first:
            core = _words(body.draft.name)
            if (core and core <= wanted) or (body.entry and body.entry.iso and body.entry.iso in nations):
                return body
            if wanted and any(_words(form) <= wanted for form in body.forms):
                return body
    return None


def _add_short_forms(forms: dict[str, set[str]], participants: Sequence[Participant]) -> None:
    """A body is named by its head alone where no other has that head: "الحركة" for "حركة الضفاف", "وفد الحكومة"."""
    heads: dict[str, set[str]] = {}
    for participant in participants:
        if participant.kind == "person":
            continue
        for form in forms[participant.id]:
            words = _core(form).split()
            if len(words) > 1 and len(words[0]) > 3 and (participant.kind != "state" or begins_body(words[0])):
                head = words[0] if words[0].startswith("ال") else f"ال{words[0]}"
                heads.setdefault(folded(head), set()).add(participant.id)
    for head, owners in heads.items():
        if len(owners) == 1:
            forms[next(iter(owners))] |= {head, f"وفد {head}"}
    _add_titles(forms, participants)


def _add_titles(forms: dict[str, set[str]], participants: Sequence[Participant]) -> None:
    """A person is named by the title alone where no other has it: "الوزير", "المبعوث"."""
    owners: dict[str, set[str]] = {}
    for participant in participants:
        if participant.kind == "person" and participant.title is not None:
            for word in participant.title.ar.replace("،", " ").split():
                if folded(word).removeprefix("ال") in _TITLES_ALONE:
                    owners.setdefault(word if word.startswith("ال") else f"ال{word}", set()).add(participant.id)
    for title, holders in owners.items():
        if len(holders) == 1:
            forms[next(iter(holders))].add(title)


def _mentions(participants: Sequence[Participant], actors: Sequence[_Actor], index: TextIndex) -> list[Mention]:
    """Where each participant is named, by any of its forms; of overlapping mentions the longest counts."""
    surnames: dict[str, set[str]] = {}
    forms: dict[str, set[str]] = {}
    for participant, actor in zip(participants, actors, strict=True):
        mine = {*actor.forms, *participant.aliases}
        if participant.name.ar:
            mine.add(participant.name.ar)
        if actor.entry is not None:
            mine |= set(actor.entry.variants)
        if participant.kind == "delegation":
            mine |= {_core(form) for form in list(mine)}
        if participant.kind == "person":
            for form in list(mine):
                words = form.strip(_QUOTES).split()
                if len(words) > 1 and len(words[-1]) >= 3:
                    surnames.setdefault(folded(words[-1]), set()).add(participant.id)
                    mine.add(words[-1].strip(_QUOTES))
        forms[participant.id] = {form for form in mine if len(form) > 2}
    _add_short_forms(forms, participants)
    found = []
    for participant_id, mine in forms.items():
        for form in mine:
            if len(surnames.get(folded(form), {participant_id})) > 1:
                continue
            found += [Mention(participant_id, span.start, span.end) for span in index.find_all(form)]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end - mention.start > kept[-1].end - kept[-1].start and mention.start <= kept[-1].start:
            kept[-1] = mention
    return kept
