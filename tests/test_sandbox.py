"""Templates of somebody else: whatever they try, they end soon, stay small, and reach nothing but the brief."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from briefing import sandbox
from briefing.errors import RenderError
from briefing.rendering import TEXT_FORMATS, render_brief
from tests.conftest import ROOT
from tests.records import wadi_nahr

DOUBLED = (
    "{% set ns = namespace(x='xxxxxxxxxxxxxxxx') %}{% for i in range(60) %}{% set ns.x = EXPRESSION %}{% endfor %}{{ ns.x }}"
)
TWICE = "".join("{% set x = [x, x] %}" for _ in range(40))
ENDLESS = {
    "nested loops": "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}x{% endfor %}{% endfor %}{% endfor %}",
    "silent loops": "{% for a in range(99999) %}{% for b in range(99999) %}{% if a == -1 %}{% endif %}{% endfor %}{% endfor %}",
    "a range": "{% for a in range(10**12) %}{% endfor %}",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a macro that calls itself twice": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "a file that includes itself": "{% include 'brief.md.j2' %}",
    "a file that extends itself": "{% extends 'brief.md.j2' %}",
    "a file that includes itself twice": "{% set n = n | default(0) + 1 %}{% if n < 60 %}{% include 'brief.md.j2' %}{% include 'brief.md.j2' %}{% endif %}",
    "a file that imports itself": "{% import 'brief.md.j2' as m %}",
    "a recursive loop": "{% for a in [1, 2, 3, 4] recursive %}{{ loop([1, 2, 3, 4]) if loop.depth < 40 }}{% endfor %}",
    "a block in itself": "{% block b %}{{ self.b() }}{% endblock %}",
    "a call of a caller": "{% macro m() %}{{ caller() }}{{ caller() }}{% endmacro %}" + "{% call m() %}" * 40 + "x" + "{% endcall %}" * 40,
    "joining by ~": DOUBLED.replace("EXPRESSION", "ns.x ~ ns.x"),
    "joining by +": DOUBLED.replace("EXPRESSION", "ns.x + ns.x"),
    "multiplying": "{{ 'x' * 10**10 }}",
    "multiplying a list": "{{ ([1] * 10**10) | length }}",
    "multiplying in small steps": DOUBLED.replace("EXPRESSION", "ns.x * 2"),
    "a list of lists": "{% set x = ['x'] %}" + TWICE + "{{ x | length }}",
    "a list of lists, printed": "{% set x = ['x'] %}" + TWICE + "{{ x }}",
    "two lists of lists, compared": "{% set x = ['x'] %}" + TWICE + "{% set y = x %}{% set x = ['x'] %}" + TWICE + "{{ x == y }}",
    "a power": "{{ 10 ** (10 ** 10) }}",
    "a power of a product": "{% set ns = namespace(x=2) %}{% for i in range(60) %}{% set ns.x = ns.x * ns.x %}{% endfor %}{{ ns.x }}",
    "a shift by powers": "{{ 2 ** 9999999999 }}",
    "center": "{{ 'x' | center(10**10) }}",
    "the method center": "{{ 'x'.center(10**10) }}",
    "ljust": "{{ 'x'.ljust(10**10) }}",
    "zfill": "{{ 'x'.zfill(10**10) }}",
    "expandtabs": "{{ '\\t'.expandtabs(10**10) }}",
    "indent": "{{ 'x\\ny' | indent(10**10) }}",
    "indent by text": "{{ ('x\\n' * 9999) | indent('x' * 99999) }}",
    "wordwrap": "{{ 'x' | wordwrap(1, wrapstring='x' * 10**10) }}",
    "the filter format": "{{ '%10000000000d' | format(1) }}",
    "the filter format, precision": "{{ '%.9999999999f' | format(1.5) }}",
    "the filter format, star": "{{ '%*d' | format(10**10, 1) }}",
    "the filter format of much": "{{ ('%(a)s' * 99999) | format(a='x' * 99999) }}",
    "the operator %": "{{ '%10000000000d' % 1 }}",
    "the operator %, star": "{{ '%*d' % (10**10, 1) }}",
    "the operator %, named": "{{ '%(a)10000000000d' % {'a': 1} }}",
    "the method format": "{{ '{:10000000000}'.format(1) }}",
    "the method format_map": "{{ '{a:10000000000}'.format_map({'a': 1}) }}",
    "count with a width": "{{ brief.count('%(n)10000000000d', '%(n)10000000000d', 3) | length > 99 or 1 / 0 }}",
    "replace": "{{ ('x' * 999999) | replace('x', 'y' * 999999) }}",
    "replace nothing": "{{ ('x' * 999999) | replace('', 'y' * 999999) }}",
    "the method replace": "{{ ('x' * 999999).replace('x', 'y' * 999999) }}",
    "join": "{{ range(99999) | join('x' * 999999) }}",
    "the method join": "{{ ('x' * 999999).join('x' * 999999) }}",
    "a join of lists": "{{ [[range(9999) | list] * 999] | join }}",
    "map": "{{ range(99999) | map('replace', '', 'x' * 9999999) | list | length }}",
    "map to indent": "{{ (['x\\n' * 999] * 999) | map('indent', 999) | list }}",
    "batch": "{{ [1] | batch(10**10, 'x') | list }}",
    "slice": "{{ [1] | slice(10**10) | list }}",
    "sum of lists": "{{ ([[1] * 9] * 99999) | sum(start=[]) }}",
    "lipsum": "{{ lipsum(n=10**9) }}",
    "to_bytes": "{{ (1).to_bytes(10**10, 'big') }}",
    "bytes": "{{ ('x' * 9999999).encode('utf-32') * 9999 }}",
    "a set block": "{% set x %}" + "x" * 999 + "{% endset %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 40 + "{{ x }}",
    "literal text": "{% macro m() %}{% for a in range(99999) %}" + "x" * 9999 + "{% endfor %}{% endmacro %}{{ m() | length }}",
    "much output": "{% for a in range(99999) %}{{ 'x' * 99999 }}{% endfor %}",
    "a whole section again and again": "{% extends 'policy/brief.md.j2' %}{% block demands %}{% for i in range(99999) %}{{ self.quotations() }}{% endfor %}{% endblock %}",
    "urlize": "{{ ('www.' * 999999) | urlize }}",
    "striptags": "{{ ('<!-- -->' * 999999) | striptags }}",
    "pprint": "{{ record | pprint }}",
    "translate": "{{ ('x' * 99999).translate({120: 'y' * 99999}) }}",
    "a tower of brackets": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "a tower of lists": "{{ " + "[" * 5000 + "]" * 5000 + " | length }}",
    "a tower of loops": "{% for a in [1] %}" * 200 + "x" + "{% endfor %}" * 200,
    "a tower of minus": "{{ " + "-" * 20000 + "1 }}",
    "a long number": "{{ " + "9" * 100000 + " }}",
    "cycler": "{{ cycler(*range(99999)).next.__self__ }}",
}  # fmt: skip
# What is no fault of its own, only large: it may pass, if soon.
HARMLESS = {"a tower of minus", "a set block", "count with a width", "two lists of lists, compared", "a call of a caller"}
FORBIDDEN = [
    "{{ ''.__class__ }}", "{{ ''['__class__'] }}", "{{ '' | attr('__class__') }}", "{{ [''] | map(attribute='__class__') | list }}",
    "{{ [brief] | groupby('_labels') }}", "{{ [brief] | sort(attribute='_labels') }}", "{{ [''] | map('attr', '__class__') | list }}",
    "{{ brief._labels }}", "{{ brief.label.id }}", "{{ record.lines }}", "{{ record.event.count }}", "{{ brief.participants[0].lines }}", "{{ brief.label.__func__ }}", "{{ brief.label.__globals__ }}", "{{ brief['_labels'] }}", "{{ brief._draw() }}",
    "{{ record.load('record.json') }}", "{{ record.from_json('{}') }}", "{{ record.model_dump() }}", "{{ record.copy() }}",
    "{{ record.model_fields }}", "{{ record.to_json() }}", "{{ record.event.model_config }}", "{{ record.__dict__ }}",
    "{{ self.__init__.__globals__ }}", "{{ self._TemplateReference__context }}", "{{ range.__class__ }}", "{{ namespace.__init__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id') }}", "{{ joiner.__init__.__globals__ }}", "{{ dict.__base__ }}",
    "{% set ns = namespace() %}{% set ns.__class__ = 1 %}{{ ns.__class__ }}", "{{ brief.places.update({'a': 'b'}) }}",
    "{{ brief.places.clear() }}", "{% macro m() %}{% endmacro %}{{ m.__globals__ }}", "{{ m._func if m is defined else brief._x }}",
    "{{ '%s' | format(brief.label) }}", "{{ '{0.__class__}'.format('') }}", "{{ '{0.__class__}' | format('') | length > 99 or 1 / 0 }}",
    "{{ brief }}", "{{ record }}", "{{ brief.demands }}", "{{ brief.label }}", "{{ [brief] | join }}", "{{ brief ~ '' }}",
    "{{ brief | string }}", "{{ brief.demands | upper }}", "{{ loop }}", "{{ range(3) }}", "{{ [1] | random }}", "{{ {} | tojson }}",
    "{% import os %}", "{% do brief %}", "{% debug %}", "{% python %}",
]  # fmt: skip
OUTSIDE = [
    "/etc/passwd", "../secret.txt", "sub/../../secret.txt", "..\\\\secret.txt", "./secret.txt", "link.txt", "linked/secret.txt",
    "policy/../../../secret.txt", "policy/../policy/brief.md.j2", "file:///etc/passwd", "sub//x.txt", "secret.txt\\0", "fifo", "sub", "",
    "/dev/zero", "zero", "policy/template.toml/", "~/secret.txt", "large.txt", "gone.txt",
]  # fmt: skip


def rendered(folder: Path, text: str, format_: Any = "md") -> str:
    (folder / f"brief.{format_}.j2").write_text(text, encoding="utf-8")
    return render_brief(wadi_nahr(), language="en", format=format_, template=str(folder))


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same limits, a hundred times nearer, so that each attack meets them at once."""
    monkeypatch.setattr(sandbox, "MAX_STEPS", 50_000)
    monkeypatch.setattr(sandbox, "MAX_OUTPUT", 500_000)


