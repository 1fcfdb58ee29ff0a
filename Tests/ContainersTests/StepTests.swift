import Linux
import PodsContract
import Testing

@testable import Containers

@Suite("Steps")
struct StepTests {
    private let specification: ContainerSpecification = {
        var specification = ContainerSpecification()
        specification.writable = "/w"
        specification.layers = ["/l2", "/l1"]
        specification.arguments = ["httpd"]
        specification.privileges.noNewPrivileges = true
        specification.mounts = [BindMount("/volume", at: "/data", isReadOnly: true)]
        return specification
    }()

    private func steps() -> [Step] {
        containerSteps(
            specification, in: NamespaceOptions(), pause: 42, cgroupFiles: ["/cg/procs"], node: NodeAbilities())
    }

    private func position(_ isMeant: (Step) -> Bool) throws -> Int {
        let found = steps().firstIndex(where: isMeant)
        return try #require(found)
    }

    @Test("A container is accounted for from its first step on, and ends as its program")
    func ends() {
        #expect(steps().first == .pod(.write("0", to: "/cg/procs")))
        #expect(steps().last == .execute(["httpd"]))
    }

    @Test("What is mounted is taken from the old root, and put when the new one is in place")
    func order() throws {
        let taken = try position { $0 == .pod(.take(slot: 0, path: "/volume", recursively: true)) }
        let changed = try position { $0 == .pod(.changeRoot(to: "/w/root")) }
        let put = try position { $0 == .pod(.put(slot: 0, path: "/data", readOnly: true, recursively: true)) }
        let left = try position { $0 == .pod(.leaveOldRoot) }
        #expect(taken < changed && changed < put && put < left)
    }

    @Test("Privileges go last: the filter before the user, the user before the capabilities, then the tie to the shim")
    func privileges() throws {
        let filter = try position { if case .filterCalls = $0 { true } else { false } }
        let user = try position { if case .become = $0 { true } else { false } }
        let capabilities = try position { if case .setCapabilities = $0 { true } else { false } }
        let tie = try position { $0 == .pod(.dieWithShim) }
        let left = try position { $0 == .pod(.leaveOldRoot) }
        #expect(left < filter && filter < user && user < capabilities && capabilities < tie)
    }

    @Test("A filter lets through what a capability is there for")
    func filter() {
        let strict = seccompFilter(for: .containerDefault)
        let loose = seccompFilter(for: .all)
        #expect(strict.count % 8 == 0 && loose.count < strict.count)
    }

    @Test(
        "Capabilities have their names and numbers",
        arguments: [("CAP_CHOWN", 0), ("net_bind_service", 10), ("SYS_ADMIN", 21), ("checkpoint_restore", 40)])
    func capabilities(name: String, number: UInt64) {
        #expect(CapabilitySet(named: name)?.rawValue == 1 << number)
    }

    @Test("A failed step tells in words what was to be done")
    func words() {
        let missing = StartError(step: .execute(["nosuch"]), cause: SystemCallError("shim", errno: 2))
        #expect(missing.description == "exec: \"nosuch\": executable file not found in $PATH")
        let path = StartError(step: .execute(["/bin/x"]), cause: SystemCallError("shim", errno: 2))
        #expect(path.description == "exec: \"/bin/x\": stat /bin/x: no such file or directory")
        let folder = StartError(step: .changeFolder("/x"), cause: SystemCallError("shim", errno: 13))
        #expect(folder.description == "chdir to cwd (\"/x\"): Permission denied")
    }
}
