"""What to learn next: needs, offers and their prices, and the solver."""

from care_pathway.planning.recommend import recommend_learning
from care_pathway.planning.records import LearningPlan

__all__ = ["LearningPlan", "recommend_learning"]
