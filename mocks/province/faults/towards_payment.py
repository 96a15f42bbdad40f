"""The faults towards the Payment Platform, and in what the portal hears of fees."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from mocks.province.faults import wrong_payments as wrong
from mocks.province.faults.catalogue import Fault

CHANGES: Final[Mapping[Fault, Mapping[str, Any]]] = MappingProxyType(
    {
        Fault.CALL_BACK_AMOUNT_UNCHECKED: {"payment_bills": wrong.AnyAmount},
        Fault.CALL_BACK_HASH_UNCHECKED: {"payment_confirmation": wrong.AnyHash},
        Fault.CALL_BACK_RESULT_UNREAD: {"payment_confirmation": wrong.AnyResult},
        Fault.BOOKS_AGAIN: {"payment_bills": wrong.BooksAgain},
        Fault.BOOKS_LATE_CALL_BACK_AGAIN: {"payment_bills": wrong.BooksLateCallBackAgain},
        Fault.REFUSES_DUPLICATE_CALL_BACK: {"payment_confirmation": wrong.RefusesDuplicates},
        Fault.ECHOES_CALL_BACK_HASH: {"payment_confirmation": wrong.EchoesHash},
        Fault.PENDING_IS_PAID: {"payment_enquiry": wrong.PendingIsPaid},
        Fault.NEVER_ASKS_FOR_PAYMENTS: {"payment_enquiry": wrong.NeverAsks},
        Fault.NO_RECEIPT: {"payment_enquiry": wrong.NoReceipt},
        Fault.ONE_ACCOUNT_FOR_ALL: {"payment_request": wrong.OneAccount},
        Fault.NEW_PAYMENT_AFTER_SILENCE: {"payment_request": wrong.BeginsAnew},
        Fault.AMOUNT_AS_FLOAT: {"payment_platform": wrong.FloatAmounts},
        Fault.PAYMENT_TIME_IN_UTC: {"payment_platform": wrong.UtcTimes},
        Fault.RECEIPT_HASH_BY_ALPHABET: {"payment_platform": wrong.WrongOrder},
        Fault.SECRET_IN_ADDRESS: {"payment_platform": wrong.SecretInAddress},
        Fault.FEE_LOOK_UP_INVERTED: {"payment_lookup": wrong.InvertedLookup},
        Fault.CASH_IS_ONLINE: {"payment_fields": wrong.cash_is_online},
        Fault.FEE_TOLD_ONCE_PAID: {"payment_fields": wrong.told_once_paid},
        Fault.PAYMENT_NOT_TOLD: {"payment_refresh": wrong.never_told},
        Fault.RESULT_BEFORE_FEE: {"payment_guard": wrong.waiting_for_nothing},
    }
)
