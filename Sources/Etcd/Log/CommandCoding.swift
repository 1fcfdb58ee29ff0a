package import EtcdContract

/// Commands as bytes. A kind's number is never given to another one: logs outlive programs.
extension ByteWriter {
    package mutating func command(_ command: Command) {
        switch command {
        case .write(let operation):
            byte(1)
            self.operation(operation)
        case .compact(let revision):
            byte(2)
            int(revision)
        case .grantLease(let id, let timeToLive):
            byte(3)
            int(id)
            int(timeToLive)
        case .revokeLease(let id):
            byte(4)
            int(id)
        }
    }

    private mutating func operation(_ operation: Operation) {
        switch operation {
        case .range(let query):
            byte(1)
            range(query)
        case .put(let put):
            byte(2)
            self.put(put)
        case .delete(let deletion):
            byte(3)
            span(deletion.span)
            flag(deletion.wantsPrevious)
        case .transaction(let transaction):
            byte(4)
            list(transaction.conditions) { $0.condition($1) }
            list(transaction.success) { $0.operation($1) }
            list(transaction.failure) { $0.operation($1) }
        }
    }

    private mutating func range(_ query: RangeQuery) {
        span(query.span)
        byte(query.order.rawValue)
        byte(query.target.rawValue)
        flag(query.keysOnly)
        flag(query.countOnly)
        for number in [
            query.revision, query.limit, query.minModRevision, query.maxModRevision, query.minCreateRevision,
            query.maxCreateRevision,
        ] { int(number) }
    }

    private mutating func put(_ put: Put) {
        bytes(put.key.bytes)
        bytes(put.value.bytes)
        int(put.lease)
        flag(put.wantsPrevious)
        flag(put.keepsValue)
        flag(put.keepsLease)
    }

    private mutating func span(_ span: KeySpan) {
        bytes(span.start.bytes)
        switch span.end {
        case .single: bytes([])
        case .before(let end): bytes(end.bytes)
        case .unbounded: bytes([0])
        }
    }

    private mutating func condition(_ condition: Condition) {
        span(condition.span)
        byte(condition.relation.rawValue)
        let (kind, number, value): (UInt8, Int, [UInt8]) =
            switch condition.target {
            case .version(let number): (0, number, [])
            case .createRevision(let revision): (1, revision, [])
            case .modRevision(let revision): (2, revision, [])
            case .value(let value): (3, 0, value.bytes)
            case .lease(let lease): (4, lease, [])
            }
        byte(kind)
        int(number)
        bytes(value)
    }

    private mutating func list<Element>(_ elements: [Element], _ write: (inout ByteWriter, Element) -> Void) {
        int(elements.count)
        for element in elements { write(&self, element) }
    }
}

extension ByteReader {
    /// Transactions nested deeper than this are refused, because each level costs stack.
    package static let maximumDepth = 32

    package mutating func command() throws(CodingError) -> Command {
        let kind = try byte()
        switch kind {
        case 1: return .write(try operation(depth: 0))
        case 2: return .compact(revision: try int())
        case 3: return .grantLease(id: try int(), timeToLive: try int())
        case 4: return .revokeLease(id: try int())
        default: throw CodingError(description: "a command of unknown kind \(kind)")
        }
    }

    private mutating func operation(depth: Int) throws(CodingError) -> Operation {
        let kind = try byte()
        switch kind {
        case 1: return .range(try range())
        case 2: return .put(try put())
        case 3: return .delete(Deletion(try span(), wantsPrevious: try flag()))
        case 4 where depth < Self.maximumDepth:
            return .transaction(
                Transaction(
                    if: try list { reader throws(CodingError) in try reader.condition() },
                    then: try list { reader throws(CodingError) in try reader.operation(depth: depth + 1) },
                    else: try list { reader throws(CodingError) in try reader.operation(depth: depth + 1) }))
        default: throw CodingError(description: "an operation of unknown kind \(kind), or nested too deep")
        }
    }

    private mutating func range() throws(CodingError) -> RangeQuery {
        var query = RangeQuery(try span())
        query.order = try raw(RangeQuery.Order.self)
        query.target = try raw(RangeQuery.Target.self)
        query.keysOnly = try flag()
        query.countOnly = try flag()
        query.revision = try int()
        query.limit = try int()
        query.minModRevision = try int()
        query.maxModRevision = try int()
        query.minCreateRevision = try int()
        query.maxCreateRevision = try int()
        return query
    }

    private mutating func put() throws(CodingError) -> Put {
        var put = Put(Key(try bytes()), try bytes(), lease: try int())
        put.wantsPrevious = try flag()
        put.keepsValue = try flag()
        put.keepsLease = try flag()
        return put
    }

    private mutating func span() throws(CodingError) -> KeySpan { KeySpan(try bytes(), rangeEnd: try bytes()) }

    private mutating func condition() throws(CodingError) -> Condition {
        let span = try span()
        let relation = try raw(Condition.Relation.self)
        let kind = try byte()
        let number = try int()
        let value = try bytes()
        let targets: [Condition.Target] = [
            .version(number), .createRevision(number), .modRevision(number), .value(Value(value)), .lease(number),
        ]
        guard kind < targets.count else { throw CodingError(description: "a condition of unknown kind \(kind)") }
        return Condition(span, relation, targets[Int(kind)])
    }

    private mutating func raw<Value: RawRepresentable<UInt8>>(_: Value.Type) throws(CodingError) -> Value {
        let number = try byte()
        guard let value = Value(rawValue: number) else { throw CodingError(description: "unknown value \(number)") }
        return value
    }
}
