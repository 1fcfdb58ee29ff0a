import API
import Schema
import Testing

@testable import Client

@Suite struct StrategicDifferenceTests {
    @Test(
        "The difference names what changed, and list elements by their keys",
        arguments: [
            (#"{"spec":{"replicas":2}}"#, #"{"spec":{"replicas":2}}"#, "null"),
            (#"{"spec":{"replicas":2}}"#, #"{"spec":{"replicas":3}}"#, #"{"spec":{"replicas":3}}"#),
            (#"{"spec":{"replicas":2,"paused":true}}"#, #"{"spec":{"replicas":2}}"#, #"{"spec":{"paused":null}}"#),
            (
                #"{"spec":{"template":{"spec":{"containers":[{"name":"a","image":"x"},{"name":"b"}]}}}}"#,
                #"{"spec":{"template":{"spec":{"containers":[{"name":"a","image":"y"},{"name":"c"}]}}}}"#,
                #"{"spec":{"template":{"spec":{"containers":[{"image":"y","name":"a"},{"name":"c"},{"name":"b","$patch":"delete"}]}}}}"#
            ),
            (
                #"{"metadata":{"finalizers":["a","b"],"labels":{"x":"1"}}}"#,
                #"{"metadata":{"finalizers":["b","c"],"labels":{"x":"2"}}}"#,
                #"{"metadata":{"finalizers":["c"],"$deleteFromPrimitiveList/finalizers":["a"],"labels":{"x":"2"}}}"#
            ),
            (
                #"{"metadata":{"finalizers":["a"]}}"#, #"{"metadata":{}}"#,
                #"{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"]}}"#
            ),
        ])
    func difference(old: String, new: String, expected: String) throws {
        let old = try JSON(parsing: Array(old.utf8))
        let new = try JSON(parsing: Array(new.utf8))
        let patch = StrategicDifference.between(old, new, shape: Deployment.shape) ?? .null
        #expect(String(decoding: patch.bytes, as: UTF8.self) == expected)
    }
}
