internal import Conformance
internal import EtcdSuite

/// The lab's stories, told once more to a program over gRPC. A restart is a kill here.
enum RetoldStories {
    /// What released versions of etcd did otherwise, which are in use and were corrected later: a deletion at the compacted
    /// revision was lost ([#18089](https://github.com/etcd-io/etcd/issues/18089), to 3.4.33 and 3.5.15), and with it, after
    /// a crash, its revision ([#17780](https://github.com/etcd-io/etcd/issues/17780)).
    private static let corrected = [
        "compaction/deletion-there", "compaction/restart-and-watch", "compaction/restart-behind-a-deletion",
    ]

    static let all: [Case] = EtcdLab.suite.cases.compactMap { told in
        guard let text = told.script, !storyLines(text).contains(where: { $0.hasPrefix("next ") }),
            !corrected.contains(where: { told.identifier == "etcd/\($0)" })
        else { return nil }
        return retold(told, text)
    }

    private static func retold(_ told: Case, _ text: String) -> Case {
        var requirement = told.requirement
        // There is no student's file to look at.
        requirement.look = ""
        return Case(
            "etcd/component/stories/\(told.identifier.dropFirst("etcd/".count))", requirement,
            coverage: told.coverage, weight: told.weight
        ) { scenario in
            try await EtcdOnStage.run(scenario) { stage in
                var story = Story(scenario, StoreOverGRPC(stage))
                try await story.tell(text)
            }
        }
    }
}
