"""Dossier codes: a unit, a date, a counter of the unit and day; their widths are data of the profile (K7)."""

from datetime import datetime
from typing import Any, Final, TypeAlias

from mocks.bearer.wording import Refused
from mocks.core.system import Site
from mocks.core.vietnam_time import HO_CHI_MINH

Json: TypeAlias = Any
ISSUED: Final = "issued"
USED: Final = "used"


class DossierCodes:
    """Issues codes and remembers which were issued, and which of them name a dossier."""

    def __init__(self, site: Site) -> None:
        self._form = site.profile.settings["dossier_code"]
        self._counters = site.store.table("counters")
        self._issued = site.store.table("dossier_codes")

    def issue(self, unit: str, when: datetime, *, short: bool = False) -> str:
        """The next code of `unit`. `short`: with the widths of provincial codes. Refused where the counter is full."""
        kind = "short" if short else "long"
        day = when.astimezone(HO_CHI_MINH).strftime(self._form[f"{kind}_date"]["value"])
        width = self._form[f"{kind}_width"]["value"]
        counter = f"{unit}-{day}"
        number = (self._counters.get(counter) or 0) + 1
        if number >= 10**width:
            raise Refused("counter-full")
        self._counters.put(counter, number)
        code = f"{unit}-{day}-{number:0{width}d}"
        self._issued.put(code, ISSUED)
        return code

    def refuse_unfit(self, code: str) -> None:
        """Refuse a code that was never issued, or names a dossier already."""
        state = self._issued.get(code)
        if state != ISSUED:
            raise Refused("exists" if state == USED else "unknown-code")

    def use(self, code: str) -> None:
        """From now on the code names a dossier."""
        self._issued.put(code, USED)
