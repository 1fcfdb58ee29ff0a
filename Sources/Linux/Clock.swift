internal import Glibc

// The two clocks, in nanoseconds. Durations are measured by the monotonic one, which nobody sets; the real one is for
// showing to people.

/// Since the machine started.
package func monotonicNanoseconds() -> Int64 { read(CLOCK_MONOTONIC) }

/// Since 1970-01-01T00:00:00Z.
package func realNanoseconds() -> Int64 { read(CLOCK_REALTIME) }

private func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
