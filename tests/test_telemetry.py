from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import Histogram, MeterProvider
from opentelemetry.sdk.metrics.export import AggregationTemporality, InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from briefing import errors
from briefing.api import extract
from briefing.settings import make_settings
from briefing.telemetry import TextFormatter
from tests.conftest import ROOT
from tests.pipeline import Script
from tests.scripted_server import ScriptedServer, fails
from tests.test_cli import briefing, report
from tests.test_extraction import PEOPLE, RIGHT, TEXT
from tests.test_llm import KEY

EXPORTER = InMemorySpanExporter()
READER = InMemoryMetricReader({Histogram: AggregationTemporality.DELTA})


@pytest.fixture(scope="module", autouse=True)
def providers() -> None:
    """A process can be given its providers but once."""
    tracing = TracerProvider()
    tracing.add_span_processor(SimpleSpanProcessor(EXPORTER))
    trace.set_tracer_provider(tracing)
    metrics.set_meter_provider(MeterProvider([READER]))


@pytest.fixture(autouse=True)
def empty() -> None:
    EXPORTER.clear()
    READER.get_metrics_data()


def run(server: ScriptedServer, **more: Any) -> None:
    extract(
        TEXT,
        published="2024-05-14",
        settings=make_settings(model="scripted", base_url=server.url, api_key=KEY, attempts=1, **more),
    )


def spans(prefix: str) -> list[ReadableSpan]:
    return [span for span in EXPORTER.get_finished_spans() if span.name.startswith(prefix)]


def points(name: str) -> list[Any]:
    data = READER.get_metrics_data()
    assert data is not None
    found = [
        metric
        for resource in data.resource_metrics
        for scope in resource.scope_metrics
        for metric in scope.metrics
        if metric.name == name
    ]
    return [point for metric in found for point in metric.data.data_points]


def test_each_call_is_a_client_span_with_the_conventions_names() -> None:
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        run(server, temperature=0.5)
        port = int(server.url.split(":")[2].split("/")[0])
    calls = spans("chat ")
    assert len(calls) == len(server.requests)
    attributes = dict(calls[0].attributes or {})
    assert calls[0].name == "chat scripted" and calls[0].kind is trace.SpanKind.CLIENT
    limit = attributes.pop("gen_ai.request.max_tokens")
    assert limit == server.requests[0]["max_tokens"]
    assert attributes == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.output.type": "json",
        "gen_ai.request.model": "scripted",
        "gen_ai.request.temperature": 0.5,
        "gen_ai.request.seed": 1,
        "gen_ai.response.model": "scripted",
        "gen_ai.response.id": "scripted",
        "gen_ai.response.finish_reasons": ("stop",),
        "gen_ai.usage.input_tokens": 100,
        "gen_ai.usage.output_tokens": 10,
        "server.address": "127.0.0.1",
        "server.port": port,
    }


def test_calls_belong_to_questions_and_questions_to_the_report() -> None:
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        run(server)
    (whole,) = spans("briefing report")
    questions = spans("briefing question")
    assert whole.context is not None
    assert {span.parent.span_id for span in questions if span.parent} == {whole.context.span_id}
    assert {span.context.span_id for span in questions if span.context} == {s.parent.span_id for s in spans("chat ") if s.parent}
    assert {str((span.attributes or {})["briefing.stage"]) for span in questions} >= {"participants", "items"}


def test_an_error_is_named_in_span_and_metric_and_not_quoted() -> None:
    with ScriptedServer([fails(401, message=f"bad key {KEY}")]) as server, pytest.raises(errors.ModelRejectedError):
        run(server)
    (call,) = spans("chat ")
    assert (call.attributes or {})["error.type"] == "401" and call.status.status_code is trace.StatusCode.ERROR
    assert all(KEY not in span.to_json() and not span.events for span in EXPORTER.get_finished_spans())
    (point,) = points("gen_ai.client.operation.duration")
    assert point.attributes["error.type"] == "401"


def test_tokens_and_durations_are_measured() -> None:
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        run(server)
        made = len(server.requests)
    (duration,) = points("gen_ai.client.operation.duration")
    assert duration.count == made and duration.attributes["gen_ai.operation.name"] == "chat"
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        run(server)
    usage = {point.attributes["gen_ai.token.type"]: point.sum for point in points("gen_ai.client.token.usage")}
    assert usage["input"] == 10 * usage["output"] > 0


