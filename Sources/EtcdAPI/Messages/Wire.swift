/// How etcd's messages use the declarations of Schema.
///
/// Keys and values are arrays of bytes in Swift and `bytes` in protobuf: a declaration names them `\.key.wire`. An
/// enumeration is a number that keeps values it doesn't know. A `oneof` is a Swift enum with a computed optional
/// member for each case.
package import Schema

extension [UInt8] {
    package var wire: Bytes {
        get { Bytes(self) }
        set { self = newValue.bytes }
    }
}

/// An enumeration of protobuf.
package protocol WireEnum: FieldValue, Hashable {
    var rawValue: Int { get set }
}

extension WireEnum {
    package init(rawValue: Int) {
        self.init()
        self.rawValue = rawValue
    }

    package static var shape: Shape { .integer }
    package var isZero: Bool { rawValue == 0 }
    package var json: JSON { rawValue.json }

    package init(json: JSON) throws(DecodeError) { self.init(rawValue: try Int(json: json)) }

    package mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        try rawValue.readProtobuf(from: &reader, wire: wire)
    }

    package func writeProtobuf(number: Int, into writer: inout ProtobufWriter) {
        rawValue.writeProtobuf(number: number, into: &writer)
    }
}
