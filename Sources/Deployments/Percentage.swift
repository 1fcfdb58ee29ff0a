package import Schema

extension IntOrString {
    /// The number itself, or that percentage of the total.
    ///
    /// A surge is rounded up and what may be missing down, so that neither costs more availability than was allowed.
    package func resolved(of total: Int, roundingUp: Bool) -> Int {
        // lab 11.1: begin
        switch self {
        case .int(let number): return max(0, number)
        case .string(let text):
            guard text.hasSuffix("%"), let percent = Int(text.dropLast()), percent >= 0 else { return 0 }
            return roundingUp ? (total * percent + 99) / 100 : total * percent / 100
        }
        // lab 11.1: end
    }
}
