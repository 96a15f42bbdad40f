"""The one error of a data file."""

from os import PathLike, fspath


class SpecError(Exception):
    """A data file holds a row that cannot be used; the whole file is refused.

    `file` names the file, `row` says which row (a line number, an id, a JSON pointer), `reason` why.
    """

    def __init__(self, file: str | PathLike[str], row: str | int, reason: str) -> None:
        super().__init__(file, row, reason)
        self.file = fspath(file)
        self.row = row
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.file}: {self.row}: {self.reason}"
