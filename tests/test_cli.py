from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.cli import main
from tests.conftest import ROOT, Run
from tests.pipeline import Script
from tests.scripted_server import ScriptedServer, fails
from tests.test_extraction import PEOPLE, RIGHT, TEXT

GOLD = ROOT / "examples/astana-first-day/gold.json"


def briefing(
    *arguments: str, stdin: bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("BRIEFING_", "OPENAI_"))}
    done = subprocess.run(
        [sys.executable, "-m", "briefing", *arguments],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**clean, "PYTHONPATH": str(ROOT), "BRIEFING_CACHE": "0", **environment},
        timeout=60,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def report(folder: Path, data: bytes | str = TEXT, name: str = "report.ar.txt") -> str:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return str(path)


def test_generate_writes_record_and_briefs_and_prints_their_paths(tmp_path: Path) -> None:
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        done = briefing(
            "generate",
            report(tmp_path),
            "--model",
            "scripted",
            "--base-url",
            server.url,
            "--published",
            "2024-05-14",
            "--strict",
            cwd=tmp_path,
        )
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    files = [Path(line) for line in done.stdout.splitlines()]
    assert [file.name for file in files] == ["record.json", "brief.ar.md", "brief.en.md", "brief.ar.html", "brief.en.html"]
    assert {file.parent.name for file in files} == {"report"}
    assert all((tmp_path / file).is_file() for file in files)


def test_reports_of_one_name_are_written_apart(run: Run, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("geneva", "vienna")]
    for folder in folders:
        folder.mkdir()
    sources = [report(folder) for folder in folders] + [report(folders[0], name="report.txt"), report(tmp_path, name="other.txt")]
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        model = ("--model", "scripted", "--base-url", server.url)
        made = run("generate", *sources, "--out", tmp_path / "out", "--format", "md", "--lang", "en", *model)
        read = run("extract", *sources, "-o", tmp_path / "records", *model)
    assert (made.returncode, read.returncode) == (0, 0)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["geneva", "geneva-2", "other", "vienna"]
    assert sorted(path.name for path in (tmp_path / "records").iterdir()) == [
        *("geneva.json", "other.json", "report.json", "vienna.json")
    ]


def test_extract_reads_standard_input_and_writes_json_alone(run: Run, tmp_path: Path) -> None:
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        done = run(
            "extract", "-", stdin=TEXT.encode("cp1256", "replace"), BRIEFING_MODEL="scripted", BRIEFING_BASE_URL=server.url
        )
    assert done.returncode == 0
    assert json.loads(done.stdout)["schema_version"] == "1.0"


def test_strict_tells_that_items_were_refused(run: Run, tmp_path: Path) -> None:
    bad = [{**RIGHT[0], "quote": "كلام لم يقله أحد"}]
    arguments = ("extract", report(tmp_path), "--model", "scripted", "-o", str(tmp_path / "r.json"))
    with ScriptedServer(Script(PEOPLE, [bad])) as server:
        assert run(*arguments, "--base-url", server.url).returncode == 0
        assert run(*arguments, "--base-url", server.url, "--strict").returncode == 3


