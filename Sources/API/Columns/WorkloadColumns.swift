import Schema

extension Deployment {
    public static var columns: [Column<Deployment>] {
        [
            .name,
            .text("Ready", "Pods that are ready, of those desired.") {
                "\($0.status.readyReplicas)/\($0.spec.replicas ?? 1)"
            },
            .count("Up-to-date", "Pods with the newest template.", \.status.updatedReplicas),
            .count("Available", "Pods that have been ready long enough.", \.status.availableReplicas),
            .age, .containers(\.spec.template.spec), .images(\.spec.template.spec), .selector(\.spec.selector),
        ]
    }
}

extension ReplicaSet {
    public static var columns: [Column<ReplicaSet>] {
        [
            .name,
            .count("Desired", "How many pods there should be.") { $0.spec.replicas ?? 1 },
            .count("Current", "How many pods there are.", \.status.replicas),
            .count("Ready", "How many pods are ready.", \.status.readyReplicas),
            .age, .containers(\.spec.template.spec), .images(\.spec.template.spec), .selector(\.spec.selector),
        ]
    }
}

extension ReplicationController {
    public static var columns: [Column<ReplicationController>] {
        [
            .name,
            .count("Desired", "How many pods there should be.") { $0.spec.replicas ?? 1 },
            .count("Current", "How many pods there are.", \.status.replicas),
            .count("Ready", "How many pods are ready.", \.status.readyReplicas),
            .age, .containers { $0.spec.template?.spec ?? PodSpec() }, .images { $0.spec.template?.spec ?? PodSpec() },
            .selector { LabelSelector(matchLabels: $0.spec.selector) },
        ]
    }
}

extension DaemonSet {
    public static var columns: [Column<DaemonSet>] {
        [
            .name,
            .count("Desired", "Nodes that should have a pod.", \.status.desiredNumberScheduled),
            .count("Current", "Nodes that have one.", \.status.currentNumberScheduled),
            .count("Ready", "Nodes with a pod that is ready.", \.status.numberReady),
            .count("Up-to-date", "Nodes with a pod of the newest template.", \.status.updatedNumberScheduled),
            .count("Available", "Nodes with a pod that is available.", \.status.numberAvailable),
            Column("Node Selector", "Labels of the nodes.") { set, _ in labels(set.spec.template.spec.nodeSelector) },
            .age, .containers(\.spec.template.spec), .images(\.spec.template.spec), .selector(\.spec.selector),
        ]
    }
}

extension StatefulSet {
    public static var columns: [Column<StatefulSet>] {
        [
            .name,
            .text("Ready", "Pods that are ready, of those desired.") {
                "\($0.status.readyReplicas)/\($0.spec.replicas ?? 1)"
            },
            .age, .containers(\.spec.template.spec), .images(\.spec.template.spec),
        ]
    }
}

extension ControllerRevision {
    public static var columns: [Column<ControllerRevision>] {
        [
            .name,
            .text("Controller", "Whose revision it is.") { revision in
                guard let owner = revision.metadata.controllerReference else { return "<none>" }
                return "\(owner.kind.lowercased())\(owner.group.isEmpty ? "" : "." + owner.group)/\(owner.name)"
            },
            .count("Revision", "Its number.", \.revision), .age,
        ]
    }
}

extension PodTemplate {
    public static var columns: [Column<PodTemplate>] {
        [
            .name,
            .text("Containers", "Names of the containers.") {
                $0.template.spec.containers.map(\.name).joined(separator: ",")
            },
            .text("Images", "Images of the containers.") {
                $0.template.spec.containers.map(\.image).joined(separator: ",")
            },
            Column("Pod Labels", "Labels of the pods.") { template, _ in labels(template.template.metadata.labels) },
        ]
    }
}
