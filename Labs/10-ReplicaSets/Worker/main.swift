// The worker of this lab: it answers the suite with the decisions of this module, yours. Nothing is to be done here.
import LabWorker
import ReplicaSetsContract
import Schema

var server = ReplicaSetServer<DefaultReplicaSetCore>()
serve { _, request in try server.answer(request) }
