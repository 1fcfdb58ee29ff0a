import Linux

/// A port that is in use, and by whom.
struct PortTaken: Error, CustomStringConvertible {
    let address: String
    let port: Int
    let owner: PortOwner?

    var description: String {
        let who = owner.map { "\($0.program) (process \($0.process))" } ?? "a process of another user"
        return "\(address):\(port) is in use already, by \(who)"
    }
}

/// The process that listens at a TCP port of this network namespace.
///
/// `/proc/net/tcp` says which socket (by inode) listens where, and `/proc/PID/fd` who holds which socket.
struct PortOwner: Hashable {
    let process: ProcessID
    let program: String

    /// One of Dinghy's own: another cluster.
    var isCluster: Bool { program == "ClusterInit" || program == "dinghy" }

    /// Nil when nobody does, or when it is somebody whose descriptors we may not see.
    init?(ofPort port: Int, at address: String) {
        let sockets = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap { path in
            SocketTable.listening(at: address, port, in: (try? readText(path)) ?? "")
        }
        let names = Set(sockets.map { "socket:[\($0)]" })
        let processes = ((try? listFolder("/proc")) ?? []).compactMap(ProcessID.init).sorted()
        guard !names.isEmpty, let process = processes.first(where: { Self.holds(names, $0) }) else { return nil }
        self.process = process
        program = (try? readText("/proc/\(process)/comm")) ?? "unknown"
    }

    private static func holds(_ names: Set<String>, _ process: ProcessID) -> Bool {
        let folder = "/proc/\(process)/fd"
        return ((try? listFolder(folder)) ?? []).contains { names.contains(readLink("\(folder)/\($0)")) }
    }
}

/// The kernel's table of TCP sockets (`/proc/net/tcp`), as text: addresses and ports in hexadecimal, the address in the
/// machine's byte order, state 0A for listening, the inode in the tenth column.
enum SocketTable {
    /// The inodes of the sockets that listen at this port, for this IPv4 address or for all.
    static func listening(at address: String, _ port: Int, in table: String) -> [String] {
        let digits = String(port, radix: 16, uppercase: true)
        let port = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return table.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, fields[3] == "0A" else { return nil }
            let local = fields[1].split(separator: ":")
            guard local.count == 2, local[1] == port else { return nil }
            let isAll = local[0].allSatisfy { $0 == "0" }
            return isAll || local[0].suffix(8) == hexadecimal(address) ? String(fields[9]) : nil
        }
    }

    private static func hexadecimal(_ address: String) -> String {
        address.split(separator: ".").reversed().map { part in
            let digits = String(UInt8(part) ?? 0, radix: 16, uppercase: true)
            return digits.count < 2 ? "0" + digits : digits
        }.joined()
    }
}
