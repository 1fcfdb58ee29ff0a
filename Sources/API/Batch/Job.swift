public import Schema

public struct Job: Declared {
    public var metadata = ObjectMeta()
    public var spec = JobSpec()
    public var status = JobStatus()

    public init() {}

    public static let schema = Schema<Self>("Pods that run to their end.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "What is to be done, and how often.")
        Field(3, "status", \.status, "What was observed.")
    }
}

extension Job: Resource {
    public static let kind = Kind(
        group: "batch", name: "Job", plural: "jobs", categories: ["all"], subresources: [.status])
}

public struct JobSpec: Declared {
    public var parallelism: Int?
    public var completions: Int?
    public var activeDeadlineSeconds: Int?
    public var podFailurePolicy: PodFailurePolicy?
    public var successPolicy: SuccessPolicy?
    public var backoffLimit: Int?
    public var backoffLimitPerIndex: Int?
    public var maxFailedIndexes: Int?
    public var selector: LabelSelector?
    public var manualSelector: Bool?
    public var template = PodTemplateSpec()
    public var ttlSecondsAfterFinished: Int?
    public var completionMode: String?
    public var suspend: Bool?
    public var podReplacementPolicy: String?
    public var managedBy: String?

    public init() {}

    public static let schema = Schema<Self>("What is to be done, and how often.") {
        Field(1, "parallelism", \.parallelism, "How many pods at a time.")
        Field(2, "completions", \.completions, "How many pods must succeed.")
        Field(3, "activeDeadlineSeconds", \.activeDeadlineSeconds, "How long the job may take.")
        Field(11, "podFailurePolicy", \.podFailurePolicy, "What to do about which failure.")
        Field(16, "successPolicy", \.successPolicy, "When the job counts as done.")
        Field(7, "backoffLimit", \.backoffLimit, default: 6, "How many failures to bear.")
        Field(12, "backoffLimitPerIndex", \.backoffLimitPerIndex, "How many failures to bear for each index.")
        Field(13, "maxFailedIndexes", \.maxFailedIndexes, "How many indexes may fail.")
        Field(4, "selector", \.selector, merge: .atomic, "Labels of the pods; made by the system.")
        Field(5, "manualSelector", \.manualSelector, "The selector was written by hand.")
        Field(6, "template", \.template, required: true, "What the pods look like.")
        Field(8, "ttlSecondsAfterFinished", \.ttlSecondsAfterFinished, "How long the job stays after its end.")
        Field(9, "completionMode", \.completionMode, default: "NonIndexed", "NonIndexed or Indexed.")
        Field(10, "suspend", \.suspend, default: false, "Run no pods for now.")
        Field(14, "podReplacementPolicy", \.podReplacementPolicy, "When a pod that ends is replaced.")
        Field(15, "managedBy", \.managedBy, "The controller that runs the job.")
    }
}

public struct JobStatus: Declared {
    public var conditions: [JobCondition] = []
    public var startTime: Time?
    public var completionTime: Time?
    public var active = 0
    public var succeeded = 0
    public var failed = 0
    public var terminating: Int?
    public var completedIndexes = ""
    public var failedIndexes: String?
    public var uncountedTerminatedPods: UncountedTerminatedPods?
    public var ready: Int?

    public init() {}

    public static let schema = Schema<Self>("What was last observed of a job.") {
        Field(
            1, "conditions", \.conditions, merge: .byKey("type"), "Aspects of the state: Complete, Failed, Suspended.")
        Field(2, "startTime", \.startTime, "When it was taken up.")
        Field(3, "completionTime", \.completionTime, "When it was done.")
        Field(4, "active", \.active, "Pods that run.")
        Field(5, "succeeded", \.succeeded, "Pods that succeeded.")
        Field(6, "failed", \.failed, "Pods that failed.")
        Field(11, "terminating", \.terminating, "Pods that are ending.")
        Field(7, "completedIndexes", \.completedIndexes, "Indexes that are done, such as 1,3-5.")
        Field(10, "failedIndexes", \.failedIndexes, "Indexes that failed.")
        Field(8, "uncountedTerminatedPods", \.uncountedTerminatedPods, "Pods that ended and aren't counted yet.")
        Field(9, "ready", \.ready, "Pods that are ready.")
    }
}

public struct JobCondition: Declared {
    public var type = ""
    public var status = ConditionStatus()
    public var lastProbeTime = Time()
    public var lastTransitionTime = Time()
    public var reason = ""
    public var message = ""

    public init() {}

    public static let schema = Schema<Self>("One aspect of a job's state.") {
        Field(1, "type", \.type, "The aspect, in CamelCase.")
        Field(2, "status", \.status, "True, False or Unknown.")
        Field(3, "lastProbeTime", \.lastProbeTime, "When it was last looked at.")
        Field(4, "lastTransitionTime", \.lastTransitionTime, "When the status last changed.")
        Field(5, "reason", \.reason, "One word in CamelCase.")
        Field(6, "message", \.message, "For people.")
    }
}

public struct UncountedTerminatedPods: Declared {
    public var succeeded: [String] = []
    public var failed: [String] = []

    public init() {}

    public static let schema = Schema<Self>("Pods that ended and aren't counted yet, by uid.") {
        Field(1, "succeeded", \.succeeded, merge: .set, "Those that succeeded.")
        Field(2, "failed", \.failed, merge: .set, "Those that failed.")
    }
}

public struct JobTemplateSpec: Declared {
    public var metadata = ObjectMeta()
    public var spec = JobSpec()

    public init() {}

    public static let schema = Schema<Self>("What a job looks like.") {
        Field(1, "metadata", \.metadata, "Labels and annotations of the jobs.")
        Field(2, "spec", \.spec, "Specification of the jobs.")
    }
}
