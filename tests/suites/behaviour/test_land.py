"""Land dossiers: do they reach the land database, in words of today, and does its paper reach the province?"""

import pytest

from harness.checks.fields import field_is, same_value
from harness.checks.pattern import select, some
from harness.checks.schema import keeps_the_profile
from harness.checks.sequence import each_preceded_by, number_is
from harness.judge import Judge
from tests.suites import land as words
from tests.suites import portal
from tests.suites.land_scene import Land
from tests.suites.scene import Begun, sent_in


@pytest.mark.verifies("SYNC-120")
def test_a_land_dossier_reaches_the_land_database(land: Land, judge: Judge) -> None:
    """A dossier that is handed over arrives there, also where the application came in online."""
    part = "online" if "online" in land.told else "plain"
    there = words.added(land.desk.dossiers[part])

    judge("SYNC-120", number_is(land.exchanges, there, at_least=1, at_most=1, fence=land.fence))


@pytest.mark.verifies("SYNC-121")
def test_places_are_those_of_today(land: Land, judge: Judge) -> None:
    """No dossier names a district, and none a commune that ended on 1 July 2025, whoever decides it."""
    some(land.exchanges, words.hand_over(land.desk.dossiers["commune"]))

    judge("SYNC-121", number_is(land.exchanges, words.misplaced(), at_least=0, at_most=0, fence=land.fence))


@pytest.mark.verifies("SYNC-122")
def test_parcels_are_looked_up_first(land: Land, judge: Judge) -> None:
    """Before each dossier that is handed over, its parcel was looked up in the register."""
    handed = [part for part in land.told if select(land.exchanges, words.hand_over(land.desk.dossiers[part]))]
    for part in handed or land.told:
        parcel = land.told[part]
        asked = words.parcel(parcel["sheet"], parcel["number"])

        judge("SYNC-122", each_preceded_by(land.exchanges, words.hand_over(land.desk.dossiers[part]), asked))


@pytest.mark.verifies("SYNC-125")
def test_the_paper_of_a_tax_notice_is_kept_whole(land: Land, judge: Judge) -> None:
    """The paper that a tax notice names is fetched, and what the system keeps has its digest."""
    paper = words.paper(land.receipt("plain"))

    judge("SYNC-125", number_is(land.exchanges, paper, at_least=1, at_most=99, fence=land.fence))
    pair = [some(land.exchanges, paper)[-1], land.taxes.views["plain"]]
    judge("SYNC-125", same_value(pair, ["facts:/digest", "reply:/notices/0/paper"]))


@pytest.mark.verifies("SYNC-129")
def test_what_the_land_database_finishes_waits_for_the_money(land: Land, judge: Judge) -> None:
    """The land database has finished and the tax is not paid: the dossier still waits for its receipt."""
    some(land.desk.exchanges, words.told(land.taxes.pushes["plain"][-1]))
    some(land.exchanges, words.told(land.push("plain")))

    judge("SYNC-129", field_is([land.taxes.dossiers["plain"]], "reply:/status", portal.OBLIGED))


@pytest.mark.verifies("SYNC-140")
def test_what_the_land_database_is_told_keeps_the_profile(land_begun: Begun[Land], judge: Judge) -> None:
    """Every message is as the profile describes it, and bears the security code that was agreed."""
    exchanges = land_begun.scene.exchanges

    judge("SYNC-140", keeps_the_profile(sent_in(exchanges)))
    judge("SYNC-140", field_is(some(exchanges, words.WITH_CODE), "facts:/security_code", "right"))
    land_begun.whole()


@pytest.mark.verifies("SYNC-141")
def test_a_land_dossier_says_what_was_entered(land: Land, judge: Judge) -> None:
    """Who applies, who received it, process, parcel and due date are those that the officers and the dossier have."""
    handed = some(land.exchanges, words.hand_over(land.desk.dossiers["plain"]))[0]

    for told, sent in words.DOSSIER.items():
        judge("SYNC-141", same_value([land.desk.accepting("plain"), handed], [told, sent]))
    for told, sent in words.PLACE.items():
        judge("SYNC-141", same_value([land.acts["plain"], handed], [told, sent]))
    judge("SYNC-141", field_is([handed], "/NgayHenTra", words.local(land.desk.due("plain"))))
