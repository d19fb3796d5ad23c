"""Sentences of the record, composed by rule: the Arabic from the words of the report, the English as far as its verb.

The text of an item is its holder, the verb of its kind, and what the evidence says, with loaded words made neutral. It
is never the model's retelling: what the reader reads in Arabic is what the evidence has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from briefing import documents
from briefing.arabic import any_of, fold, folded, is_proclitic, kept_for_sentences, strip_bidi, strip_diacritics
from briefing.dates import STEP_WORDS, find_dates, resolve
from briefing.labels import Language, labels
from briefing.numerals import MONTHS, WEEKDAYS
from briefing.quotation import quoted_spans
from briefing.record import Participant

MASCULINE_STATES = frozenset(["العراق", "لبنان", "الأردن", "المغرب", "السودان", "اليمن", "الصومال", "الفاتيكان"])
_MASCULINE_BODIES = frozenset(["مجلس", "المجلس", "نظام", "النظام", "إقليم", "الإقليم", "اتحاد", "الاتحاد"])
_FEMININE_HEADS = frozenset([
    "الدول", "دول", "قوات", "القوات", "الأمم", "إيغاد", "الإيغاد", "قوى", "القوى", "فصائل", "الفصائل", "جماعات", "الجماعات",
    "أطراف",
])  # fmt: skip
_BROKEN_PLURAL = re.compile(r"(?:ال)?[\u0621-\u064a]{2}ا[ئو][\u0621-\u064a]")  # قبائل، عشائر، كتائب، طوائف
_DIGIT = re.compile(r"\d")
_VOWEL_SIGN = re.compile(r"[\u064b-\u0652]")
_SPELT_WORD = re.compile(r"[\u0621-\u0652]+")
_CASE_SIGN = re.compile(r"[\u064c-\u0650\u0652]+$")
_PREPOSITION_BEFORE = re.compile(r"(?<![\u0621-\u064a])(?:على|إلى|عن|في|من)\s$")
_JOINED_ON = re.compile(r"[وف][\u0621-\u064a][\u0621-\u0652]{2,}")
_BARE_WORD = re.compile(r"(?<![\u0621-\u0652])[\u0621-\u064a]{2,}(?![\u0621-\u0652])")
_STOPS = " \t\r\n،؛,;:.'‘’"
_LINKING = frozenset(["الي", "علي", "عن", "في", "من", "ان", "انه", "انها", "انهم", "لان", "بان", "حول", "باي"])
# What may stand between a verb and its preposition: when, how, and whom the words are put to.
_ADVERBIAL = frozenset(folded("أمام بحضور خلال أثناء عقب بعد أمس اليوم مجددا أيضا كذلك").split())
_ACCUSATIVE = re.compile(r"(?:اً|ًا|(?<=ء)ً|(?<=[\u0621-\u064a]{3})ا)$")
_PROVIDED = re.compile(r"\sعلى\s(?:أن|ألا)\s")
_MANNER = frozenset(folded("شفهيا شفويا علنا سرا رسميا ضمنيا مبدئيا كتابة خطيا صراحة").split())
_WHOM = frozenset(folded("كل جميع كافة الأطراف الطرفين الجانبين الجميع المجتمع الدول").split())
_BEFORE_PREPOSITION = _LINKING | _ADVERBIAL | _MANNER | _WHOM | frozenset(["الذي", "التي", "الذين"])
# «طالب المبعوث من سماهم "الرعاة" بـ»: whom the words are put to, by what the speaker calls them.
CALLED = re.compile(r"من\s(?:(?:أ|ا)?سم|وصف|اعتبر|دعا|[يت]سمي|[يت]صف)[\u0621-\u064a]*(?:ه|ها|هم|هما)(?=\s)")
# These say that something is needed, not that their subject wants it: the holder is whoever says so.
_MODALS = frozenset(["يستوجب", "يتطلب", "يجب", "ينبغي", "يتعين", "يتوجب", "يرغب"])
# What a document does in its own name. Others of these verbs have people for their subject: it provides for what they do.
_DOCUMENT_VERBS = {"يتضمن": "", "يشمل": "", "ينص": "على", "يقضي": "ب"}
_OF_PEOPLE = {"يتعهد": "التعهد", "يلتزم": "الالتزام"}
_DOCUMENTS = {f"ال{noun.partition('(')[0]}": english for noun, english in documents.NOUNS.items()}
_NAMED = re.compile(
    rf"(?<![\u0621-\u064a])[وفبلك]{{0,2}}(?:ال|ل)?(?P<noun>{'|'.join(documents.NOUNS)})(?:ا|اً)?(?![\u0621-\u064a])"
    r"(?:(?<=محضر|ذكرة)\s(?:ال)?(?:اتفاق|تفاهم)(?![\u0621-\u064a]))?"  # «مذكرة تفاهم» is called «المذكرة»
)
_GENERIC = {
    "demand": ("يطالب", "ب"),
    "commitment": ("يتعهد", "ب"),
    "statement": ("يعلن", ""),
}
_ENGLISH_VERBS = {
    "demand": "demands", "commitment": "pledges", "clause": "provides for", "AGREE": "agrees", "SUPPORT": "supports",
    "CONSULT": "discusses", "CONCEDE": "concedes", "REJECT": "rejects", "ACCUSE": "accuses", "THREATEN": "threatens",
}  # fmt: skip
_NEGATIONS = {"لم": "did not", "لن": "will not"}
_PLURALS = frozenset(["States", "factions", "groups", "forces", "Forces", "parties", "sides", "Brigades", "tribes"])
_BODIES = frozenset([
    "party", "bloc", "current", "coalition", "front", "army", "forces", "union", "bank", "network", "cross", "crescent", "faction",
])  # fmt: skip
_DESCRIPTIONS = frozenset([
    "delegation", "government", "movement", "council", "alliance", "union", "committee", "organization", "front", "bloc",
    "party", "network", "group", "opposition", "states", "factions", "groups", "forces", "league", "republic", "parties",
    "sides", "brigades", "tribes", "commission", "coalition", "army", "authority", "bank", "nations", "gathering", "current",
    "office", "ministry", "presidency", "embassy", "department", "coordination", "mission", "programme", "foundation",
    "federation", "parliament", "congress", "assembly",
])  # fmt: skip
_ACT_VERBS = {
    "AGREE": ("يوافق", "على"),
    "SUPPORT": ("يؤيد", ""),
    "CONSULT": ("يناقش", ""),
    "CONCEDE": ("يتنازل", "عن"),
    "REJECT": ("يرفض", ""),
    "ACCUSE": ("يتهم", ""),
    "THREATEN": ("يهدد", "ب"),
}


def is_feminine(participant: Participant, name: str | None = None) -> bool:
    """Whether verbs agree with the participant's Arabic name, or another ``name`` for it, in the feminine."""
    name = name or participant.name.ar or (participant.title.ar if participant.title else "") or ""
    head = name.split()[0] if name.split() else ""
    if participant.kind == "person":
        title = participant.title.ar.split()[0] if participant.title else ""
        return title.endswith("ة")
    if participant.kind == "state":
        return name not in MASCULINE_STATES and head not in _MASCULINE_BODIES
    return head.endswith(("ة", "اء", "ات")) or head in _FEMININE_HEADS or _BROKEN_PLURAL.fullmatch(head) is not None


