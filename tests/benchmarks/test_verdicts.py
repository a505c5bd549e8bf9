"""What our check of ASC-WDS uploads says, beside what the service's own validators said of the same files.

Run on purpose: ``CARE_PATHWAY_LABELS=<folder> pytest -o addopts= tests/benchmarks/test_verdicts.py -s``. The
folder holds ``asc-wds/service_verdicts.jsonl``, as `scripts/measure_verdicts.py` describes it.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

import measure_verdicts
from tests.benchmarks.labelled import needs_labels

LEAST_AGREED = 0.98
MOST_NOT_COVERED = 10


@needs_labels
def test_we_say_what_the_service_says(capsys) -> None:
    """We agree on the refusal of nearly every upload, and refuse no row for what the service lets pass."""
    found = measure_verdicts.compared()
    counts = dict.fromkeys(("covered", "covered otherwise", "not covered", "stricter"), 0)
    needless = 0
    for (_, _, _, severity, standing), number in found.verdicts.items():
        counts[standing] += number
        needless += number if standing == "stricter" and severity == "error" else 0
    agreed = found.uploads["agreed"] / found.uploads.total()
    with capsys.disabled():
        sys.stdout.write(f"\nagreed on {agreed:.1%} of {found.uploads.total()} uploads; messages: {counts}")
    assert agreed >= LEAST_AGREED
    assert counts["not covered"] <= MOST_NOT_COVERED
    assert counts["covered otherwise"] == 0
    assert needless == 0
    assert measure_verdicts.TABLE.read_text("utf-8") == measure_verdicts.written(found)
