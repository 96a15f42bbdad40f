"""`init`: a commented target file, and what to configure in the province."""

import sys
from pathlib import Path

from cli.target_file import Answers, target_text
from harness.errors import Refused

NEXT = """\
wrote {path}

Configure in the province (test installation, never the live one):
  adapter address of the portal   {national}      (login /auth/login, calls /integration)
  account                         province, password in LIENTHONG_PORTAL_PASSWORD
  destination code (dstcode)      {destination}
  upper tester                    {tester}/upper-tester/1  (contract: specs/interfaces/upper-tester/1)

Then:
  export LIENTHONG_PORTAL_PASSWORD=…  LIENTHONG_CONTROL_TOKEN=…
  lienthong mocks serve --sut {path} --lenient   # keep it running; restart the province
  lienthong doctor --sut {path}           # does everything reach, match and agree?
  lienthong run --sut {path} --plan       # what would be done
  lienthong run --sut {path} --out runs/first
"""


def write_target(path: Path) -> None:
    """Write the file. Raises Refused where there is one already: nothing is overwritten."""
    if path.exists():
        raise Refused(f"{path} exists and is left as it is; give another name")
    answers = Answers()
    try:
        path.write_text(target_text(answers), encoding="utf-8")
    except OSError as exc:
        raise Refused(f"{path} cannot be written: {exc.strerror}") from exc
    sys.stdout.write(
        NEXT.format(path=path, national=answers.national, destination=answers.destination, tester=answers.tester)
    )
