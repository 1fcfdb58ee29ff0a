public import Schema

/// A column of the table that `kubectl get` prints. The server makes the cells; kubectl only aligns them.
public struct Column<Object>: Sendable {
    public let definition: ColumnDefinition
    /// One JSON value, from the object and the present time.
    public let cell: @Sendable (Object, Time) -> JSON

    public init(
        _ name: String, type: String = "string", format: String = "", wide: Bool = false, _ description: String = "",
        cell: @escaping @Sendable (Object, Time) -> JSON
    ) {
        definition = ColumnDefinition(
            name: name, type: type, format: format, description: description, priority: wide ? 1 : 0)
        self.cell = cell
    }
}

/// How a Table describes a column.
public struct ColumnDefinition: Sendable, Hashable {
    public let name: String
    /// An OpenAPI type: string, integer…
    public let type: String
    /// `name` marks the column that names the object.
    public let format: String
    public let description: String
    /// 0: always shown; 1: with `-o wide`.
    public let priority: Int

    public init(name: String, type: String, format: String, description: String, priority: Int) {
        self.name = name
        self.type = type
        self.format = format
        self.description = description
        self.priority = priority
    }

    public var json: JSON {
        [
            "name": .string(name), "type": .string(type), "format": .string(format),
            "description": .string(description), "priority": .integer(Int64(priority)),
        ]
    }
}

extension Resource {
    public static var columns: [Column<Self>] { [.name, .age] }
}

extension Column where Object: Resource {
    public static var name: Column {
        Column("Name", format: "name", "Name of the object, unique in its namespace.") { object, _ in
            .string(object.metadata.name)
        }
    }

    public static var age: Column {
        Column("Age", "How long ago the object was created.") { object, now in
            .string(humanAge(since: object.metadata.creationTimestamp, now: now))
        }
    }
}

/// "5m30s", "2d3h": how long ago something was, with two digits' worth of precision.
public func humanAge(since time: Time?, now: Time) -> String {
    guard let time, !time.isZero else { return "<unknown>" }
    return humanDuration(seconds: now - time)
}

/// A duration as kubectl prints it: the longer, the coarser.
///
/// Source: `duration.HumanDuration` of k8s.io/apimachinery.
public func humanDuration(seconds: Int) -> String {
    guard seconds >= -1 else { return "<invalid>" }
    let (minutes, hours) = (seconds / 60, seconds / 3600)
    let days = hours / 24
    return switch seconds {
    case ..<0: "0s"
    case ..<120: "\(seconds)s"
    case ..<600: two(minutes, "m", seconds % 60, "s")
    case ..<10800: "\(minutes)m"
    case ..<28800: two(hours, "h", minutes % 60, "m")
    case ..<172_800: "\(hours)h"
    case ..<691_200: two(days, "d", hours % 24, "h")
    case ..<63_072_000: "\(days)d"
    case ..<252_288_000: two(days / 365, "y", days % 365, "d")
    default: "\(days / 365)y"
    }
}

private func two(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
    small == 0 ? "\(large)\(largeUnit)" : "\(large)\(largeUnit)\(small)\(smallUnit)"
}
