import Testing

@testable import Dinghy

@Suite("Who has a port") struct SocketTableTests {
    static let table = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:192B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1111 1 0 100 0 0 10 0
           1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2222 1 0 100 0 0 10 0
           2: 0100007F:192B 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 3333 1 0 100 0 0 10 0
        """

    @Test(
        "The kernel's table names the socket that listens at an address, or at all of them",
        arguments: [
            ("127.0.0.1", 6443, ["1111"]), ("127.0.1.1", 6443, []), ("127.0.0.1", 22, ["2222"]), ("127.0.0.1", 80, []),
        ])
    func listening(address: String, port: Int, expected: [String]) {
        #expect(SocketTable.listening(at: address, port, in: Self.table) == expected)
    }
}
