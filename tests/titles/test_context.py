"""Duties override words: the worked example of the labelling policy, and the order of decision."""

from __future__ import annotations

from care_pathway.model import WorkContext
from care_pathway.titles import normalise_title
from tests.each import each
from tests.titles.editions import small_pathway

PATHWAY = small_pathway("2025-04")


def answers(title, ascwds_job_role=None, **duties):
    match = normalise_title(PATHWAY, title, context=WorkContext(**duties), ascwds_job_role=ascwds_job_role)
    return str(match.status), [candidate.role_category for candidate in match.candidates]


class TestAnton:
    """The worked example, line by line: duties override the title, and the override is explained."""

    title = "senior care co-ordinator"

    def test_title_only(self):
        match = normalise_title(PATHWAY, self.title)
        assert match.status == "ambiguous"
        assert [one.role_category for one in match.candidates] == ["supervisor-or-leader", "deputy-manager"]
        assert match.reasons[0].startswith("D24 ")
        assert match.ascwds_job_role == 40

    def test_setting_changes_nothing(self):
        match = normalise_title(PATHWAY, f"{self.title} - homecare, large provider")
        assert [one.role_category for one in match.candidates] == ["supervisor-or-leader", "deputy-manager"]

    def test_managing_staff_alone_does_not_settle_it(self):
        """A supervisor may manage staff too."""
        assert answers(self.title, manages_staff=True) == (
            "ambiguous",
            ["supervisor-or-leader", "deputy-manager"],
        )

    def test_helping_to_run_the_service_settles_it(self):
        duties = WorkContext(manages_staff=True, deputises_for_manager=True, cqc_registered_manager=False)
        match = normalise_title(PATHWAY, self.title, context=duties)
        assert (match.status, match.role_category) == ("matched", "deputy-manager")
        assert any("step 4" in reason and "override" in reason for reason in match.reasons)

    def test_registered_with_cqc(self):
        assert answers(self.title, cqc_registered_manager=True) == ("matched", ["registered-manager"])

    def test_both_job_roles_are_reported(self):
        duties = WorkContext(manages_staff=True, deputises_for_manager=True)
        match = normalise_title(PATHWAY, self.title, context=duties)
        assert (match.ascwds_job_role, match.duties_job_role) == (40, 43)

    def test_no_one_to_supervise(self):
        """The same title for someone who rosters visits and supervises no one is out of scope."""
        assert answers(self.title, manages_staff=False, leads_shift=False) == ("out-of-scope", [None])


@each(
    ("title", "duties", "wanted"),
    [
        ("Care Assistant", {"adult_service": False}, None),
        (
            "Home Manager",
            {"professional_registration": True, "cqc_registered_manager": True},
            "registered-manager",
        ),
        ("Staff Nurse", {"cqc_registered_manager": True}, "registered-manager"),
        ("Staff Nurse", {"manages_staff": True, "deputises_for_manager": True}, "deputy-manager"),
        ("Staff Nurse", {"manages_staff": True}, None),
        ("Team Leader", {"professional_registration": True}, None),
        ("Care Assistant", {"leads_shift": True}, "supervisor-or-leader"),
        (
            "Dementia Lead",
            {"leads_a_specialism": True, "manages_staff": False, "leads_shift": False},
            "practice-leader",
        ),
        ("Support Worker", {"directly_employed_by_individual": True}, "personal-assistant"),
        ("Care Assistant", {"delegated_healthcare": True}, "enhanced-care-worker"),
        (
            "Personal Assistant",
            {"delegated_healthcare": True, "directly_employed_by_individual": True},
            "personal-assistant",
        ),
        ("Carer", {"months_in_first_care_role": 3}, "new-to-care"),
        ("Carer", {"months_in_first_care_role": 30}, "care-or-support-worker"),
        ("Trainee Care Assistant", {"months_in_first_care_role": 20}, "care-or-support-worker"),
        ("Area Manager", {"number_of_services": 6, "cqc_registered_manager": False}, None),
        ("Care Manager", {"number_of_services": 6, "cqc_registered_manager": False}, None),
        (
            "Senior Carer",
            {"manages_staff": False, "leads_shift": False, "delegated_healthcare": True},
            "enhanced-care-worker",
        ),
    ],
)
def test_first_yes_stops_the_search(title, duties, wanted):
    match = normalise_title(PATHWAY, title, context=WorkContext(**duties))
    assert [candidate.role_category for candidate in match.candidates] == [wanted], match.explain()


