"""Reports are read as they are, in the encodings of real archives, and cut into segments that tile them."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import SourceError
from briefing.source import LONGEST_SEGMENT, Report, read_report, report_from_bytes, report_from_text

ARABIC = "وصل الوفدان إلى القاعة من بابين مختلفين. وقال الوسيط إن الجلسة الأولى ستبدأ في المساء، وبعد ذلك تُوزع الورقة.\r\n"
ENGLISH = "The two delegations arrived in the morning. The mediator said that talks would begin in the evening.\n"


def pieces(text: str) -> list[str]:
    """The segments' words, without the blanks around them."""
    report = report_from_text(text)
    return [report.text[segment.start : segment.end].strip() for segment in report.segments]


# --- reading


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256"])
def test_the_text_is_decoded_and_otherwise_untouched(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "تقرير.txt"
    path.write_bytes(ARABIC.encode(codec))
    report = read_report(path)
    assert report.text == ARABIC
    assert report.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (report.name, report.language, report.published) == ("تقرير.txt", "ar", None)


def test_iso_8859_6_is_told_from_windows_1256() -> None:
    text = ARABIC.replace("،", " ")
    assert report_from_bytes(text.encode("iso8859_6"), name="old").text == text
    assert report_from_bytes(text.encode("cp1256"), name="old").text == text


@pytest.mark.parametrize("words", ["محمد علوش", "السلام", "لا", "وفد UN"])
def test_a_few_words_of_windows_1256_are_enough(words: str) -> None:
    assert report_from_bytes(words.encode("cp1256"), name="short").text == words


@pytest.mark.parametrize("text", [ENGLISH, ENGLISH + "“Muñoz” – said José", "Zürich: the talks"])
def test_english_is_read_in_its_encodings(text: str) -> None:
    for codec in ("utf-8", "utf-16", "cp1252"):
        report = report_from_bytes(text.encode(codec), name="english")
        assert (report.text, report.language) == (text, "en")


def test_standard_input_is_read_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ARABIC.encode("cp1256"))))
    report = read_report("-", published="2017-01-23", title="الجولة")
    assert (report.text, report.published, report.title) == (ARABIC, date(2017, 1, 23), "الجولة")


def test_a_string_is_kept_as_it_is() -> None:
    text = "\ufeff\r\n وفد\u200f «النظام» \r"
    assert report_from_text(text).text == text
    assert report_from_text(text).sha256 == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "empty"),
        (b" \r\n\t \n", "empty"),
        ("\ufeff\u200f\n".encode(), "empty"),
        (b"%PDF-1.7 text", "looks like a PDF"),
        (b"PK\x03\x04abc", "Word"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word"),
        (b"abc\x00def\x00\x01\x02 words", "not a text file"),
        (bytes(range(256)) * 8, "not a text file"),
        (b"words \x01\x02\x03\x04\x05 more", "not a text file"),
        (b"2254 (2015) ... !", "no Arabic or English letters"),
        ("Привет, как дела".encode(), "no Arabic or English letters"),
        ("Сегодня начались переговоры в столице".encode("cp1251"), "no encoding known"),
        ("Сегодня начались переговоры".encode("koi8-r"), "no encoding known"),
        (ARABIC.encode()[:-4] + b"\xd8 .", "damaged character at byte"),
        (b"\xff\xfe" + ARABIC.encode("utf-16-le")[:-1], "damaged"),
        (ARABIC.encode().decode("cp1256", "ignore").encode(), "decoded wrongly"),
        (ARABIC.encode().decode("latin-1").encode(), "decoded wrongly"),
        ("وصل ال\ufffd\ufffd\ufffd إلى".encode(), "decoded wrongly"),
    ],
)
def test_what_is_no_report_is_refused_in_one_sentence(data: bytes, complaint: str) -> None:
    with pytest.raises(SourceError, match=complaint) as caught:
        report_from_bytes(data, name="report.txt")
    message = str(caught.value)
    assert caught.value.exit_code == 2
    assert message.startswith("report.txt ")
    assert message.endswith(".")
    assert "\n" not in message


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"absent\.txt does not exist"):
        read_report(tmp_path / "absent.txt")
    with pytest.raises(SourceError, match="is a folder"):
        read_report(tmp_path)
    with pytest.raises(SourceError, match="cannot be read"):
        read_report("a\x00b")


