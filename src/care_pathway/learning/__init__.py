"""Courses and learning: what a course covers, what a catalogue leaves open, what to learn next."""
