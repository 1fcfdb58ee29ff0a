/// The less is left, the better: pods are packed, and nodes that stay empty can be switched off.
enum MostAllocated {
    /// From 0 (all is free) to 100 (nothing would be left).
    static func score(_ requested: Int, of allocatable: Int) -> Int {
        min(requested, allocatable) * Priorities.maximum / allocatable
    }
}
