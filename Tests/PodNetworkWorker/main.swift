// The worker of the lab, with the reference's decisions in it.
import LabWorker
import PodNetworkContract
import PodNetworkPlan
import Schema

let server = PodNetworkServer<DefaultPodNetwork>()
serve { call, request in try server.answer(call, request) }
