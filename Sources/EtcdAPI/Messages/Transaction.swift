/// A transaction: if all comparisons hold, these operations, otherwise those (service KV, method Txn).
package import Schema

package struct TxnRequest: Declared {
    package var compare: [Compare] = []
    package var success: [RequestOp] = []
    package var failure: [RequestOp] = []
    package init() {}

    package init(compare: [Compare], success: [RequestOp], failure: [RequestOp] = []) {
        self.compare = compare
        self.success = success
        self.failure = failure
    }

    package static let schema = Schema<Self>("Operations under a condition.") {
        Field(1, "compare", \.compare)
        Field(2, "success", \.success)
        Field(3, "failure", \.failure)
    }
}

package struct TxnResponse: Declared {
    package var header = ResponseHeader()
    package var succeeded = false
    /// One for each operation that was done, in order.
    package var responses: [ResponseOp] = []
    package init() {}

    package static let schema = Schema<Self>("Which branch was taken, and what came of it.") {
        Field(1, "header", \.header)
        Field(2, "succeeded", \.succeeded)
        Field(3, "responses", \.responses)
    }
}

package enum RequestOp: Declared {
    case none
    case range(RangeRequest)
    case put(PutRequest)
    case deleteRange(DeleteRangeRequest)
    case transaction(TxnRequest)

    package init() { self = .none }

    package static let schema = Schema<Self>("One of four requests.") {
        Field(1, "request_range", \.asRange)
        Field(2, "request_put", \.asPut)
        Field(3, "request_delete_range", \.asDeleteRange)
        Field(4, "request_txn", \.asTransaction)
    }

    private var asRange: RangeRequest? {
        get { if case .range(let request) = self { request } else { nil } }
        set { self = newValue.map(Self.range) ?? self }
    }
    private var asPut: PutRequest? {
        get { if case .put(let request) = self { request } else { nil } }
        set { self = newValue.map(Self.put) ?? self }
    }
    private var asDeleteRange: DeleteRangeRequest? {
        get { if case .deleteRange(let request) = self { request } else { nil } }
        set { self = newValue.map(Self.deleteRange) ?? self }
    }
    private var asTransaction: TxnRequest? {
        get { if case .transaction(let request) = self { request } else { nil } }
        set { self = newValue.map(Self.transaction) ?? self }
    }
}

package enum ResponseOp: Declared {
    case none
    case range(RangeResponse)
    case put(PutResponse)
    case deleteRange(DeleteRangeResponse)
    case transaction(TxnResponse)

    package init() { self = .none }

    package static let schema = Schema<Self>("The answer to one operation of a transaction.") {
        Field(1, "response_range", \.asRange)
        Field(2, "response_put", \.asPut)
        Field(3, "response_delete_range", \.asDeleteRange)
        Field(4, "response_txn", \.asTransaction)
    }

    private var asRange: RangeResponse? {
        get { if case .range(let response) = self { response } else { nil } }
        set { self = newValue.map(Self.range) ?? self }
    }
    private var asPut: PutResponse? {
        get { if case .put(let response) = self { response } else { nil } }
        set { self = newValue.map(Self.put) ?? self }
    }
    private var asDeleteRange: DeleteRangeResponse? {
        get { if case .deleteRange(let response) = self { response } else { nil } }
        set { self = newValue.map(Self.deleteRange) ?? self }
    }
    private var asTransaction: TxnResponse? {
        get { if case .transaction(let response) = self { response } else { nil } }
        set { self = newValue.map(Self.transaction) ?? self }
    }
}
