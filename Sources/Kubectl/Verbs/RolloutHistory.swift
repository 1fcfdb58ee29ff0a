import API
import ArgumentParser
import Client
import Schema
import YAML

/// The revisions of a deployment are its ReplicaSets: each keeps the template it was made for.
struct Revision: Sendable {
    static let annotation = "deployment.kubernetes.io/revision"

    let number: Int
    let replicaSet: JSON

    /// Those that the deployment owns, oldest first.
    static func all(of deployment: JSON, _ session: Session) async throws -> [Revision] {
        let selector = try LabelSelector(json: deployment[path: ["spec", "selector"]] ?? .null)
        let sets = try await session.list(
            try session.mapper.kind("replicasets.apps"), namespace: deployment.namespace, labels: selector.text)
        return sets.filter { set in
            (set[path: ["metadata", "ownerReferences"]]?.array ?? []).contains { $0["uid"]?.string == deployment.uid }
        }.compactMap { set in
            set[path: ["metadata", "annotations", annotation]]?.string.flatMap { Int($0) }
                .map { Revision(number: $0, replicaSet: set) }
        }.sorted { $0.number < $1.number }
    }

    /// Without the label by which the controller tells its ReplicaSets apart.
    var template: JSON {
        var template = replicaSet[path: ["spec", "template"]] ?? .null
        template[path: ["metadata", "labels", "pod-template-hash"]] = nil
        return template
    }
}

private func onlyDeployments(_ kind: Kind) throws(UsageError) {
    guard kind.name == "Deployment" else {
        throw UsageError("error: no history viewer has been implemented for \"\(kind.name)\"")
    }
}

struct RolloutHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "history", abstract: "Lists a deployment's revisions.")
    @OptionGroup var options: RolloutOptions

    @Option(help: "Show the pod template of this revision.")
    var revision = 0

    func run() async throws {
        try await options.each { session, kind, object in
            try onlyDeployments(kind)
            let revisions = try await Revision.all(of: object, session)
            if revision > 0 { return try show(revisions, kind, object) }
            var writer = ColumnWriter()
            let rows = revisions.map { revision in
                [
                    String(revision.number),
                    revision.replicaSet[path: ["metadata", "annotations", "kubernetes.io/change-cause"]]?.string
                        ?? "<none>",
                ]
            }
            write(
                "\(kind.singularName)/\(object.name) \n" + writer.lines([["REVISION", "CHANGE-CAUSE"]] + rows) + "\n")
        }
    }

    private func show(_ revisions: [Revision], _ kind: Kind, _ object: JSON) throws {
        guard let found = revisions.first(where: { $0.number == revision }) else {
            throw UsageError("error: unable to find the specified revision")
        }
        write("\(kind.singularName)/\(object.name) with revision #\(revision)\n" + YAML.write(found.template))
    }
}

struct RolloutUndo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Goes back to an earlier revision's template.")
    @OptionGroup var options: RolloutOptions

    @Option(name: .customLong("to-revision"), help: "Which; 0: the one before the present.")
    var toRevision = 0

    func run() async throws {
        try await options.each { session, kind, object in
            try onlyDeployments(kind)
            let revisions = try await Revision.all(of: object, session)
            guard
                let wanted = toRevision > 0
                    ? revisions.first(where: { $0.number == toRevision }) : revisions.dropLast().last
            else {
                throw UsageError(
                    toRevision > 0
                        ? "error: unable to find specified revision \(toRevision) in history"
                        : "error: no rollout history found for deployment \"\(object.name)\"")
            }
            if wanted.template == object[path: ["spec", "template"]] {
                return write(
                    "\(kind.singularName)/\(object.name) skipped rollback "
                        + "(current template already matches revision \(wanted.number))\n")
            }
            let patch: JSON = [["op": "replace", "path": "/spec/template", "value": wanted.template]]
            _ = try await session.patch(kind, object.name, .json(patch), manager: "kubectl-rollout")
            write("\(kind.singularName)/\(object.name) rolled back\n")
        }
    }
}
