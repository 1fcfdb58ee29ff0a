internal import Conformance
internal import Schema

/// Names from end to end: objects, endpoints, a name server, a resolver in a pod.
enum ClusterCases {
    static let all: [Case] = services + headless + resolvers

    private static let here = "\(ClusterDNSCluster.namespace).svc"
    private static let there = "\(ClusterDNSCluster.other).svc"

    private static let services: [Case] = [
        ClusterDNSCluster.story(
            "service", "A service's name MUST lead to its cluster IP, whether it has pods or not.",
            says: "\"Normal\" (not headless) Services are assigned DNS A and/or AAAA records […]. This resolves to the "
                + "cluster IP of the Service.", weight: 2
        ) { stage in
            let address = try await stage.service("web")
            try await stage.expectAddresses("web.\(here)", [address])
        },
        ClusterDNSCluster.story(
            "port", "A named port of a service MUST be found by its name.",
            says: "For a regular Service, this resolves to the port number and the domain name: "
                + "my-svc.my-namespace.svc.cluster-domain.example."
        ) { stage in
            try await stage.service("web")
            try await stage.expectAnswer("_talk._tcp.web.\(here)", "srv", "80 web.\(here)") { answer in
                answer.values().count == 1
                    && answer.values().allSatisfy { $0.contains(" 80 web.\(ClusterDNSCluster.namespace).svc.") }
            }
        },
        ClusterDNSCluster.story(
            "way-back", "A service's name MUST be found by its address.",
            source: ClusterDNSComponent.specification
        ) { stage in
            let address = try await stage.service("web")
            try await stage.expectAnswer(RecordCases.wayBack(address) + ".", "ptr", "web.\(here)") { answer in
                answer.values().contains { $0.hasPrefix("web.\(ClusterDNSCluster.namespace).svc.") }
            }
        },
        ClusterDNSCluster.story(
            "external-name", "An external name MUST be an alias.",
            source: "https://kubernetes.io/docs/concepts/services-networking/service/#externalname"
        ) { stage in
            try await stage.service("shop", ["type": "ExternalName", "externalName": "shop.invalid"])
            try await stage.expectAnswer("shop.\(here)", "cname", "shop.invalid") { answer in
                answer.values().contains { $0.hasPrefix("shop.invalid") }
            }
        },
        ClusterDNSCluster.story(
            "three-answers", "A name without an AAAA record and one that doesn't exist MUST be told apart.",
            source: ClusterDNSComponent.request(2308, "2")
        ) { stage in
            let address = try await stage.service("web", ["ipFamilies": ["IPv4"]])
            try await stage.expectAddresses("web.\(here)", [address])
            try await stage.expectAnswer("web.\(here)", "aaaa", "nothing") { $0.isNothing }
            try await stage.expectNoSuchName("nobody.\(here)")
        },
        ClusterDNSCluster.story("gone", "A service that is deleted MUST lose its name.") { stage in
            let address = try await stage.service("web")
            try await stage.expectAddresses("web.\(here)", [address])
            try await stage.delete("web")
            try await stage.expectNoSuchName("web.\(here)")
        },
        ClusterDNSCluster.story(
            "kubernetes", "The API server MUST have the name kubernetes in the namespace default.",
            source: "https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/"
        ) { stage in
            try await stage.expectAnswer("kubernetes.default.svc", "a", "one address") { $0.addresses.count == 1 }
        },
    ]

    private static let headless: [Case] = [
        ClusterDNSCluster.story(
            "headless", "A headless service's name MUST lead to its ready pods.",
            says: "Unlike normal Services, this resolves to the set of IPs of all of the Pods selected by the Service.",
            weight: 2
        ) { stage in
            let addresses = [try await stage.member("a"), try await stage.member("b")]
            try await stage.member("c", isReady: false)
            try await stage.service("each", NamesInCluster.headless)
            try await stage.expectAddresses("each.\(here)", addresses)
        },
        ClusterDNSCluster.story(
            "publish-unready", "With publishNotReadyAddresses a headless service's name MUST lead to all its pods.",
            source: "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/"
        ) { stage in
            let address = try await stage.member("c", isReady: false)
            try await stage.service("each", ["clusterIP": "None", "publishNotReadyAddresses": true])
            try await stage.expectAddresses("each.\(here)", [address])
        },
        ClusterDNSCluster.story(
            "hostname", "A pod with a hostname and a headless service's name as its subdomain MUST have its own name.",
            says: "the first Pod's fully qualified domain name (FQDN) will be "
                + "\"busybox-1.busybox-subdomain.my-namespace.svc.cluster-domain.example\".", weight: 2
        ) { stage in
            let address = try await stage.member("a", ["hostname": "anna", "subdomain": "each"])
            try await stage.member("b", ["hostname": "bert", "subdomain": "elsewhere"])
            try await stage.service("each", NamesInCluster.headless)
            try await stage.expectAddresses("anna.each.\(here)", [address])
            try await stage.expectNoSuchName("bert.each.\(here)")
            try await stage.expectAnswer("_talk._tcp.each.\(here)", "srv", "80 anna.each, and another") { answer in
                answer.values().count == 2 && answer.values().contains { $0.contains(" 80 anna.each.") }
            }
        },
        ClusterDNSCluster.story("pod-replaced", "A name MUST lead to a pod's new address when it is made again.") {
            stage in
            let member: JSON = ["hostname": "anna", "subdomain": "each"]
            let first = try await stage.member("a", member)
            try await stage.service("each", NamesInCluster.headless)
            try await stage.expectAddresses("anna.each.\(here)", [first])
            try await stage.remove("a")
            let second = try await stage.member("a", member)
            try await stage.expectAddresses("anna.each.\(here)", [second])
        },
        ClusterDNSCluster.story("no-name", "A pod without hostname and subdomain MUST NOT have a service's name.") {
            stage in
            try await stage.member("a")
            try await stage.expectNoSuchName("a.\(here)")
        },
    ]

