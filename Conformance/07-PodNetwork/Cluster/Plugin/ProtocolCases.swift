internal import Conformance
internal import Schema

/// Questions, answers, and refusals.
enum ProtocolCases {
    static let all = versions + results + refusals

    private static let versions: [Case] = [
        PodNetworkComponent.story(
            "version/supported", "VERSION MUST list the versions of the specification that are spoken.",
            says: "supportedVersions: A list of supported specification versions."
        ) { stage in
            let versions = try await stage.supportedVersions()
            try stage.scenario.expect(
                "1.0.0 or 0.4.0 is among them", observed: "\(versions)",
                versions.contains("1.0.0") || versions.contains("0.4.0"))
        },
        PodNetworkComponent.story(
            "version/same", "A result MUST be of the version that was asked in.",
            says: "cniVersion: The same version supplied on input", weight: 2
        ) { stage in
            // Before 0.3.0 a result had another form.
            let versions = try await stage.supportedVersions().filter { !["0.1.0", "0.2.0"].contains($0) }
            for (number, version) in versions.enumerated() {
                stage.cniVersion = version
                try stage.pods("p\(number)")
                let result = try await stage.add("p\(number)")
                try stage.scenario.expect("cniVersion", result["cniVersion"]?.string, equals: version)
            }
        },
        PodNetworkComponent.story(
            "version/unknown", "A version that isn't spoken MUST be refused with code 1.",
            says: "1 Incompatible CNI version"
        ) { stage in
            try stage.pods("a")
            stage.cniVersion = "99.0.0"
            try stage.expectRefusal("ADD in version 99.0.0", try await stage.call("ADD", "a"), code: 1)
        },
    ]

    private static let results: [Case] = [
        PodNetworkComponent.story(
            "result/form", "A result MUST list the pod's interface, and its address with that interface's index.",
            says: "ips: IPs assigned by this attachment.", weight: 2
        ) { stage in
            try stage.pods("a")
            let result = try await stage.add("a")
            let interfaces = result["interfaces"]?.array ?? []
            let sandbox = stage.namespace(of: "a")
            let index = interfaces.firstIndex { $0["name"] == "eth0" && $0["sandbox"]?.string == sandbox }
            try stage.scenario.expect("an interface eth0 in \(sandbox)", observed: "\(interfaces)", index != nil)
            let address = try result.onlyAddress()
            try stage.scenario.expect(
                "the address \(address) is of interface \(index ?? 0)", observed: "\(result["ips"] ?? [])",
                result["ips"]?.array?.first?["interface"]?.integer == index)
            try stage.scenario.expect(
                "the address has a prefix length", observed: "\(result.addresses)",
                result.addresses.allSatisfy { IPv4Subnet($0) != nil })
        },
        PodNetworkComponent.story(
            "result/old-form", "In version 0.4.0 an address MUST say its family.",
            source: "https://github.com/containernetworking/cni/blob/spec-v0.4.0/SPEC.md",
            says:
                "version (string): either \"4\" or \"6\" and corresponds to the IP version of the addresses in the entry."
        ) { stage in
            try stage.pods("a")
            guard try await stage.supportedVersions().contains("0.4.0") else { throw Skipped("0.4.0 isn't spoken") }
            stage.cniVersion = "0.4.0"
            let result = try await stage.add("a")
            try stage.scenario.expect("version", result["ips"]?.array?.first?["version"]?.string, equals: "4")
        },
    ]

