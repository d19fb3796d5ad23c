from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.display import html, markdown, runs, shown, web_address

MIXED = st.text(alphabet="ابتة كAbc 0123456789-:/.,()&@«»_\u202e\u2066\n\\|*[]<>", max_size=80)


@pytest.mark.parametrize("language", ["ar", "en"])
@given(text=MIXED)
def test_runs_put_together_are_the_text(text: str, language: str) -> None:
    assert "".join(run.text for run in runs(text, language)) == text


@given(st.text(max_size=80))
def test_showing_twice_changes_nothing_more_and_leaves_nothing_that_acts(text: str) -> None:
    once = shown(text)
    assert shown(once) == once
    once.encode()
    assert not set(once) & set("\x00\x1b\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")


def test_letters_marks_and_line_ends_are_shown_as_they_were() -> None:
    text = "شدّة ثم فتحة: \u0627\u0651\u064e \u064e\u0651، آ والأصل ا\u0653\nسطر\u200cجديد"
    assert shown(text) == text


def test_an_override_leaves_something_to_be_seen() -> None:
    assert shown("a\u202eb\u202c \x00 \ud800") == "a\ufffdb \ufffd \ufffd"


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("قرار مجلس الأمن S/RES/2254 (2015) بكل بنوده", ["S/RES/2254 (2015)"]),
        ("قرار مجلس الأمن 2254 (2015)، و12.5 مليون", []),
        ("(Staffan de Mistura) المبعوث", ["Staffan de Mistura"]),
        ("المراجِع: J. R. Haddad", ["J. R. Haddad"]),
        ("تنظيم Islamic State (ISIL) وغيره", ["Islamic State (ISIL)"]),
        ("في 2017-01-23 الساعة 10:30", ["2017-01-23", "10:30"]),
        ("أُعد في 2024-03-08T09:30:00Z آليًا", ["2024-03-08T09:30:00Z"]),
        ("من 10 إلى 20", []),
    ],
)
def test_in_arabic_a_latin_name_a_symbol_and_a_date_are_isolated_whole(text: str, foreign: list[str]) -> None:
    assert [run.text for run in runs(text, "ar") if run.foreign] == foreign


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("(“الدول الراعية”), a sponsor", ["الدول الراعية"]),
        ("in غرة محرم 1446 هـ, said", ["غرة محرم 1446 هـ"]),
        ("S/RES/2254 (2015)", []),
    ],
)
def test_in_english_an_arabic_phrase_is_isolated_without_its_quotation_marks(text: str, foreign: list[str]) -> None:
    assert [run.text for run in runs(text, "en") if run.foreign] == foreign


def test_html_marks_language_and_direction_and_escapes() -> None:
    assert html("قال John <b>", "ar") == 'قال <bdi lang="en" dir="ltr">John</bdi> &lt;<bdi lang="en" dir="ltr">b</bdi>&gt;'
    assert html("see S/RES/2254 (2015)", "en") == 'see <bdi class="symbol" dir="ltr">S/RES/2254 (2015)</bdi>'


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain words, 12.5 % (ok)", "plain words, 12.5 % (ok)"),
        ("a|b\nc", r"a\|b c"),
        ("- x", r"\- x"),
        ("12. x", r"12\. x"),
        ("see http://a.example", r"see http:/<!-- -->/a\.example"),
        ("www.a.example", r"www<!-- -->.a\.example"),
        ("a@b", "a@<!-- -->b"),
        (":smile: at 10:30", ":<!-- -->smile: at 10:30"),
        ("{{ 7*7 }}", r"\{\{ 7\*7 \}\}"),
        ("قال John", "قال \u2068John\u2069"),
    ],
)
def test_markdown_is_escaped_where_it_would_act_and_not_elsewhere(text: str, escaped: str) -> None:
    assert markdown(text, "ar" if "قال" in text else "en") == escaped


@pytest.mark.parametrize(
    "text",
    [
        "9" * 100_000,
        "a" * 100_000,
        "a." * 50_000,
        "1-" * 50_000,
        "ا " * 50_000,
        "(a " * 33_000,
        ":a" * 50_000,
        ":" + "a" * 100_000,
    ],
)
def test_long_words_are_gone_over_once(text: str) -> None:
    # A pattern that went over them again and again would take hours here.
    for language in ("ar", "en"):
        assert html(text, language)
        assert markdown(text, language)


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("https://a.example/b?c=1&d=2", "https://a.example/b?c=1&d=2"),
        ("http://a.example/أ ب".replace(" ", "_"), "http://a.example/%D8%A3_%D8%A8"),
        ("https://a.example/(x)", "https://a.example/%28x%29"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://a.example/\u202egpj.exe", None),
        ('https://a.example/"onclick=', None),
        ("https://a.example/ x", None),
        ("//a.example", None),
        (None, None),
    ],
)
def test_only_web_addresses_are_linked(value: str | None, address: str | None) -> None:
    assert web_address(value) == address


@pytest.mark.parametrize("number", ["3", "١٢", "١٫٢", "1.2", "1,250", "١٬٢٥٠٫٥"])
def test_a_number_amid_arabic_is_one_run_with_it_in_an_english_text(number: str) -> None:
    text = f"مؤتمر يجمع {number} مليار دولار"
    assert [run.text for run in runs(f"On {text}.", "en") if run.foreign] == [text]
