/// A request to the kernel, under construction.
///
/// Netlink is how `ip` and `nft` speak to the kernel: datagrams on a socket of the family AF_NETLINK. Each begins with
/// a header of 16 bytes, then comes a fixed structure of the kind of object (a link, an address, a route), then
/// attributes, which may nest:
///
/// ```
/// length(4) type(2) flags(2) sequence(4) port(4) │ structure │ length(2) type(2) value… │ length(2) type(2) value…
/// ```
/// Everything is in the machine's own byte order (but for addresses, which are as in packets) and aligned to 4 bytes.
/// Source: RFC 3549, netlink(7), rtnetlink(7), and the kernel's headers in linux/*.h, where the numbers are from.
struct NetlinkMessage: Sendable {
    private(set) var bytes: [UInt8]

    /// - Parameters:
    ///   - type: what to do with which kind of object, such as RTM_NEWLINK.
    ///   - flags: besides "this is a request".
    init(_ type: UInt16, _ flags: NetlinkFlags = []) {
        bytes = [0, 0, 0, 0] + native(type) + native(flags.union(.request).rawValue) + [0, 0, 0, 0, 0, 0, 0, 0]
    }

    mutating func append(_ value: some FixedWidthInteger) { bytes += native(value) }

    mutating func attribute(_ type: UInt16, _ value: some Collection<UInt8>) {
        bytes += native(UInt16(4 + value.count)) + native(type) + value
        while bytes.count % 4 != 0 { bytes.append(0) }
    }

    mutating func attribute(_ type: UInt16, _ value: some FixedWidthInteger) { attribute(type, native(value)) }

    mutating func attribute(_ type: UInt16, text: String) { attribute(type, Array(text.utf8) + [0]) }

    /// An attribute that consists of attributes.
    mutating func attribute(_ type: UInt16, nested body: (inout NetlinkMessage) -> Void) {
        let start = bytes.count
        bytes += native(UInt16(0)) + native(type)
        body(&self)
        bytes.replaceSubrange(start..<start + 2, with: native(UInt16(bytes.count - start)))
    }

    /// The finished datagram.
    func datagram(sequence: UInt32) -> [UInt8] {
        var datagram = bytes
        datagram.replaceSubrange(0..<4, with: native(UInt32(bytes.count)))
        datagram.replaceSubrange(8..<12, with: native(sequence))
        return datagram
    }
}

struct NetlinkFlags: OptionSet, Sendable {
    let rawValue: UInt16
    static let request = NetlinkFlags(rawValue: 1)
    static let acknowledge = NetlinkFlags(rawValue: 4)
    static let dump = NetlinkFlags(rawValue: 0x300)
    static let replace = NetlinkFlags(rawValue: 0x100)
    static let exclusive = NetlinkFlags(rawValue: 0x200)
    static let create = NetlinkFlags(rawValue: 0x400)
}

/// One message of the kernel's answer.
struct NetlinkReply: Sendable {
    let type: UInt16
    /// What comes after the header: structure and attributes.
    let payload: ArraySlice<UInt8>

    /// The attributes after a structure of `structure` bytes, by their type. What is cut off is left out.
    func attributes(after structure: Int) -> [UInt16: ArraySlice<UInt8>] {
        Self.attributes(payload.dropFirst((structure + 3) & ~3))
    }

    static func attributes(_ bytes: ArraySlice<UInt8>) -> [UInt16: ArraySlice<UInt8>] {
        var rest = bytes
        var attributes: [UInt16: ArraySlice<UInt8>] = [:]
        while rest.count >= 4 {
            let length = Int(readNative(rest, as: UInt16.self))
            guard 4...rest.count ~= length else { break }
            // The two uppermost bits say "nested" and "in network byte order".
            let type = readNative(rest.dropFirst(2), as: UInt16.self) & 0x3fff
            attributes[type] = rest.prefix(length).dropFirst(4)
            rest = rest.dropFirst((length + 3) & ~3)
        }
        return attributes
    }
}

/// A number as the machine keeps it in memory.
func native(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value) { Array($0) } }

/// The number at the beginning of `bytes`, zero where they are too short.
func readNative<Value: FixedWidthInteger>(_ bytes: ArraySlice<UInt8>, as type: Value.Type) -> Value {
    guard bytes.count >= MemoryLayout<Value>.size else { return 0 }
    return bytes.withUnsafeBytes { $0.loadUnaligned(as: Value.self) }
}
