internal import API
internal import Conformance
internal import PodsContract
internal import Schema

/// Containers and limits as stories have them: `container web cpu=100m/1 memory=64Mi` requests 100m of CPU, is limited to
/// one, and requests memory without a limit; `cpu=/1` is a limit alone.
enum ResourceWords {
    static func container(_ words: [String], _ line: String) throws -> Container {
        var container = Container()
        container.name = words.first ?? ""
        for word in words.dropFirst().map({ Attribute($0) }) {
            let parts = word.value.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            if !parts[0].isEmpty { container.resources.requests[word.key] = try Quantity(parts[0]) }
            if parts.count > 1 { container.resources.limits[word.key] = try Quantity(parts[1]) }
        }
        return container
    }

    static func limits(_ words: [String], _ line: String) throws -> ResourceLimits {
        var limits = ResourceLimits()
        for word in words.map({ Attribute($0) }) {
            switch word.key {
            case "memory": limits.memory = try bytes(word.value)
            case "shares": limits.cpuShares = Int(word.value)
            case "quota": limits.cpuQuota = Int(word.value)
            case "period": limits.cpuPeriod = Int(word.value)
            case "processes": limits.processes = Int(word.value)
            default: throw StoryError(line, "no such limit: \(word.key)")
            }
        }
        return limits
    }

    static func bytes(_ text: String) throws -> Int { try Quantity(text).value }
}
