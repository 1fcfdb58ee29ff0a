import CRI
import Containers
import GRPC
import Linux

/// The users and groups of an image, from its /etc/passwd and /etc/group.
///
/// The files are looked for in the layers, from the uppermost down: there is no mounted root yet.
struct UserDatabase {
    private let users: [[Substring]]
    private let groups: [[Substring]]

    init(layers: [String]) {
        users = Self.records("etc/passwd", layers)
        groups = Self.records("etc/group", layers)
    }

    private static func records(_ name: String, _ layers: [String]) -> [[Substring]] {
        // A removed file is a device, which reads as empty or not at all.
        guard let path = layers.lazy.map({ "\($0)/\(name)" }).first(where: fileExists), let text = try? readText(path)
        else { return [] }
        return text.split(separator: "\n").map { $0.split(separator: ":", omittingEmptySubsequences: false) }
    }

    /// Who the container's process is, and where that user is at home.
    /// - Parameter imageUser: `name`, `uid`, or either with `:group`.
    func find(
        _ context: LinuxContainerSecurityContext?, imageUser: String
    ) throws -> (Containers.ContainerUser, home: String) {
        let parts = imageUser.split(separator: ":", maxSplits: 1).map(String.init)
        let wanted = context?.runAsUser.map { "\($0.value)" } ?? context?.runAsUsername.nonEmpty ?? parts.first ?? "0"
        var user = Containers.ContainerUser()
        let record = users.first { $0.count > 5 && ($0[0] == wanted || $0[2] == wanted) }
        guard let number = record.flatMap({ Int($0[2]) }) ?? Int(wanted) else {
            throw GRPCError(.invalidArgument, "unable to find user \(wanted): no matching entries in passwd file")
        }
        user.user = number
        // The image's group belongs to the image's user.
        let imageGroup = context?.runAsUser == nil && parts.count > 1 ? parts[1] : nil
        user.group = try context?.runAsGroup?.value ?? imageGroup.map(group) ?? record.flatMap { Int($0[3]) } ?? 0
        user.groups = (context?.supplementalGroups ?? []) + memberships(of: record.map { String($0[0]) })
        return (user, record.map { String($0[5]) } ?? "/")
    }

    private func group(_ name: String) throws -> Int {
        let record = groups.first { $0.count > 2 && ($0[0] == name || $0[2] == name) }
        guard let number = record.flatMap({ Int($0[2]) }) ?? Int(name) else {
            throw GRPCError(.invalidArgument, "unable to find group \(name): no matching entries in group file")
        }
        return number
    }

    private func memberships(of user: String?) -> [Int] {
        guard let user else { return [] }
        return groups.filter { $0.count > 3 && $0[3].split(separator: ",").contains(Substring(user)) }
            .compactMap { Int($0[2]) }
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
