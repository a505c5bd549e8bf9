"""A vendor freezes the package into a product: plain ``pyinstaller app.py``, no option, no network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
import care_pathway as cp
from care_pathway.cli import main

print(cp.normalise_title(cp.load(), "Care Assistant").role_category)
sys.exit(main(["title", "Chef"]))
"""


@pytest.mark.exhaustive
def test_a_frozen_program_runs(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(PROGRAM, "utf-8")
    made = subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--log-level", "ERROR", "app.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    ran = subprocess.run(
        [str(tmp_path / "dist" / "app" / "app")], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[0] == "care-or-support-worker"
    assert "Chef" in ran.stdout
