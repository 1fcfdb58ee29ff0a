public import Conformance

/// The lab's suite: who is behind a service, and what becomes of its packets, step by step.
public enum ServicesLab {
    public static let suite = Suite(
        12, "Services", level: .lab, steps: steps, teller: Story.teller,
        cases: EndpointCases.all + EntryCases.all + TurnCases.all + AffinityCases.all + RefusalCases.all)

    private static let steps = [
        "Endpoints", "Entries and endpoints in use", "Round robin", "Session affinity", "Nothing behind it",
    ].enumerated().map { Step($0.offset + 1, $0.element) }
}
