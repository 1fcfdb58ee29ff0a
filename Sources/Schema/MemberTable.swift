/// The members of an object under construction: each name once, in order, found quickly however many there are.
///
/// Few members are searched one after the other, behind a filter of 64 bits that mostly says "not here" at once; more
/// than ``smallCount`` get a dictionary. So an object of a hundred thousand members, which anybody may send, doesn't
/// cost a hundred thousand times a hundred thousand comparisons.
public struct MemberTable {
    public enum Change { case added, replaced }

    private static let smallCount = 16

    private var members: [JSONObject.Member] = []
    /// Has a bit of every name that was ever added.
    private var filter: UInt64 = 0
    /// Of every name, once there are many.
    private var places: [String: Int]?
    /// Places of removed members, once there are many: the others stay where they are.
    private var gaps: Set<Int> = []

    public init() {}

    public init(_ object: JSONObject) {
        members = object.members
        if members.count > Self.smallCount {
            index()
        } else {
            for member in members { filter |= Self.bit(of: member.name) }
        }
    }

    public var object: JSONObject {
        if gaps.isEmpty { return JSONObject(members) }
        return JSONObject(members.indices.filter { !gaps.contains($0) }.map { members[$0] })
    }

    public subscript(name: String) -> JSON? { place(of: name).map { members[$0].value } }

    @discardableResult
    public mutating func set(_ name: String, _ value: JSON) -> Change {
        if let place = place(of: name) {
            members[place].value = value
            return .replaced
        }
        members.append(JSONObject.Member(name, value))
        filter |= Self.bit(of: name)
        if places != nil { places?[name] = members.count - 1 } else if members.count > Self.smallCount { index() }
        return .added
    }

    /// Takes the value out, so that it can be changed without a copy; ``set(_:_:)`` puts it back.
    public mutating func take(_ name: String) -> JSON? {
        guard let place = place(of: name) else { return nil }
        var value = JSON.null
        swap(&value, &members[place].value)
        return value
    }

    public mutating func remove(_ name: String) {
        guard let place = place(of: name) else { return }
        if places == nil {
            members.remove(at: place)
        } else {
            places?[name] = nil
            gaps.insert(place)
        }
    }

    private func place(of name: String) -> Int? {
        if filter & Self.bit(of: name) == 0 { return nil }
        if let places { return places[name] }
        return members.firstIndex { $0.name == name }
    }

    private mutating func index() {
        filter = .max
        places = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1.name, $0) })
    }

    private static func bit(of name: String) -> UInt64 {
        let letters = name.utf8
        let first = letters.first ?? 0
        return 1 << ((UInt64(first) &* 7 &+ UInt64(letters.count)) & 63)
    }
}
