// The worker of the lab, with the reference's decisions in it.
import LabWorker
import Nodes
import NodesContract
import Schema

var server = NodesServer<DefaultNodesCore>()
serve { _, request in try server.answer(request) }
