package import Schema

/// The file that says where a cluster is and who one is there: clusters, users, and contexts that join the two.
///
/// ```yaml
/// current-context: dinghy
/// contexts: [{name: dinghy, context: {cluster: dinghy, user: admin, namespace: default}}]
/// clusters: [{name: dinghy, cluster: {server: "https://127.0.0.1:6443", certificate-authority-data: …}}]
/// users:    [{name: admin, user: {client-certificate-data: …, client-key-data: …}}]
/// ```
/// Source: kubernetes.io, Configuration → Organizing Cluster Access Using kubeconfig Files.
/// Left out: exec and auth-provider plug-ins, impersonation, proxies, extensions.
package struct Kubeconfig: Declared {
    package var apiVersion = "v1"
    package var kind = "Config"
    package var clusters: [NamedCluster] = []
    package var users: [NamedUser] = []
    package var contexts: [NamedContext] = []
    package var currentContext = ""

    package init() {}

    package static let schema = Schema<Self>("How to reach clusters.", name: "v1.Config") {
        Field(nil, "apiVersion", \.apiVersion)
        Field(nil, "kind", \.kind)
        Field(nil, "clusters", \.clusters, always: true)
        Field(nil, "users", \.users, always: true)
        Field(nil, "contexts", \.contexts, always: true)
        Field(nil, "current-context", \.currentContext, always: true)
    }

    package struct NamedCluster: Declared {
        package var name = ""
        package var cluster = Cluster()
        package init() {}
        package static let schema = Schema<Self>("A cluster and its name.") {
            Field(nil, "name", \.name)
            Field(nil, "cluster", \.cluster)
        }
    }

    package struct Cluster: Declared {
        /// `https://host:port`, perhaps with a path.
        package var server = ""
        package var tlsServerName = ""
        package var insecureSkipTLSVerify = false
        package var certificateAuthority = ""
        package var certificateAuthorityData = Bytes()
        package init() {}
        package static let schema = Schema<Self>("Where an API server is.") {
            Field(nil, "server", \.server)
            Field(nil, "tls-server-name", \.tlsServerName)
            Field(nil, "insecure-skip-tls-verify", \.insecureSkipTLSVerify)
            Field(nil, "certificate-authority", \.certificateAuthority)
            Field(nil, "certificate-authority-data", \.certificateAuthorityData)
        }
    }

    package struct NamedUser: Declared {
        package var name = ""
        package var user = User()
        package init() {}
        package static let schema = Schema<Self>("A user and its name.") {
            Field(nil, "name", \.name)
            Field(nil, "user", \.user)
        }
    }

    package struct User: Declared {
        package var clientCertificate = ""
        package var clientCertificateData = Bytes()
        package var clientKey = ""
        package var clientKeyData = Bytes()
        package var token = ""
        package var tokenFile = ""
        package init() {}
        package static let schema = Schema<Self>("Who one is.") {
            Field(nil, "client-certificate", \.clientCertificate)
            Field(nil, "client-certificate-data", \.clientCertificateData)
            Field(nil, "client-key", \.clientKey)
            Field(nil, "client-key-data", \.clientKeyData)
            Field(nil, "token", \.token)
            Field(nil, "tokenFile", \.tokenFile)
        }
    }

    package struct NamedContext: Declared {
        package var name = ""
        package var context = Context()
        package init() {}
        package static let schema = Schema<Self>("A context and its name.") {
            Field(nil, "name", \.name)
            Field(nil, "context", \.context)
        }
    }

    package struct Context: Declared {
        package var cluster = ""
        package var user = ""
        package var namespace = ""
        package init() {}
        package static let schema = Schema<Self>("Which user on which cluster, and in which namespace.") {
            Field(nil, "cluster", \.cluster)
            Field(nil, "user", \.user)
            Field(nil, "namespace", \.namespace)
        }
    }
}
