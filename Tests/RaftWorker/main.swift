// The worker of the lab, with the reference in it.
import LabWorker
import Raft
import RaftContract
import Schema

var server = RaftServer<RaftMember>()
serve { _, request in try server.answer(request) }
