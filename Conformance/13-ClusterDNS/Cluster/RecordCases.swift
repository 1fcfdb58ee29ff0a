internal import ClusterDNSContract
internal import Conformance
internal import Schema

/// Which names there are, asked over UDP.
enum RecordCases {
    static let all: [Case] = services + headless + endpointNames + others

    private static let services: [Case] = [
        ClusterDNSComponent.story(
            "cluster-ip", "The cluster IP MUST be at the service's name.",
            says: "<service>.<ns>.svc.<zone>. <ttl> IN A <cluster-ip>", weight: 2
        ) { stage in
            let address = try await stage.service("default/web")
            try await stage.expect("web.default.svc.cluster.local", .a, address)
        },
        ClusterDNSComponent.story(
            "own-namespace", "Services of the same name in two namespaces MUST have two names."
        ) { stage in
            let (first, second) = (try await stage.service("default/web"), try await stage.service("shop/web"))
            try await stage.expect("web.default.svc.cluster.local", .a, first)
            try await stage.expect("web.shop.svc.cluster.local", .a, second)
        },
        ClusterDNSComponent.story(
            "upper-case", "Upper and lower case MUST make no difference, and the question be repeated as it was.",
            says: "All comparisons between query data and data in Kubernetes are case-insensitive."
        ) { stage in
            let address = try await stage.service("default/web")
            try await stage.expect("wEB.Default.SVC.cluster.Local", .a, address)
        },
        ClusterDNSComponent.story(
            "named-port", "A named port MUST have a record with its number and the service's name.",
            says: "_<port>._<proto>.<service>.<ns>.svc.<zone>. <ttl> IN SRV <weight> <priority> <port-number> "
                + "<service>.<ns>.svc.<zone>."
        ) { stage in
            let ports: JSON = [
                ["name": "http", "port": 80], ["name": "dns", "port": 53, "protocol": "UDP"],
            ]
            try await stage.service("default/web", ["ports": ports])
            try await stage.expect("_http._tcp.web.default.svc.cluster.local", .srv, "80 web.default.svc.cluster.local")
            try await stage.expect("_dns._udp.web.default.svc.cluster.local", .srv, "53 web.default.svc.cluster.local")
        },
        ClusterDNSComponent.story(
            "unnamed-port", "A port without a name MUST NOT have a record.",
            says: "Unnamed ports do not have an SRV record."
        ) { stage in
            let address = try await stage.service("default/web")
            try await stage.expect("web.default.svc.cluster.local", .a, address)
            try await stage.eventually(
                "no record of the port 80", "_80._tcp.web.default.svc.cluster.local", .srv
            ) { $0.answers.isEmpty }
        },
        ClusterDNSComponent.story(
            "way-back", "A service's name MUST be found by its address.",
            says: "<d>.<c>.<b>.<a>.in-addr.arpa. <ttl> IN PTR <service>.<ns>.svc.<zone>."
        ) { stage in
            let address = try await stage.service("default/web")
            try await stage.expect(wayBack(address), .ptr, "web.default.svc.cluster.local")
        },
        ClusterDNSComponent.story(
            "external-name", "An external name MUST be an alias.",
            says: "a CNAME record named <service>.<ns>.svc.<zone> pointing to <extname> must exist."
        ) { stage in
            try await stage.service("default/shop", ["type": "ExternalName", "externalName": "shop.example.com"])
            try await stage.expect("shop.default.svc.cluster.local", .cname, "shop.example.com")
        },
        ClusterDNSComponent.story(
            "alias-inside", "An alias to another service MUST be answered together with its address.",
            source: ClusterDNSComponent.request(1034, "4.3.2")
        ) { stage in
            let address = try await stage.service("default/web")
            let target: JSON = ["type": "ExternalName", "externalName": "web.default.svc.cluster.local"]
            try await stage.service("shop/web", target)
            try await stage.expect(
                "web.shop.svc.cluster.local", .a, "\(address), CNAME web.default.svc.cluster.local")
        },
    ]

    static func wayBack(_ address: String) -> String {
        address.split(separator: ".").reversed().joined(separator: ".") + ".in-addr.arpa"
    }

