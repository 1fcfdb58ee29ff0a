import API
import APIServerContract
import Objects
import Schema

/// What a container asks for and may use: no more is asked for than may be used.
enum ResourceValidation {
    static func errors(_ resources: JSON, at field: String) -> [StatusCause] {
        let limits = quantities(resources, "limits", at: field)
        let requests = quantities(resources, "requests", at: field)
        return limits.errors + requests.errors
            + requests.amounts.flatMap { name, request -> [StatusCause] in
                guard let limit = limits.amounts.first(where: { $0.name == name })?.amount, request > limit else {
                    return []
                }
                return [
                    .invalid(
                        "\(field).requests", value: request.json,
                        "must be less than or equal to \(name) limit of \(limit)")
                ]
            }
    }

    private typealias Amounts = [(name: String, amount: Quantity)]

    private static func quantities(
        _ resources: JSON, _ list: String, at field: String
    ) -> (amounts: Amounts, errors: [StatusCause]) {
        var amounts: Amounts = []
        var errors: [StatusCause] = []
        for member in resources[list]?.object?.members ?? [] {
            guard let amount = try? Quantity(json: member.value) else { continue }  // The shape has refused it already.
            amounts.append((member.name, amount))
            let place = "\(field).\(list)[\(member.name)]"
            if amount < 0 {
                errors.append(.invalid(place, value: amount.json, "must be greater than or equal to 0"))
            }
            errors += nameErrors(member.name, at: "\(field).\(list)")
        }
        return (amounts, errors)
    }

    private static func nameErrors(_ name: String, at field: String) -> [StatusCause] {
        if name.contains("/") {
            return LabelSyntax.problems(ofKey: name).map { .invalid(field, value: .string(name), $0) }
        }
        let isKnown = ["cpu", "memory", "ephemeral-storage"].contains(name) || name.hasPrefix("hugepages-")
        return isKnown
            ? []
            : [
                .invalid(field, value: .string(name), "must be a standard resource type or fully qualified"),
                .invalid(field, value: .string(name), "must be a standard resource for containers"),
            ]
    }
}
