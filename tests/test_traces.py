from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from briefing import errors
from briefing.api import extract, generate
from briefing.channels import Answer, Question, Request, Usage
from briefing.record import Record
from briefing.settings import Settings, make_settings
from briefing.traces import TraceChannel, TraceWriter
from tests.pipeline import Script
from tests.scripted_server import ScriptedServer, Step, answer, fails, says
from tests.test_cli import briefing, report
from tests.test_extraction import PEOPLE, RIGHT, TEXT
from tests.test_llm import KEY

DIFFERS = {"generated_at", "seconds", "endpoint_kind", "calls", "cached", "input_tokens", "output_tokens", "cost"}


def traced(server: ScriptedServer, folder: Path, **more: Any) -> Settings:
    given = {"model": "scripted", "base_url": server.url, "api_key": KEY, "retry_wait": 0.001, "trace_dir": folder}
    return make_settings(**{**given, **more})


def run(settings: Settings, text: str = TEXT) -> Record:
    return extract(text, published="2024-05-14", settings=settings)


def entries(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("0*.json"))]


def same(one: Record, other: Record) -> bool:
    left, right = one.model_dump(), other.model_dump()
    for record in (left, right):
        for name in DIFFERS:
            del record["provenance"][name]
    return left == right


def test_each_request_and_its_answer_is_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "trace"
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        record = run(traced(server, folder))
        sent = server.requests
    found = entries(folder)
    assert [entry["number"] for entry in found] == list(range(1, len(sent) + 1))
    told = [json.dumps(messages) for messages in (entry["request"]["messages"] for entry in found)]
    assert sorted(told) == sorted(json.dumps(request["messages"]) for request in sent)  # some are under way together
    assert found[0]["answer"]["choices"] and found[0]["error"] is None and found[0]["seconds"] > 0
    assert found[0]["stage"] == "participants" and {entry["stage"] for entry in found[1:3]} == {"items", "round"}
    assert {entry["sha256"] for entry in found} == {record.sources[0].sha256}
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_what_waited_for_its_turn_took_no_time_and_what_never_went_is_not_in_it(tmp_path: Path) -> None:
    class Late:
        """Makes a request after so many seconds, of which it is answered at once."""

        async def send(self, request: Request, question: Question) -> Answer:
            await asyncio.sleep(request["wait"])
            question.take()
            return Answer({"model": "x"})

        async def aclose(self) -> None:
            """Nothing is open."""

    async def both() -> None:
        channel = TraceChannel(Late(), TraceWriter(tmp_path / "trace", {}))
        given_up = asyncio.create_task(channel.send({"wait": 60}, Question(Usage(), 1)))
        await channel.send({"wait": 0.5}, Question(Usage(), 1))
        given_up.cancel()
        await asyncio.wait([given_up])

    asyncio.run(both())
    (entry,) = entries(tmp_path / "trace")
    assert entry["request"] == {"wait": 0.5} and entry["seconds"] < 0.5


def test_errors_are_in_it_too(tmp_path: Path) -> None:
    folder = tmp_path / "trace"
    steps = [fails(503), fails(401, message=f"bad key {KEY}")]
    with ScriptedServer(steps) as server, pytest.raises(errors.ModelRejectedError):
        run(traced(server, folder))
    assert [entry["error"]["type"] for entry in entries(folder)] == ["ModelUnavailableError", "ModelRejectedError"]


def test_no_secret_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "trace"
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        url = server.url.replace("http://", "http://user:hunter2-secret@")
        run(traced(server, folder, base_url=url), TEXT + f"\nوقال إن المفتاح {KEY} سري.")
    told = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    assert "[key]" in told
    for secret in (KEY, "hunter2", "Bearer", "uthorization"):
        assert secret not in told


def test_without_text_no_word_of_report_or_answer_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "trace"
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        run(traced(server, folder, trace_text=False))
        question = server.requests[0]["messages"][-1]["content"]
    told = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    assert not any("\u0600" <= letter <= "\u06ff" for letter in told)
    assert set(entries(folder)[0]["request"]["messages"][0]["content"]) == {"sha256", "characters"}
    assert hashlib.sha256(question.encode()).hexdigest() in told
    assert entries(folder)[0]["answer"]["usage"]["prompt_tokens"] == 100
    with pytest.raises(errors.SettingsError, match="without text and cannot be replayed"):
        run(make_settings(replay=folder))


