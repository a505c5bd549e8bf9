"""Rotas: a shift that nobody is put down for is a vacant post; a column of homes says where people work."""

from __future__ import annotations

import io

import pytest

from care_pathway.interop import read_staff
from care_pathway.interop.staff import LeftOut, StaffFile
from tests.each import each

OPEN = ("OPEN SHIFT", "Open shift 2", "Unfilled", "TBC", "Unassigned", "To be covered", "Cover needed")


def rota(*employees: str) -> StaffFile:
    rows = "".join(f"{one},Care Assistant,01/12/2026,Early\n" for one in employees)
    return read_staff(io.StringIO(f"Employee,Role,Date,Shift\n{rows}"))


@each("one", OPEN)
@each("others", [(), ("Ann Lee",), ("S001", "S002")])
def test_an_open_shift_is_a_vacancy_beside_names_references_and_nothing(
    one: str, others: tuple[str, ...]
) -> None:
    found = rota(*others, one)
    assert len(found.workers) == len(others)
    assert [row.left_out for row in found.records] == [*[None] * len(others), LeftOut.VACANCY]
    assert any(
        f"vacant post left out of the counts (line {len(others) + 2})" in str(n.message)
        for n in found.notices
    )


def test_several_open_shifts_are_listed_together() -> None:
    found = rota("OPEN SHIFT", "Unfilled", "TBC")
    assert not found.workers
    assert "3 vacant posts left out of the counts (lines 2, 3, 4)" in [one.message for one in found.notices]


@each("one", ["Ann Open", "Shift Ann", "S001", "Bea Cover", "Open Ann Lee"])
def test_people_and_references_are_no_open_shifts(one: str) -> None:
    """Rule: only all of such a cell, or a word that is none of a name, says that a shift is open."""
    assert len(rota(one).workers) == 1


@pytest.mark.parametrize(
    ("cells", "field", "settings", "sites"),
    [
        (("Elm", "Oak"), "site", ["homecare", "homecare"], ["Elm", "Oak"]),
        (("Elm Lodge", "Care home"), "site", ["homecare", "homecare"], ["Elm Lodge", "Care home"]),
        (("Care home", "Supported living"), "setting", ["Care home", "Supported living"], [None, None]),
        (("Nursing Home", ""), "setting", ["Nursing Home", "homecare"], [None, None]),
    ],
)
def test_only_cells_that_are_settings_make_a_column_service_one_of_settings(
    cells: tuple[str, str], field: str, settings: list[str], sites: list[str | None]
) -> None:
    rows = "".join(f"S{at},Carer,{cell},Early\n" for at, cell in enumerate(cells))
    found = read_staff(io.StringIO(f"Employee,Role,Service,Shift\n{rows}"), setting="homecare")
    assert {guess.header: guess.field for guess in found.columns}["Service"] == field
    assert [worker.setting for worker in found.workers] == settings
    assert [record.site for record in found.records] == sites
