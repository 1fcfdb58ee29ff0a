import Schema

extension Role {
    public static var columns: [Column<Role>] { [.name, .createdAt] }
}

extension ClusterRole {
    public static var columns: [Column<ClusterRole>] { [.name, .createdAt] }
}

extension RoleBinding {
    public static var columns: [Column<RoleBinding>] {
        [.name, .role(\.roleRef), .age] + Column.subjects(\.subjects)
    }
}

extension ClusterRoleBinding {
    public static var columns: [Column<ClusterRoleBinding>] {
        [.name, .role(\.roleRef), .age] + Column.subjects(\.subjects)
    }
}

extension Column {
    fileprivate static func role(_ role: @escaping @Sendable (Object) -> RoleRef) -> Column {
        .text("Role", "The role.") { "\(role($0).kind)/\(role($0).name)" }
    }

    fileprivate static func subjects(_ subjects: @escaping @Sendable (Object) -> [Subject]) -> [Column] {
        [("Users", "User"), ("Groups", "Group"), ("ServiceAccounts", "ServiceAccount")].map { title, kind in
            .text(title, wide: true, "\(title) that have the role.") { object in
                subjects(object).filter { $0.kind == kind }
                    .map { $0.namespace.isEmpty ? $0.name : "\($0.namespace)/\($0.name)" }.joined(separator: ", ")
            }
        }
    }
}
