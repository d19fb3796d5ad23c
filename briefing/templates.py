"""Templates: folders of files that lay out a brief, what each declares about itself, and reading them without leaving them.

A folder may hold ``template.toml``, which names the sections that its briefs have, in their order::

    base = "policy"                      # the built-in template that fills in what the folder leaves out
    sections = ["bottom_line", "quotations"]
    [kind]                               # what the document is called
    en = "Flash"
    ar = "إشعار"
    [description]                        # a line for ``briefing templates``
    en = "Half a page."
    ar = "نصف صفحة."
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from briefing.errors import RenderError
from briefing.resources import template_path

BASE = "policy"
MANIFEST = "template.toml"
# Every section that a template can show; how one looks is said in ``brief.*.j2`` and, for Word, in ``briefing.word``.
SECTIONS = (
    "bottom_line", "glance", "outcome", "commitments", "next_steps", "demands", "positions", "conflicts", "not_stated",
    "annexes", "participants", "matrix", "timeline", "method", "quotations",
    "decided", "changes", "upcoming", "cited",
    "participant_table", "demand_table", "commitment_table", "clause_table", "stance_table", "position_table", "step_table",
)  # fmt: skip
_MOST_BYTES = 262_144  # of one file of a template; the longest of ours has a tenth of it
_FILES = re.compile(r"brief\.(?:md|html)\.j2|brief(?:\.(?:ar|en))?\.docx|style\.css|template\.toml")
_WORDS = ("kind", "description")


@dataclass(frozen=True)
class TemplatePlan:
    """A template: its folders, the first has precedence; its sections in order; its words, by language."""

    name: str
    folders: tuple[Path, ...]
    sections: tuple[str, ...]
    kind: dict[str, str]
    description: dict[str, str]
    own: bool  # a folder of the user's, which is not trusted


def find_template(template: str) -> TemplatePlan:
    """The template of this name, or of this folder.

    Raises RenderError if there is none, or if its ``template.toml`` cannot be used.
    """
    if (plan := _built_in(template)) is not None:
        return plan
    if Path(template).is_dir():
        return _plan(template, Path(template).resolve(), own=True)
    raise RenderError(f"There is no template {template!r}: choose from {', '.join(built_in_names())}, or name a folder.")


@lru_cache(maxsize=16)  # what comes with the package does not change while it runs
def _built_in(name: str) -> TemplatePlan | None:
    folder = template_path("brief") / name
    return _plan(name, folder, own=False) if re.fullmatch(r"[a-z][a-z0-9_-]*", name) and folder.is_dir() else None


def built_in_names() -> list[str]:
    """The names of the templates that come with the package."""
    names = sorted(folder.name for folder in template_path("brief").iterdir() if folder.is_dir())
    return sorted(names, key=lambda name: name != BASE)


def list_templates(folder: Path | None = None) -> list[TemplatePlan]:
    """The built-in templates, then those of a folder: itself, if it is one, and the folders in it.

    Raises RenderError if the folder does not exist, or holds no template.
    """
    plans = [find_template(name) for name in built_in_names()]
    if folder is None:
        return plans
    try:
        inside = [folder, *sorted(path for path in folder.iterdir() if path.is_dir())]
        own = [find_template(f"./{path}" if not path.is_absolute() else str(path)) for path in inside if _is_template(path)]
    except OSError as error:
        raise RenderError(f"The folder {folder} cannot be read: {error.strerror or error}.") from error
    if not own:
        raise RenderError(f"There is no template in {folder}: a template is a folder with brief.html.j2, style.css or the like.")
    return plans + own


def file_inside(folder: Path, name: str) -> Path | None:
    """The file of this name in a template's folder; ``None`` if there is none.

    Raises RenderError if it is no plain file, too large, or leads out of the folder: a template has no business elsewhere.
    """
    path = folder / name
    if not path.exists() and not path.is_symlink():
        return None
    real = path.resolve()
    if not real.is_relative_to(folder.resolve()):
        raise RenderError(f"The template file {path} leads out of its folder: put a copy of the file there.")
    if not real.is_file():
        raise RenderError(f"The template file {path} is not a plain file.")
    return real


def text_inside(folder: Path, name: str) -> str | None:
    """The text of a template's file; ``None`` if there is none. Raises RenderError, naming the file, if it cannot be read."""
    path = file_inside(folder, name)
    if path is None:
        return None
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise RenderError(f"The template file {path} has more than {_MOST_BYTES // 1024} kB: make it shorter.")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RenderError(f"The template file {path} is not UTF-8 text: {error.reason}.") from error
    except OSError as error:
        raise RenderError(f"The template file {path} cannot be read: {error.strerror or error}.") from error


def _is_template(folder: Path) -> bool:
    names = {path.name for path in folder.iterdir()}
    return "record.json" not in names and any(map(_FILES.fullmatch, names))  # what a run has written is no template


def _plan(name: str, folder: Path, *, own: bool) -> TemplatePlan:
    told = _manifest(folder)
    path = folder / MANIFEST
    base = told.get("base", BASE)
    if base not in built_in_names():
        raise RenderError(f"{path}: there is no built-in template {base!r}; base is one of {', '.join(built_in_names())}.")
    # A built-in template other than the base stands on the base.
    under = None if folder == template_path("brief") / BASE else _plan(base, template_path("brief") / base, own=False)
    if under is not None and under.folders[0] == folder:
        raise RenderError(f"{path}: a template cannot be its own base.")
    sections = told.get("sections", list(under.sections) if under else None)
    if not isinstance(sections, list) or not sections or any(section not in SECTIONS for section in sections):
        raise RenderError(f"{path}: sections is a list of some of {', '.join(SECTIONS)}.")
    if len(set(sections)) != len(sections):
        raise RenderError(f"{path}: a section is listed twice.")
    words = {}
    for key in _WORDS:
        given = told.get(key, {})
        if not isinstance(given, dict) or not all(isinstance(given.get(tongue, ""), str) for tongue in ("ar", "en")):
            raise RenderError(f"{path}: [{key}] has a text for en and one for ar.")
        inherited = getattr(under, key) if under and (key == "kind" or not own) else {}
        words[key] = inherited | {tongue: given[tongue] for tongue in ("ar", "en") if given.get(tongue, "").strip()}
    unknown = told.keys() - {"base", "sections", *_WORDS}
    if unknown:
        raise RenderError(f"{path}: there is no key {min(unknown)!r}; there are base, sections, kind and description.")
    folders = (folder, *(under.folders if under else ()))
    return TemplatePlan(name, folders, tuple(sections), words["kind"], words["description"], own)


def _manifest(folder: Path) -> dict[str, Any]:
    text = text_inside(folder, MANIFEST)
    try:
        return tomllib.loads(text or "")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RenderError(f"{folder / MANIFEST} is not valid TOML: {error}.") from error
