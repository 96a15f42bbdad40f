"""How a province behaves. The defaults are honest; each field is one decision that a fault replaces."""

from collections.abc import Callable
from dataclasses import dataclass

from mocks.province.accounts.admission import Admission
from mocks.province.accounts.email import PasswordRules
from mocks.province.accounts.identity import Identities
from mocks.province.accounts.own_number import OwnNumbers
from mocks.province.accounts.register import Register
from mocks.province.accounts.rights import Rights
from mocks.province.documents.axis import Axis
from mocks.province.documents.edxml import Writing
from mocks.province.documents.fetching import Fetching
from mocks.province.documents.received import ReceivedRegister
from mocks.province.documents.sending import Sending
from mocks.province.documents.signature import Signature
from mocks.province.inheritance.ledger import bearers
from mocks.province.inheritance.mapping import CodeMapping
from mocks.province.inheritance.reading import Reading
from mocks.province.inheritance.taking import Taking
from mocks.province.intake.intake import Intake
from mocks.province.land.errands import HandingOver, Papers
from mocks.province.land.inbound import LandDoor
from mocks.province.land.message import MakeMessage
from mocks.province.land.message import make_message as make_land_message
from mocks.province.land.notices import Notices as TaxNotices
from mocks.province.land.obligation import Obligation
from mocks.province.land.register import LandRegister
from mocks.province.land.relayed import ReadAmount, TaxDoor, read_amount
from mocks.province.ministries.client import MinistryClient
from mocks.province.ministries.following import Following
from mocks.province.ministries.reading import ReadChange, read_change
from mocks.province.ministries.report import MakeReport, make_report
from mocks.province.orders.client import OrderClient
from mocks.province.orders.following import OrderFollowing
from mocks.province.orders.inbound import OrderInbound
from mocks.province.orders.ledger import Ledger
from mocks.province.orders.placing import Placing, Withdrawing
from mocks.province.orders.result import TellingResult
from mocks.province.orders.wish import MakeWish, make_wish
from mocks.province.outbox.backoff import Pause, growing_pause
from mocks.province.outbox.worker import Outbox
from mocks.province.payment.bill import Bill
from mocks.province.payment.bills import Bills
from mocks.province.payment.confirmation import Confirmation
from mocks.province.payment.dossier_fields import make_fields
from mocks.province.payment.enquiry import Enquiry
from mocks.province.payment.lookup import Lookup
from mocks.province.payment.platform import Platform
from mocks.province.payment.request import Request
from mocks.province.payment.waiting import waiting_for_money
from mocks.province.population.enquiries import Enquiries
from mocks.province.population.person import Comparison
from mocks.province.population.personal_data_log import PersonalDataLog
from mocks.province.population.question import Wording
from mocks.province.population.signing import Signing
from mocks.province.portal.answer import Answer, is_exists, is_success
from mocks.province.portal.client import Distortion, as_it_is, make_headers
from mocks.province.portal.delivery import Delivery
from mocks.province.portal.message import Row
from mocks.province.portal.report import refresh
from mocks.province.portal.sessions import Sessions
from mocks.province.procedures.book import Book
from mocks.province.procedures.following import Following as CatalogueFollowing
from mocks.province.procedures.following import Reading as CatalogueReading
from mocks.province.procedures.progress import Offer, Progress
from mocks.province.procedures.workflows import Readiness
from mocks.province.reception import Reception, straight_in
from mocks.province.records.codes import keep_code, make_code
from mocks.province.records.dossiers import Bearers, CodeMaker, Guard
from mocks.province.records.life import HONEST, Life
from mocks.province.routing.guide import Guide
from mocks.province.sign_in.arrival import Arrivals
from mocks.province.sign_in.door import SetCookie
from mocks.province.sign_in.keys import Keys
from mocks.province.sign_in.leaving import Leaving
from mocks.province.sign_in.owners import Owners
from mocks.province.sign_in.request import Secrets, make_secrets
from mocks.province.sign_in.rooms import Rooms
from mocks.province.sign_in.sessions import Sessions as WebSessions
from mocks.province.sign_in.sessions import SignIns
from mocks.province.sign_in.verification import Verification
from mocks.province.sign_in.visitor import set_cookie


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
    outbox: type[Outbox] = Outbox
    reception: Reception = straight_in
    sessions: type[Sessions] = Sessions
    delivery: type[Delivery] = Delivery
    life: Life = HONEST
    intake: type[Intake] = Intake
    population_wording: type[Wording] = Wording
    population_signing: type[Signing] = Signing
    comparison: type[Comparison] = Comparison
    enquiries: type[Enquiries] = Enquiries
    personal_data_log: type[PersonalDataLog] = PersonalDataLog
    ministry_client: type[MinistryClient] = MinistryClient
    following: type[Following] = Following
    read_change: ReadChange = read_change
    report: MakeReport = make_report
    identities: type[Identities] = Identities
    register: type[Register] = Register
    rights: type[Rights] = Rights
    admission: type[Admission] = Admission
    password_rules: type[PasswordRules] = PasswordRules
    provider_keys: type[Keys] = Keys
    verification: type[Verification] = Verification
    sign_in_secrets: Callable[[], Secrets] = make_secrets
    sign_ins: type[SignIns] = SignIns
    web_sessions: type[WebSessions] = WebSessions
    give_cookie: SetCookie = set_cookie
    arrivals: type[Arrivals] = Arrivals
    leaving: type[Leaving] = Leaving
    owners: type[Owners] = Owners
    rooms: type[Rooms] = Rooms
    payment_platform: type[Platform] = Platform
    payment_bills: type[Bills] = Bills
    payment_request: type[Request] = Request
    payment_enquiry: type[Enquiry] = Enquiry
    payment_confirmation: type[Confirmation] = Confirmation
    payment_lookup: type[Lookup] = Lookup
    payment_guard: Callable[[Bills], Guard] = waiting_for_money
    payment_fields: Callable[[tuple[Bill, ...]], Row] = make_fields
    payment_refresh: Callable[..., None] = refresh
    guide: type[Guide] = Guide
    document_axis: type[Axis] = Axis
    document_writing: type[Writing] = Writing
    document_signature: type[Signature] = Signature
    document_sending: type[Sending] = Sending
    document_fetching: type[Fetching] = Fetching
    received_documents: type[ReceivedRegister] = ReceivedRegister
    catalogue_reading: type[CatalogueReading] = CatalogueReading
    catalogue_following: type[CatalogueFollowing] = CatalogueFollowing
    procedure_book: type[Book] = Book
    procedure_offer: type[Offer] = Offer
    procedure_progress: type[Progress] = Progress
    procedure_readiness: type[Readiness] = Readiness
    own_numbers: type[OwnNumbers] = OwnNumbers
    land_register: type[LandRegister] = LandRegister
    land_message: MakeMessage = make_land_message
    land_handing_over: type[HandingOver] = HandingOver
    land_papers: type[Papers] = Papers
    land_door: type[LandDoor] = LandDoor
    tax_notices: type[TaxNotices] = TaxNotices
    tax_amount: ReadAmount = read_amount
    tax_door: type[TaxDoor] = TaxDoor
    tax_obligation: type[Obligation] = Obligation
    inheritance_reading: type[Reading] = Reading
    inheritance_mapping: type[CodeMapping] = CodeMapping
    inheritance_taking: type[Taking] = Taking
    inheritance_bearers: Bearers = bearers
    order_wish: MakeWish = make_wish
    order_ledger: type[Ledger] = Ledger
    order_client: type[OrderClient] = OrderClient
    order_placing: type[Placing] = Placing
    order_withdrawing: type[Withdrawing] = Withdrawing
    order_result: type[TellingResult] = TellingResult
    order_following: type[OrderFollowing] = OrderFollowing
    order_inbound: type[OrderInbound] = OrderInbound