def holder_phrase(names: Sequence[str]) -> str:
    """The holders as a subject: one name, or "كل من … و…"."""
    if len(names) < 2:
        return "".join(names)
    return f"كل من {' و'.join(names)}"


def verb_of(kind: str, act: str | None, present: str, takes: str) -> tuple[str, str]:
    """The verb of a demand, a commitment or a position and its preposition: the cue's own, or that of the kind or act."""
    if present and present not in _MODALS:
        return present, takes
    return _ACT_VERBS.get(act or "", _GENERIC.get(kind, ("يعلن", "")))


def negated_sentence(verb: str, names: Sequence[str], takes: str, content: str) -> str:
    """A full sentence for what its holders deny or did not do: ``verb`` as the report has it, with its particle."""
    return sentence(f"{verb} {holder_phrase(names)} {with_preposition(content, takes)}")


def document_named(lead: str, *, draft: bool) -> str:
    """What a report calls the document of a clause, by the words up to it; «البيان» where it does not say.

    A draft is never called by the name of what it is a draft of.
    """
    named = [match["noun"] for match in _NAMED.finditer(strip_diacritics(lead))]
    if draft:
        return "المشروع" if "مشروع" in named and "مسودة" not in named else "المسودة"
    nouns = [f"ال{noun}" for noun in named if noun not in {"مسودة", "مشروع"}]
    return nouns[-1] if nouns else "البيان"


def as_heading(title: str) -> str:
    """A document's title as a heading has it, of the accusative of a sentence: «بلاغ ختامي» of «بلاغاً ختامياً»."""
    words = title.split(" ")
    for place, word in enumerate(words):
        bare = _ACCUSATIVE.sub("", word)
        if bare == word or (place == 0 and bare not in documents.NOUNS):
            break
        words[place] = bare
    return " ".join(words)


