import TestSupport
import Testing

/// Everything that starts real clusters stands below this suite: one cluster after the other, because each keeps all of
/// the machine's processors busy, and waits have limits.
@Suite("Real clusters", .enabled(if: Requirements.isRoot, "needs root"), .serialized)
enum RealClusters {}
