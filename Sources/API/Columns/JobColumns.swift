import Schema

extension Job {
    public static var columns: [Column<Job>] {
        [
            .name,
            .text("Status", "State of the job in one word.", \.statusWord),
            .text("Completions", "Pods that succeeded, of those wanted.", \.completionsText),
            Column("Duration", "How long it takes, or took.") { job, now in
                guard let start = job.status.startTime else { return "" }
                return .string(humanDuration(seconds: (job.status.completionTime ?? now) - start))
            },
            .age, .containers(\.spec.template.spec), .images(\.spec.template.spec), .selector(\.spec.selector),
        ]
    }

    private var statusWord: String {
        if status.conditions.isTrue("Complete") { return "Complete" }
        if status.conditions.isTrue("Failed") { return "Failed" }
        if metadata.isBeingDeleted { return "Terminating" }
        if status.conditions.isTrue("Suspended") { return "Suspended" }
        if status.conditions.isTrue("FailureTarget") { return "FailureTarget" }
        if status.conditions.isTrue("SuccessCriteriaMet") { return "SuccessCriteriaMet" }
        return "Running"
    }

    private var completionsText: String {
        if let completions = spec.completions { return "\(status.succeeded)/\(completions)" }
        let parallelism = spec.parallelism ?? 0
        return parallelism > 1 ? "\(status.succeeded)/1 of \(parallelism)" : "\(status.succeeded)/1"
    }
}

extension CronJob {
    public static var columns: [Column<CronJob>] {
        [
            .name,
            .text("Schedule", "When jobs are started.", \.spec.schedule),
            Column("Timezone", "The time zone of the schedule.") { job, _ in orNone(job.spec.timeZone ?? "") },
            Column("Suspend", type: "boolean", "No jobs are started for now.") { job, _ in
                .string(job.spec.suspend == true ? "True" : "False")
            },
            .count("Active", "Jobs that run.", \.status.active.count),
            Column("Last Schedule", "When a job was last started.") { job, now in
                .string(job.status.lastScheduleTime.map { humanAge(since: $0, now: now) } ?? "<none>")
            },
            .age,
        ]
    }
}

extension PodDisruptionBudget {
    public static var columns: [Column<PodDisruptionBudget>] {
        [
            .name,
            .text("Min Available", "So many must stay.") { $0.spec.minAvailable?.description ?? "N/A" },
            .text("Max Unavailable", "So many may be missing.") { $0.spec.maxUnavailable?.description ?? "N/A" },
            .count("Allowed Disruptions", "So many may be evicted now.", \.status.disruptionsAllowed),
            .age,
        ]
    }
}

extension HorizontalPodAutoscaler {
    public static var columns: [Column<HorizontalPodAutoscaler>] {
        [
            .name,
            .text("Reference", "What is scaled.") { "\($0.spec.scaleTargetRef.kind)/\($0.spec.scaleTargetRef.name)" },
            .text("Targets", "How busy the pods are, and should be.", \.targetsText),
            .text("MinPods", "At least so many.") { $0.spec.minReplicas.map(String.init) ?? "<unset>" },
            .count("MaxPods", "At most so many.", \.spec.maxReplicas),
            .count("Replicas", "So many there are.", \.status.currentReplicas),
            .age,
        ]
    }

    private var targetsText: String {
        guard let target = spec.targetCPUUtilizationPercentage else { return "<none>" }
        return "cpu: \(status.currentCPUUtilizationPercentage.map { "\($0)%" } ?? "<unknown>")/\(target)%"
    }
}