def is_feminine_document(document: str) -> bool:
    """Whether verbs agree with what a document is called in the feminine: «المسودة», «الخلاصات»."""
    return document.endswith(("ة", "ات"))


def clause_sentence(present: str, takes: str, document: str, content: str) -> str:
    """A full sentence for a clause: what the document provides for, or what the participants agreed or decided.

    ``document`` is one of ``document_named``. Of a draft nobody has agreed on anything yet: it only provides for it.
    """
    is_draft, feminine = document in {"المسودة", "المشروع"}, is_feminine_document(document)
    if present == "يتفق" and not is_draft:
        return sentence(f"اتفق المشاركون {with_preposition(content, 'على')}")
    if present == "يقرر" and not is_draft and not content.startswith("على "):
        return sentence(f"قرر المشاركون {content}")
    if present in _OF_PEOPLE:
        content = f"{_OF_PEOPLE[present]} {with_preposition(content, 'ب')}"
        present = "ينص"
    if present in {"", "يتفق", "يقرر", "يقر", "يعتمد"}:
        present = "ينص"
    if present in {"يتضمن", "يشمل"} and folded(content.split()[0] if content.split() else "") in _LINKING:
        present = "ينص"
    preposition = _DOCUMENT_VERBS.get(present, takes)
    if preposition == "على" and re.match(r"ب?[أا]ن(?:ه|ها|هم|هما)?\s", content):
        content = f"على {content.removeprefix('ب')}"
    if preposition in {"", "على"} and content[:1] == "ب" and is_proclitic("ب", folded(content.split()[0])):
        present, preposition = "يقضي", "ب"
    verb = f"ت{present[1:]}" if feminine else present
    if preposition == "على" and content.startswith("ال") and (provided := _PROVIDED.search(content)):
        # «الإفراج عن الأسرى، على أن يجري …»: what a document provides for begins with a noun of its own.
        return sentence(
            f"{verb} {document} {with_preposition(content[: provided.start()], preposition)}{content[provided.start() :]}"
        )
    return sentence(f"{verb} {document} {with_preposition(content, preposition)}")


def english_lead(
    kind: str,
    act: str | None,
    verb: str,
    names: Sequence[str],
    *,
    negation: str = "",
    future: bool = False,
    done: bool = False,
    whole: bool = False,
    document: str = "البيان",
) -> str:
    """How the English sentence of an item begins: whose it is, and the verb of its act (``verb`` is the cue's own).

    A preposition at the verb's end is left open unless ``whole``: "calls" may go on with "for" or "on". ``negation`` is the Arabic word
    before the verb, if it is one, ``future`` that it will do so, ``done`` that the report tells it as done, ``document`` what the document of a clause is called.
    """
    if kind == "next_step":
        return ""
    verb = verb or _ENGLISH_VERBS.get(act or kind, "states")
    verb = verb if whole else re.sub(r"\s(?:for|on|of|from|to|with)$", "", verb)
    if kind == "clause":
        if verb in {"agreed", "decided", "adopted"} and _DOCUMENTS[document] != "draft":
            return f"The participants {verb}"
        if verb in {"agreed", "decided", "adopted"}:
            verb = "provides for" if whole else "provides"
        return f"The {_DOCUMENTS[document]} {_base_form(verb) if _DOCUMENTS[document].endswith('s') else verb}"
    plural = _is_plural(names)
    subject = _with_article(names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}")
    base = _base_form(verb)
    if negation:
        return f"{subject} {_NEGATIONS.get(negation.lstrip('وف'), 'do not' if plural else 'does not')} {base}"
    if future:
        return f"{subject} will {base}"
    if done:
        return f"{subject} {_past_form(verb, plural=plural)}"
    if plural:
        return f"{subject} are {verb[3:]}" if verb.startswith("is ") else f"{subject} {base}"
    return f"{subject} {verb}"


def inflected(verb: str, names: Sequence[str]) -> str:
    """An English verb of the cues as its subjects take it, without the preposition at its end: "welcomes", "object"."""
    verb = re.sub(r"\s(?:for|on|of|from|to|with|about|down from)$", "", verb)
    if not _is_plural(names):
        return verb
    return f"are {verb[3:]}" if verb.startswith("is ") else _base_form(verb)


def _is_plural(names: Sequence[str]) -> bool:
    # Of "Organization of Coastal States" the organization is the subject.
    last = names[0].partition(" of ")[0].split()[-1:] if names else []
    return len(names) > 1 or (bool(last) and last[0] in _PLURALS and not names[0].startswith("United "))


