package import ArgumentParser

/// `dinghy kubectl`: the common verbs of kubectl, on the client library that the controllers use.
///
/// A verb stands in a file of its own below `Verbs/`. All of them go the same way: words become kinds (``ResourceMapper``),
/// kinds become paths, and documents come and go as JSON: no verb knows a Swift type of a kind, so custom kinds work too.
///
/// Source: kubernetes.io/docs/reference/kubectl. Left out: edit, patch, label, annotate, set, cp, port-forward, attach, top,
/// auth, explain, plug-ins, kustomize, output by custom columns and go templates.
package struct KubectlCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "kubectl", abstract: "Looks at a cluster's objects and changes them.",
        subcommands: [
            Get.self, Describe.self, Create.self, Apply.self, Delete.self, Scale.self, Rollout.self, Logs.self,
            Exec.self,
        ])

    package init() {}
}