@pytest.mark.parametrize("attack", [name for name in ENDLESS if name not in HARMLESS])
@pytest.mark.usefixtures("little")
def test_a_template_that_would_never_end_is_stopped_and_named(attack: str, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"brief\.md\.j2") as caught:
        rendered(tmp_path, ENDLESS[attack])
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600


def test_with_the_limits_as_they_are_every_attack_ends_in_a_bounded_process(tmp_path: Path) -> None:
    """A gigabyte of memory for all of them in turn; none takes much longer than the half second that is given to it."""
    for number, text in enumerate(ENDLESS.values()):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "brief.md.j2").write_text(text, encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from briefing import sandbox; from briefing.errors import RenderError\n"
        "from briefing.rendering import render_brief; from tests.records import wadi_nahr\n"
        "sandbox.MAX_SECONDS = 0.5; told = 0\n"
        "for folder in sorted(Path(sys.argv[1]).iterdir()):\n"
        "    try: render_brief(wadi_nahr(), language='en', format='md', template=str(folder))\n"
        "    except RenderError: told += 1\n"
        "print(told)"
    )

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (120, 120))

    command = [sys.executable, "-c", code, str(tmp_path)]
    run = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True, preexec_fn=bounded)
    assert int(run.stdout) >= len(ENDLESS) - len(HARMLESS)