def _base_form(verb: str) -> str:
    """The bare form: "calls" as "call", "denies" as "deny", "has reservations" as "have reservations", "is ready" as "be ready"."""
    first, _, rest = verb.partition(" ")
    base = {"is": "be", "has": "have", "must": "must", "should": "should", "will": "will"}.get(first)
    if base is None:
        base = first[:-3] + "y" if first.endswith("ies") else re.sub(r"(?<=ss)es$|(?<=sh)es$|(?<=ch)es$|s$", "", first)
    return f"{base} {rest}".strip()


_IRREGULAR = {
    "is": "was", "has": "had", "gives": "gave", "holds": "held", "meets": "met", "says": "said", "undertakes": "undertook",
    "withdraws": "withdrew", "admits": "admitted", "commits": "committed", "must": "must", "should": "should", "will": "will",
}  # fmt: skip


def _past_form(verb: str, *, plural: bool) -> str:
    """The past of a verb of the cues: "calls" as "called", "denies" as "denied", "is ready" as "was ready"."""
    first, _, rest = verb.partition(" ")
    base = _base_form(first)
    regular = f"{base[:-1]}ied" if re.search(r"[^aeiou]y$", base) else f"{base}d" if base.endswith("e") else f"{base}ed"
    past = _IRREGULAR.get(first, first if first.endswith("ed") else regular)
    return f"{'were' if past == 'was' and plural else past} {rest}".strip()


def untranslated(lead: str, terms: Sequence[str]) -> str:
    """The English of an item of which no translation passed the checks: who does what, and where the words are."""
    about = f" ({'; '.join(terms[:4])})" if terms else ""
    said = f"what is quoted here in Arabic{about}; no translation passed the checks"
    return sentence(f"{lead} {said}" if lead else f"The next step is {said}")


def _with_article(name: str) -> str:
    """The name with "the" where it is a description, as a subject has it: "The guarantor States"."""
    last = _head(name)
    described = last in _DESCRIPTIONS or name.startswith(("Government of", "United ", "delegation of"))
    return f"The {name}" if described and not name.lower().startswith("the ") else name[:1].upper() + name[1:]


def _head(name: str) -> str:
    """The noun that an English name describes: "group" of "International Contact Group on Sandara"."""
    return next(iter(re.split(r"\s(?:on|for|in)\s", name)[0].split()[-1:]), "").lower()


def governed(name: str) -> str:
    """An Arabic name behind a preposition or a noun: «على لسان أبي صخر»."""
    return re.sub(r"^أبو(?=\s)", "أبي", name)


_TOLD_BY = re.compile(r"^(?:بحسب [^،]+،\s(?:في رواية [^،]+،\s)?|فيما (?:نقلت?ه|نُقل عن) ?[^،]+،\s)|،\sبحسب [^،:]+(?=:)")


def without_teller(arabic: str) -> str:
    """A composed sentence without those who tell it: what is told, which the English is held against."""
    return _TOLD_BY.sub("", arabic)


_CASE_ENDING = re.compile(r"(?<=[\u0621-\u064a]{3})(?:(?P<many>ان|ون)|اً|ًا|(?<=مصدر)ا|(?<=س[ؤئ]ول)ا|(?<=دبلوماسي)ا)$")


def genitive(words: str) -> str:
    """A noun without its article, with what describes it, behind a preposition: «مسؤولين غربيين» of «مسؤولان غربيان»."""
    described = words.split()
    for place, word in enumerate(described):
        ending = _CASE_ENDING.search(word)
        if ending is None:
            break  # no other word behind it is one that agrees with the noun
        described[place] = word[: ending.start()] + ("ين" if ending["many"] else "")
    return " ".join(described)


def amid(participant: Participant) -> str:
    """An English name within a sentence: "the delegation of the Movement", "the Military Council", but "Ethiopia"; empty if there is none."""
    name = participant.name.en or ""
    if participant.kind == "person" or not name or name.lower().startswith("the "):
        return name
    name = re.sub(r"^Delegation(?= of)", "delegation", name)
    last = _head(name)
    described = (
        participant.kind == "delegation" or " of " in name or last in _DESCRIPTIONS | _BODIES or name.startswith("United ")
    )
    return f"the {name}" if described else name


def next_step_sentence(scheduled: bool, content: str, *, verb: str = "") -> str:
    """A full sentence for a next step; ``verb`` is the report's own, if it has one in front of the content."""
    if content.startswith(("أن ", "ان ")):
        return sentence(f"{'من المقرر' if scheduled else 'من المتوقع'} {content}")
    return sentence(f"{content_of(verb)} {content}")


