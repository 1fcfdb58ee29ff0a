internal import Glibc
internal import Linux
internal import PodNetworkContract
internal import Schema

/// A pool of addresses that outlives the plugin's process, in a file that several of them may want at once.
struct AddressFile: Sendable {
    let folder: String
    let subnet: IPv4Subnet

    /// Reads the pool, lets `body` change it and writes it back; meanwhile nobody else does.
    func update<Value>(_ body: (inout AddressPool) throws -> Value) throws -> Value {
        try makeFolder(folder)
        // The lock is the process's: killed, it holds it no longer.
        let lock = try FileDescriptor(open: "\(folder)/lock", O_RDWR | O_CREAT)
        try take(lock)
        let before = AddressPool(subnet: subnet, parsing: fileExists(path) ? try readText(path) : "")
        var pool = before
        let value = try body(&pool)
        // Replaced in one step: a reader after a crash sees the old contents or the new.
        if pool != before { try replaceFile(path, with: Array(pool.text.utf8)) }
        return value
    }

    private var path: String { "\(folder)/addresses" }

    private func take(_ lock: borrowing FileDescriptor) throws {
        try systemCall("flock", folder) { flock(lock.number, LOCK_EX) }
    }
}

extension AddressPool {
    /// One line an allocation, and the address given last in the first line.
    var text: String {
        allocations.reduce(lastGiven.map { "last \($0)\n" } ?? "") {
            $0 + "\($1.address) \($1.attachment.container) \($1.attachment.interface) \($1.namespace)\n"
        }
    }

    /// Lines that make no sense, or have an address outside the subnet, are passed over.
    init(subnet: IPv4Subnet, parsing text: String) {
        self.init(subnet: subnet)
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            if words.count == 2, words[0] == "last", let address = IPv4Address(words[1]), subnet.contains(address) {
                lastGiven = address
            }
            guard words.count == 4, let address = IPv4Address(words[0]), subnet.contains(address) else { continue }
            let attachment = Attachment(container: words[1], interface: words[2])
            allocations.append(Allocation(address: address, attachment: attachment, namespace: words[3]))
        }
    }
}
