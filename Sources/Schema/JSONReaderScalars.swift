/// How ``JSONReader`` reads single values: strings with their escapes, numbers, and the three words.

// MARK: - Strings

extension JSONReader {
    mutating func string() throws(DecodeError) -> String {
        position += 1
        let start = position
        skipPlain()
        guard position < text.count else { throw unexpectedEnd }
        if text[position] == UInt8(ascii: "\"") {
            position += 1
            return String(decoding: UnsafeBufferPointer(rebasing: text[start..<position - 1]), as: UTF8.self)
        }
        return try escapedString(from: start)
    }

    private mutating func skipPlain() {
        while position < text.count {
            let byte = text[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return }
            position += 1
        }
    }

    private mutating func escapedString(from start: Int) throws(DecodeError) -> String {
        var bytes = Array(text[start..<position])
        while true {
            guard position < text.count else { throw unexpectedEnd }
            switch text[position] {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &bytes)
            default: throw unexpected("in string literal")
            }
            let plain = position
            skipPlain()
            bytes.append(contentsOf: text[plain..<position])
        }
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(DecodeError) {
        position += 1
        guard position < text.count else { throw unexpectedEnd }
        switch text[position] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(text[position])
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0c)
        case UInt8(ascii: "n"): bytes.append(0x0a)
        case UInt8(ascii: "r"): bytes.append(0x0d)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            position += 1
            return bytes.append(contentsOf: String(try escapedScalar()).utf8)
        default: throw unexpected("in string escape code")
        }
        position += 1
    }

    /// What is beyond 16 bits comes as two halves: `\ud83d\ude00`.
    private mutating func escapedScalar() throws(DecodeError) -> Unicode.Scalar {
        let high = try fourHexadecimalDigits()
        if let scalar = Unicode.Scalar(high) { return scalar }
        let afterHigh = position
        guard UTF16.isLeadSurrogate(UInt16(high)), skipExactly("\\u") else { return "\u{fffd}" }
        let low = try fourHexadecimalDigits()
        guard UTF16.isTrailSurrogate(UInt16(low)) else {
            position = afterHigh
            return "\u{fffd}"
        }
        return Unicode.Scalar(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00)) ?? "\u{fffd}"
    }

    private mutating func fourHexadecimalDigits() throws(DecodeError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard position < text.count else { throw unexpectedEnd }
            guard let digit = Character(Unicode.Scalar(text[position])).hexDigitValue, text[position] < 0x80 else {
                throw unexpected("in \\u hexadecimal character escape")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}

// MARK: - Numbers and words

extension JSONReader {
    mutating func number() throws(DecodeError) -> JSON {
        let start = position
        let isNegative = skipExactly("-")
        let magnitude = try integerPart()
        let isWhole = try !skipFraction()
        if isWhole, let magnitude, let value = Int64(exactly: isNegative ? -Int128(magnitude) : Int128(magnitude)) {
            return .integer(value)
        }
        let digits = String(decoding: text[start..<position], as: UTF8.self)
        guard let value = Double(digits), value.isFinite else {
            throw DecodeError("number \(digits) is out of range\(place)")
        }
        return .number(value)
    }

    /// Nil when it is beyond 64 bits.
    private mutating func integerPart() throws(DecodeError) -> UInt64? {
        guard position < text.count else { throw unexpectedEnd }
        if skipExactly("0") { return 0 }
        var magnitude: UInt64 = 0
        var overflows = false
        let start = position
        while position < text.count, case let digit = text[position] &- UInt8(ascii: "0"), digit < 10 {
            let (tenfold, first) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, second) = tenfold.addingReportingOverflow(UInt64(digit))
            overflows = overflows || first || second
            magnitude = sum
            position += 1
        }
        guard position > start else { throw unexpected("in numeric literal") }
        return overflows ? nil : magnitude
    }

    /// Passes over a fraction and an exponent: true when there was one of them.
    private mutating func skipFraction() throws(DecodeError) -> Bool {
        let start = position
        if skipExactly(".") { try skipDigits("after decimal point in numeric literal") }
        if skipExactly("e") || skipExactly("E") {
            _ = skipExactly("+") || skipExactly("-")
            try skipDigits("in exponent of numeric literal")
        }
        return position > start
    }

    private mutating func skipDigits(_ complaint: StaticString) throws(DecodeError) {
        guard position < text.count else { throw unexpectedEnd }
        let start = position
        while position < text.count, text[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        guard position > start else { throw unexpected(complaint) }
    }

    mutating func literal(_ word: StaticString, _ value: JSON) throws(DecodeError) -> JSON {
        for offset in 0..<word.utf8CodeUnitCount {
            guard position < text.count else { throw unexpectedEnd }
            guard text[position] == word.utf8Start[offset] else { throw unexpected("in literal \(word)") }
            position += 1
        }
        return value
    }
}