def with_preposition(content: str, preposition: str) -> str:
    """The content with its verb's preposition, unless it begins with one or with أن."""
    words = content.split()
    if not preposition or not words:
        return content
    first = folded(words[0])
    if preposition == "على" and first not in _BEFORE_PREPOSITION and not is_proclitic("ب", first):
        provided = _PROVIDED.search(content)
        # «تشكيل لجنة، على أن يقرها المجلس»: a proviso, and not what the verb is joined to.
        if provided is not None and not first.startswith("ال") and not CALLED.match(content):
            return f"على {content}"
    # "تسعى …، بما لها من نفوذ، إلى ضمان": an aside comes first, the preposition behind its comma.
    if len(preposition) > 1 and (aside := re.search(rf"،\s*(?={preposition}\s)", content)):
        return f"، {content}" if not content.startswith(("الذي", "التي")) else content[aside.end() :]
    if first in {"الذي", "التي", "الذين", "الحاضره", "الحاضر"} and "، " in content:
        return with_preposition(content.partition("، ")[2], preposition)
    if first in _ADVERBIAL and re.search(rf"\s{preposition}(?:\s|(?=[\u0621-\u064a]{{4}}))", content):
        return content  # "يدعو … خلال كلمته إلى حل"
    if preposition == "إلى" and first in _WHOM:
        return content  # "يدعو … كل الأطراف للدفاع عن …"
    if first in _MANNER or CALLED.match(content):
        return content
    if first in _LINKING:
        if first in {"ان", "انه", "انها", "انهم", "انهما"} and preposition in {"ب", "على"}:
            return f"ب{content}" if preposition == "ب" else f"على {content}"
        return content
    if is_proclitic("ل", first) or is_proclitic(preposition, first, short=True):
        return content
    # "يدعو … الأطراف إلى صون": whom the words are put to stands first, the preposition behind it.
    if any(folded(word) == folded(preposition) or is_proclitic(preposition, folded(word)) for word in words[1:4]):
        return content
    if len(preposition) == 1:  # written to a letter it joins it: «بفتح», but «بـ"فتح"», «بـ320»
        return preposition + content if re.match("[\u0621-\u064a]", content) else f"{preposition}ـ{content}"
    return f"{preposition} {content}"


def clause_content(content: str) -> str:
    """What a clause says, without the words that only announce it ("عدة بنود أبرزها …") or who agreed ("الطرفان")."""
    content = re.sub(r"^(?:الطرفان|الجانبان|المجتمعون|المشاركون|الأطراف|المتحاورون)\s+", "", content)
    return re.sub(r"^.{0,40}?(?:أبرزها|ابرزها|أهمها|اهمها|من بينها|منها)\s+", "", content)


@kept_for_sentences
def content_of(quote: str) -> str:
    """What a quote contributes to a sentence: one line, no vowel signs, no marks or half-open quotation at its ends."""
    text = " ".join(strip_diacritics(strip_bidi(quote)).split()).strip(_STOPS)
    if (0, len(text)) in quoted_spans(text):
        text = text[1:-1].strip(_STOPS)
    for opening, closing in (("«", "»"), ("“", "”"), ("(", ")")):
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    text = re.sub(r"(?<=[0-9\u0660-\u0669])ه(?![\u0621-\u064a])", "هـ", text)  # the sign of the Hijri year keeps its form
    if text.count('"') % 2:
        text = text.replace('"', "")
    return text.strip(_STOPS)


def as_spelt(text: str, source: str) -> str:
    """``text`` with the vowel signs that ``source`` writes in the words of both: «فوراً», «رُفض», «عمّان».

    A sign for the case at the end of a word is left out, since another verb may govern it here, and so are those of a word
    that the source writes in two ways: either may be another word («أن» and «أنّ»).
    """
    spelt: dict[str, set[str]] = {}
    for word in _SPELT_WORD.findall(source) if _VOWEL_SIGN.search(source) else ():
        written = _CASE_SIGN.sub("", word.replace("ـ", ""))
        for form in (written, written[1:]) if _JOINED_ON.match(written) else (written,):
            spelt.setdefault(strip_diacritics(form), set()).add(form)

    def written_so(match: re.Match[str]) -> str:
        word = match.group()
        for joined in ("", word[0]) if word[0] in "وفبل" else ("",):
            forms = spelt.get(word.removeprefix(joined), set())
            if len(forms) == 1:
                form = next(iter(forms))
                governed = joined in {"ب", "ل"} or _PREPOSITION_BEFORE.search(text, 0, match.start())
                return joined + (form.removesuffix("\u064b") if governed and form.endswith("ةً") else form)
        return word

    return _BARE_WORD.sub(written_so, text) if spelt else text


