"""Writing back: every cell as read, but for the answers that the caller names."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_pathway.errors import DataError, UnknownIdError
from care_pathway.interop import examples
from care_pathway.interop.ascwds import (
    PathwayAnswer,
    StaffFile,
    WithoutCode,
    read_workers,
    read_workplaces,
    write_workers,
)
from tests.interop import ascwds_build as build


def written(staff: StaffFile, **options) -> str:
    out = io.BytesIO()
    write_workers(staff, out, **options)
    return out.getvalue().decode("utf-8")


def padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells + ("",) * (width - len(cells))


_free = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
_notes = _free.filter(lambda text: len(text) <= 20)
_qualification = st.sampled_from(["", "54;2019", "132;", "81;2020", "54", "100;1700"])


@st.composite
def _rows(draw: st.DrawFn) -> list[list[str]]:
    rows = []
    for number in range(draw(st.integers(0, 4))):
        count = draw(st.sampled_from([3, 3, 4, 6]))
        cells = {
            "LOCALESTID": "E" + draw(_free),
            "UNIQUEWORKERID": f"{number}-" + draw(_free),
            "DISPLAYID": draw(_free),
            "MAINJOBROLE": draw(st.sampled_from(["8", "23", "27", "4"])),
            "MAINJRDESC": draw(_free),
            "CWPCATEGORY": draw(st.sampled_from(["", "2", "02", " 7 ", "998", "8", "nonsense"])),
            "POSTCODE": draw(_free),
        }
        for n in range(1, count + 1):
            cells[f"QUALACH{n:02}"] = draw(_qualification)
            cells[f"QUALACH{n:02}NOTES"] = draw(_notes)
        rows.append(build.row(count, **cells))
    return rows


@given(_rows())
def test_round_trip(rows: list[list[str]]) -> None:
    """SPEC: export, read, write gives the same cells; short rows may come back padded."""
    staff = read_workers(build.workers(*rows, qualifications=6))
    width = len(build.names(6))
    assert not staff.lost
    expected = [padded(tuple(cells), width) for cells in rows]
    assert [padded(record.cells, width) for record in staff.records] == expected
    text = written(staff)
    again = read_workers(build.file(text))
    assert [record.cells for record in again.records] == expected
    assert written(again) == text


@given(
    _rows(), st.sampled_from(["new-to-care", "registered-manager", "do-not-know", "none-of-the-above", None])
)
def test_only_the_named_answer_changes(rows: list[list[str]], category: str | None) -> None:
    """Leaves every cell as read, except CWPCATEGORY for the workers named."""
    staff = read_workers(build.workers(*rows, qualifications=6))
    if staff.lost or not staff.workers:
        return
    worker = staff.workers[0].id
    again = read_workers(build.file(written(staff, categories={worker: category})))
    at = staff.names.index("CWPCATEGORY")
    for before, after in zip(staff.records, again.records, strict=True):
        same = padded(before.cells, len(staff.names))
        if before.worker == worker:
            same = (*same[:at], after.cells[at], *same[at + 1 :])
            assert after.role_category == (
                category if category in {"new-to-care", "registered-manager"} else None
            )
        assert after.cells == same


def test_the_bundled_export_comes_back_byte_for_byte_but_for_padding() -> None:
    raw = examples.file("ascwds-worker.csv").read().decode("utf-8")
    staff = read_workers(examples.file("ascwds-worker.csv"))
    text = written(staff)
    assert not text.endswith("\r\n")
    assert not text.startswith("\ufeff")
    assert text.split("\r\n")[0] == raw.split("\r\n")[0]
    full = [line for line in raw.split("\r\n") if "Dementia lead" in line]
    assert full[0] in text


def test_status_is_an_argument() -> None:
    staff = read_workers(build.workers(build.row(STATUS="unchecked")))
    assert "unchecked" in written(staff)
    assert ",UPDATE," in written(staff, status="update")
    with pytest.raises(UnknownIdError, match="status"):
        written(staff, status="REPLACE")


def test_what_changed_is_said_and_unchecked_rows_are_warned_of() -> None:
    staff = read_workers(build.workers(build.row(), build.row(UNIQUEWORKERID="W2")))
    done = write_workers(
        staff, io.BytesIO(), categories={"W1": "care-or-support-worker", "W2": "deputy-manager"}
    )
    assert done.changed == ("W2",)
    assert done.rows == 2
    assert "UNCHECKED" in done.notices[0].message
    done = write_workers(staff, io.BytesIO(), status="UPDATE", categories={"W2": "deputy-manager"})
    assert done.notices == ()


def test_personal_assistant_is_refused_unless_told_otherwise() -> None:
    staff = read_workers(build.workers(build.row(STATUS="UPDATE"), build.row(UNIQUEWORKERID="W2")))
    categories = {"W1": "personal-assistant", "W2": "personal-assistant"}
    with pytest.raises(DataError, match="no code for personal assistant") as caught:
        written(staff, categories=categories)
    assert len(caught.value.problems) == 2
    out = io.BytesIO()
    done = write_workers(
        staff, out, categories={"W1": "personal-assistant"}, without_code=WithoutCode.NONE_OF_THE_ABOVE
    )
    assert "cannot be read back" in done.notices[0].message
    again = read_workers(build.file(out.getvalue()))
    assert again.records[0].answer is PathwayAnswer.NONE_OF_THE_ABOVE
    with pytest.raises(ValueError, match="borrow"):
        written(staff, categories=categories, without_code="borrow")


def test_unknown_workers_and_categories() -> None:
    staff = read_workers(build.workers(build.row()))
    with pytest.raises(UnknownIdError, match="W7"):
        written(staff, categories={"W7": "deputy-manager"})
    with pytest.raises(UnknownIdError, match="deputy-manager"):
        written(staff, categories={"W1": "deputy"})


def test_workers_are_named_by_id_or_by_their_own_reference() -> None:
    rows = [build.row(), build.row(LOCALESTID="E2"), build.row(UNIQUEWORKERID="KHC 12")]
    staff = read_workers(build.workers(*rows))
    text = written(staff, categories={"E2/W1": "deputy-manager", "KHC 12": "registered-manager"})
    again = read_workers(build.file(text))
    assert [record.role_category for record in again.records] == [
        "care-or-support-worker",
        "deputy-manager",
        "registered-manager",
    ]
    with pytest.raises(UnknownIdError, match="W1"):
        written(staff, categories={"W1": "deputy-manager"})


def test_files_that_cannot_be_written() -> None:
    places = read_workplaces(build.workplaces(build.workplace()))
    with pytest.raises(DataError, match="workplace file"):
        written(places)
    names = [name for name in build.WORKER if name != "CWPCATEGORY"]
    at = build.WORKER.index("CWPCATEGORY")
    cells = build.row()
    old = read_workers(build.file(build.text(names, [*cells[:at], *cells[at + 1 :]])))
    with pytest.raises(DataError, match="fresh file"):
        written(old, categories={"W1": "deputy-manager"})
    assert written(old).startswith("LOCALESTID")
    cut = read_workers(build.workers(build.row()[:20], build.row(UNIQUEWORKERID="W2")))
    with pytest.raises(DataError, match="deletes"):
        written(cut)


def test_written_in_one_step(tmp_path: Path) -> None:
    staff = read_workers(build.workers(build.row()))
    path = tmp_path / "out.csv"
    assert write_workers(staff, path).file == "out.csv"
    before = path.read_bytes()
    with pytest.raises(DataError):
        write_workers(staff, path, categories={"W1": "personal-assistant"})
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["out.csv"]
    assert read_workers(path).workers == staff.workers
