import TestSupport
import Testing

// What writes objects: create, edit, label, patch, apply and its comparisons.
extension RealClusters.KubectlTests {
    @Test("create makes objects from flags, in JSON or protobuf as each version likes", arguments: KubectlVersion.all)
    func create(version: KubectlVersion) async throws {
        let user = try await User(version)
        #expect(
            try await user("kubectl create deployment made --image=busybox --replicas=0 --port=80")
                == "deployment.apps/made created")
        #expect(
            try await user(
                "kubectl create configmap made --from-literal=colour=blue --from-file=$CHAPTERS/01-Objects/web.yaml")
                == "configmap/made created")
        #expect(
            try await user("kubectl create secret generic made --from-literal=word=sesame") == "secret/made created")
        #expect(try await user("kubectl create serviceaccount made") == "serviceaccount/made created")
        #expect(try await user("kubectl create token made").split(separator: ".").count == 3)
        #expect(try await user("kubectl expose deployment made --port=80") == "service/made exposed")
        #expect(try await user("kubectl get secret made -o jsonpath={.data.word} | base64 -d") == "sesame")
        #expect(
            try await user("kubectl get configmap made -o jsonpath='{.data.web\\.yaml}'").contains("kind: Deployment"))
        let twice = try await user.attempt("kubectl create configmap made")
        #expect(twice.errors.contains("configmaps \"made\" already exists"))
        #expect(try await user("kubectl create configmap dry --dry-run=server -o name") == "configmap/dry")
        #expect(try await user("kubectl get configmap dry --ignore-not-found") == "")
        try await user("kubectl delete deployment,configmap,secret,serviceaccount,service made")
    }

    @Test("label, annotate, edit, and the four kinds of patch", arguments: KubectlVersion.all)
    func change(version: KubectlVersion) async throws {
        let user = try await User(version)
        try await user("kubectl create deployment soft --image=busybox --replicas=0")
        func value(_ path: String) async throws -> String {
            try await user("kubectl get deployment soft -o jsonpath='{\(path)}'")
        }
        #expect(try await user("kubectl label deployment soft tier=front") == "deployment.apps/soft labeled")
        #expect(
            try await user.attempt("kubectl label deployment soft tier=back").errors.contains("--overwrite is false"))
        #expect(try await user("kubectl label deployment soft tier-") == "deployment.apps/soft unlabeled")
        #expect(
            try await user("kubectl annotate deployment soft why=because").hasPrefix("deployment.apps/soft annotate"))
        #expect(try await value(".metadata.labels.tier}{.metadata.annotations.why") == "because")

        #expect(
            try await user("EDITOR='sed -i s/because/edited/' kubectl edit deployment soft")
                == "deployment.apps/soft edited")
        #expect(try await value(".metadata.annotations.why") == "edited")
        #expect(
            try await user.attempt("EDITOR=true kubectl edit deployment soft").errors.contains(
                "Edit cancelled, no changes made."))

        let container =
            #"{"spec":{"template":{"spec":{"containers":[{"name":"busybox","env":[{"name":"A","value":"1"}]}]}}}}"#
        #expect(try await user("kubectl patch deployment soft -p '\(container)'") == "deployment.apps/soft patched")
        #expect(try await value(".spec.template.spec.containers[0].image") == "busybox", "merged by name")
        try await user(
            #"kubectl patch deployment soft --type=merge -p '{"metadata":{"annotations":{"why":null,"how":"merge"}}}'"#)
        #expect(try await value(".metadata.annotations.why") == "")
        try await user(
            #"kubectl patch deployment soft --type=json -p '[{"op":"test","path":"/spec/replicas","value":0},{"op":"add","path":"/metadata/labels/by","value":"json"}]'"#
        )
        #expect(try await value(".metadata.labels.by") == "json")
        let refused = try await user.attempt(
            #"kubectl patch deployment soft --type=json -p '[{"op":"test","path":"/spec/replicas","value":9}]'"#)
        #expect(refused.status == 1)
        #expect(try await user("kubectl scale deployment soft --replicas=0") == "deployment.apps/soft scaled")
        try await user("kubectl delete deployment soft")
    }

    @Test("apply compares three documents, diff shows what it would do", arguments: KubectlVersion.all)
    func apply(version: KubectlVersion) async throws {
        let user = try await User(version)
        #expect(
            try await user("kubectl apply -f -", input: Self.settings("a: one\n  b: two"))
                == "configmap/settings created")
        let mine = "kubectl patch configmap settings --type=merge -p '{\"data\":{\"mine\":\"kept\"}}'"
        #expect(try await user(mine) == "configmap/settings patched")
        // Of an object that no controller writes to: kubectl compares what it read with what came back.
        #expect(try await user(mine) == "configmap/settings patched (no change)")
        let diff = try await user.attempt("kubectl diff -f -", input: Self.settings("a: changed"))
        #expect(diff.status == 1)
        #expect(diff.output.contains("-  b: two") && diff.output.contains("+  a: changed"))
        #expect(
            try await user("kubectl apply -f -", input: Self.settings("a: changed")) == "configmap/settings configured")
        #expect(
            try await user("kubectl get configmap settings -o jsonpath={.data}") == #"{"a":"changed","mine":"kept"}"#)
        #expect(
            try await user("kubectl apply -f -", input: Self.settings("a: changed")) == "configmap/settings unchanged")
        #expect(try await user.attempt("kubectl diff -f -", input: Self.settings("a: changed")).status == 0)
        #expect(try await user("kubectl apply view-last-applied configmap settings").contains("a: changed"))
        #expect(
            try await user("kubectl replace -f -", input: Self.settings("c: three")) == "configmap/settings replaced")
        #expect(try await user("kubectl get configmap settings -o jsonpath={.data}") == #"{"c":"three"}"#)
        try await user("kubectl delete -f -", input: Self.settings("c: three"))
    }

    @Test("apply --server-side refuses to take a field from somebody else", arguments: KubectlVersion.all)
    func serverSide(version: KubectlVersion) async throws {
        let user = try await User(version)
        let apply = "kubectl apply --server-side -f -"
        #expect(
            try await user("\(apply) --field-manager=ann", input: Self.settings("a: ann"))
                == "configmap/settings serverside-applied")
        let conflict = try await user.attempt("\(apply) --field-manager=bob", input: Self.settings("a: bob"))
        #expect(conflict.status == 1)
        #expect(conflict.errors.contains("Apply failed with 1 conflict: conflict with \"ann\": .data.a"))
        try await user("\(apply) --field-manager=bob --force-conflicts", input: Self.settings("a: bob"))
        #expect(try await user("kubectl get configmap settings -o jsonpath={.data.a}") == "bob")
        let managers =
            "kubectl get configmap settings --show-managed-fields -o jsonpath='{.metadata.managedFields[*].manager}'"
        #expect(try await user(managers).words.contains("bob"))
        try await user("kubectl delete configmap settings")
    }

    private static func settings(_ data: String) -> String {
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  \(data)\n"
    }

    @Test("cordon, drain and taint send pods elsewhere", arguments: KubectlVersion.all)
    func drain(version: KubectlVersion) async throws {
        let user = try await User(version)
        let command = "sh -c 'trap exit TERM; sleep 9999 & wait'"
        try await user("kubectl create deployment moved --image=busybox --replicas=2 -- \(command)")
        try await user("kubectl wait --for=jsonpath='{.status.readyReplicas}'=2 deployment/moved")
        #expect(try await user("kubectl cordon worker-2") == "node/worker-2 cordoned")
        #expect(try await user("kubectl get node worker-2 --no-headers").words[1] == "Ready,SchedulingDisabled")
        let drained = try await user(
            "kubectl drain worker-2 --pod-selector=app=moved --ignore-daemonsets --timeout=60s")
        #expect(drained.hasSuffix("node/worker-2 drained"))
        try await user("kubectl wait --for=jsonpath='{.status.readyReplicas}'=2 deployment/moved")
        #expect(
            try await user("kubectl get pods -l app=moved -o jsonpath='{.items[*].spec.nodeName}'")
                == "worker-1 worker-1")
        #expect(try await user("kubectl uncordon worker-2") == "node/worker-2 uncordoned")

        #expect(try await user("kubectl taint node worker-1 full=yes:NoSchedule") == "node/worker-1 tainted")
        try await user(
            "kubectl delete pod -l app=moved && kubectl wait --for=jsonpath='{.status.readyReplicas}'=2 deployment/moved"
        )
        #expect(
            try await user("kubectl get pods -l app=moved -o jsonpath='{.items[*].spec.nodeName}'")
                == "worker-2 worker-2")
        #expect(try await user("kubectl taint node worker-1 full-") == "node/worker-1 untainted")
        try await user("kubectl delete deployment moved")
    }
}
