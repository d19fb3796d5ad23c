"""What endpoints do, as data: each row with the requests that are made and what the user sees.

``tests/test_faults.py`` tries every row over real HTTP; the table in ``docs/faults.md`` is made of the same rows:
``make docs`` writes it anew.
"""

from __future__ import annotations

import email.utils
import gzip
import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.scripted_server import Step, fails, says

USUAL = 3  # requests for the report of the tests, if nothing goes wrong: who takes part, the items, the round
DOCUMENT = Path(__file__).resolve().parent.parent / "docs/faults.md"
READ = "the record"


@dataclass(frozen=True)
class Fault:
    """A fault of an endpoint. ``turn`` makes it of the right answer.

    ``once``: requests for the report if it happens to the first question once (None: the same as for good). ``always``:
    requests if it goes on. ``says`` is the message then, after the endpoint's address, with … for a number; READ if the
    report is read all the same. ``settings`` are those that the row is tried with.
    """

    what: str
    turn: Callable[[Step], Step]
    always: int
    says: str
    once: int | None = None
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """What the command line returns if it goes on."""
        return 0 if self.says == READ else 1


def _is(step: Step) -> Callable[[Step], Step]:
    return lambda _: step


def _status(code: int, **headers: str) -> Callable[[Step], Step]:
    return _is(fails(code, headers={name.replace("_", "-"): value for name, value in headers.items()}))


def _with(**changes: Any) -> Callable[[Step], Step]:
    return lambda right: replace(right, **changes)


def _patched(change: Callable[[dict[str, Any]], Any]) -> Callable[[Step], Step]:
    return lambda right: replace(right, patch=change)


def _error(**told: Any) -> Callable[[Step], Step]:
    return _is(Step(body=json.dumps({"error": {"message": "no", **told}})))


def _in_an_hour(_: Step) -> Step:
    return fails(429, headers={"retry-after": email.utils.formatdate(time.time() + 3600, usegmt=True)})


