/// One condition of a transaction: what a key's value or one of its numbers must be.
///
/// A key that isn't there has revisions, version and lease 0; its value equals nothing.
package import Schema

package struct Compare: Declared {
    package enum Target: Hashable, Sendable {
        case version(Int)
        case createRevision(Int)
        case modRevision(Int)
        case value([UInt8])
        case lease(Int)
    }

    package struct Result: WireEnum {
        package var rawValue = 0
        package init() {}
        package static let equal = Result(rawValue: 0)
        package static let greater = Result(rawValue: 1)
        package static let less = Result(rawValue: 2)
        package static let notEqual = Result(rawValue: 3)
    }

    package var result = Result.equal
    package var key: [UInt8] = []
    /// Not empty: the condition must hold for every key of the range.
    package var rangeEnd: [UInt8] = []
    package var target = Target.version(0)
    package init() {}

    package init(_ key: [UInt8], _ result: Result, _ target: Target, rangeEnd: [UInt8] = []) {
        self.key = key
        self.result = result
        self.target = target
        self.rangeEnd = rangeEnd
    }

    package static let schema = Schema<Self>("A condition on a key.") {
        Field(1, "result", \.result)
        Field(2, "target", \.targetNumber)
        Field(3, "key", \.key.wire)
        Field(4, "version", \.version)
        Field(5, "create_revision", \.createRevision)
        Field(6, "mod_revision", \.modRevision)
        Field(7, "value", \.value)
        Field(8, "lease", \.lease)
        Field(64, "range_end", \.rangeEnd.wire)
    }

    // MARK: - The target on the wire: a number and a oneof that agree

    private var targetNumber: Int {
        get {
            switch target {
            case .version: 0
            case .createRevision: 1
            case .modRevision: 2
            case .value: 3
            case .lease: 4
            }
        }
        set {
            guard newValue != targetNumber else { return }
            let zeros: [Target] = [.version(0), .createRevision(0), .modRevision(0), .value([]), .lease(0)]
            if zeros.indices.contains(newValue) { target = zeros[newValue] }
        }
    }

    private var version: Int? {
        get { if case .version(let version) = target { version } else { nil } }
        set { target = newValue.map(Target.version) ?? target }
    }
    private var createRevision: Int? {
        get { if case .createRevision(let revision) = target { revision } else { nil } }
        set { target = newValue.map(Target.createRevision) ?? target }
    }
    private var modRevision: Int? {
        get { if case .modRevision(let revision) = target { revision } else { nil } }
        set { target = newValue.map(Target.modRevision) ?? target }
    }
    private var value: Bytes? {
        get { if case .value(let value) = target { Bytes(value) } else { nil } }
        set { target = newValue.map { .value($0.bytes) } ?? target }
    }
    private var lease: Int? {
        get { if case .lease(let lease) = target { lease } else { nil } }
        set { target = newValue.map(Target.lease) ?? target }
    }
}
