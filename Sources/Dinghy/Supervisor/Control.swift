import Glibc
import Linux
import Schema

/// What a command of `dinghy` asks the supervisor, over the data folder's `control.sock`: one word, answered with one
/// JSON document.
enum ControlRequest: String {
    case status
    /// Read `cluster.json` again and follow it.
    case reload
    /// End all components, and then yourself; process 1 ends with you.
    case end
}

struct ControlAnswer: Declared {
    var components: [ComponentStatus] = []
    /// What a person should know: a NodePort that somebody else on the host has.
    var remarks: [String] = []
    var error = ""

    static let schema = Schema<Self>("The supervisor's answer.") {
        Field(nil, "components", \.components)
        Field(nil, "remarks", \.remarks)
        Field(nil, "error", \.error)
    }

    init() {}
    init(components: [ComponentStatus] = [], remarks: [String] = [], error: String = "") {
        (self.components, self.remarks, self.error) = (components, remarks, error)
    }
}

struct ComponentStatus: Declared {
    var name = ""
    /// `running`, `waiting` (to be started again) or `stopping`.
    var state = ""
    /// In the cluster's counting; 0 when there is none.
    var process = 0
    var restarts = 0
    /// The process's share of memory (PSS): pages that several processes have are divided among them.
    var kibibytes = 0

    static let schema = Schema<Self>("How a component is.") {
        Field(nil, "name", \.name)
        Field(nil, "state", \.state)
        Field(nil, "process", \.process)
        Field(nil, "restarts", \.restarts)
        Field(nil, "kibibytes", \.kibibytes)
    }

    init() {}

    init(_ entry: Roster.Entry) {
        name = entry.component.name
        restarts = entry.restarts
        process = entry.state.process.map(Int.init) ?? 0
        kibibytes = entry.state.process.flatMap(proportionalSetSize) ?? 0
        state =
            switch entry.state {
            case .waiting: "waiting"
            case .running: "running"
            case .stopping: "stopping"
            }
    }
}

extension DataFolder {
    /// Asks the supervisor of this cluster; throws ECONNREFUSED or ENOENT when there is none.
    func ask(_ request: ControlRequest) throws -> ControlAnswer {
        let connection = try connectUnix(to: controlSocket)
        try setTimeout(of: connection.number, seconds: 20)
        try connection.write(Array(request.rawValue.utf8))
        var bytes: [UInt8] = []
        while true {
            let part = try connection.read(upTo: 64 << 10)
            if part.isEmpty { break }
            bytes += part
        }
        let answer = try ControlAnswer(json: JSON(parsing: bytes))
        guard answer.error.isEmpty else { throw UsageError("the supervisor: \(answer.error)") }
        return answer
    }
}

/// Reading and writing then give up (EAGAIN).
func setTimeout(of socket: Int32, seconds: Int) throws {
    var time = timeval(tv_sec: seconds, tv_usec: 0)
    let length = socklen_t(MemoryLayout<timeval>.size)
    try systemCall("setsockopt") { setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, length) }
    try systemCall("setsockopt") { setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, length) }
}
