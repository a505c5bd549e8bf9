"""What readers give back can be kept as text: every result is serialisable."""

from __future__ import annotations

import json

import jsonschema
import pytest

import care_pathway as cp
from care_pathway.interop import ascwds, examples, tables

READERS = {
    "ascwds-training.csv": ascwds.read_training,
    "ascwds-worker.csv": ascwds.read_workers,
    "ascwds-workplace.csv": ascwds.read_workplaces,
    "staff.csv": tables.read_staff,
}


@pytest.mark.parametrize("name", READERS)
def test_a_file_that_was_read_survives_a_round_trip(name: str) -> None:
    """Records hash and compare, and `loads` gives back what `dumps` wrote, days and lists in cells too."""
    read = READERS[name](examples.file(name))
    text = cp.dumps(read)
    again = cp.loads(text, cp.StaffFile)
    assert again == read
    assert hash(again) == hash(read)
    assert cp.dumps(again) == text
    jsonschema.Draft202012Validator(cp.json_schema(cp.StaffFile)).validate(json.loads(text))


@pytest.mark.parametrize("cell", [{}, {"day": "2026-02-30"}, {"day": 3}, {"other": 1}, [{"day": None}]])
def test_a_cell_of_another_kind_is_refused(cell: object) -> None:
    plain = json.loads(cp.dumps(ascwds.read_workers(examples.file("ascwds-worker.csv"))))
    plain["records"][0]["values"][0] = cell
    with pytest.raises(cp.DataError, match=r"records\[0\]\.values\[0\]: expected"):
        cp.loads(json.dumps(plain), cp.StaffFile)
