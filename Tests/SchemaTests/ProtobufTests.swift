import Schema
import Testing

@Suite("Protobuf")
struct ProtobufTests {
    /// The object in what `kubectl-1.32 create configmap settings --from-literal=b=2 --from-literal=a=1` sends.
    private let configMap =
        "0a180a0873657474696e677312001a0022002a0032003800420012060a016112013112060a0162120132"

    /// The port in what `kubectl-1.32 create service nodeport web --tcp=80:http --node-port=30080` sends.
    private let servicePort = "0a0738302d6874747012035443501850220a080110001a04687474702880eb01"

    @Test("A body that kubectl sent is read")
    func golden() throws {
        let map = try Settings(protobuf: bytes(configMap))
        #expect(map.json.description == #"{"metadata":{"name":"settings"},"data":{"a":"1","b":"2"}}"#)
        #expect(try Settings(protobuf: map.protobuf) == map)
        let port = try Port(protobuf: bytes(servicePort))
        #expect(
            port.json.description
                == #"{"name":"80-http","protocol":"TCP","port":80,"targetPort":"http","nodePort":30080}"#)
        #expect(try Port(protobuf: port.protobuf) == port)
    }

    @Test("A body that was cut or changed anywhere is refused or read, never more")
    func damaged() throws {
        let whole = try bytes(servicePort)
        for length in whole.indices { _ = try? Port(protobuf: whole.prefix(length)) }
        var random = Seeded(seed: UInt64.random(in: 0...UInt64.max))
        for _ in 0..<2000 {
            var changed = whole
            changed[Int.random(in: changed.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            _ = try? Port(protobuf: changed)
        }
        #expect(throws: ProtobufError.self) { try Port(protobuf: whole.dropLast()) }
    }

    private func bytes(_ hexadecimal: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = hexadecimal[...]
        while !rest.isEmpty {
            bytes.append(try #require(UInt8(rest.prefix(2), radix: 16)))
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}

private struct Settings: Declared {
    var metadata = Metadata()
    var data: [String: String] = [:]

    static let schema = Schema<Self>("Settings.") {
        Field(1, "metadata", \.metadata)
        Field(2, "data", \.data)
    }

    struct Metadata: Declared {
        var name = ""
        var creationTimestamp = Time()

        static let schema = Schema<Self>("Metadata.") {
            Field(1, "name", \.name)
            Field(8, "creationTimestamp", \.creationTimestamp)
        }
    }
}

private struct Port: Declared {
    var name = ""
    var `protocol` = ""
    var port = 0
    var targetPort: IntOrString? = nil
    var nodePort = 0

    static let schema = Schema<Self>("A port of a service.") {
        Field(1, "name", \.name)
        Field(2, "protocol", \.protocol)
        Field(3, "port", \.port)
        Field(4, "targetPort", \.targetPort)
        Field(5, "nodePort", \.nodePort)
    }
}
