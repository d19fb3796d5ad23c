"""One settings object, made at the edge (command line or Python call) and passed down.

First that applies: explicit arguments, environment (``BRIEFING_MODEL``, ``BRIEFING_BASE_URL``, ``OPENAI_API_KEY`` and
``BRIEFING_<FIELD>`` for the rest), ``briefing.toml`` in the working directory, ``config.toml`` in the user's
configuration folder, defaults.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from briefing.errors import SettingsError
from briefing.notation import Calendar, Digits, Months

Mode = Literal["tools", "json_schema", "json", "md_json"]
LOCAL_MODEL = "local"
RUN_FILE = "run.json"  # in a trace: how its questions were asked


@dataclass(frozen=True)
class ModelProfile:
    """How to talk to a class of models. One code path, different numbers.

    ``lean`` asks for one passage at a time and for pointers only: all that a small model does well. ``mode`` is
    instructor's way of asking for JSON, ``window_characters`` how much of the report one call sees,
    ``examples`` how many worked examples precede the question, ``translates_apart`` whether the English is asked for
    in calls of its own, ``output_tokens`` the limit of one answer, ``timeout`` seconds for one HTTP request.
    """

    name: str
    lean: bool
    mode: Mode
    window_characters: int
    examples: int
    translates_apart: bool
    output_tokens: int
    timeout: float


# Measured on the example reports: a 1.5B model copies spans well from one paragraph and badly from a page.
SMALL = ModelProfile("small", True, "json_schema", 900, 3, True, 400, 600.0)
SERVER = ModelProfile("server", False, "json_schema", 6_000, 2, False, 4_096, 300.0)
HOSTED = ModelProfile("hosted", False, "tools", 24_000, 1, False, 16_384, 180.0)
PROFILES = {profile.name: profile for profile in (SMALL, SERVER, HOSTED)}


class Settings(BaseSettings):
    """Everything that can be set, with its default.

    Sizes are in bytes, times in seconds. ``model`` is a name that the endpoint knows, ``local`` for the embedded
    model, or the path of a GGUF file, which the embedded engine runs.

    ``attempts`` bounds the requests for one question, ``timeout`` the seconds of one request, ``report_timeout`` those of
    one report. ``retry_wait`` is the first wait before a request is made again; it doubles. ``breaker_failures`` in a row
    make an endpoint be left alone for ``breaker_seconds``. ``fallback_model`` answers when the first does not; at
    ``fallback_base_url`` if that is set, which is sent the key in ``fallback_api_key_env`` and no other.
    """

    model_config = SettingsConfigDict(env_prefix="BRIEFING_", env_ignore_empty=True, extra="forbid", frozen=True)

    model: str | None = None
    base_url: str | None = Field(default=None, repr=False)  # it may hold a password
    api_key_env: str = "OPENAI_API_KEY"
    api_key: SecretStr | None = Field(default=None, exclude=True, repr=False)
    profile: Literal["small", "server", "hosted"] | None = None
    mode: Mode | None = None
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.0
    seed: int = 1
    timeout: Annotated[float, Field(gt=0)] | None = None
    attempts: Annotated[int, Field(ge=1, le=10)] = 3
    context_tokens: Annotated[int, Field(ge=2048)] = 8192
    retry_wait: Annotated[float, Field(ge=0, le=60)] = 1.0
    concurrency: Annotated[int, Field(ge=1, le=1024)] = 32
    requests_per_minute: Annotated[float, Field(gt=0)] | None = None
    tokens_per_minute: Annotated[float, Field(gt=0)] | None = None
    breaker_failures: Annotated[int, Field(ge=1)] = 5
    breaker_seconds: Annotated[float, Field(ge=0)] = 30.0
    report_timeout: Annotated[float, Field(gt=0)] | None = None
    fallback_model: str | None = None
    fallback_base_url: str | None = Field(default=None, repr=False)
    fallback_api_key_env: str | None = None
    threads: Annotated[int, Field(ge=1)] | None = None
    glossary: Path | None = None
    max_source_bytes: Annotated[int, Field(ge=1)] = 5_000_000
    cache: bool = True
    cache_dir: Path | None = None
    cache_size: Annotated[int, Field(ge=1_000_000)] = 1_000_000_000
    calendar: Calendar = "gregorian"
    months: Months = "un"
    digits: Digits = "western"
    prices: Path | None = None
    max_cost: Annotated[float, Field(ge=0)] | None = None
    max_tokens: Annotated[int, Field(ge=0)] | None = None
    trace_dir: Path | None = None
    trace_text: bool = True
    replay: Path | None = None
    log_format: Literal["text", "json"] | None = None
    log_level: Literal["debug", "info", "warning", "error"] | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Explicit arguments, then the environment, then the two configuration files."""
        files = tuple(TomlConfigSettingsSource(settings_cls, path) for path in configuration_files())
        return (init_settings, env_settings, *files)

    @field_validator("base_url", "fallback_base_url")
    @classmethod
    def _is_address(cls, url: str | None) -> str | None:
        if url is not None:
            try:
                parts = urlsplit(url)
                usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
            except ValueError:
                usable = False
            if not usable:
                raise ValueError("an address begins with http:// or https:// and a host")
        return url

    @field_validator("fallback_model")
    @classmethod
    def _can_stand_in(cls, model: str | None) -> str | None:
        if model is not None and (model == LOCAL_MODEL or model.lower().endswith(".gguf")):
            raise ValueError("the embedded model is asked other questions and cannot stand in for another")
        return model

    @property
    def embedded(self) -> bool:
        """Whether the embedded engine answers: asked for by name or by a GGUF file, or nothing else is set."""
        if self.base_url is not None or self.replay is not None:
            return False
        if self.model is None:
            return self.key() is None
        return self.model == LOCAL_MODEL or self.model.lower().endswith(".gguf")

    def key(self) -> SecretStr | None:
        """The API key: given, or in the environment variable that ``api_key_env`` names."""
        return self.api_key if self.api_key is not None else _key_in(self.api_key_env)

    def fallback_key(self) -> SecretStr | None:
        """The key for the fallback model, if it has one of its own."""
        return _key_in(self.fallback_api_key_env) if self.fallback_api_key_env else None

    def cache_folder(self) -> Path:
        """Where things are kept that can be made again: the embedded model's weights, and answers in ``responses``.

        Raises SettingsError for a user without a home, as a container may have.
        """
        try:
            return self.cache_dir.expanduser() if self.cache_dir else Path(platformdirs.user_cache_dir("briefing"))
        except RuntimeError as error:
            raise SettingsError("There is no home folder to keep a cache in: set HOME or BRIEFING_CACHE_DIR.") from error

    @property
    def caches(self) -> bool:
        """Whether answers are kept in the response cache: it is switched on, and there is a place for it."""
        try:
            return self.cache and bool(self.response_folder())
        except SettingsError:
            return False

    def response_folder(self) -> Path:
        """Where the response cache is."""
        return self.cache_folder() / "responses"

    def model_profile(self) -> ModelProfile:
        """The profile that fits the model: ``profile`` if set, else by where the model runs."""
        if self.profile is not None:
            profile = PROFILES[self.profile]
        elif self.embedded:
            profile = SMALL
        elif self.base_url is not None and "api.openai.com" not in self.base_url:
            profile = SERVER
        else:
            profile = HOSTED
        return replace(profile, mode=self.mode or profile.mode, timeout=self.timeout or profile.timeout)


