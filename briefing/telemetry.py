"""Seeing inside: log events and, where OpenTelemetry is installed and set up, spans and metrics.

Events are log records of the logger ``briefing`` with a name and plain fields: ``run``, ``report``, ``question`` and
``call``, each when it ends, with ids, seconds and tokens. They hold no key and no word of a report.

Spans and metrics follow OpenTelemetry's semantic conventions for generative AI: a client span "chat MODEL" for each call,
``gen_ai.client.token.usage`` and ``gen_ai.client.operation.duration``. With ``opentelemetry-api`` alone and no provider
they cost next to nothing; without the package, nothing.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from briefing import __version__
from briefing.channels import ORIGIN, Answer, Channel, Question, Request, Usage, originating
from briefing.settings import Settings

Fields = dict[str, Any]

_log = logging.getLogger("briefing")
_SILENT: ContextVar[bool] = ContextVar("silent", default=False)
# The buckets that the semantic conventions advise.
_TOKEN_BUCKETS = [4**power for power in range(14)]
_SECOND_BUCKETS = [0.01 * 2**power for power in range(14)]


class TelemetryChannel:
    """Tells of every request that passes. ``address`` is where it goes, for the spans."""

    def __init__(self, channel: Channel, *, address: str | None = None) -> None:
        self._channel = channel
        parts = urlsplit(address or "https://api.openai.com")
        self._server = {"server.address": parts.hostname or "", "server.port": parts.port or (443, 80)[parts.scheme == "http"]}

    async def aclose(self) -> None:
        """See Channel."""
        await self._channel.aclose()

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel."""
        answer: Answer | None = None
        failed: BaseException | None = None
        made = question.made
        try:
            answer = await self._channel.send(request, question)
        except BaseException as error:
            failed = error
            raise
        finally:
            if (seconds := question.seconds_since(made)) is not None:
                self._tell(request, question, answer, failed, seconds)
        return answer

    def _tell(
        self, request: Request, question: Question, answer: Answer | None, error: BaseException | None, seconds: float
    ) -> None:
        model = str(request.get("model"))
        with originating(question.origin):
            _tell_call(model, answer, type(error).__name__ if error else None, seconds)
        # By the semantic conventions: what the endpoint said, where it said anything, else which error it was.
        failed = str(getattr(error, "status", None) or type(error).__name__) if error else None
        common = {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": "openai",
            "gen_ai.request.model": model,
            **self._server,
        }
        _measure(common, answer, failed, seconds)
        details = {
            "gen_ai.output.type": "json",
            "gen_ai.request.temperature": request.get("temperature"),
            "gen_ai.request.max_tokens": request.get("max_tokens") or request.get("max_completion_tokens"),
            "gen_ai.request.seed": request.get("seed"),
        }
        _tell_span(f"chat {model}", common | details | (_of_answer(answer) if answer else {}), failed, seconds)


def _tell_call(model: str, answer: Answer | None, failed: str | None, seconds: float) -> None:
    if not _log.isEnabledFor(logging.INFO):
        return
    fields: Fields = {"model": model, "seconds": round(seconds, 4)}
    if answer is not None:
        fields |= {"input_tokens": answer.input_tokens, "output_tokens": answer.output_tokens, "finish": _finish(answer)}
    if failed is not None:
        fields["error"] = failed
    event("call", **fields)


@contextmanager
def unobserved() -> Iterator[None]:
    """Nothing is told of what is done inside."""
    token = _SILENT.set(True)
    try:
        yield
    finally:
        _SILENT.reset(token)


@contextmanager
def observed_question(model: str, question: Question) -> Iterator[None]:
    """Tell of a question to the model when it ends, however it does."""

    def told() -> Fields:
        return {"model": model, "calls": question.made, "tries_left": question.tries}

    with _observed("question", {"briefing.stage": ORIGIN.get().stage}, told):
        yield


@contextmanager
def observed_report(model: str, usage: Usage) -> Iterator[None]:
    """Tell of a report when it was read, or failed."""

    def told() -> Fields:
        counts = {"calls": usage.calls, "cached": usage.cached}
        tokens = {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens}
        return {"model": model, **counts, **tokens, "cost": round(usage.cost, 6) if usage.currency else None}

    with _observed("report", {"briefing.report": ORIGIN.get().sha256[:12]}, told):
        yield


