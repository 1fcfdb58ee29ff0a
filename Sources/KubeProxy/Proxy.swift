package import API
package import Schema
internal import Services
package import ServicesContract

/// The rules of all services, and what must be done in the kernel when some of them change.
///
/// ```swift
/// var proxy = Proxy(node: "worker-1")
/// proxy.update("default/web", service, slices)    // for every service that may have changed
/// let change = proxy.takeChange()                 // hand its text to `nft -f -`
/// ```
/// The first change replaces the whole table, whatever an earlier process left there; later ones have the differences
/// only. When the kernel refused one, ``startOver()`` makes the next a whole table again.
package struct Proxy: Sendable {
    private let node: String
    private let core: any ServicesCore
    private var services: [String: ProxiedService] = [:]
    /// What each service contributes: as it should be, and as the kernel has it.
    private var wanted: [String: Rules] = [:]
    private var applied: [String: Rules] = [:]
    private var dirty: Set<String> = []
    /// Which services claim an element, with which value. The first by name gets it.
    private var claims: [Rules.Element: [String: String]] = [:]
    private var slots = Slots()
    private var isNew = true
    private var gone: Set<UDPEndpoint> = []

    /// - Parameter core: decides on each service's rules; Dinghy's own by default.
    package init(node: String, core: (any ServicesCore)? = nil) {
        self.node = node
        self.core = core ?? DefaultServices()
    }

    /// - Parameters:
    ///   - key: `namespace/name`.
    ///   - service: nil when it is gone.
    ///   - slices: all that belong to the service.
    package mutating func update(_ key: String, _ service: Service?, _ slices: [EndpointSlice]) {
        let new = service.map { ProxiedService($0, slices, on: node, core: core) }
        let old = services[key]
        if new == old { return }
        services[key] = new
        gone.formUnion((old?.udpEndpoints ?? []).subtracting(new?.udpEndpoints ?? []))
        let rules = new.map { NftablesText($0) { slots.first(of: $0, count: $1) }.rules } ?? Rules()
        for chain in (wanted[key]?.chains ?? [:]).keys where rules.chains[chain] == nil { slots.release(chain) }
        wanted[key] = rules == Rules() ? nil : rules
        dirty.insert(key)
    }

    /// Nil when there is nothing to do.
    package mutating func takeChange() -> Change? {
        var transaction = Transaction()
        var touched: Set<Rules.Element> = []
        let before = winners(of: dirty)
        for key in dirty.sorted() {
            transaction.change(from: applied[key] ?? Rules(), to: wanted[key] ?? Rules())
            touched.formUnion(claim(key))
            applied[key] = wanted[key]
        }
        for element in touched.sorted() {
            transaction.change(element, from: before[element], to: winner(element))
        }
        defer { (dirty, gone, isNew) = ([], [], false) }
        let text = (isNew ? BaseTable.text : "") + transaction.text
        return text.isEmpty && gone.isEmpty ? nil : Change(text: text, goneUDPEndpoints: gone.sorted())
    }

    /// Forgets what the kernel has.
    package mutating func startOver() {
        applied = [:]
        claims = [:]
        dirty = Set(wanted.keys)
        isNew = true
    }

    // MARK: - Elements that several services may claim

    private func winner(_ element: Rules.Element) -> String? {
        claims[element]?.min { $0.key < $1.key }?.value
    }

    /// The present values of all elements that these services had.
    private func winners(of services: Set<String>) -> [Rules.Element: String] {
        var winners: [Rules.Element: String] = [:]
        for key in services {
            for rules in [applied[key], wanted[key]] {
                for element in (rules ?? Rules()).elements.keys { winners[element] = winner(element) }
            }
        }
        return winners
    }

    /// Enters a service's new claims in place of its old ones.
    /// - Returns: the elements it had or has.
    private mutating func claim(_ key: String) -> Set<Rules.Element> {
        let old = applied[key]?.elements ?? [:]
        let new = wanted[key]?.elements ?? [:]
        for element in old.keys where new[element] == nil {
            claims[element]?[key] = nil
            if claims[element]?.isEmpty == true { claims[element] = nil }
        }
        for (element, value) in new { claims[element, default: [:]][key] = value }
        return Set(old.keys).union(new.keys)
    }
}

/// What has to be done in the kernel.
package struct Change: Sendable, Equatable {
    /// Commands for `nft -f`: one transaction. Empty when there are none.
    package var text: String
    /// Endpoints that are gone: the kernel still remembers flows to them. TCP notices by itself, a UDP client would go
    /// on sending to nobody.
    package var goneUDPEndpoints: [UDPEndpoint]
}

package struct UDPEndpoint: Hashable, Comparable, Sendable {
    package let address: IPv4Address
    package let port: Int

    package static func < (left: Self, right: Self) -> Bool {
        (left.address, left.port) < (right.address, right.port)
    }
}

/// Hands out numbers for endpoints: a run of neighbours for each chain.
///
/// A chain whose number of endpoints stays the same keeps its run, and with it its turn. Numbers that were given up
/// come back after four thousand million others.
struct Slots: Sendable {
    private var runs: [String: (first: Int, count: Int)] = [:]
    private var next = 0

    mutating func first(of chain: String, count: Int) -> Int {
        if let run = runs[chain], run.count == count { return run.first }
        if next + count > Int(UInt32.max) { next = 0 }
        defer { next += count }
        runs[chain] = (next, count)
        return next
    }

    mutating func release(_ chain: String) { runs[chain] = nil }
}
