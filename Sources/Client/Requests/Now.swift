package import Schema
import Linux

extension Time {
    /// The wall clock.
    package static var now: Time { Time(seconds: Int(realNanoseconds() / 1_000_000_000)) }
}

extension MicroTime {
    /// The wall clock.
    package static var now: MicroTime { MicroTime(microseconds: Int(realNanoseconds() / 1000)) }
}
