"""What to learn next: what is due, needs, offers and their prices, and the solver."""

from care_pathway.planning.due import TrainingDue, training_due
from care_pathway.planning.recommend import recommend_learning
from care_pathway.planning.records import ChosenLearning, CoveredNeed, LearningPlan, OpenNeed, PriceBasis

__all__ = [
    "ChosenLearning",
    "CoveredNeed",
    "LearningPlan",
    "OpenNeed",
    "PriceBasis",
    "TrainingDue",
    "recommend_learning",
    "training_due",
]
