extension Duration {
    /// As Go writes durations: `5s`, `1h30m`, `100ms`.
    package init?(parsing text: String) {
        let units: [(name: String, length: Duration)] = [
            ("ms", .milliseconds(1)), ("h", .seconds(3600)), ("m", .seconds(60)), ("s", .seconds(1)),
        ]
        var rest = text[...]
        var total = Duration.zero
        while !rest.isEmpty {
            let digits = rest.prefix(while: \.isNumber)
            rest = rest.dropFirst(digits.count)
            guard let number = Int(digits), let unit = units.first(where: { rest.hasPrefix($0.name) }) else {
                return nil
            }
            total += unit.length * number
            rest = rest.dropFirst(unit.name.count)
        }
        self = total
    }
}
