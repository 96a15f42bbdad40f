"""Routing: which system serves a procedure at an agency, as the coordination site tells it."""
