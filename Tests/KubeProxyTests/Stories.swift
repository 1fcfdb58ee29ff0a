/// The stories of ``RulesTests``: commands of a ``Script``, and what they print (without the name of the table).
let stories = [
    Story(
        "A service takes turns among its endpoints; a change touches only what changes",
        """
        service web 10.96.0.20 http:80
        endpoints web http:8080 10.244.2.2@worker-2 10.244.1.2@worker-1
        change
        endpoints web http:8080 10.244.2.3@worker-2 10.244.1.2@worker-1
        change
        endpoints web http:8080 10.244.2.3@worker-2 10.244.1.2@worker-1 10.244.2.4@worker-2
        change
        delete web
        change
        change
        ----
        add chain service/default/web/http
        add rule service/default/web/http meta l4proto tcp dnat ip to numgen inc mod 2 offset 0 map @endpoints-tcp
        add element cluster-ips { 10.96.0.20 }
        add element endpoints-tcp { 0 : 10.244.1.2 . 8080, 1 : 10.244.2.2 . 8080 }
        add element hairpin { 10.244.1.2 . 10.244.1.2 }
        add element service-ips { 10.96.0.20 . tcp . 80 : goto service/default/web/http }
        --
        delete element endpoints-tcp { 1 }
        add element endpoints-tcp { 1 : 10.244.2.3 . 8080 }
        --
        delete element endpoints-tcp { 0, 1 }
        flush chain service/default/web/http
        add rule service/default/web/http meta l4proto tcp dnat ip to numgen inc mod 3 offset 2 map @endpoints-tcp
        add element endpoints-tcp { 2 : 10.244.1.2 . 8080, 3 : 10.244.2.3 . 8080, 4 : 10.244.2.4 . 8080 }
        --
        delete element cluster-ips { 10.96.0.20 }
        delete element endpoints-tcp { 2, 3, 4 }
        delete element hairpin { 10.244.1.2 . 10.244.1.2 }
        delete element service-ips { 10.96.0.20 . tcp . 80 }
        flush chain service/default/web/http
        delete chain service/default/web/http
        --
        nothing
        --
        """),
    Story(
        "Without endpoints a service's packets are rejected; headless services have no rules",
        """
        service web 10.96.0.20 http:80:30080
        service headless None http:80
        endpoints headless http:80 10.244.2.2@worker-2
        change
        endpoints web http:8080 10.244.2.2@worker-2
        change
        ----
        add element cluster-ips { 10.96.0.20 }
        add element no-endpoint-nodeports { tcp . 30080 : goto refuse }
        add element no-endpoint-services { 10.96.0.20 . tcp . 80 : goto refuse }
        --
        delete element no-endpoint-nodeports { tcp . 30080 }
        delete element no-endpoint-services { 10.96.0.20 . tcp . 80 }
        add chain external/default/web/http
        add chain service/default/web/http
        add rule external/default/web/http meta mark set meta mark or 0x4000
        add rule external/default/web/http goto service/default/web/http
        add rule service/default/web/http meta l4proto tcp dnat ip to 10.244.2.2:8080
        add element service-ips { 10.96.0.20 . tcp . 80 : goto service/default/web/http }
        add element service-nodeports { tcp . 30080 : goto external/default/web/http }
        --
        """),
    Story(
        "Endpoints that aren't ready get nothing; those that end while serving only when nobody else is there",
        """
        service web 10.96.0.20 http:80
        endpoints web http:8080 10.244.2.2@worker-2!serving 10.244.1.2@worker-1 10.244.2.4@worker-2!unready
        change
        endpoints web http:8080 10.244.2.2@worker-2!serving 10.244.1.2@worker-1!serving 10.244.2.4@worker-2!unready
        change
        endpoints web http:8080 10.244.2.4@worker-2!unready
        change
        ----
        add chain service/default/web/http
        add rule service/default/web/http meta l4proto tcp dnat ip to 10.244.1.2:8080
        add element cluster-ips { 10.96.0.20 }
        add element hairpin { 10.244.1.2 . 10.244.1.2 }
        add element service-ips { 10.96.0.20 . tcp . 80 : goto service/default/web/http }
        --
        flush chain service/default/web/http
        add rule service/default/web/http meta l4proto tcp dnat ip to numgen inc mod 2 offset 0 map @endpoints-tcp
        add element endpoints-tcp { 0 : 10.244.1.2 . 8080, 1 : 10.244.2.2 . 8080 }
        --
        delete element endpoints-tcp { 0, 1 }
        delete element hairpin { 10.244.1.2 . 10.244.1.2 }
        delete element service-ips { 10.96.0.20 . tcp . 80 }
        flush chain service/default/web/http
        add element no-endpoint-services { 10.96.0.20 . tcp . 80 : goto refuse }
        delete chain service/default/web/http
        --
        """),
    Story(
        "A node port marks for masquerading, unless traffic from outside stays on the node",
        """
        service web 10.96.0.20 http:80:30080
        endpoints web http:8080 10.244.2.2@worker-2 10.244.1.2@worker-1
        change
        service web 10.96.0.20 http:80:30080 external=Local
        endpoints web http:8080 10.244.2.2@worker-2 10.244.1.2@worker-1
        change
        endpoints web http:8080 10.244.2.2@worker-2
        change
        ----
        add chain external/default/web/http
        add chain service/default/web/http
        add rule external/default/web/http meta mark set meta mark or 0x4000
        add rule external/default/web/http goto service/default/web/http
        add rule service/default/web/http meta l4proto tcp dnat ip to numgen inc mod 2 offset 0 map @endpoints-tcp
        add element cluster-ips { 10.96.0.20 }
        add element endpoints-tcp { 0 : 10.244.1.2 . 8080, 1 : 10.244.2.2 . 8080 }
        add element hairpin { 10.244.1.2 . 10.244.1.2 }
        add element service-ips { 10.96.0.20 . tcp . 80 : goto service/default/web/http }
        add element service-nodeports { tcp . 30080 : goto external/default/web/http }
        --
        add chain local/default/web/http
        flush chain external/default/web/http
        add rule external/default/web/http fib saddr type local meta mark set meta mark or 0x4000
        add rule external/default/web/http fib saddr type local goto service/default/web/http
        add rule external/default/web/http goto local/default/web/http
        add rule local/default/web/http meta l4proto tcp dnat ip to 10.244.1.2:8080
        --
        delete element endpoints-tcp { 0, 1 }
        delete element hairpin { 10.244.1.2 . 10.244.1.2 }
        flush chain external/default/web/http
        flush chain service/default/web/http
        flush chain local/default/web/http
        add rule external/default/web/http fib saddr type local meta mark set meta mark or 0x4000
        add rule external/default/web/http fib saddr type local goto service/default/web/http
        add rule service/default/web/http meta l4proto tcp dnat ip to 10.244.2.2:8080
        add element no-endpoint-nodeports { tcp . 30080 : drop }
        delete chain local/default/web/http
        --
        """),
    Story(
        "Traffic from inside may have to stay on the node, too",
        """
        service web 10.96.0.20 http:80 internal=Local
        endpoints web http:8080 10.244.2.2@worker-2 10.244.1.2@worker-1
        change
        endpoints web http:8080 10.244.2.2@worker-2
        change
        ----
        add chain local/default/web/http
        add rule local/default/web/http meta l4proto tcp dnat ip to 10.244.1.2:8080
        add element cluster-ips { 10.96.0.20 }
        add element hairpin { 10.244.1.2 . 10.244.1.2 }
        add element service-ips { 10.96.0.20 . tcp . 80 : goto local/default/web/http }
        --
        delete element hairpin { 10.244.1.2 . 10.244.1.2 }
        delete element service-ips { 10.96.0.20 . tcp . 80 }
        flush chain local/default/web/http
        add element no-endpoint-services { 10.96.0.20 . tcp . 80 : drop }
        delete chain local/default/web/http
        --
        """),
    Story(
        "With affinity each endpoint remembers its clients",
        """
        service web 10.96.0.20 http:80 affinity=60
        endpoints web http:8080 10.244.2.2@worker-2 10.244.2.3@worker-2
        change
        endpoints web http:8080 10.244.2.2@worker-2
        change
        ----
        add set affinity/default/web/http/10.244.2.2-8080/60s { type ipv4_addr; flags dynamic,timeout; timeout 60s; size 65535; }
        add set affinity/default/web/http/10.244.2.3-8080/60s { type ipv4_addr; flags dynamic,timeout; timeout 60s; size 65535; }
        add chain endpoint/default/web/http/10.244.2.2-8080
        add chain endpoint/default/web/http/10.244.2.3-8080
        add chain service/default/web/http
        add rule endpoint/default/web/http/10.244.2.2-8080 update @affinity/default/web/http/10.244.2.2-8080/60s { ip saddr }
        add rule endpoint/default/web/http/10.244.2.2-8080 meta l4proto tcp dnat ip to 10.244.2.2:8080
        add rule endpoint/default/web/http/10.244.2.3-8080 update @affinity/default/web/http/10.244.2.3-8080/60s { ip saddr }
        add rule endpoint/default/web/http/10.244.2.3-8080 meta l4proto tcp dnat ip to 10.244.2.3:8080
        add rule service/default/web/http ip saddr @affinity/default/web/http/10.244.2.2-8080/60s goto endpoint/default/web/http/10.244.2.2-8080
        add rule service/default/web/http ip saddr @affinity/default/web/http/10.244.2.3-8080/60s goto endpoint/default/web/http/10.244.2.3-8080
        add rule service/default/web/http numgen inc mod 2 vmap { 0 : goto endpoint/default/web/http/10.244.2.2-8080, 1 : goto endpoint/default/web/http/10.244.2.3-8080 }
        add element cluster-ips { 10.96.0.20 }
        add element service-ips { 10.96.0.20 . tcp . 80 : goto service/default/web/http }
        --
        flush chain service/default/web/http
        flush chain endpoint/default/web/http/10.244.2.3-8080
        add rule service/default/web/http goto endpoint/default/web/http/10.244.2.2-8080
        delete chain endpoint/default/web/http/10.244.2.3-8080
        delete set affinity/default/web/http/10.244.2.3-8080/60s
        --
        """),
    Story(
        "Flows to a UDP endpoint that is gone are forgotten",
        """
        service dns 10.96.0.10 dns:53 udp
        endpoints dns dns:53 10.244.2.2@worker-2 10.244.2.3@worker-2
        change
        endpoints dns dns:53 10.244.2.2@worker-2
        change
        ----
        add chain service/default/dns/dns
        add rule service/default/dns/dns meta l4proto udp dnat ip to numgen inc mod 2 offset 0 map @endpoints-udp
        add element cluster-ips { 10.96.0.10 }
        add element endpoints-udp { 0 : 10.244.2.2 . 53, 1 : 10.244.2.3 . 53 }
        add element service-ips { 10.96.0.10 . udp . 53 : goto service/default/dns/dns }
        --
        delete element endpoints-udp { 0, 1 }
        flush chain service/default/dns/dns
        add rule service/default/dns/dns meta l4proto udp dnat ip to 10.244.2.2:53
        forget udp 10.244.2.3:53
        --
        """),
    Story(
        "Of two services with one external address the first by name has it",
        """
        service b 10.96.0.21 http:80 ip=192.0.2.1
        endpoints b http:8080 10.244.2.2@worker-2
        change
        service a 10.96.0.20 http:80 ip=192.0.2.1
        endpoints a http:8080 10.244.2.2@worker-2
        change
        delete a
        change
        ----
        add chain external/default/b/http
        add chain service/default/b/http
        add rule external/default/b/http meta mark set meta mark or 0x4000
        add rule external/default/b/http goto service/default/b/http
        add rule service/default/b/http meta l4proto tcp dnat ip to 10.244.2.2:8080
        add element cluster-ips { 10.96.0.21 }
        add element service-ips { 10.96.0.21 . tcp . 80 : goto service/default/b/http, 192.0.2.1 . tcp . 80 : goto external/default/b/http }
        --
        delete element service-ips { 192.0.2.1 . tcp . 80 }
        add chain external/default/a/http
        add chain service/default/a/http
        add rule external/default/a/http meta mark set meta mark or 0x4000
        add rule external/default/a/http goto service/default/a/http
        add rule service/default/a/http meta l4proto tcp dnat ip to 10.244.2.2:8080
        add element cluster-ips { 10.96.0.20 }
        add element service-ips { 10.96.0.20 . tcp . 80 : goto service/default/a/http, 192.0.2.1 . tcp . 80 : goto external/default/a/http }
        --
        delete element cluster-ips { 10.96.0.20 }
        delete element service-ips { 10.96.0.20 . tcp . 80, 192.0.2.1 . tcp . 80 }
        flush chain external/default/a/http
        flush chain service/default/a/http
        add element service-ips { 192.0.2.1 . tcp . 80 : goto external/default/b/http }
        delete chain external/default/a/http
        delete chain service/default/a/http
        --
        """),
]
