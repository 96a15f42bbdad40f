"""The faults towards the Payment Platform, and in what the portal hears of fees."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from mocks.province.faults import wrong_payments as wrong

CHANGES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "call-back-amount-unchecked": {"payment_bills": wrong.AnyAmount},
        "call-back-hash-unchecked": {"payment_confirmation": wrong.AnyHash},
        "call-back-result-unread": {"payment_confirmation": wrong.AnyResult},
        "books-again": {"payment_bills": wrong.BooksAgain},
        "books-late-call-back-again": {"payment_bills": wrong.BooksLateCallBackAgain},
        "refuses-duplicate-call-back": {"payment_confirmation": wrong.RefusesDuplicates},
        "echoes-call-back-hash": {"payment_confirmation": wrong.EchoesHash},
        "pending-is-paid": {"payment_enquiry": wrong.PendingIsPaid},
        "never-asks-for-payments": {"payment_enquiry": wrong.NeverAsks},
        "no-receipt": {"payment_enquiry": wrong.NoReceipt},
        "one-account-for-all": {"payment_request": wrong.OneAccount},
        "new-payment-after-silence": {"payment_request": wrong.BeginsAnew},
        "amount-as-float": {"payment_platform": wrong.FloatAmounts},
        "device-as-number": {"payment_platform": wrong.DeviceAsNumber},
        "agency-named-as-payer": {"payment_platform": wrong.ClerkPays},
        "payment-time-in-utc": {"payment_platform": wrong.UtcTimes},
        "receipt-hash-by-alphabet": {"payment_platform": wrong.WrongOrder},
        "secret-in-address": {"payment_platform": wrong.SecretInAddress},
        "fee-look-up-inverted": {"payment_lookup": wrong.InvertedLookup},
        "cash-is-online": {"payment_fields": wrong.cash_is_online},
        "fee-told-once-paid": {"payment_fields": wrong.told_once_paid},
        "payment-not-told": {"payment_refresh": wrong.never_told},
        "result-before-fee": {"payment_guard": wrong.waiting_for_nothing},
    }
)
