"""Keys and passwords appear in no output, whatever an endpoint does with them."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import html
import json
import logging
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pydantic import SecretStr

from briefing.channels import Answer, Question, Usage, shown_address
from briefing.cli import main
from briefing.endpoint import Endpoint, HTTPChannel
from briefing.errors import ModelError, SettingsError
from briefing.settings import make_settings
from tests.faults import FAULTS
from tests.pipeline import Script
from tests.scripted_server import ScriptedServer, Step, fails
from tests.test_extraction import PEOPLE, RIGHT, TEXT, item
from tests.test_llm import KEY, ask

PASSWORD = "dwarf-willow-77"
BASIC = base64.b64encode(f"desk:{PASSWORD}".encode()).decode()
SECRETS = (KEY, PASSWORD, BASIC)


class Echo:
    """An endpoint that repeats the credentials it was sent: in errors and headers, in names, quotations and as its model."""

    def __init__(self, how: str) -> None:
        self.how = how
        self.sent = ""
        self._script = Script(PEOPLE, [RIGHT])

    def __call__(self, request: dict[str, Any]) -> Step:
        if self.how == "error":
            return fails(400, message=f"You sent Authorization: {self.sent}", headers={"x-echo": self.sent})
        if self.how == "server error":
            return fails(500, message=self.sent)
        if self.how == "page":
            return Step(body=f"<pre>{self.sent}</pre>", headers={"content-type": "text/html"})
        if self.how == "prose":
            return Step(content=f"You are {self.sent}")
        people = [*PEOPLE, {"name": f"وفد {self.sent}", "en": self.sent, "kind": "delegation", "role": "party"}]
        self._script.participants = people
        self._script.items = [[*RIGHT, item(2, "سامر الخيّاط", f"قال {self.sent}", "demand", f"He demands {self.sent}.")]]
        right = self._script(request)
        return replace(right, headers={"x-echo": self.sent}, patch=lambda one: one | {"model": self.sent, "id": self.sent})


Left = Callable[..., str]


@pytest.fixture
def left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Left:
    """Everything that a command shows and leaves behind in the folder where it runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("BRIEFING_RETRY_WAIT", "0.001")
    monkeypatch.setenv("BRIEFING_BREAKER_SECONDS", "0.01")
    monkeypatch.setenv("BRIEFING_CACHE", "true")
    monkeypatch.setenv("BRIEFING_CACHE_DIR", "kept")
    Path("reports").mkdir()
    for path in (Path("report.ar.txt"), Path("reports", "first.txt"), Path("reports", "second.txt")):
        path.write_text(TEXT if path.stem != "second" else f"{TEXT}\n", encoding="utf-8")

    def call(command: str, url: str, *options: str) -> str:
        asked = ["reports", "--out", "out"] if command == "batch" else ["report.ar.txt"]
        monkeypatch.setattr(
            sys, "argv", ["briefing", "--debug", command, *asked, "--model", "scripted", "--base-url", url, *options]
        )
        with contextlib.suppress(SystemExit):
            main()
        shown = capsys.readouterr()
        paths = sorted(tmp_path.rglob("*"))
        files = [path.read_bytes().decode("latin-1") for path in paths if path.is_file()]
        return "\n".join([shown.out, shown.err, *map(str, paths), *files])

    return call


def serve(how: str) -> tuple[ScriptedServer, Echo]:
    echo = Echo(how)
    server = ScriptedServer(echo)
    answer = echo.__call__

    def hear(request: dict[str, Any]) -> Step:
        echo.sent = server.headers[-1]["authorization"].removeprefix("Bearer ").removeprefix("Basic ")
        return answer(request)

    server._answerer = hear
    return server, echo


@pytest.mark.parametrize("how", ["error", "server error", "page", "prose", "answer"])
@pytest.mark.parametrize("credentials", ["key", "password in the address"])
def test_no_output_holds_what_an_endpoint_repeats(how: str, credentials: str, left: Left) -> None:
    server, echo = serve(how)
    with server:
        url = server.url if credentials == "key" else server.url.replace("//", f"//desk:{PASSWORD}@")
        found = left("generate", url)
    assert echo.sent == (KEY if credentials == "key" else BASIC)
    assert [secret for secret in SECRETS if secret in found] == []
    assert "Traceback" in found if how != "answer" else "[key]" in found and "record.json" in found


