/// The part of the table that is the same whatever services there are.
///
/// ```
///   packet to 10.96.0.20:80                                            packet from the endpoint: translated back by
///     │ prerouting (from a pod), output (from the node)                the kernel's memory of the connection
///     ▼
///   services ── service-ips: 10.96.0.20 . tcp . 80 → goto service/default/web
///     │                                                  └─ next number of the service → endpoints-tcp → dnat
///     └── service-nodeports: tcp . 30080 → goto external/default/web ─┘ (marks for masquerading, then the same)
///     ▼
///   no-endpoints (forward, output, input): untranslated packets to services are rejected
///     ▼
///   masquerading (postrouting): a pod that met itself; marked packets from outside
/// ```
/// All ports of all services are looked up in one hash map each, whose size doesn't matter; a service has a chain with
/// one rule. The endpoints of all services are in one map, too: each chain counts through numbers of its own
/// (`numgen inc mod 3 offset 6` gives 6, 7, 8, 6, …), and the map says which endpoint a number is. So each service goes
/// round robin exactly, and a change of endpoints touches a few elements.
enum BaseTable {
    static let name = "kube-proxy"
    /// The bit in a packet's mark that asks for masquerading; the others are somebody else's.
    static let masqueradeMark = "0x4000"

    static let text = """
        add table ip \(name)
        delete table ip \(name)
        table ip \(name) {
            set cluster-ips { type ipv4_addr; }
            set hairpin { type ipv4_addr . ipv4_addr; }
            map service-ips { type ipv4_addr . inet_proto . inet_service : verdict; }
            map service-nodeports { type inet_proto . inet_service : verdict; }
            map no-endpoint-services { type ipv4_addr . inet_proto . inet_service : verdict; }
            map no-endpoint-nodeports { type inet_proto . inet_service : verdict; }
            map endpoints-tcp { typeof numgen inc mod 2 : ip daddr . tcp dport; }
            map endpoints-udp { typeof numgen inc mod 2 : ip daddr . udp dport; }

            chain services {
                ip daddr . meta l4proto . th dport vmap @service-ips
                ip daddr != 127.0.0.0/8 fib daddr type local meta l4proto . th dport vmap @service-nodeports
            }
            chain refuse {
                meta l4proto tcp reject with tcp reset
                reject
            }
            chain no-endpoints {
                ip daddr . meta l4proto . th dport vmap @no-endpoint-services
                fib daddr type local meta l4proto . th dport vmap @no-endpoint-nodeports
                ip daddr @cluster-ips goto refuse
            }
            chain nat-prerouting {
                type nat hook prerouting priority -100;
                jump services
            }
            chain nat-output {
                type nat hook output priority -100;
                jump services
            }
            chain nat-postrouting {
                type nat hook postrouting priority 100;
                ip saddr . ip daddr @hairpin masquerade
                meta mark and \(masqueradeMark) == 0 return
                meta mark set meta mark xor \(masqueradeMark)
                masquerade
            }
            chain filter-input {
                type filter hook input priority 0;
                ct state new jump no-endpoints
            }
            chain filter-forward {
                type filter hook forward priority 0;
                ct state new jump no-endpoints
            }
            chain filter-output {
                type filter hook output priority 0;
                ct state new jump no-endpoints
            }
        }

        """
}
