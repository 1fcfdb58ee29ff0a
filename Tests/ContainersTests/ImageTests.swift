import Linux
import PodsContract
import Schema
import Testing
import TestSupport

@testable import Containers

@Suite("Images", .timeLimit(.minutes(1)))
struct ImageTests {
    @Test(
        "Names are filled in as Docker does it",
        arguments: [
            ("busybox", "docker.io/library/busybox:latest"), ("team/web:1.2", "docker.io/team/web:1.2"),
            ("localhost/web", "localhost/web:latest"), ("ghcr.io/a/b:x", "ghcr.io/a/b:x"),
            ("reg:5000/a", "reg:5000/a:latest"),
        ])
    func names(text: String, full: String) throws {
        #expect(try ImageReference(parsing: text).description == full)
    }

    @Test("What is no name is refused", arguments: ["", "UPPER", "a b", "a:", "a@sha256:1", "-a", "a//b", "a:tag!"])
    func invalidNames(text: String) {
        #expect(throws: InvalidImageName.self) { try ImageReference(parsing: text) }
    }

    @Test("The local busybox answers to any tag and registry, but not to another digest")
    func localName() async throws {
        try await withStore { store in
            let image = try addBusyboxImage(to: store, busybox: "/bin/busybox")
            for name in ["busybox", "busybox:1.36", "registry.k8s.io/e2e-test-images/busybox:1.29-4", image.id] {
                #expect(try store.find(name)?.id == image.id)
            }
            #expect(try store.find("nosuch:1") == nil)
            #expect(try store.find("busybox@sha256:\(String(repeating: "0", count: 64))") == nil)
            #expect(try store.find("busybox@\(image.manifestDigest)") == image)
            let layers = try store.layers(of: image)
            #expect(readLink("\(layers[0])/bin/sh") == "/bin/busybox")
        }
    }

    @Test("Archives come back as they were written, long names and links included")
    func tar() throws {
        let long = String(repeating: "folder/", count: 30) + "name"
        let entries = [
            TarEntry(name: "a", kind: .folder, mode: 0o1777, modified: 5),
            TarEntry(name: long, mode: 0o600, user: 7, group: 8, contents: Array("text".utf8)[...]),
            TarEntry(name: "link", kind: .symbolicLink, mode: 0o777, target: long),
            TarEntry(name: "null", kind: .characterDevice, mode: 0o666, major: 1, minor: 3),
        ]
        var writer = TarWriter()
        for entry in entries { writer.append(entry) }
        #expect(try TarReader.entries(of: writer.finish()) == entries)
        #expect(throws: ArchiveError.self) { try TarReader.entries(of: [UInt8](repeating: 65, count: 1024)) }
        #expect(throws: ArchiveError.self) { try TarReader.entries(of: Array(writer.finish().prefix(1600))) }
    }

    @Test("gzip is unpacked as gzip packed it, up to a limit")
    func gzip() async throws {
        try await withTemporaryFolder { folder in
            for text in ["", "hello", String(repeating: "abcdefgh ", count: 5000), "\(Array(0..<5000))"] {
                try writeFile("\(folder)/file", text)
                _ = try await run(["gzip", "-kf", "\(folder)/file"])
                let packed = try readFile("\(folder)/file.gz")
                #expect(try gunzip(packed, limit: 1 << 20) == Array(text.utf8))
                if text.utf8.count > 1000 {
                    #expect(throws: ArchiveError.self) { try gunzip(packed, limit: 1000) }
                    #expect(throws: ArchiveError.self) { try gunzip(packed.dropLast(40) + [], limit: 1 << 20) }
                }
            }
        }
    }

