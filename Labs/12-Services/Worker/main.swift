// The worker of this lab: it answers the suite with the services of this module, yours. Nothing is to be done here.
import LabWorker
import Schema
import ServicesContract

let server = ServicesServer<DefaultServices>()
serve { call, request in try server.answer(call, request) }
