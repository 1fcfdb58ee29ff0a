// Whoever uses this module's informers and controllers speaks of stores, changes and back-offs: the pure part of it, which
// is a module of its own because it is a lab's.
@_exported public import Reconciliation
@_exported public import ReconciliationContract
