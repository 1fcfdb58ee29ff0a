internal import Conformance
internal import PodNetworkContract
internal import Schema

/// Step 1: what a node's subnet is divided into.
enum AddressCases {
    static let topic = Topic(
        step: 1, name: "addresses", source: Page.hostLocal,
        invariant:
            "The subnet's first and last address belong to nobody, the second to the gateway, the others to pods.",
        look: "Addresses/SubnetLayout.swift: count from subnet.address and from subnet.last")

    static let all = [
        topic.story(
            "of-a-node", must: "A node's pods MUST have the addresses between the gateway's and the subnet's last one.",
            weight: 2, says: "gateway … Defaults to \".1\" IP inside of the \"subnet\" block.",
            "addresses 10.244.1.0/24 → gateway 10.244.1.1, pods 10.244.1.2 to 10.244.1.254"),
        topic.story(
            "of-another-node", must: "Each node MUST divide its own subnet.",
            "addresses 10.244.7.0/24 → gateway 10.244.7.1, pods 10.244.7.2 to 10.244.7.254"),
        topic.story(
            "wide", must: "A subnet that is wider than a byte MUST be used to its end.",
            "addresses 10.32.0.0/16 → gateway 10.32.0.1, pods 10.32.0.2 to 10.32.255.254"),
        topic.story(
            "in-the-middle",
            must: "A subnet that doesn't begin at a byte's zero MUST be counted from its own beginning.",
            "addresses 10.244.1.192/26 → gateway 10.244.1.193, pods 10.244.1.194 to 10.244.1.254"),
        topic.story(
            "smallest", must: "The smallest subnet MUST have one address for a pod.",
            "addresses 192.0.2.4/30 → gateway 192.0.2.5, pods 192.0.2.6 to 192.0.2.6"),
    ]
}
