"""What many pathways asked in turn cost, beside one pathway asked as often: one overlay for each employer.

Run on purpose: ``pytest tests/benchmarks/test_pathways_in_turn.py -s``. Processor time within one process,
the least of several rounds. At most 1.5 times one.
"""

from __future__ import annotations

from time import process_time

import pytest

import care_pathway as cp
from tests.model.test_derived import employer, four_questions

ROUNDS = 9
MANY = 20


def milliseconds(pathways: list[cp.Pathway]) -> float:
    """Processor time of the four questions for one pathway, when all are asked in turn."""
    found = []
    for _ in range(ROUNDS):
        start = process_time()
        for pathway in pathways:
            four_questions(pathway)
        found.append((process_time() - start) / len(pathways) * 1000)
    return min(found)


def test_twenty_overlays_cost_as_much_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    pathways = [employer(number) for number in range(MANY)]
    milliseconds(pathways)  # what follows from each is made now
    one, many = milliseconds(pathways[:1] * MANY), milliseconds(pathways)
    with capsys.disabled():
        print(f"\none pathway {one:.2f} ms, {MANY} in turn {many:.2f} ms each: {many / one:.2f}x")
    assert many <= 1.5 * one
