import Testing

@testable import ClusterDNS

@Suite("The names of a cluster")
struct ZoneTests {
    @Test("What is asked and what is answered", arguments: stories)
    func story(story: Story) throws {
        #expect(try Script.play(story.commands) == story.printed)
    }
}

struct Story: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let commands: String
    let printed: String

    init(_ name: String, _ script: String) {
        testDescription = name
        let parts = script.split(separator: "----\n", maxSplits: 1).map(String.init)
        commands = parts[0]
        printed = (parts.count > 1 ? parts[1] : "") + "\n"
    }
}

let stories = [
    Story(
        "A service's name has its cluster IP, a named port a service record, the address a pointer back",
        """
        service default/web 10.96.0.20 http:80 metrics:9090/UDP
        ask web.default.svc.cluster.local A
        ask WEB.Default.svc.cluster.local A
        ask web.default.svc.cluster.local AAAA
        ask _http._tcp.web.default.svc.cluster.local SRV
        ask _metrics._udp.web.default.svc.cluster.local SRV
        ask _tcp.web.default.svc.cluster.local SRV
        ask _none._tcp.web.default.svc.cluster.local SRV
        ask 20.0.96.10.in-addr.arpa PTR
        delete default/web
        ask web.default.svc.cluster.local A
        ask 20.0.96.10.in-addr.arpa PTR
        ----
        noError
          web.default.svc.cluster.local. A 10.96.0.20
        noError
          WEB.Default.svc.cluster.local. A 10.96.0.20
        noError
          authority: cluster.local. SOA ns.dns.cluster.local.
        noError
          _http._tcp.web.default.svc.cluster.local. SRV 0 100 80 web.default.svc.cluster.local.
          additional: web.default.svc.cluster.local. A 10.96.0.20
        noError
          _metrics._udp.web.default.svc.cluster.local. SRV 0 100 9090 web.default.svc.cluster.local.
          additional: web.default.svc.cluster.local. A 10.96.0.20
        noError
          authority: cluster.local. SOA ns.dns.cluster.local.
        noSuchName
          authority: cluster.local. SOA ns.dns.cluster.local.
        noError
          20.0.96.10.in-addr.arpa. PTR web.default.svc.cluster.local.
        noSuchName
          authority: cluster.local. SOA ns.dns.cluster.local.
        forward 20.0.96.10.in-addr.arpa.
        """),
    Story(
        "A headless service's name has the addresses of its ready endpoints, and each of them a name",
        """
        service default/db None sql:5432
        endpoints default/db sql:5432 10.244.1.2=db-0 10.244.2.2 10.244.2.3!unready
        ask db.default.svc.cluster.local A
        ask db-0.db.default.svc.cluster.local A
        ask 10-244-2-2.db.default.svc.cluster.local A
        ask 10-244-2-3.db.default.svc.cluster.local A
        ask _sql._tcp.db.default.svc.cluster.local SRV
        ask 2.1.244.10.in-addr.arpa PTR
        ask 2.2.244.10.in-addr.arpa PTR
        endpoints default/db sql:5432
        ask db.default.svc.cluster.local A
        ask db-0.db.default.svc.cluster.local A
        ----
        noError
          db.default.svc.cluster.local. A 10.244.1.2
          db.default.svc.cluster.local. A 10.244.2.2
        noError
          db-0.db.default.svc.cluster.local. A 10.244.1.2
        noError
          10-244-2-2.db.default.svc.cluster.local. A 10.244.2.2
        noSuchName
          authority: cluster.local. SOA ns.dns.cluster.local.
        noError
          _sql._tcp.db.default.svc.cluster.local. SRV 0 100 5432 db-0.db.default.svc.cluster.local.
          _sql._tcp.db.default.svc.cluster.local. SRV 0 100 5432 10-244-2-2.db.default.svc.cluster.local.
          additional: db-0.db.default.svc.cluster.local. A 10.244.1.2
          additional: 10-244-2-2.db.default.svc.cluster.local. A 10.244.2.2
        noError
          2.1.244.10.in-addr.arpa. PTR db-0.db.default.svc.cluster.local.
        noError
          2.2.244.10.in-addr.arpa. PTR 10-244-2-2.db.default.svc.cluster.local.
        noSuchName
          authority: cluster.local. SOA ns.dns.cluster.local.
        noSuchName
          authority: cluster.local. SOA ns.dns.cluster.local.
        """),
    Story(
        "An external name is an alias, followed as far as it stays in the cluster",
        """
        service default/web 10.96.0.20 http:80
        external default/shop shop.example.com
        external default/alias web.default.svc.cluster.local
        ask shop.default.svc.cluster.local A
        ask shop.default.svc.cluster.local CNAME
        ask alias.default.svc.cluster.local A
        ----
        forward shop.example.com.
          shop.default.svc.cluster.local. CNAME shop.example.com.
        noError
          shop.default.svc.cluster.local. CNAME shop.example.com.
        noError
          alias.default.svc.cluster.local. CNAME web.default.svc.cluster.local.
          web.default.svc.cluster.local. A 10.96.0.20
        """),
    Story(
        "A pod's name says its address; the names between the root of the zone and the services exist",
        """
        ask 10-244-1-2.default.pod.cluster.local A
        ask 10-244-1-2.nowhere.pod.cluster.local A
        ask 10-244-1.default.pod.cluster.local A
        ask default.svc.cluster.local A
        ask nowhere.svc.cluster.local A
        ask svc.cluster.local A
        ask cluster.local NS
        ask dns-version.cluster.local TXT
        ask cluster.localhost A
        ask example.com A
        ----
        noError
          10-244-1-2.default.pod.cluster.local. A 10.244.1.2
        noSuchName
          authority: cluster.local. SOA ns.dns.cluster.local.
        noSuchName
          authority: cluster.local. SOA ns.dns.cluster.local.
        noError
          authority: cluster.local. SOA ns.dns.cluster.local.
        noSuchName
          authority: cluster.local. SOA ns.dns.cluster.local.
        noError
          authority: cluster.local. SOA ns.dns.cluster.local.
        noError
          cluster.local. NS ns.dns.cluster.local.
        noError
          dns-version.cluster.local. TXT 1.1.0
        forward cluster.localhost.
        forward example.com.
        """),
]
