// swift-tools-version: 6.2
//
// One package, one folder per box of the architecture diagram. The targets stand in the order of the layers:
// a target depends only on targets above it in this file, and the build checks that
// (`--explicit-target-dependency-import-check error`).
import PackageDescription

// MARK: - Packages, and why each is here

let packages: [Package.Dependency] = [
    // Sockets, HTTP/1.1, WebSocket: event loops are not what this project teaches.
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    // HTTP/2's compressed headers, which gRPC (etcd v3, CRI) needs.
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    // TLS for the API server and the kubelet.
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    // X.509 certificates: the cluster's own certificate authority.
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    // YAML in manifests, kubeconfig files and apply patches.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    // Flags and subcommands of the one executable.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    // The logging facade of the Swift server ecosystem.
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    // One way to start and stop a program's parts.
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    // Deque, Heap, ordered collections: the only package a pure core may use.
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
]

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOWebSocket", package: "swift-nio"),
    .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
]
let hpack: Target.Dependency = .product(name: "NIOHPACK", package: "swift-nio-http2")
let x509: [Target.Dependency] = [
    .product(name: "X509", package: "swift-certificates"),
    .product(name: "SwiftASN1", package: "swift-asn1"),
    .product(name: "Crypto", package: "swift-crypto"),
    .product(name: "_CryptoExtras", package: "swift-crypto"),
]
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let collections: Target.Dependency = .product(name: "Collections", package: "swift-collections")

/// The language mode and features of every Swift target: house style, enforced.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: ["README.md"], swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

// MARK: - Layer 1: documents and kinds

let documents: [Target] = [
    // Rules without documents: how amounts and selectors are read. Documents are built on them.
    module("ObjectsContract"),
    module("Objects", ["ObjectsContract"]),
    module("Schema", ["Objects", "ObjectsContract"]),
    module("API", ["Schema", "Objects", "ObjectsContract"]),
]

// MARK: - Layer 2: tools with one job

let tools: [Target] = [
    .target(name: "CLinux", exclude: ["README.md"]),
    module("Linux", ["CLinux"]),
    // The code under test in a process of its own, and who starts it, asks it and reports: the course's machinery.
    module("LabWorker", ["Schema"]),
    module("ObjectsServing", ["ObjectsContract", "Schema"]),
    .target(
        name: "Conformance", dependencies: ["Schema", "Linux"], path: "Conformance/Library", swiftSettings: strict),
    // A core in a process of its own: labs in the real cluster.
    module("RemoteCore", ["Schema", "Linux"]),
    module("YAML", ["Schema", yams]),
    module("Metrics"),
    module("HTTP", ["Linux", log, collections] + nio),
    module("GRPC", ["Schema", "HTTP", log, hpack] + nio),
    module("Certificates", x509),
    module("Tokens", ["Schema", "Certificates", crypto]),
    module("EtcdAPI", ["Schema", "GRPC", "HTTP"]),
    module("CRI", ["Schema", "GRPC", "HTTP"]),
]

// MARK: - Layer 3: the cores, pure

let cores: [Target] = [
    module("PodsContract", ["Schema", "API"]),
    module("Pods", ["Schema", "API", "PodsContract"]),
    module("RaftContract", ["Schema"]),
    module("Raft", ["RaftContract", collections]),
    module("RaftSimulation", ["RaftContract"]),
    module("RaftStage", ["RaftContract"]),
    module("EtcdContract", ["Schema"]),
    module("Etcd", ["EtcdContract", collections]),
    module("APIServerContract", ["Schema", "API"]),
    module("APIMachinery", ["Schema", "API", "APIServerContract", collections]),
    module(
        "APIServer",
        [
            "Schema", "API", "Objects", "ObjectsContract", "APIServerContract", "APIMachinery", "Pods", collections,
        ]),
    module("SchedulerContract", ["Schema", "API"]),
    module("Scheduler", ["Schema", "API", "SchedulerContract", collections]),
    module("ServicesContract", ["Schema", "API"]),
    module("Services", ["Schema", "API", "ServicesContract"]),
    module("ReconciliationContract", ["Schema", "API", "Objects"]),
    module("Reconciliation", ["Schema", "API", "ReconciliationContract", collections]),
    module("ReplicaSetsContract", ["Schema", "API"]),
    module("ReplicaSets", ["Schema", "API", "ReplicaSetsContract"]),
    module("PodNetworkContract", ["Schema", "API"]),
    module("PodNetworkPlan", ["Schema", "API", "PodNetworkContract"]),
    module("DeploymentsContract", ["Schema", "API"]),
    module("Deployments", ["Schema", "API", "DeploymentsContract"]),
    module("NodesContract", ["Schema", "API"]),
    module("Nodes", ["Schema", "API", "NodesContract"]),
    module(
        "Controllers",
        [
            "Schema", "API", "ObjectsContract", "Deployments", "Nodes", "ReplicaSets", "Services", "ServicesContract",
            collections,
        ]),
    module("KubeletContract", ["Schema", "API"]),
    module("Kubelet", ["Schema", "API", "KubeletContract", collections]),
    module("KubeProxy", ["Schema", "API", "Services", "ServicesContract", collections]),
    module("ClusterDNSContract", ["Schema", "API"]),
    module("ClusterDNS", ["Schema", "API", "ClusterDNSContract"]),
]