@contextmanager
def observed_run(command: str) -> Iterator[None]:
    """Tell of a run of the command line when it ends."""
    with _observed("run", {"briefing.command": command}, lambda: {"command": command, "version": __version__}):
        yield


@contextmanager
def _observed(name: str, attributes: Fields, told: Callable[[], Fields]) -> Iterator[None]:
    if _SILENT.get():
        yield
        return
    began, failed = time.monotonic(), None
    with _span(f"briefing {name}", attributes):
        try:
            yield
        except BaseException as error:
            failed = None if type(error).__name__ == "Exit" else type(error).__name__  # the command line's way of leaving
            raise
        finally:
            if _log.isEnabledFor(logging.INFO):
                seconds = round(time.monotonic() - began, 4)
                event(name, **told(), seconds=seconds, **({"error": failed} if failed else {}))


def event(name: str, **fields: Any) -> None:
    """Log that something ended, at level info, with whose it is."""
    origin = ORIGIN.get()
    whose: Fields = {}
    if origin.sha256:
        whose = {"report": origin.sha256[:12], "name": origin.report}
    if origin.stage:
        whose |= {"question": origin.number, "stage": origin.stage}
    _log.info("%s", name, extra={"event": name, "fields": {**whose, **fields}})


# --- logs -----------------------------------------------------------------------------------------------------------


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, event, and the event's fields; ``message`` for what is no event."""

    def format(self, record: logging.LogRecord) -> str:
        """See logging.Formatter."""
        return json.dumps({**_head(record), **_fields(record)}, ensure_ascii=False, default=str)


class TextFormatter(logging.Formatter):
    """A line for people: warnings as sentences, events with their fields."""

    def format(self, record: logging.LogRecord) -> str:
        """See logging.Formatter."""
        fields = _fields(record)
        if "event" not in fields:
            return f"briefing: {_printable(str(fields['message']))}"
        name = fields.pop("event")
        return " ".join([_head(record)["time"], name, *(f"{key}={_cell(value)}" for key, value in fields.items())])


def _printable(text: str) -> str:
    """A text in which nothing moves the cursor or ends the line: names of reports are anybody's."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)


def _cell(value: Any) -> str:
    text = str(value)
    is_plain = text.isprintable() and not set(text) & set(' "=')
    return text if is_plain else _printable(json.dumps(text, ensure_ascii=False))


def logs_are_json() -> bool:
    """Whether who reads standard error expects an object a line."""
    return any(isinstance(handler.formatter, JsonFormatter) for handler in _log.handlers)


def say(message: str, *, event: str, level: str = "info", prefix: str = "", **fields: Any) -> None:
    """A sentence on standard error, or an object with it where the logs are JSON. What nobody takes is lost."""
    line = f"{prefix}{message}"
    if logs_are_json():
        line = json.dumps({"time": _moment(time.time()), "level": level, "event": event, **fields, "message": message})
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:
        let_go(2)


def let_go(number: int) -> None:
    """Send what is still to be written to an output that cannot take it nowhere: Python would try once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), number)


