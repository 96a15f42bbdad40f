"""The faults towards the population database: what each does instead of the honest thing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from mocks.province.faults import wrong_enquiries as asking
from mocks.province.faults import wrong_questions as wording
from mocks.province.faults.catalogue import Fault

CHANGES: Final[Mapping[Fault, Mapping[str, Any]]] = MappingProxyType(
    {
        Fault.ELEMENTS_BY_ALPHABET: {"population_wording": wording.AlphabeticalOrder},
        Fault.OLD_NUMBER_AS_NEW: {"population_wording": wording.OldNumberAsNew},
        Fault.YEAR_AS_NEW_YEAR: {"population_wording": wording.YearAsNewYear},
        Fault.MARKS_BY_TABLE: {"population_wording": wording.MarksByTable},
        Fault.STROKE_DROPPED: {"population_wording": wording.StrokeDropped},
        Fault.ONE_INTEGRATION_CODE: {"population_wording": wording.OneIntegrationCode},
        Fault.SHARED_OFFICER: {"population_wording": wording.SharedOfficer},
        Fault.NUMBER_IN_ADDRESS: {"population_wording": wording.NumberInAddress},
        Fault.TIMESTAMP_IN_SECONDS: {"population_signing": wording.OtherUnit},
        Fault.NAMES_COMPARED_AS_STORED: {"comparison": wording.ComparedAsStored},
        Fault.TONES_COMPARED_AS_WRITTEN: {"comparison": wording.TonesAsWritten},
        Fault.MIDDLE_NAME_IGNORED: {"comparison": wording.FirstAndLast},
        Fault.FOUND_IS_VERIFIED: {"comparison": wording.FoundIsVerified},
        Fault.NOBODY_IS_A_MATCH: {"comparison": wording.NobodyIsAMatch},
        Fault.SILENCE_IS_NOT_FOUND: {"enquiries": asking.SilenceIsNotFound},
        Fault.OUTCOME_NOT_KEPT: {"enquiries": asking.OutcomeNotKept},
        Fault.OUTCOME_BY_THE_SYSTEM: {"enquiries": asking.OutcomeByTheSystem},
        Fault.LOOKS_UP_AT_EVERY_ACT: {"enquiries": asking.LooksUpAtEveryAct},
        Fault.REPEATS_UNANSWERED: {"enquiries": asking.RepeatsUnanswered},
        Fault.ENQUIRY_GIVEN_UP: {"enquiries": asking.GivesUp},
        Fault.LOG_ONLY_OF_THE_DESK: {"personal_data_log": asking.LogsOnlyTheDesk},
        Fault.LOGGED_AFTERWARDS: {"enquiries": asking.LogsAfterwards},
        Fault.LOGGED_TWICE: {"personal_data_log": asking.LogsTwice},
        Fault.NO_PURPOSE_ASKED: {"enquiries": asking.NoPurposeAsked},
        Fault.LOG_WITHOUT_CHAIN: {"personal_data_log": asking.LogWithoutChain},
        Fault.LOG_NAMES_THE_OFFICE: {"personal_data_log": asking.LogNamesTheOffice},
        Fault.RECORD_KEPT: {"enquiries": asking.KeepsTheRecord},
        Fault.LOG_WITHOUT_PURPOSE: {"personal_data_log": asking.LogWithoutPurpose},
        Fault.LOG_IN_CLEAR: {"personal_data_log": asking.LogInClear},
    }
)