// MARK: - Layer 4: what talks to the API server and to the kernel

let adapters: [Target] = [
    module(
        "Client",
        [
            "Schema", "API", "Reconciliation", "ReconciliationContract", "HTTP", "Linux", "YAML", "Certificates", log,
            collections,
        ]),
    module("Cgroups", ["Linux", "Pods", "PodsContract"]),
    module("Containers", ["Schema", "Linux", "CLinux", "Cgroups", "Pods", "PodsContract", crypto, log]),
    module("PodNetwork", ["PodNetworkPlan", "PodNetworkContract", "Schema", "Linux", "CLinux", log]),
]

// MARK: - Layer 5: the programs, shells around the cores

let plumbing: [Target.Dependency] = [log, lifecycle, signals, arguments, collections]
let programs: [Target] = [
    module(
        "EtcdProgram",
        [
            "Etcd", "EtcdContract", "RaftContract", "Raft", "RemoteCore", "EtcdAPI", "GRPC", "HTTP", "Linux", "Metrics",
            "Schema", crypto,
        ] + plumbing),
    module(
        "APIServerProgram",
        [
            "APIServer", "APIMachinery", "APIServerContract", "EtcdAPI", "API", "Schema", "Objects", "ObjectsContract",
            "HTTP", "GRPC", "YAML",
            "Certificates", "Tokens", "Metrics", "Linux",
        ] + plumbing),
    module(
        "SchedulerProgram",
        [
            "Scheduler", "SchedulerContract", "RemoteCore", "Client", "API", "Schema", "HTTP", "YAML", "Linux",
            "Metrics",
        ] + plumbing),
    module(
        "ControllerManagerProgram",
        [
            "Controllers", "Reconciliation", "ReconciliationContract", "Deployments", "DeploymentsContract", "Nodes",
            "NodesContract", "ReplicaSets", "ReplicaSetsContract", "Services", "RemoteCore", "Client", "API", "Schema",
            "Objects", "ObjectsContract", "HTTP",
            "Tokens", "Certificates", "Metrics", "Linux",
        ] + plumbing),
    module(
        "RuntimeProgram",
        [
            "Containers", "Cgroups", "Pods", "PodsContract", "PodNetwork", "PodNetworkContract", "CRI", "GRPC", "HTTP",
            "Linux", "Schema",
        ] + plumbing),
    module(
        "KubeletProgram",
        [
            "Kubelet", "KubeletContract", "Pods", "PodsContract", "ClusterDNS", "ClusterDNSContract", "Client", "CRI",
            "GRPC", "HTTP", "API", "Schema", "Certificates", "Linux", "Metrics",
        ] + plumbing),
    module(
        "KubeProxyProgram",
        [
            "KubeProxy", "ServicesContract", "RemoteCore", "PodNetwork", "PodNetworkPlan", "PodNetworkContract",
            "Client", "API", "Schema", "Linux", "Metrics", "HTTP",
        ] + plumbing),
    module(
        "ClusterDNSProgram",
        [
            "ClusterDNS", "ClusterDNSContract", "Client", "API", "Schema", "Linux", "Metrics", "HTTP", log, lifecycle,
            arguments,
        ] + nio),
    module("Kubectl", ["Client", "API", "Schema", "Objects", "HTTP", "YAML", "Linux"] + plumbing),
]

