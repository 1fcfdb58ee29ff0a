public import Schema
import Yams

/// YAML as Kubernetes takes it: another way to write JSON documents, several of them in one text.
///
/// Plain words are taken as in YAML 1.1, like Kubernetes does: `yes` and `on` are true, `0644` is 420, and what is
/// meant as a string needs quotes then. Anchors and `<<` work, within bounds: ten lines of aliases of aliases can stand
/// for billions of values, so the values are counted.
public enum YAML {
    static let maximumValues = 1_000_000

    /// All documents of a text; empty ones are passed over.
    public static func documents(_ text: String) throws(YAMLError) -> [JSON] {
        do {
            let parser = try Parser(yaml: text, encoding: .utf8)
            var converter = Converter()
            var documents: [JSON] = []
            while let node = try parser.nextRoot() {
                let document = try converter.json(node, depth: 0)
                if !document.isNull { documents.append(document) }
            }
            return documents
        } catch {
            throw YAMLError(error)
        }
    }

    /// The documents of a file or a request's body. What begins like JSON and is JSON is read as such.
    public static func documents(_ text: some Collection<UInt8>) throws(YAMLError) -> [JSON] {
        let first = text.first { $0 != 0x20 && $0 != 0x0a && $0 != 0x0d && $0 != 0x09 }
        if first == UInt8(ascii: "{"), let document = try? JSON(parsing: text) { return [document] }
        return try documents(String(decoding: text, as: UTF8.self))
    }

    /// The only document of a text: null when there is none.
    public static func document(_ text: some Collection<UInt8>) throws(YAMLError) -> JSON {
        let documents = try documents(text)
        guard documents.count <= 1 else { throw YAMLError("yaml: expected one document, found \(documents.count)") }
        return documents.first ?? .null
    }
}

/// Why a text isn't YAML, in the words of Kubernetes: `yaml: line 3: mapping values are not allowed in this context`.
public struct YAMLError: Error, Hashable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }

    fileprivate init(_ error: any Error) {
        switch error {
        case let error as YAMLError: self = error
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            self.init("yaml: line \(mark.line): \(problem)")
        case YamlError.duplicatedKeysInMapping(let keys, let context):
            self.init("yaml: line \(context.mark.line): key \"\(keys.first ?? "")\" already set in map")
        case YamlError.reader(let problem, _, _, _): self.init("yaml: \(problem)")
        default: self.init("yaml: \(error)")
        }
    }
}

/// Makes JSON of Yams' nodes.
private struct Converter {
    private var values = 0

    mutating func json(_ node: Node, depth: Int) throws(YAMLError) -> JSON {
        values += 1
        guard values <= YAML.maximumValues else { throw YAMLError("yaml: document contains excessive aliasing") }
        guard depth <= JSON.maximumDepth else { throw YAMLError("yaml: exceeded max depth of \(JSON.maximumDepth)") }
        switch node {
        case .scalar(let scalar): return PlainWord.value(of: scalar)
        case .sequence(let sequence):
            var elements: [JSON] = []
            for element in sequence { elements.append(try json(element, depth: depth + 1)) }
            return .array(elements)
        case .mapping(let mapping): return .object(try object(mapping, depth: depth))
        case .alias: throw YAMLError("yaml: an alias without its anchor")
        }
    }

    private mutating func object(_ mapping: Node.Mapping, depth: Int) throws(YAMLError) -> JSONObject {
        var members: [JSONObject.Member] = []
        var names: Set<String> = []
        var merged: [JSONObject] = []
        for (key, value) in mapping {
            let value = try json(value, depth: depth + 1)
            let name = try name(key)
            if name == "<<", key.scalar?.style == .plain {
                merged += try Self.objects(toMerge: value)
                continue
            }
            guard names.insert(name).inserted else {
                throw YAMLError("yaml: line \(key.mark?.line ?? 0): key \"\(name)\" already set in map")
            }
            members.append(JSONObject.Member(name, value))
        }
        for member in merged.joined() where names.insert(member.name).inserted { members.append(member) }
        return JSONObject(members)
    }

    /// `<<: *base` or `<<: [*first, *second]`: members that the mapping itself doesn't have.
    private static func objects(toMerge value: JSON) throws(YAMLError) -> [JSONObject] {
        let objects = (value.array ?? [value]).compactMap(\.object)
        guard objects.count == value.array?.count ?? 1 else {
            throw YAMLError("yaml: map merge requires map or sequence of maps as the value")
        }
        return objects
    }

    /// JSON has only strings as names: `8080:` becomes `"8080":`.
    private func name(_ key: Node) throws(YAMLError) -> String {
        guard case .scalar(let scalar) = key else {
            throw YAMLError("yaml: line \(key.mark?.line ?? 0): a key must be a single value")
        }
        let value = PlainWord.value(of: scalar)
        return value.string ?? (value.isNull ? scalar.string : value.description)
    }
}
