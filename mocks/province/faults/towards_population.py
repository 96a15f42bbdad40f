"""The faults towards the population database: what each does instead of the honest thing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from mocks.province.faults import wrong_enquiries as asking
from mocks.province.faults import wrong_questions as wording

CHANGES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "elements-by-alphabet": {"population_wording": wording.AlphabeticalOrder},
        "old-number-as-new": {"population_wording": wording.OldNumberAsNew},
        "year-as-new-year": {"population_wording": wording.YearAsNewYear},
        "marks-by-table": {"population_wording": wording.MarksByTable},
        "stroke-dropped": {"population_wording": wording.StrokeDropped},
        "one-integration-code": {"population_wording": wording.OneIntegrationCode},
        "shared-officer": {"population_wording": wording.SharedOfficer},
        "number-in-address": {"population_wording": wording.NumberInAddress},
        "timestamp-in-seconds": {"population_signing": wording.OtherUnit},
        "names-compared-as-stored": {"comparison": wording.ComparedAsStored},
        "tones-compared-as-written": {"comparison": wording.TonesAsWritten},
        "middle-name-ignored": {"comparison": wording.FirstAndLast},
        "found-is-verified": {"comparison": wording.FoundIsVerified},
        "nobody-is-a-match": {"comparison": wording.NobodyIsAMatch},
        "silence-is-not-found": {"enquiries": asking.SilenceIsNotFound},
        "outcome-not-kept": {"enquiries": asking.OutcomeNotKept},
        "outcome-by-the-system": {"enquiries": asking.OutcomeByTheSystem},
        "looks-up-at-every-act": {"enquiries": asking.LooksUpAtEveryAct},
        "repeats-unanswered": {"enquiries": asking.RepeatsUnanswered},
        "enquiry-given-up": {"enquiries": asking.GivesUp},
        "log-only-of-the-desk": {"personal_data_log": asking.LogsOnlyTheDesk},
        "logged-afterwards": {"enquiries": asking.LogsAfterwards},
        "logged-twice": {"personal_data_log": asking.LogsTwice},
        "no-purpose-asked": {"enquiries": asking.NoPurposeAsked},
        "log-without-chain": {"personal_data_log": asking.LogWithoutChain},
        "log-names-the-office": {"personal_data_log": asking.LogNamesTheOffice},
        "record-kept": {"enquiries": asking.KeepsTheRecord},
        "log-without-purpose": {"personal_data_log": asking.LogWithoutPurpose},
        "log-in-clear": {"personal_data_log": asking.LogInClear},
    }
)
