package import APIMachinery
package import Objects

extension Selection {
    package init(namespace: String, labels: LabelRequirements, fields: FieldRequirements) {
        self.init(
            namespace: namespace, labels: { labels.matches($0) },
            fields: { values in fields.matches { values[$0] ?? "" } })
    }
}
