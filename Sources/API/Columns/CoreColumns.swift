import Schema

extension Namespace {
    public static var columns: [Column<Namespace>] {
        [.name, .text("Status", "Whether it is being deleted.", \.status.phase.rawValue), .age]
    }
}

extension ConfigMap {
    public static var columns: [Column<ConfigMap>] {
        [.name, .count("Data", "How many entries.") { $0.data.count + $0.binaryData.count }, .age]
    }
}

extension Secret {
    public static var columns: [Column<Secret>] {
        [
            .name, .text("Type", "What kind of secret.", \.type), .count("Data", "How many entries.", \.data.count),
            .age,
        ]
    }
}

extension ServiceAccount {
    public static var columns: [Column<ServiceAccount>] {
        [.name, .count("Secrets", "How many secrets.", \.secrets.count), .age]
    }
}

extension Lease {
    public static var columns: [Column<Lease>] {
        [.name, .text("Holder", "Who holds it.") { $0.spec.holderIdentity ?? "" }, .age]
    }
}

extension LimitRange {
    public static var columns: [Column<LimitRange>] { [.name, .createdAt] }
}

extension ResourceQuota {
    public static var columns: [Column<ResourceQuota>] {
        [
            .name,
            .text("Request", "Requests that are used, of those allowed.") { $0.text { !$0.hasPrefix("limits.") } },
            .text("Limit", "Limits that are used, of those allowed.") { $0.text { $0.hasPrefix("limits.") } },
            .age,
        ]
    }

    private func text(where belongs: (String) -> Bool) -> String {
        status.hard.keys.filter(belongs).sorted()
            .map { "\($0): \(status.used[$0] ?? .zero)/\(status.hard[$0] ?? .zero)" }.joined(separator: ", ")
    }
}

extension PriorityClass {
    public static var columns: [Column<PriorityClass>] {
        [
            .name, .count("Value", "The priority.", \.value),
            Column("Global-Default", type: "boolean", "For pods that name no class.") { type, _ in
                .bool(type.globalDefault)
            },
            .age, .text("PreemptionPolicy", "Whether pods displace others.") { $0.preemptionPolicy?.rawValue ?? "" },
        ]
    }
}
