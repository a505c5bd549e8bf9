"""A vendor ships the package in a product: the commands of the how-to, on an empty environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_docs import ROOT, blocks

PAGE = ROOT / "docs" / "how-to" / "in-a-product.md"


@pytest.mark.exhaustive
@pytest.mark.skipif(os.name != "posix", reason="the commands of the page are those of a POSIX shell")
def test_the_product_of_the_how_to_is_frozen_and_says_what_is_in_it(tmp_path: Path) -> None:
    """Plain ``pyinstaller app.py`` runs, without a network; the list of parts and the licences are whole."""
    wheel = os.environ.get("CARE_PATHWAY_WHEEL")
    if not wheel:
        pytest.skip("CARE_PATHWAY_WHEEL names no built wheel")
    commands = ["set -eu"]
    for block in blocks(PAGE):
        if block.title:
            (tmp_path / block.title).write_text(block.content, "utf-8")
        elif block.language == "sh":
            commands.append(block.content)
    # The wheel stands for the package on the index; nothing else of the page is changed.
    shell = "\n".join(commands).replace(" care-pathway", f" {wheel}").replace("python3", sys.executable)
    done = subprocess.run(["bash", "-c", shell], cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S607
    assert done.returncode == 0, done.stdout + done.stderr
    assert "care-or-support-worker" in done.stdout.splitlines()
    assert "Chef" in done.stdout
    parts = json.loads((tmp_path / "sbom.cdx.json").read_text("utf-8"))["components"]
    named = {part["name"]: str(part["licenses"]) for part in parts}
    assert (
        {"attrs", "cattrs", "care-pathway"}
        <= set(named)
        <= {"attrs", "cattrs", "care-pathway", "typing_extensions"}
    )
    assert "MIT AND OGL-UK-3.0" in named["care-pathway"]
    licences = (tmp_path / "LICENCES.txt").read_text("utf-8")
    for words in ("attrs ", "cattrs ", ": LICENSE-DATA.md", "Open Government Licence"):
        assert words in licences
