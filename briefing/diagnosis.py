"""What ``briefing doctor`` tells: what is installed, which model would answer, what is missing and how to mend it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from dataclasses import dataclass, field
from typing import Any

from briefing import __version__
from briefing.channels import shown_address
from briefing.errors import SettingsError
from briefing.local import describe
from briefing.settings import Settings, configuration_files

_LIBRARIES = ("openai", "instructor", "jinja2", "tenacity", "pydantic", "xllamacpp")


@dataclass
class Diagnosis:
    """Facts by name, problems each with its cure, and whether any model could answer."""

    facts: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    can_answer: bool = True

    def as_dict(self) -> dict[str, Any]:
        """The diagnosis as plain data."""
        return {"facts": self.facts, "problems": self.problems, "can_answer": self.can_answer}


def diagnose(settings: Settings) -> Diagnosis:
    """Look at the installation and the settings. Loads no model and makes no call; shows no key."""
    found = Diagnosis()
    found.facts["briefing"] = __version__
    found.facts["python"] = platform.python_version()
    for library in _LIBRARIES:
        try:
            found.facts[library] = importlib.metadata.version(library)
        except importlib.metadata.PackageNotFoundError:
            found.facts[library] = "not installed"
    present = [str(path) for path in configuration_files() if path.is_file()]
    found.facts["configuration"] = ", ".join(present) or "none"
    found.facts["profile"] = settings.model_profile().name
    key = "set" if settings.key() is not None else "not set"
    found.facts[settings.api_key_env] = key
    local = None
    try:
        local = describe(folder=settings.cache_folder())
        state = "ready" if local.assembled else f"{local.parts_found} of {local.parts_needed} parts installed, to be put together"
        found.facts["embedded weights"] = f"{state} ({local.path})"
    except SettingsError as error:  # an endpoint answers all the same
        found.facts["embedded weights"] = str(error)
    if settings.embedded:
        found.facts["model that answers"] = f"embedded: {settings.model or 'local'}"
        own_file = settings.model is not None and settings.model != "local"
        if local is None:
            found.problems.append("a folder for the weights: set HOME or BRIEFING_CACHE_DIR")
        elif local.engine_version is None or (not own_file and not local.ready):
            found.problems.append(f"{', '.join(local.missing) or 'the engine'}: {local.remedy}")
        if (
            own_file
            and not str(settings.model).startswith("hub:")
            and not os.path.isfile(os.path.expanduser(str(settings.model)))
        ):
            found.problems.append(f"the model file {settings.model}: check the path")
    else:
        where = shown_address(settings.base_url) if settings.base_url else "the OpenAI endpoint"
        found.facts["model that answers"] = f"{settings.model or 'gpt-5-mini'} at {where}"
        if settings.base_url is None and settings.key() is None:
            found.problems.append(f"an API key: set {settings.api_key_env}, or use --model local")
    found.can_answer = not found.problems
    return found
