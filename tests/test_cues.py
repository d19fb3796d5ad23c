from __future__ import annotations

import pytest

from briefing.agreement import verb_form
from briefing.cues import find_cues


@pytest.mark.parametrize(
    ("text", "verb", "kind", "pronoun", "form"),
    [
        ("ووعدها مجلس الإقليم بإعادة الكهرباء", "وعدها", "commitment", "ها", "masculine"),
        ("قال إن الحركة وعدته بالمال", "وعدته", "commitment", "ه", "feminine"),
        ("عاد الوفد، ووعده بصرف الرواتب", "وعده", "commitment", "ه", "masculine"),
        ("وطالبه الوفد بسحب القوات", "طالبه", "demand", "ه", "masculine"),
        ("طالبوه بالرحيل", "طالبوه", "demand", "ه", "plural"),
        ("ودعتهما قطر إلى وقف القتال", "دعتهما", "demand", "هما", "feminine"),
        ("يدعونهم إلى الحوار", "يدعونهم", "demand", "هم", "plural"),
        ("وناشدهما فتح المعابر", "ناشدهما", "demand", "هما", "masculine"),
        ("وحثّته على ضبط النفس", "حثّته", "demand", "ه", "feminine"),
        ("واتهمها المجلس بخرق الهدنة", "اتهمها", "statement", "ها", "masculine"),
        ("وستطالبهم بالخروج", "ستطالبهم", "demand", "هم", "feminine"),
    ],
)
def test_a_verb_with_a_pronoun_for_its_object_is_a_cue(text: str, verb: str, kind: str, pronoun: str, form: str) -> None:
    cue = find_cues(text)[-1]
    assert (text[cue.start : cue.end], cue.kind, cue.object, cue.form) == (verb, kind, pronoun, "verb")
    assert verb_form(cue, verb) == form


@pytest.mark.parametrize(
    "text",
    [
        "جدد وعده بصرف الرواتب",
        "على وعدها بالمال",
        "وعدة دول بمشاركة فرنسا",
        "طالبة من الحكومة وقف القتال",
        "وهو من دعاة السلام",
        "حثها على ضبط النفس",
        "تعدها الحكومة بداية",
        "وجدد دعوته المجلس إلى الحوار",
    ],
)
def test_a_noun_that_is_written_alike_is_no_verb_with_an_object(text: str) -> None:
    assert [cue for cue in find_cues(text) if cue.object] == []