def _first(completion: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return completion | {"choices": [completion["choices"][0] | changes]}


_BUSY = "<!doctype html><title>Busy</title>"
_NO_COMPLETION = "answered with something that is no chat completion: check the address."
_NO_CREDIT = "has no credit left for this key: check its billing."
_LATER = "failed with HTTP {}: try later."
_LIMIT = "is limiting requests: try later."
_LIMIT_FOR = "is limiting requests for … s: try later."
_CONTEXT = "The text does not fit the model's context window: use a model with a larger one."
_INVALID = "scripted gave no answer of the right form in … tries: try a stronger model or another --mode."
_TOO_LARGE = "answered with more than 10 MB: check the address."
_SLOW = {"BRIEFING_TIMEOUT": "1", "BRIEFING_ATTEMPTS": "2"}
_TOO_SLOW = "did not answer within … s: try later or raise timeout."
_BROKE_OFF = "broke off in the middle of an answer: try later."

FAULTS = (
    Fault("400", _status(400), 1, "refused the request (HTTP 400): check the model and its options."),
    Fault("401", _status(401), 1, "does not accept the API key: check OPENAI_API_KEY."),
    Fault("402", _status(402), 1, _NO_CREDIT),
    Fault("403", _status(403), 1, "does not allow this key to use scripted: check its permissions."),
    Fault("404, no such model", _status(404), 1, "does not know the model scripted: check --model and --base-url."),
    Fault("408", _status(408), 3, _LATER.format(408), once=4),
    Fault("409", _status(409), 3, _LATER.format(409), once=4),
    Fault("422", _status(422), 1, "refused the request (HTTP 422): check the model and its options."),
    Fault("429, Retry-After short", _status(429, retry_after="0.01"), 3, _LIMIT_FOR, once=4),
    Fault("429, Retry-After of five minutes", _status(429, retry_after="300"), 1, _LIMIT_FOR),
    Fault("429, Retry-After as a date in an hour", _in_an_hour, 1, _LIMIT_FOR),
    Fault("429, Retry-After as a date that is past", _status(429, retry_after="Mon, 05 Jan 2015 10:00:00 GMT"), 3, _LIMIT, once=4),
    Fault("429, Retry-After negative", _status(429, retry_after="-5"), 3, _LIMIT, once=4),
    Fault("429, Retry-After not a number", _status(429, retry_after="nan"), 3, _LIMIT, once=4),
    Fault("429, Retry-After infinite", _status(429, retry_after="inf"), 1, _LIMIT),
    Fault("429, Retry-After nonsense", _status(429, retry_after="soon"), 3, _LIMIT, once=4),
    Fault("429 without Retry-After", _status(429), 3, _LIMIT, once=4),
    Fault("429, the credit is used up", _is(Step(status=429, body='{"error": {"code": "insufficient_quota", "message": "no"}}')), 1, _NO_CREDIT),
    Fault("500", _status(500), 3, _LATER.format(500), once=4),
    Fault("502", _status(502), 3, _LATER.format(502), once=4),
    Fault("503", _status(503), 3, _LATER.format(503), once=4),
    Fault("504", _status(504), 3, _LATER.format(504), once=4),
    Fault("529, overloaded", _status(529), 3, _LATER.format(529), once=4),
    Fault("200 with an error that names 503", _error(code=503), 3, _LATER.format(503), once=4),
    Fault("200 with an error that names 429", _error(code="429"), 3, _LIMIT, once=4),
    Fault("200 with an error that names 401", _error(code=401), 1, "does not accept the API key: check OPENAI_API_KEY."),
    Fault("200 with an error: the credit is used up", _error(code="insufficient_quota"), 1, _NO_CREDIT),
    Fault("200 with an error that names nothing", _is(Step(body='{"error": "overloaded"}')), 3, "answered with an error instead of a completion: try later.", once=4),
    Fault("redirect to another host", _is(Step(status=307, headers={"location": "http://127.0.0.1:9/v1/chat/completions"}, body="")), 1, "redirects elsewhere, which is not followed: give its final address."),
    Fault("no answer", _with(delay=5.0), 2, _TOO_SLOW, settings=_SLOW),
    Fault("stalls in mid-body", _with(stall=5.0), 2, _TOO_SLOW, settings=_SLOW),
    Fault("one byte at a time", _with(trickle=0.01), 2, _TOO_SLOW, settings=_SLOW),
    Fault("connection reset in mid-body", _with(cut=True), 3, _BROKE_OFF, once=4),
    Fault("content-length larger than the body", _with(claims=50), 3, _BROKE_OFF, once=4),
    Fault("content-length smaller than the body", lambda right: replace(right, claims=-40), 3, _NO_COMPLETION, once=4),
    Fault("64 MB of answer", _with(flood=64), 1, _TOO_LARGE),
    Fault("gzip that unfolds to 200 MB", _is(Step(headers={"content-encoding": "gzip"}, body=gzip.compress(b" " * 200_000_000, 1))), 1, _TOO_LARGE),
    Fault("gzip that is cut", _is(Step(headers={"content-encoding": "gzip"}, body=gzip.compress(b"x" * 5000)[:20])), 3, "broke off in the middle of an answer: check the address.", once=4),
    Fault("an encoding that was not asked for", _is(Step(headers={"content-encoding": "br"}, body=b"\x00\x01")), 1, "answered in an encoding that was not asked for ('br'): check the address."),
    Fault("500 with 64 MB of error", lambda _: replace(fails(500), flood=64), 1, _TOO_LARGE),
    Fault("HTML as application/json", _is(Step(body=_BUSY)), 3, _NO_COMPLETION, once=4),
    Fault("HTML as text/html", _is(Step(body=_BUSY, headers={"content-type": "text/html"})), 3, _NO_COMPLETION, once=4),
    Fault("empty body", _is(Step(body="")), 3, _NO_COMPLETION, once=4),
    Fault("`null`", _is(Step(body="null")), 3, _NO_COMPLETION, once=4),
    Fault("a JSON array", _is(Step(body="[1, 2]")), 3, _NO_COMPLETION, once=4),
    Fault("JSON nested 100,000 deep", _is(Step(body="[" * 100_000)), 3, _NO_COMPLETION, once=4),
    Fault("not UTF-8", _is(Step(body=b"\xff\xfe\xfa")), 3, _NO_COMPLETION, once=4),
    Fault("no choices", _with(choices=False), 3, "answered without a choice: try later or another endpoint.", once=4),
    Fault("`choices: null`", _patched(lambda one: one | {"choices": None}), 3, "answered without a choice: try later or another endpoint.", once=4),
    Fault("`message: null`", _patched(lambda one: _first(one, message=None)), 3, "answered without a choice: try later or another endpoint.", once=4),
    Fault("content that is a number", _patched(lambda one: _first(one, message={"role": "assistant", "content": 5})), 3, _NO_COMPLETION, once=4),
    Fault("tool calls that are none", _patched(lambda one: _first(one, message={"content": None, "tool_calls": [{}]})), 3, _NO_COMPLETION, once=4),
    Fault("empty content", _is(says("")), 3, "answered with empty content: try later or another model.", once=4),
    Fault("invalid JSON in the answer", _is(says('{"participants": [')), 3, _INVALID, once=4),
    Fault("prose instead of JSON", _is(says("Gladly! Here is what I found.")), 3, _INVALID, once=4),
    Fault("JSON of another form", _is(says('{"participants": "many"}')), 3, _INVALID, once=4),
    Fault("answer cut at the token limit", lambda right: replace(right, content=right.content[:20], finish_reason="length"), 3, "The model's answer was cut at … tokens: use a model with longer answers."),
    Fault("refusal", _with(refusal="I cannot help with that."), 1, "The model declined to read this text: try another model."),
    Fault("content filter", _with(finish_reason="content_filter"), 1, "The endpoint's content filter stopped the answer: try another model or endpoint."),
    Fault("reasoning before the JSON", lambda right: replace(right, content=f"<think>Who? {{}}</think>\n{right.content}"), USUAL, READ),
    Fault("reasoning of which only the end is marked", lambda right: replace(right, content=f"Who? {{}}</think>\n{right.content}"), USUAL, READ),
    Fault("the JSON in a fence, in prose", lambda right: replace(right, content=f"Here {{it}} is:\n```json\n{right.content}\n```\nAnything else?"), USUAL, READ),
    Fault("content in parts", lambda right: replace(right, patch=lambda one: _first(one, message={"content": [{"type": "thinking", "thinking": []}, {"type": "text", "text": right.content[:9]}, {"type": "text", "text": right.content[9:]}]})), USUAL, READ),
    Fault("a tool call that was not asked for", lambda right: replace(right, patch=lambda one: _first(one, message={"content": None, "tool_calls": [{"id": "1", "type": "function", "function": {"name": "answer", "arguments": right.content}}]})), USUAL, READ),
    Fault("extra fields", lambda right: replace(right, content=right.content[:-1] + ', "more": [1]}', patch=lambda one: one | {"more": {"a": 1}}), USUAL, READ),
    Fault("duplicate keys", lambda right: replace(right, content='{"participants": [], "items": [], ' + right.content[1:]), USUAL, READ),
    Fault("usage missing", _with(usage=False), USUAL, READ),
    Fault("usage as strings", _patched(lambda one: one | {"usage": {"prompt_tokens": "100", "completion_tokens": "10"}}), USUAL, READ),
    Fault("usage negative", _patched(lambda one: one | {"usage": {"prompt_tokens": -100, "completion_tokens": -10, "total_tokens": -110}}), USUAL, READ),
    Fault("usage that is nonsense", _patched(lambda one: one | {"usage": [1, None]}), USUAL, READ),
    Fault("another model in the answer", _patched(lambda one: one | {"model": "somebody-else"}), USUAL, READ),
    Fault("no id, no model, no date", _patched(lambda one: {"choices": one["choices"]}), USUAL, READ),
)  # fmt: skip

# Faults of which no scripted answer can be made: the address, the settings beside it, and the same columns.
ELSEWHERE = (
    ("connection refused", "http://127.0.0.1:9/v1", "cannot be reached: check the address and the connection."),
    ("no such host (DNS)", "http://no-such-host.invalid/v1", "cannot be reached: no such host is known; check the address and the connection."),
    ("a proxy that is not there", "http://endpoint.invalid/v1", "cannot be reached through the proxy: check HTTP_PROXY, HTTPS_PROXY and NO_PROXY."),
    ("a service that speaks no HTTP", "", _NO_COMPLETION),
    ("connection closed instead of an answer", "", _BROKE_OFF),
    ("certificate that nobody vouches for", "", "has a certificate that cannot be trusted (…): check the address, or name the authority's file in SSL_CERT_FILE."),
    ("HTTP where TLS was expected", "", "cannot be spoken to over TLS: check http or https in the address."),
)  # fmt: skip


@dataclass(frozen=True)
class Partial:
    """A fault of one question of several. ``turn`` makes it of a request and its right answer.

    ``kept``: demands that are still in the record, of three. ``rejected``: the checks under which something is listed.
    ``warned``: the codes of warnings besides.
    """

    what: str
    turn: Callable[[dict[str, Any], Step], Step]
    kept: int
    then: str
    rejected: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()


SORE = "المعابر"  # a word of the one passage that a model does not stand


def shown(request: dict[str, Any]) -> str:
    """The question about items, also where it is put again with what was wrong with the answer."""
    said = [str(message["content"]) for message in request["messages"]]
    return next(words for words in reversed(said) if re.search(r"^1\. ", words, re.MULTILINE))


def _longer(characters: int, fault: Step) -> Callable[[dict[str, Any], Step], Step]:
    """The fault for every question about items whose last message is longer."""

    def turn(request: dict[str, Any], right: Step) -> Step:
        return fault if _asks_for_items(request) and len(shown(request)) > characters else right

    return turn


def _sore(fault: Callable[[Step], Step]) -> Callable[[dict[str, Any], Step], Step]:
    """The fault for every question about items that shows the one passage."""

    def turn(request: dict[str, Any], right: Step) -> Step:
        return fault(right) if _asks_for_items(request) and SORE in shown(request) else right

    return turn


def _round(fault: Callable[[Step], Step]) -> Callable[[dict[str, Any], Step], Step]:
    return lambda request, right: fault(right) if "describe the round" in request["messages"][0]["content"] else right


def _asks_for_items(request: dict[str, Any]) -> bool:
    from tests.pipeline import question_of

    return question_of(request) == "items"


_CUT = Step(content='{"items": [', finish_reason="length")
_TOO_LONG = fails(400, message="This model's maximum context length is 8192 tokens.")
PARTIAL = (
    Partial("413 for a window of several passages", _longer(250, fails(413)), 3, "the window is halved until it fits; nothing is lost"),
    Partial("400, context length exceeded, likewise", _longer(250, _TOO_LONG), 3, "the same"),
    Partial("500, context size exceeded, likewise", _longer(250, fails(500, message="the request exceeds the available context size")), 3, "the same"),
    Partial("answer cut for a window of several passages", _longer(250, _CUT), 3, "the same"),
    Partial("answer cut for one passage, however small", _sore(_is(_CUT)), 2, "the passage is listed as refused", ("model_answer",)),
    Partial("one passage too long for the context", _sore(_is(_TOO_LONG)), 2, "the passage is listed as refused", ("model_answer",)),
    Partial("content filter for one passage", _sore(_with(finish_reason="content_filter")), 2, "the window is halved until the passage is alone; it is listed as refused", ("model_refused",)),
    Partial("refusal for one passage", _sore(_with(refusal="No.")), 2, "the same", ("model_refused",)),
    Partial("prose instead of JSON for one passage", _sore(_is(says("Gladly!"))), 2, "the passage is listed as refused", ("model_answer",)),
    Partial("refusal of the question about the round", _round(_with(refusal="No.")), 3, "place and dates by rule; it is warned of", (), ("model_refused",)),
)  # fmt: skip


def table() -> str:
    """The tables of ``docs/faults.md``."""
    lines = [
        "| what the endpoint does | requests if it happens once | requests if it goes on | what is seen then | exit code |",
        "| --- | --- | --- | --- | --- |",
    ]
    for what, _, message in ELSEWHERE:
        lines.append(f"| {what} | | {_calls_elsewhere(message)} | {_cell(message)} | 1 |")
    for fault in FAULTS:
        once = "" if fault.once is None else str(fault.once)
        lines.append(f"| {fault.what} | {once} | {fault.always} | {_cell(fault.says)} | {fault.exit_code} |")
    lines += [
        "",
        "| what happens to one question of a report with three demands | demands kept | what becomes of the rest | listed as |",
        "| --- | --- | --- | --- |",
    ]
    for partial in PARTIAL:
        listed = ", ".join(f"`{name}`" for name in (*partial.rejected, *partial.warned))
        lines.append(f"| {partial.what} | {partial.kept} | {partial.then} | {listed} |")
    return "\n".join(lines) + "\n"


def _calls_elsewhere(message: str) -> int:
    return 1 if "TLS" in message or "certificate" in message else 3


def _cell(message: str) -> str:
    return message if message == READ or message[0].isupper() or message.startswith("scripted") else f"ADDRESS {message}"


def told(message: str, url: str) -> re.Pattern[str]:
    """The whole line that a message makes on standard error."""
    where = "" if message[0].isupper() or message.startswith("scripted") else re.escape(f"{url} ")
    return re.compile("briefing: " + where + re.escape(message).replace("…", r"[\w. -]+") + "\n")


def written(text: str) -> str:
    """A document with its tables made anew."""
    return re.sub(r"(?<=<!-- tables -->\n\n).*?(?=\n<!-- end -->)", lambda _: table(), text, flags=re.DOTALL)


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{DOCUMENT}\n")
