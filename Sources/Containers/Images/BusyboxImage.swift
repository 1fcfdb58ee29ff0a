internal import Linux

/// The image that is made on the machine itself, from its static busybox: a shell and three hundred commands in 2 MB.
///
/// It answers to `busybox` with any tag and any registry, so that the documentation's examples run without a network.
package func addBusyboxImage(to store: ImageStore, busybox: String) throws -> StoredImage {
    let program = try readFile(busybox)
    var archive = TarWriter()
    for entry in folders + [TarEntry(name: "bin/busybox", mode: 0o755, contents: program[...])] {
        archive.append(entry)
    }
    for path in try applets(of: busybox) where path != "bin/busybox" {
        archive.append(TarEntry(name: path, kind: .symbolicLink, mode: 0o777, target: "/bin/busybox"))
    }
    for (name, text) in files {
        archive.append(TarEntry(name: name, contents: ArraySlice(text.utf8)))
    }
    var configuration = ImageConfiguration()
    configuration.architecture = machineArchitecture
    configuration.config.environment = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
    configuration.config.command = ["sh"]
    return try store.add(configuration, layers: [archive.finish()], name: "busybox", localName: "busybox")
}

/// As Go names it.
package var machineArchitecture: String {
    #if arch(arm64)
        "arm64"
    #else
        "amd64"
    #endif
}

/// `bin/sh`, `usr/bin/wc`, …: the paths that busybox itself names.
private func applets(of busybox: String) throws -> [String] {
    let pipe = try FileDescriptor.pipe()
    var spawn = Spawn(busybox, ["busybox", "--list-full"])
    spawn.descriptors = [nil, pipe.writing.number, nil]
    let process = try spawn.start()
    let output = pipe.keepReading()
    var text: [UInt8] = []
    while case let part = try output.read(upTo: 65536), !part.isEmpty { text += part }
    let status = try waitForChild(process)
    guard status == 0 else { throw ArchiveError("\(busybox) --list-full ended with status \(status)") }
    return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init).filter { $0.contains("/") }
}

private let folders =
    [
        "bin", "dev", "etc", "home", "mnt", "opt", "proc", "run", "sbin", "srv", "sys", "usr", "usr/bin", "usr/sbin",
        "usr/local", "usr/local/bin", "var", "var/log", "var/lib", "var/cache", "var/spool", "var/www",
    ].map { TarEntry(name: $0, kind: .folder, mode: 0o755) } + [
        TarEntry(name: "root", kind: .folder, mode: 0o700),
        TarEntry(name: "tmp", kind: .folder, mode: 0o1777),
        TarEntry(name: "var/tmp", kind: .folder, mode: 0o1777),
        TarEntry(name: "var/run", kind: .symbolicLink, mode: 0o777, target: "/run"),
    ]

private let files = [
    (
        "etc/passwd",
        """
        root:x:0:0:root:/root:/bin/sh
        daemon:x:1:1:daemon:/usr/sbin:/bin/false
        bin:x:2:2:bin:/bin:/bin/false
        www-data:x:33:33:www-data:/var/www:/bin/false
        nobody:x:65534:65534:nobody:/home:/bin/false

        """
    ),
    (
        "etc/group",
        """
        root:x:0:
        daemon:x:1:
        bin:x:2:
        tty:x:5:
        wheel:x:10:root
        www-data:x:33:
        users:x:100:
        nobody:x:65534:

        """
    ),
    ("etc/nsswitch.conf", "hosts: files dns\n"),
    ("etc/os-release", "NAME=\"busybox\"\nID=busybox\n"),
]