// MARK: - Beside them: the tool of students and graders, without NIO

/// What a concept brings to the course, by its number and name: `NameContract` and `Name` stand with the cores above; here
/// are the suite at lab level (it tells stories to a worker, and knows the contract but no implementation), the reference
/// as a worker, the suite for programs and clusters, and the tests of the suites.
struct Concept {
    var number: String
    var name: String
    /// Of the reference, where it isn't the concept's.
    var module: String?
    /// What each part uses beyond the contract, `Conformance` and `Schema`.
    var lab: [Target.Dependency] = ["API"]
    var worker: [Target.Dependency] = []
    /// None: the concept has its lab level only.
    var cluster: [Target.Dependency]?

    var core: Target.Dependency { .target(name: module ?? name) }
    var contract: Target.Dependency { .target(name: name + "Contract") }
    var suite: Target.Dependency { .target(name: name + "Suite") }
    var clusterSuite: [Target.Dependency] { cluster == nil ? [] : [.target(name: name + "ClusterSuite")] }

    var targets: [Target] { [labSuite, reference] + (cluster.map { [levels(using: $0)] } ?? []) }

    var labSuite: Target {
        .target(
            name: name + "Suite", dependencies: ["Conformance", "Schema", contract] + lab,
            path: "Conformance/\(number)-\(name)/Lab", swiftSettings: strict)
    }

    var reference: Target {
        .executableTarget(
            name: name + "Worker", dependencies: ["LabWorker", "Schema", contract, core] + worker,
            path: "Tests/\(name)Worker", swiftSettings: strict)
    }

    func levels(using needs: [Target.Dependency]) -> Target {
        .target(
            name: name + "ClusterSuite",
            dependencies: [
                "Conformance", "ConformanceStage", "Client", "HTTP", "Linux", "API", "Schema", contract, suite,
            ] + needs,
            path: "Conformance/\(number)-\(name)/Cluster", swiftSettings: strict)
    }

    var tests: Target {
        .testTarget(
            name: name + "SuiteTests",
            dependencies: [
                "SuiteTesting", "Dinghy", "LabTool", "Lab", "Conformance", "ConformanceStage", "Client", "HTTP", "API",
                "Linux", "Schema", "TestSupport", .target(name: name + "Worker"), contract, suite,
            ] + clusterSuite,
            swiftSettings: strict)
    }
}

let concepts: [Concept] = [
    Concept(number: "01", name: "Objects", lab: ["ObjectsServing"], worker: ["ObjectsServing"], cluster: []),
    Concept(number: "02", name: "Etcd", lab: [], cluster: ["EtcdAPI", "GRPC"]),
    Concept(number: "03", name: "Raft", lab: ["RaftSimulation", "Linux"]),
    Concept(number: "04", name: "APIServer", module: "APIMachinery", cluster: ["EtcdAPI"]),
    Concept(number: "05", name: "Reconciliation", cluster: []),
    // A container runtime is asked by gRPC.
    Concept(number: "06", name: "Pods", lab: ["API", "Linux"], cluster: ["CRI", "GRPC"]),
    // What decides is apart from what speaks to the kernel, the module PodNetwork.
    Concept(
        number: "07", name: "PodNetwork", module: "PodNetworkPlan", lab: ["API", "Linux"], cluster: ["PodNetwork"]),
    // The suite plays the container runtime.
    Concept(number: "08", name: "Kubelet", cluster: ["CRI", "GRPC"]),
    Concept(number: "09", name: "Scheduler", cluster: []),
    Concept(number: "10", name: "ReplicaSets", cluster: []),
    Concept(number: "11", name: "Deployments", cluster: []),
    // A proxy is judged by packets between network namespaces.
    Concept(number: "12", name: "Services", cluster: ["PodNetwork", "PodNetworkContract", "PodNetworkPlan"]),
    Concept(number: "13", name: "ClusterDNS", cluster: []),
    Concept(number: "14", name: "Nodes", cluster: []),
]
let clusterSuites = concepts.flatMap(\.clusterSuite)

