// The worker of the lab, with the reference's decisions in it.
import APIMachinery
import APIServerContract
import LabWorker
import Schema

var server = APIServerCoreServer<DefaultAPIServerCore>()
serve { call, arguments in try server.answer(call, arguments) }
