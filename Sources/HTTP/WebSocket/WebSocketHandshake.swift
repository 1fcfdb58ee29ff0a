/// How HTTP becomes WebSocket: the server proves that it understood by hashing the client's key with a fixed text.
/// Source: RFC 6455, section 1.3.
enum WebSocketHandshake {
    static func accept(key: String) -> String {
        base64(sha1(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
    }

    /// Sixteen random bytes.
    static func newKey() -> String {
        var generator = SystemRandomNumberGenerator()
        return base64(bigEndian(generator.next()) + bigEndian(generator.next()))
    }
}

extension WebSocket {
    /// The answer to a request that asks for a WebSocket: an upgrade, or 400 and the reason.
    ///
    /// - Parameters:
    ///   - subprotocols: that the server speaks, the best first; the first that the client offers is taken. Empty:
    ///     none is needed.
    ///   - serve: called with the open socket, which is closed when it returns.
    package static func response(
        to request: HTTPRequest, subprotocols: [String] = [], maximumMessageSize: Int = 16 << 20,
        _ serve: @escaping @Sendable (WebSocket) async throws -> Void
    ) -> HTTPResponse {
        guard request.asksForUpgrade(to: "websocket"), let key = request.headers["Sec-WebSocket-Key"],
            request.headers["Sec-WebSocket-Version"] == "13"
        else { return .text("a WebSocket upgrade is required", status: .badRequest) }
        let offered = request.headers.list("Sec-WebSocket-Protocol")
        let chosen = subprotocols.first { offered.contains($0) }
        if !subprotocols.isEmpty, chosen == nil {
            return .text("subprotocol must be one of \(subprotocols)", status: .badRequest)
        }
        var headers: HTTPHeaders = ["Sec-WebSocket-Accept": WebSocketHandshake.accept(key: key)]
        if let chosen { headers.add("Sec-WebSocket-Protocol", chosen) }
        return .upgrade(to: "websocket", headers: headers) { connection in
            let socket = WebSocket(
                connection, subprotocol: chosen, isClient: false, maximumMessageSize: maximumMessageSize)
            do { try await serve(socket) } catch {
                await socket.close(WebSocketError(1011, "\(error)"))
                throw error
            }
            await socket.close()
        }
    }
}

extension HTTPClient {
    /// Opens a WebSocket, which the caller closes.
    /// - Throws: ``HTTPError/upgradeRefused(status:headers:body:)``, ``HTTPError/protocolError(_:)``
    package func webSocket(
        _ request: Request, subprotocols: [String] = [], maximumMessageSize: Int = 16 << 20
    ) async throws -> WebSocket {
        let key = WebSocketHandshake.newKey()
        var request = request
        request.headers["Sec-WebSocket-Key"] = key
        request.headers["Sec-WebSocket-Version"] = "13"
        if !subprotocols.isEmpty {
            request.headers["Sec-WebSocket-Protocol"] = subprotocols.joined(separator: ", ")
        }
        let (headers, connection) = try await upgrade(request, to: "websocket")
        guard headers["Sec-WebSocket-Accept"] == WebSocketHandshake.accept(key: key) else {
            await connection.close()
            throw HTTPError.protocolError("the server doesn't understand WebSocket")
        }
        return WebSocket(
            connection, subprotocol: headers["Sec-WebSocket-Protocol"], isClient: true,
            maximumMessageSize: maximumMessageSize)
    }
}

// MARK: - What the handshake needs

/// No longer safe for signatures, and not used for one: the handshake only asks whether somebody listened.
/// Source: RFC 3174.
func sha1(_ message: [UInt8]) -> [UInt8] {
    var hash: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    padded += bigEndian(UInt64(message.count) * 8)
    for start in stride(from: 0, to: padded.count, by: 64) { sha1Block(padded[start..<start + 64], &hash) }
    return hash.flatMap { bigEndian($0) }
}

private func sha1Block(_ block: ArraySlice<UInt8>, _ hash: inout [UInt32]) {
    func rotated(_ value: UInt32, _ bits: UInt32) -> UInt32 { value << bits | value >> (32 - bits) }
    var words = (0..<16).map { index in
        block.dropFirst(index * 4).prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    for index in 16..<80 {
        words.append(rotated(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1))
    }
    var (a, b, c, d, e) = (hash[0], hash[1], hash[2], hash[3], hash[4])
    for (index, word) in words.enumerated() {
        let (mixed, constant): (UInt32, UInt32) =
            switch index {
            case 0..<20: (b & c | ~b & d, 0x5A82_7999)
            case 20..<40: (b ^ c ^ d, 0x6ED9_EBA1)
            case 40..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
            default: (b ^ c ^ d, 0xCA62_C1D6)
            }
        (a, b, c, d, e) = (rotated(a, 5) &+ mixed &+ e &+ constant &+ word, a, rotated(b, 30), c, d)
    }
    for (index, value) in [a, b, c, d, e].enumerated() { hash[index] &+= value }
}

func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
        for index in 0..<4 {
            text.append(index <= group.count ? alphabet[Int(bits >> UInt32(18 - 6 * index) & 63)] : "=")
        }
    }
    return text
}
