"""The fault matrix: every row of tests/faults.py over real HTTP, and the document that is made of them."""

from __future__ import annotations

import asyncio
import json
import re
import socketserver
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme
from pydantic import BaseModel

from briefing import errors
from briefing.api import extract
from briefing.channels import Usage
from briefing.cli import main
from briefing.llm import OpenAICompleter
from briefing.record import Record
from briefing.settings import make_settings
from tests.faults import DOCUMENT, ELSEWHERE, FAULTS, PARTIAL, READ, USUAL, Fault, Partial, shown, told, written
from tests.pipeline import Script, question_of
from tests.scripted_server import ScriptedServer, Step, fails
from tests.test_extraction import PEOPLE, RIGHT, TEXT, item

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``briefing extract`` on a report, in this process: its exit code and what it says on standard error."""

    def call(url: str, **environment: str) -> tuple[int, str]:
        report = tmp_path / "report.ar.txt"
        report.write_text(TEXT, encoding="utf-8")
        for name, value in ({"BRIEFING_RETRY_WAIT": "0.001", "BRIEFING_CACHE": "false"} | environment).items():
            monkeypatch.setenv(name, value)
        output = tmp_path / "record.json"
        output.unlink(missing_ok=True)
        arguments = ["extract", str(report), "--model", "scripted", "--base-url", url, "-o", str(output)]
        monkeypatch.setattr(sys, "argv", ["briefing", *arguments])
        code = 0
        try:
            main()
        except SystemExit as left:
            code = int(left.code or 0)
        assert output.exists() == (code == 0)
        return code, capsys.readouterr().err

    return call


def first_only(fault: Fault, script: Script) -> Callable[[dict[str, Any]], Step]:
    """A script whose first answer goes wrong."""
    seen: list[int] = []

    def answer(request: dict[str, Any]) -> Step:
        right = script(request)
        seen.append(1)
        return fault.turn(right) if len(seen) == 1 else right

    return answer


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_a_fault_that_goes_on(fault: Fault, run: Run) -> None:
    script = Script(PEOPLE, [RIGHT])
    with ScriptedServer(lambda request: fault.turn(script(request))) as server:
        code, said = run(server.url, **fault.settings)
        assert (len(server.requests), code) == (fault.always, fault.exit_code)
        if fault.says == READ:
            assert re.search(r"\d+ demands.*3 calls to scripted", said)
        else:
            assert told(fault.says, server.url).fullmatch(said), said
        assert server.written < 40_000_000  # what was sent of a flood before the connection was closed


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.once], ids=lambda fault: fault.what)
def test_a_fault_that_passes(fault: Fault, run: Run) -> None:
    with ScriptedServer(first_only(fault, Script(PEOPLE, [RIGHT]))) as server:
        code, said = run(server.url, **fault.settings)
        assert (len(server.requests), code) == (fault.once, 0)
        assert fault.once == USUAL + 1 and "4 calls to scripted" in said


@pytest.mark.parametrize("what", ["connection refused", "no such host (DNS)"])
def test_an_endpoint_that_is_not_there(what: str, run: Run) -> None:
    url, message = next(row[1:] for row in ELSEWHERE if row[0] == what)
    code, said = run(url)
    assert code == 1 and told(message, url).fullmatch(said)


def test_a_proxy_that_is_not_there(run: Run) -> None:
    url, message = next(row[1:] for row in ELSEWHERE if "proxy" in row[0])
    code, said = run(url, HTTP_PROXY="http://127.0.0.1:9", NO_PROXY="")
    assert code == 1 and told(message, url).fullmatch(said), said


@contextmanager
def greeting(words: bytes) -> Iterator[str]:
    """The address of a service that says the same to everybody who asks, and hangs up."""

    class Greeter(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(1 << 16)
            self.request.sendall(words)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Greeter) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("what", "words"), [("speaks no HTTP", b"SSH-2.0-x\r\n"), ("instead of an answer", b"")])
def test_a_service_that_is_no_endpoint(what: str, words: bytes, run: Run) -> None:
    message = next(row[2] for row in ELSEWHERE if what in row[0])
    with greeting(words) as url:
        code, said = run(url)
        assert code == 1 and told(message, url).fullmatch(said), said


class OnceAConnection:
    """An endpoint that answers one request on each connection, leaves it open, and hangs up at the next request unread.

    After ``most`` answers it hangs up at once.
    """

    def __init__(self, most: int = sys.maxsize) -> None:
        self.answered = self.dropped = 0
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                head = b"".join(iter(self.rfile.readline, b"\r\n"))
                size = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
                self.rfile.read(int(size.group(1)) if size else 0)
                if outer.answered < most:
                    outer.answered += 1
                    body = json.dumps(completion).encode()
                    self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body))
                    self.rfile.read(1)
                outer.dropped += 1

        completion = {"choices": [{"index": 0, "message": {"role": "assistant", "content": '{"count": 3}'}}]}
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> OnceAConnection:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class Count(BaseModel):
    count: int


async def asked(url: str, rounds: int, at_once: int) -> tuple[Usage, list[str]]:
    """What becomes of so many questions, with one try each."""
    settings = make_settings(model="scripted", base_url=url, api_key="none", profile="server", attempts=1, cache=False)
    usage, found = Usage(), []

    async def one(completer: OpenAICompleter) -> str:
        try:
            await completer.complete([{"role": "user", "content": "How many?"}], Count, usage=usage, max_tokens=50)
        except errors.ModelError as error:
            return type(error).__name__
        return "answer"

    async with OpenAICompleter(settings) as completer:
        for _ in range(rounds):
            found += await asyncio.gather(*(one(completer) for _ in range(at_once)))
    return usage, found


@pytest.mark.parametrize("at_once", [1, 8])
def test_a_connection_that_is_closed_after_an_answer_is_no_fault(at_once: int) -> None:
    with OnceAConnection() as server:
        usage, found = asyncio.run(asked(server.url, 5, at_once))
    assert found == ["answer"] * 5 * at_once
    assert usage.calls == server.answered == 5 * at_once


def test_an_endpoint_that_hangs_up_on_every_connection_is_at_fault() -> None:
    with OnceAConnection(most=2) as server:
        _, found = asyncio.run(asked(server.url, 4, 1))
    assert found == ["answer"] * 2 + ["ModelUnavailableError"] * 2
    # The two connections that answers had left open, and one for each question that found no other.
    assert server.dropped <= 2 + 2


@contextmanager
def self_signed() -> Iterator[ScriptedServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with ScriptedServer(Script(PEOPLE, [RIGHT]), tls=context) as server:
        yield server


def test_a_certificate_that_nobody_vouches_for_is_refused(run: Run) -> None:
    message = next(row[2] for row in ELSEWHERE if row[0].startswith("certificate"))
    with self_signed() as server:
        code, said = run(server.url)
        assert code == 1 and told(message, server.url).fullmatch(said), said
        assert server.requests == []


def test_a_certificate_is_trusted_whose_authority_is_named(run: Run, tmp_path: Path) -> None:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    with ScriptedServer(Script(PEOPLE, [RIGHT]), tls=context) as server:
        code, _ = run(server.url, SSL_CERT_FILE=str(tmp_path / "authority.pem"))
        assert (code, len(server.requests)) == (0, USUAL)


def test_http_where_tls_was_expected(run: Run) -> None:
    message = next(row[2] for row in ELSEWHERE if row[0].startswith("HTTP"))
    with ScriptedServer(Script(PEOPLE, [RIGHT])) as server:
        url = server.url.replace("http:", "https:")
        code, said = run(url)
        assert code == 1 and told(message, url).fullmatch(said), said


LONG = (
    "استضافت جنيف أمس الاثنين جولة محادثات بين وفد حكومة وادي النهر ووفد حركة الضفاف، برعاية النرويج.\n\n"
    "وطالب رئيس وفد الحركة سامر الخيّاط بفتح المعابر الثلاثة.\n\n"
    "وطالب وفد حكومة وادي النهر بتسليم الخرائط.\n\n"
    "ودعت النرويج إلى تمديد الهدنة.\n"
)
DEMANDS = {
    "بفتح المعابر الثلاثة": item(1, "سامر الخيّاط", "بفتح المعابر الثلاثة", "demand", "Samer al-Khayyat demands the opening of the three crossings.", status="standing"),
    "بتسليم الخرائط": item(1, "وفد حكومة وادي النهر", "بتسليم الخرائط", "demand", "The Delegation of the Government of Wadi al-Nahr demands the handing over of the maps.", status="standing"),
    "تمديد الهدنة": item(1, "النرويج", "تمديد الهدنة", "demand", "Norway calls for the extension of the truce.", status="standing"),
}  # fmt: skip


class Pointing(Script):
    """Answers about items with those whose words stand in the numbered lines it is shown, whatever their number there."""

    def __call__(self, request: dict[str, Any]) -> Step:
        lines = re.findall(r"^(\d+)\. (.*)$", shown(request), re.MULTILINE) if question_of(request) == "items" else []
        bare = [(int(number), re.sub("[⟦⟧]", "", line)) for number, line in lines]
        self.items = [[one | {"line": n} for words, one in DEMANDS.items() for n, line in bare if words in line]]
        return super().__call__(request)


def read_partly(turn: Callable[[dict[str, Any], Step], Step]) -> Record:
    script = Pointing(PEOPLE, [[]])
    with ScriptedServer(lambda request: turn(request, script(request))) as server:
        settings = make_settings(
            model="scripted", base_url=server.url, api_key="none", profile="server", retry_wait=0.001, cache=False
        )
        return extract(LONG, published="2024-05-14", settings=settings)


def test_the_report_for_partial_faults_is_read_whole_without_one() -> None:
    record = read_partly(lambda _, right: right)
    assert (len(record.demands), record.quality.rejected, record.provenance.calls) == (3, [], USUAL)


@pytest.mark.parametrize("partial", PARTIAL, ids=lambda partial: partial.what)
def test_a_fault_of_one_question_loses_no_more_than_its_passage(partial: Partial) -> None:
    faults: list[Step] = []

    def turn(request: dict[str, Any], right: Step) -> Step:
        step = partial.turn(request, right)
        faults.extend([step] if step is not right else [])
        return step

    record = read_partly(turn)
    assert faults
    assert len(record.demands) == partial.kept
    assert tuple(entry.check for entry in record.quality.rejected) == partial.rejected
    for entry in record.quality.rejected:
        assert "المعابر" in str(entry.draft["quote"]) and "المعابر" in entry.reason.ar and "المعابر" in entry.reason.en
    assert {*partial.warned} <= {warning.code for warning in record.quality.warnings}
    assert record.evidence_problems({"S1": LONG}) == []


def test_an_endpoint_that_dies_half_way_gives_no_half_record() -> None:
    with pytest.raises(errors.ModelUnavailableError):
        read_partly(lambda request, right: fails(503) if "describe the round" in request["messages"][0]["content"] else right)


def test_a_model_that_refuses_every_passage_is_told_as_such() -> None:
    def turn(request: dict[str, Any], right: Step) -> Step:
        return Step(refusal="No.") if "list who takes part" not in request["messages"][0]["content"] else right

    with pytest.raises(errors.ModelRefusedError):
        read_partly(turn)


def test_the_document_shows_these_rows() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert written(text) == text, "write it anew: make docs"
    assert "<!-- tables -->" in text
