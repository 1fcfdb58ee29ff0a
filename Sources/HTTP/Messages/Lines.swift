extension HTTPBody {
    /// The body cut at line feeds, which are left out: one event of a watch each.
    /// - Parameter limit: of one line, in bytes; a longer one throws ``HTTPError/tooLarge(limit:)``.
    package func lines(upTo limit: Int = 16 << 20) -> Lines { Lines(body: self, limit: limit) }

    package struct Lines: AsyncSequence, Sendable {
        package typealias Element = [UInt8]
        let body: HTTPBody
        let limit: Int

        package func makeAsyncIterator() -> Iterator { Iterator(source: body.makeAsyncIterator(), limit: limit) }

        package struct Iterator: AsyncIteratorProtocol {
            var source: HTTPBody.Iterator
            let limit: Int
            private var buffer: [UInt8] = []
            /// Before it everything was given out already.
            private var start = 0
            /// Before it there is no line feed.
            private var searched = 0

            init(source: HTTPBody.Iterator, limit: Int) {
                self.source = source
                self.limit = limit
            }

            /// What stands behind the last line feed is a line, too, if it isn't empty.
            package mutating func next() async throws -> [UInt8]? {
                while true {
                    if let line = takeLine() { return line }
                    guard let more = try await source.next() else { return takeRest() }
                    if buffer.count - start > limit { throw HTTPError.tooLarge(limit: limit) }
                    buffer.removeFirst(start)
                    searched -= start
                    start = 0
                    buffer += more
                }
            }

            private mutating func takeLine() -> [UInt8]? {
                guard let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
                    searched = buffer.count
                    return nil
                }
                defer {
                    start = end + 1
                    searched = start
                }
                return Array(buffer[start..<end])
            }

            private mutating func takeRest() -> [UInt8]? {
                defer {
                    buffer = []
                    start = 0
                    searched = 0
                }
                return start < buffer.count ? Array(buffer[start...]) : nil
            }
        }
    }
}