    private static let headless: [Case] = [
        ClusterDNSComponent.story(
            "headless", "A headless service's name MUST have the addresses of all ready endpoints.",
            says: "There must be an A record for each ready endpoint of the headless Service", weight: 2
        ) { stage in
            try await stage.service("default/db", NamesOnStage.headless)
            try await stage.endpoints(of: "default/db", ["10.244.1.2", "10.244.2.2"])
            try await stage.expect("db.default.svc.cluster.local", .a, "10.244.1.2, 10.244.2.2")
        },
        ClusterDNSComponent.story(
            "headless-ipv6", "An endpoint's address of IPv6 MUST be in a record of the type AAAA.",
            says: "<service>.<ns>.svc.<zone>. <ttl> IN AAAA <endpoint-ip>"
        ) { stage in
            try await stage.service("default/db", NamesOnStage.headless)
            try await stage.endpoints(of: "default/db", ["fd00:244::1:2", "10.244.1.2"])
            try await stage.expect("db.default.svc.cluster.local", .aaaa, "fd00:244::1:2")
            try await stage.expect("db.default.svc.cluster.local", .a, "10.244.1.2")
        },
        ClusterDNSComponent.story(
            "headless-unready", "An endpoint that isn't ready MUST NOT have any record.", weight: 2
        ) { stage in
            try await stage.service("default/db", NamesOnStage.headless)
            try await stage.endpoints(
                of: "default/db", ["10.244.1.2=db-0", "10.244.2.2=db-1!unready"], port: "sql:5432")
            try await stage.expect("db.default.svc.cluster.local", .a, "10.244.1.2")
            try await stage.expect("db-1.db.default.svc.cluster.local", .a, "no such name")
            try await stage.expect(
                "_sql._tcp.db.default.svc.cluster.local", .srv, "5432 db-0.db.default.svc.cluster.local")
            try await stage.endpoints(of: "default/db", ["10.244.1.2=db-0", "10.244.2.2=db-1"], port: "sql:5432")
            try await stage.expect("db-1.db.default.svc.cluster.local", .a, "10.244.2.2")
        },
        ClusterDNSComponent.story(
            "headless-published", "An endpoint that counts as ready although its pod isn't MUST have its records.",
            source: "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/",
            says:
                "publishNotReadyAddresses indicates that any agent which deals with endpoints for this Service should "
                + "disregard any indications of ready/not-ready."
        ) { stage in
            try await stage.service("default/db", ["clusterIP": "None", "publishNotReadyAddresses": true])
            try await stage.endpoints(of: "default/db", ["10.244.1.2=db-0!published"])
            try await stage.expect("db-0.db.default.svc.cluster.local", .a, "10.244.1.2")
        },
        ClusterDNSComponent.story(
            "headless-nobody", "A headless service without ready endpoints MUST NOT have a name.",
            says: "If there are no ready endpoints for the headless Service, the answer should be NXDOMAIN."
        ) { stage in
            try await stage.service("default/db", NamesOnStage.headless)
            try await stage.endpoints(of: "default/db", ["10.244.1.2"])
            try await stage.expect("db.default.svc.cluster.local", .a, "10.244.1.2")
            try await stage.endpoints(of: "default/db", ["10.244.1.2!unready"])
            try await stage.expect("db.default.svc.cluster.local", .a, "no such name")
        },
        ClusterDNSComponent.story(
            "with-address", "A service with a cluster IP MUST NOT have its endpoints' addresses at its name."
        ) { stage in
            let address = try await stage.service("default/web")
            try await stage.endpoints(of: "default/web", ["10.244.1.2"])
            try await stage.expect("web.default.svc.cluster.local", .a, address)
        },
    ]

