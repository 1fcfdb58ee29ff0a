// The worker of the lab, with the reference's decisions in it.
import LabWorker
import Pods
import PodsContract
import Schema

let server = PodsServer<DefaultPodsCore>()
serve { _, request in try server.answer(request) }