class LogCollector(logging.Handler):
    """Keeps log records, each as a line of JSON, until ``taken``: another process is to tell of them (``tell_again``)."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """See logging.Handler."""
        told = {"name": record.name, "created": record.created, "levelno": record.levelno, "levelname": record.levelname}
        told |= {name: getattr(record, name) for name in ("event", "fields") if hasattr(record, name)}
        self._lines.append(json.dumps({**told, "msg": record.getMessage()}, default=str))

    def taken(self) -> list[str]:
        """The lines since the last time."""
        lines, self._lines = self._lines, []
        return lines


def collect_logs(settings: Settings) -> LogCollector:
    """Have the log records of briefing collected in place of what was configured before, from the level on that is set."""
    configure_logs(settings)
    collector = LogCollector()
    _log.handlers[:] = [collector]
    return collector


def tell_again(line: str) -> None:
    """Log what a LogCollector kept in another process."""
    _log.handle(logging.makeLogRecord(json.loads(line)))


def configure_logs(settings: Settings) -> None:
    """Send the log records of briefing to standard error, in place of what was configured before.

    From ``settings.log_level`` on; unset it is info where a format is asked for, else warning.
    """
    style, level = settings.log_format, settings.log_level or ("info" if settings.log_format else "warning")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if style == "json" else TextFormatter())
    _log.handlers[:] = [handler]
    _log.setLevel(level.upper())
    _log.propagate = False


def _head(record: logging.LogRecord) -> Fields:
    return {"time": _moment(record.created), "level": record.levelname.lower()}


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _fields(record: logging.LogRecord) -> Fields:
    name = getattr(record, "event", None)
    if name is None:
        return {"message": record.getMessage()}
    return {"event": name, **getattr(record, "fields", {})}


# --- OpenTelemetry --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _telemetry() -> tuple[Any, Any, Any] | None:
    """The tracer and the two histograms; None where the package is not installed."""
    try:
        from opentelemetry import metrics, trace
    except ImportError:
        return None
    meter = metrics.get_meter("briefing", __version__)
    tokens = meter.create_histogram(
        "gen_ai.client.token.usage",
        unit="{token}",
        description="Number of input and output tokens used.",
        explicit_bucket_boundaries_advisory=_TOKEN_BUCKETS,
    )
    seconds = meter.create_histogram(
        "gen_ai.client.operation.duration",
        unit="s",
        description="GenAI operation duration.",
        explicit_bucket_boundaries_advisory=_SECOND_BUCKETS,
    )
    return trace.get_tracer("briefing", __version__), tokens, seconds


@contextmanager
def _span(name: str, attributes: Fields) -> Iterator[None]:
    """A span around what is done inside, where there is OpenTelemetry. Errors are named, not quoted."""
    telemetry = _telemetry()
    if telemetry is None:
        yield
        return
    with telemetry[0].start_as_current_span(
        name, attributes=_given(attributes), record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield
        except BaseException as error:
            _fail(span, type(error).__name__)
            raise


def _tell_span(name: str, attributes: Fields, failed: str | None, seconds: float) -> None:
    """A span of what is over by now: when a request went is known only then."""
    telemetry = _telemetry()
    if telemetry is None:
        return
    from opentelemetry.trace import SpanKind

    began = time.time_ns() - int(seconds * 1e9)
    span = telemetry[0].start_span(name, kind=SpanKind.CLIENT, attributes=_given(attributes), start_time=began)
    if failed is not None:
        _fail(span, failed)
    span.end()


def _fail(span: Any, error: str) -> None:
    from opentelemetry.trace import Status, StatusCode

    span.set_attribute("error.type", error)
    span.set_status(Status(StatusCode.ERROR))


def _given(attributes: Fields) -> Fields:
    return {key: value for key, value in attributes.items() if value is not None}


def _measure(common: Fields, answer: Answer | None, failed: str | None, seconds: float) -> None:
    telemetry = _telemetry()
    if telemetry is None:
        return
    _, tokens, duration = telemetry
    attributes = common | ({"gen_ai.response.model": answer.completion.get("model")} if answer else {})
    attributes = _given(attributes)
    duration.record(seconds, attributes | ({"error.type": failed} if failed else {}))
    if answer is not None and answer.input_tokens:
        tokens.record(answer.input_tokens, attributes | {"gen_ai.token.type": "input"})
        tokens.record(answer.output_tokens, attributes | {"gen_ai.token.type": "output"})


def _of_answer(answer: Answer) -> Fields:
    told = {
        "gen_ai.response.model": answer.completion.get("model"),
        "gen_ai.response.id": answer.completion.get("id"),
        "gen_ai.usage.input_tokens": answer.input_tokens,
        "gen_ai.usage.output_tokens": answer.output_tokens,
    }
    if finish := _finish(answer):
        told["gen_ai.response.finish_reasons"] = [finish]
    return {key: value for key, value in told.items() if isinstance(value, str | int | list)}


def _finish(answer: Answer) -> str | None:
    choices = answer.completion.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    reason = choice.get("finish_reason") if isinstance(choice, dict) else None
    return reason if isinstance(reason, str) else None
