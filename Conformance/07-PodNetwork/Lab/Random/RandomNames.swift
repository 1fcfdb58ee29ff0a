internal import Conformance

/// Names of all kinds, and the specification's sentences about them a second time.
enum RandomNames {
    private static let letters = Array("abcxyzABZ0189").map(String.init)
    private static let signs = ["_", ".", "-", "/", ":", "␣", "ß", "@", "%"]

    @Sendable static func tell(_ story: inout Story, _ random: inout Randomness) throws {
        for _ in 1...40 {
            let word = (0..<random.int(in: 1...18)).map { _ in
                random.happens(4, in: 5) ? random.pick(letters) : random.pick(signs)
            }.joined()
            let isName =
                letters.contains(String(word.prefix(1)))
                && word.allSatisfy { letters.contains(String($0)) || "_.-".contains($0) }
            let isLink =
                word.replacing("␣", with: " ").utf8.count <= 15 && !word.contains { "/:␣".contains($0) }
                && word != "." && word != ".."
            switch random.int(in: 1...3) {
            case 1:
                let answer = isName ? "ADD \(word)/eth0 in /run/netns/a, 10.244.1.0/24" : "refused 4"
                try story.expect("asks CNI_CONTAINERID=\(word)", answer)
            case 2:
                let answer = isLink ? "ADD a/\(word) in /run/netns/a, 10.244.1.0/24" : "refused 4"
                try story.expect("asks CNI_IFNAME=\(word)", answer)
            default:
                let answer = isName ? "ADD a/eth0 in /run/netns/a, 10.244.1.0/24" : "refused 7"
                try story.expect("asks name=\(word)", answer)
            }
        }
    }
}
