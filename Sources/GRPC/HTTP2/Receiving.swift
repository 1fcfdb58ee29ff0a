import NIOCore

/// What a connection receives: its frames, one after the other.
extension HTTP2Connection {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isInTurn = true
        reader.add(unwrapInboundIn(data))
        do throws(HTTP2Failure) {
            while self.context != nil, let frame = try reader.next() { try take(frame) }
        } catch { fail(error) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isInTurn = false
        flush()
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if context.channel.isWritable { context.read() } else { isReadDue = true }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, isReadDue {
            isReadDue = false
            context.read()
        }
        context.fireChannelWritabilityChanged()
    }

    private func fail(_ failure: HTTP2Failure) {
        out.writeGoAway(lastStream: lastStream, failure.code)
        flush()
        context?.close(promise: nil)
    }

    private func take(_ frame: Frame) throws(HTTP2Failure) {
        if let unfinished, frame.kind != .continuation || frame.stream != unfinished.head.stream {
            throw HTTP2Failure(.protocolError, "headers cut off")
        }
        switch frame.kind {
        case .data: try takeData(frame)
        case .headers: try takeHeaders(frame, frame.content())
        case .continuation:
            guard let (head, block) = unfinished else { throw HTTP2Failure(.protocolError, "nothing to continue") }
            try takeContinuation(frame, of: head, block)
        case .resetStream: if let stream = streams[frame.stream] { abort(stream, "reset by the other side") }
        case .settings: try takeSettings(frame)
        case .ping where frame.flags.contains(.acknowledgement): onPong()
        case .ping: try answerPing(frame)
        case .goAway:
            isGoingAway = true
            onGoAway()
        case .windowUpdate: try takeWindowUpdate(frame)
        case .pushPromise: throw HTTP2Failure(.protocolError, "a push that nobody asked for")
        case .priority, nil: break
        }
    }

    private func takeData(_ frame: Frame) throws(HTTP2Failure) {
        try receiveWindow.use(frame.payload.readableBytes)
        if let update = receiveWindow.takeUpdate() {
            out.writeWindowUpdate(stream: 0, by: update)
            flushSoon()
        }
        if frame.stream == 0 || frame.stream > lastStream { throw HTTP2Failure(.protocolError, "data of no stream") }
        // Of one that was reset, what was under way still comes.
        guard let stream = streams[frame.stream], !stream.hasReceivedEnd else { return }
        try stream.receiveWindow.use(frame.payload.readableBytes)
        stream.user?.receive(try frame.content())
        if frame.flags.contains(.endStream) { receiveEnd(stream) } else { giveBackWindow(stream) }
    }

    /// A reader that is behind has said so by now.
    func giveBackWindow(_ stream: HTTP2Stream) {
        guard stream.isReading, stream.connection != nil, let update = stream.receiveWindow.takeUpdate() else { return }
        out.writeWindowUpdate(stream: stream.id, by: update)
        flushSoon()
    }

    private func takeHeaders(_ frame: Frame, _ block: ByteBuffer) throws(HTTP2Failure) {
        guard frame.flags.contains(.endHeaders) else { return unfinished = (frame, block) }
        unfinished = nil
        // Of a stream that is over, too: the table may change.
        let headers = try headers.read(block)
        guard let stream = try stream(of: frame) else { return }
        stream.user?.receive(headers)
        if frame.flags.contains(.endStream) { receiveEnd(stream) }
    }

    private func takeContinuation(_ frame: Frame, of head: Frame, _ block: ByteBuffer) throws(HTTP2Failure) {
        var block = block
        block.writeImmutableBuffer(frame.payload)
        guard block.readableBytes <= Self.maximumHeaderSize, frame.payload.readableBytes > 0 else {
            throw HTTP2Failure(.enhanceYourCalm, "too many headers")
        }
        let flags = head.flags.union(frame.flags.intersection(.endHeaders))
        try takeHeaders(Frame(kind: .headers, flags: flags, stream: head.stream, payload: ByteBuffer()), block)
    }

