"""Look up the locked dependencies in the advisory database; fail if one has a known vulnerability.

Where the database cannot be reached nothing is audited, and that is said; what stands then are the hashes in
requirements.lock, which pip checks as it installs. pip-audit itself calls a package "skipped" and the whole run clean when
the index answers without advisories, so its report is read here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
SECONDS = 300


def main(pip_audit: str) -> int:
    """The exit code: 1 if a dependency has a known vulnerability."""
    command = [pip_audit, "--requirement", str(LOCK), "--disable-pip", "--require-hashes", "--format", "json"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        found = json.loads(done.stdout)["dependencies"]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError) as error:
        return _nothing_audited(type(error).__name__)
    audited = [one for one in found if "vulns" in one]
    if not audited:
        return _nothing_audited("no package is known there")
    bad = [one for one in audited if one["vulns"]]
    for one in bad:
        told = ", ".join(f"{vuln['id']} (mended in {' or '.join(vuln['fix_versions']) or 'none yet'})" for vuln in one["vulns"])
        print(f"{one['name']} {one['version']}: {told}")
    print(f"{len(audited)} of {len(found)} packages audited, {len(bad)} with known vulnerabilities.")
    return 1 if bad else 0


def _nothing_audited(why: str) -> int:
    print(f"The advisory database cannot be reached ({why}): nothing was audited; pip has checked the hashes of the lock file.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
