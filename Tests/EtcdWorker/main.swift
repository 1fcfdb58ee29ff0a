// The worker of lab 02, with the reference store in it.
import Etcd
import EtcdContract
import LabWorker
import Schema

var server = EtcdServer<LogFile, MultiVersionStore>()
serve { _, request in try server.answer(request) }
