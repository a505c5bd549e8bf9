"""Write the corpus of a release: a dump and a pickle of each kind of record, which later releases read.

    python scripts/make_corpus.py

The folder is ``tests/corpus/VERSION``. Run it before a release, and never for a version that was released:
what stands there is what users have kept. Everybody in it is made up.
"""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import care_pathway as cp

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus"
#: Readable by every supported Python.
PROTOCOL = 4
ON = date(2026, 3, 1)


def records() -> Iterator[Any]:
    """A record of each kind: what people have on file, what they add, and every kind of answer."""
    pathway = cp.load("2025-04")
    worker = _worker()
    yield from (worker, worker.context)
    for held in (worker.qualifications, worker.training, worker.evidence, worker.authorisations):
        yield (held or ())[0]
    course = _course()
    overlay = cp.Overlay(namespace="acme", courses=[course], local_titles=[_title()])
    yield from (course, overlay, pathway.only(basis="published"))
    yield from (pathway.role_category("enhanced-care-worker"), pathway.competency("beh-core-1"))
    yield from (pathway.route("rt-dm-rm"), pathway.learning_opportunity("l2-adult-social-care-certificate"))
    yield from (pathway.persona("richard"), pathway.expectations("personal-assistant"))
    yield cp.compare(cp.load("2024-01").only(basis="seed"), pathway.only(basis="seed"))
    ours = cp.with_overlay(pathway, overlay)
    yield from (cp.normalise_title(ours, "Snr Carer (nights)"), cp.place(ours, worker, on=ON))
    yield cp.check_eligibility(ours, worker, target="supervisor-or-leader", on=ON)
    yield cp.check_authorisation(ours, worker, activity="vital-signs-monitoring", person="p-4", on=ON)
    gap = cp.skill_gap(ours, worker, target="enhanced-care-worker", on=ON)
    yield from (gap, cp.team_gap(ours, [worker], target="enhanced-care-worker", on=ON))
    yield cp.transferable(ours, "care-or-support-worker", "personal-assistant")
    yield cp.career_plan(ours, worker, on=ON)
    yield cp.succession(ours, [worker], target="supervisor-or-leader", on=ON)
    yield from (cp.align_course(ours, course), cp.align_catalogue(ours, [course]))
    yield cp.recommend_learning(ours, gap, [course])
    yield cp.Problem(message="is rated twice", place=cp.Place(worker="w-1", path="evidence[1]"))


def _worker() -> cp.Worker:
    return cp.Worker(
        id="w-17",
        role_category="care-or-support-worker",
        job_title="Care Assistant",
        ascwds_job_role=25,
        setting="care home",
        started_in_role=date(2023, 5, 2),
        started_in_care=date(2021, 9, 6),
        context=cp.WorkContext(manages_staff=False, delegated_healthcare=True, adult_service=True),
        aspiration="lead",
        qualifications=[
            cp.HeldQualification(
                name="Level 3 Diploma in Adult Care", number="610/0103/6", level=3, achieved=date(2025, 6, 30)
            )
        ],
        training=[
            cp.TrainingRecord(
                title="Moving and handling of people",
                completed=date(2025, 10, 1),
                expires=date(2026, 10, 1),
                status="completed",
            ),
            cp.TrainingRecord(title="Fire safety", status="booked"),
        ],
        evidence=[
            cp.Evidence(competency="beh-core-1", state="signed-off", on=date(2025, 11, 3), by="manager")
        ],
        authorisations=[
            cp.DelegatedAuthorisation(
                activity="vital-signs-monitoring",
                person="p-4",
                delegated_by="n-2",
                profession="registered-nurse",
                training_completed=date(2026, 1, 5),
                competency_assessed=date(2026, 1, 7),
                signed_off=date(2026, 1, 9),
                expires=date(2026, 7, 9),
            )
        ],
        registrations=(),
        confirmed=("good-character",),
    )


def _course() -> cp.Course:
    return cp.Course(
        id="acme:medicines",
        title="Safe handling of medicines",
        provider="Acme Academy",
        level="Level 2",
        audience="care and support workers",
        outcomes=["give medicines safely"],
        cost=45.0,
        group_cost=495.0,
        group_size=12,
        vat_included=False,
        hours=6.0,
        sessions=[cp.CourseSession(day=date(2026, 5, 12), place="Leeds", seats=8)],
    )


def _title() -> cp.LocalTitle:
    return cp.LocalTitle(
        id="acme:night-owl",
        title="Night Owl",
        role_category="care-or-support-worker",
        provenance=cp.Provenance(basis="editorial", why="Our own name for night staff."),
    )


def released(version: str) -> bool:
    """Whether the checkout has the tag of a version."""
    command = ["git", "tag", "--list", f"v{version}"]
    return bool(subprocess.run(command, cwd=CORPUS, capture_output=True, check=False).stdout)


def main() -> int:
    """Run the script; 1 means that this version was released."""
    if released(cp.__version__):
        print(f"{cp.__version__} was released; raise __version__ first", file=sys.stderr)
        return 1
    folder = CORPUS / cp.__version__
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for record in records():
        name = type(record).__name__
        (folder / f"{name}.json").write_text(cp.dumps(record, indent=1), "utf-8")
        (folder / f"{name}.pickle").write_bytes(pickle.dumps(record, PROTOCOL))
    for edition in cp.editions():
        pickled = pickle.dumps(cp.load(edition.id), PROTOCOL)
        (folder / f"edition-{edition.id}.pickle").write_bytes(pickled)
    print(f"{len(list(folder.iterdir()))} files in tests/corpus/{folder.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
