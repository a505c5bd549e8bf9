"""A change of data is reviewed as a change of answers."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "generate_snapshots.py"))
SNAPSHOTS = SCRIPT["snapshots"]()


@pytest.mark.parametrize("name", sorted(SNAPSHOTS))
def test_answers_are_those_of_the_snapshot(name: str) -> None:
    """If this fails on purpose, run ``python scripts/generate_snapshots.py`` and review what changed."""
    kept = (ROOT / "tests" / "snapshots" / name).read_text("utf-8")
    assert SCRIPT["text_of"](SNAPSHOTS[name]) == kept


def test_there_is_no_snapshot_of_something_gone() -> None:
    assert {path.name for path in (ROOT / "tests" / "snapshots").iterdir()} == set(SNAPSHOTS)
