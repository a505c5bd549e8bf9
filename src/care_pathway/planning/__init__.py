"""What to learn next: what is due, needs, offers and their prices, and the solver."""

from care_pathway.planning.booking_records import BookedPlace, Booking, BookingPlan, NeedKind, Unbooked
from care_pathway.planning.bookings import plan_bookings
from care_pathway.planning.due import TrainingDue, training_due
from care_pathway.planning.funding import (
    Claim,
    ClaimableLearning,
    ClaimAnswer,
    ClaimPart,
    FundingRule,
    FundingYear,
    claim_for,
    claim_list,
    funding_rules,
    funding_years,
)
from care_pathway.planning.recommend import recommend_learning
from care_pathway.planning.records import (
    ChosenLearning,
    CoveredNeed,
    LearningPlan,
    OpenNeed,
    OpenReason,
    PlanNeeds,
    PriceBasis,
    SeatNeed,
)

__all__ = [
    "BookedPlace",
    "Booking",
    "BookingPlan",
    "ChosenLearning",
    "Claim",
    "ClaimAnswer",
    "ClaimPart",
    "ClaimableLearning",
    "CoveredNeed",
    "FundingRule",
    "FundingYear",
    "LearningPlan",
    "NeedKind",
    "OpenNeed",
    "OpenReason",
    "PlanNeeds",
    "PriceBasis",
    "SeatNeed",
    "TrainingDue",
    "Unbooked",
    "claim_for",
    "claim_list",
    "funding_rules",
    "funding_years",
    "plan_bookings",
    "recommend_learning",
    "training_due",
]
