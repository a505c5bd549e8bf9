"""How long a fresh process takes to its first answer, beside what a user would pick instead.

Run on purpose: ``pytest tests/benchmarks/test_startup.py -s``. Every program runs in a process of its own, in
turn with the others, several rounds; bare Python is subtracted. Wall time and processor time are shown, the
least and the median, with the ratio to ours; processor time is the steadier one on a busy machine. Held are
ratios: the first look-up takes at most twice the import of attrs, and at most 0.8 of pycountry's. Needs the
``bench`` dependency group; ``CARE_PATHWAY_BENCH_PYTHON`` can name a Python that has it, and
``CARE_PATHWAY_BENCH_ROUNDS`` the number of rounds.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

import care_pathway as cp

PYTHON = os.environ.get("CARE_PATHWAY_BENCH_PYTHON", sys.executable)
ROUNDS = int(os.environ.get("CARE_PATHWAY_BENCH_ROUNDS", "9"))
SOURCE = Path(cp.__file__).parent.parent
TERMS = 1500

OURS = "care_pathway: import, load, first look-up"
PROGRAMS = {
    "bare Python": "pass",
    "attrs: import": "import attrs",
    "care_pathway: import": "import care_pathway",
    OURS: "import care_pathway as cp; cp.load().role_category('registered-manager').name",
    "care_pathway: import, load, first title": (
        "import care_pathway as cp; cp.normalise_title(cp.load(), 'Senior Care Assistant').role_category"
    ),
    "pycountry: import, first subdivision": (
        "import pycountry; pycountry.subdivisions.get(code='GB-LND').name"
    ),
    "holidays: import, first answer": (
        "import holidays, datetime; "
        "datetime.date(2026, 12, 25) in holidays.country_holidays('GB', subdiv='ENG')"
    ),
    f"pronto: import, {TERMS} terms, first look-up": (
        "import pronto, sys; pronto.Ontology(sys.argv[1])['TEST:0000007'].name"
    ),
    "mendeleev: import, first element": "from mendeleev import element; element('Fe').name",
}


def _obo(path: Path) -> None:
    """An ontology of made-up terms, each below another."""
    lines = ["format-version: 1.4", "ontology: test", ""]
    for number in range(TERMS):
        lines += [
            "[Term]",
            f"id: TEST:{number:07}",
            f"name: term {number}",
            f'def: "Made-up term {number}." []',
        ]
        lines += [f"is_a: TEST:{number // 2:07}"] if number else []
        lines.append("")
    path.write_text("\n".join(lines), "utf-8")


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(program: str, argument: Path) -> tuple[float, float]:
    """Wall time and processor time of a process of its own, in milliseconds."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": ""}
    started, used = time.perf_counter(), _processor()
    done = subprocess.run(
        [PYTHON, "-W", "ignore", "-c", program, str(argument)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    taken = (time.perf_counter() - started) * 1000, (_processor() - used) * 1000
    if done.returncode:
        wanted = "pip install --group bench, or name a Python that has it in CARE_PATHWAY_BENCH_PYTHON"
        pytest.fail(f"{program}\n{done.stderr}\n{wanted}")
    return taken


def test_first_answer_of_a_fresh_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ontology = tmp_path / "made-up.obo"
    _obo(ontology)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in PROGRAMS}
    for program in PROGRAMS.values():  # once before, so that byte code and disk caches are there
        _run(program, ontology)
    for _ in range(ROUNDS):
        for name, program in PROGRAMS.items():
            taken[name].append(_run(program, ontology))
    lines = [f"{ROUNDS} rounds with {PYTHON}; milliseconds over bare Python"]
    for clock, what in enumerate(("wall time", "processor time")):
        values = {name: [one[clock] for one in rounds] for name, rounds in taken.items()}
        bare = values.pop("bare Python")
        least = {name: min(one) - min(bare) for name, one in values.items()}
        median = {name: statistics.median(one) - statistics.median(bare) for name, one in values.items()}
        lines.append(
            f"{what + f' (bare Python {min(bare):.0f} ms)':46} {'least':>8} {'median':>8} {'ratio':>8}"
        )
        lines += [
            f"{name:46} {least[name]:8.1f} {median[name]:8.1f} {least[name] / least[OURS]:7.2f}x"
            for name in values
        ]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    # Those of the processor, which come last.
    assert least[OURS] <= 2 * least["attrs: import"]
    assert least[OURS] <= 0.8 * least["pycountry: import, first subdivision"]
    assert least["care_pathway: import"] <= 5
