import NIOCore

/// What a connection sends: it gathers in a buffer, which goes to the socket once a turn of the event loop.
extension HTTP2Connection {
    func flushSoon() {
        if isInTurn || isFlushDue { return }
        isFlushDue = true
        context?.eventLoop.assumeIsolated().execute { [self] in flush() }
    }

    func flush() {
        isFlushDue = false
        guard let context, out.readableBytes > 0 else { return }
        let bytes = out
        out = ByteBuffer()
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    func ping() {
        out.writeFrameHead(.ping, length: 8)
        out.writeInteger(UInt64(0))
        flushSoon()
    }

    /// Those under way go on; the connection ends with the last of them.
    func finishSoon() {
        guard let context, !isGoingAway else { return }
        isGoingAway = true
        out.writeGoAway(lastStream: 1 << 31 - 1, .noError)
        flush()
        if !hasStreams { context.close(promise: nil) }
    }
}

// MARK: - A stream's beginning and end

extension HTTP2Connection {
    private static let lastPossibleStream: UInt32 = 1 << 31 - 3

    /// - Parameter begin: called when the other side takes one more stream; sends its headers.
    func open(_ user: any StreamUser, _ begin: @escaping (HTTP2Stream) -> Void) {
        guard context != nil else { return user.abort("the connection was closed") }
        let stream = HTTP2Stream(sendWindow: firstWindow)
        stream.user = user
        stream.connection = self
        waiting.append((stream, begin))
        openWaiting()
    }

    var hasStreams: Bool { !streams.isEmpty || !waiting.isEmpty }

    func openWaiting() {
        while streams.count < maximumStreams, lastStream < Self.lastPossibleStream, !waiting.isEmpty {
            let (stream, begin) = waiting.removeFirst()
            if stream.connection == nil { continue }
            stream.id = lastStream == 0 ? 1 : lastStream + 2
            stream.sendWindow = SendWindow(firstWindow)
            lastStream = stream.id
            streams[stream.id] = stream
            if lastStream >= Self.lastPossibleStream { onGoAway() }
            begin(stream)
        }
    }

    /// Ends it for both sides.
    func reset(_ stream: HTTP2Stream, _ code: HTTP2Code) {
        guard stream.connection != nil else { return }
        if stream.id > 0 {
            out.writeReset(stream: stream.id, code)
            flushSoon()
        }
        forget(stream)
    }

    /// This side's call wants no more of it.
    func cancel(_ stream: HTTP2Stream) {
        let user = stream.user
        reset(stream, .cancel)
        user?.abort("cancelled")
    }

    /// The other side, or the connection's end, ended it.
    func abort(_ stream: HTTP2Stream, _ reason: String) {
        let user = stream.user
        forget(stream)
        user?.abort(reason)
    }

    func closeIfDone(_ stream: HTTP2Stream) {
        guard stream.hasSentEnd, stream.connection != nil else { return }
        if stream.isDone { return forget(stream) }
        // A client that is still sending is told to stop.
        if role == .server { reset(stream, .noError) }
    }

    private func forget(_ stream: HTTP2Stream) {
        stream.connection = nil
        stream.user = nil
        stream.unsent = ByteBuffer()
        stream.resumeWriter()
        streams[stream.id] = nil
        if stream.isBlocked { blocked.removeAll { $0 === stream } }
        openWaiting()
        if isGoingAway, !hasStreams {
            flush()
            context?.close(promise: nil)
        }
    }
}

// MARK: - Headers, messages, ends

extension HTTP2Connection {
    func send(_ block: HeaderBlock, on stream: HTTP2Stream, flags: Frame.Flags = []) {
        guard stream.connection != nil else { return }
        let length = block.bytes.count + (saysNoTable ? 1 : 0)
        out.writeFrameHead(.headers, flags: flags.union(.endHeaders), stream: stream.id, length: length)
        if saysNoTable { out.writeInteger(HeaderBlock.noTable) }
        saysNoTable = false
        out.writeBytes(block.bytes)
        flushSoon()
    }

    /// - Returns: how many bytes wait to be sent now.
    @discardableResult
    func send(_ message: [UInt8], on stream: HTTP2Stream) -> Int {
        guard stream.connection != nil, stream.end == nil else { return 0 }
        if let opening = stream.opening.take() { send(opening, on: stream) }
        let length = message.count + MessageParser.headLength
        let room = min(stream.sendWindow.size, sendWindow.size, maximumFrame)
        if stream.id > 0, stream.unsent.readableBytes == 0, length <= room {
            out.writeFrameHead(.data, stream: stream.id, length: length)
            out.writeMessage(message)
            use(length, stream)
            flushSoon()
        } else {
            stream.unsent.writeMessage(message)
            drain(stream)
        }
        return stream.unsent.readableBytes
    }

    /// Nothing more comes from this side.
    func finish(_ stream: HTTP2Stream, _ end: HTTP2Stream.End) {
        guard stream.connection != nil, stream.end == nil else { return }
        stream.end = end
        drain(stream)
    }

    private func use(_ count: Int, _ stream: HTTP2Stream) {
        stream.sendWindow.use(count)
        sendWindow.use(count)
    }

    /// As much as the windows allow.
    func drain(_ stream: HTTP2Stream) {
        if stream.id == 0 { return }
        while stream.unsent.readableBytes > 0 {
            let room = min(stream.sendWindow.size, sendWindow.size, maximumFrame)
            guard room > 0 else { return block(stream) }
            guard let piece = stream.unsent.readSlice(length: min(room, stream.unsent.readableBytes)) else { break }
            out.writeFrameHead(.data, stream: stream.id, length: piece.readableBytes)
            out.writeImmutableBuffer(piece)
            use(piece.readableBytes, stream)
            flushSoon()
        }
        stream.unsent = ByteBuffer()
        stream.resumeWriter()
        sendEnd(stream)
    }

    /// Those that wait for their own window are found when that grows.
    private func block(_ stream: HTTP2Stream) {
        stream.resumeWriter()
        // Not each time: what is left of a large message is moved.
        if stream.unsent.readerIndex > stream.unsent.readableBytes { stream.unsent.discardReadBytes() }
        guard sendWindow.size <= 0, !stream.isBlocked else { return }
        stream.isBlocked = true
        blocked.append(stream)
    }

    private func sendEnd(_ stream: HTTP2Stream) {
        guard let end = stream.end, !stream.hasSentEnd else { return }
        stream.hasSentEnd = true
        switch end {
        case .headers(let block): send(block, on: stream, flags: .endStream)
        case .data:
            out.writeFrameHead(.data, flags: .endStream, stream: stream.id, length: 0)
            flushSoon()
        }
        closeIfDone(stream)
    }
}
