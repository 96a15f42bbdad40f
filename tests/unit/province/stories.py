"""What happens to one dossier, to be played with a fault and without."""

from tests.unit.province.conftest import Office
from tests.unit.province.samples import until

FOREIGN = "G09.20-20260609-0092637"


async def one(office: Office) -> None:
    """One dossier, told to the portal."""
    await until(lambda: office.portal.count("LayDanhMucCoQuan") == 1)
    code = await office.accept(code=FOREIGN)
    await until(lambda: office.portal.steps[code])
    await office.until_empty()


async def two_acts(office: Office) -> None:
    """One dossier with two acts."""
    await one(office)
    await office.act(FOREIGN, "process")
    await until(lambda: office.portal.known[FOREIGN][-1:] == ["4"])
    await office.until_empty()