    /// The stream that headers are for: a client opens it with them. Nil if it is over, or refused.
    private func stream(of frame: Frame) throws(HTTP2Failure) -> HTTP2Stream? {
        if let stream = streams[frame.stream] { return stream.hasReceivedEnd ? nil : stream }
        if frame.stream > 0, frame.stream <= lastStream { return nil }
        guard role == .server, frame.stream % 2 == 1 else {
            throw HTTP2Failure(.protocolError, "a stream of number \(frame.stream)")
        }
        lastStream = frame.stream
        let stream = HTTP2Stream(id: frame.stream, sendWindow: firstWindow)
        guard !isGoingAway, let user = onStream(stream) else {
            out.writeReset(stream: stream.id, .refusedStream)
            flushSoon()
            return nil
        }
        stream.connection = self
        stream.user = user
        streams[stream.id] = stream
        return stream
    }

    private func receiveEnd(_ stream: HTTP2Stream) {
        stream.hasReceivedEnd = true
        stream.user?.receiveEnd()
        closeIfDone(stream)
    }
}

// MARK: - Of the connection as a whole

extension HTTP2Connection {
    private func answerPing(_ frame: Frame) throws(HTTP2Failure) {
        guard frame.payload.readableBytes == 8 else { throw HTTP2Failure(.frameSizeError, "a ping not of 8 bytes") }
        out.writeAcknowledgement(.ping, frame.payload)
        flushSoon()
    }

    private func takeSettings(_ frame: Frame) throws(HTTP2Failure) {
        if frame.flags.contains(.acknowledgement) { return }
        guard frame.payload.readableBytes % 6 == 0 else { throw HTTP2Failure(.frameSizeError, "settings cut off") }
        var payload = frame.payload
        while let (number, value) = payload.readMultipleIntegers(as: (UInt16, UInt32).self) {
            try take(HTTP2Setting(rawValue: number), value)
        }
        out.writeAcknowledgement(.settings)
        flushSoon()
        openWaiting()
    }

    private func take(_ setting: HTTP2Setting?, _ value: UInt32) throws(HTTP2Failure) {
        switch setting {
        case .initialWindowSize: try changeFirstWindow(to: Int(value))
        case .maximumFrameSize:
            guard (1 << 14..<1 << 24).contains(value) else { throw HTTP2Failure(.protocolError, "frames of \(value)") }
            maximumFrame = Int(value)
        case .maximumConcurrentStreams: maximumStreams = value
        case .headerTableSize: saysNoTable = true
        case .enablePush, .maximumHeaderListSize, nil: break
        }
    }

    /// Streams that are open have what they used of the old one used of the new one, too.
    private func changeFirstWindow(to size: Int) throws(HTTP2Failure) {
        var first = SendWindow(0)
        try first.grow(by: size)
        let change = size - firstWindow
        firstWindow = size
        for stream in streams.values.sorted(by: { $0.id < $1.id }) {
            try stream.sendWindow.grow(by: change)
            drain(stream)
        }
    }

    private func takeWindowUpdate(_ frame: Frame) throws(HTTP2Failure) {
        guard let size = frame.payload.getInteger(at: frame.payload.readerIndex, as: UInt32.self),
            frame.payload.readableBytes == 4
        else { throw HTTP2Failure(.frameSizeError, "a window update not of 4 bytes") }
        let count = Int(size & 0x7fff_ffff)
        guard count > 0 else { throw HTTP2Failure(.protocolError, "a window update of nothing") }
        if frame.stream > 0 {
            guard let stream = streams[frame.stream] else { return }
            try stream.sendWindow.grow(by: count)
            return drain(stream)
        }
        try sendWindow.grow(by: count)
        let ready = blocked
        blocked = []
        for stream in ready {
            stream.isBlocked = false
            drain(stream)
        }
    }
}
