// The worker of this lab: it answers the suite with the network of this module, yours. Nothing is to be done here.
import LabWorker
import PodNetworkContract
import Schema

let server = PodNetworkServer<DefaultPodNetwork>()
serve { call, request in try server.answer(call, request) }
