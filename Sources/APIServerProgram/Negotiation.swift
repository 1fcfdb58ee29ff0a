/// In which form a client wants the answer.
///
/// Source: kubernetes.io/docs/reference/using-api/api-concepts, "Alternate representations of resources" and
/// "Receiving resources as Tables".
struct Negotiation: Sendable, Hashable {
    enum Encoding: Sendable { case json, yaml, protobuf }
    enum Form: Sendable {
        case object
        case table
        /// `PartialObjectMetadata`, or a list of them.
        case metadata
    }

    var encoding = Encoding.json
    var form = Form.object
    /// The media type of the answer.
    var contentType = "application/json"

    /// The first of the accepted media types that can be served; nil when there is none (406).
    ///
    /// Protobuf is only written for a client that accepts nothing else.
    init?(accept: String?) {
        let accepted = (accept ?? "*/*").split(separator: ",").map { MediaType($0) }
        let served = accepted.compactMap(Self.init(serving:))
        guard let chosen = served.first(where: { $0.encoding != .protobuf }) ?? served.first else { return nil }
        self = chosen
    }

    private init?(serving type: MediaType) {
        switch type.name {
        case "application/json", "application/*", "*/*", "": break
        case "application/yaml", "text/yaml": encoding = .yaml
        case "application/vnd.kubernetes.protobuf": encoding = .protobuf
        default: return nil
        }
        contentType = ["", "*/*", "application/*"].contains(type.name) ? "application/json" : type.name
        switch type.parameters["as"] {
        case nil: break
        case "Table" where encoding != .protobuf: form = .table
        case "PartialObjectMetadata", "PartialObjectMetadataList": form = .metadata
        default: return nil
        }
        if encoding == .protobuf, form != .object { return nil }
    }
}

/// `application/json;as=Table;v=v1`: a name and parameters.
struct MediaType: Sendable, Hashable {
    var name: String
    var parameters: [String: String]

    init(_ text: some StringProtocol) {
        let parts = text.split(separator: ";").map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        name = (parts.first ?? "").lowercased()
        let pairs = parts.dropFirst().compactMap { part -> (String, String)? in
            guard let sign = part.firstIndex(of: "=") else { return nil }
            return (String(part[..<sign]), String(part[part.index(after: sign)...]))
        }
        parameters = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}
