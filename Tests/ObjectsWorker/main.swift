// The worker of the lab, with the reference's rules in it.
import LabWorker
import Objects
import ObjectsContract
import ObjectsServing
import Schema

var server = ObjectsServer<DefaultObjectsCore>()
serve { _, request in try server.answer(request) }
