/// Performs the operations of a ``JSONPatch`` on a document.
struct DocumentEditor {
    private(set) var document: JSON
    private var copiedBytes = 0

    init(document: JSON) { self.document = document }

    mutating func add(_ value: JSON, at path: JSONPointer, _ operation: String) throws(PatchError) {
        guard value.depth + path.steps.count <= JSON.maximumDepth else { throw PatchError("exceeded max depth") }
        guard let last = path.steps.last else { return document = value }
        try edit(path, "\(operation) operation does not apply: doc is missing path: \"\(path)\": missing value") {
            (container: inout JSON) throws(PatchError) in
            switch container {
            case .object: container[last] = value
            case .array(var elements):
                container = .null
                elements.insert(
                    value, at: try Self.index(last, upTo: elements.count, "error in add for path: '\(path)'"))
                container = .array(elements)
            default: throw PatchError("add operation does not apply: doc is missing path: \"\(path)\": missing value")
            }
        }
    }

    mutating func remove(_ path: JSONPointer) throws(PatchError) -> JSON {
        guard let last = path.steps.last else { throw PatchError("remove operation does not apply: the path is empty") }
        var removed: JSON?
        try edit(path, "remove operation does not apply: doc is missing path: \"\(path)\": missing value") {
            (container: inout JSON) throws(PatchError) in
            if case .array(var elements) = container {
                container = .null
                let problem = "error in remove for path: '\(path)'"
                removed = elements.remove(at: try Self.index(last, upTo: elements.count - 1, problem))
                container = .array(elements)
            } else {
                removed = container[last]
                if removed != nil { container[last] = nil }
            }
        }
        if let removed { return removed }
        throw PatchError(
            "error in remove for path: '\(path)': Unable to remove nonexistent key: \(last): missing value")
    }

    mutating func replace(_ path: JSONPointer, by value: JSON) throws(PatchError) {
        guard value.depth + path.steps.count <= JSON.maximumDepth else { throw PatchError("exceeded max depth") }
        guard let last = path.steps.last else { return document = value }
        try edit(path, "replace operation does not apply: doc is missing path: \(path): missing value") {
            (container: inout JSON) throws(PatchError) in
            guard container.child(last) != nil else {
                throw PatchError("replace operation does not apply: doc is missing key: \(path): missing value")
            }
            container.updateChild(last) { $0 = value }
        }
    }

    func test(_ path: JSONPointer, _ value: JSON) throws(PatchError) {
        guard document.value(at: path) ?? .null == value else {
            throw PatchError("testing value \(path) failed: test failed")
        }
    }

    mutating func move(from: JSONPointer, to path: JSONPointer) throws(PatchError) {
        guard !path.steps.starts(with: from.steps) || path.steps == from.steps else {
            throw PatchError("error in move for path: '\(path)': a value cannot be moved into itself")
        }
        guard document.value(at: from) != nil else {
            throw PatchError("move operation does not apply: doc is missing from path: \(from): missing value")
        }
        if path.steps == from.steps { return }
        try add(remove(from), at: path, "move")
    }

    mutating func copy(from: JSONPointer, to path: JSONPointer) throws(PatchError) {
        guard let value = document.value(at: from) else {
            throw PatchError("copy operation does not apply: doc is missing from path: \(from): missing value")
        }
        copiedBytes += value.bytes.count
        guard copiedBytes <= JSONPatch.maximumCopiedBytes else {
            throw PatchError(
                "Unable to complete the copy, the accumulated size increase of copy is \(copiedBytes), "
                    + "exceeding the limit \(JSONPatch.maximumCopiedBytes)")
        }
        try add(value, at: path, "copy")
    }

    /// Changes the object or array in which the path's last step stands.
    private mutating func edit(
        _ path: JSONPointer, _ missing: String, _ change: (inout JSON) throws(PatchError) -> Void
    ) throws(PatchError) {
        try document.descend(path.steps.dropLast(), missing, change)
    }

    /// `-` is the place after the last element.
    private static func index(_ step: String, upTo last: Int, _ problem: String) throws(PatchError) -> Int {
        if step == "-", last >= 0 { return last }
        guard let index = Int(step), 0...max(last, 0) ~= index, last >= 0 else {
            throw PatchError("\(problem): Unable to access invalid index: \(step): invalid index referenced")
        }
        return index
    }
}

extension JSON {
    /// How many objects and arrays stand around the innermost value.
    var depth: Int {
        switch self {
        case .array(let elements): 1 + (elements.lazy.map(\.depth).max() ?? 0)
        case .object(let object): 1 + (object.members.lazy.map(\.value.depth).max() ?? 0)
        default: 0
        }
    }

    func value(at pointer: JSONPointer) -> JSON? {
        pointer.steps.reduce(Optional(self)) { $0?.child($1) }
    }

    fileprivate func child(_ step: String) -> JSON? {
        switch self {
        case .object(let object): return object[step]
        case .array(let elements):
            guard let index = Int(step), elements.indices.contains(index) else { return nil }
            return elements[index]
        default: return nil
        }
    }

    /// Changes a child that is there, in place.
    fileprivate mutating func updateChild<Problem: Error>(
        _ step: String, _ change: (inout JSON) throws(Problem) -> Void
    ) throws(Problem) {
        switch self {
        case .object(var object):
            guard let index = object.members.firstIndex(where: { $0.name == step }) else { return }
            self = .null
            try change(&object.members[index].value)
            self = .object(object)
        case .array(var elements):
            guard let index = Int(step), elements.indices.contains(index) else { return }
            self = .null
            try change(&elements[index])
            self = .array(elements)
        default: return
        }
    }

    fileprivate mutating func descend(
        _ steps: ArraySlice<String>, _ missing: String, _ change: (inout JSON) throws(PatchError) -> Void
    ) throws(PatchError) {
        guard let first = steps.first else { return try change(&self) }
        guard child(first) != nil else { throw PatchError(missing) }
        try updateChild(first) { (child: inout JSON) throws(PatchError) in
            try child.descend(steps.dropFirst(), missing, change)
        }
    }
}
