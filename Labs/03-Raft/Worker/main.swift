// The worker of this lab: it answers the suite with the members of this module, yours. Nothing is to be done here.
import LabWorker
import RaftContract
import Schema

var server = RaftServer<RaftMember>()
serve { _, request in try server.answer(request) }
