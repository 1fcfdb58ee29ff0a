public import Schema

public struct CronJob: Declared {
    public var metadata = ObjectMeta()
    public var spec = CronJobSpec()
    public var status = CronJobStatus()

    public init() {}

    public static let schema = Schema<Self>("Jobs at certain times.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "When, and what.")
        Field(3, "status", \.status, "What was observed.")
    }
}

extension CronJob: Resource {
    public static let kind = Kind(
        group: "batch", name: "CronJob", plural: "cronjobs", shortNames: ["cj"], categories: ["all"],
        subresources: [.status])
}

public struct CronJobSpec: Declared {
    public var schedule = ""
    public var timeZone: String?
    public var startingDeadlineSeconds: Int?
    public var concurrencyPolicy = ""
    public var suspend: Bool?
    public var jobTemplate = JobTemplateSpec()
    public var successfulJobsHistoryLimit: Int?
    public var failedJobsHistoryLimit: Int?

    public init() {}

    public static let schema = Schema<Self>("When to run, and what.") {
        Field(1, "schedule", \.schedule, required: true, "The times, as cron writes them.")
        Field(8, "timeZone", \.timeZone, "The time zone of the schedule.")
        Field(2, "startingDeadlineSeconds", \.startingDeadlineSeconds, "How late a job may start.")
        Field(
            3, "concurrencyPolicy", \.concurrencyPolicy, default: "Allow",
            "Allow, Forbid or Replace: when the last job still runs.")
        Field(4, "suspend", \.suspend, default: false, "Start no jobs for now.")
        Field(5, "jobTemplate", \.jobTemplate, required: true, "What the jobs look like.")
        Field(
            6, "successfulJobsHistoryLimit", \.successfulJobsHistoryLimit, default: 3,
            "How many jobs that succeeded to keep.")
        Field(7, "failedJobsHistoryLimit", \.failedJobsHistoryLimit, default: 1, "How many jobs that failed to keep.")
    }
}

public struct CronJobStatus: Declared {
    public var active: [ObjectReference] = []
    public var lastScheduleTime: Time?
    public var lastSuccessfulTime: Time?

    public init() {}

    public static let schema = Schema<Self>("What was last observed of a CronJob.") {
        Field(1, "active", \.active, "Jobs that run.")
        Field(4, "lastScheduleTime", \.lastScheduleTime, "When a job was last started.")
        Field(5, "lastSuccessfulTime", \.lastSuccessfulTime, "When a job last succeeded.")
    }
}
