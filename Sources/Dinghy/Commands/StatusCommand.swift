import ArgumentParser

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show a cluster's processes, their restarts and their memory.")

    @OptionGroup var cluster: ClusterOptions

    func run() throws {
        let folder = try cluster.folder()
        guard FirstProcess(of: folder) != nil else { throw UsageError("the cluster in \(folder.path) doesn't run") }
        let answer = try folder.ask(.status)
        let rows = answer.components.map { component in
            [
                component.name, component.state, component.process == 0 ? "" : "\(component.process)",
                "\(component.restarts)", megabytes(component.kibibytes),
            ]
        }
        print(table([["COMPONENT", "STATE", "PROCESS", "RESTARTS", "MEMORY"]] + rows))
        for remark in answer.remarks { print("\n\(remark)") }
        print("\nmemory of all: \(megabytes(answer.components.map(\.kibibytes).reduce(0, +)))")
    }

    private func megabytes(_ kibibytes: Int) -> String {
        "\(kibibytes / 1024).\(kibibytes % 1024 * 10 / 1024) MiB"
    }
}

/// Columns as wide as their widest cell, three blanks between, as `kubectl` prints them.
func table(_ rows: [[String]]) -> String {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
        let cells = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
        let line = cells.joined(separator: "   ")
        return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
}
