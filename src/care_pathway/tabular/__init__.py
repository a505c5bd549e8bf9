"""Rows and cells of anybody's tables: files, sheets, headings, days and amounts."""
