"""Layouts of programs: the headings of each are read as its line says, by the grammar alone too."""

from __future__ import annotations

import io
from typing import Any

import pytest

from care_pathway.errors import UnknownIdError
from care_pathway.interop import read_courses, read_staff, read_training, recognise
from care_pathway.interop.layouts import TableLayout, layouts

CELLS: dict[str, Any] = {
    "worker": "E12",
    "job_title": "Care assistant",
    "title": "Fire safety",
    "completed": "03/02/2026",
    "enrolled": "01/02/2026",
    "expires": "03/02/2027",
    "due": "10/02/2026",
    "status": "Completed",
    "score": "82",
    "id": "C7",
    "cost": "45",
    "sale_cost": "40",
    "category": "Core",
    "description": "Fire and how to prevent it",
    "session": "S1",
    "day": "03/02/2026",
    "place": "Leeds",
}


def headings(layout: TableLayout) -> list[tuple[str, str]]:
    """Every heading of a layout with a cell that fits."""
    known = {heading: field for field, heading in layout.columns.items()}
    names = list(dict.fromkeys([*layout.marks, *known]))
    return [
        (name, CELLS.get(known.get(name, ""), "Ann Quill" if "name" in name.casefold() else "x1"))
        for name in names
    ]


@pytest.mark.parametrize("layout", layouts(), ids=lambda one: one.id)
def test_every_layout_is_known_and_read_as_it_says(layout: TableLayout) -> None:
    pairs = headings(layout)
    text = "\n".join(
        [",".join(name for name, _ in pairs), *(",".join(cell for _, cell in pairs) for _ in range(2))]
    )
    found = recognise(io.StringIO(text))
    assert found.layout == layout.id
    read: Any = {"staff": read_staff, "training": read_training, "courses": read_courses}[layout.kind]
    by_grammar = {one.field: one.header for one in read(io.StringIO(text)).columns if one.header}
    assert {field: by_grammar.get(field) for field in layout.columns} == dict(layout.columns)
    assert read(io.StringIO(text), layout=layout.id).columns


def test_a_layout_that_is_not_known_is_refused() -> None:
    with pytest.raises(UnknownIdError, match="layout"):
        read_training(io.StringIO("Staff ref,Course\n1,Falls\n"), layout="abacus")
