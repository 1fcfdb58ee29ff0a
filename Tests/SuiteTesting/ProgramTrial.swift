package import Conformance
package import Testing

/// Tells a suite to programs, by component; every case must pass.
/// - Returns: how many cases there are.
@discardableResult
package func tell(
    _ suite: Suite, to programs: [String: String], at location: SourceLocation = #_sourceLocation
) async -> Int {
    let results = await Runner(seed: 1).run(suite, on: .component(programs)).results
    for one in results where one.verdict != .pass { Issue.record("\(one.explanation)", sourceLocation: location) }
    return results.count
}
