import API
import APIServer
import APIServerContract
import HTTP
import Schema
import YAML

/// Answers in the form that was asked for: an object, a list, a Table, metadata alone; as JSON, YAML or protobuf.
enum Answer {
    /// - Parameter text: the object as JSON.
    static func object(
        _ text: [UInt8], _ request: APIRequest, status: HTTPStatus = .ok, warnings: [String] = [], now: Time
    ) throws(Status) -> HTTPResponse {
        switch request.negotiation.form {
        case .object: return try encoded(text, request, status, warnings)
        case .metadata: return try encoded(metadata(text).bytes, request, status, warnings)
        case .table:
            let table = try table(
                [text], request.resource, now: now, object: TableObject(request.query), withColumns: true,
                revision: Int(parsed(text).resourceVersion))
            return try encoded(table.bytes, request, status, warnings)
        }
    }

    /// A list is its items' texts joined: nothing is parsed.
    static func list(_ page: ReadHandler.Page, _ request: APIRequest, now: Time) throws(Status) -> HTTPResponse {
        let resource = request.resource
        switch request.negotiation.form {
        case .object:
            return try encoded(
                joined(page.texts, kind: resource.kind.listName, apiVersion: resource.kind.apiVersion, page), request)
        case .metadata:
            var items: [[UInt8]] = []
            for text in page.texts { items.append(try metadata(text).bytes) }
            return try encoded(
                joined(items, kind: "PartialObjectMetadataList", apiVersion: "meta.k8s.io/v1", page), request)
        case .table:
            var table = try table(
                page.texts, resource, now: now, object: TableObject(request.query), withColumns: true,
                revision: page.revision)
            table["metadata"] = listMetadata(page)
            return try encoded(table.bytes, request)
        }
    }

    private static func joined(
        _ texts: [[UInt8]], kind: String, apiVersion: String, _ page: ReadHandler.Page
    ) -> [UInt8] {
        var bytes = Array("{\"kind\":\"\(kind)\",\"apiVersion\":\"\(apiVersion)\",\"metadata\":".utf8)
        bytes.reserveCapacity(texts.reduce(bytes.count + 200) { $0 + $1.count + 1 })
        bytes += listMetadata(page).bytes
        bytes += Array(",\"items\":[".utf8)
        for (index, text) in texts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += text
        }
        bytes += Array("]}".utf8)
        return bytes
    }

    private static func listMetadata(_ page: ReadHandler.Page) -> JSON {
        var metadata: JSON = ["resourceVersion": .string(String(page.revision))]
        if let next = page.next { metadata["continue"] = .string(next.text) }
        if let remaining = page.remaining { metadata["remainingItemCount"] = remaining.json }
        return metadata
    }

    // MARK: Tables and metadata

    /// What a table's row carries beside its cells: `includeObject` of the query.
    enum TableObject: String, Sendable {
        case none = "None"
        case metadata = "Metadata"
        case object = "Object"

        init(_ query: Query) { self = query["includeObject"].flatMap(TableObject.init) ?? .metadata }
    }

    static func table(
        _ texts: [[UInt8]], _ resource: ServedResource, now: Time, object: TableObject, withColumns: Bool,
        revision: Int?
    ) throws(Status) -> JSON {
        var rows: [JSON] = []
        rows.reserveCapacity(texts.count)
        for text in texts {
            let document = try parsed(text)
            var row: JSON = ["cells": .array(resource.cells(document, now: now))]
            switch object {
            case .none: break
            case .metadata: row["object"] = metadata(document)
            case .object: row["object"] = document
            }
            rows.append(row)
        }
        var table: JSON = ["kind": "Table", "apiVersion": "meta.k8s.io/v1"]
        table["metadata"] = revision.map { ["resourceVersion": .string(String($0))] } ?? [:]
        table["columnDefinitions"] = withColumns ? .array(resource.type.columns.map(\.json)) : []
        table["rows"] = .array(rows)
        return table
    }

    static func metadata(_ text: [UInt8]) throws(Status) -> JSON { metadata(try parsed(text)) }

    private static func metadata(_ document: JSON) -> JSON {
        [
            "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1",
            "metadata": document["metadata"] ?? [:],
        ]
    }

    private static func parsed(_ text: [UInt8]) throws(Status) -> JSON {
        do { return try JSON(parsing: text) } catch { throw .internalError("unreadable object: \(error)") }
    }

    // MARK: Encoding

    private static func encoded(
        _ json: [UInt8], _ request: APIRequest, _ status: HTTPStatus = .ok, _ warnings: [String] = []
    ) throws(Status) -> HTTPResponse {
        var headers: HTTPHeaders = ["Content-Type": request.negotiation.contentType]
        for warning in warnings { headers.add("Warning", Self.warning(warning)) }
        return HTTPResponse(status, headers: headers, body: .bytes(try body(json, request)))
    }

    private static func body(_ json: [UInt8], _ request: APIRequest) throws(Status) -> [UInt8] {
        switch request.negotiation.encoding {
        case .json: return json
        case .yaml: return Array(YAML.write(try parsed(json)).utf8)
        case .protobuf: return try protobuf(try parsed(json))
        }
    }

    private static func protobuf(_ document: JSON) throws(Status) -> [UInt8] {
        do {
            if let envelope = try ProtobufEnvelope(document: document) { return envelope.bytes }
        } catch {
            throw .internalError("unreadable object: \(error)")
        }
        throw .notAcceptable(["application/json"])
    }

    /// RFC 7234: code 299, no agent, the text in quotes.
    private static func warning(_ text: String) -> String {
        var escaped = ""
        for letter in text where !letter.isNewline {
            if letter == "\"" || letter == "\\" { escaped.append("\\") }
            escaped.append(letter)
        }
        return "299 - \"\(escaped)\""
    }
}
