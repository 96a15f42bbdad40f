"""Whether a ministry's system is rolled out yet: while it is not, one can sign in and do nothing else."""

from mocks.bearer.wording import Refused
from mocks.core.system import Call, Site


class Rollout:
    """Open or not. The profile says how it begins (`settings.rolled_out`), the control port opens and closes it."""

    def __init__(self, site: Site) -> None:
        self._first: bool = site.profile.settings["rolled_out"]["value"]
        self._state = site.store.table("rollout")

    @property
    def is_open(self) -> bool:
        """Whether business may be done."""
        told: bool | None = self._state.get("open")
        return self._first if told is None else told

    def set(self, *, is_open: bool) -> None:
        """Open the system, or close it again."""
        self._state.put("open", is_open)

    def admit(self, call: Call) -> None:
        """Refuse whatever is not the sign-in while the system is not open."""
        if not self.is_open and call.operation is not None and call.operation.name != "LayToken":
            raise Refused("not-open")
