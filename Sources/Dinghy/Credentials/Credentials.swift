/// The cluster's certificates and kubeconfigs on disk.
struct Credentials {
    let cluster: ClusterConfiguration
    let data: DataFolder

    func establish() throws {}
}
