"""Run the Python of the README and the documentation; write what it prints below it, and what it draws.

For use after a change of data or wording; look at the differences before you commit them, since each is a
change of answers. Name parts of paths to do only those pages:
``python scripts/refresh_docs.py README tutorials``.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.test_docs import FILES, OPTIONS, PAGES, ROOT, blocks, pictures


def refresh(page: Path) -> None:
    """Write one page anew."""
    found = list(blocks(page))
    agrees = doctest.OutputChecker().check_output
    namespace: dict[str, object] = {"__name__": "__docs__"}
    edits = []
    for place, block in enumerate(found):
        if block.title:
            Path(block.title).write_text(block.content, "utf-8")
        if block.language != "python" or block.title:
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block.content, str(page), "exec"), namespace)  # noqa: S102
        after = found[place + 1] if place + 1 < len(found) else None
        if after is not None and after.language == "text":
            if agrees(after.content, printed.getvalue(), OPTIONS):
                continue  # with what a page leaves open, "...", too
            lines = [line.rstrip() for line in printed.getvalue().rstrip("\n").split("\n")]
            edits.append((after.line - 1, len(after.content.splitlines()), lines))
    text = page.read_text("utf-8").split("\n")
    for start, count, lines in reversed(edits):
        text[start : start + count] = lines
    page.write_text("\n".join(text), "utf-8")
    for name in pictures(page):
        shutil.copy(name, ROOT / "docs" / "assets" / name)


def main() -> None:
    """Run the script."""
    from care_pathway.interop import examples

    for page in PAGES:
        if sys.argv[1:] and not any(part in str(page) for part in sys.argv[1:]):
            continue
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            sys.path.insert(0, folder)
            for name in FILES:
                Path(name).write_bytes(examples.file(name).read())
            refresh(page)
            os.chdir("/")
            sys.path.remove(folder)
        print(page)


if __name__ == "__main__":
    main()
