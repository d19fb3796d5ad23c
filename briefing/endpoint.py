"""One HTTP request to an OpenAI-compatible endpoint, and the name of whatever goes wrong with it."""

from __future__ import annotations

import asyncio
import base64
import email.utils
import html
import math
import os
import re
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from pydantic import SecretStr

from briefing.answers import NO_COMPLETION, parsed
from briefing.channels import SHORTEST_SECRET, Answer, Question, Request, in_turn, shown_address
from briefing.dialects import refused_parameter
from briefing.errors import (
    ModelContextError,
    ModelError,
    ModelInvalidError,
    ModelRejectedError,
    ModelUnavailableError,
    SettingsError,
)
from briefing.settings import Settings

_RETRIED_STATUS = frozenset({408, 409, 425})  # besides 429 and all from 500 on
_NO_CREDIT = "insufficient_quota"
_LIMITS = frozenset({_NO_CREDIT, "rate_limit_exceeded", "rate_limit_error"})
_CONTEXT = re.compile(r"context.{0,40}(?:length|size|window|exceed)|too (?:long|many tokens)|maximum.{0,20}tokens", re.IGNORECASE)


@dataclass(frozen=True)
class Endpoint:
    """Where requests go and with what. ``url`` holds no credentials: those of an address are in ``basic``.

    ``key_variable`` is the environment variable that messages name. ``in_process``: it is the embedded engine, which no
    proxy can reach.
    """

    url: str | None
    key: SecretStr | None = None
    basic: SecretStr | None = None
    key_variable: str = "OPENAI_API_KEY"
    in_process: bool = False

    @classmethod
    def at(cls, url: str | None, key: SecretStr | None, key_variable: str, *, in_process: bool = False) -> Self:
        """An endpoint whose address may hold a user and a password."""
        url = url or os.environ.get("OPENAI_BASE_URL") or None
        parts = urlsplit(url or "")
        if url is None or "@" not in parts.netloc:
            return cls(url, key, None, key_variable, in_process)
        user, _, place = parts.netloc.rpartition("@")
        pair = ":".join(unquote(part) for part in user.partition(":")[::2])
        basic = SecretStr(base64.b64encode(pair.encode()).decode())
        return cls(urlunsplit(parts._replace(netloc=place)), key, basic, key_variable, in_process)

    @property
    def shown(self) -> str:
        """What messages call it."""
        return shown_address(self.url) if self.url else "the OpenAI endpoint"

    def secrets(self) -> list[str]:
        """What must never come back: the key, and the password of the address in both its forms, however they are written."""
        found = [self.key.get_secret_value()] if self.key else []
        if self.basic:
            pair = base64.b64decode(self.basic.get_secret_value()).decode()
            found += [self.basic.get_secret_value(), pair, pair.partition(":")[2]]
        return [form for secret in found for form in _forms(secret)]

    def fallback(self, settings: Settings) -> Endpoint:
        """Where the fallback model answers. The key goes to no other host than it was given for."""
        key = settings.fallback_key()
        if settings.fallback_base_url is None:
            return replace(self, key=key or self.key)
        return Endpoint.at(settings.fallback_base_url, key, settings.fallback_api_key_env or self.key_variable)


def load_client() -> None:
    """Load the libraries that the first request would load, which takes a second."""
    import tenacity  # noqa: F401

    from briefing.wire import BoundedClient

    BoundedClient(timeout=1.0, secrets=())  # it loads more when the first is made


