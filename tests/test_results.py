"""What holds for every result of a public function."""

from __future__ import annotations

import ast
import re
from datetime import date
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest

import care_pathway as cp
from care_pathway._record import NoTruthValue
from care_pathway.overlay import Overlay
from care_pathway.problems import Place, Problem
from tests.results import handed_out
from tests.sources import statements_of

HANDED_OUT = handed_out()
PACKAGE = Path(cp.__file__).parent
REFERENCE = Path(__file__).parents[1] / "docs" / "reference"

#: Words that are themselves an answer to a question about somebody or something.
ANSWERS = {
    *("Judgement", "Decision", "TitleStatus", "Relevance"),
    *("Readiness", "GapState", "EvidenceState", "Placed"),
}


def _is_answer(kind: type) -> bool:
    """Nouns of the Pathway, rows of code lists, overlays and problems are things; the rest are answers."""
    if kind.__module__.startswith("care_pathway.model") or kind in (Overlay, Place, Problem):
        return False
    if {"codes", "crosswalks", "matching", "saved_mapping", "renewals"} & set(kind.__module__.split(".")):
        return False
    return attrs.has(kind)


def test_no_result_no_judgement_and_no_decision_has_a_truth_value() -> None:
    """DESIGN: `bool()` of it raises `TypeError` and says what to compare."""
    answers = {kind for kind in HANDED_OUT if _is_answer(kind) or kind.__name__ in ANSWERS}
    assert {cp.Authorisation, cp.Eligibility, cp.Placement, cp.TitleMatch, cp.SkillGap} <= answers
    assert {cp.CourseAlignment, cp.CatalogueAlignment, cp.LearningPlan, cp.Succession} <= answers
    assert {kind.__name__ for kind in answers} >= ANSWERS
    for kind in answers:
        assert issubclass(kind, NoTruthValue), (
            f"{kind.__module__}.{kind.__name__} has a truth value: derive it from Result"
        )
        example = next(iter(kind)) if issubclass(kind, Enum) else kind.__new__(kind)
        with pytest.raises(TypeError, match=rf"{kind.__name__} has no truth value; compare "):
            bool(example)


def test_what_to_compare_is_named() -> None:
    """Row 11: `if cp.check_authorisation(...):` was always true."""
    pathway = cp.load()
    with pytest.raises(TypeError, match=r"Judgement has no truth value; compare it, as in == 'met'"):
        assert cp.Judgement.NOT_MET
    match = cp.normalise_title(pathway, "astronaut")
    with pytest.raises(TypeError, match=r"TitleMatch has .*, as in \.status == 'matched'"):
        assert match
    assert cp.normalise_titles(pathway, ["astronaut"]), "a tuple of results keeps its truth value"
    assert not cp.normalise_titles(pathway, [])
    assert cp.Worker(id="w-1"), "what is asked about is no answer"


def test_what_to_compare_exists() -> None:
    """The part that a message names is a part of the result."""
    for kind in HANDED_OUT:
        named = getattr(kind, "_compare", "")
        if named and not issubclass(kind, Enum):
            assert hasattr(kind, named[1:].split(" ")[0]), f"{kind.__name__}: {named}"


def test_a_class_name_means_one_thing_in_the_package() -> None:
    """A reader who meets a name in a message, a trace or the reference finds one class."""
    places: dict[str, list[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        for node in statements_of(path):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(path.relative_to(PACKAGE).as_posix())
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_every_class_that_a_result_hands_out_can_be_imported_and_is_in_the_reference() -> None:
    """Issue: importable from `care_pathway` or the room named, and documented there."""
    documented: dict[type, str] = {}
    for page in REFERENCE.glob("*.md"):
        for path in re.findall(r"^::: (care_pathway[\w.]*)\.(\w+)", page.read_text("utf-8"), re.MULTILINE):
            home: Any = import_module(path[0])
            documented[getattr(home, path[1], ModuleType)] = ".".join(path)
    missing = sorted(f"{kind.__module__}.{kind.__name__}" for kind in HANDED_OUT if kind not in documented)
    assert missing == []
    for kind in HANDED_OUT:
        path = documented[kind]
        rooms = path.split(".")[1:-1]
        assert not any(room.startswith("_") for room in rooms), path
        assert len(rooms) <= 2, f"{path}: {kind.__name__} has no home of its own"


def test_every_row_names_the_edition_that_answered() -> None:
    """DESIGN: every result names `pathway.ref` and has `to_rows`, flat, typed, nothing lost."""
    pathway, on = cp.load(), date(2026, 1, 1)
    worker = pathway.persona("sam").worker
    plain = cp.Worker(id="w", role_category="care-or-support-worker")
    team = cp.team_gap(pathway, [worker], target="supervisor-or-leader", on=on)
    answers = [
        cp.normalise_title(pathway, "Carer"),
        cp.place(pathway, worker, on=on),
        cp.check_eligibility(pathway, worker, target="supervisor-or-leader", on=on),
        cp.check_authorisation(pathway, worker, activity="vital-signs-monitoring", person="p", on=on),
        cp.career_plan(pathway, worker, on=on),
        cp.succession(pathway, [plain], target="supervisor-or-leader", on=on),
        cp.skill_gap(pathway, worker, target="supervisor-or-leader", on=on),
        team,
        cp.transferable(pathway, "care-or-support-worker", "personal-assistant"),
        cp.align_course(pathway, cp.Course(id="c", title="Fire safety")),
        cp.align_catalogue(pathway, [cp.Course(id="c", title="Fire safety")]),
        cp.recommend_learning(pathway, team),
    ]
    for answer in answers:
        rows = cp.to_rows(answer)
        assert rows, type(answer).__name__
        assert {row["pathway"] for row in rows} == {pathway.ref}, type(answer).__name__