def test_no_word_of_the_report_is_in_spans() -> None:
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        run(server)
    told = "".join(span.to_json() for span in EXPORTER.get_finished_spans())
    assert not any(
        "\u0600" <= letter <= "\u06ff" for letter in json.dumps(json.loads(f"[{json.dumps(told)}]"), ensure_ascii=False)
    )


def test_without_opentelemetry_nothing_is_missed(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['opentelemetry'] = None\n"
        "from briefing.telemetry import _telemetry, _span\n"
        "assert _telemetry() is None\n"
        "with _span('x', {}) as span: assert span is None\n"
        "import briefing.llm; print([m for m in sys.modules if m.startswith('opentelemetry.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


def events(stderr: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stderr.splitlines() if line.startswith("{")]


def test_events_are_json_lines_with_ids_seconds_and_tokens(tmp_path: Path) -> None:
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        arguments = ("extract", report(tmp_path), "--model", "scripted", "--base-url", server.url)
        done = briefing(*arguments, "--quiet", "--log-format", "json", OPENAI_API_KEY=KEY)
        made = len(server.requests)
    found = events(done.stderr)
    assert len(found) == len(done.stderr.splitlines())
    by_name = {name: [event for event in found if event["event"] == name] for name in ("run", "report", "question", "call")}
    assert len(by_name["call"]) == len(by_name["question"]) == made and len(by_name["report"]) == len(by_name["run"]) == 1
    assert by_name["call"][0]["input_tokens"] == 100 and by_name["call"][0]["stage"] == "participants"
    assert {event["report"] for event in found if event["event"] != "run"} == {by_name["report"][0]["report"]}
    assert by_name["report"][0]["calls"] == made and by_name["report"][0]["output_tokens"] == 10 * made
    assert all(event["level"] == "info" and event["time"].endswith("Z") and event["seconds"] >= 0 for event in found)
    assert KEY not in done.stderr and not any("\u0600" <= letter <= "\u06ff" for letter in done.stderr)
    json.loads(done.stdout)


def test_errors_are_events_too_and_the_last_line_is_one(tmp_path: Path) -> None:
    with ScriptedServer([fails(401, message=f"bad key {KEY}")]) as server:
        arguments = ("extract", report(tmp_path), "--model", "x", "--base-url", server.url, "--log-format", "json")
        done = briefing(*arguments, OPENAI_API_KEY=KEY)
    assert {event["error"] for event in events(done.stderr)} == {"ModelRejectedError"}
    *_, last = map(json.loads, done.stderr.splitlines())
    assert (last["event"], last["level"]) == ("error", "error") and "does not accept" in last["message"]
    assert KEY not in done.stderr


def test_by_default_nothing_is_told_and_warnings_are_sentences(tmp_path: Path) -> None:
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        arguments = ("extract", report(tmp_path), "--model", "scripted", "--base-url", server.url, "--quiet")
        assert briefing(*arguments).stderr == ""
        (tmp_path / "cache").write_text("a file")
        done = briefing(*arguments, BRIEFING_CACHE="1", BRIEFING_CACHE_DIR=str(tmp_path / "cache"))
        text = briefing(*arguments, "--log-format", "text")
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("briefing: The response cache ")
    assert any(line.split()[1] == "call" for line in text.stderr.splitlines())
    assert briefing(*arguments, "--log-level", "loud").returncode == 2
    assert briefing(*arguments, "--log-format", "xml").returncode == 2


def test_no_name_of_a_report_makes_lines_of_its_own_or_moves_the_cursor() -> None:
    fields = {"name": "a\n2026 error FORGED \x1b[31mred\u202e", "stage": "items", "of": 'x="y"'}
    record = logging.makeLogRecord({"levelname": "INFO", "event": "report", "fields": fields})
    line = TextFormatter().format(record)
    assert line.isprintable() and line.endswith(r'name="a\n2026 error FORGED \u001b[31mred\u202e" stage=items of="x=\"y\""')
    warning = logging.makeLogRecord({"levelname": "WARNING", "msg": "X\x1b[2J\nbriefing: done"})
    assert TextFormatter().format(warning) == r"briefing: X\u001b[2J\u000abriefing: done"


def test_logging_that_a_program_has_set_up_gets_the_events(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="briefing"), ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        run(server)
    assert {record.message for record in caplog.records} == {"call", "question", "report"}
