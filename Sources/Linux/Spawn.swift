internal import CLinux
internal import Glibc

/// A process to be started: which program, with what, and in which namespaces.
///
/// ```swift
/// let pid = try Spawn("/usr/bin/dinghy", ["dinghy", "etcd"], enter: ["/run/netns/worker-1"]).start()
/// ```
/// It begins with default signal handlers and with no descriptors but those given.
package struct Spawn: Sendable {
    /// A path; it isn't searched for.
    package var executable: String
    /// The first is the program's own name.
    package var arguments: [String]
    /// As `NAME=value`.
    package var environment: [String]
    package var directory: String? = nil
    /// The process's descriptors 0, 1, 2, …; nil is /dev/null.
    package var descriptors: [Int32?] = [0, 1, 2]
    package var newNamespaces: Namespaces = []
    /// Namespaces to join, by path, in this order.
    package var enter: [String] = []
    /// A session and process group of its own, so that a signal to the terminal doesn't reach it.
    package var ownSession = false
    /// Sent to it when the *thread* that started it ends; see ``startFromLastingThread()``.
    package var parentDeathSignal: Int32 = 0
    /// In a new user namespace: be root there.
    package var mapRoot = false
    /// `cgroup.procs` files that it writes itself into.
    package var cgroups: [String] = []
    /// Where the new PID namespace's /proc is mounted.
    package var proc: String? = nil
    /// A mount that is detached after that, such as the old root.
    package var detach: String? = nil
    /// The user to become, with a group of the same number and no others.
    package var user: UInt32? = nil
    /// The system calls that it and all that come from it are refused; see ``seccompFilter(for:isForStrangers:)``. Who starts
    /// it must have set `no_new_privs`, or be root.
    package var filter: [UInt8] = []

    package init(
        _ executable: String, _ arguments: [String], environment: [String] = currentEnvironment(), enter: [String] = []
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.enter = enter
    }

    /// Starts it and returns once the program runs.
    /// - Throws: the call that failed in the new process, with the program's path.
    package func start() throws(SystemCallError) -> ProcessID {
        let entered = try enter.map { path throws(SystemCallError) in
            try FileDescriptor(open: path, O_RDONLY).release()
        }
        defer { for number in entered { close(number) } }
        let strings = CStrings()
        var spawn = description(strings)
        spawn.enter_count = entered.count
        let process = withExtendedLifetime(strings) {
            entered.withUnsafeBufferPointer { entered in
                descriptors.map { $0 ?? -1 }.withUnsafeBufferPointer { descriptors in
                    filter.withUnsafeBytes { filter in
                        spawn.enter = entered.baseAddress
                        spawn.descriptors = descriptors.baseAddress
                        spawn.filter = filter.isEmpty ? nil : filter.baseAddress
                        return clinux_spawn(&spawn)
                    }
                }
            }
        }
        guard process > 0 else {
            throw SystemCallError(
                spawn.failed_call.map { String(cString: $0) } ?? "clone", executable, errno: spawn.failed_errno)
        }
        return process
    }

    /// As C has it; all but the descriptors.
    private func description(_ strings: CStrings) -> clinux_spawn {
        var spawn = clinux_spawn()
        spawn.executable = UnsafePointer(strings.add(executable))
        spawn.arguments = UnsafePointer(strings.list(arguments))
        spawn.environment = UnsafePointer(strings.list(environment))
        spawn.directory = directory.map { UnsafePointer(strings.add($0)) }
        spawn.new_namespaces = newNamespaces.rawValue
        spawn.session = ownSession ? 1 : 0
        spawn.death_signal = parentDeathSignal
        spawn.map_root = mapRoot ? 1 : 0
        spawn.cgroups = strings.constants(cgroups)
        spawn.cgroup_count = cgroups.count
        spawn.descriptor_count = descriptors.count
        spawn.proc = proc.map { UnsafePointer(strings.add($0)) }
        spawn.detach = detach.map { UnsafePointer(strings.add($0)) }
        spawn.filter_length = UInt16(filter.count / 8)
        spawn.user = user.map { Int32(bitPattern: $0) } ?? -1
        return spawn
    }
}

/// This process's environment, as `NAME=value`.
package func currentEnvironment() -> [String] {
    var variables: [String] = []
    var next = environ
    while let variable = next.pointee {
        variables.append(String(cString: variable))
        next += 1
    }
    return variables
}

/// Strings and lists of strings as C wants them, kept until this owner goes away.
final class CStrings {
    private var texts: [UnsafeMutablePointer<CChar>] = []
    private var lists: [UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>] = []

    func add(_ text: String) -> UnsafeMutablePointer<CChar> {
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.utf8.count + 1)
        for (index, byte) in text.utf8.enumerated() { copy[index] = CChar(bitPattern: byte) }
        copy[text.utf8.count] = 0
        texts.append(copy)
        return copy
    }

    /// Ended by a null pointer.
    func list(_ texts: [String]) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
        let list = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: texts.count + 1)
        list.initialize(repeating: nil, count: texts.count + 1)
        for (index, text) in texts.enumerated() { list[index] = add(text) }
        lists.append(list)
        return list
    }

    func constants(_ texts: [String]) -> UnsafePointer<UnsafePointer<CChar>?> {
        UnsafeRawPointer(list(texts)).assumingMemoryBound(to: UnsafePointer<CChar>?.self)
    }

    deinit {
        for text in texts { text.deallocate() }
        for list in lists { list.deallocate() }
    }
}
