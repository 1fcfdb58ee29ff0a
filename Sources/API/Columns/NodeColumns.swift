import Schema

extension Node {
    public static var columns: [Column<Node>] {
        [
            .name,
            .text("Status", "Whether the node is ready, and takes new pods.", \.statusText),
            Column("Roles", "What the node is for.") { node, _ in orNone(node.roles.joined(separator: ",")) },
            .age,
            .text("Version", "Version of the kubelet.", \.status.nodeInfo.kubeletVersion),
            Column("Internal-IP", wide: true, "Address inside.") { node, _ in orNone(node.address(.internalIP) ?? "") },
            Column("External-IP", wide: true, "Address outside.") { node, _ in
                orNone(node.address(.externalIP) ?? "")
            },
            .text("OS-Image", wide: true, "Name of the distribution.") { orUnknown($0.status.nodeInfo.osImage) },
            .text("Kernel-Version", wide: true, "Version of the kernel.") {
                orUnknown($0.status.nodeInfo.kernelVersion)
            },
            .text("Container-Runtime", wide: true, "Version of the container runtime.") {
                orUnknown($0.status.nodeInfo.containerRuntimeVersion)
            },
        ]
    }

    private var statusText: String {
        let ready = status.conditions[.ready].map { $0.status == .true ? "Ready" : "NotReady" } ?? "Unknown"
        return spec.unschedulable ? ready + ",SchedulingDisabled" : ready
    }

    /// From labels: `node-role.kubernetes.io/worker`, or `kubernetes.io/role: worker`.
    public var roles: [String] {
        let prefix = "node-role.kubernetes.io/"
        let roles = metadata.labels.compactMap { label, value -> String? in
            if label.hasPrefix(prefix), label.count > prefix.count { return String(label.dropFirst(prefix.count)) }
            return label == "kubernetes.io/role" && !value.isEmpty ? value : nil
        }
        return Set(roles).sorted()
    }
}

private func orUnknown(_ text: String) -> String { text.isEmpty ? "<unknown>" : text }