let course: [Target] = [
    module(
        "LabTool",
        concepts.map(\.suite)
            + ["Conformance", "Cgroups", "PodsContract", "YAML", "Schema", "Linux", "CLinux", arguments]),
    // A control plane without nodes, on which one component is examined.
    .target(
        name: "ConformanceStage",
        dependencies: ["Conformance", "Client", "Certificates", "Tokens", "HTTP", "API", "Schema", "Linux"],
        path: "Conformance/Stage", swiftSettings: strict),
    // The contracts, too: what a workspace is compiled against is built with the tool.
    .executableTarget(
        name: "Lab",
        dependencies: ["LabTool", "LabWorker", "ObjectsServing"] + concepts.map(\.contract) + [
            "API", "Schema", arguments, collections,
        ],
        exclude: ["README.md"], swiftSettings: strict),
]

// MARK: - Layer 6: the executables

let executables: [Target] = [
    // The pod's shim and the cluster's first process: a few lines of C each, static, without the Swift runtime.
    .executableTarget(name: "PodShim", exclude: ["README.md"], linkerSettings: [.unsafeFlags(["-static-executable"])]),
    .executableTarget(
        name: "ClusterInit", exclude: ["README.md"], linkerSettings: [.unsafeFlags(["-static-executable"])]),
    .executableTarget(
        name: "Dinghy",
        dependencies: [
            "EtcdProgram", "APIServerProgram", "SchedulerProgram", "ControllerManagerProgram", "RuntimeProgram",
            "KubeletProgram", "KubeProxyProgram", "ClusterDNSProgram", "Kubectl", "PodNetwork", "PodNetworkPlan",
            "PodNetworkContract", "Containers", "Client", "Certificates", "Tokens", "HTTP", "LabTool", "Conformance",
            "SchedulerContract", "Raft", "RaftStage",
            "Linux", "CLinux", "YAML", "API", "Schema",
        ] + clusterSuites + plumbing,
        exclude: ["README.md"], swiftSettings: strict),
    // Seed after seed of Raft's simulation.
    .executableTarget(
        name: "Soak", dependencies: ["RaftSimulation", "Raft", "RaftContract", "Conformance", "Schema", "Linux"],
        path: "Tests/Soak", swiftSettings: strict),
    // A worker that does everything wrong that code under test can do.
    .executableTarget(
        name: "TestWorker", dependencies: ["LabWorker", "Schema"], path: "Tests/TestWorker", swiftSettings: strict),
    .executableTarget(
        name: "Benchmarks",
        dependencies: [
            "Client", "Scheduler", "SchedulerContract", "API", "Schema", "HTTP", "EtcdAPI", "GRPC", "Linux",
            "Certificates",
        ] + plumbing,
        exclude: ["README.md"], swiftSettings: strict),
    // The book's press. It reads the little Markdown that chapters use by itself: a library for all of Markdown (cmark and
    // a wrapper around it) costs every clean build more than the two files that this takes here.
    .executableTarget(
        name: "Book", dependencies: ["Linux", arguments],
        exclude: ["README.md", "Site/style.css", "Site/search.js"], swiftSettings: strict),
]

// MARK: - Tests, mirroring Sources

