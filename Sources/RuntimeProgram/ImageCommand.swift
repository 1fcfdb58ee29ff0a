package import ArgumentParser
import Containers
import Glibc
import Linux

/// `dinghy image`: what the clusters' nodes find in their image store.
package struct ImageCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "image",
        abstract: "Make, load, list and remove images.",
        subcommands: [
            BuildImage.self, LoadImage.self, ListImages.self, RemoveImage.self,
        ])

    package init() {}
}

struct ImageStoreOption: ParsableArguments {
    @Option(help: "The cluster whose nodes are to have it.")
    var name = "dinghy"

    @Option(help: "The image store, if not the cluster's own.")
    var images: String?

    func store() throws -> ImageStore { try ImageStore(folder: images ?? "\(Self.home)/\(name)/images") }

    /// Where `dinghy up` keeps clusters' data.
    private static var home: String {
        if geteuid() == 0 { return "/var/lib/dinghy" }
        return (getenv("HOME").map { String(cString: $0) } ?? "/tmp") + "/.local/share/dinghy"
    }
}

private struct BuildImage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Make an image of a folder, by its Dockerfile or over busybox.")

    @Argument(help: "The folder.")
    var folder: String

    @Option(name: [.short, .long], help: "The image's name.")
    var tag: String

    @Option(help: "The static busybox, when the store has none yet.")
    var busybox = "/bin/busybox"

    @OptionGroup var store: ImageStoreOption

    func run() async throws {
        let store = try store.store()
        if try store.find("busybox") == nil { _ = try addBusyboxImage(to: store, busybox: busybox) }
        var builder = ImageBuilder(folder: folder, store: store)
        let image = try builder.build(name: tag)
        print("\(tag)  \(image.id)")
    }
}

private struct LoadImage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Take over the images of an archive of docker or OCI.")

    @Argument(help: "The archive, tar or tar.gz.")
    var archive: String

    @OptionGroup var store: ImageStoreOption

    func run() async throws {
        for name in try store.store().load(try readFile(archive)) { print(name) }
    }
}

private struct ListImages: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the images.")

    @OptionGroup var store: ImageStoreOption

    func run() async throws {
        for image in try store.store().images() {
            for name in image.names {
                print("\(name)  \(image.id.dropFirst(7).prefix(12))  \(image.size) bytes")
            }
        }
    }
}

private struct RemoveImage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove an image, with all its names.")

    @Argument(help: "The image's name or ID.")
    var name: String

    @OptionGroup var store: ImageStoreOption

    func run() async throws {
        let store = try store.store()
        guard try store.find(name) != nil else { throw ValidationError("there is no image \(name)") }
        try store.remove(name)
    }
}
