"""Who may ask, whom the questions find, and what is true of them; every answered look-up is in the audit."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from mocks.core.system import Site
from mocks.population import names
from mocks.population.audit import Audit
from mocks.population.citizens import ALIVE, YEAR_DIGITS, Citizen, Kin
from mocks.population.officers import KNOWN, Officers
from mocks.population.question import Question
from mocks.population.residents import Residents

Json: TypeAlias = Any
Facts: TypeAlias = Mapping[str, Json]


class Inquiries:
    """Questions at the residents of one database."""

    def __init__(self, site: Site) -> None:
        self.residents = Residents(site)
        self.officers = Officers(site, self.residents)
        self.audit = Audit(site.store)
        settings = site.profile.settings
        self._clock = site.clock
        self._account = site.accounts["user"]
        self._integration = {name: row["value"] for name, row in settings["integration_codes"].items()}
        self._matching = settings["name_matching"]["value"]

    def facts(self, question: Question) -> dict[str, Json]:
        """What the journal tells of a question without telling whom it is about."""
        return {
            "officer": self.officers.state(question.officer),
            "kind": question.kind,
            "name_style": names.style_of(question.name) if question.name else None,
        }

    def refusal(self, operation: str, question: Question) -> str | None:
        """Why this question is not answered; None where it is."""
        expected = self._integration.get(operation, "")
        if expected and question.integration != expected:
            return "wrong-integration-code"
        state = self.officers.state(question.officer)
        return None if state == KNOWN else f"officer-{state}"

    def find(self, question: Question, *, lax: bool) -> Citizen | None:
        """Whom the question is about: the number, the name and the birth must all be those of the record.

        `lax`: the number will do, and where nobody has it, whoever comes first.
        """
        citizen = self._by_number(question)
        if lax:
            return citizen or next(self.residents.everybody(), None)
        return citizen if citizen is not None and self._is_meant(citizen, question) else None

    def log(self, operation: str, question: Question, *, kind: str, found: bool) -> None:
        """Put an answered look-up into the audit."""
        self.audit.note(
            self._clock.now(),
            account=self._account,
            unit=question.unit,
            officer=question.officer,
            operation=operation,
            kind=kind,
            subject=question.subject,
            found=found,
        )

    def holds(self, operation: str, question: Question, citizen: Citizen) -> bool:
        """Whether what a question of verification states is true of the citizen; of his or her being there, always."""
        statement = STATEMENTS.get(operation)
        return statement is None or statement(self, citizen, question)

    def same_name(self, given: str, name: str) -> bool:
        """Whether a given name is that of a record, in the styles that the profile takes."""
        return names.matches(given, name, matching=self._matching)

    def _by_number(self, question: Question) -> Citizen | None:
        if question.identity:
            return self.residents.by_identity(question.identity)
        return self.residents.by_old_identity(question.old_identity) if question.old_identity else None

    def _is_meant(self, citizen: Citizen, question: Question) -> bool:
        """A question with the year alone finds whoever was born in it; one with the day only whose day is known."""
        born = citizen.year if len(question.born) == YEAR_DIGITS else citizen.born
        return self.same_name(question.name, citizen.name) and question.born == born

    def _is_kin(self, kin: Kin | None, question: Question, member: str) -> bool:
        if kin is None or not self.same_name(question.text(member, "HoVaTen"), kin.name):
            return False
        told = (
            (question.text(member, "SoDinhDanh"), kin.identity),
            (question.text(member, "SoCMND"), kin.old_identity),
        )
        return all(number in ("", known) for number, known in told)

    def relative(self, citizen: Citizen, question: Question) -> bool:
        """Whether the stated relative is father, mother, husband or wife."""
        return any(self._is_kin(kin, question, "NhanThan") for kin in (citizen.father, citizen.mother, citizen.spouse))

    def guardian(self, citizen: Citizen, question: Question) -> bool:
        """Whether the stated guardian is the one of the record."""
        return self._is_kin(citizen.guardian, question, "NguoiGiamHo")

    def head(self, citizen: Citizen, question: Question) -> bool:
        """Whether the stated head of household is the one of the record."""
        return self._is_kin(citizen.head, question, "ChuHo")

    def present(self, citizen: Citizen, question: Question) -> bool:
        """Whether the citizen lives in the stated commune now."""
        stated = question.text("NoiOHienTai", "MaTinhThanh"), question.text("NoiOHienTai", "MaPhuongXa")
        return stated == (citizen.present.province, citizen.present.commune)

    def marital(self, citizen: Citizen, question: Question) -> bool:
        """Whether the stated code of marriage is the one of the record."""
        return question.text("TinhTrangHonNhan") == citizen.marital

    def gone(self, citizen: Citizen, _question: Question) -> bool:
        """Whether the citizen is recorded as dead or missing."""
        return citizen.state != ALIVE


STATEMENTS: Final[Mapping[str, Callable[[Inquiries, Citizen, Question], bool]]] = {
    "XacMinhThongTinNhanThan": Inquiries.relative,
    "XacMinhThongTinNguoiGiamHo": Inquiries.guardian,
    "XacMinhThongTinChuHo": Inquiries.head,
    "XacMinhThongTinNoiOHienTai": Inquiries.present,
    "XacMinhTinhTrangHonNhan": Inquiries.marital,
    "XacMinhTinhTrangChetMatTich": Inquiries.gone,
}
"""What each question of verification states; their meaning is inferred from their names."""
