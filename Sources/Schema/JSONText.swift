extension JSON {
    /// Reads one document.
    public init(parsing text: some Collection<UInt8>) throws(DecodeError) {
        throw DecodeError("not written")
    }

    /// The document as text, without white space.
    public var bytes: [UInt8] { [] }
}