def fragment(quote: str) -> str:
    """Words of the report that are no sentence, as they are spelt there."""
    return as_spelt(content_of(quote), quote)


def sentence(text: str) -> str:
    """The text as a sentence: single blanks, a stroke between a letter and what it cannot join («بـ"فتح"»), a full stop."""
    if any(map(text.__contains__, '«“"')):
        text = re.sub(r"(?<![\u0621-\u065f])([وف]?[بلك])(?=[«“\"])", r"\1ـ", text)
    if _DIGIT.search(text) is not None:
        text = re.sub(r"(?<![\u0621-\u065f])([وف]?[بلك])\s?(?=[0-9\u0660-\u0669])", r"\1ـ", text)
    text = text.replace("\n", " ")
    if " ،" in text or text != " ".join(text.split()):
        text = re.sub(r"\s+(?=،)|(?<=\s)\s+", "", text)
    return text.strip(" ،؛.") + "."


# Days told from the day of the report. Without a date such a line cannot stand alone.
_WEEKDAY = any_of(WEEKDAYS)
_STEP = rf"(?:{STEP_WORDS})"
_LEADS = r"(?P<lead>(?:قبل|حتي|بحلول|منذ|بعد(?! غد| الغد| يوم غد)|before|until|by|since|after) )?(?P<hour>(?:صباح|مساء|ليله|ليل|نهار|فجر|ظهر|عصر|عشيه) )?"
_RELATIVE_DAY = re.compile(
    rf"{_LEADS}(?:يوم |on )?(?:this |next |last |the coming )?(?:"
    rf"(?:اول من امس|اول امس|امس الاول|امس|البارحه|اليوم|غدا|غد|الغد|بعد غد|بعد الغد|بعد يوم غد|the day before yesterday|yesterday|today|tomorrow|the day after tomorrow)"
    rf"(?:[,،]? [(]?(?:{_WEEKDAY})[)]?)?(?P<behind> (?:مساء|صباحا|ليلا))?|(?P<bare>(?:{_WEEKDAY}))(?![^\W_])|(?:{_WEEKDAY}) {_STEP})"
)
_RELATIVE_SPAN = re.compile(rf"(?:الشهر|العام|السنه) {_STEP}ه?")
# «27 من الشهر الجاري», «السادس من الجاري», "the 5th of next month".
_DAY_OF_SAID_MONTH = re.compile(
    rf"{_LEADS}(?:يوم |on )?(?:(?:{_WEEKDAY})\s?[,،]? )?(?:the )?(?!الشهر|العام|السنه|الاسبوع)[^\W_]+(?: و[^\W_]+| عشر)? (?:(?:من )?(?:هذا الشهر|(?:الشهر )?{_STEP})|of \w+ month)(?P<bare>(?!))?(?P<behind>(?!))?"
)
# In each of both stands one of these; most sentences have none, and need not be searched for dates.
_OF_RELATIVE = (
    "امس",
    "البارحه",
    "اليوم",
    "غد",
    "الشهر",
    "الجاري",
    "العام",
    "السنه",
    "month",
    "yesterday",
    "today",
    "tomorrow",
    *WEEKDAYS,
)
_GOVERNS_DATE = re.compile(
    r"(?:^|\s)(?:و|ف)?(?:في|من|الي|حتي|منذ|قبل|بعد|خلال|بحلول|يوم|مساء|صباح|تاريخ|ليله|ليل|فجر|ظهر|عصر|نهار|نهايه|منتصف|مطلع|اقصاه|اقصاها)\s$"
)
_GOVERNS_DATE_EN = re.compile(r"\b(?:on|in|by|from|until|till|since|before|after|of|for|to|than|early|late)\s$", re.IGNORECASE)


