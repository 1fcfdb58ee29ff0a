internal import Conformance
internal import Schema

/// DEL, however often and however late; CHECK in between.
enum LifetimeCases {
    static let all = deletions + checks

    private static let generally =
        "Plugins should generally complete a DEL action without error even if some resources are missing."

    private static let deletions: [Case] = [
        PodNetworkComponent.story(
            "del/all", "DEL MUST take away the interface, and what is at its other end.",
            says: "Delete the interface defined by CNI_IFNAME inside the container at CNI_NETNS", weight: 2
        ) { stage in
            try stage.pods("a", "b")
            // What a plugin keeps for good, a bridge for example, is there by then.
            try await stage.add("b")
            try await stage.delete("b")
            let before = try stage.linksOfNode()
            try await stage.add("a")
            try await stage.delete("a")
            try stage.scenario.expect("a has no eth0", observed: "it has", try !stage.hasLink("eth0", in: "a"))
            try stage.scenario.expect(
                "the node's interfaces", try stage.linksOfNode().sorted(), equals: before.sorted())
        },
        PodNetworkComponent.story("del/others-stay", "DEL MUST leave other containers alone.") { stage in
            try stage.pods("a", "b", "c")
            let first = try await stage.add("a").onlyAddress()
            try await stage.add("b")
            let third = try await stage.add("c").onlyAddress()
            try await stage.delete("b")
            try await stage.expectReaches("a", "c", at: third, seenAs: first)
        },
        PodNetworkComponent.story("del/twice", "DEL MUST succeed a second time.", says: generally, weight: 2) { stage in
            try stage.pods("a")
            try await stage.add("a")
            try await stage.delete("a")
            try await stage.delete("a")
        },
        PodNetworkComponent.story(
            "del/never-added", "DEL MUST succeed for a container that was never added.", says: generally
        ) {
            stage in
            try stage.pods("a")
            try await stage.delete("a")
        },
        PodNetworkComponent.story(
            "del/namespace-gone", "DEL MUST succeed when the namespace is gone, and give the address back.",
            source:
                "https://github.com/containernetworking/cni/blob/spec-v1.0.0/SPEC.md#del-remove-container-from-network-or-un-apply-modifications",
            says:
                "an IPAM plugin should generally release an IP allocation and return success even if the container network "
                + "namespace no longer exists", weight: 2
        ) { stage in
            stage.subnet = "10.88.7.0/30"
            try stage.pods("a", "b", "c")
            let address = try await stage.add("a").onlyAddress()
            try stage.vanish("a")
            try await stage.delete("a")
            let next = try await stage.add("b").onlyAddress()
            try stage.scenario.expect("the only address of \(stage.subnet)", next, equals: address)
            try stage.vanish("b")
            try await stage.delete("b", changes: ["CNI_NETNS": ""])
            try await stage.add("c")
        },
        PodNetworkComponent.story(
            "del/add-again", "A container that was deleted MUST be able to come back under its name."
        ) { stage in
            try stage.pods("a", "b")
            try await stage.add("b")
            try await stage.add("a")
            try await stage.delete("a")
            let address = try await stage.add("a").onlyAddress()
            try await stage.expectReaches("b", "a", at: address)
        },
    ]

    private static let checks: [Case] = [
        PodNetworkComponent.story("check/fine", "CHECK MUST succeed while all is as ADD has left it.", weight: 2) {
            stage in
            try stage.pods("a")
            let result = try await stage.add("a")
            try stage.expectSuccess("CHECK", try await stage.call("CHECK", "a", previous: result))
        },
        PodNetworkComponent.story(
            "check/interface", "CHECK MUST fail when the interface is gone.",
            says: "The plugin must consult the prevResult to determine the expected interfaces and addresses."
        ) { stage in
            try stage.pods("a")
            let result = try await stage.add("a")
            try stage.deleteLink("eth0", in: "a")
            try stage.expectRefusal("CHECK", try await stage.call("CHECK", "a", previous: result), code: nil)
        },
        PodNetworkComponent.story(
            "check/address", "CHECK MUST fail when the address is gone.",
            says: "The plugin must consult the prevResult to determine the expected interfaces and addresses."
        ) { stage in
            try stage.pods("a")
            let result = try await stage.add("a")
            try stage.deleteAddress(result.addresses.first ?? "", of: "eth0", in: "a")
            try stage.expectRefusal("CHECK", try await stage.call("CHECK", "a", previous: result), code: nil)
        },
        PodNetworkComponent.story("check/route", "CHECK MUST fail when a route of the result is gone.") { stage in
            try stage.pods("a")
            let result = try await stage.add("a")
            try stage.deleteDefaultRoute(in: "a")
            try stage.expectRefusal("CHECK", try await stage.call("CHECK", "a", previous: result), code: nil)
        },
    ]
}
