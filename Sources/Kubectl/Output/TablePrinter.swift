import Schema

/// Text in columns, as kubectl aligns it: each column as wide as its widest cell and three spaces more.
///
/// Widths are remembered, so that rows that come later (a watch) stay aligned with the first ones. The last cell of a row is
/// not filled up.
struct ColumnWriter: Sendable {
    private var widths: [Int] = []

    mutating func lines(_ rows: [[String]]) -> String {
        for row in rows {
            for (index, cell) in row.enumerated() {
                if index == widths.count { widths.append(0) }
                widths[index] = max(widths[index], cell.count + 3, 6)
            }
        }
        return rows.map(line).joined()
    }

    private func line(_ row: [String]) -> String {
        var text = ""
        for (index, cell) in row.enumerated() {
            text += cell
            if index < row.count - 1 { text += String(repeating: " ", count: widths[index] - cell.count) }
        }
        return text + "\n"
    }
}

/// Prints the Tables that the server makes of lists and objects.
///
/// Source: kubernetes.io, Concepts → Kubernetes API Concepts → Receiving resources as Tables.
struct TablePrinter: Sendable {
    struct Options: Sendable {
        var isWide = false
        var showsNamespace = false
        var showsLabels = false
        var showsHeaders = true
        /// `pod/` before each name, when several kinds are printed.
        var namePrefix = ""
    }

    private let options: Options
    private var writer = ColumnWriter()
    private var columns: [JSON] = []
    private var hasPrintedHeader = false

    init(_ options: Options) { self.options = options }

    /// The rows of one Table as text. Only the first Table must say what its columns are.
    mutating func text(_ table: JSON) -> String {
        if let definitions = table["columnDefinitions"]?.array, !definitions.isEmpty { columns = definitions }
        var rows = (table["rows"]?.array ?? []).map(row)
        if rows.isEmpty { return "" }
        if options.showsHeaders, !hasPrintedHeader { rows.insert(header, at: 0) }
        hasPrintedHeader = true
        return writer.lines(rows)
    }

    private var shown: [Int] {
        columns.indices.filter { options.isWide || (columns[$0]["priority"]?.integer ?? 0) == 0 }
    }

    private var header: [String] {
        (options.showsNamespace ? ["NAMESPACE"] : [])
            + shown.map { (columns[$0]["name"]?.string ?? "").uppercased() } + (options.showsLabels ? ["LABELS"] : [])
    }

    private func row(_ row: JSON) -> [String] {
        let cells = row["cells"]?.array ?? []
        let object = row["object"] ?? .null
        let texts = shown.map { index -> String in
            let text = index < cells.count ? Self.text(cells[index]) : ""
            let isName = columns[index]["format"] == "name"
            return isName ? options.namePrefix + text : text
        }
        return (options.showsNamespace ? [object.namespace] : []) + texts
            + (options.showsLabels ? [Self.labels(object)] : [])
    }

    private static func text(_ cell: JSON) -> String {
        switch cell {
        case .string(let text): text
        case .null: "<none>"
        default: cell.description
        }
    }

    private static func labels(_ object: JSON) -> String {
        let labels = object[path: ["metadata", "labels"]]?.object?.members ?? []
        if labels.isEmpty { return "<none>" }
        return labels.map { "\($0.name)=\($0.value.string ?? "")" }.sorted().joined(separator: ",")
    }
}
