// The worker of the lab, with the reference's decisions in it.
import Kubelet
import KubeletContract
import LabWorker
import Schema

var server = KubeletServer<DefaultKubeletCore>()
serve { _, request in try server.answer(request) }