    private static let refusals: [Case] = [
        PodNetworkComponent.story(
            "refusal/form", "A refusal MUST be a document with code and message, and a status that isn't 0.",
            says: "Plugins must exit with a return code of 0 on success, and non-zero on failure."
        ) { stage in
            let answer = try await stage.call("ADD", "nobody")
            try stage.expectRefusal("ADD to a namespace that isn't there", answer, code: nil)
            // The specification asks for cniVersion, too; the reference plugins leave it out.
            try stage.scenario.expect(
                "a text `msg`", observed: "\(answer)", answer.document?["msg"]?.string?.isEmpty == false)
        },
        PodNetworkComponent.story(
            "refusal/environment", "A variable that is missing MUST be refused with code 4, and named.",
            says:
                "Invalid necessary environment variables, like CNI_COMMAND, CNI_CONTAINERID, etc. The error message must "
                + "contain the names of invalid variables.", weight: 2
        ) { stage in
            try stage.pods("a")
            try stage.expectRefusal("the command JUMP", try await stage.call("JUMP", "a"), code: 4)
            for name in ["CNI_CONTAINERID", "CNI_NETNS", "CNI_IFNAME"] {
                let answer = try await stage.call("ADD", "a", changes: [name: ""])
                try stage.expectRefusal("ADD without \(name)", answer, code: 4)
                let text = "\(answer.document?["msg"]?.string ?? "") \(answer.document?["details"]?.string ?? "")"
                try stage.scenario.expect(
                    "the message names \(name)", observed: text, text.firstRange(of: name) != nil)
            }
        },
        PodNetworkComponent.story(
            "refusal/names", "Names that could lead out of a folder MUST be refused, and leave nothing.",
            says: "Must start with an alphanumeric character, optionally followed by any combination of one or more "
                + "alphanumeric characters, underscore (), dot (.) or hyphen (-)."
        ) { stage in
            try stage.pods("a")
            for name in ["../x", "a/b", ".."] {
                let answer = try await stage.call("ADD", "a", changes: ["CNI_CONTAINERID": name])
                try stage.expectRefusal("ADD for the container \(name)", answer, code: 4)
            }
            let input = stage.configuration(name: "../pods").bytes
            try stage.expectRefusal(
                "ADD to the network ../pods", try await stage.call("ADD", "a", input: input), code: nil)
            try stage.scenario.expect("a has no eth0", observed: "it has", try !stage.hasLink("eth0", in: "a"))
        },
        PodNetworkComponent.story(
            "refusal/interface", "An interface's name that the kernel doesn't take MUST be refused.",
            says: "If the plugin is unable to use this interface name it must return an error."
        ) { stage in
            try stage.pods("a")
            for name in ["a-name-that-is-too-long", "a/b"] {
                let answer = try await stage.call("ADD", "a", interface: "eth0", changes: ["CNI_IFNAME": name])
                try stage.expectRefusal("ADD of the interface \(name)", answer, code: nil)
            }
        },
        PodNetworkComponent.story(
            "refusal/input", "A configuration that can't be read MUST be refused with code 6.",
            says: "6 Failed to decode content."
        ) { stage in
            try stage.pods("a")
            try stage.expectRefusal(
                "ADD with half a document", try await stage.call("ADD", "a", input: Array("{\"cniVersion\":".utf8)),
                code: 6)
        },
        PodNetworkComponent.story(
            "refusal/interface-taken", "ADD of an interface that is there already MUST be refused, and leave it alone.",
            says:
                "If the requested interface name already exists in the container, the plugin must return with an error."
        ) { stage in
            try stage.pods("a", "b")
            try await stage.add("a")
            let before = try stage.addresses(of: "eth0", in: "a")
            let changes = ["CNI_NETNS": stage.namespace(of: "a")]
            try stage.expectRefusal(
                "ADD of container b in the namespace of a", try await stage.call("ADD", "b", changes: changes),
                code: nil)
            try stage.scenario.expect("the addresses of a", try stage.addresses(of: "eth0", in: "a"), equals: before)
        },
    ]
}

extension PluginStage {
    func supportedVersions() async throws -> [String] {
        let answer = try await call(
            "VERSION", "nobody", changes: ["CNI_NETNS": "", "CNI_IFNAME": "", "CNI_CONTAINERID": ""])
        let document = try expectSuccess("VERSION", answer)
        let versions = (document["supportedVersions"]?.array ?? []).compactMap(\.string)
        try scenario.expect("a list of versions", observed: "\(answer)", !versions.isEmpty)
        return versions
    }
}
