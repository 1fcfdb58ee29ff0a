import API
import Glibc
import Linux
import Schema

/// What the machine is: versions, and how much of what it has.
enum MachineFacts {
    static func info(kubeletVersion: String) -> NodeSystemInfo {
        var info = NodeSystemInfo()
        var name = utsname()
        uname(&name)
        info.kernelVersion = text(of: &name.release)
        info.architecture = architecture(text(of: &name.machine))
        info.operatingSystem = "linux"
        info.osImage = osImage
        info.machineID = firstLine("/etc/machine-id")
        info.bootID = firstLine("/proc/sys/kernel/random/boot_id")
        info.kubeletVersion = kubeletVersion
        info.kubeProxyVersion = kubeletVersion
        return info
    }

    /// - Parameter given: what stands here wins over what the machine has.
    static func capacity(given: [String: Quantity]) -> [String: Quantity] {
        var capacity = [
            "cpu": Quantity(sysconf(Int32(_SC_NPROCESSORS_ONLN))), "memory": memory, "pods": Quantity(110),
        ]
        capacity.merge(given) { _, given in given }
        return capacity
    }

    private static var memory: Quantity {
        let line = ((try? readText("/proc/meminfo")) ?? "").split(separator: "\n").first { $0.hasPrefix("MemTotal:") }
        let kibibytes = line?.split(separator: " ").dropFirst().first ?? "0"
        return (try? Quantity("\(kibibytes)Ki")) ?? Quantity(0)
    }

    private static var osImage: String {
        let lines = ((try? readText("/etc/os-release")) ?? "").split(separator: "\n")
        let value = lines.first { $0.hasPrefix("PRETTY_NAME=") }?.dropFirst("PRETTY_NAME=".count) ?? "Linux"
        return String(value.filter { $0 != "\"" })
    }

    private static func firstLine(_ path: String) -> String {
        String(((try? readText(path)) ?? "").prefix { $0 != "\n" })
    }

    private static func architecture(_ machine: String) -> String {
        switch machine {
        case "x86_64": "amd64"
        case "aarch64": "arm64"
        default: machine
        }
    }

    private static func text<Field>(of field: inout Field) -> String {
        withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
