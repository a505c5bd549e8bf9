"""Draws the picture of the report that the documentation shows, from the bundled example.

    python scripts/screenshot.py

It needs a Chromium on the path, and the dependency group "browser".
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

TARGET = Path(__file__).resolve().parent.parent / "docs" / "assets" / "report.png"
#: The first screen, with the career map and the training whole.
SCREEN = ViewportSize(width=1280, height=1120)
#: A day on which the example has something to say.
DAY = "2026-10-01"


def draw(target: Path) -> None:
    """The first screen of the example's report, as a picture."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        sys.exit("no chromium on the path; on Debian: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        command = [sys.executable, "-m", "care_pathway.cli", "report", "--example", "--on", DAY, "--out"]
        subprocess.run([*command, f"{folder}/report"], check=True, capture_output=True)
        opened = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = opened.new_page(viewport=SCREEN)
        page.goto(f"file://{folder}/report/report.html")
        page.screenshot(path=target)
        opened.close()
    print(f"written: {target.name}")


if __name__ == "__main__":
    draw(TARGET)