WAYS = {
    "batch": ("batch",),
    "batch without a cache": ("batch", "--no-cache"),
    "batch as tables": ("batch", "--layout", "jsonl"),
    "trace": ("generate", "--trace-dir", "trace"),
    "trace without text": ("generate", "--trace-dir", "trace", "--trace-without-text"),
    "trace of a batch": ("batch", "--trace-dir", "trace"),
    "logs": ("generate", "--log-format", "json", "--log-level", "debug"),
    "logs of a batch": ("batch", "--log-format", "text", "--log-level", "debug"),
    "estimate": ("generate", "--estimate"),
    "estimate of a batch": ("batch", "--estimate", "--json"),
}


@pytest.mark.parametrize("how", ["error", "answer"])
@pytest.mark.parametrize("credentials", ["key", "password in the address"])
@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_a_run_leaves_holds_what_an_endpoint_repeats(way: str, credentials: str, how: str, left: Left) -> None:
    command, *options = WAYS[way]
    server, echo = serve(how)
    with server:
        url = server.url if credentials == "key" else server.url.replace("//", f"//desk:{PASSWORD}@")
        found = left(command, url, *options)
    assert [secret for secret in SECRETS if secret in found] == []
    if "estimate" in way:
        assert not server.requests and "calls" in found
        return
    assert echo.sent == (KEY if credentials == "key" else BASIC)
    assert ".briefing/journal.jsonl" in found or command != "batch"
    assert "trace/000001.json" in found or "trace" not in way
    assert '"event": "call"' in found or way != "logs"
    assert "[key]" in found or how != "answer" or credentials != "key" or "without text" in way


