"""One name in several spellings is one person; two people who share a surname, or nearly, are two."""

from __future__ import annotations

import pytest

from briefing.glossary import load_glossary
from briefing.names import respelt, same_person, sounds_like, split_titles, transliterate, without_titles_en
from briefing.parity import Basis, names_parity
from briefing.record import Bilingual

ONE = [
    ("ستيفان دي ميستورا", "ستافان ديميستورا"),
    ("ستافان دي مستورا", "ستيفان ديميستورا"),
    ("دي ميستورا", "ديمستورا"),
    ("محمد علوش", "محمّد علّوش"),
    ("أبو زيد", "ابو زيد"),
    ("أبو زيد", "أبي زيد"),
    ("خالد أبو زيد", "خالد أبي زيد"),
    ("أبا زيد الهاشمي", "أبو زيد الهاشمي"),
    ("عبد الله الهاشمي", "عبدالله الهاشمي"),
    ("عبد الرحمن السالم", "عبدالرحمن السالم"),
    ("عبدالله بن سالم الراجحي", "عبد الله الراجحي"),
    ("خالد بن سلمان", "خالد سلمان"),
    ("سالم الراجحي", "سالم راجحي"),
    ("سالم الراجحي", "الراجحي"),
    ("السيد سالم الراجحي", "سالم الراجحي"),
    ("إبراهيم القادري", "ابراهيم القادري"),
    ("مصطفى الهادي", "مصطفي الهادى"),
    ("فاطمة الزهراء", "فاطمه الزهراء"),
    ("سالم آل ثاني", "سالم ال ثاني"),
    ("نور الدين الخطيب", "نورالدين الخطيب"),
    ("سيرغي بيتروف", "سرغي بتروف"),
    ("سيرغي بيتروف", "سيرجي بيتروف"),
    ("مارتن غريفيث", "مارتن جريفيث"),
    ("ڤلاديمير بيتروف", "فلاديمير بيتروف"),
    ("ســالم الراجحي", "سالم الراجحي"),
    ("سالِم الرّاجِحيّ", "سالم الراجحي"),
]
TWO = [
    ("سالم هاشم", "سالم هاشمي"),
    ("هاشم", "هاشمي"),
    ("الهاشم", "الهاشمي"),
    ("خالد القادر", "خالد القادري"),
    ("أمين الراجحي", "أمينة الراجحي"),
    ("سمير الراجحي", "سميرة الراجحي"),
    ("أمير الراجحي", "أميرة الراجحي"),
    ("فريد حداد", "فريدة حداد"),
    ("نبيل صالح", "نبيلة صالح"),
    ("كارل مولر", "كارلا مولر"),
    ("سيرغي بيتروف", "سيرغي بيتروفا"),
    ("بيتروف", "بيتروفا"),
    ("سالم الراجحي", "خالد الراجحي"),
    ("حسن العلي", "حسين العلي"),
    ("محمد العلي", "محمود العلي"),
    ("أحمد العلي", "حمد العلي"),
    ("سعد العلي", "سعود العلي"),
    ("عمر الخطيب", "عمرو الخطيب"),
    ("خالد الحسن", "خالد الحسين"),
    ("عبد الله العلي", "عبد الرحمن العلي"),
    ("عبد الله", "عبد الرحمن"),
    ("علي أبو زيد", "علي زيد"),
    ("سالم سعيد", "سعيد سالم"),
    ("سالم", "سالم الراجحي"),  # a given name alone is nobody
    ("", "سالم"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_spellings_of_one_name_are_one_person(one: str, other: str) -> None:
    assert same_person(one, other) and same_person(other, one)


@pytest.mark.parametrize(("one", "other"), TWO)
def test_people_with_like_names_are_two(one: str, other: str) -> None:
    assert not same_person(one, other) and not same_person(other, one)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("سالم الراجحي", "Salem al-Rajhi"),
        ("سالم الراجحي", "Salim Al Rajihi"),
        ("محمد علوش", "Mohammed Alloush"),
        ("ستافان دي ميستورا", "Staffan de Mistura"),
        ("سيرغي بيتروف", "Sergey Petrov"),
        ("خديجة القاسمي", "Khadija al-Qasimi"),
        ("جورج شيخاني", "Georges Cheikhani"),
    ],
)
def test_a_latin_form_can_be_the_name(arabic: str, english: str) -> None:
    assert sounds_like(arabic, english)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("محمد علوش", "Mohammed Morsi"),
        ("سالم الراجحي", "Khaled al-Rajhi"),
        ("سالم الراجحي", "Salem al-Khatib"),
        ("سيرغي بيتروف", "Igor Petrov"),
    ],
)
def test_another_persons_latin_name_is_not_it(arabic: str, english: str) -> None:
    assert not sounds_like(arabic, english)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [("سالم الراجحي", "Salem al-Rajhi"), ("عبد الله الخطيب", "Abdullah al-Khatib"), ("أبو زيد", "Abu Zaid")],
)
def test_a_name_without_a_settled_form_is_written_as_newspapers_do(arabic: str, english: str) -> None:
    assert transliterate(arabic) == english


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("أنطونيو غوتيريش", "أنطونيو غوتيريس", True),
        ("سالم الراجحي", "سالم راجحي", True),
        ("سالم الراجحي", "خالد الراجحي", False),
        ("محمد علوش", "محمد علّوش", True),
    ],
)
def test_the_glossary_knows_more_spellings_of_those_it_lists(one: str, other: str, same: bool) -> None:
    assert load_glossary().same_name(one, other) is same


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("صرف الرواتب من وزارة المالية", "the payment of salaries by the Ministry of Finance"),
        ("رقابة ديوان الرقابة المالية", "the oversight of the Board of Supreme Audit"),
        ("طالب المفوضية العليا للانتخابات", "called on the High Electoral Commission"),
        ("طالب أديس أبابا بالكف عن الملء", "demanded that Ethiopia refrain from filling"),
        ("الانسحاب من محور نتساريم", "withdrawal from the Netzarim axis"),
        ("نشر مراقبين في أبوقرين", "deploy observers in Abu Grein"),
    ],
)
def test_institutions_capitals_and_places_may_be_called_as_english_does(arabic: str, english: str) -> None:
    basis = Basis(said=arabic, around=arabic)
    assert names_parity(Bilingual(ar=arabic, en=f"The Movement {english}."), basis, load_glossary()) is None


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("صرف الرواتب من وزارة الدفاع", "the payment of salaries by the Ministry of Finance"),
        ("الانسحاب من محور فيلادلفيا", "withdrawal from the Netzarim axis"),
        ("طالب أنقرة بالكف عن الملء", "demanded that Ethiopia refrain from filling"),
    ],
)
def test_another_institution_or_place_is_told(arabic: str, english: str) -> None:
    basis = Basis(said=arabic, around=arabic)
    assert names_parity(Bilingual(ar=arabic, en=f"The Movement {english}."), basis, load_glossary()) is not None


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("Muhammad Al Ali demands a truce.", "Mohammed al-Ali", "Mohammed al-Ali demands a truce."),
        ("They met Brigadier Mohamed Alali.", "Mohammed al-Ali", "They met Brigadier Mohammed al-Ali."),
        ("Mrs. Hind Kabawat's office.", "Hind Qabawat", "Mrs. Hind Qabawat's office."),
        ("The Sudood Movement refuses.", "Sudud Movement", "The Sudud Movement refuses."),
        ("Abdallah Bin Zayid agrees.", "Abdullah bin Zayed", "Abdullah bin Zayed agrees."),
        # another person, another word, the name itself, a surname alone
        ("Hussein al-Ali refuses.", "Hassan al-Ali", "Hussein al-Ali refuses."),
        ("Ahmed al-Ali refuses.", "Mohammed al-Ali", "Ahmed al-Ali refuses."),
        ("Mohammed al-Ali and Alaa refuse.", "Mohammed al-Ali", "Mohammed al-Ali and Alaa refuse."),
        ("Mohammed, Ali and Salem refuse.", "Mohammed al-Ali", "Mohammed, Ali and Salem refuse."),
        ("Mr. Ali refuses.", "Mohammed al-Ali", "Mr. Ali refuses."),
    ],
)
def test_a_name_has_one_spelling_in_a_sentence(text: str, name: str, told: str) -> None:
    assert respelt(text, name) == told


