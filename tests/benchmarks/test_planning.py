"""The solver of learning plans beside that of scipy, which carries HiGHS too: time and size in one run."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib.metadata import distribution
from pathlib import Path

import pytest

from care_pathway.planning.solver import Limits, SeatOption, Solution, _Programme

scipy_optimize = pytest.importorskip("scipy.optimize")
sparse = pytest.importorskip("scipy.sparse")


class _ByScipy(_Programme):
    """The same programmes, solved by ``scipy.optimize.milp``."""

    def _solved(self, objective):
        width = len(self._whole)
        cost = [objective.get(at, 0.0) for at in range(width)]
        cells = [(row, at, value) for row, mine in enumerate(self._rows) for at, value in mine.items()]
        rows, columns, values = zip(*cells, strict=True)
        matrix = sparse.csr_array((values, (rows, columns)), shape=(len(self._rows), width))
        found = scipy_optimize.milp(
            cost,
            integrality=[int(whole) for whole in self._whole],
            bounds=scipy_optimize.Bounds(self._low, self._high),
            constraints=scipy_optimize.LinearConstraint(matrix, ub=self._upper),
            options={"mip_rel_gap": 0.0, "node_limit": self._nodes or 0},
        )
        self._last = [round(float(value)) for value in found.x]
        return found.status == 0, self._last


def task(people: int, offers: int) -> tuple[list[SeatOption], list[tuple[int, int]], Limits]:
    places = [
        SeatOption(offer, person, (0b1011 << (offer * 7 % 40)) & 0xFFFFFFFFFF, 10 + offer * 3, None)
        for offer in range(offers)
        for person in range(people)
    ]
    tiers = [(0x0000FFFFF << person % 5, 0xFFFFF00000) for person in range(people)]
    return places, tiers, Limits(people * offers * 4, None, None, (None,) * offers)


def seconds(solver: type[_Programme], people: int, offers: int) -> tuple[float, Solution]:
    places, tiers, limits = task(people, offers)
    start = time.process_time()
    found = solver(places, tiers, limits, {}, 300).solve(ordered=False)
    return time.process_time() - start, found


@pytest.mark.parametrize(("people", "offers"), [(4, 8), (8, 10)])
def test_time_beside_scipy(people: int, offers: int) -> None:
    ours, found = seconds(_Programme, people, offers)
    theirs, other = seconds(_ByScipy, people, offers)
    assert found.optimal == other.optimal
    print(f"{people} people, {offers} offers: {ours:.2f} s by highspy, {theirs:.2f} s by scipy")
    print(f"ratio {ours / theirs:.2f}")


def test_import_and_size_beside_scipy() -> None:
    def cost(module: str) -> float:
        code = f"import time; t = time.process_time(); import {module}; print(time.process_time() - t)"
        return float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)

    def megabytes(name: str) -> float:
        files: list[Path] = [Path(str(one.locate())) for one in distribution(name).files or ()]
        return float(sum(one.stat().st_size for one in files if one.exists())) / 1e6

    print(f"import: highspy {cost('highspy'):.2f} s, scipy.optimize {cost('scipy.optimize'):.2f} s")
    print(f"installed: highspy {megabytes('highspy'):.0f} MB, scipy {megabytes('scipy'):.0f} MB")
    assert megabytes("highspy") < megabytes("scipy")
