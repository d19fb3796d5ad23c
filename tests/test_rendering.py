from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from base64 import b64encode
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from briefing.briefs import BOTTOM_LINE_WORDS, make_brief
from briefing.errors import RenderError
from briefing.labels import labels
from briefing.record import Record
from briefing.rendering import LANGUAGES, TEXT_FORMATS, render_brief, render_document, render_files, shown
from briefing.views import PARTS
from tests.conftest import ROOT
from tests.records import astana, wadi_nahr, wadi_nahr_data

EXAMPLES = sorted((ROOT / "examples").glob("*/gold.json"))
HOSTILE = [
    "{{ 7*7 }}",
    "{% raw %}{{ config }}{% endraw %}",
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "![picture](http://127.0.0.1/x.png)",
    "<http://127.0.0.1/>",
    "http://127.0.0.1/ www.example.org a@b.example",
    "# heading",
    "1. item",
    "- item",
    "| cell | cell |",
    "`code` *bold* _italic_ ~~gone~~",
    "&lt;b&gt; &#60;",
    "\u202eevil\u202c \u2066x\u2069",
    "=cmd|'/C calc'!A0",
    "${7*7} #{7*7}",
    "x" * 10_000,
    "a\nb\n\n# c",
    "\u200b\ufeffzero",
    ":smile: :+1: @octocat",
    "xmpp:a@b.example/r mailto:a@b.example ftp://b.example",
    "<!-- -->",
    "a\\| b\\",
    "NUL \x00",
    "\t    code\n===",
]
# What GitHub makes links of after parsing, in text that stands together.
AUTOLINK = re.compile(r"(?i)(?:https?|ftp)://\w|\bwww\.\w|\w@[\w-]{1,60}\.\w|:(?=[^:]{0,30}[a-z])[a-z0-9_+-]{1,30}:")


def with_text(text: str) -> Record:
    """A record in which every free field says the same hostile thing; its source is made to fit."""
    data = astana()
    both = {"ar": f"نص {text}", "en": f"Text {text}"}
    data["event"] |= {"name": both, "place": both, "round": text}
    data["event"]["start"] = {"as_reported": text, "value": None}
    data["sources"][0] |= {"title": text, "publisher": text, "url": "javascript:alert(1)", "text": None}
    for participant in data["participants"]:
        participant |= {"name": both, "aliases": [text], "label_as_reported": text}
    for demand in data["demands"]:
        demand |= {"text": both, "condition": both, "references": [text]}
    for item in (*data["commitments"], *data["statements"], *data["next_steps"], *data["final_statement"]["clauses"]):
        item["text"] = both
    for demand in data["demands"]:
        for evidence in demand["evidence"]:
            evidence |= {"quote": text, "end": evidence["start"] + len(text)}
    data["quality"]["rejected"] = [{"kind": text, "draft": {text: text}, "reason": both, "check": "quote_verbatim"}]
    data["quality"]["warnings"] = [{"code": text, "item": None, "severity": "error", "message": both}]
    data["provenance"]["model"] = text

    return Record.model_validate(data)


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def flat(text: str) -> str:
    return re.sub(r"[\s\u2068\u2069]+", "", text)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_record_acts_in_html(text: str, language: Any) -> None:
    page = Page(render_brief(with_text(text), language=language, format="html"))
    assert not {tag for tag, _ in page.tags} & {"script", "img", "iframe", "object", "form", "input", "link"}
    addresses = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert all(address and address.startswith("#") for address in addresses)
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert flat(shown(text)) in flat("".join(page.text))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_record_acts_in_markdown(text: str, language: Any) -> None:
    markdown = render_brief(with_text(text), language=language, format="md")
    html = MarkdownIt("gfm-like", {"linkify": False}).render(markdown)
    page = Page(html)
    assert not {tag for tag, _ in page.tags} & {"script", "img", "code", "em", "del", "iframe"}
    addresses = [attributes["href"] for tag, attributes in page.tags if tag == "a" and "href" in attributes]
    assert all(address and address.startswith("#") for address in addresses)
    assert not [piece for piece in page.text if AUTOLINK.search(piece)]
    assert sum(tag == "h1" for tag, _ in page.tags) == 1
    assert flat(shown(text)) in flat("".join(page.text))


