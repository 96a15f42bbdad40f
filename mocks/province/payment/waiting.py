"""Acts on a dossier that wait for money."""

from mocks.province.payment.bill import must_wait
from mocks.province.payment.bills import Bills
from mocks.province.records.database import Transaction
from mocks.province.records.dossier import NotAllowed
from mocks.province.records.dossiers import Guard, Wish


class Unpaid(NotAllowed):
    """The act has to wait for money."""

    def __init__(self, act: str) -> None:
        Exception.__init__(self, f"{act!r} has to wait until the fees are paid")


def waiting_for_money(bills: Bills) -> Guard:
    """Have acts wait for what is to be paid before them."""

    def guard(transaction: Transaction, wish: Wish) -> None:
        if must_wait(bills.of(wish.code, transaction.db), wish.act):
            raise Unpaid(wish.act)

    return guard
