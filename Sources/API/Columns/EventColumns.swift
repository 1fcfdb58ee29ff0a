public import Schema

extension Event {
    public static var columns: [Column<Event>] {
        [
            Column("Last Seen", "When it last happened.") { event, now in
                .string(humanAge(since: event.lastTime, now: now))
            },
            .text("Type", "Normal or Warning.", \.type),
            .text("Reason", "One word.", \.reason),
            .text("Object", "What it happened to.") {
                "\($0.involvedObject.kind.lowercased())/\($0.involvedObject.name)"
            },
            .text("Subobject", wide: true, "Which part of it.", \.involvedObject.fieldPath),
            .text("Source", wide: true, "Who reported it.", \.sourceText),
            .text("Message", "What happened.", \.message),
            Column("First Seen", wide: true, "When it first happened.") { event, now in
                .string(humanAge(since: event.firstTime, now: now))
            },
            Column("Count", type: "integer", wide: true, "How often it happened.") { event, _ in
                number(max(1, event.series?.count ?? event.count))
            },
            Column("Name", format: "name", wide: true, "Name of the event.") { event, _ in
                .string(event.metadata.name)
            },
        ]
    }

    public var firstTime: Time {
        firstTimestamp.isZero ? Time(seconds: eventTime.microseconds / 1_000_000) : firstTimestamp
    }

    public var lastTime: Time {
        if let series { return Time(seconds: series.lastObservedTime.microseconds / 1_000_000) }
        return lastTimestamp.isZero ? firstTime : lastTimestamp
    }

    private var sourceText: String {
        let component = source.component.isEmpty ? reportingComponent : source.component
        let host = source.host.isEmpty ? reportingInstance : source.host
        return host.isEmpty ? component : "\(component), \(host)"
    }
}