def test_a_run_is_replayed_without_a_model(tmp_path: Path) -> None:
    folder = tmp_path / "trace"
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        record = run(traced(server, folder, temperature=0.3, seed=7, profile="hosted"))
    again = run(make_settings(replay=folder))
    assert same(record, again)
    made = again.provenance
    assert (made.endpoint_kind, made.calls, made.input_tokens, made.cost) == ("replay", 0, 0, None)
    assert made.cached == record.provenance.calls


TROUBLE: dict[str, list[Step]] = {
    "a failing endpoint": [fails(500), fails(429, headers={"retry-after": "0"})],
    "no choice": [Step(choices=False)],
    "an answer that did not fit": [says("no JSON")],
    "a parameter that was refused": [fails(400, message="Unsupported parameter: seed")],
}


@pytest.mark.parametrize("name", TROUBLE)
def test_a_run_with_trouble_is_replayed_to_the_same_record(name: str, tmp_path: Path) -> None:
    script, steps = Script(PEOPLE, [RIGHT]), list(TROUBLE[name])
    with ScriptedServer(lambda request: steps.pop(0) if steps else script(request)) as server:
        record = run(traced(server, tmp_path / "trace", attempts=4))
    assert same(record, run(make_settings(replay=tmp_path / "trace")))


def test_windows_that_were_cut_are_cut_again(tmp_path: Path) -> None:
    script = Script(PEOPLE, [RIGHT])

    def narrow(request: dict[str, Any]) -> Step:
        if "list who takes part" not in request["messages"][0]["content"]:
            return script(request)
        too_long = len(request["messages"][-1]["content"]) > 0.7 * len(TEXT)
        return fails(400, message="maximum context length is 10 tokens") if too_long else script(request)

    with ScriptedServer(narrow) as server:
        record = run(traced(server, tmp_path / "trace"))
    assert any(entry["error"] for entry in entries(tmp_path / "trace"))
    assert same(record, run(make_settings(replay=tmp_path / "trace")))


def test_a_run_that_failed_fails_again_in_the_same_way(tmp_path: Path) -> None:
    with ScriptedServer([Step(refusal="no")]) as server, pytest.raises(errors.ModelRefusedError) as one:
        run(traced(server, tmp_path / "trace"))
    with pytest.raises(errors.ModelRefusedError) as other:
        run(make_settings(replay=tmp_path / "trace"))
    assert str(one.value) == str(other.value)


def test_answers_from_the_cache_are_in_the_trace(tmp_path: Path) -> None:
    kept = {"cache": True, "cache_dir": tmp_path / "cache"}
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        record = run(traced(server, tmp_path / "first", **kept))
        run(traced(server, tmp_path / "second", **kept))
    assert {entry["from"] for entry in entries(tmp_path / "second")} == {"cache"}
    assert same(record, run(make_settings(replay=tmp_path / "second")))


def test_what_a_second_model_answered_is_replayed(tmp_path: Path) -> None:
    script = Script(PEOPLE, [RIGHT])
    with ScriptedServer(lambda request: script(request) if request["model"] == "second" else fails(503)) as server:
        record = run(traced(server, tmp_path / "trace", fallback_model="second", attempts=1))
    assert record.provenance.models == ["second"]
    assert same(record, run(make_settings(replay=tmp_path / "trace")))


def test_a_question_that_is_not_in_the_trace_is_named(tmp_path: Path) -> None:
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        run(traced(server, tmp_path / "trace"))
    with pytest.raises(errors.ReplayError, match=r"question 1 \(participants\)"):
        run(make_settings(replay=tmp_path / "trace"), TEXT + " وطالب الوفد بشيء آخر.")


def test_a_trace_that_was_cut_off_is_named(tmp_path: Path) -> None:
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        run(traced(server, tmp_path / "trace"))
    # Two questions are asked at once, so their numbers depend on which is answered first.
    number = next(entry["number"] for entry in entries(tmp_path / "trace") if entry["stage"] == "items")
    (tmp_path / f"trace/{number:06}.json").unlink()
    with pytest.raises(errors.ReplayError, match="items"):
        run(make_settings(replay=tmp_path / "trace"))
    (tmp_path / "trace/000001.json").write_text('{"number": 1, "requ')
    with pytest.raises(errors.SettingsError, match="000001.json"):
        run(make_settings(replay=tmp_path / "trace"))


@pytest.mark.parametrize("content", [None, "", "[]", '{"model": "x"}', '{"text": true}'])
def test_a_folder_without_a_trace_is_told(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "run.json").write_text(content)
    with pytest.raises(errors.SettingsError, match="trace"):
        run(make_settings(replay=tmp_path))


