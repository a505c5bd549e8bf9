"""Prints the lowest versions that the package and its groups declare, as constraints for pip.

    python scripts/lowest_versions.py > lowest.txt
    pip install --constraint lowest.txt ".[all]" --group test

A floor that nobody tests is a guess: CI installs these and runs the suite.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_FLOOR = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?>=(?P<version>[0-9][^,;\s]*)")


def floors(groups: tuple[str, ...] = ("test",)) -> dict[str, str]:
    """The lowest declared version of each dependency of the core, the extras and the named groups."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = document["project"]
    lines = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        lines += extra
    for group in groups:
        lines += [line for line in document["dependency-groups"][group] if isinstance(line, str)]
    found: dict[str, str] = {}
    for line in lines:
        if match := _FLOOR.match(line):
            found.setdefault(match["name"].lower(), match["version"])
    return dict(sorted(found.items()))


if __name__ == "__main__":
    print("\n".join(f"{name}=={version}" for name, version in floors().items()))
