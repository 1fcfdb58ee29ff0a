import Linux
import SchedulerProgram

/// The scheduler's configuration file, in the cluster's data folder: so the cluster comes back the same, whatever becomes of
/// the user's file.
enum SchedulerConfigurationCopy {
    /// - Parameter file: the user's; an empty name for none.
    /// - Returns: the copy's path, a new one each time, so that a cluster that runs sees the change.
    /// - Throws: what is wrong with the file, before any cluster trips over it.
    static func make(of file: String, in data: DataFolder) throws -> String {
        guard !file.isEmpty else { return "" }
        let path = try absolutePath(file)
        try checkSchedulerConfiguration(file: path)
        let copy = "\(data.path)/scheduler-\(realNanoseconds() / 1_000_000).yaml"
        try makeFolder(data.path, mode: 0o711)
        try writeFile(copy, try readFile(path), mode: 0o600)
        return copy
    }
}
