internal import Glibc
internal import Linux
package import PodNetworkContract
internal import Schema

/// The runtime's side of the CNI exec protocol.
///
/// Which plugins are asked is said by the first file of the configuration folder, in alphabetical order, that ends in
/// `.conflist`, `.conf` or `.json`; it is read anew each time, so that a network may be installed while pods wait.
/// ADD asks the plugins in order and hands each the result of those before it; DEL goes the other way.
///
/// Source: CNI specification 1.0.0, section 3. Left out: capabilities (`runtimeConfig`), the cache of results that DEL
/// may be given.
package struct CNICaller: Sendable {
    private let binaryFolders: [String]
    private let configurationFolder: String

    package init(binaryDirectories: [String], configurationDirectory: String) {
        binaryFolders = binaryDirectories
        configurationFolder = configurationDirectory
    }

    /// True when there is a configuration: then the node's network is ready.
    package var isConfigured: Bool { (try? configuration()) != nil }

    /// Connects a namespace.
    /// - Parameters:
    ///   - networkNamespace: its path.
    ///   - arguments: such as `K8S_POD_NAME`.
    /// - Throws: ``CNIError``; after it call ``delete(containerID:networkNamespace:interfaceName:arguments:)``.
    package func add(
        containerID: String, networkNamespace: String, interfaceName: String = "eth0",
        arguments: [(String, String)] = []
    ) async throws -> CNIResult {
        let list = try configuration()
        let call = Call("ADD", containerID, networkNamespace, interfaceName, arguments)
        var result: JSON?
        for plugin in list.plugins { result = try await run(call, plugin.json, of: list, previous: result) }
        guard let result else { throw CNIError(.invalidConfiguration, "\(list.name) has no plugins") }
        do { return try CNIResult(json: result) } catch {
            throw CNIError(.undecodable, "the result of network \(list.name) can't be read", details: "\(error)")
        }
    }

    /// Disconnects; a namespace that isn't connected, or is gone, is fine.
    package func delete(
        containerID: String, networkNamespace: String, interfaceName: String = "eth0",
        arguments: [(String, String)] = []
    ) async throws {
        let list = try configuration()
        let call = Call("DEL", containerID, networkNamespace, interfaceName, arguments)
        for plugin in list.plugins.reversed() { _ = try await run(call, plugin.json, of: list, previous: nil) }
    }

    /// - Parameter result: of ADD.
    /// - Throws: when the network isn't any more as ADD made it.
    package func check(
        containerID: String, networkNamespace: String, interfaceName: String = "eth0",
        arguments: [(String, String)] = [], result: CNIResult
    ) async throws {
        let list = try configuration()
        if list.disableCheck { return }
        let call = Call("CHECK", containerID, networkNamespace, interfaceName, arguments)
        for plugin in list.plugins { _ = try await run(call, plugin.json, of: list, previous: result.json) }
    }

    // MARK: - One plugin

    private struct Call {
        let command: String
        let environment: [String]

        init(
            _ command: String, _ id: String, _ namespace: String, _ interface: String, _ arguments: [(String, String)]
        ) {
            self.command = command
            let joined = arguments.map { "\($0.0)=\($0.1)" }.joined(separator: ";")
            environment = [
                "CNI_COMMAND=\(command)", "CNI_CONTAINERID=\(id)", "CNI_NETNS=\(namespace)",
                "CNI_IFNAME=\(interface)", "CNI_ARGS=\(joined)",
            ]
        }
    }

    private func run(
        _ call: Call, _ plugin: JSON, of list: NetworkConfigurationList, previous: JSON?
    ) async throws -> JSON? {
        var configuration = plugin
        configuration["cniVersion"] = .string(list.cniVersion)
        configuration["name"] = .string(list.name)
        if let previous { configuration["prevResult"] = previous }
        let type = plugin["type"]?.string ?? ""
        let path = try find(type)
        let search = "CNI_PATH=\(binaryFolders.joined(separator: ":"))"
        let environment = call.environment + [search] + inherited
        let answer: FinishedProgram
        do { answer = try await runProgram(path, [], environment: environment, input: configuration.bytes) } catch {
            throw CNIError(.inputOutput, "plugin \(type) can't be run", details: "\(error)")
        }
        guard answer.status == 0 else { throw refusal(of: type, answer) }
        if answer.output.allSatisfy({ $0 <= 32 }) { return nil }
        do { return try JSON(parsing: answer.output) } catch {
            throw CNIError(.undecodable, "plugin \(type) answered what isn't JSON", details: "\(error)")
        }
    }

    /// Plugins look for programs and libraries of theirs.
    private var inherited: [String] {
        currentEnvironment().filter { $0.hasPrefix("PATH=") || $0.hasPrefix("LD_LIBRARY_PATH=") }
    }

    private func refusal(of type: String, _ answer: FinishedProgram) -> CNIError {
        if let json = try? JSON(parsing: answer.output), let error = try? CNIError(json: json), error.code != 0 {
            return error
        }
        return CNIError(.pluginFailed, "plugin \(type) ended with status \(answer.status)", details: answer.text)
    }

    private func find(_ type: String) throws(CNIError) -> String {
        guard !type.isEmpty, !type.contains("/") else {
            throw CNIError(.invalidConfiguration, "a plugin's type must be the name of a program, not '\(type)'")
        }
        let found = binaryFolders.map { "\($0)/\(type)" }.first { (path: String) in access(path, X_OK) == 0 }
        guard let found else {
            let folders = binaryFolders.joined(separator: ", ")
            throw CNIError(.invalidConfiguration, "there is no plugin \(type) in \(folders)")
        }
        return found
    }

    // MARK: - The configuration

    private func configuration() throws(CNIError) -> NetworkConfigurationList {
        let names = (try? listFolder(configurationFolder)) ?? []
        let name = names.first { name in [".conflist", ".conf", ".json"].contains { name.hasSuffix($0) } }
        guard let name else {
            throw CNIError(.invalidConfiguration, "there is no network configuration in \(configurationFolder)")
        }
        do {
            let json = try JSON(parsing: readFile("\(configurationFolder)/\(name)"))
            var list = try NetworkConfigurationList(json: json)
            // A `.conf` file is a single plugin.
            if json["plugins"] == nil { list.plugins = [RawJSON(json: json)] }
            return list
        } catch {
            throw CNIError(.undecodable, "\(configurationFolder)/\(name) can't be read", details: "\(error)")
        }
    }
}
