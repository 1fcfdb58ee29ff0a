import API
import Schema
import Testing

@Suite("Protobuf bodies of real clients")
struct ProtobufTests {
    @Test("What kubectl writes is read", arguments: cases)
    func read(hex: String, expected: String) throws {
        let document = try ProtobufEnvelope(decoding: GoldenBodies.bytes(hex)).document()
        #expect(String(decoding: document.bytes, as: UTF8.self) == expected.replacing("\n", with: ""))
    }

    @Test("What was read can be written, and is read as the same again", arguments: cases)
    func roundTrip(hex: String, expected: String) throws {
        let document = try ProtobufEnvelope(decoding: GoldenBodies.bytes(hex)).document()
        let written = try #require(try ProtobufEnvelope(document: document))
        #expect(try ProtobufEnvelope(decoding: written.bytes).document() == document)
    }

    @Test("A body that is no envelope, or is cut short, is refused")
    func refused() {
        #expect(throws: ProtobufError.self) { try ProtobufEnvelope(decoding: Array("{}".utf8)) }
        let whole = GoldenBodies.bytes(GoldenBodies.deployment)
        for length in stride(from: 0, to: whole.count, by: 7) {
            _ = try? ProtobufEnvelope(decoding: Array(whole.prefix(length))).document()
        }
    }

    @Test("A list is written as its metadata and its items")
    func list() throws {
        let list: JSON = [
            "apiVersion": "v1", "kind": "NamespaceList", "metadata": ["resourceVersion": "7"],
            "items": [["metadata": ["name": "a"]], ["metadata": ["name": "b"]]],
        ]
        let envelope = try #require(try ProtobufEnvelope(document: list))
        #expect(envelope.kind == "NamespaceList")
        #expect(envelope.message.prefix(5) == [0x0a, 3, 0x12, 1, 0x37])
        #expect(envelope.message.dropFirst(5).prefix(7) == [0x12, 5, 0x0a, 3, 0x0a, 1, 0x61])
    }

    static let cases: [(String, String)] = [
        (
            GoldenBodies.deployment,
            #"""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","labels":{"app":"web"}},"spec":
            {"replicas":3,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"
            }},"spec":{"containers":[{"name":"busybox","image":"busybox:1.36","command":["httpd","-f"],"ports":[
            {"containerPort":80}]}]}}}}
            """#
        ),
        (
            GoldenBodies.configMap,
            #"""
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings"},"data":{"a":"1","b":"two"}}
            """#
        ),
        (
            GoldenBodies.binaryConfigMap,
            #"""
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"binary"},"binaryData":{"bin.dat":"/wA="}}
            """#
        ),
        (
            GoldenBodies.secret,
            #"""
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"keys"},"data":{"password":"Z2VoZWlt"}}
            """#
        ),
        (
            GoldenBodies.namespace,
            #"""
            {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"team"}}
            """#
        ),
        (
            GoldenBodies.job,
            #"""
            {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"once"},"spec":{"template":{"spec":{"contai
            ners":[{"name":"once","image":"busybox","command":["echo","hi"]}],"restartPolicy":"Never"}}}}
            """#
        ),
        (
            GoldenBodies.nodePortService,
            #"""
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"web2","labels":{"app":"web2"}},"spec":{"port
            s":[{"name":"80-http","protocol":"TCP","port":80,"targetPort":"http","nodePort":30080}],"selector":{
            "app":"web2"},"type":"NodePort"}}
            """#
        ),
        (
            GoldenBodies.tokenRequest,
            #"""
            {"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"audiences":["me"],"expiratio
            nSeconds":600}}
            """#
        ),
        (
            GoldenBodies.clusterRole,
            #"""
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"admin2"},"rule
            s":[{"verbs":["*"],"apiGroups":[""],"resources":["pods"]}]}
            """#
        ),
        (
            GoldenBodies.roleBinding,
            #"""
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"readers"},"sub
            jects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"ann"},{"kind":"ServiceAccount"
            ,"name":"robot","namespace":"default"}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Ro
            le","name":"reader"}}
            """#
        ),
        (
            GoldenBodies.resourceQuota,
            #"""
            {"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},"spec":{"hard":{"cpu":"1","memory"
            :"1Gi","pods":"2"}}}
            """#
        ),
        (
            GoldenBodies.podDisruptionBudget,
            #"""
            {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"pdb"},"spec":{"minAvailab
            le":"50%","selector":{"matchLabels":{"app":"web"}}}}
            """#
        ),
        (
            GoldenBodies.selfSubjectAccessReview,
            #"""
            {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","spec":{"resourceAttributes
            ":{"namespace":"default","verb":"create","group":"apps","resource":"deployments"}}}
            """#
        ),
    ]
}
