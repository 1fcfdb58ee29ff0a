public import Schema

public struct Event: Declared {
    public var metadata = ObjectMeta()
    public var involvedObject = ObjectReference()
    public var reason = ""
    public var message = ""
    public var source = EventSource()
    public var firstTimestamp = Time()
    public var lastTimestamp = Time()
    public var count = 0
    public var type = ""
    public var eventTime = MicroTime()
    public var series: EventSeries?
    public var action = ""
    public var related: ObjectReference?
    public var reportingComponent = ""
    public var reportingInstance = ""

    public init() {}

    public static let schema = Schema<Self>("Something that happened to an object, for people to read.") {
        Field(1, "metadata", \.metadata, required: true, "Standard metadata.")
        Field(2, "involvedObject", \.involvedObject, required: true, merge: .atomic, "What it happened to.")
        Field(3, "reason", \.reason, "One word in CamelCase.")
        Field(4, "message", \.message, "For people.")
        Field(5, "source", \.source, "Who reported it.")
        Field(6, "firstTimestamp", \.firstTimestamp, "When it first happened.")
        Field(7, "lastTimestamp", \.lastTimestamp, "When it last happened.")
        Field(8, "count", \.count, "How often it happened.")
        Field(9, "type", \.type, "Normal or Warning.")
        Field(10, "eventTime", \.eventTime, "When it first happened, with microseconds.")
        Field(11, "series", \.series, "How it went on.")
        Field(12, "action", \.action, "What was done about it.")
        Field(13, "related", \.related, merge: .atomic, "Another object that has to do with it.")
        Field(14, "reportingComponent", \.reportingComponent, "Name of the controller that reported it.")
        Field(15, "reportingInstance", \.reportingInstance, "Which instance of it.")
    }
}

extension Event: Resource {
    public static let kind = Kind(name: "Event", plural: "events", shortNames: ["ev"])
}

public struct EventSource: Declared {
    public var component = ""
    public var host = ""

    public init() {}

    public static let schema = Schema<Self>("Who reported an event.") {
        Field(1, "component", \.component, "Name of the component.")
        Field(2, "host", \.host, "Node it ran on.")
    }
}

public struct EventSeries: Declared {
    public var count = 0
    public var lastObservedTime = MicroTime()

    public init() {}

    public static let schema = Schema<Self>("How an event went on.") {
        Field(1, "count", \.count, "How often it happened.")
        Field(2, "lastObservedTime", \.lastObservedTime, "When it last happened.")
    }
}