_MONTHS_EN = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE_EN = rf"(?:(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTHS_EN}|{_MONTHS_EN} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?!\d))(?:,? \d{{4}})?"
_WEEKDAY_EN = "(?:" + "|".join(name.capitalize() for name in WEEKDAYS if name.isascii()) + ")"
_PART_EN = "(?P<part>morning|afternoon|evening|night)"
# "on Sunday, 18 May 2025", "next Sunday evening (18 May)", "tomorrow, Sunday, 18 May", and "18 May 2025 (Sunday)".
_DAY_AND_DATE_EN = re.compile(
    rf"\b(?:(?:(?:this coming|the coming|coming|this|next|last) )?{_WEEKDAY_EN}|(?:[Tt]omorrow|[Tt]oday|[Yy]esterday)(?:,? {_WEEKDAY_EN})?)"
    rf"(?: {_PART_EN})?(?:,? (?P<date>{_DATE_EN})|,? [(](?:{_WEEKDAY_EN},? )?(?P<inside>{_DATE_EN})[)])"
)
_DATE_AND_DAY_EN = re.compile(
    rf"(?P<date>{_DATE_EN})(?:, (?:a |which is a )?{_WEEKDAY_EN}(?=[,.;)]|$)| [(](?:a )?{_WEEKDAY_EN}[)])"
)
_BEFORE_DATE_EN = re.compile(
    r"\b(?:on|in|by|from|until|till|since|before|after|of|for|to|than|early|late|the|an?|is|was|are|be|as|and|or|between|within|exceed|through|dated|around|about)\s$"
)
_PART_BEHIND_EN = re.compile(rf" {_PART_EN}\b")
_ARTICLE_EN = re.compile(r"\b(?:the|a|an|that|its|his|her|their|every|each)\s$", re.IGNORECASE)
# A day that is told of a thing («جلسة الجمعة», "the Friday session") names it, whether it lies ahead or not.
_MEETING_OF = re.compile(
    r"(?:^|\s)[وفبلك]{0,2}(?:جلسه|جوله|اجتماع|لقاء|محادثات|مفاوضات|مباحثات|مشاورات|بيان|اتفاق|هجوم|قصف|مجزره|غاره|غارات|خطبه|صلاه|مظاهرات|تظاهرات|احتجاجات)\s$"
)
_OUTLET = re.compile(r"(?:^|\s)[وفبل]?(?:ال)?(?:قناه|قناتا|صحيفه|جريده|مجله|موقع|اذاعه|تلفزيون)(?:\s\S+){0,2}\s?$")


def _is_of_a_name(text: str, start: int) -> bool:
    """Whether a word for a day belongs to a name: "Sawt Today" has its capital, «صحيفة المصري اليوم» is a newspaper."""
    if text[start].isascii():
        return bool(text[:start].strip()) and re.match(r"Today|Yesterday|Tomorrow", text[start:]) is not None
    return text.startswith("اليوم", start) and _OUTLET.search(folded(text[:start].rstrip()) + " ") is not None


def _is_set(before: str, behind: str) -> bool:
    """Whether a day is itself what is said to be set: «حُدد يوم الأحد موعداً», "Sunday was set as the date"."""
    if re.search(r"(?<![\u0621-\u064a])[وف]?[يت]?(?:حدد|حُدد|تحدد|عين|عُين|اختير|اعتمد|ضرب)\s+$", before):
        return re.match(r"\s+موعد", behind) is not None
    return not before.strip() and re.match(r"\s+(?:was|is|has been|will be|had been)\s", behind) is not None


def _is_attribute(words: str, before: str, behind: str) -> bool:
    """Whether an English day belongs to a noun: "the Friday session", "Friday's session"."""
    return behind.startswith(("'s ", "’s ")) or (words[0].isascii() and _ARTICLE_EN.search(before) is not None)


def _without_weekdays(english: str) -> str:
    """An English sentence with dates alone where a day of the week, or "tomorrow", stands beside one: the Arabic has none either."""
    if _DIGIT.search(english) is None:
        return english
    quotations = quoted_spans(english)

    def alone(match: re.Match[str]) -> str:
        if any(start < match.start() < end for start, end in quotations):
            return match.group()
        parts = match.groupdict()
        day = parts["date"] or parts["inside"]
        said = f"the {parts['part']} of {day}" if parts.get("part") else day
        bare = re.search(r"[a-z],? $", english[: match.start()]) and not _BEFORE_DATE_EN.search(english[: match.start()])
        return f"on {said}" if bare and english[match.start()].isalpha() else said

    return _DATE_AND_DAY_EN.sub(alone, _DAY_AND_DATE_EN.sub(alone, english))


# A month or the end of a year of which only the report's own day tells the year: «نوفمبر المقبل», «نهاية العام الجاري», "next November".
_YEAR_BY_REPORT = {
    "ar": re.compile(
        rf"(?<!\w)(?:(?P<month>(?:{any_of(MONTHS)})(?:/(?:{any_of(MONTHS)}))?)|(?P<of>نهايه|مطلع|منتصف|اواخر|اوائل|بدايه) (?:العام|السنه)) (?:{STEP_WORDS})ه?(?!\w)"
    ),
    "en": re.compile(
        rf"\b(?:(?:next|(?:this|the) coming) (?P<month>{_MONTHS_EN})|(?P<of>end|beginning|middle|start) of (?:this|the current|next|the coming) year)\b"
    ),
}