def test_no_narrows_without_deciding():
    status, found = answers("Senior Carer", delegated_healthcare=False)
    assert (status, found) == ("ambiguous", ["supervisor-or-leader", "care-or-support-worker"])
    status, found = answers("Service Manager", regulated_service=False)
    assert "registered-manager" not in found


def test_everything_ruled_out_leaves_direct_care_as_a_question():
    status, found = answers("Team Leader - Care", manages_staff=False, leads_shift=False)
    assert (status, found) == ("ambiguous", ["care-or-support-worker", None])


def test_not_known_is_never_read_as_no():
    for title in ("Senior Carer", "Care Manager", "Carer", "Cook"):
        assert answers(title) == answers(title, manages_staff=None)


def test_duties_of_another_kind_of_work_are_said_not_followed():
    match = normalise_title(PATHWAY, "Cook", context=WorkContext(leads_shift=True))
    assert match.status == "out-of-scope"
    assert any("look again" in reason for reason in match.reasons)
    match = normalise_title(PATHWAY, "Children's Support Worker", context=WorkContext(adult_service=True))
    assert match.status == "out-of-scope"
    assert any("look again" in reason for reason in match.reasons)


def test_duties_that_agree_are_said():
    match = normalise_title(
        PATHWAY, "Deputy Manager", context=WorkContext(manages_staff=True, deputises_for_manager=True)
    )
    assert match.role_category == "deputy-manager"
    assert any("duties agree" in reason for reason in match.reasons)


def test_duties_decide_where_the_title_says_nothing():
    assert answers("", leads_shift=True) == ("matched", ["supervisor-or-leader"])
    assert answers(None, cqc_registered_manager=True) == ("matched", ["registered-manager"])


def test_job_role_orders_what_the_title_leaves_open():
    assert answers("Personal Assistant", ascwds_job_role=25) == ("ambiguous", [None, "personal-assistant"])
    assert answers("Healthcare Assistant", ascwds_job_role=8)[1][0] == "care-or-support-worker"


def test_job_role_alone():
    assert answers(None, ascwds_job_role=43) == ("matched", ["deputy-manager"])
    assert answers(None, ascwds_job_role=7)[1][0] == "supervisor-or-leader"


def test_job_role_that_disagrees_is_said():
    match = normalise_title(PATHWAY, "Carer", ascwds_job_role=16)
    assert match.role_category == "care-or-support-worker"
    assert "do not agree" in match.reasons[-1]
    assert "no ASC-WDS main job role" in normalise_title(PATHWAY, "Carer", ascwds_job_role=999).reasons[-1]


def test_first_edition():
    """An answer that the edition lacks becomes its honest equivalent, or is said to be lacking."""
    first = small_pathway("2024-01")
    match = normalise_title(first, "Complex Care Assistant")
    assert match.role_category == "care-or-support-worker"
    assert any("no enhanced care worker" in reason for reason in match.reasons)
    match = normalise_title(first, "Deputy Manager - Care Home")
    assert (match.status, match.candidates[0].role_category) == ("out-of-scope", None)
    assert any("no such role category" in reason for reason in match.reasons)
    match = normalise_title(first, "Senior Carer")
    assert [one.role_category for one in match.candidates] == [
        "supervisor-or-leader",
        "care-or-support-worker",
    ]
    duties = WorkContext(manages_staff=True, deputises_for_manager=True, cqc_registered_manager=True)
    assert normalise_title(first, "Carer", context=duties).role_category == "supervisor-or-leader"
    assert normalise_title(first, None, ascwds_job_role=43).status == "unrecognised"
    assert normalise_title(
        first, "Supervisor", context=WorkContext(manages_staff=False, leads_shift=False)
    ).candidates


def test_an_adult_service_settles_residential_titles():
    assert answers("Residential Support Worker", adult_service=True) == (
        "matched",
        ["care-or-support-worker"],
    )
    assert answers("Residential Support Worker", adult_service=False) == ("out-of-scope", [None])
    assert len(answers("Healthcare Assistant", adult_service=True)[1]) == 2


