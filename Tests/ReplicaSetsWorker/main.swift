// The worker of the lab, with the reference's decisions in it.
import LabWorker
import ReplicaSets
import ReplicaSetsContract
import Schema

var server = ReplicaSetServer<DefaultReplicaSetCore>()
serve { _, request in try server.answer(request) }
