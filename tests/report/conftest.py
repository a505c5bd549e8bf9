"""Reports that several tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest

import care_pathway as cp
from care_pathway.report import Report, build
from care_pathway.report.inputs import EXAMPLE_DAY, example_inputs


@pytest.fixture(scope="session")
def example() -> Report:
    """The report of the bundled example, with a small budget."""
    inputs = example_inputs()
    return build(
        cp.load("2025-04"),
        inputs.staff,
        on=EXAMPLE_DAY,
        evidence=inputs.evidence,
        catalogue=inputs.catalogue,
        budget=1000,
    )


@pytest.fixture(scope="session")
def written(example: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, written."""
    out = tmp_path_factory.mktemp("report") / "out"
    example.write(out, plans=True)
    return out
