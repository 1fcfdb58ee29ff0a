internal import Schema

// How the values of this module are written: what is zero, false or empty is left out, so that people can read the calls
// that a report shows.

extension JSON {
    /// 0 when it isn't there.
    func int(_ name: String) throws(DecodeError) -> Int {
        do { return try Int(json: self[name] ?? 0) } catch { throw error.under(name) }
    }

    /// False when it isn't there.
    func flag(_ name: String) throws(DecodeError) -> Bool {
        do { return try Bool(json: self[name] ?? false) } catch { throw error.under(name) }
    }

    /// None when it isn't there.
    func bytes(_ name: String) throws(DecodeError) -> [UInt8] {
        do { return try [UInt8](readable: self[name] ?? "") } catch { throw error.under(name) }
    }

    /// Empty when it isn't there.
    func list<Element>(
        _ name: String, _ read: (JSON) throws(DecodeError) -> Element
    ) throws(DecodeError) -> [Element] {
        var elements: [Element] = []
        for (index, element) in (self[name]?.array ?? []).enumerated() {
            do throws(DecodeError) { elements.append(try read(element)) } catch {
                throw error.under("[\(index)]").under(name)
            }
        }
        return elements
    }

    /// Nil when it isn't there.
    func optional<Value>(
        _ name: String, _ read: (JSON) throws(DecodeError) -> Value
    ) throws(DecodeError) -> Value? {
        guard let value = self[name], !value.isNull else { return nil }
        do throws(DecodeError) { return try read(value) } catch { throw error.under(name) }
    }

    /// The one member of an object that stands for an enumeration's case.
    func oneMember(_ what: String) throws(DecodeError) -> (name: String, value: JSON) {
        guard let member = object?.members.first else { throw DecodeError("expected \(what), got \(typeName)") }
        return (member.name, member.value)
    }

    /// An object without the members that say nothing.
    static func sparse(_ members: [(name: String, value: JSON)]) -> JSON {
        .object(JSONObject(members.filter { !$0.value.saysNothing }.map { JSONObject.Member($0.name, $0.value) }))
    }

    private var saysNothing: Bool { self == .null || self == 0 || self == false || self == "" || self == [] }
}

/// Any bytes as text that people can read: each byte is the character of its number.
extension [UInt8] {
    var readable: JSON {
        var text = ""
        for byte in self { text.unicodeScalars.append(Unicode.Scalar(byte)) }
        return .string(text)
    }

    init(readable json: JSON) throws(DecodeError) {
        let text = try String(json: json)
        self = []
        for scalar in text.unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else { throw DecodeError("expected characters of one byte") }
            append(byte)
        }
    }
}
