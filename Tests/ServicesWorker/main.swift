// The worker of the lab, with the reference in it.
import LabWorker
import Schema
import Services
import ServicesContract

let server = ServicesServer<DefaultServices>()
serve { call, request in try server.answer(call, request) }