def test_what_another_is_called_stays() -> None:
    assert respelt("Sami Nour met Samy Noor.", "Sami Nour", ["Samy Noor"]) == "Sami Nour met Samy Noor."


@pytest.mark.parametrize(
    ("name", "rank", "bare"),
    [
        ("العميد الركن محمد العلي", "العميد الركن", "محمد العلي"),
        ("معالي الدكتور خالد الخوجة", "", "خالد الخوجة"),
        ("العميد العلي", "العميد", "العلي"),
        ("الأمير فيصل", "", "الأمير فيصل"),
        ("الشيخ", "", "الشيخ"),
        ("ولد الشيخ أحمد", "", "ولد الشيخ أحمد"),
    ],
)
def test_titles_in_front_are_no_part_of_a_name(name: str, rank: str, bare: str) -> None:
    assert split_titles(name) == (rank, bare)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Dr. Khalid al-Khoja", "Khalid al-Khoja"),
        ("Maj. Gen. Ahmed al-Asiri", "Ahmed al-Asiri"),
        ("King Salman", "King Salman"),
        ("General Asiri", "General Asiri"),
        ("Genady Maj", "Genady Maj"),
    ],
)
def test_english_titles_are_left_out_in_front_of_a_full_name(name: str, bare: str) -> None:
    assert without_titles_en(name) == bare
