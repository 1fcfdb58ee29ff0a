internal import API
internal import Conformance
internal import Schema

/// As whom a container runs, and what it may do.
enum SecurityCases {
    private static let context = "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"

    static let all: [Case] = [
        PodsCluster.story(
            "security/user", "A container MUST run as the user and group that the pod says.", source: context,
            says:
                "the runAsUser field specifies that for any Containers in the Pod, all processes run with user ID 1000",
            weight: 2
        ) { stage in
            let said = try await stage.answer(
                "id -u; id -g", [:], ["securityContext": ["runAsUser": 1000, "runAsGroup": 3000]])
            try stage.scenario.expect("user and group", said, equals: "1000\n3000")
        },
        PodsCluster.story(
            "security/container-wins", "What a container says of its user MUST win over what the pod says.",
            source: context, says: "settings made for an individual Container … override settings made at the Pod level"
        ) { stage in
            let said = try await stage.answer(
                "id -u", ["securityContext": ["runAsUser": 2000]], ["securityContext": ["runAsUser": 1000]])
            try stage.scenario.expect("user", said, equals: "2000")
        },
        PodsCluster.story(
            "security/groups", "A pod's further groups MUST be its containers'.", source: context
        ) { stage in
            let said = try await stage.answer(
                "id -G", [:],
                [
                    "securityContext": [
                        "runAsUser": 1000, "runAsGroup": 3000, "supplementalGroups": [4000], "fsGroup": 2000,
                    ]
                ])
            let groups = Set(said.split(separator: " ").map(String.init))
            try stage.scenario.expect(
                "3000, 4000 and 2000 among its groups", observed: said, groups.isSuperset(of: ["2000", "3000", "4000"]))
        },
        PodsCluster.story(
            "security/read-only", "A root file system that is to be read only MUST be so.", source: context,
            says: "readOnlyRootFilesystem: Mounts the container's root filesystem as read-only."
        ) { stage in
            let said = try await stage.answer(
                "touch /file 2>/dev/null && echo written || echo refused",
                ["securityContext": ["readOnlyRootFilesystem": true]])
            try stage.scenario.expect("writing", said, equals: "refused")
        },
        PodsCluster.story(
            "security/not-root", "A container that must not be root MUST NOT be started as root.", source: context
        ) { stage in
            let pod = try await stage.pod(
                [PodsInCluster.container("main", "sleep 1000")], ["securityContext": ["runAsNonRoot": true]])
            try await stage.wait("it waits, and a reason is told") {
                let state = try await stage.status(of: pod).containerStatuses.first?.state
                return state?.waiting?.reason == "CreateContainerConfigError"
            }
        },
        PodsCluster.story(
            "security/capabilities", "A container that drops all capabilities MUST have none.", source: context
        ) { stage in
            let said = try await stage.answer(
                "grep CapEff /proc/self/status | grep -o '[0-9a-f]*$'",
                ["securityContext": ["capabilities": ["drop": ["ALL"]]]])
            try stage.scenario.expect("effective capabilities", said, equals: "0000000000000000")
        },
        PodsCluster.story(
            "security/no-new-privileges", "A container that may not gain privileges MUST have the kernel's flag.",
            source: context,
            says: "This bool directly controls whether the no_new_privs flag gets set on the container process."
        ) { stage in
            let said = try await stage.answer(
                "grep NoNewPrivs /proc/self/status | grep -o '[01]$'",
                ["securityContext": ["allowPrivilegeEscalation": false]])
            try stage.scenario.expect("no_new_privs", said, equals: "1")
        },
    ]
}