def _key_in(variable: str) -> SecretStr | None:
    value = os.environ.get(variable, "").strip()
    return SecretStr(value) if value else None


def configuration_files() -> list[Path]:
    """Where settings are looked for, the first has precedence; they need not exist."""
    own = Path("briefing.toml")
    try:
        return [own, Path(platformdirs.user_config_dir("briefing")) / "config.toml"]
    except RuntimeError:  # this user has no home
        return [own]


def run_facts(settings: Settings, *, model: str, endpoint_kind: str) -> dict[str, Any]:
    """What shapes the questions of a run, for its trace."""
    profile = settings.model_profile()
    return {
        "model": model,
        "endpoint_kind": endpoint_kind,
        "profile": profile.name,
        "mode": profile.mode,
        "temperature": settings.temperature,
        "seed": settings.seed,
        "attempts": settings.attempts,
    }


def replayed(settings: Settings) -> Settings:
    """The settings with which the questions of the trace in ``settings.replay`` are asked again; others stay as they are.

    Raises SettingsError for a folder without a trace, or with one that was written without text.
    """
    if settings.replay is None:
        return settings
    path = settings.replay / RUN_FILE
    own: dict[str, Any] = {"base_url": None, "cache": False, "trace_dir": None, "max_cost": None, "fallback_model": None}
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
        told = {name: run[name] for name in ("model", "profile", "mode", "temperature", "seed", "attempts")}
        if run["text"]:
            checked = Settings(**told)
            return settings.model_copy(update={name: getattr(checked, name) for name in told} | own)
    except OSError as error:
        raise SettingsError(f"The folder {settings.replay} holds no trace: {path.name} cannot be read.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"The file {path} is no trace's: replay what --trace-dir has written.") from error
    raise SettingsError(f"The trace {settings.replay} was written without text and cannot be replayed.")


def make_settings(**explicit: Any) -> Settings:
    """Settings from explicit values (``None`` means not given), the environment and the configuration files.

    Raises SettingsError, naming the field, if a value cannot be used or a configuration file is not valid TOML.
    """
    try:
        settings = Settings(**{name: value for name, value in explicit.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "settings"
        raise SettingsError(f"The setting {field} cannot be used: {first['msg']}.") from error
    except ValueError as error:  # tomllib.TOMLDecodeError
        raise SettingsError(f"A configuration file is not valid TOML: {error}.") from error
    for name in ("glossary", "prices"):
        path: Path | None = getattr(settings, name)
        if path is not None and os.path.exists(path) and not os.path.isfile(path):  # a pipe would be empty the second time
            raise SettingsError(f"The setting {name} cannot be used: {path} is no regular file.")
    return settings
