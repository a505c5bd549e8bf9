"""Draws the rooms of the package, floor on floor, from the order that ``tests/test_imports.py`` holds.

python scripts/rooms_picture.py            write docs/assets/rooms.svg
python scripts/rooms_picture.py --check    fail where it is not what it would write
"""

from __future__ import annotations

import ast
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "assets" / "rooms.svg"

#: What each room is for; rooms without a line here are small helpers and are left out of the picture.
ROOMS = {
    "errors": "errors",
    "problems": "problems: what a person has to look at",
    "language": "language: words, phrases, spelling",
    "render": "render: tables, days, pounds",
    "_data": "data door",
    "model": "model: the nouns",
    "titles": "titles: a job title to a role category",
    "tabular": "tabular: rows and cells of any table",
    "evidence": "evidence: what is on file, read once",
    "skills": "skills: gap, team, transfer",
    "progression": "progression: requirements, ways onward",
    "alignment": "alignment: what a course covers",
    "planning": "planning: what to learn next",
    "overlay": "overlay",
    "comparison": "comparison",
    "serialise": "serialise",
    "schema": "schema",
    "catalogue": "catalogue: load",
    "interop": "interop: files and standards of others",
    "report": "report: page, workbook, plans",
    "frames": "frames: columns and clusters",
    "testing": "testing: strategies",
    "_commands": "commands",
    "cli": "care-pathway",
}
_WIDTH, _HEIGHT, _GAP = 960, 44, 10


def floors() -> list[list[str]]:
    """The rooms from the ground up."""
    tree = ast.parse((ROOT / "tests" / "test_imports.py").read_text("utf-8"))
    values = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in ([node.target] if isinstance(node, ast.AnnAssign) else node.targets)
        if isinstance(target, ast.Name)
    }
    order = values["ORDER"]
    if not isinstance(order, ast.Tuple):
        raise TypeError("ORDER is a tuple of tuples")
    rows = [values[row.id] if isinstance(row, ast.Name) else row for row in order.elts]
    named = [[name for name in ast.literal_eval(row) if name in ROOMS] for row in rows if row is not None]
    return [row for row in named if row]


def picture() -> str:
    """The rooms as SVG, the ground floor at the bottom."""
    rows = floors()
    height = len(rows) * (_HEIGHT + _GAP) + _GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-labelledby="rooms-title" font-family="system-ui, sans-serif" font-size="13">',
        '<title id="rooms-title">The rooms of care_pathway: each may use what is below it</title>',
    ]
    for number, row in enumerate(reversed(rows)):
        y = _GAP + number * (_HEIGHT + _GAP)
        width = (_WIDTH - _GAP * (len(row) + 1)) / len(row)
        for place, name in enumerate(row):
            x = _GAP + place * (width + _GAP)
            parts.append(
                f'<rect x="{x:.0f}" y="{y}" width="{width:.0f}" height="{_HEIGHT}" rx="6" '
                f'fill="#e8f1f7" stroke="#0b5c8a"/>'
                f'<text x="{x + width / 2:.0f}" y="{y + _HEIGHT / 2 + 5:.0f}" text-anchor="middle" '
                f'fill="#1c2430">{escape(ROOMS[name])}</text>'
            )
    return "\n".join([*parts, "</svg>", ""])


def main(argv: list[str]) -> int:
    """Writes or checks the picture."""
    if "--check" in argv:
        return 0 if TARGET.read_text("utf-8") == picture() else 1
    TARGET.write_text(picture(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