WRONG: dict[str, tuple[list[str], int]] = {
    "no such file": (["extract", "nothing.txt"], 2),
    "a folder": (["extract", "."], 2),
    "empty": (["extract", "empty.txt"], 2),
    "blank": (["extract", "blank.txt"], 2),
    "binary": (["extract", "binary.bin"], 2),
    "a PDF": (["extract", "paper.pdf"], 2),
    "no letters": (["extract", "digits.txt"], 2),
    "bad date": (["extract", "good.txt", "--published", "yesterday"], 2),
    "bad language": (["generate", "good.txt", "--lang", "fr"], 2),
    "bad format": (["generate", "good.txt", "--format", "xls"], 2),
    "no such option": (["generate", "good.txt", "--colour"], 2),
    "no such command": (["brief"], 2),
    "bad glossary": (["extract", "good.txt", "--glossary", "nothing.tsv"], 2),
    "a glossary that can be read once": (["extract", "good.txt", "--glossary", "/dev/null"], 2),
    "prices that can be read once": (["extract", "good.txt", "--prices", "/dev/null"], 2),
    "a trace without text and without a place": (["extract", "good.txt", "--trace-without-text"], 2),
    "no such model file": (["extract", "good.txt", "--model", "nothing.gguf"], 2),
    "no key": (["extract", "good.txt", "--model", "gpt-5-mini"], 2),
    "nobody answers": (["extract", "good.txt", "--base-url", "http://127.0.0.1:9/v1", "--model", "x"], 1),
    "no record": (["render", "good.txt"], 2),
    "no such template": (["render", str(GOLD), "--template", "nothing", "--out", "o"], 2),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_failure_is_one_sentence_and_writes_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, code = WRONG[name]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFING_ATTEMPTS", "1")
    monkeypatch.setattr(sys, "argv", ["briefing", *arguments])
    report(tmp_path, TEXT, "good.txt")
    report(tmp_path, "", "empty.txt")
    report(tmp_path, " \n\t\n", "blank.txt")
    report(tmp_path, bytes(range(256)), "binary.bin")
    report(tmp_path, "%PDF-1.7 …", "paper.pdf")
    report(tmp_path, "123 ٤٥٦ …", "digits.txt")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(SystemExit) as left:
        main()
    out, err = capsys.readouterr()
    assert (left.value.code, out) == (code, "")
    assert "Traceback" not in err
    if "such option" not in name and "such command" not in name:
        assert err.count("\n") == 1 and err.startswith("briefing: ")
    assert sorted(tmp_path.iterdir()) == before


def test_an_oversized_report_is_refused_by_its_size(run: Run, tmp_path: Path) -> None:
    done = run("extract", report(tmp_path), BRIEFING_MAX_SOURCE_BYTES="100")
    assert done.returncode == 2 and "100" in done.stderr


def test_a_key_is_never_shown(run: Run, tmp_path: Path) -> None:
    key = "sk-live-0123456789abcdef"
    with ScriptedServer([fails(401, message=f"Incorrect API key provided: {key}")]) as server:
        done = run("extract", report(tmp_path), "--model", "x", "--base-url", server.url, OPENAI_API_KEY=key)
        shown = run("doctor", "--json", OPENAI_API_KEY=key)
    assert done.returncode == 1 and "OPENAI_API_KEY" in done.stderr
    assert key not in done.stderr + done.stdout + shown.stdout + shown.stderr


def test_render_needs_no_model_library(tmp_path: Path) -> None:
    code = (
        "import sys; from briefing.cli import main; sys.argv[1:] = sys.argv[1:]\n"
        "try: main()\nexcept SystemExit as e: assert not e.code, e.code\n"
        "print([m for m in ('openai', 'instructor', 'tenacity', 'xllamacpp') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "render", str(GOLD), "--out", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert len(list(tmp_path.iterdir())) == 4


def test_schema_is_what_is_shipped(run: Run) -> None:
    done = run("schema")
    assert done.stdout == (ROOT / "schemas/record.v1.schema.json").read_text(encoding="utf-8")
    assert run("schema", "--check").returncode == 0


def test_doctor_says_which_model_would_answer(run: Run) -> None:
    done = run("doctor", "--json", BRIEFING_MODEL="some-model", BRIEFING_BASE_URL="http://127.0.0.1:9/v1")
    facts = json.loads(done.stdout)["facts"]
    assert facts["model that answers"] == "some-model at http://127.0.0.1:9/v1"
    assert done.returncode == 0
    assert run("doctor", BRIEFING_MODEL="gpt-5-mini").returncode == 1


def test_version_and_help() -> None:
    assert briefing("--version").stdout.startswith("briefing 0.")
    assert "generate" in briefing("--help").stdout


def test_arabic_goes_through_where_the_locale_is_c(tmp_path: Path) -> None:
    folder = tmp_path / "موجز"
    done = briefing("render", str(GOLD), "--out", str(folder), LC_ALL="C", LANG="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0 and "موجز" in done.stdout


def test_importing_the_package_loads_next_to_nothing() -> None:
    code = "import sys, briefing; print(sorted({'pydantic', 'openai', 'instructor', 'typer', 'jinja2', 'babel'} & set(sys.modules)), sorted(briefing.__all__) == sorted(set(dir(briefing))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[] True\n"


def test_every_public_name_can_be_imported() -> None:
    import briefing as package

    assert all(getattr(package, name) is not None for name in package.__all__)
