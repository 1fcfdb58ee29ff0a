public import Conformance

/// The lab's suite: names, answers, messages and search paths, step by step.
public enum ClusterDNSLab {
    public static let suite = Suite(
        13, "ClusterDNS", level: .lab, steps: steps, teller: Story.teller,
        cases: ServiceRecordCases.all + EndpointRecordCases.all + AnswerCases.all + WireCases.all + SearchCases.all)

    private static let steps = [
        "Records of a service", "Records of endpoints", "Answers", "Wire format", "Search path",
    ].enumerated().map { Step($0.offset + 1, $0.element) }
}
