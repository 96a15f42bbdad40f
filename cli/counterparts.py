"""The systems beside the portal that the reference installation has, and what its two sides have agreed upon."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

SECRET: Final = "_env"  # noqa: S105 - the end of a name whose value names the variable of a secret


@dataclass(frozen=True)
class Agreed:
    """One system: the profile it speaks, `accounts` as its mock knows them, `settings` as the province has them.

    Both are texts by name; one whose name ends in `_env` names the variable of a secret.
    """

    system: str
    profile: str
    accounts: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def secrets_of_mock(self) -> list[str]:
        """Variables that its mock must see."""
        return [value for name, value in self.accounts.items() if name.endswith(SECRET)]

    @property
    def secrets_of_province(self) -> list[str]:
        """Variables that the province must see."""
        return [value for name, value in self.settings.items() if name.endswith(SECRET)]


AGREED: Final[tuple[Agreed, ...]] = (
    Agreed(
        "btp",
        "btp-2026",
        accounts={"client_id": "h56-hoso", "client_secret_env": "LIENTHONG_BTP_SECRET"},
        settings={"client_id": "h56-hoso", "client_secret_env": "LIENTHONG_BTP_SECRET", "every_s": "1"},
    ),
    Agreed(
        "vneid",
        "vneid-2025",
        accounts={"client_id": "h56-web", "client_secret_env": "LIENTHONG_VNEID_SECRET"},
        settings={"client_id": "h56-web", "client_secret_env": "LIENTHONG_VNEID_SECRET"},
    ),
    Agreed(
        "vnconnect",
        "vnconnect-2021",
        accounts={"client_id": "h56-web", "client_secret_env": "LIENTHONG_VNCONNECT_SECRET"},
        settings={"client_id": "h56-web", "client_secret_env": "LIENTHONG_VNCONNECT_SECRET"},
    ),
    Agreed(
        "payment",
        "1.0.6",
        accounts={"partner": "H56-HOSO", "secret_env": "LIENTHONG_PAYMENT_SECRET"},
        settings={
            "partner": "H56-HOSO",
            "secret_env": "LIENTHONG_PAYMENT_SECRET",
            "query_after_s": "0.8",
            "query_max_s": "5",
        },
    ),
    Agreed("dieuphoi", "assumed-2026", settings={"fresh_s": "1"}),
    Agreed(
        "vxp",
        "qcvn-102-2016",
        accounts={"system_id": "h56-van-ban", "secret_key_env": "LIENTHONG_VXP_SECRET"},
        settings={"system_id": "h56-van-ban", "secret_key_env": "LIENTHONG_VXP_SECRET", "agency": "H56"},
    ),
    Agreed(
        "vbdlis",
        "vbdlis-2025",
        accounts={"security_code_env": "LIENTHONG_VBDLIS_CODE"},
        settings={"security_code_env": "LIENTHONG_VBDLIS_CODE"},
    ),
    Agreed(
        "c06",
        "c06-2025",
        accounts={"user": "h56-hoso", "secret_key_env": "LIENTHONG_C06_SECRET", "api_key_env": "LIENTHONG_C06_KEY"},
        settings={
            "user": "h56-hoso",
            "secret_key_env": "LIENTHONG_C06_SECRET",
            "api_key_env": "LIENTHONG_C06_KEY",
            "client": "VN-TEST/GOV/H56/HOSO",
            "timestamp_unit": "ms",
        },
    ),
    Agreed(
        "tct",
        "portal-relayed",
        accounts={"client_id": "h56-hoso", "client_secret_env": "LIENTHONG_TCT_SECRET"},
        settings={
            "client_id": "h56-hoso",
            "client_secret_env": "LIENTHONG_TCT_SECRET",
            "ask_after_s": "0.8",
            "ask_max_s": "60",
        },
    ),
    Agreed(
        "bhxh",
        "assumed-2026",
        accounts={"client_id": "h56-hoso", "client_secret_env": "LIENTHONG_BHXH_SECRET"},
        settings={
            "client_id": "h56-hoso",
            "client_secret_env": "LIENTHONG_BHXH_SECRET",
            "ask_after_s": "0.8",
            "ask_max_s": "60",
        },
    ),
    Agreed(
        "evn",
        "assumed-2026",
        accounts={"client_id": "h56-hoso", "client_secret_env": "LIENTHONG_EVN_SECRET"},
        settings={
            "client_id": "h56-hoso",
            "client_secret_env": "LIENTHONG_EVN_SECRET",
            "ask_after_s": "0.8",
            "ask_max_s": "60",
        },
    ),
)
