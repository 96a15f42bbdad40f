"""What is demanded and what is spoken, as data, with the loaders that read it; imports nothing else of ours."""

from pathlib import Path

FOLDER = Path(__file__).parent
"""Root of the data files."""
