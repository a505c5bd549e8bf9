"""Reading words: text, plurals, phrases and spelling, without any content of care."""
