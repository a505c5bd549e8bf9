"""A change of data is reviewed as a change of answers."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "generate_snapshots.py"))


def test_answers_are_those_of_the_snapshots() -> None:
    """If this fails on purpose, run ``python scripts/generate_snapshots.py`` and review what changed."""
    made = {name: SCRIPT["text_of"](answers) for name, answers in SCRIPT["snapshots"]().items()}
    kept = {path.name: path.read_text("utf-8") for path in (ROOT / "tests" / "snapshots").iterdir()}
    assert sorted(made) == sorted(kept)
    for name, text in made.items():
        assert text == kept[name], name
