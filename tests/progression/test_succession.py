"""Succession: ready now, nearly, later, and what rests on one person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

import care_pathway as cp
from care_pathway.progression import Cover, SinglePointKind, consider, cover, posts_of
from tests.progression.people import BEFORE, CONDITIONS, ON, SUITABLE, authorisation, held, shown, worker

L5 = held("Level 5 Diploma in Leadership and Management for Adult Care", working_towards=True)


def team() -> list[cp.Worker]:
    everything: dict[str, Any] = {
        "role_category": "deputy-manager",
        "registrations": ("cqc-registered-manager",),
        "confirmed": CONDITIONS,
        "qualifications": (L5,),
    }
    return [
        worker(**{**everything, "id": "ready"}),
        worker(**{**everything, "id": "nearly", "registrations": ()}),
        worker(**{**everything, "id": "later", "registrations": (), "qualifications": (), "confirmed": ()}),
        worker(id="far", role_category="new-to-care"),
        worker(**{**everything, "id": "stays", "aspiration": "stay-and-grow"}),
        worker(id="now", role_category="registered-manager"),
    ]


def test_people_fall_into_groups_with_what_is_missing(pathway: cp.Pathway) -> None:
    result = cp.succession(pathway, team(), target="registered-manager", on=ON)
    assert [one.worker for one in result.ready] == ["ready"]
    assert [one.worker for one in result.nearly] == ["nearly"]
    assert result.nearly[0].missing == ("CQC registration as manager.",)
    assert [one.worker for one in result.later] == ["later", "far"]
    assert result.later[1].missing == ("no route leads straight there",)
    assert result.in_role == ("now",)
    assert result.staying == ("stays",)
    assert [point.workers for point in result.single_points] == [("ready",)]
    assert "voluntary" in result.summary


def test_where_the_sources_state_no_must_the_shoulds_are_looked_at(pathway: cp.Pathway) -> None:
    ready = worker(
        id="ready",
        role_category="supervisor-or-leader",
        context=cp.WorkContext(manages_staff=True, deputises_for_manager=True),
        qualifications=(held("NVQ3 H&SC"),),
        training=(cp.TrainingRecord(title="Manager Induction Standards", completed=BEFORE),),
    )
    nothing = worker(id="nothing", role_category="supervisor-or-leader")
    result = cp.succession(pathway, [ready, nothing], target="deputy-manager", on=ON)
    assert [one.worker for one in result.ready] == ["ready"]
    assert [one.worker for one in result.later] == ["nothing"]
    assert result.later[0].not_known == 3


def test_single_points_of_failure(pathway: cp.Pathway) -> None:
    one_in_role = [worker(id="now", role_category="registered-manager")]
    result = cp.succession(pathway, one_in_role, target="registered-manager", on=ON)
    assert result.single_points[0].workers == ("now",)
    nobody = cp.succession(pathway, [], target="registered-manager", on=ON)
    assert nobody.single_points[0].text == "nobody in this list is registered manager now"
    two = [worker(id=name, role_category="registered-manager") for name in ("now", "too")]
    assert (
        "nobody is ready"
        in cp.succession(pathway, two, target="registered-manager", on=ON).single_points[0].text
    )


def test_a_delegated_task_that_rests_on_one_person_is_named(pathway: cp.Pathway) -> None:
    first = worker(id="a", role_category="enhanced-care-worker", authorisations=(authorisation(),) * 2)
    second = worker(
        id="b", role_category="enhanced-care-worker", authorisations=(authorisation(person="p-9"),)
    )
    third = worker(
        id="c", role_category="enhanced-care-worker", authorisations=(authorisation(person="p-9"),)
    )
    lapsed = worker(
        id="d", role_category="enhanced-care-worker", authorisations=(authorisation(expires=BEFORE),)
    )
    result = cp.succession(pathway, [first, second, third, lapsed], target="enhanced-care-worker", on=ON)
    delegated = [point for point in result.single_points if "authorised" in point.text]
    assert [point.workers for point in delegated] == [("a",)]
    assert "with p-4" in delegated[0].text


def test_that_little_is_asked_is_not_being_near(pathway: cp.Pathway) -> None:
    """Rule: whoever has met and shown nothing of a post is later, unless they wish for it."""
    people = [
        worker(id="carer", role_category="care-or-support-worker"),
        worker(id="wishes", role_category="care-or-support-worker", aspiration="manage"),
    ]
    result = cp.succession(pathway, people, target="deputy-manager", on=ON)
    assert [one.worker for one in result.nearly] == ["wishes"]
    assert [one.worker for one in result.later] == ["carer"]


def test_a_step_that_is_passed_over_counts_as_asked(pathway: cp.Pathway) -> None:
    """Rule: a diploma of care makes no care worker the nearest deputy, before every supervisor."""
    care = [one.id for one in pathway.expectations("care-or-support-worker").minimum]
    lead = [one.id for one in pathway.expectations("supervisor-or-leader").minimum]
    carer = {"role_category": "care-or-support-worker", "evidence": shown(pathway, care)}
    course = {"qualifications": (held("Lead to Succeed"),)}
    people = [
        worker(id="carer", **carer),
        worker(id="wishes", aspiration="manage", **carer),
        worker(id="leads", role_category="care-or-support-worker", evidence=shown(pathway, lead)),
        worker(id="practice", role_category="practice-leader", evidence=shown(pathway, care)),
    ]
    result = cp.succession(pathway, people, target="deputy-manager", on=ON)
    assert [one.worker for one in result.nearly] == ["leads", "practice", "wishes"]
    assert [one.worker for one in result.later] == ["carer"]
    (carer_,) = result.later
    assert carer_.missing == (
        "Management development.",
        f"{len(care)} of {len(lead)} minimum knowledge and skills of supervisor or leader are shown",
    )
    trained = cp.succession(pathway, [worker(**carer, **course)], target="deputy-manager", on=ON)
    assert trained.ready == ()
    specialist = worker(id="ecw", role_category="enhanced-care-worker", evidence=shown(pathway, care))
    step = cp.succession(pathway, [specialist], target="supervisor-or-leader", on=ON)
    assert not any("of supervisor" in text for one in step.nearly for text in one.missing)
    assert len(step.nearly) == 1


def test_unknown_targets_and_professions_are_refused(pathway: cp.Pathway) -> None:
    for target in ("manager", "registered-nurse"):
        with pytest.raises(cp.UnknownIdError):
            cp.succession(pathway, [], target=target, on=ON)


def test_looks(pathway: cp.Pathway) -> None:
    people = [*team(), worker(id="<i>x</i>", role_category="deputy-manager")]
    result = cp.succession(pathway, iter(people), target="registered-manager", on=ON)
    text = result.explain()
    assert "ready now: ready (deputy-manager)" in text
    assert "wish to stay and grow: stays" in text
    assert "rests on few" in text
    assert "&lt;i&gt;x" in result._repr_html_()
    assert "<i>" not in result._repr_html_()
    assert cp.loads(cp.dumps(result), cp.Succession) == result
    assert [row["readiness"] for row in cp.to_rows(result)] == ["ready", "nearly", "later", "later", "later"]
    assert repr(result).startswith("Succession(target='registered-manager', in_role=1, ready=1")


def test_a_record_that_is_there_twice_is_one_person(pathway: cp.Pathway) -> None:
    """A repeat must not hide that everything rests on one person."""
    team = [persona.worker for persona in pathway.personas]
    once = cp.succession(pathway, team, target="deputy-manager", on=ON)
    assert cp.succession(pathway, [*team, *team], target="deputy-manager", on=ON) == once


def test_whoever_has_shown_most_comes_first(pathway: cp.Pathway) -> None:
    """Succession ranks by what is held; that nothing is required makes nobody ready."""
    minimum = [one.id for one in pathway.expectations("supervisor-or-leader").minimum]
    people = [
        worker(
            id=f"shown-{count}",
            role_category="enhanced-care-worker",
            evidence=shown(pathway, minimum[:count]),
        )
        for count in (0, 20, 5)
    ]
    found = cp.succession(pathway, people, target="supervisor-or-leader", on=ON)
    everybody = (*found.ready, *found.nearly, *found.later)
    assert [one.worker for one in everybody] == ["shown-20", "shown-5", "shown-0"]
    assert [(one.held, one.expected) for one in everybody] == [(n, len(minimum)) for n in (20, 5, 0)]
    assert found.ready == ()


def test_a_route_that_asks_nothing_makes_nobody_ready(pathway: cp.Pathway) -> None:
    def later(**known: Any) -> cp.Succession:
        person = worker(role_category="personal-assistant", training=(SUITABLE,), **known)
        return cp.succession(pathway, [person], target="care-or-support-worker", on=ON)

    (one,) = later().later
    assert one.missing == ("0 of 86 minimum knowledge and skills are shown",)
    minimum = [one.id for one in pathway.expectations("care-or-support-worker").minimum]
    assert len(later(evidence=shown(pathway, minimum)).ready) == 1


def test_the_wish_on_file_is_shown_beside(pathway: cp.Pathway) -> None:
    wishes = ("lead", "move-to-regulated-profession", None)
    team = [worker(id=str(wish), role_category="care-or-support-worker", aspiration=wish) for wish in wishes]
    found = cp.succession(pathway, team, target="supervisor-or-leader", on=ON)
    wished = {one.worker: one.wished for one in (*found.nearly, *found.later)}
    assert wished == {"lead": True, "move-to-regulated-profession": False, "None": None}


def test_cover_names_every_post_and_every_delegated_task(pathway: cp.Pathway) -> None:
    carers = {"role_category": "enhanced-care-worker"}
    team = [
        worker(id="a", authorisations=(authorisation(),), **carers),
        worker(id="b", authorisations=(authorisation(person="p-9"), authorisation(expires=BEFORE)), **carers),
        worker(id="manager", role_category="registered-manager"),
    ]
    found = cover(pathway, team, on=ON)
    assert [post.target for post in found.posts] == list(posts_of(pathway))
    assert {task.person: (task.authorised, task.not_yet, task.elsewhere) for task in found.tasks} == {
        "p-4": (("a",), ("b",), ("b",)),
        "p-9": (("b",), (), ("a",)),
    }
    alone = [point for point in found.single_points if point.kind is SinglePointKind.ONE_AUTHORISED]
    assert [(point.person, point.workers) for point in alone] == [("p-4", ("a",)), ("p-9", ("b",))]
    assert cp.loads(cp.dumps(found), Cover) == found


def test_people_compared_once_give_the_same_answer(pathway: cp.Pathway) -> None:
    posts = posts_of(pathway)
    considered = [consider(pathway, one, targets=posts, on=ON) for one in team()]
    fresh = cover(pathway, team(), on=ON)
    assert cover(pathway, considered, on=ON) == fresh


def test_people_compared_otherwise_are_compared_again(pathway: cp.Pathway) -> None:
    """Nobody disappears, and no day stands for another: a comparison answers only what it was made for."""
    l5 = cp.HeldQualification(name="L5", learning="l5-diploma-leadership-management", achieved=ON)
    person = worker(role_category="deputy-manager", qualifications=(l5,))
    fresh = cp.succession(pathway, [person], target="registered-manager", on=ON)
    before = ON - timedelta(1)
    other = cp.load("2024-01") if pathway.edition.id != "2024-01" else cp.load()
    for made in (
        consider(pathway, person, targets=("supervisor-or-leader",), on=ON),
        consider(pathway, person, targets=("registered-manager", "deputy-manager"), on=before),
        consider(other, person, targets=("supervisor-or-leader",), on=ON),
    ):
        assert cp.succession(pathway, [made], target="registered-manager", on=ON) == fresh


def test_work_outside_the_pathway_is_not_compared_and_who_is_placed_comes_first() -> None:
    """Outside is not compared; a person still to be placed is no nearer than one who is."""
    people = [
        cp.Worker(id="chef", job_title="Chef"),
        cp.Worker(id="nurse", job_title="Registered nurse"),
        cp.Worker(id="unread", job_title="Zorb"),
        cp.Worker(id="deputy", role_category="deputy-manager"),
    ]
    found = cp.succession(cp.load(), people, target="registered-manager", on=ON)
    assert [one.worker for one in found.later] == ["deputy", "unread"]
    assert found.outside == ("chef", "nurse")
    assert "  work outside the Pathway, not compared: chef, nurse" in found.explain().splitlines()
    assert "chef" not in {row["worker"] for row in cp.to_rows(found)}
