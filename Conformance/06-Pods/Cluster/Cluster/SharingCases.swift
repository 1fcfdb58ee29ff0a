internal import API
internal import Conformance
internal import Schema

/// What a pod's containers have in common, and what not.
enum SharingCases {
    static let all = network + files + processes

    private static func container(_ name: String, _ script: String, _ more: JSON = [:]) -> JSON {
        PodsInCluster.container(name, script, more)
    }

    private static let network: [Case] = [
        PodsCluster.story(
            "network/loopback", "A pod's containers MUST reach each other at localhost.",
            says:
                "Inside a Pod, the containers that belong to the Pod can communicate with one another using localhost.",
            weight: 2
        ) { stage in
            let pod = try await stage.pod([
                container("server", "while true; do echo hello | nc -l -p 7000; done"),
                container(
                    "client",
                    "until nc -w 2 127.0.0.1 7000 </dev/null >/dev/termination-log && grep -q hello /dev/termination-log; "
                        + "do sleep 0.2; done"),
            ])
            try stage.scenario.expect("the client hears", try await stage.said("client", in: pod), equals: "hello")
        },
        PodsCluster.story("network/one", "A pod's containers MUST share one network.", weight: 2) { stage in
            let script = "readlink /proc/self/ns/net >/dev/termination-log"
            let pod = try await stage.pod([container("one", script), container("other", script)])
            let (here, there) = (try await stage.said("one", in: pod), try await stage.said("other", in: pod))
            try stage.scenario.expect("the other's network", there, equals: here)
        },
        PodsCluster.story(
            "network/outlives", "A pod MUST keep its network when a container is restarted.", weight: 2
        ) { stage in
            let script = """
                readlink /proc/self/ns/net >>/table/seen
                test $(wc -l </table/seen) -ge 2 || exit 1
                uniq /table/seen | wc -l >/dev/termination-log
                """
            let mounts: JSON = ["volumeMounts": [["name": "table", "mountPath": "/table"]]]
            let pod = try await stage.pod(
                [container("main", script, mounts)],
                ["restartPolicy": "OnFailure", "volumes": [["name": "table", "emptyDir": [:]]]])
            try await stage.wait("it ends well") { try await stage.status(of: pod).phase == .succeeded }
            let seen = try await stage.said("main", in: pod)
            try stage.scenario.expect("networks that both attempts have seen", seen, equals: "1")
        },
        PodsCluster.story(
            "network/host", "A pod with hostNetwork MUST have its node's address.",
            source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/"
        ) { stage in
            let pod = try await stage.pod([container("main", "sleep 1000")], ["hostNetwork": true])
            try await stage.wait("it runs") { try await stage.status(of: pod).phase == .running }
            let status = try await stage.status(of: pod)
            try stage.scenario.expect("the pod's address", status.podIP, equals: status.hostIP)
        },
        PodsCluster.story(
            "hostname/name", "A pod's host name MUST be its name.",
            source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-hostname/"
        ) { stage in
            let pod = try await stage.pod([container("main", "hostname >/dev/termination-log")])
            try stage.scenario.expect("host name", try await stage.said("main", in: pod), equals: pod)
        },
        PodsCluster.story(
            "hostname/said", "A pod that says a host name MUST have it, in all its containers.",
            source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-hostname/"
        ) { stage in
            let script = "hostname >/dev/termination-log"
            let pod = try await stage.pod(
                [container("one", script), container("other", script)], ["hostname": "captain"])
            for name in ["one", "other"] {
                try stage.scenario.expect("host name", try await stage.said(name, in: pod), equals: "captain")
            }
        },
    ]

