import Glibc
import Linux

/// The API server's listening socket on the host's loopback.
///
/// It is opened before anything else starts: so a port that is taken is found out at once and told to the person, and
/// connections that come early wait in its queue. A socket keeps the network namespace it was made in, whoever accepts.
struct HostListener: ~Copyable {
    let descriptor: FileDescriptor

    /// - Parameter cluster: without an address it gets the first that no other cluster has: 127.0.0.1, 127.0.1.1, …
    init(for cluster: inout ClusterConfiguration) throws {
        if !cluster.address.isEmpty {
            descriptor = try listenTCP(cluster.address, ClusterConfiguration.apiServerPort)
            return
        }
        let taken = otherAddresses(than: cluster.name)
        for address in (0...255).map({ "127.0.\($0).1" }) where !taken.contains(address) {
            do {
                descriptor = try listenTCP(address, ClusterConfiguration.apiServerPort)
                cluster.address = address
                return
            } catch let error as PortTaken where error.owner?.isCluster != false {
                // A cluster of ours, or of somebody into whose processes we can't see.
                continue
            }
        }
        throw UsageError("no loopback address is free")
    }
}

/// Also of those that don't run now.
private func otherAddresses(than name: String) -> Set<String> {
    let names = (try? listFolder(ClusterOptions.home)) ?? []
    let clusters = names.filter { $0 != name }.compactMap { name in
        try? ClusterConfiguration(at: DataFolder(path: "\(ClusterOptions.home)/\(name)"))
    }
    return Set(clusters.map(\.address))
}

/// - Throws: ``PortTaken`` when somebody else listens there.
func listenTCP(_ address: String, _ port: Int) throws -> FileDescriptor {
    let listening = FileDescriptor(
        owning: try systemCall("socket") { socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0) })
    var yes: Int32 = 1
    // So that connections of a cluster that has just ended don't hold the port.
    try systemCall("setsockopt") {
        setsockopt(listening.number, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    }
    do {
        try withAddress(address, port) { pointer, length in
            try systemCall("bind", "\(address):\(port)") { bind(listening.number, pointer, length) }
        }
        try systemCall("listen", "\(address):\(port)") { listen(listening.number, 1024) }
    } catch let error as SystemCallError where error.errno == EADDRINUSE {
        throw PortTaken(address: address, port: port, owner: PortOwner(ofPort: port, at: address))
    }
    return listening
}

@discardableResult
func withAddress<Result>(
    _ address: String, _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result
) throws -> Result {
    var socketAddress = sockaddr_in()
    socketAddress.sin_family = sa_family_t(AF_INET)
    socketAddress.sin_port = UInt16(port).bigEndian
    guard inet_pton(AF_INET, address, &socketAddress.sin_addr) == 1 else {
        throw UsageError("\(address): not an IPv4 address")
    }
    return try withUnsafePointer(to: &socketAddress) { pointer in
        try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            try body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}
