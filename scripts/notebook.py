"""A page of the documentation as a notebook: its words, its code, and what the code prints.

The tests run the code of each page and compare what it prints, and so that of its notebook.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent.parent / "docs"
#: The pages that can be had as a notebook.
PAGES = ("tutorials/analyst",)
_BLOCK = re.compile(r"^```(?P<language>[a-z]*)[^\n]*\n(?P<content>.*?)^```[ ]*\n", re.MULTILINE | re.DOTALL)


def notebooks() -> dict[str, str]:
    """Every notebook by its path under ``docs``."""
    return {f"{page}.ipynb": notebook((DOCS / f"{page}.md").read_text("utf-8")) for page in PAGES}


def notebook(page: str) -> str:
    """A page as a notebook of Jupyter, format 4.5.

    Pictures are those that the code saves beside the notebook; other pages are named, and not linked.
    """
    page = re.sub(r"\]\(\.\./assets/", "](", page)
    page = re.sub(r"(?<!!)\[([^\]]*)\]\([^):]*\)", r"\1", page)
    cells: list[dict[str, Any]] = []

    def words(text: str) -> None:
        if text.strip():
            cells.append({"cell_type": "markdown", "source": _lines(text)})

    at = 0
    for block in _BLOCK.finditer(page):
        words(page[at : block.start()])
        at = block.end()
        lines = _lines(block["content"])
        if block["language"] == "python":
            cells.append({"cell_type": "code", "source": lines, "execution_count": None, "outputs": []})
        elif block["language"] == "text":
            cells[-1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": lines}]
        else:
            words(block[0])
    words(page[at:])
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {
        "cells": [{"id": f"cell-{place}", "metadata": {}, **cell} for place, cell in enumerate(cells)],
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _lines(text: str) -> list[str]:
    return text.strip("\n").splitlines(keepends=True)
