"""Reading words, without any content of care."""
