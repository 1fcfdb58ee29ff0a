/// A point in time with whole seconds, as objects' metadata have it: `2026-11-22T10:30:00Z`.
public struct Time: FieldValue, Hashable, Comparable {
    /// Since 1970-01-01T00:00:00Z.
    public var seconds: Int

    public init() { seconds = 0 }
    public init(seconds: Int) { self.seconds = seconds }

    public static func < (left: Time, right: Time) -> Bool { left.seconds < right.seconds }
    public static func + (time: Time, seconds: Int) -> Time { Time(seconds: time.seconds + seconds) }
    /// In seconds.
    public static func - (left: Time, right: Time) -> Int { left.seconds - right.seconds }

    public static var shape: Shape { .time }
    public var isZero: Bool { seconds == 0 }
    public var json: JSON { .string(description) }

    public init(json: JSON) throws(DecodeError) {
        self.init(seconds: try MicroTime(json: json).microseconds.dividedDown(by: 1_000_000))
    }

    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        var micro = MicroTime()
        try micro.readProtobuf(from: &reader, wire: wire)
        seconds = micro.microseconds.dividedDown(by: 1_000_000)
    }

    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) {
        MicroTime(microseconds: seconds * 1_000_000).writeProtobuf(number: number, into: &writer)
    }
}

extension Time: CustomStringConvertible {
    public var description: String { RFC3339.format(seconds: seconds) + "Z" }
}

/// A point in time with microseconds, as leases have it: `2026-11-22T10:30:00.123456Z`.
public struct MicroTime: FieldValue, Hashable, Comparable {
    /// Since 1970-01-01T00:00:00Z.
    public var microseconds: Int

    public init() { microseconds = 0 }
    public init(microseconds: Int) { self.microseconds = microseconds }

    public static func < (left: MicroTime, right: MicroTime) -> Bool { left.microseconds < right.microseconds }

    public static var shape: Shape { .microTime }
    public var isZero: Bool { microseconds == 0 }
    public var json: JSON { .string(description) }

    public init(json: JSON) throws(DecodeError) {
        guard case .string(let text) = json else { throw .expected("time", got: json) }
        guard let value = RFC3339.parse(text) else {
            throw DecodeError("\"\(text)\" is not a time of the form 2006-01-02T15:04:05Z")
        }
        microseconds = value
    }

    /// A message: 1 seconds, 2 nanoseconds.
    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        var message = try reader.message(wire)
        var seconds = 0
        var nanoseconds = 0
        while let (number, wire) = try message.nextField() {
            switch number {
            case 1: try seconds.readProtobuf(from: &message, wire: wire)
            case 2: try nanoseconds.readProtobuf(from: &message, wire: wire)
            default: try message.skip(wire)
            }
        }
        microseconds = seconds &* 1_000_000 &+ nanoseconds / 1000
    }

    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) {
        let seconds = microseconds.dividedDown(by: 1_000_000)
        writer.message(number) { message in
            seconds.writeProtobuf(number: 1, into: &message)
            ((microseconds - seconds * 1_000_000) * 1000).writeProtobuf(number: 2, into: &message)
        }
    }
}

extension MicroTime: CustomStringConvertible {
    public var description: String {
        let seconds = microseconds.dividedDown(by: 1_000_000)
        let fraction = String(microseconds - seconds * 1_000_000)
        return RFC3339.format(seconds: seconds) + "." + String(repeating: "0", count: 6 - fraction.count) + fraction
            + "Z"
    }
}

/// Dates as RFC 3339 writes them, in the proleptic Gregorian calendar.
enum RFC3339 {
    /// `2026-11-22T10:30:00`, without a zone.
    static func format(seconds: Int) -> String {
        let day = seconds.dividedDown(by: 86400)
        let (year, month, dayOfMonth) = civil(day: day)
        let second = seconds - day * 86400
        let time = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T\(time)"
    }

    /// Microseconds since 1970; nil when the text isn't a date and time with a zone.
    static func parse(_ text: String) -> Int? {
        var scanner = Scanner(rest: Substring(text).utf8)
        guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2), scanner.skip("-"),
            let day = scanner.number(2), scanner.skip("T") || scanner.skip("t"), let hour = scanner.number(2),
            scanner.skip(":"), let minute = scanner.number(2), scanner.skip(":"), let second = scanner.number(2)
        else { return nil }
        guard 1...12 ~= month, 1...31 ~= day, hour < 24, minute < 60, second < 61 else { return nil }
        let fraction = scanner.skip(".") ? scanner.microseconds() : 0
        guard let fraction, let offset = scanner.zone(), scanner.rest.isEmpty else { return nil }
        let seconds = days(year: year, month: month, day: day) * 86400 + hour * 3600 + minute * 60 + second - offset
        return seconds * 1_000_000 + fraction
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Days since 1970-01-01. Years begin in March, so that the leap day is the last one; 146,097 days are 400 years.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.dividedDown(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468
    }

    private static func civil(day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719468
        let era = shifted.dividedDown(by: 146097)
        let dayOfEra = shifted - era * 146097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private struct Scanner {
        var rest: Substring.UTF8View

        mutating func number(_ digits: Int) -> Int? {
            let taken = rest.prefix(digits)
            guard taken.count == digits, taken.allSatisfy({ 48...57 ~= $0 }) else { return nil }
            rest = rest.dropFirst(digits)
            return taken.reduce(0) { $0 * 10 + Int($1 - 48) }
        }

        mutating func skip(_ letter: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: letter) else { return false }
            rest = rest.dropFirst()
            return true
        }

        /// Any number of digits, of which six count.
        mutating func microseconds() -> Int? {
            let digits = rest.prefix { 48...57 ~= $0 }
            rest = rest.dropFirst(digits.count)
            guard !digits.isEmpty else { return nil }
            let six = Array(digits.prefix(6)) + Array(repeating: 48, count: max(0, 6 - digits.count))
            return six.reduce(0) { $0 * 10 + Int($1 - 48) }
        }

        /// The offset from UTC in seconds.
        mutating func zone() -> Int? {
            if skip("Z") || skip("z") { return 0 }
            let sign = skip("+") ? 1 : skip("-") ? -1 : 0
            guard sign != 0, let hours = number(2), skip(":"), let minutes = number(2) else { return nil }
            return sign * (hours * 3600 + minutes * 60)
        }
    }
}

extension Int {
    /// Division that rounds towards negative infinity.
    func dividedDown(by divisor: Int) -> Int {
        self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
    }
}
