"""The national document-exchange axis (VXP): edXML of QCVN 102:2016/BTTTT, signed, with a second agency played here."""

from mocks.documents.building import make

__all__ = ["make"]
