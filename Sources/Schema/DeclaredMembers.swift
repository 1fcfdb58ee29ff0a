/// The members of a declared type as a table that is the same for all types: where each lies, and how it is read and
/// written there.
///
/// ```
///   Container in memory   ┌ name ────────┬ image ────────┬ command ┬ …
///                         0              16              32
///   table                 "name" at 0: read a String · "image" at 16: read a String? · …
/// ```
/// A member is found by its distance from the start of the value, not by its key path: objects are read many thousand
/// times a second, and a key path is walked by the runtime, each time anew.
///
/// Invariant: the pointers that come in point to a value of the type that the table was made for.
final class DeclaredMembers: Sendable {
    /// The members as JSON sees them: those of an ``Field/inline(_:_:)`` stand here one by one.
    let json: [JSONMember]
    /// The members as protobuf sees them.
    private let protobuf: [ProtobufMember]
    private let byName: [String: Int]
    private let byNumber: [Int: Int]

    init(json: [JSONMember], protobuf: [ProtobufMember]) {
        self.json = json
        self.protobuf = protobuf
        byName = Dictionary(uniqueKeysWithValues: json.enumerated().map { ($1.member.name, $0) })
        byNumber = Dictionary(uniqueKeysWithValues: protobuf.enumerated().map { ($1.number, $0) })
    }

    // MARK: JSON

    func read(_ object: JSONObject, into start: UnsafeMutableRawPointer) throws(DecodeError) {
        var expected = 0
        for member in object.members {
            if case .null = member.value { continue }
            guard let index = index(of: member.name, expectedAt: expected) else { continue }
            expected = index + 1
            do { try json[index].read(start, member.value) } catch { throw error.under(member.name) }
        }
    }

    /// Members mostly come in the order of their declaration, some left out: then no name needs to be looked up.
    private func index(of name: String, expectedAt expected: Int) -> Int? {
        for index in expected..<min(expected + 4, json.count) where json[index].member.name == name { return index }
        return byName[name]
    }

    func object(of start: UnsafeRawPointer) -> JSONObject {
        JSONObject(json.compactMap { member in member.write(start).map { .init(member.member.name, $0) } })
    }

    // MARK: Protobuf

    func read(from reader: inout ProtobufReader, into start: UnsafeMutableRawPointer) throws(ProtobufError) {
        while let (number, wire) = try reader.nextField() {
            if let index = byNumber[number] {
                try protobuf[index].read(start, &reader, wire)
            } else {
                try reader.skip(wire)
            }
        }
    }

    func write(_ start: UnsafeRawPointer, into writer: inout ProtobufWriter) {
        for member in protobuf { member.write(start, &writer) }
    }
}

/// Where a member is found in a value of its owner's type.
enum MemberPlace<Root, Value>: Sendable {
    /// So many bytes behind the owner's start.
    case stored(offset: Int)
    /// Nowhere in memory: one of several alternatives, or another view of what is stored.
    case computed(any WritableKeyPath<Root, Value> & Sendable)

    init(_ path: any WritableKeyPath<Root, Value> & Sendable) {
        self = MemoryLayout<Root>.offset(of: path).map { .stored(offset: $0) } ?? .computed(path)
    }

    func read<Result>(_ start: UnsafeRawPointer, _ body: (borrowing Value) -> Result) -> Result {
        switch self {
        case .stored(let offset): body((start + offset).assumingMemoryBound(to: Value.self).pointee)
        case .computed(let path): body(start.assumingMemoryBound(to: Root.self).pointee[keyPath: path])
        }
    }

    func change<Failure>(
        _ start: UnsafeMutableRawPointer, _ body: (inout Value) throws(Failure) -> Void
    ) throws(Failure) {
        switch self {
        case .stored(let offset): try body(&(start + offset).assumingMemoryBound(to: Value.self).pointee)
        case .computed(let path): try body(&start.assumingMemoryBound(to: Root.self).pointee[keyPath: path])
        }
    }
}

/// A member in JSON.
struct JSONMember: Sendable {
    let member: ObjectShape.Member
    let read: @Sendable (_ start: UnsafeMutableRawPointer, JSON) throws(DecodeError) -> Void
    /// Nil when the member is left out.
    let write: @Sendable (_ start: UnsafeRawPointer) -> JSON?

    /// - Parameter always: written even when it is zero.
    init<Root, Value: FieldValue>(_ member: ObjectShape.Member, at place: MemberPlace<Root, Value>, always: Bool) {
        self.member = member
        read = { start, json throws(DecodeError) in
            try place.change(start) { value throws(DecodeError) in value = try Value(json: json) }
        }
        write = { start in place.read(start) { $0.isZero && !always ? nil : $0.json } }
    }

    private init(
        member: ObjectShape.Member,
        read: @escaping @Sendable (UnsafeMutableRawPointer, JSON) throws(DecodeError) -> Void,
        write: @escaping @Sendable (UnsafeRawPointer) -> JSON?
    ) {
        self.member = member
        self.read = read
        self.write = write
    }

    /// The same member as one of a larger value, of which its owner is a part.
    func inside<Root, Part>(_ place: MemberPlace<Root, Part>) -> JSONMember {
        JSONMember(
            member: member,
            read: { [read] start, json throws(DecodeError) in
                try place.change(start) { part throws(DecodeError) in
                    try withUnsafeMutablePointer(to: &part) { part throws(DecodeError) in try read(part, json) }
                }
            },
            write: { [write] start in
                place.read(start) { part in withUnsafePointer(to: part) { write($0) } }
            })
    }
}

/// A member in protobuf.
struct ProtobufMember: Sendable {
    let number: Int
    let read: @Sendable (_ start: UnsafeMutableRawPointer, inout ProtobufReader, WireType) throws(ProtobufError) -> Void
    let write: @Sendable (_ start: UnsafeRawPointer, inout ProtobufWriter) -> Void

    init<Root, Value: FieldValue>(number: Int, at place: MemberPlace<Root, Value>) {
        self.number = number
        read = { start, reader, wire throws(ProtobufError) in
            try place.change(start) { value throws(ProtobufError) in
                try value.readProtobuf(from: &reader, wire: wire)
            }
        }
        write = { start, writer in
            place.read(start) { if !$0.isZero { $0.writeProtobuf(number: number, into: &writer) } }
        }
    }
}
