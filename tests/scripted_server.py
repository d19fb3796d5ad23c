"""A scripted OpenAI-compatible server on loopback: real HTTP, each answer a small value, every request kept."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Step:
    """One answer. ``content`` is what the model says; the rest is how it goes wrong.

    ``delay``: seconds before it; ``cut``: half of the body, then a reset; ``stall``: half of the body, then seconds of
    nothing; ``trickle``: seconds between pieces of the body; ``claims``: bytes more than there are in content-length;
    ``flood``: so many megabytes of blanks after the body; ``patch``: what becomes of the completion.
    """

    content: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str | bytes | None = None
    finish_reason: str = "stop"
    refusal: str | None = None
    choices: bool = True
    usage: bool = True
    delay: float = 0.0
    cut: bool = False
    stall: float = 0.0
    trickle: float = 0.0
    claims: int = 0
    flood: int = 0
    patch: Callable[[dict[str, Any]], Any] | None = None


def answer(value: Any) -> Step:
    """The model answers with this JSON."""
    return Step(content=json.dumps(value, ensure_ascii=False))


def says(text: str) -> Step:
    """The model answers with this text."""
    return Step(content=text)


def fails(status: int, *, headers: dict[str, str] | None = None, message: str = "no") -> Step:
    """The endpoint answers with an error."""
    return Step(status=status, headers=headers or {}, body=json.dumps({"error": {"message": message}}))


Script = Iterable[Step] | Callable[[dict[str, Any]], Step | Any]


class ScriptedServer:
    """Serves a list of steps (the last one goes on for ever) or asks a function for each answer."""

    def __init__(self, script: Script, *, tls: ssl.SSLContext | None = None) -> None:
        self.written = 0  # bytes of bodies
        self._scheme = "https" if tls else "http"
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self._steps = None if callable(script) else list(script)
        self._answerer = script if callable(script) else None
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", 0))
                request = json.loads(self.rfile.read(length))
                outer._serve(self, request)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"{self._scheme}://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _serve(self, handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        with self._lock:
            self.requests.append(request)
            self.headers.append({name.lower(): value for name, value in handler.headers.items()})
            if self._steps is not None:
                step: Any = self._steps[min(len(self.requests), len(self._steps)) - 1]
            else:
                assert self._answerer is not None
                step = self._answerer(request)
        if not isinstance(step, Step):
            step = answer(step)
        if step.delay:
            time.sleep(step.delay)
        made: Any = step.body if step.body is not None else json.dumps(_completion(step, request))
        body = made if isinstance(made, bytes) else made.encode()
        try:
            handler.send_response(step.status)
            for name, value in {"content-type": "application/json", **step.headers}.items():
                handler.send_header(name, value)
            handler.send_header("content-length", str(len(body) + step.claims + step.flood * 1_000_000))
            if step.claims < 0:
                # What is left over would be there in time, or not, for the next request on the same connection.
                handler.send_header("connection", "close")
            handler.end_headers()
            self._write(handler, step, body)
        except OSError:
            pass  # the client has given up, as some tests want it to

    def _write(self, handler: BaseHTTPRequestHandler, step: Step, body: bytes) -> None:
        if step.trickle:
            for at in range(len(body)):
                handler.wfile.write(body[at : at + 1])
                time.sleep(step.trickle)
            return
        handler.wfile.write(body[: len(body) // 2] if step.cut or step.stall else body)
        if step.stall:
            time.sleep(step.stall)
        for _ in range(step.flood):
            handler.wfile.write(b" " * 1_000_000)
            self.written += 1_000_000
        if step.cut or step.claims:
            handler.wfile.flush()
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)


def _completion(step: Step, request: dict[str, Any]) -> Any:
    message: dict[str, Any] = {"role": "assistant", "content": step.content}
    if step.refusal is not None:
        message |= {"content": None, "refusal": step.refusal}
    elif request.get("tools"):
        call = {"name": request["tools"][0]["function"]["name"], "arguments": step.content}
        message |= {"content": None, "tool_calls": [{"id": "call_1", "type": "function", "function": call}]}
    choice = {"index": 0, "message": message, "finish_reason": step.finish_reason}
    completion: dict[str, Any] = {
        "id": "scripted",
        "object": "chat.completion",
        "created": 0,
        "model": request.get("model", "scripted"),
        "choices": [choice] if step.choices else [],
    }
    if step.usage:
        completion["usage"] = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    return step.patch(completion) if step.patch else completion
