import LabWorker
package import ObjectsContract

/// The one way in which an amount is written, however it was written before: so that two who look at an object see the
/// same, and nobody takes a change of spelling for a change.
///
/// - No fraction: `1.5` is `1500m`.
/// - The largest suffix that loses nothing: `1000m` is `1`, `1024Mi` is `1Gi`, and `1500Mi` stays.
/// - The family of suffixes that it came in, where that can be: `1.5Gi` is `1536Mi`. A binary amount below 1024, or with a
///   fraction, has no binary suffix to be written with, and takes a decimal one.
/// - With decimal exponents, 10³ and its powers: `1e3`, `12e6`; none for 1. Beyond `E` there is no other way, so a thousand
///   `E` are `1e21`.
/// - Zero is `0`.
///
/// Source: kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity, "canonical form".
extension Amount {
    package var canonical: String {
        if nanos == 0 { return "0" }
        // Lab 01, step 4: yours to write.
        notWritten()
    }

    /// Divides as often as nothing is lost by it, up to `limit` times.
    private static func reduce(_ number: Int128, by base: Int128, atMost limit: Int) -> (number: Int128, power: Int) {
        var number = number
        var power = 0
        while power < limit, number % base == 0 {
            number /= base
            power += 1
        }
        return (number, power)
    }
}
