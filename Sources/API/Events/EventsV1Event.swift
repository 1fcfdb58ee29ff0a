public import Schema

public struct EventsV1Event: Declared {
    public var metadata = ObjectMeta()
    public var eventTime = MicroTime()
    public var series: EventSeries?
    public var reportingController = ""
    public var reportingInstance = ""
    public var action = ""
    public var reason = ""
    public var regarding = ObjectReference()
    public var related: ObjectReference?
    public var note = ""
    public var type = ""
    public var deprecatedSource = EventSource()
    public var deprecatedFirstTimestamp = Time()
    public var deprecatedLastTimestamp = Time()
    public var deprecatedCount = 0

    public init() {}

    public static let schema = Schema<Self>("Something that happened to an object: the newer form of Event.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "eventTime", \.eventTime, "When it first happened.")
        Field(3, "series", \.series, "How it went on.")
        Field(4, "reportingController", \.reportingController, "Name of the controller that reported it.")
        Field(5, "reportingInstance", \.reportingInstance, "Which instance of it.")
        Field(6, "action", \.action, "What was done about it.")
        Field(7, "reason", \.reason, "One word in CamelCase.")
        Field(8, "regarding", \.regarding, merge: .atomic, "What it happened to.")
        Field(9, "related", \.related, merge: .atomic, "Another object that has to do with it.")
        Field(10, "note", \.note, "For people.")
        Field(11, "type", \.type, "Normal or Warning.")
        Field(12, "deprecatedSource", \.deprecatedSource, "Who reported it, in the older form.")
        Field(13, "deprecatedFirstTimestamp", \.deprecatedFirstTimestamp, "When it first happened, in the older form.")
        Field(14, "deprecatedLastTimestamp", \.deprecatedLastTimestamp, "When it last happened, in the older form.")
        Field(15, "deprecatedCount", \.deprecatedCount, "How often, in the older form.")
    }
}

extension EventsV1Event: Resource {
    public static let kind = Kind(group: "events.k8s.io", name: "Event", plural: "events", shortNames: ["ev"])
}
