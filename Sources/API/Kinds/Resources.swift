/// All built-in kinds, in the order in which discovery lists them.
public enum Resources {
    /// Those that the server serves. Custom kinds come on top.
    public static let all: [ResourceType] = core + apps + others + reviews

    private static let core = [
        ResourceType(Binding.self), ResourceType(ConfigMap.self), ResourceType(Endpoints.self),
        ResourceType(Event.self), ResourceType(LimitRange.self), ResourceType(Namespace.self),
        ResourceType(Node.self), ResourceType(PersistentVolumeClaim.self), ResourceType(PersistentVolume.self),
        ResourceType(Pod.self), ResourceType(PodTemplate.self), ResourceType(ReplicationController.self),
        ResourceType(ResourceQuota.self), ResourceType(Secret.self), ResourceType(ServiceAccount.self),
        ResourceType(Service.self),
    ]

    private static let apps = [
        ResourceType(ControllerRevision.self), ResourceType(DaemonSet.self), ResourceType(Deployment.self),
        ResourceType(ReplicaSet.self),
    ]

    private static let others = [
        ResourceType(Job.self), ResourceType(Lease.self), ResourceType(EndpointSlice.self),
        ResourceType(PodDisruptionBudget.self), ResourceType(PriorityClass.self), ResourceType(ClusterRole.self),
        ResourceType(ClusterRoleBinding.self), ResourceType(Role.self), ResourceType(RoleBinding.self),
        ResourceType(StorageClass.self), ResourceType(CSINode.self),
    ]

    private static let reviews = [
        ResourceType(SelfSubjectReview.self), ResourceType(TokenReview.self),
        ResourceType(LocalSubjectAccessReview.self), ResourceType(SelfSubjectAccessReview.self),
        ResourceType(SelfSubjectRulesReview.self), ResourceType(SubjectAccessReview.self),
    ]

    /// Kinds that stand in subresources only.
    public static let inSubresources = [
        ResourceType(Scale.self), ResourceType(Eviction.self), ResourceType(TokenRequest.self),
    ]

    public static func find(apiVersion: String, kind: String) -> ResourceType? {
        (all + inSubresources).first { $0.kind.name == kind && $0.kind.apiVersion == apiVersion }
    }
}
