"""The record that a person takes along: what the next employer may count, and never more."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.evidence.on_file import OnFile
from care_pathway.interop import (
    OwnRecord,
    examples,
    join_own_records,
    own_record,
    read_own_record,
    read_staff,
    with_own_record,
)
from care_pathway.report import own_record_html
from care_pathway.report.inputs import read_folder
from care_pathway.testing import workers
from tests.report.outline import Outline

ON = date(2026, 2, 1)
PATHWAY = cp.load()


def written_and_read(record: OwnRecord) -> OwnRecord:
    return read_own_record(io.BytesIO(cp.dumps(record).encode()))


@given(workers(PATHWAY), st.dates(date(2015, 1, 1), date(2030, 12, 31)), st.integers(0, 2000))
def test_what_is_read_back_credits_no_more_than_the_rule_says(
    worker: cp.Worker, on: date, later: int
) -> None:
    """Rule: qualifications carry over, training with its day, assessments as claimed, delegations never."""
    record = written_and_read(own_record(PATHWAY, worker, on=on))
    there = with_own_record(cp.Worker(id="n-1"), record)
    day = date.fromordinal(on.toordinal() + later)
    papers = cp.Worker(id="n-1", qualifications=worker.qualifications, training=worker.training)
    said = cp.Worker(id="n-1", evidence=worker.evidence)
    after, by_papers = OnFile(PATHWAY, there, day).holdings, OnFile(PATHWAY, papers, day).holdings
    assert after.attended == by_papers.attended
    assert after.assessed == by_papers.assessed
    assert after.signed_off == by_papers.signed_off
    assert after.claimed & ~by_papers.claimed & ~OnFile(PATHWAY, said, on).holdings.claimed == 0
    assert (there.authorisations, there.registrations, there.confirmed) == (None, None, None)
    for held in worker.authorisations or ():
        answer = cp.check_authorisation(
            PATHWAY, there, activity=held.activity, person=held.person, on=day
        ).authorised
        assert answer != "met"


@given(workers(PATHWAY))
def test_a_record_is_the_same_after_writing_and_reading(worker: cp.Worker) -> None:
    record = own_record(PATHWAY, worker, on=ON, name="Zebedee Quux", service="Willow House")
    assert written_and_read(record) == record
    again = with_own_record(cp.Worker(id="n-1"), record)
    assert with_own_record(again, record) == again


def test_a_record_that_was_edited_by_hand_credits_no_more_either() -> None:
    """Rule: assessments count as claimed, whatever the file says of them."""
    signed = cp.Evidence(competency="ks-ntc-safeguarding-03", state="signed-off", on=ON, by="me")
    booked = cp.TrainingRecord(title="Fire safety", status="booked")
    record = attrs.evolve(
        own_record(PATHWAY, cp.Worker(id="w-1"), on=ON), evidence=[signed], training=[booked]
    )
    there = with_own_record(cp.Worker(id="n-1"), record)
    assert [one.state for one in there.evidence] == ["claimed"]
    assert there.evidence[0].by is None
    assert there.training is None
    text = json.loads(cp.dumps(record)) | {"authorisations": []}
    with pytest.raises(cp.DataError, match="authorisations"):
        read_own_record(io.StringIO(json.dumps(text)))


def test_what_is_not_there_yet_and_what_it_stands_against_stay_behind() -> None:
    """Rule: a newer not-yet takes away; neither becomes a claim, nor counts against the person elsewhere."""
    item = "ks-ntc-safeguarding-03"
    worker = cp.Worker(
        id="w-1",
        evidence=[
            cp.Evidence(competency=item, state="assessed", on=date(2025, 1, 1)),
            cp.Evidence(competency=item, state="not-yet", on=date(2025, 6, 1)),
        ],
    )
    assert own_record(PATHWAY, worker, on=ON).evidence == ()
    assert len(own_record(PATHWAY, worker, on=date(2025, 3, 1)).evidence) == 1


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2025, 6, 1), date(2040, 1, 1), None])
def test_a_not_yet_whose_days_cannot_be_right_takes_a_claim_away_too(day: date | None) -> None:
    """One reading: what is not held here is no claim elsewhere."""
    item = "ks-ntc-safeguarding-03"
    expires = None if day is None or day.year == 1900 else date(2024, 12, 1)
    evidence = [
        cp.Evidence(competency=item, state="assessed", on=date(2025, 1, 1)),
        cp.Evidence(competency=item, state="not-yet", on=day, expires=expires),
    ]
    worker = cp.Worker(id="w-1", evidence=evidence)
    assert OnFile(PATHWAY, worker, ON).holdings.claimed == 0
    assert own_record(PATHWAY, worker, on=ON).evidence == ()


def test_what_is_on_file_here_stays() -> None:
    level_3 = cp.HeldQualification(name="Level 3 Diploma in Adult Care")
    level_2 = cp.HeldQualification(name="Level 2 Diploma in Care")
    here = cp.Worker(id="n-1", qualifications=[level_2], authorisations=())
    record = own_record(PATHWAY, cp.Worker(id="w-1", qualifications=[level_3, level_2]), on=ON)
    there = with_own_record(here, record)
    assert there.qualifications == (level_2, level_3)
    assert there.authorisations == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("nonsense", "not JSON"),
        ("[]", "expected"),
        ('{"worker": "w-1"}', "pathway"),
        ('{"pathway": "x", "worker": "w-1", "on": "32/13/2026", "training": [{}]}', "training"),
        ('{"schema_version": 99, "pathway": "x", "worker": "w-1", "on": "2026-01-01"}', "schema_version"),
    ],
)
def test_a_damaged_record_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "record.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(cp.DataError, match=said) as caught:
        read_own_record(path)
    assert "record.json" in str(caught.value)


def test_records_join_a_staff_list_by_reference() -> None:
    fire = cp.TrainingRecord(title="Fire safety", completed=date(2025, 6, 1))
    record = own_record(PATHWAY, cp.Worker(id="w-1", training=[fire]), on=ON)
    staff = read_staff(examples.file("staff.csv"))
    joined = join_own_records(staff, {"S039": record})
    assert [one.id for one in joined.workers] == [one.id for one in staff.workers]
    changed = [one.id for one, before in zip(joined.workers, staff.workers, strict=True) if one != before]
    assert changed == ["S039"]
    assert "S039 brought a record along" in str(joined.notices[-1])
    with pytest.raises(cp.UnknownIdError, match="S999"):
        join_own_records(staff, {"S999": record})


def test_the_page_says_what_goes_along_and_what_stays() -> None:
    worker = cp.Worker(
        id="w-1",
        job_title="<b>Carer</b>",
        qualifications=[cp.HeldQualification(name="Level 2 Diploma in Care", achieved=date(2024, 5, 1))],
        training=[cp.TrainingRecord(title="Fire safety", completed=date(2025, 6, 1))],
        evidence=[
            cp.Evidence(competency="ks-ntc-safeguarding-03", state="assessed"),
            cp.Evidence(competency="no-such-item", state="assessed"),
        ],
        authorisations=[
            cp.DelegatedAuthorisation(
                activity="vital-signs-monitoring",
                person="Mrs Frobisher",
                delegated_by="Nurse Grault",
                profession="registered-nurse",
                signed_off=ON,
            )
        ],
    )
    record = own_record(PATHWAY, worker, on=ON)
    html = own_record_html(PATHWAY, record)
    page = Outline(html)
    assert page.unclosed == []
    for text in ("Level 2 Diploma in Care, 2024", "1 June 2025", "Safeguarding", "Not in this edition: 1"):
        assert text in page.text
    assert "<b>Carer" not in html
    for secret in ("Frobisher", "Grault"):
        assert secret not in html + cp.dumps(record)


def test_a_record_among_the_files_of_a_folder_is_no_list_of_staff(tmp_path: Path) -> None:
    fire = cp.TrainingRecord(title="Fire safety", completed=date(2025, 6, 1))
    record = own_record(PATHWAY, cp.Worker(id="w-1", training=[fire, fire]), on=ON)
    (tmp_path / "record.json").write_text(cp.dumps(record), encoding="utf-8")
    (tmp_path / "people.csv").write_text("Staff ref,Job title\nS1,Carer\nS2,Cook\n", encoding="utf-8")
    found = read_folder(tmp_path)
    assert [one.file for one in found.recognised] == ["people.csv"]
    assert "--record" in str(found.notices[0])
