internal import APIServerContract
internal import Conformance
internal import HTTP
internal import Schema

/// Who somebody is: by a certificate, by a token, or nobody.
enum CredentialCases {
    static let all = [
        SharedCase(
            "anonymous", "Who shows nothing MUST be nobody, who may look at hardly anything.", .authentication,
            says:
                "When enabled, requests that are not rejected by other configured authentication methods are treated as "
                + "anonymous requests, and given a username of system:anonymous"
        ) { stage in
            let answer = try await stage.send(.get, "configmaps", token: nil)
            try stage.expect(answer, 401, 403)
            guard answer.code == 403 else { return }
            let names = answer.message.contains("system:anonymous")
            try stage.expect("it says system:anonymous", names, observed: answer.message)
        },
        SharedCase(
            "bad-token", "A token that is none MUST be refused with 401, whatever nobody may do.", .authentication
        ) { stage in
            for token in ["nonsense", "a.b.c"] {
                try stage.expectRefusal(try await stage.send(.get, "configmaps", token: token), 401, "Unauthorized")
                try stage.expect(try await stage.send(.get, "/version", token: token), 401)
            }
        },
        SharedCase(
            "token", "The token of a service account MUST be taken for it, with what is bound to it.", .accounts,
            says: "Service accounts authenticate with the username system:serviceaccount:(NAMESPACE):(SERVICEACCOUNT)"
        ) { stage in
            let token = try await stage.token(of: "clerk")
            let account = "system:serviceaccount:\(stage.namespace):clerk"
            let refused = try await stage.send(.get, "configmaps", token: token)
            try stage.expectRefusal(refused, 403, "Forbidden")
            try stage.expect("it says \(account)", refused.message.contains(account), observed: refused.message)
            try await stage.makeRole([["apiGroups": [""], "resources": ["configmaps"], "verbs": ["list"]]])
            var binding = stage.binding("Role", "jane", "")
            binding["subjects"] = [
                ["kind": "ServiceAccount", "name": "clerk", "namespace": .string(stage.namespace)]
            ]
            try stage.expect(try await stage.post("rolebindings", binding), 201)
            _ = try await stage.eventually(200) { try await stage.send(.get, "configmaps", token: token) }
            try stage.expect(try await stage.send(.get, "secrets", token: token), 403)
        },
        SharedCase(
            "token-ends", "The token of a service account that is gone MUST be refused with 401.", .accounts
        ) { stage in
            let token = try await stage.token(of: "clerk")
            try stage.expect(try await stage.send(.get, "/version", token: token), 200)
            try stage.expect(try await stage.delete("serviceaccounts/clerk"), 200)
            // A server may believe for some seconds what it has just made sure of.
            _ = try await stage.eventually(401) { try await stage.send(.get, "configmaps", token: token) }
        },
        SharedCase(
            "token-times", "A token MUST NOT be asked for less than ten minutes.", .accounts
        ) { stage in
            try stage.expect(try await stage.post("serviceaccounts", ["metadata": ["name": "clerk"]]), 201)
            let answer = try await stage.post("serviceaccounts/clerk/token", ["spec": ["expirationSeconds": 60]])
            try stage.expectRefusal(answer, 422, "Invalid")
            try stage.expect("what is wrong", answer.faults, ["spec.expirationSeconds"])
        },
        SharedCase(
            "token-audience", "A token that is for somebody else MUST be refused with 401.", .authentication
        ) { stage in
            let token = try await stage.token(of: "clerk", ["audiences": ["vault.example.com"]])
            try stage.expectRefusal(try await stage.send(.get, "configmaps", token: token), 401, "Unauthorized")
        },
    ]
}
