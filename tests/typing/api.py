"""Only type-checked: what callers rely on, so that types are tested like behaviour.

Checked with ``mypy tests/typing``. Nothing here runs.
"""

from __future__ import annotations

from datetime import date
from typing import Any, assert_type

import care_pathway as cp


def loading() -> None:
    assert_type(cp.editions(), tuple[cp.Edition, ...])
    assert_type(cp.load(), cp.Pathway)
    assert_type(cp.load("2024-01"), cp.Pathway)
    assert_type(cp.load(edition="latest").edition.id, str)
    assert_type(cp.load().edition.published, date)
    cp.load(2025)  # type: ignore[arg-type]


def misspelt_names(pathway: cp.Pathway) -> None:
    assert cp.lod  # type: ignore[attr-defined]
    assert cp.interop.asc  # type: ignore[attr-defined]
    assert cp.report.bild  # type: ignore[attr-defined]
    assert pathway.role_categorys  # type: ignore[attr-defined]


def collections(pathway: cp.Pathway) -> None:
    assert_type(pathway.values, tuple[cp.Value, ...])
    assert_type(pathway.role_categories, tuple[cp.RoleCategory, ...])
    assert_type(pathway.differences, tuple[cp.RoleDifference, ...])
    assert_type(pathway.competencies, tuple[cp.Competency, ...])
    assert_type(pathway.areas, tuple[cp.Area, ...])
    assert_type(pathway.themes, tuple[cp.Theme, ...])
    assert_type(pathway.standards, tuple[cp.Standard, ...])
    assert_type(pathway.practice_areas, tuple[cp.PracticeArea, ...])
    assert_type(pathway.learning, tuple[cp.LearningOpportunity, ...])
    assert_type(pathway.personas, tuple[cp.Persona, ...])
    assert_type(pathway.routes, tuple[cp.ProgressionRoute, ...])
    assert_type(pathway.ladders, tuple[cp.Ladder, ...])
    assert_type(pathway.resources, tuple[cp.Resource, ...])
    assert_type(pathway.adoption, cp.Adoption | None)
    assert_type(pathway.benefits, tuple[cp.Benefit, ...])
    assert_type(pathway.sources, tuple[cp.Source, ...])
    assert_type(pathway.ref, str)
    assert_type(pathway.revision, int)
    assert_type(pathway.digest, str)


def navigation(pathway: cp.Pathway) -> None:
    assert_type(pathway.value("respect"), cp.Value)
    assert_type(pathway.role_category("new-to-care"), cp.RoleCategory)
    assert_type(pathway.competency("c"), cp.Competency)
    assert_type(pathway.theme("safeguarding"), cp.Theme)
    assert_type(pathway.persona("sam").worker, cp.Worker)
    assert_type(pathway.route("r").requirements, tuple[cp.Requirement, ...])
    assert_type(pathway.learning_opportunity("l").links, tuple[cp.LearningLink, ...])
    assert_type(pathway.source("s"), cp.Source)
    assert_type(pathway.expectations("new-to-care"), cp.Expectations)
    assert_type(pathway.expectations("new-to-care").own, tuple[cp.Competency, ...])
    assert_type(pathway.expectations("new-to-care").minimum, tuple[cp.Competency, ...])
    assert_type(pathway.routes_from("new-to-care"), tuple[cp.ProgressionRoute, ...])
    assert_type(pathway.routes_to("new-to-care"), tuple[cp.ProgressionRoute, ...])
    assert_type(pathway.learning_for("new-to-care", relation="suggested"), tuple[cp.LinkedLearning, ...])
    assert_type(pathway.only(basis={"published"}), cp.Pathway)
    assert_type(pathway.only(basis="published", confidence=[cp.Confidence.HIGH]), cp.Pathway)
    pathway.role_category(3)  # type: ignore[arg-type]
    pathway.edition = None  # type: ignore[assignment, misc]


def records(day: date) -> None:
    worker = cp.Worker(id="w", role_category="new-to-care", context=cp.WorkContext(leads_shift=True))
    assert_type(worker.qualifications, tuple[cp.HeldQualification, ...] | None)
    assert_type(worker.started_in_role, date | None)
    assert_type(worker.context.leads_shift, bool | None)
    evidence = cp.Evidence(competency="c", state="assessed", on=day)
    assert_type(evidence.state, cp.EvidenceState)
    assert_type(evidence.valid(day), bool)
    assert_type(cp.Course(id="c", title="t", cost=12).cost, float | None)
    provenance = cp.Provenance(basis="seed")
    assert_type(provenance.basis, cp.Basis)
    assert_type(provenance.basis.official, bool)
    cp.Worker("w")  # type: ignore[call-arg]
    cp.Worker(id="w", nmae="x")  # type: ignore[call-arg]


def text(pathway: cp.Pathway) -> None:
    assert_type(cp.dumps(pathway), str)
    assert_type(cp.loads("{}", cp.Theme), cp.Theme)
    assert_type(cp.loads(b"{}", cp.Pathway), cp.Pathway)
    assert_type(cp.to_rows(pathway), list[dict[str, Any]])
    assert_type(cp.json_schema(cp.Theme), dict[str, Any])


def editions(pathway: cp.Pathway) -> None:
    diff = cp.compare(pathway, pathway)
    assert_type(diff, cp.EditionDiff)
    assert_type(diff.added, tuple[cp.Change, ...])
    assert_type(diff.explain(), str)
    assert_type(cp.with_overlay(pathway, "acme.toml"), cp.Pathway)
    assert_type(cp.with_overlay(pathway, cp.Overlay(namespace="acme")), cp.Pathway)
    assert_type(cp.read_overlay("acme.toml"), cp.Overlay)


def errors(error: cp.DataError, unknown: cp.UnknownIdError) -> None:
    assert_type(error.problems, tuple[cp.Problem, ...])
    assert_type(error.problems[0].path, str | None)
    assert_type(unknown.nearest, tuple[str, ...])
