// The worker of the lab, with the reference scheduler in it.
import LabWorker
import Schema
import Scheduler
import SchedulerContract

var server = SchedulerServer<DefaultScheduler>()
serve { _, request in try server.answer(request) }
