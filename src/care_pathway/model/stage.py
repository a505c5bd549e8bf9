"""When knowledge and skills are expected."""

from enum import StrEnum


class Stage(StrEnum):
    """When knowledge or a skill is expected."""

    MINIMUM = "minimum"
    """What makes someone safe to practise in the role category."""
    PROGRESSION = "progression"
    """What people progress to: consolidation, or the role category's own breakdown."""
    ADDITIONAL = "additional"
    """Useful across settings, or taken up when needed."""
