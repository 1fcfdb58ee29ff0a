import TestSupport
import Testing

// What only reads: get in all its forms, describe, explain, discovery, permissions, events.
extension RealClusters.KubectlTests {
    @Test("Three nodes are ready, and only the control plane is tainted", arguments: KubectlVersion.all)
    func nodes(version: KubectlVersion) async throws {
        let user = try await User(version)
        let nodes = try await user("kubectl get nodes -o wide").lines
        #expect(nodes.first?.words.prefix(5) == ["NAME", "STATUS", "ROLES", "AGE", "VERSION"])
        #expect(
            nodes.dropFirst().map { $0.words.prefix(3).joined(separator: " ") } == [
                "control-plane Ready control-plane", "worker-1 Ready <none>", "worker-2 Ready <none>",
            ])
        let taints = try await user(
            "kubectl get nodes --no-headers -o custom-columns=N:.metadata.name,T:.spec.taints[*].effect")
        #expect(
            taints.lines.map(\.words) == [
                ["control-plane", "NoSchedule"], ["worker-1", "<none>"], ["worker-2", "<none>"],
            ])
    }

    @Test("get prints tables, YAML, JSON, paths, columns, templates and names", arguments: KubectlVersion.all)
    func outputs(version: KubectlVersion) async throws {
        let user = try await User(version)
        try await user.serveWeb()
        #expect(try await user("kubectl get deploy/web -o yaml").hasPrefix("apiVersion: apps/v1\nkind: Deployment\n"))
        #expect(try await user("kubectl get deploy/web -o json").contains("\"kind\": \"Deployment\""))
        #expect(
            try await user(
                "kubectl get deploy/web -o jsonpath='{.spec.replicas} {.spec.template.spec.containers[0].name}'")
                == "3 web")
        #expect(
            try await user("kubectl get deploy -o custom-columns=NAME:.metadata.name,READY:.status.readyReplicas")
                == "NAME   READY\nweb    3")
        #expect(try await user("kubectl get svc web -o go-template='{{(index .spec.ports 0).targetPort}}'") == "http")
        #expect(try await user("kubectl get deploy,svc -o name") == "deployment.apps/web\nservice/web")
        #expect(
            try await user("kubectl get pods -l app=web,app!=x --field-selector status.phase=Running -o name").lines
                .count == 3)
        #expect(
            try await user("kubectl get pods --sort-by=.metadata.name --show-labels | tail -1").contains(
                "app=web,pod-template-hash="))
        #expect(try await user("kubectl get pods -A --no-headers").contains(user.namespace))
        #expect(try await user("kubectl get all -o name").contains("replicaset.apps/web-"))
        let missing = try await user.attempt("kubectl get pod nobody")
        #expect(missing.errors == "Error from server (NotFound): pods \"nobody\" not found\n")
        #expect(missing.status == 1)
    }

    @Test("describe tells of an object, what belongs to it, and what happened", arguments: KubectlVersion.all)
    func describe(version: KubectlVersion) async throws {
        let user = try await User(version)
        try await user.serveWeb()
        let deployment = try await user("kubectl describe deployment web")
        #expect(deployment.contains("3 desired | 3 updated | 3 total | 3 available | 0 unavailable"))
        #expect(deployment.contains("ScalingReplicaSet"))
        let pod = try await user("kubectl describe $(kubectl get pods -l app=web -o name | head -1)")
        for part in [
            "Controlled By:  ReplicaSet/web-", "http-get http://:http/", "Ready             ", "Scheduled",
            "Started container web",
        ] {
            #expect(pod.replacing("Ready                       ", with: "Ready             ").contains(part))
        }
        #expect(try await user("kubectl describe service web").matches(of: /10\.244\.\d+\.\d+:8080/).count == 3)
        let node = try await user("kubectl describe node worker-1")
        for part in ["Allocatable:", "PodCIDR:", "10.244.1.0/24", "Non-terminated Pods:", "Lease:", "KubeletReady"] {
            #expect(node.contains(part))
        }
        #expect(
            try await user("kubectl get events --field-selector reason=ScalingReplicaSet").contains("deployment/web"))
        #expect(try await user("kubectl events --for deployment/web").contains("Scaled up replica set"))
    }

    @Test("The API explains itself, and says who may do what", arguments: KubectlVersion.all)
    func discovery(version: KubectlVersion) async throws {
        let user = try await User(version)
        let replicas = try await user("kubectl explain deployment.spec.replicas")
        #expect(replicas.contains("replicas <integer>"))
        #expect(try await user("kubectl explain pod.spec --recursive").contains("terminationGracePeriodSeconds"))
        let resources = try await user("kubectl api-resources --no-headers").lines.map(\.words)
        #expect(resources.contains(["deployments", "deploy", "apps/v1", "true", "Deployment"]))
        #expect(try await user("kubectl api-resources --namespaced=false -o name").lines.contains("nodes"))
        #expect(try await user("kubectl api-versions").lines.contains("coordination.k8s.io/v1"))
        #expect(try await user("kubectl auth can-i create deployments") == "yes")
        #expect(try await user("kubectl auth can-i --list").contains("*.*"))
        // Up to 1.27 it knows the alpha and beta versions alone.
        if version.name != "1.27" {
            #expect(
                try await user("kubectl auth whoami -o jsonpath='{.status.userInfo.groups}'").contains("system:masters")
            )
        }
        #expect(try await user("kubectl cluster-info").contains("is running at"))
        let top = try await user.attempt("kubectl top pods")
        #expect(top.status == 1)
        #expect(top.errors == "error: Metrics API not available\n")
    }

    @Test("Roles and bindings say what an account may, inside of a pod, too", arguments: KubectlVersion.all)
    func roles(version: KubectlVersion) async throws {
        let user = try await User(version)
        try await user("kubectl create serviceaccount clerk")
        let account = "system:serviceaccount:\(user.namespace):clerk"
        let question = "kubectl auth can-i list configmaps --as=\(account)"
        #expect(try await user.attempt(question).output == "no\n")
        try await user("kubectl create role reader --verb=get,list --resource=configmaps")
        try await user("kubectl create rolebinding clerk --role=reader --serviceaccount=\(user.namespace):clerk")
        #expect(try await user(question) == "yes")
        #expect(try await user.attempt(question + " -n kube-system").output == "no\n")
        #expect(try await user.attempt("kubectl auth can-i delete configmaps --as=\(account)").output == "no\n")

        try await user.keep(pod: "office", #"--overrides='{"spec":{"serviceAccountName":"clerk"}}'"#)
        let token = "--token=$(kubectl exec office -- cat /var/run/secrets/kubernetes.io/serviceaccount/token)"
        let server = "--server=$(kubectl config view -o jsonpath='{.clusters[0].cluster.server}')"
        let clerk = "KUBECONFIG=/dev/null kubectl -n \(user.namespace) \(server) \(token) --insecure-skip-tls-verify"
        #expect(try await user("\(clerk) get configmaps -o name") == "configmap/kube-root-ca.crt")
        #expect(
            try await user.attempt("\(clerk) get pods").errors.contains("\(account)\" cannot list resource \"pods\""))
        try await user("kubectl delete rolebinding/clerk role/reader serviceaccount/clerk pod/office")
    }
}
