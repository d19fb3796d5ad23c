"""Folding: what is unified, what is not, and the way back to the raw text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import arabic

MIXED = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("اأإآبتةهيىوءئؤلمنكگپ ًَُِّْٰـ٠١٢۳45٫٬٪«»\"'…،؛؟.\n\t\u200f\u202b\u2067\u200d\ufeffﻻﷲﷺﻼ"),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("السَّلامُ", "السلام"),
        ("محمّـــد", "محمد"),
        ("رحمٰن", "رحمن"),
        ("أحمد إلى آمال ٱلله", "احمد الي امال الله"),
        ("أ", "ا\u0654"),
        ("على المدينة", "علي المدينه"),
        ("مسؤول شؤون", "مسوول شوون"),
        ("المسئولون عن شئون اللاجئين", "المسؤولون عن شؤون اللاجئين"),
        ("مَسْئُولية", "مسؤولية"),
        ("رءوس الأموال", "رؤوس الأموال"),
        ("هيأة الحكم", "هيئة الحكم"),
        ("کردستان", "كردستان"),
        ("ﺍﻟﺴﻼﻡ", "السلام"),
        ("ﷲ", "الله"),
        ("٢٠١٧ ۲۰۱۷", "2017 2017"),
        ("٣٫٥٪", "3.5%"),
        ("«قال» “نعم”", '"قال" "نعم"'),
        ("\ufeffوفد\u200f \u202bالنظام\u202c", "وفد النظام"),
        ("سطر\n\n  \u00a0آخر", "سطر اخر"),
        ("Istanbul ÉLYSÉE", "istanbul elysee"),
        ("S/RES/2254 – 2015", "s/res/2254 - 2015"),
    ],
)
def test_spellings_of_the_same_words_fold_to_the_same(written: str, plain: str) -> None:
    assert arabic.folded(written) == arabic.folded(plain)
    assert arabic.fold(written).text.strip() == arabic.folded(written)


@pytest.mark.parametrize(
    ("one", "other"),
    [("لن", "لا"), ("سوريا", "سورية الكبرى"), ("2254", "2245"), ("3.5", "35"), ("حضر", "خضر"), ("شيء", "شي"), ("سئل", "سول")],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert arabic.folded(one) != arabic.folded(other)


@given(MIXED)
def test_every_folded_character_leads_back_to_its_raw_place(text: str) -> None:
    form = arabic.fold(text)
    assert len(form.text) == len(form.starts) == len(form.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(form.starts, form.ends, strict=True))
    assert list(form.starts) == sorted(form.starts)
    assert list(form.ends) == sorted(form.ends)
    for character, start, end in zip(form.text, form.starts, form.ends, strict=True):
        assert character in arabic.fold(text[start:end]).text


@given(MIXED)
def test_folding_again_changes_nothing(text: str) -> None:
    once = arabic.folded(text)
    assert arabic.folded(once) == once


def test_marks_on_a_letter_belong_to_its_place_and_controls_do_not() -> None:
    form = arabic.fold("دٌـ\u200f ")
    assert (list(form.starts), list(form.ends)) == ([0, 4], [3, 5])


def test_a_ligature_gives_its_letters_one_place() -> None:
    form = arabic.fold("aﻻb")
    assert form.text == "aلاb"
    assert list(form.starts) == [0, 1, 1, 2]


@pytest.mark.parametrize(
    ("text", "script", "share"),
    [
        ("وفد", "arabic", 1.0),
        ("envoy", "latin", 0.0),
        ("2254 …", None, 0.0),
        ("وفد UN", "arabic", 0.6),
        ("Ünlü", "latin", 0.0),
    ],
)
def test_the_script_is_that_of_most_letters(text: str, script: str | None, share: float) -> None:
    assert arabic.script_of(text) == script
    assert arabic.arabic_share(text) == pytest.approx(share)


def test_digits_controls_and_marks_can_be_treated_apart() -> None:
    assert arabic.western_digits("٢٠١٧ و۱۴ and ７ آ") == "2017 و14 and 7 آ"
    assert arabic.strip_bidi("\u2067وفد\u2069 \u200eA\u061c\u202e") == "وفد A"
    assert arabic.strip_diacritics("إِلَى الـسَّلام") == "إلى السلام"


@pytest.mark.parametrize(
    ("word", "stems"),
    [
        ("وللمعارضة", ["وللمعارضه", "للمعارضه", "المعارضه", "لمعارضه", "معارضه"]),
        ("فبالمفاوضات", ["فبالمفاوضات", "بالمفاوضات", "المفاوضات", "مفاوضات"]),
        ("بوقف", ["بوقف", "وقف"]),
        ("ولا", ["ولا", "لا"]),
        ("وسيرحل", ["وسيرحل", "سيرحل", "يرحل"]),
        ("وقف", ["وقف"]),
        ("الوفد", ["الوفد", "وفد"]),
        ("ولبنان", ["ولبنان", "لبنان"]),
        ("سيد", ["سيد"]),
        ("", [""]),
    ],
)
def test_particles_come_off_words_but_not_their_own_letters(word: str, stems: list[str]) -> None:
    assert list(arabic.without_proclitics(word)) == stems


def test_tokens_carry_their_raw_places() -> None:
    text = "دفعت ٣٫٥ مليونَ دولار."
    assert [text[start:end] for _, start, end in arabic.tokens(text)] == ["دفعت", "٣٫٥", "مليونَ", "دولار"]
    assert [word for word, _, _ in arabic.tokens(text)][1] == "3.5"
