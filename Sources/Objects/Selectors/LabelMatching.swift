package import ObjectsContract

/// Whether an object has the label that a selector asks for. The whole of Kubernetes is tied together by this: Services
/// find their pods by it, ReplicaSets theirs, `kubectl get -l` what you want to see, and pods the nodes they may run on.
///
/// | condition | written | holds when the label… |
/// |---|---|---|
/// | equals | `app=web`, `app==web` | has this value |
/// | notEquals | `app!=web` | hasn't: it has another one, *or isn't there* |
/// | within | `tier in (front,back)` | has one of these values |
/// | notWithin | `tier notin (front)` | has none of them, *or isn't there* |
/// | exists | `legacy` | is there, whatever its value |
/// | doesNotExist | `!legacy` | isn't there |
/// | greaterThan | `cores>4` | is a whole number, and above the bound |
/// | lessThan | `cores<4` | is a whole number, and below the bound |
///
/// Source: kubernetes.io/docs/concepts/overview/working-with-objects/labels, "Equality-based requirement" and "Set-based
/// requirement".
extension LabelRequirement {
    /// - Parameter value: the label's, nil when the object hasn't got it.
    package func holds(for value: String?) -> Bool {
        // lab 01.1: begin
        switch condition {
        case .equals(let wanted): value == wanted
        case .notEquals(let unwanted): value != unwanted
        case .within(let wanted): value.map { wanted.contains($0) } ?? false
        case .notWithin(let unwanted): value.map { !unwanted.contains($0) } ?? true
        case .exists: value != nil
        case .doesNotExist: value == nil
        case .greaterThan(let bound): value.flatMap { Int($0) }.map { $0 > bound } ?? false
        case .lessThan(let bound): value.flatMap { Int($0) }.map { $0 < bound } ?? false
        }
        // lab 01.1: end
    }
}