@pytest.mark.parametrize("attack", FORBIDDEN)
@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_a_template_reaches_nothing_but_fields(attack: str, format_: Any, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=rf"brief\.{format_}\.j2"):
        rendered(tmp_path, attack, format_)


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("tag", ["{% include 'NAME' %}", "{% extends 'NAME' %}", "{% import 'NAME' as m %}", "{% from 'NAME' import m %}",
                                 "{% include ['NAME', 'NAME'] %}", "{% set n = 'NAME' %}{% include n %}"])  # fmt: skip
def test_a_template_reads_nothing_outside_its_folder(name: str, tag: str, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("the secret", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "linked").symlink_to(tmp_path)
    (folder / "zero").symlink_to("/dev/zero")
    (folder / "large.txt").write_text("x" * 300_000, encoding="utf-8")
    os.mkfifo(folder / "fifo")
    with pytest.raises(RenderError) as caught:
        rendered(folder, tag.replace("NAME", name))
    assert "the secret" not in str(caught.value)


@pytest.mark.parametrize("file", ["style.css", "template.toml", "brief.docx", "brief.html.j2"])
def test_no_file_of_a_template_may_be_a_link_that_leads_out(file: str, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (tmp_path / "secret").write_text("the secret", encoding="utf-8")
    (folder / file).symlink_to(tmp_path / "secret")
    format_ = "docx" if file == "brief.docx" else "html"
    from briefing.rendering import render_document

    with pytest.raises(RenderError, match="leads out of its folder"):
        render_document(wadi_nahr(), language="en", format=format_, template=str(folder))


def test_a_folder_that_is_itself_a_link_is_as_good_as_any(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "more.txt").write_text("more", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "again.txt").symlink_to("more.txt")
    assert rendered(tmp_path / "link", "{% include 'more.txt' %} {% include 'again.txt' %}") == "more more"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ brief.participants | map(attribute='id') | join(', ') }}", "P1, P2, P3, P4, P5, P6, P7, P8, P9"),
        ("{{ 'x' * 3 ~ 2 ** 5 }}", "xxx32"),
        ("{{ 7 // 2 }} {{ 7 % 2 }} {{ 1.5 * 2 }} {{ -7 + 2 }}", r"3 1 3.0 \-5"),
        ("{{ '%05.1f|%s' | format(2.25, 'a') }}", r"002.2\|a"),
        ("{% set ns = namespace(n=0) %}{% for x in brief.demands %}{% set ns.n = ns.n + x.lines | length %}{% endfor %}{{ ns.n }}", "7"),
        ("{% for a, b in [(1, 2), (3, 4)] %}{{ a + b }}{{ ';' if not loop.last }}{% endfor %}", "3;7"),
        ("{% for x in 'abc' if x != 'b' %}{{ loop.index }}/{{ loop.length }}{{ x }} {% else %}none{% endfor %}", "1/2a 2/2c "),
        ("{% for x in [] %}{% else %}none{% endfor %}", "none"),
        ("{% set a, b = 1, 2 %}{{ a }}{{ b }}", "12"),
        ("{% set d = {'a': [1, 2]} %}{{ d.a[0] }}{{ d['a'] | sum }}{{ d | length }}", "131"),
        ("{% for k, v in {'a': 1}.items() %}{{ k }}{{ v }}{% endfor %}", "a1"),
        ("{% macro m(x, y=2) %}{{ x }}{{ y }}{{ caller() if caller is defined }}{% endmacro %}{{ m(1) }}{% call m(3) %}!{% endcall %}", "1232!"),
        ("{% for row in brief.participants | batch(4) %}{{ row | length }}{% endfor %}", "441"),
        ("{% for key, rows in brief.participants | groupby('absent') %}{{ key }}{{ rows | length }}{% endfor %}", "False8True1"),
        ("{% for a in [1, [2]] recursive %}{{ loop(a) if a is iterable else a }}{% endfor %}", "12"),
        ("{{ 'a b'.split() | first }}{{ 'AbC'.lower() }}{{ 'abc'[1:] }}{{ ' a ' | trim }}", "aabcbca"),
        ("{{ 'a,b' | replace(',', ';') }}{{ ['b', 'a'] | sort | join }}{{ (2, 1) | max }}{{ 'x' if 2 in [1, 2] }}", "a;bab2x"),
        ("{{ brief.nothing | default('none') }}{{ brief.count('%(n)s demand', '%(n)s demands', 2) }}", "none2 demands"),
        ("{% filter upper %}abc{% endfilter %}{% set x %}a{{ 1 }}{% endset %}{{ x }}", "ABCa1"),
        ("{{ {'id': 'a', 'text': {'id': 'b'}}.text.id }}{{ (brief.participants[0] if 1 else none).id }}{{ [brief][0].participants[1].id }}", "bP1P2"),
        ("{{ ('a' is string).text | default('none') }}{{ (1, 2).lines | default('none') }}{{ (brief.demands | first).id | default('none') }}", "nonenonenone"),
        ("{% macro id(x) %}{{ x.id }}{% for y in [x] if y.id == x.id %}{{ y.id }}{{ loop.first }}{% endfor %}{% endmacro %}{{ id(brief.participants[0]) }}", "P1P1True"),
    ],
)  # fmt: skip
def test_what_templates_are_written_with_still_works(text: str, expected: str, tmp_path: Path) -> None:
    assert rendered(tmp_path, text) == expected


def test_errors_tell_the_line_also_of_an_included_file(tmp_path: Path) -> None:
    (tmp_path / "part.j2").write_text("one\n\n{{ 'x' * 10**9 }}", encoding="utf-8")
    with pytest.raises(RenderError, match=r"part\.j2, line 3: it makes a value of more than"):
        rendered(tmp_path, "{% include 'part.j2' %}")


def test_the_built_in_templates_are_far_from_the_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "style.css").write_text("h1 { color: teal }", encoding="utf-8")
    for limit in ("MAX_STEPS", "MAX_OUTPUT"):
        monkeypatch.setattr(sandbox, limit, getattr(sandbox, limit) // 100)
    for format_ in TEXT_FORMATS:
        ours = render_brief(wadi_nahr(), language="ar", format=format_)
        own = render_brief(wadi_nahr(), language="ar", format=format_, template=str(tmp_path))
        assert (own == ours) == (format_ == "md")
        assert own.count("\n") > 300
