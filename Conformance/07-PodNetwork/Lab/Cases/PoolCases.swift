internal import Conformance

/// Step 2: who has which address.
enum PoolCases {
    static let topic = Topic(
        step: 2, name: "pool", source: Page.hostLocal,
        invariant: "No address has two owners, and no owner has two addresses.",
        look: "Addresses/PoolRules.swift: which addresses are taken, and where does the search begin?")

    static let all = [
        topic.story(
            "one-each", must: "Each attachment MUST get an address that nobody else has.", weight: 2,
            source: Page.services, says: "Each pod in a cluster gets its own unique cluster-wide IP address.",
            """
            pool 10.244.1.0/24
            give a → 10.244.1.2
            give b → 10.244.1.3
            give c → 10.244.1.4
            owners → a 10.244.1.2, b 10.244.1.3, c 10.244.1.4
            """),
        topic.story(
            "rests", must: "An address that comes back MUST NOT be given again before all others.", weight: 2,
            source: "https://github.com/containernetworking/cni/issues/194",
            """
            pool 10.244.1.0/29
            give a → 10.244.1.2
            release a
            give b → 10.244.1.3
            give c → 10.244.1.4
            give d → 10.244.1.5
            give e → 10.244.1.6
            give f → 10.244.1.2
            """),
        topic.story(
            "moves-on", must: "The search MUST begin after the address given last, whichever came back meanwhile.",
            source: "https://github.com/containernetworking/cni/issues/194",
            """
            pool 10.244.1.0/29
            give a
            give b
            give c
            release b
            give d → 10.244.1.5
            """),
        topic.story(
            "wraps-around", must: "After the last address of the subnet the search MUST begin again at the first.",
            """
            pool 10.244.1.0/29
            give a
            give b
            give c
            give d
            give e → 10.244.1.6
            release b
            release d
            give f → 10.244.1.3
            give g → 10.244.1.5
            owners → a 10.244.1.2, f 10.244.1.3, c 10.244.1.4, g 10.244.1.5, e 10.244.1.6
            """),
        topic.story(
            "full", must: "When every address is taken, none MUST be given.", weight: 2,
            """
            pool 10.244.1.0/29
            give a
            give b
            give c
            give d
            give e
            give f → none
            owners → a 10.244.1.2, b 10.244.1.3, c 10.244.1.4, d 10.244.1.5, e 10.244.1.6
            """),
        topic.story(
            "one-alone", must: "The only free address MUST be found, even if it is the one given last.",
            source: "https://github.com/containernetworking/cni/pull/298",
            """
            pool 192.0.2.4/30
            give a → 192.0.2.6
            give b → none
            release a
            give b → 192.0.2.6
            """),
        topic.story(
            "asks-twice", must: "An attachment that has an address MUST keep it when it asks again.",
            """
            pool 10.244.1.0/24
            give a → 10.244.1.2
            give b
            give a → 10.244.1.2
            owners → a 10.244.1.2, b 10.244.1.3
            """),
        topic.story(
            "two-interfaces", must: "Each interface of a container MUST have an address of its own.", source: Page.cni,
            says: "The attachment is uniquely identified by the (CNI_CONTAINERID, CNI_IFNAME) tuple.",
            """
            pool 10.244.1.0/24
            give a → 10.244.1.2
            give a/net1 → 10.244.1.3
            release a/net1
            owners → a 10.244.1.2
            """),
        topic.story(
            "release-twice", must: "An address MUST come back once, and releasing it again MUST change nothing.",
            source: Page.cni,
            says: "Plugins should generally complete a DEL action without error even if some resources are missing.",
            """
            pool 10.244.1.0/24
            give a
            give b
            release a
            release a
            release nobody
            owners → b 10.244.1.3
            """),
        topic.story(
            "leaked", must: "The address of a pod whose namespace is gone MUST come back.", weight: 2,
            source: "https://github.com/containernetworking/plugins/issues/252",
            """
            pool 10.244.1.0/29
            give a
            give b
            vanishes a
            reclaim
            owners → b 10.244.1.3
            """),
        topic.story(
            "nothing-leaked", must: "As long as its namespace exists, nobody MUST lose an address.",
            """
            pool 10.244.1.0/29
            give a
            give b
            reclaim
            owners → a 10.244.1.2, b 10.244.1.3
            """),
        topic.story(
            "moved", must: "An attachment that asks again from another namespace MUST be known by that one.",
            """
            pool 10.244.1.0/29
            give a in /run/netns/first
            give a in /run/netns/a → 10.244.1.2
            reclaim
            vanishes a
            reclaim
            owners → nobody
            """),
        topic.chance(
            "random",
            must: "Whatever comes and goes, no address MUST have two owners, and none MUST be given too early.",
            RandomPool.tell),
    ]
}