class HTTPChannel:
    """Makes one HTTP request, counts it, and names what goes wrong. Its client is made at the first request.

    ``timeout`` is the time in seconds that a request may take as a whole.
    """

    def __init__(self, endpoint: Endpoint, *, timeout: float) -> None:
        self._endpoint = endpoint
        self._where = endpoint.shown
        self._timeout = timeout
        self._client: Any = None

    async def aclose(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel."""
        import httpx2
        import openai

        client = self._openai()
        try:
            async with asyncio.timeout(None) as limit:

                async def go() -> None:
                    question.take()
                    limit.reschedule(asyncio.get_running_loop().time() + self._timeout)

                with in_turn(go):
                    # Not by chat.completions.create: it walks through all of the request, for types that ours has already.
                    response = await client.post("/chat/completions", body=request, cast_to=httpx2.Response)
        except TimeoutError as error:
            raise self._too_slow() from error
        except openai.APIError as error:
            raise self._named(error, request) from error
        completion = parsed(response.content)
        if completion is None:
            raise self._unavailable(NO_COMPLETION)
        if (told := completion.get("error")) and not completion.get("choices"):
            raise self._named_error(told, response.headers, request)
        answer = Answer(completion, {name.lower(): value for name, value in response.headers.items()})
        question.usage.input_tokens += answer.input_tokens
        question.usage.output_tokens += answer.output_tokens
        return answer

    def _openai(self) -> Any:
        if self._client is None:
            import openai

            from briefing.wire import BoundedClient

            one = self._endpoint
            key = one.key.get_secret_value() if one.key else None
            if key and not (key.isascii() and key.isprintable()):
                raise SettingsError(f"The API key holds a letter that no key has, or a line break: check {one.key_variable}.")
            if not key and one.url is None:
                raise SettingsError(f"No API key: set {one.key_variable}, or use --model local for the embedded model.")
            self._client = openai.AsyncOpenAI(
                base_url=one.url,
                api_key=key or "none",  # many local servers want none, the library wants something
                default_headers={"Authorization": f"Basic {one.basic.get_secret_value()}"} if one.basic else None,
                max_retries=0,
                timeout=self._timeout,
                http_client=BoundedClient(timeout=self._timeout, secrets=one.secrets(), past_proxies=one.in_process),
            )
        return self._client

    def _unavailable(self, what: str, *, transient: bool = True, retry_after: float | None = None) -> ModelUnavailableError:
        return ModelUnavailableError(f"{self._where} {what}.", transient=transient, retry_after=retry_after)

    def _too_slow(self) -> ModelUnavailableError:
        return self._unavailable(f"did not answer within {self._timeout:g} s: try later or raise timeout")

    def _named(self, error: Exception, request: Request) -> ModelError:
        """The error of our own tree that tells the user what is wrong and what to do."""
        import openai

        if isinstance(error.__cause__, ModelError):  # its turn did not come
            return error.__cause__
        if isinstance(error, openai.APITimeoutError):
            return self._too_slow()
        if isinstance(error, openai.APIStatusError):
            body = error.body if isinstance(error.body, dict) else {}
            return self._named_status(error.status_code, body, str(error), error.response.headers, request)
        return self._named_connection(list(_causes(error)))

    def _named_connection(self, causes: list[BaseException]) -> ModelError:
        import httpx2

        from briefing.wire import UnusableBody

        for cause in causes:
            if isinstance(cause, UnusableBody):
                return self._unavailable(f"{cause}: check the address", transient="broke off" in str(cause))
            if isinstance(cause, ssl.SSLCertVerificationError):
                return self._unavailable(
                    f"has a certificate that cannot be trusted ({cause.verify_message}): check the address, or name the "
                    "authority's file in SSL_CERT_FILE",
                    transient=False,
                )
            if isinstance(cause, ssl.SSLError):
                return self._unavailable("cannot be spoken to over TLS: check http or https in the address", transient=False)
            if isinstance(cause, socket.gaierror):
                return self._unavailable("cannot be reached: no such host is known; check the address and the connection")
            if isinstance(cause, httpx2.UnsupportedProtocol | httpx2.InvalidURL):
                return self._unavailable("is no address of an endpoint: check --base-url", transient=False)
            if isinstance(cause, httpx2.ProxyError):
                return self._unavailable("cannot be reached through the proxy: check HTTP_PROXY, HTTPS_PROXY and NO_PROXY")
            if isinstance(cause, httpx2.RemoteProtocolError):
                return self._unavailable(NO_COMPLETION)
            if isinstance(cause, httpx2.ReadError | httpx2.WriteError):
                return self._unavailable("broke off in the middle of an answer: try later")
        return self._unavailable("cannot be reached: check the address and the connection")

    def _named_error(self, error: object, headers: Any, request: Request) -> ModelError:
        """The error of a body that came as if all were well (HTTP 200), as gateways send what happened behind them."""
        told = error if isinstance(error, dict) else {"message": str(error)}
        message, code = str(told.get("message") or ""), str(told.get("code") or told.get("status") or "")
        if code.isascii() and code.isdigit() and 400 <= int(code[:4]) < 600:
            return self._named_status(int(code), told, message, headers, request)
        if exceeds_context(400, code, message):
            return self._named_status(400, told, message, headers, request)
        if code in _LIMITS:
            return self._named_status(429, told, message, headers, request)
        return self._unavailable("answered with an error instead of a completion: try later")

    def _named_status(self, status: int, told: dict[str, Any], message: str, headers: Any, request: Request) -> ModelError:
        named = self._error_of(status, told, message, headers, request)
        named.status = status
        return named

    def _error_of(self, status: int, told: dict[str, Any], message: str, headers: Any, request: Request) -> ModelError:
        where, model = self._where, request.get("model")
        if exceeds_context(status, told.get("code"), message):
            return ModelContextError("The text does not fit the model's context window: use a model with a larger one.")
        if status == 401:
            return ModelRejectedError(f"{where} does not accept the API key: check {self._endpoint.key_variable}.")
        if status == 402 or told.get("code") == _NO_CREDIT:  # the latter is sent as 429, and no waiting helps
            return ModelUnavailableError(f"{where} has no credit left for this key: check its billing.", limited=True)
        if status == 403:
            return ModelRejectedError(f"{where} does not allow this key to use {model}: check its permissions.")
        if status == 404:
            return ModelRejectedError(f"{where} does not know the model {model}: check --model and --base-url.")
        if status == 429:
            return self._named_limit(retry_after(headers))
        if status == 500 and self._endpoint.in_process:
            # It ran into the bounds of the form of its answer, and would again: one question of the report has no answer.
            return ModelInvalidError("The embedded model found no end of an answer in the form asked for: try a stronger model.")
        if status in _RETRIED_STATUS or status >= 500:
            return self._unavailable(f"failed with HTTP {status}: try later", retry_after=retry_after(headers))
        if 300 <= status < 400:
            return ModelRejectedError(f"{where} redirects elsewhere, which is not followed: give its final address.")
        parameter = refused_parameter(told, message) if status in {400, 422} else None
        minds = f"{parameter}: check the model and its options" if parameter else "check the model and its options"
        return ModelRejectedError(f"{where} refused the request (HTTP {status}): {minds}.", parameter=parameter)

    def _named_limit(self, seconds: float | None) -> ModelError:
        asked = f" for {seconds:.0f} s" if seconds and seconds < 1_000_000 else ""
        return ModelUnavailableError(
            f"{self._where} is limiting requests{asked}: try later.", transient=True, retry_after=seconds, limited=True
        )


def _forms(secret: str) -> Iterator[str]:
    """A secret as it is, and as pages, addresses and headers write it."""
    in_page, in_address = html.escape(secret), quote(secret, safe="")
    in_header = base64.b64encode(secret.encode()).decode().rstrip("=")
    forms = [secret, in_page, in_page.replace("&#x27;", "&#39;"), html.escape(secret, quote=False)]
    forms += [in_address, quote(secret), re.sub("%..", lambda found: found.group().lower(), in_address)]
    if len(secret) >= SHORTEST_SECRET:
        forms += [in_header, in_header.translate(str.maketrans("+/", "-_"))]
    yield from dict.fromkeys(forms)


def exceeds_context(status: int, code: object, message: str) -> bool:
    """Whether a request was refused because it does not fit the model's context window."""
    return status == 413 or (status in {400, 422, 500} and bool(code == "context_length_exceeded" or _CONTEXT.search(message)))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what it came of, the outermost first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        following = error.__cause__ or error.__context__
        if following is None:
            return
        error = following


def retry_after(headers: Any) -> float | None:
    """The seconds that an endpoint asks to wait (RFC 9110: seconds or a date; some send milliseconds), or None.

    A date is held against the endpoint's own clock, if it tells the time: this machine's may be wrong.
    Nonsense (negative, not a number, a date that is past) counts as not said.
    """
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name)
        if not value:
            continue
        try:
            seconds = float(value) * unit
        except ValueError:
            until, now = _moment(value), _moment(headers.get("date"))
            if until is None:
                continue
            seconds = until - (time.time() if now is None else now)
        if not math.isnan(seconds) and seconds > 0:
            return seconds
    return None


def _moment(date: str | None) -> float | None:
    """The time of a date as HTTP writes it; None if it is none."""
    try:
        return email.utils.parsedate_to_datetime(date).timestamp() if date else None
    except (TypeError, ValueError, OverflowError):
        return None
