public import Conformance
internal import ConformanceStage

/// Black box: any program that is to be an API server, seen over HTTP.
///
/// It is started once, on an etcd of ours, with the flags that every kube-apiserver needs; what else it wants stands behind its
/// name. There is nobody else on the stage. The store is asked for one thing only, a compaction: whoever looks at what is
/// forgotten must be told so.
public enum APIServerComponent {
    public static let suite = Suite(
        4, "APIServer", level: .component, component: "apiserver", setting: ControlPlane.settingOfAPIServer,
        cases: SharedCases.all.map { shared in
            shared.asCase("apiserver/component") { try $0.setting(as: ControlPlane.self).client }
        } + HistoryCases.all)
}
