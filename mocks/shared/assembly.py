"""The province's shared systems put together: subscriber and provider behind one sign-in."""

from typing import Any, Final, TypeAlias

from mocks.bearer.api import API_BEHAVIOURS, BearerApi, behaviour
from mocks.bearer.wording import Refused
from mocks.core.behaviour import BehaviourKind
from mocks.core.system import Command, CommandRefused, Site, System, View
from mocks.shared.datasets import Datasets
from mocks.shared.subscriptions import Subscriptions

Json: TypeAlias = Any
CODE: Final = {"type": "string", "minLength": 1, "maxLength": 100}
CHANGE: Final = {
    "type": "object",
    "properties": {"MaBoDuLieu": CODE},
    "required": ["MaBoDuLieu"],
    "additionalProperties": False,
}
ASK: Final = {
    "type": "object",
    "properties": {"LoaiSuKien": {"type": "array", "items": CODE, "minItems": 1, "maxItems": 50}},
    "required": ["LoaiSuKien"],
    "additionalProperties": False,
}
SHARED_BEHAVIOURS: Final[tuple[BehaviourKind, ...]] = (
    *API_BEHAVIOURS,
    behaviour(
        "forgets-subscription",
        en="An event is refused with 404, as if its subscription were not there.",
        vi="Từ chối sự kiện bằng 404, như thể chưa từng đăng ký.",
    ),
    behaviour(
        "ignores-etag",
        en="A dataset is sent whole although the caller holds its version.",
        vi="Gửi lại toàn bộ dữ liệu dù bên gọi đang giữ đúng phiên bản.",
    ),
)


def make(site: Site) -> System:
    """The shared systems. Raises SpecError where data of the profile cannot be used."""
    subscriptions, datasets = Subscriptions(site), Datasets(site)
    api = BearerApi(site, {**subscriptions.services, **datasets.services}, admit=subscriptions.admit)
    return System(
        profile=site.profile,
        handler=api,
        behaviours=SHARED_BEHAVIOURS,
        views={
            "subscriptions": View(usage="who is subscribed to what", show=subscriptions.shown),
            "events": View(usage="events that arrived: kind, digest, how often", show=subscriptions.received),
            "datasets": View(usage="versions and numbers of rows", show=datasets.summary),
        },
        commands={**_commands(subscriptions, datasets), **api.commands},
    )


def _commands(subscriptions: Subscriptions, datasets: Datasets) -> dict[str, Command]:
    def change(arguments: Json) -> Json:
        try:
            return datasets.change(arguments["MaBoDuLieu"])
        except Refused as refused:
            raise CommandRefused(f"the system refuses that: {refused.reason}") from refused

    def ask(arguments: Json) -> Json:
        try:
            return {"MaDangKy": subscriptions.ask(arguments["LoaiSuKien"])}
        except Refused as refused:
            raise CommandRefused(f"the system refuses that: {refused.reason}") from refused

    return {
        "datasets/change": Command(
            usage='datasets/change {"MaBoDuLieu": code}: a new version with one row more, told to the province',
            run=change,
            schema=CHANGE,
        ),
        "subscriptions/ask": Command(
            usage='subscriptions/ask {"LoaiSuKien": [kind]}: ask the province to send events',
            run=ask,
            schema=ASK,
        ),
    }
