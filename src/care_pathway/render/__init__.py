"""Small parts of pages and notebooks. Standard library only; it knows nothing of care."""
