package import Schema

/// A protobuf enum: a number on the wire. One that isn't known reads as the first.
package protocol ProtobufEnum: FieldValue, Hashable, RawRepresentable, CaseIterable where RawValue == Int {}

extension ProtobufEnum {
    package init() { self = Self.allCases[Self.allCases.startIndex] }
    package static var shape: Shape { .integer }
    package var isZero: Bool { rawValue == 0 }
    package var json: JSON { rawValue.json }

    package init(json: JSON) throws(DecodeError) { self = Self(rawValue: try Int(json: json)) ?? Self() }

    package mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        var number = 0
        try number.readProtobuf(from: &reader, wire: wire)
        self = Self(rawValue: number) ?? Self()
    }

    package func writeProtobuf(number: Int, into writer: inout ProtobufWriter) {
        rawValue.writeProtobuf(number: number, into: &writer)
    }
}