def test_files_for_the_batch_api_hold_no_key(
    left: Left, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def call(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["briefing", "--debug", "batch", *arguments])
        with contextlib.suppress(SystemExit):
            main()
        shown = capsys.readouterr()
        return "\n".join(
            [shown.out, shown.err, *(path.read_bytes().decode("latin-1") for path in Path.cwd().rglob("*.*") if path.is_file())]
        )

    export = ["export", "reports", "--out", "out", "--model", "gpt-5-mini"]
    found = call(*export)
    requests = [json.loads(line) for line in Path("out/requests-001.jsonl").read_text(encoding="utf-8").splitlines()]
    refusal = {"status_code": 400, "body": {"error": {"message": f"You sent {KEY}"}}}
    Path("answers.jsonl").write_text(json.dumps({"custom_id": requests[0]["custom_id"], "response": refusal}), encoding="utf-8")
    call("import", "answers.jsonl", "--out", "out")
    Path("answers.jsonl").unlink()  # it is not ours
    found += call(*export)
    assert requests and "refused a request" in found and KEY not in found


def test_a_password_in_an_address_is_sent_and_not_shown(left: Left) -> None:
    with ScriptedServer([fails(404)]) as server:
        found = left("extract", server.url.replace("//", f"//desk:{PASSWORD}@"))
        assert server.headers[0]["authorization"] == f"Basic {BASIC}"
        assert server.url in found and PASSWORD not in found


@pytest.mark.parametrize("address", ["http://{}@127.0.0.1:9/v1", "http://{}@no-such-host.invalid/v1", "ftp://{}@h"])
def test_a_password_in_an_address_that_leads_nowhere_is_not_shown(address: str, left: Left) -> None:
    found = left("extract", address.format(f"desk:{PASSWORD}"))
    assert "briefing: " in found and PASSWORD not in found


def test_the_settings_show_neither_key_nor_password() -> None:
    settings = make_settings(model="m", base_url=f"https://desk:{PASSWORD}@host/v1", api_key=KEY)
    shown = f"{settings!r} {settings} {settings.key()}"
    endpoint = Endpoint.at(settings.base_url, settings.key(), "OPENAI_API_KEY")
    assert [secret for secret in SECRETS if secret in shown + repr(endpoint)] == []
    assert endpoint.shown == "https://host/v1"


@pytest.mark.parametrize("fault", FAULTS[::4], ids=lambda fault: fault.what)
def test_nothing_that_is_logged_or_raised_holds_the_key(fault: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with ScriptedServer([fault.turn(Step(content='{"count": 3}'))]) as server:
        timeout: dict[str, Any] = {"timeout": 0.4} if fault.settings else {}
        try:
            ask(server.url, cache=False, **timeout)
        except ModelError as error:
            chain: list[BaseException] = [error]  # which may lead back to where it came from
            while (before := chain[-1].__cause__ or chain[-1].__context__) and before not in chain:
                chain.append(before)
            assert [one for one in chain if KEY in f"{one!r} {one} {vars(one)}"] == []
        assert server.headers[0]["authorization"] == f"Bearer {KEY}"
    assert caplog.records and KEY not in caplog.text


ADDRESSES = {
    "https://host/v1": "https://host/v1",
    "http://u:p@host:8000/v1?key=abc#x": "http://host:8000/v1",
    "http://u:p@[::1]:8000/v1": "http://[::1]:8000/v1",
    "http://[broken": "the endpoint",
    "http://host:99999/": "the endpoint",
}


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_is_shown_without_what_may_be_secret(url: str) -> None:
    assert shown_address(url) == ADDRESSES[url]


def test_no_key_goes_to_another_address_than_it_was_given_for(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = make_settings(model="m", base_url="https://one/v1", api_key=KEY, fallback_model="n")
    first = Endpoint.at(settings.base_url, settings.key(), settings.api_key_env)
    assert first.fallback(settings).key == SecretStr(KEY)
    elsewhere = settings.model_copy(update={"fallback_base_url": "https://two/v1"})
    assert first.fallback(elsewhere).key is None
    monkeypatch.setenv("SECOND_KEY", "another-key")
    own = elsewhere.model_copy(update={"fallback_api_key_env": "SECOND_KEY"})
    assert first.fallback(own).key == SecretStr("another-key")


def test_a_redirect_carries_nothing_to_another_host() -> None:
    with ScriptedServer([Step(content='{"count": 3}')]) as other:
        for status in (301, 302, 303, 307, 308):
            step = Step(status=status, headers={"location": f"{other.url}/chat/completions"}, body="")
            with ScriptedServer([step]) as server, pytest.raises(ModelError, match="redirects elsewhere"):
                ask(server.url, cache=False)
        assert other.requests == []


BAD_ADDRESSES = [
    "localhost:8000/v1",
    "ftp://host/v1",
    "http://",
    "https:///v1",
    "http://[::1",
    "http://host:99999/v1",
    "file:///etc",
]


@pytest.mark.parametrize("url", BAD_ADDRESSES)
@pytest.mark.parametrize("field", ["base_url", "fallback_base_url"])
def test_what_is_no_address_is_told_before_anything_is_sent(url: str, field: str) -> None:
    from briefing.errors import SettingsError

    with pytest.raises(SettingsError, match=f"The setting {field} cannot be used: .*http"):
        make_settings(**{field: url})


def test_a_proxy_is_used_for_an_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with ScriptedServer([Step(content='{"count": 3}')]) as proxy:
        for name in ("HTTP_PROXY", "http_proxy"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        assert ask("http://endpoint.invalid/v1", cache=False).count == 3
        assert proxy.headers[0]["host"] == "endpoint.invalid"


async def asked(url: str, key: str) -> Answer:
    channel = HTTPChannel(Endpoint.at(url, SecretStr(key), "KEY"), timeout=10)
    try:
        return await channel.send({}, Question(Usage(), 1))
    finally:
        await channel.aclose()


def test_a_key_as_pages_addresses_and_headers_write_it_is_found_as_well() -> None:
    key = "hvs.CAES'IJ9$&/+=k<2ey"
    lower = re.sub("%..", lambda found: found.group().lower(), quote(key, safe=""))
    forms = [key, html.escape(key), html.escape(key, quote=False), quote(key), quote(key, safe=""), lower]
    forms += [base64.b64encode(key.encode()).decode(), base64.urlsafe_b64encode(key.encode()).decode()]
    with ScriptedServer([Step(body=json.dumps({"told": forms}))]) as server:
        found: Any = asyncio.run(asked(server.url, key)).completion
    assert {one.rstrip("=") for one in found["told"]} == {"[key]"}


def test_certificates_that_cannot_be_read_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "junk.pem").write_text("junk")
    for path in (tmp_path / "junk.pem", tmp_path / "missing.pem"):
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        with pytest.raises(SettingsError, match="SSL_CERT_FILE"):
            ask("https://127.0.0.1:9/v1")


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_key_that_json_writes_in_another_way_is_found_as_well(depth: int) -> None:
    """Endpoints write + as \\u002b, / as \\/, or all letters as numbers; what is JSON in JSON has its backslashes doubled."""
    key = "sk-Test+abc/DEF=01<x>&y"
    written = "".join(rf"\u{ord(letter):04X}" if letter in "+<>&=" else letter for letter in key).replace("/", r"\/")
    numbers = "".join(rf"\u{ord(letter):04x}" for letter in key)
    told = f'{{"a": "{written}", "b": "{numbers}", "c": "{key}"}}'
    for _ in range(depth - 1):
        told = json.dumps({"content": told})

    with ScriptedServer([Step(body=told)]) as server:
        found: Any = asyncio.run(asked(server.url, key)).completion
    for _ in range(depth - 1):
        found = json.loads(found["content"])
    assert found == {"a": "[key]", "b": "[key]", "c": "[key]"}
