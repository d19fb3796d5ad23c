"""The HTTP client under openai's: bodies bounded in bytes, secrets taken out of whatever an endpoint sends back.

openai reads a body whole and decompresses it without a bound, also that of an error; an endpoint (or a page in front of
it) may repeat the key that it was sent. Both are met here, below everything that keeps, shows or logs an answer.

The client is openai's own for many requests at once, which has aiohttp beneath httpx2: a request costs half the processor
time, and while one is made, answers to thirty others wait. It takes any lost connection for a time-out; here it gets its name back.

Servers close connections that they left open after an answer, some at once, and a request may be on its way already. That is no
fault (RFC 9112, 9.3.1): it is made again on another connection, as often as there are connections left from earlier answers.
Import this module late: it loads openai.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from typing import Any

import aiohttp
import httpx2
import openai

from briefing.channels import SHORTEST_SECRET, own_turn
from briefing.errors import SettingsError

LARGEST_ANSWER = 10_000_000  # bytes, as sent and as decompressed; an answer of 16,000 tokens has a hundredth of it
MASK = "[key]"
_LONGEST_CONNECT = 20.0  # seconds
_CLOSED = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, aiohttp.ClientConnectionResetError)
_NOT_OPENED = aiohttp.ClientConnectorError  # a kind of the latter


class UnusableBody(Exception):
    """A body that is too large, broken off, or in an encoding that was not asked for; the text says which."""


class BoundedClient(openai.DefaultAioHttpClient):
    """A client that follows no redirect, verifies certificates, and reads no more than it has to.

    ``secrets`` are taken out of bodies and headers. ``timeout``: seconds without a byte; the whole time of a request is
    for the caller to bound. ``past_proxies``: go there directly, whatever the environment says.
    """

    def __init__(
        self, *, timeout: float, secrets: Iterable[str], past_proxies: bool = False, largest: int = LARGEST_ANSWER
    ) -> None:
        try:
            super().__init__(
                # A redirect to another host would carry the report, and might carry the key, where nobody chose to.
                follow_redirects=False,
                # How many requests run at once is settled by briefing.pacing; waiting for a connection is no time-out.
                timeout=httpx2.Timeout(timeout, connect=min(timeout, _LONGEST_CONNECT), pool=None),
                limits=httpx2.Limits(max_connections=0),  # which is aiohttp's word for any number
                headers={"accept-encoding": "gzip"},
                trust_env=not past_proxies,
            )
        except OSError as error:  # of the ssl module, too
            told = "The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be used: check these variables."
            raise SettingsError(told) from error
        self._secrets = [secret for secret in secrets if len(secret) >= SHORTEST_SECRET]
        self._escaped = [_escaped(secret) for secret in self._secrets]
        self._largest = largest
        self._left_open = 0  # connections that answers have left open, at most: some are closed by now

    async def send(self, request: httpx2.Request, *, stream: bool = False, **options: Any) -> httpx2.Response:
        """The response with its whole body; the request goes in its turn. Raises UnusableBody besides what httpx2 raises."""
        await own_turn()
        try:
            response = await self._begun(request, **options)
            self._left_open += response.headers.get("connection", "").lower() != "close"
            try:
                raw = await self._read(response)
            finally:
                await response.aclose()
        except aiohttp.ClientResponseError as error:
            raise httpx2.RemoteProtocolError(str(error)) from error
        except httpx2.ConnectTimeout as error:
            cause = error.__cause__ or error
            raise _renamed(cause) from cause.__cause__ or cause  # aiohttp's errors are half those that they came of
        body = _decoded(raw, response.headers.get("content-encoding", ""), self._largest)
        # The length and encoding that were sent are those of the body before.
        told = [(name, self._masked(value)) for name, value in response.headers.items() if not name.startswith("content-")]
        told += [("content-type", response.headers.get("content-type", ""))]
        told = [(name, value) for name, value in told if name != "transfer-encoding"]
        for secret in self._secrets:
            body = body.replace(secret.encode(), MASK.encode())
        if b"\\u00" in body or b"\\/" in body:
            for pattern in self._escaped:
                body = pattern.sub(MASK.encode(), body)
        return httpx2.Response(response.status_code, headers=told, content=body, request=request)

    async def _begun(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        """The beginning of a response."""
        while True:
            may_be_closed = self._left_open > 0
            self._left_open -= may_be_closed
            try:
                return await super().send(request, stream=True, **options)
            except httpx2.ConnectTimeout as error:
                if not may_be_closed or not isinstance(error.__cause__, _CLOSED) or isinstance(error.__cause__, _NOT_OPENED):
                    raise

    async def _read(self, response: httpx2.Response) -> bytes:
        body = bytearray()
        async for piece in response.aiter_raw():
            body += piece
            if len(body) > self._largest:
                raise _too_large(self._largest)
        return bytes(body)

    def _masked(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return text


def _escaped(secret: str) -> re.Pattern[bytes]:
    """A secret as JSON may write it, in JSON within JSON too: any character as its number, some behind a backslash."""
    letters = (rb"(?:%b|\\+u%04x)" % (rb"\\*" + re.escape(chr(one).encode()), one) for one in map(ord, secret))
    return re.compile(b"".join(letters), re.IGNORECASE)


def _renamed(cause: BaseException) -> Exception:
    """What aiohttp says of a connection, in httpx2's words: its own way from one to the other ends at a time-out for all."""
    if isinstance(cause, aiohttp.ServerTimeoutError):
        return httpx2.ConnectTimeout(str(cause))
    if isinstance(cause, aiohttp.ClientProxyConnectionError):
        return httpx2.ProxyError(str(cause))
    if isinstance(cause, aiohttp.ClientConnectorError):
        return httpx2.ConnectError(str(cause))
    return httpx2.ReadError(str(cause))


def _decoded(raw: bytes, encoding: str, largest: int) -> bytes:
    """A body decompressed up to a bound: a few kilobytes may unfold to gigabytes."""
    encoding = encoding.strip().lower()
    if encoding in {"", "identity"} or not raw:
        return raw
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise UnusableBody(f"answered in an encoding that was not asked for ({encoding[:20]!r})")
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    try:
        body = unpacker.decompress(raw, largest + 1)
    except zlib.error as error:
        raise UnusableBody("answered with a damaged body") from error
    if len(body) > largest:
        raise _too_large(largest)
    if not unpacker.eof:
        raise UnusableBody("broke off in the middle of an answer")
    return body


def _too_large(largest: int) -> UnusableBody:
    return UnusableBody(f"answered with more than {largest // 1_000_000} MB")
