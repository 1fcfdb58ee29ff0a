internal import Conformance

/// Step 3: what a plugin is asked, and what it refuses.
enum RequestCases {
    static let topic = Topic(
        step: 3, name: "request", source: Page.cni,
        invariant: "Nothing is done for a request that makes no sense, and the code says whose fault it is.",
        look: "Plugin/RequestReading.swift: which variable, which member of the configuration?")

    static let all = sense + environment + configuration

    private static let sense = [
        topic.story(
            "add", must: "A request that makes sense MUST be accepted, with all its parts.", weight: 2,
            """
            asks → ADD a/eth0 in /run/netns/a, 10.244.1.0/24
            asks CNI_CONTAINERID=0a1b-2_c.3 CNI_IFNAME=net-1.5@x name=k8s-pod_network.v1 ipam.subnet=10.0.0.0/16 → ADD 0a1b-2_c.3/net-1.5@x in /run/netns/a, 10.0.0.0/16
            """),
        topic.story(
            "del-without-namespace", must: "DEL MUST be accepted without a namespace: it may be gone.",
            says: "Plugins should generally complete a DEL action without error even if some resources are missing.",
            "asks CNI_COMMAND=DEL CNI_NETNS= → DEL a/eth0, 10.244.1.0/24"),
        topic.story(
            "version-of-anything",
            must: "VERSION MUST be accepted whatever else is there: who asks doesn't know more yet.",
            "asks CNI_COMMAND=VERSION CNI_CONTAINERID= CNI_NETNS= CNI_IFNAME= cniVersion=9.9.9 name= ipam.type= ipam.subnet= "
                + "→ VERSION"),
        topic.story(
            "both-versions", must: "Versions 0.4.0 and 1.0.0 of the specification MUST be spoken.",
            """
            asks cniVersion=0.4.0 → ADD a/eth0 in /run/netns/a, 10.244.1.0/24
            asks cniVersion=1.0.0 → ADD a/eth0 in /run/netns/a, 10.244.1.0/24
            """),
        topic.story(
            "check", must: "CHECK MUST be given the result of ADD.",
            says: "The plugin must consult the prevResult to determine the expected interfaces and addresses.",
            """
            asks CNI_COMMAND=CHECK prevResult=yes → CHECK a/eth0 in /run/netns/a, 10.244.1.0/24
            asks CNI_COMMAND=CHECK → refused 7
            """),
        topic.story(
            "no-type", must: "Without a type of addresses the plugin's own MUST be taken.",
            source: "Sources/PodNetworkContract/CNIRequest.swift",
            "asks ipam.type= → ADD a/eth0 in /run/netns/a, 10.244.1.0/24"),
    ]

    private static let environment = [
        topic.story(
            "unknown-command", must: "A command that nobody knows MUST be refused with code 4.",
            says: "Invalid necessary environment variables, like CNI_COMMAND, CNI_CONTAINERID, etc.",
            """
            asks CNI_COMMAND=JUMP → refused 4
            asks CNI_COMMAND= → refused 4
            asks CNI_COMMAND=add → refused 4
            """),
        topic.story(
            "container", must: "A container's name that could lead out of a folder MUST be refused with code 4.",
            weight: 2, source: "https://github.com/containernetworking/cni/issues/679",
            says: "Must start with an alphanumeric character, optionally followed by any combination of one or more "
                + "alphanumeric characters, underscore (), dot (.) or hyphen (-).",
            """
            asks CNI_CONTAINERID= → refused 4
            asks CNI_CONTAINERID=../x → refused 4
            asks CNI_CONTAINERID=a/b → refused 4
            asks CNI_CONTAINERID=.. → refused 4
            asks CNI_CONTAINERID=-a → refused 4
            asks CNI_CONTAINERID=a␣b → refused 4
            asks CNI_CONTAINERID=ä → refused 4
            """),
        topic.story(
            "namespace", must: "ADD and CHECK without a namespace MUST be refused with code 4.",
            """
            asks CNI_NETNS= → refused 4
            asks CNI_COMMAND=CHECK prevResult=yes CNI_NETNS= → refused 4
            """),
        topic.story(
            "interface", must: "A name that the kernel takes for no interface MUST be refused with code 4.", weight: 2,
            says: "If the plugin is unable to use this interface name it must return an error.",
            """
            asks CNI_IFNAME= → refused 4
            asks CNI_IFNAME=a-name-that-is-too-long → refused 4
            asks CNI_IFNAME=exactly-16-bytes → refused 4
            asks CNI_IFNAME=fifteen-bytes-1 → ADD a/fifteen-bytes-1 in /run/netns/a, 10.244.1.0/24
            asks CNI_IFNAME=a/b → refused 4
            asks CNI_IFNAME=a:b → refused 4
            asks CNI_IFNAME=a␣b → refused 4
            asks CNI_IFNAME=. → refused 4
            asks CNI_IFNAME=.. → refused 4
            """),
    ]

    private static let configuration = [
        topic.story(
            "version", must: "A version that the plugin doesn't speak MUST be refused with code 1.", weight: 2,
            says: "1 Incompatible CNI version",
            """
            asks cniVersion=9.0.0 → refused 1
            asks cniVersion=0.1.0 → refused 1
            asks cniVersion= → refused 1
            asks cniVersion=1.0 → refused 1
            """),
        topic.story(
            "name", must: "A network's name that could lead out of a folder MUST be refused with code 7.",
            source: "https://github.com/containernetworking/cni/issues/679",
            says: "Must start with an alphanumeric character, optionally followed by any combination of one or more "
                + "alphanumeric characters, underscore, dot (.) or hyphen (-).",
            """
            asks name= → refused 7
            asks name=../x → refused 7
            asks name=.hidden → refused 7
            """),
        topic.story(
            "address-plugin", must: "A source of addresses that isn't there MUST be refused with code 7.",
            says:
                "Invalid network config. If some validations on network configs do not pass, this error will be raised.",
            "asks ipam.type=dhcp → refused 7"),
        topic.story(
            "subnet", must: "What is no subnet for pods MUST be refused with code 7.",
            says:
                "Invalid network config. If some validations on network configs do not pass, this error will be raised.",
            """
            asks ipam.subnet= → refused 7
            asks ipam.subnet=10.244.1.0 → refused 7
            asks ipam.subnet=pods → refused 7
            asks ipam.subnet=10.0.0.0/31 → refused 7
            asks ipam.subnet=10.0.0.0/15 → refused 7
            asks ipam.subnet=10.0.0.0/30 → ADD a/eth0 in /run/netns/a, 10.0.0.0/30
            """),
        topic.chance(
            "random", must: "Names MUST be accepted and refused as the specification says, whatever they are.",
            RandomNames.tell),
    ]
}