    private static let resolvers: [Case] = [
        ClusterDNSCluster.story(
            "search-list",
            "A pod's search list MUST begin with its namespace's services, all services, and the cluster.",
            says: "search <namespace>.svc.cluster.local svc.cluster.local cluster.local", weight: 2
        ) { stage in
            let printed = try await stage.run("cat /etc/resolv.conf")
            let searches = words(printed, "search")
            let domain = searches.count > 2 ? searches[2] : "?"
            try stage.scenario.expect(
                "search \(here).DOMAIN svc.DOMAIN DOMAIN, and ndots:5", observed: printed,
                Array(searches.prefix(3)) == ["\(here).\(domain)", "svc.\(domain)", domain]
                    && words(printed, "options").contains("ndots:5"))
        },
        ClusterDNSCluster.story(
            "short-names",
            "A pod MUST find a service of its own namespace by the name, and of another by name and namespace.",
            says: "A DNS query may return different results based on the namespace of the Pod making it.", weight: 2
        ) { stage in
            let own = try await stage.service("web")
            let other = try await stage.service("\(ClusterDNSCluster.other)/only-there")
            // Nobody is behind them: nc says who refuses, or that it doesn't know the name.
            for (name, found) in [
                ("web", "(\(own))"), ("only-there.\(ClusterDNSCluster.other)", "(\(other))"),
                ("only-there", "bad address"),
            ] {
                try await stage.expect("\(name) → \(found)", "nc -w 3 \(name) 80 </dev/null") { $0.contains(found) }
            }
        },
        ClusterDNSCluster.story(
            "policy-none", "With the policy None a pod MUST have what its dnsConfig says, and nothing else."
        ) { stage in
            let config: JSON = [
                "nameservers": ["192.0.2.1"], "searches": ["ns1.svc.example", "my.dns.search.suffix"],
                "options": [["name": "ndots", "value": "2"], ["name": "edns0"]],
            ]
            let printed = try await stage.run("cat /etc/resolv.conf", ["dnsPolicy": "None", "dnsConfig": config])
            try stage.scenario.expect(
                "nameserver 192.0.2.1, search ns1.svc.example my.dns.search.suffix, options ndots:2 edns0",
                observed: printed,
                words(printed, "nameserver") == ["192.0.2.1"]
                    && words(printed, "search") == ["ns1.svc.example", "my.dns.search.suffix"]
                    && words(printed, "options").sorted() == ["edns0", "ndots:2"])
        },
        ClusterDNSCluster.story(
            "config-added",
            "A dnsConfig MUST be added to what the policy says, and its options replace those of the same name.",
            says:
                "The search domains listed will be merged into the base search domain names generated from the chosen DNS "
                + "policy. Duplicate domain names are removed."
        ) { stage in
            let config: JSON = ["searches": ["example.invalid"], "options": [["name": "ndots", "value": "2"]]]
            let printed = try await stage.run("cat /etc/resolv.conf", ["dnsConfig": config])
            try stage.scenario.expect(
                "the cluster's search list and at its end example.invalid; ndots:2 and not ndots:5", observed: printed,
                words(printed, "search").last == "example.invalid" && words(printed, "search").count > 3
                    && words(printed, "options").contains("ndots:2") && !words(printed, "options").contains("ndots:5"))
        },
        ClusterDNSCluster.story(
            "policy-default", "With the policy Default a pod MUST NOT have the cluster's search list.",
            says: "\"Default\": The Pod inherits the name resolution configuration from the node that the Pods run on."
        ) { stage in
            let printed = try await stage.run("cat /etc/resolv.conf", ["dnsPolicy": "Default"])
            try stage.scenario.expect(
                "no search domain of \(here)", observed: printed,
                !words(printed, "search").contains { $0.hasPrefix("\(here).") })
        },
    ]

    /// What stands behind a keyword of a resolv.conf.
    private static func words(_ text: String, _ keyword: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix(keyword + " ") }
            .flatMap { $0.split(separator: " ").dropFirst().map(String.init) }
    }
}
