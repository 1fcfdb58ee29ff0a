import LabWorker
package import PodNetworkContract
internal import Schema

/// What a plugin is asked: five variables of its environment, and the configuration on its standard input.
///
/// | variable | what |
/// |---|---|
/// | CNI_COMMAND | ADD, DEL, CHECK or VERSION |
/// | CNI_CONTAINERID | for whom; becomes part of a file's name at other plugins, so not every text will do |
/// | CNI_NETNS | the path of the network namespace; DEL may come without one, since it may be gone |
/// | CNI_IFNAME | what the interface is to be called in there |
///
/// Whoever asks may be of another version, or mistaken. So all of it is looked at before anything is done, and a
/// refusal says by its code whose fault it is: 1 the version's, 4 the environment's, 7 the configuration's.
///
/// Source: CNI specification 1.0.0, sections 1 and 2, and libcni's validation of names.
extension CNIRequest {
    package static let supportedVersions = ["0.4.0", "1.0.0"]

    package init(environment: [String: String], configuration: PluginConfiguration) throws(CNIError) {
        guard let command = environment["CNI_COMMAND"].flatMap(Command.init(rawValue:)) else {
            throw CNIError(.invalidEnvironment, "CNI_COMMAND must be ADD, DEL, CHECK or VERSION")
        }
        let attachment = Attachment(
            container: environment["CNI_CONTAINERID"] ?? "", interface: environment["CNI_IFNAME"] ?? "")
        self.init(
            command, attachment, namespace: environment["CNI_NETNS"] ?? "", configuration: configuration,
            subnet: IPv4Subnet(configuration.ipam.subnet) ?? IPv4Subnet(IPv4Address(0), prefixLength: 0))
        // Whoever asks for the version doesn't know yet what he may ask for.
        if command == .version { return }
        try checkConfiguration()
        try checkEnvironment()
    }

    private func checkConfiguration() throws(CNIError) {
        // Lab 07, step 3: yours to write.
        notWritten()
    }

    private func checkEnvironment() throws(CNIError) {
        // Lab 07, step 3: yours to write.
        notWritten()
    }

    /// A name that may become part of a file's: it begins with a letter or a digit; after it may be `_`, `.` and `-`.
    private static func isName(_ text: String) -> Bool {
        // Lab 07, step 3: yours to write.
        notWritten()
    }

    /// What the kernel takes for an interface: at most 15 bytes, without white space, `/` and `:`, and neither `.` nor `..`.
    private static func isInterfaceName(_ text: String) -> Bool {
        // Lab 07, step 3: yours to write.
        notWritten()
    }

    private func require(_ condition: Bool, _ problem: String) throws(CNIError) {
        if !condition { throw CNIError(.invalidConfiguration, problem) }
    }

    private func demand(_ condition: Bool, _ variable: String) throws(CNIError) {
        if !condition { throw CNIError(.invalidEnvironment, "\(variable) is missing or invalid") }
    }
}
