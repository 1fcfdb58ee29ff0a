// The worker of the lab, with the reference's decisions in it.
import Deployments
import DeploymentsContract
import LabWorker
import Schema

let server = DeploymentServer<DefaultDeploymentCore>()
serve { _, request in try server.answer(request) }
