public import Conformance

/// The lab's suite: what holds for every object, step by step.
public enum ObjectsLab {
    public static let suite = Suite(
        1, "Objects", level: .lab, steps: steps, teller: Story.teller,
        cases: LabelCases.all + FieldCases.all + ReadingCases.all + WritingCases.all + GarbageCases.all
            + DeletionCases.all + WishCases.all)

    private static let steps = [
        "Labels", "Fields", "What a quantity is worth", "How a quantity is written", "Whose owners are gone",
        "What a deletion takes along", "Desired and observed",
    ].enumerated().map { Step($0.offset + 1, $0.element) }
}