def test_a_file_without_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "closed.txt"
    path.write_text(ENGLISH)

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # the tests may run as root, whom no mode stops
    with pytest.raises(SourceError, match=r"closed\.txt may not be read"):
        read_report(path)


def test_size_is_limited_without_reading_it_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"word " * 20)
    assert read_report(path, max_bytes=100).text == "word " * 20
    with pytest.raises(SourceError, match="larger than 99 bytes"):
        read_report(path, max_bytes=99)

    endless = io.BytesIO(b"word " * 1000)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(endless))
    with pytest.raises(SourceError, match="standard input is larger"):
        read_report("-", max_bytes=99)
    assert endless.tell() == 100

    with pytest.raises(SourceError, match="larger"):
        report_from_text("وفد" * 40, max_bytes=99)


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(SourceError, match="half a character"):
        report_from_text("وفد \ud800")


@pytest.mark.parametrize("published", ["2017-01-23", date(2017, 1, 23), datetime(2017, 1, 23, 8, 30)])
def test_the_publication_date_is_a_date(published: date | str) -> None:
    report = report_from_text(ARABIC, published=published)
    assert report.published == date(2017, 1, 23)
    assert type(report.published) is date


@pytest.mark.parametrize("published", ["23/1/2017", "2017-02-30", "20170123", "2017-01", "", "٢٠١٧-٠١-٢٣"])
def test_a_publication_date_that_is_none_is_refused(published: str) -> None:
    with pytest.raises(SourceError, match="write it as 2017-01-23"):
        report_from_text(ARABIC, published=published)


# --- segments

ODD = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from('وفد. .؟!…«»"”)\n\r\u2028\u00a0\t 12د#،؛ـَ\u200f\u202b\x0b\x85'),
    ),
    max_size=300,
)


@given(ODD)
def test_segments_tile_any_text(text: str) -> None:
    report = Report("any", text, "", "ar")
    segments = report.segments
    assert "".join(text[segment.start : segment.end] for segment in segments) == text
    assert all(segment.start < segment.end for segment in segments)
    assert [segment.number for segment in segments] == list(range(1, len(segments) + 1))
    assert all(earlier.end == later.start for earlier, later in itertools.pairwise(segments))
    if text.strip():
        assert all(text[segment.start : segment.end].strip() for segment in segments)
        assert not any(text[segment.start].isspace() for segment in segments[1:])
    assert segments == Report("again", text, "", "ar").segments
    assert tuple(segment for group in report.paragraphs for segment in group) == segments


@given(st.text(alphabet="وفد ،؛.\n", min_size=1, max_size=4000))
def test_no_segment_is_longer_than_the_limit(text: str) -> None:
    report = Report("any", text, "", "ar")
    assert all(len(report.segment_text(segment.number).strip()) <= LONGEST_SEGMENT for segment in report.segments)


@pytest.mark.parametrize(
    "sentences",
    [
        ["رفض الوفد العرض.", "ثم غادر؟", "نعم!", "انتهى…", "وعاد."],
        ["قال د. محمد علوش إن الوفد باقٍ.", "وأضاف أ.د. سمير كلمة."],
        ["حضر أ. كمال ود. سعاد.", "ثم قالت لا.", "وخرجت."],
        ["صدر سنة 1438 هـ. الموافق 2017 م. في العاصمة."],
        ["بلغ العدد 3.5 مليون.", "والتزموا بالقرار S/RES/2254.", "انتهى."],
        ["قال: «لن نوقع.»", "ثم خرج."],
        ['قال: "لن نوقع!"', "ثم خرج."],
        ['قال: " لن نوقع. "', "ثم خرج."],
        ["قال: «لن نوقع. »", "ثم خرج."],
        ["قال: (سنعود.)", "ثم خرج."],
        ["The U.S. envoy and Mr. Smith met J. Doe in St. Gallen.", "Art. 5 and No. 7 stand.", "No.", "We refuse."],
        ['"Why?" he asked.', "Nobody knew."],
    ],
)
def test_sentences_are_told_from_abbreviations_and_quotations_stay_whole(sentences: list[str]) -> None:
    assert pieces(" ".join(sentences)) == sentences


