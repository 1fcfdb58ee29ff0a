internal import Glibc

/// A terminal that passes each key on at once, unechoed and uninterpreted: what a shell at the other end of a connection
/// needs. It becomes what it was before with ``restore()``, or when the value goes away.
package final class RawTerminal: Sendable {
    private let descriptor: Int32
    private let before: termios

    package init(_ descriptor: Int32) throws(SystemCallError) {
        var settings = termios()
        try systemCall("tcgetattr") { tcgetattr(descriptor, &settings) }
        self.descriptor = descriptor
        before = settings
        cfmakeraw(&settings)
        try systemCall("tcsetattr") { tcsetattr(descriptor, TCSADRAIN, &settings) }
    }

    deinit { restore() }

    package func restore() {
        var settings = before
        _ = tcsetattr(descriptor, TCSADRAIN, &settings)
    }
}

/// In characters; nil for what is no terminal.
package func terminalSize(of terminal: Int32) -> (rows: Int, columns: Int)? {
    var size = winsize()
    guard ioctl(terminal, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    return (Int(size.ws_row), Int(size.ws_col))
}
