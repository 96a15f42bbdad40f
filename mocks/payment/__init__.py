"""The Payment Platform of the national portal (1.0.6), and KeyPay-DVCQG (3.0) before it."""

from mocks.payment.building import make

__all__ = ["make"]
