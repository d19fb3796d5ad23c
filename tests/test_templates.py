from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from briefing.errors import RenderError
from briefing.labels import labels
from briefing.record import Record
from briefing.rendering import LANGUAGES, TEXT_FORMATS, render_brief
from briefing.templates import SECTIONS, built_in_names, find_template, list_templates
from tests.conftest import ROOT, Run
from tests.records import wadi_nahr
from tests.test_rendering import HOSTILE, Page, flat, with_text

EXAMPLES = sorted((ROOT / "examples").glob("*/gold.json"))
NAMES = built_in_names()


def parsed(text: str, format_: str) -> Page:
    return Page(text if format_ == "html" else MarkdownIt("gfm-like", {"linkify": False}).render(text))


def manifest(folder: Path, text: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "template.toml").write_text(text, encoding="utf-8")
    return str(folder)


def test_the_templates_of_the_package_are_named_and_described_in_both_languages() -> None:
    assert NAMES == ["policy", "flash", "table"]
    for plan in list_templates():
        assert plan.kind.keys() == plan.description.keys() == {"ar", "en"}
        assert re.search("[\u0621-\u064a]", plan.kind["ar"]) and re.search("[\u0621-\u064a]", plan.description["ar"])
        assert "\n" not in plan.description["en"]
    used = {section for plan in list_templates() for section in plan.sections}
    assert used == set(SECTIONS)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_every_link_of_every_template_leads_somewhere(name: str, language: Any, format_: Any) -> None:
    for record in (wadi_nahr(), Record.load(EXAMPLES[0])):
        page = parsed(render_brief(record, language=language, format=format_, template=name), format_)
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        targets = {str(attributes["href"])[1:] for _, attributes in page.tags if str(attributes.get("href")).startswith("#")}
        assert len(ids) == len(set(ids))
        assert targets <= set(ids)


@pytest.mark.parametrize("sections", [*itertools.combinations(["bottom_line", "demands", "decided", "cited", "conflicts", "method"], 3),
                                      ("quotations",), ("glance",), ("demand_table", "demands"), ("cited", "upcoming", "next_steps")])  # fmt: skip
