public import Schema

/// What lies between the pods that there should be and those that there are.
public enum ReplicaDifference: Hashable, Sendable {
    case nothing
    case create(Int)
    case delete(Int)
}

/// `{"create": 2}`, `{"delete": 1}`, or `{}`.
extension ReplicaDifference {
    public var json: JSON {
        switch self {
        case .nothing: [:]
        case .create(let count): ["create": .integer(Int64(count))]
        case .delete(let count): ["delete": .integer(Int64(count))]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        switch (json["create"], json["delete"]) {
        case (let count?, nil): self = .create(try Int(json: count))
        case (nil, let count?): self = .delete(try Int(json: count))
        default: self = .nothing
        }
    }
}
