"""How a province behaves. The defaults are honest; each field is one decision that a fault replaces."""

from collections.abc import Callable
from dataclasses import dataclass

from mocks.province.outbox.backoff import Pause, growing_pause
from mocks.province.portal.answer import Answer, is_exists, is_success
from mocks.province.portal.client import Distortion, as_it_is, make_headers
from mocks.province.portal.delivery import Delivery
from mocks.province.portal.sessions import Sessions
from mocks.province.records.codes import keep_code, make_code
from mocks.province.records.dossiers import CodeMaker


@dataclass(frozen=True, slots=True)
class Conduct:
    """The decisions of one province."""

    make_code: CodeMaker = make_code
    keep_code: Callable[[str], str] = keep_code
    headers: Callable[[str], dict[str, str]] = make_headers
    distort: Distortion = as_it_is
    success: Callable[[Answer], bool] = is_success
    exists: Callable[[Answer], bool] = is_exists
    pause: Callable[[float, float], Pause] = growing_pause
    newest_first: bool = False
    tries: int | None = None
    sessions: type[Sessions] = Sessions
    delivery: type[Delivery] = Delivery
