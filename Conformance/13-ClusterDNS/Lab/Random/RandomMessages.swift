internal import ClusterDNSContract
internal import Conformance
internal import Schema

/// Messages by chance, written by one side and read by the other.
enum RandomMessages {
    @Sendable static func roundTrips(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        let core = try CoreUnderTest(scenario)
        for _ in 1...40 {
            let message = message(&random)
            let written = try await WireStory.write(message, core, limit: 65535, scenario).message
            try scenario.expect(
                MessageText.text(message), observed: "written as " + MessageText.text(written),
                MessageText.text(written) == MessageText.text(message))
            let read = try await core.message(from: Wire.bytes(of: message)).map(MessageText.text) ?? "refused"
            try scenario.expect(
                MessageText.text(message), observed: "read as " + read, read == MessageText.text(message))
        }
    }

    /// Whatever becomes of it, the core is there afterwards and reads on.
    @Sendable static func garbage(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        let core = try CoreUnderTest(scenario)
        let fine = try MessageText.message("7, ? web.default.svc.cluster.local. IN A")
        for _ in 1...60 {
            var bytes = try await core.bytes(of: message(&random))
            if bytes.isEmpty { continue }
            for _ in 0..<random.int(in: 1...4) {
                bytes[random.int(in: 0...bytes.count - 1)] = UInt8(random.pick([0, 1, 63, 64, 128, 192, 255]))
            }
            if random.happens(1, in: 3) { bytes.removeLast(random.int(in: 1...bytes.count)) }
            scenario.attach("bytes.txt", hexadecimal(bytes))
            _ = try await core.message(from: bytes)
        }
        let after = try await core.message(from: Wire.bytes(of: fine)).map(MessageText.text) ?? "refused"
        try scenario.expect(MessageText.text(fine), observed: after, after == MessageText.text(fine))
    }

    private static func message(_ random: inout Randomness) -> DNSMessage {
        var message = DNSMessage()
        message.identifier = UInt16(random.int(in: 0...65535))
        message.isResponse = random.happens(1, in: 2)
        message.isAuthoritative = random.happens(1, in: 2)
        message.recursionDesired = random.happens(1, in: 2)
        message.code = random.pick([.noError, .noSuchName, .refused])
        message.question = DNSMessage.Question(name(&random), random.pick([.a, .aaaa, .srv, .ptr]))
        for _ in 0..<random.int(in: 0...4) { message.answers.append(record(&random)) }
        for _ in 0..<random.int(in: 0...2) { message.additional.append(record(&random)) }
        if random.happens(1, in: 2) { message.payloadSize = random.int(in: 512...4096) }
        return message
    }

    private static func record(_ random: inout Randomness) -> Record {
        let data: RecordData =
            switch random.int(in: 1...6) {
            case 1, 2: .address(.v4(IPv4Address(UInt32(random.int(in: 0...0xffff_ffff)))))
            case 3: .address(.v6((1...8).map { _ in UInt16(random.int(in: 0...65535)) }))
            case 4: .canonicalName(name(&random))
            case 5: .service(priority: 0, weight: 1, port: random.int(in: 0...65535), target: name(&random))
            default: .other(RecordType(rawValue: 999), (0..<random.int(in: 1...9)).map { UInt8($0) })
            }
        return Record(name(&random), data, timeToLive: random.int(in: 0...100_000))
    }

    /// Of few labels, so that names have endings in common.
    private static func name(_ random: inout Randomness) -> DomainName {
        let labels = (0..<random.int(in: 1...4)).map { _ in random.pick(["a", "b", "Web", "x-1", "cluster", "local"]) }
        return DomainName(labels: labels)
    }
}