def _with_years(text: str, language: Language, published: date, *, ahead: bool) -> str:
    """The text with the year where a word tells it from the day of the report, but for quotations."""
    quotations = quoted_spans(text)
    form = fold(text)
    for found in reversed(list(_YEAR_BY_REPORT[language].finditer(form.text if language == "ar" else text))):
        start, end = (form.starts[found.start()], form.ends[found.end() - 1]) if language == "ar" else found.span()
        if any(opening < start < closing for opening, closing in quotations):
            continue
        words = text[start:end]
        value = resolve(words, published=published, ahead=ahead).value
        if value is None:
            continue
        if found["month"]:
            said = f"{words.rsplit(' ', 1)[0] if language == 'ar' else found['month']} {value[:4]}"
            if language == "en" and start and not _BEFORE_DATE_EN.search(text[:start]):
                said = f"in {said}"
        else:
            said = f"{words.split()[0]} عام {value[:4]}" if language == "ar" else f"{found['of']} of {value[:4]}"
        text = text[:start] + said + text[end:]
    return text


def dated(text: str, language: Language, published: date | None, *, ahead: bool) -> str:
    """A sentence in which days told from the day of the report (أمس، غداً، الثلاثاء المقبل) are dates.

    What cannot be resolved stays as it is, and so does what stands in quotation marks. ``ahead``: see ``dates.resolve``.
    """
    if published is None:
        return text
    if language == "en":
        text = _without_weekdays(text)
    plain = folded(text)
    if _YEAR_BY_REPORT[language].search(plain if language == "ar" else text):
        text = _with_years(text, language, published, ahead=ahead)
        plain = folded(text)
    mentions = find_dates(text) if any(map(plain.__contains__, _OF_RELATIVE)) else []
    quotations = quoted_spans(text) if mentions else []
    for mention in reversed(mentions):
        words = folded(mention.words)
        day, span = _RELATIVE_DAY.fullmatch(words) or _DAY_OF_SAID_MONTH.fullmatch(words), _RELATIVE_SPAN.fullmatch(words)
        if (day is None and span is None) or any(start < mention.start < end for start, end in quotations):
            continue
        if mention.start and text[mention.start - 1].isalpha():
            continue  # a particle is written to it
        if _is_of_a_name(text, mention.start):
            continue
        before = text[: mention.start]
        of_thing = _MEETING_OF.search(folded(before.rstrip()) + " ") is not None if language == "ar" else False
        if day and day["bare"] and (of_thing or _is_attribute(words, before, text[mention.end :])):
            continue
        if day and not ahead and day["bare"] and not re.match(r"(?:on )?(?:this|next|last|the coming)\s", words):
            continue  # «تبدأ يوم السبت»: without a word for it, whether last or next the verb alone would tell
        value = resolve(mention.words, published=published, ahead=ahead).value
        subject = _is_set(before, text[mention.end :]) if day else False
        if value is None or len(value) != (10 if day else 7 if "شهر" in words else 4):
            continue
        said = labels(language).date(value)
        said = f"عام {said}" if len(value) == 4 and language == "ar" else said
        lead = mention.words.split()[0] if day and (day["lead"] or day["hour"]) else ""
        hour = mention.words.split()[1] if day and day["lead"] and day["hour"] else ""
        if language == "en" and day and (part := _PART_BEHIND_EN.match(text, mention.end)):
            text = f"{text[: mention.end]}{text[part.end() :]}"
            said = f"the {part['part']} of {said}"
        if lead or hour:
            said = " ".join(part for part in (lead, hour, said) if part)
        elif language == "ar" and re.search(r"(?:^|\s)[وف]?[إأاك]ن\s+$|كان\s+$", text[: mention.start]):
            said = f"يوم {said}"
        elif language == "ar":
            governed = of_thing or _GOVERNS_DATE.search(folded(text[: mention.start].rstrip()) + " ")
            said = f"يوم {said}" if subject else said if governed else f"في {said}"
        else:
            said = said if subject or _GOVERNS_DATE_EN.search(text[: mention.start]) else f"on {said}"
        if day and day["behind"]:
            said = f"{said} {mention.words.split()[-1]}"
        text = text[: mention.start] + said + text[mention.end :]
    return text[:1].upper() + text[1:] if language == "en" else text