def test_two_kinds_of_run_do_not_mix_in_a_folder(tmp_path: Path) -> None:
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        run(traced(server, tmp_path / "trace"))
        made = len(entries(tmp_path / "trace"))
        run(traced(server, tmp_path / "trace"))
        assert len(entries(tmp_path / "trace")) == 2 * made
        with pytest.raises(errors.SettingsError, match="another run"):
            run(traced(server, tmp_path / "trace", seed=2))
        (tmp_path / "file").write_text("")
        with pytest.raises(errors.SettingsError, match="cannot take a trace"):
            run(traced(server, tmp_path / "file/trace"))


def test_generate_replays_as_well(tmp_path: Path) -> None:
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        one = generate(TEXT, out=tmp_path / "one", published="2024-05-14", settings=traced(server, tmp_path / "trace"))
    other = generate(TEXT, out=tmp_path / "other", published="2024-05-14", settings=make_settings(replay=tmp_path / "trace"))
    assert same(one.record, other.record)


def test_the_command_line_traces_and_replays(tmp_path: Path) -> None:
    source, trace = report(tmp_path), str(tmp_path / "trace")
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        asked = ("--model", "scripted", "--base-url", server.url, "--published", "2024-05-14")
        first = briefing("extract", source, *asked, "--trace-dir", trace, OPENAI_API_KEY=KEY)
    second = briefing("extract", source, "--published", "2024-05-14", "--replay", trace)
    assert second.returncode == 0
    assert same(Record.from_json(first.stdout), Record.from_json(second.stdout))
    other = briefing("extract", source, "--replay", trace, "--published", "2024-05-15", "--debug")
    assert KEY not in first.stderr + second.stderr + other.stderr


def test_a_replay_of_the_embedded_model_keeps_its_caution(tmp_path: Path) -> None:
    from briefing.rendering import render_files

    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        run(traced(server, tmp_path / "trace", profile="server"))
    facts = json.loads((tmp_path / "trace/run.json").read_text())
    (tmp_path / "trace/run.json").write_text(json.dumps(facts | {"endpoint_kind": "embedded"}))
    settings = make_settings(replay=tmp_path / "trace")
    record = run(settings)
    assert record.provenance.models == []
    embedded = record.model_copy(update={"provenance": record.provenance.model_copy(update={"endpoint_kind": "embedded"})})
    first, second = (
        render_files(one, tmp_path / name, languages=["en"], formats=["md"])[0].read_text(encoding="utf-8").splitlines()[:8]
        for name, one in (("replayed", record), ("embedded", embedded))
    )
    assert [line for line in first if "Record" not in line] == [line for line in second if "Record" not in line]


def test_what_was_broken_off_and_asked_again_is_replayed(tmp_path: Path) -> None:
    folder = tmp_path / "trace"
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        record = run(traced(server, folder))
        told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        facts = {name: value for name, value in told.items() if name not in {"format", "tool_version", "text"}}
        later = entries(folder)
        for path in folder.glob("0*.json"):
            path.unlink()
        writer = TraceWriter(folder, facts)
        writer.write(later[0]["request"], Question(Usage(), 1), error=asyncio.CancelledError())
        (folder / "000002.json").touch()  # its writer was killed
        for entry in later:
            (folder / f"{entry['number'] + 2:06}.json").write_text(json.dumps(entry), encoding="utf-8")
        assert same(run(traced(server, tmp_path, trace_dir=None, replay=folder)), record)


def test_two_processes_write_into_one_folder(tmp_path: Path) -> None:
    one, other = (TraceWriter(tmp_path / "trace", {}) for _ in range(2))
    for writer in (one, other, one, other):
        writer.write({}, Question(Usage(), 1), answer=Answer({"model": "x"}))
    assert [entry["number"] for entry in entries(tmp_path / "trace")] == [1, 2, 3, 4]


def test_a_full_disk_does_not_stop_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from briefing import traces

    with ScriptedServer([answer({})]) as server:
        settings = traced(server, tmp_path / "trace")

    written = traces._write

    def full(path: Path, text: str) -> None:
        if path.stem.isdecimal():
            raise OSError(28, "No space left on device")
        written(path, text)

    monkeypatch.setattr(traces, "_write", full)
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        run(settings.model_copy(update={"base_url": server.url}))
    assert caplog.text.count("No space left") == 1