@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_any_choice_of_sections_makes_a_document_without_dead_links(
    sections: tuple[str, ...], format_: Any, tmp_path: Path
) -> None:
    template = manifest(tmp_path / "own", f"sections = {json.dumps(sections)}")
    if set(sections) == {"demand_table", "demands"}:
        return  # two homes of one anchor: the one test below
    page = parsed(render_brief(wadi_nahr(), language="en", format=format_, template=template), format_)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    targets = {str(attributes["href"])[1:] for _, attributes in page.tags if str(attributes.get("href")).startswith("#")}
    assert len(ids) == len(set(ids))
    assert targets <= set(ids)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", [name for name in NAMES if name != "policy"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_record_acts_in_any_template(text: str, name: str, language: Any) -> None:
    record = with_text(text)
    for format_ in TEXT_FORMATS:
        page = parsed(render_brief(record, language=language, format=format_, template=name), format_)
        assert not {tag for tag, _ in page.tags} & {
            "script",
            "img",
            "iframe",
            "object",
            "form",
            "input",
            "link",
            "code",
            "em",
            "del",
        }
        addresses = [attributes["href"] for tag, attributes in page.tags if tag == "a" and "href" in attributes]
        assert all(address and address.startswith("#") for address in addresses)
        assert not [key for _, attributes in page.tags for key in attributes if key.startswith("on")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_tables_carry_every_item_and_every_quotation_of_it(path: Path, language: Any) -> None:
    record = Record.load(path)
    for format_ in TEXT_FORMATS:
        text = flat("".join(parsed(render_brief(record, language=language, format=format_, template="table"), format_).text))
        for item in record.items():
            assert flat(labels(language).said(item.text)) in text, item.id
            assert all(flat(evidence.quote) in text for evidence in item.evidence), item.id
        for person in record.participants:
            assert all(flat(evidence.quote) in text for evidence in person.evidence), person.id


def test_the_timeline_stands_with_the_next_steps_unless_it_is_a_section_of_its_own(tmp_path: Path) -> None:
    template = manifest(tmp_path / "own", 'sections = ["next_steps", "demands"]')
    page = render_brief(wadi_nahr(), language="en", format="html", template=template)
    assert page.index('id="next-steps"') < page.index("timeline-title") < page.index('id="demands"')
    template = manifest(tmp_path / "own", 'sections = ["next_steps", "demands", "timeline"]')
    page = render_brief(wadi_nahr(), language="en", format="html", template=template)
    assert page.index('id="demands"') < page.index('id="timeline"')
    assert page.count('id="timeline-title"') == 1


@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_the_annexes_are_listed_with_links_and_what_a_reader_must_know_of_them(format_: Any, tmp_path: Path) -> None:
    brief = render_brief(wadi_nahr(), language="en", format=format_)
    page = parsed(brief, format_)
    quality = wadi_nahr().quality
    listed = "".join(page.text).split("Annexes")[1].split("Participants")[1].split("Name")[0]
    assert f"{len(quality.warnings)} warning" in listed and f"{len(quality.rejected)} item" in listed
    targets = [str(attributes["href"])[1:] for _, attributes in page.tags if "href" in attributes]
    for anchor in ("participants", "matrix", "timeline", "method", "quotations"):
        assert anchor in targets
    template = manifest(tmp_path / "own", 'sections = ["bottom_line", "annexes"]')
    assert "Annexes" not in render_brief(wadi_nahr(), language="en", format=format_, template=template)


@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_sections_stand_in_the_order_that_a_template_names(format_: Any, tmp_path: Path) -> None:
    template = manifest(tmp_path / "own", 'sections = ["next_steps", "demands", "bottom_line"]\n[kind]\nen = "Note"')
    page = parsed(render_brief(wadi_nahr(), language="en", format=format_, template=template), format_)
    text = "".join(page.text)
    places = [text.rindex(title) for title in ("Next steps", "Demands by party", "Bottom line")]
    assert places == sorted(places)
    assert "Commitments" not in text and "Annex" not in text
    assert "Machine draft of a small language model" in text


def test_a_folder_can_stand_on_another_template_than_policy(tmp_path: Path) -> None:
    template = manifest(tmp_path / "own", 'base = "flash"')
    ours, own = (render_brief(wadi_nahr(), language="ar", format="html", template=name) for name in ("flash", template))
    assert own == ours
    assert find_template(template).sections == find_template("flash").sections


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sections = 3", "sections is a list"),
        ('sections = ["nothing"]', "sections is a list"),
        ("sections = []", "sections is a list"),
        ('sections = ["method", "method"]', "listed twice"),
        ('base = "nothing"', "no built-in template"),
        ("base = 3", "no built-in template"),
        ("kind = 3", "kind"),
        ("[kind]\nen = 3", "kind"),
        ("colour = 3", "no key 'colour'"),
        ("= 3", "not valid TOML"),
        ("[" * 5000, "not valid TOML"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_named(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=message) as caught:
        find_template(manifest(tmp_path / "own", text))
    assert "template.toml" in str(caught.value)


def test_templates_of_a_folder_are_listed_after_those_of_the_package(tmp_path: Path) -> None:
    manifest(tmp_path / "desk", '[description]\nen = "For the desk."')
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "style.css").write_text("", encoding="utf-8")
    (tmp_path / "other").mkdir()
    own = list_templates(tmp_path)[len(NAMES) :]
    assert [(Path(plan.name).name, plan.own) for plan in own] == [("desk", True), ("plain", True)]
    assert [Path(plan.name).name for plan in list_templates(tmp_path / "desk")][-1] == "desk"
    with pytest.raises(RenderError, match="no template in"):
        list_templates(tmp_path / "other")
    with pytest.raises(RenderError, match="cannot be read"):
        list_templates(tmp_path / "gone")


def test_the_command_lists_templates_a_line_each_or_as_json(run: Run, tmp_path: Path) -> None:
    manifest(tmp_path / "desk", '[description]\nen = "For the desk."')
    lines = run("templates", tmp_path).stdout.splitlines()
    assert [line.split()[0].rpartition("/")[2] for line in lines] == [*NAMES, "desk"]
    assert lines[-1].endswith("For the desk.")
    told = json.loads(run("templates", "--json").stdout)
    assert [one["name"] for one in told] == NAMES
    assert set(told[0]) == {"name", "kind", "description", "sections", "own"}
    failed = run("templates", tmp_path / "gone")
    assert failed.returncode == 1 and failed.stderr.count("\n") == 1


def test_the_command_renders_by_template_calendar_months_digits_and_earlier_record(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text(wadi_nahr().to_json(), encoding="utf-8")
    options = ("--calendar", "both", "--months", "levantine", "--digits", "eastern", "--previous", path)
    done = run("render", path, "--template", "flash", "--lang", "ar", "--format", "md", *options)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "brief.ar.md").read_text(encoding="utf-8")
    assert "١٨ نيسان ٢٠٢٤" in text and "٩ شوال ١٤٤٥ هـ" in text and "لم يتغير شيء منذ السجل" in text
    wrong = run("render", path, "--digits", "roman")
    assert wrong.returncode == 2 and "digits" in wrong.stderr