    private static let files: [Case] = [
        PodsCluster.story("files/own", "A container MUST have files of its own.") { stage in
            let volume: JSON = ["volumeMounts": [["name": "table", "mountPath": "/table"]]]
            let pod = try await stage.pod(
                [
                    container("one", "touch /mine /table/done; sleep 1000", volume),
                    container(
                        "other",
                        "until test -e /table/done; do sleep 0.2; done; test -e /mine && echo seen >/dev/termination-log "
                            + "|| echo unseen >/dev/termination-log", volume),
                ], ["volumes": [["name": "table", "emptyDir": [:]]]])
            try stage.scenario.expect("the one's file", try await stage.said("other", in: pod), equals: "unseen")
        },
        PodsCluster.story(
            "volumes/shared", "A volume MUST be seen by every container that mounts it, wherever it mounts it.",
            source: "https://kubernetes.io/docs/concepts/storage/volumes/",
            says: "All containers in the Pod can read and write the same files in the emptyDir volume", weight: 2
        ) { stage in
            let pod = try await stage.pod(
                [
                    container(
                        "writer", "echo hello >/out/word; sleep 1000",
                        ["volumeMounts": [["name": "table", "mountPath": "/out"]]]),
                    container(
                        "reader",
                        "until test -s /in/word; do sleep 0.2; done; cat /in/word >/dev/termination-log; "
                            + "echo x 2>/dev/null >/in/new || echo read only >>/dev/termination-log",
                        ["volumeMounts": [["name": "table", "mountPath": "/in", "readOnly": true]]]),
                ], ["volumes": [["name": "table", "emptyDir": [:]]]])
            let said = try await stage.said("reader", in: pod)
            try stage.scenario.expect("the reader finds", said, equals: "hello\nread only")
        },
        PodsCluster.story(
            "volumes/fresh-files", "A restarted container MUST find the image's files, and its volumes as they were.",
            source: "https://kubernetes.io/docs/concepts/storage/volumes/",
            says:
                "A container crashing does not remove a Pod from a node. The data in an emptyDir volume is safe across "
                + "container crashes."
        ) { stage in
            let script = """
                test -e /table/first || { touch /mine /table/first; exit 1; }
                test -e /mine && echo old >/dev/termination-log || echo fresh >/dev/termination-log
                """
            let pod = try await stage.pod(
                [container("main", script, ["volumeMounts": [["name": "table", "mountPath": "/table"]]])],
                ["restartPolicy": "OnFailure", "volumes": [["name": "table", "emptyDir": [:]]]])
            try await stage.wait("it ends well") { try await stage.status(of: pod).phase == .succeeded }
            try stage.scenario.expect("its files", try await stage.said("main", in: pod), equals: "fresh")
        },
    ]

    private static let sharing = "https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/"

    private static let processes: [Case] = [
        PodsCluster.story("processes/own", "A container's process MUST be process 1, among its own.", weight: 2) {
            stage in
            let script = "echo $$; ps | grep -c '[s]leep 7654321'"
            let pod = try await stage.pod([
                container("one", "sleep 7654321"),
                container("other", "(\(script)) >/dev/termination-log"),
            ])
            let said = try await stage.said("other", in: pod)
            try stage.scenario.expect("its number, and how many of the other's it sees", said, equals: "1\n0")
        },
        PodsCluster.story(
            "processes/shared", "With shareProcessNamespace containers MUST see each other's processes.",
            source: sharing,
            says: "processes in a container are visible to all other containers in the same pod", weight: 2
        ) { stage in
            let pod = try await stage.pod(
                [
                    container("one", "exec sleep 7654321"),
                    container(
                        "other",
                        "until ps | grep -q '[s]leep 7654321'; do sleep 0.2; done; "
                            + "test $$ = 1 && echo first >/dev/termination-log || echo seen >/dev/termination-log"),
                ], ["shareProcessNamespace": true])
            try stage.scenario.expect("the other", try await stage.said("other", in: pod), equals: "seen")
        },
        PodsCluster.story(
            "processes/signal", "With shareProcessNamespace a container MUST be able to signal another's processes.",
            source: sharing, says: "You can signal processes in other containers."
        ) { stage in
            let pod = try await stage.pod(
                [
                    container("one", "trap 'exit 4' TERM; marker=one-marker; while true; do sleep 0.2; done"),
                    container(
                        "other",
                        "until set -- $(ps | grep 'one-marke[r]') && test -n \"$1\"; do sleep 0.2; done; sleep 1; kill $1"
                    ),
                ], ["shareProcessNamespace": true])
            try stage.scenario.expect("exit code", try await stage.end(of: "one", in: pod).exitCode, equals: 4)
        },
    ]
}
