"""Policy briefs in Arabic and English from Arabic reports on negotiations, every line traced to its words.

The names below are loaded at first use, so that ``import briefing`` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.api import Generated, aextract, agenerate, extract, generate, render
    from briefing.corrections import Corrections, apply_corrections
    from briefing.errors import BriefingError
    from briefing.record import Record
    from briefing.rendering import RenderOptions
    from briefing.settings import Settings
    from briefing.streams import Outcome, aextract_many, agenerate_many, extract_many, generate_many

__version__ = "0.1.0"

__all__ = [
    "BriefingError",
    "Corrections",
    "Generated",
    "Outcome",
    "Record",
    "RenderOptions",
    "Settings",
    "__version__",
    "aextract",
    "aextract_many",
    "agenerate",
    "agenerate_many",
    "apply_corrections",
    "extract",
    "extract_many",
    "generate",
    "generate_many",
    "render",
]

_HOMES = {
    **dict.fromkeys(("Outcome", "aextract_many", "agenerate_many", "extract_many", "generate_many"), "streams"),
    "BriefingError": "errors",
    "Corrections": "corrections",
    "apply_corrections": "corrections",
    "Record": "record",
    "RenderOptions": "rendering",
    "Settings": "settings",
} | dict.fromkeys(("Generated", "aextract", "agenerate", "extract", "generate", "render"), "api")


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'briefing' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"briefing.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
