"""The services about dossiers: look-up, push, steps, and statuses of what was filed on the portal."""

from mocks.core.system import Answer, Call
from mocks.portal.answers import Answers, Facts, Service, rows_of, text_of
from mocks.portal.state import Dossiers


class DossierServices:
    """Each call is taken whole or not at all."""

    def __init__(self, answers: Answers, dossiers: Dossiers) -> None:
        self._answers = answers
        self._dossiers = dossiers
        self.services: dict[str, Service] = {
            "TraCuuHoSo": self._look_up,
            "DongBoHoSoMC": self._push,
            "CapNhatTienDoHoSoMC": self._progress,
            "DongBoTrangThaiHoSo": self._status,
        }

    def _look_up(self, call: Call, facts: Facts) -> Answer:
        found = self._dossiers.look_up(call.body.get("mahoso"))
        if found is not None and call.behaviours.take("look-up-blind") is not None:
            found = None
        facts["found"] = found is not None
        return self._answers.success(call, facts, result=found)

    def _push(self, call: Call, facts: Facts) -> Answer:
        pushed = rows_of(call, "MaHoSo")
        if pushed is None:
            return self._answers.malformed(call, facts)
        dossiers = self._dossiers
        codes = [dossier["MaHoSo"] for dossier in pushed]
        known = [code for code in codes if code in dossiers]
        if str(call.body.get("isUpdating")).lower() == "true":
            if len(known) < len(codes) and not call.lax:
                return self._unknown(call, facts)
            facts["effect"] = "updated"
        elif (known or len(set(codes)) < len(codes)) and not call.lax:
            return self._exists(call, facts)
        else:
            facts["effect"] = "added"
        for dossier in pushed:
            if dossier["MaHoSo"] in dossiers:
                dossiers.update(dossier)
            else:
                dossiers.add(dossier)
        return self._answers.success(call, facts)

    def _progress(self, call: Call, facts: Facts) -> Answer:
        steps = rows_of(call, "MaHoSo")
        if steps is None:
            return self._answers.malformed(call, facts)
        known = [step["MaHoSo"] for step in steps if step["MaHoSo"] in self._dossiers]
        if len(known) < len(steps) and not call.lax:
            return self._unknown(call, facts)
        for code in known:
            self._dossiers.step(code)
        facts["effect"] = "step"
        return self._answers.success(call, facts)

    def _status(self, call: Call, facts: Facts) -> Answer:
        """Statuses of dossiers that were filed here; of any other the portal knows only what is pushed whole."""
        rows = rows_of(call, "MaHoSo")
        if rows is None:
            return self._answers.malformed(call, facts)
        known = [row for row in rows if self._dossiers.filed(row["MaHoSo"]) is not None]
        if len(known) < len(rows) and not call.lax:
            return self._unknown(call, facts)
        for row in known:
            self._dossiers.set_status(row["MaHoSo"], text_of(row.get("TrangThaiHoSo")))
        facts["effect"] = "updated"
        return self._answers.success(call, facts)

    def _exists(self, call: Call, facts: Facts) -> Answer:
        wish = call.behaviours.take("exists-wording")
        message = None if wish is None else wish["message"]
        return self._answers.refusal(call, "exists", facts, answered="exists", message=message)

    def _unknown(self, call: Call, facts: Facts) -> Answer:
        return self._answers.refusal(call, "unknown_dossier", facts, answered="unknown-dossier")
