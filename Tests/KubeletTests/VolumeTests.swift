import API
import Kubelet
@testable import KubeletProgram
import Linux
import Schema
import Testing
import TestSupport

@Suite("Volumes that are made of objects")
struct VolumeTests {
    @Test("all keys, or the chosen ones under the chosen paths and modes")
    func items() throws {
        #expect(
            try files(configMap()).files.mapValues { String(decoding: $0.content, as: UTF8.self) } == [
                "x": "1", "y": "2",
            ])
        var chosen = configMap()
        chosen.configMap?.items = [item("x", "deep/one", 0o400)]
        let file = try #require(try files(chosen).files["deep/one"])
        #expect(file.content == Array("1".utf8) && file.mode == 0o400)
    }

    @Test("what leads out of the volume is refused", arguments: ["../x", "/x", "a/../../x", ""])
    func illegal(path: String) {
        var chosen = configMap()
        chosen.configMap?.items = [item("x", path, nil)]
        #expect(throws: VolumeFiles.Missing.self) { try files(chosen) }
    }

    @Test("what is missing is an error, unless it is optional")
    func missing() throws {
        var source = configMap()
        source.configMap?.name = "none"
        #expect(throws: VolumeFiles.Missing.self) { try files(source) }
        source.configMap?.optional = true
        #expect(try files(source).files.isEmpty)
    }

    @Test("a folder changes all at once, and what is gone from the object is gone from the folder")
    func atomicFolder() async throws {
        try await withTemporaryFolder { path in
            let folder = AtomicFolder("\(path)/v", owner: VolumeOwner(pod("a")))
            try folder.write(try files(configMap()))
            #expect(try readText("\(path)/v/x") == "1" && readLink("\(path)/v/x") == "..data/x")
            let first = readLink("\(path)/v/..data")
            try folder.write(try files(configMap()))
            #expect(readLink("\(path)/v/..data") == first)
            var chosen = configMap()
            chosen.configMap?.items = [item("y", "deep/y", nil)]
            try folder.write(try files(chosen))
            #expect(try readText("\(path)/v/deep/y") == "2" && !fileExists("\(path)/v/x"))
            #expect(!fileExists("\(path)/v/\(first)"))
        }
    }

    private func configMap() -> VolumeSource {
        var source = VolumeSource()
        source.configMap = ConfigMapVolumeSource()
        source.configMap?.name = "map"
        return source
    }

    private func item(_ key: String, _ path: String, _ mode: Int?) -> KeyToPath {
        var item = KeyToPath()
        item.key = key
        item.path = path
        item.mode = mode
        return item
    }

    private func files(_ source: VolumeSource) throws -> VolumeFiles {
        try #require(
            try VolumeFiles(
                source,
                VolumeFiles.Sources(
                    configMap: map, secret: { _ in nil }, tokens: [:], fields: fields(pod("a")))))
    }
}
