"""Prints the Pythons that the classifiers of the package name, as a JSON list for the workflows."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PREFIX = "Programming Language :: Python :: 3."


def declared() -> list[str]:
    """Such as ``["3.11", "3.12"]``, oldest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [f"3.{line.removeprefix(_PREFIX)}" for line in project["classifiers"] if line.startswith(_PREFIX)]


if __name__ == "__main__":
    print(json.dumps(declared()))
