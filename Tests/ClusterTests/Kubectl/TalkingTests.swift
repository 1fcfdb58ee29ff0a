import TestSupport
import Testing

// What talks to containers through API server and kubelet: logs, exec, attach, cp, port-forward.
extension RealClusters.KubectlTests {
    @Test("logs shows what was said, and follows", arguments: KubectlVersion.all)
    func logs(version: KubectlVersion) async throws {
        let user = try await User(version)
        try await user(
            "kubectl run clock --image=busybox -- sh -c 'trap exit TERM; n=0; while sleep 0.1; do echo tick $n; n=$((n+1)); done'"
        )
        try await user("kubectl wait --for=condition=Ready pod/clock")
        try await user.running("kubectl logs -f clock") { logs in
            try await logs.prints("tick 0\ntick 1\n")
            try await logs.prints("tick 9\n")
            try await user("kubectl delete pod clock")
            #expect(try await logs.ends() == 0)
        }
        try await user(
            "kubectl run said --image=busybox --restart=Never -- sh -c 'echo one; sleep 0.2; echo two >&2; sleep 0.2; echo three'"
        )
        try await user("kubectl wait --for=jsonpath='{.status.phase}'=Succeeded pod/said")
        #expect(try await user("kubectl logs said") == "one\ntwo\nthree")
        #expect(try await user("kubectl logs said --tail=1") == "three")
        #expect(try await user("kubectl logs -l run=said --prefix --tail=1") == "[pod/said/said] three")
        #expect(try await user("kubectl logs said --timestamps | head -1").contains(/^\d{4}-\d\d-\d\dT\S+Z one$/))
        #expect(
            try await user.attempt("kubectl logs said -c other").errors.contains(
                "container other is not valid for pod said"))
        try await user("kubectl delete pod said")
    }

    @Test(
        "exec runs a command in a container, with input, with a terminal, with its exit code",
        arguments: KubectlVersion.all)
    func exec(version: KubectlVersion) async throws {
        let user = try await User(version)
        try await user.keep(pod: "keeper")
        #expect(try await user("kubectl exec keeper -- hostname") == "keeper")
        #expect(try await user("kubectl exec -i keeper -- sh -c 'tr a-z A-Z'", input: "loud\n") == "LOUD")
        let failed = try await user.attempt("kubectl exec keeper -- sh -c 'echo oh >&2; exit 7'")
        #expect(failed.status == 7)
        #expect(failed.errors.hasPrefix("oh\n"))
        let absent = try await user.attempt("kubectl exec keeper -- no-such-program")
        #expect(absent.status != 0)
        #expect(absent.errors.contains("no-such-program"))
        #expect(try await user("kubectl exec keeper -- dd if=/dev/zero bs=1M count=5 2>/dev/null | wc -c") == "5242880")
        try await user.running("kubectl exec -it keeper -- sh", onTerminal: true) { shell in
            try await shell.type("stty size; tty\r")
            try await shell.prints("33 99")
            try await shell.prints("/dev/pts/")
            try shell.resize(rows: 40, columns: 120)
            try await shell.type("until stty size | grep '40 120'; do sleep 0.05; done; echo sleep''ing; sleep 99\r")
            try await shell.prints("40 120\r\nsleeping")
            try await shell.type("\u{3}")
            try await shell.type("exit 3\r")
            #expect(try await shell.ends() == 3)
        }
    }

    @Test("attach joins the container's own process, and leaves it running", arguments: KubectlVersion.all)
    func attach(version: KubectlVersion) async throws {
        let user = try await User(version)
        try await user.running("kubectl run talker -it --image=busybox --restart=Never -- sh", onTerminal: true) {
            talker in
            try await talker.prints("# ", within: .seconds(30))
            try await talker.type("echo $((6*7))\r")
            try await talker.prints("42")
        }
        try await user.running("kubectl attach talker -it", onTerminal: true) { talker in
            try await talker.type("echo still $((40+3))\r")
            try await talker.prints("still 43")
            try await talker.type("exit\r")
            #expect(try await talker.ends() == 0)
        }
        try await user("kubectl wait --for=jsonpath='{.status.phase}'=Succeeded pod/talker")
        try await user("kubectl delete pod talker")
    }

    @Test("port-forward brings a pod's port here, for many connections", arguments: KubectlVersion.all)
    func portForward(version: KubectlVersion) async throws {
        let user = try await User(version)
        try await user.serveWeb()
        for target in ["deploy/web :8080", "service/web :80"] {
            try await user.running("kubectl port-forward \(target)") { forward in
                try await forward.prints("Forwarding from 127.0.0.1:")
                let port = try #require(forward.output.firstMatch(of: /127\.0\.0\.1:(\d+)/)?.output.1)
                for _ in 1...5 {
                    #expect(try await user("busybox wget -qO- http://127.0.0.1:\(port)").hasPrefix("I am web-"))
                }
                #expect(forward.output.contains("Handling connection for \(port)"))
            }
        }
    }

    @Test("cp brings files and folders in and out", arguments: KubectlVersion.all)
    func copy(version: KubectlVersion) async throws {
        let user = try await User(version)
        try await user.keep(pod: "keeper")
        try await user("mkdir -p ~/in/deep && cd ~ && seq 100000 > in/deep/many && echo hello > in/one")
        try await user(
            "cd ~ && kubectl cp in keeper:/tmp/in && kubectl cp in/one $(kubectl config view --minify -o jsonpath={..namespace})/keeper:/tmp/alone"
        )
        #expect(try await user("kubectl exec keeper -- cat /tmp/in/one /tmp/alone") == "hello\nhello")
        try await user("cd ~ && rm -rf out && kubectl cp keeper:/tmp/in out && diff -r in out && rm -rf in out")
    }
}
