import Linux
import PodNetworkContract
import Schema
import TestSupport
import Testing

@testable import PodNetwork

@Suite("The runtime's side of the CNI protocol")
struct CNICallerTests {
    /// Two plugins that are shell scripts and note what they are asked.
    private func withPlugins(_ body: (CNICaller, String) async throws -> Void) async throws {
        try await withNamespaceFolder { folder in
            try makeFolder("\(folder)/bin")
            try makeFolder("\(folder)/net.d")
            let note = #"input=$(cat); echo "$0 $CNI_COMMAND $CNI_IFNAME $CNI_ARGS $input" >> \#(folder)/log; "#
            let result = #"echo '{"cniVersion":"1.0.0","ips":[{"address":"10.1.2.3/24"}]}'"#
            let refusal = #"echo '{"code":11,"msg":"busy"}'; exit 1"#
            try writeFile("\(folder)/bin/first", "#!/bin/sh\n\(note) \(result)\n", mode: 0o755)
            try writeFile(
                "\(folder)/bin/second", "#!/bin/sh\n\(note) [ \"$CNI_IFNAME\" != bad ] || { \(refusal); }\n\(result)\n",
                mode: 0o755)
            let list = #"{"cniVersion":"1.0.0","name":"n","plugins":[{"type":"first"},{"type":"second","x":1}]}"#
            try writeFile("\(folder)/net.d/10-n.conflist", list)
            let caller = CNICaller(
                binaryDirectories: ["/nowhere", "\(folder)/bin"], configurationDirectory: "\(folder)/net.d")
            try await body(caller, folder)
        }
    }

    @Test("ADD hands each plugin the result of the one before, DEL goes the other way")
    func chain() async throws {
        try await withPlugins { caller, folder in
            let result = try await caller.add(
                containerID: "c", networkNamespace: "/n", arguments: [("K8S_POD_NAME", "web"), ("IgnoreUnknown", "1")])
            #expect(result.podAddresses == ["10.1.2.3"])
            try await caller.delete(containerID: "c", networkNamespace: "/n")
            let log = try readText("\(folder)/log").split(separator: "\n").map { line in
                line.split(separator: " ").filter { !$0.isEmpty }.map(String.init)
            }
            let calls = log.map { String($0[0].suffix(6)) + " " + $0[1] }
            #expect(calls == ["/first ADD", "second ADD", "second DEL", "/first DEL"])
            #expect(log[0][3] == "K8S_POD_NAME=web;IgnoreUnknown=1")
            #expect(log[1].last?.contains(#""prevResult":{"cniVersion""#) == true)
            #expect(log[1].last?.contains(#""name":"n""#) == true)
        }
    }

    @Test("A plugin's refusal arrives with its code")
    func refusal() async throws {
        try await withPlugins { caller, _ in
            let error = await #expect(throws: CNIError.self) {
                try await caller.add(containerID: "c", networkNamespace: "/n", interfaceName: "bad")
            }
            #expect(error?.code == 11)
            #expect(error?.message == "busy")
        }
    }

    @Test("Without a configuration the network isn't ready")
    func unconfigured() async throws {
        let caller = CNICaller(binaryDirectories: [], configurationDirectory: "/nowhere")
        #expect(!caller.isConfigured)
        await #expect(throws: CNIError.self) { try await caller.add(containerID: "c", networkNamespace: "/n") }
    }
}