    private static let endpointNames: [Case] = [
        ClusterDNSComponent.story(
            "hostname", "An endpoint with a hostname MUST have that name below the service's.",
            says: "<hostname>.<service>.<ns>.svc.<zone>. <ttl> IN A <endpoint-ip>", weight: 2
        ) { stage in
            try await stage.service("default/db", NamesOnStage.headless)
            try await stage.endpoints(of: "default/db", ["10.244.1.2=db-0", "10.244.2.2=db-1"])
            try await stage.expect("db-0.db.default.svc.cluster.local", .a, "10.244.1.2")
            try await stage.expect("db-1.db.default.svc.cluster.local", .a, "10.244.2.2")
            try await stage.expect("db-2.db.default.svc.cluster.local", .a, "no such name")
        },
        ClusterDNSComponent.story(
            "same-hostname", "Endpoints of one hostname MUST all be at that name.",
            says:
                "If there are multiple IP addresses for a given hostname, then there must be one such A record returned "
                + "for each IP."
        ) { stage in
            try await stage.service("default/db", NamesOnStage.headless)
            try await stage.endpoints(of: "default/db", ["10.244.1.2=both", "10.244.2.2=both"])
            try await stage.expect("both.db.default.svc.cluster.local", .a, "10.244.1.2, 10.244.2.2")
        },
        ClusterDNSComponent.story(
            "endpoint-ports", "A named port MUST have a record for each ready endpoint."
        ) { stage in
            try await stage.service("default/db", ["clusterIP": "None", "ports": [["name": "sql", "port": 5432]]])
            try await stage.endpoints(of: "default/db", ["10.244.1.2=db-0", "10.244.2.2=db-1"], port: "sql:5432")
            try await stage.expect(
                "_sql._tcp.db.default.svc.cluster.local", .srv,
                "5432 db-0.db.default.svc.cluster.local, 5432 db-1.db.default.svc.cluster.local")
        },
        ClusterDNSComponent.story(
            "no-hostname", "An endpoint without a hostname MUST have a name of its own, there and back.",
            says: "it must be possible to use this to identify a specific endpoint in the context of a Service."
        ) { stage in
            try await stage.service("default/db", ["clusterIP": "None", "ports": [["name": "sql", "port": 5432]]])
            try await stage.endpoints(of: "default/db", ["10.244.1.2", "10.244.2.2"], port: "sql:5432")
            let found = try await stage.eventually(
                "two hosts for the port", "_sql._tcp.db.default.svc.cluster.local", .srv
            ) { $0.answers.count == 2 }
            var addresses: [String] = []
            for case .service(_, _, _, let host) in found.answers.map(\.data) {
                let answer = try await stage.eventually("\(host) has one address", "\(host)", .a) {
                    $0.answers.count == 1
                }
                let address = "\(answer.answers[0].data)"
                addresses.append(address)
                try await stage.expect(wayBack(address), .ptr, String("\(host)".dropLast()))
            }
            try stage.scenario.expect(
                "the addresses 10.244.1.2 and 10.244.2.2", observed: addresses.sorted().joined(separator: " and "),
                addresses.sorted() == ["10.244.1.2", "10.244.2.2"])
        },
        ClusterDNSComponent.story(
            "endpoint-way-back", "An endpoint's address MUST lead back to its hostname.",
            says: "<d>.<c>.<b>.<a>.in-addr.arpa. <ttl> IN PTR <hostname>.<service>.<ns>.svc.<zone>."
        ) { stage in
            try await stage.service("default/db", NamesOnStage.headless)
            try await stage.endpoints(of: "default/db", ["10.244.1.2=db-0"])
            try await stage.expect(wayBack("10.244.1.2"), .ptr, "db-0.db.default.svc.cluster.local")
        },
    ]

    private static let others: [Case] = [
        ClusterDNSComponent.story(
            "pod", "A pod's name MUST say the address that is written in it.",
            says: "<a>-<b>-<c>-<d>.<ns>.pod.<zone>. <ttl> IN A <a>.<b>.<c>.<d>"
        ) { stage in
            try await stage.expect("10-244-1-2.default.pod.cluster.local", .a, "10.244.1.2")
        },
        ClusterDNSComponent.story(
            "version", "The version of the schema MUST be told.",
            says: "There must be a TXT record named dns-version.<zone>. that contains the semantic version of the DNS "
                + "schema in use in this cluster."
        ) { stage in
            try await stage.eventually("a version, such as 1.1.0", "dns-version.cluster.local", .txt) { message in
                message.answers.contains { "\($0.data)".split(separator: ".").count == 3 }
            }
        },
    ]
}
