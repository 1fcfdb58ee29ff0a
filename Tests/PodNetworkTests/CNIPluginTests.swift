import PodNetworkPlan
import Schema
import Testing

@testable import PodNetwork

@Suite("The plugin's side of the CNI protocol")
struct CNIPluginTests {
    private func answer(_ environment: [String: String], _ input: String) -> (status: Int32, json: JSON?) {
        let answer = CNIPlugin(DefaultPodNetwork()).answer(environment: environment, input: Array(input.utf8))
        return (answer.exitStatus, try? JSON(parsing: answer.output))
    }

    private let configuration =
        #"{"cniVersion":"1.0.0","name":"n","type":"dinghy-ptp","ipam":{"type":"host-local","subnet":"10.244.1.0/24"}}"#
    private let environment = [
        "CNI_COMMAND": "ADD", "CNI_CONTAINERID": "c1", "CNI_NETNS": "/nowhere", "CNI_IFNAME": "eth0",
    ]

    @Test("VERSION says which versions of the specification are spoken")
    func version() {
        let answer = answer(["CNI_COMMAND": "VERSION"], #"{"cniVersion":"1.0.0"}"#)
        #expect(answer.status == 0)
        #expect(answer.json?["supportedVersions"] == ["0.4.0", "1.0.0"])
    }

    @Test("A request that makes no sense is refused with the specification's code")
    func refusals() {
        let cases: [(String, String, String, Int)] = [
            ("CNI_COMMAND", "JUMP", configuration, 4),
            ("CNI_CONTAINERID", "../x", configuration, 4),
            ("CNI_IFNAME", "a-name-that-is-too-long", configuration, 4),
            ("CNI_NETNS", "", configuration, 4),
            ("CNI_NETNS", "/nowhere", configuration, 4),
            ("CNI_COMMAND", "ADD", "{", 6),
            ("CNI_COMMAND", "ADD", #"{"cniVersion":"9.0.0","name":"n"}"#, 1),
            ("CNI_COMMAND", "ADD", #"{"cniVersion":"1.0.0","name":"n","ipam":{"type":"dhcp"}}"#, 7),
            ("CNI_COMMAND", "ADD", #"{"cniVersion":"1.0.0","name":"n","ipam":{"subnet":"10.0.0.0/31"}}"#, 7),
        ]
        for (name, value, configuration, code) in cases {
            let answer = answer(environment.merging([name: value]) { $1 }, configuration)
            #expect(answer.status == 1)
            #expect(answer.json?["code"]?.integer == code, "\(name)=\(value) \(configuration)")
        }
    }
}
