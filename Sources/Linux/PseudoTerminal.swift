internal import Glibc

/// A terminal that programs can be given, with this process where person and screen would be: what is written to the
/// master is typed, what the program prints can be read there.
package struct PseudoTerminal: ~Copyable {
    package var master: FileDescriptor
    /// The program's side: its standard input, output and errors.
    package var slave: FileDescriptor

    package init(rows: UInt16 = 24, columns: UInt16 = 80) throws(SystemCallError) {
        let master = try FileDescriptor(open: "/dev/ptmx", O_RDWR | O_NOCTTY)
        let slave = try Self.slave(of: master.number)
        try setTerminalSize(of: slave.number, rows: rows, columns: columns)
        self.master = master
        self.slave = slave
    }

    private static func slave(of master: Int32) throws(SystemCallError) -> FileDescriptor {
        var locked: Int32 = 0
        try systemCall("ioctl", "TIOCSPTLCK") { ioctl(master, 0x4004_5431, &locked) }
        let number = try systemCall("ioctl", "TIOCGPTPEER") { ioctl(master, 0x5441, O_RDWR | O_NOCTTY | O_CLOEXEC) }
        return FileDescriptor(owning: number)
    }

    /// The person's side alone; the other is closed.
    package consuming func keepMaster() -> FileDescriptor { master }
}