@pytest.mark.parametrize("format_", TEXT_FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_briefs_are_as_they_were_approved(language: Any, format_: str, request: pytest.FixtureRequest) -> None:
    golden = ROOT / "tests" / "golden" / f"brief.{language}.{format_}"
    made = render_document(wadi_nahr(), language=language, format=format_)
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(made)
    assert made == golden.read_bytes(), "look at the difference; if it is meant: pytest --update-golden"


@pytest.mark.parametrize("format_", TEXT_FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_with_nothing_in_it_says_so_in_every_section(language: Any, format_: str) -> None:
    full = wadi_nahr_data()
    del full["sources"][0]["title"], full["sources"][0]["published"]
    full["event"]["evidence"] = []
    record = Record.model_validate({key: full[key] for key in ("event", "sources", "provenance")})
    text = render_brief(record, language=language, format=format_)
    brief = make_brief(record, language)
    lines = [
        "No demands by the parties were reported.", "No commitments were reported.", "No further positions were reported.",
        "No conflicting accounts in the source.", "None was found in the source.",
    ]  # fmt: skip
    assert all(text.count(brief.label(line)) == 1 for line in lines)
    assert not any(f"<h2>{brief.label(title)}" in text for title in ("Demands by party", "Positions", "Conflicting accounts"))
    assert make_brief(record, language).quotations == ()


def test_every_part_of_the_view_and_every_block_is_documented() -> None:
    documented = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    parts = {name for part in PARTS for name in dir(part) if not name.startswith("_")}
    for format_ in TEXT_FORMATS:
        template = (ROOT / f"templates/brief/policy/brief.{format_}.j2").read_text(encoding="utf-8")
        parts |= set(re.findall(r"{% block (\w+) %}", template))
    assert {part for part in parts if f"`{part}`" not in documented and f"`brief.{part}(" not in documented} == set()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_both_languages_and_formats_carry_the_same_items(path: Path) -> None:
    record = Record.load(path)
    for language in LANGUAGES:
        texts = {format_: render_brief(record, language=language, format=format_) for format_ in TEXT_FORMATS}
        visible = {
            "html": flat("".join(Page(texts["html"]).text)),
            "md": flat("".join(Page(MarkdownIt("gfm-like", {"linkify": False}).render(texts["md"])).text)),
        }
        for item in record.items():
            words = flat(shown(labels(language).said(item.text)))
            assert all(words in text for text in visible.values()), item.id
        for _, evidence in record.evidence():
            assert all(flat(shown(evidence.quote)) in text for text in visible.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_lead_from_items_to_quotations_and_back(language: Any) -> None:
    page = Page(render_brief(Record.load(EXAMPLES[0]), language=language, format="html"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {str(attributes["href"])[1:] for tag, attributes in page.tags if tag == "a"}
    assert targets <= set(ids)
    assert {"q1", "D1"} <= targets


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    record = Record.load(EXAMPLES[0])
    first = [path.read_bytes() for path in render_files(record, tmp_path / "a")]
    code = (
        "import sys; from briefing.record import Record; from briefing.rendering import render_files\n"
        "render_files(Record.load(sys.argv[1]), sys.argv[2])"
    )
    arguments = [sys.executable, "-c", code, str(EXAMPLES[0]), str(tmp_path / "b")]
    subprocess.run(arguments, check=True, cwd=ROOT, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"})
    assert first == [(tmp_path / "b" / path.name).read_bytes() for path in render_files(record, tmp_path / "a")]


@pytest.mark.parametrize("format_", TEXT_FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brief_of_the_embedded_model_says_so_on_its_first_line(language: Any, format_: str) -> None:
    data = astana()
    data["provenance"]["endpoint_kind"] = "embedded"
    text = render_brief(Record.from_json(json.dumps(data)), language=language, format=format_)
    words = {"ar": "مسودة آلية أعدها نموذج لغوي صغير", "en": "Machine draft of a small language model"}[language]
    first = text.splitlines()[0] if format_ == "md" else "".join(Page(text.split("<body>")[1]).text).strip().splitlines()[0]
    assert words in first
    data["provenance"]["endpoint_kind"] = "endpoint"
    assert words not in render_brief(Record.from_json(json.dumps(data)), language=language, format=format_)


def test_what_is_refused_is_shown() -> None:
    record = with_text("refused for a reason")
    for language in LANGUAGES:
        for format_ in TEXT_FORMATS:
            assert render_brief(record, language=language, format=format_).count("refused for a reason") > 5


def test_an_arabic_page_reads_from_right_to_left() -> None:
    html = render_brief(Record.load(EXAMPLES[0]), language="ar", format="html")
    assert '<html lang="ar" dir="rtl">' in html
    assert "default-src 'none'" in html
    assert render_brief(Record.load(EXAMPLES[0]), language="ar", format="md").count('<div dir="rtl" lang="ar">') == 1


def test_a_folder_overrides_any_part_of_a_template_and_errors_name_file_and_line(tmp_path: Path) -> None:
    record = Record.load(EXAMPLES[0])
    (tmp_path / "brief.md.j2").write_text("{{ brief.label('Participants') }}\n{{ record.nothing }}\n", encoding="utf-8")
    with pytest.raises(RenderError, match=r"brief\.md\.j2, line 2"):
        render_brief(record, language="en", format="md", template=str(tmp_path))
    (tmp_path / "brief.md.j2").write_text("{{ brief.label('Participants') }}\n{% if %}", encoding="utf-8")
    render_brief(record, language="en", format="html", template=str(tmp_path))


def test_a_folder_may_replace_one_block_or_the_style_of_the_policy_brief(tmp_path: Path) -> None:
    text = '{% extends "policy/brief.html.j2" %}{% block participants %}<p>{{ brief.title }} & <b>ours</b></p>{% endblock %}'
    (tmp_path / "brief.html.j2").write_text(text, encoding="utf-8")
    (tmp_path / "style.css").write_text("h1 { color: teal }", encoding="utf-8")
    html = render_brief(wadi_nahr(), language="en", format="html", template=str(tmp_path))
    assert "<p>Wadi Nahr talks & <b>ours</b></p>" in html
    assert "h1 { color: teal }" in html
    assert 'id="participants"' not in html
    assert 'id="demands"' in html


@pytest.mark.parametrize(
    "attack", ["{{ 1 / 0 }}", "{{ brief.title + 1 }}", "{{ brief.count('a', 'b', 'x') }}", "{% for x in 3 %}{% endfor %}"]
)
def test_code_that_fails_in_a_template_is_told_with_file_and_line(attack: str, tmp_path: Path) -> None:
    (tmp_path / "brief.md.j2").write_text(f"\n\n{attack}", encoding="utf-8")
    with pytest.raises(RenderError, match=r"brief\.md\.j2, line 3"):
        render_brief(wadi_nahr(), language="en", format="md", template=str(tmp_path))


def test_a_template_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "brief.md.j2").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RenderError, match="UTF-8"):
        render_brief(wadi_nahr(), language="en", format="md", template=str(tmp_path))


def test_what_a_template_prints_is_escaped_without_being_asked(tmp_path: Path) -> None:
    data = wadi_nahr_data()
    data["event"]["name"]["en"] = "<b>*bold*</b>"
    record = Record.model_validate(data)
    for format_ in TEXT_FORMATS:
        (tmp_path / f"brief.{format_}.j2").write_text("{{ record.event.name.en }}{{ brief.title }}", encoding="utf-8")
    assert render_brief(record, language="en", format="html", template=str(tmp_path)) == "&lt;b&gt;*bold*&lt;/b&gt;" * 2
    assert render_brief(record, language="en", format="md", template=str(tmp_path)) == r"\<b\>\*bold\*\</b\>" * 2


def test_the_style_and_nothing_else_is_allowed_by_the_pages_own_policy() -> None:
    html = render_brief(wadi_nahr(), language="ar", format="html")
    style = html.split("<style>")[1].split("</style>")[0]
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(attributes["content"] for _, attributes in Page(html).tags if "http-equiv" in attributes)
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert " style=" not in html


def test_rendering_loads_no_library_for_language_models_and_opens_no_connection(tmp_path: Path) -> None:
    code = (
        "import sys, socket\n"
        "def refuse(*_): raise AssertionError('a connection')\n"
        "socket.socket.connect = refuse\n"
        "from briefing.rendering import render_files; from tests.records import wadi_nahr\n"
        "render_files(wadi_nahr(), sys.argv[1])\n"
        "print(sorted({'openai', 'instructor', 'tenacity', 'httpx', 'xllamacpp'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.strip() == "[]"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brief.ar.html", "brief.ar.md", "brief.en.html", "brief.en.md"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bottom_line_is_short_and_first_hand(language: Any) -> None:
    for record in (wadi_nahr(), *map(Record.load, EXAMPLES)):
        sentences = make_brief(record, language).bottom_line
        assert sum(len(sentence.text.split()) for sentence in sentences) <= BOTTOM_LINE_WORDS
        doubtful = {record_item.text.ar for record_item in record.commitments if record_item.status in {"claimed", "denied"}}
        doubtful |= {demand.text.ar for demand in record.demands if demand.status in {"denied", "withdrawn", "rejected"}}
        assert not doubtful & {sentence.text for sentence in sentences}


def test_the_bottom_line_tells_the_same_in_both_languages() -> None:
    for record in (wadi_nahr(), *map(Record.load, EXAMPLES)):
        ar, en = (make_brief(record, language).bottom_line for language in LANGUAGES)
        assert [sentence.refs for sentence in ar] == [sentence.refs for sentence in en]


def test_commitments_are_kept_apart_by_whose_word_they_are() -> None:
    groups = {group.title: [line.id for line in group.lines] for group in make_brief(wadi_nahr(), "en").commitments}
    assert groups == {
        "Sponsors and guarantors": ["C2"],
        "Parties and other participants": ["C1", "C5"],
        "Claimed by others, not confirmed": ["C3"],
        "Commitments that are denied": ["C4"],
    }


def test_demands_are_grouped_by_holder_and_joint_ones_stand_together() -> None:
    groups = make_brief(wadi_nahr(), "en").demands
    assert [(group.title, group.joint, [line.id for line in group.lines]) for group in groups] == [
        ("Movement of the Sons of the River", False, ["D1", "D2", "D5", "D6", "D7"]),
        ("Government of the Wadi (through Salem al-Rajhi)", False, ["D3"]),
        ("Government of the Wadi and Movement of the Sons of the River", True, ["D4"]),
    ]


@pytest.mark.parametrize(
    ("id_", "marks"),
    [("C3", ["claimed", "unnamed"]), ("C4", ["denied"]), ("D7", ["denied"]), ("T2", ["reject"]), ("T3", ["media"]),
     ("F2", ["reaffirmation"])],
)  # fmt: skip
def test_what_a_reader_must_not_miss_is_marked(id_: str, marks: list[str]) -> None:
    brief = make_brief(wadi_nahr(), "en")
    lines = [line for group in (*brief.demands, *brief.commitments, *brief.positions) for line in group.lines]
    assert [mark.kind for line in (*lines, *brief.outcome.clauses) if line.id == id_ for mark in line.marks] == marks


def test_what_the_source_does_not_state_is_listed() -> None:
    data = wadi_nahr_data()
    assert make_brief(Record.model_validate(data), "en").not_stated == ("the country", "who signed the final statement")
    data["event"] |= {"place": None, "format": "not_stated", "round": None}
    data |= {"next_steps": [], "commitments": [], "conflicts": []}
    data["quality"]["warnings"] = []
    data["final_statement"]["read_by"] = None
    listed = set(make_brief(Record.model_validate(data), "en").not_stated)
    assert {
        "the place",
        "whether the talks were direct or indirect",
        "the number of the round",
        "next steps",
        "commitments",
    } <= listed
    assert "who read out the final statement" in listed
    assert "demands" not in listed


def test_one_place_of_the_source_is_one_quotation_that_leads_back_to_all_it_supports() -> None:
    data = wadi_nahr_data()
    data["statements"][0]["evidence"] += data["demands"][0]["evidence"]
    brief = make_brief(Record.model_validate(data), "en")
    shared = next(q for q in brief.quotations if "112" in q.text)
    assert [support.anchor for support in shared.supports] == ["D1", "T1"]
    assert len({(q.source, q.start, q.end) for q in brief.quotations}) == len(brief.quotations)


@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_only_web_addresses_of_sources_are_links(format_: str) -> None:
    data = wadi_nahr_data()
    assert "https://ufuq.example/2024/03/07/wadi?lang=ar&" in render_brief(wadi_nahr(), language="en", format=format_).replace(
        "&amp;", "&"
    )
    data["sources"][0]["url"] = "javascript:alert(document.domain)"
    text = render_brief(Record.model_validate(data), language="en", format=format_)
    page = Page(text if format_ == "html" else MarkdownIt("gfm-like", {"linkify": False}).render(text))
    assert not [attributes for _, attributes in page.tags if "javascript" in str(attributes.get("href"))]
    assert "javascript:alert(document.domain)" in flat("".join(page.text))


def test_a_quotation_stands_in_its_own_language_and_direction_with_the_english_beside_it() -> None:
    html = render_brief(wadi_nahr(), language="en", format="html")
    annex = html.split('id="quotations"')[1]
    assert annex.count('<p lang="ar" dir="rtl"><q>«') == len(make_brief(wadi_nahr(), "en").quotations)
    assert '<p><span class="aside">Supports:</span> The next round is to be held on 18 April 2024.</p>' in annex
    assert "Supports: The next round is to be held on 18 April 2024." in render_brief(wadi_nahr(), language="en", format="md")
    assert "<p>تعقد الجولة" not in render_brief(wadi_nahr(), language="ar", format="html").split('id="quotations"')[1]


@pytest.mark.parametrize(
    "attack",
    [
        "{{ record.load('record.json') }}",
        "{{ record.model_dump() }}",
        "{{ brief._labels }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ brief._people }}",
        "{{ record.__init__.__globals__ }}",
        "{% include '/etc/passwd' %}",
    ],
)
def test_a_template_reaches_no_further_than_the_brief(attack: str, tmp_path: Path) -> None:
    (tmp_path / "brief.md.j2").write_text(attack, encoding="utf-8")
    with pytest.raises(RenderError):
        render_brief(Record.load(EXAMPLES[0]), language="en", format="md", template=str(tmp_path))


@pytest.mark.parametrize(("language", "format_"), [("fr", "md"), ("en", "xls")])
def test_unknown_languages_and_formats_are_named(language: str, format_: str, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="choose from"):
        render_files(Record.load(EXAMPLES[0]), tmp_path, languages=(language,), formats=(format_,))
    assert list(tmp_path.iterdir()) == []
