/// The two steps of an apply on the document itself: merge in what is applied, take out what nobody wants any more.
extension Shape {
    /// The live document with the applied one merged into it.
    func merge(_ applied: JSON, into live: JSON, _ strategy: MergeStrategy = .natural) throws(DecodeError) -> JSON {
        switch (applied, live) {
        case (.object(let applied), .object(let live)) where strategy != .atomic:
            return .object(try mergeMembers(applied, into: live))
        case (.array(let applied), .array(let live)) where !ApplyList(self, strategy).isAtomic:
            return .array(try ApplyList(self, strategy).merge(applied, into: live))
        default: return applied
        }
    }

    private func mergeMembers(_ applied: JSONObject, into live: JSONObject) throws(DecodeError) -> JSONObject {
        var result = MemberTable(live)
        for member in applied {
            let (shape, strategy) = self.member(member.name)
            let old = result.take(member.name) ?? .null
            do { result.set(member.name, try shape.merge(member.value, into: old, strategy)) } catch {
                throw error.under(member.name)
            }
        }
        return result.object
    }

    /// Takes out the fields of a set, each with everything below it.
    func remove(_ fields: FieldSet, from document: JSON, _ strategy: MergeStrategy = .natural) throws(DecodeError)
        -> JSON
    {
        if fields.children.isEmpty { return document }
        switch document {
        case .object(let object):
            var rest: [JSONObject.Member] = []
            for member in object {
                let below = fields[.field(member.name)]
                if below.isMember { continue }
                let (shape, strategy) = self.member(member.name)
                rest.append(JSONObject.Member(member.name, try shape.remove(below, from: member.value, strategy)))
            }
            return .object(JSONObject(rest))
        case .array(let elements):
            let list = ApplyList(self, strategy)
            if list.isAtomic { return document }
            var rest: [JSON] = []
            for (step, element) in try list.steps(to: elements) where !fields[step].isMember {
                rest.append(try list.element.remove(fields[step], from: element))
            }
            return .array(rest)
        default: return document
        }
    }

    /// The set, with every declared object that has a member in it.
    func withParents(_ fields: FieldSet, _ strategy: MergeStrategy = .natural) -> FieldSet {
        var result = FieldSet(isMember: fields.isMember)
        for (step, child) in fields.children {
            switch step {
            case .field(let name):
                let (shape, strategy) = member(name)
                var below = shape.withParents(child, strategy)
                if declares(name) { below.isMember = true }
                result[step] = below
            default: result[step] = element.withParents(child)
            }
        }
        return result
    }
}

extension ApplyList {
    fileprivate func merge(_ applied: [JSON], into live: [JSON]) throws(DecodeError) -> [JSON] {
        var merged = try steps(to: live)
        let standing = places(of: merged)
        let wanted = try steps(to: applied)
        for (index, (name, element)) in wanted.enumerated() {
            if let place = standing[name] {
                do { merged[place].element = try self.element.merge(element, into: merged[place].element) } catch {
                    throw error.under("[\(index)]")
                }
            } else {
                merged.append((name, element))
            }
        }
        let order = places(of: wanted)
        guard order.count == wanted.count else {
            throw DecodeError("duplicate entries in a list that is merged by key")
        }
        return ListOrder.arrange(merged, standing: standing, wanted: order)
    }

    private func places(of elements: [(name: FieldSet.Step, element: JSON)]) -> [FieldSet.Step: Int] {
        Dictionary(elements.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
