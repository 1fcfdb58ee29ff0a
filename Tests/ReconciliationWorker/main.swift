// The worker of the lab, with the reference's parts in it.
import LabWorker
import Reconciliation
import ReconciliationContract
import Schema

var server = ReconciliationServer<DefaultReconciliation>()
serve { _, request in try server.answer(request) }
