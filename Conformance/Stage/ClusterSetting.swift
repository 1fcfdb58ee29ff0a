internal import API
internal import Client
package import Conformance
internal import Schema

extension Suite {
    /// The setting of a suite at cluster level: a `ClusterClient`.
    /// - Parameter namespaces: the suite's own, there as long as its cases run.
    package static func cluster(namespaces: [String] = []) -> Setting {
        { subject, run in
            guard case .cluster(let kubeconfig) = subject else { throw Undecided("there is no cluster") }
            let client = try ClusterClient(ClientConfiguration(kubeconfig: kubeconfig), userAgent: "conformance")
            for name in namespaces { try await client.ensureNamespace(name) }
            try await run(client)
            for name in namespaces { try await client.delete(Namespace.self, name) }
        }
    }
}
