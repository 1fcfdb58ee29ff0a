// The worker of the lab, with the reference in it.
import ClusterDNS
import ClusterDNSContract
import LabWorker
import Schema

var server = ClusterDNSServer<ClusterZone>()
serve { call, request in try server.answer(call, request) }