def test_several_open_answers_stay_open_with_what_fits_said():
    match = normalise_title(PATHWAY, "Care Manager", context=WorkContext(leads_shift=True))
    assert [one.role_category for one in match.candidates] == [
        "registered-manager",
        "deputy-manager",
        "supervisor-or-leader",
    ]
    assert any("the duties fit supervisor or leader" in reason for reason in match.reasons)
    first = small_pathway("2024-01")
    found = normalise_title(first, "Supervisor", context=WorkContext(manages_staff=False, leads_shift=False))
    assert found.candidates[0].role_category == "care-or-support-worker"
    assert normalise_title(PATHWAY, "Cook", context=WorkContext(manages_staff=False)).status == "out-of-scope"
    assert normalise_title(PATHWAY, "", context=WorkContext(manages_staff=False)).status == "unrecognised"
    assert normalise_title(PATHWAY, "Carer", context=WorkContext(leads_shift=False)).role_category


@each(
    ("title", "first"),
    [
        ("Deputy Manager", "deputy-manager"),
        ("Deputy Manager (RGN)", "deputy-manager"),
        ("Clinical Deputy Manager", "deputy-manager"),
        ("Registered Manager", "registered-manager"),
        ("Home Manager (RGN)", "registered-manager"),
        ("Nursing Home Manager", "registered-manager"),
        ("Head of Care", "deputy-manager"),
        ("Unit Manager", None),
        ("Clinical Lead", None),
        ("Care Assistant", None),
        ("", None),
    ],
)
def test_role_beats_registration_for_managers_only(title, first):
    """Step 2: done under a registration, and not itself the registered or deputy manager post."""
    found = answers(title, professional_registration=True)[1]
    assert found[0] == first
    assert "supervisor-or-leader" not in found
    denied = answers(
        title, professional_registration=True, cqc_registered_manager=False, deputises_for_manager=False
    )
    assert denied == ("out-of-scope", [None])


@each(
    "title",
    [
        "Children's Home Deputy Manager",
        "Nursery Deputy Manager",
        "Deputy Headteacher",
        "Restaurant Manager",
        "Assistant Manager - Costa Coffee",
        "Deputy Manager - Tesco",
        "Housing Team Leader",
    ],
)
@each("duties", [{}, {"deputises_for_manager": True}])
def test_work_elsewhere_stops_the_search_before_any_duty(title, duties):
    """Step 1 comes before steps 4 and 5: managing staff says nothing of the world that the words name."""
    match = normalise_title(PATHWAY, title, context=WorkContext(manages_staff=True, **duties))
    assert match.status == "out-of-scope"
    assert "look again" in match.reasons[-1]


def test_registration_with_cqc_is_no_work_outside_social_care():
    assert answers("Restaurant Manager", cqc_registered_manager=True)[1] == ["registered-manager"]
    assert answers("Nursery Manager", cqc_registered_manager=True)[1] == [None]
    both = answers("Nursery Manager", cqc_registered_manager=True, adult_service=True)
    assert both[1] == ["registered-manager"]


@each(
    ("title", "duties", "wanted"),
    [
        ("Deputy Manager", {"manages_staff": False}, ["supervisor-or-leader", None]),
        ("Deputy Manager", {"deputises_for_manager": False}, ["supervisor-or-leader", None]),
        ("Deputy Manager", {"manages_staff": False, "leads_shift": False}, [None]),
        ("Registered Manager", {"cqc_registered_manager": False}, ["deputy-manager", None]),
        ("Registered Manager", {"regulated_service": False}, [None]),
        ("Home Manager", {"regulated_service": False}, [None]),
        ("Care Co-ordinator", {"manages_staff": False, "leads_shift": False}, [None]),
        ("Personal Assistant", {"directly_employed_by_individual": False}, [None, "care-or-support-worker"]),
    ],
)
def test_a_manager_without_the_duties_is_no_care_worker(title, duties, wanted):
    """What is left is the next step that nobody answered, or out of scope; care only from a care post."""
    assert answers(title, **duties)[1] == wanted


@each("job_role", [3, 4, 5, 7, 8, 23, 25, 34, 40, 43, 45, 52])
@each("title", ["Senior Carer", "Care Manager", "Personal Assistant", "Head of Care", ""])
def test_confidence_follows_the_order_of_the_candidates(title, job_role):
    """The first candidate is the surest, whatever put them in order."""
    for context in (WorkContext(), WorkContext(leads_shift=True), WorkContext(manages_staff=False)):
        match = normalise_title(PATHWAY, title, context=context, ascwds_job_role=job_role)
        sure = [one.confidence for one in match.candidates]
        assert sure == sorted(sure, reverse=True), match.candidates