def test_numbers_of_list_items_stay_with_them() -> None:
    text = "بنود الورقة:\n1. وقف النار. فوراً\n 2. تبادل الأسرى\n- 3. فتح المعابر\n"
    assert pieces(text) == ["بنود الورقة:", "1. وقف النار.", "فوراً", "2. تبادل الأسرى", "- 3. فتح المعابر"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", " \n \n", "\u2028"])
def test_lines_end_segments_and_paragraphs(end: str) -> None:
    report = report_from_text(f"{end}عنوان{end}جملة أولى. جملة ثانية{end}")
    assert [report.segment_text(segment.number).strip() for segment in report.segments] == [
        "عنوان",
        "جملة أولى.",
        "جملة ثانية",
    ]
    assert [[segment.number for segment in group] for group in report.paragraphs] == [[1], [2, 3]]


def test_markdown_headings_are_marked_and_untouched() -> None:
    report = report_from_text("# المحادثات\n\nنص #وسم\n\n### ثبات\nنص\n#وسم\n")
    assert [segment.heading for segment in report.segments] == [True, False, True, False, False]
    assert report.segment_text(1) == "# المحادثات\n\n"


@pytest.mark.parametrize(("mark", "ending"), [("؛", "؛"), ("،", "،"), ("", "كلمة")])
def test_long_sentences_are_parted_where_they_breathe(mark: str, ending: str) -> None:
    text = " ".join(["كلمة كلمة كلمة كلمة كلمة كلمة كلمة" + mark] * 40)
    found = pieces(text)
    assert len(found) > 2
    assert all(piece.endswith(ending) for piece in found)


def test_a_place_and_a_number_lead_to_a_segment() -> None:
    report = report_from_text("أولى. ثانية.")
    assert [report.segment_at(offset).number for offset in (0, 5, 6, 11, 12)] == [1, 1, 2, 2, 2]
    assert report.segment_text(2) == "ثانية."
    for offset in (-1, 13):
        with pytest.raises(IndexError):
            report.segment_at(offset)
    for number in (0, 3):
        with pytest.raises(IndexError):
            report.segment_text(number)


def test_a_named_pipe_is_read_up_to_the_limit(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.write(writer, ENGLISH.encode() * 3)
    os.close(writer)
    try:
        with pytest.raises(SourceError, match="larger than 100 bytes"):
            read_report(f"/dev/fd/{reader}", max_bytes=100)
    finally:
        os.close(reader)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("محادثات أستانا: قاعة واحدة\n\nقال الوفد كذا.", "محادثات أستانا: قاعة واحدة"),
        ("ماذا أخذ كل طرف؟\r\n\r\nقال الوفد كذا.", "ماذا أخذ كل طرف؟"),
        ("\n\n## بيان ختامي ##\nقال الوفد كذا.", "بيان ختامي"),
        ("بيان مشترك صادر عن الاجتماع\nنيروبي، 30 حزيران/يونيه 2021\n\n1. اجتمع الوزراء.", "بيان مشترك صادر عن الاجتماع"),
        ("Talks end without a date\n\nThe envoy spoke.", "Talks end without a date"),
        ("قال الوفد إنه يطالب بالهدنة.\n\nوأضاف كذا.", None),  # a sentence
        ("وجاء في البيان ما يلي:\n\n1. هدنة.", None),  # a lead
        ("انهيار محادثات زيورخ بلا بيان\nزيورخ – انفضت المحادثات.", None),  # nothing parts it from the text
        ("أستانا، 23 كانون الثاني/يناير 2017\n\nالتقى الوفدان.", None),  # a dateline
        ("مسقط – خاص\n\nاختتمت اللجنة اجتماعها.", None),
        ("طالب الوفد بهدنة شاملة", None),  # the whole text
        ("- وقف إطلاق النار في المدينة\n\n- الإفراج عن الأسرى", None),
        ("كلمة " * 60 + "\n\nقال الوفد كذا.", None),
        ("#" * 3 + "\n\nقال الوفد كذا.", None),
    ],
)
def test_the_headline_of_a_report_is_its_title(text: str, title: str | None) -> None:
    report = report_from_text(text)
    assert (report.title, report.text) == (title, text)
    assert report_from_text(text, title="عنوان آخر").title == "عنوان آخر"
