"""A ministry's system put together from its parts."""

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mocks.bearer.api import API_BEHAVIOURS, BearerApi, Service, behaviour
from mocks.core.behaviour import BehaviourKind
from mocks.core.system import Command, Site, System, View
from mocks.ministry.accounts import Accounts
from mocks.ministry.administration import Administration
from mocks.ministry.catalogue import Catalogue
from mocks.ministry.civil_status import PUSH as CIVIL_STATUS
from mocks.ministry.civil_status import CivilStatus
from mocks.ministry.commands import (
    account_commands,
    catalogue_commands,
    civil_status_commands,
    dossier_commands,
    system_commands,
)
from mocks.ministry.dossier_codes import DossierCodes
from mocks.ministry.dossiers import Dossiers
from mocks.ministry.feed import Feed
from mocks.ministry.files import Files
from mocks.ministry.intake import Intake
from mocks.ministry.making import Making
from mocks.ministry.pages import Pages
from mocks.ministry.rollout import Rollout
from mocks.ministry.staff import Staff
from mocks.ministry.units import Units

Json: TypeAlias = Any
MINISTRY_BEHAVIOURS: Final[tuple[BehaviourKind, ...]] = (
    *API_BEHAVIOURS,
    behaviour(
        "feed-gap",
        en="A page of the feed leaves its first change out, and the cursor goes past it.",
        vi="Trang dữ liệu bỏ sót thay đổi đầu tiên, con trỏ vẫn đi tiếp.",
    ),
    behaviour(
        "feed-duplicate",
        en="A page of the feed has its first change twice.",
        vi="Trang dữ liệu lặp lại thay đổi đầu tiên.",
    ),
    behaviour(
        "feed-out-of-order",
        en="A page of the feed has its changes in reverse.",
        vi="Trang dữ liệu trả các thay đổi theo thứ tự ngược.",
    ),
    behaviour(
        "short-counter",
        en="A dossier code has the widths of provincial ones: a date of 6 digits, a counter of 4.",
        vi="Mã hồ sơ có độ rộng như mã của tỉnh: ngày 6 chữ số, số thứ tự 4 chữ số.",
    ),
    behaviour(
        "lost-file",
        en="An uploaded file is lost although its number was told; asked for, a file is not there.",
        vi="Tệp đã tải lên bị mất dù đã cấp mã; khi hỏi thì không có tệp.",
    ),
    behaviour(
        "wrong-hash",
        en="An upload is answered with a digest that is not the file's.",
        vi="Trả về mã băm không phải của tệp vừa tải lên.",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a ministry's system is made of and what the control port can reach."""

    units: Units
    catalogue: Catalogue
    rollout: Rollout
    feed: Feed
    staff: Staff
    dossiers: Dossiers
    codes: DossierCodes
    files: Files
    accounts: Accounts


def make(site: Site) -> System:
    """The system of a ministry. Raises SpecError where data of its profile cannot be used."""
    parts = _parts(site)
    services, views, commands = _services(site, parts), _views(parts), _commands(site, parts)
    if any(operation.name == CIVIL_STATUS for operation in site.profile.operations):
        civil = CivilStatus(site)
        services |= civil.services
        views["civil-status"] = View(usage="registrations of civil status, without people", show=civil.summary)
        commands |= civil_status_commands(civil)
    api = BearerApi(site, services, admit=parts.rollout.admit)
    return System(
        profile=site.profile,
        handler=api,
        behaviours=MINISTRY_BEHAVIOURS,
        views=views,
        commands={**commands, **api.commands},
    )


def _parts(site: Site) -> Parts:
    units, feed = Units(site.profile), Feed(site)
    staff = Staff(site, units)
    return Parts(
        units=units,
        catalogue=Catalogue(site),
        rollout=Rollout(site),
        feed=feed,
        staff=staff,
        dossiers=Dossiers(site, feed),
        codes=DossierCodes(site),
        files=Files(site),
        accounts=Accounts(site, units=units, staff=staff),
    )


def _services(site: Site, parts: Parts) -> dict[str, Service]:
    catalogue, units, dossiers = parts.catalogue, parts.units, parts.dossiers
    intake = Intake(site, dossiers=dossiers, codes=parts.codes, files=parts.files, catalogue=catalogue, units=units)
    administration = Administration(accounts=parts.accounts, staff=parts.staff, units=units, catalogue=catalogue)
    pages = Pages(site, catalogue=catalogue, units=units, dossiers=dossiers)
    return {
        **intake.services,
        **administration.services,
        **pages.services,
        "LayThayDoiHoSo": parts.feed.page,
    }


def _views(parts: Parts) -> dict[str, View]:
    return {
        "dossiers": View(usage="dossiers: codes, statuses, counts of steps and results", show=parts.dossiers.summary),
        "changes": View(usage="the log of changes, and whether it is pushed", show=parts.feed.summary),
        "accounts": View(usage="accounts, and what is missing at each unit", show=parts.accounts.summary),
        "procedures": View(usage="procedures and how far the system has them", show=parts.catalogue.procedures),
        "roll-out": View(usage="whether the system is rolled out", show=lambda: {"open": parts.rollout.is_open}),
    }


def _commands(site: Site, parts: Parts) -> dict[str, Command]:
    making = Making(
        site,
        dossiers=parts.dossiers,
        codes=parts.codes,
        files=parts.files,
        catalogue=parts.catalogue,
        units=parts.units,
        staff=parts.staff,
    )
    return {
        **dossier_commands(making, parts.rollout),
        **system_commands(parts.rollout, parts.feed),
        **catalogue_commands(parts.catalogue),
        **account_commands(parts.accounts, parts.staff, parts.units),
    }