    @Test("No entry of a layer gets out of its folder, neither by its name nor through a link")
    func escapes() async throws {
        try await withTemporaryFolder { folder in
            try makeFolder("\(folder)/layer")
            let unpacker = try LayerUnpacker(folder: "\(folder)/layer")
            #expect(throws: Refusal.self) { try unpacker.unpack([TarEntry(name: "../out")]) }
            #expect(throws: Refusal.self) { try unpacker.unpack([TarEntry(name: "a/../../out")]) }
            try unpacker.unpack([
                TarEntry(name: "tmp", kind: .folder, mode: 0o755),
                TarEntry(name: "link", kind: .symbolicLink, mode: 0o777, target: "/tmp"),
                TarEntry(name: "link/out", contents: [1, 2, 3]),
                TarEntry(name: "up", kind: .symbolicLink, mode: 0o777, target: ".."),
                TarEntry(name: "up/out", contents: [1, 2, 3]),
                TarEntry(name: "/absolute", contents: [1]),
                TarEntry(name: "file", kind: .symbolicLink, mode: 0o777, target: "\(folder)/out"),
                TarEntry(name: "file", contents: [4]),
            ])
            #expect(try listFolder(folder) == ["layer"] && !fileExists("/tmp/out"))
            #expect(try listFolder("\(folder)/layer") == ["absolute", "file", "link", "out", "tmp", "up"])
            #expect(try readFile("\(folder)/layer/file") == [4])
        }
    }

    @Test("Damaged blobs are noticed")
    func digests() async throws {
        try await withStore { store in
            let digest = try store.add(Array("whole".utf8))
            #expect(try store.blob(digest) == Array("whole".utf8))
            try writeFile("\(store.folder)/blobs/sha256/\(digest.dropFirst(7))", "damaged")
            #expect(throws: DigestMismatch(digest: digest)) { try store.blob(digest) }
        }
    }

    @Test("A Dockerfile's words become the image's configuration, and its files a layer")
    func build() async throws {
        try await withStore { store in
            _ = try addBusyboxImage(to: store, busybox: "/bin/busybox")
            let folder = store.folder + "/context"
            try makeFolder(folder + "/site")
            try writeFile(folder + "/site/index.html", "hello\n")
            try writeFile(
                folder + "/Dockerfile",
                """
                # a web server
                FROM busybox:1.36
                COPY site /www
                ENV COLOUR=blue GREETING="good day"
                WORKDIR /www
                USER 33
                CMD ["httpd", "-f", \\
                     "-p", "80"]
                """)
            var builder = ImageBuilder(folder: folder, store: store)
            let image = try builder.build(name: "web:1")
            let configuration = image.configuration.config
            #expect(configuration.command == ["httpd", "-f", "-p", "80"] && configuration.user == "33")
            #expect(configuration.environment.suffix(2) == ["COLOUR=blue", "GREETING=good day"])
            let layers = try store.layers(of: try #require(try store.find("web:1")))
            #expect(layers.count == 2)
            #expect(try readText("\(layers[0])/www/index.html") == "hello")
            try writeFile(folder + "/Dockerfile", "FROM busybox\nRUN echo hi")
            builder = ImageBuilder(folder: folder, store: store)
            #expect(throws: BuildError("Dockerfile line 2: RUN is not supported")) { try builder.build(name: "x") }
        }
    }

    @Test("An archive of docker's is loaded with its names")
    func load() async throws {
        try await withStore { store in
            var layer = TarWriter()
            layer.append(TarEntry(name: "hello", contents: Array("hi\n".utf8)[...]))
            let bytes = layer.finish()
            var configuration = ImageConfiguration()
            configuration.rootfs.digests = [sha256(bytes)]
            configuration.config.command = ["/hello"]
            let manifest = #"[{"Config":"c.json","RepoTags":["team/hello:2"],"Layers":["l.tar"]}]"#
            var archive = TarWriter()
            for (name, contents) in [
                ("manifest.json", Array(manifest.utf8)), ("c.json", configuration.json.bytes), ("l.tar", bytes),
            ] { archive.append(TarEntry(name: name, contents: contents[...])) }
            #expect(try store.load(archive.finish()) == ["team/hello:2"])
            let image = try #require(try store.find("team/hello:2"))
            #expect(image.configuration.config.command == ["/hello"])
            try store.remove("team/hello:2")
            try store.remove("team/hello:2")
            #expect(try store.images().isEmpty)
        }
    }

    private func withStore(_ body: (ImageStore) async throws -> Void) async throws {
        try await withTemporaryFolder { try await body(try ImageStore(folder: $0)) }
    }
}