let suites: [Target] = [
    .target(
        name: "TestSupport", dependencies: ["Schema", "API", "Linux"], path: "Tests/TestSupport", swiftSettings: strict),
    // What every lab's suite is put to.
    .target(
        name: "SuiteTesting", dependencies: ["Conformance", "LabTool", "Linux", "TestSupport"],
        path: "Tests/SuiteTesting", swiftSettings: strict),
    tests("ObjectsTests", ["Objects", "ObjectsContract"]),
    // Patches are found here and applied by the API server's rules.
    tests("SchemaTests", ["Schema", "APIMachinery", "TestSupport"]),
    tests(
        "ConformanceTests",
        ["Conformance", "LabWorker", "TestWorker", "Dinghy", "Schema", "Linux", "TestSupport"],
        exclude: ["Golden"]),
    tests(
        "LabToolTests",
        ["LabTool", "Lab", "Cgroups", "PodsContract", "Conformance", "LabWorker", "Schema", "Linux", "TestSupport"],
        exclude: ["Golden"]),
    tests("YAMLTests", ["YAML", "Schema", "TestSupport"]),
    tests("APITests", ["API", "Schema", "TestSupport"]),
    tests("LinuxTests", ["Linux", "TestSupport"]),
    tests("HTTPTests", ["HTTP", "Certificates", "Linux", "TestSupport"] + nio),
    tests(
        "GRPCTests", ["GRPC", "Schema", "HTTP", "Certificates", "Linux", "Conformance", "TestSupport", hpack] + nio),
    tests("MetricsTests", ["Metrics"]),
    tests("CertificatesTests", ["Certificates", "Tokens", "Schema", "TestSupport"]),
    tests("RaftSimulationTests", ["RaftSimulation", "Raft", "RaftContract"]),
    tests(
        "RaftTests", ["Raft", "RaftStage", "RaftContract", "Schema", "Linux", "TestSupport"], exclude: ["Transcripts"]),
    tests(
        "EtcdTests",
        [
            "Etcd", "EtcdContract", "EtcdAPI", "EtcdProgram", "Dinghy", "Schema", "HTTP", "GRPC", "Linux",
            "TestSupport", log, collections,
        ]),
    tests(
        "APIServerTests",
        [
            "APIServer", "APIMachinery", "APIServerContract", "APIServerProgram", "API", "Objects", "ObjectsContract",
            "Schema", "HTTP", "Tokens", "TestSupport", "EtcdProgram", log,
        ]),
    tests("SchedulerTests", ["Scheduler", "SchedulerContract", "API", "Schema", "TestSupport"]),
    tests(
        "SchedulerProgramTests",
        [
            "SchedulerProgram", "Scheduler", "SchedulerContract", "Client", "API", "Schema", "HTTP", "YAML", "Linux",
            "TestSupport", log,
        ]),
    tests(
        "ControllersTests",
        [
            "Controllers", "Deployments", "DeploymentsContract", "Nodes", "NodesContract", "ReplicaSets",
            "ReplicaSetsContract", "Services", "API", "Schema", "TestSupport",
        ]),
    tests(
        "KubeletTests", ["Kubelet", "KubeletContract", "KubeletProgram", "API", "Schema", "CRI", "HTTP", "TestSupport"]),
    tests(
        "KubeProxyTests",
        [
            "KubeProxy", "KubeProxyProgram", "ServicesContract", "PodNetwork", "PodNetworkContract", "PodNetworkPlan",
            "API", "Schema", "TestSupport", "Linux",
        ]),
    tests(
        "ClusterDNSTests",
        ["ClusterDNS", "ClusterDNSContract", "ClusterDNSProgram", "Linux", "API", "Schema", "TestSupport"]),
    tests(
        "ClientTests",
        ["Client", "Reconciliation", "ReconciliationContract", "API", "Schema", "HTTP", "TestSupport", log]),
    tests(
        "ContainersTests",
        [
            "Containers", "Cgroups", "Pods", "PodsContract", "Linux", "Schema", "TestSupport", "PodShim",
            "RuntimeProgram", "CRI", "GRPC", "HTTP",
            log,
        ]),
    tests(
        "PodNetworkTests",
        ["PodNetwork", "PodNetworkPlan", "PodNetworkContract", "API", "Linux", "Schema", "TestSupport", log]),
    tests("KubectlTests", ["Kubectl", "Client", "API", "Schema", "TestSupport"]),
    tests("BookTests", ["Book", "Linux", "TestSupport"]),
    tests(
        "ClusterTests", ["Dinghy", "ClusterInit", "PodShim", "TestSupport", "Linux", "Schema", "API", "Client", log]),
]

// MARK: - The package

let products: [Product] = [
    .executable(name: "dinghy", targets: ["Dinghy"]),
    .executable(name: "lab", targets: ["Lab"]),
    .library(name: "Schema", targets: ["Schema"]),
    .library(name: "API", targets: ["API"]),
    .library(name: "LabWorker", targets: ["LabWorker"]),
    .library(name: "Conformance", targets: ["Conformance"]),
]

let package = Package(
    name: "dinghy",
    products: products + concepts.map { .library(name: $0.name + "Contract", targets: [$0.name + "Contract"]) },
    dependencies: packages,
    targets: documents + tools + cores + adapters + programs + course + concepts.flatMap(\.targets) + executables
        + suites + concepts.map(\.tests)
)
